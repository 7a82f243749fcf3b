"""The small language of conditions: what it says of partial knowledge, and what it refuses."""

import pytest

from assistant.eligibility.expressions import (
    FALSE,
    LOCAL,
    NO,
    OPEN,
    TRUE,
    YES,
    Bounds,
    ExpressionError,
    Language,
    Local,
    Named,
    NumberTest,
    ValueTest,
    reduce,
)
from assistant.eligibility.stating import read_facts
from eval.cases import the_catalogue


@pytest.fixture(scope="module")
def language() -> Language:
    return the_catalogue().language


def bounds(language: Language, when: str, **facts: object) -> Bounds:
    catalogue = the_catalogue()
    return language.parse(when).bounds(read_facts(facts, catalogue.vocabulary, catalogue.place_code))


@pytest.mark.parametrize(
    ("when", "age", "expected"),
    [
        ("age >= 80", 80, TRUE),
        ("age >= 80", 79, FALSE),
        ("age > 80", 81, TRUE),
        ("age > 80", 80, FALSE),
        ("age <= 89", 89, TRUE),
        ("age <= 89", 90, FALSE),
        ("age < 70", 69, TRUE),
        ("age < 70", 70, FALSE),
        ("age == 90", 90, TRUE),
        ("age == 90", 91, FALSE),
        ("age >= 80", {"min": 79, "max": 80}, OPEN),
        ("age >= 80", {"min": 80, "max": 89}, TRUE),
        ("age >= 80", {"max": 79}, FALSE),
        ("age >= 80", {"min": 75}, OPEN),
    ],
)
def test_a_number_is_compared_on_both_sides_of_its_limit(
    language: Language, when: str, age: object, expected: Bounds
) -> None:
    assert bounds(language, when, age=age) == expected


@pytest.mark.parametrize(
    ("when", "welfare", "expected"),
    [
        ("welfare == dibao", "dibao", TRUE),
        ("welfare == dibao", "tekun", FALSE),
        ("welfare == dibao", ["dibao", "tekun"], OPEN),
        ("welfare != dibao", "dibao", FALSE),
        ("welfare != dibao", ["none", "tekun"], TRUE),
        ("welfare in (dibao, tekun)", ["dibao", "tekun"], TRUE),
        ("welfare not in (dibao, tekun)", "dibao_marginal", TRUE),
    ],
)
def test_a_choice_may_be_partly_known(
    language: Language, when: str, welfare: object, expected: Bounds
) -> None:
    assert bounds(language, when, welfare=welfare) == expected


@pytest.mark.parametrize(
    ("when", "hukou", "expected"),
    [
        ("hukou in tianjin", "ninghe", TRUE),
        ("hukou in ninghe", "ninghe", TRUE),
        ("hukou in ninghe", "tianjin", OPEN),
        ("hukou in ninghe", "120101", FALSE),
        ("hukou in ninghe", "panjin", FALSE),
        ("hukou in ninghe", {"not": "ninghe"}, FALSE),
        ("hukou in ninghe", {"not": "tianjin"}, FALSE),
        ("hukou in tianjin", {"not": "ninghe"}, OPEN),
        ("hukou not in tianjin", "ninghe", FALSE),
        ("hukou in panjin", "双台子区", TRUE),
        ("hukou in sifangtai", "双鸭山市", OPEN),
    ],
)
def test_a_place_lies_in_what_it_belongs_to(
    language: Language, when: str, hukou: object, expected: Bounds
) -> None:
    assert bounds(language, when, hukou=hukou) == expected


def test_and_is_the_minimum_or_the_maximum_and_local_a_cap(language: Language) -> None:
    known = {"age": 85, "welfare": "none"}
    assert bounds(language, "age >= 80 and lives_alone", **known) == OPEN
    assert bounds(language, "age >= 90 and lives_alone", **known) == FALSE
    assert bounds(language, "age >= 80 or lives_alone", **known) == TRUE
    assert bounds(language, "local(age >= 80)", **known) == (LOCAL, LOCAL)
    assert bounds(language, "local(age >= 90)", **known) == (NO, NO)
    assert bounds(language, "local(age >= 80) or lives_alone", **known) == (LOCAL, YES)
    assert bounds(language, "local(age >= 80) and lives_alone", **known) == (NO, LOCAL)


@pytest.mark.parametrize(
    ("welfare", "comfortable", "expected"),
    [
        ("dibao", False, TRUE),
        ("tekun", False, TRUE),
        ("expenditure_poor", False, (LOCAL, LOCAL)),
        ("none", False, (LOCAL, LOCAL)),
        ("none", True, FALSE),
        (["dibao", "none"], False, (LOCAL, YES)),
    ],
)
def test_hardship_is_sure_on_dibao_and_otherwise_the_localitys(
    language: Language, welfare: object, comfortable: bool, expected: Bounds
) -> None:
    assert bounds(language, "economic_hardship", welfare=welfare, comfortable=comfortable) == expected


@pytest.mark.parametrize(
    ("when", "fault"),
    [
        ("age >=", "is not an expression"),
        ("wealth >= 3", "there is no fact `wealth`"),
        ("rich", "there is no fact `rich`"),
        ("age", "compare it with something"),
        ("age >= old", "with a whole number"),
        ("age >= 80.5", "with a whole number"),
        ("age >= True", "with a whole number"),
        ("age != 80", "takes >=, >, <=, < or =="),
        ("60 <= age", "is not of the syntax"),
        ("60 <= age <= 70", "is not of the syntax"),
        ("welfare == rich", "has no value `rich`"),
        ("welfare >= dibao", "takes ==, !=, in or not in"),
        ("disability_grade == True", "has no value `True`"),
        ("disability_grade in (1, 7)", "has no value `7`"),
        ("lives_alone == True", "yes or no"),
        ("hukou == ninghe", "ask of a place only"),
        ("hukou in beijing", "is no document"),
        ("not local(lives_alone)", "has no meaning"),
        ("not economic_hardship", "has no meaning"),
        ("max(age, 3)", "is not of the syntax"),
        ("local(age >= 80, lives_alone)", "is not of the syntax"),
        ("age + 1 >= 80", "is not of the syntax"),
        ("__import__('os')", "is not of the syntax"),
        ("lambda: 1", "is not of the syntax"),
    ],
)
def test_what_is_not_a_condition_is_refused_with_its_fault(language: Language, when: str, fault: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        language.parse(when)
    assert fault in str(caught.value)
    assert f"`{when}`" in str(caught.value)


def test_an_implication_needs_its_arrow(language: Language) -> None:
    with pytest.raises(ExpressionError, match="write it as `a -> b`"):
        language.parse_implication("lives_alone")


def test_an_implication_fails_only_where_its_premise_holds_alone(language: Language) -> None:
    catalogue = the_catalogue()
    law = language.parse_implication("disability_grade in (1, 2) -> disability")

    def holds(**facts: object) -> Bounds:
        return law.bounds(read_facts(facts, catalogue.vocabulary, catalogue.place_code))

    assert holds(disability_grade=1, disability=False) == FALSE
    assert holds(disability_grade=3, disability=False) == TRUE
    assert holds(disability=True) == TRUE
    assert holds(disability_grade=1) == OPEN


def test_a_criterion_keeps_its_name(language: Language) -> None:
    assert language.parse("elder") == Named("elder", NumberTest("age", 60, None))


def test_what_is_decided_is_left_out_and_what_is_open_stays(language: Language) -> None:
    catalogue = the_catalogue()
    known = read_facts({"age": 85, "welfare": "none"}, catalogue.vocabulary, catalogue.place_code)
    rest = reduce(language.parse("age >= 80 and (welfare == dibao or lives_alone)"), known)
    assert rest == ValueTest("lives_alone", frozenset({True}))
    assert reduce(language.parse("local(lives_alone) and age >= 80"), known) == Local(rest)
