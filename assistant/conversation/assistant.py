"""The assistant: one message of one session in, one reply of the contract out."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from assistant.conversation.answering import Answerer
from assistant.conversation.memory import Conversation, Memory
from assistant.conversation.privacy import redact
from assistant.conversation.remembering import remember
from assistant.conversation.subjects import Subjects
from assistant.eligibility.catalogue import Catalogue, load_catalogue
from assistant.language import Context, Language, Reader
from assistant.policies.folding import fold
from assistant.replies.contract import Audience, Reply
from assistant.replies.script import in_script
from assistant.replies.words import load_wording
from assistant.retrieval.searcher import Searcher
from assistant.settings import Settings

FEW_WORDS = 4


@dataclass(frozen=True)
class Assistant:
    """Understands, judges and answers. What it remembers of a session stays in this process."""

    catalogue: Catalogue
    reader: Reader
    answerer: Answerer
    memory: Memory

    @classmethod
    def load(cls, settings: Settings) -> "Assistant":
        """Read the corpus; raises the named error of whatever is at fault in it."""
        catalogue = load_catalogue(settings.corpus)
        reader = Reader.load(settings.corpus, catalogue.vocabulary, catalogue.places)
        subjects = Subjects.load(settings.corpus, catalogue)
        answerer = Answerer(catalogue, subjects, cache(lambda: Searcher.open(settings.corpus)))
        return cls(catalogue, reader, answerer, Memory())

    def reply(self, text: str, *, session: str, audience: Audience, today: date) -> Reply:
        """Read, remember, judge, answer. `today` is the day from which ages and validity are reckoned."""
        before = self.memory.recall(session)
        meaning = self.reader.read(text, _context(before, today))
        meaning = replace(meaning, language=_language(text, meaning.language, before.language))
        if meaning.intent == "restart":
            self.memory.forget(session)
            before = Conversation()
        step = remember(before, meaning, self.catalogue.vocabulary.facts, _nobody(meaning.language))
        # What is searched for, and so embedded, holds no number that belongs to somebody.
        answered = self.answerer.answer(redact(text).text, meaning, before, step, audience, today)
        self.memory.keep(session, replace(answered.conversation, language=meaning.language))
        return answered.reply


def _context(conversation: Conversation, today: date) -> Context:
    """What the reader may lean on."""
    return Context(
        today=today,
        persons=tuple(person.label for person in conversation.persons),
        current=conversation.in_focus[-1] if conversation.in_focus else None,
        documents=conversation.documents,
        asked=conversation.asked,
    )


def _language(text: str, read: Language, before: Language | None) -> Language:
    """A message that is the same in two languages (a name, a number, 四方台) goes on in that of the conversation."""
    if before is None or read == before:
        return read
    if any(character.isascii() and character.isalpha() for character in text):
        return before if before == "en" and text.isascii() and len(text.split()) < FEW_WORDS else read
    tells = in_script(text, "zh-Hant") != text or fold(text) != text
    return before if before != "en" and not tells else read


def _nobody(language: str) -> str:
    """What somebody is called whom nobody has named: the first such word of the reply's language."""
    words = load_wording().lists["people.nobody"]
    return next(word for word in words if word.isascii() == (language == "en"))
