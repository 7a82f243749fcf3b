"""How what is known of a person stands in columns: the parts of each fact's domain that a list's rules tell apart.

A number is two columns, its least and its greatest value. Any other fact is one whole number, a bit for each part
that is still possible. Null is unknown: all that facts.yaml leaves possible when nobody has said anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.cells import Cells
from assistant.eligibility.expressions import Bounds, Expression, PlaceTest, Test, tests
from assistant.eligibility.facts import Fact
from assistant.eligibility.knowledge import YES_NO, Interval, Knowledge, region
from assistant.eligibility.rules import Rulebook


@dataclass(frozen=True)
class Domain:
    """One fact as the rules of one list see it. `cells` cover everything that it can be, without overlap."""

    fact: Fact
    cells: tuple[Knowledge, ...]
    tests: tuple[Test, ...]

    @property
    def is_number(self) -> bool:
        return self.fact.type == "number"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a typed roster that hold the fact."""
        return (low_of(self.fact.name), high_of(self.fact.name)) if self.is_number else (self.fact.name,)

    @cached_property
    def unknown(self) -> int:
        """The code of a fact of which nothing has been said."""
        return self.code(self.fact.domain)

    def code(self, knowledge: Knowledge) -> int:
        """What is known as a whole number: the bit of each cell that it leaves possible."""
        parts = self._by_outcome(Cells(self.tests).split(self.fact.name, knowledge))
        return sum(1 << index for index, outcome in enumerate(self._outcomes) if outcome in parts)

    def codes_without(self, index: int) -> tuple[int, ...]:
        """All codes that leave a cell out."""
        return tuple(code for code in range(1, 1 << len(self.cells)) if not code >> index & 1)

    @cached_property
    def _outcomes(self) -> tuple[tuple[Bounds, ...], ...]:
        return tuple(self._by_outcome(self.cells))

    def _by_outcome(
        self, parts: "list[Knowledge] | tuple[Knowledge, ...]"
    ) -> dict[tuple[Bounds, ...], Knowledge]:
        name = self.fact.name
        return {tuple(test.bounds({name: part}) for test in self.tests): part for part in parts}


def low_of(fact: str) -> str:
    """The column of a number's least value."""
    return f"{fact}_low"


def high_of(fact: str) -> str:
    """The column of a number's greatest value."""
    return f"{fact}_high"


def column_of(key: str, name: str) -> str:
    """The column that says something of a benefit. Spark would take a dot for a field of a structure."""
    return f"{key.replace('.', '_')}:{name}"


def widest(fact: Fact) -> Knowledge:
    """All that a fact can be, whatever is silently presumed of it."""
    return YES_NO if fact.type == "flag" else fact.domain


def domains_of(catalogue: Catalogue, rulebook: Rulebook) -> Mapping[str, Domain]:
    """Every fact that bears on a list: tested by its rules, bound to those by a constraint, or presumed."""
    told_apart = [*rule_expressions(rulebook), *rulebook.constraints]
    here = region(rulebook.place)
    for presumption, when in catalogue.presumptions_for(rulebook):
        places = (presumption.fact, presumption.unless_elsewhere)
        told_apart += [when, *(PlaceTest(fact, here) for fact in places)]
    cells = Cells(told_apart)
    by_fact: dict[str, dict[Test, None]] = {}
    for expression in told_apart:
        for test in tests(expression):
            by_fact.setdefault(test.fact, {})[test] = None
    facts = catalogue.vocabulary.facts
    return {
        name: Domain(facts[name], tuple(cells.split(name, widest(facts[name]))), tuple(by_fact[name]))
        for name in facts
        if name in by_fact
    }


def rule_expressions(rulebook: Rulebook) -> list[Expression]:
    """What the list's benefits and their tiers turn on."""
    return [
        question.expression
        for benefit in rulebook.benefits
        for question in (benefit.due, *benefit.tier_questions)
    ]


def interval(knowledge: Knowledge) -> Interval:
    """The knowledge of a number."""
    assert isinstance(knowledge, Interval)
    return knowledge
