"""The page in a real browser, and the passages that it shows under an answer."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from html.parser import HTMLParser

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from assistant.conversation.assistant import Assistant
from assistant.replies.contract import Citation, Reply
from assistant.replies.page import sources
from assistant.settings import Settings
from eval.served import HEADLINE, ROOT, ask, browser, chromium, served

CORPUS = ROOT / "corpus"
TODAY = date(2026, 11, 24)
PHONE, DESK = 390, 1280


@pytest.fixture(scope="session")
def opened() -> Iterator[Browser]:
    """The browser; for a stranger who has none the tests are skipped, in CI they fail."""
    if chromium() is None and not os.environ.get("CI"):
        pytest.skip("there is no chromium: apt-get install chromium fonts-noto-cjk")
    with browser() as found:
        yield found


@pytest.fixture(scope="session")
def address(opened: Browser) -> Iterator[str]:
    with served() as found:
        yield found


Visit = Callable[..., Page]


@pytest.fixture
def visit(opened: Browser, address: str) -> Iterator[Visit]:
    """Opens the page at a width; nothing may go wrong in it, and nothing may leave this machine."""
    faults: list[str] = []
    pages: list[Page] = []

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"console: {message.text}")

    def open_page(width: int = DESK) -> Page:
        page = opened.new_page(viewport={"width": width, "height": 900})
        pages.append(page)
        page.on("request", lambda request: faults.extend(_elsewhere(request.url, address)))
        page.on("console", console)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.goto(address)
        page.locator("#ask textarea").wait_for()
        return page

    yield open_page
    for page in pages:
        page.close()
    assert faults == []


def _elsewhere(url: str, address: str) -> list[str]:
    inside = url.startswith((f"{address}/", "data:", "blob:"))
    return [] if inside else [f"request: {url}"]


def rows(page: Page) -> list[list[str]]:
    """The cells of the last answer's table."""
    last = page.locator("#conversation .bot.message").last
    return [row.locator("td").all_inner_texts() for row in last.locator("tbody tr").all()]


@pytest.mark.slow
@pytest.mark.browser
class TestInABrowser:
    @pytest.mark.parametrize(
        ("language", "width", "met", "allowance", "extra"),
        [
            pytest.param(
                "en", DESK, "Conditions met for", ("at least ¥1,200 a year", "item 3"), "15%", id="in English"
            ),
            pytest.param("zh", PHONE, "符合条件的", ("每年不低于1200元", "第3项"), "15%", id="in Chinese"),
        ],
    )
    def test_the_headline_question_gets_its_verdicts_amounts_and_the_words_behind_them(
        self, visit: Visit, language: str, width: int, met: str, allowance: tuple[str, str], extra: str
    ) -> None:
        page = visit(width)
        ask(page, HEADLINE[language])
        answer = page.locator("#conversation .bot.message").last
        expect(answer.locator("th").first).to_have_text(met)
        by_name = {cells[0]: cells[1:] for cells in rows(page)}
        [(amount, where)] = [cells for name, cells in by_name.items() if "高龄津贴" in name]
        assert allowance[0] in amount
        assert allowance[1] in where
        [(share, _)] = [cells for name, cells in by_name.items() if "低保金加发" in name]
        assert extra in share

        quotes = answer.locator("details").first.locator("blockquote")
        assert not quotes.first.is_visible()
        answer.locator("summary").first.click()
        expect(quotes.first).to_be_visible()
        assert any("每人每年发放不低于1200元高龄津贴" in quote for quote in quotes.all_inner_texts())
        source = (CORPUS / "sifangtai" / "source.txt").read_text("utf-8").replace("\n", "")
        assert [quote for quote in quotes.all_inner_texts() if quote not in source] == []
        expect(answer.locator("details .document").first).to_have_text("四方台区基本养老服务清单")
        expect(answer.locator("details .place").first).to_contain_text(allowance[1])

    def test_a_place_and_a_question_are_asked_by_a_tap(self, visit: Visit) -> None:
        page = visit(PHONE)
        page.get_by_role("button", name="双鸭山市四方台区").click()
        expect(page.locator("#conversation .bot.message").last).to_contain_text("四方台区")
        ask(page, "92岁，低保")
        assert any("高龄津贴" in cells[0] for cells in rows(page))
        other = visit(PHONE)
        other.get_by_role("button", name=HEADLINE["en"]).click()
        expect(other.locator("#conversation .bot.message").last).to_contain_text("¥1,200")

    def test_a_draft_is_called_a_draft_before_anything_is_asked(self, visit: Visit) -> None:
        expect(visit().get_by_role("button", name="信阳市浉河区")).to_contain_text("征求意见稿")

    @pytest.mark.parametrize("width", [320, PHONE, DESK])
    @pytest.mark.parametrize("language", HEADLINE)
    def test_nothing_is_wider_than_the_window_and_no_word_smaller_than_18_pixels(
        self, visit: Visit, language: str, width: int
    ) -> None:
        page = visit(width)
        assert smallest_letters(page) >= 18
        ask(page, HEADLINE[language])
        for summary in page.locator("summary").all():
            summary.click()
        assert smallest_letters(page) >= 18
        assert too_wide(page) == []

    def test_two_tabs_are_two_conversations(self, visit: Visit) -> None:
        mine, yours = visit(), visit()
        ask(mine, HEADLINE["zh"])
        ask(yours, "他的高龄津贴有多少？")
        expect(yours.locator("#conversation .bot.message").last).not_to_contain_text("1200")
        ask(mine, "他的高龄津贴有多少？")
        expect(mine.locator("#conversation .bot.message").last).to_contain_text("1200")

    def test_a_cleared_conversation_is_forgotten(self, visit: Visit) -> None:
        page = visit()
        ask(page, HEADLINE["zh"])
        page.get_by_role("button", name="清空对话").click()
        expect(page.locator("#conversation")).to_be_hidden()
        expect(page.locator("#start")).to_be_visible()
        ask(page, "他的高龄津贴有多少？")
        expect(page.locator("#conversation .bot.message")).to_have_count(1)
        expect(page.locator("#conversation .bot.message").last).not_to_contain_text("1200")

    def test_what_is_typed_stays_text(self, visit: Visit) -> None:
        page = visit()
        typed = '<img src="http://example.com/a.png"> ![b](http://example.com/b.png) http://example.com *92* | 四方台'
        ask(page, typed)
        assert page.locator("#conversation .user.message").first.inner_text().strip() == typed
        assert page.locator("#conversation :is(img, a)").count() == 0

    def test_the_browser_would_ask_no_other_host_whatever_stood_in_the_page(
        self, opened: Browser, address: str
    ) -> None:
        page = opened.new_page()
        sent: list[str] = []
        page.on("requestfinished", lambda request: sent.extend(_elsewhere(request.url, address)))
        page.goto(address)
        page.locator("#ask textarea").wait_for()
        refused = page.evaluate(
            """() => new Promise(found => {
                document.addEventListener("securitypolicyviolation", event => found(event.blockedURI));
                setTimeout(() => found("nothing was refused"), 5000);
                new Image().src = "http://127.0.0.2/a.png";
            })"""
        )
        assert refused == "http://127.0.0.2/a.png"
        assert sent == []
        page.close()

    def test_no_question_is_kept_in_the_browser(self, visit: Visit) -> None:
        page = visit()
        ask(page, HEADLINE["en"])
        assert "Sifangtai" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
        assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
        assert page.context.cookies() == []

    def test_the_page_says_what_it_is_in_words_that_a_screen_reader_can_pronounce(self, visit: Visit) -> None:
        page = visit()
        assert page.evaluate("document.documentElement.lang") == "zh-Hans"
        expect(page).to_have_title("养老政策通")
        expect(page.locator("#notice")).to_contain_text("人工智能生成")
        expect(page.locator("#notice [lang=en]")).to_contain_text("Generated by AI")
        expect(page.get_by_label("您的问题")).to_be_editable()
        expect(page.locator("footer a, footer button")).to_have_count(0)
        ask(page, HEADLINE["en"])
        expect(page.locator("#conversation .bot.message [lang=en]").first).to_be_visible()
        expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")


def smallest_letters(page: Page) -> float:
    """The size in pixels of the smallest words on the page that can be seen."""
    size: float = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll("body *")].filter(element =>
            element.checkVisibility() && element.getBoundingClientRect().width > 1 &&
            ([...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()) ||
                element.matches("textarea"))
        ).map(element => parseFloat(getComputedStyle(element).fontSize)))"""
    )
    return size


def too_wide(page: Page) -> list[str]:
    """What does not fit into the window: the page itself, or a part that has to be moved sideways to be read."""
    wide: list[str] = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll("#conversation *, #ask *, #start *")]
            .filter(element => element.checkVisibility() && getComputedStyle(element).display !== "inline" &&
                (element.scrollWidth > element.clientWidth + 1 ||
                 element.getBoundingClientRect().right > innerWidth + 1) && element.clientWidth > 1)
            .map(element => `${element.tagName} ${element.className}: ${element.textContent.slice(0, 40)}`)"""
    )
    return wide


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        pytest.param("YANGLAO_PORT", "a", "YANGLAO_PORT: ", id="a port that is no number"),
        pytest.param("YANGLAO_PORT", None, "Port {port} of 127.0.0.1 cannot be used", id="a port in use"),
        pytest.param("YANGLAO_CORPUS", "/nowhere", "/nowhere", id="no corpus"),
    ],
)
def test_what_keeps_the_page_from_starting_gets_one_line(setting: str, value: str | None, said: str) -> None:
    with in_use() as port:
        environment = os.environ | {setting: value or str(port)}
        ended = subprocess.run(
            [sys.executable, "ui.py"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
        )
    [line] = ended.stderr.splitlines()
    assert said.format(port=port) in line
    assert (ended.returncode, ended.stdout) == (1, "")


@contextmanager
def in_use() -> Iterator[int]:
    """A port that somebody else listens on."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


class Quotes(HTMLParser):
    """The texts of the block quotes and the marked-up parts of some HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.quotes: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "blockquote":
            self.quotes.append("")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if self.tags[-1] == "blockquote":
            self.quotes[-1] += data


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant.load(Settings())


@pytest.mark.parametrize(
    "question",
    [HEADLINE["en"], HEADLINE["zh"], "我媽85歲，盤錦戶口，能領什麼？", "浉河91岁的老人能领什么", "你好"],
)
def test_every_citation_is_shown_once_and_word_for_word(assistant: Assistant, question: str) -> None:
    reply = assistant.reply(question, session=question, audience="citizen", today=TODAY)
    shown = Quotes(sources(reply, drafts=["shihe"])).quotes
    assert sorted(shown) == sorted(citation.quote.replace("\n", "") for citation in reply.citations)


def test_what_is_met_comes_first_and_a_draft_is_marked(assistant: Assistant) -> None:
    reply = assistant.reply("浉河91岁的老人能领什么", session="draft", audience="citizen", today=TODAY)
    shown = sources(reply, drafts=["shihe"])
    met = {
        citation for verdict in reply.verdicts if verdict.status == "eligible" for citation in verdict.cites
    }
    assert met
    first = Quotes(shown.partition("</details>")[0]).quotes
    assert sorted(first) == sorted(reply.citations[index].quote.replace("\n", "") for index in met)
    assert "征求意见稿" in shown


def test_the_words_of_a_document_are_no_mark_up() -> None:
    cited = Citation(document="a", title="<i>", item=None, section="一", quote="<b>&\n\n* x", start=0, end=9)
    reply = Reply(answer="", language="zh-Hans", intent="wording", citations=(cited,))
    shown = sources(reply, drafts=())
    assert Quotes(shown).quotes == ["<b>&* x"]
    assert "\n" not in shown
    assert not {"b", "i"} & set(Quotes(shown).tags) - {"b"}
