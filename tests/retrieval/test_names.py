"""A topic that is looked up by its name, and by nothing else, is found wherever a document speaks of it."""

import pytest

from assistant.policies.folding import fold
from assistant.retrieval.searcher import Searcher
from assistant.retrieval.vocabulary import Vocabulary, load_vocabulary
from tests.retrieval.conftest import CORPUS


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return Searcher.open(CORPUS)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(CORPUS)


def test_every_topic_is_found_by_its_name(searcher: Searcher, vocabulary: Vocabulary) -> None:
    lost = [
        (topic, document)
        for topic, entry in vocabulary.topics.items()
        for document in entry.passages
        if searcher.search(topic, documents=[document]).abstained
    ]
    assert lost == []


def test_what_a_topic_pays_is_found_where_its_passage_says_it(
    searcher: Searcher, vocabulary: Vocabulary
) -> None:
    money = vocabulary.slots["money"].holding
    assert money is not None
    asked, lost = 0, []
    for topic, entry in vocabulary.topics.items():
        for document in entry.passages:
            found = searcher.search(f"{topic}多少钱", documents=[document])
            best = next(iter(found.passages or found.nearest)).passage
            says = any(money.search(fold(best.quote(unit))) for unit in best.units)
            answerable = not vocabulary.unanswerable.search(f"{topic}多少钱")
            if answerable and topic in vocabulary.looked_up(f"{topic}多少钱") and entry.holds(best) and says:
                asked += 1
                lost += [(topic, document)] if found.abstained else []
    assert asked > 20
    assert lost == []


@pytest.mark.parametrize(
    "question", ["高龄津贴去哪个窗口办", "护理补贴怎么申请", "手机多少钱", "养老院多少钱"]
)
def test_a_name_beside_what_no_document_holds_finds_nothing(searcher: Searcher, question: str) -> None:
    assert searcher.search(question, documents=["panjin"]).abstained


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("高龄津贴", {"高龄津贴"}),
        ("高龄津贴一个月多少钱", {"高龄津贴"}),
        ("老龄津贴有多少", {"高龄津贴"}),
        ("隔壁村的高龄津贴", set()),
        ("多少钱", set()),
    ],
)
def test_a_name_counts_where_nothing_else_is_said(
    vocabulary: Vocabulary, text: str, topics: set[str]
) -> None:
    assert vocabulary.looked_up(text) == topics
