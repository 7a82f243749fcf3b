"""Numbers as Chinese policy texts write them: 1200, 1.8万, 80（含）, 一、二级, 百岁, 1/3, 1.3倍."""

import re
from fractions import Fraction

import cn2an

_ARABIC = re.compile(r"(\d+)/(\d+)|(\d+(?:\.\d+)?)\s*([万千百])?")
_CHINESE = re.compile(r"[零一二两三四五六七八九十百千万]+")
_SCALES = {"万": 10_000, "千": 1_000, "百": 100}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


def numbers_in(text: str) -> frozenset[Fraction]:
    """Every number that stands in the text, with and without a following 万, 千 or 百."""
    text = text.translate(_FULL_WIDTH)
    found: set[Fraction] = set()
    for numerator, denominator, decimal, scale in _ARABIC.findall(text):
        if denominator:
            found.add(Fraction(int(numerator), int(denominator)))
        else:
            found.add(Fraction(decimal))
            if scale:
                found.add(Fraction(decimal) * _SCALES[scale])
    for numeral in _CHINESE.findall(text):
        value = _chinese(numeral)
        if value is not None:
            found.add(Fraction(value))
    return frozenset(found)


def _chinese(numeral: str) -> int | None:
    if numeral[0] in "百千万":
        numeral = "一" + numeral
    try:
        return int(cn2an.cn2an(numeral, "smart"))
    except ValueError:
        return None
