"""The typed state of the agent: what a checkpoint holds of a conversation between two messages."""

from functools import cache
from typing import Annotated, Any, NotRequired

from langchain.agents import AgentState
from langchain.agents.middleware.types import PrivateStateAttr
from pydantic import TypeAdapter

from assistant.conversation.memory import Conversation


class ConversationState(AgentState[Any]):
    """Plain values alone, which every checkpointer can store and no reader has to trust."""

    conversation: NotRequired[Annotated[str, PrivateStateAttr]]
    """What is remembered, as JSON."""
    earlier: NotRequired[Annotated[list[str], PrivateStateAttr]]
    """The same as it was before each of the last messages, the oldest first: what an undo goes back to."""
    handovers: NotRequired[Annotated[list[str], PrivateStateAttr]]
    """Each hand-over to a human being, as JSON."""


def frozen(conversation: Conversation) -> str:
    """A conversation as JSON."""
    return _adapter().dump_json(conversation).decode()


def thawed(text: str | None) -> Conversation:
    """The conversation that was frozen, a new one where there was none."""
    return Conversation() if text is None else _adapter().validate_json(text)


@cache
def _adapter() -> TypeAdapter[Conversation]:
    return TypeAdapter(Conversation)
