"""Totals: only fixed cash, of the best combination that the text allows, by period, with bounds."""

from collections.abc import Mapping
from datetime import date
from itertools import chain, combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.eligibility.consistency import ContradictionError
from assistant.eligibility.exact import counterexample
from assistant.eligibility.expressions import ALWAYS, NEVER, NumberTest
from assistant.eligibility.judge import judge
from assistant.eligibility.knowledge import Interval, Knowledge
from assistant.eligibility.rules import Amount, Benefit, Relation, Rulebook, Tier
from assistant.eligibility.stating import read_facts
from assistant.eligibility.totals import Total, totals
from eval.cases import AS_OF, the_catalogue
from tests.eligibility.brute_force import YES, Reading, worlds
from tests.eligibility.list_people import anybody
from tests.eligibility.made_up import (
    UNKNOWN,
    WORDS,
    amount,
    benefit,
    leaf,
    people,
    relations_among,
    rulebooks,
)

TODAY = date(2026, 11, 24)
YEARLY = {"month": 12, "year": 1}


def totals_of(rulebook: Rulebook, known: Mapping[str, Knowledge]) -> dict[str, Total]:
    kept = rulebook.consistency.kept(known)
    found = totals(rulebook, [judge(benefit, kept, TODAY) for benefit in rulebook.benefits])
    assert len({total.per for total in found}) == len(found)
    return {total.per: total for total in found}


def yearly(found: Mapping[str, Total]) -> float:
    return sum(total.value * YEARLY[total.per] for total in found.values())


def lawful_combinations(rulebook: Rulebook) -> list[set[str]]:
    keys = [one.key for one in rulebook.benefits]
    every = chain.from_iterable(combinations(keys, size) for size in range(len(keys) + 1))
    return [
        set(some) for some in every if all(len(set(some) & set(r.benefits)) <= 1 for r in rulebook.relations)
    ]


def least_paid(one: Benefit, known: Mapping[str, Knowledge]) -> list[Amount] | None:
    """For each world the least amount of a tier that applies there; None when some world pays no fixed sum."""
    reading = Reading(one)
    found: list[Amount] = []
    for world in worlds(reading.taken(known), reading.facts, one.constraints, reading.expressions):
        pays = [
            t.amounts for t, applies in zip(one.tiers, reading.tiers, strict=True) if applies(world) == YES
        ]
        if reading.due(world) != YES or not pays or not all(pays):
            return None
        found.append(min((a for amounts in pays for a in amounts), key=lambda a: float(a.value)))
    return found


@settings(max_examples=60)
@given(rulebooks(most=3), people())
def test_a_total_never_promises_more_than_every_world_pays(
    rulebook: Rulebook, known: dict[str, Knowledge]
) -> None:
    try:
        found = totals_of(rulebook, known)
    except ContradictionError:
        assume(False)
        return
    paid = {one.key: least_paid(one, known) for one in rulebook.benefits}
    sums = {
        key: min(float(a.value) * YEARLY[a.per or ""] for a in amounts)
        for key, amounts in paid.items()
        if amounts
    }
    best = max(sum(sums.get(key, 0) for key in some) for some in lawful_combinations(rulebook))
    assert yearly(found) <= best


@st.composite
def certain_payments(draw: st.DrawFn) -> Rulebook:
    """Benefits that are due to everybody, each with one amount."""
    benefits = tuple(
        benefit(
            number,
            (),
            conditions=[leaf(ALWAYS)],
            tiers=[Tier(None, (draw(amounts),), None)],
        )
        for number in range(1, draw(st.integers(1, 4)) + 1)
    )
    return Rulebook("madeup", "110000", benefits, draw(relations_among(benefits)), ())


amounts = st.builds(
    amount,
    st.integers(1, 30).map(lambda tens: tens * 10),
    st.sampled_from(["month", "year"]),
    st.sampled_from(["exact", "at_least", "about"]),
)


@given(certain_payments())
def test_of_what_excludes_each_other_the_best_lawful_combination_counts(rulebook: Rulebook) -> None:
    found = totals_of(rulebook, UNKNOWN)
    paid = {one.key: one.tiers[0].amounts[0] for one in rulebook.benefits}

    def worth(some: set[str]) -> float:
        return sum(float(paid[key].value) * YEARLY[paid[key].per or ""] for key in some)

    best = max(map(worth, lawful_combinations(rulebook)))
    assert yearly(found) == best
    explained = [
        some
        for some in lawful_combinations(rulebook)
        if worth(some) == best
        and all(
            total.value == sum(paid[key].value for key in some if paid[key].per == per)
            and total.bound == weakest({paid[key].bound for key in some if paid[key].per == per})
            for per, total in found.items()
        )
    ]
    assert explained, found


def weakest(bounds: set[str]) -> str:
    return next(bound for bound in ("about", "at_least", "exact") if bound in bounds)


def test_three_that_exclude_each_other_in_pairs_still_leave_the_best_one() -> None:
    sums = {1: 10, 2: 30, 3: 20}
    benefits = tuple(
        benefit(n, (), conditions=[leaf(ALWAYS)], tiers=[Tier(None, (amount(value, "month"),), None)])
        for n, value in sums.items()
    )
    pairs = [("1.1", "2.1"), ("2.1", "3.1"), ("1.1", "3.1")]
    relations = tuple(Relation("not_together", pair, WORDS) for pair in pairs)
    found = totals_of(Rulebook("madeup", "110000", benefits, relations, ()), UNKNOWN)
    assert found == {"month": Total(30, "month", "exact")}


def test_at_most_guarantees_nothing() -> None:
    one = benefit(
        1, (), conditions=[leaf(ALWAYS)], tiers=[Tier(None, (amount(10, "month", "at_most"),), None)]
    )
    assert totals_of(Rulebook("madeup", "110000", (one,), (), ()), UNKNOWN) == {}


def test_while_the_tier_is_open_only_the_lower_sum_is_sure() -> None:
    tiers = [
        Tier(leaf(NumberTest("age", None, 4)), (amount(20, "year"),), None),
        Tier(leaf(NumberTest("age", 5, None)), (amount(50, "year"),), None),
    ]
    rulebook = Rulebook("madeup", "110000", (benefit(1, (), conditions=[leaf(ALWAYS)], tiers=tiers),), (), ())
    assert totals_of(rulebook, UNKNOWN) == {"year": Total(20, "year", "at_least")}
    assert totals_of(rulebook, {**UNKNOWN, "age": Interval(5, 9)}) == {"year": Total(50, "year", "exact")}


@pytest.mark.parametrize(
    ("document", "facts", "expected"),
    [
        pytest.param(
            "sifangtai",
            {"age": 92, "hukou": "sifangtai"},
            {"year": (1200, "at_least")},
            id="a floor by the year",
        ),
        pytest.param(
            "sifangtai", {"age": 85, "hukou": "sifangtai"}, {}, id="an allowance of an unstated amount"
        ),
        pytest.param(
            "ninghe",
            {"age": 70, "welfare": "dibao", "disability_grade": 1, "hukou": "ninghe"},
            {"month": (500, "exact")},
            id="300 and 200 a month, and the 300 of no stated period left out",
        ),
        pytest.param(
            "ninghe", {"age": 100, "hukou": "ninghe"}, {"month": (500, "exact")}, id="paid by item 14"
        ),
        pytest.param(
            "shihe",
            {
                "age": 70,
                "welfare": "dibao",
                "disability_grade": 1,
                "long_term_care": True,
                "self_care_finding": "unable",
            },
            {"month": (60 + 75 + 75, "at_least")},
            id="of the two nursing subsidies the higher, beside the service and the living subsidy",
        ),
        pytest.param("shihe", {"age": 90}, {"month": (50, "at_least")}, id="exactly 90 stands in two bands"),
        pytest.param(
            "panjin",
            {"age": 81, "hukou": "panjin", "welfare": "dibao"},
            {"month": (30 + 50, "at_least")},
            id="two floors add up to a floor",
        ),
    ],
)
def test_totals_of_the_lists(
    document: str, facts: dict[str, object], expected: dict[str, tuple[int, str]]
) -> None:
    catalogue = the_catalogue()
    known = read_facts(facts, catalogue.vocabulary, catalogue.place_code)
    found = catalogue.assess(document, known, AS_OF).totals
    assert {total.per: (total.value, total.bound) for total in found} == expected


def test_what_is_paid_to_the_family_or_off_a_price_is_never_totalled() -> None:
    for document, rulebook in the_catalogue().rulebooks.items():
        for one in rulebook.benefits:
            cash = [
                amount
                for tier in one.tiers
                for amount in tier.amounts
                if amount.kind == "cash" and amount.unit == "CNY" and amount.per in YEARLY
            ]
            person = counterexample(one.due.expression, NEVER, one.constraints, anybody())
            assert person is not None, "somebody is entitled to everything"
            verdict = judge(one, rulebook.consistency.kept(anybody() | person), AS_OF)
            if one.payee == "family" or not cash:
                assert totals(rulebook, [verdict]) == (), (document, one.key)
            elif verdict.status == "eligible" and len(cash) == len(one.tiers):
                assert totals(rulebook, [verdict]) != (), (document, one.key)
