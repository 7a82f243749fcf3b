from fractions import Fraction

from assistant.policies.spans import Source, Span
from assistant.retrieval.amounts import Amount, amounts_in
from assistant.retrieval.searcher import Searcher
from assistant.retrieval.vocabulary import load_vocabulary
from tests.retrieval.conftest import CORPUS

WORDS = load_vocabulary(CORPUS).amounts


def read(text: str) -> list[Amount]:
    return list(amounts_in(Source("test", text), Span(0, len(text)), WORDS))


def test_the_same_subject_stands_side_by_side(by_words: Searcher) -> None:
    found = by_words.compare("高龄津贴", ["ninghe", "panjin", "sifangtai", "shihe"])
    assert found.topic == "高龄津贴"
    assert [(side.document, side.passages[0].id) for side in found.sides] == [
        ("ninghe", "ninghe/item/13"),
        ("panjin", "panjin/item/4"),
        ("sifangtai", "sifangtai/item/3"),
        ("shihe", "shihe/item/8"),
    ]
    assert all(side.who and side.departments for side in found.sides)


def test_amounts_a_month_and_a_year_are_brought_to_one_period(by_words: Searcher) -> None:
    found = by_words.compare("高龄津贴", ["ninghe", "panjin", "sifangtai"])
    yearly = {
        side.document: [amount.per_year for amount in side.amounts if amount.per_year] for side in found.sides
    }
    assert yearly == {"ninghe": [100, 200], "panjin": [360], "sifangtai": [1200]}
    assert [document for document, _ in found.by_amount] == ["sifangtai", "panjin", "ninghe", "ninghe"]


def test_a_document_that_does_not_speak_of_it_has_an_empty_side(by_words: Searcher) -> None:
    found = by_words.compare("百岁老人营养费", ["ninghe", "shihe"])
    assert [bool(side.passages) for side in found.sides] == [True, False]


def test_a_sum_knows_its_period_its_bound_and_where_it_stands() -> None:
    text = "补贴标准为每人每月不低于50元，具体标准另定"
    [amount] = read(text)
    assert (amount.value, amount.unit, amount.per, amount.bound) == (50, "CNY", "month", "at_least")
    assert amount.per_year == 600
    assert text[amount.span.start : amount.span.end] == "50元"


def test_sums_in_a_row_share_their_period() -> None:
    found = read("每人每月不低于50元、100元和300元")
    assert [(amount.value, amount.per) for amount in found] == [(50, "month"), (100, "month"), (300, "month")]


def test_full_width_shares_and_tens_of_thousands_are_read() -> None:
    [share] = read("基础支付水平总体上控制在70％左右")
    assert (share.value, share.unit, share.bound, share.per_year) == (70, "%", "about", None)
    assert [amount.value for amount in read("每年减轻负担约1.8万元至1.9万元")] == [18000, 19000]


def test_a_sum_without_a_period_has_no_yearly_value() -> None:
    [amount] = read("家庭收入抵扣1200元")
    assert amount.per is None
    assert amount.per_year is None


def test_a_multiple_is_no_money() -> None:
    [amount] = read("不低于当地低保标准的1.3倍")
    assert (amount.value, amount.unit) == (Fraction(13, 10), "times")
