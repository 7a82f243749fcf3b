"""Identity numbers: where they stand, and the birth date and sex inside; the number itself goes nowhere."""

from dataclasses import dataclass
from datetime import date

import regex
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

_NUMBER = regex.compile(r"(?<![\dA-Za-z])(?:\d[ -]?){17}[\dXx](?![\dA-Za-z])|(?<!\d)\d{15}(?!\d)")


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity number at `[start, end)` of the plain text; what it says where its check digit is right."""

    start: int
    end: int
    birth: date | None
    sex: str | None


def identities(plain: str) -> list[Identity]:
    """The identity numbers of a text; older ones of 15 digits and wrong ones are found, and say nothing."""
    return [_read(match) for match in _NUMBER.finditer(plain)]


def _read(match: "regex.Match[str]") -> Identity:
    # `ric.validate` would also want the district to be in its table, which stops some years ago.
    number = regex.sub(r"[ -]", "", match.group()).upper()
    if len(number) != 18:
        return Identity(match.start(), match.end(), None, None)
    try:
        if ric.calc_check_digit(number) != number[-1]:
            return Identity(match.start(), match.end(), None, None)
        birth, sex = ric.get_birth_date(number), "male" if int(number[16]) % 2 else "female"
    except (ValidationError, ValueError):
        return Identity(match.start(), match.end(), None, None)
    return Identity(match.start(), match.end(), birth, sex)
