"""The same ten rules in plain NumPy and in OpenFisca-Core, written from the rules so that they are the same.

Neither knows of unknowns: both lift them by hand, as a rule that surely holds and one that may (Kleene).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce as fold
from typing import Any, assert_never

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assistant.eligibility.expressions import (
    TRUE,
    And,
    Expression,
    Local,
    Named,
    Not,
    NumberTest,
    Or,
    PlaceTest,
    Test,
    ValueTest,
)
from assistant.screening.domains import Domain, high_of, low_of
from assistant.screening.program import Program

TEN = ("1.1", "2.1", "3.1", "4.1", "5.1", "6.1", "7.1", "8.1", "17.1", "22.1")
"""Ten rules of 四方台 without exclusions, wishes and local decisions, of which lifted logic knows nothing."""
PLACE = "sifangtai"
UNKNOWN = -1
Facts = Mapping[str, NDArray[np.int16]]
Bools = NDArray[np.bool_]
Lifted = tuple[Bools, Bools]
"""Whom a rule surely holds for, and whom it may hold for."""
Get = Callable[[str], NDArray[np.int16]]


def random_facts(program: Program, count: int, unknown: float, seed: int = 1) -> Facts:
    """Every fact of a list for everybody: a number, or the place of a cell; UNKNOWN for a share."""
    chance = np.random.default_rng(seed)
    facts = {}
    for name, domain in program.domains.items():
        least, beyond = (55, 105) if domain.is_number else (0, len(domain.cells))
        values = chance.integers(least, beyond, count).astype(np.int16)
        values[chance.random(count) < unknown] = UNKNOWN
        facts[name] = values
    return facts


def typed(program: Program, facts: Facts) -> pl.DataFrame:
    """The same facts as a typed roster."""
    columns: dict[str, pl.Series] = {}
    for name, domain in program.domains.items():
        values = pl.Series(facts[name]).replace(UNKNOWN, None)
        if domain.is_number:
            columns |= {low_of(name): values, high_of(name): values}
        else:
            places = list(range(len(domain.cells)))
            columns[name] = values.replace_strict(
                places, [1 << place for place in places], return_dtype=pl.Int16
            )
    return pl.DataFrame(columns)


@dataclass(frozen=True)
class Lift:
    """Writes an expression as NumPy operations on the facts that `get` hands out."""

    domains: Mapping[str, Domain]

    def of(self, expression: Expression, get: Get) -> Lifted:
        """Whom it surely, and whom it may hold for."""
        match expression:
            case NumberTest() | ValueTest() | PlaceTest():
                return self._test(expression, get(expression.fact))
            case Named(_, part):
                return self.of(part, get)
            case Not(part):
                sure, may = self.of(part, get)
                return ~may, ~sure
            case And(parts):
                return self._joined(np.logical_and, parts, get)
            case Or(parts):
                return self._joined(np.logical_or, parts, get)
            case Local():
                raise ValueError("lifted logic has no local decisions")
            case _:
                assert_never(expression)

    def _joined(self, join: "np.ufunc", parts: tuple[Expression, ...], get: Get) -> Lifted:
        lifted = [self.of(part, get) for part in parts]
        sure, may = (fold(join, side) for side in zip(*lifted, strict=True))
        return sure, may

    def _test(self, test: Test, values: NDArray[np.int16]) -> Lifted:
        known = values != UNKNOWN
        if isinstance(test, NumberTest):
            holds = np.ones(len(values), np.bool_)
            if test.low is not None:
                holds &= values >= test.low
            if test.high is not None:
                holds &= values <= test.high
        else:
            cells = self.domains[test.fact].cells
            meeting = [test.bounds({test.fact: cell}) == TRUE for cell in cells]
            holds = np.array([*meeting, False])[values]
        return known & holds, ~known | holds


def in_numpy(program: Program, facts: Facts) -> dict[str, Lifted]:
    """Every rule in plain NumPy."""
    lift = Lift(program.domains)
    return {key: lift.of(program.rulebook.by_key[key].due.expression, facts.__getitem__) for key in TEN}


class OpenFisca:
    """Every rule as a variable of an OpenFisca system, the facts as its inputs."""

    PERIOD = "2026-11"

    def __init__(self, program: Program) -> None:
        from openfisca_core.entities import Entity
        from openfisca_core.periods import DateUnit
        from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # type: ignore[import-untyped]
        from openfisca_core.variables import Variable  # type: ignore[import-untyped]

        person = Entity("person", "people", "", "")
        self._system = TaxBenefitSystem([person])
        shared = {"entity": person, "definition_period": DateUnit.MONTH}
        for name in program.domains:
            self._system.add_variable(
                type(name, (Variable,), {**shared, "value_type": int, "default_value": UNKNOWN})
            )
        lift = Lift(program.domains)
        for key in TEN:
            formula = self._formula(lift, program.rulebook.by_key[key].due.expression)
            variable = {**shared, "value_type": int, "formula": formula}
            self._system.add_variable(type(self._name(key), (Variable,), variable))

    @staticmethod
    def _formula(lift: Lift, expression: Expression) -> Callable[[Any, Any], NDArray[np.int8]]:
        """0 where the rule fails, 1 where it may hold, 2 where it surely does: both sides from one pass."""

        def formula(person: Any, period: Any) -> NDArray[np.int8]:
            sure, may = lift.of(expression, lambda fact: person(fact, period))
            return sure.astype(np.int8) + may

        return formula

    @staticmethod
    def _name(key: str) -> str:
        return f"rule_{key.replace('.', '_')}"

    def simulation(self, facts: Facts, count: int) -> Any:
        """A simulation with the facts put in."""
        from openfisca_core.simulations import SimulationBuilder  # type: ignore[import-untyped]

        simulation = SimulationBuilder().build_default_simulation(self._system, count)
        for name, values in facts.items():
            simulation.set_input(name, self.PERIOD, values)
        return simulation

    def decided(self, simulation: Any) -> dict[str, Lifted]:
        """Every rule for everybody."""
        found = {}
        for key in TEN:
            value = simulation.calculate(self._name(key), self.PERIOD)
            found[key] = (value == 2, value >= 1)
        return found
