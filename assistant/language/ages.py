"""Ages and birth dates of a text, by the patterns of corpus/vocabulary/ages.yaml."""

from collections.abc import Iterator
from datetime import date

import regex

from assistant.language.age_readings import AgeFound, Readings
from assistant.language.lexicon import Words, WordsError
from assistant.language.numerals import CHINESE, TWO_DIGITS, number

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
        months = words.ages["birth_months"]
        self._months = [regex.compile(months[name]) for name in ("chinese", "english", "alone", "en_alone")]
        self._month_names: list[str] = months["months"]
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

    def months(self, plain: str, *, asked: bool) -> Iterator[tuple[int, int, int, int | None]]:
        """Where the month of a birthday is said by itself, with the month and the day: 三月份的生日.

        Where the age was `asked` for, a month and nothing else (December, 十二月) is one as well.
        """
        for pattern in self._months if asked else self._months[:2]:
            for match in pattern.finditer(plain):
                groups = match.groupdict()
                name, day = groups.get("name"), groups["d"]
                month = self._month_names.index(name) + 1 if name else number(groups["m"] or "0")
                if 1 <= month <= 12:
                    yield *match.span(), month, number(day) if day else None

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
