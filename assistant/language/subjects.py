"""The benefits and topics that a message names, and items of a list by their number."""

from collections.abc import Iterable, Iterator, Sequence

import regex

from assistant.language.lexicon import Words
from assistant.language.meaning import Intent, ItemNumber, SubjectAsked
from assistant.language.message import Message, Stretch, marked
from assistant.language.numerals import number

_ITEM = regex.compile(
    r"第\s?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s?(?P<k>项|条|款|个项目|号)"
    r"|(?:清单|列表|list)[^,。\d]{0,4}(?P<n>\d{1,2})(?P<k>号|项)"
    r"|\b(?:item|no\.?|number|#)\s?(?P<n>\d{1,2})\b(?P<k>)"
    r"|\b(?P<k>article|clause) (?P<n>\d{1,2})\b"
)
_ITEMS = regex.compile(
    r"\b(?:items|nos\.?|numbers)\s?(?P<all>\d{1,2}(?:(?:\s?[,/&]\s?|\s)(?:(?:and|or)\s)?\d{1,2})+)\b"
)
_ARTICLES = ("条", "款", "article", "clause")
# Intents that need a subject: for them 低保 is one, even where it is a fact of somebody as well.
_NEEDY: frozenset[Intent] = frozenset(
    {"amount", "document", "wording", "when", "department", "compare", "total"}
)


def items_of(message: Message) -> Iterator[ItemNumber]:
    """第12项, item 3, items 3, 7 and 11; 第3条 apart."""
    for match in _ITEM.finditer(message.plain):
        start, end = message.text.span(*match.span())
        yield ItemNumber(str(number(match["n"])), start, end, match["k"] in _ARTICLES)
    for match in _ITEMS.finditer(message.plain):
        for one in regex.finditer(r"\d+", match["all"]):
            start, end = message.text.span(match.start("all") + one.start(), match.start("all") + one.end())
            yield ItemNumber(one.group(), start, end)


def named_subjects(message: Message) -> tuple[SubjectAsked, ...]:
    """The benefits that are named and not, by the same words, a fact of somebody (我妈低保)."""
    needs = frozenset(message.words.grammar["asking_by_need"])
    told = [one for one in message.said if one.fact not in needs]
    about = _AskedAbout(message.words)
    firm = [
        (one.start, one.end)
        for one in told
        if one.force != "asked" and not about.holds(message, one.start, one.end)
    ]
    said = marked(len(message.plain), firm)
    named = [(subject, span) for subject, span in _subjects(message) if not all(said[slice(*span)])]
    # 只有低保户才能领养老服务补贴吗 asks about the second alone.
    asked = marked(len(message.plain), [(one.start, one.end) for one in told if one.force == "asked"])
    alone = [(subject, span) for subject, span in named if not any(asked[slice(*span)])]
    return _each_once(subject for subject, _ in alone or named)


class _AskedAbout:
    """退休金能按时发吗 asks about what 他有退休金 only tells."""

    def __init__(self, words: Words) -> None:
        entry = words.intents["asked_about"]
        self._before, self._after = regex.compile(entry["before"]), regex.compile(entry["after"])

    def holds(self, message: Message, start: int, end: int) -> bool:
        """Whether the words at `[start, end)` stand where something is asked about."""
        scope = message.scope
        return bool(self._after.search(scope.right(end)) or self._before.search(scope.left(start)))


def subjects_for(message: Message, intents: Sequence[Intent]) -> tuple[SubjectAsked, ...]:
    """The subjects once it is known what is wanted."""
    named = named_subjects(message)
    if named or not _NEEDY & set(intents):
        return named
    return _each_once(subject for subject, _ in _subjects(message))


def _subjects(message: Message) -> Iterator[tuple[SubjectAsked, Stretch]]:
    taken = [(p.start, p.end) for p in message.places]
    for hit in message.words.subjects.find(message.plain, taken):
        for sense in hit.senses:
            words, start, end = message.original(hit.start, hit.end)
            yield SubjectAsked(sense.id, words, start, end), (hit.start, hit.end)


def _each_once(subjects: Iterable[SubjectAsked]) -> tuple[SubjectAsked, ...]:
    seen: dict[str, SubjectAsked] = {}
    for subject in subjects:
        seen.setdefault(subject.id, subject)
    return tuple(seen.values())
