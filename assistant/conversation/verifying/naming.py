"""Which benefits a part of an answer names: by name, by item number, or by both."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.conversation.verifying.claims import Claim
from assistant.conversation.verifying.grounds import Grounds
from assistant.conversation.verifying.literals import Key, Mention
from assistant.conversation.verifying.reading import Reading
from assistant.conversation.verifying.register import item_of

BESIDE = 4  # characters between a verdict and what may be a fact as well as a benefit
NEAR = 14  # characters between a name and the item number that belongs to it


@dataclass(frozen=True, slots=True)
class Named:
    """Benefits named at [start, end); no keys where a name and its number do not agree, or no list has the number."""

    start: int
    end: int
    keys: frozenset[Key]
    by_name: bool

    @property
    def apart(self) -> list[frozenset[Key]]:
        """The benefits item by item; those that share a name are alternatives."""
        if self.by_name:
            return [self.keys]
        numbers = sorted({item_of(key) for key in self.keys})
        return [frozenset(key for key in self.keys if item_of(key) == number) for number in numbers]


@dataclass(frozen=True, eq=False)
class Naming:
    """Brings the names of a part and the item numbers in it together."""

    reading: Reading
    grounds: Grounds
    supposing: bool
    """Whether facts are supposed, so that words for one (分散供养) are no benefit's name."""

    def named(self) -> Iterator[Named]:
        """The benefits named, names first; in scope where a name is known in several lists."""
        names = list(self._names())
        beside = [self._beside(one) for one in names]
        paired = {group for group in beside if group is not None}
        loose = {index: group for index, group in enumerate(self._groups) if index not in paired}
        free = frozenset(number for group in loose.values() for number in _numbers(group))
        explained: set[str] = set()
        for one, index in zip(names, beside, strict=True):
            numbers = free if index is None else _numbers(self._groups[index])
            keys = frozenset(key for key in one.keys if item_of(key) in numbers)
            explained |= {item_of(key) for key in keys}
            # In a row of a table, the numbers are those of its names; in a sentence only what stands side by side.
            bound = index is not None or (self._is_row and bool(free))
            yield Named(one.start, one.end, keys if bound else keys or one.keys, True)
        for group in loose.values():
            yield from self._by_number(group, _numbers(group) - explained)

    def foreign(self) -> Iterator[Mention]:
        """Benefits named that only lists out of scope have."""
        for one in self.reading.mentions:
            if one.meant.keys and not one.meant.fixed and not self._in_scope(one.meant.keys):
                yield one

    @property
    def _is_row(self) -> bool:
        return self.reading.unit.form == "row"

    def _by_number(self, group: Sequence[Claim], numbers: frozenset[str]) -> Iterator[Named]:
        """Items named by their numbers alone, those apart that no list has."""
        known = frozenset(one for one in numbers if self._keys_of({one}))
        if numbers - known:
            yield Named(group[0].start, group[-1].end, frozenset(), False)
        if known:
            yield Named(group[0].start, group[-1].end, self._keys_of(known), False)

    def _names(self) -> Iterator[Named]:
        """Names in scope; two for one thing side by side (old-age allowance 高龄津贴) are one."""
        waiting: Named | None = None
        for mention in self.reading.mentions:
            keys = self._in_scope(mention.meant.keys)
            if not keys or (mention.meant.fixed and not self._is_meant(mention, keys)):
                continue
            one = Named(mention.start, mention.end, keys, True)
            if waiting is not None and self.reading.text[waiting.end : one.start] in ("", " ", "(", " ("):
                waiting = Named(waiting.start, one.end, waiting.keys & one.keys, True)
                continue
            if waiting is not None:
                yield waiting
            waiting = one
        if waiting is not None:
            yield waiting

    def _is_meant(self, mention: Mention, keys: frozenset[Key]) -> bool:
        """Whether words that are as often a fact as a benefit stand with its item number, or with a verdict."""
        if self._is_row:
            return any(item_of(key) in claim.numbers for key in keys for claim in self._items)
        if self._beside(Named(mention.start, mention.end, keys, True)) is not None:
            return True
        return not self.supposing and any(
            name in ("met", "unmet")
            and (end <= mention.start <= end + BESIDE or mention.end <= start <= mention.end + BESIDE)
            and ")" not in self.reading.stance_text[mention.end : start]
            for start, end, name in self.reading.stances
        )

    def _in_scope(self, keys: frozenset[Key]) -> frozenset[Key]:
        return frozenset(key for key in keys if key[0] in self.grounds.documents)

    def _keys_of(self, numbers: Collection[str]) -> frozenset[Key]:
        items = [(document, number) for document in self.grounds.documents for number in numbers]
        return frozenset(key for item in items for key in self.grounds.register.keys_of(item))

    @property
    def _items(self) -> list[Claim]:
        return [claim for claim in self.reading.claims if claim.kind == "item"]

    @cached_property
    def _groups(self) -> list[list[Claim]]:
        """Item numbers said in one breath: 第3、6项."""
        groups: list[list[Claim]] = []
        joint = self.reading.tools.signs.pattern("figures.joint")
        for claim in self._items:
            if groups and joint.fullmatch(self.reading.figures_text[groups[-1][-1].end : claim.start]):
                groups[-1].append(claim)
            else:
                groups.append([claim])
        return groups

    def _beside(self, one: Named) -> int | None:
        """The group of item numbers that belongs to a name: right behind it in brackets, or right before it."""
        text, signs = self.reading.text, self.reading.tools.signs
        for index, group in enumerate(self._groups):
            start, end = group[0].start, group[-1].end
            if one.end <= start <= one.end + NEAR and signs.pattern("item_behind").fullmatch(
                text[one.end : start]
            ):
                return index
            if end <= one.start <= end + NEAR and signs.pattern("item_before").fullmatch(
                text[end : one.start]
            ):
                return index
        return None


def _numbers(group: Sequence[Claim]) -> frozenset[str]:
    return frozenset(number for claim in group for number in claim.numbers)
