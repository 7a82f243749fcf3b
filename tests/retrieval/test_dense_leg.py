import logging
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from assistant.retrieval.dense import DenseLeg, DenseSettings, open_dense
from assistant.retrieval.entries import Entry
from tests.retrieval.conftest import ROOT

ENTRIES = (
    Entry("a/item/1", "a", "passage", "为老年人发放高龄津贴"),
    Entry("a/item/1", "a", "phrasing", "八十多了有没有长寿钱"),
    Entry("a/item/2", "a", "passage", "为老年人提供法律援助"),
    Entry("b/item/1", "b", "passage", "为老年人发放高龄津贴"),
    Entry("b/item/2", "b", "passage", "ξψω"),
)


class Counted:
    """Entries that count how often they are read."""

    def __init__(self, entries: Sequence[Entry] = ENTRIES) -> None:
        self.entries = entries
        self.read = 0

    def __call__(self) -> Iterable[Entry]:
        self.read += 1
        return self.entries


def names(leg: DenseLeg, question: str, documents: Sequence[str] | None, limit: int = 10) -> list[str]:
    return [name for name, _ in leg.rank(question, documents, limit)]


@pytest.fixture
def leg(tmp_path: Path) -> DenseLeg:
    return DenseLeg.open(Counted(), "state", tmp_path, DenseSettings())


def test_the_passage_that_is_asked_for_in_other_words_comes_first(leg: DenseLeg) -> None:
    assert names(leg, "岁数大了给发长寿金吗", ["a"]) == ["a/item/1", "a/item/2"]


def test_only_the_documents_asked_of_are_searched(leg: DenseLeg) -> None:
    assert names(leg, "高龄津贴", ["b"]) == ["b/item/1"]
    assert names(leg, "高龄津贴", []) == names(leg, "高龄津贴", ["c"]) == []
    assert set(names(leg, "高龄津贴", None)) == {"a/item/1", "a/item/2", "b/item/1"}


def test_a_passage_without_a_known_word_is_never_found(leg: DenseLeg) -> None:
    assert "b/item/2" not in names(leg, "高龄津贴", ["a", "b"])


def test_a_question_without_a_known_word_finds_nothing(leg: DenseLeg) -> None:
    assert leg.rank("???", None, 5) == []
    assert leg.rank_many(["ξψω", "高龄津贴"], ["a"], 1)[0] == []
    assert leg.rank_many([], None, 5) == []


def test_scores_are_cosines_best_first_and_alike_with_and_without_a_filter(leg: DenseLeg) -> None:
    filtered = leg.rank("高龄津贴", ["a", "b"], 10)
    assert filtered == sorted(filtered, key=lambda hit: -hit[1])
    assert dict(filtered) == pytest.approx(dict(leg.rank("高龄津贴", None, 10)), abs=1e-5)


def test_a_collection_is_built_once_and_anew_for_another_state_of_the_corpus(tmp_path: Path) -> None:
    entries = Counted()
    for state, reads in (("one", 1), ("one", 1), ("two", 2), ("one", 2)):
        found = names(DenseLeg.open(entries, state, tmp_path, DenseSettings()), "高龄津贴", ["a"])
        assert found[0] == "a/item/1"
        assert entries.read == reads


def test_old_collections_leave_the_cache_folder(tmp_path: Path) -> None:
    for state in "123":
        DenseLeg.open(Counted(), state, tmp_path, DenseSettings())
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("model", ["BAAI/bge-small-zh-v1.5", "nowhere/at/all", "broken"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_model_that_is_missing_or_broken_leaves_one_warning_and_no_leg(
    model: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    if model == "broken":
        folder = tmp_path / "broken"
        folder.mkdir()
        (folder / "modules.json").write_text("[{", "utf-8")
        model = str(folder)
    with caplog.at_level(logging.WARNING):
        assert open_dense(Counted(), "state", tmp_path, DenseSettings(model)) is None
    (warning,) = caplog.records
    assert model in warning.getMessage()
    assert "Searching by words alone" in warning.getMessage()
    assert "folder" in warning.getMessage()


def test_a_chroma_server_that_is_not_there_leaves_one_warning_and_no_leg(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert open_dense(Counted(), "state", tmp_path, DenseSettings(server="http://127.0.0.1:9")) is None
    (warning,) = caplog.records
    assert "http://127.0.0.1:9 can be reached" in warning.getMessage()


def test_a_small_collection_that_is_there_is_searched_without_waiting_for_chroma(tmp_path: Path) -> None:
    first = DenseLeg.open(Counted(), "state", tmp_path, DenseSettings())
    program = (
        "import sys; from pathlib import Path; from assistant.retrieval.dense import DenseLeg, DenseSettings; "
        f"leg = DenseLeg.open(list, 'state', Path({str(tmp_path)!r}), DenseSettings()); "
        "print('chromadb' in sys.modules, leg.rank('高龄津贴', ['a'], 1)[0][0])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert run.stdout.split() == ["False", names(first, "高龄津贴", ["a"])[0]]
