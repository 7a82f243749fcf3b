"""An answer in Markdown as the parts that can be left out: sentences, bullets, rows of a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import regex

from assistant.conversation.verifying.signs import Signs
from assistant.policies.folding import fold

Form = Literal["sentence", "bullet", "row", "head", "rule", "heading"]

_OPENING = regex.compile(r"^(?P<indent>\s*)(?P<sign>>\s?(?:[-*]\s)?|[-*+]\s|\d+[.)]\s|#{1,6}\s|\|)?")
_RULE = regex.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
_MARKUP = regex.compile(r"[*`]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the answer at [start, end); `text` is folded and without marks of bold and italics."""

    start: int
    end: int
    form: Form
    text: str
    typed: str
    """The same as typed, without the marks as well."""
    depth: int
    """How far it is indented."""


def prepared(answer: str) -> str:
    """The answer folded, with its full-width commas kept: they divide, a comma in a number does not."""
    folded = list(fold(answer))
    for at, one in enumerate(answer):
        if one != "," and folded[at] == "," and not _in_wide_number(answer, at):
            folded[at] = one
    return "".join(folded)


def _in_wide_number(answer: str, at: int) -> bool:
    return all(
        0 <= beside < len(answer) and answer[beside].isdecimal() and not answer[beside].isascii()
        for beside in (at - 1, at + 1)
    )


def units_of(answer: str, signs: Signs) -> Iterator[Unit]:
    """The parts, in order; between them there is nothing but white space."""
    folded = prepared(answer)
    at = 0
    lines = answer.splitlines(keepends=True)
    for number, line in enumerate(lines):
        start, at = at, at + len(line)
        opening = _OPENING.match(line)
        if not line.strip() or opening is None:
            continue
        below = lines[number + 1] if number + 1 < len(lines) else ""
        form = _form(line, (opening["sign"] or "").strip(), below)
        body = start + (0 if form in ("row", "head", "rule") else opening.end())
        for first, end in _sentences(answer, body, start + len(line.rstrip()), form, signs):
            text = _MARKUP.sub("", folded[first:end])
            typed = _MARKUP.sub("", answer[first:end])
            yield Unit(start if first == body else first, end, form, text, typed, len(opening["indent"]))


def _form(line: str, sign: str, below: str) -> Form:
    if sign == "|":
        if _RULE.match(line):
            return "rule"
        return "head" if "|" in below and _RULE.match(below) else "row"
    if sign.startswith("#"):
        return "heading"
    return "bullet" if sign and sign[0] != ">" else "sentence"


def _sentences(answer: str, start: int, end: int, form: Form, signs: Signs) -> Iterator[tuple[int, int]]:
    """A paragraph's sentences; whatever is bold, in italics or between quotation marks is not divided."""
    if form != "sentence":
        yield start, end
        return
    begins = start
    for match in _ends(signs).finditer(answer, start, end):
        if _is_whole(answer[begins : match.end()], signs):
            yield begins, match.end()
            begins = match.end()
    if answer[begins:end].strip():
        yield begins, end


@lru_cache(maxsize=8)
def _ends(signs: Signs) -> "regex.Pattern[str]":
    wide, closers = signs.words("wide_stops"), regex.escape(signs.words("closers"))
    return regex.compile(rf"[{wide}][{closers}*\s]*|[.!?][{closers}*]*\s+(?=[\p{{Lu}}\"“(*¥])")


def _is_whole(words: str, signs: Signs) -> bool:
    pairs: dict[str, str] = signs.words("opens")
    return words.count("*") % 2 == 0 and all(
        words.count(opening) == words.count(closing) for opening, closing in pairs.items()
    )
