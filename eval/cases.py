"""The cases of `tests/corpus`: what a person's facts are and what an item gives (docs/corpus-format.md says how)."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from assistant.eligibility.catalogue import Catalogue, load_catalogue
from assistant.eligibility.judge import Status, Verdict
from assistant.eligibility.rules import Amount, Tier

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "corpus"
AS_OF = date(2026, 11, 24)
"""The day on which every case is judged."""

NO_AMOUNT = "none"
WITHOUT_AMOUNT = Tier(when=None, amounts=(), text=None)
"""What a benefit without tiers gives."""


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Expected(_Written):
    """What one benefit of the item must come to; what is left out is not checked."""

    status: Status
    amounts: frozenset[str] | None = None
    gives: frozenset[str] | None = None
    missing: frozenset[str] | None = None


class Case(_Written):
    """One person and one item."""

    name: str
    facts: Mapping[str, Any]
    expect: Mapping[int, Expected] = Field(min_length=1)


class CaseFile(_Written):
    """All cases of one item."""

    item: str
    cases: tuple[Case, ...]


@lru_cache(maxsize=1)
def the_catalogue() -> Catalogue:
    """The corpus as it stands, loaded once."""
    return load_catalogue(ROOT / "corpus")


def item_files() -> list[Path]:
    """The case files, in the order of documents and items."""
    files = (file for file in CASES.glob("*/*.yaml") if file.stem.isdecimal())
    return sorted(files, key=lambda file: (file.parent.name, int(file.stem)))


def read_cases(file: Path) -> tuple[Case, ...]:
    """The cases of one file; raises ValueError when the file is not as it should be."""
    written = CaseFile.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    if written.item != file.stem:
        raise ValueError(f"{file}: it says item {written.item}; name the file after its item")
    return written.cases


def faults(expected: Expected, verdict: Verdict) -> list[str]:
    """Where the verdict is not what the case expects."""
    found = []
    if verdict.status != expected.status:
        found.append(f"is {verdict.status}, not {expected.status}")
    if expected.amounts is not None and amounts_of(verdict) != expected.amounts:
        found.append(f"gives {_listed(amounts_of(verdict))}, not {_listed(expected.amounts)}")
    if expected.gives is not None and texts_of(verdict) != expected.gives:
        found.append(f"gives {_listed(texts_of(verdict))}, not {_listed(expected.gives)}")
    if expected.missing is not None and set(verdict.missing) != expected.missing:
        found.append(f"misses {_listed(verdict.missing)}, not {_listed(expected.missing)}")
    return found


def amounts_of(verdict: Verdict) -> frozenset[str]:
    """Every amount still possible, in the words of the cases."""
    if verdict.status == "not_eligible":
        return frozenset()
    tiers = [entry.tier for entry in verdict.tiers] or [WITHOUT_AMOUNT]
    return frozenset(written(amount) for tier in tiers for amount in tier.amounts) | {
        NO_AMOUNT for tier in tiers if not tier.amounts
    }


def texts_of(verdict: Verdict) -> frozenset[str]:
    """What tiers still possible give where no amount says it, in the Chinese of the rule."""
    return frozenset(entry.tier.text.zh for entry in verdict.tiers if entry.tier.text is not None)


def offered(tier: Tier) -> frozenset[str]:
    """What a case can see of a tier."""
    amounts = frozenset(written(amount) for amount in tier.amounts) or frozenset({NO_AMOUNT})
    return amounts | ({tier.text.zh} if tier.text is not None else set())


def written(amount: Amount) -> str:
    """An amount in the words of the cases: `1200 CNY/year at_least`."""
    per = f"/{amount.per}" if amount.per else ""
    of = f" of {amount.of}" if amount.of else ""
    return f"{amount.value} {amount.unit}{per}{of} {amount.bound}"


def _listed(names: Any) -> str:
    return ", ".join(sorted(names)) or "nothing"
