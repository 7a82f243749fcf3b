"""Whether what a phrase says is said, denied, asked or only supposed."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

import regex

from assistant.language.lexicon import Words

Force = Literal["said", "negated", "asked"]
Stretch = tuple[int, int]

CLAUSE_END = regex.compile(
    r"[,。!?;\n(){}—]|\.(?=\s|$)|\b(?:but|and(?! (?:live|stay|go)\b)|who|which|while|whereas|because|so)\b"
    r"|但是?|不过|而且|可是|另外|所以|因为|然后"
)
SENTENCE_END = regex.compile(r"[。!?;\n]|\.(?=\s|$)")
_OR = regex.compile(r"^(?:,? [\w-]+){0,2},? (?:or|nor)\b")
_ASKING_BEFORE = ("before", "hedged", "en_before", "en_hedged")
_ASKING_AFTER = ("after", "alternatives", "pending", "en_after", "en_pending")
_FAR = 80
_SIGHT = 40
"""How many characters around a phrase can say that it is denied or asked."""


class Scope:
    """One plain text, ready to be asked about its phrases."""

    def __init__(self, words: Words, plain: str) -> None:
        self._words = words
        self.plain = plain
        self._clauses = [0, *(m.end() for m in CLAUSE_END.finditer(plain))]
        self._sentences = [0, *(m.end() for m in SENTENCE_END.finditer(plain))]
        self._suppositions = list(self._supposed_stretches())

    def clause_start(self, at: int) -> int:
        """Where the clause begins that holds the character at `at`."""
        return self._clauses[bisect_right(self._clauses, at) - 1]

    def sentence_start(self, at: int) -> int:
        """Where the sentence begins that holds the character at `at`."""
        return self._sentences[bisect_right(self._sentences, at) - 1]

    def same_sentence(self, left: int, right: int) -> bool:
        """Whether no sentence ends between two places."""
        return not SENTENCE_END.search(self.plain, left, right)

    def left(self, at: int) -> str:
        """What stands before a place in its clause."""
        return self.plain[max(self.clause_start(at), at - _SIGHT) : at]

    def right(self, at: int) -> str:
        """What stands behind a place."""
        return self.plain[at : at + _SIGHT]

    def is_doubtful(self, at: int) -> bool:
        """Whether what stands at a place is denied, asked or supposed."""
        end = SENTENCE_END.search(self.plain, at)
        asked = end is not None and end.group() == "?"
        return asked or self.is_supposed(at, at) or self._force_before(at, asking=True) != "said"

    def forces(self, hits: Sequence[Stretch]) -> list[Force]:
        """For each phrase, in order, whether it is said, denied or asked about; joined phrases share a fate."""
        # 要是她给评成半失能呢? supposes, and asks nothing of the phrase itself.
        before: list[Force] = [
            self._force_before(start, asking=not self.is_supposed(start, end)) for start, end in hits
        ]
        after: list[Force] = [
            self._force_after(end, asking=not self.is_supposed(start, end)) for start, end in hits
        ]
        joins = self._words.pattern("negation", "joins")
        for i in range(1, len(hits)):
            gap = self.plain[hits[i - 1][1] : hits[i][0]]
            joined = bool(joins.match(gap)) or self._listed(hits[i - 1], hits[i])
            if joined and before[i] == "said" and after[i] == "said":
                before[i] = before[i - 1]
        for i in range(len(hits) - 2, -1, -1):
            joined = bool(joins.match(self.plain[hits[i][1] : hits[i + 1][0]]))
            if joined and after[i] == "said" and before[i] == "said":
                after[i] = after[i + 1]
        forces = [_stronger(a, b) for a, b in zip(before, after, strict=True)]
        return [
            "said" if force == "negated" and self._is_restored(end) else force
            for force, (_, end) in zip(forces, hits, strict=True)
        ]

    def _listed(self, one: Stretch, other: Stretch) -> bool:
        """Whether two English phrases stand in one list that ends in or: not on dibao, dibao-marginal or tekun."""
        gap, after = self.plain[one[1] : other[0]], self.plain[other[1] : other[1] + _SIGHT]
        latin = self.plain[one[0] : other[1]].isascii()
        return latin and gap.strip() == "," and bool(_OR.match(after))

    def is_past(self, start: int, end: int) -> bool:
        """Whether the phrase is said of former times, and not of now again: 以前是低保; it was moderate before."""
        former = self._matches("negation", "past", self.left(start)) or self._begins(
            "negation", "past_after", self.right(end)
        )
        return former and not self._is_restored(end)

    def _is_restored(self, end: int) -> bool:
        """Whether what was denied or ended holds again: 去年给停了，今年又办回来了."""
        return bool(self._words.pattern("negation", "restored").match(self.plain[end : end + _FAR]))

    def is_supposed(self, start: int, end: int) -> bool:
        """Whether the phrase stands behind 如果, 要是, what if, or before 的话."""
        if self._in_supposition(start):
            return True
        return bool(self._words.pattern("supposing", "behind").match(self.right(end)))

    def _in_supposition(self, at: int) -> bool:
        return any(low <= at < high for low, high in self._suppositions)

    def opens_supposition(self, at: int) -> bool:
        """Whether a place is in the clause in which its supposition begins."""
        start = self.clause_start(at)
        return any(low <= at < high and start <= low for low, high in self._suppositions)

    @property
    def supposes(self) -> bool:
        """Whether anything is supposed at all."""
        return bool(self._suppositions)

    @property
    def builds_on(self) -> bool:
        """Whether what is supposed is supposed on top of something else: 如果同时持有…, and if she also had…"""
        more = self._words.pattern("supposing", "more")
        return any(more.search(self.plain, low, high) for low, high in self._suppositions)

    def _force_before(self, start: int, asking: bool) -> Force:
        left = self.left(start)
        if asking and any(self._matches("asking", name, left) for name in _ASKING_BEFORE):
            return "asked"
        if self._matches("negation", "before", left) or self._matches("negation", "en_before", left):
            return "said" if self._matches("negation", "double", left) else "negated"
        return "said"

    def _force_after(self, end: int, asking: bool) -> Force:
        right = self.right(end)
        if asking and any(self._begins("asking", name, right) for name in _ASKING_AFTER):
            return "asked"
        if self._begins("negation", "after", right) or self._begins("negation", "en_after", right):
            return "negated"
        return "said"

    def _matches(self, kind: str, name: str, text: str) -> bool:
        return bool(self._words.pattern(kind, name).search(text))

    def _begins(self, kind: str, name: str, text: str) -> bool:
        return bool(self._words.pattern(kind, name).match(text))

    def _supposed_stretches(self) -> "list[Stretch]":
        closes = self._words.pattern("supposing", "closes")
        found = []
        for name in ("opens", "en_opens"):
            for match in self._words.pattern("supposing", name).finditer(self.plain):
                before = self.plain[max(0, match.start() - _SIGHT) : match.start()]
                if name == "en_opens" and self._words.pattern("supposing", "en_not_after").search(before):
                    continue
                end = closes.search(self.plain, match.end())
                found.append((match.start(), end.start() if end else len(self.plain)))
        return found


def _stronger(a: Force, b: Force) -> Force:
    return "asked" if "asked" in (a, b) else "negated" if "negated" in (a, b) else "said"
