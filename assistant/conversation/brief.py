"""What a model is told of a turn: the rules, and how the message was understood, for both minds the same."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from langchain_core.messages import SystemMessage

from assistant.conversation.answering import Answering
from assistant.conversation.routing import Call

FENCE = "```"


def brief(answering: Answering, call: Call) -> SystemMessage:
    """The rules, then as JSON what was understood and which tool would answer it."""
    case = answering.case
    understood = {
        "intent": case.intent,
        "language": case.meaning.language,
        "documents": list(case.conversation.documents),
        "persons": [
            {
                "label": person.label,
                "facts": answering.wire.facts(person.known(case.catalogue.vocabulary.unknown, case.today)),
            }
            for person in case.conversation.persons
        ],
        "suggested": {"tool": call.tool, "arguments": call.arguments},
    }
    written = json.dumps(understood, ensure_ascii=False, indent=1)
    return SystemMessage(f"{_rules()}\n{FENCE}json\n{written}\n{FENCE}\n")


def suggested(message: SystemMessage) -> dict[str, Any]:
    """The tool that a brief suggests, with its arguments."""
    written = message.text.rpartition(f"{FENCE}json\n")[2].rpartition(FENCE)[0]
    found: dict[str, Any] = json.loads(written)["suggested"]
    return found


@cache
def _rules() -> str:
    return Path(__file__).with_name("prompt.md").read_text(encoding="utf-8")
