"""How much the cases notice: each rule is broken in every small way, and some case of its item must fail.

A slip that changes nothing for anybody (under the constraints between facts) is no slip and is not counted. Cases do
not look at an amount's kind, at who is paid, at steps and at dates, so those are not broken here.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.exact import counterexample
from assistant.eligibility.expressions import ALWAYS, NEVER, And, Expression, Or
from assistant.eligibility.judge import judge
from assistant.eligibility.knowledge import YES_NO, Knowledge
from assistant.eligibility.rules import Benefit
from assistant.eligibility.stating import read_facts
from eval.cases import AS_OF, CASES, WITHOUT_AMOUNT, Expected, faults, offered, read_cases, the_catalogue
from eval.mutants import Mutant, Mutator

GOAL = 0.95


@dataclass
class Score:
    """What became of the slips in one document's rules."""

    caught: int = 0
    equivalent: int = 0
    survivors: list[str] = field(default_factory=list)

    @property
    def counted(self) -> int:
        return self.caught + len(self.survivors)

    @property
    def share(self) -> float:
        return self.caught / self.counted if self.counted else 1.0


class Run:
    """The mutation run over one document."""

    def __init__(self, catalogue: Catalogue, document: str) -> None:
        self._catalogue = catalogue
        self._rulebook = catalogue.rulebooks[document]
        facts = catalogue.vocabulary.facts
        self._mutator = Mutator(facts.__getitem__)
        self._anybody: Mapping[str, Knowledge] = {
            name: YES_NO if fact.type == "flag" else fact.domain for name, fact in facts.items()
        }

    def score(self) -> Score:
        """Break every rule in every way and see what notices."""
        score = Score()
        for benefit in self._rulebook.benefits:
            cases = list(self._cases(benefit))
            for mutant in self._mutator.mutants(benefit):
                if notice(mutant, cases):
                    score.caught += 1
                elif self._same(benefit, mutant.benefit):
                    score.equivalent += 1
                else:
                    score.survivors.append(
                        f"{benefit.document} {benefit.key} {benefit.name.zh}: {mutant.slip}"
                    )
        return score

    def _cases(self, benefit: Benefit) -> Iterator[tuple[Expected, Mapping[str, Knowledge]]]:
        for case in read_cases(CASES / benefit.document / f"{benefit.item}.yaml"):
            if benefit.number in case.expect:
                known = read_facts(case.facts, self._catalogue.vocabulary, self._catalogue.place_code)
                yield case.expect[benefit.number], self._rulebook.consistency.kept(known)

    def _same(self, one: Benefit, other: Benefit) -> bool:
        """Whether both benefits come to the same for everybody."""
        first, second = offers(one), offers(other)
        return all(
            counterexample(first.get(offer, NEVER), second.get(offer, NEVER), one.constraints, self._anybody)
            is None
            for offer in first | second
        )


def notice(mutant: Mutant, cases: list[tuple[Expected, Mapping[str, Knowledge]]]) -> bool:
    """Whether some case fails."""
    return any(faults(expected, judge(mutant.benefit, known, AS_OF)) for expected, known in cases)


def offers(benefit: Benefit) -> dict[str, Expression]:
    """When the benefit is due at all, and when each thing that a case can see in it is."""
    due = benefit.due.expression
    when: dict[str, list[Expression]] = {"": [ALWAYS]}
    for tier in benefit.tiers or (WITHOUT_AMOUNT,):
        for offer in offered(tier):
            when.setdefault(offer, []).append(ALWAYS if tier.when is None else tier.when.expression)
    return {offer: And((due, Or(tuple(alternatives)))) for offer, alternatives in when.items()}


def main() -> int:
    """Run over all lists, print the score; 1 when too much goes unnoticed."""
    catalogue = the_catalogue()
    scores = {document: Run(catalogue, document).score() for document in sorted(catalogue.rulebooks)}
    console = Console()
    for score in scores.values():
        for survivor in score.survivors:
            console.print(f"unnoticed: {survivor}", highlight=False, markup=False)
    table = Table("document", "slips", "without effect", "noticed", "unnoticed", "score", box=None)
    total = Score(
        sum(score.caught for score in scores.values()),
        sum(score.equivalent for score in scores.values()),
        [survivor for score in scores.values() for survivor in score.survivors],
    )
    for name, score in [*scores.items(), ("all", total)]:
        figures = (score.counted + score.equivalent, score.equivalent, score.caught, len(score.survivors))
        table.add_row(name, *map(str, figures), f"{score.share:.1%}")
    console.print(table)
    return 0 if total.share >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
