"""Strict headers on whatever leaves the server."""

import pytest
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from fastapi.testclient import TestClient

from tests.api.conftest import Scripted, Serve


@pytest.mark.parametrize("address", ["/healthz", "/v1/documents", "/v1/nothing", "/openapi.json"])
def test_an_answer_may_not_be_sniffed_framed_cached_or_told_about(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert "server" not in headers


def test_a_page_loads_nothing_from_elsewhere_and_stands_in_no_frame(serve: Serve, scripted: Scripted) -> None:
    def pages(app: FastAPI, *_: object) -> None:
        app.add_route("/", lambda request: PlainTextResponse("a page"))

    policy = serve(scripted, pages=pages).get("/").headers["Content-Security-Policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["default-src"] == "'self'"
    assert parts["frame-ancestors"] == parts["object-src"] == "'none'"
    assert not any("http" in sources or "*" in sources for sources in parts.values())


def test_no_page_of_another_host_may_read_an_answer(client: TestClient) -> None:
    answered = client.get("/v1/documents", headers={"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in answered.headers


def test_the_description_needs_no_other_host(client: TestClient) -> None:
    assert {client.get(page).status_code for page in ("/docs", "/redoc")} == {404}
