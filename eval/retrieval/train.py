"""Trains the default embedding model: `python -m eval.retrieval.train`.

sentence-transformers' StaticEmbedding and MultipleNegativesRankingLoss in a plain loop, on one thread and with fixed
seeds: the same data give the same bytes. `eval/retrieval/folds.py` measures what such a model is worth on lines that it
has not seen.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.retrieval.static_model import FOLDER, UNKNOWN, StaticModel, syllables_in, words_of
from eval.retrieval.training_data import Pair, TrainingData

if TYPE_CHECKING:
    import torch

ROOT = Path(__file__).parents[2]
SEED = 20261124
PARTS, DIMENSIONS = 4, 64
"""Models that are trained apart, and the numbers of a vector in each; side by side they make 256."""
EPOCHS = 20
RATE = 0.02
SCALE = 14.0
SYNONYMS = 60
DROPPED = 0.1
"""The share of a text's tokens that a step does not see."""
LEAST = 3
LEAST_SOUND = 6
"""How often a token must occur to have a vector; a sound, of which there are as many again, more often."""


def vocabulary_of(data: TrainingData) -> list[str]:
    """The tokens that are worth a vector, in a fixed order, the unknown first."""
    texts = list(data.all_texts())
    syllables = syllables_in({word for text in texts for word in words_of(text, ()) if word[0] == "~"})
    counts = Counter(word for text in texts for word in set(words_of(text, syllables)))
    return [UNKNOWN, *sorted(w for w, n in counts.items() if n >= (LEAST_SOUND if w[0] == "~" else LEAST))]


def train(data: TrainingData, *, epochs: int = EPOCHS, parts: int = PARTS) -> Any:
    """The trained StaticEmbedding: several small ones side by side, each from a seed of its own.

    They err differently, so that together they find more than one of the same size does.
    """
    import torch
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    vocabulary = vocabulary_of(data)
    trained = [_part(data, vocabulary, SEED + part, epochs) for part in range(parts)]
    # Rows of one mean length in every part, so that each has the same say.
    alike = [weights / weights.norm(dim=1).mean() for weights in trained]
    return StaticEmbedding(tokenizer_of(vocabulary), torch.cat(alike, dim=1).contiguous())


def _part(data: TrainingData, vocabulary: Sequence[str], seed: int, epochs: int) -> "torch.Tensor":
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    torch.manual_seed(seed)
    chance = random.Random(seed)
    module = StaticEmbedding(tokenizer_of(vocabulary), _first_weights(data, vocabulary))
    loss = MultipleNegativesRankingLoss(
        SentenceTransformer(modules=[module], device="cpu"),
        scale=SCALE,
        directions=("query_to_doc", "doc_to_query"),
        partition_mode="per_direction",
    )
    documents = sorted(data.targets)
    steps = len(documents) * epochs * data.phrasings // sum(len(ids) for ids in data.targets.values())
    optimiser = torch.optim.Adam(module.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.0, total_iters=steps)
    reading = _Reading(vocabulary, chance)
    for step in range(steps):
        pairs = data.batch(chance, documents[step % len(documents)])
        synonyms = data.synonyms(chance, SYNONYMS)
        optimiser.zero_grad()
        fault = loss(reading.features(pairs, DROPPED), None) + loss(reading.features(synonyms, 0.0), None) / 2
        fault.backward()
        optimiser.step()
        schedule.step()
    return module.embedding.weight.detach()


def save(module: Any, folder: Path) -> None:
    """Write the model as half-precision numbers, readable by everybody."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        module.half().save(made)
        module.float()
        for file in sorted(Path(made).iterdir()):
            (folder / file.name).write_bytes(file.read_bytes())


def static_model(module: Any) -> StaticModel:
    """The trained model as the search reads it, but for the rounding when saved."""
    numbers: dict[str, int] = module.tokenizer.get_vocab()
    return StaticModel(
        sorted(numbers, key=numbers.__getitem__), module.embedding.weight.detach().numpy().copy()
    )


class _Reading:
    """Turns texts into what StaticEmbedding takes; a step sees a text with some of its tokens left out."""

    def __init__(self, vocabulary: Sequence[str], chance: random.Random) -> None:
        self._numbers = {word: i for i, word in enumerate(vocabulary)}
        self._syllables = syllables_in(vocabulary)
        self._chance = chance
        self._read: dict[str, list[int]] = {}

    def features(self, pairs: Sequence[Pair], dropped: float) -> list[dict[str, "torch.Tensor"]]:
        """Of the first texts and of the second."""
        return [self._column([pair[side] for pair in pairs], dropped) for side in (0, 1)]

    def _column(self, texts: Sequence[str], dropped: float) -> dict[str, "torch.Tensor"]:
        import torch

        rows = [self._row(text, dropped) for text in texts]
        starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
        return {
            "input_ids": torch.tensor([number for row in rows for number in row], dtype=torch.long),
            "offsets": torch.from_numpy(starts),
        }

    def _row(self, text: str, dropped: float) -> list[int]:
        if text not in self._read:
            words = words_of(text, self._syllables)
            self._read[text] = [self._numbers[word] for word in words if word in self._numbers]
        whole = self._read[text]
        return [number for number in whole if self._chance.random() >= dropped] or whole if dropped else whole


def tokenizer_of(vocabulary: Sequence[str]) -> Any:
    """A tokenizer file of these tokens, which are already cut."""
    from tokenizers import Tokenizer, models, pre_tokenizers

    numbers = {word: number for number, word in enumerate(vocabulary)}
    tokenizer = Tokenizer(models.WordLevel(numbers, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


def _first_weights(data: TrainingData, vocabulary: Sequence[str]) -> "torch.Tensor":
    """Random directions, longer for what is rarer: common words start by saying little."""
    import torch

    syllables = syllables_in(vocabulary)
    texts = list(data.all_texts())
    counts = Counter(word for text in texts for word in set(words_of(text, syllables)))
    rarity = torch.tensor([0.0, *(np.log(len(texts) / counts[word]) for word in vocabulary[1:])])
    return torch.randn(len(vocabulary), DIMENSIONS) * 0.1 * (rarity / rarity.mean()).float()[:, None]


def main(arguments: Sequence[str]) -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval.train", description=__doc__)
    parser.add_argument("--output", type=Path, default=FOLDER)
    parser.add_argument("--documents", nargs="*", help="train on these documents only")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    chosen = parser.parse_args(arguments)
    started = time.perf_counter()
    data = TrainingData.read(ROOT / "corpus", documents=chosen.documents)
    save(train(data, epochs=chosen.epochs), chosen.output)
    print(f"{chosen.output}: {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
