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


# fmt: off
EXPRESSIONS = (
    "alias", "benefits", "bounds", "bounds_behind", "changed", "clause", "conditions", "coordinate", "date_hint",
    "dates", "directly_before", "document_number", "en_tail", "figures", "fixed_stop", "item_before", "item_behind",
    "kinds", "mark", "negation", "offers", "offices", "one_of", "period_behind", "periods", "quote", "stances", "stop",
    "title", "totals", "whole",
)
# fmt: on
OTHERS = ("closers", "opens", "phones", "sentence_stops", "wide_stops")


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
        except YamlError as error:
            raise SignsError(str(error)) from None
        for name in (*EXPRESSIONS, *OTHERS):
            if name not in signs.data:
                raise SignsError(f"vocabulary/verifier.yaml: {name} is missing; restore that entry")
        for name in EXPRESSIONS:
            try:
                _check(signs.data[name])
            except regex.error as error:
                raise SignsError(f"vocabulary/verifier.yaml: {name}: {error}; mend the expression") from None
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
            groups = ("|".join(words[tongue][name] for tongue in tongues) for name in words["zh"])
            named = "|".join(f"(?P<{name}>{group})" for name, group in zip(words["zh"], groups, strict=True))
            # No word says anything from its midst, and looking there takes long.
            patterns[frozenset(tongues)] = regex.compile(rf"(?<![a-z])(?:{named})" if tongues else r"(?!)")
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


def _check(entry: Any) -> None:
    """Compile every expression in an entry; raises regex.error at the first that is none."""
    if isinstance(entry, str):
        regex.compile(entry)
    elif isinstance(entry, Mapping | list):
        for part in entry.values() if isinstance(entry, Mapping) else entry:
            _check(part)


def _named(entries: Mapping[str, str]) -> "regex.Pattern[str]":
    return regex.compile("|".join(f"(?P<{name}>{words})" for name, words in entries.items()))


def shown(match: "regex.Match[str]") -> Iterator[str]:
    """The names of the groups that a match of a combined pattern shows."""
    yield from (name for name, words in match.groupdict().items() if words is not None)
