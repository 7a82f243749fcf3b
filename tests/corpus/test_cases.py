"""Each list item by cases that a person wrote from the text: one test for each case."""

import pytest

from assistant.eligibility.stating import read_facts
from eval.cases import AS_OF, CASES, Case, faults, item_files, read_cases, the_catalogue

ITEMS = [(file.parent.name, file.stem) for file in item_files()]
ALL_CASES = [
    pytest.param(file.parent.name, file.stem, case, id=f"{file.parent.name} {file.stem}: {case.name}")
    for file in item_files()
    for case in read_cases(file)
]


@pytest.mark.parametrize(("document", "item", "case"), ALL_CASES)
def test_the_case_comes_out_as_its_reader_of_the_text_expects(document: str, item: str, case: Case) -> None:
    catalogue = the_catalogue()
    known = read_facts(case.facts, catalogue.vocabulary, catalogue.place_code)
    assessment = catalogue.assess(document, known, AS_OF, presume=False)
    verdicts = {verdict.benefit.key: verdict for verdict in assessment.verdicts}
    assert [
        f"benefit {number} {fault}"
        for number, expected in case.expect.items()
        for fault in faults(expected, verdicts[f"{item}.{number}"])
    ] == []


def test_all_95_items_of_the_four_lists_have_cases() -> None:
    lists = the_catalogue().lists
    assert len(ITEMS) == 95
    assert set(ITEMS) == {(document, number) for document in lists for number in lists[document].items}


@pytest.mark.parametrize(("document", "item"), ITEMS)
def test_the_cases_of_an_item_tell_a_yes_a_no_and_an_open_question_apart(document: str, item: str) -> None:
    cases = read_cases(CASES / document / f"{item}.yaml")
    benefits = [b for b in the_catalogue().rulebooks[document].benefits if b.item == item]
    for benefit in benefits:
        seen = {case.expect[benefit.number].status for case in cases if benefit.number in case.expect}
        assert seen & {"eligible", "local_decision"}, benefit.key
        assert "not_eligible" in seen, benefit.key
        assert "needs_info" in seen, benefit.key


@pytest.mark.parametrize(("document", "item"), ITEMS)
def test_no_two_cases_of_an_item_have_the_same_name(document: str, item: str) -> None:
    names = [case.name for case in read_cases(CASES / document / f"{item}.yaml")]
    assert len(names) == len(set(names))
