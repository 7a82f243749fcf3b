"""Why a verdict is as it is: each condition in words, how it stands for the person, and the words that ask for it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.eligibility.exact import Question, is_open
from assistant.eligibility.expressions import LOCAL, NO, YES, Not, tests
from assistant.eligibility.judge import Criterion, Role, Verdict
from assistant.eligibility.knowledge import Known
from assistant.policies.spans import Source, Span
from assistant.replies.dates import day_words
from assistant.replies.offers import residual
from assistant.replies.verbalise import Verbaliser, facts_of

STANDING = {frozenset({YES}): True, frozenset({NO}): False}


@dataclass(frozen=True)
class Ground:
    """One condition for one person; `met` is None where unknown, or where `local` leaves it to the locality."""

    text: str
    met: bool | None
    local: bool
    role: Role
    quotes: tuple[str, ...]
    facts: tuple[str, ...]
    kind: str = "leaf"
    parts: tuple["Ground", ...] = ()


@dataclass(frozen=True)
class Grounds:
    """Says why, for the verdicts of one document."""

    verbaliser: Verbaliser
    source: Source

    def of(self, verdict: Verdict, known: Known) -> tuple[Ground, ...]:
        """The grounds of a verdict, one for each of its conditions."""
        grounds: dict[str, Ground] = {}
        for criterion in verdict.criteria:
            ground = self._ground(verdict, criterion, known)
            # Where a condition fails already, that no tier applies either says the same twice.
            failed = any(earlier.met is False for earlier in grounds.values())
            if ground is not None and not (failed and _is_of_tiers(verdict, criterion)):
                grounds.setdefault(ground.text, ground)
        return tuple(grounds.values())

    def _ground(self, verdict: Verdict, criterion: Criterion, known: Known) -> Ground | None:
        if criterion.role == "validity":
            return self._validity(verdict, criterion)
        met, local = self._standing(verdict, criterion, known)
        if _is_of_tiers(verdict, criterion):
            return self._tiers(verdict, criterion, met, local, known)
        return self._said(criterion, met, local, known)

    def _standing(self, verdict: Verdict, criterion: Criterion, known: Known) -> tuple[bool | None, bool]:
        """Bounds are wide where parts of a group depend on one fact; then all completions are asked."""
        if criterion.met is not None or criterion.kind == "leaf" or criterion.expression is None:
            return criterion.met, criterion.local
        outcomes = Question.of(criterion.expression, verdict.benefit.constraints).outcomes(known)
        return STANDING.get(outcomes), outcomes == {LOCAL}

    def _tiers(
        self, verdict: Verdict, criterion: Criterion, met: bool | None, local: bool, known: Known
    ) -> Ground | None:
        """Which tier applies is a condition only where none may; one that surely applies is the reason for its sum."""
        assert criterion.expression is not None
        if met is not True:
            open_part = residual(criterion.expression, known) if met is None else criterion.expression
            return self._said(replace(criterion, expression=open_part), met, local, known)
        if len(verdict.tiers) != 1:
            return None
        # Two tiers may rest on the same words: the one that applies is known by its place.
        tiers = [tier for tier in verdict.benefit.tiers if tier.when is not None]
        at = next((i for i, tier in enumerate(tiers) if tier == verdict.tiers[0].tier), None)
        return None if at is None else self._said(criterion.parts[at], True, False, known)

    def _said(self, criterion: Criterion, met: bool | None, local: bool, known: Known) -> Ground:
        assert criterion.expression is not None
        speech = self.verbaliser.speech
        quotes = tuple(self.source.quote(span) for span in _spans(criterion))
        excluding = criterion.role == "exclusion"
        tested = Not(criterion.expression) if excluding else criterion.expression
        text = self.verbaliser.condition(tested, "".join(quotes))
        if criterion.role == "choice":
            unsaid = any(is_open(test, known) for test in tests(criterion.expression))
            text = speech.say("fact.wish_unsaid" if unsaid else "fact.wish", part=text)
        if criterion.presumed:
            text = speech.say("fact.presumed", part=text)
        if local and not text.endswith(speech.say("fact.local", part="")):
            text = speech.say("fact.local", part=text)
        return Ground(
            text,
            None if local else met,
            local,
            criterion.role,
            quotes,
            facts_of(criterion.expression),
            criterion.kind,
            tuple(self._said(part, part.met, part.local, known) for part in criterion.parts),
        )

    def _validity(self, verdict: Verdict, criterion: Criterion) -> Ground:
        valid = verdict.benefit.valid
        assert valid is not None
        speech = self.verbaliser.speech
        bound = ("valid_from", valid.start) if valid.end is None else ("valid_until", valid.end)
        text = speech.say(f"fact.{bound[0]}", day=day_words(bound[1], speech)) if bound[1] else ""
        quotes = tuple(self.source.quote(span) for span in criterion.quotes)
        return Ground(text, False, False, "validity", quotes, ())


def _is_of_tiers(verdict: Verdict, criterion: Criterion) -> bool:
    """Whether this is the group that the engine makes of a benefit's tiers."""
    whens = [entry.when.quotes for entry in verdict.benefit.tiers if entry.when is not None]
    return criterion.kind == "any" and [part.quotes for part in criterion.parts] == whens


def _spans(criterion: Criterion) -> Iterator[Span]:
    yield from criterion.quotes
    for part in criterion.parts:
        yield from _spans(part)
