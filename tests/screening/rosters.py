"""Small rosters for tests, and screening them in one line."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from assistant.policies.bilingual import Tongue
from assistant.screening.headings import Mapped
from assistant.screening.limits import Limits
from assistant.screening.pseudonyms import Pseudonyms
from assistant.screening.screening import Options, Page, Screening
from assistant.screening.sources import open_roster
from assistant.screening.vocabulary import RosterVocabulary, load_roster_vocabulary
from eval.cases import AS_OF, ROOT, the_catalogue

PLACE = "sifangtai"


@cache
def words() -> RosterVocabulary:
    return load_roster_vocabulary(ROOT / "corpus")


def csv_of(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Rows as a CSV file."""
    return pl.DataFrame([dict(row) for row in rows]).write_csv().encode()


def screening(
    content: bytes | Path,
    *,
    document: str = PLACE,
    mapped: Mapped | None = None,
    tongue: Tongue | None = None,
    pseudonyms: Pseudonyms | None = None,
    limits: Limits | None = None,
    months: int = 12,
) -> Screening:
    """A roster against a list, ready to go."""
    return Screening(
        open_roster(content, "roster.csv", limits or Limits.none()),
        the_catalogue(),
        document,
        AS_OF,
        words(),
        mapped=mapped,
        options=Options(months, tongue, pseudonyms),
    )


def screened(content: bytes | Path, **how: Any) -> Page:
    """The only page of a small roster."""
    [page] = screening(content, **how).pages()
    return page


def one(row: Mapping[str, str], **how: Any) -> dict[str, Any]:
    """The results of one person."""
    return screened(csv_of([row]), **how).results.to_dicts()[0]


def faulty(page: Page) -> list[tuple[int, str, str | None]]:
    """Where the faulty cells are, and what is in them."""
    return list(page.faults.select("row", "column", "value").iter_rows())
