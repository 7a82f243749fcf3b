"""Which column of a roster says what: by its heading, or by a mapping that the roster's owner writes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.eligibility.facts import Fact, Vocabulary
from assistant.eligibility.knowledge import Value
from assistant.screening.errors import RosterError
from assistant.screening.vocabulary import RosterVocabulary, plain_heading

Kind = Literal["fact", "birth", "identity", "identifier"]
BIRTH, IDENTITY, IDENTIFIER = "birth", "identity", "identifier"
Mapped = Mapping[str, str | Mapping[str, object]]
"""By heading: a fact, `fact=value`, birth, identity, identifier, or "" for nothing; or {fact: …, values: {…}}."""


class MappingError(RosterError):
    """A mapping that names a heading or a fact that does not exist; the message says what is possible."""


@dataclass(frozen=True)
class Column:
    """One column of a roster and what it says. `value`: yes and no about one value; `codes`: the owner's own codes."""

    heading: str
    kind: Kind
    fact: Fact | None = None
    value: Value | None = None
    codes: Mapping[str, str] | None = None

    @property
    def meaning(self) -> str:
        """What it says, as a mapping would write it."""
        if self.fact is None:
            return self.kind
        return self.fact.name if self.value is None else f"{self.fact.name}={self.value}"


@dataclass(frozen=True)
class Headings:
    """The columns that are understood, and the headings that are not."""

    columns: tuple[Column, ...]
    unknown: tuple[str, ...]

    def of_kind(self, kind: Kind) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.kind == kind)


def read_headings(
    headings: Sequence[str], facts: Vocabulary, words: RosterVocabulary, mapped: Mapped | None = None
) -> Headings:
    """Understand a roster's headings; raises MappingError."""
    mapped = mapped or {}
    if strangers := sorted(set(mapped) - set(headings)):
        raise MappingError(
            f"the mapping names “{strangers[0]}”, which is no heading of the roster; it has {', '.join(headings)}"
        )
    known = _known_headings(facts, words)
    columns: list[Column] = []
    unknown: list[str] = []
    for heading in headings:
        if heading in mapped:
            columns += _as_mapped(heading, mapped[heading], facts)
        elif (meaning := known.get(plain_heading(heading))) is not None:
            columns.append(_column(heading, meaning, facts))
        else:
            unknown.append(heading)
    return Headings(tuple(columns), tuple(unknown))


def _known_headings(facts: Vocabulary, words: RosterVocabulary) -> dict[str, str]:
    known: dict[str, str] = {}

    def learn(meaning: str, headings: Iterable[str]) -> None:
        for heading in headings:
            known.setdefault(plain_heading(heading), meaning)

    learn(BIRTH, words.birth)
    learn(IDENTITY, words.identity)
    learn(IDENTIFIER, words.identifiers)
    for meaning, headings in words.headings.items():
        learn(meaning, headings)
    for name, fact in facts.facts.items():
        learn(name, (name, fact.label.zh, fact.label.en, f"是否{fact.label.zh}"))
    return known


def _as_mapped(heading: str, entry: str | Mapping[str, object], facts: Vocabulary) -> list[Column]:
    if isinstance(entry, str):
        return [_column(heading, entry, facts)] if entry else []
    codes = entry.get("values", {})
    meaning = entry.get("fact")
    if not isinstance(meaning, str) or not isinstance(codes, Mapping) or not set(entry) <= {"fact", "values"}:
        raise MappingError(f"the mapping of “{heading}” is a fact, or {{fact: …, values: {{code: value}}}}")
    column = _column(heading, meaning, facts)
    written = {str(code): _written(value) for code, value in codes.items()}
    return [Column(heading, column.kind, column.fact, column.value, written)]


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _column(heading: str, meaning: str, facts: Vocabulary) -> Column:
    match meaning:
        case "birth" | "identity" | "identifier":
            return Column(heading, meaning)
    name, equals, chosen = meaning.partition("=")
    fact = facts.facts.get(name.strip())
    if fact is None:
        raise MappingError(
            f"“{heading}” is mapped to `{name}`, which is no fact; "
            "`yanglao facts` lists them, and birth, identity and identifier are possible too"
        )
    if not equals:
        return Column(heading, "fact", fact)
    value = next((one for one in fact.values or () if str(one) == chosen.strip()), None)
    if value is None:
        raise MappingError(f"“{heading}” is mapped to `{meaning}`, and `{name}` has no value `{chosen}`")
    return Column(heading, "fact", fact, value)
