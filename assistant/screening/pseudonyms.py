"""Pseudonyms for identifiers: keyed, so that nobody without the key can try numbers until one fits."""

import hmac
from dataclasses import dataclass

import polars as pl

DIGEST = "sha256"
LENGTH = 24
"""Hexadecimal digits that are kept: 96 bits, so that no two people of any country share one by chance."""
NUMBERS = r"[0-9０-９]{6,}"
"""What may be a telephone or an identity number that strayed into another column."""


@dataclass(frozen=True)
class Pseudonyms:
    """The same identifier under the same key is the same pseudonym, in every file."""

    key: bytes

    def of(self, identifiers: pl.Series) -> pl.Series:
        """A pseudonym for each identifier; blank where there is none."""
        distinct = [text for text in identifiers.drop_nulls().unique().to_list() if text.strip()]
        named = {text: self._of(text) for text in distinct}
        if not named:
            return pl.Series(identifiers.name, [None], dtype=pl.String).new_from_index(0, len(identifiers))
        return identifiers.replace_strict(named, default=None, return_dtype=pl.String)

    def _of(self, text: str) -> str:
        return hmac.digest(self.key, text.strip().upper().encode(), DIGEST).hex()[:LENGTH]


def without_numbers(values: pl.Expr, instead: str) -> pl.Expr:
    """Cell values with long numbers taken out."""
    return values.str.replace_all(NUMBERS, instead)
