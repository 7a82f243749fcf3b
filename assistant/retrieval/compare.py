"""One subject in several documents, side by side: who, how much, how often, by whom."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.policies.folding import fold
from assistant.retrieval.amounts import Amount, amounts_in
from assistant.retrieval.passages import Passage, Unit
from assistant.retrieval.tokens import tokens
from assistant.retrieval.vocabulary import Vocabulary

_LOOKED_AT = 3
_UNLIKE = 0.2


@dataclass(frozen=True)
class Side:
    """What one document says of the subject. Everything is quoted from its passages."""

    document: str
    passages: tuple[Passage, ...]
    """The list items before the measures; empty where the document does not speak of it."""
    who: tuple[Unit, ...]
    amounts: tuple[Amount, ...]
    how_often: tuple[Unit, ...]
    departments: tuple[Unit, ...]


@dataclass(frozen=True)
class Comparison:
    """The sides in the order in which the documents were named."""

    topic: str | None
    """The name of what is compared, as the vocabulary has it; None where the documents share no topic."""
    sides: tuple[Side, ...]

    @property
    def by_amount(self) -> tuple[tuple[str, Amount], ...]:
        """Documents with their sums of money for a stretch of time, the highest first."""
        found = [
            (side.document, amount)
            for side in self.sides
            for amount in side.amounts
            if amount.per_year is not None
        ]
        return tuple(sorted(found, key=lambda pair: -(pair[1].per_year or 0)))


def line_up(
    subject: Collection[str],
    best: Mapping[str, Sequence[Passage]],
    passages: Iterable[Passage],
    vocabulary: Vocabulary,
) -> Comparison:
    """Put side by side what documents say of one topic.

    `subject` are the words of the question, `best` the passages that a search found in each document, best first:
    what the first of all have in common is the topic, and all passages of a document on that topic are its side.
    """
    topic = _topic(subject, best, vocabulary)
    known = list(passages)
    return Comparison(
        topic, tuple(_side(name, found, topic, known, vocabulary) for name, found in best.items())
    )


def _topic(
    subject: Collection[str], best: Mapping[str, Sequence[Passage]], vocabulary: Vocabulary
) -> str | None:
    """What the first passages of the documents have in common, and what is called as the subject is."""
    worth: dict[str, float] = {}
    for found in best.values():
        heard: dict[str, float] = {}
        for rank, passage in enumerate(found[:_LOOKED_AT], start=1):
            for topic in sorted(vocabulary.topics_of(passage)):
                heard.setdefault(topic, 1 / rank)
        for topic, value in heard.items():
            worth[topic] = worth.get(topic, 0.0) + value
    words = set(subject)

    def called(topic: str) -> float:
        return len(words.intersection(tokens(f"{topic} {vocabulary.topics[topic].zh}"))) / (len(words) or 1)

    return max(worth, key=lambda topic: worth[topic] * (_UNLIKE + called(topic)), default=None)


def _side(
    document: str,
    found: Sequence[Passage],
    topic: str | None,
    passages: Sequence[Passage],
    vocabulary: Vocabulary,
) -> Side:
    own = [passage for passage in passages if passage.document == document]
    about = [passage for passage in own if topic is not None and vocabulary.topics[topic].holds(passage)]
    chosen = about or list(found[:1])
    chosen.sort(key=lambda passage: passage.kind != "item")
    # Where the list has it, the list says it; a measure repeats it in general words.
    told = [passage for passage in chosen if passage.kind == "item"] or chosen
    units = [(passage, unit) for passage in told for unit in passage.units]
    often = vocabulary.slots["frequency"].holding
    return Side(
        document,
        tuple(chosen),
        who=tuple(unit for _, unit in units if unit.role == "object"),
        amounts=tuple(
            amount
            for passage, unit in units
            if unit.role in ("content", "standard", "sentence")
            for amount in amounts_in(passage.source, unit.span, vocabulary.amounts)
        ),
        how_often=tuple(
            unit
            for passage, unit in units
            if unit.role in ("content", "standard", "sentence")
            and often
            and often.search(fold(passage.quote(unit)))
        ),
        departments=tuple(unit for _, unit in units if unit.role in ("departments", "responsible")),
    )
