"""What is asked next: only what could still change a verdict or an amount, and first what settles most."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.eligibility.consistency import ContradictionError
from assistant.eligibility.facts import Fact
from assistant.eligibility.judge import judge
from assistant.eligibility.knowledge import Interval, Knowledge, Options
from assistant.eligibility.questions import NextQuestion, next_questions
from assistant.eligibility.rules import Rulebook
from assistant.eligibility.stating import read_facts
from eval.cases import AS_OF, the_catalogue
from tests.eligibility.brute_force import Reading, Reference
from tests.eligibility.list_people import DOCUMENTS, reading_of, somebody
from tests.eligibility.made_up import NAME, UNKNOWN, people, rulebooks

TODAY = date(2026, 11, 24)


def declared(name: str, domain: Knowledge, *, ask: bool = True) -> Fact:
    match domain:
        case Interval(low, high):
            details: dict[str, object] = {"type": "number", "range": (low, high)}
        case Options(values) if True in values:
            details = {"type": "flag"}
        case Options(values):
            details = {"type": "choice", "values": dict.fromkeys(values, NAME)}
        case _:
            details = {"type": "place"}
    return Fact.model_validate(
        {"name": name, "label": NAME, "question": NAME, "change": "never", "ask": ask, **details}
    )


FACTS = {name: declared(name, domain) for name, domain in UNKNOWN.items()}


def settled_on_average(question: NextQuestion, rulebook: Rulebook, known: dict[str, Knowledge]) -> float:
    """How many of the open verdicts and amounts an answer settles, over all answers that rules can tell apart."""
    before = {key: Reading(rulebook.by_key[key]).judged(known) for key in question.benefits}
    answers = rulebook.cells.split(question.fact, rulebook.consistency.kept(known)[question.fact])
    settled = 0
    for answer in answers:
        for key in question.benefits:
            after = Reading(rulebook.by_key[key]).judged({**known, question.fact: answer})
            asked = [after.due] if before[key].status == "needs_info" else after.tiers
            settled += all(len(results.outcomes()) == 1 for results in asked)
    return settled / len(answers)


def could_matter(fact: str, truth: Reference) -> bool:
    asked = [truth.due] if truth.status == "needs_info" else truth.tiers
    return any(results.may_decide(fact) for results in asked)


@settings(max_examples=50)
@given(rulebooks(most=2), people())
def test_no_question_is_one_that_no_completion_could_make_matter(
    rulebook: Rulebook, known: dict[str, Knowledge]
) -> None:
    try:
        kept = rulebook.consistency.kept(known)
    except ContradictionError:
        assume(False)
        return
    verdicts = [judge(benefit, kept, TODAY) for benefit in rulebook.benefits]
    questions = next_questions(rulebook, verdicts, kept, FACTS)
    truths = {benefit.key: Reading(benefit).judged(known) for benefit in rulebook.benefits}
    for question in questions:
        assert question.benefits
        for key in question.benefits:
            assert could_matter(question.fact, truths[key]), (question.fact, key)
    open_status = any(truth.status == "needs_info" for truth in truths.values())
    assert questions or not open_status
    for question in questions:
        assert question.settles == settled_on_average(question, rulebook, known)
    ranks = [(-question.settles, -question.cash) for question in questions]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("document", DOCUMENTS)
@settings(max_examples=40)
@given(data=st.data())
def test_no_question_of_a_list_is_idle(document: str, data: st.DataObject) -> None:
    key, known = data.draw(somebody(document))
    truth = reading_of((document, key)).judged(known)
    for question in the_catalogue().assess(document, known, AS_OF, presume=False).questions:
        assert the_catalogue().vocabulary.facts[question.fact].ask
        if key in question.benefits:
            assert could_matter(question.fact, truth), question.fact


def asked(document: str, **facts: object) -> tuple[NextQuestion, ...]:
    catalogue = the_catalogue()
    known = read_facts(facts, catalogue.vocabulary, catalogue.place_code)
    return catalogue.assess(document, known, AS_OF).questions


@pytest.mark.parametrize("document", DOCUMENTS)
def test_of_somebody_unknown_the_age_is_asked_first(document: str) -> None:
    assert asked(document)[0].fact == "age"


def test_what_is_already_known_is_not_asked() -> None:
    facts = {question.fact for question in asked("sifangtai", age=92, welfare="dibao", hukou="sifangtai")}
    assert not facts & {"age", "welfare", "hukou"}


def test_a_person_too_young_for_everything_is_asked_nothing_but_age_is_no_secret() -> None:
    assert asked("sifangtai", age=40) == ()


def test_facts_that_are_never_to_be_asked_are_not() -> None:
    never = {name for name, fact in the_catalogue().vocabulary.facts.items() if not fact.ask}
    assert never
    for document in DOCUMENTS:
        assert not never & {question.fact for question in asked(document, age=70)}


def test_an_exclusion_presumed_absent_does_not_hide_what_a_question_settles() -> None:
    """Between 88 and 92 only the age decides the sum; the subsidies that would exclude it nobody mentioned."""
    [age] = [question for question in asked("ninghe", age={"min": 88, "max": 92}) if question.fact == "age"]
    assert age.benefits == ("13.1",)
    assert age.settles == 1


def test_an_open_amount_is_worth_a_question_when_every_status_is_settled() -> None:
    """At 85 with registration the allowance is due; whether 1200 are is what the income decides."""
    questions = asked("sifangtai", age=85, hukou="sifangtai")
    assert "3.1" in next(question.benefits for question in questions if question.fact == "welfare")
