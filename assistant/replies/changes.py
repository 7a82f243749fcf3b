"""What differs between two assessments of the same person: verdicts, amounts, or only the reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.eligibility.expressions import TRUE, And, Expression, Named, Or
from assistant.eligibility.knowledge import Known
from assistant.replies.entries import Entry
from assistant.replies.pictures import Picture
from assistant.replies.verbalise import Verbaliser, merged

Kind = Literal["gained", "lost", "opened", "closed", "amount", "reason"]


@dataclass(frozen=True)
class Change:
    """One benefit that stands otherwise than before. `fallen` and `resting` are the reasons that no longer hold and
    those that do now."""

    kind: Kind
    before: Entry
    after: Entry
    fallen: str = ""
    resting: str = ""

    @property
    def is_telling(self) -> bool:
        """Whether it is worth a line of its own."""
        return bool(self.before.has_own_row)


def changes(before: Picture, after: Picture) -> tuple[Change, ...]:
    """What changed, the most telling first; reasons only where nothing else did for that benefit."""
    earlier = {entry.key: entry for entry in before.entries}
    found = [
        change for entry in after.entries for change in _change(before, after, earlier[entry.key], entry)
    ]
    return tuple(
        sorted(found, key=lambda change: (change.kind == "reason", *map(_falling, change.after.weight)))
    )


def _falling(weight: float) -> float:
    return -float(weight)


def _change(before: Picture, after: Picture, was: Entry, now: Entry) -> Iterator[Change]:
    if was.status != now.status:
        yield Change(_kind(was.status, now.status), was, now)
    elif now.status == "eligible" and was.offer != now.offer:
        yield Change("amount", was, now)
    elif now.status == "eligible" and now.sums:
        yield from _reason(before, after, was, now)


def _kind(was: str, now: str) -> Kind:
    if now == "eligible":
        return "gained"
    if was == "eligible":
        return "lost"
    return "closed" if now == "not_eligible" else "opened"


def _reason(before: Picture, after: Picture, was: Entry, now: Entry) -> Iterator[Change]:
    """Where one of several ways to meet a condition stopped or began to hold."""
    verbaliser = Verbaliser(after.catalogue, after.policy.id, after.speech)
    old, new = before.person.assessment.known, after.person.assessment.known
    for expression in _grounds(now):
        for alternatives in _alternatives(expression):
            held, holds = _holding(alternatives, old), _holding(alternatives, new)
            fallen = [part for part in held if part not in holds]
            if fallen and holds:
                joint = after.speech.say("list")
                yield Change(
                    "reason",
                    was,
                    now,
                    joint.join(verbaliser.condition(part) for part in fallen),
                    joint.join(verbaliser.condition(part) for part in holds),
                )


def _grounds(entry: Entry) -> Iterator[Expression]:
    for condition in entry.verdict.benefit.conditions:
        yield condition.expression
    for one in entry.verdict.tiers:
        if one.tier.when is not None:
            yield one.tier.when.expression


def _alternatives(expression: Expression) -> Iterator[Or]:
    match expression:
        case Or():
            yield expression
        case And(parts):
            for part in parts:
                yield from _alternatives(part)
        case Named(_, part):
            yield from _alternatives(part)
        case _:
            return


def _holding(alternatives: Or, known: Known) -> list[Expression]:
    return [part for part in merged(alternatives) if part.bounds(known) == TRUE]
