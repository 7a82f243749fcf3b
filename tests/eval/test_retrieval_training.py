import subprocess
import sys
from pathlib import Path

import pytest

from eval.retrieval.questions import tuning_lines
from eval.retrieval.sentence_data import SentenceData
from eval.retrieval.training_data import TrainingData, read_glossary

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for run in ("one", "two"):
        command = [sys.executable, "-m", "eval.retrieval.train", "--output", str(tmp_path / run)]
        chosen = ["--documents", "panjin", "--epochs", "1"]
        subprocess.run([*command, *chosen], check=True, cwd=ROOT, capture_output=True)
    for name in ("model.safetensors", "tokenizer.json"):
        first, second = (tmp_path / run / name for run in ("one", "two"))
        assert first.read_bytes() == second.read_bytes()
        assert first.stat().st_mode & 0o777 == 0o644


@pytest.mark.slow
def test_training_the_model_of_sentences_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for run in ("one", "two"):
        program = [sys.executable, "-m", "eval.retrieval.train_sentences", "--epochs", "1"]
        command = [*program, "--output", str(tmp_path / run)]
        subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    for name in ("model.safetensors", "tokenizer.json"):
        first, second = (tmp_path / run / name for run in ("one", "two"))
        assert first.read_bytes() == second.read_bytes()


def test_the_model_of_sentences_learns_the_sentence_where_it_is_known_and_else_the_passage() -> None:
    data = SentenceData.read(ROOT / "corpus")
    known = [lesson for lesson in data.lessons["panjin"] if lesson.right and lesson.exact]
    others = [lesson for lesson in data.lessons["panjin"] if lesson.right and not lesson.exact]
    assert all(lesson.right < lesson.within or len(lesson.within) == 1 for lesson in known)
    assert all(lesson.right == lesson.within for lesson in others)


def test_the_tuning_questions_are_learned_from_only_when_they_are_handed_over() -> None:
    asked = tuning_lines()
    without, given = SentenceData.read(ROOT / "corpus"), SentenceData.read(ROOT / "corpus", asked)
    more = sum(map(len, given.lessons.values())) + len(given.negatives)
    more -= sum(map(len, without.lessons.values())) + len(without.negatives)
    assert more == sum(one["kind"] != "item_number" for one in asked)


def test_phrasings_that_are_held_out_are_not_trained_on() -> None:
    held = TrainingData.read(ROOT / "corpus").texts["ninghe/item/13"]["phrasing"][0]
    data = TrainingData.read(ROOT / "corpus", without={held})
    assert held not in set(data.all_texts())


def test_a_question_about_a_district_is_trained_against_the_passages_of_its_city_too() -> None:
    data = TrainingData.read(ROOT / "corpus")
    assert any(name.startswith("tianjin/") for name in data.targets["ninghe"])
    assert not any(name.startswith("ninghe/") for name in data.targets["tianjin"])


def test_every_passage_with_a_number_has_lines_that_people_wrote() -> None:
    data = TrainingData.read(ROOT / "corpus")
    assert min(len(kinds["phrasing"]) for kinds in data.texts.values()) >= 3
    assert min(len(k["phrasing"]) for name, k in data.texts.items() if "/item/" in name) >= 15


def test_a_term_that_stands_alone_in_the_glossary_is_named(tmp_path: Path) -> None:
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "glossary.yaml").write_text("people:\n  - 妈\n", "utf-8")
    with pytest.raises(ValueError, match="妈"):
        read_glossary(tmp_path)
