"""`yanglao chat` for people, driven line by line."""

import io
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from assistant.cli.app import run
from assistant.cli.talk import COMMANDS, Talk, line_reader, new_session
from assistant.conversation.assistant import Assistant
from assistant.settings import Settings

TODAY = date(2026, 11, 24)
TEXT = "四方台92岁低保能领什么"
Type = Callable[..., str]


@pytest.fixture(scope="module")
def assistant() -> Iterator[Assistant]:
    with closing(Assistant.load(Settings())) as opened:
        yield opened


@pytest.fixture
def typed(assistant: Assistant) -> Type:
    """What stands on the screen after these lines were typed."""

    def lines(*said: str, session: str | None = None, terminal: bool = False, tongue: str = "en") -> str:
        shown, waiting = io.StringIO(), iter(said)
        screen = Console(file=shown, force_terminal=terminal, color_system=None, width=100, highlight=False)

        def read() -> str:
            line = next(waiting, None)
            if line is None:
                raise EOFError
            return line

        name = session or new_session()
        Talk(assistant, screen, "citizen", lambda: TODAY, name, tongue).run(read)  # type: ignore[arg-type]
        return shown.getvalue()

    return lines


@pytest.mark.parametrize("terminal", [False, True])
def test_a_message_is_answered(typed: Type, terminal: bool) -> None:
    shown = typed(TEXT, terminal=terminal)
    assert "每年不低于1200元" in shown
    assert ("**" in shown) is not terminal  # set for a terminal, as Markdown elsewhere


@pytest.mark.parametrize("width", [40, 60, 100])
def test_a_table_is_shown_whole_however_narrow_the_terminal(assistant: Assistant, width: int) -> None:
    shown, lines = io.StringIO(), iter([TEXT, "/quit"])
    screen = Console(file=shown, force_terminal=True, color_system=None, width=width)
    Talk(assistant, screen, "citizen", lambda: TODAY, new_session()).run(lambda: next(lines))
    assert "…" not in shown.getvalue()
    reply = assistant.reply(TEXT, session=new_session(), audience="citizen", today=TODAY)
    rows = [line for line in reply.answer.splitlines() if line.startswith("| ")]
    assert len(rows) > 4
    # Every character of every cell is there, on whatever line.
    assert Counter("".join(re.sub(r"[|*\s]", "", row) for row in rows)) <= Counter(shown.getvalue())


def test_the_answer_comes_as_a_program_gets_it(typed: Type, assistant: Assistant) -> None:
    reply = assistant.reply(TEXT, session=new_session(), audience="citizen", today=TODAY)
    assert reply.answer in typed(TEXT)


def test_the_facts_can_be_looked_at(typed: Type) -> None:
    assert "Nothing is known" in typed("/facts")
    shown = typed("我妈85岁，宁河户口，低保", "/facts", tongue="zh").split("/help")[-1]
    facts = shown[shown.rindex("母亲") :]
    assert re.search(r"年龄.*85", facts)
    assert re.search(r"户籍.*宁河", facts)
    assert "低保" in facts


def test_a_message_can_be_taken_back(typed: Type) -> None:
    assert "nothing to take back" in typed("/undo")
    shown = typed("我妈85岁，宁河户口", "/undo", "/facts")
    assert "The last message is taken back." in shown
    assert "Nothing is known" in shown


def test_another_conversation_can_be_begun_and_the_old_one_gone_on_with(typed: Type) -> None:
    session = new_session()
    shown = typed("我妈85岁，宁河户口", "/new", "/facts", session=session)
    assert re.search(r"A new conversation: [0-9a-f]{8}", shown)
    assert "Nothing is known" in shown
    again = typed("/history", "/facts", session=session)
    assert "The conversation goes on" in again
    assert "> 我妈85岁，宁河户口" in again
    assert "85" in again


def test_whoever_leaves_is_told_how_to_go_on(typed: Type) -> None:
    session = new_session()
    assert f"yanglao chat --session {session}" in typed("你好", session=session)
    assert "--session" not in typed()


def test_what_was_said_can_be_read_again(typed: Type) -> None:
    assert "Nothing has been said" in typed("/history")
    shown = typed("你好", "我的电话13800138000", "/history", terminal=True)
    assert "> 你好" in shown
    assert "13800138000" not in shown


def test_the_help_lists_every_command_in_the_language_of_the_terminal(typed: Type) -> None:
    for tongue in ("zh", "en"):
        shown = typed("/help", tongue=tongue)
        assert all(name in shown and words.of(tongue) in shown for name, words in COMMANDS.items())


def test_a_command_that_is_not_there_gets_the_help(typed: Type) -> None:
    shown = typed("/facs")
    assert "There is no command /facs." in shown
    assert "/facts" in shown


def test_quit_ends_it(typed: Type) -> None:
    assert "1200" not in typed("/quit", TEXT)


def test_an_interrupt_ends_it_without_a_fuss(assistant: Assistant) -> None:
    def read() -> str:
        raise KeyboardInterrupt

    Talk(assistant, Console(file=io.StringIO()), "citizen", lambda: TODAY, new_session()).run(read)


def test_empty_lines_are_passed_over(typed: Type) -> None:
    assert typed("", "   ") == typed()


def test_a_hand_over_shows_its_reference(typed: Type, assistant: Assistant) -> None:
    session = new_session()
    shown = typed("我妈85岁，宁河户口", "我要找人工", session=session)
    [handover] = assistant.handovers(session)
    assert f"Hand-over reference: {handover.reference}" in shown


def test_the_hotline_gets_its_own_answers(assistant: Assistant) -> None:
    shown, lines = io.StringIO(), iter([TEXT, "/quit"])
    screen = Console(file=shown, color_system=None, width=200)
    Talk(assistant, screen, "hotline", lambda: TODAY, new_session()).run(lambda: next(lines))
    reply = assistant.reply(TEXT, session=new_session(), audience="hotline", today=TODAY)
    assert reply.answer in shown.getvalue()


def test_lines_before_can_be_taken_up_again() -> None:
    readline = pytest.importorskip("readline")
    readline.clear_history()
    line_reader(iter(["我妈85岁", "宁河"]))
    assert [readline.get_history_item(at) for at in (1, 2)] == ["我妈85岁", "宁河"]


# --- the command itself --------------------------------------------------------------------------------------


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "conversations.sqlite"
    monkeypatch.setattr("assistant.settings.MEMORY_FILE", file)
    return file


def test_a_conversation_is_kept_in_the_file_and_gone_on_with_by_name(
    memory: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = []
    for line in ("我妈85岁，宁河户口，低保", "那高龄津贴呢"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{line}\n"))
        assert run(["chat", "--session", "妈妈", "--today", "2026-11-24"]) == 0
        shown.append(capsys.readouterr().out)
    assert memory.is_file()
    assert "--session 妈妈" in shown[0]
    assert "每年100元" in shown[1]
    assert "妈妈".encode() not in memory.read_bytes()


def test_one_question_and_programs_keep_nothing(
    memory: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO('{"text": "你好"}\n'.encode())))
    assert run(["ask", "你好"]) == run(["chat", "--json"]) == 0
    assert capsys.readouterr().out
    assert not memory.exists()


def test_programs_go_on_with_what_is_kept_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YANGLAO_MEMORY", str(tmp_path / "kept.sqlite"))
    for text in ("我妈85岁，宁河户口", "她是低保"):
        line = f'{{"text": "{text}", "session": "a"}}\n'.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line)))
        assert run(["chat", "--json", "--today", "2026-11-24"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert '"age":85' in last
    assert '"welfare":"dibao"' in last


def test_a_file_that_cannot_be_used_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter").write_text("dear reader, " * 100)
    monkeypatch.setenv("YANGLAO_MEMORY", str(tmp_path / "letter"))
    assert run(["chat"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"yanglao: conversations cannot be kept in {tmp_path / 'letter'}: file is not a database"
    ]


@pytest.mark.slow
def test_it_talks_in_a_process_of_its_own(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "chat", "--today", "2026-11-24"],
        input="四方台92岁低保能领什么\n/facts\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env={"YANGLAO_MEMORY": str(tmp_path / "kept.sqlite"), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    assert "1200" in done.stdout
    assert done.stderr == ""
