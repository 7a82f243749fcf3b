"""Whom a message speaks of: the persons behind its words, in order, and those of the conversation among them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.language.lexicon import Kin, Words
from assistant.language.meaning import Context
from assistant.language.mentions import Mentions
from assistant.language.phrases import Found
from assistant.language.scope import Scope
from assistant.policies.bilingual import Bilingual


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
    which: str = ""
    """What tells the person from others of the same kin: the 二 of 二伯, the name behind Aunt."""


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
        self._found = found
        self._plain = scope.plain
        self._context = context
        self._before = [words.kin_of_label(label) for label in context.persons]
        self.drafts: list[Draft] = []
        self._last: int | None = None
        self._unnamed: int | None = None
        self._pair: tuple[int, ...] = ()
        self._letters: dict[str, int] = {}
        self._ends: dict[int, int] = {}
        self.mentions = [self._mention(hit) for hit in Mentions(words, scope).naming(found)]
        self._name_everybody()
        self._join()

    @property
    def elders(self) -> list[int]:
        """All drafts but the asker."""
        return [i for i, draft in enumerate(self.drafts) if draft.kin.role != "self"]

    @property
    def _generics(self) -> list[int]:
        """The drafts that are named by a word for any older person."""
        return [i for i, draft in enumerate(self.drafts) if draft.kin.role == "generic"]

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
            # 我爷92，我妈让我查查他能领多少: whoever sends the asker is not who is then meant
            sends = self._words.pattern("people", "prompts").match(self._plain[hit.end : hit.end + 24])
            if self._last is None or kin.role != "person" or not sends:
                self._last = targets[-1]
            self._ends[targets[-1]] = hit.end
        return Mention(hit.start, hit.end, kin, targets)

    def _targets(self, kin: Kin, hit: Found[Kin]) -> tuple[int, ...]:
        match kin.role:
            case "self" if (
                self._plain[hit.start : hit.end] in self._words.listed("himself") and self._generics
            ):
                return (self._generics[-1],)  # 特困老人71岁，本人自愿
            case "person" | "self":
                return (self._named(kin, hit.start, self._which(hit)),)
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

    def _which(self, hit: Found[Kin]) -> str:
        """The rank or the name that a word for a person carries: 二 of 二伯, Li of Aunt Li."""
        rank = self._words.pattern("people", "rank").match(self._plain[hit.start : hit.end])
        name = self._words.pattern("people", "name_behind").match(self._plain, hit.end)
        return rank["x"] if rank else name["x"] if name else ""

    def _named(self, kin: Kin, start: int, which: str = "") -> int:
        for i, draft in enumerate(self.drafts):
            if draft.kin == kin and (not which or not draft.which or which == draft.which):
                draft.which = draft.which or which  # 两个姑姑，大姑84二姑79
                return i
        known = self._ranked_before(kin, which)
        if known is not None:
            return self._take_up(known, start)
        if which and any(draft.kin == kin for draft in self.drafts):
            kin = replace(
                kin, label=Bilingual(zh=f"{kin.label.zh}（{which}）", en=f"{kin.label.en} ({which})")
            )
            known = next((i for i, draft in enumerate(self.drafts) if draft.kin == kin), None)
            return self._new(kin, start, which=which) if known is None else known
        nameless = self._nameless()
        if nameless is not None and kin.role == "person" and kin.label.zh not in self._words.pair:
            # 两老都住宁河，丈夫82，妻子80
            self.drafts[nameless].kin = kin
            return nameless
        earlier = next((i for i, before in enumerate(self._before) if before == kin), None)
        left = self._plain[max(0, start - 16) : start]
        another, further = (self._words.pattern("people", n).search(left) for n in ("somebodys", "further"))
        if further and earlier is not None:
            return self._new(kin, start)
        if earlier is None and kin.role == "person" and not (another or further) and self._now_named(kin):
            earlier = 0
        if earlier is None and kin.role == "person" and self._unnamed is not None and not self._before:
            draft = self.drafts[self._unnamed]
            # 户主88岁，配偶86岁 are two
            if (
                draft.kin.role == "generic"
                and _may_be(draft.kin, kin)
                and not self._beside(draft, kin, start)
            ):
                draft.kin = kin
                return self._unnamed
        return self._new(kin, start, earlier, which=which)

    def _ranked_before(self, kin: Kin, which: str) -> int | None:
        """二舅呢, where 大舅 and 二舅 have been told apart before."""
        labels = (f"{kin.label.zh}（{which}）", f"{kin.label.en} ({which})")
        return next((i for i, before in enumerate(self._before) if which and before.label.zh in labels), None)

    def _beside(self, draft: Draft, kin: Kin, start: int) -> bool:
        """Whether a spouse is that of the older person whom a word has named before."""
        words = self._plain[draft.start : draft.start + 4]
        named = any(
            sense.role == "generic" for hit in self._found for sense in hit.senses if hit.start == draft.start
        )
        return kin.spouse and named and draft.start < start and not words.startswith(("我", "my"))

    def _nameless(self) -> int | None:
        """The first of two who were spoken of and not named."""
        return next((i for i in self._pair if self.drafts[i].kin.label.zh in self._words.pair), None)

    def _now_named(self, kin: Kin) -> bool:
        """Whether the only person of the conversation had no name and now is given this one."""
        spoken_of = any(draft.earlier == 0 for draft in self.drafts)  # 他还替哥哥问: those are two
        alone = len(self._before) == 1 and not spoken_of
        return alone and self._before[0].role == "generic" and _may_be(self._before[0], kin)

    def _lettered(self, letter: str, start: int) -> int:
        """老人A … 老人B, client 1 … client 2: each letter is somebody, and the same one where it comes again."""
        if letter not in self._letters:
            labels = self._words.pair
            at = len(self._letters)
            kin = self._words.kin_of_label(labels[at] if at < len(labels) else f"{labels[0][:-1]}{letter}")
            self._letters[letter] = self._new(kin, start)
        return self._letters[letter]

    def _generic(self, kin: Kin, hit: Found[Kin]) -> int:
        lettered = self._words.pattern("people", "letter").match(self._plain, hit.end)
        if lettered:
            return self._lettered(lettered["x"], hit.start)
        before = self._plain[max(hit.start - 10, 0) : hit.start]
        nameless = self._nameless()
        if nameless is not None and kin.sex is not None and all(d.kin != kin for d in self.drafts):
            self.drafts[nameless].kin = kin  # 两个老人，老爷子92，老太太89
            return nameless
        if not self._words.pattern("people", "another").search(before):
            fitting = [i for i in self.elders if _may_be(self.drafts[i].kin, kin)]
            if fitting:
                return self._last if self._last in fitting else fitting[-1]
            current = self._current()
            if current is not None and _may_be(self._before[current], kin):
                return self._take_up(current, hit.start)
            if current is not None and self._is_now_said_of(current, kin, hit):
                index = self._take_up(current, hit.start)
                self.drafts[index].kin = kin
                self.drafts[index].sex, self.drafts[index].sex_words = kin.sex, (hit.start, hit.end)
                return index
        new = self._new(kin, hit.start)
        self._unnamed = new if self._unnamed is None else self._unnamed
        return new

    def _is_now_said_of(self, current: int, kin: Kin, hit: Found[Kin]) -> bool:
        """Correction: the client is a man. What somebody without a name is said to be after all."""
        told = self._words.pattern("people", "is_a").search(self._plain[max(0, hit.start - 16) : hit.start])
        return bool(told) and kin.sex is not None and self._before[current].role == "generic"

    def _pronoun(self, hit: Found[Kin]) -> tuple[int, ...]:
        words = self._plain[hit.start : hit.end]
        sex = next(
            (s for s, list_ in (("male", "he"), ("female", "she")) if words in self._words.listed(list_)),
            None,
        )
        fitting = [i for i in self.elders if sex is None or self._sex(i) in (None, sex)]
        # 姑父今年74，表弟智障，他自己…: an elder is meant, and not somebody of the asker's own age beside him
        older = [i for i in fitting if self.drafts[i].kin.who != "same" or self.drafts[i].kin.spouse]
        fitting = older or fitting
        current = self._current(sex)
        if fitting and not (current is not None and self._is_other(current, hit.end)):
            index = self._last if self._last in fitting else fitting[-1]
        elif current is not None:
            index = self._take_up(current, hit.start)
        elif self.elders:
            return self._another(sex, hit.start)
        else:
            index = self.unnamed(hit.start)
        if sex is None:
            index = self._rather(index, words, fitting, hit.start)
        if sex and self._sex(index) is None:
            self.drafts[index].sex, self.drafts[index].sex_words = sex, (hit.start, hit.end)
        return (index,)

    def _rather(self, index: int, words: str, fitting: Sequence[int], start: int) -> int:
        """我爸…都是我妈弄，他…: of a man and a woman the one whom 他 and 她 tell, though the other was named last."""
        lists = (("male", "he_among"), ("female", "she_among"))
        meant = next((sex for sex, name in lists if words in self._words.listed(name)), None)
        other = self._words.pattern("people", "no_pronoun").search(self._plain[max(0, start - 1) : start])
        if meant is None or other or self._sex(index) in (None, meant):
            return index
        named = [i for i in fitting if self._sex(i) == meant]
        if named:
            return named[-1]
        before = [i for i, kin in enumerate(self._before) if kin.sex == meant]
        return self._take_up(before[-1], start) if before else index

    def _is_other(self, current: int, end: int) -> bool:
        """Her sister is on dibao, she isn't: somebody else than who was named last."""
        last = self.drafts[self._last] if self._last is not None else None
        denied = self._words.pattern("people", "echo_denied").match(self._plain, end)
        return last is not None and last.earlier != current and last.kin.who == "same" and denied is not None

    def _another(self, sex: str | None, start: int) -> tuple[int, ...]:
        """He is 70, she is 68: where nobody has a name, a second person; else whoever is meant is not here."""
        others = [self.drafts[i] for i in self.elders]
        if sex is None or not all(
            draft.kin.role == "generic" or self._is_somebodys(draft) for draft in others
        ):
            return ()
        kin = next(kin for kin in self._words.kin.values() if kin.role == "generic" and kin.sex == sex)
        return (self._new(kin, start),)

    def _is_somebodys(self, draft: Draft) -> bool:
        """Whether a wife or husband is that of somebody else than the asker: her husband … but she."""
        before = self._plain[max(0, draft.start - 16) : draft.start]
        return draft.kin.spouse and bool(self._words.pattern("people", "somebodys").search(before))

    def _all(self, kin: Kin, hit: Found[Kin]) -> tuple[int, ...]:
        """Everybody of the message, else of the conversation, else the two of whom the word itself speaks."""
        words = self._plain[hit.start : hit.end]
        with_spouse = any(self.drafts[i].kin.spouse for i in self.elders)
        couple = self._couple_of(kin, hit)
        if couple:
            return couple
        if words.startswith(("we", "我", "咱")):
            # The asker is among those meant; without a spouse nobody knows who the others are.
            return (self._named(self._words.myself, hit.start), *self.elders) if with_spouse else ()
        # 我们两个老人 are the asker and the spouse, 我家两个老的 are not
        house = self._plain[: hit.start].endswith("家") and set(kin.members) == set(self._words.pair)
        ours = self._words.pattern("people", "ours").search(self._plain[: hit.start][-8:])
        if kin.members and ours and not house:
            spouse = next((i for i in self.elders if self.drafts[i].kin.spouse), None)
            myself = self._named(self._words.myself, hit.start)
            return myself, self._named(self._words.kin["老伴"], hit.start) if spouse is None else spouse
        drafts = tuple(range(len(self.drafts))) if with_spouse else tuple(self.elders)
        if not drafts and len(self._before) > 1 and self._says_of_all(hit):
            return tuple(self._take_up(i, hit.start) for i in range(len(self._before)))
        if words in self._words.listed("summing") or len(drafts) > 1:
            return drafts
        earlier = tuple(self._take_up(i, hit.start) for i in range(len(self._before)))
        if earlier or drafts:
            return earlier or drafts
        self._pair = tuple(self._named(self._words.kin_of_label(label), hit.start) for label in kin.members)
        return self._pair

    def _says_of_all(self, hit: Found[Kin]) -> bool:
        """都没低保, where several have been spoken of and nobody is named."""
        plain = self._plain
        summing = plain[hit.start : hit.end] in self._words.listed("summing")
        return summing and bool(self._words.pattern("people", "of_all").match(plain, hit.end))

    def _couple_of(self, kin: Kin, hit: Found[Kin]) -> tuple[int, ...]:
        """王大爷老两口, 我姥爷老两口一个85一个82: whoever is named, and the spouse."""
        if self._words.kin["丈夫"].label.zh not in kin.members or len(self.elders) != 1:
            return ()
        one = self.drafts[self.elders[0]]
        named = self._words.pattern("people", "of_couple")
        gap = self._plain[self._ends.get(self.elders[0], hit.start) : hit.start]
        each = any(s.role == "each" for other in self._found if other.start > hit.start for s in other.senses)
        if one.kin.spouse or one.earlier is not None or not (named.fullmatch(gap) or each):
            return ()
        return self.elders[0], self._new(self._words.kin["老伴"], hit.start)

    # --- drafts ---------------------------------------------------------------------------------

    def _new(self, kin: Kin, start: int, earlier: int | None = None, *, which: str = "") -> int:
        self.drafts.append(Draft(kin, earlier, start, which=which))
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
        couple = [i for i, draft in enumerate(self.drafts) if draft.kin.role == "self" or draft.kin.spouse]
        for i, mention in enumerate(self.mentions):
            if mention.kin.role == "all" and not mention.targets:
                # we lost our only son, I am 61 and my wife 60: the asker is among us
                ours = self._plain[mention.start : mention.end] == "we" and self.myself is not None
                everybody = couple if ours else self.elders
                if len(everybody) > 1:
                    self.mentions[i] = Mention(mention.start, mention.end, mention.kin, tuple(everybody))

    def _join(self) -> None:
        """我爸和我妈, 我爸我妈: two that are joined are spoken of together."""
        joined, beside = (
            self._words.pattern("people", "joined"),
            self._words.pattern("people", "side_by_side"),
        )
        for i in range(1, len(self.mentions)):
            left, right = self.mentions[i - 1], self.mentions[i]
            myself = right.kin.role == "self" and left.kin.spouse  # my wife and I
            named = right.kin.role in ("person", "generic") or myself
            if not left.targets or not right.targets or not named:
                continue
            gap = self._plain[left.end : right.start]
            # 我爸我妈, 大爷大妈: two of a kind; generic words only where they cannot mean one and the same
            apart = left.kin.role == "person" or not _may_be(left.kin, right.kin)
            side_by_side = left.kin.role == right.kin.role and apart and beside.fullmatch(gap)
            if side_by_side or joined.fullmatch(gap):
                both = tuple(dict.fromkeys([*left.targets, *right.targets]))
                self.mentions[i] = Mention(right.start, right.end, right.kin, both)


def _may_be(a: Kin, b: Kin) -> bool:
    return a.sex is None or b.sex is None or a.sex == b.sex
