"""What speaks for a passage, and for there being an answer at all: the numbers that the ranking and the floor weigh."""

from collections.abc import Collection
from dataclasses import dataclass
from math import log1p

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.field import Mask
from assistant.retrieval.found import Slot
from assistant.retrieval.lexical import FIELDS, LexicalLeg, Matches, best
from assistant.retrieval.question import Question
from assistant.retrieval.sceptic import Sceptic
from assistant.retrieval.traits import Traits

Numbers = NDArray[np.float64]
"""Scores that went through weights; those of a field are `Scores`."""

RANKING = (*FIELDS, "fills the slot", "is a list item", "has the cell asked for", "of the city")
_CELLS: frozenset[Slot] = frozenset({"department", "money", "who", "age", "frequency", "funding"})
"""What a list has a column for."""
_NO_GAP = 0.0
"""How far the searched passages are ahead of the others, where there are none."""
_COMPARED = ("own", "lines", "kin", "unit", "line", "sound", "whole")
FLOOR = (
    "score",
    *(f"{name} of the first" for name in FIELDS),
    "ahead of other places",
    *(f"{name} elsewhere" for name in _COMPARED),
    "ahead of strange topics",
    "own of strange topics",
    "whole of strange topics",
    "negative line",
    "negative line ahead",
    "trust",
    "unheard",
    "unanswerable",
    "length",
    "margin",
    "english",
    "missing words",
    "rarest missing word",
    "everything is searched",
    "names a subject",
    "names several",
)


@dataclass(frozen=True)
class Scope:
    """Where a question is searched."""

    searched: Mask
    named: Mask
    """The passages of the places that were named: searched without the city's."""
    strange: Mask
    """The passages elsewhere on topics that no searched passage has."""

    @classmethod
    def of(
        cls, traits: Traits, named: Collection[str], parents: Collection[str] = (), kept: Mask | None = None
    ) -> "Scope":
        """The passages of documents and of their cities', where `kept` does not leave them out."""
        among = traits.within(named)
        searched = among | traits.within(parents)
        if kept is not None:
            among, searched = among & kept, searched & kept
        return cls(searched, among, traits.strange_to(searched))


def ranking_features(question: Question, matches: Matches, traits: Traits, scope: Scope) -> Numbers:
    """A row a passage, a column each of `RANKING`."""
    return np.stack(
        [
            *(matches.fields[name] for name in FIELDS),
            traits.fill(question.slot),
            traits.items,
            traits.items & (question.slot in _CELLS),
            scope.searched & ~scope.named,
        ],
        axis=1,
    ).astype(np.float64)


def floor_features(
    question: Question,
    matches: Matches,
    scores: Numbers,
    scope: Scope,
    leg: LexicalLeg,
    sceptic: Sceptic,
) -> Numbers:
    """One number each of `FLOOR`; `scores` are the ranking's, for all passages."""
    inside, outside = scope.searched, ~scope.searched
    first, second = _first_two(np.where(inside, scores, -np.inf))
    top = int(np.where(inside, scores, -np.inf).argmax())
    fields = matches.fields
    inner = {name: best(fields[name], inside) for name in FIELDS}
    share, rarest = leg.missing(question, inside) if outside.any() else (0.0, 0.0)
    return np.array(
        [
            first,
            *(fields[name][top] for name in FIELDS),
            _ahead(scores, inside, outside),
            *(best(fields[name], outside) - inner[name] for name in _COMPARED),
            _ahead(scores, inside, scope.strange),
            best(fields["own"], scope.strange) - inner["own"],
            best(fields["whole"], scope.strange) - inner["whole"],
            matches.negative,
            matches.negative - inner["line"],
            sceptic.trust(question.words),
            sceptic.unheard(question.words),
            question.unanswerable,
            log1p(len(question.words)),
            first - second,
            question.is_english,
            share,
            rarest,
            not outside.any(),
            question.subjects > 0,
            log1p(question.subjects),
        ],
        dtype=np.float64,
    )


def _first_two(scores: Numbers) -> tuple[float, float]:
    ordered = np.sort(scores)[::-1]
    return float(ordered[0]), float(ordered[1]) if len(ordered) > 1 else float(ordered[0])


def _ahead(scores: Numbers, inside: Mask, others: Mask) -> float:
    if not others.any():
        return _NO_GAP
    return float(scores[inside].max() - scores[others].max())
