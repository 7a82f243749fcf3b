"""Every desk, in both views, with something on it: what is stated in docs/accessibility.md is measured here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from eval.served import HEADLINE, ask
from tests.pages.conftest import PHONE, Visit, watched
from tests.pages.measuring import small_targets, smallest_letters, too_wide, violations, without_focus_ring

pytestmark = [pytest.mark.slow, pytest.mark.browser]
DESKS = ("/", "/hotline/", "/adviser/")
# (the smallest words, the smallest target) in pixels
LEAST = {"normal": (18, 44), "elder": (30, 60)}


def filled(page: Page, desk: str) -> None:
    """Put something on the desk, with what folds out folded out."""
    if desk == "/":
        ask(page, HEADLINE["zh"])
        page.locator(".sources summary").first.click()
        if page.locator("#card-known:not([open])").count():
            page.locator("#card-known > summary").click()
        page.locator(".fact summary").first.click()
    elif desk == "/hotline/":
        page.locator("#message").fill(HEADLINE["zh"])
        page.keyboard.press("Enter")
        expect(page.locator(".script .line")).to_contain_text("一千二百元")
        page.locator(".sources summary").first.click()
    else:
        page.locator("#place").select_option("sifangtai")
        page.locator("#f-age").fill("92")
        page.locator("#f-welfare").select_option('"dibao"')
        expect(page.locator(".place .sum")).to_contain_text("1200")
        page.locator("[data-do=trace]").first.click()
    page.get_by_role("button", name="帮助").click()


@dataclass(frozen=True)
class Standing:
    """A desk with something on it."""

    page: Page
    view: str


@pytest.fixture(
    scope="module", params=[(desk, view) for desk in DESKS for view in LEAST], ids=lambda it: "-".join(it)
)
def standing(
    request: pytest.FixtureRequest, in_locale: Callable[[str], BrowserContext], address: str
) -> Iterator[Standing]:
    """Each desk in each view; the tests look at it one after the other."""
    desk, view = request.param
    with watched(in_locale, address) as open_desk:
        page = open_desk(desk, view=view)
        filled(page, desk)
        yield Standing(page, view)


def test_axe_finds_nothing(standing: Standing) -> None:
    assert violations(standing.page) == []


def test_letters_and_targets_are_large(standing: Standing) -> None:
    letters, targets = LEAST[standing.view]
    assert smallest_letters(standing.page) >= letters
    assert small_targets(standing.page, targets) == []


def test_the_keyboard_goes_everywhere_and_shows_where_it_is(standing: Standing) -> None:
    standing.page.evaluate("document.activeElement.blur()")
    assert without_focus_ring(standing.page, 40) == []


def test_the_high_contrast_theme_has_the_contrast(standing: Standing) -> None:
    button = standing.page.get_by_role("button", name="高对比")
    button.click()
    assert violations(standing.page) == []
    button.click()


def test_nothing_is_wider_than_the_window(standing: Standing) -> None:
    for width in (1024, PHONE, 320):
        standing.page.set_viewport_size({"width": width, "height": 900})
        assert too_wide(standing.page) == []


def test_the_browsers_own_text_size_counts(open_desk: Visit) -> None:
    page = open_desk("/", 640)
    page.add_style_tag(content="html { font-size: 250% !important }")  # 200 % of the page's own
    ask(page, HEADLINE["en"])
    assert too_wide(page) == []


@pytest.mark.parametrize("desk", DESKS)
def test_help_and_the_ai_label_are_at_the_same_place_on_each_desk(open_desk: Visit, desk: str) -> None:
    page = open_desk(desk)
    order = page.locator(".tools button").evaluate_all("found => found.map(one => one.dataset.do)")
    assert order == ["view", "contrast", "help", "language", "language", "language"]
    button = page.get_by_role("button", name="帮助")
    button.click()
    expect(page.locator("#help")).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".top .ai")).to_have_text("人工智能生成")


def test_the_views_and_the_language_are_remembered(open_desk: Visit) -> None:
    page = open_desk("/", locale="en-US")
    expect(page.get_by_role("button", name="Large view")).to_be_visible()
    for name in ("Large view", "High contrast", "繁體中文"):
        page.get_by_role("button", name=name).click()
    expect(page.get_by_role("button", name="長輩版")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("({...document.documentElement.dataset})") | {"ready": ""} == {
        "view": "elder",
        "contrast": "high",
        "language": "zh-Hant",
        "ready": "",
    }
    other = page.context.new_page()  # another tab of the same browser
    other.goto(page.url)
    expect(other.get_by_role("button", name="長輩版")).to_have_attribute("aria-pressed", "true")
    assert other.evaluate("document.documentElement.lang") == "zh-Hant"
    other.close()


def test_an_answer_is_announced_by_its_headline(open_desk: Visit) -> None:
    page = open_desk("/")
    status = page.get_by_role("status").last
    ask(page, HEADLINE["zh"])
    expect(page.locator("#status")).to_contain_text("有7项符合文件所列条件")
    expect(page.locator("#status")).to_have_attribute("role", "status")
    assert status.count() == 1


def test_passages_name_their_language(open_desk: Visit) -> None:
    page = open_desk("/")
    ask(page, HEADLINE["en"])
    turn = page.locator(".turn").last
    expect(turn).to_have_attribute("lang", "en")
    expect(turn.locator(".words [lang=zh-Hans]").first).to_have_text("高龄津贴")
    expect(turn.locator("blockquote").first).to_have_attribute("lang", "zh-Hans")
