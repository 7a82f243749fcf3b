"""The rules as `list.yaml` writes them, checked for shape; `compiling` turns them into rules."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.eligibility.rules import AmountKind, Bound, Grant, Payee, Period, RelationKind, Unit
from assistant.policies.bilingual import Bilingual

Where = Literal["row", "list", "body"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Defined(_Entry):
    """Where else the same document says what a word of the quote means."""

    quote: str
    where: Where = Field(alias="in", default="list")


class LeafEntry(_Entry):
    """`{when: …, quote: …}`"""

    when: str
    quote: str
    where: Where = Field(alias="in", default="row")
    row: int | None = None
    defined: Defined | None = None


class GroupEntry(_Entry):
    """`any: […]` or `all: […]`"""

    any: tuple[ConditionEntry, ...] | None = None
    all: tuple[ConditionEntry, ...] | None = None

    @model_validator(mode="after")
    def _is_one_group(self) -> GroupEntry:
        if (self.any is None) == (self.all is None):
            raise ValueError("a group is either `any` or `all`")
        return self


ConditionEntry = LeafEntry | GroupEntry


class AmountEntry(_Entry):
    """One amount as the text states it."""

    value: int | float | str
    unit: Unit
    bound: Bound
    quote: str
    per: Period | None = None
    of: str | None = None
    kind: AmountKind = "cash"
    where: Where = Field(alias="in", default="row")
    row: int | None = None
    defined: Defined | None = None


class TierEntry(_Entry):
    """One alternative with its amounts."""

    when: str | None = None
    quote: str | None = None
    where: Where = Field(alias="in", default="row")
    row: int | None = None
    defined: Defined | None = None
    text: Bilingual | None = None
    amounts: tuple[AmountEntry, ...] = ()

    @model_validator(mode="after")
    def _quotes_its_condition(self) -> TierEntry:
        if (self.when is None) != (self.quote is None):
            raise ValueError("a tier with `when`, and no other, quotes its words")
        return self


class ValidityEntry(_Entry):
    """From when until when the benefit is in force."""

    start: date | None = Field(alias="from", default=None)
    end: date | None = Field(alias="until", default=None)
    quote: str
    where: Where = Field(alias="in", default="row")


class BenefitEntry(_Entry):
    """One benefit of an item."""

    name: Bilingual
    grants: Grant
    row: int = 1
    payee: Payee = "elder"
    encouraged: str | None = None
    valid: ValidityEntry | None = None
    conditions: tuple[ConditionEntry, ...] = ()
    unless: tuple[LeafEntry, ...] = ()
    choice: LeafEntry | None = None
    tiers: tuple[TierEntry, ...] = ()
    steps: tuple[str, ...] = ()
    notes: str | None = None


class RelationEntry(_Entry):
    """What the text says of benefits among each other."""

    kind: RelationKind
    benefits: tuple[str, ...]
    quote: str
    where: Where = Field(alias="in", default="list")
    notes: str | None = None


class DefinitionEntry(_Entry):
    """A word that a list uses without an explanation, read by the document's own words."""

    when: str
    label: Bilingual
    quote: str
    notes: str | None = None
