"""A slip in the corpus stops the loading, and the message names the file, the item, the benefit and the fault."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.eligibility.catalogue import load_catalogue
from assistant.eligibility.compiling import RuleError
from assistant.eligibility.facts import VocabularyError
from eval.cases import ROOT


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "corpus", tmp_path / "corpus"))


Change = Callable[[str, str], None]


@pytest.fixture
def change(corpus: Path) -> Change:
    """Replace words of 四方台's list, which stand there."""
    file = corpus / "sifangtai" / "list.yaml"

    def replace(old: str, new: str) -> None:
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    return replace


def fault(corpus: Path) -> str:
    with pytest.raises(RuleError) as caught:
        load_catalogue(corpus)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "{when: age >= 80, quote: 80周岁及以上}",
            "{when: age >= 80, quote: 八十周岁以上}",
            ["item 3, benefit 1", 'the quote "八十周岁以上" stands in no cell of the row', "copy the words"],
            id="a quote that is not in the row",
        ),
        pytest.param(
            "{when: age >= 80, quote: 80周岁及以上}",
            "{when: age >= 85, quote: 80周岁及以上}",
            ["item 3, benefit 1", "85", "80周岁及以上"],
            id="a number that is not in its quote",
        ),
        pytest.param(
            "{when: age >= 80, quote: 80周岁及以上}",
            "{when: years >= 80, quote: 80周岁及以上}",
            ["item 3, benefit 1", "there is no fact `years`", "facts.yaml"],
            id="a fact that does not exist",
        ),
        pytest.param(
            "{value: 1200, unit: CNY, per: year",
            "{value: 1500, unit: CNY, per: year",
            ["item 3, benefit 1", "tier 1", "the amount 1500 does not stand in the quote"],
            id="an amount that is not in its quote",
        ),
        pytest.param(
            "welfare in (dibao, dibao_marginal)\n            quote",
            "welfare in (dibao, rich)\n            quote",
            ["item 3, benefit 1", "tier 1", "`welfare` has no value `rich`"],
            id="a value that the fact does not have",
        ),
        pytest.param(
            "bound: at_least, quote: 每人每年发放不低于1200元",
            "bound: roughly, quote: 每人每年发放不低于1200元",
            ["item 3, benefit 1", "bound"],
            id="a bound that does not exist",
        ),
        pytest.param(
            "        grants: cash\n        conditions:\n          - {when: age >= 80",
            "        gives: cash\n        conditions:\n          - {when: age >= 80",
            ["item 3, benefit 1", "grants"],
            id="a misspelt key",
        ),
        pytest.param(
            'benefits: ["13.1", "14.1"]',
            'benefits: ["13.1", "99.1"]',
            ["relations", "there is no benefit 99.1"],
            id="a relation to a benefit that does not exist",
        ),
        pytest.param(
            '["13.1", "14.1"], quote: 经本人同意',
            '["13.1", "14.1"], quote: 经大家同意',
            ["relations", "经大家同意"],
            id="a relation whose words stand nowhere",
        ),
        pytest.param(
            "when: age >= 80\n    label",
            "when: age >= 75\n    label",
            ["definition advanced_age", "75"],
            id="a definition whose number is not in its quote",
        ),
        pytest.param(
            "{when: elder, quote: 老年人}\n          - {when: medical_insurance != none, quote: 参保}",
            "{when: elderly, quote: 老年人}\n          - {when: medical_insurance != none, quote: 参保}",
            ["item 1, benefit 1", "there is no fact `elderly`"],
            id="a criterion that does not exist",
        ),
        pytest.param(
            "steps: [凭有效证件]",
            "steps: [凭身份证]",
            ["item 11, benefit 1", "凭身份证"],
            id="a step in words that are not in the row",
        ),
    ],
)
def test_a_slip_in_a_rule_is_named_with_its_place(
    corpus: Path, change: Change, old: str, new: str, said: list[str]
) -> None:
    change(old, new)
    message = fault(corpus)
    for words in ["sifangtai list.yaml", *said]:
        assert words in message


def test_an_item_without_benefits_is_named(corpus: Path) -> None:
    file = corpus / "sifangtai" / "list.yaml"
    text = file.read_text("utf-8")
    start = text.index("    benefits:", text.index("- number: '10'"))
    end = text.index("  - number: '11'")
    file.write_text(text[:start] + text[end:], "utf-8")
    assert "sifangtai list.yaml, item 10: it has no benefits" in fault(corpus)


def test_a_validity_whose_date_is_not_in_its_quote_is_named(corpus: Path) -> None:
    file = corpus / "panjin" / "list.yaml"
    text = file.read_text("utf-8")
    assert "from: 2025-01-01" in text
    file.write_text(text.replace("from: 2025-01-01", "from: 2026-01-01"), "utf-8")
    message = fault(corpus)
    assert "panjin list.yaml, item 4, benefit 1" in message
    assert "2026" in message


def test_a_row_that_the_item_does_not_have_is_named(corpus: Path) -> None:
    file = corpus / "ninghe" / "list.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("        row: 4\n", "        row: 9\n"), "utf-8")
    message = fault(corpus)
    assert "ninghe list.yaml, item 27, benefit 4: there is no row 9; the item has 4" in message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "    type: number\n", "    type: numeral\n", "facts.age.type", id="a type that does not exist"
        ),
        pytest.param(
            "    range: [0, 130]\n",
            "",
            "a number, and nothing else, has a range",
            id="a number without a range",
        ),
        pytest.param(
            "when: age >= 60\n",
            "when: years >= 60\n",
            "there is no fact `years`",
            id="a criterion on no fact",
        ),
        pytest.param(
            '"comfortable -> welfare == none"',
            '"comfortable and welfare == none"',
            "write it as `a -> b`",
            id="a constraint that is no implication",
        ),
        pytest.param("    change: time\n", "    changes: time\n", "facts.age.change", id="a misspelt key"),
    ],
)
def test_a_slip_in_the_vocabulary_is_named(corpus: Path, old: str, new: str, said: str) -> None:
    file = corpus / "facts.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(VocabularyError) as caught:
        load_catalogue(corpus)
    assert "facts.yaml" in str(caught.value)
    assert said in str(caught.value)
