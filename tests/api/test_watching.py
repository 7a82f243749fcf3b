"""What the server tells those who run it: its health, its counts and its log, without a person's words."""

import io
import json
import logging
import sys
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse
from fastapi.testclient import TestClient

from assistant.api.logs import JsonLines
from assistant.settings import Settings
from tests.api.conftest import TODAY, Scripted, Serve, Shared

PRIVATE = "我爸电话13912345678，四方台低保"


def test_a_server_that_has_started_is_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_a_server_that_cannot_reach_its_memory_is_alive_and_not_ready(
    serve: Serve, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(session: str) -> Any:
        raise ConnectionError("the memory is away")

    monkeypatch.setattr(scripted, "history", unreachable, raising=False)
    client = serve(scripted)
    assert client.get("/healthz").status_code == 200
    answered = client.get("/readyz")
    assert (answered.status_code, answered.json()["code"]) == (503, "no_memory")


def test_a_server_that_stops_is_no_longer_ready_and_closes_its_assistant(serve: Serve, whole: Any) -> None:
    shared = Shared(whole)
    client = serve(shared)
    assert client.get("/readyz").status_code == 200
    client.__exit__()
    assert shared.is_closed
    assert client.get("/readyz").json()["code"] == "not_ready"


def test_requests_and_replies_are_counted_by_kind(client: TestClient) -> None:
    client.post("/v1/chat", json={"text": "我爸92岁，在四方台吃低保，能领什么？"})
    client.post("/v1/chat", json={"text": "上海有什么养老补贴"})
    client.get("/v1/documents/sifangtai/items/3")
    page = client.get("/metrics").text
    assert 'yanglao_requests_total{method="POST",route="/v1/chat",status="200"} 2.0' in page
    assert 'route="/v1/documents/{id}/items/{number}"' in page
    assert 'refused="uncovered_region"' in page
    assert "yanglao_request_seconds_bucket" in page
    assert "process_resident_memory_bytes" in page


def test_what_a_page_asks_is_counted_as_well(serve: Serve, scripted: Scripted) -> None:
    def pages(app: FastAPI, assistant: Any, settings: Settings) -> None:
        def page(request: Request) -> PlainTextResponse:
            *_, reply = assistant.stream("hi", session="a page", audience="hotline", today=TODAY)
            return PlainTextResponse(reply.answer)

        app.add_route("/", page)

    client = serve(scripted, pages=pages)
    assert client.get("/").text.startswith("hi")
    assert 'yanglao_replies_total{audience="hotline",intent="inform"' in client.get("/metrics").text


def logged(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [json.loads(JsonLines().format(record)) for record in caplog.records]


def test_a_request_is_logged_without_who_asked_what_in_which_conversation(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answered = client.post("/v1/chat", json={"text": PRIVATE, "session": "my-secret-session"})
    client.delete("/v1/conversations/my-secret-session")
    client.get("/v1/search", params={"q": PRIVATE})
    lines = [line for line in logged(caplog) if line["logger"] == "yanglao.requests"]
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("POST", "/v1/chat", 200),
        ("DELETE", "/v1/conversations/{session:path}", 204),
        ("GET", "/v1/search", 200),
    ]
    assert lines[0]["request_id"] == answered.headers["X-Request-ID"]
    own = [line for line in logged(caplog) if not line["logger"].startswith(("httpx", "httpcore"))]
    everything = json.dumps(own, ensure_ascii=False)
    for secret in ("13912345678", "低保", "my-secret-session", "127.0.0.1"):
        assert secret not in everything


def test_of_an_error_the_log_tells_kind_and_place_and_not_the_words(
    serve: Serve, scripted: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    serve(scripted).post("/v1/chat", json={"text": "break the glass"})
    [line] = [line for line in logged(caplog) if "error" in line]
    assert line["error"] == "RuntimeError"
    assert line["at"][0].startswith("tests.api.conftest:") or ".conftest:" in line["at"][0]
    assert "glass" not in json.dumps(line)


def test_a_line_of_the_log_is_one_line_and_holds_no_personal_number() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.Logger("anybody")
    logger.addHandler(handler)
    try:
        raise KeyError("13912345678")
    except KeyError:
        logger.exception("somebody wrote\n%s", "13912345678", exc_info=sys.exc_info())
    [line] = stream.getvalue().splitlines()
    assert "13912345678" not in line
    assert json.loads(line)["level"] == "error"
