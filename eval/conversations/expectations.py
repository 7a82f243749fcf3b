"""What a right reply must hold, and what of it a reply gets wrong."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from assistant.replies.contract import Audience, Reply, VerdictOut

Fault = tuple[str, str]
"""What kind of fault it is, and what exactly is wrong."""


class _Expected(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExpectedVerdict(_Expected):
    """One verdict; `amounts` only where they are to be checked, exactly."""

    person: int = 0
    document: str
    item: str
    benefit: int = 1
    status: str
    amounts: tuple[Mapping[str, Any], ...] | None = None


class Expectation(_Expected):
    """What is not stated is not checked."""

    language: str | None = None
    intent: tuple[str, ...] | None = None
    regions: tuple[str, ...] | None = None
    persons: int | None = None
    facts: Mapping[str, Any] = {}
    verdicts: tuple[ExpectedVerdict, ...] = ()
    only_eligible: tuple[str, ...] | None = None
    no_verdicts: bool = False
    missing: Mapping[str, tuple[str, ...]] = {}
    cites: tuple[Mapping[str, str], ...] = ()
    says: tuple[str, ...] = ()
    says_any: tuple[tuple[str, ...], ...] = ()
    never_says: tuple[str, ...] = ()
    first_question: tuple[str, ...] | None = None
    assumes: tuple[str, ...] = ()
    totals: tuple[Mapping[str, Any], ...] | None = None
    refused: str | Literal["unchecked"] | None = "unchecked"
    warnings: tuple[str, ...] = ()


class Turn(_Expected):
    """One message and what its reply must hold."""

    text: str
    expect: Expectation = Expectation()


class Conversation(_Expected):
    """One conversation, right only if every turn of it is wholly right."""

    id: str
    kind: str
    language: str
    audience: Audience = "citizen"
    today: str = "2026-11-24"
    turns: tuple[Turn, ...]
    notes: str | None = None


def read_conversations(folder: Path, name: str | None = None) -> list[Conversation]:
    """Every conversation of every JSON Lines file of a folder, or of the one of that name."""
    return [
        Conversation.model_validate_json(line)
        for file in sorted(folder.glob(f"{name or '*'}.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def faults(reply: Reply, expected: Expectation, sources: Mapping[str, str]) -> Iterator[Fault]:
    """Everything that is wrong with a reply."""
    yield from _verdict_faults(reply, expected)
    yield from _citation_faults(reply, expected, sources)
    yield from _word_faults(reply, expected)
    said = reply.model_dump(mode="json")
    if expected.language is not None and reply.language != expected.language:
        yield "language", f"{reply.language} instead of {expected.language}"
    if expected.intent is not None and reply.intent not in expected.intent:
        yield "intent", f"{reply.intent} instead of {expected.intent}"
    if expected.regions is not None and set(reply.regions) != set(expected.regions):
        yield "regions", f"{reply.regions} instead of {expected.regions}"
    if expected.persons is not None and len(reply.persons) != expected.persons:
        yield "persons", f"{len(reply.persons)} instead of {expected.persons}"
    for fact, value in expected.facts.items():
        if said["facts"].get(fact) != value:
            yield "facts", f"{fact} is {said['facts'].get(fact)} instead of {value}"
    if expected.refused != "unchecked":
        reason = reply.refused.reason if reply.refused else None
        if reason != expected.refused:
            yield "refusal", f"{reason} instead of {expected.refused}"
    if missing := set(expected.warnings) - set(reply.warnings):
        yield "warnings", f"without {missing}"
    first = reply.questions[0].fact if reply.questions else None
    if expected.first_question is not None and first not in expected.first_question:
        yield "question", f"{first} instead of one of {expected.first_question}"
    if missing := set(expected.assumes) - {assumption.fact for assumption in reply.assumptions}:
        yield "assumptions", f"without {missing}"
    if expected.totals is not None:
        totals = {(t.value, t.per, t.bound) for t in reply.totals if t.person == 0}
        wanted = {(t["value"], t["per"], t["bound"]) for t in expected.totals}
        if totals != wanted:
            yield "totals", f"{totals} instead of {wanted}"


def _verdict_faults(reply: Reply, expected: Expectation) -> Iterator[Fault]:
    by_key = {(v.person, v.document, v.item, v.benefit): v for v in reply.verdicts}
    for one in expected.verdicts:
        verdict = by_key.get((one.person, one.document, one.item, one.benefit))
        name = f"{one.document} {one.item}.{one.benefit} of person {one.person}"
        if verdict is None:
            yield "verdict", f"{name} was not judged"
        elif verdict.status != one.status:
            kind = "false eligible" if verdict.status == "eligible" else "verdict"
            yield kind, f"{name} is {verdict.status} instead of {one.status}"
        elif one.amounts is not None and _amounts(verdict) != {_amount(a) for a in one.amounts}:
            yield "amount", f"{name}: {_amounts(verdict)}"
    if expected.only_eligible is not None:
        for verdict in reply.verdicts:
            key = f"{verdict.document} {verdict.item}.{verdict.benefit}"
            if verdict.status == "eligible" and key not in expected.only_eligible:
                yield "false eligible", f"{key} of person {verdict.person}"
    if expected.no_verdicts and reply.verdicts:
        yield "verdict", f"{len(reply.verdicts)} verdicts where none was asked for"
    for key, facts in expected.missing.items():
        named = {f"{v.document} {v.item}.{v.benefit}": set(v.missing) for v in reply.verdicts}
        if not set(facts) <= named.get(key, set()):
            yield "missing", f"{key} lacks {named.get(key)} instead of {facts}"


def _amounts(verdict: VerdictOut) -> set[tuple[Any, ...]]:
    return {_amount(amount.model_dump(mode="json")) for amount in verdict.amounts}


def _amount(amount: Mapping[str, Any]) -> tuple[Any, ...]:
    return (amount["value"], amount["unit"], amount.get("per"), amount["bound"])


def _citation_faults(reply: Reply, expected: Expectation, sources: Mapping[str, str]) -> Iterator[Fault]:
    for citation in reply.citations:
        if sources[citation.document][citation.start : citation.end] != citation.quote:
            yield "citation", f"{citation.document} {citation.start} does not resolve"
    cited = [{"document": c.document, "item": c.item, "section": c.section} for c in reply.citations]
    for wanted in expected.cites:
        if not any(all(one.get(key) == value for key, value in wanted.items()) for one in cited):
            yield "citation", f"without {dict(wanted)}"


def _word_faults(reply: Reply, expected: Expectation) -> Iterator[Fault]:
    answer = folded(reply.answer)
    for words in expected.says:
        if folded(words) not in answer:
            yield "words", f"does not say {words}"
    for alternatives in expected.says_any:
        if not any(folded(words) in answer for words in alternatives):
            yield "words", f"says none of {alternatives}"
    for words in expected.never_says:
        if folded(words) in folded(reply.model_dump_json()):
            yield "words", f"says {words}"


def folded(text: str) -> str:
    """Half width, small letters, without separators of thousands."""
    return re.sub(r"(?<=\d),(?=\d{3})", "", unicodedata.normalize("NFKC", text)).lower()
