"""The questions of the evaluation, and the format that they are written in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.retrieval.passages import Passage

FOLDER = Path(__file__).parent
TUNING = FOLDER / "tuning.jsonl"
"""May be looked at and tuned on."""
HELD_OUT = FOLDER / "held_out.jsonl"
"""Only ever scored: nothing is fitted to it, and its misses are not looked at one by one."""

Number = tuple[str, str]
"""A document, and the number of an item or the path of a section in it."""


@dataclass(frozen=True)
class Asked:
    """One question with what answers it."""

    id: str
    question: str
    language: str
    place: str | None
    """The document of the place that is spoken of; None for several places, or none."""
    place_in_text: bool
    kind: str
    relevant: tuple[str, ...]
    """Ids of the passages that answer, the best first; none for a question that no document answers."""
    answer: str
    """The verbatim words of the source that answer."""

    @property
    def answerable(self) -> bool:
        """Whether a document holds an answer."""
        return bool(self.relevant)


def numbers_of(passages: list[Passage]) -> dict[Number, str]:
    """The ids of the passages by how a document numbers them."""
    return {(passage.document, passage.item or passage.section or ""): passage.id for passage in passages}


def read_questions(file: Path, numbers: Mapping[Number, str]) -> list[Asked]:
    """The questions of a file; raises ValueError naming the line that is not as it should be."""
    return [
        _read(file, i, line, numbers) for i, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
    ]


def _read(file: Path, number: int, line: str, numbers: Mapping[Number, str]) -> Asked:
    try:
        written: dict[str, Any] = json.loads(line)
        relevant = tuple(
            dict.fromkeys(
                numbers[one["document"], one.get("item") or one.get("section") or ""]
                for one in written["relevant"]
            )
        )
        asked = Asked(
            relevant=relevant,
            **{
                key: written[key]
                for key in ("id", "question", "language", "place", "place_in_text", "kind", "answer")
            },
        )
        answerable = written["answerable"]
    except (KeyError, ValueError) as error:
        raise ValueError(
            f"{file}, line {number}: {error!r} is missing or names nothing that there is"
        ) from error
    if asked.answerable != answerable or asked.answerable != bool(asked.answer):
        raise ValueError(
            f"{file}, line {number}: an answerable question has `relevant` and `answer`, another neither"
        )
    return asked
