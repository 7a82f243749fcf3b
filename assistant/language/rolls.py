"""我爸85，我妈83，宁河户口，低保: two who are only counted off share what is then said of their household."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from assistant.language.hits import Hit
from assistant.language.message import Message
from assistant.language.people import Mention

_ENDS_CLAUSE = regex.compile(r"[,，。.;；!?！？\n]|(?<=[\p{Han}\d]) (?=[\p{Han}\d])")
# What a household has in common. What one suffers is only of the last who was named.
_SHARED = frozenset(
    {"hukou", "residence", "area", "welfare", "welfare_place", "comfortable", "old_couple", "family_planning"}
)


@dataclass(frozen=True)
class Roll:
    """Persons counted off one after the other, and the stretch in which what is shared is of all of them."""

    owners: tuple[int, ...]
    start: int
    end: int

    def shares(self, hit: Hit) -> bool:
        """Whether something said is of all of them."""
        return hit.fact in _SHARED and self.start <= hit.start and hit.end <= self.end


def rolls(message: Message, hits: Sequence[Hit]) -> Iterator[Roll]:
    """The rolls of a message: at least two persons with nothing between them but their ages."""
    mentions = [
        m for m in message.people.mentions if m.kin.role in ("person", "self", "generic", "one") and m.targets
    ]
    ages = sorted((hit.start, hit.end) for hit in hits if hit.fact == "age")
    at = 0
    while at < len(mentions):
        last = at
        while last + 1 < len(mentions) and _only(message, mentions[last].end, mentions[last + 1].start, ages):
            last += 1
        roll = _roll(message, mentions[at : last + 1], ages, hits)
        if roll is not None:
            yield roll
        at = last + 1


def of_couples(message: Message, hits: Sequence[Hit]) -> Iterator[Roll]:
    """爷爷91，奶奶89，奶奶瘫了，四方台户口: where a couple is registered, said of neither by name."""
    mentions = [m for m in message.people.mentions if m.targets]
    owners = tuple(dict.fromkeys(index for mention in mentions for index in mention.targets))
    registered = [hit for hit in hits if hit.fact == "hukou"]
    if len(owners) != 2 or not _is_couple(message, owners):
        return
    yield from (Roll(owners, hit.start, hit.end) for hit in hits if hit.fact == "family_planning")
    if len(registered) != 1:
        return
    hit, last = registered[0], max(mention.end for mention in mentions)
    alone = {mention.targets for mention in mentions if len(mention.targets) == 1}
    if len(alone) == 2 and _ENDS_CLAUSE.search(message.plain, last, hit.start):
        yield Roll(owners, hit.start, hit.end)


def _is_couple(message: Message, owners: tuple[int, ...]) -> bool:
    """Whether two are of those who are named in one word (爸妈), or a spouse is one of them."""
    kin = [message.people.drafts[index].kin for index in owners]
    labels = {one.label.zh for one in kin}
    named = (set(group["members"]) for group in message.words.persons["groups"])
    return labels in named or any(one.spouse for one in kin)


def _roll(
    message: Message, counted: Sequence[Mention], ages: Sequence[tuple[int, int]], hits: Sequence[Hit]
) -> Roll | None:
    owners = tuple(dict.fromkeys(index for mention in counted for index in mention.targets))
    if len(owners) < 2 or not all(_has_age(one, counted, ages) for one in counted):
        return None
    start = _before(message, counted[0].start, hits)
    end = counted[-1].end
    shared = sorted((hit.start, hit.end) for hit in hits if hit.fact in _SHARED)
    between = sorted([*ages, *((place.start, place.end) for place in message.places)])  # 四方台低保
    for low, high in shared:
        if low >= end and _only(message, end, low, between):
            end = high
    return Roll(owners, start, end) if end > counted[-1].end or start < counted[0].start else None


def _has_age(one: Mention, counted: Sequence[Mention], ages: Sequence[tuple[int, int]]) -> bool:
    """Whether an age stands behind a person and before the next."""
    following = next((other.start for other in counted if other.start > one.start), one.end + 12)
    return any(one.end <= start < following for start, _ in ages)


def _before(message: Message, first: int, hits: Sequence[Hit]) -> int:
    """失独家庭，女方58男方61: from where on what stands before all of them is of all of them."""
    ahead = [hit for hit in hits if hit.fact in _SHARED and hit.end <= first]
    if not ahead or any(mention.start < first and mention.targets for mention in message.people.mentions):
        return first
    return min((hit.start for hit in ahead if message.scope.same_sentence(hit.start, first)), default=first)


def _only(message: Message, start: int, end: int, ages: Sequence[tuple[int, int]]) -> bool:
    """Whether nothing stands between two places but ages and words that say nothing."""
    if end < start:
        return False
    kept, at = [], start
    for low, high in ages:
        if start <= low and high <= end and low >= at:
            kept.append(message.plain[at:low])
            at = high
    gap = "".join([*kept, message.plain[at:end]])
    return bool(message.words.pattern("people", "roll").fullmatch(gap))
