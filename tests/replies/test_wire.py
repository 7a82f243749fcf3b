from datetime import date
from fractions import Fraction

import pytest

from assistant.eligibility.catalogue import Catalogue
from assistant.policies.numerals import numbers_in
from assistant.replies.contract import Reply
from assistant.replies.names import PersonAssessment
from assistant.replies.wire import Wire
from tests.replies.conftest import Judge


def wired(catalogue: Catalogue, *people: PersonAssessment, language: str = "zh-Hans") -> Reply:
    return Wire(catalogue, language).reply(people, answer="…", intent="entitlements")  # type: ignore[arg-type]


def test_every_citation_is_verbatim_to_the_character(
    catalogue: Catalogue, crowd: list[PersonAssessment]
) -> None:
    for person in crowd:
        for citation in wired(catalogue, person).citations:
            source = catalogue.policies[citation.document].source.text
            assert source[citation.start : citation.end] == citation.quote
            assert citation.item is None or citation.section is None


def test_a_citation_of_an_item_stands_in_a_cell_that_the_item_has(
    catalogue: Catalogue, crowd: list[PersonAssessment]
) -> None:
    for citation in wired(catalogue, *crowd).citations:
        if citation.item is not None:
            rows = catalogue.lists[citation.document].items[citation.item].rows
            spans = [cell.span for row in rows for cell in row.cells.values()]
            assert any(span.start <= citation.start and citation.end <= span.end for span in spans)


def test_every_amount_stands_in_a_passage_that_its_verdict_cites(
    catalogue: Catalogue, crowd: list[PersonAssessment]
) -> None:
    for person in crowd:
        reply = wired(catalogue, person)
        for verdict in reply.verdicts:
            cited = [reply.citations[index].quote for index in verdict.cites]
            standing = {number for quote in cited for number in numbers_in(quote)}
            # The rate that another item of the list states is looked up there (盘锦 6 refers to 7).
            whole = catalogue.policies[verdict.document].source.text
            for amount in verdict.amounts:
                figure = Fraction(str(amount.value))
                assert figure in standing or (verdict.document, verdict.item) == ("panjin", "6")
                assert figure in numbers_in(whole)


def test_every_verdict_cites_its_object_cell(catalogue: Catalogue, crowd: list[PersonAssessment]) -> None:
    for person in crowd:
        reply = wired(catalogue, person)
        for verdict in reply.verdicts:
            assert verdict.cites
            assert all(0 <= index < len(reply.citations) for index in verdict.cites)
        cited = [
            (citation.document, citation.item, citation.start, citation.end) for citation in reply.citations
        ]
        assert len(cited) == len(set(cited))


def test_an_eligible_verdict_has_no_unmet_reason_and_a_failed_one_has(
    catalogue: Catalogue, crowd: list[PersonAssessment]
) -> None:
    for verdict in wired(catalogue, *crowd).verdicts:
        standing = {reason.met for reason in verdict.reasons}
        if verdict.status == "eligible":
            assert standing == {True}, verdict
        if verdict.status == "needs_info":
            assert verdict.missing
            assert None in standing


def test_dibao_in_sifangtai_presumes_registration_in_the_open(catalogue: Catalogue, judge: Judge) -> None:
    reply = wired(catalogue, judge("sifangtai", {"age": 92, "welfare": "dibao"}))
    assert {(entry.fact, entry.value) for entry in reply.assumptions} == {
        ("hukou", "sifangtai"),
        ("residence", "sifangtai"),
    }
    assert all("四方台区" in entry.text for entry in reply.assumptions)
    assert "hukou" not in reply.facts
    [total] = reply.totals
    assert (total.value, total.per, total.bound) == (1200, "year", "at_least")


def test_an_exclusion_that_nobody_mentioned_is_an_assumption(catalogue: Catalogue, judge: Judge) -> None:
    reply = wired(catalogue, judge("ninghe", {"age": 85, "hukou": "ninghe"}))
    assumed = {entry.fact: entry.value for entry in reply.assumptions}
    assert assumed["institution"] is False
    assert assumed["district_subsidy"] is False


def test_an_exclusion_that_was_mentioned_is_none(catalogue: Catalogue, judge: Judge) -> None:
    reply = wired(catalogue, judge("ninghe", {"age": 85, "hukou": "ninghe", "institution": False}))
    assert "institution" not in {entry.fact for entry in reply.assumptions}


def test_whoever_is_on_the_draft_is_warned(catalogue: Catalogue, judge: Judge) -> None:
    assert wired(catalogue, judge("shihe", {"age": 85})).warnings == ("draft",)
    assert wired(catalogue, judge("panjin", {"age": 85})).warnings == ()


def test_before_a_document_is_in_force_the_reply_says_so(catalogue: Catalogue, judge: Judge) -> None:
    person = judge("panjin", {"age": 85, "hukou": "panjin"}, today=date(2024, 12, 1))
    assert wired(catalogue, person).warnings == ("not_in_force",)


def test_a_benefit_dated_in_the_body_cites_the_body(catalogue: Catalogue, judge: Judge) -> None:
    person = judge("panjin", {"age": 85, "hukou": "panjin"}, today=date(2024, 12, 20))
    reply = Wire(catalogue, "zh-Hans").reply([person], answer="…", intent="when", only=["4.1"])
    [verdict] = reply.verdicts
    assert verdict.status == "not_eligible"
    [body] = [citation for citation in reply.citations if citation.item is None]
    assert body.section == "三（四）12"
    assert "自2025年1月1日起" in body.quote


def test_two_persons_keep_their_own_facts_and_verdicts(catalogue: Catalogue, judge: Judge) -> None:
    father = judge("sifangtai", {"age": 92, "welfare": "dibao"}, label="爸爸", index=0)
    mother = judge("sifangtai", {"age": 75}, label="妈妈", index=1)
    reply = wired(catalogue, father, mother)
    assert [person.label for person in reply.persons] == ["爸爸", "妈妈"]
    assert reply.facts == reply.persons[0].facts == {"age": 92, "welfare": "dibao"}
    allowance = {verdict.person: verdict.status for verdict in reply.verdicts if verdict.item == "3"}
    assert allowance == {0: "eligible", 1: "not_eligible"}


def test_a_person_before_two_lists_has_no_total_that_mixes_them(catalogue: Catalogue, judge: Judge) -> None:
    facts = {"age": 92, "welfare": "dibao"}
    assert wired(catalogue, judge("sifangtai", facts), judge("ninghe", facts)).totals == ()


def test_questions_speak_of_the_person_and_keep_their_order(catalogue: Catalogue, judge: Judge) -> None:
    person = judge("sifangtai", {"age": 92, "welfare": "dibao"}, label="mother")
    reply = wired(catalogue, person, language="en")
    assert [question.fact for question in reply.questions] == [
        question.fact for question in person.assessment.questions
    ]
    assert "Does your mother hold a disability certificate, and of which grade?" in {
        question.text for question in reply.questions
    }


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_a_share_keeps_the_documents_own_name_of_the_standard(
    catalogue: Catalogue, judge: Judge, language: str
) -> None:
    reply = wired(catalogue, judge("sifangtai", {"age": 92, "welfare": "dibao"}), language=language)
    [extra] = [verdict for verdict in reply.verdicts if verdict.item == "6"]
    assert extra.amounts[0].of == "当地低保标准"
    assert extra.name == "低保金加发"


@pytest.mark.parametrize(("grade", "expected"), [(2, "残疾证一级或二级"), ("none", "没有一级或二级的残疾证")])
def test_of_two_tiers_that_rest_on_the_same_words_the_reason_is_that_of_the_one_that_applies(
    catalogue: Catalogue, judge: Judge, grade: int | str, expected: str
) -> None:
    facts = {"age": 82, "hukou": "panjin", "welfare": "dibao", "disability_grade": grade}
    reply = wired(catalogue, judge("panjin", facts | {"self_care_finding": "unable"}))
    [verdict] = [one for one in reply.verdicts if one.item == "6"]
    assert expected in [reason.text for reason in verdict.reasons if reason.met]
