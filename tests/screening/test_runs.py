"""Runs over several batches: counts that agree, parts that outlast an interruption, thresholds, one call for all."""

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from assistant.screening import RosterError, ScreeningResult, screen
from assistant.screening.parts import Parts, run_of
from assistant.screening.run import count, faults_path, run
from assistant.screening.summary import BenefitSummary, Summary
from eval.cases import AS_OF, ROOT, the_catalogue
from eval.screening.synthetic import rosters, write_roster
from tests.screening.rosters import PLACE, csv_of, one, screened, screening

PEOPLE = 60


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty made-up people with dirt."""
    path = tmp_path_factory.mktemp("roster") / "roster.parquet"
    write_roster(PEOPLE, PLACE, path)
    return path


def benefit(summary: Summary, key: str) -> BenefitSummary:
    return next(one for one in summary.benefits if one.key == key)


def test_counts_agree_with_the_rows_however_they_are_batched(roster: Path, tmp_path: Path) -> None:
    output = tmp_path / "result.parquet"
    whole, by_seven = run(screening(roster), output), count(screening(roster), size=7)
    assert whole.summary == by_seven.summary
    assert whole.fault_count == by_seven.fault_count == pl.read_csv(faults_path(output)).height > 0
    results = pl.read_parquet(output)
    assert results.height == whole.summary.people == PEOPLE
    for told in whole.summary.benefits:
        rows = Counter(results[f"{told.key} status"].cast(pl.String).to_list())
        for status in ("eligible", "not_eligible", "needs_info", "local_decision"):
            assert getattr(told, status) == rows[status]
        if told.needs_info:
            missing = results.filter(pl.col(f"{told.key} status") == "needs_info")[f"{told.key} missing"]
            alone = Counter(text for text in missing.cast(pl.String) if ";" not in text)
            assert told.one_fact_away == alone


class Interrupted(BaseException):
    """What Ctrl-C is to a program."""


def test_an_interrupted_run_goes_on_where_it_stopped(roster: Path, tmp_path: Path) -> None:
    output = tmp_path / "result.csv"

    def parts() -> Parts:
        return Parts.beside(output, run_of(roster, screening(roster), ROOT / "corpus"))

    def stop(done: int, total: int | None) -> None:
        assert total == PEOPLE
        if done >= 40:
            raise Interrupted

    with pytest.raises(Interrupted):
        run(screening(roster), output, progress=stop, size=20, parts=parts())
    assert not output.exists()
    assert parts().finished == 2
    judged: list[int] = []
    resumed = screening(roster)
    page = resumed.page
    resumed.page = lambda batch: (judged.append(batch.frame.height), page(batch))[1]  # type: ignore[method-assign]
    outcome = run(resumed, output, size=20, parts=parts())
    assert judged == [20]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "result.csv",
        "result.faults.csv",
        "result.summary.json",
    ]
    straight = run(screening(roster), tmp_path / "straight.csv")
    assert output.read_bytes() == (tmp_path / "straight.csv").read_bytes()
    assert outcome == straight


def test_parts_of_another_run_are_not_mixed_in(roster: Path, tmp_path: Path) -> None:
    output = tmp_path / "result.csv"
    Parts.beside(output, "one")
    with pytest.raises(RosterError, match="another run"):
        Parts.beside(output, "another")


def test_who_reaches_a_threshold_is_told_with_the_benefits_gained() -> None:
    row = {"出生日期": "1947-03-01", "户籍": "是", "居住地": "是"}
    told = one(row, months=6)
    assert (told["reaching"], told["gaining"]) == (80, "3.1")
    assert one(row, months=3)["gaining"] is None
    # Of whom only the age is known it is sure after a year, and no sooner.
    aged = {"年龄": "79", "户籍": "是"}
    assert one(aged, months=12)["reaching"] == 80
    assert one(aged, months=11)["reaching"] is None


def test_costs_have_bounds() -> None:
    rows = [
        {"年龄": "92", "户籍": "是", "救助身份": "低保"},
        {"年龄": "85", "户籍": "是", "救助身份": "低保", "能力评估结果": "失能"},
        {"年龄": "85", "户籍": "是", "救助身份": "无"},
        {"年龄": "85", "户籍": "", "救助身份": "低保边缘"},
    ]
    told = screening(csv_of(rows)).summary(screened(csv_of(rows)).counts)
    allowance, nursing = benefit(told, "3.1"), benefit(told, "4.1")
    assert allowance.cost is not None
    # The fourth person's registration is presumed, for 低保边缘 is administered where one is registered.
    assert (allowance.eligible, allowance.cost.low, allowance.cost.high) == (4, 3600, 3600)
    assert allowance.cost.open_ended
    assert allowance.unpriced == 1
    assert nursing.cost is not None
    assert (nursing.eligible, nursing.cost.low, nursing.cost.with_undecided) == (1, 1800, 1800 + 1800 + 1200)
    assert told.guaranteed_cash == 3 * 1200 + 150 * 12


def test_reason_codes_stand_for_words_of_the_list() -> None:
    told = one({"年龄": "70", "户籍": "否"})
    assert told["3.1 reasons"] == "c1 c2"
    summary = screening(csv_of([{"年龄": "70"}])).summary(Counter())
    assert benefit(summary, "3.1").reasons["c1"] == "80周岁及以上"
    assert benefit(summary, "3.1").reasons["c2"] == "具有四方台区户籍"


def test_one_call_serves_other_programs(tmp_path: Path) -> None:
    content = csv_of([{"年龄": "92", "户籍": "是", "楼栋": "7"}, {"年龄": "x", "户籍": "是", "楼栋": "8"}])
    saved = tmp_path / "result.csv"
    result = screen(content, PLACE, AS_OF, catalogue=the_catalogue(), name="upload.csv", save=saved)
    assert ScreeningResult.model_validate_json(result.model_dump_json()) == result
    assert result.columns == {"年龄": "age", "户籍": "hukou"}
    assert result.unknown_columns == ("楼栋",)
    assert [(fault.row, fault.column, fault.value) for fault in result.faults] == [(3, "年龄", "x")]
    assert result.summary.people == 2
    assert set(result.summary.facts) >= set(result.summary.questions)
    assert saved.exists()
    with pytest.raises(RosterError, match="no list of `tianjin`"):
        screen(content, "tianjin", AS_OF, catalogue=the_catalogue())


def test_made_up_rosters_repeat_and_are_not_all_dirt() -> None:
    first, again = (next(rosters(200, PLACE, seed=5)) for _ in range(2))
    assert first.equals(again)
    assert not first.equals(next(rosters(200, PLACE, seed=6)))
    page = screened(first.write_csv().encode())
    assert 0 < page.faults.height < first.height * first.width / 20
