"""A message made plain: one script, one width, one case, with the way back to the original offsets."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import category, normalize

import regex

if TYPE_CHECKING:
    from opencc import OpenCC

from assistant.language.meaning import Language

HAN = regex.compile(r"\p{Han}")
WORD = regex.compile(r"\p{Latin}+")
_HYPHEN = regex.compile(r"(?<=[a-z])[-–‐](?=[a-z])|(?<=\d)[-–‐](?=[a-z])|(?<=[a-z])[-–‐](?=\d)")
_QUOTES = str.maketrans("’‘`´“”「」『』", '\'\'\'\'""""""')


@cache
def _converter(config: str) -> "OpenCC":
    from opencc import OpenCC

    return OpenCC(config)


@dataclass(frozen=True, slots=True)
class Text:
    """`plain[i]` comes from `original[starts[i]:ends[i]]`."""

    original: str
    plain: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original from which `plain[start:end]` comes."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.original)
            return at, at
        return self.starts[start], self.ends[end - 1]

    def rewritten(self, changes: Sequence[tuple[int, int, str]]) -> "Text":
        """The same message with other plain words in some places, which are given from left to right.

        Where the length changes, each new character stands for the whole place.
        """
        plain: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end, words in (*changes, (len(self.plain), len(self.plain), "")):
            plain.append(self.plain[at:start] + words)
            low, high = self.span(start, end)
            same = len(words) == end - start
            starts += self.starts[at : end if same else start] + (() if same else (low,) * len(words))
            ends += self.ends[at : end if same else start] + (() if same else (high,) * len(words))
            at = end
        return Text(self.original, "".join(plain), tuple(starts), tuple(ends))


def simplified(text: str) -> str:
    """Traditional characters replaced one for one; the length never changes."""
    whole = str(_converter("t2s").convert(text))
    if len(whole) == len(text):
        return whole
    return "".join(_one_to_one(c) for c in text)


@cache
def _one_to_one(character: str) -> str:
    converted = str(_converter("t2s").convert(character))
    return converted if len(converted) == 1 else character


def fold(phrase: str) -> str:
    """A phrase of the vocabulary in the form in which it can be found in a plain text."""
    return make_plain(phrase).plain.strip()


def make_plain(original: str) -> Text:
    """Fold script, width, case and white space."""
    narrow = [_narrow(c) for c in original]
    folded = simplified("".join(narrow)).translate(_QUOTES)
    plain: list[str] = []
    kept: list[int] = []
    for i, c in enumerate(folded):
        if c == "\0" or (c == " " and plain and plain[-1] in " \n"):
            continue
        plain.append(c)
        kept.append(i)
    joined = _HYPHEN.sub(" ", "".join(plain))
    return Text(original, joined, tuple(kept), tuple(i + 1 for i in kept))


@cache
def _narrow(c: str) -> str:
    """One character in half width and lower case, a blank for white space, NUL for what is not to be seen."""
    if c in "\n\r\u2028\u2029":
        return "\n"
    if c.isspace():
        return " "
    if category(c) in ("Cf", "Cc", "Cn", "Mn", "Me"):
        return "\0"
    for form in (normalize("NFKC", c), c):
        if len(form) == 1:
            lowered = form.lower()
            return lowered if len(lowered) == 1 else form
    return c


_ADVERB = regex.compile(
    r"(?<=\p{Han})(?:也|都|又|很|太|挺|还|就|已经|有点儿?|比较|非常|特别|一直|现在|目前|确实|基本上?|实在|越来越|总是|老是)(?=\p{Han})"
)


def without_adverbs(text: Text) -> tuple[str, tuple[int, ...]]:
    """The plain text less the adverbs that may stand inside a phrase (腿脚也不好), and where each character was."""
    kept = bytearray(b"\1" * len(text.plain))
    for match in _ADVERB.finditer(text.plain):
        kept[match.start() : match.end()] = b"\0" * (match.end() - match.start())
    where = tuple(i for i, keep in enumerate(kept) if keep)
    return "".join(text.plain[i] for i in where), where


def language_of(text: Text, english: bool, before: Language | None) -> Language:
    """The language to answer in.

    `english` says whether the Latin words are English rather than Pinyin; a message of one word or none of its own
    goes on in the language spoken `before`.
    """
    han = HAN.findall(text.original)
    words = WORD.findall(text.plain)
    if english and len(han) < 2 * len(words):
        return "en"
    if before is not None and not han and len(words) < (3 if before == "en" else 2):
        return before
    original = "".join(han)
    changed = sum(a != b for a, b in zip(original, simplified(original), strict=True))
    simple_only = sum(
        len(c) == 1 and c != o for o, c in zip(original, map(_traditional, original), strict=True)
    )
    # 台, 浉: what Traditional writers also write so, mostly in names, does not outweigh a character of theirs
    return "zh-Hant" if changed and changed >= simple_only else "zh-Hans"


@cache
def _traditional(character: str) -> str:
    return str(_converter("s2t").convert(character))
