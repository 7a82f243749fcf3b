"""`python -m eval.retrieval`: the scorecard of the search beside three other systems.

Writes `docs/retrieval-scorecard.md` and `docs/retrieval-scorecard.png` with `--write`, prints the page otherwise.
With `--set FILE` a set of queries as JSON Lines is measured instead (see `eval/retrieval/sets.py`).
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.retrieval.dense import DenseSettings
from assistant.retrieval.dense_models import DEFAULT
from eval.retrieval.measure import measure
from eval.retrieval.metrics import is_exact, rank
from eval.retrieval.questions import HELD_OUT, SENTENCES, TUNING
from eval.retrieval.scorecard import plot, scorecard
from eval.retrieval.sets import measure_set

ROOT = Path(__file__).parents[2]
COMMAND = "python -m eval.retrieval --write"


def run(arguments: Sequence[str]) -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the page and the plot into docs/")
    parser.add_argument(
        "--set", type=Path, help='JSON Lines {"query", "passages", "relevant"} to measure instead'
    )
    parser.add_argument(
        "--model", default=DEFAULT, help="the embedding model: default, a folder, or a hub name"
    )
    parser.add_argument("--server", help="the address of a Chroma server")
    parser.add_argument(
        "--misses", action="store_true", help="list what the search misses of the tuning questions"
    )
    chosen = parser.parse_args(arguments)
    settings = DenseSettings(chosen.model, chosen.server)
    if chosen.set:
        print(measure_set(chosen.set, settings))
        return
    measured = measure(ROOT / "corpus", ROOT / ".cache", settings)
    if chosen.misses:
        for outcome in (one for file in (TUNING, SENTENCES) for one in measured[file.stem]["this search"]):
            asked, answered = outcome.asked, outcome.answered
            wrong = (
                rank(outcome) != 1 or not is_exact(outcome) if asked.answerable else not answered.abstained
            )
            if wrong:
                print(
                    asked.id,
                    rank(outcome),
                    asked.question,
                    asked.relevant,
                    repr(answered.sentence),
                    sep=" | ",
                )
        return
    page = scorecard(measured, COMMAND)
    print(page)
    if chosen.write:
        (ROOT / "docs" / "retrieval-scorecard.md").write_text(page, "utf-8")
        plot(measured, HELD_OUT.stem, ROOT / "docs" / "retrieval-scorecard.png")


if __name__ == "__main__":
    run(sys.argv[1:])
