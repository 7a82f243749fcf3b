"""`yanglao screen`, as it is typed."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from assistant.cli import screen as command
from assistant.cli.app import run
from tests.screening.rosters import csv_of

ROWS = [
    {"姓名": "甲", "年龄": "92", "户籍": "是", "救助身份": "低保", "楼栋": "7"},
    {"姓名": "乙", "年龄": "x", "户籍": "是", "救助身份": "A", "楼栋": "8"},
]


@pytest.fixture
def roster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "160")
    path = tmp_path / "roster.csv"
    path.write_bytes(csv_of(ROWS))
    return path


def asked(roster: Path, output: Path, *more: str) -> Sequence[str]:
    return ["screen", str(roster), "--place", "四方台", "--as-of", "2026-11-24", "-o", str(output), *more]


def test_a_roster_is_screened_and_summed_up(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = roster.with_name("result.csv")
    assert run(asked(roster, output, "--lang", "zh")) == 0
    said = capsys.readouterr().out
    assert "2人按四方台区的清单判断" in said
    assert "3.1 高龄津贴" in said
    assert "没有认出的列：楼栋" in said
    assert "2个格子没有用上" in said
    assert pl.read_csv(output)["3 高龄津贴 结果"].to_list() == ["符合条件", "还要核实"]
    assert "甲" not in said


def test_a_mapping_file_and_pseudonyms(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mapping, key, output = (roster.with_name(name) for name in ("mapping.yaml", "key", "result.parquet"))
    mapping.write_text("救助身份: {fact: welfare, values: {A: dibao}}\n楼栋: ''\n", "utf-8")
    key.write_text("0123456789abcdef")
    more = ("--mapping", str(mapping), "--pseudonymise", "--key", str(key), "--json")
    assert run(asked(roster, output, *more)) == 0
    results = pl.read_parquet(output)
    assert results["6.1 status"].to_list() == ["eligible", "needs_info"]
    assert "甲" not in results["姓名"].to_list()
    assert '"document": "sifangtai"' in capsys.readouterr().out


def test_a_template_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "template.csv"
    assert run(["screen", "--template", "sifangtai", "-o", str(path), "--lang", "zh"]) == 0
    assert path.read_text("utf-8-sig").startswith("姓名,身份证号,出生日期,年龄,户籍,常住地,社会救助身份")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--place", "北京"], "not covered"),
        (["-o", "result.doc"], "end the name in one of"),
        (["--mapping", "missing.yaml"], "mapping cannot be read"),
        (["--pseudonymise", "--resumable"], "needs --key"),
    ],
)
def test_a_fault_is_one_line(
    more: list[str], said: str, roster: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(asked(roster, roster.with_name("result.csv"), *more)) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.count("\n") == 1
    assert [path.name for path in roster.parent.iterdir()] == [roster.name]


def test_without_a_roster_it_says_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["screen"]) == 2
    assert "--template PLACE" in capsys.readouterr().err


def test_an_interruption_is_one_line_and_leaves_nothing(
    roster: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "run", interrupted)
    assert run(asked(roster, roster.with_name("result.csv"))) == command.INTERRUPTED
    assert "nothing was written" in capsys.readouterr().err
    assert [path.name for path in roster.parent.iterdir()] == [roster.name]
