"""A whole document as a page, with the words that an answer rests on marked in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from assistant.eligibility.catalogue import Catalogue
from assistant.pages.rendering import render, static
from assistant.policies.policy import Policy
from assistant.policies.spans import Span
from assistant.replies.dates import day_words
from assistant.replies.page import PageWords
from assistant.replies.words import Speech


@dataclass(frozen=True)
class Line:
    """One printed line; `level` is that of the heading that it is, 0 for none."""

    html: str
    level: int
    is_cell: bool
    """Whether it is a cell of the service list."""


def document_page(catalogue: Catalogue, document: str, marked: Span | None, words: PageWords) -> str:
    """The page; raises KeyError for a document that is not there."""
    policy = catalogue.policies[document]
    start = policy.in_force_from
    return render(
        "document",
        words,
        policy=policy,
        lines=list(_lines(policy, marked)),
        is_marked=marked is not None,
        in_force_from=day_words(start, Speech.of(words.tongue)) if start else None,
        style=static("tokens.css", "shell.css", "document.css"),
        script=static("preferences.js"),
    )


def _lines(policy: Policy, marked: Span | None) -> Iterator[Line]:
    source = policy.source
    levels = {section.span.start: section.level for section in policy.sections if section.heading}
    first = True
    for span in source.lines():
        html = escape(source.quote(span))
        if marked is not None and marked.start < span.end and span.start < marked.end:
            html = _marked(source.text, span, marked, is_first=first)
            first = False
        in_list = policy.list_region is not None and span in policy.list_region
        yield Line(html, levels.get(span.start, 0), in_list)


def _marked(text: str, line: Span, marked: Span, *, is_first: bool) -> str:
    start, end = max(line.start, marked.start), min(line.end, marked.end)
    place = ' id="here" tabindex="-1"' if is_first else ""
    before, words, after = (
        escape(part) for part in (text[line.start : start], text[start:end], text[end : line.end])
    )
    return f"{before}<mark{place}>{words}</mark>{after}"


def stretch(policy: Policy, values: Sequence[str | None]) -> Span | None:
    """The stretch that two figures of an address name; None where they name none of this document."""
    start, end = values
    if not (start and end and start.isascii() and end.isascii() and start.isdigit() and end.isdigit()):
        return None
    if not int(start) < int(end) <= len(policy.source.text):
        return None
    return Span(int(start), int(end))
