"""A message becomes a case: read, remembered, and ready to be answered."""

from dataclasses import dataclass, replace
from datetime import date

from assistant.conversation.answering import Answering
from assistant.conversation.case import LOOK_UPS, Case, House, returns_to_case
from assistant.conversation.elders import elders_only, is_told, tells
from assistant.conversation.leaning import leaned
from assistant.conversation.memory import Conversation
from assistant.conversation.privacy import redact
from assistant.conversation.remembering import remember
from assistant.conversation.turn import Turn
from assistant.language import Context, Language, Meaning, Reader, Statement
from assistant.language.text import HAN
from assistant.language.turns import Leaning
from assistant.policies.folding import fold
from assistant.replies.script import in_script
from assistant.replies.words import load_wording


@dataclass(frozen=True)
class Understanding:
    """Reads messages without a language model; the same for whatever mind answers them."""

    house: House
    reader: Reader

    def of(self, turn: Turn, before: Conversation) -> Answering:
        """The case that a turn makes in a conversation."""
        leaning = self.house.turns.of(turn.said)
        meaning = turn.meaning or self._read(turn.said, leaning, before, turn.today)
        if meaning.intent == "restart":
            before = Conversation()
        goes_on_from = before
        if turn.forgotten is not None:
            index, fact = turn.forgotten
            known = before.persons[index].forgetting(fact)
            known = replace(known, born=None) if fact == "age" else known
            goes_on_from = before.with_person(index, known)
        if returns_to_case(meaning, before) and before.case_about and not meaning.covered:
            documents = dict.fromkeys(about.partition(" ")[0] for about in before.case_about)
            goes_on_from = replace(goes_on_from, documents=tuple(documents))
        facts = self.house.catalogue.vocabulary.facts
        step = remember(goes_on_from, meaning, facts, _nobody(meaning.language))
        # Whatever is searched, embedded, stored or shown to a model holds no number that belongs to somebody.
        text = redact(turn.said).text
        case = Case(self.house, text, meaning, leaning, before, step, turn.audience, turn.today)
        if case.looks_up != meaning.intent:
            meaning = replace(meaning, intent=case.looks_up)
            case = replace(case, meaning=meaning)
        if case.is_of_the_text or (case.is_of_a_measure and not case.meaning.supposition):
            # Whom the words mean is whoever is so; nothing is learned of anybody.
            intent = meaning.intent if meaning.intent in ("amount", "when", *LOOK_UPS) else "document"
            meaning = replace(meaning, intent=intent, persons=())
            step = remember(goes_on_from, meaning, facts, _nobody(meaning.language))
            case = replace(case, meaning=meaning, step=step)
        return Answering(case)

    def _read(self, text: str, leaning: Leaning, before: Conversation, today: date) -> Meaning:
        context = _context(before, today)
        meaning = self.reader.read(text, context)
        if leaning.goes_on and not tells(meaning) and _knows_age(before):
            # A bare number that goes on from an age is one: 六十五呢
            again = self.reader.read(text, replace(context, asked="age"))
            meaning = again if tells(again) else meaning
        meaning = replace(meaning, language=_language(text, meaning.language, before.language))
        meaning = self._without_cities(meaning, before)
        meaning = elders_only(meaning, self.house.turns, leaning)
        return leaned(_supposed(meaning) if leaning.goes_on else meaning, leaning, before)

    def _without_cities(self, meaning: Meaning, before: Conversation) -> Meaning:
        """户口还在河西区没迁: told of somebody in 宁河, it does not ask for what the city says."""
        spoken_of = {*before.documents, *meaning.covered}
        parents = {self.house.catalogue.policies[one].parent for one in spoken_of}
        regions = tuple(
            one
            for one in meaning.regions
            if one.document not in parents or not is_told(meaning, one.start, one.end)
        )
        return meaning if regions == meaning.regions else replace(meaning, regions=regions)


def _supposed(meaning: Meaning) -> Meaning:
    """那到八十岁呢, 半失能的呢: what goes on from what is known of somebody supposes it otherwise."""
    if meaning.correction:
        return meaning
    persons = tuple(
        person if person.is_new else replace(person, statements=tuple(map(_as_supposed, person.statements)))
        for person in meaning.persons
    )
    return replace(meaning, persons=persons, supposition=meaning.supposition or persons != meaning.persons)


def _as_supposed(statement: Statement) -> Statement:
    return replace(statement, mode="supposed") if statement.fact != "sex" else statement


def _knows_age(conversation: Conversation) -> bool:
    return any(person.born is not None or "age" in person.facts for person in conversation.persons)


def _context(conversation: Conversation, today: date) -> Context:
    """What the reader may lean on."""
    return Context(
        today=today,
        persons=tuple(person.label for person in conversation.persons),
        current=conversation.in_focus[-1] if conversation.in_focus else None,
        documents=conversation.documents,
        asked=conversation.asked,
        births=tuple(
            None if person.born is None else (person.born.start, person.born.end)
            for person in conversation.persons
        ),
    )


def _language(text: str, read: Language, before: Language | None) -> Language:
    """A message that is the same in two languages (a name, a number, 四方台) goes on in that of the conversation."""
    if before is None or read == before:
        return read
    if any(character.isascii() and character.isalpha() for character in text):
        return before if before == "en" and text.isascii() else read
    characters = "".join(HAN.findall(text))
    has_script = in_script(characters, "zh-Hant") != characters or fold(characters) != characters
    return before if before != "en" and not has_script else read


def _nobody(language: str) -> str:
    """What somebody is called whom nobody has named: the first such word of the reply's language."""
    words = load_wording().lists["people.nobody"]
    return next(word for word in words if word.isascii() == (language == "en"))
