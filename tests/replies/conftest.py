from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from assistant.eligibility.catalogue import Catalogue, load_catalogue
from assistant.eligibility.consistency import ContradictionError
from assistant.eligibility.stating import read_facts
from assistant.replies.names import PersonAssessment

CORPUS = Path(__file__).parents[2] / "corpus"
TODAY = date(2026, 11, 24)

Judge = Callable[..., PersonAssessment]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(CORPUS)


@pytest.fixture(scope="session")
def judge(catalogue: Catalogue) -> Judge:
    """Judge a person by facts as programs write them."""

    def judged(
        document: str,
        facts: dict[str, Any],
        *,
        label: str = "老人",
        index: int = 0,
        today: date = TODAY,
    ) -> PersonAssessment:
        known = read_facts(facts, catalogue.vocabulary, lambda place: catalogue.places.get(place).code)
        return PersonAssessment(label, catalogue.assess(document, known, today), index)

    return judged


@pytest.fixture(scope="session")
def crowd(catalogue: Catalogue, judge: Judge) -> list[PersonAssessment]:
    """People of every kind before every list: known well and hardly known, eligible for much and for nothing."""
    random = Random(20261124)
    people: list[PersonAssessment] = []
    for document in catalogue.lists:
        wanted = len(people) + 9
        while len(people) < wanted:
            try:
                people.append(judge(document, some_facts(catalogue, document, random), label="父亲"))
            except ContradictionError:
                continue
    return people


def some_facts(catalogue: Catalogue, document: str, random: Random) -> dict[str, Any]:
    """Random facts of a person, an age nearly always among them."""
    facts: dict[str, Any] = {}
    share = random.choice([0.1, 0.3, 0.6])
    for name, fact in catalogue.vocabulary.facts.items():
        if name == "age" and random.random() < 0.9:
            low = random.randint(50, 104)
            facts[name] = low if random.random() < 0.7 else {"min": low, "max": low + random.randint(1, 12)}
        elif fact.type == "choice" and random.random() < share:
            facts[name] = random.choice(list(fact.values or ()))
        elif fact.type == "flag" and random.random() < share / 2:
            facts[name] = random.random() < 0.5
        elif fact.type == "place" and random.random() < 0.6:
            facts[name] = document if random.random() < 0.7 else {"not": document}
    return facts
