"""What was said of a person, apart from what was presumed and from what merely follows."""

from assistant.eligibility.catalogue import Assessment, Catalogue
from assistant.eligibility.consistency import Consistency
from assistant.eligibility.knowledge import Knowledge, Known


def stated(catalogue: Catalogue, assessment: Assessment) -> Known:
    """What was said and what follows from it, without what was presumed."""
    facts = catalogue.vocabulary.facts
    return {**assessment.known, **{fact: facts[fact].domain for fact in assessment.presumed}}


def told(catalogue: Catalogue, assessment: Assessment) -> dict[str, Knowledge]:
    """The fewest facts from which all that was stated follows, in the order of the vocabulary."""
    consistency = catalogue.rulebooks[assessment.document].consistency
    return fewest(stated(catalogue, assessment), catalogue.vocabulary.unknown, consistency)


def fewest(known: Known, unknown: Known, consistency: Consistency) -> dict[str, Knowledge]:
    """The known facts without those that follow from the others."""
    kept = dict(known)
    # From the end: of facts that follow from each other, the one that people speak of is declared first.
    for name in reversed(dict(unknown)):
        if kept[name] != unknown[name]:
            without = {**kept, name: unknown[name]}
            if consistency.kept(without)[name] == kept[name]:
                kept = without
    return {name: value for name, value in kept.items() if value != unknown[name]}
