"""Rosters in every format, results in every format, and files that are none."""

import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from assistant.eligibility.knowledge import Interval, Options, Whereabouts
from assistant.screening.errors import RosterError
from assistant.screening.limits import Limits
from assistant.screening.pseudonyms import Pseudonyms
from assistant.screening.run import faults_path, run, summary_path
from assistant.screening.sources import open_roster
from assistant.screening.template import write_template
from assistant.screening.values import CellReader, Here
from eval.cases import the_catalogue
from tests.screening.rosters import csv_of, faulty, screened, screening, words

ROSTER = pl.DataFrame(
    {
        "姓名": ["甲", "乙", "丙"],
        "出生日期": [date(1930, 5, 1), date(1950, 1, 2), None],
        "户籍": ["是", "否", "是"],
        "救助身份": ["低保", "无", "低保边缘"],
        "独居": [True, False, None],
        "备注": ["a,b", "=1+1", '"quoted"'],
    }
)
ALLOWANCE = ["eligible", "not_eligible", "needs_info"]
TEXT = ROSTER.with_columns(pl.all().cast(pl.String)).write_csv()


def excel(folder: Path) -> Path:
    ROSTER.write_excel(folder / "roster.xlsx")
    return folder / "roster.xlsx"


def parquet(folder: Path) -> Path:
    ROSTER.write_parquet(folder / "roster.parquet")
    return folder / "roster.parquet"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode(), id="UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(TEXT.encode("gb18030"), id="GB18030"),
        pytest.param(TEXT.encode("utf-16"), id="UTF-16"),
        pytest.param(TEXT.replace("\n", "\r\n").encode("gb18030"), id="lines of Windows"),
        pytest.param(TEXT.replace(",", "\t").replace('"a\tb"', '"a,b"').encode(), id="tabs"),
        pytest.param(excel, id="Excel"),
        pytest.param(parquet, id="Parquet"),
    ],
)
def test_a_roster_comes_out_the_same_from_every_format(content: object, tmp_path: Path) -> None:
    given = content(tmp_path) if callable(content) else content
    for what in (given, given.read_bytes() if isinstance(given, Path) else given):
        page = screened(what)
        assert page.results["3.1 status"].to_list() == ALLOWANCE
        assert page.results["17.1 status"].to_list() == ["eligible", "needs_info", "needs_info"]
        assert page.results["row"].to_list() == [2, 3, 4]
        assert page.results["备注"].to_list() == ["a,b", "=1+1", '"quoted"']
        assert page.faults.is_empty()


def read_back(path: Path) -> pl.DataFrame:
    match path.suffix:
        case ".parquet":
            return pl.read_parquet(path)
        case ".csv":
            return pl.read_csv(path, infer_schema=False)
        case _:
            return fastexcel.read_excel(path).load_sheet(0).to_polars()


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".xlsx"])
def test_results_faults_and_summary_are_written_in_every_format(ending: str, tmp_path: Path) -> None:
    output = tmp_path / f"result{ending}"
    outcome = run(screening(TEXT.encode()), output)
    assert read_back(output)["3.1 status"].to_list() == ALLOWANCE
    assert read_back(output)["备注"].to_list()[1] == "=1+1"
    assert pl.read_csv(faults_path(output)).height == outcome.fault_count == 0
    assert '"people": 3' in summary_path(output).read_text("utf-8")
    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    assert len(list(tmp_path.iterdir())) == 3


def test_results_can_be_worded_in_chinese(tmp_path: Path) -> None:
    page = screened(TEXT.encode(), tongue="zh")
    assert page.results["3 高龄津贴 结果"].to_list() == ["符合条件", "不符合", "还要核实"]
    assert page.results["3 高龄津贴 金额"].to_list() == ["每年不低于1200元", None, "每年不低于1200元"]
    assert page.results["3 高龄津贴 还缺"].to_list() == [None, None, "年龄"]


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".xlsx"])
def test_what_fails_on_the_way_leaves_nothing_behind(ending: str, tmp_path: Path) -> None:
    output = tmp_path / f"result{ending}"
    output.write_text("what stood before")
    with pytest.raises(RosterError, match="at most 2 are taken"):
        run(screening(TEXT.encode(), limits=Limits(rows=2)), output, size=1)
    assert [path.name for path in tmp_path.iterdir()] == [output.name]
    assert output.read_text() == "what stood before"


def test_rows_with_too_many_or_too_few_cells_are_reported_and_judged() -> None:
    page = screened("年龄,户籍,救助身份\n85,是,低保\n85,是,低保,多\n85,是\n\n85,是,低保".encode())
    assert faulty(page) == [(3, "", "多"), (4, "", None)]
    assert page.results["row"].to_list() == [2, 3, 4, 6]
    assert page.results["6.1 status"].to_list() == ["eligible", "eligible", "needs_info", "eligible"]


def test_a_spoilt_byte_is_reported_and_does_not_spoil_the_file() -> None:
    spoilt = csv_of([{"年龄": "85", "救助身份": "低保"}, {"年龄": "85", "救助身份": "低保"}])
    page = screened(spoilt[:-3] + b"\xff" + spoilt[-2:])
    assert page.results["6.1 status"].to_list() == ["eligible", "needs_info"]
    assert [(row, column) for row, column, _ in faulty(page)] == [(3, "救助身份")]


def test_headings_that_are_empty_or_alike_are_told_apart() -> None:
    page = screened("年龄,,年龄,row\n85,x,90,7\n".encode())
    assert {"column 2", "年龄 (3)", "row *"} <= set(page.results.columns)


@pytest.mark.parametrize(
    ("content", "said_of_it"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"\n\n", "no headings", id="blank lines"),
        pytest.param(b"PAR1 and then nothing", "cannot be read", id="no Parquet"),
        pytest.param(b"PK\x03\x04 and then nothing", "cannot be read", id="no workbook"),
        pytest.param(Path("/nowhere/roster.csv"), "No such file", id="no file"),
    ],
)
def test_what_is_no_roster_is_one_clear_line(content: bytes | Path, said_of_it: str) -> None:
    with pytest.raises(RosterError, match=said_of_it) as caught:
        open_roster(content, "roster.csv", Limits.none())
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("roster.csv: ")


@pytest.mark.parametrize(
    "limits", [Limits(bytes=100), Limits(rows=2), Limits(columns=3)], ids=["bytes", "rows", "columns"]
)
def test_an_upload_has_limits(limits: Limits) -> None:
    with pytest.raises(RosterError, match="at most"):
        screened(TEXT.encode(), limits=limits)


def test_pseudonyms_are_keyed_and_hide_whoever_it_is() -> None:
    rows = [{"姓名": "甲", "年龄": "85", "备注2": "其女电话13800000000", "户籍": "13800000000"}] * 2
    page, other = (screened(csv_of(rows), pseudonyms=Pseudonyms(key)) for key in (b"a" * 16, b"b" * 16))
    first, second = page.results["姓名"].to_list()
    assert first == second != other.results["姓名"][0]
    assert "备注2" not in page.results.columns
    told = page.results.write_csv() + page.faults.write_csv()
    assert "甲" not in told
    assert "13800000000" not in told


@pytest.mark.parametrize("document", sorted(the_catalogue().rulebooks))
@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_a_template_is_understood_in_every_heading_and_choice(
    document: str, tongue: str, tmp_path: Path
) -> None:
    template = tmp_path / "template.xlsx"
    write_template(template, the_catalogue(), document, words(), "zh" if tongue == "zh" else "en")
    made = screening(template, document=document)
    assert made.headings.unknown == ()
    asked = {column.fact.name for column in made.headings.columns if column.fact}
    assert set(the_catalogue().rulebooks[document].facts) <= asked
    choices = dict(_choices_of(template))
    here = Here(the_catalogue().places, the_catalogue().places.get(made.program.rulebook.place))
    for column in made.headings.columns:
        reader = CellReader(column, words(), here) if column.fact else None
        for choice in choices[column.heading]:
            assert reader is not None
            assert isinstance(reader.read(choice), Interval | Options | Whereabouts), (column.heading, choice)


def _choices_of(template: Path) -> Iterator[tuple[str, list[str]]]:
    for heading, *offered in (
        fastexcel.read_excel(template).load_sheet("choices", header_row=None).to_polars().rows()
    ):
        yield heading, [choice for choice in offered if choice]


def test_nothing_of_a_roster_is_printed_or_logged(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    screened(csv_of([{"姓名": "某某某", "年龄": "xyz", "身份证号": "1234"}]))
    said = capfd.readouterr()
    assert (said.out, said.err, caplog.text) == ("", "", "")


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="no folder"):
        run(screening(TEXT.encode()), tmp_path / "missing" / "result.csv")
    with pytest.raises(RosterError, match="end the name in one of"):
        run(screening(TEXT.encode()), tmp_path / "result.doc")
    assert not list(tmp_path.iterdir())
