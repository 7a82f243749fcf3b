"""Who of the people in a message is an elder whose case is put: not the child that asks, nor a neighbour in a story."""

from collections.abc import Collection
from dataclasses import replace

from assistant.eligibility.knowledge import Interval
from assistant.language import Meaning, PersonMeant, Statement
from assistant.language.turns import Leaning, Turns
from assistant.replies.words import load_wording


def is_anybody(person: PersonMeant) -> bool:
    """Whether the words mean whoever is so (the tekun elders, from 75 on), not somebody in particular."""
    labels = load_wording().lists["people.nobody"]
    # 宁河养老院里的床: a place alone is where the question is about
    definite = any(_is_exact_age(one) or one.fact == "hukou" for one in person.statements)
    return person.label in labels and person.birth is None and not definite


def tells(meaning: Meaning) -> bool:
    """Whether anything is told of somebody beside what 他 and 她 tell."""
    return any(
        person.birth or any(one.fact != "sex" for one in person.statements) for person in meaning.persons
    )


def is_told(meaning: Meaning, start: int, end: int, facts: Collection[str] | None = None) -> bool:
    """Whether the words there state a fact of somebody, one of `facts` where they are given."""
    return any(
        statement.start < end and start < statement.end
        for person in meaning.persons
        for statement in person.statements
        if facts is None or statement.fact in facts
    )


def elders_only(meaning: Meaning, turns: Turns, leaning: Leaning) -> Meaning:
    """The meaning without the ages of another generation, where elders are spoken of.

    In a story, somebody of whom nothing is said is left out too.
    """
    ages = [known for person in meaning.persons for one in person.statements if (known := _age(one))]
    old = [age.low for age in ages if age.high >= turns.youngest]
    if not old and not any(person.birth for person in meaning.persons):
        return meaning
    too_young = min([turns.youngest, *(age - turns.generation for age in old)])
    kept = []
    for person in meaning.persons:
        statements = tuple(one for one in person.statements if not _is_under(one, too_young))
        lost_age = len(statements) < len(person.statements)
        says_nothing = person.birth is None and all(one.fact == "sex" for one in statements)
        if not (person.is_new and says_nothing and (lost_age or leaning.is_story)):
            kept.append(replace(person, statements=statements))
    return replace(meaning, persons=tuple(kept))


def _age(statement: Statement) -> Interval | None:
    known = statement.knowledge
    return known if statement.fact == "age" and isinstance(known, Interval) else None


def _is_under(statement: Statement, years: int) -> bool:
    age = _age(statement)
    return age is not None and age.high <= years


def _is_exact_age(statement: Statement) -> bool:
    age = _age(statement)
    return age is not None and age.low == age.high
