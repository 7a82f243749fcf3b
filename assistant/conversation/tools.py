"""What a model may do: five tools, each of which answers from the engine or from the words of a document."""

import json
from collections.abc import Iterable
from typing import Literal

from langchain.tools import BaseTool, tool
from langchain_core.tools import ToolException
from langgraph.runtime import get_runtime

from assistant.conversation.answering import Answered, Answering, Key
from assistant.conversation.handing_over import HandOverReason
from assistant.conversation.routing import Call
from assistant.conversation.turn import Turn

JUDGING = ("check_eligibility", "compare_places")
Aspect = Literal["everything", "eligibility", "amount", "why", "change", "when"]


def run(turn: Turn, call: Call) -> Answered:
    """Do what a call says, once; raises ToolException where an argument names nothing that there is."""
    with turn.one_at_a_time:
        found = turn.found_by(call)
        if found is None and call.tool == "hand_over":
            found = turn.handed_over  # one message is handed over once, for whatever reasons
        return found if found is not None else turn.keep(call, _run(turn.understood(), call))


def _run(answering: Answering, call: Call) -> Answered:
    arguments = call.arguments
    if call.tool in JUDGING and not answering.case.lists:
        raise ToolException("no document of this conversation has a list; search_policy finds its words")
    match call.tool:
        case "check_eligibility":
            aspect = arguments["aspect"]
            items = _benefits(answering, arguments["items"])
            return answering.check(None if aspect == "everything" else aspect, items)
        case "compare_places":
            return answering.compare(_benefits(answering, arguments["items"]))
        case "show_item":
            documents = [one for one in arguments["items"] if one in answering.case.conversation.documents]
            if documents:
                return answering.show_documents(documents)
            items = _items(answering, arguments["items"])
            return answering.show(items, departments=arguments["part"] == "departments")
        case "search_policy":
            return answering.search(arguments["query"], _passages(answering, arguments.get("within", ())))
        case "hand_over":
            return answering.hand_over(arguments["reason"])


def _benefits(answering: Answering, items: Iterable[str]) -> list[Key]:
    """Items by number, or single benefits of an item, as the benefits that they grant."""
    found: list[Key] = []
    for document, number in map(_parted, items):
        rulebook = answering.case.catalogue.rulebooks.get(document)
        keys = [b.key for b in rulebook.benefits if number in (b.item, b.key)] if rulebook else []
        if document not in answering.case.lists or not keys:
            raise _nothing(answering, f"{document} {number}")
        found += [(document, key) for key in keys]
    return found


def _items(answering: Answering, items: Iterable[str]) -> list[Key]:
    found = [_parted(one) for one in items]
    for document, number in found:
        services = answering.case.catalogue.lists.get(document)
        if document not in answering.case.lists or services is None or number not in services.items:
            raise _nothing(answering, f"{document} {number}")
    return found


def _passages(answering: Answering, ids: Iterable[str]) -> tuple[str, ...]:
    """The passages that a search is kept to: only those that the conversation speaks of."""
    ids = tuple(ids)
    for one in ids:
        if one not in answering.case.focus:
            raise ToolException(f"the conversation does not speak of {one!r}; leave `within` empty")
    return ids


def _parted(item: str) -> Key:
    document, _, number = item.strip().partition(" ")
    return document, number


def _nothing(answering: Answering, item: str) -> ToolException:
    lists = ", ".join(answering.case.lists) or "none yet: ask for the place"
    return ToolException(
        f"there is no item {item!r} in this conversation; name it as 'document number', "
        f"with a document of: {lists}"
    )


def _told(call: Call) -> str:
    """What a model reads of a result: the answer as it may be given, and how each benefit stands."""
    # An injected runtime would be dumped by pydantic on each call, the whole corpus with it.
    answered = run(get_runtime(Turn).context, call)
    return json.dumps(
        {
            "answer": answered.reply.answer,
            "verdicts": [
                verdict.model_dump(
                    mode="json", include={"person", "document", "item", "name", "status", "amounts"}
                )
                for verdict in answered.reply.verdicts
            ],
        },
        ensure_ascii=False,
    )


@tool
def check_eligibility(aspect: Aspect, items: list[str]) -> str:
    """Judge the persons of this conversation by the lists of their place.

    `aspect`: everything (all that they are due), or of single items: eligibility, amount, why, change (what would
    change it), when. `items`: as "sifangtai 3"; empty for the whole list. Facts are taken from the conversation.
    """
    return _told(Call("check_eligibility", {"aspect": aspect, "items": items}))


@tool
def compare_places(items: list[str]) -> str:
    """Hold the same kind of benefit of several places side by side. `items`: as ["ninghe 13", "panjin 4"]."""
    return _told(Call("compare_places", {"items": items}))


@tool
def show_item(items: list[str], part: Literal["whole", "departments"]) -> str:
    """Show items of a list word for word ("ninghe 12"), or only the departments that answer for them.

    A document's name alone ("ninghe") shows what the document is: its number, days, issuer and standing.
    """
    return _told(Call("show_item", {"items": items, "part": part}))


@tool
def search_policy(query: str, within: list[str] | None = None) -> str:
    """Find the words of the documents that answer a question, or that there are none.

    `within`: the passages that were spoken of before, where the question goes on about them; else left out.
    """
    return _told(Call("search_policy", {"query": query} | ({"within": within} if within else {})))


@tool
def hand_over(reason: HandOverReason) -> str:
    """Hand the conversation to a human being; the answer holds the reference number."""
    return _told(Call("hand_over", {"reason": reason}))


TOOLS: tuple[BaseTool, ...] = (check_eligibility, compare_places, show_item, search_policy, hand_over)
for each in TOOLS:
    each.handle_tool_error = True
