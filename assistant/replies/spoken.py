"""Figures as words, for a line that is read out."""

import re

import cn2an

from assistant.replies.words import Speech

_YUAN = re.compile(r"¥([\d,.]+)")
_FRACTION = re.compile(r"(\d+)/(\d+)")
_PERCENT = re.compile(r"([\d,.]*\d)%")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def spoken(text: str, speech: Speech) -> str:
    """The text with every figure in words: 一千二百元, one thousand two hundred yuan, 百分之十五."""

    def say(figure: str) -> str:
        number = figure.replace(",", "")
        return cn2an.an2cn(number) if speech.tongue == "zh" else english(number, speech)

    def fraction(match: re.Match[str]) -> str:
        whole = speech.maybe(f"spoken.fractions.{match[0]}")
        return whole or speech.say("spoken.fraction", upper=say(match[1]), lower=say(match[2]))

    text = _YUAN.sub(lambda match: f"{match[1]}{speech.say('spoken.yuan')}", text)
    text = _FRACTION.sub(fraction, text)
    text = _PERCENT.sub(lambda match: speech.say("spoken.percent", number=say(match[1])), text)
    return _NUMBER.sub(lambda match: say(match[0]), text)


def counted(count: int, *, speech: Speech) -> str:
    """A count as a sentence writes it: small ones in words in English."""
    return english(str(count), speech) if speech.tongue == "en" and count <= 12 else str(count)


def english(number: str, speech: Speech) -> str:
    """A number below a million in English words, decimals digit by digit."""
    ones = speech.wording.lists["spoken.ones"]
    whole, _, decimals = number.partition(".")
    said = _whole(int(whole), speech)
    return f"{said} point {' '.join(ones[int(digit)] for digit in decimals)}" if decimals else said


def _whole(number: int, speech: Speech) -> str:
    ones, tens = speech.wording.lists["spoken.ones"], speech.wording.lists["spoken.tens"]
    if number < 20:
        return ones[number]
    if number < 100:
        return tens[number // 10] + (f"-{ones[number % 10]}" if number % 10 else "")
    for unit, name in ((1000, "thousand"), (100, "hundred")):
        if number >= unit:
            rest = f" {_whole(number % unit, speech)}" if number % unit else ""
            return f"{_whole(number // unit, speech)} {name}{rest}"
    raise AssertionError(number)
