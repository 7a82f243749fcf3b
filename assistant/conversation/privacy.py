"""Personal numbers are blotted out of a message before it is stored, logged, embedded or shown to a model.

A blotted text has the length of the original, so that offsets into one hold in the other. Of an identity number only
the birth date inside it is handed on, and only where the check digit says that it is one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal
from unicodedata import numeric

import regex
from stdnum import luhn
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from assistant.policies.folding import fold

Kind = Literal["identity", "phone", "bank_card", "passport", "email", "number"]
BLOT = "█"
LONGEST_OTHER = 14  # figures; nothing that these policies count or number has more

_compile = partial(regex.compile, flags=regex.ASCII)
_FROM, _TO = r"(?<!\d)(?<!\d\.)", r"(?!\d)"  # no part of a longer number
_EMAIL = _compile(r"[a-z\d][\w.+-]*@[a-z\d-]+(?:\.[a-z\d-]+)+")
_MOBILE = _compile(
    rf"{_FROM}(?:\+?86[ -]?)?1[3-9]\d(?:\d{{8}}|[ -]\d{{4}}[ -]\d{{4}}|\d[ -]\d{{3}}[ -]\d{{4}}){_TO}"
)
_LANDLINE = _compile(
    rf"{_FROM}(?:\+?86[ -]?)?(?:\(0\d{{2,3}}\)[ -]?|0\d{{2,3}}[ -]?)(?:\d{{7,8}}|\d{{3,4}}[ -]\d{{4}})"
    rf"(?:-\d{{1,6}})?{_TO}"
    rf"|{_FROM}[48]00[ -]?\d{{3}}[ -]?\d{{4}}{_TO}"
)
# Without its area code a number of 7 or 8 figures is a phone's only where nothing is counted by it.
_LOCAL = regex.compile(r"(?<![\d¥$-])(?<!\d[.,])[2-8][0-9]{6,7}(?!\s?(?:[.,]?\d|[%\p{L}-]))")
# E12345678 and EA1234567 are passports, H and M with eight figures the permits of Hong Kong and Macau.
_PASSPORT = _compile(r"(?<![a-z\d])(?:[degpshm]\d{8}|e[a-z]\d{7})(?![a-z\d])")
_SOLID = _compile(rf"{_FROM}(?:\d{{17}}x|\d{{13,}}){_TO}")
# Written in groups, a number must look like what it is, or it may be a row of sums.
_SPACED_IDENTITY = _compile(rf"{_FROM}(?:\d[ -]?){{17}}[\dx]{_TO}")
_GROUPED_CARD = _compile(rf"{_FROM}\d{{4}}(?:[ -]\d{{4}}){{2,3}}(?:[ -]\d{{1,4}})?{_TO}")
_FOURS = _compile(rf"{_FROM}\d{{4}}(?:[ -]\d{{4}}){{1,3}}[ -]\d{{2,3}}{_TO}")
_IDENTITY_GROUPS = _compile(r"\d{6}[ -]\d{8}[ -]\d{3}[\dx]")
_CARD_OPENS = _compile(r"62|4|5[1-5]|35")
_ROW = _compile(r"\d{11,}")


@dataclass(frozen=True, slots=True)
class Private:
    """Where a personal number stood; never the number. `birth` is what a valid identity number tells."""

    kind: Kind
    start: int
    end: int
    birth: date | None = None


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without personal numbers, as long as it was before."""

    text: str
    found: tuple[Private, ...] = ()

    @property
    def births(self) -> tuple[date, ...]:
        """The birth dates that the identity numbers told, in order."""
        return tuple(one.birth for one in self.found if one.birth is not None)


def redact(text: str) -> Redacted:
    """Blot out identity, phone, card and passport numbers and e-mail addresses; leave every other figure alone."""
    plain = _in_figures(fold(text))
    found: list[Private] = []
    for one in _candidates(plain):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    found.sort(key=lambda one: one.start)
    blotted = list(text)
    for one in found:
        blotted[one.start : one.end] = BLOT * (one.end - one.start)
    return Redacted("".join(blotted), tuple(found))


def _candidates(plain: str) -> Iterator[Private]:
    """Every personal number; where two overlap, the surer comes first."""
    for match in _EMAIL.finditer(plain):
        yield Private("email", *match.span())
    for match in _SOLID.finditer(plain):
        kind = _kind_of(match.group())
        if kind is not None:
            yield Private(kind, *match.span(), birth=_birth(match.group()))
    for match in _SPACED_IDENTITY.finditer(plain):
        birth = _birth(_compact(match.group()))
        if birth is not None or _looks_like_identity(match.group()):
            yield Private("identity", *match.span(), birth=birth)
    for match in _GROUPED_CARD.finditer(plain):
        if _is_grouped_card(match.group()):
            yield Private("bank_card", *match.span())
    for match in _FOURS.finditer(plain):
        kind = _kind_in_fours(match.group())
        if kind is not None:
            yield Private(kind, *match.span())
    for pattern in (_MOBILE, _LANDLINE):
        for match in pattern.finditer(plain):
            yield Private("phone", *match.span())
    for match in _PASSPORT.finditer(plain):
        yield Private("passport", *match.span())
    for match in _LOCAL.finditer(plain):
        if not match.group().endswith("00") and _day(match.group()) is None:
            yield Private("phone", *match.span())


def _kind_of(number: str) -> Kind | None:
    """What an unbroken number of 13 figures or more is, None where it may be nobody's."""
    if _birth(number) is not None:
        return "identity"
    if _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number):
        return "phone"
    if number.isdigit() and len(number) <= 19 and luhn.is_valid(number):
        return "bank_card"
    if len(number) in (15, 18):
        return "identity"  # mistyped, and private all the same
    return "number" if len(number) > LONGEST_OTHER else None


def _kind_in_fours(words: str) -> Kind | None:
    """What a number in groups of four figures is, None where it may be a row of sums."""
    number = _compact(words)
    if _is_row_of_sums(words):
        return None
    if len(number) == 11 and number[0] in "01":
        return "phone"
    return "identity" if len(number) in (15, 18) else None


def _birth(number: str) -> date | None:
    """The birth date inside an identity number, None where it is none; older ones have 15 figures, none to check."""
    number = number.upper()
    if len(number) == 15 and number.isdigit():
        number = f"{number[:6]}19{number[6:]}"
        number += ric.calc_check_digit(f"{number}0")
    if len(number) != 18:
        return None
    try:
        # `ric.validate` would also want the district to be in its table, which stops some years ago.
        if ric.calc_check_digit(number) != number[-1]:
            return None
        born: date = ric.get_birth_date(number)
    except (ValidationError, ValueError):
        return None
    return born if born.year >= 1900 else None


def _day(words: str) -> date | None:
    """The day that eight figures write, None where they write none of these two centuries."""
    try:
        day = date(int(words[:4]), int(words[4:6]), int(words[6:]))
    except ValueError:
        return None
    return day if len(words) == 8 and 1900 <= day.year < 2100 else None


def _looks_like_identity(words: str) -> bool:
    return _IDENTITY_GROUPS.fullmatch(words) is not None and _day(_compact(words)[6:14]) is not None


def _is_grouped_card(words: str) -> bool:
    number = _compact(words)
    if not (16 <= len(number) <= 19 and _CARD_OPENS.match(number) and luhn.is_valid(number)):
        return False
    return not _is_row_of_sums(words)


def _is_row_of_sums(words: str) -> bool:
    return all(group.endswith("0") for group in regex.split(r"[ -]", words))


def _compact(words: str) -> str:
    return regex.sub(r"[ -]", "", words)


def _in_figures(plain: str) -> str:
    """Figures written as characters made digits, where so many stand in a row that they can be no amount."""
    made = list(plain)
    for match in _ROW.finditer("".join(_digit(character) for character in plain)):
        made[match.start() : match.end()] = match.group()
    return "".join(made)


def _digit(character: str) -> str:
    """The digit that a character other than a digit stands for, a space where it stands for none."""
    value = -1.0 if character.isascii() else numeric(character, -1.0)
    return str(int(value)) if value in range(10) else " "
