"""An empty roster for a list: the headings that its rules turn on, with what each may hold."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it has no types
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.facts import Fact
from assistant.policies.bilingual import Tongue
from assistant.screening.births import AGE
from assistant.screening.vocabulary import RosterVocabulary
from assistant.screening.writing import check_format, whole, write

CHOICES = "choices"
"""The sheet that lists what may be written."""
CHECKED_ROWS = 10_000
"""How many rows of a workbook offer the choices."""


def write_template(
    path: Path, catalogue: Catalogue, document: str, words: RosterVocabulary, tongue: Tongue
) -> None:
    """Write an empty roster for a list; a workbook offers the choices, a CSV file has the headings alone."""
    columns = list(template_columns(catalogue, document, words, tongue))
    headings = [heading for heading, _ in columns]
    check_format(path)
    if path.suffix.lower() != ".xlsx":
        write(iter(()), dict.fromkeys(headings, pl.String()), path, path.suffix)
        return
    with whole(path) as unfinished, Workbook(unfinished) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headings) - 1, 16)
        explained = book.add_worksheet(CHOICES)
        for place, (heading, choices) in enumerate(columns):
            explained.write_row(place, 0, [heading, *choices])
            if choices:
                # A range, for a list of words may hold no comma and is short.
                row, last = place + 1, xl_col_to_name(len(choices), col_abs=True)
                source = f"={CHOICES}!$B${row}:{last}${row}"
                check = {"validate": "list", "source": source, "error_type": "warning"}
                sheet.data_validation(1, place, CHECKED_ROWS, place, check)


def template_columns(
    catalogue: Catalogue, document: str, words: RosterVocabulary, tongue: Tongue
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each heading with the choices that there are for it, if they can be listed."""
    for headings in (words.identifiers, words.identity, words.birth):
        yield _in(tongue, headings), ()
    asked = catalogue.rulebooks[document].facts
    for name, fact in catalogue.vocabulary.facts.items():
        if name in asked or name == AGE:
            yield fact.label.of(tongue), tuple(_choices(fact, words, tongue))


def _choices(fact: Fact, words: RosterVocabulary, tongue: Tongue) -> Iterator[str]:
    match fact.type:
        case "choice":
            yield from (label.of(tongue) for label in (fact.values or {}).values())
        case "flag":
            yield from (words.yes_word.of(tongue), words.no_word.of(tongue))
        case "place":
            yield from (_in(tongue, words.places.here), _in(tongue, words.places.elsewhere))
        case "number":
            return


def _in(tongue: Tongue, words: Sequence[str]) -> str:
    """The first of the words that is of the language."""
    return next(word for word in words if word.isascii() == (tongue == "en"))
