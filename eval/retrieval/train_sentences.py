"""Trains the model of sentences: `python -m eval.retrieval.train_sentences`, after the embedding model.

It starts from the vectors of the embedding model. A batch holds questions about one document; each must lie nearer to
the sentence that answers it, or to the nearest sentence of the passage that does where only that is known, than to all
other sentences that are searched, and nearer than to `nothing`; to which those lie nearer that nothing answers. The
model that is used learns from the questions that may be tuned on as well; `eval.retrieval.fit` learns its weights with
one that has not seen them. On one thread and with fixed seeds: the same data give the same bytes.
"""

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.retrieval.sentence_model import FOLDER, PARTS, ROLES, SentenceModel
from assistant.retrieval.static_model import StaticModel, Tokens
from eval.retrieval.questions import tuning_lines
from eval.retrieval.sentence_data import Lesson, SentenceData
from eval.retrieval.train import ROOT, SEED, tokenizer_of

if TYPE_CHECKING:
    import torch

EPOCHS = 8
RATE = 0.01
SCALE = 14.0
BATCH = 64
DROPPED = 0.1
"""The share of a text's tokens that a step does not see."""
LESS = 0.3
"""What a question counts of which only the passage is known."""


def train(data: SentenceData, model: StaticModel, *, epochs: int = EPOCHS) -> dict[str, Any]:
    """The tensors of the model."""
    import torch

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    parts = [_Part(data, model, part).trained(epochs) for part in range(PARTS)]
    return {name: torch.cat([part[name] for part in parts], dim=-1).half().contiguous() for name in parts[0]}


class _Part:
    """One of the models that stand side by side."""

    def __init__(self, data: SentenceData, model: StaticModel, part: int) -> None:
        import torch

        torch.manual_seed(SEED + part)
        self._chance = random.Random(SEED + part)
        self._data = data
        self._model = model
        first = torch.tensor(np.split(model.weights, PARTS, axis=1)[part])
        size = first.shape[1]
        self._tokens = (first / first.norm(dim=1).mean()).requires_grad_()
        self._roles = torch.zeros(len(ROLES), size, requires_grad=True)
        self._name = torch.full((1,), 0.5, requires_grad=True)
        self._nothing = torch.zeros(size, requires_grad=True)
        units = [(i, passage, unit) for i, passage in enumerate(data.passages) for unit in passage.units]
        self._told = [self._numbers(passage.told(unit)) for _, passage, unit in units]
        self._cells = torch.tensor([ROLES.index(unit.role) for *_, unit in units])
        self._owners = [i for i, *_ in units]
        self._names = [self._numbers(passage.name) for passage in data.passages]
        self._read: dict[str, list[int]] = {}

    def trained(self, epochs: int) -> dict[str, "torch.Tensor"]:
        """The tensors after so many rounds through the data."""
        import torch

        weights = [self._tokens, self._roles, self._name, self._nothing]
        optimiser = torch.optim.Adam(weights, lr=RATE)
        steps = epochs * len(list(self._data.batches(random.Random(0), BATCH)))
        schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.0, total_iters=steps)
        for _ in range(epochs):
            for document, lessons in self._data.batches(self._chance, BATCH):
                optimiser.zero_grad()
                fault: Any = self._fault(document, lessons)
                fault.backward()
                optimiser.step()
                schedule.step()
        names = ("embedding.weight", "roles", "name", "nothing")
        return {name: weight.detach() for name, weight in zip(names, weights, strict=True)}

    def _fault(self, document: str, lessons: Sequence[Lesson]) -> "torch.Tensor":
        import torch

        searched = self._data.searched[document]
        columns = {unit: column for column, unit in enumerate(searched.tolist())}
        units = self._vectors([self._told[unit] for unit in searched]) + self._roles[self._cells[searched]]
        units = units + self._name * self._vectors([self._names[self._owners[unit]] for unit in searched])
        asked = self._vectors([self._question(lesson.text) for lesson in lessons])
        near = SCALE * asked @ torch.cat([units, self._nothing[None]]).T
        right, within = (torch.zeros(near.shape, dtype=torch.bool) for _ in range(2))
        weight = torch.tensor([1.0 if lesson.exact else LESS for lesson in lessons])
        for row, lesson in enumerate(lessons):
            right[row, [columns[unit] for unit in lesson.right] or [-1]] = True
            within[row, [columns[unit] for unit in lesson.within] or [-1]] = True
        every, passage, unit = (
            torch.logsumexp(near.masked_fill(~mask, -1e9), dim=1)
            for mask in (torch.ones_like(right), within, right)
        )
        # The passage among all, and the sentence within the passage.
        return (weight * ((every - passage) + (passage - unit))).sum() / len(lessons)

    def _vectors(self, texts: Sequence[Sequence[int]]) -> "torch.Tensor":
        import torch
        from torch.nn.functional import embedding_bag, normalize

        kept = [[number for number in text if self._chance.random() >= DROPPED] or text for text in texts]
        starts = np.cumsum([0, *(len(text) for text in kept[:-1])])
        flat = torch.tensor([number for text in kept for number in text])
        return normalize(embedding_bag(flat, self._tokens, torch.from_numpy(starts), mode="mean"), dim=1)

    def _question(self, text: str) -> list[int]:
        if text not in self._read:
            self._read[text] = self._numbers(text)
        return self._read[text]

    def _numbers(self, text: str) -> list[int]:
        return self._model.numbers(text) or [0]


def sentence_model(tensors: dict[str, Any], model: StaticModel) -> SentenceModel:
    """The trained model as the search reads it."""
    numbers = {name: tensor.float().numpy() for name, tensor in tensors.items()}
    tokens = Tokens(list(model.vocabulary), numbers["embedding.weight"])
    return SentenceModel(tokens, numbers["roles"], numbers["name"], numbers["nothing"])


def save(tensors: dict[str, Any], model: StaticModel, folder: Path) -> None:
    """Write the model."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors, folder / "model.safetensors")
    tokenizer_of(list(model.vocabulary)).save(str(folder / "tokenizer.json"), pretty=False)
    for file in folder.iterdir():
        file.chmod(0o644)


def main(arguments: Sequence[str]) -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval.train_sentences", description=__doc__)
    parser.add_argument("--output", type=Path, default=FOLDER)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    chosen = parser.parse_args(arguments)
    started = time.perf_counter()
    model = StaticModel.load()
    save(
        train(SentenceData.read(ROOT / "corpus", tuning_lines()), model, epochs=chosen.epochs),
        model,
        chosen.output,
    )
    print(f"{chosen.output}: {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
