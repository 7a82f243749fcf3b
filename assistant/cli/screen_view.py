"""The summary of a screened roster in the terminal."""

from pathlib import Path

from assistant.cli.printing import QuietTable, console
from assistant.policies.bilingual import Bilingual, Tongue
from assistant.screening.headings import Headings
from assistant.screening.run import Outcome, faults_path, summary_path
from assistant.screening.summary import BenefitSummary, Summary

PEOPLE = Bilingual(
    zh="{people:,}人按{place}的清单判断，{day}；{due:,}人至少符合一项",
    en="{people:,} people against the list of {place} on {day}; {due:,} are eligible for something",
)
CASH = Bilingual(
    zh="写明的现金每年至少{cash:,.0f}元（只能选一的按较高的算）",
    en="the stated cash comes to at least ¥{cash:,.0f} a year (of what excludes each other the better one)",
)
DRAFT = Bilingual(zh="征求意见稿，尚未生效", en="only a draft for comment, not in force")
BENEFIT = Bilingual(zh="项目", en="benefit")
ELIGIBLE = Bilingual(zh="符合", en="eligible")
NEEDS_INFO = Bilingual(zh="还要核实", en="undecided")
AWAY = Bilingual(zh="只差一项", en="one fact away")
LOCAL = Bilingual(zh="当地定", en="local")
COST = Bilingual(zh="元/年", en="¥ a year")
GAINING = Bilingual(zh="{months}个月内新增", en="+{months} months")
THRESHOLDS = Bilingual(zh="{months}个月内年满：{ages}", en="within {months} months reach: {ages}")
AGED = Bilingual(zh="{age}周岁{people:,}人", en="{age}: {people:,}")
FAULTS = Bilingual(
    zh="{cells:,}个格子没有用上，逐格列在 {file}：{columns}",
    en="{cells:,} cells were not used; {file} lists each: {columns}",
)
UNKNOWN = Bilingual(
    zh="没有认出的列：{columns}（可用 --mapping 说明）",
    en="columns that were not recognised: {columns} (--mapping can say what they are)",
)
WRITTEN = Bilingual(zh="结果：{file}，汇总：{summary}", en="results: {file}; summary: {summary}")
MOST_NAMED = 1
"""Facts that are named where a benefit is one fact away: the most frequent."""
AWAY_COLUMN = 3


def print_outcome(outcome: Outcome, headings: Headings, output: Path, tongue: Tongue) -> None:
    """The summary as a table, then what the roster's owner should look at."""
    told, out = outcome.summary, console()

    def say(words: Bilingual, **fill: object) -> str:
        return words.of(tongue).format(**fill)

    out.print(
        say(PEOPLE, people=told.people, place=told.place, day=told.as_of, due=told.entitled_to_something)
    )
    if told.draft:
        out.print(say(DRAFT))
    made = QuietTable(
        *(
            say(heading, months=told.months)
            for heading in (BENEFIT, ELIGIBLE, NEEDS_INFO, AWAY, LOCAL, COST, GAINING)
        )
    )
    for benefit in told.benefits:
        made.row(
            f"{benefit.key} {benefit.name.of(tongue)}",
            f"{benefit.eligible:,}",
            f"{benefit.needs_info:,}",
            _away(benefit, told, tongue),
            f"{benefit.local_decision:,}",
            _cost(benefit),
            f"{benefit.gaining:,}",
        )
    for column in made.columns[1:]:
        column.no_wrap, column.justify = True, "right"
    made.columns[AWAY_COLUMN].no_wrap = False
    out.print(made)
    if told.guaranteed_cash:
        out.print(say(CASH, cash=told.guaranteed_cash))
    ages = [say(AGED, age=age, people=people) for age, people in told.thresholds.items() if people]
    if ages:
        out.print(say(THRESHOLDS, months=told.months, ages=", ".join(ages)))
    if headings.unknown:
        out.print(say(UNKNOWN, columns=", ".join(headings.unknown)), markup=False)
    if outcome.fault_count:
        columns = ", ".join(
            f"{column or '-'} {cells:,}" for column, cells in outcome.faults_by_column.most_common()
        )
        out.print(
            say(FAULTS, cells=outcome.fault_count, file=faults_path(output), columns=columns), markup=False
        )
    out.print(say(WRITTEN, file=output, summary=summary_path(output)), markup=False)


def _away(benefit: BenefitSummary, told: Summary, tongue: Tongue) -> str:
    most = sorted(benefit.one_fact_away.items(), key=lambda entry: -entry[1])
    named = [f"{told.facts[fact].of(tongue)} {people:,}" for fact, people in most[:MOST_NAMED]]
    return ", ".join([*named, *(["…"] if len(most) > MOST_NAMED else [])])


def _cost(benefit: BenefitSummary) -> str:
    cost = benefit.cost
    if cost is None:
        return ""
    span = f"{cost.low:,.0f}" if cost.low == cost.high else f"{cost.low:,.0f}–{cost.high:,.0f}"
    return f"{'≥' if cost.open_ended or benefit.unpriced else ''}{span}"
