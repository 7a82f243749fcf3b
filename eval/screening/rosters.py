"""Made-up rosters as the program reads them: typed columns, without the files around them."""

import polars as pl

from assistant.screening.faults import ROW
from assistant.screening.headings import read_headings
from assistant.screening.outlook import later_day
from assistant.screening.program import Program
from assistant.screening.typed import Typist
from assistant.screening.vocabulary import load_roster_vocabulary
from eval.cases import ROOT
from eval.screening.synthetic import SEED, rosters

MONTHS = 12


def typed_roster(program: Program, count: int, *, seed: int = SEED) -> pl.DataFrame:
    """`count` made-up people of the program's place, with dirt, typed."""
    words = load_roster_vocabulary(ROOT / "corpus")
    facts, document = program.catalogue.vocabulary, program.rulebook.document
    parts = list(rosters(count, document, seed=seed))
    headings = read_headings(parts[0].columns, facts, words)
    typist = Typist(program, headings, words, months=MONTHS, later=later_day(program.as_of, MONTHS))
    return pl.concat([typist.typed(part.with_row_index(ROW, 2)).frame for part in parts])
