"""What becomes of tidy rosters: cells left empty, other ways of writing, slips, and rows that contradict themselves."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from eval.screening.people import Chance

UNKNOWN = 0.12
"""The share of cells that nobody filled in, a little more or less by column."""
FAULTY = 0.004
"""The share of cells that no reader can make sense of."""
KEPT = ("姓名", "身份证号", "联系电话")
EMPTY = np.array(["", "不详", "-", "未知"], dtype=object)
NONSENSE = np.array(["???", "见附件", "99", "待补", "#REF!"], dtype=object)
OTHERWISE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "性别": {"男": ("男性", "1"), "女": ("女性", "2")},
    "救助身份": {
        "低保": ("低保户", "城乡低保"),
        "低保边缘": ("低保边缘户", "低邊緣"),
        "无": ("都不是", "一般"),
    },
    "残疾等级": {"一级": ("1级", "Ⅰ级"), "二级": ("2级", "２"), "无": ("没有",)},
    "自理能力": {"能自理": ("自理",), "失能": ("完全失能",)},
    "城乡": {"城镇": ("城市", "非农业"), "农村": ("农业",)},
}
YES_NO = {"是": ("1", "√", "有", "Y"), "否": ("0", "×", "无", "N")}


def soiled(roster: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """The roster as it would arrive."""
    return roster.with_columns(
        _soiled(roster[name], chance) for name in roster.columns if name not in KEPT
    ).with_columns(_slipped(roster["身份证号"], chance))


def _soiled(column: pl.Series, chance: Chance) -> pl.Series:
    cells = column.to_numpy().astype(object)
    for tidy, others in (OTHERWISE.get(column.name) or YES_NO).items():
        found = np.flatnonzero((cells == tidy) & (chance.random(len(cells)) < 0.3))
        cells[found] = chance.choice(np.array(others, dtype=object), len(found))
    if column.name == "出生日期":
        cells = _dates(cells, chance)
    _strewn(cells, UNKNOWN * chance.uniform(0.5, 1.5), EMPTY, chance)
    _strewn(cells, FAULTY, NONSENSE, chance)
    return pl.Series(column.name, cells, dtype=pl.String)


def _dates(
    cells: "np.ndarray[tuple[int], np.dtype[np.object_]]", chance: Chance
) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    """Days of birth in the ways that offices write them; some only with the month, some only with the year."""
    roll = chance.random(len(cells))
    texts = pl.Series(cells, dtype=pl.String)
    year, month, day = (texts.str.slice(start, length) for start, length in ((0, 4), (5, 2), (8, 2)))
    ways = (
        texts,
        year + month + day,
        year + "/" + month + "/" + day,
        year + "年" + month + "月" + day + "日",
        year + "-" + month,
        year,
    )
    shares = np.searchsorted([0.5, 0.7, 0.8, 0.9, 0.96], roll)
    return np.choose(shares, [way.to_numpy().astype(object) for way in ways])


def _strewn(
    cells: "np.ndarray[tuple[int], np.dtype[np.object_]]",
    share: float,
    words: "np.ndarray[tuple[int], np.dtype[np.object_]]",
    chance: Chance,
) -> None:
    found = np.flatnonzero(chance.random(len(cells)) < share)
    cells[found] = chance.choice(words, len(found))


def _slipped(numbers: pl.Series, chance: Chance) -> pl.Series:
    """Identity numbers, some with a wrong digit at the end and some missing."""
    cells = numbers.to_numpy().astype(object)
    slips = np.flatnonzero(chance.random(len(cells)) < FAULTY)
    cells[slips] = [f"{cells[place][:-1]}{'0' if cells[place][-1] != '0' else '1'}" for place in slips]
    _strewn(cells, 0.02, EMPTY[:1], chance)
    return pl.Series(numbers.name, cells, dtype=pl.String)
