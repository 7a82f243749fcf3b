"""One part of an answer read: what it names, states in figures, and says of how things stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from assistant.conversation.verifying.claims import Claim, ClaimReader, DateClaim
from assistant.conversation.verifying.grounds import Grounds
from assistant.conversation.verifying.literals import Key, Literals, Mention, dense
from assistant.conversation.verifying.register import Item
from assistant.conversation.verifying.signs import Signs, Stance, shown
from assistant.conversation.verifying.units import Unit
from assistant.replies.contract import Language

BLANK = "\0"
BESIDE = 4  # characters between a verdict and what may be a fact as well as a benefit
NEAR = 14  # characters between a name and the item number that belongs to it


@dataclass(frozen=True, eq=False)
class Tools:
    """What reading needs, the same for every answer."""

    signs: Signs
    literals: Literals
    claims: ClaimReader
    place_names: "Mapping[str, regex.Pattern[str]]"
    """How each document's place is called, in folded text."""

    @cached_property
    def phones(self) -> frozenset[int]:
        """The only numbers that an answer may name to be called."""
        return frozenset(self.signs.words("phones"))


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a part in which one stance rules; `asked` where it ends in a question."""

    start: int
    end: int
    stance: Stance | None
    asked: bool


@dataclass(frozen=True, slots=True)
class Named:
    """Benefits named at [start, end), by a name, an item number or both; no keys where the two do not agree."""

    start: int
    end: int
    keys: frozenset[Key]
    by_name: bool


@dataclass(frozen=True, eq=False)
class Reading:
    """A part of an answer with everything it states."""

    tools: Tools
    grounds: Grounds
    unit: Unit
    verbatim: tuple[tuple[int, int], ...]
    """Where words of the documents are quoted to the letter."""
    aside: tuple[tuple[int, int], ...]
    """Titles and the numbers of sections, which state nothing by themselves."""
    english: bool

    @cached_property
    def text(self) -> str:
        """Without quotes and titles."""
        return blanked(self.unit.text, (*self.verbatim, *self.aside))

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        found = self.tools.literals.find(self.unit.text)
        hidden = (*self.verbatim, *self.aside)
        return tuple(one for one in found if not any(start <= one.start < end for start, end in hidden))

    @cached_property
    def figures_text(self) -> str:
        """Without the names, which may hold figures of their own."""
        names = [(one.start, one.end) for one in self.mentions if one.meant.keys and not one.meant.fixed]
        return blanked(self.text, names)

    @cached_property
    def dates(self) -> tuple[DateClaim, ...]:
        return tuple(self.tools.claims.dates(self.figures_text))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        text = blanked(self.figures_text, [(one.start, one.end) for one in self.dates])
        return tuple(self.tools.claims.claims(text))

    @cached_property
    def stance_text(self) -> str:
        """Without names and fixed words, in which 享受 and the like say nothing of a verdict."""
        return blanked(self.text, [(one.start, one.end) for one in self.mentions])

    @property
    def typed(self) -> str:
        """The same as typed, capitals kept."""
        names = [(one.start, one.end) for one in self.mentions]
        return blanked(self.unit.typed, [*names, *self.verbatim, *self.aside])

    @cached_property
    def stances(self) -> tuple[tuple[int, int, str], ...]:
        """Where words stand that say how things stand."""
        found = self.tools.signs.stances(self.stance_text)
        return tuple((match.start(), match.end(), next(shown(match))) for match in found)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        found: list[Clause] = []
        text, ranks = self.stance_text, self.tools.signs.ranks
        start = 0
        ends = [
            *((match.start(), match.end()) for match in self.tools.signs.pattern("clause").finditer(text))
        ]
        for stop, after in [*ends, (len(text), len(text))]:
            inside = [name for at, _, name in self.stances if start <= at < max(after, start + 1)]
            stance = min(inside, key=lambda name: ranks[name], default=None)  # type: ignore[index, arg-type]
            found.append(Clause(start, after, stance, text[stop:after].strip() == "?"))  # type: ignore[arg-type]
            start = after
        return tuple(found)

    def clause_at(self, at: int) -> Clause:
        """The clause that a place lies in."""
        return next((one for one in self.clauses if one.start <= at < one.end), self.clauses[-1])

    def stance_at(self, at: int, context: Stance | None) -> Stance | None:
        """The stance that rules a place: of its clause, else of the nearest before or behind, else of the context."""
        index = self.clauses.index(self.clause_at(at))
        if self.clauses[index].asked:
            return "supposed"
        if any(one.stance == "supposed" for one in self._sentence_before(index)):
            return "supposed"
        before = [one.stance for one in self.clauses[: index + 1] if one.stance is not None]
        behind = [one.stance for one in self.clauses[index + 1 :] if one.stance is not None]
        nearest = [*before[-1:], *behind[:1]]
        return nearest[0] if nearest else context

    def _sentence_before(self, index: int) -> Iterator[Clause]:
        """The clauses of the sentence up to that one: what is supposed in it holds for all that follows."""
        for clause in reversed(self.clauses[: index + 1]):
            yield clause
            before = self.stance_text[: clause.start].rstrip()
            if clause.start == 0 or before[-1:] in self.tools.signs.words("sentence_stops"):
                return

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """The benefits named, in order; those in scope where the name is known in several lists."""
        return tuple(self._named())

    @cached_property
    def items(self) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if claim.kind == "item")

    @cached_property
    def foreign(self) -> tuple[Mention, ...]:
        """Benefits named that only lists out of scope have."""
        return tuple(
            one
            for one in self.mentions
            if one.meant.keys and not one.meant.fixed and not self._in_scope(one.meant.keys)
        )

    def _in_scope(self, keys: frozenset[Key]) -> frozenset[Key]:
        return frozenset(key for key in keys if key[0] in self.grounds.documents)

    def _named(self) -> Iterator[Named]:
        groups, names = self._item_groups, list(self._names())
        beside = {index: self._beside(one, groups) for index, one in enumerate(names)}
        paired = {group for group in beside.values() if group is not None}
        loose = frozenset(
            number for index, group in enumerate(groups) if index not in paired for number in _numbers(group)
        )
        explained: set[str] = set()
        for index, one in enumerate(names):
            group = beside[index]
            numbers = loose if group is None else _numbers(groups[group])
            keys = frozenset(key for key in one.keys if item_of(key) in numbers)
            explained |= {item_of(key) for key in keys}
            # In a row of a table, the numbers are those of its names; in a sentence only what stands side by side.
            bound = group is not None or (self.unit.form == "row" and bool(loose))
            yield Named(one.start, one.end, keys if bound else keys or one.keys, True)
        for index, items in enumerate(groups):
            if index in paired:
                continue
            left = _numbers(items) - explained
            if left:
                wrong = self.unit.form == "row" and any(beside[index] is None for index in beside)
                keys = frozenset() if wrong else self.keys_of(left)
                yield Named(items[0].start, items[-1].end, keys, False)

    def _names(self) -> Iterator[Named]:
        """Names in scope; two for one thing side by side (old-age allowance 高龄津贴) are one."""
        waiting: Named | None = None
        for mention in self.mentions:
            keys = self._in_scope(mention.meant.keys)
            if not keys or (mention.meant.fixed and not self._is_marked(mention, keys)):
                continue
            one = Named(mention.start, mention.end, keys, True)
            if (
                waiting is not None
                and self.text[waiting.end : one.start].strip(" (") == ""
                and one.start - waiting.end < 3
            ):
                waiting = Named(waiting.start, one.end, waiting.keys & one.keys, True)
                continue
            if waiting is not None:
                yield waiting
            waiting = one
        if waiting is not None:
            yield waiting

    def _is_marked(self, mention: Mention, keys: frozenset[Key]) -> bool:
        """Whether words that are as often a fact as a benefit stand with its item number, or with a verdict."""
        if self.unit.form == "row":
            return any(item_of(key) in claim.numbers for key in keys for claim in self.items)
        one = Named(mention.start, mention.end, keys, True)
        if self._beside(one, self._item_groups) is not None:
            return True
        return any(
            name in ("met", "unmet")
            and (end <= mention.start <= end + BESIDE or mention.end <= start <= mention.end + BESIDE)
            and ")" not in self.stance_text[mention.end : start]
            for start, end, name in self.stances
        )

    @cached_property
    def _item_groups(self) -> list[list[Claim]]:
        """Item numbers said in one breath: 第3、6项."""
        groups: list[list[Claim]] = []
        for claim in self.items:
            between = self.figures_text[groups[-1][-1].end : claim.start] if groups else ""
            if (
                groups
                and len(between) < NEAR
                and self.tools.signs.pattern("figures.joint").fullmatch(between)
            ):
                groups[-1].append(claim)
            else:
                groups.append([claim])
        return groups

    def _beside(self, one: Named, groups: Sequence[Sequence[Claim]]) -> int | None:
        """The group of item numbers that belongs to a name: right behind it in brackets, or right before it."""
        for index, group in enumerate(groups):
            start, end = group[0].start, group[-1].end
            behind, before = self.text[one.end : start], self.text[end : one.start]
            if (
                one.end <= start
                and len(behind) <= NEAR
                and self.tools.signs.pattern("item_behind").fullmatch(behind)
            ):
                return index
            if (
                end <= one.start
                and len(before) <= NEAR
                and self.tools.signs.pattern("item_before").fullmatch(before)
            ):
                return index
        return None

    def keys_of(self, numbers: frozenset[str]) -> frozenset[Key]:
        """The benefits of these items, in the documents in scope."""
        items: list[Item] = [(document, number) for document in self.grounds.documents for number in numbers]
        return frozenset(key for item in items for key in self.grounds.register.keys_of(item))


def read(
    tools: Tools, grounds: Grounds, unit: Unit, language: Language
) -> tuple[Reading, tuple[str, ...], tuple[str, ...]]:
    """A part read, with the quotes and the titles in it that no document prints."""
    verbatim: list[tuple[int, int]] = []
    misquoted: list[str] = []
    for match in tools.signs.pattern("quote").finditer(unit.text):
        if _is_quoted(grounds, dense(match[1])):
            verbatim.append(match.span())
        elif language != "zh-Hant":  # there, these are the marks of any quotation
            misquoted.append(match[1])
    aside = [match.span() for match in tools.signs.pattern("title").finditer(unit.text)]
    mistitled = [
        unit.text[start:end]
        for start, end in aside
        if not _is_titled(grounds, unit.text[start + 1 : end - 1])
    ]
    for words in grounds.references:
        at = unit.text.find(words)
        aside += [(at, at + len(words))] if at >= 0 else []
    reading = Reading(tools, grounds, unit, tuple(verbatim), tuple(aside), language == "en")
    return reading, tuple(misquoted), tuple(mistitled)


def _is_quoted(grounds: Grounds, words: str) -> bool:
    return bool(words) and any(words in grounds.register.source(document) for document in grounds.documents)


def _is_titled(grounds: Grounds, words: str) -> bool:
    return dense(words) in grounds.register.titles or _is_quoted(grounds, dense(words))


def item_of(key: Key) -> str:
    """The number of the item that a benefit belongs to."""
    return key[1].partition(".")[0]


def _numbers(items: Sequence[Claim]) -> frozenset[str]:
    return frozenset(number for claim in items for number in claim.numbers)


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with those stretches blotted out, of the same length."""
    made = list(text)
    for start, end in spans:
        made[start:end] = BLANK * (end - start)
    return "".join(made)
