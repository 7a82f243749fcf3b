import re
from dataclasses import replace

import pytest

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.expressions import Not
from assistant.eligibility.facts import Fact
from assistant.eligibility.knowledge import Interval, Options, Whereabouts
from assistant.eligibility.rules import leaves
from assistant.policies.bilingual import Bilingual, Tongue
from assistant.replies.verbalise import Verbaliser
from assistant.replies.words import Speech, load_wording


def said(catalogue: Catalogue, when: str, tongue: Tongue = "zh", quote: str = "") -> str:
    verbaliser = Verbaliser(catalogue, "sifangtai", Speech.of(tongue))
    return verbaliser.condition(catalogue.language.parse(when), quote)


@pytest.mark.parametrize(
    ("when", "zh", "en"),
    [
        ("age >= 80", "年满80周岁", "aged 80 or over"),
        ("age >= 80 and age <= 89", "80至89周岁", "aged 80 to 89"),
        ("hukou in sifangtai", "户籍在四方台区", "household registration in Sifangtai"),
        ("residence in panjin", "常住盘锦市", "living in Panjin"),
        ("welfare in (dibao, dibao_marginal)", "低保或低保边缘", "on dibao or dibao-marginal"),
        ("welfare != dibao", "不是低保", "not on dibao"),
        ("disability_grade in (1, 2)", "残疾证一级或二级", "disability certificate of grade 1 or grade 2"),
        ("disability_grade != none", "有残疾证", "a disability certificate"),
        ("self_care_finding == unable", "经评估（认定）为失能", "assessed as disabled (失能)"),
        ("lives_alone", "独居", "lives alone"),
        ("not institution", "没有入住养老机构", "does not live in a care institution"),
        ("economic_hardship", "经济困难", "in economic hardship"),
        ("local(welfare == dibao)", "低保（由当地决定）", "on dibao (left to the locality)"),
        ("welfare == dibao or welfare == tekun", "低保或特困", "on dibao or on tekun support"),
        (
            "lives_alone or dementia or immobile",
            "属于独居、失智、行动不便之一",
            "one of (lives alone, dementia, limited mobility)",
        ),
        (
            "(welfare == tekun and tekun_support == scattered) or lives_alone",
            "（特困，且分散供养）或独居",
            "(on tekun support, and support at home) or lives alone",
        ),
    ],
)
def test_an_expression_is_said_as_a_person_would(catalogue: Catalogue, when: str, zh: str, en: str) -> None:
    assert said(catalogue, when) == zh
    assert said(catalogue, when, "en") == en


def test_a_bound_is_said_with_the_number_that_the_document_prints(catalogue: Catalogue) -> None:
    assert said(catalogue, "age >= 60 and age < 65", quote="60周岁（含）至65周岁") == "年满60不满65周岁"
    assert said(catalogue, "age <= 89", quote="至89周岁") == "89周岁及以下"
    assert said(catalogue, "unidentified_months > 3", quote="超过3个月的") == "查不清身份信息的月数超过3个月"


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_every_condition_of_every_list_has_words_and_no_number_of_its_own(
    catalogue: Catalogue, tongue: Tongue
) -> None:
    for document, rulebook in catalogue.rulebooks.items():
        verbaliser = Verbaliser(catalogue, document, Speech.of(tongue))
        source = catalogue.policies[document].source
        for benefit in rulebook.benefits:
            conditions = [
                *benefit.conditions,
                *benefit.unless,
                *(tier.when for tier in benefit.tiers if tier.when),
            ]
            for condition in conditions:
                quote = "".join(source.quote(span) for leaf in leaves(condition) for span in leaf.quotes)
                for expression in (condition.expression, Not(condition.expression)):
                    words = verbaliser.condition(expression, quote)
                    assert words
                    assert not re.search(r"[{}]|None", words)


@pytest.mark.parametrize(
    ("fact", "knowledge", "zh", "en"),
    [
        ("age", Interval(92, 92), "92岁", "92"),
        ("age", Interval(80, 89), "80至89岁", "80 to 89"),
        ("age", Interval(0, 89), "不到90岁", "under 90"),
        ("age", Interval(60, 130), "60岁以上（含）", "60 or over"),
        ("age", Interval(0, 130), None, None),
        ("welfare", Options(frozenset({"dibao"})), "低保", "on dibao"),
        (
            "welfare",
            Options(frozenset({"none"})),
            "没有低保等社会救助身份",
            "not on dibao, dibao-marginal or tekun",
        ),
        ("lives_alone", Options(frozenset({False})), "不是独居", "does not live alone"),
        ("hukou", Whereabouts("230505"), "户籍在四方台区", "household registration in Sifangtai"),
        ("hukou", Whereabouts("12"), "户籍在天津市", "household registration in Tianjin"),
        ("hukou", Whereabouts("4403"), "户籍在深圳市", "household registration in Shenzhen"),
        (
            "hukou",
            Whereabouts(outside=frozenset({"230505"})),
            "户籍不在四方台区",
            "household registration outside Sifangtai",
        ),
    ],
)
def test_what_is_known_is_said_in_few_words(
    catalogue: Catalogue,
    fact: str,
    knowledge: Interval | Options | Whereabouts,
    zh: str | None,
    en: str | None,
) -> None:
    assert Verbaliser(catalogue, "sifangtai", Speech.of("zh")).known(fact, knowledge) == zh
    assert Verbaliser(catalogue, "sifangtai", Speech.of("en")).known(fact, knowledge) == en


def test_a_fact_that_nobody_has_worded_yet_is_said_by_its_label(catalogue: Catalogue) -> None:
    words = Bilingual(zh="有电梯", en="has a lift")
    fact = Fact(name="lift", type="flag", label=words, question=words, change="never")
    vocabulary = catalogue.vocabulary.model_copy(
        update={"facts": {**catalogue.vocabulary.facts, "lift": fact}}
    )
    verbaliser = Verbaliser(replace(catalogue, vocabulary=vocabulary), "sifangtai", Speech.of("zh"))
    assert verbaliser.known("lift", Options(frozenset({True}))) == "有电梯"
    assert verbaliser.known("lift", Options(frozenset({False}))) == "不属于“有电梯”"


def test_every_department_step_and_standard_of_the_corpus_is_worded_in_english(catalogue: Catalogue) -> None:
    words = load_wording().words
    for document, services in catalogue.lists.items():
        source = catalogue.policies[document].source
        for item in services.items.values():
            for row in item.rows:
                for span in row.departments:
                    assert f"departments.{''.join(source.quote(span).split())}" in words
        for benefit in catalogue.rulebooks[document].benefits:
            for span in benefit.steps:
                assert f"steps.{''.join(source.quote(span).split())}" in words
            for tier in benefit.tiers:
                for amount in tier.amounts:
                    assert amount.of is None or f"amounts.standards.{amount.of}" in words


def test_every_worded_fact_and_value_is_declared(catalogue: Catalogue) -> None:
    """So that a fact that is renamed in facts.yaml does not lose its words unnoticed."""
    for name in load_wording().words:
        section, _, rest = name.partition(".")
        if section == "facts":
            fact, _, form = rest.partition(".")
            assert fact in catalogue.vocabulary.facts
            if form.startswith("values."):
                assert form.removeprefix("values.") in map(str, catalogue.vocabulary.facts[fact].values or ())
