"""What BM25 counts: characters and pairs of characters of Han text, words of Latin text, numbers, and sounds."""

import re
from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise

from assistant.policies.folding import fold

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)?")
_HAN = "\u3400"
BETWEEN = "'"
_ENDINGS = ("ies", "es", "s", "ing", "ed", "ly")


def tokens(text: str) -> list[str]:
    """The tokens of a text, folded first: characters and bigrams together find more than either or than words do."""
    found: list[str] = []
    for run in _RUN.findall(fold(text)):
        if run[0] >= _HAN:
            found += run
            found += [run[i : i + 2] for i in range(len(run) - 1)]
        elif run[0].isdigit():
            found.append(run)
        else:
            found.append(stem(run))
    return found


def sounds(text: str, syllables: Collection[str] = ()) -> list[str]:
    """Pairs of syllables without tones: 高令津贴, 高龄津贴 and gaoling jintie sound alike.

    Words in letters are read as Pinyin where they fall into `syllables`.
    """
    found: list[str] = []
    pending: list[str] = []
    for run in [*_RUN.findall(fold(text)), ""]:
        heard = _syllables(run, syllables)
        if heard:
            pending += heard
        else:
            found += [f"{a}{BETWEEN}{b}" for a, b in pairwise(pending)]
            pending = []
    return found


@cache
def stem(word: str) -> str:
    """An English word without its commonest endings: enough to join payment to payments."""
    word = word.removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _syllables(run: str, known: Collection[str]) -> Sequence[str]:
    if not run or run[0].isdigit():
        return ()
    if run[0] >= _HAN:
        return spoken(run)
    return syllables_of(run, known) if known else ()


def spoken(characters: str) -> list[str]:
    """The syllables of Han characters, without tones."""
    return [syllable for character in characters for syllable in _spoken(character)]


@cache
def _spoken(character: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(character))


def syllables_of(word: str, known: Collection[str]) -> tuple[str, ...]:
    """The syllables of a word in Pinyin, longest first; none where it is no Pinyin."""
    for length in range(min(6, len(word)), 1, -1):
        head, rest = word[:length], word[length:]
        if head in known:
            if not rest:
                return (head,)
            if behind := syllables_of(rest, known):
                return (head, *behind)
    return ()
