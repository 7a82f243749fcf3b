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
SENTENCES = FOLDER / "tuning_sentences.jsonl"
"""Likewise; written to learn from, by whoever wrote the phrasings, passage by passage."""
WRITTEN = "s"
"""What the ids of these begin with."""
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
    answers: tuple[str, ...]
    """The verbatim words of the source that answer: those of the best passage, then those of others that answer too."""

    @property
    def answerable(self) -> bool:
        """Whether a document holds an answer."""
        return bool(self.relevant)


def numbers_of(passages: list[Passage]) -> dict[Number, str]:
    """The ids of the passages by how a document numbers them."""
    return {(passage.document, passage.item or passage.section or ""): passage.id for passage in passages}


def tuning_lines() -> list[dict[str, Any]]:
    """All questions that may be tuned on, as they are written."""
    return [json.loads(line) for file in (TUNING, SENTENCES) for line in file.read_text("utf-8").splitlines()]


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
        also = (one["answer"] for one in written["relevant"] if "answer" in one)
        asked = Asked(
            relevant=relevant,
            answers=tuple(answer for answer in (written["answer"], *also) if answer),
            **{key: written[key] for key in ("id", "question", "language", "place", "place_in_text", "kind")},
        )
        answerable = written["answerable"]
    except (KeyError, ValueError) as error:
        raise ValueError(
            f"{file}, line {number}: {error!r} is missing or names nothing that there is"
        ) from error
    if asked.answerable != answerable or asked.answerable != bool(written["answer"]):
        raise ValueError(
            f"{file}, line {number}: an answerable question has `relevant` and `answer`, another neither"
        )
    return asked


def answers(quote: str, answer: str) -> bool:
    """Whether a unit says the answer: all of it, or most of it where the answer runs over several units."""
    said, wanted = "".join(quote.split()), "".join(answer.split())
    return wanted in said or (said in wanted and 2 * len(said) >= len(wanted))
