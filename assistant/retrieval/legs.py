"""What a leg of the search is: something that ranks passages for a question, by whatever it goes by."""

from collections.abc import Collection, Sequence
from typing import Protocol

Ranked = list[tuple[str, float]]
"""Ids of passages with the leg's own score, best first, each passage once."""


class Leg(Protocol):
    """One way of finding passages. Scores of two legs are not comparable; their ranks are."""

    @property
    def name(self) -> str:
        """What figures call it: `lexical`, `dense`."""

    def rank(self, question: str, documents: Collection[str] | None, limit: int) -> Ranked:
        """The best passages of these documents (None: of all) for a question as it was typed.

        A passage stands in as many texts as it has entries (see `entries`); its score is that of the best one.
        What the leg holds for no match at all is left out: the list may be shorter than `limit`, or empty.
        """

    def rank_many(
        self, questions: Sequence[str], documents: Collection[str] | None, limit: int
    ) -> list[Ranked]:
        """`rank` for several questions at once, where doing so is cheaper."""
