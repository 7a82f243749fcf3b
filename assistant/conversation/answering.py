"""What was meant, and what the engine found, become one reply: the routes that a message may take."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from assistant.conversation.judging import Judged, judge_people
from assistant.conversation.memory import Conversation
from assistant.conversation.remembering import Step
from assistant.conversation.subjects import Subjects
from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.prospects import remedies
from assistant.eligibility.questions import cash_a_year
from assistant.eligibility.rules import Benefit
from assistant.language import Intent, Meaning
from assistant.replies.citing import Citations, Passage
from assistant.replies.contract import Audience, PersonOut, Question, Refusal, Reply, Warned
from assistant.replies.messages import Message, Messages, RefusalKind
from assistant.replies.names import PersonAssessment
from assistant.replies.render import Aspect, Renderer
from assistant.replies.told import stated
from assistant.replies.wire import Wire
from assistant.retrieval.searcher import Searcher

REFUSALS: Mapping[Intent, RefusalKind] = {
    "emergency": "emergency",
    "distress": "distress",
    "unreadable": "unreadable",
    "out_of_scope": "out_of_scope",
    "injection": "claimed_rule",
}
COURTESIES: Mapping[Intent, Message] = {
    "greeting": "greeting",
    "thanks": "thanks",
    "abilities": "abilities",
    "handover": "handover",
    "restart": "restart",
}
ASPECTS: Mapping[Intent, Aspect] = {
    "eligibility": "eligibility",
    "amount": "amount",
    "why": "why",
    "change": "change",
    "when": "when",
}
MOST_QUOTED = 3
MOST_CHANGES = 4
LEAST_LIKELY = 0.15
"""Passages behind the best are quoted only when they too may well answer."""
LOOK_UPS: frozenset[Intent] = frozenset({"document", "wording", "department"})


@dataclass(frozen=True)
class Answered:
    """A reply, and the conversation as it is to be remembered after it."""

    reply: Reply
    conversation: Conversation


@dataclass(frozen=True)
class Answerer:
    """Answers one message at a time; keeps nothing between two."""

    catalogue: Catalogue
    subjects: Subjects
    searcher: Callable[[], Searcher]
    """Opens the search; most messages need none."""

    def answer(
        self, text: str, meaning: Meaning, before: Conversation, step: Step, audience: Audience, today: date
    ) -> Answered:
        """The reply to a message and what to remember of it."""
        return _Answering(self, text, meaning, before, step, audience, today).answer()


@dataclass(frozen=True)
class _Answering:
    """One message on its way to a reply."""

    house: Answerer
    text: str
    meaning: Meaning
    before: Conversation
    step: Step
    audience: Audience
    today: date

    # --- what the routes share ---------------------------------------------------------------------------

    @cached_property
    def conversation(self) -> Conversation:
        return self.step.after

    @cached_property
    def messages(self) -> Messages:
        return Messages(self.house.catalogue, self.meaning.language)

    @cached_property
    def wire(self) -> Wire:
        return Wire(self.house.catalogue, self.meaning.language)

    @cached_property
    def renderer(self) -> Renderer:
        return Renderer(self.house.catalogue)

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """The documents asked about that have a list."""
        return tuple(d for d in self.conversation.documents if d in self.house.catalogue.lists)

    @cached_property
    def persons(self) -> tuple[int, ...]:
        return self.step.spoken_of

    @cached_property
    def intent(self) -> Intent:
        """What is asked: bare facts go on with what was asked before."""
        meant = self.meaning.intent
        if meant in ("inform", "correction"):
            meant = next((also for also in self.meaning.also if also not in ("inform", "correction")), meant)
        if meant in ("inform", "correction") and self.conversation.intent is not None:
            return self.conversation.intent
        # Whoever asks for everything, and how much it is, asks for everything.
        bare = meant in ("inform", "correction")
        everything = meant in ("amount", "eligibility") and "entitlements" in self.meaning.also
        return "entitlements" if bare or everything else meant

    @cached_property
    def asked_subjects(self) -> tuple[str, ...]:
        # 低保 in 吃低保 says what somebody has; it is not what is asked about, unless nothing else is.
        everything = tuple(subject.id for subject in self.meaning.subjects)
        named = tuple(
            subject.id for subject in self.meaning.subjects if not self._is_told(subject.start, subject.end)
        )
        if self.intent == "entitlements" and self._is_age_known:
            return ()
        if self.intent in (*LOOK_UPS, "why") or (self.intent in ASPECTS and not self._is_age_known):
            named = named or everything
        goes_on = self.meaning.intent in (
            "inform",
            "correction",
            "why",
            "amount",
            "when",
            "change",
            "department",
        )
        return named or (self.conversation.subjects if goes_on else ())

    @cached_property
    def judged(self) -> Judged:
        return self._judge(self.conversation)

    def _judge(self, conversation: Conversation) -> Judged:
        return judge_people(self.house.catalogue, conversation, self.persons, self.lists, self.today)

    # --- the routes ---------------------------------------------------------------------------------------

    def answer(self) -> Answered:
        meant = self.meaning.intent
        if meant in REFUSALS and not self._asks_more():
            return self._refuse(REFUSALS[meant])
        if meant in COURTESIES and not self._asks_more():
            return self._say(self.messages.say(COURTESIES[meant]))
        if self._asks_elsewhere():
            return self._refuse("uncovered_region", place=self.meaning.uncovered[0].code)
        if not self.conversation.documents:
            return self._search() if self.intent in LOOK_UPS else self._ask_region()
        if self.meaning.not_held and not self._asks_for_everything:
            return self._not_held()
        if self.meaning.item_numbers and self.lists:
            return self._item()
        if self.intent in LOOK_UPS and not self._is_for_somebody:
            return self._look_up()
        if not self.lists:
            return self._refuse_here() if self._anybody_known or self.asked_subjects else self._search()
        if not self._anybody_known and (
            self.intent == "when" or not (self.asked_subjects or self._asks_for_all)
        ):
            return self._search()
        return self._judgement()

    @cached_property
    def _anybody_known(self) -> bool:
        return any(self.conversation.persons[index].is_known for index in self.persons)

    @property
    def _asks_for_all(self) -> bool:
        """Whether everything that a list holds for somebody is asked for."""
        return self.intent in ("entitlements", "eligibility", "total", "change", "why", "compare")

    def _refuse_here(self) -> Answered:
        """The document of the place holds no answer; the place is named as the person named it."""
        return self._refuse("not_in_documents", place=self._place_asked_about)

    def _asks_elsewhere(self) -> bool:
        """Whether no document covers the place asked about; where somebody lives or is registered is only told."""
        if self.meaning.covered or not self.meaning.uncovered:
            return False
        only_told = all(self._is_told(place.start, place.end) for place in self.meaning.uncovered)
        return not (only_told and self.conversation.documents)

    @cached_property
    def _is_for_somebody(self) -> bool:
        """Whether what looks like a question about the text is put on behalf of somebody whose case can be judged."""
        if not (self._is_age_known and self.lists):
            return False
        if self.intent == "department":
            return bool(self.asked_subjects)
        tells = any(person.birth or person.statements for person in self.meaning.persons)
        return (
            self.intent == "document"
            and tells
            and not self.meaning.subjects
            and not self.meaning.item_numbers
        )

    @cached_property
    def _asks_for_everything(self) -> bool:
        """Whether, whatever else was asked, somebody's entitlements were."""
        asked = (self.meaning.intent, *self.meaning.also)
        return "entitlements" in asked and self._is_age_known and bool(self.lists)

    @cached_property
    def _is_age_known(self) -> bool:
        persons = [self.conversation.persons[index] for index in self.persons]
        return any(person.born is not None or "age" in person.facts for person in persons)

    def _is_told(self, start: int, end: int) -> bool:
        """Whether the words there state a fact of somebody."""
        return any(
            statement.start < end and start < statement.end
            for person in self.meaning.persons
            for statement in person.statements
        )

    def _asks_more(self) -> bool:
        """Whether a greeting, or an attempt to bend the rules, comes with a question that can be answered."""
        if self.meaning.intent in ("emergency", "distress", "unreadable", "restart", "handover"):
            return False
        asks = any(also not in (*REFUSALS, *COURTESIES, "inform") for also in self.meaning.also)
        told = self.meaning.intent != "out_of_scope" and any(
            person.statements or person.birth for person in self.meaning.persons
        )
        return (asks or told) and bool(self.conversation.documents or self.meaning.regions or told)

    def _judgement(self) -> Answered:
        people: Sequence[PersonAssessment] = self.judged.people
        keys = {document: self.house.subjects.of(self.asked_subjects, document) for document in self.lists}
        if self.asked_subjects and not any(keys.values()):
            return self._refuse_here()
        if self.intent == "change" and self.step.supposed is None and not any(keys.values()):
            keys = {document: self._changeable(people, document) for document in self.lists}
        aspect = ASPECTS.get(self.intent)
        only = tuple(key for found in keys.values() for key in found) or None
        if self.intent == "compare" and len(self.lists) > 1 and only:
            people = self._supposed_or(people)
            text = self.renderer.comparison(people, keys, self.meaning.language)
        elif self.step.supposed is not None and not only:
            after = self._judge(self.step.supposed).people
            text = self.renderer.changes(people, after, self.meaning.language)
            people = after
        elif only and self.intent not in ("total", "document"):
            people = self._supposed_or(people)
            asks_when = self.intent == "change" and "when" in self.meaning.also
            text = self._focus(people, keys, "when" if asks_when else aspect or "eligibility")
        else:
            only = None
            text = self._entitlements(people)
        return self._judged_reply(text, people, only)

    def _focus(
        self, people: Sequence[PersonAssessment], keys: Mapping[str, Sequence[str]], aspect: Aspect
    ) -> str:
        """Single benefits, list by list: the same number means another thing in another list."""
        return "\n\n".join(
            self.renderer.focus(
                [person for person in people if person.assessment.document == document],
                wanted,
                aspect,
                self.audience,
                self.meaning.language,
                asked=self._tried,
            )
            for document, wanted in keys.items()
            if wanted
        )

    def _changeable(self, people: Sequence[PersonAssessment], document: str) -> tuple[str, ...]:
        """The benefits of a list that time or the person could change, those that pay most first."""
        found: dict[str, float] = {}
        for person in people:
            if person.assessment.document == document:
                for point in self.house.catalogue.turning_points(person.assessment):
                    found[point.benefit.key] = cash_a_year(point.benefit)
                for verdict in person.assessment.verdicts:
                    if verdict.status == "not_eligible" and self._has_remedy(person, verdict.benefit):
                        found[verdict.benefit.key] = cash_a_year(verdict.benefit)
        return tuple(sorted(found, key=lambda key: -found[key])[:MOST_CHANGES])

    def _has_remedy(self, person: PersonAssessment, benefit: Benefit) -> bool:
        assessment, catalogue = person.assessment, self.house.catalogue
        rulebook = catalogue.rulebooks[assessment.document]
        return bool(
            remedies(rulebook, benefit, assessment.said, catalogue.vocabulary.facts, assessment.as_of)
        )

    def _supposed_or(self, people: Sequence[PersonAssessment]) -> Sequence[PersonAssessment]:
        return self._judge(self.step.supposed).people if self.step.supposed is not None else people

    def _entitlements(self, people: Sequence[PersonAssessment]) -> str:
        if not self._anybody_known:
            return self.messages.ask_age(self.lists[0])
        return self.renderer.entitlements(
            people,
            self.audience,
            self.meaning.language,
            before=self._as_before() if self._corrects() else (),
            asked=self._tried,
        )

    def _corrects(self) -> bool:
        return self.meaning.correction or self.meaning.intent == "correction" or bool(self.judged.dropped)

    def _as_before(self) -> Sequence[PersonAssessment]:
        """The same persons as they were judged before this message."""
        known = [index for index in self.persons if index < len(self.before.persons)]
        return judge_people(self.house.catalogue, self.before, known, self.lists, self.today).people

    @property
    def _tried(self) -> frozenset[str]:
        return frozenset(self.conversation.unanswered)

    def _item(self) -> Answered:
        document = self.lists[0]
        numbers = [entry.number for entry in self.meaning.item_numbers]
        known = [number for number in numbers if number in self.house.catalogue.lists[document].items]
        if not known:
            return self._refuse("not_in_documents", place=document)
        if ASPECTS.get(self.intent) and self.persons and self.intent != "when":
            keys = tuple(
                benefit.key
                for benefit in self.house.catalogue.rulebooks[document].benefits
                if benefit.item in known
            )
            text = self.renderer.focus(
                self.judged.people, keys, ASPECTS[self.intent], self.audience, self.meaning.language
            )
            return self._judged_reply(text, self.judged.people, keys)
        return self._quote_items([(document, number) for number in known])

    def _look_up(self) -> Answered:
        items = list(
            dict.fromkeys(
                (document, key.split(".")[0])
                for document in self.lists
                for key in self.house.subjects.of(self.asked_subjects, document)
            )
        )
        return self._quote_items(items) if items else self._search()

    def _not_held(self) -> Answered:
        """Asked is for what no document says (a form, a telephone number); the benefit it is about is named."""
        refused = self.messages.refuse("not_in_documents", place=self._place_asked_about)
        everything = [subject.id for subject in self.meaning.subjects]
        text, citations = refused.answer, Citations(self.house.catalogue)
        for document in self.lists:
            numbers = dict.fromkeys(key.split(".")[0] for key in self.house.subjects.of(everything, document))
            if numbers:
                text += "\n\n" + self.messages.nearest(document, tuple(numbers))
                self._cite_items(citations, [(document, number) for number in numbers])
        return self._say(text, citations=citations, refused=refused.refusal, subjects=self.asked_subjects)

    @property
    def _place_asked_about(self) -> str:
        return self.meaning.regions[0].code if self.meaning.regions else self.conversation.documents[0]

    def _search(self) -> Answered:
        """The words of the documents that answer, or that there are none."""
        documents = self.conversation.documents or None
        found = self.house.searcher().search(
            self.text, documents=documents, as_of=self.today, limit=MOST_QUOTED
        )
        if found.abstained:
            return self._refuse("not_in_any_document") if documents is None else self._refuse_here()
        passages = [
            Passage(hit.passage.document, hit.passage.item, hit.passage.section, hit.unit.span)
            for place, hit in enumerate(found.passages)
            if place == 0 or hit.score >= LEAST_LIKELY
        ]
        citations = Citations(self.house.catalogue)
        for passage in passages:
            citations.cite(passage)
        text = self.renderer.quoted(passages, self.meaning.language)
        if self.intent == "when":
            # How often, from when, on which day: the item says it in more than one sentence.
            items = [(one.document, one.item) for one in passages[:1] if one.item is not None]
            self._cite_items(citations, items)
            text = "\n\n".join([text, *(self.renderer.item(*item, self.meaning.language) for item in items)])
        return self._say(text, citations=citations)

    def _quote_items(self, items: Sequence[tuple[str, str]]) -> Answered:
        show = self.renderer.departments if self.intent == "department" else self.renderer.item
        text = "\n\n".join(show(document, number, self.meaning.language) for document, number in items)
        citations = Citations(self.house.catalogue)
        self._cite_items(citations, items)
        return self._say(text, citations=citations, subjects=self.asked_subjects)

    def _cite_items(self, citations: Citations, items: Sequence[tuple[str, str]]) -> None:
        for document, number in items:
            for row in self.house.catalogue.lists[document].items[number].rows:
                for cell in row.cells.values():
                    if cell.role not in ("number", "category", "kind"):
                        citations.cite(Passage(document, number, None, cell.span))

    # --- the ends -----------------------------------------------------------------------------------------

    def _ask_region(self) -> Answered:
        hukou = self.house.catalogue.vocabulary.facts["hukou"]
        question = Question(fact=hukou.name, text=self.messages.say("ask_region"))
        answered = self._say(question.text, intent_to_go_on=self.intent, subjects=self.asked_subjects)
        return Answered(answered.reply.model_copy(update={"questions": (question,)}), answered.conversation)

    def _say(
        self,
        text: str,
        *,
        citations: Citations | None = None,
        refused: Refusal | None = None,
        intent_to_go_on: Intent | None = None,
        subjects: tuple[str, ...] = (),
    ) -> Answered:
        reply = self.wire.reply((), answer=text, intent=self.meaning.intent, refused=refused)
        persons = self._everybody(())
        reply = reply.model_copy(
            update={
                "regions": self.conversation.documents,
                "persons": persons,
                "facts": persons[0].facts if persons else {},
                "citations": citations.all if citations is not None else (),
                "warnings": self._warnings(self.conversation.documents if citations is not None else ()),
            }
        )
        conversation = replace(
            self.conversation,
            asked=None,
            intent=intent_to_go_on or self.conversation.intent,
            subjects=subjects or self.conversation.subjects,
        )
        return Answered(reply, conversation)

    def _everybody(self, judged: Sequence[PersonAssessment]) -> tuple[PersonOut, ...]:
        """Everybody spoken of in the conversation, so that a verdict's person is the same one in every reply."""
        found = {person.index: person.assessment for person in judged}
        told = []
        for index, person in enumerate(self.conversation.persons):
            known = (
                stated(self.house.catalogue, found[index])
                if index in found
                else person.known(self.house.catalogue.vocabulary.unknown, self.today)
            )
            told.append(PersonOut(label=person.label, facts=self.wire.facts(known)))
        return tuple(told) if judged or any(person.is_known for person in self.conversation.persons) else ()

    def _refuse(self, kind: RefusalKind, *, place: str | None = None) -> Answered:
        refused = self.messages.refuse(kind, place=place)
        return self._say(refused.answer, refused=refused.refusal)

    def _judged_reply(
        self, text: str, people: Sequence[PersonAssessment], only: tuple[str, ...] | None
    ) -> Answered:
        if self.meaning.intent == "injection":
            text = f"{self.messages.refuse('claimed_rule').refusal.message}\n\n{text}"
        # Every benefit of the list has been judged, whichever the answer speaks of.
        reply = self.wire.reply(people, answer=text, intent=self.meaning.intent)
        persons = self._everybody(people)
        of_these = {question.fact for question in self.wire.questions(people, only)}
        questions = tuple(
            sorted(
                reply.questions,
                key=lambda question: (
                    question.fact in self.conversation.unanswered,
                    question.fact not in of_these,
                ),
            )
        )
        reply = reply.model_copy(
            update={
                "persons": persons,
                "facts": persons[0].facts if persons else {},
                "questions": questions,
                "warnings": self._warnings(reply.regions),
            }
        )
        conversation = replace(
            self.conversation,
            asked=questions[0].fact if questions else None,
            intent=self.intent,
            subjects=self.asked_subjects,
        )
        return Answered(reply, conversation)

    def _warnings(self, documents: Sequence[str]) -> tuple[Warned, ...]:
        policies = [self.house.catalogue.policies[document] for document in documents]
        found: list[Warned] = []
        if any(policy.status == "draft" for policy in policies):
            found.append("draft")
        if any(policy.status != "draft" and not policy.in_force_on(self.today) for policy in policies):
            found.append("not_in_force")
        if self.step.implausible:
            found.append("age_implausible")
        return tuple(found)
