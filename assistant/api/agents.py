"""The same tools for other agents, over the Model Context Protocol."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Annotated, Any, Literal, ParamSpec, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from assistant.api.problems import Fault
from assistant.api.shapes import Compared, Day, DocumentOut, Searched
from assistant.api.tools import Tools
from assistant.replies.checked import Checked
from assistant.replies.contract import Language
from assistant.replies.item_view import ItemView

INSTRUCTIONS = (
    "Basic elderly-care services of a few places in China, exactly as their published lists state them. "
    "check_eligibility judges a person by rules and is never to be overruled: `eligible`, `not_eligible`, "
    "`needs_info` (ask for what is `missing`) or `local_decision`. State no amount, condition or department that is "
    "in no result, quote the citations, and call a draft a draft. The department that the list names decides."
)
LOOKS_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
P = ParamSpec("P")
R = TypeVar("R")

Place = Annotated[str, Field(max_length=100, description="A place by name, GB/T 2260 code or document id.")]
Places = Annotated[
    list[Place], Field(default_factory=list, max_length=20, description="Places; none for all.")
]
Words = Annotated[str, Field(min_length=1, max_length=500)]
AsOf = Annotated[Day | None, Field(description="The day that counts; today unless given.")]


def agent_server(tools: Tools, today: Callable[[], date]) -> MCPServer[Any]:
    """The tools as an MCP server, for whichever transport."""
    server: MCPServer[Any] = MCPServer(
        "yanglao", title="Yanglao 养老政策通", instructions=INSTRUCTIONS, log_level="WARNING"
    )

    def tool(function: Callable[P, R]) -> Callable[P, R]:
        server.add_tool(_told(function), annotations=LOOKS_ONLY)
        return function

    @tool
    def list_documents() -> list[DocumentOut]:
        """The documents there are, each with its place, status and the items of its service list."""
        return list(tools.documents())

    @tool
    def describe_facts(language: Literal["zh", "en"] = "en") -> dict[str, Any]:
        """The JSON Schema of `facts` for check_eligibility: every fact that the rules turn on, and its values."""
        return tools.facts(language)

    @tool
    def check_eligibility(
        place: Place,
        facts: Annotated[
            dict[str, Any],
            Field(
                max_length=200,
                description='What is known, e.g. {"age": 92, "welfare": "dibao"}; leave out what is not.',
            ),
        ],
        born: Annotated[str | None, Field(max_length=10, description="1941, 1941-03 or 1941-03-02.")] = None,
        as_of: AsOf = None,
        presume: Annotated[bool, Field(description="Presume in the open what may be.")] = True,
        language: Language = "zh-Hans",
    ) -> Checked:
        """Judge one person against every benefit of a place's list, with reasons, citations and next questions."""
        return tools.check(
            place, facts, birth=born, as_of=as_of or today(), presume=presume, language=language
        )

    @tool
    def search_policy(
        question: Words,
        places: Places,
        as_of: AsOf = None,
        limit: Annotated[int, Field(ge=1, le=20)] = 5,
    ) -> Searched:
        """Find the words of the documents that answer a question; `answered` is false where none does."""
        return tools.search(question, places=places, as_of=as_of or today(), limit=limit)

    @tool
    def show_item(
        document: Annotated[str, Field(max_length=40, description="A document's id.")],
        number: Annotated[str, Field(max_length=10, description="The item's printed number.")],
    ) -> ItemView:
        """One item of a list as printed, with the rules that encode it and the words they rest on."""
        return tools.item(document, number)

    @tool
    def compare_places(subject: Words, places: Places, as_of: AsOf = None) -> Compared:
        """What the documents of several places say of one subject, side by side."""
        return tools.compare(subject, places, as_of=as_of or today())

    return server


def _told(function: Callable[P, R]) -> Callable[P, R]:
    """The function, with what a request cannot have told to the agent in words."""

    @wraps(function)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except Fault as fault:
            raise ToolError(fault.detail) from fault

    return told
