from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

import pytest
from opencc import OpenCC

from assistant.policies.places import Places
from assistant.retrieval.dense import DenseSettings
from assistant.retrieval.found import Found, Hit
from assistant.retrieval.index import Index
from assistant.retrieval.legs import Leg, Ranked
from assistant.retrieval.ranking import Model
from assistant.retrieval.searcher import Searcher
from assistant.retrieval.vocabulary import load_vocabulary
from tests.retrieval.conftest import CORPUS, tuning_questions


def first(found: Found) -> str:
    assert found.answer is not None, f"{found.question} is answered by nothing"
    return found.answer.passage.id


def assert_verbatim(hit: Hit) -> None:
    source = (CORPUS / hit.passage.document / "source.txt").read_bytes().decode("utf-8")
    for unit in hit.units:
        assert source[unit.span.start : unit.span.end] == hit.passage.quote(unit)


@pytest.mark.parametrize(
    ("question", "document", "passage", "quote"),
    [
        ("俺爹92了，一年发多少高龄钱", "sifangtai", "sifangtai/item/3", "每人每年发放不低于1200元"),
        ("按人头算要留多大养老用地", "shihe", "shihe/body/二（三）1", "人均不低于0.2平方米"),
        ("上门看望独居老人多久一次", "shihe", "shihe/item/23", "每月至少开展一次"),
        ("探访服务归哪个部门管", "panjin", "panjin/item/13", "市委社会工作部"),
        ("how much a month for a centenarian", "ninghe", "ninghe/item/14", "每人每月发放500元"),
        ("gaoling jintie duoshao qian", "panjin", "panjin/item/4", "每人每月不低于30元"),
        ("高令津贴一个月多少钱", "panjin", "panjin/item/4", "每人每月不低于30元"),
    ],
)
def test_everyday_words_find_the_sentence(
    by_words: Searcher, question: str, document: str, passage: str, quote: str
) -> None:
    found = by_words.search(question, documents=[document])
    assert first(found) == passage
    assert found.answer is not None
    assert quote in found.answer.quote


def test_everything_quoted_stands_in_the_source_to_the_character(by_words: Searcher) -> None:
    for entry in tuning_questions()[:60]:
        found = by_words.search(str(entry["question"]), documents=None)
        for hit in (*found.passages, *found.nearest):
            assert_verbatim(hit)


def test_traditional_characters_find_what_simplified_ones_find(by_words: Searcher) -> None:
    converter = OpenCC("s2t")
    for entry in tuning_questions():
        if entry["language"] != "zh-Hans" or not entry["place"]:
            continue
        question, documents = str(entry["question"]), [str(entry["place"])]
        simplified = by_words.search(question, documents=documents)
        traditional = by_words.search(converter.convert(question), documents=documents)
        assert [h.passage.id for h in simplified.passages] == [h.passage.id for h in traditional.passages]


@pytest.mark.parametrize(
    "words", ["你好", "领取", "今天天气怎么样", "谢谢", "", "???", "😀", "What is the weather today?"]
)
def test_what_is_no_question_about_the_policies_finds_nothing(by_words: Searcher, words: str) -> None:
    assert by_words.search(words).abstained
    assert by_words.search(words, documents=["ninghe"]).abstained


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("坐公交几岁免费", "sifangtai"),
        ("失独特扶金一个月多少", "panjin"),
        ("重度失能的长护险报几成", "sifangtai"),
        ("高龄津贴在哪个窗口申请，要带什么材料", "ninghe"),
        ("民政局电话号码是多少", "shihe"),
    ],
)
def test_what_the_document_does_not_hold_is_not_answered_from_a_neighbour(
    by_words: Searcher, question: str, document: str
) -> None:
    found = by_words.search(question, documents=[document])
    assert found.abstained
    assert found.answer is None
    assert found.nearest, "the nearest items are named"
    assert {hit.passage.document for hit in found.nearest} <= {document, "tianjin"}


def test_a_district_is_searched_with_its_city_and_the_hit_says_which_spoke(by_words: Searcher) -> None:
    found = by_words.search("开养老院用电用水按什么价", documents=["ninghe"])
    assert found.passages[0].passage.document == "tianjin"
    assert {hit.passage.document for hit in found.passages} <= {"ninghe", "tianjin"}


def test_a_city_is_not_searched_with_its_districts(by_words: Searcher) -> None:
    found = by_words.search("人均养老用地多少平方米", documents=["tianjin"])
    assert {hit.passage.document for hit in found.passages} == {"tianjin"}


def test_the_places_of_the_question_decide_where_nothing_else_does(by_words: Searcher) -> None:
    assert first(by_words.search("盘锦的高龄津贴多少钱")) == "panjin/item/4"
    assert first(by_words.search("四芳台90岁老太太一年高龄补多少")) == "sifangtai/item/3"


def test_a_place_that_no_document_speaks_for_is_not_answered(by_words: Searcher) -> None:
    assert by_words.search("北京市海淀区高龄津贴多少钱").abstained


def test_a_document_is_not_searched_before_its_day(by_words: Searcher) -> None:
    before, after = date(2025, 1, 1), date(2025, 12, 1)
    assert not by_words.search("四方台的高龄津贴", documents=["sifangtai"], as_of=before).passages
    assert by_words.search("四方台的高龄津贴", documents=["sifangtai"], as_of=after).passages


def test_kinds_keep_items_and_measures_apart(by_words: Searcher) -> None:
    items = by_words.search("适老化改造", documents=["sifangtai"], kinds=["item"])
    measures = by_words.search("适老化改造", documents=["sifangtai"], kinds=["measure"])
    assert {hit.passage.kind for hit in items.passages} == {"item"}
    assert {hit.passage.kind for hit in measures.passages} == {"measure"}


@pytest.mark.parametrize(
    ("question", "passages"),
    [
        ("宁河第12项是什么", ["ninghe/item/12"]),
        ("宁河清单里的第十二项", ["ninghe/item/12"]),
        ("宁河方案第3条讲的什么", ["ninghe/body/二（二）3"]),
        ("宁河方案正文第3条讲的什么？不是清单里那个第3项", ["ninghe/body/二（二）3"]),
        ("天津意见第十四条", ["tianjin/body/五(十四)"]),
        ("What is item 3 in Sifangtai?", ["sifangtai/item/3"]),
        ("四方台 二（五）16 写了什么", ["sifangtai/body/二（五）16"]),
    ],
)
def test_a_number_leads_straight_to_the_passage(
    by_words: Searcher, question: str, passages: list[str]
) -> None:
    assert [hit.passage.id for hit in by_words.search(question).passages] == passages


@pytest.mark.parametrize("question", ["宁河清单第30项是什么", "四方台方案正文第3条写的啥"])
def test_a_number_that_there_is_not_is_not_replaced_by_another(by_words: Searcher, question: str) -> None:
    assert by_words.search(question).abstained


def test_an_item_is_had_by_its_number(by_words: Searcher) -> None:
    item = by_words.item("sifangtai", "3")
    assert item is not None
    assert item.id == "sifangtai/item/3"
    assert by_words.item("sifangtai", "23") is None
    assert by_words.item("tianjin", "1") is None


def test_places_that_are_compared_are_shown_in_turn(by_words: Searcher) -> None:
    found = by_words.search("重残护理的钱，宁河跟盘锦哪边给得多")
    assert [hit.passage.id for hit in found.passages][:2] == ["ninghe/item/18", "panjin/item/7"]


def test_the_index_is_the_same_whether_built_or_opened(
    by_words: Searcher, cache: Path, places: Places
) -> None:
    opened = Searcher.open(CORPUS, cache, places, dense=None)
    question = "失能老人一个月补多少护理钱"
    built = by_words.search(question, documents=["sifangtai"])
    again = opened.search(question, documents=["sifangtai"])
    assert [(h.passage.id, h.score) for h in built.passages] == [
        (h.passage.id, h.score) for h in again.passages
    ]


def test_most_questions_of_the_tuning_set_are_found(by_words: Searcher) -> None:
    """A guard against breaking the search; the figures are those of `eval/retrieval`."""
    hits, asked = 0, [entry for entry in tuning_questions() if entry["answerable"] and entry["place"]]
    for entry in asked:
        found = by_words.search(str(entry["question"]), documents=[str(entry["place"])])
        relevant = {(one["document"], one.get("item") or one.get("section")) for one in entry["relevant"]}  # type: ignore[attr-defined]
        shown = {(hit.passage.document, hit.passage.item or hit.passage.section) for hit in found.passages}
        hits += bool(relevant & shown)
    assert hits / len(asked) >= 0.95


class Certain:
    """A leg that is certain of one passage, whatever is asked."""

    name = "certain"

    def __init__(self, passage: str) -> None:
        self._passage = passage

    def rank(self, question: str, documents: Collection[str] | None, limit: int) -> Ranked:
        return [(self._passage, 1.0)]

    def rank_many(
        self, questions: Sequence[str], documents: Collection[str] | None, limit: int
    ) -> list[Ranked]:
        return [self.rank(question, documents, limit) for question in questions]


def test_what_the_second_leg_finds_is_the_likelier_for_it(cache: Path, places: Places) -> None:
    vocabulary = load_vocabulary(CORPUS)
    index = Index.open(CORPUS, cache, vocabulary)

    def likely(passage: str, leg: Leg) -> float:
        searcher = Searcher(index, vocabulary, CORPUS, Model.load(), places=places, dense=leg)
        found = searcher.search("五保老人的护理标准", documents=["panjin"], limit=50)
        return next(h.score for h in (*found.passages, *found.nearest) if h.passage.id == passage)

    for passage, other in (("panjin/item/8", "panjin/item/9"), ("panjin/item/9", "panjin/item/8")):
        assert likely(passage, Certain(passage)) > likely(passage, Certain(other))


def test_a_missing_model_leaves_the_search_by_words(
    cache: Path, places: Places, caplog: pytest.LogCaptureFixture
) -> None:
    searcher = Searcher.open(CORPUS, cache, places, dense=DenseSettings(model="no/such-model"))
    assert first(searcher.search("盘锦的高龄津贴多少钱")) == "panjin/item/4"
    assert len(caplog.records) == 1
    assert "Searching by words alone" in caplog.text
