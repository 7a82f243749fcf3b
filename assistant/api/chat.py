"""The conversation over HTTP: one message in, one reply of the contract out, whole or as it is written."""

import logging
from collections.abc import AsyncIterator
from secrets import token_urlsafe
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from pydantic import BaseModel, ConfigDict, Field

from assistant.api import examples
from assistant.api.keys import session_key
from assistant.api.problems import described, problem
from assistant.api.services import Services, caller_of
from assistant.replies.contract import Audience, Reply

LONGEST_MESSAGE = 10_000
LONGEST_SESSION = 200
LARGEST_BODY = 128 * 1024
"""Bytes: the longest message, with every character escaped."""
EVENTS = "text/event-stream"
SESSION_HEADER = "Yanglao-Session"
log = logging.getLogger(__name__)


class Message(BaseModel):
    """What a person says."""

    model_config = ConfigDict(
        strict=True, str_max_length=LONGEST_MESSAGE, json_schema_extra={"examples": examples.MESSAGES}
    )

    text: str = Field(
        max_length=LONGEST_MESSAGE,
        description="What was typed: Simplified or Traditional Chinese, English, pinyin, or a mix.",
    )
    session: str | None = Field(
        default=None,
        min_length=1,
        max_length=LONGEST_SESSION,
        description=(
            f"The conversation, a secret of whoever holds it. Without one a new conversation begins, and the header "
            f"`{SESSION_HEADER}` of the answer names it. One shorter than 22 characters could be guessed: it counts "
            "for the client alone that sends it."
        ),
    )
    audience: Audience = Field(
        default="citizen", description="Whom the answer is for; the desks (hotline, adviser) need a key."
    )


def routes(services: Services) -> APIRouter:
    """`/v1/chat` and `/v1/conversations`."""
    router = APIRouter(prefix="/v1", tags=["conversation"])

    @router.post(
        "/chat",
        response_model=Reply,
        responses={
            200: {"content": {EVENTS: {"schema": {"type": "string"}}}},
            **described(400, 401, 403, 413, 422, 429, 500, 503),
        },
    )
    async def chat(message: Message, request: Request) -> Response:
        """Answer one message.

        With `Accept: text/event-stream` the answer comes as events: `piece` with some of its text as soon as it is
        verified, at last `reply` with the whole reply, or `problem` where it broke off.
        """
        caller = caller_of(request)
        if message.audience != "citizen":
            services.keys.admit_desk(caller)
        session = message.session or token_urlsafe(32)
        headers = {} if message.session else {SESSION_HEADER: session}
        said: dict[str, Any] = {
            "session": session_key(session, caller),
            "audience": message.audience,
            "today": services.today(),
        }
        if EVENTS in request.headers.get("accept", ""):
            steps = services.turns.each(services.assistant.stream(message.text, **said))
            first = await anext(steps)  # what keeps it from beginning is still answered with its own status
            events = _events(request, first, steps)
            return StreamingResponse(events, media_type=EVENTS, headers=headers)
        reply = await services.turns.run(services.assistant.reply, message.text, **said)
        return Response(reply.model_dump_json(), media_type="application/json", headers=headers)

    @router.delete(
        "/conversations/{session:path}",
        status_code=204,
        responses=described(400, 401, 404, 422, 429, 500, 503),
    )
    async def forget(
        session: Annotated[str, Path(min_length=1, max_length=LONGEST_SESSION)], request: Request
    ) -> Response:
        """Delete all that is remembered of a conversation. One that is not known is already forgotten.

        A name with a line break in it is no path, and is not found.
        """
        key = session_key(session, caller_of(request))
        await services.turns.run(services.assistant.forget, key)
        return Response(status_code=204)

    return router


async def _events(
    request: Request, first: str | Reply, others: AsyncIterator[str | Reply]
) -> AsyncIterator[bytes]:
    yield _event(first)
    try:
        async for step in others:
            yield _event(step)
    except Exception:
        # The status is long sent: that the answer broke off can only be told as an event.
        log.exception("an answer broke off", extra={"request_id": request.scope["state"].get("request_id")})
        detail = "The answer broke off. The server's log says why, under the id of this request."
        found = problem(500, "internal", detail, request.scope)
        yield format_sse_event(data_str=found.model_dump_json(exclude_none=True), event="problem")


def _event(step: str | Reply) -> bytes:
    if isinstance(step, Reply):
        return format_sse_event(data_str=step.model_dump_json(), event="reply")
    return format_sse_event(data_str=Piece(text=step).model_dump_json(), event="piece")


class Piece(BaseModel):
    """Some of an answer's text, in order."""

    text: str
