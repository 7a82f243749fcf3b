"""The persons of a conversation before the lists of the places asked about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.conversation.memory import Conversation, Person
from assistant.eligibility.catalogue import Assessment, Catalogue
from assistant.eligibility.consistency import ContradictionError
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
    """Assess each person against each document that has a list."""
    people: list[PersonAssessment] = []
    dropped: list[tuple[int, str]] = []
    for document in documents:
        if document not in catalogue.rulebooks:
            continue
        for index in persons:
            person = conversation.persons[index]
            assessment, gone = _assess(catalogue, person, document, today)
            people.append(PersonAssessment(person.label, assessment, index))
            dropped += [(index, fact) for fact in gone]
    return Judged(tuple(people), tuple(dict.fromkeys(dropped)))


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
