"""How headings and cells are understood, and what becomes of those that are not."""

from datetime import date
from typing import Any

import pytest

from assistant.eligibility.knowledge import Interval, Knowledge, Options, Whereabouts
from assistant.eligibility.prospects import DateRange
from assistant.screening.headings import MappingError, read_headings
from assistant.screening.values import CellReader, Fault, Here, Said, read_birth
from eval.cases import AS_OF, the_catalogue
from tests.screening.rosters import csv_of, faulty, one, screened, words

OLDEST = 120


def meaning(heading: str) -> str | None:
    """What a heading means; None where it is not understood."""
    columns = read_headings([heading], the_catalogue().vocabulary, words()).columns
    return columns[0].meaning if columns else None


def said(heading: str, cell: str) -> Said:
    """What a cell under a heading of 四方台 says."""
    catalogue = the_catalogue()
    [column] = read_headings([heading], catalogue.vocabulary, words()).columns
    here = Here(catalogue.places, catalogue.places.get("sifangtai"))
    return CellReader(column, words(), here).read(cell)


@pytest.mark.parametrize(
    ("heading", "understood"),
    [
        ("年龄", "age"),
        ("年 龄（周岁）", "age"),
        ("AGE", "age"),
        ("戶籍", "hukou"),
        ("是否低保", "welfare=dibao"),
        ("残疾等级", "disability_grade"),
        ("自理情况", "self_care"),
        ("Self-care", "self_care"),
        ("self_care", "self_care"),
        ("出生年月", "birth"),
        ("公民身份号码", "identity"),
        ("联系电话", "identifier"),
        ("是否独居", "lives_alone"),
        ("楼栋", None),
    ],
)
def test_headings_are_understood_in_both_languages_and_scripts(heading: str, understood: str | None) -> None:
    assert meaning(heading) == understood


@pytest.mark.parametrize("name", sorted(the_catalogue().vocabulary.facts))
def test_every_fact_is_understood_by_its_name_and_its_labels(name: str) -> None:
    label = the_catalogue().vocabulary.facts[name].label
    assert {meaning(heading) for heading in (name, label.zh, label.en)} == {name}


@pytest.mark.parametrize(
    ("heading", "cell", "knowledge"),
    [
        ("年龄", "83", Interval(83, 83)),
        ("年龄", "８３周岁", Interval(83, 83)),
        ("年龄", "83.0", Interval(83, 83)),
        ("年龄", "80-89", Interval(80, 89)),
        ("户籍", "是", Whereabouts("230505")),
        ("户籍", "黑龙江省双鸭山市四方台区太保镇", Whereabouts("230505")),
        ("户籍", "天津宁河", Whereabouts("120117")),
        ("户籍", "否", Whereabouts("", frozenset({"230505"}))),
        ("户籍", "外地", Whereabouts("", frozenset({"230505"}))),
        ("户籍", "本市", Whereabouts("2305")),
        ("救助身份", "低保", Options(frozenset({"dibao"}))),
        ("救助身份", "低保邊緣", Options(frozenset({"dibao_marginal"}))),
        ("救助身份", "无", Options(frozenset({"none"}))),
        ("是否低保", "√", Options(frozenset({"dibao"}))),
        ("是否低保", "低保", Options(frozenset({"dibao"}))),
        ("是否低保", "0", Options(frozenset({"dibao_marginal", "tekun", "expenditure_poor", "none"}))),
        ("残疾等级", "一级", Options(frozenset({1}))),
        ("残疾等级", "Ⅱ级", Options(frozenset({2}))),
        ("残疾等级", "3.0", Options(frozenset({3}))),
        ("残疾等级", "重残", Options(frozenset({1, 2}))),
        ("残疾等级", "有", Options(frozenset({1, 2, 3, 4}))),
        ("残疾等级", "无", Options(frozenset({"none"}))),
        ("独居", "1", Options(frozenset({True}))),
        ("独居", "FALSE", Options(frozenset({False}))),
        ("自理能力", "半失能", Options(frozenset({"partial"}))),
    ],
)
def test_cells_are_read_as_they_are_written(heading: str, cell: str, knowledge: Knowledge) -> None:
    assert said(heading, cell) == knowledge


@pytest.mark.parametrize("cell", ["", " ", "不详", "-", "N/A", "未知", "NULL", "？"])
def test_a_blank_cell_says_nothing_and_is_no_fault(cell: str) -> None:
    assert said("救助身份", cell) is None
    assert said("年龄", cell) is None


@pytest.mark.parametrize(
    ("heading", "cell", "fault"),
    [
        ("年龄", "200", "number"),
        ("年龄", "-3", "number"),
        ("年龄", "八十", "number"),
        ("救助身份", "是", "value"),
        ("残疾等级", "五级", "value"),
        ("独居", "也许", "value"),
        ("户籍", "火星", "place"),
        ("独居", "\ufffd\ufffd", "unreadable"),
    ],
)
def test_what_cannot_be_read_is_a_fault_with_words_in_both_languages(
    heading: str, cell: str, fault: str
) -> None:
    found = said(heading, cell)
    assert isinstance(found, Fault)
    assert found.name == fault
    assert found.words(words(), "zh") != found.words(words(), "en")


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        *((cell, date(1941, 3, 2), date(1941, 3, 2)) for cell in ("1941-03-02", "1941/3/2", "19410302")),
        *((cell, date(1941, 3, 2), date(1941, 3, 2)) for cell in ("1941年3月2日", "1941-03-02 00:00:00")),
        ("15037", date(1941, 3, 2), date(1941, 3, 2)),  # as spreadsheets count days
        ("1941-03", date(1941, 3, 1), date(1941, 3, 31)),
        ("1941年3月", date(1941, 3, 1), date(1941, 3, 31)),
        ("194103", date(1941, 3, 1), date(1941, 3, 31)),
        ("1941", date(1941, 1, 1), date(1941, 12, 31)),
    ],
)
def test_births_are_days_months_or_years(cell: str, first: date, last: date) -> None:
    assert read_birth(cell, frozenset(), AS_OF, OLDEST) == DateRange(first, last)


@pytest.mark.parametrize(
    ("cell", "fault"),
    [("1941-13-02", "date"), ("见附件", "date"), ("2031-01-01", "future"), ("1830", "too_old")],
)
def test_impossible_births_are_faults(cell: str, fault: str) -> None:
    found = read_birth(cell, frozenset(), AS_OF, OLDEST)
    assert isinstance(found, Fault)
    assert found.name == fault


def status(row: dict[str, str], key: str, **how: Any) -> str:
    return str(one(row, **how)[f"{key} status"])


def test_somebody_is_as_old_as_the_birth_says_on_the_day() -> None:
    # AS_OF is 2026-11-24: the eightieth birthday is today, was in the morning of a leap day, or is tomorrow.
    for born, allowance in (("1946-11-24", "eligible"), ("1946-11-25", "not_eligible")):
        assert status({"出生日期": born, "户籍": "是"}, "3.1") == allowance
    assert status({"出生日期": "1946", "户籍": "是"}, "3.1") == "needs_info"


def test_a_stated_age_narrows_a_year_of_birth_and_loses_against_a_day() -> None:
    assert status({"出生日期": "1946", "年龄": "80", "户籍": "是"}, "3.1") == "eligible"
    page = screened(csv_of([{"出生日期": "1946-11-25", "年龄": "85", "户籍": "是"}]))
    assert page.results["3.1 status"].to_list() == ["not_eligible"]
    assert faulty(page) == [(2, "年龄", "85")]


def test_a_birth_that_cannot_be_is_reported_and_the_age_is_unknown() -> None:
    page = screened(csv_of([{"出生日期": "2031-01-01"}, {"出生日期": "见附件"}, {"出生日期": ""}]))
    assert faulty(page) == [(2, "出生日期", "2031-01-01"), (3, "出生日期", "见附件")]
    assert page.results["9.1 status"].to_list() == ["needs_info"] * 3


# The identity numbers are made up; only their check digits are right.
@pytest.mark.parametrize("number", ["110101194103020035", "110101410302003"])
def test_birth_and_sex_are_read_from_a_sound_identity_number(number: str) -> None:
    page = screened(csv_of([{"身份证号": number}]))
    assert page.faults.is_empty()
    assert page.results["9.1 status"].to_list() == ["eligible"]


def test_a_wrong_identity_number_says_nothing() -> None:
    page = screened(csv_of([{"身份证号": "110101194103020031"}, {"身份证号": "12"}, {"身份证号": ""}]))
    assert [row for row, _, _ in faulty(page)] == [2, 3]
    assert page.results["9.1 status"].to_list() == ["needs_info"] * 3


def test_several_columns_of_one_fact_add_up() -> None:
    row = {"年龄": "70", "是否低保": "否", "是否特困": "否", "是否低保边缘": "是"}
    assert status(row, "6.1") == "not_eligible"
    assert status(row, "19.1") == "eligible"


def test_columns_that_disagree_are_reported_and_the_fact_is_unknown() -> None:
    page = screened(csv_of([{"年龄": "70", "是否低保": "是", "是否特困": "是"}]))
    assert faulty(page) == [(2, "是否特困", "是")]
    assert page.results["6.1 status"].to_list() == ["needs_info"]


def test_facts_that_contradict_each_other_are_reported_and_unknown() -> None:
    page = screened(csv_of([{"年龄": "70", "能力评估结果": "失能", "自理能力": "能自理"}]))
    assert faulty(page) == [(2, "能力评估结果", "失能"), (2, "自理能力", "能自理")]
    assert page.results["5.1 status"].to_list() == ["needs_info"]


def test_a_mapping_names_columns_and_codes() -> None:
    row = {"L": "70", "K": "A1", "备注": "x"}
    codes = {"fact": "welfare", "values": {"A1": "dibao", "B2": "none"}}
    assert status(row, "6.1", mapped={"L": "age", "K": codes}) == "eligible"


@pytest.mark.parametrize(
    ("mapped", "said_of_it"),
    [
        ({"没有这一栏": "age"}, "没有这一栏"),
        ({"K": "nonsense"}, "nonsense"),
        ({"K": "welfare=rich"}, "rich"),
        ({"K": {"fakt": "age"}}, "K"),
    ],
)
def test_a_mapping_that_fits_neither_side_is_said_so(mapped: dict[str, Any], said_of_it: str) -> None:
    with pytest.raises(MappingError, match=said_of_it):
        one({"K": "1"}, mapped=mapped)
