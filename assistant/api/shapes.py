"""What the API says of documents, beside the replies and verdicts whose shapes the contract fixes."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.policies.spans import Source
from assistant.replies.contract import Citation
from assistant.retrieval.amounts import Amount, Bound, Period
from assistant.retrieval.found import Slot
from assistant.retrieval.passages import Kind


def _written_out(day: Any) -> Any:
    """Nothing but 2026-11-24: pydantic would also take a number, as seconds since 1970."""
    if isinstance(day, date) or (isinstance(day, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", day)):
        return day
    raise ValueError("a day is written 2026-11-24")


Day = Annotated[date, BeforeValidator(_written_out)]


class Shape(BaseModel):
    """Sent as it is, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ItemName(Shape):
    """An item of a list by its printed number and name."""

    number: str = Field(examples=["3"])
    name: str = Field(examples=["高龄津贴"])


class DocumentOut(Shape):
    """A document; `in_force_from` is null for a draft, `items` is empty where it has no list."""

    id: str = Field(examples=["sifangtai"])
    title: str
    number: str | None
    issuer: str
    place: str
    place_code: str = Field(description="GB/T 2260", examples=["230505"])
    parent: str | None = Field(description="The document of the city, which holds in this place as well.")
    status: Literal["in_force", "draft"]
    in_force_from: date | None
    list_title: str | None
    items: tuple[ItemName, ...]


class HitOut(Shape):
    """A passage that was found; the citation holds the sentence or cell of it that answers."""

    kind: Kind
    trail: tuple[str, ...] = Field(description="The headings above the passage, from the outside in.")
    score: float = Field(description="How likely it answers, from 0 to 1.")
    citation: Citation


class Searched(Shape):
    """The answer to a search. Where nothing answers, `passages` is empty; what lies `nearest` is no answer."""

    answered: bool
    asked_for: Slot
    passages: tuple[HitOut, ...]
    nearest: tuple[HitOut, ...]


class SumOut(Shape):
    """A sum as a sentence states it; `per_year` is in yuan where that can be said, so that sums can be compared."""

    quote: str
    value: float
    unit: Literal["CNY", "%", "times"]
    per: Period | None
    bound: Bound | None
    per_year: float | None

    @classmethod
    def of(cls, amount: Amount, source: Source) -> "SumOut":
        """The sum with the words it stands in."""
        return cls(
            quote=source.quote(amount.span),
            value=float(amount.value),
            unit=amount.unit,
            per=amount.per,
            bound=amount.bound,
            per_year=None if amount.per_year is None else float(amount.per_year),
        )


class SideOut(Shape):
    """What one document says of the subject, word for word; empty where it does not speak of it."""

    document: str
    passages: tuple[Citation, ...]
    who: tuple[str, ...]
    sums: tuple[SumOut, ...]
    how_often: tuple[str, ...]
    departments: tuple[str, ...]


class Compared(Shape):
    """One subject in several documents. `topic` is null where they have none in common."""

    topic: str | None
    sides: tuple[SideOut, ...]
