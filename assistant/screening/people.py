"""From what a roster says of a person to what the rules may take as possible: consistent, and with open presumptions.

The steps are those of `Catalogue.assess`: what follows from what was said is drawn, facts that cannot all be true are
taken as unknown (and reported), and what may be presumed in the open is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.exact import Cluster, clusters
from assistant.eligibility.expressions import ALWAYS, LOCAL, NO, TRUE, YES, PlaceTest
from assistant.eligibility.knowledge import region
from assistant.eligibility.rules import Rulebook
from assistant.screening.diagrams import Diagrams, Laws, Possible, Reading
from assistant.screening.domains import Domain
from assistant.screening.formulas import Cell, Formula, Formulas


@dataclass(frozen=True)
class Contradiction:
    """Facts that cannot all be as the roster says, and for whom that is so."""

    facts: tuple[str, ...]
    found: Formula


@dataclass(frozen=True)
class People:
    """What is possible for each person of a roster before the rules are asked."""

    possible: Possible
    contradictions: tuple[Contradiction, ...]
    presumed: Mapping[str, Formula]
    """For each fact that is presumed in the open, for whom it is."""


def people(catalogue: Catalogue, rulebook: Rulebook, formulas: Formulas, diagrams: Diagrams) -> People:
    """The people of any roster, as one list sees them."""
    known = {
        name: tuple(formulas.cell(Cell(name, index)) for index in range(len(domain.cells)))
        for name, domain in diagrams.domains.items()
    }
    contradictions: list[Contradiction] = []
    for cluster in clusters(rulebook.constraints):
        contradiction, kept = _consistent(cluster, known, formulas, diagrams)
        contradictions.append(contradiction)
        known |= kept
    presumed = dict(_presumed(catalogue, rulebook, Reading(formulas, diagrams, known)))
    here = region(rulebook.place)
    for fact, when in presumed.items():
        inside = _cells_inside(diagrams.domains[fact], here)
        known[fact] = tuple(
            formulas.any_of((may, when))
            if index in inside
            else formulas.all_of((may, formulas.negated(when)))
            for index, may in enumerate(known[fact])
        )
    said = {entry.fact for entry in catalogue.vocabulary.presumptions if entry.text is not None}
    in_the_open = {fact: when for fact, when in presumed.items() if fact in said}
    return People(known, tuple(contradictions), in_the_open)


def _consistent(
    cluster: Cluster, said: Possible, formulas: Formulas, diagrams: Diagrams
) -> tuple[Contradiction, dict[str, tuple[Formula, ...]]]:
    """For facts bound by constraints: who contradicts themselves, and the values that some completion has."""
    laws, facts = cluster.constraints, tuple(name for name in diagrams.domains if name in cluster.facts)
    consistent = Reading(formulas, diagrams, said).reaches(ALWAYS, laws, YES)
    found = formulas.negated(consistent)
    believed = dict(said)
    for fact in facts:
        domain = diagrams.domains[fact]
        believed[fact] = tuple(
            formulas.any_of((may, found))
            if domain.unknown >> index & 1
            else formulas.all_of((may, consistent))
            for index, may in enumerate(said[fact])
        )
    reading = Reading(formulas, diagrams, believed)
    return Contradiction(facts, found), {fact: _kept(fact, laws, reading) for fact in facts}


def _kept(fact: str, laws: Laws, reading: Reading) -> tuple[Formula, ...]:
    kept = dict.fromkeys(range(len(reading.possible[fact])), reading.formulas.any_of(()))
    for split in reading.diagrams.splits(fact, ALWAYS, laws):
        lawful = reading.reaches(ALWAYS, split.laws, YES)
        for index in split.cells:
            kept[index] = reading.formulas.all_of((reading.possible[fact][index], lawful))
    return tuple(kept.values())


def _presumed(catalogue: Catalogue, rulebook: Rulebook, reading: Reading) -> Iterator[tuple[str, Formula]]:
    """Whose registration or residence is taken to be in the place: those who surely meet `when` and may be there."""
    formulas, here = reading.formulas, region(rulebook.place)
    for presumption, when in catalogue.presumptions_for(rulebook):
        fact = presumption.fact
        inside = _cells_inside(reading.diagrams.domains[fact], here)
        outside = tuple(index for index in range(len(reading.possible[fact])) if index not in inside)
        surely = (formulas.negated(reading.reaches(when, (), outcome)) for outcome in (NO, LOCAL))
        other = presumption.unless_elsewhere
        not_elsewhere = reading.may(other, _cells_inside(reading.diagrams.domains[other], here))
        open_here = (reading.may(fact, inside), reading.may(fact, outside))
        yield fact, formulas.all_of((*surely, *open_here, not_elsewhere))


def _cells_inside(domain: Domain, place: str) -> tuple[int, ...]:
    name = domain.fact.name
    test = PlaceTest(name, place)
    return tuple(index for index, cell in enumerate(domain.cells) if test.bounds({name: cell}) == TRUE)
