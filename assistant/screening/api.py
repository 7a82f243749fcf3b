"""Screening for other programs: one call, limits on size, and a result that is plain data."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.eligibility.catalogue import Catalogue
from assistant.policies.bilingual import Bilingual, Tongue
from assistant.screening.errors import RosterError
from assistant.screening.headings import Mapped
from assistant.screening.limits import Limits
from assistant.screening.run import count, run
from assistant.screening.screening import Options, Page, Screening
from assistant.screening.sources import Content, open_roster
from assistant.screening.summary import Summary
from assistant.screening.vocabulary import load_roster_vocabulary
from assistant.settings import Settings

SHOWN_FAULTS = 100
UPLOAD = Limits()
"""What is taken of somebody who uploads a file."""


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Faulty(_Told):
    """A cell that was not used, and why."""

    row: int
    column: str
    value: str | None
    reason: Bilingual


class ScreeningResult(_Told):
    """What a roster came to; `docs/screening.md` explains every field."""

    summary: Summary
    columns: Mapping[str, str]
    unknown_columns: tuple[str, ...]
    faults: tuple[Faulty, ...]
    fault_count: int


def screen(
    source: Content,
    document: str,
    as_of: date,
    *,
    catalogue: Catalogue,
    name: str | None = None,
    months: int = 12,
    mapping: Mapped | None = None,
    limits: Limits = UPLOAD,
    save: Path | None = None,
    tongue: Tongue | None = None,
) -> ScreeningResult:
    """Screen a roster (a file, or the bytes of one) against the list of a document on a day.

    `name` is the file's name in messages; `months` is how far ahead thresholds are looked for; `mapping` says what
    headings mean that are not recognised; `save` is where the results go, in the words of `tongue`. Raises
    RosterError, one clear line, for what cannot be read, is too large or is mapped wrongly.
    """
    if document not in catalogue.rulebooks:
        raise RosterError(f"there is no list of `{document}`; there are {', '.join(catalogue.rulebooks)}")
    called = name or (source.name if isinstance(source, Path) else "roster")
    screening = Screening(
        open_roster(source, called, limits),
        catalogue,
        document,
        as_of,
        load_roster_vocabulary(Settings().corpus),
        mapped=mapping,
        options=Options(months, tongue),
    )
    shown: list[Faulty] = []

    def show(page: Page) -> None:
        lines = page.faults.head(SHOWN_FAULTS - len(shown)).rows(named=True)
        shown.extend(
            Faulty(row=line["row"], column=line["column"], value=line["value"], reason=_reason(line))
            for line in lines
        )

    outcome = count(screening, seen=show) if save is None else run(screening, save, seen=show)
    return ScreeningResult(
        summary=outcome.summary,
        columns={column.heading: column.meaning for column in screening.headings.columns},
        unknown_columns=screening.headings.unknown,
        faults=tuple(shown),
        fault_count=outcome.fault_count,
    )


def _reason(line: Mapping[str, str]) -> Bilingual:
    return Bilingual(zh=line["zh"], en=line["en"])
