"""The entries of `corpus/vocabulary/retrieval.yaml`, each as the search uses it."""

import re
from collections.abc import Collection, Mapping
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from assistant.policies.numerals import numbers_in
from assistant.policies.service_list import Role
from assistant.retrieval.passages import Passage

_YOUNGEST, _OLDEST = 45, 130


class Described(BaseModel):
    """An entry that holds what it should and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SlotWords(Described):
    """One slot: how a question asks for it, and where and how a passage fills it."""

    asks: tuple[str, ...]
    cells: tuple[Role, ...] = ()
    holds: str | None = None

    @cached_property
    def asking(self) -> re.Pattern[str]:
        """Matches a question that asks for it."""
        return re.compile("|".join(f"(?:{ask})" for ask in self.asks))

    @cached_property
    def holding(self) -> re.Pattern[str] | None:
        """Matches a sentence that fills it."""
        return re.compile(self.holds) if self.holds else None


class AgeWords(Described):
    """How sentences and questions name ages."""

    between: str
    onwards: str
    spoken: str

    def spoken_in(self, folded: str) -> frozenset[int]:
        """The ages that a question names."""
        found = {word for match in re.finditer(self.spoken, folded) for word in match.groups() if word}
        ages = {int(number) for word in found for number in numbers_in(word) if number.denominator == 1}
        return frozenset(age for age in ages if _YOUNGEST <= age <= _OLDEST)

    def fits(self, folded: str, ages: Collection[int]) -> int | None:
        """The age from which a sentence holds for one of the ages, the highest where it names several; 0 where it
        holds for none of them, None where it names no age."""
        ranges = [(int(low), int(high)) for low, high in re.findall(self.between, folded)]
        ranges += [(int(low), _OLDEST) for low in re.findall(self.onwards, folded)]
        if not ranges or not ages:
            return None
        return max((low for low, high in ranges if any(low <= age <= high for age in ages)), default=0)


class ReferenceWords(Described):
    """How a question names a passage by its number."""

    item: str
    measure: str
    section: str
    chapter: str
    denied: str


class Topic(Described):
    """What passages of several documents are about."""

    passages: Mapping[str, tuple[str, ...]]
    """Numbers of list items and paths of measures by document."""
    zh: str
    en: str

    def holds(self, passage: Passage) -> bool:
        """Whether the passage is about it."""
        return (passage.item or passage.section) in self.passages.get(passage.document, ())
