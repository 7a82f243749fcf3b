"""The assistant: one message of one session in, one reply of the contract out."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from assistant.conversation.answering import Answerer
from assistant.conversation.memory import Conversation, Memory
from assistant.conversation.remembering import remember
from assistant.conversation.subjects import Subjects
from assistant.eligibility.catalogue import Catalogue, load_catalogue
from assistant.language import Context, Reader
from assistant.replies.contract import Audience, Reply
from assistant.replies.words import load_wording
from assistant.retrieval.searcher import Searcher
from assistant.settings import Settings


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
        if meaning.intent == "restart":
            self.memory.forget(session)
            before = Conversation()
        step = remember(before, meaning, self.catalogue.vocabulary.facts, _nobody(meaning.language))
        answered = self.answerer.answer(text, meaning, before, step, audience, today)
        self.memory.keep(session, answered.conversation)
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


def _nobody(language: str) -> str:
    """What somebody is called whom nobody has named: the first such word of the reply's language."""
    words = load_wording().lists["people.nobody"]
    return next(word for word in words if word.isascii() == (language == "en"))
