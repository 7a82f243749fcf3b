"""Whatever a model calls, in whatever order and with whatever arguments, the person gets what the engine finds."""

import json
from datetime import date
from functools import cache, partial
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolCall, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field

from assistant.conversation.assistant import Assistant
from assistant.conversation.tools import JUDGING
from assistant.replies.contract import Reply
from assistant.settings import Settings

TODAY = date(2026, 11, 24)
TEXTS = (
    "我爸92岁，在四方台吃低保，能领什么？",
    "宁河和盘锦的高龄津贴哪个多，老人85岁",
    "浉河的老人83岁，能领高龄津贴吗",
    "盘锦第10项是什么",
    "天津对农村养老有什么要求",
    "two elders: my mother is 81 and my father 79, hukou in Ninghe",
)
SESSIONS = count()


class Queue(BaseChatModel):
    """A model that does, turn for turn, what it was told to."""

    steps: list[list[ToolCall] | str] = Field(default_factory=list)
    seen: list[list[BaseMessage]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "queue"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        self.seen.append(messages)
        step = self.steps.pop(0) if self.steps else ""
        message = AIMessage(step) if isinstance(step, str) else AIMessage("", tool_calls=step)
        return ChatResult(generations=[ChatGeneration(message=message)])


class Led:
    """An assistant whose model does what it is told to, beside one with the built-in model."""

    def __init__(self) -> None:
        self.queue = Queue()
        self._led = Assistant.load(Settings(), mind=self.queue)
        self._plain = cache(partial(self._say, Assistant.load(Settings())))

    def say(self, text: str, *steps: list[ToolCall] | str) -> Reply:
        self.queue.steps, self.queue.seen = list(steps), []
        return self._say(self._led, text)

    def wanted(self, text: str) -> Reply:
        return self._plain(text)

    @property
    def last_result(self) -> ToolMessage:
        """What a tool last told the model."""
        result = self.queue.seen[-1][-1]
        assert isinstance(result, ToolMessage)
        return result

    def _say(self, assistant: Assistant, text: str) -> Reply:
        return assistant.reply(text, session=f"session {next(SESSIONS)}", audience="citizen", today=TODAY)


@pytest.fixture(scope="module")
def led() -> Led:
    return Led()


def call(name: str, **arguments: Any) -> ToolCall:
    return ToolCall(name=name, args=arguments, id=f"call_{next(SESSIONS)}")


NUMBERS = st.one_of(
    st.integers(0, 30).map(str), st.builds("{}.{}".format, st.integers(1, 27), st.integers(1, 5))
)
DOCUMENTS = st.sampled_from(["ninghe", "panjin", "shihe", "sifangtai", "tianjin", "beijing", ""])
ITEMS = st.lists(st.one_of(st.builds("{} {}".format, DOCUMENTS, NUMBERS), st.text(max_size=8)), max_size=4)
ASPECTS = st.sampled_from(["everything", "eligibility", "amount", "why", "change", "when"])
CALLS = st.one_of(
    st.builds(call, st.just("check_eligibility"), aspect=ASPECTS, items=ITEMS),
    st.builds(call, st.just("compare_places"), items=ITEMS),
    st.builds(call, st.just("show_item"), items=ITEMS, part=st.sampled_from(["whole", "departments"])),
    st.builds(call, st.just("search_policy"), query=st.text(max_size=30)),
    st.builds(call, st.sampled_from(["check_eligibility", "pay", ""]), sum=st.integers()),
)


@settings(max_examples=60)
@given(
    text=st.sampled_from(TEXTS),
    steps=st.lists(st.one_of(st.lists(CALLS, min_size=1, max_size=3), st.text(max_size=20)), max_size=6),
)
def test_whatever_is_called_the_result_is_the_same(
    led: Led, text: str, steps: list[list[ToolCall] | str]
) -> None:
    reply, wanted = led.say(text, *steps), led.wanted(text)
    assert reply.answer.endswith(wanted.answer)
    assert reply.model_copy(update={"answer": wanted.answer}) == wanted


ALL = {
    "everything": call("check_eligibility", aspect="everything", items=[]),
    "a sum": call("check_eligibility", aspect="amount", items=["sifangtai 3"]),
    "one benefit of an item": call("check_eligibility", aspect="why", items=["sifangtai 3.1"]),
    "a comparison": call("compare_places", items=["sifangtai 3"]),
    "an item": call("show_item", items=["sifangtai 3"], part="whole"),
    "departments": call("show_item", items=["sifangtai 3"], part="departments"),
    "words": call("search_policy", query="高龄津贴"),
}


@pytest.mark.parametrize("kind", ALL)
def test_each_tool_answers_a_model(led: Led, kind: str) -> None:
    led.say(TEXTS[0], [ALL[kind]])
    assert led.last_result.status == "success"
    told = json.loads(led.last_result.text)
    assert "四方台" in told["answer"] or "区民政局" in told["answer"]
    assert bool(told["verdicts"]) is (ALL[kind]["name"] in JUDGING)


@pytest.mark.parametrize("item", ["sifangtai 99", "panjin 4", "beijing 1", "4", "", "sifangtai"])
def test_an_item_that_is_not_there_is_told_with_the_lists_that_are(led: Led, item: str) -> None:
    led.say(TEXTS[0], [call("check_eligibility", aspect="amount", items=[item])])
    assert led.last_result.status == "error"
    assert "sifangtai" in led.last_result.text
