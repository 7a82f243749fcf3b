"""One script, one width, one case: text folded character for character, so that offsets stay what they are."""

from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from opencc import OpenCC


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("t2s")


def fold(text: str) -> str:
    """Simplified, half-width, lower-case text of the same length: `fold(text)[i]` stands for `text[i]`."""
    narrow = "".join(_narrow(character) for character in text)
    whole = _converter().convert(narrow)
    return whole if len(whole) == len(text) else "".join(_simplified(character) for character in narrow)


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
