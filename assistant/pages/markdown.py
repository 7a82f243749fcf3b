"""An answer's Markdown as HTML that is safe to show, reads well on a narrow screen, and names its languages."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape

import regex
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.replies.contract import Language

_CHINESE = regex.compile(
    r"[\p{Han}〔〕《》、。，；：（）“”「」]*\p{Han}[\p{Han}\d〔〕《》、。，；：（）“”「」]*"
)
_FIGURES = regex.compile(r"\d+")
ItemLink = Callable[[str, str], str | None]
"""The address of the words of a list item, by its number and what its row begins with; None for what is none."""


def to_html(markdown: str, language: Language, link: ItemLink) -> str:
    """The answer as HTML; `link` gives the numbers in a table's last column their addresses."""
    parser = _parser()
    tokens = parser.parse(markdown)
    for token in tokens:
        for part in token.children or ():
            if part.type == "text":
                _raw(part, _spoken(part.content, language))
    for headings, row in _rows(tokens):
        for heading, cell in zip(headings, row, strict=False):
            cell.attrSet("data-label", heading)
        begins = _inline(tokens, row[0]).content
        for part in _inline(tokens, row[-1]).children or ():
            if part.type == "html_inline":
                _raw(part, _linked(part.content, begins, link))
    html: str = parser.renderer.render(tokens, parser.options, {})
    return _with_roles(html)


def to_text(markdown: str) -> str:
    """The answer without its mark-up, a table's row as one line."""
    lines: list[str] = []
    cells: list[str] | None = None
    for token in _parser().parse(markdown):
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            lines.append("  ".join(cells))
            cells = None
        elif token.type == "inline":
            said = "".join(
                "\n" if part.type.endswith("break") else part.content for part in token.children or ()
            )
            (lines if cells is None else cells).append(said)
    return "\n".join(lines)


@cache
def _parser() -> MarkdownIt:
    # No HTML, link or picture of anybody's: only the emphasis, lists, quotes and tables that templates make.
    return (
        MarkdownIt("commonmark", {"html": False})
        .enable("table")
        .disable(["link", "image", "autolink", "html_inline", "html_block", "code"])
    )


def _spoken(text: str, language: Language) -> str:
    """Text as HTML; in English its Chinese names are marked as Chinese, so that a voice can change."""
    if language != "en":
        return escape(text, quote=False)
    pieces: list[str] = []
    at = 0
    for match in _CHINESE.finditer(text):
        pieces += [
            escape(text[at : match.start()], quote=False),
            f'<span lang="zh-Hans">{escape(match[0])}</span>',
        ]
        at = match.end()
    return "".join([*pieces, escape(text[at:], quote=False)])


def _raw(part: Token, html: str) -> None:
    part.type, part.content = "html_inline", html


def _rows(tokens: Sequence[Token]) -> Iterator[tuple[list[str], list[Token]]]:
    """Each row of a table's body as its cells' tokens, with the words that head their columns."""
    headings: list[str] = []
    row: list[Token] = []
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            headings = []
        elif token.type == "th_open":
            headings.append(to_text(tokens[index + 1].content))
        elif token.type == "tr_open":
            row = []
        elif token.type == "td_open":
            row.append(token)
        elif token.type == "tr_close" and row:
            yield headings, row


def _inline(tokens: Sequence[Token], cell: Token) -> Token:
    """What stands in a cell."""
    return tokens[next(index for index, token in enumerate(tokens) if token is cell) + 1]


def _linked(html: str, begins: str, link: ItemLink) -> str:
    def made(match: regex.Match[str]) -> str:
        address = link(match[0], begins)
        return match[0] if address is None else f'<a href="{escape(address)}" data-read>{match[0]}</a>'

    return str(_FIGURES.sub(made, html))


def _with_roles(html: str) -> str:
    """A table that a narrow screen shows as blocks remains a table to a screen reader."""
    roles = {
        "table": "table",
        "thead": "rowgroup",
        "tbody": "rowgroup",
        "tr": "row",
        "th": "columnheader",
        "td": "cell",
    }
    return str(regex.sub(r"<(table|thead|tbody|tr|th|td)\b", lambda m: f'<{m[1]} role="{roles[m[1]]}"', html))


def read_out(markdown: str) -> tuple[str, str]:
    """The first quotation, which is what an operator reads out (empty where there is none), and the rest."""
    lines = markdown.splitlines()
    start = next((index for index, line in enumerate(lines) if line.startswith(">")), None)
    if start is None:
        return "", markdown
    end = next((index for index in range(start, len(lines)) if not lines[index].startswith(">")), len(lines))
    said = " ".join(line.lstrip("> ") for line in lines[start:end])
    return to_text(said).strip(), "\n".join([*lines[:start], *lines[end:]])
