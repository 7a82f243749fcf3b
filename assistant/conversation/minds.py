"""The two minds: the built-in deterministic model, and any OpenAI-compatible endpoint that can call tools."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import uuid4

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    SystemMessage,
    ToolCall,
    ToolCallChunk,
    ToolMessage,
)
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool

from assistant.conversation.brief import suggested
from assistant.settings import Settings


class BuiltInMind(BaseChatModel):
    """Calls the tool that the brief suggests, and answers with what it returns. No key, no download."""

    @property
    def _llm_type(self) -> str:
        return "yanglao-built-in"

    def bind_tools(
        self, tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool], **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The tools are those that the brief names; there is nothing to bind."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=_next(messages))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        message = _next(messages)
        calls = [
            ToolCallChunk(name=call["name"], args=json.dumps(call["args"]), id=call["id"], index=index)
            for index, call in enumerate(message.tool_calls)
        ]
        for piece in message.text.splitlines(keepends=True) or [""]:
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece, tool_call_chunks=calls))
            calls = []


def _next(messages: Sequence[BaseMessage]) -> AIMessage:
    """What comes after these messages: the suggested call, or the answer once there is a result."""
    last = messages[-1]
    if isinstance(last, ToolMessage) and last.status == "success":
        return AIMessage(json.loads(last.text)["answer"])
    briefs = [message for message in messages if isinstance(message, SystemMessage)]
    call = suggested(briefs[-1])
    return AIMessage(
        "", tool_calls=[ToolCall(name=call["tool"], args=call["arguments"], id=f"call_{uuid4().hex}")]
    )


def open_mind(settings: Settings) -> BaseChatModel:
    """The model that the settings name; the built-in one where they name none."""
    if settings.model is None:
        return BuiltInMind()
    # Only who sets an endpoint pays for its client.
    from assistant.conversation.endpoint import open_endpoint

    return open_endpoint(settings.model, settings)
