"""One reader for all tests of the language: it keeps nothing between two messages."""

from datetime import date
from pathlib import Path

import pytest

from assistant.eligibility.facts import Vocabulary, load_vocabulary
from assistant.language import Context, Reader
from assistant.policies.places import Places

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="session")
def corpus() -> Path:
    return CORPUS


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary(CORPUS / "facts.yaml")


@pytest.fixture(scope="session")
def places() -> Places:
    return Places.load(CORPUS)


@pytest.fixture(scope="session")
def reader(vocabulary: Vocabulary, places: Places) -> Reader:
    return Reader.load(CORPUS, vocabulary, places)


@pytest.fixture(scope="session")
def anew() -> Context:
    """The beginning of a conversation."""
    return Context(today=date(2026, 11, 23))
