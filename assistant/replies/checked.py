"""What a judgement comes to without a conversation around it: `yanglao check --json` and `POST /v1/check`."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from assistant.eligibility.catalogue import Assessment, Catalogue
from assistant.replies.contract import (
    AssumptionOut,
    Citation,
    Language,
    Question,
    Reply,
    TotalOut,
    VerdictOut,
    Warned,
)
from assistant.replies.names import PersonAssessment
from assistant.replies.wire import Wire


class Checked(BaseModel):
    """One person against every benefit of one list; the fields mean what they mean in a reply."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    as_of: date
    facts: dict[str, Any]
    verdicts: tuple[VerdictOut, ...]
    assumptions: tuple[AssumptionOut, ...]
    citations: tuple[Citation, ...]
    questions: tuple[Question, ...]
    totals: tuple[TotalOut, ...]
    warnings: tuple[Warned, ...]


SHARED = Checked.model_fields.keys() & Reply.model_fields.keys()


def checked_reply(catalogue: Catalogue, assessment: Assessment, language: Language) -> Checked:
    """The assessment on the wire, its reasons and questions worded in the language."""
    reply = Wire(catalogue, language).reply(
        [PersonAssessment("", assessment)], answer="", intent="entitlements"
    )
    shared = {name: getattr(reply, name) for name in SHARED}
    return Checked(document=assessment.document, as_of=assessment.as_of, **shared)
