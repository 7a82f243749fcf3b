"""Opinions of answers, as they are kept."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from assistant.pages.feedback import Feedback

DAY = date(2026, 11, 24)


def test_an_opinion_is_a_line_of_json_without_personal_numbers(tmp_path: Path) -> None:
    file = tmp_path / "kept" / "feedback.jsonl"
    Feedback(file).keep(
        DAY, useful=False, note=" 不对，打13812345678 ", intent="amount", documents=["panjin"]
    )
    [line] = file.read_text("utf-8").splitlines()
    kept = json.loads(line)
    assert kept["day"] == "2026-11-24"
    assert kept["useful"] is False
    assert kept["note"].startswith("不对，打")
    assert "13812345678" not in line


def test_opinions_of_many_people_at_once_are_all_kept(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path / "feedback.jsonl")
    with ThreadPoolExecutor(8) as pool:
        for index in range(100):
            pool.submit(feedback.keep, DAY, useful=True, note=str(index), intent="", documents=[])
    notes = {json.loads(line)["note"] for line in feedback.file.read_text("utf-8").splitlines()}
    assert notes == {str(index) for index in range(100)}
