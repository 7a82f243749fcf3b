import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.policies.places import Places
from assistant.retrieval.entries import PhrasingsError
from assistant.retrieval.index import fingerprint
from assistant.retrieval.library import Library
from assistant.retrieval.passages import Passage
from assistant.retrieval.ranking import Model, WeightsError
from assistant.retrieval.searcher import Searcher
from assistant.retrieval.vocabulary import WordsError, load_vocabulary
from tests.retrieval.conftest import CORPUS, ROOT


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    return list(Library.read(CORPUS).passages)


def test_every_list_item_is_a_passage(passages: list[Passage]) -> None:
    count = dict.fromkeys(("ninghe", "shihe", "panjin", "sifangtai", "tianjin"), 0)
    for passage in passages:
        count[passage.document] += passage.kind == "item"
    assert count == {"ninghe": 27, "shihe": 25, "panjin": 21, "sifangtai": 22, "tianjin": 0}


def test_no_two_passages_have_one_id(passages: list[Passage]) -> None:
    assert len({passage.id for passage in passages}) == len(passages)


def test_an_item_holds_the_cells_that_it_inherits(passages: list[Passage]) -> None:
    [item] = [passage for passage in passages if passage.id == "sifangtai/item/9"]
    assert "65周岁及以上老年人" in item.text


def test_a_heading_over_other_measures_is_no_passage_of_its_own(passages: list[Passage]) -> None:
    assert "shihe/body/二（一）" not in {passage.id for passage in passages}


def test_a_changed_corpus_has_another_index(copied: Callable[[], Path]) -> None:
    corpus = copied()
    before = fingerprint(corpus)
    file = corpus / "ninghe" / "phrasings.yaml"
    file.write_text(file.read_text("utf-8") + "# changed\n", "utf-8")
    assert fingerprint(corpus) != before


def test_old_indexes_are_cleared_away(copied: Callable[[], Path], tmp_path: Path, places: Places) -> None:
    corpus = copied()
    for change in range(4):
        (corpus / "vocabulary" / "note.yaml").write_text(f"- {change}\n", "utf-8")
        Searcher.open(corpus, tmp_path, places, dense=None)
    assert len(list(tmp_path.glob("index-*"))) == 2


def test_a_phrasing_for_an_item_that_is_not_there_is_named(copied: Callable[[], Path]) -> None:
    corpus = copied()
    file = corpus / "panjin" / "phrasings.yaml"
    file.write_text(
        file.read_text("utf-8").replace("items:\n", 'items:\n  "99":\n    - 有没有\n', 1), "utf-8"
    )
    with pytest.raises(PhrasingsError, match=r"panjin phrasings\.yaml: 99 is no item"):
        Library.read(corpus)


def test_a_faulty_vocabulary_is_named(copied: Callable[[], Path]) -> None:
    corpus = copied()
    file = corpus / "vocabulary" / "retrieval.yaml"
    file.write_text(file.read_text("utf-8").replace("noise:", "noises:", 1), "utf-8")
    with pytest.raises(WordsError, match=r"retrieval\.yaml"):
        load_vocabulary(corpus)


def test_weights_of_other_features_are_refused(tmp_path: Path) -> None:
    stored = json.loads((ROOT / "assistant" / "retrieval" / "ranking.json").read_text("utf-8"))
    stored["ranking"].pop("own")
    file = tmp_path / "ranking.json"
    file.write_text(json.dumps(stored), "utf-8")
    with pytest.raises(WeightsError, match=r"run python -m eval\.retrieval\.fit"):
        Model.load(file)


def test_a_topic_names_only_passages_that_there_are(passages: list[Passage]) -> None:
    known = {(passage.document, passage.item or passage.section) for passage in passages}
    for name, topic in load_vocabulary(CORPUS).topics.items():
        for document, numbers in topic.passages.items():
            assert {(document, number) for number in numbers} <= known, name


def test_every_sentence_to_learn_from_stands_in_its_passage(passages: list[Passage]) -> None:
    texts = {
        (passage.document, passage.item or passage.section): "".join(passage.text.split())
        for passage in passages
    }
    for document, numbers in load_vocabulary(CORPUS).sentences.items():
        for number, questions in numbers.items():
            for words in questions.values():
                assert "".join(words.split()) in texts[document, number]


def test_a_search_by_words_loads_nothing_heavy() -> None:
    program = (
        "import sys; from pathlib import Path; from assistant.retrieval.searcher import Searcher; "
        f"s = Searcher.open(Path({str(CORPUS)!r}), dense=None); s.search('高龄津贴多少钱', documents=['ninghe']); "
        "print(*sorted({'torch', 'chromadb', 'sentence_transformers', 'langchain_core'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert run.stdout.split() == []
