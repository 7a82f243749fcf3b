"""One script, one width, one case: text folded character for character, so that offsets stay what they are."""

from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from opencc import OpenCC

# Spellings of another region that the converter leaves, for others of the same length.
_VARIANTS = {"甚么": "什么"}


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("t2s")


def fold(text: str) -> str:
    """Simplified, half-width, lower-case text of the same length: `fold(text)[i]` stands for `text[i]`."""
    narrow = "".join(_narrow(character) for character in text)
    whole: str = _converter().convert(narrow)
    if len(whole) != len(text):
        whole = "".join(_simplified(character) for character in narrow)
    for variant, usual in _VARIANTS.items():
        whole = whole.replace(variant, usual)
    return whole


@cache
def _narrow(character: str) -> str:
    for form in (normalize("NFKC", character).lower(), character.lower(), character):
        if len(form) == 1:
            return form
    return character


@cache
def _simplified(character: str) -> str:
    converted = _converter().convert(character)
    return converted if len(converted) == 1 else character
