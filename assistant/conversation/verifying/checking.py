"""One part of an answer held against its grounds."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

import regex

from assistant.conversation.verifying.claims import Claim, DateClaim, Payment
from assistant.conversation.verifying.counting import counted
from assistant.conversation.verifying.grounds import Grounds, Prospects, Stand, Sum
from assistant.conversation.verifying.literals import Key, dense
from assistant.conversation.verifying.reading import Clause, Named, Reading, Tools, item_of, read
from assistant.conversation.verifying.signs import Stance
from assistant.conversation.verifying.units import Unit
from assistant.replies.contract import Language

Fallacy = Literal[
    "amount",
    "period",
    "bound",
    "number",
    "count",
    "date",
    "item",
    "department",
    "phone",
    "quote",
    "title",
    "verdict",
    "mark",
    "unknown_benefit",
]
SUMS = ("money", "percent", "fraction", "times")
COUNTS = ("count", "counted", "rest", "all")
ASSERTED: dict[Stance, tuple[str, ...]] = {
    "met": ("eligible",),
    "unmet": ("not_eligible",),
    "local": ("local_decision",),
    "open": ("needs_info", "local_decision"),
    "bears": ("needs_info",),
    "lost": ("needs_info", "local_decision", "not_eligible"),
}
MARKS = {"✓": True, "✗": False, "?": None}
_TWO_CHARACTERS = regex.compile(r"\p{Han}{2}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What an answer states without grounds; one that `contradicts` a verdict spoils the whole answer."""

    kind: Fallacy
    words: str
    contradicts: bool = False


@dataclass(frozen=True)
class Context:
    """What the parts before leave behind for the next."""

    stance: Stance | None = None
    in_list: bool = False
    """Whether the stance was set for a list or table that has begun."""
    keys: frozenset[Key] = frozenset()
    persons: frozenset[int] | None = None
    """Whom the answer is about just now, None for everybody."""


@dataclass(frozen=True, eq=False)
class Check:
    """Checks one part."""

    tools: Tools
    grounds: Grounds
    reading: Reading
    context: Context
    quoted_wrongly: tuple[str, ...]
    titled_wrongly: tuple[str, ...]

    @classmethod
    def of(cls, tools: Tools, grounds: Grounds, unit: Unit, context: Context, language: Language) -> "Check":
        """Read the part in the context that the parts before it leave."""
        reading, misquoted, mistitled = read(tools, grounds, unit, language)
        return cls(tools, grounds, reading, _entered(context, unit), misquoted, mistitled)

    def faults(self) -> list[Fault]:
        """Everything that the part states without grounds."""
        if self.unit.form == "rule":
            return []
        return [
            *(Fault("quote", words) for words in self.quoted_wrongly),
            *(Fault("title", words) for words in self.titled_wrongly),
            *self._verdicts(),
            *self._unknown_benefits(),
            *self._sums(),
            *self._numbers(),
            *self._counts(),
            *self._dates(),
            *self._departments(),
            *self._marks(),
        ]

    @property
    def named_keys(self) -> frozenset[Key]:
        """The benefits that the part names."""
        return frozenset(key for one in self._named for key in one.keys)

    @property
    def context_behind(self) -> Context:
        """What the part leaves behind."""
        persons = self._persons_mentioned(0, len(self.unit.text))
        behind = self.context
        if persons is not None and not self._named:
            behind = replace(behind, keys=frozenset())
        if self.named_keys and self.unit.form != "row":
            behind = replace(behind, keys=self.named_keys)
        behind = replace(behind, persons=persons if persons is not None else behind.persons)
        if self.unit.form in ("heading", "head"):
            return replace(behind, stance=self._ruling(), in_list=self.unit.form == "head", keys=frozenset())
        if self.unit.form == "sentence" and self.unit.text.rstrip().endswith(":"):
            return replace(behind, stance=self._ruling() or behind.stance, in_list=False)
        return behind

    # --- what is named, of whom -------------------------------------------------------------------------

    @property
    def unit(self) -> Unit:
        return self.reading.unit

    @cached_property
    def _named(self) -> tuple[Named, ...]:
        """The benefits named; where a place is named as well, those of its list."""
        documents = [
            one for one in self.grounds.documents if self.tools.place_names[one].search(self.unit.text)
        ]
        if len(documents) != 1 or len(self.grounds.documents) == 1:
            return self.reading.named
        narrowed = (
            frozenset(key for key in one.keys if key[0] == documents[0]) for one in self.reading.named
        )
        return tuple(
            replace(one, keys=keys or one.keys)
            for one, keys in zip(self.reading.named, narrowed, strict=True)
        )

    @cached_property
    def _everybody(self) -> frozenset[int]:
        return frozenset(person.index for person in self.grounds.people)

    def _persons_mentioned(self, start: int, end: int) -> frozenset[int] | None:
        names = self.grounds.names_of_persons
        text = self.unit.text
        found = frozenset(index for index, pattern in names.items() if pattern.search(text, start, end))
        return found or None

    def _persons_at(self, at: int) -> frozenset[int]:
        """Whom the words at that place are about."""
        if len(self._everybody) < 2:
            return self._everybody
        clause = self.reading.clause_at(at)
        own = self._persons_mentioned(clause.start, clause.end) or self._persons_mentioned(0, clause.end)
        return own or self.context.persons or self._everybody

    @cached_property
    def _keys_around(self) -> frozenset[Key]:
        """What the part is about: what it names, else what was named last."""
        return self.named_keys or self.context.keys

    def _stance_at(self, at: int) -> Stance | None:
        if self.context.stance == "supposed":
            return "supposed"
        stance = self.reading.stance_at(at, self.context.stance)
        if stance == "supposed" and not self._supposes_something:
            return "met"
        return stance

    @cached_property
    def _supposes_something(self) -> bool:
        """Whether what is supposed is something that a verdict can turn on, and no mere phrase."""
        text = self.unit.text
        return (
            self.context.stance == "supposed"
            or text.rstrip(' "”」)').endswith("?")
            or bool(self.reading.dates)
            or any(claim.kind == "plain" for claim in self.reading.claims)
            or self.tools.signs.pattern("conditions").search(text) is not None
            or self.grounds.register.fact_words.search(text) is not None
        )

    def _ruling(self) -> Stance | None:
        stances = [clause.stance for clause in self.reading.clauses if clause.stance is not None]
        return stances[0] if stances else None

    # --- verdicts ---------------------------------------------------------------------------------------

    def _verdicts(self) -> Iterator[Fault]:
        for one in self._named:
            words = self.unit.text[one.start : one.end]
            if not one.keys:
                yield Fault("item", words)
                continue
            stance = self._stance_at(one.start)
            if stance is None and (self._is_paid(one) or self._is_listed(one)):
                stance = "met"
            for keys in _by_item(one):
                if stance is not None and not self._stands(keys, stance, one.start):
                    yield Fault("verdict", f"{words}: {stance}", contradicts=True)
        if not self._named and self.unit.form not in ("head", "heading"):
            yield from self._verdicts_on_nothing()

    def _is_paid(self, one: Named) -> bool:
        """Whether a sum is given for it, which says that it is due, without a word for it."""
        return any(claim.kind in SUMS and self._keys_of(claim) == one.keys for claim in self.reading.claims)

    def _is_listed(self, one: Named) -> bool:
        """Whether it is put before the person without a word, as what is due would be: not as a mere title."""
        is_title = not self.tools.signs.pattern("clause").search(self.reading.stance_text[one.end :])
        department = any(mention.meant.departments for mention in self.reading.mentions)
        return bool(self.grounds.by_key) and not is_title and not department

    def _stands(self, keys: Collection[Key], stance: Stance, at: int) -> bool:
        stands = self.grounds.standing(keys, self._persons_at(at))
        if stance == "supposed" and self.reading.clause_at(at).stance == "met":
            ruled_out = bool(stands) and all(stand.status == "not_eligible" for stand in stands)
            return not ruled_out or self.grounds.prospects(keys, self._persons_at(at)).possible
        if stance in ("neutral", "tied", "supposed", "nothing"):
            return True
        if not self.grounds.stands and stance not in ("met", "unmet"):
            return True
        return any(_is_so(stand, stance) for stand in stands)

    def _verdicts_on_nothing(self) -> Iterator[Fault]:
        """Verdict words that name no benefit are about the one named before, else about any."""
        for clause in self.reading.clauses:
            stance = self._stance_at(clause.start) if clause.stance in ("met", "unmet", "nothing") else None
            if stance is None or stance == "supposed" or self._counted_in(clause):
                continue
            persons = self._persons_at(clause.start)
            stands = (
                self.grounds.standing(self.context.keys, persons)
                if self.context.keys
                else self.grounds.stands
            )
            stands = tuple(stand for stand in stands if stand.person.index in persons)
            if stance == "nothing":
                right = bool(stands) and any(count.due == 0 for count in counted(self.grounds, persons))
            else:
                right = any(_is_so(stand, stance) for stand in stands)
            if not right:
                yield Fault("verdict", self.unit.text[clause.start : clause.end].strip(), contradicts=True)

    def _counted_in(self, clause: Clause) -> bool:
        return any(
            claim.kind in COUNTS and clause.start <= claim.start < clause.end for claim in self.reading.claims
        )

    def _unknown_benefits(self) -> Iterator[Fault]:
        for mention in self.reading.foreign:
            words = self.unit.text[mention.start : mention.end]
            if not self._is_known(words):
                yield Fault(
                    "unknown_benefit", words, contradicts=self._stance_at(mention.start) in ("met", None)
                )
        for kind in ("benefits", "offices"):
            fallacy: Fallacy = "unknown_benefit" if kind == "benefits" else "department"
            for start, words in self._made_up(kind):
                asserted = kind == "benefits" and self._stance_at(start) == "met"
                yield Fault(fallacy, words, contradicts=asserted)

    def _made_up(self, kind: str) -> Iterator[tuple[int, str]]:
        """Words formed like the name of a benefit or an office that stand nowhere."""
        signs, reading = self.tools.signs, self.reading
        text = reading.stance_text
        for match in signs.pattern(f"{kind}.heads").finditer(text):
            opening = text[max(0, match.start() - 2) : match.start()]
            if _TWO_CHARACTERS.fullmatch(opening) and not signs.pattern(f"{kind}.any").search(opening):
                yield from self._unless_known(match.start() - 2, opening + match.group())
        if reading.english:
            where = reading.typed if kind == "offices" else text
            for match in signs.pattern(f"{kind}.en").finditer(where):
                if not signs.pattern(f"{kind}.en_any").search(match["two"].lower()):
                    yield from self._unless_known(match.start(), match.group())

    def _unless_known(self, start: int, words: str) -> Iterator[tuple[int, str]]:
        if not self._is_known(words):
            yield start, words

    def _is_known(self, words: str) -> bool:
        """Whether the words stand in a document in scope, or in what the replies themselves say."""
        looked_up, register = dense(words), self.grounds.register
        return looked_up in register.own_words or any(
            looked_up in register.source(document) for document in self.grounds.documents
        )

    # --- sums -------------------------------------------------------------------------------------------

    @cached_property
    def _groups(self) -> tuple[tuple[int, int, frozenset[Key]], ...]:
        """Benefits named in one breath, which share the sum behind them."""
        groups: list[tuple[int, int, frozenset[Key]]] = []
        joint = self.tools.signs.pattern("coordinate")
        for one in sorted(self._named, key=lambda one: one.start):
            if groups and joint.fullmatch(self.reading.text[groups[-1][1] : one.start]):
                start, _, keys = groups[-1]
                groups[-1] = (start, one.end, keys | one.keys)
            else:
                groups.append((one.start, one.end, one.keys))
        return tuple(groups)

    def _segment(self, claim: Claim) -> tuple[int, int, frozenset[Key]]:
        """The stretch in which a sum stands, and the benefits that it is of."""
        text, end = self.reading.text, len(self.reading.text)
        index = next(
            (i for i in reversed(range(len(self._groups))) if self._groups[i][0] <= claim.start), None
        )
        following = 0 if index is None else index + 1
        next_group = self._groups[following] if following < len(self._groups) else None
        start = 0 if index is None else self._groups[index][0]
        if next_group is not None:
            directly = self.tools.signs.pattern("directly_before").fullmatch(text[claim.end : next_group[0]])
            if index is None or directly:
                return (self._groups[index][1] if index is not None else 0), next_group[0], next_group[2]
            end = next_group[0]
        return start, end, self.context.keys if index is None else self._groups[index][2]

    def _keys_of(self, claim: Claim) -> frozenset[Key]:
        return self._segment(claim)[2]

    def _sums(self) -> Iterator[Fault]:
        for claim in self.reading.claims:
            if claim.kind not in SUMS:
                continue
            start, end, keys = self._segment(claim)
            segment = self.reading.figures_text[start:end]
            beside = [one for one in self.reading.claims if one.kind in SUMS and start <= one.start < end]
            shifted = [replace(one, start=one.start - start, end=one.end - start) for one in beside]
            payment = Payment(self.tools.signs, segment, shifted, self.reading.english)
            paid = replace(claim, start=claim.start - start, end=claim.end - start)
            fallacy = _fallacy(
                claim, payment.period(paid), payment.bounds(paid), self._sums_allowed(claim, keys)
            )
            if fallacy is not None:
                yield Fault(fallacy, self._around(claim))
            elif self._is_unsaid(claim, keys) and not self._tells_totals:
                yield Fault("verdict", self._around(claim), contradicts=True)

    @cached_property
    def _tells_totals(self) -> bool:
        return self.tools.signs.pattern("totals").search(self.reading.text) is not None

    def _sums_allowed(self, claim: Claim, keys: frozenset[Key]) -> frozenset[Sum]:
        persons = self._persons_at(claim.start)
        signs = self.tools.signs
        found: frozenset[Sum] = frozenset()
        if self._tells_totals:
            found |= self.grounds.totals
        if not keys:
            eligible = {one.key for one in self.grounds.stands if one.status == "eligible"}
            return found | self.grounds.sums(eligible, persons) | self.grounds.totals
        found |= self.grounds.sums(keys, persons)
        if signs.pattern("changed").search(self.reading.text):
            found |= self.grounds.sums_before(keys, persons)
        if self._stance_at(claim.start) == "supposed":
            found |= self.grounds.prospects(keys, persons).sums
        return found

    def _is_unsaid(self, claim: Claim, keys: frozenset[Key]) -> bool:
        """Whether a sum is given as if it were due for a benefit, named before, that is not."""
        stands = self.grounds.standing(keys, self._persons_at(claim.start))
        if self._named or not stands or self._stance_at(claim.start) is not None:
            return False
        return not any(stand.status in ("eligible", "local_decision") for stand in stands)

    # --- other figures ----------------------------------------------------------------------------------

    def _numbers(self) -> Iterator[Fault]:
        for claim in self.reading.claims:
            if claim.kind == "phone" and claim.value not in self.tools.phones:
                yield Fault("phone", self._around(claim))
            elif claim.kind == "plain" and not (self._is_figure_of_speech(claim) or self._is_grounded(claim)):
                yield Fault("number", self._around(claim))

    def _is_figure_of_speech(self, claim: Claim) -> bool:
        """Whether a number in words belongs to fixed words: 靠一人退休金."""
        fixed = (one for one in self.reading.mentions if one.meant.fixed)
        return claim.spelled and any(one.start <= claim.start < one.end for one in fixed)

    def _is_grounded(self, claim: Claim) -> bool:
        grounds, persons = self.grounds, self._persons_at(claim.start)
        keys = self._keys_around or frozenset(self.grounds.by_key) or self._cited_keys
        if claim.value in grounds.numbers_of_persons or any(
            claim.value in grounds.register.numbers(k) for k in keys
        ):
            return True
        if any(claim.value == one.value for one in self._sums_allowed(claim, self._keys_around)):
            return True
        return claim.value in self._prospects(keys, persons).numbers

    @cached_property
    def _cited_keys(self) -> frozenset[Key]:
        cited = [(one.document, one.item) for one in self.grounds.citations if one.item is not None]
        return frozenset(key for item in cited for key in self.grounds.register.keys_of(item))

    def _prospects(self, keys: Collection[Key], persons: Collection[int]) -> Prospects:
        return self.grounds.prospects(keys, persons)

    def _counts(self) -> Iterator[Fault]:
        for claim in self.reading.claims:
            if claim.kind not in COUNTS or self._is_figure_of_speech(claim):
                continue
            if claim.value not in set(self._counts_allowed(claim)):
                yield Fault("count", self._around(claim))

    def _counts_allowed(self, claim: Claim) -> Iterator[Fraction | int]:
        stance = self._stance_at(claim.start)
        named = len([one for one in self._named if one.by_name])
        for count in counted(self.grounds, self._persons_at(claim.start)):
            if claim.kind == "rest":
                yield from (whole - named for whole in {count.due, *count.questions})
            elif claim.kind == "all":
                yield from (whole for whole in (*count.of(stance), *count.changed) if whole > named)
            elif self.tools.signs.pattern("whole").search(self.reading.text):
                yield count.all
            yield from count.of(stance) if claim.kind in ("count", "counted") else ()

    def _dates(self) -> Iterator[Fault]:
        for claim in self.reading.dates:
            if any(_agrees(claim, day) for day in self.grounds.days):
                continue
            keys = self._keys_around or frozenset(self.grounds.by_key)
            if not any(
                _agrees(claim, day) for day in self._prospects(keys, self._persons_at(claim.start)).days
            ):
                yield Fault("date", self.unit.text[claim.start : claim.end])

    def _around(self, claim: Claim) -> str:
        return self.unit.text[max(0, claim.start - 8) : claim.end + 8].strip()

    # --- departments and marks --------------------------------------------------------------------------

    def _departments(self) -> Iterator[Fault]:
        register = self.grounds.register
        for start, end in _stretches(self.reading.text):
            items = [one for one in self._named if start <= one.start < end]
            for mention in self.reading.mentions:
                if not (start <= mention.start < end and mention.meant.departments):
                    continue
                if items:
                    wanted = [
                        frozenset().union(*(register.departments((k[0], item_of(k))) for k in keys))
                        for one in items
                        for keys in _by_item(one)
                    ]
                else:
                    wanted = [self._departments_around(mention.start)]
                if not all(mention.meant.departments & names for names in wanted):
                    yield Fault("department", self.unit.text[mention.start : mention.end])

    def _departments_around(self, at: int) -> frozenset[str]:
        register = self.grounds.register
        before = [one for one in self._named if one.start < at]
        keys = before[-1].keys if before else self._keys_around
        if keys:
            return frozenset(name for key in keys for name in register.departments((key[0], item_of(key))))
        return frozenset(
            name for document in self.grounds.documents for name in register.all_departments(document)
        )

    def _marks(self) -> Iterator[Fault]:
        if not ("✓" in self.unit.text or "✗" in self.unit.text or "? " in self.unit.text):
            return
        stands = self.grounds.standing(self._keys_around, self._persons_at(0))
        known = {mark for stand in stands for mark in stand.marks}
        if not known:
            return
        for match in self.tools.signs.pattern("mark").finditer(self.unit.text):
            several = self.tools.signs.pattern("one_of").match(match["words"])
            quote = "" if several else dense(match["quote"] or "")
            mets = {met for words, met in known if words == quote}
            if (quote or several) and mets and MARKS[match["mark"]] not in mets:
                yield Fault("mark", match.group())


def _entered(context: Context, unit: Unit) -> Context:
    """The context as it is where the part begins: what was set for a list ends with it."""
    if unit.form in ("bullet", "row"):
        return replace(context, in_list=True)
    if unit.form == "sentence" and context.in_list:
        return replace(context, stance=None, in_list=False)
    return context


def _by_item(one: Named) -> list[frozenset[Key]]:
    """The benefits named, item by item; those that share a name and are of several lists or items are alternatives."""
    if one.by_name:
        return [one.keys]
    numbers = sorted({item_of(key) for key in one.keys})
    return [frozenset(key for key in one.keys if item_of(key) == number) for number in numbers]


def _is_so(stand: Stand, stance: Stance) -> bool:
    if stance == "encouraged":
        return stand.encouraged
    if stance in ("open", "bears") and stand.status == "eligible":
        return bool(stand.verdict.amount_missing or stand.verdict.wish)
    return stand.status in ASSERTED.get(stance, (stand.status,))


def _fallacy(
    claim: Claim, period: str | None, bounds: Collection[str], allowed: Collection[Sum]
) -> Literal["amount", "period", "bound"] | None:
    """What is wrong with a sum, None where some sum that is allowed is just so."""
    same = [one for one in allowed if (one.value, one.unit) == (claim.value, claim.kind)]
    if not same:
        return "amount"
    in_period = [one for one in same if period is None or one.per == period]
    if not in_period:
        return "period"
    return None if any(one.bound in bounds for one in in_period) else "bound"


def _agrees(claim: DateClaim, day: object) -> bool:
    stated = ((claim.year, "year"), (claim.month, "month"), (claim.day, "day"))
    return all(value is None or value == getattr(day, name) for value, name in stated)


def _stretches(text: str) -> list[tuple[int, int]]:
    """The stretches between semicolons."""
    stops = [at for at, one in enumerate(text) if one == ";"]
    return list(zip([0, *(at + 1 for at in stops)], [*stops, len(text)], strict=True))
