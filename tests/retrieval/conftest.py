import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.policies.places import Places
from assistant.retrieval.searcher import Searcher

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"


@pytest.fixture(scope="session")
def places() -> Places:
    return Places.load(CORPUS)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def by_words(cache: Path, places: Places) -> Searcher:
    """The search without the dense leg, which needs libraries that the core does without."""
    return Searcher.open(CORPUS, cache, places, dense=None)


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """A copy of the corpus that a test may change."""

    def copy() -> Path:
        return Path(shutil.copytree(CORPUS, tmp_path_factory.mktemp("copy") / "corpus"))

    return copy


def tuning_questions() -> list[dict[str, object]]:
    file = ROOT / "eval" / "retrieval" / "tuning.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]
