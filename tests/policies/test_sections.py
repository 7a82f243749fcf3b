from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.policies.policy import Policy, load_policies
from assistant.policies.sections import Section, parse_sections, split_sentences
from assistant.policies.spans import Source, Span

CORPUS = Path(__file__).parents[2] / "corpus"
DOCUMENTS = ["ninghe", "panjin", "shihe", "sifangtai", "tianjin"]


@pytest.fixture(scope="module")
def policies() -> Mapping[str, Policy]:
    return load_policies(CORPUS)


def section(policy: Policy, path: str) -> Section:
    [found] = [one for one in policy.sections if one.path == path]
    return found


def sentences(text: str) -> list[str]:
    source = Source("somewhere", text)
    return [source.quote(span) for span in split_sentences(source, Span(0, len(text)))]


# --- the five documents ---


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_character_of_the_body_lies_in_exactly_one_section(
    policies: Mapping[str, Policy], document: str
) -> None:
    policy = policies[document]
    owners = Counter(at for one in policy.sections for at in range(one.own.start, one.own.end))
    characters = {
        at for at in range(policy.body.start, policy.body.end) if not policy.source.text[at].isspace()
    }
    assert {at for at, count in owners.items() if count > 1} == set()
    assert characters <= owners.keys()
    assert all(at in policy.section_at(at).own for at in characters)  # type: ignore[union-attr]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_sentences_of_a_section_tile_its_own_text(policies: Mapping[str, Policy], document: str) -> None:
    policy = policies[document]
    for one in policy.sections:
        joined = "".join(policy.source.quote(sentence) for sentence in one.sentences)
        assert "".join(joined.split()) == "".join(policy.source.quote(one.own).split())


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_bracket_of_departments_is_a_sentence_of_its_own(
    policies: Mapping[str, Policy], document: str
) -> None:
    for one in policies[document].sections:
        if one.departments is not None:
            assert one.departments.start in [sentence.start for sentence in one.sentences]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_are_unique_and_sections_lie_inside_their_parents(
    policies: Mapping[str, Policy], document: str
) -> None:
    numbered = [one for one in policies[document].sections if one.path]
    by_path = {one.path: one for one in numbered}
    assert len(by_path) == len(numbered)
    for one in numbered:
        assert one.parent is None or one.span in by_path[one.parent].span


@pytest.mark.parametrize(
    ("document", "numbers"),
    [
        ("ninghe", [str(n) for n in range(1, 21)]),
        ("panjin", [str(n) for n in range(1, 18)]),
        ("shihe", [*"123", *"123", *"1234", *"1234", *"123"]),
        ("sifangtai", [str(n) for n in range(1, 23) if n != 3]),
        ("tianjin", []),
    ],
)
def test_measures_are_numbered_as_the_document_numbers_them(
    policies: Mapping[str, Policy], document: str, numbers: list[str]
) -> None:
    measures = [one for one in policies[document].sections if one.level == 3]
    assert [str(one.path).removeprefix(str(one.parent)) for one in measures] == numbers


def test_the_measures_of_tianjin_run_across_its_chapters(policies: Mapping[str, Policy]) -> None:
    paths = [one.path for one in policies["tianjin"].sections if one.level == 2]
    assert len(paths) == 20
    assert [paths[0], paths[3], paths[-1]] == ["二(一)", "三(四)", "六(二十)"]


@pytest.mark.parametrize(
    ("document", "path", "heading"),
    [
        ("sifangtai", "二（二）4", "开展能力评估"),
        ("sifangtai", "二（五）16", "发挥公办养老机构兜底作用"),
        ("sifangtai", "三（一）", "加强组织领导"),
        ("shihe", "二（四）2", "强化公办养老机构兜底作用"),
        ("shihe", "二（一）", "建立基本养老服务保障体系"),
        ("ninghe", "二", "主要措施"),
        ("ninghe", "二（五）15", "增加可及性（入户）服务供给"),
        ("panjin", "三（四）12", "完善基本养老服务制度"),
        ("tianjin", "三(四)", "鞏固完善居家養老服務"),
    ],
)
def test_a_heading_stands_apart_from_the_text_it_runs_into(
    policies: Mapping[str, Policy], document: str, path: str, heading: str
) -> None:
    assert section(policies[document], path).heading == heading


@pytest.mark.parametrize("path", ["二（一）2", "二（八）22"])
def test_a_measure_that_starts_with_a_sentence_has_no_heading(
    policies: Mapping[str, Policy], path: str
) -> None:
    assert section(policies["sifangtai"], path).heading is None


@pytest.mark.parametrize(
    ("document", "path", "departments"),
    [
        ("ninghe", "二（二）3", "（责任单位：区民政局、区统计局、各镇街）"),
        ("panjin", "三（三）5", "（责任单位：市民政局、市自然资源局）"),
        ("shihe", "二（二）3", "（区民政局负责）"),
        (
            "shihe",
            "二（五）3",
            "（区民政局、区市场监管局、区消防救援大队、区应急管理局、区司法局）",
        ),
        ("sifangtai", "二（二）4", "〔责任单位：区民政局、区卫健局、区财政局；完成时限：持续推进〕"),
        (
            "tianjin",
            "四(十二)",
            "(市民政局、市發展改革委、市人社局、市衛生健康委和各區人民政府按職責分工負責)",
        ),
    ],
)
def test_responsible_departments_are_quoted_with_their_bracket(
    policies: Mapping[str, Policy], document: str, path: str, departments: str
) -> None:
    span = section(policies[document], path).departments
    assert span is not None
    assert policies[document].source.quote(span) == departments


def test_the_measures_of_sifangtai_that_name_nobody_have_no_departments(
    policies: Mapping[str, Policy],
) -> None:
    silent = [one.path for one in policies["sifangtai"].sections if one.level == 3 and not one.departments]
    assert silent == ["二（一）1", "二（五）15", "二（五）16", "二（六）18"]


@pytest.mark.parametrize(
    ("document", "named"), [("ninghe", 20), ("panjin", 17), ("shihe", 17), ("tianjin", 20)]
)
def test_every_measure_of_the_other_documents_names_its_departments(
    policies: Mapping[str, Policy], document: str, named: int
) -> None:
    assert sum(one.departments is not None for one in policies[document].sections) == named


@pytest.mark.parametrize(
    ("document", "words", "path"),
    [
        ("ninghe", "（此件主动公开）", None),
        ("ninghe", "为80周岁及以上老年人发放高龄津贴", "二（三）6"),
        ("panjin", "自2025年1月1日起", "三（四）12"),
        ("shihe", "每月至少开展一次探访关爱服务", "二（二）3"),
        ("sifangtai", "全面实现“平台+餐厅+社区+社工+志愿者”联动", "二（六）18"),
        ("sifangtai", "附件：四方台区基本养老服务清单", None),
        ("tianjin", "到2029年", "一"),
        ("tianjin", "不低于55%的資金", "六(十八)"),
    ],
)
def test_any_words_of_the_body_can_be_cited_by_their_section(
    policies: Mapping[str, Policy], document: str, words: str, path: str | None
) -> None:
    policy = policies[document]
    found = policy.section_at(policy.source.locate(words).start)
    assert found is not None
    assert found.path == path


def test_the_list_and_the_noise_around_the_body_are_in_no_section(policies: Mapping[str, Policy]) -> None:
    panjin = policies["panjin"]
    assert panjin.section_at(panjin.source.locate("[bookmark: _GoBack]").start) is None
    assert panjin.section_at(panjin.source.locate("职工基本养老保险").start) is None
    assert panjin.section_at(len(panjin.source.text) - 1) is None


# --- other texts ---


def test_a_body_without_numbers_is_one_section() -> None:
    source = Source("somewhere", "通知。\n特此通知。")
    [only] = parse_sections(source, Span(0, len(source.text)), headings=["一、"])
    assert (only.path, only.level, len(only.sentences)) == (None, 0, 2)


def test_a_number_in_the_middle_of_a_line_starts_no_section() -> None:
    source = Source("somewhere", "一、目标\n按第二、三条和1.5倍执行。")
    assert [
        one.path for one in parse_sections(source, Span(0, len(source.text)), headings=["一、", "1."])
    ] == ["一"]


def test_a_chapter_after_a_measure_starts_again_from_the_top() -> None:
    source = Source("somewhere", "一、甲\n1.乙。丙\n二、丁\n1.戊。己")
    parts = parse_sections(source, Span(0, len(source.text)), headings=["一、", "1."])
    assert [(one.path, one.parent, source.quote(one.span)) for one in parts] == [
        ("一", None, "一、甲\n1.乙。丙"),
        ("一1", "一", "1.乙。丙"),
        ("二", None, "二、丁\n1.戊。己"),
        ("二1", "二", "1.戊。己"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲。乙；丙！丁？", ["甲。", "乙；", "丙！", "丁？"]),
        ("他说“好。”然后走。", ["他说“好。”", "然后走。"]),
        ("甲（乙。丙；丁）戊。", ["甲（乙。丙；丁）戊。"]),
        ("甲。〔责任单位：乙；完成时限：丙〕", ["甲。", "〔责任单位：乙；完成时限：丙〕"]),
        ("甲\n\t乙", ["甲", "乙"]),
        ("甲（乙。丙", ["甲（乙。", "丙"]),
        ("0.1平方米。60%。", ["0.1平方米。", "60%。"]),
    ],
)
def test_sentences_end_at_stops_and_lines_but_not_in_brackets(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
