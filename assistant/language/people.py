"""Of whom something is said: the persons of a message, in order, and which of them each phrase belongs to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from assistant.language.lexicon import Kin, Words
from assistant.language.meaning import Context
from assistant.language.phrases import Found
from assistant.language.scope import Scope

# What may stand between a quality and the person that it describes: 92岁的老母亲, my 92-year-old, bedridden father.
_LINK = regex.compile(
    r"^\s*(?:高龄|老|的|、|,\s?(?=[a-z])|，|和|又|位|名|个|一位|\s|岁|农村|城市|普通|独身|退休|可怜的?|年迈的?|当地|old|elderly|dear|poor|and|widowed|frail){0,6}\s*$"
)
_LONG_LINK = regex.compile(r"^[^,。!?;\n是有]{0,5}的(?:老|高龄|年迈的?|一位|那位)?$")
_DETERMINED = regex.compile(
    r"\b(?:my|our|his|her|their|a|an|the|your|this|that)\s+(?:(?!is\b|was\b|has\b|are\b|and (?:he|she)\b|who\b|am\b|'s\b)[\w'/-]+[\s,]+){0,6}$"
)
_BEFORE_SELF = regex.compile(
    r"^(?:家|们|这里|这边|这儿|想|要|来|帮|替|给|问|听|看|知道|觉得|咨询|了解|说|刚|该|怎|是想|需要|能问|可以问|该怎|查|也想|就想|要问|打算给|希望|不知|不清楚|不懂|不明白|这个|在网上|代|国|的?(?:一个|一位)?(?:朋友|同事|同学))"
)
_BEFORE_I = regex.compile(
    r"^(?:'m|'d|'ve|'ll)?\s*(?:would |want|wanna|need to|'d like|like to|(?:am |'m )?(?:asking|calling|writing|looking|wondering|here|trying|not sure|worried|inquiring)|know|think|ask|heard|read|hear|wonder|can|could|should|do|help|live with|look after|take care|care for|get for|was wondering|meant|mean|said|made|did|thought|believe|guess|hope|see|have (?:a|an|my|two)|get (?:her|him|them))"
)
# 跟我弟弟住在一起, 由女儿照顾: somebody at the person's side, of whom nothing is said.
_COMPANION = regex.compile(r"(?:和|跟|与|同|由|靠|被|随|让)着?(?:我们?|他|她|俺)?(?:的|家)?$")
_OBJECT = regex.compile(
    r"(?:随|跟|和|与|给|替|帮|对|向|问|离|归|靠|让|叫|被|告诉|回答|了?解|with|to|for|of|from|by|near)着?\s*$"
)
_COMPANION_EN = regex.compile(
    r"\b(?:liv(?:es?|ing|ed)|stay(?:s|ing|ed)?|cared for|looked after|moved in|together) (?:with|by)(?: my| his| her| our| their)? ?$"
)
_TOGETHER = regex.compile(
    r"^(?:们|他们|家里?)?(?:一起|一块|住|生活|过|同住|共同|照顾|照料|养|赡养|抚养|扶养|供养|伺候|陪|看护|护理)"
)
_NEW = regex.compile(
    r"(?:一位|一个|有个|有位|另一位|另一个|还有|另外|某|两位|a|an|another|some)\s*(?:[\w\p{Han}]{0,4}的)?\s*$"
)


@dataclass
class Draft:
    """A person while the message is being read."""

    kin: Kin
    earlier: int | None
    start: int
    mentioned: bool = True
    sex_words: tuple[int, int] | None = None
    sex: str | None = None
    hits: list[object] = field(default_factory=list)


@dataclass(frozen=True)
class Mention:
    """A word for somebody at `[start, end)`, and the indexes of the drafts that it means; none for the younger."""

    start: int
    end: int
    kin: Kin
    targets: tuple[int, ...]


class People:
    """Walks once through the words for persons of a message."""

    def __init__(self, words: Words, scope: Scope, context: Context, found: Sequence[Found[Kin]]) -> None:
        self._words = words
        self._scope = scope
        self._context = context
        self.drafts: list[Draft] = []
        self._last: int | None = None
        self._default: int | None = None
        self.mentions: list[Mention] = [self._mention(hit) for hit in self._meant(found)]
        self._everybody()
        self._coordinate()

    # --- which words name somebody --------------------------------------------------------------

    def _meant(self, found: Sequence[Found[Kin]]) -> Iterator[Found[Kin]]:
        """Mentions without those that are a mere possessive or of somebody who has died."""
        plain = self._scope.plain
        for i, hit in enumerate(found):
            kin = hit.senses[0]
            after = plain[hit.end : hit.end + 40]
            following = found[i + 1] if i + 1 < len(found) else None
            if kin.role == "deceased":
                continue
            if (
                kin.role in ("self", "one")
                and following is not None
                and following.senses[0].role
                in (
                    "person",
                    "generic",
                    "group",
                    "younger",
                )
            ):
                gap = plain[hit.end : following.start]
                if regex.fullmatch(r"(?:的|家|那|这|家里的|家里|老)?|\s?(?:own |elderly |old )?", gap):
                    continue
            if (
                kin.role == "self"
                and _OBJECT.search(plain[: hit.start])
                and not regex.match(r"^(?:都|俩|两|二人)", after)
            ):
                continue
            if kin.who == "other" and regex.match(r"^(?:村|县|区|市|屯|镇|乡|省|队)", after):
                continue
            if kin.role == "self" and (_BEFORE_SELF.match(after) or _BEFORE_I.match(after)):
                continue
            if kin.role == "person" and self._has_died(hit, found[i + 1 :]):
                continue
            if kin.role in ("person", "self") and _COMPANION_EN.search(plain[: hit.start]):
                continue
            if (
                kin.role in ("person", "self")
                and _COMPANION.search(plain[: hit.start])
                and _TOGETHER.match(after)
            ):
                continue
            yield hit

    def _has_died(self, hit: Found[Kin], rest: Sequence[Found[Kin]]) -> bool:
        plain = self._scope.plain
        before = plain[max(hit.start - 8, 0) : hit.start]
        if regex.search(r"(?:已故|去世|过世|死去)的?$|\blate $|\bdeceased $", before):
            return True
        for other in rest:
            if other.senses[0].role == "deceased":
                gap = plain[hit.end : other.start]
                return len(gap) <= 12 and not regex.search(r"[,。!?;\n]", gap)
            if other.senses[0].role not in ("each",):
                return False
        return False

    # --- whom they name -------------------------------------------------------------------------

    def _mention(self, hit: Found[Kin]) -> Mention:
        kin = self._choose(hit)
        targets: tuple[int, ...] = ()
        match kin.role:
            case "person":
                targets = (self._named(kin, hit.start),)
            case "self":
                targets = (self._named(self._words.myself, hit.start),)
            case "generic":
                targets = (self._generic(kin, hit),)
            case "group":
                targets = tuple(
                    self._named(self._words.kin_of_label(label), hit.start) for label in kin.members
                )
            case "one":
                targets = self._pronoun(hit)
            case "all":
                targets = self._all(kin, hit)
            case "each" | "deceased" | "younger":
                targets = ()
        if targets and kin.role not in ("self",):
            self._last = targets[-1]
        elif targets:
            self._last = targets[-1]
        return Mention(hit.start, hit.end, kin, targets)

    def _choose(self, hit: Found[Kin]) -> Kin:
        """Of several words that are written alike, the one already spoken of."""
        known = [draft.kin for draft in self.drafts] + [
            self._words.kin_of_label(p) for p in self._context.persons
        ]
        return next((kin for kin in hit.senses if kin in known), hit.senses[0])

    def _named(self, kin: Kin, start: int) -> int:
        for i, draft in enumerate(self.drafts):
            if draft.kin == kin:
                return i
        earlier = next(
            (i for i, label in enumerate(self._context.persons) if label in (kin.label.zh, kin.label.en)),
            None,
        )
        if earlier is None and kin.role == "person":
            earlier = self._unnamed_before(kin)
        if (
            earlier is None
            and kin.role == "person"
            and self._default is not None
            and not self._context.persons
        ):
            draft = self.drafts[self._default]
            if draft.kin.role == "generic" and (draft.kin.sex in (None, kin.sex)):
                draft.kin = kin
                return self._default
        self.drafts.append(Draft(kin, earlier, start))
        return len(self.drafts) - 1

    def _unnamed_before(self, kin: Kin) -> int | None:
        """The only person spoken of before, who had no name then and now is given one."""
        if len(self._context.persons) != 1:
            return None
        before = self._words.kin_of_label(self._context.persons[0])
        same_sex = before.sex is None or kin.sex is None or before.sex == kin.sex
        return 0 if before.role == "generic" and same_sex else None

    def _generic(self, kin: Kin, hit: Found[Kin]) -> int:
        new = _NEW.search(self._scope.plain[max(hit.start - 10, 0) : hit.start])
        if not new:
            fitting = [i for i, d in enumerate(self.drafts) if d.kin.role != "self" and _same_sex(d.kin, kin)]
            if fitting:
                return self._last if self._last in fitting else fitting[-1]
            current = self._current_before()
            if current is not None and _same_sex(
                self._words.kin_of_label(self._context.persons[current]), kin
            ):
                return self._take_up(current, hit.start)
        for i, draft in enumerate(self.drafts):
            if draft.kin == kin and not new:
                return i
        self.drafts.append(Draft(kin, None, hit.start))
        if self._default is None:
            self._default = len(self.drafts) - 1
        return len(self.drafts) - 1

    def _pronoun(self, hit: Found[Kin]) -> tuple[int, ...]:
        words = self._scope.plain[hit.start : hit.end]
        sex = "female" if words in _SHE else "male" if words in _HE else None
        fitting = [
            i
            for i, d in enumerate(self.drafts)
            if d.kin.role != "self" and (sex is None or (d.sex or d.kin.sex) in (None, sex))
        ]
        if fitting:
            index = self._last if self._last in fitting else fitting[-1]
        else:
            current = self._current_before(sex)
            if current is None and any(d.kin.role != "self" for d in self.drafts):
                return ()
            index = self._take_up(current, hit.start) if current is not None else self.default(hit.start)
        draft = self.drafts[index]
        if sex and draft.kin.sex is None and draft.sex is None:
            draft.sex, draft.sex_words = sex, (hit.start, hit.end)
        return (index,)

    def _all(self, kin: Kin, hit: Found[Kin]) -> tuple[int, ...]:
        """Everybody of the message, else of the conversation, else the two of whom the word itself speaks."""
        drafts = tuple(i for i, d in enumerate(self.drafts) if d.kin.role != "self")
        if self._scope.plain[hit.start : hit.end] in _SUMMED or len(drafts) > 1:
            return drafts
        earlier = tuple(self._take_up(i, hit.start) for i in range(len(self._context.persons)))
        return (
            earlier
            or drafts
            or tuple(self._named(self._words.kin_of_label(m), hit.start) for m in kin.members)
        )

    def _current_before(self, sex: str | None = None) -> int | None:
        """The person that the conversation is about."""
        if not self._context.persons:
            return None
        current = (
            self._context.current if self._context.current is not None else len(self._context.persons) - 1
        )
        order = [current, *reversed(range(len(self._context.persons)))]
        return next(
            (
                i
                for i in order
                if sex is None or self._words.kin_of_label(self._context.persons[i]).sex in (None, sex)
            ),
            None,
        )

    def _take_up(self, earlier: int, start: int) -> int:
        for i, draft in enumerate(self.drafts):
            if draft.earlier == earlier:
                return i
        self.drafts.append(Draft(self._words.kin_of_label(self._context.persons[earlier]), earlier, start))
        return len(self.drafts) - 1

    def default(self, start: int) -> int:
        """The person of whom something is said without a word for anybody."""
        current = self._current_before()
        if current is not None:
            return self._take_up(current, start)
        if self._default is None:
            self.drafts.append(Draft(self._words.unnamed, None, start, mentioned=False))
            self._default = len(self.drafts) - 1
        return self._default

    def _everybody(self) -> None:
        """他们俩都是低保，我爸84，我妈82: a word for all that comes before the names."""
        drafts = tuple(i for i, d in enumerate(self.drafts) if d.kin.role != "self")
        for i, mention in enumerate(self.mentions):
            if mention.kin.role == "all" and not mention.targets and len(drafts) > 1:
                self.mentions[i] = Mention(mention.start, mention.end, mention.kin, drafts)

    def _coordinate(self) -> None:
        """我爸和我妈都…: two that are joined are spoken of together."""
        for i in range(1, len(self.mentions)):
            left, right = self.mentions[i - 1], self.mentions[i]
            gap = self._scope.plain[left.end : right.start]
            if not left.targets or not right.targets or right.kin.role not in ("person", "generic"):
                continue
            if (
                regex.fullmatch(r"(?:我|俺|咱|我家|和我)?", gap)
                and right.kin.role == "person" == left.kin.role
            ):
                both = tuple(dict.fromkeys([*left.targets, *right.targets]))
                self.mentions[i] = Mention(right.start, right.end, right.kin, both)
            elif regex.fullmatch(
                r"\s*(?:和|与|跟|及|还有|、|and|&|and my|我|俺|的|\s)+(?:我|俺|my|the|his|her)?\s*", gap
            ) and regex.search(r"和|与|跟|及|还有|、|and|&", gap):
                both = tuple(dict.fromkeys([*left.targets, *right.targets]))
                self.mentions[i] = Mention(right.start, right.end, right.kin, both)

    # --- whose a phrase is ----------------------------------------------------------------------

    def owners(self, start: int, end: int, others: Sequence[tuple[int, int]]) -> tuple[int, ...] | None:
        """The drafts that the phrase at `[start, end)` describes, None where it describes somebody younger."""
        ahead = self._described_ahead(start, end, others)
        if ahead is not None:
            return ahead.targets or None
        return self._described_before(start)

    def _described_ahead(self, start: int, end: int, others: Sequence[tuple[int, int]]) -> Mention | None:
        """The person named behind the phrase that it describes: 92岁的母亲, my 92-year-old father."""
        mention = next(
            (m for m in self.mentions if m.start >= end and m.kin.role not in ("one", "all", "each")), None
        )
        if mention is None or not self._scope.same_sentence(end, mention.start):
            return None
        gap = _without(self._scope.plain, end, mention.start, others)
        if not (_LINK.match(gap) or _LONG_LINK.match(gap)):
            return None
        if _is_latin(self._scope.plain[mention.start : mention.end]):
            before = self._scope.plain[max(self._scope.sentence_start(start), start - 60) : start]
            return mention if _DETERMINED.search(before) else None
        if "," in gap or "，" in gap:
            return None
        if "的" in gap or self._scope.plain[end - 1] == "的":
            return mention
        before = next((m for m in reversed(self.mentions) if m.end <= start), None)
        if before is not None and before.end >= self._scope.clause_start(start):
            between = _without(self._scope.plain, before.end, start, others)
            if len(between.strip()) <= 6:
                return None
        if mention.kin.role == "self" or self._scope.plain[mention.start] in "我俺":
            return None
        return mention

    def _described_before(self, start: int) -> tuple[int, ...] | None:
        """The person last spoken of before the phrase."""
        pointer: dict[tuple[int, ...], int] = {}
        owners: tuple[int, ...] | None = ()
        group: tuple[int, ...] = ()
        younger_until = -1
        each_until = -1
        for mention in self.mentions:
            if mention.start > start:
                break
            match mention.kin.role:
                case "younger":
                    younger_until = self._clause_end(mention)
                    continue
                case "each":
                    group = group if len(group) > 1 else self._several_before(mention)
                    if len(group) > 1:
                        index = pointer.get(group, 0)
                        owners = (group[min(index, len(group) - 1)],)
                        pointer[group] = index + 1
                        each_until = self._clause_end(mention)
                    continue
                case "all":
                    word = self._scope.plain[mention.start : mention.end]
                    if word in _SUMMED:
                        owners = self._all_before(mention) or owners
                        continue
            if mention.targets:
                owners = mention.targets
                younger_until = each_until = -1
                if len(owners) > 1:
                    group = owners
        if start < younger_until:
            return None
        if group and -1 < each_until <= start:
            return group
        return owners

    def _several_before(self, mention: Mention) -> tuple[int, ...]:
        """All who have been named before 一个…一个…, the asker aside."""
        named = (
            i for m in self.mentions if m.end <= mention.start and m.kin.role != "self" for i in m.targets
        )
        return tuple(dict.fromkeys(named))

    def _all_before(self, mention: Mention) -> tuple[int, ...]:
        """Whom 都 sums up: everybody named in the sentence; nobody where it means "already" (都八十了)."""
        plain = self._scope.plain
        named = [
            m
            for m in self.mentions
            if m.end <= mention.start and m.targets and m.kin.role in ("person", "generic", "group", "self")
        ]
        if plain[mention.start : mention.end] == "都":
            # 都 in the middle of a sentence sums up that sentence.
            named = [m for m in named if self._scope.same_sentence(m.end, mention.start)] or named
        everybody = tuple(dict.fromkeys(index for m in named for index in m.targets))
        last = named[-1].targets if named else ()
        already = regex.match(r"(?:已经?|快|有|过|满|\s)*[\d一二三四五六七八九十]", plain[mention.end :])
        return last if already else everybody

    def _clause_end(self, mention: Mention) -> int:
        """How far what is said is said of somebody younger, or of one of several."""
        plain = self._scope.plain
        end = regex.search(r"[,。!?;\n]|$", plain[mention.end :])
        assert end is not None
        return mention.end + end.start() + 1


_SUMMED = frozenset({"都", "均", "均为", "均系", "皆", "全都", "各有各的", "各自", "分别"})
_HE = frozenset({"he", "him", "his", "he's", "hes", "he'd"})
_SHE = frozenset({"she", "her", "hers", "she's", "shes", "she'd", "她"})


def _same_sex(a: Kin, b: Kin) -> bool:
    return a.sex is None or b.sex is None or a.sex == b.sex


def _is_latin(words: str) -> bool:
    return words.isascii()


def _without(plain: str, start: int, end: int, stretches: Sequence[tuple[int, int]]) -> str:
    """What stands between two places, less the stretches within."""
    kept = []
    at = start
    for low, high in stretches:
        if low >= end:
            break
        if low >= at:
            kept.append(plain[at:low])
            at = high
    kept.append(plain[at:end])
    return "".join(kept)
