"""One message in its conversation: what is asked, of whom, of which lists and benefits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.conversation.judging import Judged, judge_people
from assistant.conversation.memory import Conversation
from assistant.conversation.remembering import Step
from assistant.conversation.subjects import Subjects
from assistant.eligibility.catalogue import Catalogue
from assistant.language import Intent, Meaning
from assistant.replies.contract import Audience
from assistant.replies.names import PersonAssessment
from assistant.replies.render import Aspect

ASPECTS: Mapping[Intent, Aspect] = {
    "eligibility": "eligibility",
    "amount": "amount",
    "why": "why",
    "change": "change",
    "when": "when",
}
LOOK_UPS: frozenset[Intent] = frozenset({"document", "wording", "department"})
ONLY_TOLD: frozenset[Intent] = frozenset({"inform", "correction"})
# After these, a benefit that was spoken of before goes on being the one that is meant.
GOES_ON: frozenset[Intent] = ONLY_TOLD | {"why", "amount", "when", "change", "department"}

People = tuple[PersonAssessment, ...]


@dataclass(frozen=True)
class House:
    """What every message is answered from."""

    catalogue: Catalogue
    subjects: Subjects


@dataclass(frozen=True)
class Case:
    """One message, understood and remembered, before it is answered. `text` holds no personal number."""

    house: House
    text: str
    meaning: Meaning
    before: Conversation
    step: Step
    audience: Audience
    today: date

    @property
    def catalogue(self) -> Catalogue:
        """The corpus."""
        return self.house.catalogue

    @property
    def conversation(self) -> Conversation:
        """The conversation with what the message told."""
        return self.step.after

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """The documents asked about that have a list."""
        return tuple(d for d in self.conversation.documents if d in self.catalogue.lists)

    @cached_property
    def intent(self) -> Intent:
        """What is asked: bare facts go on with what was asked before."""
        meant = self.meaning.intent
        if meant in ONLY_TOLD:
            meant = next((also for also in self.meaning.also if also not in ONLY_TOLD), meant)
        if meant in ONLY_TOLD and self.conversation.intent is not None:
            return self.conversation.intent
        # Whoever asks for everything, and how much it is, asks for everything.
        everything = meant in ("amount", "eligibility") and "entitlements" in self.meaning.also
        return "entitlements" if meant in ONLY_TOLD or everything else meant

    @property
    def aspect(self) -> Aspect:
        """What of a benefit is asked."""
        if self.intent == "change" and "when" in self.meaning.also:
            return "when"
        return ASPECTS.get(self.intent, "eligibility")

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The benefits that are asked about, in the words of the vocabulary."""
        # 低保 in 吃低保 says what somebody has; it is not what is asked about, unless nothing else is.
        everything = tuple(subject.id for subject in self.meaning.subjects)
        named = tuple(s.id for s in self.meaning.subjects if not self.is_told(s.start, s.end))
        if self.intent == "entitlements" and self.is_age_known:
            return ()
        if self.intent in (*LOOK_UPS, "why") or (self.intent in ASPECTS and not self.is_age_known):
            named = named or everything
        return named or (self.conversation.subjects if self.meaning.intent in GOES_ON else ())

    @cached_property
    def items(self) -> tuple[tuple[str, str], ...]:
        """The benefits that the subjects mean, as document and key ("item.benefit")."""
        return tuple((one, key) for one in self.lists for key in self.house.subjects.of(self.subjects, one))

    @cached_property
    def is_anybody_known(self) -> bool:
        """Whether anything is known of somebody the message is about."""
        return any(self.conversation.persons[index].is_known for index in self.step.spoken_of)

    @cached_property
    def is_age_known(self) -> bool:
        """Whether the age is known of somebody the message is about."""
        persons = [self.conversation.persons[index] for index in self.step.spoken_of]
        return any(person.born is not None or "age" in person.facts for person in persons)

    def is_told(self, start: int, end: int) -> bool:
        """Whether the words there state a fact of somebody."""
        return any(
            statement.start < end and start < statement.end
            for person in self.meaning.persons
            for statement in person.statements
        )

    @property
    def tells(self) -> bool:
        """Whether the message tells anything of somebody."""
        return any(person.birth or person.statements for person in self.meaning.persons)

    @property
    def is_corrected(self) -> bool:
        """Whether something that was said before no longer holds."""
        said = self.meaning.correction or self.meaning.intent == "correction"
        return said or bool(self.judged.dropped)

    @property
    def place_asked_about(self) -> str:
        """The place as the person named it."""
        return self.meaning.regions[0].code if self.meaning.regions else self.conversation.documents[0]

    # --- the persons before the lists -----------------------------------------------------------------------

    @cached_property
    def judged(self) -> Judged:
        """The persons as they are known."""
        return self.judge(self.conversation, self.step.spoken_of)

    @cached_property
    def supposed(self) -> People | None:
        """The persons as they would be were it as the message supposes, None where it supposes nothing."""
        supposed = self.step.supposed
        return None if supposed is None else self.judge(supposed, self.step.spoken_of).people

    @cached_property
    def as_before(self) -> People:
        """The same persons as they were judged before this message."""
        known = tuple(index for index in self.step.spoken_of if index < len(self.before.persons))
        return self.judge(self.before, known).people

    def judge(self, conversation: Conversation, persons: tuple[int, ...]) -> Judged:
        """Persons of a conversation against the lists asked about."""
        return judge_people(self.catalogue, conversation, persons, self.lists, self.today)
