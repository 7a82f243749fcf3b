"""Whether a message asks anything, as the `asking` of corpus/vocabulary/intents.yaml tells it."""

from functools import cached_property

import regex

from assistant.language.lexicon import Words

_FEW_WORDS = 7
"""How many English words only answer."""


class Asking:
    """Tells a question from an answer and from a statement of one's own."""

    def __init__(self, words: Words) -> None:
        self._words = words

    @cached_property
    def _patterns(self) -> "dict[str, regex.Pattern[str]]":
        forms: dict[str, str] = self._words.intents["asking"]
        return {name: regex.compile("".join(form.split("\n"))) for name, form in forms.items()}

    def asks(self, plain: str) -> bool:
        """Whether a word or sign of a question stands anywhere: 吗, 什么, what."""
        return self._has("sign", plain) or self.asks_in_english(plain)

    def asks_in_english(self, plain: str) -> bool:
        """Whether an English question word stands anywhere, or a sentence begins as a question."""
        return self._has("word", plain)

    def is_short_answer(self, plain: str, told: bool) -> bool:
        """Whether a few English words tell what was asked for and ask nothing."""
        return told and plain.isascii() and len(plain.split()) <= _FEW_WORDS and not self._opens(plain)

    def is_statement(self, plain: str, told: bool, asked: bool) -> bool:
        """Whether a message asks nothing, and tells what was asked for or is an English sentence about somebody.

        Where something was `asked` for, a bare phrase will do: since last winter, the second one.
        """
        telling = self._has("telling", plain) or (asked and self._has("phrase", plain))
        return not self._opens(plain) and (told or (plain.isascii() and telling))

    def _opens(self, plain: str) -> bool:
        """Whether a sentence is a question: what she has told me opens none."""
        return self._has("sign", plain) or self._has("opening", plain)

    def _has(self, name: str, plain: str) -> bool:
        return self._patterns[name].search(plain) is not None
