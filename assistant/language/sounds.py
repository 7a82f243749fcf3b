"""Characters written wrongly for words of the vocabulary that sound the same.

A word of three characters or more is mended when most of it is right and the rest no common character; of words of
two only those that spelling.yaml lists. From four characters on, differences that many do not hear are none.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property

import regex

from assistant.language.lexicon import Words
from assistant.language.phrases import Phrasebook
from assistant.language.pinyin import letters_of

_LONGEST = 8
_RUN = regex.compile(r"\p{Han}{2,}")


@cache
def sound(character: str) -> str:
    """The toneless Pinyin of one character, without the differences that many people do not hear."""
    return str(regex.sub(r"(?<=[ei])ng$", "n", regex.sub(r"^([zcs])h", r"\1", letters_of(character))))


class Sounds:
    """The words of the vocabulary by their sound."""

    def __init__(self, words: Words, places: Iterable[str]) -> None:
        self._words = words
        self._places = tuple(places)
        self._ordinary: Phrasebook[None] = Phrasebook((word, None) for word in words.spelling["ordinary"])
        self._common = frozenset(words.spelling["common"])

    def slips(self, plain: str) -> Iterator[tuple[int, int, str]]:
        """Where a word of the vocabulary is written wrongly, and the word that is meant, from left to right."""
        ordinary = self._ordinary.find(plain)
        starts = [word.start for word in ordinary]
        for start, end, right in self._heard(plain):
            last = bisect_right(starts, start) - 1
            if last < 0 or ordinary[last].end < end:
                yield start, end, right

    def _heard(self, plain: str) -> Iterator[tuple[int, int, str]]:
        for run in _RUN.finditer(plain):
            written, sounds, at = run.group(), tuple(map(sound, run.group())), 0
            while at < len(sounds) - 1:
                right = self._meant(written, sounds, at)
                if right is not None and right != written[at : at + len(right)]:
                    yield run.start() + at, run.start() + at + len(right), right
                at += len(right) if right else 1

    def _meant(self, written: str, sounds: tuple[str, ...], at: int) -> str | None:
        """The word of the vocabulary that is meant at this place, rightly or wrongly written."""
        for size in self._sizes.get(sounds[at : at + 2], ()):
            word, right = written[at : at + size], self._by_sound.get(sounds[at : at + size])
            if right is None or len(word) < size:
                continue
            if word == right or word in self._known:
                return word
            if self._is_slip(word, right) and (size > 3 or _letters(word) == _letters(right)):
                return right
        return None

    def _is_slip(self, word: str, right: str) -> bool:
        wrong = [a for a, b in zip(word, right, strict=True) if a != b]
        mostly = len(word) - len(wrong) >= max(1, len(word) - 1 - len(word) // 4)
        return mostly and not any(c in self._common for c in wrong)

    @cached_property
    def _known(self) -> frozenset[str]:
        """All words of the vocabulary: none of them is a slip for another."""
        return frozenset(self._words.book)

    @cached_property
    def _by_sound(self) -> Mapping[tuple[str, ...], str]:
        places = (place for place in self._places if len(place) > 2)
        targets = [*self._words.spelling["short"], *places, *self._long_words()]
        return {tuple(map(sound, word)): word for word in reversed(targets)}

    @cached_property
    def _sizes(self) -> Mapping[tuple[str, ...], tuple[int, ...]]:
        """How long the words are that begin with two sounds, the longest first."""
        sizes: dict[tuple[str, ...], set[int]] = {}
        for sounds in self._by_sound:
            sizes.setdefault(sounds[:2], set()).add(len(sounds))
        return {first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()}

    def _long_words(self) -> Iterator[str]:
        entries = [
            *self._words.benefits.values(),
            *(e for values in self._words.facts.values() for e in values.values()),
        ]
        for entry in entries:
            for word in map(str, entry["zh"]):
                if 3 <= len(word) <= _LONGEST and _RUN.fullmatch(word) and not self._common & set(word):
                    yield word


def _letters(word: str) -> list[str]:
    return [letters_of(c) for c in word]
