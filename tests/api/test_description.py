"""The API against its own description: whatever it allows is answered as it says, and nothing breaks the server."""

from collections.abc import Iterator

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from starlette.types import Receive, Scope, Send

from assistant.api.app import create_app
from assistant.conversation.assistant import Assistant as Whole
from assistant.settings import Settings
from tests.api.conftest import TODAY, Shared

# What a corpus allows is less than JSON Schema can say: places that are none, facts that contradict each other.
LEFT_OUT = {"positive_data_acceptance"}


@pytest.fixture(scope="module")
def api(whole: Whole) -> Iterator[schemathesis.BaseSchema]:
    load_all_checks()
    settings = Settings(rate="", desk_rate="")
    app = create_app(Shared(whole), settings, today=lambda: TODAY)

    async def begun(scope: Scope, receive: Receive, send: Send) -> None:
        # Each call would begin and end the app, which does so once.
        if scope["type"] != "lifespan":
            await app(scope, receive, send)

    with TestClient(app):
        yield schemathesis.openapi.from_asgi("/openapi.json", begun)


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_api_answers_as_it_describes_itself(api: schemathesis.BaseSchema, mode: GenerationMode) -> None:
    left_out = [CHECKS.get_one(name) for name in LEFT_OUT]
    for found in api.get_all_operations():
        operation = found.ok()
        # There may be nothing that an operation without parameters forbids.
        if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body):
            continue

        @bounded(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def answers(case: schemathesis.Case) -> None:
            case.call_and_validate(excluded_checks=left_out)

        answers()


def test_every_route_has_a_summary_and_every_error_is_a_problem(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    assert len(operations) == 13
    for operation in operations:
        assert operation["description"]
        for status, response in operation["responses"].items():
            assert status < "400" or set(response["content"]) == {"application/problem+json"}
    assert "detail" in described["components"]["schemas"]["Problem"]["properties"]


def test_the_examples_are_what_the_assistant_really_answers(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    for path, sent in (("/v1/chat", "Message"), ("/v1/check", "CheckIn")):
        example = described["components"]["schemas"][sent]["examples"][0]
        content = described["paths"][path]["post"]["responses"]["200"]["content"]
        assert client.post(path, json=example).json() == content["application/json"]["example"]


def test_the_facts_are_described_for_the_check(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert schemas["CheckIn"]["properties"]["facts"] == {"$ref": "#/components/schemas/Facts"}
    assert schemas["Facts"]["properties"]["age"]
