"""The desks: open on the server's own machine, closed to others but for those with a key."""

from base64 import b64encode
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from fastapi.testclient import TestClient

from assistant.settings import Settings
from tests.api.conftest import KEY, Scripted, Serve

ADVISER = {"text": "hi", "audience": "adviser"}
BASIC = b64encode(f"desk:{KEY}".encode()).decode()


def asked(
    client: TestClient, headers: dict[str, str] | None = None, message: Any = ADVISER
) -> tuple[int, str]:
    answered = client.post("/v1/chat", json=message, headers=headers)
    return answered.status_code, answered.json().get("code", "")


@pytest.mark.parametrize("audience", ["hotline", "adviser"])
def test_the_desks_are_open_on_the_servers_own_machine(
    serve: Serve, scripted: Scripted, audience: str
) -> None:
    assert asked(serve(scripted), message={"text": "hi", "audience": audience})[0] == 200


@pytest.mark.parametrize(
    "headers",
    [{"X-Forwarded-For": "203.0.113.7"}, {"Forwarded": "for=203.0.113.7"}, {"Host": "rebound.example"}],
)
def test_they_are_closed_to_whoever_comes_through_a_proxy_or_under_another_name(
    serve: Serve, scripted: Scripted, headers: dict[str, str]
) -> None:
    assert asked(serve(scripted), headers) == (403, "desks_closed")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", ""])
def test_they_are_closed_where_others_can_reach_the_server_and_no_key_is_set(
    serve: Serve, scripted: Scripted, host: str
) -> None:
    client = serve(scripted, host=host)
    assert asked(client) == (403, "desks_closed")
    assert asked(client, {"Authorization": f"Bearer {KEY}"}) == (403, "desks_closed")
    assert asked(client, message={"text": "hi"})[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": f"Bearer {KEY}"},
        {"Authorization": f"bearer  {KEY}"},
        {"Authorization": f"Basic {BASIC}"},
        {"X-API-Key": KEY},
    ],
)
def test_a_key_opens_them_from_anywhere(serve: Serve, scripted: Scripted, headers: dict[str, str]) -> None:
    client = serve(scripted, host="0.0.0.0", desk_keys=["another-key-of-the-desks", KEY])
    assert asked(client, headers)[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": f"Bearer {KEY}x"},
        {"Authorization": b"Bearer \xff\xfe"},
        {"Authorization": "Basic !"},
        {"Authorization": "Basic /w=="},
        {"X-API-Key": KEY[:-1]},
    ],
)
def test_once_a_key_is_set_nothing_else_opens_them_even_here(
    serve: Serve, scripted: Scripted, headers: dict[str, Any]
) -> None:
    client = serve(scripted, desk_keys=[KEY])
    answered = client.post("/v1/chat", json=ADVISER, headers=headers)
    assert (answered.status_code, answered.json()["code"]) == (401, "key_needed")
    assert answered.headers["WWW-Authenticate"].startswith("Basic")


def test_the_desks_pages_are_kept_as_the_desks_are(serve: Serve, scripted: Scripted) -> None:
    def pages(app: FastAPI, assistant: object, settings: Settings) -> None:
        app.add_route("/{page:path}", lambda request: PlainTextResponse("a page"))

    client = serve(scripted, pages=pages, host="0.0.0.0", desk_keys=[KEY])
    statuses = {
        address: client.get(address).status_code
        for address in ("/", "/hotline", "/hotline/", "/hotline/gradio_api/info", "/adviser", "/advisers")
    }
    assert statuses == {
        "/": 200,
        "/hotline": 401,
        "/hotline/": 401,
        "/hotline/gradio_api/info": 401,
        "/adviser": 401,
        "/advisers": 200,
    }
    assert client.get("/hotline", headers={"Authorization": f"Basic {BASIC}"}).text == "a page"


def test_a_key_that_is_short_is_refused() -> None:
    with pytest.raises(ValueError, match="16 characters"):
        Settings(desk_keys="short, and-one-that-is-long-enough")


def test_keys_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YANGLAO_DESK_KEYS", f"{KEY}, another-key-of-the-desks")
    settings = Settings()
    assert len(settings.desk_keys) == 2
    assert KEY not in repr(settings)
