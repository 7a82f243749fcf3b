"""Conversations over HTTP: the contract's replies, whole and as they are written, each to its own caller."""

import json
from typing import Any

from fastapi.testclient import TestClient

from assistant.replies.contract import Reply
from tests.api.conftest import KEY, Scripted, Serve

HEADLINE = "我爸92岁，在四方台吃低保，能领什么？"
EVENTS = {"Accept": "text/event-stream"}


def chat(client: TestClient, text: str, session: str | None = None, **more: Any) -> Any:
    message = {"text": text} | ({"session": session} if session else {})
    answered = client.post("/v1/chat", json=message, **more)
    assert answered.status_code == 200, answered.text
    return answered.json()


def events(text: str) -> list[tuple[str, Any]]:
    found = []
    for block in text.strip().split("\n\n"):
        event, data = block.split("\n")
        found.append((event.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_a_message_gets_the_reply_of_the_contract(client: TestClient) -> None:
    reply = Reply.model_validate(chat(client, HEADLINE))
    assert [(total.value, total.per, total.bound) for total in reply.totals] == [(1200, "year", "at_least")]
    assert reply.regions == ("sifangtai",)


def test_a_conversation_that_is_new_gets_a_name_that_nobody_can_guess_and_goes_on_under_it(
    client: TestClient,
) -> None:
    names = [client.post("/v1/chat", json={"text": HEADLINE}).headers["Yanglao-Session"] for _ in range(2)]
    assert len(set(names)) == 2
    assert all(len(name) >= 32 for name in names)
    answered = client.post("/v1/chat", json={"text": "不对，应该是88岁", "session": names[0]})
    assert "Yanglao-Session" not in answered.headers
    assert answered.json()["facts"]["age"] == 88
    assert answered.json()["facts"]["welfare"] == "dibao"


def test_a_forgotten_conversation_begins_anew_and_forgetting_twice_is_no_fault(client: TestClient) -> None:
    session = "some/secret that holds a slash, 会话"
    chat(client, HEADLINE, session)
    assert chat(client, "88岁", session)["facts"]["welfare"] == "dibao"
    for _ in range(2):
        assert client.delete(f"/v1/conversations/{session}").status_code == 204
    assert "welfare" not in chat(client, "88岁", session)["facts"]


def test_a_session_that_could_be_guessed_belongs_to_its_caller_alone(
    serve: Serve, scripted: Scripted
) -> None:
    client = serve(scripted, desk_keys=[KEY, "another-key-of-another-desk"])

    def kept_under(session: str, key: str | None) -> str:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        name: str = chat(client, "hi", session, headers=headers)["answer"].split("|")[1]
        return name

    callers = (None, KEY, "another-key-of-another-desk")
    assert len({kept_under("default", caller) for caller in callers}) == 3
    assert len({kept_under("a-secret-of-thirty-two-characters", caller) for caller in callers}) == 1
    assert "default" not in kept_under("default", None)


def test_an_answer_is_streamed_in_pieces_and_ends_with_the_whole_reply(client: TestClient) -> None:
    answered = client.post("/v1/chat", json={"text": HEADLINE}, headers=EVENTS)
    assert answered.headers["content-type"].startswith("text/event-stream")
    assert answered.headers["Yanglao-Session"]
    *pieces, (kind, last) = events(answered.text)
    assert kind == "reply"
    assert {kind for kind, _ in pieces} == {"piece"}
    assert len(pieces) > 3
    assert "".join(piece["text"] for _, piece in pieces) == last["answer"]
    assert Reply.model_validate(last).totals


def test_a_stream_that_breaks_off_says_so_as_a_problem(serve: Serve, scripted: Scripted) -> None:
    answered = serve(scripted).post("/v1/chat", json={"text": "break"}, headers=EVENTS)
    (first, _), (kind, found) = events(answered.text)
    assert (first, kind, found["code"]) == ("piece", "problem", "internal")
    assert answered.headers["X-Request-ID"] in found["instance"]
    assert "what was said" not in answered.text


def test_the_audience_and_the_day_reach_the_assistant(serve: Serve, scripted: Scripted) -> None:
    answered = serve(scripted).post("/v1/chat", json={"text": "hi", "audience": "adviser"}).json()
    assert answered["answer"].split("|")[2:] == ["adviser", "2026-11-24"]
    assert "error" not in answered


def test_an_empty_message_is_answered_as_unreadable(client: TestClient) -> None:
    assert chat(client, "")["refused"]["reason"] == "unreadable"


def test_what_a_browser_can_make_of_a_number_is_told_and_the_number_not_kept(client: TestClient) -> None:
    reply = chat(client, "我爸身份证230505193403071234，在四方台吃低保，能领什么？")
    assert "230505193403071234" not in json.dumps(reply, ensure_ascii=False)
