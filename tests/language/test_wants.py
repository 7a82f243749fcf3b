"""What people want to know: the cues of intents.yaml, and how every item of every list can be asked for."""

import shutil
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
import yaml

from assistant.eligibility.facts import Vocabulary
from assistant.language import Context, Reader
from assistant.language.lexicon import WordsError
from assistant.language.phrases import expand
from assistant.policies.places import Places

LISTS = ("ninghe", "shihe", "panjin", "sifangtai")
TODAY = date(2026, 11, 23)


def names_by_item(corpus: Path, tongue: str) -> dict[tuple[str, str], set[str]]:
    """(document, item) -> the wordings by which it can be asked for."""
    benefits = yaml.safe_load((corpus / "vocabulary" / "benefits.yaml").read_text("utf-8"))
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in benefits.values():
        listed = [*(entry.get(tongue) or ()), *((entry.get("described") or {}).get(tongue) or ())]
        wordings = {word for phrase in listed for word in ([phrase] if "…" in phrase else expand(phrase))}
        for document, items in (entry.get("items") or {}).items():
            for item in items:
                found[document, item.split(".")[0]] |= wordings
    return found


@pytest.mark.parametrize("document", LISTS)
def test_every_item_of_a_list_can_be_asked_for_in_many_everyday_words(corpus: Path, document: str) -> None:
    chinese, english = names_by_item(corpus, "zh"), names_by_item(corpus, "en")
    for item in yaml.safe_load((corpus / document / "list.yaml").read_text("utf-8"))["items"]:
        number = str(item["number"])
        assert len(chinese[document, number]) >= 8, f"{document} {number}"
        assert len(english[document, number]) >= 3, f"{document} {number}"


def test_what_people_describe_is_a_subject_and_hides_no_fact(reader: Reader) -> None:
    meaning = reader.read("我爸住敬老院，五保，能发轮椅吗", Context(TODAY))
    told = {statement.fact for person in meaning.persons for statement in person.statements}
    assert {"institution", "welfare"} <= told
    assert "康复辅具" in [subject.id for subject in meaning.subjects]


def test_a_benefit_that_one_only_has_is_no_subject_until_it_is_asked_about(reader: Reader) -> None:
    has = reader.read("我有退休金，宁河的，能领高龄津贴吗", Context(TODAY))
    assert [subject.id for subject in has.subjects] == ["高龄津贴"]
    asks = reader.read("宁河的退休金由谁按时发", Context(TODAY))
    assert [subject.id for subject in asks.subjects] == ["基本养老保险"]


@pytest.mark.parametrize("tongue", ["zh-Hans", "en"])
def test_danger_wins_over_every_other_wish(reader: Reader, tongue: str) -> None:
    text = {
        "zh-Hans": "四方台高龄津贴怎么申请？电话多少？对了我爸刚才突然倒地叫不醒",
        "en": "What benefits are there in Sifangtai, and what is the phone number? My father just collapsed.",
    }[tongue]
    meaning = reader.read(text, Context(TODAY))
    assert meaning.intent == "emergency"
    assert not meaning.not_held


def test_a_form_that_is_no_regular_expression_is_named(
    corpus: Path, tmp_path: Path, vocabulary: Vocabulary, places: Places
) -> None:
    shutil.copytree(corpus / "vocabulary", tmp_path / "vocabulary")
    file = tmp_path / "vocabulary" / "intents.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("several_places:\n  forms: ['", "several_places:\n  forms: ['(", 1), "utf-8")
    with pytest.raises(WordsError, match=r"intents\.yaml, several_places: .*mend the regular expression"):
        Reader.load(tmp_path, vocabulary, places)
