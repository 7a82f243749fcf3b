"""Vectors in a Chroma collection: embedded in a folder by default, on a Chroma server by setting."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from assistant.retrieval.legs import Ranked
from assistant.retrieval.static_model import Vectors

_AT_ONCE = 5000
"""Chroma takes no more than 5,461 records at once."""
_INDEX = {"space": "cosine", "ef_construction": 200, "ef_search": 1500, "max_neighbors": 32}
"""Wide enough to find most of the exact ten nearest among 100,000 passages that are near copies of one another."""
_REMEMBERED = 256
"""How many documents' vectors stay in memory; those of a document weigh about 40 kB."""

Held = Mapping[str, Sequence[str]]
"""The ids of the passages of each document."""


class Collected:
    """One vector a passage, found by nearness.

    In a few documents the search is exact, over vectors that Chroma hands out once. Across all documents its
    approximate index is asked.
    """

    def __init__(self, client: Any, name: str, held: Held | None = None) -> None:
        """`name` tells collections of other models and other texts apart: it is never filled twice.

        With `held` a document's vectors are asked for by id, which takes a millisecond; by filter it takes fifty
        among 100,000.
        """
        self._collection = client.get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": _INDEX}
        )
        self._held = held or {}
        self._of = lru_cache(_REMEMBERED)(self._fetched)

    @classmethod
    def embedded(cls, folder: Path, name: str, held: Held | None = None) -> "Collected":
        """In files of this folder."""
        import chromadb

        return cls(chromadb.PersistentClient(str(folder), _settings()), name, held)

    @classmethod
    def served(cls, server: str, name: str, held: Held | None = None) -> "Collected":
        """On the Chroma server at an address such as `http://127.0.0.1:8000`."""
        import chromadb

        address = urlsplit(server if "//" in server else f"//{server}")
        secure = address.scheme == "https"
        port = address.port or (443 if secure else 8000)
        client = chromadb.HttpClient(address.hostname or server, port, secure, settings=_settings())
        return cls(client, name, held)

    @property
    def filled(self) -> bool:
        """Whether everything is in it."""
        return bool((self._collection.metadata or {}).get("filled"))

    def fill(self, ids: Sequence[str], documents: Sequence[str], vectors: Vectors) -> None:
        """Put everything in; doing it again changes nothing."""
        for start in range(0, len(ids), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            self._collection.upsert(
                ids=list(ids[part]),
                embeddings=vectors[part],
                metadatas=[{"document": document} for document in documents[part]],
            )
        self._collection.modify(metadata={"filled": True})

    def nearest(self, vectors: Vectors, documents: Collection[str] | None, limit: int) -> Iterator[Ranked]:
        """For each vector the nearest ids of these documents (None: of all), with the cosine."""
        if documents is not None and len(documents) < _REMEMBERED:
            yield from self._exact(vectors, sorted(documents), limit)
            return
        found = self._collection.query(
            query_embeddings=np.ascontiguousarray(vectors),
            n_results=limit,
            where=None if documents is None else {"document": {"$in": sorted(documents)}},
            include=["distances"],
        )
        for ids, distances in zip(found["ids"], found["distances"], strict=True):
            yield [(name, 1 - distance) for name, distance in zip(ids, distances, strict=True)]

    def _exact(self, vectors: Vectors, documents: Sequence[str], limit: int) -> Iterator[Ranked]:
        parts = [self._of(document) for document in documents]
        parts = [part for part in parts if part[0]]
        ids = [name for names, _ in parts for name in names]
        if not ids:
            yield from ([] for _ in vectors)
            return
        yield from _nearest(vectors, ids, np.concatenate([part for _, part in parts]), limit)

    def _fetched(self, document: str) -> tuple[Sequence[str], Vectors]:
        wanted: dict[str, Any] = {"where": {"document": document}}
        if document in self._held:
            wanted = {"ids": list(self._held[document])}
        found = self._collection.get(**wanted, include=["embeddings"])
        return found["ids"], np.asarray(found["embeddings"], dtype=np.float32)


class Few:
    """The vectors of a small collection in a file beside it: compared one by one, without loading Chroma."""

    MOST = 5000

    def __init__(self, ids: Sequence[str], documents: Sequence[str], vectors: Vectors) -> None:
        self._ids = np.asarray(ids)
        self._documents = np.asarray(documents)
        self._vectors = vectors

    def save(self, file: Path) -> None:
        """Write them."""
        np.savez(file, ids=self._ids, documents=self._documents, vectors=self._vectors)

    @classmethod
    def load(cls, file: Path) -> "Few":
        """Read what `save` wrote."""
        with np.load(file) as arrays:
            return cls(arrays["ids"], arrays["documents"], arrays["vectors"])

    def nearest(self, vectors: Vectors, documents: Collection[str] | None, limit: int) -> Iterator[Ranked]:
        """For each vector the nearest ids of these documents (None: of all), with the cosine."""
        wanted = np.ones(len(self._ids), dtype=bool)
        if documents is not None:
            wanted = np.isin(self._documents, sorted(documents))
        return _nearest(vectors, self._ids[wanted].tolist(), self._vectors[wanted], limit)


def _nearest(asked: Vectors, ids: Sequence[str], vectors: Vectors, limit: int) -> Iterator[Ranked]:
    for row in asked @ vectors.T:
        best = np.argsort(-row, kind="stable")[:limit]
        yield [(ids[i], float(row[i])) for i in best]


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)
