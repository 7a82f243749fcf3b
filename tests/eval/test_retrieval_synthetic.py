from pathlib import Path

from eval.retrieval.synthetic import Country, made_up

CORPUS = Path(__file__).parents[2] / "corpus"


def small(seed: int) -> Country:
    return made_up(CORPUS, documents=3, questions=5, seed=seed)


def test_the_same_seed_makes_the_same_country() -> None:
    texts = [[passage.text for passage in small(seed).library.passages] for seed in (1, 1, 2)]
    assert texts[0] == texts[1] != texts[2]


def test_its_documents_name_none_of_the_real_places() -> None:
    for passage in small(1).library.passages:
        said = "".join(passage.quote(unit) for unit in passage.units)
        assert "宁河区" not in said
        assert "四方台区" not in said
