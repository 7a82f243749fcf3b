"""The default embedding model: the mean of trained token vectors, read without torch.

`eval/retrieval/train.py` trains it. Its folder is one of sentence-transformers' StaticEmbedding: `tokenizer.json`
holds the vocabulary, `model.safetensors` a vector a token. The text is cut into tokens here and not by that
tokenizer, which only splits at spaces.
"""

import json
from collections.abc import Collection, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.tokens import BETWEEN, sounds, tokens

Vectors = NDArray[np.float32]

FOLDER = Path(__file__).parent / "data" / "static"
UNKNOWN = "[UNK]"
"""The first token of every vocabulary; its vector is zero, so that what is not known says nothing."""
_SOUND = "~"


class ModelError(ValueError):
    """A model cannot be read; the message names it and what to do."""


def words_of(text: str, syllables: Collection[str]) -> list[str]:
    """What the model knows a text by: characters, their pairs, English words, and how pairs of syllables sound."""
    return [*tokens(text), *(_SOUND + sound for sound in sounds(text, syllables))]


def syllables_in(words: Collection[str]) -> frozenset[str]:
    """The syllables that sounds among the words are made of."""
    return frozenset(part for word in words if word[0] == _SOUND for part in word[1:].split(BETWEEN))


class Tokens:
    """The tokens that a model knows, and what texts mean by the mean of their vectors."""

    def __init__(self, vocabulary: Sequence[str], weights: Vectors) -> None:
        """`weights[i]` is the vector of `vocabulary[i]`; the first is that of the unknown."""
        self._numbers = {word: i for i, word in enumerate(vocabulary)}
        self._weights = weights
        self._syllables = syllables_in(vocabulary)

    @property
    def fingerprint(self) -> str:
        """Another one for every other model."""
        digest = sha256(self._weights.tobytes())
        digest.update("\n".join(self._numbers).encode())
        return digest.hexdigest()[:16]

    @property
    def vocabulary(self) -> Collection[str]:
        """Every token that has a vector."""
        return self._numbers.keys()

    @property
    def weights(self) -> Vectors:
        """A vector a token."""
        return self._weights

    def words(self, text: str) -> list[str]:
        """The tokens of a text, known or not."""
        return words_of(text, self._syllables)

    def numbers(self, text: str) -> list[int]:
        """Which rows of the weights the known tokens of a text are."""
        return [self._numbers[word] for word in self.words(text) if word in self._numbers]

    def means(self, texts: Sequence[str]) -> Vectors:
        """The mean of each text's tokens; zero for a text without a known token."""
        result = np.zeros((len(texts), self._weights.shape[1]), dtype=np.float32)
        for row, text in enumerate(texts):
            if known := self.numbers(text):
                result[row] = self._weights[known].mean(axis=0)
        return result


class StaticModel(Tokens):
    """Embeds texts: a lookup and a mean, tens of microseconds a question."""

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "StaticModel":
        """Read a folder; raises ModelError where it holds no such model."""
        vocabulary, tensors = read_folder(folder)
        return cls(vocabulary, tensors["embedding.weight"])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A vector of length one for each text; zero for a text without a known token."""
        return normalised(self.means(texts))

    questions = encode
    texts = encode


def normalised(vectors: Vectors) -> Vectors:
    """The same directions, each of length one; what is zero stays so."""
    result: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return result


def read_folder(folder: Path) -> tuple[list[str], dict[str, Vectors]]:
    """The tokens and the weights of a model; raises ModelError where the folder holds none."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        numbers: dict[str, int] = json.loads((folder / "tokenizer.json").read_bytes())["model"]["vocab"]
        tensors = load_file(folder / "model.safetensors")
        count = len(tensors["embedding.weight"])
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise ModelError(
            f"{folder}: no static model can be read there ({error}); "
            "restore the folder or run python -m eval.retrieval.train"
        ) from error
    if len(numbers) != count:
        raise ModelError(f"{folder}: {len(numbers)} tokens, but {count} vectors; restore the folder")
    vocabulary = sorted(numbers, key=numbers.__getitem__)
    return vocabulary, {name: tensor.astype(np.float32) for name, tensor in tensors.items()}
