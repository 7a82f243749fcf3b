import pytest

from eval.retrieval.metrics import Answered, Outcome, best_floor, figures, is_exact, ndcg, rank
from eval.retrieval.questions import Asked


def outcome(
    relevant: str = "a",
    ranked: str = "",
    *,
    answer: str | tuple[str, ...] = "每月50元。",
    sentence: str = "",
    silent: bool = False,
    confidence: float = 0.0,
) -> Outcome:
    answers = (answer,) if isinstance(answer, str) else answer
    asked = Asked("1", "?", "en", None, False, "amount", tuple(relevant), answers if relevant else ())
    return Outcome(asked, Answered([frozenset(one) for one in ranked], sentence, silent, confidence))


def test_the_rank_is_that_of_the_first_result_that_answers() -> None:
    assert rank(outcome("ab", "xyb")) == 3
    assert rank(outcome("a", "xyz")) is None


def test_a_result_may_show_several_passages() -> None:
    assert rank(Outcome(outcome("a").asked, Answered([frozenset("xa")], "", False))) == 1


def test_gain_is_whole_when_all_that_answers_comes_first_and_less_when_something_stands_between() -> None:
    assert ndcg(outcome("ab", "bax")) == pytest.approx(1)
    assert ndcg(outcome("ab", "axb")) == pytest.approx((1 + 0.5) / (1 + 0.63093), abs=1e-4)
    assert ndcg(outcome("a", "xyz")) == 0


def test_words_are_exact_when_they_hold_the_answer_or_most_of_it() -> None:
    assert is_exact(outcome(sentence="发给老人，每月\n50元。"))
    assert is_exact(outcome(sentence="每月50"))
    assert not is_exact(outcome(sentence="每"))
    assert not is_exact(outcome(sentence=""))


def test_the_answering_words_of_any_passage_that_answers_are_exact_and_no_others() -> None:
    two = ("每月50元。", "按月发放五十元。")
    assert is_exact(outcome("ab", answer=two, sentence="按月发放五十元。"))
    assert is_exact(outcome("ab", answer=two, sentence="每月50元。"))
    assert not is_exact(outcome("ab", answer=two, sentence="由民政局发放。"))


def test_figures_count_what_was_held_back_as_not_found() -> None:
    found = figures(
        [
            outcome("a", "a", sentence="每月50元。"),
            outcome("a", "", silent=True),
            outcome("", "", silent=True),
        ]
    )
    assert found["recall@1"] == found["recall@5"] == found["MRR"] == found["exact sentence"] == 0.5
    assert found["abstention precision"] == 0.5
    assert found["abstention recall"] == 1


def test_what_cannot_be_measured_has_no_figure() -> None:
    assert figures([outcome("a", "a")])["abstention recall"] is None
    assert figures([])["recall@1"] is None


def test_the_floor_given_to_a_system_is_the_one_that_tells_best() -> None:
    outcomes = [
        outcome("a", "a", confidence=0.9),
        outcome("a", "a", confidence=0.8),
        outcome("", "x", confidence=0.3),
    ]
    assert 0.3 < best_floor(outcomes) <= 0.8
