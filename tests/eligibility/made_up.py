"""Small vocabularies, rules and people made up by chance, to hold the engine against `brute_force`."""

from collections.abc import Mapping
from typing import get_args

from hypothesis import strategies as st

from assistant.eligibility.expressions import (
    And,
    Expression,
    Local,
    Not,
    NumberTest,
    Or,
    PlaceTest,
    ValueTest,
)
from assistant.eligibility.knowledge import ANYWHERE, YES_NO, Interval, Knowledge, Options, Whereabouts
from assistant.eligibility.rules import (
    Amount,
    Benefit,
    Condition,
    Group,
    Leaf,
    Period,
    Relation,
    RelationKind,
    Rulebook,
    Tier,
)
from assistant.policies.bilingual import Bilingual
from assistant.policies.spans import Span

WORDS = Span(0, 0)
NAME = Bilingual(zh="benefit", en="benefit")
AGES = Interval(0, 9)
KINDS = ("a", "b", "c")
PLACES = ("11", "1101", "110101", "12")
UNKNOWN: Mapping[str, Knowledge] = {
    "age": AGES,
    "kind": Options(frozenset(KINDS)),
    "home": ANYWHERE,
    "left": YES_NO,
    "right": YES_NO,
    "lonely": YES_NO,
    # Only exclusions and wishes test these two; they are taken in a special way.
    "held": YES_NO,
    "wish": Options(frozenset(KINDS)),
}
FLAGS = ("left", "right", "lonely")


def some_of(values: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), min_size=1, max_size=len(values) - 1)


edges = st.integers(1, 8)
number_tests = st.one_of(
    st.builds(NumberTest, st.just("age"), edges, st.none()),
    st.builds(NumberTest, st.just("age"), st.none(), edges),
    st.builds(lambda low, size: NumberTest("age", low, low + size), edges, st.integers(0, 4)),
)
# Few facts, so that one rule tests the same one twice and constraints bind what it tests.
value_tests = st.one_of(
    st.builds(ValueTest, st.just("kind"), some_of(KINDS)),
    st.builds(ValueTest, st.sampled_from(FLAGS), st.just(frozenset({True}))),
)
place_tests = st.builds(PlaceTest, st.just("home"), st.sampled_from(PLACES))
leaf_tests = st.one_of(value_tests, value_tests, value_tests, number_tests, place_tests)


def grown(leaves: st.SearchStrategy[Expression], size: int) -> st.SearchStrategy[Expression]:
    """`not`, `and`, `or` over some leaves."""
    return st.recursive(
        leaves,
        lambda parts: st.one_of(
            st.builds(Not, parts),
            st.builds(lambda some: And(tuple(some)), st.lists(parts, min_size=2, max_size=3)),
            st.builds(lambda some: Or(tuple(some)), st.lists(parts, min_size=2, max_size=3)),
        ),
        max_leaves=size,
    )


def joined(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """`and`, `or` over parts that may be left to the locality, which `not` has no meaning for."""
    return st.recursive(
        parts,
        lambda more: st.one_of(
            st.builds(lambda some: And(tuple(some)), st.lists(more, min_size=2, max_size=3)),
            st.builds(lambda some: Or(tuple(some)), st.lists(more, min_size=2, max_size=3)),
        ),
        max_leaves=3,
    )


plain_expressions = grown(leaf_tests, 5)
expressions = joined(st.one_of(plain_expressions, plain_expressions, st.builds(Local, plain_expressions)))

# Constraints bind choices and flags, as those of the corpus do.
constraints = st.lists(
    st.builds(
        lambda premise, conclusion: Or((Not(premise), conclusion)),
        grown(value_tests, 2),
        grown(value_tests, 2),
    ),
    max_size=4,
).map(tuple)


@st.composite
def people(draw: st.DrawFn) -> dict[str, Knowledge]:
    """What may be known of somebody: nothing, a part or all of each fact."""
    known = dict(UNKNOWN)
    for fact in draw(st.frozensets(st.sampled_from(sorted(UNKNOWN)), max_size=5)):
        known[fact] = draw(part_of(UNKNOWN[fact]))
    return known


@st.composite
def part_of(draw: st.DrawFn, whole: Knowledge) -> Knowledge:
    """Knowledge that is at least as much as `whole`."""
    match whole:
        case Interval(low, high):
            least = draw(st.integers(low, high))
            return Interval(least, draw(st.integers(least, high)))
        case Options(values):
            return Options(draw(st.frozensets(st.sampled_from(sorted(values, key=str)), min_size=1)))
        case Whereabouts(within, outside):
            inside = [place for place in (*PLACES, "13") if place.startswith(within)]
            place = draw(st.sampled_from([within, *(p for p in inside if not p.startswith(tuple(outside)))]))
            deeper = [one for one in PLACES if one.startswith(place) and one != place]
            left_out = draw(st.frozensets(st.sampled_from(deeper))) if deeper else frozenset()
            return Whereabouts(place, left_out | {one for one in outside if one.startswith(place)})


@st.composite
def learned(draw: st.DrawFn, known: Mapping[str, Knowledge]) -> dict[str, Knowledge]:
    """The same person when more has come to be known."""
    return {fact: draw(part_of(value)) for fact, value in known.items()}


def leaf(expression: Expression) -> Leaf:
    return Leaf(expression, (WORDS,))


def amount(value: int, per: Period, bound: str = "exact") -> Amount:
    return Amount(value, "CNY", bound, WORDS, per)  # type: ignore[arg-type]


conditions = st.recursive(
    st.builds(leaf, expressions),
    lambda parts: st.builds(
        lambda kind, some: Group(kind, tuple(some)),
        st.sampled_from(["any", "all"]),
        st.lists(parts, min_size=1, max_size=3),
    ),
    max_leaves=3,
)
cash = st.builds(
    amount,
    st.integers(1, 9).map(lambda tens: tens * 10),
    st.sampled_from(["month", "year"]),
    st.sampled_from(["exact", "at_least"]),
)
tiers = st.builds(
    lambda when, amounts: Tier(None if when is None else leaf(when), tuple(amounts), None),
    st.none() | plain_expressions,
    st.lists(cash, max_size=2),
)
unless = st.sampled_from([(), (leaf(ValueTest("held", frozenset({True}))),)])
choice = st.none() | st.builds(lambda values: leaf(ValueTest("wish", values)), some_of(KINDS))


def benefit(
    number: int,
    laws: tuple[Expression, ...],
    *,
    conditions: list[Condition],
    unless: tuple[Leaf, ...] = (),
    choice: Leaf | None = None,
    tiers: list[Tier] | None = None,
) -> Benefit:
    return Benefit(
        document="madeup",
        item=str(number),
        number=1,
        name=NAME,
        row=1,
        grants="cash",
        payee="elder",
        conditions=tuple(conditions),
        unless=unless,
        choice=choice,
        tiers=tuple(tiers or ()),
        steps=(),
        encouraged=None,
        valid=None,
        notes=None,
        constraints=laws,
    )


@st.composite
def rulebooks(draw: st.DrawFn, most: int = 1) -> Rulebook:
    """A list of up to `most` benefits with what the text says of them among each other."""
    laws = draw(constraints)
    benefits = tuple(
        benefit(
            number,
            laws,
            conditions=draw(st.lists(conditions, min_size=1, max_size=2)),
            unless=draw(unless),
            choice=draw(choice),
            tiers=draw(st.lists(tiers, max_size=3)),
        )
        for number in range(1, draw(st.integers(1, most)) + 1)
    )
    return Rulebook("madeup", "110000", benefits, draw(relations_among(benefits)), laws)


def relations_among(benefits: tuple[Benefit, ...]) -> st.SearchStrategy[tuple[Relation, ...]]:
    if len(benefits) < 2:
        return st.just(())
    keys = st.lists(st.sampled_from([one.key for one in benefits]), min_size=2, max_size=3, unique=True)
    kinds = st.sampled_from(get_args(RelationKind))
    relation = st.builds(lambda kind, some: Relation(kind, tuple(some), WORDS), kinds, keys)
    return st.lists(relation, max_size=2).map(tuple)
