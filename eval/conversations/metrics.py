"""What a scorecard counts beside right and wrong: citations, refusals, and whether what is asked matters."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.consistency import ContradictionError
from assistant.eligibility.facts import Fact
from assistant.eligibility.stating import FactError, read_facts
from assistant.replies.contract import Reply
from eval.conversations.scoring import Answered, Scored

AGES = range(40, 111)
"""The ages of which one must matter, where the age is asked for."""


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    def __str__(self) -> str:
        return f"{self.part} of {self.whole}" + (f" = {self.part / self.whole:.1%}" if self.whole else "")


def turns_of(results: Iterable[Scored]) -> list[Answered]:
    """Every turn of every conversation."""
    return [turn for scored in results for turn in scored.turns]


def share(marks: Iterable[bool]) -> Share:
    """How many of the marks are true."""
    marked = list(marks)
    return Share(sum(marked), len(marked))


# --- citations ------------------------------------------------------------------------------------------------


def citation_recall(turns: Iterable[Answered]) -> Share:
    """Of the passages that a reply was to cite, those that it cites."""
    return share(
        any(_fits(passage, wanted) for passage in _passages(turn.reply))
        for turn in turns
        for wanted in turn.turn.expect.cites
    )


def citation_precision(turns: Iterable[Answered]) -> Share:
    """Of the passages cited, those that were wanted.

    Counted where a passage was wanted and nobody was judged: a judgement cites every item, as the contract wants.
    """
    return share(
        any(_fits(passage, wanted) for wanted in turn.turn.expect.cites)
        for turn in turns
        if turn.turn.expect.cites and not turn.reply.verdicts
        for passage in _passages(turn.reply)
    )


def unresolved(turns: Iterable[Answered], sources: Mapping[str, str]) -> Share:
    """Citations that do not stand in their document, letter for letter where they say."""
    return share(
        sources[one.document][one.start : one.end] != one.quote
        for turn in turns
        for one in turn.reply.citations
    )


def _passages(reply: Reply) -> set[tuple[str, str | None, str | None]]:
    return {(one.document, one.item, one.section) for one in reply.citations}


def _fits(passage: tuple[str, str | None, str | None], wanted: Mapping[str, str]) -> bool:
    named = dict(zip(("document", "item", "section"), passage, strict=True))
    return all(named[key] == value for key, value in wanted.items())


# --- refusals -------------------------------------------------------------------------------------------------


def refusal_precision(turns: Iterable[Answered]) -> Share:
    """Of the refusals given, those that were to be given, for that reason."""
    return share(
        turn.turn.expect.refused == turn.reply.refused.reason
        for turn in _weighed(turns)
        if turn.reply.refused
    )


def refusal_recall(turns: Iterable[Answered]) -> Share:
    """Of the refusals that were to be given, those that were, for that reason."""
    return share(
        turn.reply.refused is not None and turn.reply.refused.reason == turn.turn.expect.refused
        for turn in _weighed(turns)
        if turn.turn.expect.refused
    )


def _weighed(turns: Iterable[Answered]) -> Iterator[Answered]:
    return (turn for turn in turns if turn.turn.expect.refused != "unchecked")


# --- questions ------------------------------------------------------------------------------------------------


def question_relevance(turns: Iterable[Answered], catalogue: Catalogue) -> Share:
    """Of the first questions behind a judgement, those of which some answer changes a verdict or an amount."""
    return share(matters(turn.reply, turn.day, catalogue) for turn in turns if asks(turn.reply))


def asks(reply: Reply) -> bool:
    """Whether a reply judges somebody and asks on."""
    return bool(reply.verdicts and reply.questions) and reply.refused is None


def matters(reply: Reply, day: date, catalogue: Catalogue) -> bool:
    """Whether some answer to the first question changes something, found by trying each answer."""
    fact = catalogue.vocabulary.facts[reply.questions[0].fact]
    return any(
        _standing(catalogue, document, {**person.facts, fact.name: value}, day) not in (None, before)
        for document in {verdict.document for verdict in reply.verdicts}
        for person in reply.persons
        if (before := _standing(catalogue, document, person.facts, day)) is not None
        for value in _answers(fact, catalogue)
    )


def _standing(catalogue: Catalogue, document: str, facts: Mapping[str, Any], day: date) -> Any:
    """How all benefits of a list stand for a person; None where the facts exclude each other."""
    try:
        known = read_facts(facts, catalogue.vocabulary, catalogue.place_code)
        verdicts = catalogue.assess(document, known, day).verdicts
    except (ContradictionError, FactError):
        return None
    return [(verdict.status, verdict.amounts) for verdict in verdicts]


def _answers(fact: Fact, catalogue: Catalogue) -> Iterator[Any]:
    match fact.type:
        case "number":
            assert fact.range is not None
            low, high = fact.range
            yield from AGES if fact.name == "age" else range(low, min(high, low + 100) + 1)
        case "choice":
            yield from fact.values or ()
        case "flag":
            yield from (True, False)
        case "place":
            for document in catalogue.rulebooks:
                yield from (document, {"not": document})
