"""What one answer may rest on: the verdicts of the engine, the passages cited, and what follows by arithmetic."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

import regex

from assistant.conversation.verifying.literals import Key, dense, one_of
from assistant.conversation.verifying.register import Register
from assistant.eligibility.judge import Criterion, Verdict, judge
from assistant.eligibility.knowledge import Known
from assistant.eligibility.prospects import TurningPoint, remedies
from assistant.eligibility.rules import Amount
from assistant.policies.folding import fold
from assistant.policies.spans import Source
from assistant.replies.contract import Citation, Reply
from assistant.replies.names import PersonAssessment, who
from assistant.replies.script import traditional
from assistant.replies.words import Speech

MONTHS_A_YEAR = 12
PAID = ("cash", "training", "support", "insurance")  # a change of these is told in a line of its own
UNITS = {"CNY": "money", "%": "percent", "times": "times"}


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum, a share or a multiple, as the text states it."""

    value: Fraction
    unit: str
    per: str | None
    bound: str

    @classmethod
    def of(cls, amount: Amount) -> "Sum":
        """The amount of a rule."""
        unit = "fraction" if isinstance(amount.value, str) else UNITS[amount.unit]
        return cls(Fraction(str(amount.value)), unit, amount.per, amount.bound)

    @property
    def by_the_year(self) -> "Sum":
        """A monthly sum reckoned to the year, as lists are compared."""
        return Sum(self.value * MONTHS_A_YEAR, self.unit, "year", self.bound)


def sums_of(verdict: Verdict | None) -> frozenset[Sum]:
    """The sums of every tier that is still possible."""
    return frozenset(Sum.of(amount) for amount in verdict.amounts) if verdict is not None else frozenset()


@dataclass(frozen=True)
class Prospects:
    """What may come of a benefit: the sums it would then give, and the numbers and days that bring it."""

    sums: frozenset[Sum] = frozenset()
    numbers: frozenset[Fraction] = frozenset()
    days: frozenset[date] = frozenset()
    possible: bool = False
    """Whether it may become due at all."""

    def __or__(self, other: "Prospects") -> "Prospects":
        return Prospects(
            self.sums | other.sums,
            self.numbers | other.numbers,
            self.days | other.days,
            self.possible or other.possible,
        )


@dataclass(frozen=True, eq=False)
class Stand:
    """One benefit for one person, now and, after a correction, before it."""

    key: Key
    person: PersonAssessment
    verdict: Verdict
    before: Verdict | None
    source: Source

    @property
    def status(self) -> str:
        return self.verdict.status

    @property
    def encouraged(self) -> bool:
        """Whether the text only encourages somebody to give it."""
        return self.verdict.benefit.encouraged is not None

    @cached_property
    def sums(self) -> frozenset[Sum]:
        """What it gives now, as far as that is open."""
        return sums_of(self.verdict)

    @cached_property
    def change(self) -> str | None:
        """How its status changed, None where it did not."""
        if self.before is None or self.before.status == self.status:
            return None
        if self.status == "eligible":
            return "gained"
        if self.before.status == "eligible":
            return "lost"
        return "closed" if self.status == "not_eligible" else "opened"

    @property
    def changes_in_a_line(self) -> bool:
        """Whether its change is told for itself, and not counted among others."""
        before = self.before
        own = before is not None and (bool(before.amounts) or before.benefit.grants in PAID)
        return own and self.change in ("gained", "lost")

    @cached_property
    def marks(self) -> frozenset[tuple[str, bool | None]]:
        """The first quote of each condition, with how the condition stands; "" for a choice between several."""
        return frozenset(mark for criterion in self.verdict.criteria for mark in self._marks(criterion))

    def _marks(self, criterion: Criterion) -> Iterator[tuple[str, bool | None]]:
        met = None if criterion.local else criterion.met
        if criterion.quotes:
            yield dense(self.source.quote(criterion.quotes[0])), met
        if criterion.kind == "any":
            yield "", met
        for part in criterion.parts:
            yield from self._marks(part)


@dataclass(frozen=True, eq=False)
class Grounds:
    """All that one answer may rest on; made by `Verifier.grounds`."""

    register: Register
    documents: tuple[str, ...]
    people: tuple[PersonAssessment, ...] = ()
    before: tuple[PersonAssessment, ...] = ()
    stands: tuple[Stand, ...] = ()
    citations: tuple[Citation, ...] = ()
    must_name: frozenset[Key] = frozenset()
    """The benefits that the answer has to name."""

    @classmethod
    def of(
        cls,
        register: Register,
        reply: Reply,
        people: Sequence[PersonAssessment],
        before: Sequence[PersonAssessment],
        only: Collection[Key],
        *,
        whole: bool,
    ) -> "Grounds":
        """See `Verifier.grounds`."""
        earlier = {
            (person.index, person.assessment.document, verdict.benefit.key): verdict
            for person in before
            for verdict in person.assessment.verdicts
        }
        policies = register.catalogue.policies
        stands = tuple(
            Stand(
                (person.assessment.document, verdict.benefit.key),
                person,
                verdict,
                earlier.get((person.index, person.assessment.document, verdict.benefit.key)),
                policies[person.assessment.document].source,
            )
            for person in people
            for verdict in person.assessment.verdicts
        )
        judged = (person.assessment.document for person in people)
        cited = (citation.document for citation in reply.citations)
        due = {stand.key for stand in stands if stand.status == "eligible" and not stand.encouraged}
        documents = tuple(dict.fromkeys((*judged, *reply.regions, *cited)))
        return cls(
            register,
            documents,
            tuple(people),
            tuple(before),
            stands,
            reply.citations,
            frozenset({*only, *(due if whole else ())}),
        )

    @cached_property
    def by_key(self) -> Mapping[Key, tuple[Stand, ...]]:
        found: dict[Key, tuple[Stand, ...]] = {}
        for stand in self.stands:
            found[stand.key] = (*found.get(stand.key, ()), stand)
        return found

    @cached_property
    def references(self) -> frozenset[str]:
        """The numbers of the documents, and of the sections cited, as an answer writes them, folded."""
        numbers = (self.register.catalogue.policies[document].number for document in self.documents)
        sections = (citation.section for citation in self.citations)
        return frozenset(fold(words) for words in (*numbers, *sections) if words)

    @property
    def comparing(self) -> bool:
        """Whether lists are held side by side, which is done by the year."""
        return len(self.documents) > 1

    def standing(self, keys: Collection[Key], persons: Collection[int]) -> tuple[Stand, ...]:
        """How those benefits stand for those persons."""
        return tuple(
            stand for key in keys for stand in self.by_key.get(key, ()) if stand.person.index in persons
        )

    def sums(self, keys: Collection[Key], persons: Collection[int]) -> frozenset[Sum]:
        """What benefits give these persons; where nobody was judged, what they give whoever meets the conditions."""
        found = {one for stand in self.standing(keys, persons) for one in stand.sums}
        if not self.stands:
            benefits = [self.register.benefit(key) for key in keys]
            found = {Sum.of(amount) for one in benefits for tier in one.tiers for amount in tier.amounts}
        if self.comparing:
            found |= {one.by_the_year for one in found if (one.unit, one.per) == ("money", "month")}
        return frozenset(found)

    def sums_before(self, keys: Collection[Key], persons: Collection[int]) -> frozenset[Sum]:
        """What benefits gave these persons before a correction."""
        return frozenset(one for stand in self.standing(keys, persons) for one in sums_of(stand.before))

    @cached_property
    def names_of_persons(self) -> "Mapping[int, regex.Pattern[str]]":
        """How an answer speaks of each person, in folded text; where there is one person, nobody needs a name."""
        people = {person.index: person for person in self.people}
        if len(people) < 2:
            return {}
        return {index: _spoken_of(person) for index, person in people.items()}

    @cached_property
    def numbers_of_persons(self) -> frozenset[Fraction]:
        """The numbers that were said of somebody."""
        facts = self.register.catalogue.vocabulary.facts
        return frozenset(
            number
            for person in (*self.people, *self.before)
            for known in (person.assessment.known, person.assessment.said)
            for name, value in known.items()
            if value != facts[name].domain
            for number in self.register.numbers_known(name, known)
        )

    @cached_property
    def totals(self) -> frozenset[Sum]:
        """The cash that the engine has added up."""
        return frozenset(
            Sum(Fraction(str(total.value)), "money", total.per, total.bound)
            for person in self.people
            for total in person.assessment.totals
        )

    @cached_property
    def days(self) -> frozenset[date]:
        """The days of the documents, of the judgement, and of births."""
        assessments = [person.assessment for person in self.people]
        born = [one.born for one in assessments if one.born is not None]
        return frozenset(
            {day for document in self.documents for day in self.register.days(document)}
            | {one.as_of for one in assessments}
            | {day for one in born for day in (one.start, one.end)}
        )

    def prospects(self, keys: Collection[Key], persons: Collection[int]) -> Prospects:
        """What may come of benefits: by itself, or by what these persons can change."""
        found = Prospects()
        for stand in self.standing(keys, persons):
            found |= self._prospects[stand]
        return found

    def turning_points(self, person: PersonAssessment) -> tuple[TurningPoint, ...]:
        """When something changes by itself for a person, found once."""
        return self._prospects.turning_points(person)

    @cached_property
    def _prospects(self) -> "_Prospects":
        return _Prospects(self.register)


def _spoken_of(person: PersonAssessment) -> "regex.Pattern[str]":
    """Finds a name; 您 and 老人 mean somebody of their own only where a part begins with them."""
    called = [who(person, Speech.of(tongue)) for tongue in ("zh", "en")]
    named = called[0].is_named
    said = {one.name for one in called} | ({person.label} if named else set())
    names = one_of({fold(form) for name in said for form in (name, traditional(name))})
    return regex.compile(rf"(?<![a-z])(?:{names})(?![a-z])" if named else rf"^\W*(?:{names})(?=\s?[(,:])")


class _Prospects(dict[Stand, Prospects]):
    """Prospects, found when they are first asked for: most answers speak of none."""

    def __init__(self, register: Register) -> None:
        super().__init__()
        self._register = register
        self._turning: dict[int, tuple[TurningPoint, ...]] = {}

    def __missing__(self, stand: Stand) -> Prospects:
        found = Prospects()
        for point in self.turning_points(stand.person):
            if point.benefit.key == stand.key[1]:
                age = frozenset() if point.value is None else frozenset({Fraction(point.value)})
                days, possible = (
                    frozenset({point.when.start, point.when.end}),
                    point.after.status != "not_eligible",
                )
                found |= Prospects(sums_of(point.after), age, days, possible)
        if stand.status == "not_eligible":
            for changes, after in self._remedies(stand):
                known = (self._register.numbers_known(name, changes) for name in changes)
                numbers = frozenset(number for some in known for number in some)
                found |= Prospects(sums_of(after), numbers, possible=True)
        self[stand] = found
        return found

    def turning_points(self, person: PersonAssessment) -> tuple[TurningPoint, ...]:
        if id(person) not in self._turning:
            self._turning[id(person)] = self._register.catalogue.turning_points(person.assessment)
        return self._turning[id(person)]

    def _remedies(self, stand: Stand) -> Iterator[tuple[Known, Verdict]]:
        assessment, catalogue = stand.person.assessment, self._register.catalogue
        rulebook, facts = catalogue.rulebooks[assessment.document], catalogue.vocabulary.facts
        for remedy in remedies(rulebook, stand.verdict.benefit, assessment.said, facts, assessment.as_of):
            known = rulebook.consistency.kept({**assessment.said, **remedy.changes})
            yield remedy.changes, judge(stand.verdict.benefit, known, assessment.as_of)
