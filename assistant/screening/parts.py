"""Parts of a long run, kept until all of it is done: whoever is interrupted goes on where it stopped."""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assistant.screening.errors import RosterError
from assistant.screening.screening import BATCH, Page, Screening
from assistant.screening.writing import whole

MARK = "run.json"


def run_of(roster: Path, screening: Screening, corpus: Path) -> str:
    """What tells one run from another: the file, the rules and words, the day and the options."""
    digest = hashlib.sha256()
    state, options = roster.stat(), screening.options
    key = b"" if options.pseudonyms is None else hashlib.sha256(options.pseudonyms.key).digest()
    program = screening.program
    told = (
        str(roster.resolve()), state.st_size, state.st_mtime_ns, program.rulebook.document,
        program.as_of.isoformat(), options.months, options.tongue, key.hex(), repr(screening.headings), BATCH,
    )  # fmt: skip
    digest.update(repr(told).encode())
    document = program.rulebook.document
    for file in (
        "facts.yaml",
        "places.yaml",
        "vocabulary/roster.yaml",
        f"{document}/list.yaml",
        f"{document}/source.txt",
    ):
        digest.update((corpus / file).read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Parts:
    """A folder of finished parts beside the output; `run` says of which run they are."""

    folder: Path
    run: str

    @classmethod
    def beside(cls, output: Path, run: str) -> "Parts":
        """The parts of a run; raises RosterError where another run's are in the way."""
        folder = output.with_name(f".{output.name}.parts")
        mark = folder / MARK
        if mark.exists() and json.loads(mark.read_text("utf-8")) != run:
            raise RosterError(
                f"{folder}: these are the parts of another run (another file, day, list or option); "
                "finish that run, or remove the folder"
            )
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            mark.write_text(json.dumps(run), "utf-8")
        except OSError as error:
            raise RosterError(f"{folder}: cannot be written: {error.strerror}") from error
        return cls(folder, run)

    @property
    def finished(self) -> int:
        """How many parts stand."""
        return len(list(self.folder.glob("part-*.json")))

    def pages(self, screening: Screening, size: int) -> Iterator[Page]:
        """Every page: read where it stands, else screened and kept."""
        for number, batch in enumerate(screening.roster.batches(size)):
            if not self._counts(number).exists():
                self._keep(number, screening.page(batch))
            yield self._page(number)

    def remove(self) -> None:
        """Remove the folder: everything stands in the output."""
        shutil.rmtree(self.folder)

    def _keep(self, number: int, page: Page) -> None:
        with whole(self._results(number)) as path:
            page.results.write_parquet(path, statistics=False)
        with whole(self._faults(number)) as path:
            page.faults.write_parquet(path)
        # Last: a part with its counts is a part that is finished.
        with whole(self._counts(number)) as path:
            path.write_text(json.dumps(page.counts), "utf-8")

    def _page(self, number: int) -> Page:
        counts = Counter(json.loads(self._counts(number).read_text("utf-8")))
        return Page(pl.read_parquet(self._results(number)), pl.read_parquet(self._faults(number)), counts)

    def _results(self, number: int) -> Path:
        return self.folder / f"part-{number:05}.parquet"

    def _faults(self, number: int) -> Path:
        return self.folder / f"part-{number:05}.faults.parquet"

    def _counts(self, number: int) -> Path:
        return self.folder / f"part-{number:05}.json"
