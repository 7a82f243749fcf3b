"""Each list was read twice, independently; where the readings differ, the rule's notes say why the text decides for it.

`second_reading.yaml` was written from the text alone. A rule whose reading differs has a sentence in its `notes` that
begins "Read twice:"; a rule on which both readings agree has none.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.compiling import list_language
from assistant.eligibility.exact import Question, counterexample
from assistant.eligibility.expressions import ALWAYS, And, Expression, Language, Not, Or
from assistant.eligibility.knowledge import YES_NO, Knowledge
from assistant.eligibility.rules import Benefit, Rulebook
from assistant.eligibility.stating import write_facts
from eval.cases import CASES, NO_AMOUNT, the_catalogue, written

DOCUMENTS = sorted(file.parent.name for file in CASES.glob("*/second_reading.yaml"))
MARK = "Read twice:"


class AmountReading(BaseModel):
    model_config = ConfigDict(extra="forbid")

    when: str
    amount: str


class BenefitReading(BaseModel):
    """One benefit as the second reader found it."""

    model_config = ConfigDict(extra="forbid")

    due: str
    unless: list[str] = []
    choice: str | None = None
    valid_from: Any = None
    amounts: list[AmountReading] = []
    notes: str = ""


@cache
def second_readings(document: str) -> tuple[Mapping[str, BenefitReading], list[dict[str, Any]]]:
    data = yaml.safe_load((CASES / document / "second_reading.yaml").read_text(encoding="utf-8"))
    relations = data.pop("relations", None) or []
    data.pop("constraints", None)
    return {key: BenefitReading.model_validate(entry) for key, entry in data.items()}, relations


class Comparison:
    """The two readings of one benefit, held against each other over every possible person."""

    def __init__(
        self, catalogue: Catalogue, rulebook: Rulebook, benefit: Benefit, second: BenefitReading
    ) -> None:
        self.catalogue = catalogue
        self.benefit = benefit
        self.second = second
        self.language: Language = list_language(catalogue.lists[rulebook.document], catalogue.language)
        self.laws = rulebook.constraints
        # Nothing is presumed here: even a fact that is silently presumed may be either way.
        self.anybody: Mapping[str, Knowledge] = {
            name: YES_NO if fact.type == "flag" else fact.domain
            for name, fact in catalogue.vocabulary.facts.items()
        }
        parts = [self.read(second.due), *(Not(self.read(fact)) for fact in second.unless)]
        self.second_due = And((*parts, *([self.read(second.choice)] if second.choice else [])))

    def read(self, when: str) -> Expression:
        return self.language.parse(" ".join(when.split()))

    def differences(self) -> list[str]:
        found = self.differs("whether it is due", self.benefit.due.expression, self.second_due)
        first_unless = {
            fact for leaf in self.benefit.unless for fact in Question.of(leaf.expression, ()).facts
        }
        if first_unless != set(self.second.unless):
            found.append(f"exclusions: {sorted(first_unless)} or {self.second.unless}")
        if (self.benefit.choice is None) != (self.second.choice is None):
            found.append(f"own choice: {self.benefit.choice is not None} or {self.second.choice}")
        valid = self.benefit.valid
        if self.second.valid_from is not None and (valid is None or valid.start != self.second.valid_from):
            found.append(f"in force from: {valid and valid.start} or {self.second.valid_from}")
        return found + self.amount_differences()

    def amount_differences(self) -> list[str]:
        # Where nothing is said of amounts, none is stated whenever the benefit is due.
        first: dict[str, list[Expression]] = {} if self.benefit.tiers else {NO_AMOUNT: [ALWAYS]}
        for tier in self.benefit.tiers:
            for label in [written(amount) for amount in tier.amounts] or [NO_AMOUNT]:
                first.setdefault(label, []).append(ALWAYS if tier.when is None else tier.when.expression)
        second: dict[str, list[Expression]] = {} if self.second.amounts else {NO_AMOUNT: [ALWAYS]}
        for entry in self.second.amounts:
            second.setdefault(entry.amount, []).append(self.read(entry.when))
        found = []
        for label in sorted(first | second):
            if label not in second or label not in first:
                found.append(
                    f"amount {label}: only the {'first' if label in first else 'second'} reading has it"
                )
                continue
            one = And((self.benefit.due.expression, Or(tuple(first[label]))))
            other = And((self.benefit.due.expression, Or(tuple(second[label]))))
            found += self.differs(f"amount {label}", one, other)
        return found

    def differs(self, what: str, first: Expression, second: Expression) -> list[str]:
        person = counterexample(first, second, self.laws, self.anybody)
        if person is None:
            return []
        outcomes = [
            ("no", "local", "yes")[reading.bounds({**self.anybody, **person})[0]]
            for reading in (first, second)
        ]
        facts = write_facts(person, self.catalogue.vocabulary, self.catalogue.place_id)
        return [f"{what}: {outcomes[0]} or {outcomes[1]} for {facts}"]


def comparisons(document: str) -> dict[str, list[str]]:
    catalogue = the_catalogue()
    rulebook = catalogue.rulebooks[document]
    second, _ = second_readings(document)
    return {
        benefit.key: Comparison(catalogue, rulebook, benefit, second[benefit.key]).differences()
        for benefit in rulebook.benefits
        if benefit.key in second
    }


@pytest.mark.parametrize("document", DOCUMENTS)
def test_both_readings_know_the_same_benefits(document: str) -> None:
    second, _ = second_readings(document)
    assert list(second) == [benefit.key for benefit in the_catalogue().rulebooks[document].benefits]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_where_the_readings_differ_the_notes_say_why_the_text_decides(document: str) -> None:
    benefits = the_catalogue().rulebooks[document].by_key
    undecided = {
        key: differences
        for key, differences in comparisons(document).items()
        if differences and MARK not in (benefits[key].notes or "")
    }
    assert undecided == {}, (
        "first reading or second reading, see the notes in list.yaml and second_reading.yaml"
    )


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_note_tells_of_a_difference_that_is_not_there(document: str) -> None:
    benefits = the_catalogue().rulebooks[document].by_key
    agreeing = [key for key, differences in comparisons(document).items() if not differences]
    assert [key for key in agreeing if MARK in (benefits[key].notes or "")] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_both_readings_find_the_same_relations(document: str) -> None:
    _, second = second_readings(document)
    first = [(relation.kind, relation.benefits) for relation in the_catalogue().rulebooks[document].relations]
    assert sorted(first) == sorted((entry["kind"], tuple(entry["benefits"])) for entry in second)
