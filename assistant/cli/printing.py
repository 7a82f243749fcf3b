"""How the commands print: one console, one kind of table, JSON as it goes over the wire."""

import json
import os
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.cli.chinese_lines import Lines
from assistant.policies.bilingual import Bilingual, Tongue


def console() -> Console:
    """Standard output; colour and width as the terminal has them (COLUMNS and NO_COLOR are heeded)."""
    return Console(highlight=False)


class QuietTable(Table):
    """A table with a rule under its headings and none between its rows, whose cells break as Chinese does."""

    def __init__(self, *headings: str, title: Text | None = None) -> None:
        super().__init__(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False, expand=True)
        for heading in headings:
            self.add_column(heading)

    def row(self, *cells: str | Text | Table) -> None:
        """Add a row."""
        self.add_row(*(lines(cell) if isinstance(cell, str | Text) else cell for cell in cells))


def lines(words: str | Text) -> Lines:
    """Words that break as Chinese does."""
    return Lines(Text(words) if isinstance(words, str) else words)


def bold(words: str) -> Text:
    """Words that stand out."""
    return Text(words, style="bold")


def labelled(label: Bilingual, sign: str = "") -> Text:
    """A label in Chinese, with a sign behind it, over the same in English."""
    return Text.assemble(f"{label.zh}{sign}\n", (label.en, "dim"))


def print_json(value: Any) -> None:
    """Indented JSON, Chinese as Chinese, without colour or wrapping."""
    typed = json.dumps(value, ensure_ascii=False, indent=2)
    console().print(typed, markup=False, highlight=False, soft_wrap=True)


def tongue_of_terminal() -> Tongue:
    """Chinese where the locale is Chinese, else English."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, names), "").startswith("zh") else "en"
