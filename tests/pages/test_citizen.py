"""The citizen's page in a browser, from the question to what is taken away."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from eval.served import HEADLINE, ROOT, ask, visit
from tests.pages.conftest import DESK, PHONE, Visit, elsewhere, reload

pytestmark = [pytest.mark.slow, pytest.mark.browser]
SOURCE = (ROOT / "corpus" / "sifangtai" / "source.txt").read_text("utf-8")


def rows(page: Page) -> dict[str, list[str]]:
    """The cells of the last answer's table by what they are about."""
    cells = [
        row.locator("td").all_inner_texts() for row in page.locator(".turn").last.locator("tbody tr").all()
    ]
    return {name: rest for name, *rest in cells}


@pytest.mark.parametrize(
    ("language", "width", "heading", "allowance", "share"),
    [
        pytest.param(
            "en", DESK, "Conditions met for", ["at least ¥1,200 a year", "item 3"], "15%", id="English"
        ),
        pytest.param("zh", PHONE, "符合条件的", ["每年不低于1200元", "第3项"], "15%", id="Chinese"),
    ],
)
def test_the_headline_question_gets_its_verdicts_amounts_and_the_words_behind_them(
    open_desk: Visit, language: str, width: int, heading: str, allowance: list[str], share: str
) -> None:
    page = open_desk("/", width)
    ask(page, HEADLINE[language])
    turn = page.locator(".turn").last
    assert heading in (turn.locator("th").first.text_content() or "")
    [(amount, where)] = [cells for name, cells in rows(page).items() if "高龄津贴" in name]
    assert allowance[0] in amount
    assert allowance[1] in where
    [(extra, _)] = [cells for name, cells in rows(page).items() if "低保金加发" in name]
    assert share in extra

    quotes = turn.locator("details.sources").first.locator("blockquote")
    assert not quotes.first.is_visible()
    turn.locator("details.sources summary").first.click()
    expect(quotes.first).to_be_visible()
    assert any("每人每年发放不低于1200元高龄津贴" in quote for quote in quotes.all_inner_texts())
    assert [quote for quote in quotes.all_inner_texts() if quote not in SOURCE.replace("\n", "")] == []


def test_a_figures_item_opens_the_very_words_in_the_whole_document(open_desk: Visit) -> None:
    page = open_desk("/")
    ask(page, HEADLINE["zh"])
    page.locator(".words td a", has_text="3").first.click()
    reader = page.locator("#reader")
    expect(reader.locator("mark")).to_contain_text("每人每年发放不低于1200元高龄津贴")
    expect(reader.locator("mark")).to_be_in_viewport()
    whole = "".join(reader.locator("article").inner_text().split()).replace("▶", "")
    assert "四方台区养老事业发展资金筹集使用管理办法" not in whole
    assert "".join(SOURCE.split())[-60:] in whole
    reader.get_by_role("button", name="返回").click()
    expect(reader).to_be_hidden()


def test_what_the_desk_says_of_a_document_is_in_the_readers_language(open_desk: Visit) -> None:
    page = open_desk("/", locale="en-US")
    ask(page, HEADLINE["en"])
    page.locator(".words td a").first.click()
    reader = page.locator("#reader")
    expect(reader.locator("dl")).to_contain_text("Issued by")
    expect(reader.get_by_role("button", name="Back")).to_be_visible()
    expect(reader.locator("article")).to_have_attribute("lang", "zh-Hans")


def test_a_place_and_a_question_are_asked_by_a_tap(open_desk: Visit) -> None:
    page = open_desk("/", PHONE)
    page.get_by_role("button", name="双鸭山市四方台区").click()
    expect(page.locator(".turn.done").last).to_contain_text("四方台区")
    ask(page, "92岁，低保")
    assert any("高龄津贴" in name for name in rows(page))
    other = open_desk("/", PHONE)
    other.get_by_role("button", name=HEADLINE["en"]).click()
    expect(other.locator(".turn.done").last).to_contain_text("¥1,200")


@pytest.mark.parametrize("view", ["normal", "elder"])
def test_an_answer_is_read_from_its_beginning(open_desk: Visit, view: str) -> None:
    page = open_desk("/", PHONE, view=view)
    for number in (1, 2):
        ask(page, HEADLINE["zh"])
        expect(page.locator(".turn.done")).to_have_count(number)
        expect(page.locator(".turn").last.locator(".words strong").first).to_be_in_viewport()
        page.wait_for_function(
            "() => [...document.querySelectorAll('.turn')].at(-1).getBoundingClientRect().top >= 0"
        )


def test_a_draft_is_called_a_draft_before_anything_is_asked(open_desk: Visit) -> None:
    expect(open_desk("/").get_by_role("button", name="信阳市浉河区")).to_contain_text("征求意见稿")


def test_the_next_question_is_answered_by_a_tap_and_the_answer_says_what_changed(open_desk: Visit) -> None:
    page = open_desk("/")
    ask(page, HEADLINE["zh"])
    choices = page.locator(".turn").first.locator(".choices")
    choices.get_by_role("button", name="失能、生活不能自理").click()
    expect(page.locator(".turn.done")).to_have_count(2)
    expect(page.locator(".turn").last.locator(".words")).to_contain_text(
        "护理补贴（第4项）：现在符合条件，每月150元"
    )
    expect(choices.get_by_role("button", name="不清楚")).to_be_disabled()
    expect(page.locator("#card")).to_contain_text("能力评估（认定）结果")


def test_a_fact_is_mended_and_forgotten_on_the_card(open_desk: Visit) -> None:
    page = open_desk("/")
    ask(page, HEADLINE["zh"])
    age = page.locator(".fact", has_text="年龄")
    age.locator("summary").click()
    age.get_by_role("textbox").fill("88")
    age.get_by_role("button", name="改好了").click()
    expect(page.locator(".turn.done")).to_have_count(2)
    expect(page.locator(".turn").last.locator(".words")).to_contain_text("按88岁重新看")
    expect(age).to_contain_text("88周岁")
    page.locator(".fact", has_text="社会救助身份").locator("summary").click()
    page.locator(".fact", has_text="社会救助身份").get_by_role("button", name="删掉这一条").click()
    expect(page.locator(".turn.done")).to_have_count(3)
    expect(page.locator(".fact", has_text="社会救助身份")).to_have_count(0)


def test_of_several_persons_the_one_that_is_tapped_is_mended(open_desk: Visit) -> None:
    page = open_desk("/")
    ask(page, "我爸92岁，我妈85岁，四方台低保，能领什么")
    father, mother = page.locator(".card .facts").all()
    father.locator(".fact", has_text="年龄").locator("summary").click()
    father.get_by_role("button", name="删掉这一条").first.click()
    expect(page.locator(".card .facts").first.locator(".fact", has_text="年龄")).to_have_count(0)
    mother = page.locator(".card .facts").last
    mother.locator(".fact", has_text="年龄").locator("summary").click()
    mother.get_by_role("textbox").fill("79")
    mother.get_by_role("button", name="改好了").click()
    expect(mother).to_contain_text("79周岁")
    expect(page.locator(".turn").last).to_contain_text("按79岁重新看")


def test_a_number_that_is_none_is_said_so(open_desk: Visit) -> None:
    page = open_desk("/")
    ask(page, HEADLINE["zh"])
    age = page.locator(".fact", has_text="年龄")
    age.locator("summary").click()
    age.get_by_role("textbox").fill("很老")
    age.get_by_role("button", name="改好了").click()
    expect(page.locator(".turn").last).to_contain_text("看不懂")
    expect(age).to_contain_text("92周岁")


def test_the_last_message_is_taken_back(open_desk: Visit) -> None:
    page = open_desk("/")
    ask(page, HEADLINE["zh"])
    ask(page, "她有一级残疾证")
    expect(page.locator("#card")).to_contain_text("残疾证等级")
    page.get_by_role("button", name="撤回上一句").click()
    expect(page.locator(".turn").last).to_contain_text("已撤回")
    expect(page.locator(".turn.withdrawn .said")).to_contain_text("已撤回 您说 她有一级残疾证")
    expect(page.locator("#card")).not_to_contain_text("残疾证等级")
    expect(page.locator("#card")).to_contain_text("低保")


def test_a_conversation_is_handed_over_under_a_number(open_desk: Visit) -> None:
    page = open_desk("/")
    ask(page, HEADLINE["zh"])
    page.get_by_role("button", name="转人工").click()
    slip = page.locator(".handover .slip")
    expect(slip).to_contain_text("转办单")
    expect(slip).to_contain_text("低保")
    expect(slip).to_contain_text("人工智能生成")


def test_a_deleted_conversation_is_forgotten(open_desk: Visit) -> None:
    page = open_desk("/")
    ask(page, HEADLINE["zh"])
    session = page.evaluate("sessionStorage.getItem('yanglao.session')")
    page.get_by_role("button", name="删除对话").click()
    page.locator("#sure").get_by_role("button", name="删除对话").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator(".start")).to_be_visible()
    assert page.evaluate("sessionStorage.getItem('yanglao.session')") != session
    page.evaluate("session => sessionStorage.setItem('yanglao.session', session)", session)
    reload(page)
    page.wait_for_function("() => document.documentElement.dataset.ready === 'yes'")
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, "他的高龄津贴有多少？")
    expect(page.locator(".turn").last).not_to_contain_text("1200")


def test_a_conversation_goes_on_after_a_reload_and_two_tabs_are_two_conversations(open_desk: Visit) -> None:
    mine, yours = open_desk("/"), open_desk("/")
    ask(mine, HEADLINE["zh"])
    mine.locator(".choices").get_by_role("button", name="能力完好").click()
    expect(mine.locator(".turn.done")).to_have_count(2)
    reload(mine)
    expect(mine.locator(".said").last).to_contain_text("能力评估（认定）结果：评估为能力完好")
    expect(mine.locator(".turn .words, .turn .answer").first).to_contain_text("1200")
    ask(yours, "他的高龄津贴有多少？")
    expect(yours.locator(".turn").last).not_to_contain_text("1200")
    ask(mine, "他的高龄津贴有多少？")
    expect(mine.locator(".turn").last).to_contain_text("1200")


def test_what_is_copied_says_who_made_it(open_desk: Visit) -> None:
    page = open_desk("/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, HEADLINE["zh"])
    page.locator(".turn").last.get_by_role("button", name="复制").click()
    expect(page.locator("#status")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "每年不低于1200元" in copied
    assert "人工智能生成" in copied
    assert "**" not in copied


def test_what_is_printed_is_one_answer_with_the_line_that_says_who_made_it(open_desk: Visit) -> None:
    page = open_desk("/")
    ask(page, HEADLINE["zh"])
    ask(page, "他多大岁数能免费坐公交？")
    page.evaluate("window.print = () => {}")
    page.locator(".turn").first.get_by_role("button", name="打印").click()
    page.emulate_media(media="print")
    expect(page.locator(".turn").first.locator(".words")).to_be_visible()
    expect(page.locator(".turn").first.locator(".ai")).to_be_visible()
    expect(page.locator(".turn").last).to_be_hidden()
    for gone in (".top", "#ask", "#card"):
        expect(page.locator(gone)).to_be_hidden()
    size = (
        page.locator(".turn")
        .first.locator(".words p")
        .first.evaluate("one => getComputedStyle(one).fontSize")
    )
    assert float(size.removesuffix("px")) >= 18


def test_an_answer_is_read_aloud_in_words_and_stops(open_desk: Visit) -> None:
    page = open_desk("/")
    page.evaluate(
        """() => {
            window.said = [];
            const voice = {localService: true, lang: "zh-CN", name: "test"};
            window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };
            Object.defineProperty(window.speechSynthesis, "getVoices", {value: () => [voice]});
            Object.defineProperty(window.speechSynthesis, "speak", {value: one => window.said.push(one.text)});
            Object.defineProperty(window.speechSynthesis, "cancel", {value: () => { window.stopped = true }});
        }"""
    )
    ask(page, HEADLINE["zh"])
    turn = page.locator(".turn").last
    turn.get_by_role("button", name="朗读").click()
    said = "".join(page.evaluate("window.said"))
    assert "一千二百元" in said
    assert not any(figure in said for figure in "0123456789")
    stop = turn.get_by_role("button", name="停止朗读")
    expect(stop).to_be_focused()
    page.evaluate("window.stopped = false")
    page.keyboard.press("Escape")
    assert page.evaluate("window.stopped")
    expect(stop).to_be_hidden()


def test_no_voice_of_another_host_is_used(open_desk: Visit) -> None:
    page = open_desk("/")
    page.evaluate(
        """() => Object.defineProperty(window.speechSynthesis, "getVoices",
            {value: () => [{localService: false, lang: "zh-CN", name: "far away"}]})"""
    )
    ask(page, HEADLINE["zh"])
    page.locator(".turn").last.get_by_role("button", name="朗读").click()
    expect(page.locator("#status")).to_contain_text("没有这种语言的离线语音")


def test_what_is_heard_is_shown_before_it_is_sent_and_only_with_consent(open_desk: Visit) -> None:
    page = open_desk("/")
    page.evaluate("""() => window.Heard = class {}""")
    expect(page.get_by_role("button", name="说话")).to_be_visible()
    page.get_by_role("button", name="说话").click()
    question = page.locator("#sure")
    expect(question).to_contain_text("浏览器厂商")
    question.get_by_role("button", name="关闭").click()
    expect(page.get_by_role("button", name="说话")).to_have_attribute("aria-pressed", "false")
    assert page.locator(".turn").count() == 0


def test_an_opinion_is_kept_without_the_conversation_or_a_number(open_desk: Visit, feedback: Path) -> None:
    page = open_desk("/")
    ask(page, HEADLINE["zh"])
    page.get_by_role("button", name="不对或没用").click()
    page.get_by_label("哪里不对").fill("金额不对，我电话13812345678")
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".thanks")).to_have_text("已记下，谢谢。")
    kept = json.loads(feedback.read_text("utf-8").splitlines()[-1])
    assert (kept["useful"], kept["documents"]) == (False, ["sifangtai"])
    assert "金额不对" in kept["note"]
    assert "13812345678" not in feedback.read_text("utf-8")
    assert "92" not in feedback.read_text("utf-8")


def test_what_is_typed_stays_text(open_desk: Visit) -> None:
    page = open_desk("/")
    typed = (
        '<img src="http://example.com/a.png"> ![b](http://example.com/b.png) http://example.com *92* | 四方台'
    )
    ask(page, typed)
    assert page.locator(".typed").first.inner_text() == typed
    assert page.locator(".said :is(img, a), .answer img").count() == 0


def test_nothing_said_is_kept_in_the_browser(open_desk: Visit) -> None:
    page = open_desk("/")
    ask(page, HEADLINE["en"])
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "dibao" not in kept
    assert "92" not in json.loads(kept)[0].values()
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
    assert page.context.cookies() == []


def test_the_browser_would_ask_no_other_host_whatever_stood_in_the_page(
    opened: Browser, address: str
) -> None:
    page = opened.new_page()
    sent: list[str] = []
    page.on("requestfinished", lambda request: sent.extend(elsewhere(request.url, address)))
    visit(page, address)
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


@pytest.mark.parametrize("path", ["/", "/hotline/", "/adviser/", "/read/sifangtai"])
def test_the_headers_are_strict(opened: Browser, address: str, path: str) -> None:
    page = opened.new_page()
    answered = page.goto(f"{address}{path}")
    assert answered is not None
    headers = answered.headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    page.close()


def test_the_page_has_no_link_of_gradio(open_desk: Visit) -> None:
    page = open_desk("/")
    expect(page).to_have_title("养老政策通")
    assert page.locator("a[href*='gradio'], footer a[href^=http]").count() == 0
    expect(page.locator(".foot")).to_contain_text("人工智能生成")
