"""One message in its conversation: what is asked, of whom, of which lists and benefits."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.conversation.elders import is_anybody, is_told, tells
from assistant.conversation.judging import Judged, judge_people
from assistant.conversation.memory import Conversation
from assistant.conversation.remembering import Step
from assistant.conversation.subjects import Subjects
from assistant.eligibility.catalogue import Catalogue
from assistant.language import Intent, Meaning
from assistant.language.turns import Leaning, Turns, has_content
from assistant.replies.contract import Audience
from assistant.replies.names import PersonAssessment
from assistant.replies.render import Aspect
from assistant.retrieval.found import Found

if TYPE_CHECKING:  # most messages need no search, and should not wait for its libraries
    from assistant.retrieval.searcher import Searcher

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
GOES_ON: frozenset[Intent] = ONLY_TOLD | {
    "why",
    "amount",
    "when",
    "change",
    "department",
    "eligibility",
    "wording",
}
# What somebody has and is no question, where its words stand in a statement: 吃低保, 有职工医保
HELD = frozenset({"medical_insurance", "pension_insurance", "welfare"})
MAY_BE_OF_THE_TEXT: frozenset[Intent] = LOOK_UPS | {"amount", "eligibility", "entitlements", "when"}
MOST_FOUND = 3
SURE = 0.7
"""How likely a passage must be to answer, for the search to be trusted before anything else."""
FIGURE = re.compile(r"\d+")

People = tuple[PersonAssessment, ...]


@dataclass(frozen=True)
class House:
    """What every message is answered from."""

    catalogue: Catalogue
    subjects: Subjects
    turns: Turns
    searcher: "Callable[[], Searcher]"
    """Opens the search; most messages need none."""


@dataclass(frozen=True)
class Case:
    """One message, understood and remembered, before it is answered. `text` holds no personal number."""

    house: House
    text: str
    meaning: Meaning
    leaning: Leaning
    before: Conversation
    step: Step
    audience: Audience
    today: date
    searched: dict[str, Found] = field(default_factory=dict, compare=False)
    """What was found for this message so far, by query; it stays when the message is read otherwise."""

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
        if (meant in ONLY_TOLD or self.is_unclear) and self.conversation.intent is not None:
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
        if self.intent in ASPECTS and not named:
            # 打官司没钱交诉讼费 tells a need, and asks for what meets it.
            named = tuple(s.id for s in self.meaning.subjects if not self.is_told(s.start, s.end, HELD))
        if self.intent == "entitlements" and self.is_age_known:
            return ()
        if self.intent in (*LOOK_UPS, "why") or (self.intent in ASPECTS and not self.is_age_known):
            named = named or everything
        same = self.meaning.intent in GOES_ON or (
            self.meaning.intent == "document" and (self.leaning.goes_on or bool(self.meaning.regions))
        )
        return named or (self.conversation.subjects if same and self._is_unsaid else ())

    @property
    def _is_unsaid(self) -> bool:
        """Whether the message leaves what it is about to what was said before."""
        return self.meaning.intent != "document" or self.leaning.goes_on or self.leaning.leans

    @cached_property
    def items(self) -> tuple[tuple[str, str], ...]:
        """The benefits that are asked about, as document and key ("item.benefit")."""
        persons = [self.conversation.persons[index] for index in self.step.spoken_of]
        known = {fact for person in persons for fact in person.facts}
        subjects = self.house.subjects.widened(self.subjects, known)
        named = tuple((one, key) for one in self.lists for key in self.house.subjects.of(subjects, one))
        return named or (self._items_before if self.meaning.intent in GOES_ON and not self.subjects else ())

    @property
    def _items_before(self) -> tuple[tuple[str, str], ...]:
        """The benefits of the items that were spoken of last."""
        before = self.conversation.about or (self.conversation.due if self.intent == "department" else ())
        parted = [one.split(" ") for one in before]
        return tuple(
            (document, benefit.key)
            for document, number in parted
            if document in self.lists
            for benefit in self.catalogue.rulebooks[document].benefits
            if number in (benefit.item, benefit.key)
        )

    @cached_property
    def queries(self) -> tuple[str, ...]:
        """What may be searched for, the likeliest first: a message may go on from what was searched for last."""
        before, leaning = self.conversation.query, self.leaning
        # 宁河的也是这个数吗 asks the same of another place.
        elsewhere = (
            self.meaning.regions and not self.meaning.subjects and self.conversation.looked_up is not None
        )
        leans = leaning.goes_on or elsewhere or (leaning.leans and not self.meaning.subjects)
        if before is None or not leans:
            return (self.text,)
        # A figure that is asked anew takes the place of the one asked before: 那2035年呢
        before = FIGURE.sub("", before) if FIGURE.search(self.text) else before
        both = f"{before} {self.text_without_places}"
        is_fresh = self.meaning.intent == "document" and not (leaning.goes_on or elsewhere)
        return (self.text, both) if is_fresh else (both, before, self.text)

    @cached_property
    def query(self) -> str:
        """The first of these to which there is an answer, else the first."""
        answered = (query for query in self.queries if not self.find(query).abstained)
        return next(answered, self.queries[0])

    @property
    def text_without_places(self) -> str:
        """The message with the names of places blotted out."""
        words = list(self.text)
        for place in self.meaning.regions:
            words[place.start : place.end] = " " * (place.end - place.start)
        return "".join(words)

    @cached_property
    def found(self) -> Found:
        """What the texts of the places asked about say of it."""
        return self.find(self.query)

    def find(self, query: str) -> Found:
        """What the texts of the places asked about say of anything."""
        if query not in self.searched:
            documents, search = self.conversation.documents or None, self.house.searcher().search
            self.searched[query] = search(query, documents=documents, as_of=self.today, limit=MOST_FOUND)
        return self.searched[query]

    @cached_property
    def is_unclear(self) -> bool:
        """Whether something is told of somebody known that was not understood, and asks nothing."""
        meaning, leaning = self.meaning, self.leaning
        if not self.is_anybody_known or meaning.subjects or self.tells or leaning.is_question:
            return False
        told = meaning.intent == "inform" and not meaning.regions and not leaning.leans
        return told or (meaning.intent == "document" and self.found.abstained)

    @cached_property
    def is_of_the_text(self) -> bool:
        """Whether a message about nobody in particular asks what only a text says, and a text says it."""
        meaning, best = self.meaning, self.found.answer if self._may_be_of_the_text else None
        if best is None or not has_content(self.text_without_places):
            return False
        return best.score >= SURE or (meaning.intent == "inform" and not meaning.persons)

    @property
    def _may_be_of_the_text(self) -> bool:
        meaning = self.meaning
        if any(person.is_known for person in self.before.persons) or not all(
            map(is_anybody, meaning.persons)
        ):
            return False
        return meaning.intent == "inform" or (meaning.intent in MAY_BE_OF_THE_TEXT and self.leaning.asks_text)

    @cached_property
    def is_anybody_known(self) -> bool:
        """Whether anything is known of somebody the message is about."""
        return any(self.conversation.persons[index].is_known for index in self.step.spoken_of)

    @cached_property
    def is_age_known(self) -> bool:
        """Whether the age is known of somebody the message is about."""
        persons = [self.conversation.persons[index] for index in self.step.spoken_of]
        return any(person.born is not None or "age" in person.facts for person in persons)

    def is_told(self, start: int, end: int, facts: Collection[str] | None = None) -> bool:
        """Whether the words there state a fact of somebody, one of `facts` where they are given."""
        return is_told(self.meaning, start, end, facts)

    @property
    def tells(self) -> bool:
        """Whether the message tells anything of somebody."""
        return tells(self.meaning)

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

    @property
    def is_elsewhere(self) -> bool:
        """Whether the message asks about another place than the one before."""
        return bool(self.before.documents) and self.conversation.documents != self.before.documents

    @cached_property
    def as_before(self) -> People:
        """The same persons as they were judged before this message."""
        known = tuple(index for index in self.step.spoken_of if index < len(self.before.persons))
        return self.judge(self.before, known).people

    def judge(self, conversation: Conversation, persons: tuple[int, ...]) -> Judged:
        """Persons of a conversation against the lists asked about."""
        return judge_people(self.catalogue, conversation, persons, self.lists, self.today)
