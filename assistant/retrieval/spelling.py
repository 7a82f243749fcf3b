"""Words of the domain behind slips of the pen: what sounds like them, what is one character off, what is in Pinyin."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from rapidfuzz import fuzz, process

from assistant.retrieval.tokens import spoken, stem, syllables_of

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LETTERS = re.compile(r"[a-z]+(?: [a-z]+)*")
_UMLAUT = re.compile("([jqxy])v")
"""Where ü is written u, some type v."""
_SHORTEST_HEARD = 3
"""Of two characters that sound like a word, too many are another word."""
_SHORTEST_SEEN = 4
_LONGEST = 8
_SHORTEST_ENGLISH = 5
_LIKE = 84
"""How alike (of 100) an unknown English word must be to one that is known."""
_GAP = "＊"


class Speller:
    """Finds the words that somebody meant to write."""

    def __init__(self, words: Iterable[str], typos: Mapping[str, str], english: Collection[str]) -> None:
        """`typos` maps slips to words; `english` are known words in small letters."""
        self._words = frozenset(word for word in words if 2 <= len(word) <= _LONGEST)
        self._typos = typos
        self._heard: dict[tuple[str, ...], str] = {}
        self._seen: dict[str, str] = {}
        for word in sorted(self._words):
            self._heard.setdefault(tuple(spoken(word)), word)
            if len(word) >= _SHORTEST_SEEN:
                for i in _inside(word):
                    self._seen.setdefault(word[:i] + _GAP + word[i + 1 :], word)
        self._syllables = frozenset(syllable for sound in self._heard for syllable in sound)
        self._english = frozenset(map(stem, english))
        self._longer = sorted(word for word in english if len(word) >= _SHORTEST_ENGLISH)

    def corrected(self, folded: str) -> str:
        """The text with Pinyin read into characters, and with the words that stand misspelt in it added."""
        read = self._aloud(folded)
        heard = [word for run in _HAN.findall(folded) for _, word in self._in_characters(run)]
        return " ".join([read, *dict.fromkeys(heard)])

    def put_right(self, folded: str) -> str:
        """The text with those words in the place of what is written for them; the longest slips first."""
        folded = self._aloud(folded)
        slips = [pair for run in _HAN.findall(folded) for pair in self._in_characters(run)]
        for slip, word in sorted(slips, key=lambda pair: -len(pair[0])):
            folded = folded.replace(slip, word)
        return folded

    def _in_characters(self, run: str) -> Iterator[tuple[str, str]]:
        """What is written, and the word that is meant by it."""
        yield from ((slip, word) for slip, word in self._typos.items() if slip in run)
        for start, end in _windows(len(run), _SHORTEST_HEARD):
            written = run[start:end]
            word = self._heard.get(tuple(spoken(written))) or self._one_off(written)
            if word and written not in self._words:
                yield written, word

    def _one_off(self, written: str) -> str | None:
        if len(written) < _SHORTEST_SEEN:
            return None
        gapped = (written[:i] + _GAP + written[i + 1 :] for i in _inside(written))
        return next((self._seen[shape] for shape in gapped if shape in self._seen), None)

    def _aloud(self, folded: str) -> str:
        return _LETTERS.sub(lambda match: self._in_letters(match[0]), folded)

    def _in_letters(self, run: str) -> str:
        result: list[str] = []
        pinyin: list[str] = []
        syllables: list[str] = []
        for letters in [*run.split(), ""]:
            spelt = syllables_of(_UMLAUT.sub(r"\1u", letters), self._syllables)
            if spelt and stem(letters) not in self._english:
                pinyin.append(letters)
                syllables += spelt
                continue
            # What makes no word of the domain was perhaps no Pinyin.
            result += list(self._read_aloud(syllables)) or pinyin
            pinyin, syllables = [], []
            result += self._in_english(letters)
        return " ".join(result)

    def _in_english(self, letters: str) -> Iterator[str]:
        if letters:
            yield letters
        if len(letters) >= _SHORTEST_ENGLISH and stem(letters) not in self._english:
            like = process.extractOne(letters, self._longer, scorer=fuzz.ratio, score_cutoff=_LIKE)
            if like is not None:
                yield like[0]

    def _read_aloud(self, syllables: list[str]) -> Iterator[str]:
        """The longest words first; none overlaps another."""
        at = 0
        while at < len(syllables):
            ends = range(min(len(syllables), at + _LONGEST), at + 1, -1)
            end = next((end for end in ends if tuple(syllables[at:end]) in self._heard), at + 1)
            if end > at + 1:
                yield self._heard[tuple(syllables[at:end])]
            at = end


def _inside(word: str) -> range:
    """What stands at either end belongs as often to the sentence around it."""
    return range(1, len(word) - 1)


def _windows(length: int, shortest: int) -> Iterator[tuple[int, int]]:
    for start in range(length):
        for end in range(start + shortest, min(length, start + _LONGEST) + 1):
            yield start, end
