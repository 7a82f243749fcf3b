"""How often one client may ask, and how many may wait."""

from threading import Event, Thread
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.problems import SettingError
from assistant.replies.contract import Reply
from tests.api.conftest import KEY, Scripted, Serve


def statuses(client: TestClient, times: int, headers: dict[str, str] | None = None) -> list[int]:
    return [client.post("/v1/chat", json={"text": "hi"}, headers=headers).status_code for _ in range(times)]


def test_a_client_that_asks_too_often_is_told_when_to_come_back(serve: Serve, scripted: Scripted) -> None:
    client = serve(scripted, rate="2/hour")
    assert statuses(client, 3) == [200, 200, 429]
    answered = client.get("/v1/documents")
    assert (answered.status_code, answered.json()["code"]) == (429, "too_many_requests")
    assert 0 < int(answered.headers["Retry-After"]) <= 3600


def test_a_desk_has_a_limit_of_its_own(serve: Serve, scripted: Scripted) -> None:
    client = serve(scripted, rate="1/hour", desk_rate="3/hour", desk_keys=[KEY])
    assert statuses(client, 2) == [200, 429]
    assert statuses(client, 4, {"X-API-Key": KEY}) == [200, 200, 200, 429]


def test_whoever_watches_the_server_is_not_counted(serve: Serve, scripted: Scripted) -> None:
    client = serve(scripted, rate="1/hour")
    assert {client.get("/healthz").status_code for _ in range(5)} == {200}
    assert statuses(client, 1) == [200]


def test_several_limits_hold_at_once(serve: Serve, scripted: Scripted) -> None:
    assert statuses(serve(scripted, rate="5/second;2/hour"), 3)[-1] == 429


def test_a_limit_that_is_none_is_named(serve: Serve) -> None:
    with pytest.raises(SettingError, match="YANGLAO_RATE: 'often'"):
        serve(rate="often")


class Slow(Scripted):
    """Answers nobody until it may."""

    def __init__(self, whole: Any) -> None:
        super().__init__(whole)
        self.asked, self.may = Event(), Event()

    def reply(self, text: str, **said: Any) -> Reply:
        self.asked.set()
        assert self.may.wait(timeout=60)
        return super().reply(text, **said)


def test_the_server_sends_away_whoever_would_wait_too_long_and_stays_alive(
    serve: Serve, scripted: Scripted
) -> None:
    slow = Slow(scripted.whole)
    client = serve(slow, threads=1, waiting=1)
    found: list[int] = []
    asking = [Thread(target=lambda: found.extend(statuses(client, 1))) for _ in range(3)]
    asking[0].start()
    assert slow.asked.wait(timeout=60)
    for thread in asking[1:]:
        thread.start()
    # Of the two that came later one waits for its turn, whichever came first; the other is sent away at once.
    while not found:
        asking[1].join(timeout=0.01)
    assert client.get("/healthz").status_code == 200
    slow.may.set()
    for thread in asking:
        thread.join(timeout=60)
    assert sorted(found) == [200, 200, 503]
