"""The words of the chat page itself, and the passages that it shows under an answer. Words: `page.yaml`."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from pydantic import BaseModel, ConfigDict

from assistant.eligibility.judge import Status
from assistant.policies.bilingual import Bilingual
from assistant.policies.yaml_files import read_yaml
from assistant.replies.contract import Citation, Language, Reply
from assistant.replies.script import in_script, tongue_of
from assistant.replies.words import HOME

Standing = Literal["eligible", "open", "not_eligible", "other"]
STANDINGS: Mapping[Status, Standing] = {
    "eligible": "eligible",
    "needs_info": "open",
    "local_decision": "open",
    "not_eligible": "not_eligible",
}
ORDER: Sequence[Standing] = ("eligible", "open", "not_eligible", "other")


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceWords(_Words):
    """The titles of the fold-outs by how the benefits stand, and how a passage is counted and numbered."""

    eligible: Bilingual
    open: Bilingual
    not_eligible: Bilingual
    other: Bilingual
    passages: Bilingual
    item: Bilingual


class PageWords(_Words):
    """All that the page says; `{places}` in `english` are the places covered."""

    title: str
    introduction: str
    english: str
    places: str
    examples: str
    questions: tuple[str, ...]
    placeholder: str
    message: str
    conversation: str
    send: str
    restart: str
    draft: str
    notice: str
    notice_english: str
    failed: str
    sources: SourceWords


@cache
def load_page_words() -> PageWords:
    """Read `page.yaml`, once."""
    return PageWords.model_validate(read_yaml(HOME / "page.yaml"))


@dataclass(frozen=True)
class Place:
    """Where words of a document stand, what is granted there, and the words."""

    document: str
    number: str
    names: Sequence[str]
    quotes: Sequence[str]


@dataclass(frozen=True)
class Fold:
    """Passages that fold out together."""

    title: str
    places: Sequence[Place]


def sources(reply: Reply, drafts: Collection[str]) -> str:
    """Every citation of a reply as HTML that folds out, those of what is met first; empty where there is none.

    `drafts` are the ids of the documents that are no law.
    """
    return "".join(line.strip() for line in _template().render(folds=_folds(reply, drafts)).splitlines())


def _folds(reply: Reply, drafts: Collection[str]) -> Iterator[Fold]:
    words, tongue = load_page_words().sources, tongue_of(reply.language)
    standings = [_standing(reply, index) for index in range(len(reply.citations))]
    for standing in ORDER:
        cited = [c for c, its in zip(reply.citations, standings, strict=True) if its == standing]
        if cited:
            title: Bilingual = getattr(words, standing)
            said = title.of(tongue) + words.passages.of(tongue).format(count=len(cited))
            yield Fold(in_script(said, reply.language), list(_places(reply, cited, drafts)))


def _standing(reply: Reply, index: int) -> Standing:
    """The best standing among the benefits that rest on a citation."""
    found = {STANDINGS[verdict.status] for verdict in reply.verdicts if index in verdict.cites}
    return next((standing for standing in ORDER if standing in found), "other")


def _places(reply: Reply, cited: Sequence[Citation], drafts: Collection[str]) -> Iterator[Place]:
    for (document, title, item, section), here in groupby(cited, key=_where):
        names = [v.name for v in reply.verdicts if (v.document, v.item) == (document, item)]
        yield Place(
            title + (load_page_words().draft if document in drafts else ""),
            _numbered(item, reply.language) if item else section or "",
            list(dict.fromkeys(names)),
            # The source's line breaks are where its page ended, and no part of its words.
            ["".join(citation.quote.splitlines()) for citation in here],
        )


def _where(citation: Citation) -> tuple[str, str, str | None, str | None]:
    return citation.document, citation.title, citation.item, citation.section


def _numbered(item: str, language: Language) -> str:
    words = load_page_words().sources.item
    return in_script(words.of(tongue_of(language)).format(number=item), language)


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(HOME), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("sources.html.j2")
