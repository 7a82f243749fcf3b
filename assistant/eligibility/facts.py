"""The vocabulary of facts, as `corpus/facts.yaml` declares it, and what people's facts are read into.

A fact is declared once; the rules, the language understanding, the forms, the JSON Schema and the follow-up
questions all read that declaration.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.eligibility.knowledge import ANYWHERE, YES_NO, Interval, Knowledge, Options, Value
from assistant.policies.bilingual import Bilingual
from assistant.policies.yaml_files import read_yaml

FactType = Literal["number", "flag", "choice", "place"]
Change = Literal["time", "apply", "choose", "never"]


class VocabularyError(ValueError):
    """`facts.yaml` is not as it should be; the message names the entry and what to do."""


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(_Declared):
    """One fact that rules may turn on."""

    name: str
    type: FactType
    label: Bilingual
    question: Bilingual
    change: Change
    values: Mapping[Value, Bilingual] | None = None
    range: tuple[int, int] | None = None
    plausible: int | None = None
    """The greatest number that is believed."""
    unit: Bilingual | None = None
    certified: bool = False
    finding_of: str | None = None
    """The fact that this one is the official finding of."""
    ask: bool = True
    presumed: bool | None = None

    @model_validator(mode="after")
    def _has_its_domain(self) -> "Fact":
        if (self.type == "choice") != (self.values is not None):
            raise ValueError("a choice, and nothing else, lists its values")
        if (self.type == "number") != (self.range is not None):
            raise ValueError("a number, and nothing else, has a range")
        return self

    @property
    def domain(self) -> Knowledge:
        """What is known of the fact when nobody has said anything (a silent presumption counts)."""
        match self.type:
            case "number":
                assert self.range is not None
                return Interval(*self.range)
            case "choice":
                return Options(frozenset(self.values or ()))
            case "flag":
                return YES_NO if self.presumed is None else Options(frozenset({self.presumed}))
            case "place":
                return ANYWHERE


class Presumption(_Declared):
    """What may be presumed: given `when`, `fact` is taken to be the place of the list.

    It is not where `unless_elsewhere`, another fact, is known to be another place. With a `text` it is said in the
    open.
    """

    when: str | None = None
    fact: str
    value: Literal["place of the list"]
    unless_elsewhere: str
    text: Bilingual | None = None


class Criterion(_Declared):
    """An expression that several rules use by name."""

    when: str
    label: Bilingual
    source: str | None = None
    notes: str | None = None


class Constraint(_Declared):
    """What holds between facts; `quote` where a document says so."""

    when: str
    quote: str | None = None


class Vocabulary(_Declared):
    """All that `facts.yaml` declares."""

    facts: Mapping[str, Fact]
    constraints: tuple[Constraint, ...] = ()
    presumptions: tuple[Presumption, ...] = ()
    criteria: Mapping[str, Criterion] = Field(default_factory=dict)

    @property
    def unknown(self) -> Mapping[str, Knowledge]:
        """A person of whom nothing has been said."""
        return {name: fact.domain for name, fact in self.facts.items()}


def load_vocabulary(path: Path) -> Vocabulary:
    """Read `facts.yaml`; raises VocabularyError naming the faulty entry."""
    data: dict[str, Any] = read_yaml(path)
    for name, declaration in data.get("facts", {}).items():
        declaration["name"] = name
    try:
        return Vocabulary.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise VocabularyError(f"{path.name}, {where}: {first['msg']}") from None
