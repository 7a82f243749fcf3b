"""Which alternative of a benefit a sum belongs to: 150 for 失能 and 100 for 半失能 must not change places."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from assistant.conversation.verifying.claims import Claim
from assistant.conversation.verifying.register import Register
from assistant.conversation.verifying.stands import Sum
from assistant.eligibility.expressions import And, Expression, Local, Named, Or, ValueTest
from assistant.eligibility.knowledge import Value
from assistant.eligibility.rules import Tier

_BRACKET = regex.compile(r"[^,;|()\u3000-\u303f\uff00-\uffef]{0,12}\(((?:[^()]|\([^()]*\))*)\)")


@dataclass(frozen=True, eq=False)
class Alternatives:
    """The tiers of one benefit, of which an answer may tell."""

    register: Register
    tiers: Sequence[Tier]
    negation: "regex.Pattern[str]"

    def agree(self, claim: Claim, text: str, start: int) -> bool:
        """Whether what stands beside a sum in folded text (not before `start`) fits a tier that gives it."""
        giving = [tier for tier in self.tiers if self._gives(tier, claim)]
        if len(self.tiers) < 2 or not giving:
            return True
        beside = _beside(claim, text, start)
        denied = self.negation.search(beside) is not None
        said: dict[str, set[Value]] = {}
        for fact, value in self._said(beside):
            said.setdefault(fact, set()).add(value)
        return any(
            all(self._fits(tier, fact, values, denied) for fact, values in said.items()) for tier in giving
        )

    def told_twice(self, claims: Collection[Claim]) -> bool:
        """Whether sums told together name one of them more often than the tiers give it."""
        sums = [Sum.of(amount) for tier in self.tiers for amount in tier.amounts]
        given = Counter((one.value, one.unit) for one in (*sums, *(one.by_the_year for one in sums)))
        told = Counter((claim.value, claim.kind) for claim in claims)
        return any(count > max(given[figure], 1) for figure, count in told.items())

    def _gives(self, tier: Tier, claim: Claim) -> bool:
        return any((one.value, one.unit) == (claim.value, claim.kind) for one in map(Sum.of, tier.amounts))

    def _fits(self, tier: Tier, fact: str, values: Collection[Value], denied: bool) -> bool:
        """Whether a tier is for whom the words mean; one that does not turn on the fact is for everybody."""
        asked = self._asked(tier).get(fact)
        if asked is None:
            return True
        return bool(asked - set(values)) if denied else bool(asked & set(values))

    def _said(self, text: str) -> Iterator[tuple[str, Value]]:
        """What the words beside a sum say of the facts on which the tiers turn."""
        turning = frozenset(fact for tier in self.tiers for fact in self._asked(tier))
        if turning:
            yield from self.register.value_words(turning).said(text)

    def _asked(self, tier: Tier) -> Mapping[str, frozenset[Value]]:
        return _asked(tier.when.expression) if tier.when is not None else {}


def _asked(expression: Expression) -> dict[str, frozenset[Value]]:
    """The values of each choice that whoever meets an expression must have; of alternatives what all of them ask."""
    match expression:
        case ValueTest(fact, values):
            return {fact: values}
        case Named(_, part) | Local(part):
            return _asked(part)
        case And(parts):
            met: dict[str, frozenset[Value]] = {}
            for part in parts:
                for fact, values in _asked(part).items():
                    met[fact] = met[fact] & values if fact in met else values
            return met
        case Or(parts):
            each = [_asked(part) for part in parts]
            shared = set(each[0]).intersection(*each[1:]) if each else set()
            return {fact: frozenset().union(*(one[fact] for one in each)) for fact in shared}
        case _:
            return {}


def _beside(claim: Claim, text: str, start: int) -> str:
    """The condition of a sum: what stands in brackets behind it, else what leads up to it."""
    behind = _BRACKET.match(text, claim.end)
    return behind[1] if behind is not None else text[start : claim.start]
