"""Passages named by their number: 第12项 and item 12 of the list, 第3条 of the body, 二（五）16."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.policies.folding import fold
from assistant.policies.numerals import numbers_in
from assistant.retrieval.passages import Passage
from assistant.retrieval.word_kinds import ReferenceWords

_ARABIC = re.compile(r"\d+$")
_CHAPTER = re.compile(r"[一二三四五六七八九十]+")
_BRACKETED = re.compile(r"\(([一二三四五六七八九十]+)\)$")


@dataclass(frozen=True)
class Reference:
    """A number that the question names, and of what."""

    kind: Literal["item", "measure", "section", "chapter"]
    number: str
    """In figures; for a section its folded path."""

    def among(self, passages: Sequence[Passage]) -> list[Passage]:
        """The passages of one document that it names.

        Measures are numbered 1, 2, 3 where the document does so anywhere, else （一）, （二）, （三）.
        """
        if self.kind == "item":
            return [passage for passage in passages if passage.item == self.number]
        paths = {fold("".join(passage.section.split())): passage for passage in passages if passage.section}
        if self.kind == "chapter":
            return [
                passage
                for path, passage in paths.items()
                if (at := _CHAPTER.match(path)) and _figures(at[0]) == self.number
            ]
        if self.kind == "section":
            exact = [paths[self.number]] if self.number in paths else []
            return exact or [passage for path, passage in paths.items() if path.startswith(self.number)]
        found = [(match[0], paths[path]) for path in paths if (match := _ARABIC.search(path))]
        found = found or [(match[1], paths[path]) for path in paths if (match := _BRACKETED.search(path))]
        return [passage for number, passage in found if _figures(number) == self.number]


def references_in(folded: str, words: ReferenceWords) -> tuple[Reference, ...]:
    """What the question names, except for what it says not to mean."""
    return tuple(dict.fromkeys(_references(folded, words)))


def _references(folded: str, words: ReferenceWords) -> Iterator[Reference]:
    denied = re.compile(words.denied)
    seen: list[tuple[int, int]] = []
    kinds: Sequence[tuple[Literal["section", "item", "measure", "chapter"], str]] = (
        ("section", words.section),
        ("item", words.item),
        ("measure", words.measure),
        ("chapter", words.chapter),
    )
    for kind, pattern in kinds:
        for match in re.finditer(pattern, folded):
            start, end = match.span()
            if denied.search(folded[:start]) or any(start < other and one < end for one, other in seen):
                continue
            seen.append((start, end))
            if kind == "section":
                yield Reference(kind, "".join(match[0].split()))
            else:
                yield Reference(kind, _figures(next(group for group in match.groups() if group)))


def _figures(numeral: str) -> str:
    return str(min(int(number) for number in numbers_in(numeral)))
