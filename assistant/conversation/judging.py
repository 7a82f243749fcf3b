"""The persons of a conversation before the lists of the places asked about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.conversation.memory import Conversation, Person
from assistant.eligibility.catalogue import Assessment, Catalogue
from assistant.eligibility.consistency import ContradictionError
from assistant.eligibility.knowledge import Whereabouts, region
from assistant.replies.names import PersonAssessment


@dataclass(frozen=True)
class Judged:
    """Assessments, and the facts that had to give way because something said later contradicts them."""

    people: tuple[PersonAssessment, ...]
    dropped: tuple[tuple[int, str], ...] = ()


def judge_people(
    catalogue: Catalogue,
    conversation: Conversation,
    persons: Sequence[int],
    documents: Iterable[str],
    today: date,
) -> Judged:
    """Assess each person against each document that has a list.

    Of several persons in several places, each is held against the list of the place that is known to be his or hers.
    """
    people: list[PersonAssessment] = []
    dropped: list[tuple[int, str]] = []
    lists = [document for document in documents if document in catalogue.rulebooks]
    at_home = {
        index: own
        for index in persons
        if len(persons) > 1 and (own := _own_lists(catalogue, conversation.persons[index], lists))
    }
    for document in lists:
        for index in persons:
            person = conversation.persons[index]
            if document not in at_home.get(index, lists):
                continue
            assessment, gone = _assess(catalogue, person, document, today)
            people.append(PersonAssessment(person.label, assessment, index))
            dropped += [(index, fact) for fact in gone]
    return Judged(tuple(people), tuple(dict.fromkeys(dropped)))


def _own_lists(catalogue: Catalogue, person: Person, lists: Sequence[str]) -> list[str]:
    """The lists of the places in which somebody is known to be registered or to live."""
    return [
        document
        for document in lists
        for place in (region(catalogue.policies[document].place),)
        if any(
            isinstance(known.knowledge, Whereabouts) and known.knowledge.within.startswith(place)
            for fact, known in person.facts.items()
            if fact in ("hukou", "residence")
        )
    ]


def _assess(
    catalogue: Catalogue, person: Person, document: str, today: date
) -> tuple[Assessment, tuple[str, ...]]:
    """Assess; what was said earliest gives way to what contradicts it later."""
    dropped: list[str] = []
    while True:
        known = person.known(catalogue.vocabulary.unknown, today)
        try:
            return catalogue.assess(document, known, today, born=person.born), tuple(dropped)
        except ContradictionError as clash:
            said = [fact for fact in clash.facts if fact in person.facts]
            if not said:
                raise
            oldest = min(said, key=lambda fact: person.facts[fact].turn)
            dropped.append(oldest)
            person = person.forgetting(oldest)
