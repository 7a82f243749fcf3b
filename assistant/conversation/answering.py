"""What the engine and the search find for a message becomes one reply, with a tool or without."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.conversation.case import LIKELY, LOOK_UPS, SURE, Case, People
from assistant.conversation.handing_over import HandOver, HandOverReason, new_reference
from assistant.conversation.memory import Conversation
from assistant.conversation.routing import NotHeld, Refuse, Say
from assistant.eligibility.prospects import remedies
from assistant.eligibility.questions import cash_a_year
from assistant.eligibility.rules import Benefit
from assistant.replies.citing import Citations, Passage, is_dated, passage_of
from assistant.replies.contract import Language, PersonOut, Question, Refusal, Reply, Warned
from assistant.replies.messages import Messages, RefusalKind
from assistant.replies.names import PersonAssessment
from assistant.replies.render import Aspect, Renderer
from assistant.replies.told import stated
from assistant.replies.wire import Wire
from assistant.retrieval.found import Hit

Key = tuple[str, str]
"""A document and a benefit of its list ("item.benefit") or an item."""
ELSEWHERE: tuple[RefusalKind, ...] = ("uncovered_region", "not_in_documents")
MOST_SENTENCES = 3
MOST_CHANGES = 4


@dataclass(frozen=True)
class Answered:
    """A reply, what it rests on, and the conversation as it is to be remembered after it."""

    reply: Reply
    conversation: Conversation
    people: People = ()
    before: People = ()
    only: frozenset[Key] = frozenset()
    """The benefits that the answer has to tell of."""
    is_whole: bool = False
    """Whether the answer has to tell of everything that is due."""
    stated: tuple[str, ...] = ()
    """Words that stand for themselves: a reference number, who has issued a document."""
    handover: HandOver | None = None


@dataclass(frozen=True)
class Answering:
    """Answers one message; nothing of it outlives the message."""

    case: Case

    @cached_property
    def messages(self) -> Messages:
        """The short replies in the language of the message."""
        return Messages(self.case.catalogue, self.case.meaning.language)

    @cached_property
    def wire(self) -> Wire:
        """Puts results into the shape of the contract."""
        return Wire(self.case.catalogue, self.case.meaning.language)

    @cached_property
    def renderer(self) -> Renderer:
        """Tells results in words."""
        return Renderer(self.case.catalogue)

    # --- what the tools answer --------------------------------------------------------------------------------

    def check(self, aspect: Aspect | None, items: Sequence[Key] = ()) -> Answered:
        """Everything that the lists hold for the persons spoken of, or how single benefits stand."""
        case, people = self.case, self.case.judged.people
        keys = tuple(items) or (
            tuple(self._changeable(people)) if aspect == "change" and not case.supposed else ()
        )
        if case.supposed is not None and not keys and not case.is_elsewhere:
            text = self.renderer.changes(people, case.supposed, self._language)
            return self._judged(text, case.supposed, (), people)
        shown = case.supposed or people
        if not keys:
            told = self._judged(self._entitlements(shown), shown, (), case.as_before)
            # What is read out in a quarter of a minute tells the first of it.
            return replace(told, is_whole=case.is_anybody_known and case.audience != "hotline")
        text = self._focus(shown, keys, aspect or "eligibility")
        if case.is_anybody_known:
            return self._judged(text, shown, keys, people)
        # Of nobody in particular, what the list says is as good an answer.
        items = list(dict.fromkeys((document, key.split(".")[0]) for document, key in keys))
        words = [self.renderer.item(document, number, self._language) for document, number in items]
        return self._judged("\n\n".join([text, *words]), shown, keys, people, shown_items=items)

    def compare(self, items: Sequence[Key]) -> Answered:
        """Benefits of several lists side by side."""
        people = self.case.supposed or self.case.judged.people
        by_document = {one: [key for document, key in items if document == one] for one in self.case.lists}
        text = self.renderer.comparison(people, by_document, self._language)
        numbers = list(dict.fromkeys((document, key.split(".")[0]) for document, key in items))
        return self._judged(text, people, items, shown_items=numbers)

    def show(self, items: Sequence[Key], *, departments: bool = False) -> Answered:
        """Items of a list word for word, or who answers for them."""
        told = [
            self.renderer.departments(*item, self._language) if departments else self._item(*item)
            for item in items
        ]
        citations = Citations(self.case.catalogue)
        self._cite_items(citations, items)
        case = self.case
        goes_on = case.intent == "department" and len(case.queries) > 1
        if (case.intent != "department" or goes_on) and not case.meaning.item_numbers:
            told += self._said_in_the_body(citations, items)
        answered = self._said("\n\n".join(told), citations=citations, subjects=case.subjects)
        about = tuple(f"{document} {number}" for document, number in items)
        query = case.before.query if case.is_bare else case.text_without_places
        return self._looked_up(answered, query, about)

    def show_documents(self, documents: Sequence[str]) -> Answered:
        """What documents are: number, days, issuer and standing."""
        citations = Citations(self.case.catalogue)
        policies = [self.case.catalogue.policies[document] for document in documents]
        for policy in policies:
            days = (day.quote for day in policy.stated_dates.values())
            for words in (policy.number, *days):
                for span in policy.source.occurrences(words)[:1] if words else ():
                    section = policy.section_at(span.start)
                    citations.cite(Passage(policy.id, None, section.path if section else None, span))
        text = "\n\n".join(self.renderer.document(policy.id, self._language) for policy in policies)
        best = self.case.found.answer
        if best is not None and best.score >= SURE:
            citations.cite(_passage(best))
            text += "\n\n" + self.renderer.quoted([_passage(best)], self._language)
        answered = self._said(text, citations=citations)
        counts = (
            str(len(one.items)) for one in map(self.case.catalogue.lists.get, documents) if one is not None
        )
        return replace(answered, stated=(*(policy.issuer for policy in policies), *counts))

    def search(self, query: str, within: Sequence[str] = ()) -> Answered:
        """The words of the documents that answer, or that there are none; or what passages known by their ids say."""
        if within:
            return self._asked_of(query, within)
        documents = self.case.conversation.documents or None
        found = self.case.find(query)
        if found.abstained:
            return self._not_held() if documents else self._refused("not_in_any_document")
        # Of several places each has its say.
        best = (
            {hit.passage.document: hit for hit in reversed(found.passages)}
            if len(documents or ()) > 1
            else {}
        )
        passages = [
            _passage(hit)
            for place, hit in enumerate(found.passages)
            if place == 0 or hit.score >= LIKELY or best.get(hit.passage.document) is hit
        ]
        citations = Citations(self.case.catalogue)
        passages += [one for one in _rest(found.passages[0]) if one not in passages]
        for passage in passages:
            citations.cite(passage)
        text = self.renderer.quoted(passages, self._language)
        if len(passages) == 1 or self.case.intent == "when" or self.case.leaning.asks_text:
            # How often, from when, for whom, who pays: the item says it in more than one sentence.
            items = [(one.document, one.item) for one in passages[:1] if one.item is not None]
            self._cite_items(citations, items)
            text = "\n\n".join([text, *(self._item(*item) for item in items)])
        about = tuple(
            f"{one.document} {one.item or one.section}" for one in passages[:1] if one.item or one.section
        )
        asked = self.case.text_without_places if query == self.case.text else query
        answered = self._looked_up(self._said(text, citations=citations), asked, about)
        # What was found by its words has no name but that of the item where it was found.
        return replace(answered, conversation=replace(answered.conversation, subjects=()))

    def _asked_of(self, query: str, passages: Sequence[str]) -> Answered:
        """What passages say that were spoken of before: the answering words, and of an item the whole."""
        hits = self.case.house.searcher().within(query, passages)
        citations = Citations(self.case.catalogue)
        told = []
        for hit in hits:
            for passage in (_passage(hit), *_rest(hit)):
                citations.cite(passage)
            told.append(self.renderer.quoted([_passage(hit), *_rest(hit)], self._language))
            if hit.passage.item is not None:
                item = (hit.passage.document, hit.passage.item)
                self._cite_items(citations, [item])
                told.append(self._item(*item))
        answered = self._said("\n\n".join(told), citations=citations)
        # It goes on about the same: what was searched for stays what it was.
        before = self.case.before
        return self._looked_up(answered, before.query, before.about)

    def _said_in_the_body(self, citations: Citations, items: Sequence[Key]) -> Iterator[str]:
        """What the body of a document says beside its list: what was found, and from when an item holds."""
        found = [_passage(hit) for hit in self.case.found.passages if hit.score >= LIKELY]
        found += [passage for document, number in items for passage in self._dated(document, number)]
        body = list(dict.fromkeys(passage for passage in found if passage.section is not None))
        for passage in body:
            citations.cite(passage)
        if body:
            yield self.renderer.quoted(body, self._language)

    def _dated(self, document: str, number: str) -> Iterator[Passage]:
        """Where the text dates an item apart from the document."""
        catalogue = self.case.catalogue
        policy, rulebook = catalogue.policies[document], catalogue.rulebooks[document]
        for benefit in rulebook.benefits:
            if benefit.item == number and benefit.valid is not None and is_dated(benefit, policy):
                yield passage_of(policy, catalogue.lists[document], benefit.valid.quote)

    def _looked_up(self, answered: Answered, query: str | None, about: tuple[str, ...]) -> Answered:
        """Remembers what was looked up, for a message that goes on from it."""
        asked = self.case.intent if self.case.intent in LOOK_UPS else "document"
        kept = replace(answered.conversation, looked_up=asked, query=query, about=about, due=())
        return replace(answered, conversation=kept)

    def hand_over(self, reason: HandOverReason) -> Answered:
        """Hand the conversation to a human being."""
        return self._handed_over(self._said(self.messages.say("handover")), reason)

    # --- what needs no tool -------------------------------------------------------------------------------------

    def without_tool(self, route: Say | Refuse | NotHeld) -> Answered:
        """A short reply, or that there is no answer."""
        match route:
            case Refuse(kind, place):
                answered = self._refused(kind, place)
                return self._handed_over(answered, kind) if kind == "distress" else answered
            case NotHeld():
                return self._not_held()
            case Say("ask_region"):
                return self._ask_region()
            case Say(message):
                return self._said(self.messages.say(message))

    def _ask_region(self) -> Answered:
        hukou = self.case.catalogue.vocabulary.facts["hukou"]
        question = Question(fact=hukou.name, text=self.messages.say("ask_region"))
        answered = self._said(question.text, subjects=self.case.subjects)
        conversation = replace(answered.conversation, intent=self.case.intent)
        return Answered(answered.reply.model_copy(update={"questions": (question,)}), conversation)

    def _not_held(self) -> Answered:
        """Nothing is said of it; the items that come nearest are named."""
        case, catalogue = self.case, self.case.catalogue
        refused = self.messages.refuse("not_in_documents", place=case.place_asked_about)
        everything = [one.id for one in case.meaning.subjects] or case.conversation.subjects
        text, citations = refused.answer, Citations(catalogue)
        for document in case.lists:
            keys = case.house.subjects.of(everything, document)
            numbers = dict.fromkeys(key.split(".")[0] for key in keys)
            if numbers:
                text += "\n\n" + self.messages.nearest(document, tuple(numbers))
                self._cite_items(citations, [(document, number) for number in numbers])
        return self._said(text, citations=citations, refused=refused.refusal, subjects=case.subjects)

    def _refused(self, kind: RefusalKind, place: str | None = None) -> Answered:
        refused = self.messages.refuse(kind, place=place)
        answered = self._said(refused.answer, refused=refused.refusal, subjects=self.case.subjects)
        if kind not in ELSEWHERE or self.case.intent in LOOK_UPS:
            return answered
        # The same may be asked of another place next.
        kept = replace(answered.conversation, intent=self.case.intent, query=self.case.text_without_places)
        return replace(answered, conversation=kept)

    def _handed_over(self, answered: Answered, reason: HandOverReason) -> Answered:
        case, reply = self.case, answered.reply
        items = {f"{citation.document} {citation.item}" for citation in reply.citations if citation.item}
        handover = HandOver(
            reference=new_reference(case.today),
            day=case.today,
            reason=reason,
            question=case.text,
            facts=tuple({"label": person.label, **person.facts} for person in reply.persons),
            items=tuple(sorted(items | {f"{one} {key.split('.')[0]}" for one, key in self._spoken_of})),
        )
        text = f"{reply.answer}\n\n{self.messages.handed_over(handover.reference)}"
        reply = reply.model_copy(update={"answer": text})
        return replace(answered, reply=reply, handover=handover, stated=(handover.reference,))

    @property
    def _spoken_of(self) -> Iterator[Key]:
        """The benefits that the conversation was about."""
        for document in self.case.lists:
            subjects = self.case.subjects or self.case.conversation.subjects
            yield from ((document, key) for key in self.case.house.subjects.of(subjects, document))

    # --- how a judgement is told ----------------------------------------------------------------------------------

    def _entitlements(self, people: People) -> str:
        case = self.case
        if not case.is_anybody_known:
            return self.messages.ask_age(case.lists[0])
        return self.renderer.entitlements(
            people,
            case.audience,
            self._language,
            before=case.as_before if case.is_corrected else (),
            asked=self._tried,
        )

    def _focus(self, people: People, items: Sequence[Key], aspect: Aspect) -> str:
        """Single benefits, list by list: the same number means another thing in another list."""
        by_document = {one: [key for document, key in items if document == one] for one, _ in items}
        return "\n\n".join(
            self.renderer.focus(
                [person for person in people if person.assessment.document == document],
                keys,
                aspect,
                self.case.audience,
                self._language,
                asked=self._tried,
                yearly=self.case.asks_by_year,
            )
            for document, keys in by_document.items()
        )

    def _changeable(self, people: People) -> Iterator[Key]:
        """The benefits that time or the person could change, list by list those that pay most first."""
        for document in self.case.lists:
            found: dict[str, float] = {}
            for person in people:
                if person.assessment.document == document:
                    for point in self.case.catalogue.turning_points(person.assessment):
                        found[point.benefit.key] = cash_a_year(point.benefit)
                    for verdict in person.assessment.verdicts:
                        if verdict.status == "not_eligible" and self._has_remedy(person, verdict.benefit):
                            found[verdict.benefit.key] = cash_a_year(verdict.benefit)
            best = sorted(found, key=lambda key: -found[key])[:MOST_CHANGES]
            yield from ((document, key) for key in best)

    def _has_remedy(self, person: PersonAssessment, benefit: Benefit) -> bool:
        assessment, catalogue = person.assessment, self.case.catalogue
        rulebook, facts = catalogue.rulebooks[assessment.document], catalogue.vocabulary.facts
        return bool(remedies(rulebook, benefit, assessment.said, facts, assessment.as_of))

    def _item(self, document: str, number: str) -> str:
        """An item word for word; that it states no amount, where one is asked for."""
        return self.renderer.item(document, number, self._language, priced=self.case.slot == "money")

    # --- the ends ---------------------------------------------------------------------------------------------------

    def _said(
        self,
        text: str,
        *,
        citations: Citations | None = None,
        refused: Refusal | None = None,
        subjects: tuple[str, ...] = (),
    ) -> Answered:
        conversation = self.case.conversation
        reply = self.wire.reply((), answer=text, intent=self.case.meaning.intent, refused=refused)
        persons = self._everybody(())
        reply = reply.model_copy(
            update={
                "regions": conversation.documents,
                "persons": persons,
                "facts": persons[0].facts if persons else {},
                "citations": citations.all if citations is not None else (),
                "warnings": self._warnings(conversation.documents if citations is not None else ()),
            }
        )
        kept = replace(conversation, asked=None, subjects=subjects or conversation.subjects)
        return Answered(reply, kept)

    def _judged(
        self,
        text: str,
        people: People,
        only: Sequence[Key],
        before: People = (),
        shown_items: Sequence[Key] = (),
    ) -> Answered:
        case = self.case
        if case.meaning.supposition and case.supposed is None and not case.is_elsewhere:
            text = f"{self.messages.say('supposition_unclear')}\n\n{text}"
        if case.is_unclear:
            text = f"{self.messages.say('unclear')}\n\n{text}"
        if case.meaning.intent == "injection":
            text = f"{self.messages.refuse('claimed_rule').refusal.message}\n\n{text}"
        # Every benefit of the list has been judged, whichever the answer speaks of.
        reply = self.wire.reply(people, answer=text, intent=case.meaning.intent)
        if shown_items:
            more = Citations(case.catalogue)
            self._cite_items(more, shown_items)
            citations = tuple(dict.fromkeys((*reply.citations, *more.all)))
            reply = reply.model_copy(update={"citations": citations})
        persons = self._everybody(people)
        of_these = {
            question.fact for question in self.wire.questions(people, [key for _, key in only] or None)
        }
        questions = tuple(
            sorted(reply.questions, key=lambda one: (one.fact in self._tried, one.fact not in of_these))
        )
        reply = reply.model_copy(
            update={
                "persons": persons,
                "facts": persons[0].facts if persons else {},
                "questions": questions,
                "warnings": self._warnings(reply.regions),
            }
        )
        asked = questions[0].fact if questions else None
        still = () if case.tells or case.is_elsewhere else case.before.about
        about = tuple(f"{document} {key}" for document, key in only or case.in_mind) or still
        kept = replace(
            case.conversation,
            asked=asked,
            intent=case.intent,
            subjects=case.subjects,
            looked_up=None,
            query=None,
            about=about,
            case_intent="eligibility" if case.intent in LOOK_UPS else case.intent,
            case_about=about,
            due=() if only else tuple(_due(people)),
        )
        return Answered(reply, kept, people, before, frozenset(only))

    def _everybody(self, judged: People) -> tuple[PersonOut, ...]:
        """Everybody spoken of in the conversation, so that a verdict's person is the same one in every reply."""
        case, found = self.case, {person.index: person.assessment for person in judged}
        told = []
        for index, person in enumerate(case.conversation.persons):
            known = (
                stated(case.catalogue, found[index])
                if index in found
                else person.known(case.catalogue.vocabulary.unknown, case.today)
            )
            told.append(PersonOut(label=person.label, facts=self.wire.facts(known)))
        is_anybody_known = any(person.is_known for person in case.conversation.persons)
        return tuple(told) if judged or is_anybody_known else ()

    def _cite_items(self, citations: Citations, items: Sequence[Key]) -> None:
        for document, number in items:
            for row in self.case.catalogue.lists[document].items[number].rows:
                for cell in row.cells.values():
                    if cell.role not in ("number", "category", "kind"):
                        citations.cite(Passage(document, number, None, cell.span))

    def _warnings(self, documents: Sequence[str]) -> tuple[Warned, ...]:
        policies = [self.case.catalogue.policies[document] for document in documents]
        found: list[Warned] = []
        if any(policy.status == "draft" for policy in policies):
            found.append("draft")
        if any(policy.status != "draft" and not policy.in_force_on(self.case.today) for policy in policies):
            found.append("not_in_force")
        if self.case.step.implausible:
            found.append("age_implausible")
        return tuple(found)

    @property
    def _language(self) -> Language:
        return self.case.meaning.language

    @property
    def _tried(self) -> frozenset[str]:
        """Facts that were asked for and not told."""
        return self.case.conversation.unanswered


def _due(people: People) -> Iterator[str]:
    """The benefits whose conditions are met, list by list."""
    met = {
        f"{verdict.benefit.document} {verdict.benefit.key}": None
        for person in people
        for verdict in person.assessment.verdicts
        if verdict.status == "eligible"
    }
    yield from met


def _passage(hit: Hit) -> Passage:
    """The answering sentence of a hit, where it stands."""
    return Passage(hit.passage.document, hit.passage.item, hit.passage.section, hit.unit.span)


def _rest(hit: Hit) -> Iterator[Passage]:
    """What else the measure says that answers: the next likeliest sentences of it, and who is responsible."""
    if hit.passage.section is not None:
        likely = hit.units[1:MOST_SENTENCES]
        responsible = [
            unit for unit in hit.passage.units if unit.role == "responsible" and unit not in likely
        ]
        for unit in (*likely, *responsible):
            if unit != hit.unit:
                yield Passage(hit.passage.document, None, hit.passage.section, unit.span)
