"""The systems that are measured: the search, and three others on the same passages, places and embedding model."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.dense import DenseLeg
from assistant.retrieval.dense_models import Embedder
from assistant.retrieval.passages import Passage
from assistant.retrieval.searcher import Searcher
from eval.retrieval.metrics import Answered
from eval.retrieval.questions import Asked

SHOWN = 10
CHUNK, OVERLAP = 250, 50
"""Of the plain recipe, in characters: its chunks are about as long as passages are."""
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")

Places = Callable[[Asked], Collection[str] | None]
"""The documents in which a question is searched; None for all. Every system is told the same."""


class System(Protocol):
    """Anything that answers questions about the documents."""

    name: str
    has_floor: bool
    """Whether it decides by itself that there is no answer; the others get the best floor that tuning finds."""

    def answer(self, asked: Asked, documents: Collection[str] | None) -> Answered:
        """What it makes of a question."""


class Ours:
    """The search as the assistant uses it, its floor in force: what it holds back counts as not found."""

    name = "this search"
    has_floor = True

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def answer(self, asked: Asked, documents: Collection[str] | None) -> Answered:
        """A place that the asker has given goes in as it does in a conversation; others stand in the text."""
        found = self._searcher.search(
            asked.question, documents=[asked.place] if asked.place else None, limit=SHOWN
        )
        sentence = found.passages[0].quote if found.passages else ""
        return Answered([frozenset({hit.passage.id}) for hit in found.passages], sentence, found.abstained)


class Dense:
    """The dense leg and nothing else."""

    name = "dense alone"
    has_floor = False

    def __init__(self, leg: DenseLeg, model: Embedder, passages: Iterable[Passage]) -> None:
        self._leg = leg
        self._model = model
        self._passages = {passage.id: passage for passage in passages}

    def answer(self, asked: Asked, documents: Collection[str] | None) -> Answered:
        """The nearest passages, and of the first the nearest sentence."""
        ranked = self._leg.rank(asked.question, documents, SHOWN)
        if not ranked:
            return Answered([], "", False)
        first = self._passages[ranked[0][0]]
        sentence = _nearest(self._model, asked.question, [first.quote(unit) for unit in first.units])
        return Answered([frozenset({name}) for name, _ in ranked], sentence, False, ranked[0][1])


class PlainBm25:
    """BM25 over jieba's words of the passages, and nothing else."""

    name = "BM25 with jieba"
    has_floor = False

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._engine = _bm25([passage.text for passage in passages])

    def answer(self, asked: Asked, documents: Collection[str] | None) -> Answered:
        """The passages that share words with the question, and of the first the sentence that shares most."""
        inside = np.array([documents is None or passage.document in documents for passage in self._passages])
        scores = np.where(inside, _scores(self._engine, asked.question), 0.0)
        best = [int(i) for i in np.argsort(-scores, kind="stable")[:SHOWN] if scores[i] > 0]
        if not best:
            return Answered([], "", False)
        first = self._passages[best[0]]
        units = [first.quote(unit) for unit in first.units]
        sentence = units[int(np.argmax(_scores(_bm25(units), asked.question)))]
        return Answered(
            [frozenset({self._passages[i].id}) for i in best], sentence, False, float(scores[best[0]])
        )


class PlainRecipe:
    """LangChain as its tutorials have it: RecursiveCharacterTextSplitter, Chroma, an embedding model."""

    name = "plain LangChain recipe"
    has_floor = False

    def __init__(self, passages: Sequence[Passage], model: Embedder) -> None:
        from langchain_chroma import Chroma
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(
            chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True
        )
        sources = {passage.document: passage.source for passage in passages}
        chunks = splitter.create_documents(
            [source.text for source in sources.values()], [{"document": name} for name in sources]
        )
        self._model = model
        self._passages = passages
        self._store = Chroma.from_documents(
            chunks,
            _as_langchain(model),
            collection_name="recipe",
            collection_metadata={"hnsw:space": "cosine"},
        )

    def answer(self, asked: Asked, documents: Collection[str] | None) -> Answered:
        """The nearest chunks; a chunk shows the passages that it holds half of, or that hold half of it."""
        where: Any = None if documents is None else {"document": {"$in": sorted(documents)}}
        found = self._store.similarity_search_with_score(asked.question, k=SHOWN, filter=where)
        if not found:
            return Answered([], "", False)
        first = found[0][0].page_content
        sentence = _nearest(self._model, asked.question, _SENTENCE.findall(first))
        shown = [self._shown(chunk.metadata, len(chunk.page_content)) for chunk, _ in found]
        return Answered(shown, sentence, False, 1 - found[0][1])

    def _shown(self, chunk: dict[str, Any], length: int) -> frozenset[str]:
        start = chunk["start_index"]
        shown = set()
        for passage in self._passages:
            if passage.document == chunk["document"]:
                spans = [unit.span for unit in passage.units]
                common = sum(max(0, min(start + length, span.end) - max(start, span.start)) for span in spans)
                if 2 * common >= min(length, sum(span.end - span.start for span in spans)):
                    shown.add(passage.id)
        return frozenset(shown)


def _as_langchain(model: Embedder) -> Any:
    from langchain_core.embeddings import Embeddings

    class Adapter(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[float(x) for x in vector] for vector in model.texts(texts)]

        def embed_query(self, text: str) -> list[float]:
            return [float(x) for x in model.questions([text])[0]]

    return Adapter()


def _nearest(model: Embedder, question: str, sentences: Sequence[str]) -> str:
    return sentences[int(np.argmax(model.texts(sentences) @ model.questions([question])[0]))]


def _bm25(texts: Sequence[str]) -> Any:
    import bm25s

    engine = bm25s.BM25()
    engine.index([_words(text) for text in texts], show_progress=False)
    return engine


def _scores(engine: Any, question: str) -> NDArray[np.float32]:
    known = [word for word in _words(question) if word in engine.vocab_dict]
    return engine.get_scores(known) if known else np.zeros(engine.scores["num_docs"], dtype=np.float32)


def _words(text: str) -> list[str]:
    import jieba

    jieba.setLogLevel(60)
    return [word for word in jieba.cut(text) if not word.isspace()]
