"""What would change an answer, and when it changes by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.eligibility.catalogue import Assessment
from assistant.eligibility.judge import judge
from assistant.eligibility.knowledge import Interval, Options
from assistant.eligibility.prospects import DateRange, TurningPoint, age_on, remedies, turning_points
from assistant.eligibility.stating import read_facts
from eval.cases import AS_OF, the_catalogue


def assessed(
    document: str, *, as_of: date = AS_OF, born: DateRange | None = None, **facts: object
) -> Assessment:
    catalogue = the_catalogue()
    known = read_facts(facts, catalogue.vocabulary, catalogue.place_code)
    if born is not None:
        known["age"] = age_on(born, as_of)
    return catalogue.assess(document, known, as_of, born=born)


def turning(document: str, key: str, **facts: object) -> list[TurningPoint]:
    assessment = assessed(document, **facts)  # type: ignore[arg-type]
    return [one for one in the_catalogue().turning_points(assessment) if one.benefit.key == key]


def day(text: str) -> DateRange:
    return DateRange(date.fromisoformat(text), date.fromisoformat(text))


def year(number: int) -> DateRange:
    return DateRange(date(number, 1, 1), date(number, 12, 31))


@pytest.mark.parametrize(
    ("born", "as_of", "ages"),
    [
        pytest.param(year(1941), "2026-11-23", (84, 85), id="a birth year without a month gives two ages"),
        pytest.param(year(1941), "2026-12-31", (85, 85), id="on the last day of the year one"),
        pytest.param(day("1934-03-02"), "2026-03-01", (91, 91), id="the day before the birthday"),
        pytest.param(day("1934-03-02"), "2026-03-02", (92, 92), id="the birthday itself"),
        pytest.param(day("1944-02-29"), "2026-02-27", (81, 81), id="born on a leap day, on 27 February"),
        pytest.param(day("1944-02-29"), "2026-02-28", (82, 82), id="born on a leap day, on 28 February"),
    ],
)
def test_ages_are_counted_in_completed_years(born: DateRange, as_of: str, ages: tuple[int, int]) -> None:
    assert age_on(born, date.fromisoformat(as_of)) == Interval(*ages)


def test_at_89_the_allowance_changes_on_the_90th_birthday() -> None:
    [point] = turning("ninghe", "13.1", born=day("1937-05-06"))
    assert (point.reason, point.value, point.when) == ("age", 90, day("2027-05-06"))
    assert [amount.value for amount in point.before.amounts] == [100]
    assert [amount.value for amount in point.after.amounts] == [200]


def test_without_a_birth_date_the_birthday_lies_in_the_year_to_come() -> None:
    [point] = turning("ninghe", "13.1", age=89)
    assert point.when == DateRange(AS_OF + timedelta(days=1), date(2027, 11, 24))


def test_a_birth_year_gives_a_year_for_the_birthday() -> None:
    [point] = turning("ninghe", "13.1", born=year(1938))
    assert (point.value, point.when) == (90, year(2028))


def test_somebody_of_one_of_two_ages_turns_the_higher_at_the_latest_when_the_year_ends() -> None:
    """Born in 1946: 79 or 80 in November, 80 for sure by the end of the year."""
    [point] = turning("ninghe", "13.1", born=year(1946))
    assert (point.value, point.when.end) == (80, date(2026, 12, 31))
    assert (point.before.status, point.after.status) == ("needs_info", "eligible")


def test_what_is_given_changes_without_an_amount_as_well() -> None:
    """At 65 entry is free instead of half price."""
    [point] = turning("sifangtai", "11.1", age=64)
    assert point.value == 65
    assert [entry.tier.text.en for entry in point.after.tiers if entry.tier.text] == ["free entry"]


def test_nothing_turns_that_is_settled_for_life() -> None:
    assert turning("ninghe", "14.1", age=101, hukou="ninghe") == []


def test_an_age_that_is_only_roughly_known_has_no_birthday() -> None:
    assert turning("ninghe", "13.1", age={"min": 70, "max": 79}) == []


def test_before_its_first_day_a_benefit_is_not_due_and_the_day_is_told() -> None:
    as_of = date(2024, 12, 31)
    assessment = assessed("panjin", as_of=as_of, age=85, hukou="panjin")
    verdict = next(one for one in assessment.verdicts if one.benefit.key == "4.1")
    assert verdict.status == "not_eligible"
    assert [(one.role, one.met) for one in verdict.criteria] == [("validity", False)]
    [point] = [one for one in the_catalogue().turning_points(assessment) if one.benefit.key == "4.1"]
    assert (point.reason, point.when, point.after.status) == ("valid", day("2025-01-01"), "eligible")


@pytest.mark.parametrize(("as_of", "status"), [("2024-12-31", "not_eligible"), ("2025-01-01", "eligible")])
def test_the_as_of_day_decides_on_both_sides_of_the_first_day(as_of: str, status: str) -> None:
    assessment = assessed("panjin", as_of=date.fromisoformat(as_of), age=85, hukou="panjin")
    assert next(one for one in assessment.verdicts if one.benefit.key == "4.1").status == status


def test_the_first_day_of_a_benefit_is_no_turn_for_whom_it_is_not_due_then_either() -> None:
    assert turning("panjin", "4.1", as_of=date(2024, 12, 31), age=60, hukou={"not": "panjin"}) == []


def test_a_benefit_that_ends_turns_on_the_day_after_its_last() -> None:
    catalogue = the_catalogue()
    assessment = assessed("panjin", age=85, hukou="panjin")
    rulebook = catalogue.rulebooks["panjin"]
    benefit = rulebook.by_key["4.1"]
    assert benefit.valid is not None
    ending = replace(benefit, valid=replace(benefit.valid, end=date(2026, 12, 31)))
    verdict = judge(ending, assessment.known, AS_OF)
    points = turning_points(rulebook, [verdict], assessment.known, AS_OF, None)
    assert [(one.reason, one.when, one.after.status) for one in points] == [
        ("valid", day("2027-01-01"), "not_eligible")
    ]


@given(st.dates(date(1900, 1, 1), date(1990, 12, 31)), st.integers(0, 365))
def test_on_the_day_told_the_age_is_reached_and_not_the_day_before(first: date, width: int) -> None:
    born = DateRange(first, first + timedelta(days=width))
    as_of = max(AS_OF, born.end)
    known = age_on(born, as_of)
    if not known.low == known.high < 90:
        return
    points = turning("ninghe", "13.1", born=born)
    assert points
    for point in points:
        assert point.value is not None
        assert age_on(born, point.when.end).low == point.value
        assert age_on(born, point.when.start).high == point.value
        assert age_on(born, point.when.start - timedelta(days=1)).high == point.value - 1


def remedied(document: str, key: str, **facts: object) -> list[dict[str, object]]:
    catalogue = the_catalogue()
    assessment = assessed(document, **facts)  # type: ignore[arg-type]
    rulebook = catalogue.rulebooks[document]
    found = remedies(rulebook, rulebook.by_key[key], assessment.said, catalogue.vocabulary.facts, AS_OF)
    return [dict(remedy.changes) for remedy in found]


def test_a_no_for_want_of_a_finding_names_the_finding() -> None:
    said = {"age": 70, "hukou": "sifangtai", "welfare": "dibao", "self_care_finding": "able"}
    changes = remedied("sifangtai", "4.1", **said)
    assert changes == [
        {"self_care_finding": Options(frozenset({"partial"}))},
        {"self_care_finding": Options(frozenset({"unable"}))},
    ]


def test_what_can_never_change_is_no_remedy() -> None:
    assert remedied("ninghe", "14.1", age=101, hukou={"not": "ninghe"}) == []
    assert remedied("ninghe", "21.1", age=70, family_planning="none") == []


def test_time_runs_one_way() -> None:
    assert remedied("ninghe", "14.1", age=99, hukou="ninghe") == [{"age": Interval(100, 130)}]


def test_a_remedy_keeps_to_what_the_person_said() -> None:
    """Whoever cares for himself is not offered an assessment that says the opposite."""
    changes = remedied("sifangtai", "5.1", age=70, self_care="able")
    assert changes == []


def test_two_changes_are_offered_only_where_one_is_not_enough() -> None:
    changes = remedied(
        "sifangtai", "4.1", age=70, hukou="sifangtai", welfare="none", self_care_finding="able"
    )
    assert changes
    assert all(set(change) == {"welfare", "self_care_finding"} for change in changes)


def test_every_remedy_makes_the_benefit_due_or_leaves_it_to_the_locality() -> None:
    catalogue = the_catalogue()
    for document, rulebook in catalogue.rulebooks.items():
        assessment = assessed(
            document, age=58, welfare="none", disability_grade="none", self_care_finding="able"
        )
        for verdict in assessment.verdicts:
            if verdict.status != "not_eligible":
                continue
            facts = catalogue.vocabulary.facts
            for remedy in remedies(rulebook, verdict.benefit, assessment.said, facts, AS_OF):
                changed = rulebook.consistency.kept({**assessment.said, **remedy.changes})
                assert judge(verdict.benefit, changed, AS_OF).status == remedy.status
                assert remedy.status in ("eligible", "local_decision")
                assert all(facts[name].change != "never" for name in remedy.changes)
