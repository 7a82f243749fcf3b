import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.retrieval.library import Library
from assistant.retrieval.passages import Passage
from assistant.retrieval.sentence_model import SentenceModel, Sentences
from assistant.retrieval.static_model import ModelError
from tests.retrieval.conftest import CORPUS, ROOT


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    return list(Library.read(CORPUS).passages)


@pytest.fixture(scope="module")
def sentences(passages: list[Passage]) -> Sentences:
    return Sentences.build(SentenceModel.load(), passages)


def number_of(passages: list[Passage], name: str) -> int:
    return [passage.id for passage in passages].index(name)


@pytest.mark.parametrize(
    ("question", "passage", "words"),
    [
        ("八十七岁的一年给几百", "ninghe/item/13", "每人每年100元"),
        ("哪天发钱", "ninghe/item/13", "重阳节"),
        ("who pays for it, the city or the district", "ninghe/item/13", "转移支付"),
        ("一顿饭给补几块", "ninghe/item/19", "每餐3元"),
        ("归谁管", "panjin/item/19", "市交通运输局"),
        ("how often does somebody visit", "shihe/item/23", "每月至少开展一次"),
    ],
)
def test_a_question_lies_nearest_to_the_sentence_that_answers_it(
    passages: list[Passage], sentences: Sentences, question: str, passage: str, words: str
) -> None:
    number = number_of(passages, passage)
    near = sentences.asked(question).within(number)
    assert words in passages[number].quote(passages[number].units[int(near.argmax())])


def test_who_a_row_is_for_tells_its_sentences_apart(passages: list[Passage]) -> None:
    item = passages[number_of(passages, "ninghe/item/21")]
    told = [item.told(unit) for unit in item.units if unit.role == "content"]
    assert ["死亡" in words for words in told] == [True, False]
    assert ["伤残" in words for words in told] == [False, True]


def test_a_sentence_that_a_line_break_cuts_is_one(passages: list[Passage]) -> None:
    item = passages[number_of(passages, "shihe/item/13")]
    assert any("全护\n\n理、半护理" in item.quote(unit) for unit in item.units)


def test_the_best_of_a_passage_is_its_nearest_unit_and_what_is_not_wanted_is_not_looked_at(
    passages: list[Passage], sentences: Sentences
) -> None:
    asked = sentences.asked("高龄津贴一个月多少钱")
    wanted = np.zeros(len(passages), dtype=bool)
    wanted[[3, 40, 41]] = True
    best = asked.best(wanted)
    assert best[wanted] == pytest.approx([asked.within(i).max() for i in (3, 40, 41)], abs=1e-5)
    assert not best[~wanted].any()
    assert not asked.best(np.zeros(len(passages), dtype=bool)).any()


def test_what_nothing_answers_lies_nearer_to_nothing_than_what_is_answered(sentences: Sentences) -> None:
    assert sentences.asked("电话号码是多少，几点上班").nothing > sentences.asked("高龄津贴多少钱").nothing


def test_what_was_saved_is_read_again(passages: list[Passage], sentences: Sentences, tmp_path: Path) -> None:
    sentences.save(tmp_path / "sentences.npy")
    again = Sentences.load(tmp_path / "sentences.npy", passages)
    question = "谁给老人做饭"
    assert again.asked(question).within(5) == pytest.approx(sentences.asked(question).within(5), abs=1e-5)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=str(tmp_path)):
        SentenceModel.load(tmp_path)


def test_sentences_are_compared_without_torch() -> None:
    program = (
        "import sys; from assistant.retrieval.sentence_model import SentenceModel;"
        "assert SentenceModel.load().question('俺娘八十九了能领啥钱').any();"
        "assert not {'torch', 'sentence_transformers', 'transformers', 'tokenizers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
