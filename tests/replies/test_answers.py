"""Answers about single benefits, about changes, and the short ones."""

import re
from datetime import date
from itertools import cycle

import pytest

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.prospects import DateRange
from assistant.eligibility.stating import read_facts
from assistant.replies.citing import Passage
from assistant.replies.contract import Audience, Language
from assistant.replies.messages import Message, Messages, RefusalKind
from assistant.replies.names import PersonAssessment
from assistant.replies.render import Aspect, Renderer
from tests.replies.conftest import TODAY, Judge

LANGUAGES: tuple[Language, ...] = ("zh-Hans", "zh-Hant", "en")
AUDIENCES: tuple[Audience, ...] = ("citizen", "hotline", "adviser")


def test_a_correction_that_changes_only_the_reason_says_so(catalogue: Catalogue, judge: Judge) -> None:
    before = judge("sifangtai", {"age": 92, "sex": "male", "welfare": "dibao"}, label="father")
    after = judge("sifangtai", {"age": 88, "sex": "male", "welfare": "dibao"}, label="father")
    answer = Renderer(catalogue).entitlements([after], "citizen", "en", before=[before])
    opening = answer.partition("**Your father, 88")[0]
    assert "Still at least ¥1,200 a year" in opening
    assert "(item 3)" in opening
    assert "“aged 90 or over” no longer holds; now it rests on “on dibao or dibao-marginal”" in opening
    assert "Nothing else changes." in opening


def test_a_correction_names_the_old_and_the_new_amount(catalogue: Catalogue, judge: Judge) -> None:
    said = Renderer(catalogue).changes(
        [judge("ninghe", {"age": 92})], [judge("ninghe", {"age": 88})], "zh-Hans"
    )
    assert "高龄津贴（第13项）：从每年200元变成每年100元" in said


def test_what_is_gained_and_lost_is_named(catalogue: Catalogue, judge: Judge) -> None:
    poor = judge("sifangtai", {"age": 85, "hukou": "sifangtai", "welfare": "dibao", "disability_grade": 2})
    other = judge("sifangtai", {"age": 85, "hukou": "sifangtai", "welfare": "none", "disability_grade": 2})
    renderer = Renderer(catalogue)
    assert "困难残疾人生活补贴（第21项）：现在符合条件" in renderer.changes([other], [poor], "zh-Hans")
    assert "困难残疾人生活补贴（第21项）：不再符合条件" in renderer.changes([poor], [other], "zh-Hans")


def test_the_same_facts_change_nothing(catalogue: Catalogue, crowd: list[PersonAssessment]) -> None:
    for person in crowd:
        assert "结果没有变化" in Renderer(catalogue).changes([person], [person], "zh-Hans")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("aspect", ["eligibility", "amount", "why", "change", "when"])
def test_every_benefit_can_be_spoken_of_alone(
    catalogue: Catalogue, crowd: list[PersonAssessment], aspect: Aspect, language: Language
) -> None:
    renderer = Renderer(catalogue)
    audiences: tuple[Audience, ...] = ("citizen", "hotline", "adviser")
    for person in crowd[::9]:
        for verdict, audience in zip(person.assessment.verdicts, cycle(audiences), strict=False):
            answer = renderer.focus([person], [verdict.benefit.key], aspect, audience, language)
            assert re.search(rf"第{verdict.benefit.item}[项項]|item {verdict.benefit.item}\b", answer)
            assert not re.search(r"[{}]|None|\n{3}", answer)


def test_a_no_says_what_fails_in_whose_words_and_what_is_known(catalogue: Catalogue, judge: Judge) -> None:
    person = judge("sifangtai", {"age": 72, "hukou": "sifangtai"}, label="父亲")
    answer = Renderer(catalogue).focus([person], ["3.1"], "why", "citizen", "zh-Hans")
    assert "不符合高龄津贴（第3项）所列条件" in answer
    assert "✗ 年满80周岁「80周岁及以上」；现在知道的是：72岁" in answer


def test_a_no_names_what_the_person_could_change(catalogue: Catalogue, judge: Judge) -> None:
    person = judge("sifangtai", {"age": 72, "hukou": "sifangtai", "welfare": "dibao", "self_care": "able"})
    answer = Renderer(catalogue).focus([person], ["21.1"], "change", "citizen", "zh-Hans")
    assert "残疾证" in answer


def test_when_is_answered_with_the_day(catalogue: Catalogue) -> None:
    facts = {"age": 79, "hukou": "sifangtai", "welfare": "dibao"}
    known = read_facts(facts, catalogue.vocabulary, lambda place: catalogue.places.get(place).code)
    born = DateRange(date(1947, 3, 2), date(1947, 3, 2))
    person = PersonAssessment("father", catalogue.assess("sifangtai", known, TODAY, born=born))
    answer = Renderer(catalogue).focus([person], ["3.1"], "when", "citizen", "en")
    assert "At the age of 80 (2 March 2027): at least ¥1,200 a year" in answer


def test_an_amount_that_no_text_states_is_said_to_be_unstated(catalogue: Catalogue, judge: Judge) -> None:
    person = judge("sifangtai", {"age": 72, "welfare": "dibao"})
    answer = Renderer(catalogue).focus([person], ["19.1"], "amount", "citizen", "zh-Hans")
    assert "文件对这一项没有写明金额" in answer


def test_places_are_compared_by_the_year(catalogue: Catalogue, judge: Judge) -> None:
    people = [judge(document, {"age": 85, "hukou": document}) for document in ("ninghe", "shihe")]
    answer = Renderer(catalogue).comparison(people, {"ninghe": ["13.1"], "shihe": ["8.1"]}, "zh-Hans")
    assert "每年100元" in answer
    assert "每月不低于50元（合每年不低于600元）" in answer
    assert "征求意见稿" in answer


def test_the_fixed_cash_of_what_is_asked_about_is_added_up(catalogue: Catalogue, judge: Judge) -> None:
    facts = {"age": 70, "hukou": "ninghe", "welfare": "dibao", "disability_grade": 2}
    renderer, person = Renderer(catalogue), judge("ninghe", facts)
    both, alone = (
        renderer.focus([person], keys, "amount", "citizen", "zh-Hans")
        for keys in (["17.1", "18.1"], ["17.1"])
    )
    assert "合计每月500元" in both
    assert "合计" not in alone


def test_what_is_paid_by_the_month_is_told_by_the_year_where_that_is_asked(
    catalogue: Catalogue, judge: Judge
) -> None:
    facts = {"age": 71, "hukou": "sifangtai", "welfare": "dibao", "self_care_finding": "unable"}
    answer = Renderer(catalogue).focus(
        [judge("sifangtai", facts)], ["4.1"], "amount", "citizen", "en", yearly=True
    )
    assert "¥1,800 a year" in answer
    together = Renderer(catalogue).focus(
        [judge("sifangtai", {**facts, "age": 93})],
        ["3.1", "4.1"],
        "amount",
        "hotline",
        "zh-Hans",
        yearly=True,
    )
    assert "按年合计每年不低于3000元" in together


def test_of_two_that_exclude_each_other_it_is_said_where_both_are_asked_about(
    catalogue: Catalogue, judge: Judge
) -> None:
    facts = {"age": 78, "welfare": "dibao", "self_care_finding": "unable", "disability_grade": 1}
    for audience in AUDIENCES:
        answer = Renderer(catalogue).focus(
            [judge("shihe", facts)], ["15.1", "19.2"], "eligibility", audience, "zh-Hans"
        )
        assert "只能领一种，可选较高的" in answer


def test_help_is_told_by_what_it_is(catalogue: Catalogue, judge: Judge) -> None:
    person = judge("shihe", {"age": 72, "welfare": "tekun", "medical_insurance": "resident"})
    assert "全额资助参保" in Renderer(catalogue).entitlements([person], "citizen", "zh-Hans")


def test_an_item_is_shown_word_for_word(catalogue: Catalogue) -> None:
    answer = Renderer(catalogue).item("ninghe", "21", "zh-Hant")
    assert "「60周岁及以上独生子女死亡特别扶助对象」" in answer
    assert "寧河區清單第21項" in answer


def test_a_passage_is_quoted_with_its_section(catalogue: Catalogue) -> None:
    policy = catalogue.policies["tianjin"]
    section = next(one for one in policy.sections if one.path == "二(三)")
    answer = Renderer(catalogue).quoted(
        [Passage("tianjin", None, section.path, section.sentences[0])], "zh-Hans"
    )
    assert f"「{policy.source.quote(section.sentences[0])}」" in answer
    assert "二(三)" in answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_departments_are_those_that_the_item_prints(catalogue: Catalogue, language: Language) -> None:
    renderer = Renderer(catalogue)
    assert re.search("区民政局|區民政局", renderer.departments("sifangtai", "3", language))
    assert re.search("没有写明|沒有寫明|no department", renderer.departments("ninghe", "16", language))


MESSAGES: tuple[Message, ...] = (
    "ask_region",
    "greeting",
    "thanks",
    "goodbye",
    "restart",
    "handover",
    "abilities",
)
REFUSALS: tuple[RefusalKind, ...] = (
    "uncovered_region",
    "uncovered_unnamed",
    "out_of_scope",
    "not_in_documents",
    "not_in_any_document",
    "emergency",
    "distress",
    "claimed_rule",
    "unreadable",
    "not_yet",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_three_phone_numbers_are_ever_given(catalogue: Catalogue, language: Language) -> None:
    messages = Messages(catalogue, language)
    said = [messages.say(message) for message in MESSAGES]
    said += [messages.refuse(kind, place="440300").answer for kind in REFUSALS]
    for text in said:
        assert set(re.findall(r"\d+", text)) <= {"120", "110", "12345"}
        assert not re.search(r"[{}]|None", text)


def test_an_uncovered_place_is_named_beside_those_that_are_covered(catalogue: Catalogue) -> None:
    refused = Messages(catalogue, "zh-Hans").refuse("uncovered_region", place="440300")
    assert refused.refusal.reason == "uncovered_region"
    assert all(
        name in refused.answer for name in ("深圳市", "宁河区", "盘锦市", "浉河区（征求意见稿）", "四方台区")
    )


def test_an_emergency_begins_with_the_ambulance(catalogue: Catalogue) -> None:
    for language in LANGUAGES:
        refused = Messages(catalogue, language).refuse("emergency")
        assert refused.refusal.reason == "unsafe"
        assert "120" in refused.answer.splitlines()[0]


def test_somebody_in_distress_is_sent_to_a_person(catalogue: Catalogue) -> None:
    refused = Messages(catalogue, "zh-Hans").refuse("distress")
    assert refused.refusal.reason == "unsafe"
    assert all(number in refused.answer for number in ("120", "110", "12345"))


def test_the_age_is_asked_for_the_place_that_was_named(catalogue: Catalogue) -> None:
    assert "四方台区" in Messages(catalogue, "zh-Hans").ask_age("sifangtai")
    assert "How old" in Messages(catalogue, "en").ask_age("ninghe")


def test_what_was_understood_is_said_back_without_what_follows_from_it(catalogue: Catalogue) -> None:
    facts = {"age": 92, "welfare": "dibao", "care_level": "severe", "hukou": "440300"}
    known = read_facts(facts, catalogue.vocabulary, lambda place: catalogue.places.get(place).code)
    assert (
        Messages(catalogue, "zh-Hans").understood(known)
        == "记下了：92岁，户籍在深圳市，低保，经评定为重度失能。"
    )
    assert Messages(catalogue, "en").understood(catalogue.vocabulary.unknown) == ""


def test_one_speaks_of_the_person_and_to_the_asker(catalogue: Catalogue, judge: Judge) -> None:
    renderer = Renderer(catalogue)
    facts = {"age": 82, "hukou": "panjin", "sex": "female"}
    assert renderer.entitlements([judge("panjin", facts, label="我")], "citizen", "zh-Hans").startswith(
        "**您（82岁"
    )
    assert "Your mother, 82" in renderer.entitlements([judge("panjin", facts, label="母亲")], "citizen", "en")
    assert ": she meets" in renderer.entitlements([judge("panjin", facts, label="mother")], "citizen", "en")
    assert ": you meet" in renderer.entitlements([judge("panjin", facts, label="I")], "citizen", "en")
