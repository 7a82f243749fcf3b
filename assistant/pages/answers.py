"""A reply as the article that a person reads: the answer, the next question to tap, its sources, what to do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.eligibility.catalogue import Catalogue
from assistant.pages.fields import Field, Fields
from assistant.pages.markdown import to_html, to_text
from assistant.pages.rendering import render
from assistant.pages.sources import folds, item_address
from assistant.replies.contract import Language, Reply
from assistant.replies.hotline import aloud
from assistant.replies.page import Desk, PageWords
from assistant.replies.script import tongue_of
from assistant.replies.words import Speech


@dataclass(frozen=True)
class Answers:
    """Makes the articles of one desk's conversation. `day` stands on what is printed and copied."""

    catalogue: Catalogue
    desk: Desk
    day: date

    def waiting(self, turn: str, said: str, language: Language) -> str:
        """What was said, while nothing of the answer has come yet."""
        return self._turn(turn, said, language, body=None)

    def coming(self, turn: str, said: str, so_far: str, language: Language) -> str:
        """What was said, with the answer as far as it has come."""
        return self._turn(turn, said, language, body=to_html(so_far, language, lambda *_: None))

    def failed(self, turn: str, said: str, language: Language) -> str:
        """What was said, and that it could not be answered."""
        return self._turn(turn, said, language, body=render("failed", self._words(language)), is_done=True)

    def told(self, turn: str, said: str, answer: str, language: Language) -> str:
        """An exchange of before, of which only the words are known."""
        return self._turn(turn, said, language, body=to_html(answer, language, lambda *_: None), is_done=True)

    def answered(self, turn: str, said: str, reply: Reply, person: int | None) -> str:
        """The whole article; `person` is whose fact its question is about, None where it may be several people's."""
        words = self._words(reply.language)
        html = to_html(
            reply.answer,
            reply.language,
            lambda number, begins: item_address(reply, number, begins, self.catalogue),
        )
        done = render(
            "answered",
            words,
            reply=reply,
            person=person,
            html=html,
            question=self._question(reply, words),
            folds=list(folds(reply, self.catalogue, words)),
            speech="\n".join(speech_lines(reply.answer, reply.language)),
            plain=self.plain(reply.answer, words),
        )
        return self._turn(turn, said, reply.language, body=done, is_done=True, reply=reply)

    def plain(self, answer: str, words: PageWords) -> str:
        """The answer as copied and shared: plain text that says who made it, and when."""
        head = words.say("summary") + words.say("comma") + self.day.isoformat()
        return "\n".join([head, "", to_text(answer), "", words.say("ai_line")])

    def _turn(
        self,
        turn: str,
        said: str,
        language: Language,
        *,
        body: str | None,
        is_done: bool = False,
        reply: Reply | None = None,
    ) -> str:
        values = {"turn": turn, "said": said, "body": body, "is_done": is_done, "reply": reply}
        return render("turn", self._words(language), **values)

    def _question(self, reply: Reply, words: PageWords) -> tuple[str, Field] | None:
        """The next question in the words of the reply, with what it can be answered with."""
        if not reply.questions:
            return None
        first = reply.questions[0]
        return first.text, Fields(self.catalogue, words).field(first.fact)

    def _words(self, language: Language) -> PageWords:
        return PageWords(self.desk, language)


def speech_lines(answer: str, language: Language) -> Sequence[str]:
    """The answer as it is read aloud: figures in words, without what stands in brackets, line by line."""
    speech = Speech.of(tongue_of(language))
    return [said for line in to_text(answer).splitlines() if (said := aloud(line, speech))]
