"""Every message of `cases/`, read as it stands there: what is understood is all that the case says, and no more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.eligibility.knowledge import Interval, Knowledge, Options, Whereabouts, region
from assistant.language import Context, Meaning, PersonMeant, Reader, Statement
from assistant.policies.places import Places

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Case:
    name: str
    entry: Mapping[str, Any]


def cases() -> Iterable[Case]:
    for file in sorted(CASES.glob("*.yaml")):
        for entry in yaml.safe_load(file.read_text("utf-8")):
            yield Case(f"{file.stem}: {str(entry['say'])[:60]}", entry)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases()])
def test_the_message_means_what_its_case_says(case: Case, reader: Reader, places: Places) -> None:
    entry = case.entry
    text = str(entry["say"])
    meaning = reader.read(text, context_of(entry.get("after") or {}))
    assert understood(meaning, entry, places) == expected(entry, places)
    for person in meaning.persons:
        for statement in person.statements:
            assert statement.words in ("", text[statement.start : statement.end])


def context_of(after: Mapping[str, Any]) -> Context:
    return Context(
        today=TODAY,
        persons=tuple(after.get("persons", ())),
        current=after.get("current"),
        documents=tuple(after.get("documents", ())),
        asked=after.get("asked"),
        births=tuple((date(year, 1, 1), date(year, 12, 31)) for year in after.get("births", ())),
    )


def expected(entry: Mapping[str, Any], places: Places) -> dict[str, Any]:
    """What the case states; a key that it leaves out is not compared, but no fact is more than it states."""
    want: dict[str, Any] = {
        k: entry[k]
        for k in ("language", "intent", "subjects", "correction", "compare", "asker", "not_held")
        if k in entry
    }
    if "also" in entry:
        want["also"] = sorted(entry["also"])
    if "in" in entry:
        want["in"] = list(entry["in"])
    if "items" in entry:
        want["items"] = [str(n) for n in entry["items"]]
    if "who" in entry:
        want["who"] = {label: _facts_as_stated(facts or {}, places) for label, facts in entry["who"].items()}
    if "if" in entry:
        want["if"] = {label: _facts_as_stated(facts or {}, places) for label, facts in entry["if"].items()}
    if "known" in entry:
        want["known"] = entry["known"]
    return want


def understood(meaning: Meaning, entry: Mapping[str, Any], places: Places) -> dict[str, Any]:
    """What was understood, in the shape of the case."""
    got: dict[str, Any] = {
        "language": meaning.language,
        "intent": meaning.intent,
        "also": sorted(meaning.also),
        "in": [asked.document or asked.name for asked in meaning.regions],
        "subjects": [subject.id for subject in meaning.subjects],
        "items": [item.number for item in meaning.item_numbers],
        "correction": meaning.correction,
        "compare": meaning.compare,
        "asker": meaning.asker_role,
        "not_held": meaning.not_held,
        "who": {p.label: _facts(p, supposed=False) for p in meaning.persons},
        "if": {p.label: f for p in meaning.persons if (f := _facts(p, supposed=True))},
        "known": {p.label: p.earlier for p in meaning.persons if p.earlier is not None},
    }
    if "sex" not in str(entry.get("who", "")):
        for facts in got["who"].values():
            facts.pop("sex", None)
    return {key: got[key] for key in got if key in entry}


def _facts(person: PersonMeant, *, supposed: bool) -> dict[str, Any]:
    """What a person's statements say together."""
    known: dict[str, Knowledge] = {}
    for statement in person.statements:
        if (statement.mode == "supposed") == supposed:
            known[statement.fact] = _together(known.get(statement.fact), statement)
    return {fact: _plain(fact, knowledge) for fact, knowledge in known.items()}


def _together(known: Knowledge | None, statement: Statement) -> Knowledge:
    new = statement.knowledge
    match known, new:
        case Options(a), Options(b) if a & b:
            return Options(a & b)
        case Interval(a, b), Interval(c, d) if max(a, c) <= min(b, d):
            return Interval(max(a, c), min(b, d))
        case Whereabouts(a, b), Whereabouts(c, d):
            return Whereabouts(max(a, c, key=len), b | d)
    return new


def _plain(fact: str, knowledge: Knowledge) -> Any:
    match knowledge:
        case Interval(low, high):
            return low if low == high else [low, high]
        case Options(values):
            return next(iter(values)) if len(values) == 1 else sorted(values, key=str)
        case Whereabouts(within, outside):
            return within or {"not": sorted(outside)}


def _facts_as_stated(facts: Mapping[str, Any], places: Places) -> dict[str, Any]:
    return {fact: _value_as_stated(fact, value, places) for fact, value in facts.items()}


def _value_as_stated(fact: str, value: Any, places: Places) -> Any:
    if fact in ("hukou", "residence", "welfare_place"):
        if isinstance(value, dict):
            away = value["not"] if isinstance(value["not"], list) else [value["not"]]
            return {"not": sorted(region(places.get(str(one)).code) for one in away)}
        return region(places.get(str(value)).code)
    if isinstance(value, list) and fact not in ("age", "disability_months"):
        return sorted(value, key=str)
    return value
