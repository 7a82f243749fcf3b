"""`yanglao ask` and `yanglao chat`: the conversation in a terminal, and line by line for programs."""

import logging
import sys
from collections.abc import Callable, Iterable
from contextlib import closing, redirect_stdout
from datetime import date
from typing import BinaryIO, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.cli.answers import AnswerText
from assistant.cli.corpus import settings
from assistant.cli.faults import corpus_faults
from assistant.cli.printing import console, print_json
from assistant.conversation.collecting import settle, without_collecting
from assistant.replies.contract import Audience, ErrorOut, Reply

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# JSON may hold these as they are; a reader that takes them for line ends would cut a reply in two.
LINE_ENDS = str.maketrans({end: f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"})
log = logging.getLogger(__name__)


class Answering(Protocol):
    """Whoever answers a message: `conversation.assistant.Assistant`, or a test's own."""

    def reply(self, text: str, *, session: str, audience: Audience, today: date) -> Reply:
        """The reply to what one person says in one session."""


class Message(BaseModel):
    """One line of input."""

    model_config = ConfigDict(strict=True)

    text: str
    session: str = "default"
    audience: Audience = "citizen"


@without_collecting()
def load_assistant() -> Answering:
    """The assistant of this installation; raises CorpusFault when the corpus has a fault."""
    from assistant.conversation.assistant import Assistant

    with corpus_faults():
        return Assistant.load(settings())


@without_collecting()
def ask(text: str, *, audience: Audience, today: date, as_json: bool) -> None:
    """Print the answer to one question: set for a terminal, as Markdown elsewhere."""
    reply = load_assistant().reply(text, session="default", audience=audience, today=today)
    if as_json:
        print_json(reply.model_dump(mode="json"))
    else:
        _print_answer(reply)


def chat(*, audience: Audience, today: Callable[[], date], session: str | None) -> None:
    """Talk in the terminal until the input ends; conversations are kept in the file that the settings name."""
    from assistant.cli.talk import Talk, line_reader, new_session
    from assistant.conversation.assistant import Assistant

    with corpus_faults():
        assistant = Assistant.load(settings().lasting())
    with closing(assistant):
        talk = Talk(assistant, console(), audience, today, session or new_session())
        typed = (one.text for one in assistant.history(talk.session) if one.role == "person")
        talk.run(line_reader(typed))


def chat_by_lines(today: Callable[[], date]) -> None:
    """Answer JSON Lines on standard input with JSON Lines on standard output, where nothing else may go."""
    sink = sys.stdout.buffer
    with redirect_stdout(sys.stderr):
        assistant = load_assistant()
        settle()
        converse(assistant, sys.stdin.buffer, sink, today)


def converse(assistant: Answering, lines: Iterable[bytes], sink: BinaryIO, today: Callable[[], date]) -> None:
    """One reply a line, in order and flushed; a line that is no message, or breaks the assistant, gets an error."""
    for line in lines:
        reply = _reply_to(assistant, line.removeprefix(BYTE_ORDER_MARK), today())
        sink.write(reply.model_dump_json().translate(LINE_ENDS).encode() + b"\n")
        sink.flush()


def _reply_to(assistant: Answering, line: bytes, today: date) -> Reply:
    try:
        message = Message.model_validate_json(line)
    except ValidationError as error:
        return _unanswered(*_fault(error))
    try:
        return assistant.reply(message.text, session=message.session, audience=message.audience, today=today)
    except Exception:
        # The next line may be another person's: one message must not end the conversation of all.
        log.exception("a message could not be answered")
        return _unanswered(
            "internal", "this message could not be answered; the log on standard error says why"
        )


def _fault(error: ValidationError) -> tuple[str, str]:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return "invalid_json", first["msg"]
    where = ".".join(map(str, first["loc"])) or "message"
    return (
        "invalid_message",
        f'{where}: {first["msg"]}; a message is {{"text": …, "session": …, "audience": …}}',
    )


def _unanswered(code: str, message: str) -> Reply:
    return Reply(
        answer="", language="zh-Hans", intent="unreadable", error=ErrorOut(code=code, message=message)
    )


def _print_answer(reply: Reply) -> None:
    terminal = console()
    if terminal.is_terminal:
        terminal.print(AnswerText(reply.answer))
    else:
        terminal.print(reply.answer, markup=False, soft_wrap=True)
