"""A person's facts as fields of a form."""

import json

import pytest

from assistant.conversation.assistant import Assistant
from assistant.eligibility.stating import read_facts
from assistant.pages.fields import (
    Fields,
    UnreadableNumber,
    facts_that_matter,
    filled,
    read_value,
    typed_number,
)
from assistant.replies.page import PageWords


@pytest.fixture
def fields(assistant: Assistant) -> Fields:
    return Fields(assistant.catalogue, PageWords("adviser", "zh-Hans"))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("92", 92),
        (" 80-89 ", {"min": 80, "max": 89}),
        ("80至89", {"min": 80, "max": 89}),
        ("80+", {"min": 80}),
        ("<90", {"max": 89}),
    ],
)
def test_a_number_is_typed_as_people_write_it(typed: str, value: object) -> None:
    assert typed_number(typed) == value


@pytest.mark.parametrize("typed", ["", "九十二", "92岁", "-5", "80-", "9.5"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableNumber):
        typed_number(typed)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("age", {"min": 80, "max": 89}, "80至89"),
        ("welfare", ["dibao", "tekun"], "低保或特困"),
        ("lives_alone", False, "否"),
        ("hukou", {"not": "sifangtai"}, "不在四方台区"),
        ("hukou", "120117", "宁河区"),
        ("disability_grade", 1, "一级"),
    ],
)
def test_a_value_is_said_in_words(fields: Fields, name: str, value: object, words: str) -> None:
    assert fields.value(name, value) == words


def test_every_choice_of_every_fact_can_be_read_back(fields: Fields, assistant: Assistant) -> None:
    catalogue = assistant.catalogue
    for name in catalogue.vocabulary.facts:
        for choice in fields.field(name).choices:
            stated = filled(catalogue, {name: choice.value})
            assert read_facts(stated, catalogue.vocabulary, catalogue.place_code)[name] is not None


def test_a_value_that_is_no_choice_is_kept_as_one(fields: Fields) -> None:
    field = fields.field("welfare", ["dibao", "tekun"])
    assert json.loads(field.value) == ["dibao", "tekun"]
    assert field.value in {choice.value for choice in field.choices}


def test_what_is_empty_is_not_known(assistant: Assistant) -> None:
    assert filled(assistant.catalogue, {"age": " ", "welfare": "", "no_such_fact": "1"}) == {}
    assert read_value(assistant.catalogue, "age", "") is None


def test_a_place_asks_for_no_fact_that_its_rules_do_not_turn_on(assistant: Assistant) -> None:
    of_one = facts_that_matter(assistant.catalogue, "sifangtai")
    of_all = facts_that_matter(assistant.catalogue, None)
    assert "age" in of_one
    assert "single_pension" not in of_one  # only 宁河's list asks for it
    assert set(of_one) < set(of_all)
