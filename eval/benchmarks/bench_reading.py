"""What reading a message costs: building the reader, a letter, and ten thousand characters."""

from datetime import date

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from assistant.eligibility.facts import load_vocabulary
from assistant.language import Context, Reader
from assistant.policies.places import Places
from assistant.settings import Settings

CORPUS = Settings().corpus
LETTER = (
    "您好，我父亲今年八十三岁，母亲八十一岁，户口都在四方台区。父亲去年脑梗后瘫痪在床，生活不能自理，"
    "母亲身体还行照顾他，家里是低保户，残疾证二级。请问能享受什么补贴，归哪个部门管，一个月多少钱？"
)
LONG = 10_000


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The reader of the corpus."""
    return Reader.load(CORPUS, load_vocabulary(CORPUS / "facts.yaml"), Places.load(CORPUS))


def test_building_the_reader(benchmark: BenchmarkFixture) -> None:
    vocabulary, places = load_vocabulary(CORPUS / "facts.yaml"), Places.load(CORPUS)
    benchmark.pedantic(Reader.load, args=(CORPUS, vocabulary, places), rounds=3)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("length", [len(LETTER), LONG])
def test_reading_a_message(benchmark: BenchmarkFixture, reader: Reader, length: int) -> None:
    text = (LETTER * (length // len(LETTER) + 1))[:length]
    meaning = benchmark(reader.read, text, Context(today=date(2026, 11, 24)))
    assert meaning.persons
