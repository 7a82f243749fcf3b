"""`python -m eval.conversations [--held-out] [--set NAME] [-v]`: whole conversations, partly right counted as wrong.

With `--held-out` those that are only ever scored, of which the totals alone are printed; `--set e` takes the ones of
one file; `-v` shows the messages that were answered wrongly.
"""

from argparse import ArgumentParser
from pathlib import Path

from rich.console import Console

from assistant.conversation.assistant import Assistant
from assistant.settings import Settings
from eval.conversations import report
from eval.conversations.expectations import read_conversations
from eval.conversations.scoring import score

HERE = Path(__file__).parent


def main() -> None:
    """Print the scorecard."""
    parser = ArgumentParser(prog="eval.conversations", description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="those that are only ever scored")
    parser.add_argument("--set", metavar="NAME", help="only those of one file, by its name")
    parser.add_argument("-v", action="store_true", help="with the messages that were answered wrongly")
    given = parser.parse_args()
    folder = HERE / "held_out" if given.held_out else HERE
    names = sorted(file.stem for file in folder.glob("*.jsonl"))
    if given.set is not None and given.set not in names:
        parser.error(f"there is no set {given.set}; there are {', '.join(names)}")
    assistant, console = Assistant.load(Settings()), Console(highlight=False, soft_wrap=True)
    results = score(assistant, read_conversations(folder, given.set))
    if not given.held_out:
        report.print_failures(console, results, assistant.catalogue, with_messages=given.v)
        report.print_groups(console, results)
    report.print_totals(console, results, assistant.catalogue)


if __name__ == "__main__":
    main()
