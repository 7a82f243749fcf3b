"""`python -m eval.conversations [--held-out] [-v]`: the share of conversations that are wholly right, and why not.

With `--held-out` the conversations that are only ever scored, without naming which failed; `-v` shows the messages.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.conversation.assistant import Assistant
from assistant.settings import Settings
from eval.conversations.expectations import Conversation, Fault, faults, read_conversations

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Scored:
    """A conversation and what was wrong in which turn."""

    conversation: Conversation
    faults: tuple[tuple[int, Fault], ...]

    @property
    def is_right(self) -> bool:
        """Whether every turn was wholly right."""
        return not self.faults


def score(assistant: Assistant, conversations: Iterable[Conversation]) -> list[Scored]:
    """Hold every conversation and compare."""
    sources = {policy.id: policy.source.text for policy in assistant.catalogue.policies.values()}
    results = []
    for conversation in conversations:
        found = []
        for number, turn in enumerate(conversation.turns, start=1):
            reply = assistant.reply(
                turn.text,
                session=conversation.id,
                audience=conversation.audience,
                today=date.fromisoformat(conversation.today),
            )
            found += [(number, fault) for fault in faults(reply, turn.expect, sources)]
        results.append(Scored(conversation, tuple(found)))
    return results


def main() -> None:
    """Print the scorecard."""
    held_out = "--held-out" in sys.argv
    results = score(Assistant.load(Settings()), read_conversations(HERE / "held_out" if held_out else HERE))
    console = Console()
    for scored in [] if held_out else results:
        for number, (kind, text) in scored.faults:
            turn = scored.conversation.turns[number - 1]
            console.print(
                f"{scored.conversation.id} turn {number} [{kind}] {text}", highlight=False, markup=False
            )
            if "-v" in sys.argv:
                console.print(f"    {turn.text[:200]}", highlight=False, markup=False)
    _table(console, "by kind", results, lambda one: one.conversation.kind)
    _table(console, "by language", results, lambda one: one.conversation.language)
    _table(console, "by audience", results, lambda one: one.conversation.audience)
    kinds = Counter(kind for scored in results for _, (kind, _) in scored.faults)
    right = sum(scored.is_right for scored in results)
    console.print(f"faults: {dict(kinds.most_common())}")
    console.print(f"wholly right: {right} of {len(results)} = {right / len(results):.1%}")
    console.print(f"false eligible: {kinds['false eligible']}, wrong amounts: {kinds['amount']}")


def _table(console: Console, title: str, results: Iterable[Scored], key: Callable[[Scored], str]) -> None:
    groups: dict[str, list[bool]] = defaultdict(list)
    for scored in results:
        groups[key(scored)].append(scored.is_right)
    table = Table("", "right", "of", "share", title=title)
    for name, marks in sorted(groups.items()):
        table.add_row(name, str(sum(marks)), str(len(marks)), f"{sum(marks) / len(marks):.0%}")
    console.print(table)


if __name__ == "__main__":
    main()
