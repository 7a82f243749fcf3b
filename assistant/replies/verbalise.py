"""Conditions and facts in the words a person would use, made from the labels of `facts.yaml`.

No rule has a sentence of its own here: an expression is said from its parts, so a new rule or a new place is said too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.expressions import (
    And,
    Expression,
    Local,
    Named,
    Not,
    NumberTest,
    Or,
    PlaceTest,
    ValueTest,
    tests,
)
from assistant.eligibility.facts import Fact
from assistant.eligibility.knowledge import YES_NO, Interval, Knowledge, Options, Value, Whereabouts
from assistant.policies.bilingual import Bilingual
from assistant.policies.numerals import numbers_in
from assistant.replies.names import place_name
from assistant.replies.words import Speech


@dataclass(frozen=True)
class Verbaliser:
    """Says the conditions of one document in one language."""

    catalogue: Catalogue
    document: str
    speech: Speech

    def condition(self, expression: Expression, quote: str = "") -> str:
        """What an expression asks. Of two ways to say a bound the one whose number stands in `quote` is taken."""
        return self._say(expression, numbers_in(quote))

    def known(self, name: str, knowledge: Knowledge) -> str | None:
        """What is known of one fact, or None where nothing is."""
        fact = self.catalogue.vocabulary.facts[name]
        if knowledge == fact.domain:
            return None
        match knowledge:
            case Interval(low, high):
                assert fact.range is not None
                least, most = fact.range
                bounds = (low if low > least else None, high if high < most else None)
                return self._number(fact, *bounds, frozenset(), known=True)
            case Options(values):
                return self._values(fact, values)
            case Whereabouts(within, outside):
                if within:
                    return self._place(fact, "in", [within])
                return self._place(fact, "out", sorted(outside))

    def value(self, fact: str, value: Value) -> str:
        """One value of a choice."""
        declared = self.catalogue.vocabulary.facts[fact]
        assert declared.values is not None
        own = self.speech.maybe(f"facts.{fact}.values.{value}")
        return own if own is not None else declared.values[value].of(self.speech.tongue)

    def label(self, fact: str) -> str:
        """What a fact is called."""
        return self.catalogue.vocabulary.facts[fact].label.of(self.speech.tongue)

    def _say(self, expression: Expression, standing: frozenset[Fraction]) -> str:
        match expression:
            case NumberTest(fact, low, high):
                return self._number(self.catalogue.vocabulary.facts[fact], low, high, standing)
            case ValueTest(fact, values):
                return self._values(self.catalogue.vocabulary.facts[fact], values)
            case PlaceTest(fact, place):
                return self._place(self.catalogue.vocabulary.facts[fact], "in", [place])
            case Not(part):
                return self._negated(part, standing)
            case And() | Or():
                return self._joined(expression, standing)
            case Local(part):
                return self.speech.say("fact.local", part=self._say(part, standing))
            case Named(name, _):
                return self._definition(name).of(self.speech.tongue)
            case _:
                assert_never(expression)

    def _definition(self, name: str) -> Bilingual:
        criteria = self.catalogue.vocabulary.criteria
        if name in criteria:
            return criteria[name].label
        return Bilingual.model_validate(self.catalogue.lists[self.document].entry.definitions[name]["label"])

    def _negated(self, part: Expression, standing: frozenset[Fraction]) -> str:
        match part:
            case ValueTest(name, values):
                fact = self.catalogue.vocabulary.facts[name]
                return self._values(fact, _domain(fact) - values)
            case PlaceTest(name, place):
                return self._place(self.catalogue.vocabulary.facts[name], "out", [place])
            case Not(inner):
                return self._say(inner, standing)
            case _:
                return self.speech.say("fact.flag.not", label=self._say(part, standing))

    def _joined(self, expression: And | Or, standing: frozenset[Fraction]) -> str:
        parts = merged(expression)
        if len(parts) == 1:
            return self._say(parts[0], standing)
        said = [self._bracketed(part, standing) for part in parts]
        if isinstance(expression, And):
            return self.speech.say("fact.join.and").join(said)
        if len(said) > 2 and all(_is_plain(part) for part in parts):
            return self.speech.say("fact.join.one_of", parts=self.speech.say("fact.join.list").join(said))
        # Where a part holds an "or" or a list of its own, a plain "or" would not tell where it ends.
        joints = (self.speech.say("fact.join.or"), self.speech.say("fact.join.list"))
        plain = [words for part, words in zip(parts, said, strict=True) if not isinstance(part, And)]
        long = any(joint in words for words in plain for joint in joints)
        return self.speech.say("fact.join.or_long" if long else "fact.join.or").join(said)

    def _bracketed(self, part: Expression, standing: frozenset[Fraction]) -> str:
        said = self._say(part, standing)
        if not isinstance(part, And | Or):
            return said
        inner = merged(part)
        is_list = isinstance(part, Or) and len(inner) > 2 and all(_is_plain(one) for one in inner)
        return said if is_list or len(inner) == 1 else self.speech.say("fact.join.group", part=said)

    def _number(
        self,
        fact: Fact,
        low: int | None,
        high: int | None,
        standing: frozenset[Fraction],
        *,
        known: bool = False,
    ) -> str:
        below = high is not None and high not in standing and high + 1 in standing
        if low is not None and low == high:
            form = "exactly"
        elif low is not None and high is not None:
            form = "from_below" if below else "between"
        elif low is not None:
            form = "more_than" if low not in standing and low - 1 in standing else "at_least"
        else:
            form = "below" if below else "at_most"
        values = {
            "label": fact.label.of(self.speech.tongue),
            "unit": fact.unit.of(self.speech.tongue) if fact.unit else "",
            "low": low,
            "high": high,
            "under": None if low is None else low - 1,
            "above": None if high is None else high + 1,
        }
        names = [f"facts.{fact.name}.known.{form}"] if known else []
        names += [f"facts.{fact.name}.{form}", f"fact.number.{form}"]
        return self._first(names, values)

    def _values(self, fact: Fact, values: frozenset[Value]) -> str:
        if fact.type == "flag":
            form = "is" if True in values else "not"
            return self._first(
                [f"facts.{fact.name}.{form}", f"fact.flag.{form}"],
                {"label": fact.label.of(self.speech.tongue)},
            )
        assert fact.values is not None
        others = _domain(fact) - values
        if values == {"none"}:
            form, shown = "none", values
        elif others == {"none"}:
            form, shown = "any", values
        elif (len(others) < len(values) and len(values) > 2) or ("none" in values and len(values) > 1):
            # Whoever may be none of them is told by what they are not.
            form, shown = "not", others
        else:
            form, shown = "is", values
        named = [self.value(fact.name, value) for value in fact.values if value in shown]
        return self._first(
            [f"facts.{fact.name}.{form}", f"fact.choice.{form}"],
            {
                "label": fact.label.of(self.speech.tongue),
                "values": self.speech.say("fact.join.or").join(named),
            },
        )

    def _place(self, fact: Fact, form: str, places: list[str]) -> str:
        names = [place_name(self.catalogue, place, self.speech.tongue) for place in places]
        return self._first(
            [f"facts.{fact.name}.{form}", f"fact.place.{form}"],
            {
                "label": fact.label.of(self.speech.tongue),
                "place": self.speech.say("fact.join.or").join(names),
            },
        )

    def _first(self, names: Iterable[str], values: Mapping[str, object]) -> str:
        *special, general = names
        for name in special:
            if (words := self.speech.maybe(name, **values)) is not None:
                return words
        return self.speech.say(general, **values)


def merged(expression: And | Or) -> list[Expression]:
    """The parts of an expression, nested ones of its kind included, with tests of one fact made one."""
    parts: list[Expression] = []
    for part in _flat(expression, type(expression)):
        for index, earlier in enumerate(parts):
            joined = _join(earlier, part, conjunction=isinstance(expression, And))
            if joined is not None:
                parts[index] = joined
                break
        else:
            parts.append(part)
    return parts


def _flat(expression: Expression, kind: type[And] | type[Or]) -> Iterable[Expression]:
    if isinstance(expression, And | Or) and isinstance(expression, kind):
        for part in expression.parts:
            yield from _flat(part, kind)
    else:
        yield expression


def _join(first: Expression, second: Expression, *, conjunction: bool) -> Expression | None:
    match first, second:
        case ValueTest(one, ours), ValueTest(other, theirs) if one == other:
            values = ours & theirs if conjunction else ours | theirs
            return ValueTest(one, values) if values else None
        case NumberTest(one, low, high), NumberTest(other, bottom, top) if one == other and conjunction:
            lows = [bound for bound in (low, bottom) if bound is not None]
            highs = [bound for bound in (high, top) if bound is not None]
            return NumberTest(one, max(lows, default=None), min(highs, default=None))
    return None


def _is_plain(part: Expression) -> bool:
    return isinstance(part, NumberTest | ValueTest | PlaceTest | Named)


def _domain(fact: Fact) -> frozenset[Value]:
    return YES_NO.values if fact.type == "flag" else frozenset(fact.values or ())


def facts_of(expression: Expression) -> tuple[str, ...]:
    """The facts that an expression tests, once each."""
    return tuple(dict.fromkeys(test.fact for test in tests(expression)))
