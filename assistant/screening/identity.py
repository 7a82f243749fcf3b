"""Identity numbers (公民身份号码, GB 11643): whether one is sound, and the birth and sex that its digits say.

Everything here is an expression over a column of numbers; the numbers themselves are never kept.
"""

from functools import reduce as fold
from operator import add

import polars as pl

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
FORMER = r"^\d{15}$"
"""Before 1999: two digits of the year and no check digit."""
PRESENT = r"^\d{17}[\dX]$"


def plain(number: pl.Expr) -> pl.Expr:
    """The number without spaces at its ends, its X a capital."""
    return number.str.strip_chars().str.to_uppercase()


def is_sound(number: pl.Expr) -> pl.Expr:
    """Whether a plain number has the right length and check digit; its date is read elsewhere."""
    digits = (number.str.slice(place, 1).cast(pl.Int32, strict=False) for place in range(len(WEIGHTS)))
    total = fold(add, (digit * weight for digit, weight in zip(digits, WEIGHTS, strict=True)))
    expected = (total % 11).replace_strict(dict(enumerate(CHECK)), default=None, return_dtype=pl.String)
    sound = number.str.contains(PRESENT) & (number.str.slice(17, 1) == expected).fill_null(False)
    return sound | number.str.contains(FORMER)


def birth_text(number: pl.Expr) -> pl.Expr:
    """The digits of the birth in a sound number, as YYYYMMDD."""
    former = pl.lit("19") + number.str.slice(6, 6)
    return pl.when(number.str.len_chars() == 15).then(former).otherwise(number.str.slice(6, 8))


def is_male(number: pl.Expr) -> pl.Expr:
    """Whether the digit of the sex is odd, in a sound number."""
    digit = (
        pl.when(number.str.len_chars() == 15).then(number.str.slice(14, 1)).otherwise(number.str.slice(16, 1))
    )
    return digit.cast(pl.Int32, strict=False) % 2 == 1
