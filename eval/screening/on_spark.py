"""The same program on Spark, compared with Polars row for row: `python -m eval.screening.on_spark 2000`."""

import argparse
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from assistant.screening.program import Program
from eval.cases import AS_OF, the_catalogue
from eval.screening.rosters import typed_roster

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROW = "_row"


@contextmanager
def local_spark() -> "Iterator[SparkSession]":
    """Spark on this machine's two cores, reachable from nowhere else."""
    from pyspark.sql import SparkSession

    # It would tell of its closing once the streams are closed.
    logging.getLogger("py4j").setLevel(logging.WARNING)
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.memory": "3g",
        # A list is one expression of thousands of terms: compiling it to one Java method takes longer than running it.
        "spark.sql.codegen.wholeStage": "false",
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


def on_spark(program: Program, typed: pl.DataFrame, session: "SparkSession") -> pl.DataFrame:
    """The screened frame as Spark works it out, by row."""
    with TemporaryDirectory() as folder:
        typed.write_parquet(Path(folder) / "typed.parquet")
        frame = nw.from_native(session.read.parquet(f"{folder}/typed.parquet"))
        program.screened(frame, [ROW]).to_native().write.parquet(f"{folder}/screened")
        return pl.read_parquet(f"{folder}/screened/*.parquet").sort(ROW)


def differing(program: Program, typed: pl.DataFrame, spark: pl.DataFrame) -> list[str]:
    """The columns in which Spark's frame is not that of Polars, row for row."""
    polars = program.screened(nw.from_native(typed.lazy()), [ROW]).to_native().collect().sort(ROW)
    assert spark.columns == polars.columns
    return [
        name
        for name in polars.columns
        if not spark[name].cast(pl.Float64).equals(polars[name].cast(pl.Float64))
    ]


def main() -> None:
    """Read the command line, run both and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int)
    parser.add_argument("--place", default="sifangtai", choices=sorted(the_catalogue().rulebooks))
    asked = parser.parse_args()
    program = Program.of(the_catalogue(), asked.place, AS_OF)
    typed = typed_roster(program, asked.people).with_row_index(ROW).cast({ROW: pl.Int64})
    with local_spark() as session:
        start = perf_counter()
        found = on_spark(program, typed, session)
        took = perf_counter() - start
    differ = differing(program, typed, found)
    print(
        f"{asked.place}: {found.height:,} rows of {found.width} columns on Spark in {took:.1f} s; "
        + (f"different: {', '.join(differ)}" if differ else "every row as on Polars")
    )
    raise SystemExit(bool(differ))


if __name__ == "__main__":
    main()
