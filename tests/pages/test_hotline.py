"""The hotline desk in a browser, by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def say(page: Page, words: str) -> None:
    """Type what the caller says, as an operator does."""
    page.keyboard.press("F2")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


@pytest.fixture
def call(open_desk: Visit) -> Page:
    """A call about a father of 92 on dibao in Sifangtai."""
    page = open_desk("/hotline/")
    say(page, "他爸92岁，四方台的，吃低保，能领什么")
    expect(page.locator(".script .line")).to_contain_text("一千二百元")
    return page


def test_the_callers_words_fill_the_form_and_give_a_line_that_fits_into_a_quarter_of_a_minute(
    call: Page,
) -> None:
    expect(call.locator("#f-age")).to_have_value("92")
    expect(call.locator("#f-welfare")).to_have_value('"dibao"')
    expect(call.locator("#place")).to_have_value("sifangtai")
    expect(call.locator(".next .question")).to_contain_text("能力评估")
    said = call.locator("#script-head .hint").inner_text()
    assert int("".join(character for character in said if character.isdigit())) <= 15


def test_a_field_of_the_form_changes_what_is_said(call: Page) -> None:
    call.locator("#f-self_care_finding").select_option('"unable"')
    expect(call.locator(".script .line")).to_contain_text("每月一百五十元")
    call.locator("#f-age").fill("50")
    call.keyboard.press("Tab")
    expect(call.locator(".script .line")).not_to_contain_text("一千二百元")


def test_words_change_the_form(call: Page) -> None:
    say(call, "不对，是88岁")
    expect(call.locator("#f-age")).to_have_value("88")


def test_the_next_question_is_answered_from_the_keyboard(call: Page) -> None:
    call.keyboard.press("F8")
    expect(call.locator(".choices button").first).to_be_focused()
    for _ in range(2):
        call.keyboard.press("Tab")
    call.keyboard.press("Enter")
    expect(call.locator("#f-self_care_finding")).to_have_value('"unable"')


def test_a_form_that_is_filled_in_before_anything_is_said_is_a_call_too(open_desk: Visit) -> None:
    page = open_desk("/hotline/")
    page.keyboard.press("F4")
    page.locator("#place").select_option("sifangtai")
    expect(page.locator("#place")).to_have_value("sifangtai")
    page.locator("#f-age").fill("91")
    page.keyboard.press("Tab")
    # The form is drawn anew with the answer; nobody is quicker than that.
    expect(page.locator(".script .line")).to_contain_text("老年人能力综合评估")
    page.locator("#f-hukou").select_option('"sifangtai"')
    expect(page.locator(".script .line")).to_contain_text("一千二百元")


def test_the_ticket_is_copied_by_a_key_and_says_who_made_it(call: Page) -> None:
    call.context.grant_permissions(["clipboard-read", "clipboard-write"])
    call.keyboard.press("F9")
    expect(call.locator("#status")).to_have_text("已复制")
    ticket = call.evaluate("navigator.clipboard.readText()")
    for part in ("四方台区", "他爸92岁", "低保", "高龄津贴（第3项）", "还要核实", "人工智能生成"):
        assert part in ticket


def test_a_new_call_clears_everything(call: Page) -> None:
    call.keyboard.press("Alt+KeyN")
    expect(call.locator("#f-age")).to_have_value("")
    expect(call.locator("#f-welfare")).to_have_value("")
    expect(call.locator("#place")).to_have_value("")
    expect(call.locator(".script")).to_have_count(0)
    expect(call.locator("#message")).to_be_focused()
    say(call, "他的高龄津贴有多少？")
    expect(call.locator(".call .words")).not_to_contain_text("1200")


def test_a_call_is_taken_to_the_workbench_without_retyping(call: Page) -> None:
    call.get_by_role("link", name="工作台").click()
    expect(call.locator("#f-age")).to_have_value("92")
    expect(call.locator("#place")).to_have_value("sifangtai")
    expect(call.locator(".place .sum")).to_contain_text("1200")
