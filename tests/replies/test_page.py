"""The words of the desks: none that is used is missing, and none that is there is unused."""

import re
from collections.abc import Iterator

import pytest

from assistant.replies.page import DESKS, Desk, PageWordingError, PageWords, names
from eval.served import ROOT

PAGES = ROOT / "assistant" / "pages"
USED = re.compile(r"""(?<!speech\.)(?:say|entries)\(\s*f?["']([a-z_.]+)""")
# Names that are put together: the first part of each is looked for.
JOINED = re.compile(r"""["']([a-z_]+)\.(?:["']\s*~|\{)""")


def used() -> Iterator[str]:
    """Every name that a template or a module of the desks asks for."""
    for file in (*PAGES.glob("*.py"), *PAGES.glob("templates/*.j2")):
        text = file.read_text("utf-8")
        yield from USED.findall(text)
        # A choice between two names is a name as well, and so is one that is handed on.
        yield from re.findall(r"""["']([a-z_]+(?:\.[a-z_]+)*)["']""", text)


def test_no_words_that_a_desk_asks_for_are_missing() -> None:
    known = {name for desk in DESKS for name in names(desk)}
    groups = {name.partition(".")[0] for name in known}
    asked = {name for file in PAGES.glob("templates/*.j2") for name in USED.findall(file.read_text("utf-8"))}
    assert sorted(name for name in asked - known if name.rstrip(".") not in groups) == []


def test_no_words_are_there_that_no_desk_uses() -> None:
    found = set(used())
    joined = {
        group
        for file in (*PAGES.glob("*.py"), *PAGES.glob("templates/*.j2"))
        for group in JOINED.findall(file.read_text("utf-8"))
    }
    known = {name for desk in DESKS for name in names(desk)}
    assert sorted(name for name in known - found if name.partition(".")[0] not in joined) == []


@pytest.mark.parametrize("desk", DESKS)
def test_words_are_said_in_three_scripts_and_values_are_left_as_they_are(desk: Desk) -> None:
    said = {
        language: PageWords(desk, language).say("item", number="四方台")
        for language in ("zh-Hans", "zh-Hant", "en")
    }
    assert said == {"zh-Hans": "第四方台项", "zh-Hant": "第四方台項", "en": "item 四方台"}


def test_words_that_are_not_there_are_named() -> None:
    with pytest.raises(PageWordingError, match="no_such_words"):
        PageWords("hotline", "en").say("no_such_words")
