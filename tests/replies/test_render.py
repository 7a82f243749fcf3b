import re
from datetime import date
from fractions import Fraction

import pytest
import regex

from assistant.eligibility.catalogue import Catalogue
from assistant.policies.numerals import numbers_in
from assistant.replies.contract import Audience, Language
from assistant.replies.names import PersonAssessment
from assistant.replies.render import Renderer
from assistant.replies.script import traditional
from assistant.replies.wire import Wire
from tests.replies.conftest import Judge

LANGUAGES: tuple[Language, ...] = ("zh-Hans", "zh-Hant", "en")
AUDIENCES: tuple[Audience, ...] = ("citizen", "hotline", "adviser")

# How many there are, which is counted and stands nowhere.
COUNTS = re.compile(
    r"有\d+項?项?|另有\d+[项項]|[等共]\d+[项項]|（\d+）$|\(\d+\)$|\d+ benefits|and \d+ more|\(\d+ in all\)",
    re.MULTILINE,
)
QUOTED = re.compile(r"「([^」]*)」")


Answer = tuple[PersonAssessment, Audience, Language, str]


@pytest.fixture(scope="module")
def answers(catalogue: Catalogue, crowd: list[PersonAssessment]) -> list[Answer]:
    """What everybody of the crowd is told, as every audience, in every language."""
    renderer = Renderer(catalogue)
    return [
        (person, audience, language, renderer.entitlements([person], audience, language))
        for person in crowd
        for language in LANGUAGES
        for audience in AUDIENCES
    ]


def standing_numbers(catalogue: Catalogue, person: PersonAssessment) -> set[Fraction]:
    """Every number that the result, the words of its rules or the passages it cites hold."""
    reply = Wire(catalogue, "zh-Hans").reply([person], answer="", intent="entitlements")
    policy = catalogue.policies[person.assessment.document]
    texts = [reply.model_dump_json(include={"persons", "assumptions", "totals"})]
    texts += [citation.quote for citation in reply.citations]
    texts += [policy.title, policy.list_title or "", policy.number or ""]
    for verdict in reply.verdicts:
        texts += [verdict.item, verdict.name, *(reason.text for reason in verdict.reasons)]
        texts += [str(amount.value) for amount in verdict.amounts]
    for wording in catalogue.vocabulary.facts.values():
        texts += [wording.question.zh, wording.question.en, wording.label.zh]
    facts = person.assessment.known["age"]
    return {number for text in texts for number in numbers_in(text)} | {
        Fraction(facts.low),
        Fraction(facts.high),
    }  # type: ignore[union-attr]


def test_every_figure_of_an_answer_stands_in_the_result_or_a_cited_passage(
    catalogue: Catalogue, answers: list[Answer]
) -> None:
    for person, audience, language, answer in answers:
        standing = standing_numbers(catalogue, person)
        told = COUNTS.sub("", answer).replace(",", "" if language == "en" else ",")
        for figure in re.findall(r"\d+(?:\.\d+)?(?:/\d+)?", told):
            assert Fraction(figure) in standing, (figure, audience, language, answer)


def test_no_placeholder_and_no_scaffolding_reaches_anybody(
    catalogue: Catalogue, answers: list[Answer]
) -> None:
    for *_, answer in answers:
        assert not re.search(r"\{|\}|None|\ue000|\ue001|。。|；。|，，|：：|\n{3}| \.", answer), answer
        assert not answer.endswith(" ")


def test_english_is_english_but_for_names_and_quotes(catalogue: Catalogue, answers: list[Answer]) -> None:
    """Chinese stands only where the document's own word is given: in brackets, in quotes, behind an English name."""
    for _, audience, language, answer in answers:
        if language == "en":
            told = QUOTED.sub("", re.sub(r"《[^》]*》|\([^()]*\)|> .*征求意见稿.*", "", answer))
            for line in told.splitlines():
                assert not regex.match(r"\p{Han}", line.lstrip("*-| ")), (audience, line)
                assert not regex.search(r"[，。；：？]", line), (audience, line)


def test_traditional_leaves_quotes_and_titles_as_printed(catalogue: Catalogue, answers: list[Answer]) -> None:
    for person, _, language, answer in answers:
        if language == "zh-Hant":
            source = "".join(catalogue.policies[person.assessment.document].source.text.split())
            for quote in QUOTED.findall(answer):
                assert quote in source or traditional(quote) == quote
            told = re.sub(r"「[^」]*」|《[^》]*》（[^）]*）|《[^》]*》", "", answer)
            assert traditional(told) == told


def test_adviser_sees_every_benefit_of_the_list_with_its_quotes(
    catalogue: Catalogue, answers: list[Answer]
) -> None:
    for person, audience, language, answer in answers:
        if audience == "adviser" and language == "zh-Hans":
            lines = re.findall(r"^- \*\*第(\d+)项", answer, re.MULTILINE)
            expected = [verdict.benefit.item for verdict in person.assessment.verdicts]
            assert sorted(lines) == sorted(expected)
            source = "".join(catalogue.policies[person.assessment.document].source.text.split())
            assert all(quote in source for quote in QUOTED.findall(answer))


def test_the_table_holds_what_is_due_and_nothing_else(catalogue: Catalogue, answers: list[Answer]) -> None:
    for person, audience, language, answer in answers:
        if audience == "citizen" and language == "zh-Hans":
            cells = [line.split("|")[-2] for line in answer.splitlines() if line.startswith("|")][2:]
            told = {number for cell in cells for number in re.findall(r"\d+", cell)}
            due = {
                verdict.benefit.item
                for verdict in person.assessment.verdicts
                if verdict.status == "eligible" and verdict.benefit.encouraged is None
            }
            assert told == due


def test_an_answer_promises_nothing(catalogue: Catalogue, answers: list[Answer]) -> None:
    for *_, answer in answers:
        assert not re.search(r"可以领到|能领到|一定能|肯定能|保证能|will receive|is guaranteed", answer)


def test_a_draft_is_called_a_draft_in_every_answer_that_rests_on_it(
    catalogue: Catalogue, answers: list[Answer]
) -> None:
    for person, _, _, answer in answers:
        is_draft = catalogue.policies[person.assessment.document].status == "draft"
        assert bool(re.search("征求意见稿|徵求意見稿|draft", answer)) == is_draft


def test_every_answer_names_its_document_and_that_a_machine_wrote_it(
    catalogue: Catalogue, answers: list[Answer]
) -> None:
    for person, _, _, answer in answers:
        policy = catalogue.policies[person.assessment.document]
        assert f"《{policy.list_title}》" in answer
        assert (policy.number or "") in answer
        assert re.search("人工智能|人工智慧|Generated by AI", answer)


def test_the_example_of_a_good_reply_is_met(catalogue: Catalogue, judge: Judge) -> None:
    person = judge("sifangtai", {"age": 92, "sex": "male", "welfare": "dibao"}, label="father")
    answer = Renderer(catalogue).entitlements([person], "citizen", "en")
    first, *_ = answer.splitlines()
    assert all(words in first for words in ("Your father", "92", "on dibao", "Sifangtai", "seven"))
    assert "| Old-age allowance 高龄津贴 | **at least ¥1,200 a year** | list item 3 |" in answer
    assert (
        "**15% of the local dibao standard a month** (the document does not give that standard) | item 6"
        in answer
    )
    assert "Next question: Has there been an ability assessment" in answer
    assert "(item 4): ¥150 or ¥100 a month" in answer
    assert "registration is taken to be in Sifangtai" in answer
    assert "District Civil Affairs Bureau 区民政局" in answer


def test_a_question_that_was_asked_is_not_asked_again(catalogue: Catalogue, judge: Judge) -> None:
    person = judge("sifangtai", {"age": 92, "welfare": "dibao"})
    renderer = Renderer(catalogue)
    assert "做过老人能力评估吗" in renderer.entitlements([person], "citizen", "zh-Hans")
    again = renderer.entitlements([person], "citizen", "zh-Hans", asked=["self_care_finding"])
    assert "做过老人能力评估吗" not in again
    assert "残疾证" in again


def test_a_choice_is_said_as_a_choice_and_counted_once(catalogue: Catalogue, judge: Judge) -> None:
    person = judge("sifangtai", {"age": 70, "welfare": "tekun"})
    answer = Renderer(catalogue).entitlements([person], "citizen", "zh-Hans")
    due = [verdict for verdict in person.assessment.verdicts if verdict.status == "eligible"]
    assert "由本人选择其中一种" in answer
    assert f"有{len(due) - 1}项" in answer


def test_what_is_only_encouraged_stands_apart(catalogue: Catalogue, judge: Judge) -> None:
    person = judge("ninghe", {"age": 70, "welfare": "dibao", "hukou": "ninghe"})
    answer = Renderer(catalogue).entitlements([person], "citizen", "zh-Hans")
    assert "文件只是鼓励、没有规定必须做的：减免公证服务收费（第27项）" in answer


def test_a_training_subsidy_is_said_to_be_the_familys(catalogue: Catalogue, judge: Judge) -> None:
    person = judge("sifangtai", {"age": 70, "self_care_finding": "unable"})
    answer = Renderer(catalogue).entitlements([person], "citizen", "zh-Hans")
    assert "付给参加培训的家属" in answer


def test_somebody_too_young_hears_what_comes_with_which_age(catalogue: Catalogue, judge: Judge) -> None:
    answer = Renderer(catalogue).entitlements([judge("sifangtai", {"age": 58})], "citizen", "zh-Hans")
    assert "没有符合条件的项目" in answer
    assert "年满60周岁后" in answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_a_document_is_in_force_the_answer_begins_with_that(
    catalogue: Catalogue, judge: Judge, language: Language
) -> None:
    person = judge("panjin", {"age": 85, "hukou": "panjin"}, today=date(2024, 12, 1))
    answer = Renderer(catalogue).entitlements([person], "citizen", language)
    assert answer.startswith("> **")
    assert re.search("2024年12月10日|10 December 2024", answer.splitlines()[0])
