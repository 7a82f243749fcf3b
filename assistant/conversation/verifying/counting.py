"""How many benefits there are of a kind, reckoned anew from the verdicts: what counts in an answer must agree with."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.conversation.verifying.grounds import Grounds
from assistant.conversation.verifying.signs import Stance
from assistant.conversation.verifying.stands import Stand
from assistant.replies.names import PersonAssessment


@dataclass(frozen=True, eq=False)
class Counting:
    """Counts the verdicts of one person before one list."""

    grounds: Grounds
    person: PersonAssessment

    @cached_property
    def stands(self) -> tuple[Stand, ...]:
        return tuple(stand for stand in self.grounds.stands if stand.person is self.person)

    @property
    def all(self) -> int:
        """The benefits that were judged."""
        return len(self.stands)

    @cached_property
    def due(self) -> int:
        """What is due; of benefits that the text ties to each other one counts."""
        keys = {
            stand.key[1] for stand in self.stands if stand.status == "eligible" and not stand.is_encouraged
        }
        relations = self.grounds.register.catalogue.rulebooks[self.person.assessment.document].relations
        tied = [keys & set(relation.benefits) for relation in relations]
        return len(keys) - sum(len(together) - 1 for together in tied if len(together) > 1)

    def of(self, stance: Stance | None) -> frozenset[int]:
        """How many benefits stand so, counted in each way that an answer may count them."""
        match stance:
            case "met" | None:
                due = sum(not stand.is_encouraged for stand in self._with("eligible"))
                return frozenset({self.due, due, len(self._with("eligible"))})
            case "unmet":
                return frozenset({len(self._with("not_eligible"))})
            case "local":
                return frozenset({len(self._with("local_decision"))})
            case "open" | "bears":
                unknown, local = self._with("needs_info"), self._with("local_decision")
                askable = sum(self._is_askable(stand) for stand in unknown)
                return frozenset({len(unknown), len(unknown) + len(local), askable})
            case "encouraged":
                return frozenset({sum(stand.is_encouraged for stand in self._with("eligible"))})
            case "supposed":
                return frozenset(self._coming())
            case _:
                return frozenset()

    @cached_property
    def changed(self) -> frozenset[int]:
        """How many benefits changed alike, those told in a line of their own aside."""
        changes = [stand.change for stand in self.stands if stand.change and not stand.changes_in_a_line]
        return frozenset(changes.count(change) for change in set(changes))

    @cached_property
    def questions(self) -> frozenset[int]:
        """On how many benefits an answer to each of the next questions bears."""
        return frozenset(len(set(question.benefits)) for question in self.person.assessment.questions)

    def _with(self, status: str) -> list[Stand]:
        return [stand for stand in self.stands if stand.status == status]

    def _is_askable(self, stand: Stand) -> bool:
        facts = self.grounds.register.catalogue.vocabulary.facts
        return not stand.verdict.missing or any(facts[name].ask for name in stand.verdict.missing)

    def _coming(self) -> Iterator[int]:
        """How many become due at the next age that brings any."""
        points = self.grounds.coming.turning_points(self.person)
        ages = [
            point.value for point in points if point.value is not None and point.after.status == "eligible"
        ]
        if ages:
            yield ages.count(min(ages))


def counted(grounds: Grounds, persons: Collection[int]) -> Iterable[Counting]:
    """The counts of each of these persons, list by list."""
    return [Counting(grounds, person) for person in grounds.people if person.index in persons]
