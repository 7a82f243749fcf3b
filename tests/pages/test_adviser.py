"""The adviser's workbench in a browser, from the form to the printed hand-out."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Pt
from playwright.sync_api import BrowserContext, Page, expect

from assistant.conversation.assistant import Assistant
from assistant.pages.fields import facts_that_matter
from eval.served import HEADLINE, ask
from tests.pages.conftest import Visit
from tests.pages.measuring import too_wide, violations

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture
def case(open_desk: Visit) -> Page:
    """A person of 92 on dibao, held against Sifangtai's list."""
    page = open_desk("/adviser/")
    page.locator("#place").select_option("sifangtai")
    page.locator("#f-age").fill("92")
    page.locator("#f-welfare").select_option('"dibao"')
    expect(page.locator(".place .sum")).to_have_text("每年不低于1200元")
    return page


def line(page: Page, name: str) -> list[str]:
    """The cells of one benefit's line."""
    return (
        page.locator(".line", has=page.get_by_role("rowheader", name=re.compile(f"^{name}")))
        .locator("td")
        .all_inner_texts()
    )


def test_the_form_has_the_facts_that_matter_for_the_place_and_no_other(
    case: Page, assistant: Assistant
) -> None:
    names = case.locator("#case [id^=f-]").evaluate_all("found => found.map(one => one.name)")
    assert set(names) == set(facts_that_matter(assistant.catalogue, "sifangtai"))


def test_the_table_has_every_item_with_verdict_amount_missing_facts_and_departments(
    case: Page, assistant: Assistant
) -> None:
    assert case.locator(".line").count() == len(assistant.catalogue.rulebooks["sifangtai"].benefits)
    number, status, gives, _, departments = line(case, "高龄津贴")
    assert (number, status, departments) == ("3", "✓ 符合", "区民政局")
    assert "每年不低于1200元" in gives
    _, status, gives, missing, _ = line(case, "护理补贴")
    assert status == "? 还要问"
    assert "150元" in gives
    assert "能力评估" in missing


def test_the_trace_has_the_grounds_their_words_and_what_would_change_it(case: Page) -> None:
    case.get_by_role("button", name="分散供养的依据").click()
    trace = case.locator(".trace:visible")
    expect(trace).to_contain_text("怎样就会变")
    expect(trace).to_contain_text("特困")
    case.get_by_role("button", name="高龄津贴的依据").click()
    trace = case.locator(".trace:visible").first
    presumed, sure = (
        trace.locator(".grounds > li", has_text=words).inner_text()
        for words in ("户籍在四方台区", "年满80周岁")
    )
    assert presumed.startswith("✓")
    assert sure.startswith("✓")
    assert "推定" in presumed
    assert "推定" not in sure
    trace.locator("a", has_text="第3项").last.click()
    expect(case.locator("#reader mark")).to_contain_text("高龄津贴")


def test_what_was_folded_out_stays_so_after_a_change(case: Page) -> None:
    case.get_by_role("button", name="高龄津贴的依据").click()
    case.locator("#f-age").fill("88")
    expect(case.locator(".trace:visible .grounds")).to_contain_text("低保")
    expect(case.locator("#f-age")).to_be_focused()


def test_two_places_stand_side_by_side(case: Page) -> None:
    case.locator("#other").select_option("ninghe")
    expect(case.locator("section.place")).to_have_count(2)
    left, right = case.locator("section.place").all()
    assert (left.bounding_box() or {})["y"] == (right.bounding_box() or {})["y"]
    expect(right).to_contain_text("宁河区")
    expect(case.locator("#f-single_pension")).to_be_visible()


def test_the_day_of_judgement_decides(case: Page) -> None:
    case.locator("#day").fill("2025-01-01")
    expect(case.locator("section.place .alert")).to_contain_text("还没有生效")
    case.locator("#place").select_option("shihe")
    expect(case.locator("section.place .alert")).to_contain_text("征求意见稿")


def test_facts_that_cannot_all_be_so_are_said_so(case: Page) -> None:
    case.locator("#f-age").fill("九十二")
    expect(case.locator("#main .alert")).to_contain_text("看不懂")
    case.locator("#f-age").fill("92")
    expect(case.locator(".place .sum")).to_contain_text("1200")


def test_the_hand_out_is_a_word_file_in_large_type_that_says_who_made_it(case: Page, tmp_path: Path) -> None:
    with case.expect_download() as waiting:
        case.get_by_role("button", name="家属告知单").click()
    assert waiting.value.suggested_filename.startswith("yanglao-sifangtai-")
    waiting.value.save_as(tmp_path / "handout.docx")
    document = Document(BytesIO((tmp_path / "handout.docx").read_bytes()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "人工智能生成" in text
    assert "92岁" in text
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert "每年不低于1200元" in cells
    assert document.styles["Normal"].font.size >= Pt(18)


def test_the_data_are_those_of_the_machine_interface(case: Page) -> None:
    with case.expect_download() as waiting:
        case.get_by_role("button", name="数据（JSON）").click()
    [found] = json.loads(Path(waiting.value.path()).read_text("utf-8"))["assessments"]
    assert found["document"] == "sifangtai"
    [allowance] = [verdict for verdict in found["verdicts"] if verdict["name"] == "高龄津贴"]
    assert allowance["status"] == "eligible"
    assert allowance["amounts"][0]["value"] == 1200
    cited = found["citations"][allowance["cites"][0]]
    assert cited["item"] == "3"


def test_a_person_comes_over_from_the_chat_without_retyping(open_desk: Visit) -> None:
    page = open_desk("/")
    ask(page, HEADLINE["zh"])
    page.get_by_role("link", name="在工作台打开").click()
    expect(page.locator("#f-age")).to_have_value("92")
    expect(page.locator("#f-welfare")).to_have_value('"dibao"')
    expect(page.locator("#place")).to_have_value("sifangtai")
    expect(page.locator(".place .sum")).to_have_text("每年不低于1200元")


def test_the_workbench_speaks_english(open_desk: Visit) -> None:
    page = open_desk("/adviser/", locale="en-US")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Workbench")
    page.locator("#place").select_option("sifangtai")
    page.locator("#f-age").fill("92")
    page.locator("#f-welfare").select_option('"dibao"')
    expect(page.locator(".place .sum")).to_have_text("at least ¥1,200 a year")


def test_a_roster_is_screened_and_its_results_by_person_are_taken_away(
    open_desk: Visit, tmp_path: Path
) -> None:
    roster = tmp_path / "名册.csv"
    roster.write_text(
        "编号,年龄,户籍,社会救助身份\n1,92,四方台区,低保\n2,70,四方台区,都不是\n3,八十,四方台区,\n", "utf-8"
    )
    page = open_desk("/adviser/")
    page.get_by_role("tab", name="名册").click()
    expect(page.locator("#case")).to_be_hidden()
    page.locator("#roster-place").select_option("sifangtai")
    page.locator("#roster-file").set_input_files(roster)
    page.get_by_role("button", name="筛查").click()
    expect(page.locator(".screened h3")).to_contain_text("四方台区：3人")
    allowance = page.locator(".screened .line", has_text="高龄津贴").locator("td").all_inner_texts()
    assert allowance[1] == "1"
    assert violations(page) == []
    assert too_wide(page) == []
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载逐人结果").click()
    assert waiting.value.suggested_filename.endswith(".xlsx")


def test_a_roster_that_cannot_be_read_is_said_so(open_desk: Visit, tmp_path: Path) -> None:
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(b"PK\x03\x04 no workbook")
    page = open_desk("/adviser/")
    page.get_by_role("tab", name="一个人").press("ArrowRight")
    expect(page.get_by_role("tab", name="名册")).to_be_focused()
    page.locator("#roster-file").set_input_files(roster)
    with page.expect_response("**/adviser/roster/**") as answered:
        page.get_by_role("button", name="筛查").click()
    assert answered.value.status == 422
    expect(page.locator(".screened .alert")).to_contain_text("roster.xlsx")


@pytest.mark.parametrize(
    "body", ["no json", '{"place": 5}', '{"place": "sifangtai", "form": {"age": "很老"}}']
)
def test_what_no_form_sends_is_refused(
    in_locale: Callable[[str], BrowserContext], address: str, body: str
) -> None:
    answered = in_locale("zh-CN").request.post(f"{address}/adviser/export/findings", data=body)
    assert answered.status == 422
