"""Verbatim stretches of a document's source text, counted in code points.

A source breaks its lines inside words and cells, so words are looked for with all whitespace
left out of the comparison; what comes back is always the verbatim stretch.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise


class QuoteNotFound(LookupError):
    """Words that should stand in a source do not stand there."""

    def __init__(self, document: str, words: str, within: Span | None = None) -> None:
        self.document = document
        self.words = words
        self.within = within
        place = "source.txt" if within is None else f"source.txt from {within.start} to {within.end}"
        super().__init__(
            f'{document}: "{words}" does not stand in {place}; '
            "copy the words from the source as they are printed (spaces and line breaks do not count)"
        )


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A stretch `[start, end)` of one source, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs forward from 0 or later, not from {self.start} to {self.end}")

    def __contains__(self, other: int | Span) -> bool:
        if isinstance(other, Span):
            return self.start <= other.start and other.end <= self.end
        return self.start <= other < self.end


@dataclass(frozen=True)
class Source:
    """The text of one document, exactly as it stands in its `source.txt`."""

    document_id: str
    text: str

    def quote(self, span: Span) -> str:
        """The verbatim words of a span; raises ValueError when the span leaves the text."""
        if span.end > len(self.text):
            raise ValueError(f"{self.document_id}: {span} leaves the source of {len(self.text)} characters")
        return self.text[span.start : span.end]

    def locate(self, words: str, within: Span | None = None) -> Span:
        """The first place where the words stand; raises QuoteNotFound when they stand nowhere in `within`."""
        found = next(self._search(words, within), None)
        if found is None:
            raise QuoteNotFound(self.document_id, words, within)
        return found

    def occurrences(self, words: str, within: Span | None = None) -> tuple[Span, ...]:
        """Every place where the words stand, in order."""
        return tuple(self._search(words, within))

    def lines(self, within: Span | None = None) -> Iterator[Span]:
        """The lines that hold anything, each from its first to its last character that is no space."""
        region = within or Span(0, len(self.text))
        breaks = [i for i in range(region.start, region.end) if self.text[i] == "\n"]
        for start, end in pairwise([region.start - 1, *breaks, region.end]):
            line = self.trim(Span(start + 1, end)) if start < end else None
            if line is not None:
                yield line

    def trim(self, span: Span) -> Span | None:
        """The span without the whitespace at its ends, or None when nothing is left."""
        words = self.quote(span)
        start = span.start + len(words) - len(words.lstrip())
        return Span(start, start + len(words.strip())) if words.strip() else None

    @cached_property
    def _offsets(self) -> list[int]:
        return [i for i, character in enumerate(self.text) if not character.isspace()]

    @cached_property
    def _dense(self) -> str:
        return "".join(self.text.split())

    def _search(self, words: str, within: Span | None) -> Iterator[Span]:
        wanted = "".join(words.split())
        if not wanted:
            return
        low, high = 0, len(self._dense)
        if within is not None:
            low, high = bisect_left(self._offsets, within.start), bisect_left(self._offsets, within.end)
        at = self._dense.find(wanted, low, high)
        while at >= 0:
            yield Span(self._offsets[at], self._offsets[at + len(wanted) - 1] + 1)
            at = self._dense.find(wanted, at + 1, high)
