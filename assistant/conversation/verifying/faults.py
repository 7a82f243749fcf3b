"""What can be wrong with a part of an answer."""

from dataclasses import dataclass
from typing import Literal

Fallacy = Literal[
    "amount",
    "period",
    "bound",
    "number",
    "count",
    "date",
    "item",
    "department",
    "phone",
    "quote",
    "title",
    "verdict",
    "mark",
    "unknown_benefit",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """What an answer states without grounds; one that `contradicts` a verdict spoils the whole answer."""

    kind: Fallacy
    words: str
    contradicts: bool = False
