"""The short replies: asking for what is missing, courtesies, and saying plainly what cannot be answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.consistency import Consistency
from assistant.eligibility.knowledge import Known
from assistant.replies.contract import Language, Refusal
from assistant.replies.names import full_place_name, place_name
from assistant.replies.script import in_script, tongue_of
from assistant.replies.told import fewest
from assistant.replies.verbalise import Verbaliser
from assistant.replies.words import Speech

Message = Literal[
    "ask_region",
    "greeting",
    "thanks",
    "goodbye",
    "restart",
    "handover",
    "abilities",
    "supposition_unclear",
    "unclear",
]
RefusalKind = Literal[
    "uncovered_region",
    "uncovered_unnamed",
    "out_of_scope",
    "not_in_documents",
    "not_in_any_document",
    "emergency",
    "distress",
    "claimed_rule",
    "dishonest",
    "unreadable",
    "not_yet",
]


@dataclass(frozen=True)
class Refused:
    """What the person reads, and what the contract says of it."""

    answer: str
    refusal: Refusal


@dataclass(frozen=True)
class Messages:
    """Says the short replies in one language."""

    catalogue: Catalogue
    language: Language

    def say(self, message: Message) -> str:
        """A reply that depends on nothing but the places that are covered."""
        return self._written(self._speech.say(f"messages.{message}", places=self.places()))

    def ask_age(self, document: str) -> str:
        """The place is known; ask how old the person is, and what else decides most."""
        age = self.catalogue.vocabulary.facts["age"].question.of(self._speech.tongue)
        place = place_name(self.catalogue, document, self._speech.tongue)
        return self._written(self._speech.say("messages.ask_age", place=place, question=age))

    def handed_over(self, reference: str) -> str:
        """The number under which a conversation was handed to a human being."""
        return self._written(self._speech.say("messages.handed_over", reference=reference))

    def contradiction(self, facts: Sequence[str]) -> str:
        """Facts that cannot all be true, by their names."""
        labels = [self.catalogue.vocabulary.facts[fact].label.of(self._speech.tongue) for fact in facts]
        return self._written(self._speech.say("messages.contradiction", facts=self._speech.listed(labels)))

    def understood(self, known: Known) -> str:
        """What was understood of a person of whom no list can be asked yet; "" where nothing was."""
        consistency = Consistency(self.catalogue.constraints)
        facts = fewest(consistency.kept(known), self.catalogue.vocabulary.unknown, consistency)
        verbaliser = Verbaliser(self.catalogue, "", self._speech)
        words = [verbaliser.known(name, value) for name, value in facts.items()]
        said = self._speech.say("comma").join(one for one in words if one)
        return self._written(self._speech.say("messages.understood", facts=said)) if said else ""

    def refuse(self, kind: RefusalKind, *, place: str | None = None) -> Refused:
        """Say what cannot be answered and who to turn to. `place` is a document's id or a GB/T 2260 code."""
        speech = self._speech
        name = self._named(place) if place is not None else ""
        said = {"place": name, "places": self.places()}
        message = self._written(speech.say(f"refusals.{kind}.message", **said))
        advice = self._written(speech.say(f"refusals.{kind}.advice", **said))
        refusal = Refusal.model_validate(
            {"reason": speech.wording.plain[f"refusals.{kind}.reason"], "message": message}
        )
        return Refused(f"**{message}**\n\n{advice}", refusal)

    def nearest(self, document: str, numbers: Sequence[str]) -> str:
        """The items of a list that come nearest to what no document says, by number and name."""
        speech, services = self._speech, self.catalogue.lists[document]
        source = self.catalogue.policies[document].source
        named = [
            speech.say("items.one", numbers=number)
            + speech.say("note", note=source.quote(services.items[number].name))
            for number in numbers
        ]
        return self._written(speech.say("messages.nearest", items=speech.listed(named)))

    def _named(self, place: str) -> str:
        tongue = self._speech.tongue
        if place in self.catalogue.policies:
            return place_name(self.catalogue, place, tongue)
        return full_place_name(self.catalogue, place, tongue)

    def places(self) -> str:
        """The places that are covered, in words; those with a service list first."""
        speech, lists = self._speech, self.catalogue.lists
        names = []
        for document, policy in sorted(self.catalogue.policies.items(), key=lambda one: one[0] not in lists):
            name = place_name(self.catalogue, document, speech.tongue)
            if policy.status == "draft":
                name = speech.say("messages.draft_covered", place=name)
            names.append(name if document in lists else speech.say("messages.body_covered", place=name))
        return speech.listed(names)

    @property
    def _speech(self) -> Speech:
        return Speech.of(tongue_of(self.language))

    def _written(self, text: str) -> str:
        return in_script(text, self.language)
