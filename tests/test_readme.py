"""What the README shows is what happens, and what the pages link to is there."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def commands() -> Iterator[tuple[str, str | None]]:
    """Each command with what is shown of its output: a block that follows at once shows the last command's."""
    blocks = list(BLOCK.finditer(README))
    for index, block in enumerate(blocks):
        if block[1] != "sh":
            continue
        *others, last = block[2].splitlines()
        yield from ((command, None) for command in others)
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        follows = after is not None and not README[block.end() : after.start()].strip() and after[1] != "sh"
        yield last, after[2] if follows and after is not None else None


COMMANDS = list(commands())


@pytest.mark.parametrize(
    ("command", "shown"), [pytest.param(*entry, id=entry[0]) for entry in COMMANDS if "yanglao" in entry[0]]
)
def test_the_command_prints_what_is_shown(command: str, shown: str | None) -> None:
    environment = os.environ | {"COLUMNS": "100", "LC_ALL": "C.UTF-8"}
    program, *arguments = shlex.split(command)
    ended = subprocess.run(
        [ROOT / program, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.strip()
    if shown is not None:
        assert [line.rstrip() for line in ended.stdout.splitlines()] == shown.splitlines()


@pytest.mark.parametrize("command", [command for command, _ in COMMANDS if "yanglao" not in command])
def test_the_other_commands_are_targets_of_make(command: str) -> None:
    program, target = command.split()
    assert program == "make"
    assert re.search(f"^{target}:.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_one_real_question_is_shown_with_its_answer() -> None:
    assert any(shown and "¥1,200" in shown for command, shown in COMMANDS if " ask " in command)


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda page: page.name
)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]
    assert missing == []
