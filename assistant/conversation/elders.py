"""Who of the people in a message is an elder whose case is put: not the child that asks, nor a neighbour in a story."""

from dataclasses import replace

from assistant.eligibility.knowledge import Interval
from assistant.language import Meaning, PersonMeant, Statement
from assistant.replies.words import load_wording

PLACES = frozenset({"hukou", "residence"})


def is_anybody(person: PersonMeant) -> bool:
    """Whether the words mean whoever is so (the tekun elders, from 75 on), not somebody in particular."""
    labels = load_wording().lists["people.nobody"]
    definite = any(_is_exact_age(one) or one.fact in PLACES for one in person.statements)
    return person.label in labels and person.birth is None and not definite


def tells(meaning: Meaning) -> bool:
    """Whether anything is told of somebody beside what 他 and 她 tell."""
    return any(
        person.birth or any(one.fact != "sex" for one in person.statements) for person in meaning.persons
    )


def elders_only(meaning: Meaning, youngest: int, story: bool) -> Meaning:
    """The meaning without the ages of people who are too young, where somebody old enough is spoken of.

    `youngest` is the age below which nobody is meant. In a `story`, somebody of whom nothing is said is left out too.
    """
    ages = [one for person in meaning.persons for one in person.statements if one.fact == "age"]
    old = [one for one in ages if not _is_young(one, youngest)]
    if not old and not any(person.birth for person in meaning.persons):
        return meaning
    kept = []
    for person in meaning.persons:
        statements = tuple(one for one in person.statements if not _is_young(one, youngest))
        lost_age = len(statements) < len(person.statements)
        says_nothing = person.birth is None and all(one.fact == "sex" for one in statements)
        if not (person.is_new and says_nothing and (lost_age or story)):
            kept.append(replace(person, statements=statements))
    return replace(meaning, persons=tuple(kept))


def _is_young(statement: Statement, youngest: int) -> bool:
    known = statement.knowledge
    return statement.fact == "age" and isinstance(known, Interval) and known.high < youngest


def _is_exact_age(statement: Statement) -> bool:
    known = statement.knowledge
    return statement.fact == "age" and isinstance(known, Interval) and known.low == known.high
