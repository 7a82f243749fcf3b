"""Whom a message speaks of: the persons behind its words, in order, and those of the conversation among them."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.lexicon import Kin, Words
from assistant.language.meaning import Context
from assistant.language.mentions import Mentions
from assistant.language.phrases import Found
from assistant.language.scope import Scope


@dataclass
class Draft:
    """A person while the message is being read."""

    kin: Kin
    earlier: int | None
    """The index of the same person in the conversation."""
    start: int
    sex: str | None = None
    sex_words: tuple[int, int] | None = None
    """Where the message tells the sex."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A word for somebody at `[start, end)`, and the indexes of the drafts that it means; none for the younger."""

    start: int
    end: int
    kin: Kin
    targets: tuple[int, ...]


class People:
    """The persons of one message."""

    def __init__(self, words: Words, scope: Scope, context: Context, found: Sequence[Found[Kin]]) -> None:
        self._words = words
        self._plain = scope.plain
        self._context = context
        self._before = [words.kin_of_label(label) for label in context.persons]
        self.drafts: list[Draft] = []
        self._last: int | None = None
        self._unnamed: int | None = None
        self._pair: tuple[int, ...] = ()
        self.mentions = [self._mention(hit) for hit in Mentions(words, scope).naming(found)]
        self._name_everybody()
        self._join()

    @property
    def elders(self) -> list[int]:
        """All drafts but the asker."""
        return [i for i, draft in enumerate(self.drafts) if draft.kin.role != "self"]

    @property
    def myself(self) -> int | None:
        """The draft of the asker."""
        return next((i for i, draft in enumerate(self.drafts) if draft.kin.role == "self"), None)

    def unnamed(self, start: int) -> int:
        """The person of whom something is said without a word for anybody: the current one, else a new one."""
        current = self._current()
        if current is not None:
            return self._take_up(current, start)
        if self._unnamed is None:
            self._unnamed = self._new(self._words.unnamed, start)
        return self._unnamed

    # --- one word -------------------------------------------------------------------------------

    def _mention(self, hit: Found[Kin]) -> Mention:
        kin = self._choose(hit)
        targets = self._targets(kin, hit)
        if targets:
            self._last = targets[-1]
        return Mention(hit.start, hit.end, kin, targets)

    def _targets(self, kin: Kin, hit: Found[Kin]) -> tuple[int, ...]:
        match kin.role:
            case "person" | "self":
                return (self._named(kin, hit.start),)
            case "generic":
                return (self._generic(kin, hit),)
            case "group":
                return tuple(self._named(self._words.kin_of_label(label), hit.start) for label in kin.members)
            case "one":
                return self._pronoun(hit)
            case "all":
                return self._all(kin, hit)
            case _:
                return ()

    def _choose(self, hit: Found[Kin]) -> Kin:
        """Of several words that are written alike, the one already spoken of."""
        known = [draft.kin for draft in self.drafts] + self._before
        return next((kin for kin in hit.senses if kin in known), hit.senses[0])

    def _named(self, kin: Kin, start: int) -> int:
        for i, draft in enumerate(self.drafts):
            if draft.kin == kin:
                return i
        nameless = next((i for i in self._pair if self.drafts[i].kin.label.zh in self._words.pair), None)
        if nameless is not None and kin.role == "person" and kin.label.zh not in self._words.pair:
            # 两老都住宁河，丈夫82，妻子80
            self.drafts[nameless].kin = kin
            return nameless
        earlier = next((i for i, before in enumerate(self._before) if before == kin), None)
        another = self._words.pattern("people", "somebodys").search(self._plain[max(0, start - 16) : start])
        if earlier is None and kin.role == "person" and not another and self._now_named(kin):
            earlier = 0
        if earlier is None and kin.role == "person" and self._unnamed is not None and not self._before:
            draft = self.drafts[self._unnamed]
            if draft.kin.role == "generic" and _may_be(draft.kin, kin):
                draft.kin = kin
                return self._unnamed
        return self._new(kin, start, earlier)

    def _now_named(self, kin: Kin) -> bool:
        """Whether the only person of the conversation had no name and now is given this one."""
        return len(self._before) == 1 and self._before[0].role == "generic" and _may_be(self._before[0], kin)

    def _generic(self, kin: Kin, hit: Found[Kin]) -> int:
        before = self._plain[max(hit.start - 10, 0) : hit.start]
        if not self._words.pattern("people", "another").search(before):
            fitting = [i for i in self.elders if _may_be(self.drafts[i].kin, kin)]
            if fitting:
                return self._last if self._last in fitting else fitting[-1]
            current = self._current()
            if current is not None and _may_be(self._before[current], kin):
                return self._take_up(current, hit.start)
        new = self._new(kin, hit.start)
        self._unnamed = new if self._unnamed is None else self._unnamed
        return new

    def _pronoun(self, hit: Found[Kin]) -> tuple[int, ...]:
        words = self._plain[hit.start : hit.end]
        sex = next(
            (s for s, list_ in (("male", "he"), ("female", "she")) if words in self._words.listed(list_)),
            None,
        )
        fitting = [i for i in self.elders if sex is None or self._sex(i) in (None, sex)]
        if fitting:
            index = self._last if self._last in fitting else fitting[-1]
        elif (current := self._current(sex)) is not None:
            index = self._take_up(current, hit.start)
        elif self.elders:
            return self._another(sex, hit.start)
        else:
            index = self.unnamed(hit.start)
        if sex and self._sex(index) is None:
            self.drafts[index].sex, self.drafts[index].sex_words = sex, (hit.start, hit.end)
        return (index,)

    def _another(self, sex: str | None, start: int) -> tuple[int, ...]:
        """He is 70, she is 68: where nobody has a name, a second person; else whoever is meant is not here."""
        if sex is None or any(self.drafts[i].kin.role != "generic" for i in self.elders):
            return ()
        kin = next(kin for kin in self._words.kin.values() if kin.role == "generic" and kin.sex == sex)
        return (self._new(kin, start),)

    def _all(self, kin: Kin, hit: Found[Kin]) -> tuple[int, ...]:
        """Everybody of the message, else of the conversation, else the two of whom the word itself speaks."""
        words = self._plain[hit.start : hit.end]
        with_spouse = any(self.drafts[i].kin.spouse for i in self.elders)
        if words.startswith(("we", "我", "咱")):
            # The asker is among those meant; without a spouse nobody knows who the others are.
            return (self._named(self._words.myself, hit.start), *self.elders) if with_spouse else ()
        if kin.members and self._words.pattern("people", "ours").search(self._plain[: hit.start][-8:]):
            spouse = next((i for i in self.elders if self.drafts[i].kin.spouse), None)
            myself = self._named(self._words.myself, hit.start)
            return myself, self._named(self._words.kin["老伴"], hit.start) if spouse is None else spouse
        drafts = tuple(range(len(self.drafts))) if with_spouse else tuple(self.elders)
        if words in self._words.listed("summing") or len(drafts) > 1:
            return drafts
        earlier = tuple(self._take_up(i, hit.start) for i in range(len(self._before)))
        if earlier or drafts:
            return earlier or drafts
        self._pair = tuple(self._named(self._words.kin_of_label(label), hit.start) for label in kin.members)
        return self._pair

    # --- drafts ---------------------------------------------------------------------------------

    def _new(self, kin: Kin, start: int, earlier: int | None = None) -> int:
        self.drafts.append(Draft(kin, earlier, start))
        return len(self.drafts) - 1

    def _take_up(self, earlier: int, start: int) -> int:
        for i, draft in enumerate(self.drafts):
            if draft.earlier == earlier:
                return i
        return self._new(self._before[earlier], start, earlier)

    def _current(self, sex: str | None = None) -> int | None:
        """The person that the conversation is about, or the last before that may be of this sex."""
        if not self._before:
            return None
        current = self._context.current if self._context.current is not None else len(self._before) - 1
        order = [current, *reversed(range(len(self._before)))]
        return next((i for i in order if sex is None or self._before[i].sex in (None, sex)), None)

    def _sex(self, index: int) -> str | None:
        return self.drafts[index].sex or self.drafts[index].kin.sex

    # --- all words together ---------------------------------------------------------------------

    def _name_everybody(self) -> None:
        """他们俩都是低保，我爸84，我妈82: a word for all that comes before the names."""
        if len(self.elders) > 1:
            for i, mention in enumerate(self.mentions):
                if mention.kin.role == "all" and not mention.targets:
                    self.mentions[i] = Mention(mention.start, mention.end, mention.kin, tuple(self.elders))

    def _join(self) -> None:
        """我爸和我妈, 我爸我妈: two that are joined are spoken of together."""
        joined, beside = (
            self._words.pattern("people", "joined"),
            self._words.pattern("people", "side_by_side"),
        )
        for i in range(1, len(self.mentions)):
            left, right = self.mentions[i - 1], self.mentions[i]
            if not left.targets or not right.targets or right.kin.role not in ("person", "generic"):
                continue
            gap = self._plain[left.end : right.start]
            side_by_side = left.kin.role == right.kin.role == "person" and beside.fullmatch(gap)
            if side_by_side or joined.fullmatch(gap):
                both = tuple(dict.fromkeys([*left.targets, *right.targets]))
                self.mentions[i] = Mention(right.start, right.end, right.kin, both)


def _may_be(a: Kin, b: Kin) -> bool:
    return a.sex is None or b.sex is None or a.sex == b.sex
