"""A screened batch in words: the whole numbers of the program's columns decoded, each distinct number once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from assistant.eligibility.rules import Amount, Tier
from assistant.policies.bilingual import Tongue
from assistant.screening.cash import bound_of
from assistant.screening.outlook import GAINING, REACHING
from assistant.screening.program import QUESTION, STATUSES, BenefitOut, Mask, Program
from assistant.screening.vocabulary import RosterVocabulary

NO_AMOUNT = "none"
MOST_LOOKED_UP = 1 << 20
"""The greatest number that is decoded by its place in a list; greater ones are looked up."""
WORDS = pl.Categorical()
"""The type of a column of words: few distinct ones, many rows."""


@dataclass(frozen=True)
class Words:
    """How results are worded: in a language, or (None) in the names that programs use."""

    program: Program
    vocabulary: RosterVocabulary
    tongue: Tongue | None
    months: int

    @cached_property
    def schema(self) -> Mapping[str, pl.DataType]:
        """The columns of the worded results."""
        empty = pl.DataFrame(schema=dict.fromkeys(self._inputs(), pl.Int64))
        return dict(self.worded(empty).schema)

    def worded(self, screened: pl.DataFrame) -> pl.DataFrame:
        """The results of a batch, in the order of the list."""
        return pl.DataFrame(list(self._columns(screened)))

    def _inputs(self) -> Iterator[str]:
        yield from (out.status for out in self.program.outputs)
        yield from (mask.column for mask in self.program.masks())
        yield from (QUESTION, GAINING, REACHING, *self.program.cash.columns)

    def _columns(self, screened: pl.DataFrame) -> Iterator[pl.Series]:
        for out in self.program.outputs:
            yield from self._of_benefit(out, screened)
        yield _decoded(screened[QUESTION], self._question, self._heading("question"))
        for column in self.program.cash.periods:
            yield screened[f"cash_{column}"].cast(pl.Float64).alias(self._cash_heading("cash", column))
            bounds = screened[f"cash_{column}_bounds"]
            yield _decoded(bounds, self._bound, self._cash_heading("cash_bound", column))
        presumed = self.program.presumed
        yield _decoded(screened[presumed.column], self._facts(presumed), self._heading("presumed"))
        choices = self.program.choices
        yield _decoded(screened[choices.column], _listing(choices), self._heading("choices"))
        gaining = _listing(Mask(GAINING, tuple(out.columns.benefit.key for out in self.program.outputs), ()))
        yield _decoded(screened[GAINING], gaining, self._heading("gaining", months=self.months))
        yield screened[REACHING].cast(pl.Int16).alias(self._heading("reaching", months=self.months))

    def _of_benefit(self, out: BenefitOut, screened: pl.DataFrame) -> Iterator[pl.Series]:
        benefit = out.columns.benefit
        yield _decoded(screened[out.status], self._status, self._heading("status", out))
        if any(tier.amounts or tier.text for tier in benefit.tiers):
            tiers = out.masks["tiers"]
            yield _decoded(
                screened[tiers.column], self._amounts(benefit.tiers), self._heading("amounts", out)
            )
        missing, pricing = out.masks["missing"], out.masks["amount_missing"]
        names = dict.fromkeys((*missing.names, *pricing.names))
        if names:
            # Of one person either the status is undetermined or the sum is: one column says what is missing.
            shift = 1 << len(missing.names)
            both = screened[missing.column].cast(pl.Int64) + screened[pricing.column].cast(pl.Int64) * shift
            joint = Mask("", (*missing.names, *pricing.names), ())
            yield _decoded(both, self._facts(joint), self._heading("missing", out))
        reasons = out.masks["reasons"]
        yield _decoded(screened[reasons.column], _listing(reasons), self._heading("reasons", out))

    def _heading(self, name: str, out: BenefitOut | None = None, **fill: object) -> str:
        if out is None:
            return (
                name if self.tongue is None else self.vocabulary.columns[name].of(self.tongue).format(**fill)
            )
        benefit = out.columns.benefit
        if self.tongue is None:
            return f"{benefit.key} {name}"
        several = len([one for one in self.program.rulebook.benefits if one.item == benefit.item]) > 1
        number = benefit.key if several else benefit.item
        titled = f"{number} {benefit.name.of(self.tongue)}"
        return self.vocabulary.columns[name].of(self.tongue).format(benefit=titled)

    def _cash_heading(self, name: str, per: str) -> str:
        if self.tongue is None:
            return f"{name}_{per}"
        return (
            self.vocabulary.columns[name]
            .of(self.tongue)
            .format(per=self.vocabulary.periods[per].of(self.tongue))
        )

    def _status(self, code: int) -> str:
        status = STATUSES[code]
        return status if self.tongue is None else self.vocabulary.statuses[status].of(self.tongue)

    def _bound(self, mask: int) -> str:
        if not mask:
            return ""
        bound = bound_of(mask)
        return bound if self.tongue is None else self.vocabulary.bound_words[bound].of(self.tongue)

    def _facts(self, mask: Mask) -> Callable[[int], str]:
        return lambda value: self._join(dict.fromkeys(self._fact(name) for name in names_in(mask, value)))

    def _fact(self, name: str) -> str:
        return (
            name
            if self.tongue is None
            else self.program.catalogue.vocabulary.facts[name].label.of(self.tongue)
        )

    def _question(self, code: int) -> str:
        fact = self.program.question_of(code)
        return "" if fact is None else self._fact(fact)

    def _amounts(self, tiers: tuple[Tier, ...]) -> Callable[[int], str]:
        def of(mask: int) -> str:
            open_tiers = [tier for place, tier in enumerate(tiers) if mask >> place & 1]
            return self._join(dict.fromkeys(words for tier in open_tiers for words in self._offers(tier)))

        return of

    def _offers(self, tier: Tier) -> Iterator[str]:
        yield from (self._amount(amount) for amount in tier.amounts)
        if not tier.amounts:
            if self.tongue is None:
                yield NO_AMOUNT
            else:
                yield (tier.text or self.vocabulary.no_amount).of(self.tongue)

    def _amount(self, amount: Amount) -> str:
        if self.tongue is None:
            per = f"/{amount.per}" if amount.per else ""
            return (
                f"{amount.value} {amount.unit}{per}{f' of {amount.of}' if amount.of else ''} {amount.bound}"
            )
        unit = "fraction" if isinstance(amount.value, str) else amount.unit
        figure = self.vocabulary.units[unit].of(self.tongue).format(value=amount.value, of=amount.of or "")
        bounded = self.vocabulary.bounds[amount.bound].of(self.tongue).format(sum=figure)
        period = self.vocabulary.periods[amount.per].of(self.tongue) if amount.per else ""
        return f"{period}{bounded}" if self.tongue == "zh" else f"{bounded} {period}".strip()

    def _join(self, parts: "Mapping[str, None]") -> str:
        return ("；" if self.tongue == "zh" else "; ").join(parts)


def names_in(mask: Mask, value: int) -> list[str]:
    """What the bits of a mask stand for."""
    return [name for place, name in enumerate(mask.names) if value >> place & 1]


def _listing(mask: Mask) -> Callable[[int], str]:
    return lambda value: " ".join(names_in(mask, value))


def _decoded(codes: pl.Series, words: Callable[[int], str], name: str) -> pl.Series:
    """The words of each number; none where there is nothing to say."""
    distinct = codes.drop_nulls().unique().to_list()
    said = {code: words(code) or None for code in distinct}
    if distinct and min(distinct) >= 0 and max(distinct) < MOST_LOOKED_UP:
        table = pl.Series([said.get(code) for code in range(max(distinct) + 1)], dtype=pl.String).cast(WORDS)
        return table.gather(codes.cast(pl.UInt32)).alias(name)
    replaced = codes.cast(pl.Int64).replace_strict(said, default=None, return_dtype=pl.String)
    return replaced.cast(WORDS).alias(name)
