"""Which embedding model the dense leg uses: the one that comes along, or any that sentence-transformers can load."""

import logging
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Protocol

import numpy as np

from assistant.retrieval.static_model import ModelError, StaticModel, Vectors

DEFAULT = "default"


class Embedder(Protocol):
    """Turns texts into vectors of length one. A question and a text that answers it lie near one another."""

    @property
    def fingerprint(self) -> str:
        """Another one for every other model: vectors of two models never mix."""

    def questions(self, texts: Sequence[str]) -> Vectors:
        """A vector a question."""

    def texts(self, texts: Sequence[str]) -> Vectors:
        """A vector for each text that is searched."""


class TransformerModel:
    """A model of sentence-transformers, from a folder or from the local cache of the hub; nothing is downloaded."""

    def __init__(self, name: str) -> None:
        """Raises ModelError where it cannot be loaded."""
        self._name = name
        self._model = _loaded(name)

    @property
    def fingerprint(self) -> str:
        """By what the model does: the weights may change under one name."""
        probe = self.texts([self._name]).round(4)
        return sha256(self._name.encode() + probe.tobytes()).hexdigest()[:16]

    def questions(self, texts: Sequence[str]) -> Vectors:
        """With the prompt for questions, where the model has one."""
        return self._vectors(self._model.encode_query, texts)

    def texts(self, texts: Sequence[str]) -> Vectors:
        """With the prompt for documents, where the model has one."""
        return self._vectors(self._model.encode_document, texts)

    def _vectors(self, encode: Any, texts: Sequence[str]) -> Vectors:
        found = encode(list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)


def load_embedder(name: str = DEFAULT) -> Embedder:
    """The model of this name: `default`, a folder or a name on the hub; raises ModelError where there is none."""
    return StaticModel.load() if name == DEFAULT else TransformerModel(name)


def _loaded(name: str) -> Any:
    try:
        import torch
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise ModelError(
            f"the embedding model {name} needs sentence-transformers, which is not installed ({error}); "
            "install the extra `dense`, or leave the model at its default"
        ) from error
    torch.set_num_threads(
        1
    )  # a question is short: a second thread waits for its neighbours and gains nothing
    noisy = logging.getLogger("sentence_transformers")
    level = noisy.level
    noisy.setLevel(
        logging.ERROR
    )  # a guess at what is missing, right before it fails: the error below says it better
    try:
        return SentenceTransformer(name, device="cpu", local_files_only=True)
    except Exception as error:
        # Whatever a broken folder makes the loaders raise: OSError, ValueError, KeyError, SafetensorError and others.
        reason = str(error).strip().partition("\n")[0]
        raise ModelError(
            f"the embedding model {name} cannot be loaded ({type(error).__name__}: {reason}); nothing is downloaded: "
            "name a folder that holds the model, or leave the setting at `default`"
        ) from error
    finally:
        noisy.setLevel(level)
