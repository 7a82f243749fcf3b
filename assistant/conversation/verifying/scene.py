"""One part of an answer in its place: what is named, of whom it speaks, and in which sense."""

from dataclasses import dataclass, replace
from functools import cached_property

from assistant.conversation.verifying.claims import Claim
from assistant.conversation.verifying.grounds import Grounds
from assistant.conversation.verifying.literals import Key
from assistant.conversation.verifying.naming import Named, Naming
from assistant.conversation.verifying.reading import Reading, Tools
from assistant.conversation.verifying.signs import Stance
from assistant.conversation.verifying.units import Unit

SUMS = ("money", "percent", "fraction", "times")
COUNTS = ("count", "counted", "rest", "all")


@dataclass(frozen=True)
class Context:
    """What the parts before leave behind for the next."""

    stance: Stance | None = None
    in_list: bool = False
    """Whether the stance was set for a list or table that has begun."""
    keys: frozenset[Key] = frozenset()
    persons: frozenset[int] | None = None
    """Whom the answer is about just now, None for everybody."""

    def entering(self, unit: Unit) -> "Context":
        """The context where a part begins: what was set for a list ends with it."""
        if unit.form in ("bullet", "row"):
            return replace(self, in_list=True)
        if unit.form == "sentence" and self.in_list:
            return replace(self, stance=None, in_list=False)
        return self


@dataclass(frozen=True, eq=False)
class Scene:
    """A part with its context."""

    reading: Reading
    grounds: Grounds
    context: Context

    @property
    def tools(self) -> Tools:
        return self.reading.tools

    @property
    def unit(self) -> Unit:
        return self.reading.unit

    @cached_property
    def naming(self) -> Naming:
        return Naming(self.reading, self.grounds, self.context.stance == "supposed")

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """The benefits named; where the place of one document is named as well, those of its list."""
        named, documents = tuple(self.naming.named()), self.grounds.documents
        places = [one for one in documents if self.tools.place_names[one].search(self.unit.text)]
        if len(places) != 1 or len(documents) == 1:
            return named
        there = (frozenset(key for key in one.keys if key[0] == places[0]) for one in named)
        return tuple(replace(one, keys=keys or one.keys) for one, keys in zip(named, there, strict=True))

    @cached_property
    def named_keys(self) -> frozenset[Key]:
        """The benefits that the part names."""
        return frozenset(key for one in self.named for key in one.keys)

    @property
    def keys_around(self) -> frozenset[Key]:
        """What the part is about: what it names, else what was named last."""
        return self.named_keys or self.context.keys

    def persons_at(self, at: int) -> frozenset[int]:
        """Whom the words at a place are about."""
        if len(self.grounds.everybody) < 2:
            return self.grounds.everybody
        clause = self.reading.clause_at(at)
        mentioned = self._persons_in(clause.start, clause.end) or self._persons_in(0, clause.end)
        return mentioned or self.context.persons or self.grounds.everybody

    def stance_at(self, at: int) -> Stance | None:
        """In which sense the words at a place are said; what merely looks like a supposition is asserted."""
        if self.context.stance == "supposed":
            return "supposed"
        stance = self.reading.stance_at(at) or self.context.stance
        return "met" if stance == "supposed" and not self._supposes_something else stance

    @property
    def context_behind(self) -> Context:
        """What the part leaves behind."""
        persons = self._persons_in(0, len(self.unit.text))
        behind = replace(self.context, persons=persons or self.context.persons)
        if persons is not None and not self.named:
            behind = replace(behind, keys=frozenset())
        if self.named_keys and self.unit.form != "row":
            behind = replace(behind, keys=self.named_keys)
        stances = [clause.stance for clause in self.reading.clauses if clause.stance is not None]
        first = next(iter(stances), None)
        if self.unit.form in ("heading", "head"):
            return replace(behind, stance=first, in_list=self.unit.form == "head", keys=frozenset())
        if self.unit.form == "sentence" and self.unit.text.rstrip().endswith(":"):
            return replace(behind, stance=first or behind.stance, in_list=False)
        return behind

    # --- which sum is of which benefit ------------------------------------------------------------------

    def segment(self, claim: Claim) -> tuple[int, int, frozenset[Key]]:
        """The stretch in which a sum stands, and the benefits that it is of: those named last before it."""
        groups, text = self._groups, self.reading.text
        index = max((i for i, group in enumerate(groups) if group[0] <= claim.start), default=-1)
        following = groups[index + 1] if index + 1 < len(groups) else None
        if following is not None:
            between = text[claim.end : following[0]]
            if index < 0 or self.tools.signs.pattern("directly_before").fullmatch(between):
                begins = self.reading.clause_at(claim.start).start
                return max(begins, groups[index][1]) if index >= 0 else 0, following[0], following[2]
        start, keys = (0, self.context.keys) if index < 0 else (groups[index][0], groups[index][2])
        return start, following[0] if following is not None else len(text), keys

    @cached_property
    def _groups(self) -> list[tuple[int, int, frozenset[Key]]]:
        """Benefits named in one breath, which share the sum behind them."""
        groups: list[tuple[int, int, frozenset[Key]]] = []
        joint = self.tools.signs.pattern("coordinate")
        for one in sorted(self.named, key=lambda one: one.start):
            if groups and joint.fullmatch(self.reading.text[groups[-1][1] : one.start]):
                groups[-1] = (groups[-1][0], one.end, groups[-1][2] | one.keys)
            else:
                groups.append((one.start, one.end, one.keys))
        return groups

    # --- of what kind the part is -----------------------------------------------------------------------

    @cached_property
    def tells_a_change(self) -> bool:
        """Whether it says what was before and what is now."""
        return self.tools.signs.pattern("changed").search(self.reading.text) is not None

    @cached_property
    def tells_totals(self) -> bool:
        """Whether it adds up."""
        return self.tools.signs.pattern("totals").search(self.reading.text) is not None

    @cached_property
    def _supposes_something(self) -> bool:
        """Whether what is supposed is something that is still open, and no mere phrase."""
        if self.unit.text.rstrip(' "”)').endswith("?"):
            return True
        grounds, text = self.grounds, self.unit.text
        figures = [
            one.start
            for one in self.reading.claims
            if one.kind == "plain" and one.value not in grounds.settled(self.persons_at(one.start))
        ]
        figures += [date.start for date in self.reading.dates]
        stands = grounds.standing(self.keys_around, grounds.everybody) or grounds.stands
        facts = frozenset(fact for stand in stands for fact in stand.open_facts)
        patterns = [self.tools.signs.pattern("conditions"), grounds.register.fact_words(facts)]
        return any(
            any(clause.start <= at < clause.end for at in figures)
            or any(pattern.search(text, clause.start, clause.end) for pattern in patterns)
            for clause in self.reading.clauses
            if clause.stance == "supposed"
        )

    def _persons_in(self, start: int, end: int) -> frozenset[int] | None:
        names, text = self.grounds.names, self.unit.text
        return frozenset(index for index, name in names.items() if name.search(text, start, end)) or None
