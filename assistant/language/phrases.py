"""Phrases as the vocabulary writes them, and where they occur in a plain text.

`(甲|乙)` stands for either, `(甲|)` and `甲?` for something that may be missing, `…` for up to four
characters (three words in English) without punctuation; `^` and `$` at the ends say that the clause begins or
ends there.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import regex

from assistant.language.text import fold

T = TypeVar("T")
_GAP = "…"
REGEX = "regex:"
"""What a phrase begins with that is a regular expression, for what reaches over clauses."""
_BLANKS = 4
"""How many blanks may stand between a phrase and the end of its clause."""
_EDGES = ",.。;；:：!?！？、()（）/\n"
_LATIN = regex.compile(r"[a-z0-9']")


class PhraseError(ValueError):
    """A phrase whose brackets do not match."""


def expand(phrase: str) -> list[str]:
    """All literal readings of a phrase; gaps stay in."""
    readings, rest = _sequence(phrase, 0, phrase)
    if rest != len(phrase):
        raise PhraseError(f"{phrase!r}: a closing bracket without an opening one")
    return list(dict.fromkeys(readings))


def _sequence(phrase: str, at: int, whole: str) -> tuple[list[str], int]:
    """The readings from `at` up to an unmatched `|` or `)`."""
    readings = [""]
    while at < len(phrase) and phrase[at] not in "|)":
        if phrase[at] == "(":
            options: list[str] = []
            while True:
                inner, at = _sequence(phrase, at + 1, whole)
                options += inner
                if at >= len(phrase):
                    raise PhraseError(f"{whole!r}: an opening bracket without a closing one")
                if phrase[at] == ")":
                    break
            at += 1
        else:
            options = [phrase[at]]
            at += 1
        if phrase[at : at + 1] == "?":
            options = [*options, ""]
            at += 1
        readings = [left + right for left in readings for right in options]
    return readings, at


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A phrase that stands at `[start, end)` of the plain text, and all that it may mean."""

    start: int
    end: int
    senses: tuple[T, ...]


class Phrasebook(Generic[T]):
    """Many phrases, found in one pass: at each place the longest one wins, and none overlaps another."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        senses: dict[str, list[T]] = {}
        gapped: dict[str, list[T]] = {}
        patterns: dict[str, list[T]] = {}
        for phrase, sense in entries:
            if phrase.startswith(REGEX):
                patterns.setdefault(phrase.removeprefix(REGEX), []).append(sense)
                continue
            folded = fold(phrase)
            readings = [folded] if _GAP in folded else expand(folded)
            for words in readings:
                known = (gapped if _GAP in folded else senses).setdefault(" ".join(words.split()), [])
                if sense not in known:
                    known.append(sense)
        senses.pop("", None)
        self._anchored: dict[str, tuple[bool, bool, tuple[T, ...]]] = {}
        for words in [w for w in senses if w[0] == "^" or w[-1] == "$"]:
            bare = words.removeprefix("^").removesuffix("$")
            self._anchored[bare] = (words[0] == "^", words[-1] == "$", tuple(senses.pop(words)))
            senses.setdefault(bare, [])
        self._senses: Mapping[str, tuple[T, ...]] = {k: tuple(v) for k, v in senses.items()}
        lengths: dict[str, set[int]] = {}
        for words in self._senses:
            lengths.setdefault(words[:2], set()).add(len(words))
        self._lengths = {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()}
        self._gapped = [(_gap_pattern(k), tuple(v)) for k, v in gapped.items()]
        self._gapped += [(regex.compile(pattern), tuple(meant)) for pattern, meant in patterns.items()]

    def __contains__(self, words: str) -> bool:
        """Whether a phrase is written so, without a gap."""
        return words in self._senses

    def __iter__(self) -> Iterator[str]:
        return iter(self._senses)

    def find(self, plain: str, taken: Iterable[tuple[int, int]] = (), *, gaps: bool = True) -> list[Found[T]]:
        """The phrases of a text, from left to right; none reaches into a stretch already taken.

        Without `gaps` only those that stand there word for word.
        """
        blocked = bytearray(len(plain) + 1)
        for start, end in taken:
            blocked[start:end] = b"\1" * (end - start)
        found: list[Found[T]] = []
        for pattern, senses in self._gapped if gaps else ():
            for match in pattern.finditer(plain):
                # What is taken (a place) may fill the gap: 住在盘山县敬老院.
                if not (blocked[match.start()] or blocked[match.end() - 1]):
                    found.append(Found(match.start(), match.end(), senses))
        literal = list(self._literal(plain, blocked))
        # A gap may have swallowed more than it should: a literal phrase that is most of it is surer.
        starts = [one.start for one in literal]
        found = [g for g in found if not any(_most_of(one, g) for one in _near(literal, starts, g))]
        return _longest(found + literal) if found else literal

    def _literal(self, plain: str, blocked: bytearray) -> Iterator[Found[T]]:
        at, size, lengths = 0, len(plain), self._lengths
        while at < size:
            possible = () if blocked[at] else lengths.get(plain[at : at + 2], ()) + lengths.get(plain[at], ())
            hit = self._longest_at(plain, at, possible, blocked) if possible else None
            if hit is not None:
                yield hit
            at = at + 1 if hit is None else hit.end

    def _longest_at(
        self, plain: str, at: int, lengths: tuple[int, ...], blocked: bytearray
    ) -> Found[T] | None:
        for length in lengths:
            words = plain[at : at + length]
            senses = self._senses.get(words)
            if senses is None:
                continue
            end = at + length
            senses = senses or self._in_clause(words, plain, at, end)
            if senses and end <= len(plain) and not any(blocked[at:end]) and _whole_words(plain, at, end):
                return Found(at, end, senses)
        return None

    def _in_clause(self, words: str, plain: str, start: int, end: int) -> tuple[T, ...]:
        """What a phrase means that must begin or end its clause."""
        begins, ends, senses = self._anchored[words]
        latin = words[0].isascii()
        if begins and not _begins_clause(plain[max(0, start - _BLANKS) : start], latin):
            return ()
        return () if ends and not _ends_clause(plain[end : end + _BLANKS], latin) else senses


def _begins_clause(before: str, latin: bool) -> bool:
    """Whether a clause begins behind this text; a blank is enough between Chinese words."""
    bare = before.rstrip(" ")
    return not bare or bare[-1] in _EDGES or (not latin and bare != before)


def _ends_clause(after: str, latin: bool) -> bool:
    bare = after.lstrip(" ")
    return (
        not bare
        or bare[0] in _EDGES
        or (not latin and (bare != after or bare[0] in "的了" or bare[0].isnumeric()))
    )


def _whole_words(plain: str, start: int, end: int) -> bool:
    """Whether a stretch does not begin or end within a Latin word or a figure."""
    before = start - 2 if plain[start - 1 : start] == "'" else start - 1  # a quotation mark is no apostrophe
    if before >= 0 and _LATIN.match(plain[start]) and _LATIN.match(plain[before]):
        return False
    return not (
        end < len(plain) and plain[end] != "'" and _LATIN.match(plain[end - 1]) and _LATIN.match(plain[end])
    )


def _gap_pattern(words: str) -> "regex.Pattern[str]":
    """The regular expression of a phrase with a gap; its brackets mean the same there."""
    latin = not any("\u4e00" <= c <= "\u9fff" for c in words)
    gap = r" (?:[\w'()]+ ){0,3}" if latin else r"[^\W\d_]{0,4}?"
    pattern = regex.sub(r" ?… ?", lambda _: gap, words.replace("(", "(?:").replace(".", r"\."))
    return regex.compile(rf"\b{pattern}\b" if latin else pattern)


def _near(literal: list[Found[T]], starts: list[int], gapped: Found[T]) -> list[Found[T]]:
    """The literal phrases that may overlap; they overlap none of each other."""
    return literal[max(0, bisect_left(starts, gapped.start) - 1) : bisect_left(starts, gapped.end)]


def _most_of(literal: Found[T], gapped: Found[T]) -> bool:
    overlaps = literal.start < gapped.end and gapped.start < literal.end
    return overlaps and 5 * (literal.end - literal.start) >= 4 * (gapped.end - gapped.start)


def _longest(found: list[Found[T]]) -> list[Found[T]]:
    """Of those that overlap, the one that begins first, and then the longest."""
    kept: list[Found[T]] = []
    for hit in sorted(found, key=lambda h: (h.start, h.start - h.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
