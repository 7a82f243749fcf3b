"""Faulty cells as a frame: where each stands, what is in it and why it was not used."""

from collections.abc import Iterable, Mapping

import polars as pl

from assistant.screening.values import Fault
from assistant.screening.vocabulary import RosterVocabulary

FAULTS = {"row": pl.Int64, "column": pl.String, "value": pl.String, "zh": pl.String, "en": pl.String}
ROW = "_row"
"""The row's number in the file, as a spreadsheet shows it."""


def no_faults() -> pl.DataFrame:
    """The frame of no fault."""
    return pl.DataFrame(schema=FAULTS)


def fault_lines(
    batch: pl.DataFrame, heading: str, where: pl.Series, fault: Fault, words: RosterVocabulary
) -> pl.DataFrame:
    """One line for each row of `where`, all for the same reason."""
    value = pl.col(heading) if heading in batch.columns else pl.lit(None, pl.String)
    return batch.filter(where).select(
        pl.col(ROW).cast(pl.Int64).alias("row"),
        pl.lit(heading).alias("column"),
        value.alias("value"),
        pl.lit(fault.words(words, "zh")).alias("zh"),
        pl.lit(fault.words(words, "en")).alias("en"),
    )


def faults_of_texts(
    batch: pl.DataFrame, heading: str, found: Mapping[str, object], words: RosterVocabulary
) -> pl.DataFrame:
    """One line for each cell whose text is at fault."""
    by_text = {text: one for text, one in found.items() if isinstance(one, Fault)}
    texts = batch[heading]
    reasons = pl.DataFrame(
        {
            heading: list(by_text),
            "zh": [fault.words(words, "zh") for fault in by_text.values()],
            "en": [fault.words(words, "en") for fault in by_text.values()],
        },
        schema={heading: pl.String, "zh": pl.String, "en": pl.String},
    )
    lines = batch.select(ROW, texts).filter(pl.col(heading).is_in(list(by_text)))
    return lines.join(reasons, on=heading, how="left", maintain_order="left").select(
        pl.col(ROW).cast(pl.Int64).alias("row"),
        pl.lit(heading).alias("column"),
        pl.col(heading).alias("value"),
        "zh",
        "en",
    )


def joined(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All of them, by row."""
    return pl.concat([no_faults(), *parts]).sort("row", maintain_order=True)
