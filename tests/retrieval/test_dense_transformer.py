"""The real loading code of sentence-transformers, on a transformer small enough to be made here."""

from pathlib import Path

import numpy as np
import pytest

from assistant.retrieval.dense import DenseLeg, DenseSettings, open_dense
from assistant.retrieval.dense_models import TransformerModel, load_embedder
from assistant.retrieval.entries import Entry

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

TEXTS = ("为老年人发放高龄津贴", "为老年人提供法律援助")
ENTRIES = tuple(Entry(f"a/item/{i}", "a", "passage", text) for i, text in enumerate(TEXTS, start=1))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of one layer over single characters, saved as sentence-transformers save theirs."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(0)
    plain = tmp_path_factory.mktemp("bert")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set("".join(TEXTS)))]
    (plain / "vocab.txt").write_text("\n".join(words), "utf-8")
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(plain)
    BertTokenizerFast(str(plain / "vocab.txt")).save_pretrained(plain)
    transformer = Transformer(str(plain), max_seq_length=32)
    pooling = Pooling(transformer.get_embedding_dimension(), "cls")
    saved = tmp_path_factory.mktemp("model")
    SentenceTransformer(modules=[transformer, pooling], device="cpu").save(str(saved))
    return saved


def test_a_model_in_a_folder_ranks_passages(folder: Path, tmp_path: Path) -> None:
    leg = open_dense(lambda: ENTRIES, "state", tmp_path, DenseSettings(str(folder)))
    assert leg is not None
    ((first, score), (second, less)) = leg.rank(TEXTS[1], None, 5)
    assert (first, second) == ("a/item/2", "a/item/1")
    assert score == pytest.approx(1, abs=1e-5)
    assert less < score


def test_its_vectors_are_those_of_sentence_transformers(folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(folder), device="cpu").encode(list(TEXTS), normalize_embeddings=True)
    np.testing.assert_allclose(load_embedder(str(folder)).questions(TEXTS), theirs, atol=1e-6)


def test_vectors_of_two_models_never_mix(folder: Path, tmp_path: Path) -> None:
    for settings in (DenseSettings(), DenseSettings(str(folder))):
        DenseLeg.open(lambda: ENTRIES, "state", tmp_path, settings)
    assert len(list(tmp_path.iterdir())) == 2
    assert TransformerModel(str(folder)).fingerprint == TransformerModel(str(folder)).fingerprint
