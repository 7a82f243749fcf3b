"""What may come of a benefit: by itself as time passes, or by what the person can change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assistant.conversation.verifying.register import Register
from assistant.conversation.verifying.stands import Stand, Sum, sums_of
from assistant.eligibility.judge import Verdict, judge
from assistant.eligibility.knowledge import Known
from assistant.eligibility.prospects import TurningPoint, remedies
from assistant.replies.names import PersonAssessment


@dataclass(frozen=True)
class Prospects:
    """The sums that would then be given, the numbers and days that bring them, and how it would then stand."""

    sums: frozenset[Sum] = frozenset()
    numbers: frozenset[Fraction] = frozenset()
    days: frozenset[date] = frozenset()
    statuses: frozenset[str] = frozenset()

    def __or__(self, other: "Prospects") -> "Prospects":
        return Prospects(
            self.sums | other.sums,
            self.numbers | other.numbers,
            self.days | other.days,
            self.statuses | other.statuses,
        )


class Coming:
    """Finds prospects when they are first asked for: most answers speak of none, and they take long to find."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._turning: dict[int, tuple[TurningPoint, ...]] = {}
        self._found: dict[Stand, Prospects] = {}

    def of(self, stand: Stand) -> Prospects:
        """What may come of a benefit for a person."""
        if stand not in self._found:
            found = Prospects()
            for one in (*self._by_time(stand), *self._by_change(stand)):
                found |= one
            self._found[stand] = found
        return self._found[stand]

    def turning_points(self, person: PersonAssessment) -> tuple[TurningPoint, ...]:
        """When something changes by itself for a person."""
        if id(person) not in self._turning:
            self._turning[id(person)] = self._register.catalogue.turning_points(person.assessment)
        return self._turning[id(person)]

    def _by_time(self, stand: Stand) -> Iterator[Prospects]:
        for point in self.turning_points(stand.person):
            if point.benefit.key == stand.key[1]:
                age = frozenset() if point.value is None else frozenset({Fraction(point.value)})
                days = frozenset({point.when.start, point.when.end})
                yield Prospects(sums_of(point.after), age, days, frozenset({point.after.status}))

    def _by_change(self, stand: Stand) -> Iterator[Prospects]:
        if stand.status == "not_eligible":
            for changes, after in self._remedies(stand):
                known = (self._register.numbers_known(name, changes) for name in changes)
                numbers = frozenset(number for some in known for number in some)
                yield Prospects(sums_of(after), numbers, statuses=frozenset({after.status}))

    def _remedies(self, stand: Stand) -> Iterator[tuple[Known, Verdict]]:
        assessment, catalogue = stand.person.assessment, self._register.catalogue
        rulebook, facts = catalogue.rulebooks[assessment.document], catalogue.vocabulary.facts
        for remedy in remedies(rulebook, stand.verdict.benefit, assessment.said, facts, assessment.as_of):
            known = rulebook.consistency.kept({**assessment.said, **remedy.changes})
            yield remedy.changes, judge(stand.verdict.benefit, known, assessment.as_of)
