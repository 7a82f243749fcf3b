"""The passages under an answer, and the whole documents that they are seen in."""

import html
import re
from datetime import date

import pytest

from assistant.conversation.assistant import Assistant
from assistant.pages.reading import document_page, stretch
from assistant.pages.sources import Fold, folds, item_address
from assistant.policies.spans import Span
from assistant.replies.contract import Citation, Reply
from assistant.replies.page import PageWords
from eval.served import HEADLINE

TODAY = date(2026, 11, 24)
WORDS = PageWords("citizen", "zh-Hans")


def reply_to(assistant: Assistant, text: str) -> Reply:
    return assistant.reply(text, session=text, audience="citizen", today=TODAY)


def quotes(found: list[Fold]) -> list[str]:
    return [quote.words for fold in found for place in fold.places for quote in place.quotes]


@pytest.mark.parametrize(
    "question",
    [HEADLINE["en"], HEADLINE["zh"], "我媽85歲，盤錦戶口，能領什麼？", "浉河91岁的老人能领什么", "你好"],
)
def test_every_citation_is_shown_once_and_word_for_word(assistant: Assistant, question: str) -> None:
    reply = reply_to(assistant, question)
    shown = quotes(list(folds(reply, assistant.catalogue, WORDS)))
    assert sorted(shown) == sorted(citation.quote.replace("\n", "") for citation in reply.citations)


def test_what_is_met_comes_first_and_a_draft_is_marked(assistant: Assistant) -> None:
    reply = reply_to(assistant, "浉河91岁的老人能领什么")
    first, *_ = folds(reply, assistant.catalogue, WORDS)
    met = {index for verdict in reply.verdicts if verdict.status == "eligible" for index in verdict.cites}
    assert met
    assert sorted(quotes([first])) == sorted(reply.citations[index].quote.replace("\n", "") for index in met)
    assert all("征求意见稿" in place.document for place in first.places)


@pytest.mark.parametrize("question", [HEADLINE["zh"], "盘锦65岁老人有什么优待"])
def test_an_address_marks_the_very_words_in_the_whole_document(assistant: Assistant, question: str) -> None:
    for citation in reply_to(assistant, question).citations:
        policy = assistant.catalogue.policies[citation.document]
        page = document_page(assistant.catalogue, policy.id, Span(citation.start, citation.end), WORDS)
        marked = "".join(html.unescape(words) for words in re.findall("<mark[^>]*>(.*?)</mark>", page))
        assert "".join(marked.split()) == "".join(citation.quote.split())
        article = html.unescape(re.sub("<[^>]*>", "", page[page.index("<article") :]))
        assert "".join(policy.source.text.split()) in "".join(article.split())


def test_the_number_of_an_item_leads_to_the_words_with_its_sum(assistant: Assistant) -> None:
    reply = reply_to(assistant, HEADLINE["zh"])
    policy = assistant.catalogue.policies["sifangtai"]
    address = item_address(reply, "3", "高龄津贴", assistant.catalogue)
    assert address is not None
    start, end = (int(figure) for figure in re.findall(r"=(\d+)", address))
    assert "1200元" in policy.source.text[start:end]
    assert item_address(reply, "99", "高龄津贴", assistant.catalogue) is None


def test_an_item_that_two_documents_have_is_that_of_the_place_that_its_row_names(
    assistant: Assistant,
) -> None:
    cited = [
        Citation(document=name, title="", item="3", section=None, quote="a", start=0, end=1)
        for name in ("panjin", "ninghe")
    ]
    reply = Reply(answer="", language="en", intent="compare", citations=tuple(cited))
    assert item_address(reply, "3", "高龄津贴", assistant.catalogue) is None
    for words in ("宁河区", "寧河區", "Ninghe"):
        assert item_address(reply, "3", words, assistant.catalogue) == "/read/ninghe?start=0&end=1"


@pytest.mark.parametrize(
    "values", [(None, None), ("5", None), ("5", "5"), ("9", "5"), ("0", "99999999"), ("a", "b")]
)
def test_an_address_that_names_no_stretch_marks_nothing(
    assistant: Assistant, values: tuple[str | None, str | None]
) -> None:
    assert stretch(assistant.catalogue.policies["sifangtai"], values) is None
