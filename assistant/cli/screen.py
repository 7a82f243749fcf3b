"""`yanglao screen`: a roster against a list, from file to file, with a summary that an office can act on."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.cli.corpus import catalogue, document_named, settings
from assistant.cli.faults import CorpusFault, InputFault
from assistant.cli.printing import console, print_json
from assistant.cli.screen_view import print_outcome
from assistant.eligibility.catalogue import Catalogue
from assistant.policies.bilingual import Tongue
from assistant.screening.errors import RosterError
from assistant.screening.headings import Mapped
from assistant.screening.limits import Limits
from assistant.screening.parts import Parts, run_of
from assistant.screening.pseudonyms import Pseudonyms
from assistant.screening.run import Outcome, run
from assistant.screening.screening import Options, Screening
from assistant.screening.sources import open_roster
from assistant.screening.template import write_template
from assistant.screening.vocabulary import RosterVocabularyError, load_roster_vocabulary
from assistant.screening.writing import check_format

INTERRUPTED = 130
"""The exit status of what Ctrl-C ended."""
LEAST_KEY = 16
"""Bytes of a key below which pseudonyms could be undone by trying keys."""


class Interrupted(typer.TyperException):
    """Ctrl-C ended the run; what stands is what stood before."""

    exit_code = INTERRUPTED


@dataclass(frozen=True)
class Asked:
    """What was asked for on the command line."""

    place: str
    as_of: date
    output: Path | None
    months: int
    mapping: Path | None
    pseudonymise: bool
    key: Path | None
    resumable: bool
    tongue: Tongue


def screen(roster: Path | None, asked: Asked, *, as_json: bool) -> None:
    """Screen a roster and print the summary; raises InputFault, CorpusFault and Interrupted."""
    if roster is None or asked.output is None or not asked.place:
        raise InputFault(
            "name the roster, the place and the output, as in "
            "`yanglao screen roster.csv --place sifangtai -o result.csv`; --template PLACE writes an empty roster"
        )
    output = asked.output
    corpus = catalogue()
    document = document_named(corpus, asked.place)
    with _faults():
        check_format(output)
        screening = _opened(roster, corpus, document, asked, output)
        parts = (
            Parts.beside(output, run_of(roster, screening, settings().corpus)) if asked.resumable else None
        )
        outcome = _run(screening, output, parts)
    if as_json:
        print_json(outcome.summary.model_dump(mode="json"))
    else:
        print_outcome(outcome, screening.headings, output, asked.tongue)


def template(place: str, output: Path | None, tongue: Tongue) -> None:
    """Write an empty roster for a place's list; raises InputFault."""
    corpus = catalogue()
    document = document_named(corpus, place)
    path = output or Path(f"{document}-roster.xlsx")
    with _faults():
        write_template(path, corpus, document, load_roster_vocabulary(settings().corpus), tongue)
    console().print(f"{path}", markup=False)


def _opened(roster: Path, corpus: Catalogue, document: str, asked: Asked, output: Path) -> Screening:
    return Screening(
        open_roster(roster, str(roster), Limits.none()),
        corpus,
        document,
        asked.as_of,
        load_roster_vocabulary(settings().corpus),
        mapped=None if asked.mapping is None else _mapping(asked.mapping),
        options=Options(
            asked.months,
            # Parquet is read by programs, which want names; the others are read by people.
            None if output.suffix.lower() == ".parquet" else asked.tongue,
            _pseudonyms(asked),
        ),
    )


def _pseudonyms(asked: Asked) -> Pseudonyms | None:
    if not asked.pseudonymise:
        return None
    if asked.key is None:
        if asked.resumable:
            raise RosterError(
                "--resumable with --pseudonymise needs --key, or the parts would not fit each other"
            )
        return Pseudonyms(secrets.token_bytes(32))
    try:
        key = asked.key.read_bytes().strip()
    except OSError as error:
        raise RosterError(f"{asked.key}: the key cannot be read: {error.strerror}") from error
    if len(key) < LEAST_KEY:
        raise RosterError(f"{asked.key}: a key has at least {LEAST_KEY} characters; use random ones")
    return Pseudonyms(key)


def _mapping(path: Path) -> Mapped:
    import yaml

    try:
        written = yaml.safe_load(path.read_text("utf-8-sig"))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise RosterError(f"{path}: the mapping cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(written, dict) or not all(isinstance(entry, str | dict) for entry in written.values()):
        raise RosterError(f"{path}: a mapping has a line for each heading, such as `救助类别: welfare`")
    return {str(heading): entry for heading, entry in written.items()}


def _run(screening: Screening, output: Path, parts: Parts | None) -> Outcome:
    columns = (TextColumn("{task.completed:,.0f}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_errors(), transient=True) as shown:
        task = shown.add_task("", total=screening.roster.source.rows)
        try:
            return run(
                screening,
                output,
                progress=lambda done, total: shown.update(task, completed=done, total=total),
                parts=parts,
            )
        except KeyboardInterrupt:
            left = "nothing was written" if parts is None else f"{parts.finished} finished parts are kept"
            again = "" if parts is None else "; the same command goes on from there"
            raise Interrupted(f"interrupted: {left}{again}") from None


def _errors() -> Console:
    return Console(stderr=True)


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except RosterError as fault:
        raise InputFault(str(fault)) from fault
    except RosterVocabularyError as fault:
        raise CorpusFault(str(fault)) from fault
