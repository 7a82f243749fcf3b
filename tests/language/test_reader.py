"""What holds for every message."""

import dataclasses
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.eligibility.facts import Vocabulary
from assistant.eligibility.knowledge import Interval, Options
from assistant.language import INTENTS, Context, Intent, Reader

LETTER = (
    "您好，我父亲今年八十三岁，母亲八十一岁，户口都在四方台区。父亲去年脑梗后瘫痪在床，生活不能自理，"
    "母亲身体还行照顾他，家里是低保户，残疾证二级。请问能享受什么补贴，归哪个部门管，一个月多少钱？"
)


@given(text=st.text(max_size=200))
def test_any_text_is_read_without_an_error(reader: Reader, anew: Context, text: str) -> None:
    meaning = reader.read(text, anew)
    for person in meaning.persons:
        for statement in person.statements:
            assert statement.words in ("", text[statement.start : statement.end])


PIECES = [
    "我妈",
    "我爸",
    "82岁",
    "九十二",
    "低保",
    "不是",
    "没有",
    "四方台",
    "户口在",
    "，",
    "。",
    "如果",
    "残疾证",
]
PIECES += [
    "二级",
    "都",
    "一个",
    "不对",
    "is",
    "dibao",
    "88",
    "？",
    "和",
    "瘫痪",
    "三年",
    "评估",
    "去世",
    "本地户口",
    "吗",
]


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_heap_of_domain_words_is_read_without_an_error(
    reader: Reader, anew: Context, vocabulary: Vocabulary, pieces: list[str]
) -> None:
    text = " ".join(pieces) if len(pieces) % 2 else "".join(pieces)
    meaning = reader.read(
        text, dataclasses.replace(anew, persons=("父亲",), asked="welfare", documents=("ninghe",))
    )
    for person in meaning.persons:
        for statement in person.statements:
            assert statement.fact in vocabulary.facts
            assert statement.words in ("", text[statement.start : statement.end])


def test_an_identity_number_gives_birth_date_and_sex_and_is_kept_nowhere(
    reader: Reader, anew: Context
) -> None:
    number = "11010519491231002X"
    meaning = reader.read(f"老人身份证号是{number}，四方台户口", anew)
    (person,) = meaning.persons
    assert person.birth == (date(1949, 12, 31), date(1949, 12, 31))
    facts = {s.fact: s.knowledge for s in person.statements}
    assert facts["age"] == Interval(76, 76)
    assert facts["sex"] == Options(frozenset({"female"}))
    assert number not in repr(meaning)
    assert number[6:14] not in repr(meaning)
    assert meaning.spans_private == ((7, 25),)


def test_an_identity_number_with_a_wrong_check_digit_says_nothing_and_is_kept_nowhere(
    reader: Reader, anew: Context
) -> None:
    meaning = reader.read("身份证110105194912310021", anew)
    assert meaning.persons == ()
    assert meaning.spans_private == ((3, 21),)


def test_a_birth_year_without_a_month_gives_two_ages_and_the_range_of_days(
    reader: Reader, anew: Context
) -> None:
    (person,) = reader.read("我爸1941年生", anew).persons
    assert person.birth == (date(1941, 1, 1), date(1941, 12, 31))
    assert [s.knowledge for s in person.statements if s.fact == "age"] == [Interval(84, 85)]


def test_the_day_decides_which_ages_a_birth_date_gives(reader: Reader) -> None:
    def age_on(day: date) -> object:
        (person,) = reader.read("1946年11月24日出生的老人", Context(today=day)).persons
        return next(s.knowledge for s in person.statements if s.fact == "age")

    assert age_on(date(2026, 11, 23)) == Interval(79, 79)
    assert age_on(date(2026, 11, 24)) == Interval(80, 80)


def test_offsets_lead_to_the_original_words_through_width_script_and_slips(
    reader: Reader, anew: Context
) -> None:
    text = "　我媽 ８８歲，底保户，護理補帖能領嗎"
    meaning = reader.read(text, anew)
    words = {s.fact: text[s.start : s.end] for s in meaning.persons[0].statements}
    assert words == {"sex": "媽", "age": "８８歲", "welfare": "底保户"}
    assert [(s.id, text[s.start : s.end]) for s in meaning.subjects] == [("护理补贴", "護理補帖")]


def test_modes_tell_what_is_said_denied_supposed_and_put_right(reader: Reader, anew: Context) -> None:
    def modes(text: str) -> dict[str, str]:
        context = dataclasses.replace(anew, persons=("父亲",))
        return {
            s.fact: s.mode
            for p in reader.read(text, context).persons
            for s in p.statements
            if s.fact != "sex"
        }

    assert modes("他是低保") == {"welfare": "said"}
    assert modes("他不是低保") == {"welfare": "negated"}
    assert modes("要是他有低保呢") == {"welfare": "supposed"}
    assert modes("不对，他是低保") == {"welfare": "corrected"}


def test_a_message_without_a_language_of_its_own_goes_on_in_the_one_before(
    reader: Reader, anew: Context
) -> None:
    context = dataclasses.replace(anew, asked="age", persons=("father",), language="en")
    meaning = reader.read("88", context)
    assert meaning.language == "en"
    assert meaning.persons[0].label == "father"


def test_every_intent_is_documented_in_one_line() -> None:
    assert list(INTENTS) == list(get_args(Intent))
    assert all(line and "\n" not in line for line in INTENTS.values())


def test_places_that_no_document_covers_stand_apart(reader: Reader, anew: Context) -> None:
    meaning = reader.read("宁河和上海的高龄津贴哪个高", anew)
    assert meaning.covered == ("ninghe",)
    assert [region.name for region in meaning.uncovered] == ["上海市"]


def test_every_benefit_of_the_vocabulary_is_understood_by_each_of_its_names(
    reader: Reader, anew: Context, corpus: Path
) -> None:
    benefits = yaml.safe_load((corpus / "vocabulary" / "benefits.yaml").read_text("utf-8"))
    for subject, entry in benefits.items():
        for name in entry["zh"]:
            found = [asked.id for asked in reader.read(f"请问{name}是什么", anew).subjects]
            assert subject in found, f"{name} is not understood as {subject}, but as {found}"


@pytest.mark.parametrize(
    "text", ["养家糊口", "虎口脱险", "适度运动", "独具特色", "路边远处", "自力更生", "紧贴民生"]
)
def test_ordinary_words_that_sound_like_domain_words_are_left_alone(
    reader: Reader, anew: Context, text: str
) -> None:
    meaning = reader.read(text, anew)
    assert meaning.persons == ()
    assert meaning.subjects == ()
