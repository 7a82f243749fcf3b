from pathlib import Path

from eval.retrieval.metrics import Answered, Outcome
from eval.retrieval.questions import Asked
from eval.retrieval.scorecard import plot, scorecard

ASKED = Asked("1", "?", "en", "panjin", True, "amount", ("a",), ("50元",))
RIGHT = Outcome(ASKED, Answered([frozenset("a")], "50元", False))
WRONG = Outcome(ASKED, Answered([frozenset("b")], "60元", True))
MEASURED = {"held_out": {"this search": [RIGHT], "another": [WRONG]}}


def test_the_page_shows_every_system_overall_and_by_group() -> None:
    page = scorecard(MEASURED, "the command")
    assert "`the command`" in page
    assert "| this search | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | – | – |" in page
    assert "| another | 0.000 | 0.000 | 0.000 | 0.000 | 0.000 | 0.000 | 0.000 | – |" in page
    assert "| panjin | 1 | 1.000 / 1.000 / 1.000 | 0.000 / 0.000 / 0.000 | – / – |" in page


def test_the_plot_is_a_picture(tmp_path: Path) -> None:
    plot(MEASURED, "held_out", tmp_path / "plot.png")
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")
