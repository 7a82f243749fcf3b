"""The scorecard in words and tables."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from rich.console import Console
from rich.table import Table

from assistant.eligibility.catalogue import Catalogue
from eval.conversations import metrics
from eval.conversations.scoring import Scored

GROUPS: dict[str, Callable[[Scored], str]] = {
    "kind": lambda one: one.conversation.kind,
    "language": lambda one: one.conversation.language,
    "audience": lambda one: one.conversation.audience,
}


def print_failures(
    console: Console, results: Iterable[Scored], catalogue: Catalogue, *, with_messages: bool
) -> None:
    """Which turn of which conversation went wrong, and why; and which first question changes nothing."""
    for scored in results:
        for number, answered in enumerate(scored.turns, start=1):
            for kind, text in answered.faults:
                console.print(f"{scored.conversation.id} turn {number} [{kind}] {text}", markup=False)
                if with_messages:
                    console.print(f"    {answered.turn.text[:200]}", markup=False)
            reply = answered.reply
            if metrics.asks(reply) and not metrics.matters(reply, answered.day, catalogue):
                asked = reply.questions[0].fact
                console.print(
                    f"{scored.conversation.id} turn {number} asks for {asked}, which changes nothing"
                )
            if answered.changed:
                console.print(
                    f"{scored.conversation.id} turn {number} was changed by the verifier", markup=False
                )


def print_groups(console: Console, results: Sequence[Scored]) -> None:
    """The share of conversations that are wholly right, by kind, language and audience."""
    for title, key in GROUPS.items():
        groups: dict[str, list[bool]] = defaultdict(list)
        for scored in results:
            groups[key(scored)].append(scored.is_right)
        table = Table("", "right", "of", "share", title=f"by {title}")
        for name, marks in sorted(groups.items()):
            table.add_row(name, str(sum(marks)), str(len(marks)), f"{sum(marks) / len(marks):.0%}")
        console.print(table)


def print_totals(console: Console, results: Sequence[Scored], catalogue: Catalogue) -> None:
    """The figures that decide whether the assistant may be let out."""
    turns = metrics.turns_of(results)
    sources = {policy.id: policy.source.text for policy in catalogue.policies.values()}
    kinds = Counter(kind for turn in turns for kind, _ in turn.faults)
    table = Table("", "", title="in all", show_header=False)
    rows: dict[str, object] = {
        "conversations wholly right": metrics.share(scored.is_right for scored in results),
        "turns wholly right": metrics.share(not turn.faults for turn in turns),
        "false eligible": kinds["false eligible"],
        "wrong amounts": kinds["amount"],
        "citations that do not resolve": metrics.unresolved(turns, sources),
        "citation precision (look-ups)": metrics.citation_precision(turns),
        "citation recall": metrics.citation_recall(turns),
        "first question matters": metrics.question_relevance(turns, catalogue),
        "refusal precision": metrics.refusal_precision(turns),
        "refusal recall": metrics.refusal_recall(turns),
        "answers that the verifier changed": metrics.share(turn.changed for turn in turns),
        "faults by kind": ", ".join(f"{kind} {number}" for kind, number in kinds.most_common()) or "none",
    }
    for name, value in rows.items():
        table.add_row(name, str(value))
    console.print(table)
