"""What a conversation remembers: the persons spoken of, what was said of each and when, and the place asked about."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.eligibility.knowledge import Interval, Knowledge, Known, Options, Whereabouts
from assistant.eligibility.prospects import DateRange, age_on
from assistant.language.meaning import Intent, Language, PersonMeant, Statement


@dataclass(frozen=True, slots=True)
class Remembered:
    """A fact as it was understood, with the turn and the words it came from."""

    knowledge: Knowledge
    turn: int
    words: str


@dataclass(frozen=True)
class Person:
    """One person of a conversation."""

    label: str
    is_named: bool = False
    """Whether the label is how somebody called the person, not a word for anybody."""
    facts: Mapping[str, Remembered] = field(default_factory=dict)
    born: DateRange | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything was said of the person beside being a man or a woman."""
        return self.born is not None or any(fact != "sex" for fact in self.facts)

    @property
    def is_anybody(self) -> bool:
        """Whether this may still be anybody: not called by a name, and nothing known but a place."""
        return not self.is_known or (
            not self.is_named and self.born is None and set(self.facts) <= {"sex", "hukou", "residence"}
        )

    def known(self, unknown: Known, as_of: date) -> dict[str, Knowledge]:
        """Everything known of the person on a day; a birth date settles the age."""
        known = {**unknown, **{fact: entry.knowledge for fact, entry in self.facts.items()}}
        if self.born is not None:
            known["age"] = age_on(self.born, as_of)
        return known

    def told(self, meant: PersonMeant, turn: int) -> "Person":
        """The person after what a message says of them (suppositions included: the caller decides to keep them)."""
        person = self
        for statement in meant.statements:
            person = person._learned(statement, turn)
        if meant.birth is not None:
            born = DateRange(*meant.birth)
            facts = {fact: entry for fact, entry in person.facts.items() if fact != "age"}
            person = replace(person, born=born, facts=facts)
        return person

    def forgetting(self, fact: str) -> "Person":
        """The person without one fact."""
        return replace(self, facts={name: entry for name, entry in self.facts.items() if name != fact})

    def _learned(self, statement: Statement, turn: int) -> "Person":
        before = self.facts.get(statement.fact)
        knowledge = statement.knowledge
        # What is supposed takes the place of what is known; within one message both hold.
        replaces = statement.mode in ("corrected", "taken_back") or (
            statement.mode == "supposed" and before and before.turn != turn
        )
        if before is not None and not replaces:
            both = narrowed(before.knowledge, knowledge)
            # 集中供养和在家供养 in one breath asks of both; said later, the later one holds.
            knowledge = both or (_either(before.knowledge, knowledge) if before.turn == turn else knowledge)
        facts = {**self.facts, statement.fact: Remembered(knowledge, turn, statement.words)}
        born = None if statement.fact == "age" and statement.mode != "negated" else self.born
        return replace(self, facts=facts, born=born)


def narrowed(before: Knowledge, now: Knowledge) -> Knowledge | None:
    """What both leave possible, or None where they contradict each other."""
    match before, now:
        case Interval(a, b), Interval(c, d):
            return Interval(max(a, c), min(b, d)) if max(a, c) <= min(b, d) else None
        case Options(a), Options(b):
            return Options(a & b) if a & b else None
        case Whereabouts(a, out), Whereabouts(b, more):
            if not (a.startswith(b) or b.startswith(a)):
                return None
            within = max(a, b, key=len)
            outside = out | more
            return (
                None if any(within.startswith(place) for place in outside) else Whereabouts(within, outside)
            )
        case _:
            return None


def _either(one: Knowledge, other: Knowledge) -> Knowledge:
    if isinstance(one, Options) and isinstance(other, Options):
        return Options(one.values | other.values)
    return other


@dataclass(frozen=True)
class Conversation:
    """The state of one conversation between two messages."""

    persons: tuple[Person, ...] = ()
    in_focus: tuple[int, ...] = ()
    """The persons that the conversation is about just now, by their indexes."""
    documents: tuple[str, ...] = ()
    asked: str | None = None
    """The fact that was asked for last."""
    unanswered: frozenset[str] = frozenset()
    """Facts that were asked for and not told; they are not asked for again."""
    intent: Intent | None = None
    subjects: tuple[str, ...] = ()
    looked_up: Intent | None = None
    """What was asked of the text last, None where a person's case was."""
    query: str | None = None
    """What was last searched for."""
    about: tuple[str, ...] = ()
    """What was asked about last: items, single benefits or sections (sifangtai 3, ninghe 27.2, tianjin 二(一))."""
    due: tuple[str, ...] = ()
    """The benefits that were last told to be due, where everything was asked for."""
    case_intent: Intent | None = None
    """What was asked of a person's case last, and `case_about` of which benefits: a text may be asked in between."""
    case_about: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    """The documents that the conversation was about before it came to another place."""
    supposed: tuple[Person, ...] | None = None
    """The persons as the last message supposed them; None where it supposed nothing."""
    language: Language | None = None
    turn: int = 0

    def with_person(self, index: int, person: Person) -> "Conversation":
        """The conversation after a person became known better (an index one past the end adds the person)."""
        persons = list(self.persons)
        persons[index : index + 1] = [person]
        return replace(self, persons=tuple(persons))
