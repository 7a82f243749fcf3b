"""Boolean formulas over what is still possible for a person; each distinct one is made once and worked out once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["cell", "all", "any", "not"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a fact's domain, by its place among the parts that the rules tell apart (see `domains`)."""

    fact: str
    index: int


@dataclass(frozen=True, eq=False, slots=True)
class Formula:
    """A formula is its identity: `Formulas` hands out the same object for the same formula."""

    kind: Kind
    parts: tuple["Formula", ...] = ()
    cell: Cell | None = None


TRUE = Formula("all")
FALSE = Formula("any")


class Formulas:
    """Makes formulas; what is foregone never becomes one."""

    def __init__(self) -> None:
        self._made: dict[tuple[Kind, tuple[int, ...], Cell | None], Formula] = {}

    def cell(self, cell: Cell) -> Formula:
        """The fact may lie in that cell."""
        return self._make("cell", (), cell)

    def all_of(self, parts: Iterable[Formula]) -> Formula:
        """Every part holds; of none, always."""
        return self._joined("all", parts, neutral=TRUE, final=FALSE)

    def any_of(self, parts: Iterable[Formula]) -> Formula:
        """Some part holds; of none, never."""
        return self._joined("any", parts, neutral=FALSE, final=TRUE)

    def negated(self, part: Formula) -> Formula:
        """The contrary."""
        if part is TRUE or part is FALSE:
            return FALSE if part is TRUE else TRUE
        return part.parts[0] if part.kind == "not" else self._make("not", (part,), None)

    def _joined(
        self, kind: Literal["all", "any"], parts: Iterable[Formula], *, neutral: Formula, final: Formula
    ) -> Formula:
        kept: dict[Formula, None] = {}
        for part in parts:
            if part is final:
                return final
            if part is not neutral:
                kept[part] = None
        if not kept:
            return neutral
        return next(iter(kept)) if len(kept) == 1 else self._make(kind, tuple(kept), None)

    def _make(self, kind: Kind, parts: tuple[Formula, ...], cell: Cell | None) -> Formula:
        key = (kind, tuple(sorted(map(id, parts))), cell)
        if key not in self._made:
            self._made[key] = Formula(kind, parts, cell)
        return self._made[key]
