"""Expressions as decision diagrams, and those as formulas over the cells that are still possible.

`A or not A` is open by Kleene's tables when A is null. A decision diagram tests each fact once on every path, so an
outcome is reached by some completion exactly if some path to it is possible, cell by cell: no unknown is counted
twice, and a path that breaks a constraint between facts leads nowhere. That is `eligibility.exact` for whole columns.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.eligibility.exact import Question, clusters
from assistant.eligibility.expressions import ALWAYS, LOCAL, NEVER, NO, YES, Expression, reduce, tests
from assistant.eligibility.knowledge import Knowledge
from assistant.screening.domains import Domain, widest
from assistant.screening.formulas import FALSE, TRUE, Formula, Formulas

Laws = tuple[Expression, ...]
Possible = Mapping[str, tuple[Formula, ...]]
"""For each fact, one formula for each cell: whether the fact may lie there."""

OUTCOMES = (NO, LOCAL, YES)


@dataclass(frozen=True)
class Split:
    """What is left of an expression and of the laws where a fact lies in one of `cells`."""

    cells: tuple[int, ...]
    rest: Expression
    laws: Laws


class Diagrams:
    """Splits expressions by the cells of their facts; each distinct remainder is split once."""

    def __init__(self, domains: Mapping[str, Domain]) -> None:
        self.domains = domains
        self._open: Mapping[str, Knowledge] = {name: widest(domain.fact) for name, domain in domains.items()}
        self._splits: dict[tuple[str, Expression, Laws], tuple[Split, ...]] = {}

    def splits(self, fact: str, rest: Expression, laws: Laws) -> tuple[Split, ...]:
        """The cells of a fact, grouped by what they leave; those that break a law are left out."""
        key = (fact, rest, laws)
        if key not in self._splits:
            self._splits[key] = tuple(self._split(fact, rest, laws))
        return self._splits[key]

    def _split(self, fact: str, rest: Expression, laws: Laws) -> Iterator[Split]:
        grouped: dict[tuple[Expression, Laws], list[int]] = {}
        for index, cell in enumerate(self.domains[fact].cells):
            known = {**self._open, fact: cell}
            left = tuple(law for law in (reduce(law, known) for law in laws) if law is not ALWAYS)
            if NEVER not in left:
                grouped.setdefault((reduce(rest, known), left), []).append(index)
        for (remainder, left), cells in grouped.items():
            yield Split(tuple(cells), remainder, left)


class Reading:
    """A person's possibilities, asked about expressions. Each answer is a formula."""

    def __init__(self, formulas: Formulas, diagrams: Diagrams, possible: Possible) -> None:
        self.formulas = formulas
        self.diagrams = diagrams
        self.possible = possible
        self._reached: dict[tuple[Expression, Laws, int], Formula] = {}
        self._differing: dict[tuple[Expression, Laws, Expression, Laws], Formula] = {}

    def may(self, fact: str, cells: tuple[int, ...]) -> Formula:
        """The fact may lie in one of the cells."""
        if len(cells) == len(self.diagrams.domains[fact].cells):
            return TRUE
        return self.formulas.any_of(self.possible[fact][index] for index in cells)

    def reaches(self, rest: Expression, laws: Laws, outcome: int) -> Formula:
        """Whether some completion that keeps the laws comes out so."""
        key = (rest, laws, outcome)
        if key not in self._reached:
            self._reached[key] = self._reaches(rest, laws, outcome)
        return self._reached[key]

    def _reaches(self, rest: Expression, laws: Laws, outcome: int) -> Formula:
        fact = first_fact(rest, *laws)
        if fact is None:
            return TRUE if rest.bounds({}) == (outcome, outcome) else FALSE
        return self._through(
            fact,
            (
                (one.cells, self.reaches(one.rest, one.laws, outcome))
                for one in self._splits(fact, rest, laws)
            ),
        )

    def differs(self, one: Expression, laws: Laws, other: Expression, others: Laws) -> Formula:
        """Whether two expressions can come out differently while the facts they still test are the same in both."""
        key = (one, laws, other, others)
        if key not in self._differing:
            self._differing[key] = self._differs(one, laws, other, others)
        return self._differing[key]

    def _differs(self, one: Expression, laws: Laws, other: Expression, others: Laws) -> Formula:
        if one == other:
            return FALSE
        fact = first_fact(one, other)
        if fact is None:
            if one.bounds({}) == other.bounds({}):
                return FALSE
            return self.formulas.all_of((self.reaches(ALWAYS, laws, YES), self.reaches(ALWAYS, others, YES)))
        left = [(split, set(split.cells)) for split in self._splits(fact, one, laws)]
        right = [(split, set(split.cells)) for split in self._splits(fact, other, others)]
        return self._through(
            fact,
            (
                (tuple(sorted(cells & more)), self.differs(a.rest, a.laws, b.rest, b.laws))
                for a, cells in left
                for b, more in right
                if cells & more
            ),
        )

    def _through(self, fact: str, ways: Iterable[tuple[tuple[int, ...], Formula]]) -> Formula:
        merged: dict[Formula, list[int]] = {}
        for cells, formula in ways:
            if formula is not FALSE:
                merged.setdefault(formula, []).extend(cells)
        return self.formulas.any_of(
            self.formulas.all_of((self.may(fact, tuple(sorted(cells))), formula))
            for formula, cells in merged.items()
        )

    def _splits(self, fact: str, rest: Expression, laws: Laws) -> tuple[Split, ...]:
        return self.diagrams.splits(fact, rest, laws)


def first_fact(*expressions: Expression) -> str | None:
    """The first fact that is tested, if any is."""
    return next((test.fact for expression in expressions for test in tests(expression)), None)


@dataclass(frozen=True)
class Asked:
    """One of the engine's questions, put to columns: its outcomes, and the facts that would decide it."""

    question: Question

    @cached_property
    def laws(self) -> Laws:
        """The constraints between two or more of the question's facts; of one alone, each cell is possible."""
        facts = set(self.question.facts)
        bearing = (
            cluster for cluster in clusters(self.question.constraints) if len(cluster.facts & facts) > 1
        )
        return tuple(law for cluster in bearing for law in cluster.constraints)

    def outcomes(self, reading: Reading) -> dict[int, Formula]:
        """For each outcome, whether some completion reaches it."""
        return {
            outcome: reading.reaches(self.question.expression, self.laws, outcome) for outcome in OUTCOMES
        }

    def outcomes_where(self, reading: Reading, split: Split) -> dict[int, Formula]:
        """The same where one fact's cell is given."""
        return {outcome: reading.reaches(split.rest, split.laws, outcome) for outcome in OUTCOMES}

    def deciding(self, reading: Reading) -> dict[str, Formula]:
        """For each fact, whether it would decide: with everything else fixed somehow, two of its values differ."""
        alone = {fact: self._decides_alone(fact, reading) for fact in self.question.facts}
        if not self.laws:
            return alone
        formulas = reading.formulas
        none_alone = formulas.negated(formulas.any_of(alone.values()))
        return {
            fact: formulas.any_of((sure, formulas.all_of((none_alone, self._narrows(fact, reading)))))
            for fact, sure in alone.items()
        }

    def splits(self, fact: str, reading: Reading) -> tuple[Split, ...]:
        """The cells of a fact that the question tells apart."""
        return reading.diagrams.splits(fact, self.question.expression, self.laws)

    def _decides_alone(self, fact: str, reading: Reading) -> Formula:
        return self._pairs(fact, reading, lambda a, b: reading.differs(a.rest, a.laws, b.rest, b.laws))

    def _narrows(self, fact: str, reading: Reading) -> Formula:
        """Whether its values leave different outcomes open: of facts bound so closely that none can differ alone."""
        formulas = reading.formulas

        def unlike(one: Split, other: Split) -> Formula:
            first, second = self.outcomes_where(reading, one), self.outcomes_where(reading, other)
            differing = (exclusive(formulas, first[outcome], second[outcome]) for outcome in OUTCOMES)
            return formulas.all_of(
                (
                    formulas.any_of(first.values()),
                    formulas.any_of(second.values()),
                    formulas.any_of(differing),
                )
            )

        return self._pairs(fact, reading, unlike)

    def _pairs(self, fact: str, reading: Reading, unlike: Callable[[Split, Split], Formula]) -> Formula:
        formulas = reading.formulas
        splits = self.splits(fact, reading)
        return formulas.any_of(
            formulas.all_of(
                (reading.may(fact, one.cells), reading.may(fact, other.cells), unlike(one, other))
            )
            for number, one in enumerate(splits)
            for other in splits[number + 1 :]
        )


def exclusive(formulas: Formulas, one: Formula, other: Formula) -> Formula:
    """One of the two holds and the other does not."""
    return formulas.any_of(
        (
            formulas.all_of((one, formulas.negated(other))),
            formulas.all_of((formulas.negated(one), other)),
        )
    )
