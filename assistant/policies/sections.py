"""The body of a document as the sections that it numbers itself.

Sections tile the body: every character that is no space lies in the `own` text of exactly one section,
so any sentence can be cited by the document's own numbering. What stands before the first number (the
notice, the title) and after the last (the signature) are sections as well, without a path.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.policies.spans import Source, Span

BRACKETS = {"（": "）", "(": ")", "〔": "〕", "《": "》"}
STOPS = "。；;！!？?"
CLOSERS = "”’」』）)〕》"
_BRACKETED = "|".join(rf"\{a}[^\{a}\{b}\n]*\{b}" for a, b in BRACKETS.items())
SENTENCE = re.compile(rf"(?:{_BRACKETED}|[^{STOPS}\n])+(?:[{STOPS}]+[{CLOSERS}]*)?|[{STOPS}]+[{CLOSERS}]*")


@dataclass(frozen=True, kw_only=True)
class Section:
    """One numbered part of the body (or an unnumbered part around it, whose level is 0)."""

    path: str | None
    """All numbers from the chapter down, as printed: `二（五）16`."""
    parent: str | None
    """The path of the section that this one stands in."""
    level: int
    heading: str | None
    """The words that name it, without their number; None where the text goes straight into a sentence."""
    span: Span
    """All of it, with the sections inside it."""
    own: Span
    """What belongs to no section inside it: the number, the heading and the text up to the next number."""
    sentences: tuple[Span, ...]
    """The sentences of its own text, which they tile."""
    departments: Span | None
    """The bracket that names who is responsible, with its brackets; None where the text names nobody."""


@dataclass(frozen=True)
class _Start:
    level: int
    label: str
    line: Span
    words: int
    """Where the words after the number begin."""


def parse_sections(
    source: Source,
    body: Span,
    *,
    headings: Sequence[str],
    departments: Sequence[str] = (),
    closing: Span | None = None,
) -> tuple[Section, ...]:
    """The sections of a body in the order of the text.

    `headings` holds one sample a level, the chapter's first (`一、`, `（一）`, `1.`); `departments` the
    words with which the bracket of responsible departments opens; `closing` what follows the last section.
    """
    end = closing.start if closing else body.end
    starts = list(_starts(source, Span(body.start, end), [_number_pattern(sample) for sample in headings]))
    bounds = [start.line.start for start in starts] + [end]
    parts = [_unnumbered(source, Span(body.start, bounds[0]))]
    path: list[str] = []
    for index, start in enumerate(starts):
        path[start.level - 1 :] = [start.label]
        inside = next((i for i in range(index + 1, len(starts)) if starts[i].level <= start.level), -1)
        own = _trimmed(source, Span(bounds[index], bounds[index + 1]))
        parts.append(
            Section(
                path="".join(path),
                parent="".join(path[:-1]) or None,
                level=start.level,
                heading=_heading(source, start),
                span=_trimmed(source, Span(bounds[index], bounds[inside])),
                own=own,
                sentences=tuple(split_sentences(source, own)),
                departments=_departments(source, own, departments),
            )
        )
    parts.append(_unnumbered(source, Span(end, body.end)))
    return tuple(part for part in parts if part is not None)


def section_at(sections: Sequence[Section], offset: int) -> Section | None:
    """The deepest section that holds the character at this offset, or None outside of all."""
    return next((section for section in sections if offset in section.own), None)


def split_sentences(source: Source, within: Span) -> Iterator[Span]:
    """The sentences of a stretch: they end at a stop or with the line, never inside a bracket."""
    for match in SENTENCE.finditer(source.text, within.start, within.end):
        sentence = source.trim(Span(*match.span()))
        if sentence is not None:
            yield sentence


def _number_pattern(sample: str) -> re.Pattern[str]:
    numerals = {"一": "[一二三四五六七八九十]+", "1": r"\d+"}
    label = "".join(numerals.get(character, re.escape(character)) for character in sample.rstrip("、.．"))
    stop = re.escape(sample[len(sample.rstrip("、.．")) :])
    return re.compile(f"(?P<label>{label}){stop}")


def _starts(source: Source, region: Span, patterns: Sequence[re.Pattern[str]]) -> Iterator[_Start]:
    for line in source.lines(region):
        for level, pattern in enumerate(patterns, start=1):
            if match := pattern.match(source.text, line.start, line.end):
                yield _Start(level, match["label"], line, match.end())
                break


def _heading(source: Source, start: _Start) -> str | None:
    """What stands before the first stop of the line; with a comma it is a sentence, not a heading."""
    words = source.quote(Span(start.words, start.line.end)).partition("。")[0].strip()
    return None if re.search("[，,]", words) else words


def _departments(source: Source, own: Span, openings: Sequence[str]) -> Span | None:
    """The bracket that ends a line of the section and opens with the words given."""
    for line in source.lines(own):
        text = source.quote(line).rstrip("。")
        at = max((text.rfind(opening) for opening in openings), default=-1)
        if at >= 0 and text.find(BRACKETS[text[at]], at) == len(text) - 1:
            return Span(line.start + at, line.start + len(text))
    return None


def _unnumbered(source: Source, region: Span) -> Section | None:
    own = source.trim(region)
    if own is None:
        return None
    return Section(
        path=None,
        parent=None,
        level=0,
        heading=None,
        span=own,
        own=own,
        sentences=tuple(split_sentences(source, own)),
        departments=None,
    )


def _trimmed(source: Source, span: Span) -> Span:
    return source.trim(span) or span
