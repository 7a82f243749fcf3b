"""The passages that a reply rests on, by how the benefits stand that rest on them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal
from urllib.parse import urlencode

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.judge import Status
from assistant.replies.contract import Citation, Reply
from assistant.replies.names import place_name
from assistant.replies.page import PageWords
from assistant.replies.script import traditional

Standing = Literal["eligible", "open", "not_eligible", "other"]
STANDINGS: Mapping[Status, Standing] = {
    "eligible": "eligible",
    "needs_info": "open",
    "local_decision": "open",
    "not_eligible": "not_eligible",
}
ORDER: Sequence[Standing] = ("eligible", "open", "not_eligible", "other")
READ = "/read"


@dataclass(frozen=True)
class Quote:
    """Words of a document, and the address at which they are seen in the whole of it."""

    words: str
    address: str


@dataclass(frozen=True)
class Place:
    """Where words of a document stand, what is granted there, and the words."""

    document: str
    number: str
    names: Sequence[str]
    quotes: Sequence[Quote]


@dataclass(frozen=True)
class Fold:
    """Passages that fold out together."""

    title: str
    places: Sequence[Place]


def folds(reply: Reply, catalogue: Catalogue, words: PageWords) -> Iterator[Fold]:
    """Every citation of a reply once, those of what is met first."""
    standings = [_standing(reply, index) for index in range(len(reply.citations))]
    for standing in ORDER:
        cited = [c for c, its in zip(reply.citations, standings, strict=True) if its == standing]
        if cited:
            title = words.say(f"sources.{standing}") + words.say("sources.passages", count=len(cited))
            yield Fold(title, list(_places(reply, cited, catalogue, words)))


def address(document: str, start: int, end: int) -> str:
    """Where a stretch of a document is seen in the whole of it."""
    return f"{READ}/{document}?{urlencode({'start': start, 'end': end})}"


def item_address(reply: Reply, number: str, begins: str, catalogue: Catalogue) -> str | None:
    """Where the words of a cited list item are seen; None where it is not cited, or it is not clear by which document.

    Of several documents it is the one whose place `begins` names, the first words of the item's row.
    """
    cited = [citation for citation in reply.citations if citation.item == number]
    if len({citation.document for citation in cited}) > 1:
        cited = [citation for citation in cited if _is_named(citation.document, begins, catalogue)]
    if not cited or len({citation.document for citation in cited}) > 1:
        return None
    telling = max(cited, key=lambda citation: _amounts_in(reply, citation))
    return address(telling.document, telling.start, telling.end)


def _is_named(document: str, words: str, catalogue: Catalogue) -> bool:
    name = place_name(catalogue, document, "zh")
    return any(said in words for said in (name, traditional(name), place_name(catalogue, document, "en")))


def _amounts_in(reply: Reply, citation: Citation) -> int:
    """How many of the sums that rest on a citation stand in its words."""
    index = reply.citations.index(citation)
    sums = {
        amount.value for verdict in reply.verdicts if index in verdict.cites for amount in verdict.amounts
    }
    return sum(str(value) in citation.quote for value in sums)


def _standing(reply: Reply, index: int) -> Standing:
    """The best standing among the benefits that rest on a citation."""
    found = {STANDINGS[verdict.status] for verdict in reply.verdicts if index in verdict.cites}
    return next((standing for standing in ORDER if standing in found), "other")


def _places(
    reply: Reply, cited: Sequence[Citation], catalogue: Catalogue, words: PageWords
) -> Iterator[Place]:
    for (document, title, item, section), here in groupby(cited, key=_where):
        names = [v.name for v in reply.verdicts if (v.document, v.item) == (document, item)]
        policy = catalogue.policies.get(document)
        is_draft = policy is not None and policy.status == "draft"
        number = words.say("item", number=item) if item else section or ""
        yield Place(
            title + (words.say("draft") if is_draft else ""),
            number,
            list(dict.fromkeys(names)),
            # The source's line breaks are where its page ended, and no part of its words.
            [Quote("".join(c.quote.splitlines()), address(c.document, c.start, c.end)) for c in here],
        )


def _where(citation: Citation) -> tuple[str, str, str | None, str | None]:
    return citation.document, citation.title, citation.item, citation.section
