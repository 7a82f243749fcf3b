"""What is known of a fact: an interval, the values still possible, or whereabouts.

Nothing here defaults to a value: an unset fact is the whole of its domain.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Interval:
    """Whole numbers from `low` to `high`, both included."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"an interval runs upward, not from {self.low} to {self.high}")


@dataclass(frozen=True, slots=True)
class Options:
    """The values of a choice or a flag that are still possible; never empty."""

    values: frozenset[Value]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("at least one value must remain possible")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place known to lie within `within` and outside of each of `outside`.

    Places are region prefixes of GB/T 2260 codes (see `region`): "" is anywhere, "12" 天津, "120117" 宁河.
    """

    within: str = ""
    outside: frozenset[str] = frozenset()


Knowledge = Interval | Options | Whereabouts
Known = Mapping[str, Knowledge]


def region(code: str) -> str:
    """The prefix that all codes inside a GB/T 2260 division share: "211100" -> "2111", "120000" -> "12"."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def is_settled(knowledge: Knowledge) -> bool:
    """Whether only one value is left (a place is settled once it is narrowed to a county)."""
    match knowledge:
        case Interval(low, high):
            return low == high
        case Options(values):
            return len(values) == 1
        case Whereabouts(within, _):
            return len(within) == 6


YES_NO = Options(frozenset({True, False}))
YES = Options(frozenset({True}))
NO = Options(frozenset({False}))
ANYWHERE = Whereabouts()
