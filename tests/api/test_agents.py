"""The tools as another agent finds them, over the Model Context Protocol."""

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from mcp import StdioServerParameters
from mcp.client import Client

from assistant.api.agents import agent_server
from assistant.api.tools import Tools
from assistant.conversation.assistant import Assistant
from tests.api.conftest import TODAY, Serve

Use = Callable[..., Any]


@pytest.fixture(scope="module")
def tools(whole: Assistant) -> Tools:
    return Tools(whole.catalogue, whole.searcher)


@pytest.fixture
def use(tools: Tools) -> Use:
    """Calls one tool as an agent does: what it says, or the error that it tells."""

    def used(name: str, **arguments: Any) -> Any:
        async def call() -> Any:
            async with Client(agent_server(tools, lambda: TODAY)) as client:
                return await client.call_tool(name, arguments)

        result = asyncio.run(call())
        return result.content[0].text if result.is_error else result.structured_content

    return used


def test_an_agent_finds_tools_that_only_look_and_are_described(tools: Tools) -> None:
    async def listed() -> Any:
        async with Client(agent_server(tools, lambda: TODAY)) as client:
            return client.server_info, (await client.list_tools()).tools

    server, found = asyncio.run(listed())
    assert server.name == "yanglao"
    assert {tool.name for tool in found} == {
        "check_eligibility",
        "compare_places",
        "describe_facts",
        "list_documents",
        "search_policy",
        "show_item",
    }
    assert all(tool.description and tool.annotations.read_only_hint for tool in found)
    assert all(tool.output_schema for tool in found)


def test_an_agent_gets_the_verdicts_that_everybody_gets(use: Use, client: TestClient) -> None:
    person = {"place": "四方台", "facts": {"age": 92, "welfare": "dibao"}}
    assert use("check_eligibility", **person) == client.post("/v1/check", json=person).json()


def test_an_agent_searches_reads_and_compares(use: Use, client: TestClient) -> None:
    found = use("search_policy", question="高龄津贴是多少", places=["四方台"], limit=1)
    assert found["passages"][0]["citation"]["item"] == "3"
    item = use("show_item", document="sifangtai", number="3")
    assert item == client.get("/v1/documents/sifangtai/items/3").json()
    compared = use("compare_places", subject="高龄津贴", places=["宁河", "panjin"])
    assert [side["document"] for side in compared["sides"]] == ["ninghe", "panjin"]
    assert len(use("list_documents")["result"]) == 5
    assert "age" in use("describe_facts")["properties"]


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("check_eligibility", {"place": "上海", "facts": {}}, "ninghe"),
        ("check_eligibility", {"place": "宁河", "facts": {"age": 900}}, "0 to 130"),
        ("show_item", {"document": "sifangtai", "number": "99"}, "from 1 to 22"),
        ("search_policy", {"question": "x", "limit": 99}, "limit"),
    ],
)
def test_an_agent_is_told_what_is_possible_instead(
    use: Use, tool: str, arguments: dict[str, Any], told: str
) -> None:
    said = use(tool, **arguments)
    assert isinstance(said, str)
    assert told in said


def post(client: TestClient, method: str, **params: Any) -> Any:
    headers = {"Accept": "application/json, text/event-stream"}
    request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    return client.post("/mcp", json=request, headers=headers)


def test_the_tools_are_at_an_address_of_the_same_server(client: TestClient) -> None:
    arguments = {"document": "sifangtai", "number": "3"}
    answered = post(client, "tools/call", name="show_item", arguments=arguments)
    assert json.loads(answered.text)["result"]["structuredContent"]["item"] == "3"


def test_a_page_that_was_made_to_look_like_this_machine_is_not_let_in(serve: Serve) -> None:
    rebound = {"Host": "rebound.example:7860", "Accept": "application/json, text/event-stream"}
    request = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    assert serve().post("/mcp", json=request, headers=rebound).status_code == 421
    assert serve(host="0.0.0.0").post("/mcp", json=request, headers=rebound).status_code == 200


@pytest.mark.slow
def test_the_tools_are_offered_on_standard_input_and_output() -> None:
    async def asked() -> Any:
        command = StdioServerParameters(command=sys.executable, args=["-m", "assistant.cli", "mcp"])
        async with Client(command) as client:
            return await client.call_tool("check_eligibility", {"place": "panjin", "facts": {"age": 70}})

    checked = asyncio.run(asyncio.wait_for(asked(), timeout=60)).structured_content
    assert checked["document"] == "panjin"
    assert date.fromisoformat(checked["as_of"])
