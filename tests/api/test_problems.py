"""Whatever goes wrong, the answer is a problem detail that says what to do and repeats nothing private."""

import json
from collections.abc import Iterator
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from assistant.api.chat import LARGEST_BODY, LONGEST_MESSAGE
from tests.api.conftest import Scripted, Serve

CHAT = "/v1/chat"
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "invalid_request"),
        (b"{", 422, "invalid_request"),
        (b"[]", 422, "invalid_request"),
        (b"{}", 422, "invalid_request"),
        (b'{"text": 92}', 422, "invalid_request"),
        (b'{"text": "x", "audience": "boss"}', 422, "invalid_request"),
        (b'{"text": "x", "session": ""}', 422, "invalid_request"),
        (b'{"text": "\\ud800"}', 422, "invalid_request"),
        (b'{"text": "\xff"}', 400, "bad_request"),
        (b"[" * 100_000, 400, "bad_request"),
        (json.dumps({"text": "x" * (LONGEST_MESSAGE + 1)}).encode(), 422, "invalid_request"),
        (json.dumps({"text": "x" * LARGEST_BODY}).encode(), 413, "request_entity_too_large"),
    ],
)
def test_a_request_that_cannot_be_read_is_a_problem(
    client: TestClient, body: bytes, status: int, code: str
) -> None:
    answered = client.post(CHAT, content=body, headers=JSON)
    assert answered.headers["content-type"] == "application/problem+json"
    found = answered.json()
    assert (answered.status_code, found["status"], found["code"]) == (status, status, code)
    assert found["title"]
    assert found["detail"]
    assert UUID(found["instance"].removeprefix("urn:uuid:"))


def test_the_longest_message_fits_however_it_is_written(client: TestClient) -> None:
    text = "\U00020000" * LONGEST_MESSAGE
    assert client.post(CHAT, json={"text": text, "session": "long"}).status_code == 200


def test_a_body_without_a_stated_length_is_capped_too(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(LARGEST_BODY // 1024 + 2):
            yield b" " * 1024

    answered = client.post(CHAT, content=endless(), headers=JSON)
    assert (answered.status_code, answered.json()["code"]) == (413, "request_entity_too_large")


def test_a_problem_names_the_part_at_fault_and_does_not_repeat_it(client: TestClient) -> None:
    answered = client.post(CHAT, json={"text": "my secret", "audience": "my secret boss"})
    [part] = answered.json()["errors"]
    assert part["where"] == "body.audience"
    assert "hotline" in part["detail"]
    assert "secret" not in answered.text


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "not_found"),
        ("GET", "/", 404, "not_found"),
        ("PUT", CHAT, 405, "method_not_allowed"),
        ("GET", "/v1/search", 422, "invalid_request"),
        ("GET", "/v1/search?q=x&limit=99", 422, "invalid_request"),
        ("GET", f"/v1/search?q={'x' * 501}", 422, "invalid_request"),
    ],
)
def test_an_address_that_is_none_is_a_problem(
    client: TestClient, method: str, address: str, status: int, code: str
) -> None:
    answered = client.request(method, address)
    assert (answered.status_code, answered.json()["code"]) == (status, code)


def test_what_breaks_inside_is_told_to_the_log_and_not_to_strangers(
    serve: Serve, scripted: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    answered = serve(scripted).post(CHAT, json={"text": "break the glass"})
    assert (answered.status_code, answered.json()["code"]) == (500, "internal")
    assert "glass" not in answered.text
    assert answered.headers["X-Content-Type-Options"] == "nosniff"
    [record] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert record.__dict__["request_id"] == answered.headers["X-Request-ID"]


def test_the_next_request_is_answered_after_one_that_broke(serve: Serve, scripted: Scripted) -> None:
    client = serve(scripted)
    assert [client.post(CHAT, json={"text": text}).status_code for text in ("break", "hi")] == [500, 200]
