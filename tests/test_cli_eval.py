import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli import evaluate
from assistant.cli.app import run

ROOT = Path(__file__).parents[1]


def yanglao(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "assistant.cli", *arguments]
    return subprocess.run(
        program, capture_output=True, text=True, cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )


def test_arguments_are_passed_on_and_files_are_named_from_the_working_directory(tmp_path: Path) -> None:
    line = {"query": "老人坐公交", "passages": ["老年人免费乘坐公交车", "提供法律援助"], "relevant": [0]}
    (tmp_path / "set.jsonl").write_text(json.dumps(line, ensure_ascii=False), "utf-8")
    printed = yanglao("eval", "--set", "set.jsonl", cwd=tmp_path)
    assert printed.returncode == 0, printed.stderr
    assert "1 queries, 2 passages" in printed.stdout


def test_the_status_of_a_measurement_is_the_status_of_the_command(tmp_path: Path) -> None:
    assert yanglao("eval", "retrieval", "--set", "missing.jsonl", cwd=tmp_path).returncode != 0


def test_a_measurement_that_is_not_there_is_answered_with_those_that_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["eval", "weather"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "weather" in line
    assert "conversations, retrieval" in line


def test_without_a_checkout_one_line_says_what_is_needed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(evaluate, "ROOT", tmp_path)
    assert run(["eval"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("yanglao: the measurements are not installed")
    assert "checkout" in line
