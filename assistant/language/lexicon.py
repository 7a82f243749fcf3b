"""corpus/vocabulary/, read once: whom and what the phrases mean, and the grammar around them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import regex
import yaml

from assistant.eligibility.facts import Vocabulary
from assistant.eligibility.knowledge import Options, Value
from assistant.language.phrases import Phrasebook
from assistant.policies.bilingual import Bilingual

Role = Literal["person", "generic", "self", "group", "younger", "one", "all", "each", "deceased"]
Who = Literal["older", "same", "younger", "other", "self"]


class WordsError(ValueError):
    """A file of corpus/vocabulary is not as it should be; the message names file and entry."""


@dataclass(frozen=True, slots=True)
class FactSense:
    """The phrase says that `fact` is one of `values`."""

    fact: str
    values: frozenset[Value]


@dataclass(frozen=True, slots=True)
class SubjectSense:
    """The phrase names a benefit or topic."""

    id: str


@dataclass(frozen=True)
class Kin:
    """A word for a person."""

    role: Role
    label: Bilingual
    who: Who = "other"
    sex: str | None = None
    spouse: bool = False
    members: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash((self.role, self.label.zh, self.label.en))


Sense = FactSense | SubjectSense | Kin

# Words of facts.yaml that stand for several values of the fact.
_SEVERAL: Mapping[tuple[str, str], frozenset[Value]] = {
    ("disability_grade", "severe"): frozenset({1, 2}),
    ("disability_grade", "any"): frozenset({1, 2, 3, 4}),
    ("disability_grade", "not_severe"): frozenset({3, 4}),
    ("family_planning", "special"): frozenset({"child_died", "child_disabled"}),
}
_NOBODY = Bilingual(zh="", en="")


@dataclass(frozen=True, eq=False)
class Words:
    """All of corpus/vocabulary."""

    folder: Path
    vocabulary: Vocabulary
    facts: Mapping[str, Any] = field(repr=False)
    persons: Mapping[str, Any] = field(repr=False)
    benefits: Mapping[str, Any] = field(repr=False)
    ages: Mapping[str, Any] = field(repr=False)
    grammar: Mapping[str, Any] = field(repr=False)
    intents: Mapping[str, Any] = field(repr=False)
    spelling: Mapping[str, Any] = field(repr=False)
    _patterns: dict[tuple[Any, ...], "regex.Pattern[str]"] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, corpus: Path, vocabulary: Vocabulary) -> "Words":
        """Read the folder; raises WordsError naming the file and the entry that is wrong."""
        folder = corpus / "vocabulary"
        names = ("facts", "persons", "benefits", "ages", "grammar", "intents", "spelling")
        return cls(folder, vocabulary, *(_read(folder / f"{name}.yaml") for name in names))

    @cached_property
    def kin(self) -> Mapping[str, Kin]:
        """Every word for one person by its Chinese label; English labels that are ambiguous come first come first."""
        found: dict[str, Kin] = {}
        for role, entries in (("person", self.persons["persons"]), ("generic", self.persons["generic"])):
            for entry in entries:
                label = Bilingual(**entry["label"])
                found[label.zh] = Kin(
                    role=role,  # type: ignore[arg-type]
                    label=label,
                    who=entry.get("who", "other"),
                    sex=entry.get("sex"),
                    spouse=entry.get("spouse", False),
                )
        return found

    @cached_property
    def pair(self) -> tuple[str, ...]:
        """Labels of two who have no names."""
        return tuple(self.persons["pronouns"]["two"]["members"])

    @cached_property
    def myself(self) -> Kin:
        """The asker."""
        return Kin("self", Bilingual(**self.persons["self"]["label"]), "self")

    @cached_property
    def unnamed(self) -> Kin:
        """The person of whom only facts are said."""
        return self.kin["老人"]

    def kin_of_label(self, label: str) -> Kin:
        """The word behind a label of either language; an unknown label is a person of its own."""
        for kin in (*self.kin.values(), self.myself):
            if label in (kin.label.zh, kin.label.en):
                return kin
        return Kin("person", Bilingual(zh=label, en=label))

    @cached_property
    def book(self) -> Phrasebook[Sense]:
        """Facts, persons and subjects: what a message is made of."""
        return Phrasebook([*self._fact_phrases(), *self._person_phrases(), *self._subject_phrases()])

    @cached_property
    def subjects(self) -> Phrasebook[SubjectSense]:
        """Benefits and topics alone, by their names and as people describe them."""
        return Phrasebook(
            (phrase, SubjectSense(subject))
            for subject, entry in self.benefits.items()
            for words in (entry, entry.get("described") or {})
            for phrase in _listed(words)
        )

    @cached_property
    def askers(self) -> Mapping[str, "regex.Pattern[str]"]:
        """Who is asking, where it is said."""
        return {
            role: regex.compile("|".join(entry["zh"] + [rf"\b{phrase}\b" for phrase in entry["en"]]))
            for role, entry in self.persons["askers"].items()
        }

    def listed(self, name: str) -> frozenset[str]:
        """A list of words of grammar.yaml's `people`."""
        return frozenset(self.grammar["people"][name])

    def pattern(self, *path: Any) -> "regex.Pattern[str]":
        """A regular expression of grammar.yaml or intents.yaml; a line break in it is only for the eye."""
        known = self._patterns.get(path)
        if known is None:
            known = self._patterns[path] = self._compiled(path)
        return known

    def _compiled(self, path: tuple[Any, ...]) -> "regex.Pattern[str]":
        file = "grammar" if path[0] in self.grammar else "intents"
        entry: Any = getattr(self, file)
        for key in path:
            entry = entry[key]
        try:
            return regex.compile(
                "".join(line.strip() if i else line for i, line in enumerate(entry.split("\n")))
            )
        except regex.error as error:
            raise WordsError(f"{file}.yaml, {'.'.join(map(str, path))}: {error}") from error

    def _fact_phrases(self) -> Iterator[tuple[str, Sense]]:
        for fact, values in self.facts.items():
            if fact not in self.vocabulary.facts:
                raise WordsError(f"vocabulary/facts.yaml: {fact} is no fact of corpus/facts.yaml")
            domain = self.vocabulary.facts[fact].domain
            flag = self.vocabulary.facts[fact].type == "flag"
            for value, phrases in values.items():
                meant = _SEVERAL.get((fact, value), frozenset({value}))
                if not flag and not (isinstance(domain, Options) and meant <= domain.values):
                    raise WordsError(f"vocabulary/facts.yaml, {fact}: {value} is no value of it")
                yield from _phrases(phrases, FactSense(fact, meant))

    def _person_phrases(self) -> Iterator[tuple[str, Sense]]:
        for entry in (*self.persons["persons"], *self.persons["generic"]):
            yield from _phrases(entry, self.kin[entry["label"]["zh"]])
        yield from _phrases(self.persons["self"], self.myself)
        for entry in self.persons["groups"]:
            yield from _phrases(entry, Kin("group", _NOBODY, members=tuple(entry["members"])))
        yield from _phrases(self.persons["younger"], Kin("younger", _NOBODY, "younger"))
        yield from _phrases(self.persons["pronouns"]["one"], Kin("one", _NOBODY))
        yield from _phrases(self.persons["pronouns"]["all"], Kin("all", _NOBODY))
        for entry in (self.persons["pronouns"]["two"], self.persons["pronouns"]["couple"]):
            yield from _phrases(entry, Kin("all", _NOBODY, members=tuple(entry["members"])))
        yield from _phrases(self.persons["each"], Kin("each", _NOBODY))
        deceased = self.persons["deceased"]
        yield from _phrases(deceased, Kin("deceased", _NOBODY))

    def _subject_phrases(self) -> Iterator[tuple[str, Sense]]:
        for subject, entry in self.benefits.items():
            yield from _phrases(entry, SubjectSense(subject))


def _phrases(entry: Mapping[str, Any], sense: Sense) -> Iterator[tuple[str, Sense]]:
    for phrase in _listed(entry):
        yield phrase, sense


def _listed(entry: Mapping[str, Any]) -> Iterator[str]:
    for tongue in ("zh", "en", "pinyin"):
        yield from map(str, entry.get(tongue) or ())


def _read(file: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise WordsError(f"{file}: this is no YAML: {error}") from error
