"""Made-up residents, always the same for a seed: plausible together, not each fact for itself.

The shares are of nobody's statistics. They are set so that every rule has people on both sides of it.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Chance = np.random.Generator
Bools = NDArray[np.bool_]
Texts = NDArray[np.object_]

AS_OF = date(2026, 11, 24)
SURNAMES = np.array(list("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"), dtype=object)
GIVEN = np.array(list("秀英桂兰玉珍淑华国强建明志军德福永贵春梅凤霞"), dtype=object)
WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
CHECK = np.array(list("10X98765432"), dtype=object)


def people(count: int, chance: Chance, place: str, code: str) -> pl.DataFrame:
    """`count` residents of a place (its name and GB/T 2260 code), every fact known and written in one way."""
    rolls = _Rolls(count, chance)
    # Few are very old: of each five years of age about half as many as of the five before.
    age = 55 + np.minimum(chance.exponential(9.0, count), 52.0)
    old = (age - 55) / 50
    born = [AS_OF - timedelta(days=int(days)) for days in age * 365.25]
    female = rolls.below(0.5 + 0.2 * old)
    rural = rolls.below(0.55)
    local = rolls.below(0.93)
    poor = rolls.below(0.06 + 0.06 * rural + 0.06 * old)
    welfare = np.select(
        [poor & rolls.below(0.5), poor & rolls.below(0.45), poor & rolls.below(0.6), poor],
        ["低保", "低保边缘", "特困", "支出型困难"],
        default="无",
    ).astype(object)
    able = ~rolls.below(0.03 + 0.6 * old**2)
    unable = ~able & rolls.below(0.45)
    self_care = np.select([able, unable], ["能自理", "失能"], default="半失能").astype(object)
    assessed = rolls.below(np.where(able, 0.1, 0.5))
    finding = np.where(assessed, np.select([able, unable], ["能力完好", "失能"], default="半失能"), "")
    level = np.where(
        assessed,
        np.select(
            [able, unable & rolls.below(0.5), unable, rolls.below(0.5)],
            ["能力完好", "完全失能", "重度", "中度"],
            "轻度",
        ),
        "",
    )
    disabled = rolls.below(0.06 + 0.2 * old + 0.25 * unable)
    grade = np.where(
        disabled & rolls.below(0.75), rolls.of(["一级", "二级", "三级", "四级"], [0.15, 0.25, 0.3, 0.3]), "无"
    )
    alone = rolls.below(0.1 + 0.2 * old)
    childless = rolls.below(0.03 + 0.4 * (welfare == "特困"))
    soldier = ~female & rolls.below(0.07)
    insured = rolls.of(["职工", "居民", "未参保"], [0.4, 0.55, 0.05])
    institution = rolls.below(0.01 + 0.2 * unable)
    numbers = _identity(born, female, chance, code)
    yes = _yes
    return pl.DataFrame(
        {
            "姓名": SURNAMES[chance.integers(0, len(SURNAMES), count)]
            + GIVEN[chance.integers(0, len(GIVEN), count)]
            + GIVEN[chance.integers(0, len(GIVEN), count)],
            "身份证号": numbers,
            "联系电话": np.char.add("000", chance.integers(10**7, 10**8, count).astype(str)).astype(object),
            "出生日期": [day.isoformat() for day in born],
            "性别": np.where(female, "女", "男"),
            "户籍": np.where(local, place, "外地"),
            "常住地": np.where(rolls.below(0.95), place, "外地"),
            "城乡": np.where(rural, "农村", "城镇"),
            "救助身份": welfare,
            "供养方式": np.where(welfare == "特困", np.where(rolls.below(0.3), "集中供养", "分散供养"), ""),
            "自理能力": self_care,
            "能力评估结果": finding,
            "失能等级": level,
            "残疾": yes(disabled),
            "残疾等级": grade,
            "需要长期照护": yes(unable | (disabled & rolls.below(0.3))),
            "失智": yes(rolls.below(0.02 + 0.3 * old**2)),
            "独居": yes(alone),
            "空巢": yes(~childless & rolls.below(0.3)),
            "留守": yes(rural & rolls.below(0.1)),
            "孤寡": yes(childless & alone),
            "无子女": yes(childless),
            "计生特殊家庭": rolls.of(["独生子女死亡", "独生子女伤残", "无"], [0.006, 0.004, 0.99]),
            "退役军人": yes(soldier),
            "烈属": yes(rolls.below(0.004)),
            "现役军人家属": yes(rolls.below(0.01)),
            "定期抚恤补助": yes(soldier & rolls.below(0.2)),
            "养老保险": insured,
            "领取养老金": yes((insured != "未参保") & (age >= 60)),
            "医疗保险": rolls.of(["职工", "居民", "未参保"], [0.38, 0.59, 0.03]),
            "入住养老机构": yes(institution),
            "常年患病": yes(rolls.below(0.25 + 0.3 * old)),
        }
    )


class _Rolls:
    """Throws of dice for everybody at once."""

    def __init__(self, count: int, chance: Chance) -> None:
        self._count, self._chance = count, chance

    def below(self, share: "float | NDArray[np.floating[Any]]") -> Bools:
        return self._chance.random(self._count) < share

    def of(self, values: list[str], shares: list[float]) -> Texts:
        return self._chance.choice(np.array(values, dtype=object), self._count, p=shares)


def _yes(whom: Bools) -> Texts:
    return np.where(whom, "是", "否").astype(object)


def _identity(born: list[date], female: Bools, chance: Chance, code: str) -> Texts:
    """Identity numbers with true check digits, of nobody: the sequence digits are chance."""
    order = chance.integers(0, 500, len(born)) * 2 + ~female
    heads = [f"{code}{day:%Y%m%d}{number:03}" for day, number in zip(born, order, strict=True)]
    digits = np.array(heads, dtype="U17").view("U1").reshape(len(heads), 17).astype(np.int64)
    numbers: Texts = np.array(heads, dtype=object) + CHECK[digits @ WEIGHTS % 11]
    return numbers
