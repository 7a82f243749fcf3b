"""The machine interface: one reply of `yanglao chat --json`, which is also what the HTTP API returns.

Field for field what the interface promises to other programs; nothing is added to it and nothing renamed.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.eligibility.judge import Status
from assistant.eligibility.rules import Bound, Period, Unit

Language = Literal["zh-Hans", "zh-Hant", "en"]
Audience = Literal["citizen", "hotline", "adviser"]
RefusalReason = Literal["uncovered_region", "out_of_scope", "not_in_documents", "unsafe", "unreadable"]
Warned = Literal["draft", "not_in_force", "age_implausible"]


def _is_none(value: object) -> bool:
    return value is None


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AmountOut(_Wire):
    """An amount as the document states it; `of` names the standard of a share and is absent otherwise.

    `per` is null only where the document states no period. A fraction of a standard stays the fraction
    that is printed ("1/3").
    """

    value: int | float | str
    unit: Unit
    of: str | None = Field(default=None, exclude_if=_is_none)
    per: Period | None
    bound: Bound


class Reason(_Wire):
    """One condition in the words a person would use; `met` is null where unknown or left to the locality."""

    text: str
    met: bool | None


class VerdictOut(_Wire):
    """What is true of one benefit for one person; `cites` are indexes into the reply's citations."""

    person: int
    document: str
    item: str
    benefit: int
    name: str
    status: Status
    amounts: tuple[AmountOut, ...] = ()
    missing: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    cites: tuple[int, ...] = ()


class AssumptionOut(_Wire):
    """What was presumed and not said, so that the person can correct it."""

    person: int
    fact: str
    value: Any
    text: str


class Citation(_Wire):
    """A passage that the answer rests on: `source[start:end] == quote`, in code points.

    `item` is the number in the document's list, `section` the number in its body; one of them is null.
    """

    document: str
    title: str
    item: str | None
    section: str | None
    quote: str
    start: int
    end: int


class Question(_Wire):
    """What the assistant would ask next."""

    fact: str
    text: str


class TotalOut(_Wire):
    """The cash that the verdicts fix for one person."""

    person: int
    value: int | float
    unit: Literal["CNY"] = "CNY"
    per: Period
    bound: Bound


class Refusal(_Wire):
    """Why the message got no answer to what it asked."""

    reason: RefusalReason
    message: str


class PersonOut(_Wire):
    """An elder spoken of, with only those facts that were said or follow from them."""

    label: str
    facts: dict[str, Any]


class ErrorOut(_Wire):
    """Why a line could not be answered."""

    code: str
    message: str


class Reply(_Wire):
    """One reply. `facts` is the first person's; `error` is absent where there is none."""

    answer: str
    language: Language
    intent: str
    regions: tuple[str, ...] = ()
    persons: tuple[PersonOut, ...] = ()
    facts: dict[str, Any] = Field(default_factory=dict)
    verdicts: tuple[VerdictOut, ...] = ()
    assumptions: tuple[AssumptionOut, ...] = ()
    citations: tuple[Citation, ...] = ()
    questions: tuple[Question, ...] = ()
    totals: tuple[TotalOut, ...] = ()
    refused: Refusal | None = None
    warnings: tuple[Warned, ...] = ()
    error: ErrorOut | None = Field(default=None, exclude_if=_is_none)
