"""Make a roster of made-up people: `python -m eval.screening.synthetic 1000000 --place sifangtai -o roster.parquet`."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from assistant.screening.writing import check_format, whole, write
from eval.cases import the_catalogue
from eval.screening.dirt import soiled
from eval.screening.people import people

PART = 100_000
SEED = 20261124


def rosters(count: int, document: str, *, seed: int = SEED, dirt: bool = True) -> Iterator[pl.DataFrame]:
    """Made-up people of a document's place, part by part; the same for the same seed, however many are asked for."""
    catalogue = the_catalogue()
    place = catalogue.places.get(catalogue.rulebooks[document].place)
    for part, start in enumerate(range(0, count, PART)):
        chance = np.random.default_rng([seed, part])
        made = people(PART, chance, place.name, place.code)
        yield (soiled(made, chance) if dirt else made).head(count - start)


def write_roster(count: int, document: str, path: Path, *, seed: int = SEED) -> None:
    """Write made-up people to a file."""
    check_format(path)
    parts = rosters(count, document, seed=seed)
    first = next(rosters(1, document, seed=seed))
    with whole(path) as unfinished:
        write(parts, first.schema, unfinished, path.suffix)


def main() -> None:
    """Read the command line and write the roster."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int)
    parser.add_argument("--place", default="sifangtai", choices=sorted(the_catalogue().rulebooks))
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("-o", "--output", type=Path, required=True)
    asked = parser.parse_args()
    write_roster(asked.people, asked.place, asked.output, seed=asked.seed)
    print(f"{asked.people:,} made-up people in {asked.output}")


if __name__ == "__main__":
    main()
