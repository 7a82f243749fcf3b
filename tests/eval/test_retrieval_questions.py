import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.policies.folding import fold
from assistant.retrieval.library import Library
from assistant.retrieval.vocabulary import load_vocabulary
from eval.retrieval.questions import (
    HELD_OUT,
    SENTENCES,
    TUNING,
    WRITTEN,
    Asked,
    numbers_of,
    read_questions,
)

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.read(CORPUS)


@pytest.fixture(scope="module")
def questions(library: Library) -> list[Asked]:
    numbers = numbers_of(list(library.passages))
    return [asked for file in (TUNING, SENTENCES, HELD_OUT) for asked in read_questions(file, numbers)]


def test_there_are_enough_questions_of_every_sort(questions: list[Asked]) -> None:
    questions = [asked for asked in questions if not asked.id.startswith(WRITTEN)]
    assert len(questions) >= 250
    assert (
        len({asked.id for asked in questions})
        == len({asked.question for asked in questions})
        == len(questions)
    )
    assert sum(not asked.answerable for asked in questions) >= len(questions) / 5
    places = Counter(asked.place for asked in questions)
    assert min(places[name] for name in ("ninghe", "tianjin", "shihe", "panjin", "sifangtai")) >= 40
    languages = Counter(asked.language for asked in questions)
    assert languages["en"] >= 0.2 * len(questions)
    assert languages["zh-Hant"] >= 0.15 * len(questions)


def test_every_answer_stands_verbatim_in_a_document_that_answers(
    questions: list[Asked], library: Library
) -> None:
    sources = {passage.id: passage.source.text for passage in library.passages}
    for asked in questions:
        for answer in asked.answers:
            assert any(answer in sources[name] for name in asked.relevant), asked.id


def test_the_answer_of_a_further_passage_stands_in_that_passage(library: Library) -> None:
    texts = {
        (passage.document, passage.item or passage.section): passage.text for passage in library.passages
    }
    for file in (TUNING, SENTENCES, HELD_OUT):
        for line in file.read_text("utf-8").splitlines():
            for one in json.loads(line)["relevant"]:
                said = texts[one["document"], one.get("item") or one.get("section")]
                assert "".join(one.get("answer", "").split()) in "".join(said.split()), line


def test_the_questions_that_were_written_to_learn_from_are_told_apart(library: Library) -> None:
    numbers = numbers_of(list(library.passages))
    assert all(asked.id.startswith(WRITTEN) for asked in read_questions(SENTENCES, numbers))
    assert not any(
        asked.id.startswith(WRITTEN) for file in (TUNING, HELD_OUT) for asked in read_questions(file, numbers)
    )


def test_nothing_that_is_learned_from_is_a_question_of_the_evaluation(
    questions: list[Asked], library: Library
) -> None:
    """But for a lone word, such as the verb for applying, which everybody says alike."""
    vocabulary = load_vocabulary(CORPUS)
    learned = {fold(line) for lines in library.lines for line in lines} | {
        fold(line) for line in vocabulary.negatives
    }
    assert not [
        asked.id for asked in questions if len(asked.question) > 4 and fold(asked.question) in learned
    ]


def test_a_faulty_line_is_named(tmp_path: Path, library: Library) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "1", "relevant": [{"document": "ninghe", "item": "99"}]}', "utf-8")
    with pytest.raises(ValueError, match=r"questions\.jsonl, line 1.*99"):
        read_questions(file, numbers_of(list(library.passages)))
