"""What would change an answer: what a person can change, and what changes by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from dateutil.relativedelta import relativedelta

from assistant.eligibility.consistency import ContradictionError
from assistant.eligibility.facts import Fact
from assistant.eligibility.judge import Status, Verdict, judge
from assistant.eligibility.knowledge import Interval, Knowledge, Known
from assistant.eligibility.rules import Benefit, Rulebook

MOST_AGE = 130


@dataclass(frozen=True)
class DateRange:
    """The days from `start` to `end`, both included."""

    start: date
    end: date


@dataclass(frozen=True)
class Remedy:
    """Facts that, were they otherwise, would make a benefit due (or leave it to the locality)."""

    changes: Mapping[str, Knowledge]
    status: Status


@dataclass(frozen=True)
class TurningPoint:
    """A day, or the range in which it must fall, from which a benefit is judged otherwise."""

    benefit: Benefit
    when: DateRange
    reason: str
    value: int | None
    before: Verdict
    after: Verdict


def age_on(born: DateRange, day: date) -> Interval:
    """The completed years (周岁) that somebody born in that range may have on that day."""
    return Interval(relativedelta(day, born.end).years, relativedelta(day, born.start).years)


def remedies(
    rulebook: Rulebook, benefit: Benefit, said: Known, facts: Mapping[str, Fact], as_of: date
) -> tuple[Remedy, ...]:
    """The smallest changes (one fact, else two) of what can change that would turn a no into a yes.

    `said` is what was told, without what follows from it (see `Assessment.said`): a finding that comes out otherwise
    takes with it whatever followed from the old one.
    """
    changeable = [fact for fact in benefit.due.facts if facts[fact].change != "never"]
    for size in (1, 2):
        found = tuple(_remedies_of(rulebook, benefit, said, facts, as_of, changeable, size))
        if found:
            return found
    return ()


def _remedies_of(
    rulebook: Rulebook,
    benefit: Benefit,
    said: Known,
    facts: Mapping[str, Fact],
    as_of: date,
    changeable: list[str],
    size: int,
) -> Iterable[Remedy]:
    for names in combinations(changeable, size):
        for changes in _assignments(benefit, said, facts, names):
            try:
                changed = rulebook.consistency.kept({**said, **changes})
            except ContradictionError:
                continue  # what the person said rules this change out
            status = judge(benefit, changed, as_of).status
            if status in ("eligible", "local_decision"):
                yield Remedy(changes, status)


def _assignments(
    benefit: Benefit, said: Known, facts: Mapping[str, Fact], names: tuple[str, ...]
) -> Iterable[dict[str, Knowledge]]:
    options: list[dict[str, Knowledge]] = [{}]
    for name in names:
        cells = [
            cell for cell in benefit.due.cells.split(name, facts[name].domain) if _is_other(cell, said[name])
        ]
        options = [{**chosen, name: cell} for chosen in options for cell in cells]
    return options


def _is_other(cell: Knowledge, now: Knowledge) -> bool:
    if isinstance(cell, Interval) and isinstance(now, Interval):
        return cell.low > now.high  # time runs one way
    return cell != now


def turning_points(
    rulebook: Rulebook, verdicts: Iterable[Verdict], known: Known, as_of: date, born: DateRange | None
) -> tuple[TurningPoint, ...]:
    """When the answers will change by themselves: at the next ages that matter, and as benefits come into force."""
    points: list[TurningPoint] = []
    now = known["age"]
    assert isinstance(now, Interval)
    for verdict in verdicts:
        points.extend(_comings_into_force(verdict, known, as_of))
        if now.high - now.low <= 1:
            points.extend(_birthdays(rulebook, verdict, known, now, as_of, born))
    return tuple(sorted(points, key=lambda point: (point.when.end, point.benefit.key)))


def _comings_into_force(verdict: Verdict, known: Known, as_of: date) -> Iterable[TurningPoint]:
    """The first day of a benefit that is not in force yet, and the day after the last of one that is."""
    valid = verdict.benefit.valid
    if valid is None:
        return
    for day in (valid.start, valid.end and valid.end + timedelta(days=1)):
        if day is not None and day > as_of:
            later = judge(verdict.benefit, known, day)
            if _differ(verdict, later):
                yield TurningPoint(verdict.benefit, DateRange(day, day), "valid", None, verdict, later)
                return


def _birthdays(
    rulebook: Rulebook, verdict: Verdict, known: Known, now: Interval, as_of: date, born: DateRange | None
) -> Iterable[TurningPoint]:
    benefit = verdict.benefit
    # Of two ages that somebody may have, the younger may have a birthday ahead that the older has had.
    cells = rulebook.cells.split("age", Interval(now.low, MOST_AGE))
    for cell in cells[1:]:
        assert isinstance(cell, Interval)
        when = _reaches(cell.low, now, as_of, born)
        later = judge(benefit, {**known, "age": Interval(cell.low, cell.low)}, when.end)
        if _differ(verdict, later):
            yield TurningPoint(benefit, when, "age", cell.low, verdict, later)
            return


def _differ(one: Verdict, other: Verdict) -> bool:
    return (one.status, [entry.tier for entry in one.tiers]) != (
        other.status,
        [entry.tier for entry in other.tiers],
    )


def _reaches(age: int, now: Interval, as_of: date, born: DateRange | None) -> DateRange:
    """When the person completes `age` years."""
    if born is not None:
        return DateRange(born.start + relativedelta(years=age), born.end + relativedelta(years=age))
    first = as_of + relativedelta(years=age - now.high - 1) + timedelta(days=1)
    return DateRange(first, as_of + relativedelta(years=age - now.low))
