"""What is handed to a human being: the question, what is known, and a number to refer to."""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

HandOverReason = Literal["asked", "distress", "not_in_documents"]
# No letter that is taken for a figure, nor one that sounds like another when it is read out.
READ_OUT = "23456789ABCDEFGHKMNPRSTWXY"
LENGTH = 6


class HandOver(BaseModel):
    """A conversation as somebody takes it over; holds no personal number."""

    model_config = ConfigDict(frozen=True)

    reference: str
    """The number to refer to."""
    day: date
    reason: HandOverReason
    question: str
    """What was last asked, in the person's words."""
    facts: tuple[Mapping[str, Any], ...] = ()
    """What is known of each person spoken of, with `label`."""
    items: tuple[str, ...] = ()
    """The items that the conversation was about, as "sifangtai 3"."""


def new_reference(day: date) -> str:
    """A reference number: the day, and letters that cannot be guessed from another's."""
    return f"{day:%y%m%d}-{''.join(secrets.choice(READ_OUT) for _ in range(LENGTH))}"
