"""The same program on Spark says the same of everybody. Needs Java; takes a minute, nearly all of it Spark's own."""

import shutil
from random import Random

import polars as pl
import pytest

from eval.screening.on_spark import ROW, differing, local_spark, on_spark
from tests.screening.both_paths import program, typed
from tests.screening.test_agreement import anybody

PEOPLE = 200


@pytest.mark.slow
@pytest.mark.spark
@pytest.mark.skipif(
    shutil.which("java") is None, reason="Spark needs Java 17 or later, which is not installed"
)
# What Spark's own libraries say of each other's versions and leave open is not ours to mend.
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_spark_agrees_with_polars_row_for_row() -> None:
    pytest.importorskip("pyspark", reason="Spark is an extra: pip install yanglao[spark]")
    chance, made = Random(7), program("sifangtai")
    people = typed([anybody(chance) for _ in range(PEOPLE)], "sifangtai")
    numbered = people.with_row_index(ROW).cast({ROW: pl.Int64})
    with local_spark() as session:
        found = on_spark(made, numbered, session)
    assert found.height == PEOPLE
    assert differing(made, numbered, found) == []
