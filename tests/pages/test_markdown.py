"""An answer's Markdown as HTML and as plain text."""

from html.parser import HTMLParser

import pytest

from assistant.pages.markdown import read_out, to_html, to_text

TABLE = "| Benefit | How much | Where |\n|---|---|---|\n| allowance 高龄津贴 | **¥1,200** | items 3, 8 |"


def tags(html: str) -> set[str]:
    """The names of the elements of some HTML."""
    found: set[str] = set()

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)

    Parser().feed(html)
    return found


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<b onclick=x>a</b>",
        "[a](http://example.com)",
        "![a](http://example.com/a.png)",
        "<http://example.com>",
    ],
)
def test_no_markup_of_anybodys_gets_through(typed: str) -> None:
    assert tags(to_html(typed, "en", lambda *_: None)) <= {"p"}


def test_chinese_names_in_an_english_answer_name_their_language() -> None:
    html = to_html("Old-age allowance 高龄津贴 (《清单》, 2025)", "en", lambda *_: None)
    assert '<span lang="zh-Hans">高龄津贴</span>' in html
    assert "<span" not in to_html("高龄津贴", "zh-Hans", lambda *_: None)


def test_the_items_in_a_tables_last_column_lead_to_their_words() -> None:
    html = to_html(
        TABLE,
        "en",
        lambda number, begins: (
            f"/read/a?item={number}" if (number, begins) == ("3", "allowance 高龄津贴") else None
        ),
    )
    assert '<a href="/read/a?item=3" data-read>3</a>, 8' in html
    assert "1,200</strong>" in html


def test_a_cell_says_its_heading_where_the_heading_cannot_be_seen() -> None:
    html = to_html(TABLE, "en", lambda *_: None)
    assert 'data-label="How much"' in html
    assert 'role="cell"' in html


def test_plain_text_has_no_marks_and_a_row_is_a_line() -> None:
    assert to_text(f"**You** may\n\n{TABLE}").splitlines() == [
        "You may",
        "Benefit  How much  Where",
        "allowance 高龄津贴  ¥1,200  items 3, 8",
    ]


def test_the_line_to_read_out_is_taken_out_of_a_hotline_answer() -> None:
    said, rest = read_out("**Father**\n\n> “He may.”\n\nItems 3.")
    assert said == "“He may.”"
    assert ">" not in rest
    assert rest.startswith("**Father**")
    assert read_out("No quote.") == ("", "No quote.")
