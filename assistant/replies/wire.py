"""Assessments -> the objects of the contract."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.eligibility.catalogue import Assessment, Catalogue
from assistant.eligibility.judge import Verdict
from assistant.eligibility.knowledge import Known
from assistant.eligibility.rules import Amount
from assistant.eligibility.stating import write_fact, write_facts
from assistant.replies.citing import Citations
from assistant.replies.contract import (
    AmountOut,
    AssumptionOut,
    Language,
    PersonOut,
    Question,
    Reason,
    Refusal,
    Reply,
    TotalOut,
    VerdictOut,
    Warned,
)
from assistant.replies.names import PersonAssessment, place_id
from assistant.replies.presumed import absent_exclusions, presumption_text
from assistant.replies.questions import question_text
from assistant.replies.reasons import Grounds
from assistant.replies.script import in_script, tongue_of
from assistant.replies.told import stated
from assistant.replies.verbalise import Verbaliser
from assistant.replies.words import Speech

Benefits = Collection[str]


@dataclass(frozen=True)
class Wire:
    """Puts what the engine found into the contract's objects, worded in one language."""

    catalogue: Catalogue
    language: Language

    def reply(
        self,
        people: Sequence[PersonAssessment],
        *,
        answer: str,
        intent: str,
        only: Benefits | None = None,
        refused: Refusal | None = None,
    ) -> Reply:
        """The whole reply. With `only`, the verdicts are those of these benefits ("item.benefit")."""
        citations = Citations(self.catalogue)
        persons = self.persons(people)
        return Reply(
            answer=answer,
            language=self.language,
            intent=intent,
            regions=tuple(dict.fromkeys(person.assessment.document for person in people)),
            persons=persons,
            facts=persons[0].facts if persons else {},
            verdicts=tuple(self.verdicts(people, citations, only)),
            assumptions=tuple(self.assumptions(people, only)),
            citations=citations.all,
            questions=self.questions(people, only),
            totals=self.totals(people),
            refused=refused,
            warnings=self.warnings(people),
        )

    def persons(self, people: Sequence[PersonAssessment]) -> tuple[PersonOut, ...]:
        """The persons in the order of mention, with what was said of them and what follows, nothing presumed."""
        by_index = {person.index: person for person in sorted(people, key=lambda one: one.index)}
        return tuple(
            PersonOut(label=person.label, facts=self.facts(stated(self.catalogue, person.assessment)))
            for person in by_index.values()
        )

    def facts(self, known: Known) -> dict[str, Any]:
        """Facts as the contract writes them."""
        return write_facts(known, self.catalogue.vocabulary, self._place)

    def verdicts(
        self, people: Sequence[PersonAssessment], citations: Citations, only: Benefits | None = None
    ) -> Iterator[VerdictOut]:
        """A verdict for each person and benefit; what they rest on is added to the citations."""
        for person in people:
            grounds = self._grounds(person.assessment)
            for verdict in person.assessment.verdicts:
                if only is None or verdict.benefit.key in only:
                    yield self._verdict(person, verdict, grounds, citations)

    def assumptions(
        self, people: Sequence[PersonAssessment], only: Benefits | None = None
    ) -> Iterator[AssumptionOut]:
        """What was presumed: registration and residence, and exclusions that nobody mentioned."""
        speech = self._speech
        for person in people:
            assessment = person.assessment
            for entry in assessment.assumptions:
                fact = self.catalogue.vocabulary.facts[entry.fact]
                text = presumption_text(self.catalogue, assessment, entry, speech)
                yield self._assumption(person, entry.fact, write_fact(entry.value, fact, self._place), text)
            for name, absent in absent_exclusions(self.catalogue, assessment, speech, only):
                label = self.catalogue.vocabulary.facts[name].label.of(speech.tongue)
                text = speech.say("assumptions.absent", label=label, absent=absent)
                yield self._assumption(person, name, False, text)

    def questions(
        self, people: Sequence[PersonAssessment], only: Benefits | None = None
    ) -> tuple[Question, ...]:
        """What to ask next of each person, the first person's first."""
        asked: dict[tuple[int, str], Question] = {}
        several = len({person.index for person in people}) > 1
        for person in people:
            for entry in person.assessment.questions:
                if only is None or set(entry.benefits) & set(only):
                    text = question_text(self.catalogue, person, entry.fact, self._speech, name_them=several)
                    out = Question(fact=entry.fact, text=self._written(text))
                    asked.setdefault((person.index, entry.fact), out)
        return tuple(asked.values())

    def totals(self, people: Sequence[PersonAssessment]) -> tuple[TotalOut, ...]:
        """The cash that is fixed for each person.

        A total does not say of which list it is, so a person who was held against several lists has none.
        """
        lists = Counter(person.index for person in people)
        return tuple(
            TotalOut(person=person.index, value=total.value, per=total.per, bound=total.bound)
            for person in people
            if lists[person.index] == 1
            for total in person.assessment.totals
        )

    def warnings(self, people: Sequence[PersonAssessment]) -> tuple[Warned, ...]:
        """What must be known of the documents: only a draft, or not yet in force on the day."""
        found: dict[Warned, None] = {}
        for person in people:
            policy = self.catalogue.policies[person.assessment.document]
            if policy.status == "draft":
                found["draft"] = None
            elif not policy.in_force_on(person.assessment.as_of):
                found["not_in_force"] = None
        return tuple(found)

    def _verdict(
        self, person: PersonAssessment, verdict: Verdict, grounds: Grounds, citations: Citations
    ) -> VerdictOut:
        benefit = verdict.benefit
        return VerdictOut(
            person=person.index,
            document=benefit.document,
            item=benefit.item,
            benefit=benefit.number,
            name=benefit.name.zh,
            status=verdict.status,
            amounts=tuple(amount_out(amount) for amount in verdict.amounts),
            missing=verdict.missing,
            reasons=tuple(
                Reason(text=self._written(ground.text), met=ground.met)
                for ground in grounds.of(verdict, person.assessment.known)
            ),
            cites=citations.verdict(verdict),
        )

    def _assumption(self, person: PersonAssessment, fact: str, value: Any, text: str) -> AssumptionOut:
        return AssumptionOut(person=person.index, fact=fact, value=value, text=self._written(text))

    def _grounds(self, assessment: Assessment) -> Grounds:
        verbaliser = Verbaliser(self.catalogue, assessment.document, self._speech)
        return Grounds(verbaliser, self.catalogue.policies[assessment.document].source)

    @property
    def _speech(self) -> Speech:
        return Speech.of(tongue_of(self.language))

    def _written(self, text: str) -> str:
        return in_script(text, self.language)

    def _place(self, region: str) -> str:
        return place_id(self.catalogue, region)


def amount_out(amount: Amount) -> AmountOut:
    """An amount as the contract writes it."""
    return AmountOut(value=amount.value, unit=amount.unit, of=amount.of, per=amount.per, bound=amount.bound)
