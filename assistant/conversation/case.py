"""One message in its conversation: what is asked, of whom, of which lists and benefits."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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
from assistant.retrieval.found import Found, Slot
from assistant.retrieval.passages import Kind

if TYPE_CHECKING:  # most messages need no search, and should not wait for its libraries
    from assistant.retrieval.question import Question
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
# What may be asked of a passage that was spoken of before.
OF_A_PASSAGE: frozenset[Intent] = LOOK_UPS | {
    "amount",
    "when",
    "total",
    "inform",
    "entitlements",
    "eligibility",
}
OF_A_MEASURE: frozenset[Intent] = OF_A_PASSAGE | {"change"}
MAY_BE_OF_THE_TEXT: frozenset[Intent] = LOOK_UPS | {"amount", "eligibility", "entitlements", "when"}
MOST_FOUND = 3
SURE = 0.7
"""How likely a passage must be to answer, for the search to be trusted before anything else."""
LIKELY = 0.15
"""How likely, for it to be taken into account beside a likelier one."""
BEYOND_DOUBT = 0.95
"""The same, where a message seems to go on about something else."""
FIGURE = re.compile(r"\d+")

# What only the words of a passage answer, not how somebody stands.
OF_WORDS: frozenset[Slot] = frozenset(
    {"wording", "department", "funding", "frequency", "duration", "definition"}
)
# The cells in which stands who answers for an item, and who pays.
WHO_ANSWERS = ("departments", "responsible", "funding")
# What a message is taken to ask that has no cue of a look-up.
UNTOLD: frozenset[Intent] = frozenset({"document", "entitlements", "inform"})
# What may be asked of a benefit that is described and not named.
DESCRIBES: frozenset[Intent] = frozenset({"amount", "eligibility", "entitlements", "when", "why"})

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
        if self.returns_to_case and self.before.case_intent is not None:
            return self.before.case_intent
        if (meant in ONLY_TOLD or self.is_unclear) and self.conversation.intent is not None:
            return self.conversation.intent
        # Whoever asks for everything, and how much it is, asks for everything.
        everything = meant in ("amount", "eligibility") and "entitlements" in self.meaning.also
        return "entitlements" if meant in ONLY_TOLD or everything else meant

    @cached_property
    def returns_to_case(self) -> bool:
        """Whether, after a text was asked in between, something is told of somebody whose case was put before."""
        return returns_to_case(self.meaning, self.before)

    @property
    def aspect(self) -> Aspect:
        """What of a benefit is asked."""
        if self.intent == "change" and "when" in self.meaning.also:
            return "when"
        if self.intent == "document" and self.slot in OF_WORDS:
            return "when"
        return ASPECTS.get(self.intent, "eligibility")

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The benefits that are asked about, in the words of the vocabulary."""
        if self.returns_to_case:
            return ()
        named = self.asked_about
        if self.intent == "entitlements" and self.is_age_known and (self.leaning.is_broad or not named):
            return ()
        if not named and not self.described and self.intent in (*LOOK_UPS, "why", *ASPECTS):
            # 低保 in 吃低保 says what somebody has; it is not what is asked about, unless nothing else is.
            everything = tuple(subject.id for subject in self.meaning.subjects)
            means_something = self._means_benefits(everything) or not self._subjects_before
            may_be_meant = self.intent not in ASPECTS or self.intent == "why" or not self.is_age_known
            named = everything if means_something and may_be_meant else ()
        same = self.meaning.intent in GOES_ON or (
            self.meaning.intent == "document" and (self.leaning.goes_on or bool(self.meaning.regions))
        )
        # 单这两份一个月加起来多少: the sum of these, not of everything
        these = self.meaning.intent == "total" and self.leaning.points_firmly
        same = same or these or (self.meaning.compare and not self.meaning.regions)
        goes_on = same and self._is_unsaid and (self._leans_back or not self.described)
        goes_on = goes_on and not self._of_another
        return named or (self._subjects_before if goes_on else ())

    @cached_property
    def asked_about(self) -> tuple[str, ...]:
        """The benefits that are named and not, by the same words, told of somebody."""
        named = tuple(s.id for s in self.meaning.subjects if not self.is_told(s.start, s.end))
        if self.intent in ASPECTS and not named:
            # 打官司没钱交诉讼费 tells a need, and asks for what meets it.
            named = tuple(s.id for s in self.meaning.subjects if not self.is_told(s.start, s.end, HELD))
        return named

    def _means_benefits(self, subjects: tuple[str, ...]) -> bool:
        """Whether a list asked about has a benefit of these names."""
        return any(self.house.subjects.of(subjects, one) for one in self.lists)

    @property
    def _subjects_before(self) -> tuple[str, ...]:
        """The benefits that were spoken of last, by their names; in another place, those that mean the same there."""
        before = self.conversation.subjects
        if before or not self.is_elsewhere:
            return before
        named: dict[str, None] = {}
        for document in self.before.documents:
            keys = [key for one, key in self._benefits_of(self.before.about) if one == document]
            named |= dict.fromkeys(self.house.subjects.naming(document, keys))
        return tuple(named)

    @property
    def _leans_back(self) -> bool:
        """Whether what it is about must have been said before: 多少钱一个月, 那种的呢."""
        return self.leaning.leans or self.leaning.points_back

    @property
    def _is_unsaid(self) -> bool:
        """Whether the message leaves what it is about to what was said before."""
        leaning = self.leaning
        return self.meaning.intent != "document" or leaning.goes_on or self._leans_back

    @cached_property
    def items(self) -> tuple[tuple[str, str], ...]:
        """The benefits that are asked about, as document and key ("item.benefit")."""
        persons = [self.conversation.persons[index] for index in self.step.spoken_of]
        known = {fact for person in persons for fact in person.facts}
        subjects = self.house.subjects.widened(self.subjects, known)
        named = tuple((one, key) for one in self.lists for key in self.house.subjects.of(subjects, one))
        if named or self.subjects:
            return named
        return self._with_what_follows(self._items_unnamed)

    @property
    def _items_unnamed(self) -> tuple[tuple[str, str], ...]:
        """The benefits that are asked about without a name."""
        before = self._items_before if self.meaning.intent in GOES_ON else ()
        if self.returns_to_case:
            return before
        if self._of_another:
            return self._of_another
        return before if before and self._leans_back else self.described or before

    def _with_what_follows(self, items: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """With those by way of which these are paid (from 100 on another item), or that another wish leads to."""
        told = {one.fact for person in self.meaning.persons for one in person.statements}
        kinds = ("paid_through", "either") if "tekun_support" in told else ("paid_through",)
        follow = [
            (document, other)
            for document, key in items
            for relation in self.catalogue.rulebooks[document].relations
            if relation.kind in kinds and key in relation.benefits
            for other in relation.benefits
        ]
        return tuple(dict.fromkeys((*items, *follow)))

    @property
    def described(self) -> tuple[tuple[str, str], ...]:
        """The benefits that are asked about by what they are, where everything is not asked for."""
        meant = self.meaning.intent
        asks = meant in DESCRIBES or (
            meant == "document" and self.is_age_known and not self.leaning.names_text
        )
        return self.recognised if asks and not self.leaning.is_broad else ()

    @cached_property
    def _of_another(self) -> tuple[tuple[str, str], ...]:
        """The benefits that the message describes beyond doubt, other than those spoken of last."""
        if self.leaning.points_firmly or not self.before.about:
            return ()
        found = self.recognised if self.meaning.intent in LOOK_UPS else self.described
        best = self.find(self.text).answer if found else None
        sure = best is not None and best.score >= BEYOND_DOUBT
        return found if sure and set(self._benefits_of(self.before.about)).isdisjoint(found) else ()

    @property
    def in_mind(self) -> tuple[tuple[str, str], ...]:
        """The benefits that a message is likely about, though the whole list answers it."""
        meant = self.meaning.intent
        everything = self.leaning.is_broad and meant == "entitlements"
        return () if everything or meant not in DESCRIBES | LOOK_UPS else self.recognised

    @cached_property
    def recognised(self) -> tuple[tuple[str, str], ...]:
        """The benefits that a message describes without their names, where the search is sure: 装扶手能给补吗."""
        if self._means_benefits(self.asked_about) or not has_content(self._untold):
            return ()
        best = self.find(self.text).answer
        if best is None or best.score < SURE or best.passage.item is None or best.unit.role in WHO_ANSWERS:
            return ()
        # 特困, 在家分散供养 is told, not asked for: without it, it would not be found.
        untold = self.find(self._untold)
        ranks = MOST_FOUND if best.score >= BEYOND_DOUBT else 1
        if best.passage not in [hit.passage for hit in (*untold.passages, *untold.nearest)][:ranks]:
            return ()
        item = f"{best.passage.document} {best.passage.item}"
        return tuple(one for one in self._benefits_of((item,)) if one[0] in self.lists)

    @property
    def _items_before(self) -> tuple[tuple[str, str], ...]:
        """The benefits of the items that were spoken of last."""
        if self.returns_to_case:
            return tuple(one for one in self._benefits_of(self.before.case_about) if one[0] in self.lists)
        before = self.conversation.about or (self.conversation.due if self.intent == "department" else ())
        return tuple(one for one in self._benefits_of(before) if one[0] in self.lists)

    def _benefits_of(self, items: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The benefits of items, or single ones, as document and key."""
        for document, _, number in (one.partition(" ") for one in items):
            rulebook = self.catalogue.rulebooks.get(document)
            for benefit in rulebook.benefits if rulebook else ():
                if number in (benefit.item, benefit.key):
                    yield document, benefit.key

    # --- what a message goes on about ------------------------------------------------------------------------

    @cached_property
    def is_bare(self) -> bool:
        """Whether it asks for something without saying of what: 谁牵头."""
        return self._asked.is_bare

    @cached_property
    def looks_up(self) -> Intent:
        """The intent, where no cue told it: how somebody stands, who answers for something, or the very words."""
        meant = self.meaning.intent
        if meant == "document" and (self.puts_case or self.asks_of_case):
            return "eligibility"
        if meant not in UNTOLD or self.tells:
            return meant  # and nothing waits for the search to be opened
        if meant != "document" and not ((self._leans_back and self.before.about) or self.is_bare):
            return meant
        return self.slot if self.slot == "department" or (self.slot == "wording" and self.is_bare) else meant

    @property
    def asks_by_year(self) -> bool:
        """Whether it is asked what sums come to in a year."""
        return self.leaning.by_year and self.intent in ("amount", "total")

    @property
    def puts_case(self) -> bool:
        """Whether somebody's case is told beside the name of a benefit: 70岁，残疾三级，两项补贴什么结果."""
        is_told = not all(map(is_anybody, self.meaning.persons)) and self.is_age_known
        names = bool(self.asked_about or self.meaning.item_numbers)
        return is_told and names and self.tells and not self.leaning.names_body and self.slot not in OF_WORDS

    @property
    def asks_about_named_document(self) -> bool:
        """Whether the day or the number of a document is asked, that is called so, and of no benefit."""
        return self.leaning.asks_about_named and not self.meaning.subjects

    @property
    def asks_of_case(self) -> bool:
        """Whether a benefit that is described is asked of a case put before: 重阳节那份钱呢，也得看户口."""
        of_text = self.leaning.asks_text or self.leaning.names_text or self.slot in OF_WORDS
        was_judged = self.before.looked_up is None and bool(self.before.case_intent)
        return was_judged and self.is_age_known and not of_text and bool(self.described)

    @cached_property
    def slot(self) -> Slot:
        """What a message asks of a passage, as the search reads it."""
        return self._asked.slot

    @cached_property
    def _asked(self) -> "Question":
        return self.house.searcher().read(self.text)

    @cached_property
    def focus(self) -> tuple[str, ...]:
        """The passages spoken of last, by their ids, where the message asks of them without saying so."""
        meaning, before = self.meaning, self.before
        if not before.about or meaning.intent not in OF_A_PASSAGE or self.is_elsewhere or self.tells:
            return ()
        if (
            meaning.item_numbers
            or meaning.not_held
            or (before.looked_up is None and meaning.intent != "document")
        ):
            return ()
        about = tuple(dict.fromkeys(map(_passage_id, before.about)))
        if self.leaning.names_list and not any("/item/" in one for one in about):
            # 清单里这一项: not the measure of the body that was quoted.
            return ()
        if self.leaning.names_body and not any("/body/" in one for one in about):
            return ()
        if not set(self._named_here) <= set(self._benefits_of(before.about)):
            return ()
        own = self.find(self.text).answer
        likely = own.score if own is not None and own.passage.id not in about else 0.0
        if self.is_bare or (self.leaning.points_at_words and likely < BEYOND_DOUBT):
            return about
        # 规划上按人头又是多少平: short as it is, another text surely answers it
        short = self.leaning.leans and likely < SURE
        leans = short or self.leaning.points_back or meaning.intent in ("wording", "department")
        leans = leans or (before.looked_up is None and self.leaning.names_text)
        # 三百是一个月还是一年: what another text answers, but not surely, is asked of what was spoken of
        unsure = own is not None and likely < SURE and not meaning.regions and not meaning.subjects
        leans = leans or unsure
        return about if (leans and likely < BEYOND_DOUBT) or (own is None and self.leaning.names_text) else ()

    @property
    def _named_here(self) -> Iterator[tuple[str, str]]:
        subjects = [subject.id for subject in self.meaning.subjects]
        for document in self.lists:
            yield from ((document, key) for key in self.house.subjects.of(subjects, document))

    @cached_property
    def queries(self) -> tuple[str, ...]:
        """What may be searched for, the likeliest first: a message may go on from what was searched for last."""
        before, leaning = self.conversation.query, self.leaning
        # 宁河的也是这个数吗 asks the same of another place.
        elsewhere = (
            self.meaning.regions and not self.meaning.subjects and self.conversation.looked_up is not None
        )
        leans = leaning.goes_on or elsewhere or (leaning.leans and not self.meaning.subjects)
        if leaning.names_body and not self.meaning.subjects:
            # 正文里呢: of what was spoken of, where a list answered.
            return (self.text, " ".join((before or "", *self.before.subjects, self.text_without_places)))
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
        return self._without((place.start, place.end) for place in self.meaning.regions)

    @cached_property
    def _untold(self) -> str:
        """The message without what it tells of somebody: what is left asks."""
        told = [(one.start, one.end) for person in self.meaning.persons for one in person.statements]
        return self._without([*told, *((place.start, place.end) for place in self.meaning.regions)])

    def _without(self, spans: Iterable[tuple[int, int]]) -> str:
        words = list(self.text)
        for start, end in spans:
            words[start:end] = " " * (end - start)
        return "".join(words)

    @cached_property
    def found(self) -> Found:
        """What the texts of the places asked about say of it."""
        return self.find(self.query)

    def find(self, query: str) -> Found:
        """What the texts of the places asked about say of anything."""
        if query not in self.searched:
            found = self._search(query, "item") if self.leaning.names_list else None
            if found is None or found.abstained:
                found = self._search(query, "measure" if self.leaning.names_body else None)
            self.searched[query] = found
        return self.searched[query]

    def _search(self, query: str, kind: Kind | None) -> Found:
        documents = self.conversation.documents
        return self.house.searcher().search(
            query,
            documents=documents or None,
            as_of=self.today,
            kinds=None if kind is None else (kind,),
            limit=max(MOST_FOUND, len(documents)),
        )

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

    @cached_property
    def is_said(self) -> bool:
        """Whether a text surely says what is asked."""
        best = self.found.answer
        return best is not None and (best.score >= SURE or self.leaning.names_text)

    @cached_property
    def is_of_a_measure(self) -> bool:
        """Whether a question about nobody asks what only the body of a document says, and it surely does."""
        meaning = self.meaning
        if meaning.intent not in OF_A_MEASURE or not self.leaning.is_question:
            return False
        if not has_content(self.text_without_places):
            return False
        known = any(person.is_known for person in self.before.persons)
        leans = self._leans_back and (bool(self.before.about) or known)
        if leans or not (all(map(is_anybody, meaning.persons)) or self._only_names(meaning)):
            return False
        best = self.find(self.text).answer
        # 公办养老院空着的床: the name of a benefit may stand in a question of something else
        sure = BEYOND_DOUBT if meaning.subjects else SURE
        return best is not None and best.score >= sure and best.passage.item is None

    def _only_names(self, meaning: Meaning) -> bool:
        """替我妈问一句，方案里头写没写: somebody is named, and it is the text that is asked."""
        ages = any(one.fact == "age" for person in meaning.persons for one in person.statements)
        return self.leaning.names_text and not ages and not any(person.birth for person in meaning.persons)

    @cached_property
    def goes_on_in_texts(self) -> bool:
        """Whether, after texts were searched, those of another place surely answer a question about nobody."""
        asks_on = self.before.looked_up is not None and self.is_elsewhere and self.leaning.is_question
        if not asks_on or self.tells or self.meaning.subjects or not self.is_about_nobody:
            return False
        return self.meaning.intent in OF_A_MEASURE and self.is_said

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
    def is_about_nobody(self) -> bool:
        """Whether of nobody the message is about more is known than a place."""
        return all(self.conversation.persons[index].is_anybody for index in self.step.spoken_of)

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


def returns_to_case(meaning: Meaning, before: Conversation) -> bool:
    """Whether, after a text was asked in between, something is told of somebody whose case was put before."""
    asked_in_between = before.looked_up is not None and before.case_intent is not None
    only_told = {meaning.intent, *meaning.also} <= ONLY_TOLD
    return asked_in_between and only_told and tells(meaning) and not meaning.subjects


def _passage_id(about: str) -> str:
    """The passage of an item, a benefit or a section that was spoken of."""
    document, _, number = about.partition(" ")
    return f"{document}/item/{number.split('.')[0]}" if number[0].isdigit() else f"{document}/body/{number}"
