"""People for the benefits of the four lists: made so that each single test of a rule decides for somebody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from hypothesis import strategies as st

from assistant.eligibility.exact import counterexample
from assistant.eligibility.expressions import (
    ALWAYS,
    NEVER,
    And,
    Expression,
    Local,
    Named,
    Not,
    Or,
    PlaceTest,
    all_of,
)
from assistant.eligibility.knowledge import YES_NO, Interval, Knowledge, Options, Whereabouts
from assistant.eligibility.rules import Benefit
from eval.cases import item_files, the_catalogue
from tests.eligibility.brute_force import Point, Reading, World, facts_of, leaf_tests, points, worlds

DOCUMENTS = sorted({file.parent.name for file in item_files()})


@cache
def places_told_apart() -> tuple[str, ...]:
    """The places that some rule of the lists tests."""
    questions = [benefit.due for rules in the_catalogue().rulebooks.values() for benefit in rules.benefits]
    leaves = [test for question in questions for test in leaf_tests(question.expression)]
    return tuple(sorted({test.place for test in leaves if isinstance(test, PlaceTest)}))


@cache
def reading_of(benefit_id: tuple[str, str]) -> Reading:
    document, key = benefit_id
    return Reading(the_catalogue().rulebooks[document].by_key[key])


def anybody() -> dict[str, Knowledge]:
    """Somebody of whom nothing is known, not even by a silent presumption."""
    facts = the_catalogue().vocabulary.facts.values()
    return {fact.name: YES_NO if fact.type == "flag" else fact.domain for fact in facts}


@dataclass(frozen=True)
class Turn:
    """Somebody for whom one test of a benefit decides: the world, and the fact that the test is about."""

    benefit: tuple[str, str]
    fact: str
    world: World


@cache
def turns(document: str) -> tuple[Turn, ...]:
    """For each test of each benefit somebody for whom it decides whether the benefit, or a tier of it, is due."""
    return tuple(
        turn for benefit in the_catalogue().rulebooks[document].benefits for turn in _turns(document, benefit)
    )


def _turns(document: str, benefit: Benefit) -> Iterator[Turn]:
    reading = reading_of((document, benefit.key))
    whens = [tier.when.expression for tier in benefit.tiers if tier.when is not None]
    for asked in (benefit.due.expression, *(all_of((benefit.due.expression, when)) for when in whens)):
        for place, test in enumerate(leaf_tests(asked)):
            person = counterexample(
                forced(asked, place, ALWAYS), forced(asked, place, NEVER), benefit.constraints, anybody()
            )
            if person is not None:
                possible = worlds(anybody() | person, reading.facts, benefit.constraints, reading.expressions)
                yield Turn((document, benefit.key), test.fact, next(possible))


def forced(expression: Expression, place: int, outcome: Expression) -> Expression:
    """The expression with its `place`-th test replaced by a foregone outcome."""
    counter = iter(range(1_000))

    def walk(part: Expression) -> Expression:
        match part:
            case Not() | Local() | Named():
                return replace(part, part=walk(part.part))
            case And(parts) | Or(parts):
                return replace(part, parts=tuple(walk(one) for one in parts))
            case _:
                return outcome if next(counter) == place else part

    return walk(expression)


def told(world: World, unsaid: Mapping[str, Knowledge]) -> dict[str, Knowledge]:
    """What is known of a person when everything is told but for the facts in `unsaid`, of which only so much is."""
    unknown = the_catalogue().vocabulary.unknown
    return {
        **unknown,
        **{fact: exactly(unknown[fact], point) for fact, point in world.items()},
        **unsaid,
    }


def exactly(domain: Knowledge, point: Point) -> Knowledge:
    match domain:
        case Interval():
            return Interval(int(point), int(point))
        case Options():
            return Options(frozenset({point}))
        case Whereabouts():
            place = str(point).removesuffix("~")
            inner = [one for one in places_told_apart() if one.startswith(place) and one != place]
            return Whereabouts(place, frozenset(inner))


@st.composite
def partly(
    draw: st.DrawFn, domain: Knowledge, point: Point, telling: list[Expression], fact: str
) -> Knowledge:
    """Some of what is possible, the truth among it."""
    match domain:
        case Interval(low, high):
            around = [int(number) for number in points(fact, domain, telling)]
            least = draw(st.sampled_from([low, *(number for number in around if number <= int(point))]))
            return Interval(
                least, draw(st.sampled_from([high, *(number for number in around if number >= int(point))]))
            )
        case Options(values):
            if len(values) == 1:
                return domain
            others = sorted(values - {point}, key=str)
            return Options(draw(st.frozensets(st.sampled_from(others))) | {point})
        case Whereabouts():
            return domain


@st.composite
def somebody(draw: st.DrawFn, document: str) -> tuple[str, dict[str, Knowledge]]:
    """A benefit and a person for whom something about it is close, and how much of that person is known."""
    turn = draw(st.sampled_from(turns(document)))
    reading = reading_of(turn.benefit)
    unknown = the_catalogue().vocabulary.unknown
    # Facts that constraints bind to the one that decides come first: unknown together, they are the hard case.
    bound = [fact for law in reading.benefit.constraints for fact in facts_of(law)]
    likely = [turn.fact, *(fact for fact in dict.fromkeys(bound) if fact in turn.world)]
    unsaid = draw(st.frozensets(st.sampled_from([*likely, *reading.facts]), max_size=6)) | {turn.fact}
    known = told(
        turn.world,
        {
            fact: draw(
                st.just(unknown[fact]) | partly(unknown[fact], turn.world[fact], reading.expressions, fact)
            )
            for fact in sorted(unsaid)
        },
    )
    return turn.benefit[1], known
