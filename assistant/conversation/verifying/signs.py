"""`corpus/vocabulary/verifier.yaml`: the words by which an answer states what can be checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import regex

from assistant.policies.yaml_files import YamlError, read_yaml
from assistant.replies.words import load_wording

Kind = Literal[
    "phone",  # to call
    "item",  # the number of a list item
    "money",
    "percent",
    "tenths",  # 七成
    "fraction",
    "times",
    "count",  # how many benefits
    "rest",  # how many more
    "all",  # how many in all, of which some are named
    "counted",  # the number behind a heading
    "plain",  # an age, a grade, months and whatever else
]
Stance = Literal[
    "neutral",
    "nothing",
    "supposed",
    "tied",
    "bears",
    "encouraged",
    "local",
    "lost",
    "open",
    "unmet",
    "met",
]


_SCRIPTS = {"zh": regex.compile(r"\p{Han}"), "en": regex.compile(r"[a-z]{2}")}


class SignsError(ValueError):
    """verifier.yaml is not as it must be; the message names the entry."""


@dataclass(frozen=True)
class KindRule:
    """What a figure counts that stands between these words."""

    kind: Kind
    before: "regex.Pattern[str] | None"
    after: "regex.Pattern[str] | None"

    @classmethod
    def of(cls, entry: Mapping[str, str]) -> "KindRule":
        """Compile one entry of `kinds`."""
        before, after = (
            regex.compile(entry[side]) if side in entry else None for side in ("before", "after")
        )
        return cls(entry["kind"], before, after)  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False)
class Signs:
    """verifier.yaml, compiled where it is first needed."""

    data: Mapping[str, Any]

    @classmethod
    def load(cls, corpus: Path) -> "Signs":
        """Read the file; raises SignsError naming an entry that is missing or no regular expression."""
        try:
            signs = cls(read_yaml(corpus / "vocabulary" / "verifier.yaml"))
            for part in (signs.kinds, signs._stances, signs.dates, signs.periods, signs.bounds):
                assert part
        except (YamlError, KeyError, regex.error) as error:
            raise SignsError(f"vocabulary/verifier.yaml: {error}; mend or restore that entry") from None
        return signs

    def words(self, name: str) -> Any:
        """An entry as it stands, by its dotted name."""
        found: Any = self.data
        for part in name.split("."):
            found = found[part]
        return found

    def pattern(self, name: str) -> "regex.Pattern[str]":
        """An entry as a pattern."""
        if name not in self._patterns:
            self._patterns[name] = regex.compile(self.words(name))
        return self._patterns[name]

    @cached_property
    def _patterns(self) -> "dict[str, regex.Pattern[str]]":
        return {}

    @cached_property
    def kinds(self) -> tuple[KindRule, ...]:
        return tuple(KindRule.of(entry) for entry in self.words("kinds"))

    def stances(self, text: str) -> "Iterator[regex.Match[str]]":
        """Where the text says how things stand; which stance a place shows is told by the group's name."""
        tongues = [tongue for tongue, script in _SCRIPTS.items() if script.search(text)]
        return self._stances[frozenset(tongues)].finditer(text)

    @cached_property
    def _stances(self) -> "Mapping[frozenset[str], regex.Pattern[str]]":
        """All stances in one pattern for each mixture of languages: most texts have only one."""
        words: Mapping[str, Mapping[str, str]] = self.words("stances")
        patterns = {}
        for tongues in ((), ("zh",), ("en",), ("zh", "en")):
            groups = (
                f"(?P<{name}>{'|'.join(words[tongue][name] for tongue in tongues)})" for name in words["zh"]
            )
            patterns[frozenset(tongues)] = regex.compile("|".join(groups) if tongues else r"(?!)")
        return patterns

    @cached_property
    def ranks(self) -> Mapping[Stance, int]:
        """Which of several stances in a clause rules it: the one of the lowest rank."""
        return {name: rank for rank, name in enumerate(self.words("stances.zh"))}

    @cached_property
    def dates(self) -> "tuple[regex.Pattern[str], ...]":
        months = "|".join([*self.months, *(f"{month[:3]}(?![a-z])" for month in self.months)])
        return tuple(regex.compile(words.replace("MONTHS", months)) for words in self.words("dates").values())

    @cached_property
    def months(self) -> Mapping[str, int]:
        """The English months, in small letters, with their numbers."""
        return {name.lower(): number for number, name in enumerate(load_wording().lists["months"], start=1)}

    @cached_property
    def periods(self) -> "regex.Pattern[str]":
        return _named(self.words("periods"))

    @cached_property
    def bounds(self) -> "regex.Pattern[str]":
        return _named(self.words("bounds"))

    @cached_property
    def english(self) -> Mapping[str, int]:
        """English number words."""
        wording = load_wording().lists
        ones = {word: number for number, word in enumerate(wording["spoken.ones"])}
        tens = {word: number * 10 for number, word in enumerate(wording["spoken.tens"]) if word}
        scales: dict[str, int] = self.words("figures.english_scales")
        return {**ones, **tens, **scales}


def _named(entries: Mapping[str, str]) -> "regex.Pattern[str]":
    return regex.compile("|".join(f"(?P<{name}>{words})" for name, words in entries.items()))


def shown(match: "regex.Match[str]") -> Iterator[str]:
    """The names of the groups that a match of a combined pattern shows."""
    yield from (name for name, words in match.groupdict().items() if words is not None)
