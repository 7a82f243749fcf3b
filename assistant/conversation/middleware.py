"""What happens around the model: understanding before it, patience with it, and verification behind it."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse, hook_config
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, RemoveMessage, ToolMessage
from langgraph.graph.message import REMOVE_ALL_MESSAGES
from langgraph.runtime import Runtime

from assistant.conversation.answering import Answered
from assistant.conversation.brief import brief
from assistant.conversation.memory import Conversation, Remembered
from assistant.conversation.minds import BuiltInMind
from assistant.conversation.routing import Call, route
from assistant.conversation.state import ConversationState, frozen, thawed
from assistant.conversation.tools import run
from assistant.conversation.turn import Turn
from assistant.conversation.understanding import Understanding
from assistant.conversation.verification import Verification
from assistant.eligibility.prospects import DateRange, age_on
from assistant.language import Meaning

MOST_CALLS = 4
"""Calls of the language model in one turn: more, and it goes round in circles."""
MOST_CALLS_AT_ONCE = 6
"""Calls of tools in one message of the model."""
MOST_UNDONE = 10
"""Turns that can be taken back."""
MOST_KEPT = 40
"""Messages that are kept to be read again."""
MOST_READ = 9
"""Messages of the conversation that a model is shown."""

log = logging.getLogger(__name__)


@dataclass
class Understand(AgentMiddleware[ConversationState, Turn]):
    """Reads the message, remembers what it tells, and answers at once what needs no tool."""

    understanding: Understanding

    state_schema = ConversationState

    @hook_config(can_jump_to=["end"])
    def before_agent(self, state: ConversationState, runtime: Runtime[Turn]) -> dict[str, Any] | None:
        """Sets the turn's case and way; a refusal, a courtesy or a question for the place never meets a model."""
        turn, before = runtime.context, thawed(state.get("conversation"))
        turn.answering = self.understanding.of(turn, before)
        turn.route = route(turn.answering.case)
        if isinstance(turn.route, Call):
            return None
        return {"jump_to": "end"}


@dataclass
class Patience(AgentMiddleware[ConversationState, Turn]):
    """Hands the model its brief; the built-in model takes over from one that fails or comes to no end."""

    built_in: BuiltInMind
    seconds: float
    """After so many of one turn the model is not called again."""

    state_schema = ConversationState

    def wrap_model_call(
        self, request: ModelRequest[Turn], handler: Callable[[ModelRequest[Turn]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """One call of the model."""
        turn = request.runtime.context
        assert isinstance(turn.route, Call)  # nothing else gets as far as a model
        system = brief(turn.understood(), turn.route)
        request = request.override(messages=_readable(request.messages), system_message=system)
        turn.model_calls += 1
        if turn.model_calls > 2 * MOST_CALLS:
            raise RuntimeError(f"{turn.route} was called again and again, and finds nothing")
        if turn.model_calls > MOST_CALLS or time.monotonic() - turn.began > self.seconds:
            log.warning("the language model comes to no end; the built-in model answers")
            turn.is_given_up = True
        if not turn.is_given_up:
            try:
                response = handler(request)
                if _calls_of(response) <= MOST_CALLS_AT_ONCE:
                    return response
                raise ValueError("the language model calls too many tools at once")
            except Exception as error:
                # Whatever a foreign server does, the person gets the answer that the tools have.
                log.warning(
                    "the language model failed (%s); the built-in model answers", type(error).__name__
                )
                turn.is_given_up = True
        # It starts from the message: calls of the other model may be left without a result.
        messages = request.messages[: _last_human(request.messages) + 1]
        if (found := turn.found_by(turn.route)) is not None:
            return ModelResponse(result=[AIMessage(found.reply.answer)])
        return handler(request.override(model=self.built_in, messages=messages))


@dataclass
class Verify(AgentMiddleware[ConversationState, Turn]):
    """Makes the reply from what the tools found; of a model's words only what stands in it."""

    verification: Verification

    state_schema = ConversationState

    def after_agent(self, state: ConversationState, runtime: Runtime[Turn]) -> dict[str, Any]:
        """Sets the turn's reply, and what is kept of the conversation."""
        turn = runtime.context
        answering = turn.understood()
        if turn.route is None:
            raise RuntimeError("a message has gone no way at all")
        way = turn.route
        answered = run(turn, way) if isinstance(way, Call) else answering.without_tool(way)
        others = [one for one in turn.found.values() if one is not answered]
        written = "" if turn.is_given_up else _written(state["messages"])
        reply = turn.reply = self.verification.reply(answered, written, others)
        conversation = replace(answered.conversation, language=reply.language)
        conversation = _without_private_births(conversation, answering.case.meaning, turn.today)
        return {
            "messages": [RemoveMessage(REMOVE_ALL_MESSAGES), *_kept(state["messages"], reply.answer)],
            "conversation": frozen(conversation),
            "earlier": [*state.get("earlier", []), _before(state)][-MOST_UNDONE:],
            "handovers": [*state.get("handovers", []), *_handovers([answered, *others])],
        }


def _before(state: ConversationState) -> str:
    """The conversation as it was before the message, whatever the message made of it."""
    return state.get("conversation") or frozen(Conversation())


def _without_private_births(conversation: Conversation, meaning: Meaning, today: date) -> Conversation:
    """A birth date that an identity number told has been used; what is kept is how old somebody is."""
    told = [
        DateRange(*one.birth)
        for one in meaning.persons
        if one.birth and any(said.fact == "age" and not said.words for said in one.statements)
    ]
    for index, person in enumerate(conversation.persons):
        if person.born in told:
            age = Remembered(age_on(person.born, today), conversation.turn, "")
            kept = replace(person, born=None, facts={**person.facts, "age": age})
            conversation = conversation.with_person(index, kept)
    return conversation


def _handovers(found: list[Answered]) -> list[str]:
    return [one.handover.model_dump_json() for one in found if one.handover is not None]


def _written(messages: list[AnyMessage]) -> str:
    """What the model has written in this turn, once it called no more tools."""
    last = messages[-1]
    return last.text if isinstance(last, AIMessage) and not last.tool_calls else ""


def _calls_of(response: ModelResponse[Any]) -> int:
    return sum(len(one.tool_calls) for one in response.result if isinstance(one, AIMessage))


def _last_human(messages: list[AnyMessage]) -> int:
    return max(index for index, message in enumerate(messages) if isinstance(message, HumanMessage))


def _readable(messages: list[AnyMessage]) -> list[AnyMessage]:
    """The last messages, from one of a person on."""
    last = _last_human(messages)
    earlier = messages[max(0, last - MOST_READ) : last]
    while earlier and not isinstance(earlier[0], HumanMessage):
        earlier = earlier[1:]
    return [*earlier, *messages[last:]]


def _kept(messages: list[AnyMessage], answer: str) -> list[AnyMessage]:
    """What was said, without calls and results of tools; the answer as it was given."""
    last = _last_human(messages)
    said = [one for one in messages[:last] if not isinstance(one, ToolMessage)]
    return [*said, messages[last], AIMessage(answer)][-MOST_KEPT:]
