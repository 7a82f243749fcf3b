"""A message made plain: one script, one width, one case, with the way back to the original offsets."""

from collections.abc import Set
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

    def replaced(self, start: int, end: int, words: str) -> "Text":
        """The same message with other plain words in one place; each stands for the whole place."""
        low, high = self.span(start, end)
        if len(words) == end - start:
            starts, ends = self.starts, self.ends
        else:
            starts = self.starts[:start] + (low,) * len(words) + self.starts[end:]
            ends = self.ends[:start] + (high,) * len(words) + self.ends[end:]
        return Text(self.original, self.plain[:start] + words + self.plain[end:], starts, ends)


def simplified(text: str) -> str:
    """Traditional characters replaced one for one; the length never changes."""
    whole = _converter("t2s").convert(text)
    if len(whole) == len(text):
        return whole
    return "".join(_one_to_one(c) for c in text)


@cache
def _one_to_one(character: str) -> str:
    converted = _converter("t2s").convert(character)
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
    if category(c) in ("Cf", "Cc", "Mn", "Me"):
        return "\0"
    for form in (normalize("NFKC", c), c):
        if len(form) == 1:
            lowered = form.lower()
            return lowered if len(lowered) == 1 else form
    return c


# Words that a Chinese message in Latin letters does not have.
_ENGLISH = frozenset(
    "a an the is are was am i my he she her his they we you it of in on at for to and or what how who which when can"
    " could does do did has have had get gets with not no if father mother grandmother grandfather mom mum dad old year"
    " years this that there hello hi thanks thank please help yes much many about i'm he's she's lives living apply"
    " him me from by be been will would should actually wait sorry turned aged".split()
)


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


# English words that are Pinyin syllables as well.
_EITHER = frozenset(
    "a an you he me can do she we hi man men long sun fan ban dan pan tang sang rang wan wen".split()
)


def language_of(text: Text, english: bool) -> Language:
    """The language to answer in: `english` says whether the Latin words are English rather than pinyin."""
    han = HAN.findall(text.original)
    words = WORD.findall(text.plain)
    if english and len(han) < 2 * len(words):
        return "en"
    original = "".join(han)
    changed = sum(a != b for a, b in zip(original, simplified(original), strict=True))
    simple_only = sum(
        len(c) == 1 and c != o for o, c in zip(original, map(_traditional, original), strict=True)
    )
    return "zh-Hant" if changed > simple_only else "zh-Hans"


@cache
def _traditional(character: str) -> str:
    return _converter("s2t").convert(character)


def looks_english(text: Text, vocabulary: Set[str]) -> bool:
    """Whether the Latin words of a message are English: one of every five is a word that Pinyin has not."""
    words = WORD.findall(text.plain)
    known = [word for word in words if word in _ENGLISH or word in vocabulary]
    sure = [word for word in known if word not in _EITHER]
    return bool(words) and (len(sure) * 5 >= len(words) or len(known) == len(words))
