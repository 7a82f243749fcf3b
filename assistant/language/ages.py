"""Ages and birth dates of a text, by the patterns of corpus/vocabulary/ages.yaml."""

from datetime import date

import regex

from assistant.language.age_readings import AgeFound, Readings
from assistant.language.lexicon import Words, WordsError
from assistant.language.numerals import CHINESE, TWO_DIGITS

_PART = regex.compile("«(\\w+)»")


class Ages:
    """All ways of saying an age; the first that fits a stretch of the text has it."""

    def __init__(self, words: Words) -> None:
        """Raises WordsError where a rule names no reading or its pattern is wrong."""
        self._readings = Readings(words)
        parts: dict[str, str] = {
            **words.ages["parts"],
            "CHINESE": CHINESE,
            "TWO_DIGITS": TWO_DIGITS,
            "named": "|".join(sorted(self._readings.named, key=len, reverse=True)),
            "units": "|".join(self._readings.units),
            "tens": "|".join(self._readings.tens),
            "decades": "|".join(self._readings.decades),
        }
        self._rules = [(self._compiled(rule, parts), str(rule["reads"])) for rule in words.ages["rules"]]

    def find(self, plain: str, today: date) -> list[AgeFound]:
        """The ages of a text in order, none overlapping another."""
        found: list[AgeFound] = []
        taken = bytearray(len(plain))
        for pattern, reading in self._rules:
            for match in pattern.finditer(plain):
                start, end = match.span()
                age = None if any(taken[start:end]) else self._readings.read(reading, match, today)
                if age is not None:
                    taken[start:end] = b"\1" * (end - start)
                    found.append(age)
        return sorted(found, key=lambda hit: hit.start)

    def _compiled(self, rule: dict[str, str], parts: dict[str, str]) -> "regex.Pattern[str]":
        where = f"vocabulary/ages.yaml, {rule['like']}"
        if not self._readings.knows(rule["reads"]):
            raise WordsError(
                f"{where}: there is no reading {rule['reads']}; take one that the file's head explains"
            )
        pattern = rule["pattern"]
        try:
            while _PART.search(pattern):
                pattern = _PART.sub(lambda part: parts[part[1]], pattern)
            return regex.compile(pattern)
        except (KeyError, regex.error) as error:
            raise WordsError(f"{where}: the pattern is wrong: {error}") from error
