"""Writing slips, Pinyin and words of Hong Kong and Taiwan, replaced by the words that the vocabulary knows."""

from collections.abc import Iterable, Iterator
from functools import cached_property

import regex
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.language.lexicon import Words
from assistant.language.phrases import Phrasebook
from assistant.language.pinyin import Pinyin
from assistant.language.sounds import Sounds
from assistant.language.text import HAN, Text

_TOKEN = regex.compile(r"[a-zü]+")
_PINYIN = regex.compile(
    r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxzcsrwy])?(?:[iu]?ang|[iu]?eng|i?ong|[iu]?an|[iu]?en|ing?|un|iao|uai|[aeou]i|ia|ie"
    r"|iu|ua|uo|ue|ve|ao|ou|er|[aoeiuv]))+"
)
# No vowel, four consonants in a row, or four keys of a row one after the other.
_MASHED = regex.compile(
    r"^[^aeiouyü]+$|[^aeiouyü]{4}|"
    + "|".join(
        row[at : at + 4] for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for at in range(len(row) - 3)
    )
)


_GRADE = regex.compile(r"(?<=(?<![\d.])[1-4]) ?ji\b")
"""3 ji, which is no 几 behind a figure."""


class Speller:
    """Mends the plain text before anything is looked for in it."""

    def __init__(self, words: Words, places: Iterable[str]) -> None:
        self._words = words
        covered = tuple(places)
        self._sounds = Sounds(words, covered)
        self._pinyin = Pinyin(words, covered)
        entries = {**words.spelling["typos"], **words.spelling["variants"]}
        self._slips: Phrasebook[str] = Phrasebook(entries.items())
        self._latin: list[str] = words.spelling["latin"]
        self._in_haste: dict[str, str] = words.spelling["in_haste"]

    def read(self, text: Text, english: bool) -> Text:
        """The text with the slips mended; offsets still lead to what was written."""
        if _TOKEN.search(text.plain):
            text = (
                text.rewritten(list(self._latin_slips(text.plain)))
                if english
                else self._pinyin.in_characters(
                    text.rewritten([(*match.span(), "级") for match in _GRADE.finditer(text.plain)])
                )
            )
        text = text.rewritten(
            [(slip.start, slip.end, slip.senses[0]) for slip in self._slips.find(text.plain)]
        )
        return text.rewritten(list(self._sounds.slips(text.plain)))

    def is_english(self, text: Text) -> bool:
        """Whether the Latin words of a message are English: one of every five is a word that Pinyin has not."""
        words = _TOKEN.findall(text.plain)
        sure = sum(word in self._english for word in words)
        return bool(words) and (sure * 5 >= len(words) or self._english | self._either >= set(words))

    def is_gibberish(self, text: Text) -> bool:
        """Whether a text is letters alone that are no words of any language at hand; figures only among mashed keys."""
        tokens = _TOKEN.findall(text.plain)
        if not tokens or HAN.search(text.plain):
            return False
        words = [token for token in tokens if len(token) > 1] or tokens
        meant = self._english | self._either | self._right
        strange = all(word not in meant and not _PINYIN.fullmatch(word) for word in words)
        mashed = [bool(_MASHED.search(word)) for word in words if len(word) > 2]
        few = len(words) < 2 and not regex.search(r"\d", text.plain)
        unsaid = few or 2 * sum(mashed) >= max(1, len(mashed))
        return strange and unsaid

    @cached_property
    def _either(self) -> frozenset[str]:
        return frozenset(self._words.spelling["either"].split())

    @cached_property
    def _english(self) -> frozenset[str]:
        """Small words, and those of the vocabulary that cannot be Pinyin."""
        persons, facts = self._words.persons, self._words.facts
        entries = [*self._words.benefits.values(), *self._words.intents.values(), *persons["persons"]]
        entries += [*persons["generic"], *(entry for values in facts.values() for entry in values.values())]
        phrases = (str(phrase).lower() for entry in entries for phrase in entry.get("en") or ())
        words = {word for phrase in phrases for word in _TOKEN.findall(phrase)}
        long = {word for word in words if len(word) > 2 and not _PINYIN.fullmatch(word)}
        small = {*self._words.spelling["english"].split(), *(w for w in self._in_haste if len(w) > 2)}
        return frozenset(long | {w for w in small if w not in self._either})

    def _latin_slips(self, plain: str) -> Iterator[tuple[int, int, str]]:
        """English in haste (cant, ppl), and with a typing error in a word of the domain: dibbao, allowence."""
        alone = len(plain.split()) < 2  # a lone n is no
        for token in regex.finditer(r"\b[a-z0-9]+\b", plain):
            word = token.group()
            in_haste = (
                None
                if alone or "'" in plain[max(0, token.start() - 1) : token.end() + 1]
                else self._in_haste.get(word)
            )
            if in_haste is not None:
                yield token.start(), token.end(), in_haste
            if in_haste is not None or word in self._right or not regex.fullmatch(r"[a-z]{5,}", word):
                continue
            most = 1 if len(word) < 11 else 2
            best = process.extractOne(word, self._latin, scorer=OSA.distance, score_cutoff=most)
            if best is not None and word[0] == best[0][0] and not _is_inflected(word, best[0]):
                yield token.start(), token.end(), best[0]

    @cached_property
    def _right(self) -> frozenset[str]:
        """Words of the vocabulary, which are no slips."""
        return frozenset(w for phrase in self._words.book for w in _TOKEN.findall(phrase)) | frozenset(
            self._latin
        )


def _is_inflected(word: str, known: str) -> bool:
    return word.startswith(known) or known.startswith(word)
