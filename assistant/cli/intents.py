"""The closed set of intents, as `yanglao chat --help` lists it."""

from assistant.cli.printing import QuietTable, bold, console
from assistant.language import INTENTS


def print_intents() -> None:
    """Print each intent with what it stands for."""
    made = QuietTable("intent", "what was asked")
    for intent, meaning in INTENTS.items():
        made.row(bold(intent), meaning)
    console().print(made)
