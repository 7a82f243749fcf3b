"""Whose a phrase is: the person that it describes (92岁的母亲), else the one last spoken of."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import regex

from assistant.language.lexicon import Words
from assistant.language.people import Mention, People
from assistant.language.scope import Scope

Owners = tuple[int, ...] | None
"""Indexes of drafts; empty where nobody has been named, None where it is somebody younger."""

_LABEL = regex.compile(r"\s?(?:(?:'s )?(?:hukou|(?:household )?registration|dibao|certificates?))?\s?")
_CLOSES = regex.compile(r"\s*(?:[,.;!?]|$)")
# 儿子闺女都在南边 自己一个人住: between Chinese words a blank ends a clause as a comma does
_WHO = regex.compile(r",? who(?:se)?\b")
_CLAUSE_END = regex.compile(r"[,。!?;\n]|(?<=[\p{Han}\d]) (?=[\p{Han}\d])")


class Ownership:
    """Who is spoken of at each place of a text."""

    def __init__(
        self,
        words: Words,
        scope: Scope,
        people: People,
        stretches: Sequence[tuple[int, int]],
        asker: int | None = None,
    ) -> None:
        """`stretches` are the phrases that say something, in order: they may stand before a person together.

        `asker` is the draft of one who only asks: of him no more is said than the clause that names him.
        """
        self._asker = asker
        self._words = words
        self._scope = scope
        self._mentions = people.mentions
        self._starts = [mention.start for mention in people.mentions]
        self._named = [m for m in people.mentions if m.kin.role not in ("one", "all", "each")]
        self._named_starts = [mention.start for mention in self._named]
        self._stretches = stretches
        turns = list(self._turns())
        self._turn_starts = [at for at, _ in turns]
        self._turn_owners = [owners for _, owners in turns]

    def of(self, start: int, end: int) -> Owners:
        """The drafts that the phrase at `[start, end)` speaks of."""
        described = self._named_behind(end) or self._described_ahead(start, end)
        if described is not None:
            return described.targets or None
        index = bisect_left(self._starts, end)
        if index < len(self._mentions) and self._sums_up(end, self._mentions[index]):
            return self._mentions[index].targets
        return self.at(start)

    def _sums_up(self, end: int, mention: Mention) -> bool:
        """Ninghe hukou both: a word for all that closes the clause right behind."""
        plain = self._scope.plain
        return (
            plain[mention.start : mention.end] == "both"
            and len(mention.targets) > 1
            and bool(_LABEL.fullmatch(plain, end, mention.start))
            and bool(_CLOSES.match(plain, mention.end))
        )

    def at(self, place: int) -> Owners:
        """Who is spoken of at a place, as a listener would take it."""
        index = bisect_right(self._turn_starts, place) - 1
        return self._turn_owners[index] if index >= 0 else ()

    def elder_at(self, place: int) -> Owners:
        """Who was spoken of before a place, somebody younger aside: 他三个儿子都有能力养他."""
        index = bisect_right(self._turn_starts, place) - 1
        return next((owners for owners in reversed(self._turn_owners[: index + 1]) if owners), ())

    def last_before(self, place: int) -> Mention | None:
        """The last word for somebody that ends before a place."""
        index = bisect_left(self._starts, place) - 1
        return self._mentions[index] if index >= 0 and self._mentions[index].end <= place else None

    def first_after(self, place: int) -> Mention | None:
        """The first who are named behind a place, as many as are named together."""
        index = bisect_left(self._starts, place)
        ahead = [m for m in self._mentions[index : index + 2] if m.targets]
        return max(ahead, key=lambda m: len(m.targets), default=None)

    def _named_behind(self, end: int) -> Mention | None:
        """吃低保的是隔壁老王: somebody of whom the words before are said."""
        joins = self._words.pattern("people", "predicate_of").match(self._scope.plain, end)
        index = bisect_left(self._named_starts, end)
        if joins is None or index == len(self._named):
            return None
        return self._named[index] if self._named[index].start - joins.end() in (0, 1) else None

    # --- described ahead ------------------------------------------------------------------------

    def _described_ahead(self, start: int, end: int) -> Mention | None:
        """The person named behind the phrase that it describes: 92岁的母亲, my 92-year-old father."""
        index = bisect_left(self._named_starts, end)
        if index == len(self._named) or self._named[index].start - end > 40:
            return None
        mention, plain = self._named[index], self._scope.plain
        if not self._scope.same_sentence(end, mention.start) or self._is_summed_up(start, mention.start):
            return None
        gap = self._without_phrases(end, mention.start)
        if not any(self._words.pattern("people", name).match(gap) for name in ("link", "long_link")):
            return None
        if plain[mention.start : mention.end].isascii():
            before = plain[max(self._scope.sentence_start(start), start - 60) : start]
            return mention if self._words.pattern("people", "determined").search(before) else None
        told = self.last_before(start) is not None or not mention.targets
        if "," in gap or (" " in gap and told):
            return None  # 跟我住 爸91妈86: a blank parts them as a comma does
        if "的" in gap or plain[end - 1] == "的":
            return mention
        return (
            None
            if self._describes_before(start) or mention.kin.role == "self"
            else self._unless_mine(mention)
        )

    def _is_summed_up(self, start: int, ahead: int) -> bool:
        """公公八十四婆婆八十一户口都在盘锦的公公…: 都 before or behind a phrase makes it of those named before."""
        low, high = bisect_left(self._starts, start - 3), bisect_left(self._starts, ahead)
        return any(mention.kin.role == "all" for mention in self._mentions[low:high])

    def _describes_before(self, start: int) -> bool:
        """Whether somebody has just been named in the clause: 我爸92我妈88."""
        before = self.last_before(start)
        if before is None or before.end < self._scope.clause_start(start):
            return False
        between = self._without_phrases(before.end, start)
        return bool(self._words.pattern("people", "said_of").fullmatch(between))

    def _unless_mine(self, mention: Mention) -> Mention | None:
        """我妈 begins anew; 92岁母亲 does not."""
        return None if self._scope.plain[mention.start] in "我俺咱" else mention

    def _without_phrases(self, start: int, end: int) -> str:
        """What stands between two places, less the phrases that say something themselves."""
        plain, kept, at = self._scope.plain, [], start
        for low, high in self._stretches[bisect_left(self._stretches, (start, 0)) :]:
            if low >= end:
                break
            if low >= at:
                kept.append(plain[at:low])
                at = high
        return "".join([*kept, plain[at:end]])

    # --- turn by turn ---------------------------------------------------------------------------

    def _turns(self) -> Iterator[tuple[int, Owners]]:
        """From which place on who is spoken of."""
        owners: Owners = ()
        group: tuple[int, ...] = ()
        told: dict[tuple[int, ...], int] = {}
        until: tuple[int, Owners] | None = None
        of_younger = False
        for mention in self._mentions:
            if until is not None and until[0] <= mention.start:
                yield until
                owners, until, of_younger = until[1], None, False
            match mention.kin.role:
                case "younger":
                    yield mention.start + 1, None  # 儿子走了，他是独生子 begins with him and is not of him
                    until, of_younger = until or (self._clause_end(mention), owners), True
                    continue
                case "each":
                    group = group if len(group) > 1 else self._several_before(mention)
                    if len(group) > 1:
                        index = told.get(group, 0)
                        told[group] = index + 1
                        yield mention.start, (group[min(index, len(group) - 1)],)
                        until = (self._clause_end(mention), group)
                    continue
                case "all" if of_younger:
                    continue
                case "all" if self._scope.plain[mention.start : mention.end] in self._words.listed("summing"):
                    owners = self._all_before(mention) or mention.targets or owners or ()
                case "self" if mention.targets == (self._asker,):
                    yield mention.start, mention.targets
                    until, of_younger = until or (self._clause_end(mention), owners), False
                    continue
                case _ if mention.targets:
                    owners = mention.targets
                case _:
                    continue
            until, of_younger = None, False
            yield mention.start, owners
            if len(owners) > 1:
                group = owners
        if until is not None:
            yield until

    def _clause_end(self, mention: Mention) -> int:
        """How far what is said is said of somebody younger, or of one of several."""
        plain = self._scope.plain
        who = _WHO.match(plain, mention.end)  # my brother, who is disabled
        end = _CLAUSE_END.search(plain, who.end() if who else mention.end)
        if end and end.group() == " " and end.start() == mention.end:  # 闺女 残疾
            end = _CLAUSE_END.search(plain, end.end())
        return end.end() if end else len(plain)

    def _several_before(self, mention: Mention) -> tuple[int, ...]:
        """All who have been named before 一个…一个…, the asker aside."""
        named = (
            i for m in self._mentions if m.end <= mention.start and m.kin.role != "self" for i in m.targets
        )
        return tuple(dict.fromkeys(named))

    def _all_before(self, mention: Mention) -> tuple[int, ...]:
        """Whom 都 sums up: everybody of the sentence; but 都八十了 means already, and only the last."""
        plain = self._scope.plain
        near = self._mentions[: bisect_left(self._starts, mention.start)][-20:]
        named = [
            m
            for m in near
            if m.targets and m.kin.role in ("person", "generic", "group", "self", "all", "one")
        ]
        if plain[mention.start : mention.end] == "都":
            # 都 in the middle of a sentence sums up that sentence.
            named = [m for m in named if self._scope.same_sentence(m.end, mention.start)] or named
            if named and self._words.pattern("people", "already").match(plain[mention.end : mention.end + 8]):
                return named[-1].targets
        return tuple(dict.fromkeys(index for m in named for index in m.targets))
