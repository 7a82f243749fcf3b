import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from assistant.retrieval.library import Library
from assistant.retrieval.static_model import FOLDER, ModelError, StaticModel

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def model() -> StaticModel:
    return StaticModel.load()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_vectors_equal_those_of_sentence_transformers(model: StaticModel) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    texts = [line for lines in Library.read(CORPUS).lines for line in lines[:2]]
    module = StaticEmbedding.load(str(FOLDER)).float()
    cut = [" ".join(model.words(text)) for text in texts]
    theirs = SentenceTransformer(modules=[module], device="cpu").encode(cut, normalize_embeddings=True)
    np.testing.assert_allclose(model.encode(texts), theirs, rtol=0, atol=1e-6)


def test_a_short_question_is_embedded_without_torch() -> None:
    program = (
        "import sys; from assistant.retrieval.static_model import StaticModel;"
        "assert StaticModel.load().encode(['俺娘八十九了能领啥钱'])[0].any();"
        "assert not {'torch', 'sentence_transformers', 'transformers', 'tokenizers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=CORPUS.parent)


def test_traditional_characters_have_the_vector_of_their_simplified_twins(model: StaticModel) -> None:
    traditional, simplified = model.encode(["養老機構的護理床位有多少", "养老机构的护理床位有多少"])
    assert traditional @ simplified == pytest.approx(1)


def test_a_slip_that_sounds_the_same_stays_near(model: StaticModel) -> None:
    meant, slipped, pinyin, other = model.encode(["高龄津贴", "高令津贴", "gaoling jintie", "法律援助"])
    assert meant @ slipped > 0.6 > meant @ other
    assert meant @ pinyin > 0.6


def test_what_holds_no_known_token_has_no_direction(model: StaticModel) -> None:
    assert not model.encode(["", "?!", "ξψω"]).any()


def test_a_folder_without_a_model_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=rf"{tmp_path.name}.*eval\.retrieval\.train"):
        StaticModel.load(tmp_path)


def test_the_model_knows_the_tokens_that_texts_are_cut_into_today(model: StaticModel) -> None:
    """It was trained on the tokens of its day: when `tokens.py` cuts otherwise, it must be trained anew."""
    lines = [line for lines in Library.read(CORPUS).lines for line in lines]
    counts = Counter(word for line in lines for word in set(model.words(line)))
    common = {word for word, count in counts.items() if count >= 10}
    assert len(common & set(model.vocabulary)) >= 0.98 * len(common)
