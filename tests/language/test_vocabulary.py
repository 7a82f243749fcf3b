"""The files of corpus/vocabulary, and what is said where one of them is wrong."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from assistant.eligibility.facts import Vocabulary
from assistant.language import Context, Reader
from assistant.language.lexicon import WordsError
from assistant.language.phrases import PhraseError, expand
from assistant.policies.places import Places

FILES = ("facts", "persons", "benefits", "ages", "grammar", "intents", "spelling")


@pytest.fixture
def copy(corpus: Path, tmp_path: Path) -> Path:
    """A corpus whose vocabulary may be spoilt."""
    shutil.copytree(corpus / "vocabulary", tmp_path / "vocabulary")
    return tmp_path


def spoil(copy: Path, file: str, old: str, new: str) -> None:
    path = copy / "vocabulary" / f"{file}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_phrase_for_a_fact_that_is_not_declared_is_named(
    copy: Path, vocabulary: Vocabulary, places: Places
) -> None:
    spoil(copy, "facts", "\nwelfare:", "\nwellfare:")
    with pytest.raises(WordsError, match=r"vocabulary/facts\.yaml: wellfare is no fact"):
        Reader.load(copy, vocabulary, places)


def test_a_phrase_for_a_value_that_the_fact_has_not_is_named(
    copy: Path, vocabulary: Vocabulary, places: Places
) -> None:
    spoil(copy, "facts", "  dibao_marginal:", "  dibao_margin:")
    with pytest.raises(WordsError, match=r"welfare: dibao_margin is no value"):
        Reader.load(copy, vocabulary, places)


def test_an_age_rule_without_a_reading_is_named(copy: Path, vocabulary: Vocabulary, places: Places) -> None:
    spoil(copy, "ages", "reads: nominal", "reads: nominall")
    with pytest.raises(WordsError, match="虚岁九十: there is no reading nominall"):
        Reader.load(copy, vocabulary, places)


def test_a_file_that_is_no_yaml_is_named(copy: Path, vocabulary: Vocabulary, places: Places) -> None:
    (copy / "vocabulary" / "intents.yaml").write_text("a: [", "utf-8")
    with pytest.raises(WordsError, match=r"intents\.yaml: this is no YAML"):
        Reader.load(copy, vocabulary, places)


def test_every_age_rule_is_shown_by_its_own_example(reader: Reader, corpus: Path) -> None:
    rules = yaml.safe_load((corpus / "vocabulary" / "ages.yaml").read_text("utf-8"))["rules"]
    for rule in rules:
        meaning = reader.read(f"我妈，{rule['like']}", Context(date(2026, 11, 23)))
        facts = [statement.fact for person in meaning.persons for statement in person.statements]
        assert "age" in facts, f"{rule['like']} says no age"


def test_brackets_and_question_marks_in_phrases_stand_for_their_readings() -> None:
    assert expand("(甲|乙)丙") == ["甲丙", "乙丙"]
    assert expand("的?(甲|)") == ["的甲", "的", "甲", ""]
    with pytest.raises(PhraseError, match="without a closing one"):
        expand("(甲")
    with pytest.raises(PhraseError, match="without an opening one"):
        expand("甲)")
