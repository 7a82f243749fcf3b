"""One person against one list, ready to be told: who, where, what is due, what is open, what to ask."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.questions import NextQuestion
from assistant.eligibility.rules import Bound, Relation
from assistant.eligibility.totals import MONTHS, Total, by_the_year, totals
from assistant.policies.policy import Policy
from assistant.replies.dates import day_words
from assistant.replies.entries import Entry, EntryBuilder
from assistant.replies.names import PersonAssessment, Who, department_name, place_name, who
from assistant.replies.presumed import absent_exclusions, presumption_text
from assistant.replies.questions import question_text
from assistant.replies.told import told
from assistant.replies.verbalise import Verbaliser
from assistant.replies.words import Speech

MOST_FACTS = 5


@dataclass(frozen=True)
class Asked:
    """The next question, with the benefits that hang on it."""

    text: str
    label: str
    about: tuple[Entry, ...]


@dataclass(frozen=True)
class Picture:
    """What there is to tell of one person and one list."""

    catalogue: Catalogue
    person: PersonAssessment
    speech: Speech
    only: frozenset[str] | None = None
    """The benefits ("item.benefit") that the answer is about; None for the whole list."""
    asked: frozenset[str] = frozenset()
    """Facts that have been asked for already and are not asked for again."""

    @cached_property
    def who(self) -> Who:
        return who(self.person, self.speech)

    @property
    def policy(self) -> Policy:
        return self.catalogue.policies[self.person.assessment.document]

    @property
    def place(self) -> str:
        return place_name(self.catalogue, self.policy.id, self.speech.tongue)

    @property
    def is_draft(self) -> bool:
        return self.policy.status == "draft"

    @property
    def in_force_from(self) -> str | None:
        """The day from which the document will hold, where it does not yet."""
        start = self.policy.in_force_from
        if start is None or start <= self.person.assessment.as_of:
            return None
        return day_words(start, self.speech)

    @property
    def builder(self) -> EntryBuilder:
        return EntryBuilder(self.catalogue, self.person.assessment, self.speech)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        verdicts = self.person.assessment.verdicts
        chosen = [v for v in verdicts if self.only is None or v.benefit.key in self.only]
        return tuple(self.builder.build(verdict) for verdict in chosen)

    def of(self, *statuses: str, encouraged: bool | None = None) -> tuple[Entry, ...]:
        """The entries of these statuses, in the order of the list."""
        return tuple(
            entry
            for entry in self.entries
            if entry.status in statuses and encouraged in (None, entry.encouraged)
        )

    @cached_property
    def due(self) -> tuple[Entry, ...]:
        """What is due, the most telling first."""
        return tuple(by_weight(self.of("eligible", encouraged=False)))

    @cached_property
    def open(self) -> tuple[Entry, ...]:
        """What more about an ordinary person could decide, the most telling first."""
        return tuple(by_weight(entry for entry in self.of("needs_info") if entry.askable))

    @property
    def count(self) -> int:
        """How many benefits are due; of those that exclude each other one counts."""
        keys = {entry.key for entry in self.due}
        tied = [keys & set(relation.benefits) for relation in self._relations]
        return len(keys) - sum(len(together) - 1 for together in tied if len(together) > 1)

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """What the document says of benefits that touch each other: those due, or asked about and not failed."""
        told = self.due if self.only is None else self.of("eligible", "needs_info", "local_decision")
        by_key = {entry.key: entry for entry in told}
        said = []
        for relation in self._relations:
            tied = [by_key[key] for key in relation.benefits if key in by_key]
            if len(tied) > 1:
                names = self.speech.listed([f"{entry.name}{self.bracketed([entry])}" for entry in tied])
                said.append(self.speech.say(f"relations.{relation.kind}", names=names))
        return tuple(said)

    @cached_property
    def questions(self) -> tuple[NextQuestion, ...]:
        """What is worth asking, about these benefits, and has not been asked yet."""
        return tuple(
            question
            for question in self.person.assessment.questions
            if question.fact not in self.asked and (self.only is None or self.only & set(question.benefits))
        )

    @cached_property
    def question(self) -> Asked | None:
        """The one question to ask now."""
        if not self.questions:
            return None
        first = self.questions[0]
        about = [entry for entry in self.entries if entry.key in first.benefits]
        text = question_text(self.catalogue, self.person, first.fact, self.speech)
        return Asked(text, self._label(first.fact), tuple(by_weight(about)))

    def next_labels(self, most: int) -> list[str]:
        """What the next questions are about."""
        return [self._label(question.fact) for question in self.questions[:most]]

    @cached_property
    def profile(self) -> tuple[str, ...]:
        """The person in few words, with the place asked about unless it has been named as theirs."""
        facts = self.facts[:MOST_FACTS]
        return facts if any(self.place in words for words in facts) else (*facts, self.place)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """What was said of the person, in few words; what follows from the rest is left out."""
        verbaliser = Verbaliser(self.catalogue, self.policy.id, self.speech)
        facts = told(self.catalogue, self.person.assessment)
        words = [verbaliser.known(name, value) for name, value in facts.items() if name != "sex"]
        return tuple(one for one in words if one)

    @property
    def presumed(self) -> frozenset[str]:
        """The facts that nobody stated and the engine took as given."""
        return frozenset(entry.fact for entry in self.person.assessment.assumptions)

    @cached_property
    def presumptions(self) -> tuple[str, ...]:
        """What was presumed of registration and residence, where something told here turns on it."""
        assessment = self.person.assessment
        bearing = {
            fact
            for entry in self.entries
            if entry.status != "not_eligible"
            for fact in entry.verdict.benefit.due.facts
        }
        texts = [
            presumption_text(self.catalogue, assessment, entry, self.speech)
            for entry in assessment.assumptions
            if entry.fact in bearing
        ]
        return joined_clauses(texts, self.speech)

    @cached_property
    def absent(self) -> tuple[str, ...]:
        """The exclusions that nobody mentioned, as not being so."""
        assessment = self.person.assessment
        found = absent_exclusions(self.catalogue, assessment, self.speech, self.only)
        return tuple(words for _, words in found)

    @cached_property
    def coming(self) -> tuple[int, tuple[Entry, ...]] | None:
        """The next age at which something becomes due, and what."""
        points = [
            point
            for point in self.catalogue.turning_points(self.person.assessment)
            if point.value is not None and point.after.status == "eligible"
        ]
        if not points:
            return None
        age = min(point.value or 0 for point in points)
        return age, tuple(self.builder.build(point.after) for point in points if point.value == age)

    @cached_property
    def totals(self) -> tuple[str, ...]:
        """The cash that is fixed, by period."""
        return self._told(self.person.assessment.totals)

    def _told(self, sums: Sequence[Total]) -> tuple[str, ...]:
        return tuple(
            self._cash(total.value, self.speech.say(f"amounts.per.{total.per}"), total.bound)
            for total in sorted(sums, key=lambda total: total.per)
        )

    @cached_property
    def together(self) -> tuple[str, ...]:
        """The cash that these benefits come to, by period, where more than one of them pays a fixed sum."""
        if self.only is None or sum(entry.is_fixed_cash for entry in self.due) < 2:
            return ()
        return self._told(self._sums_together)

    @property
    def together_by_year(self) -> tuple[str, ...]:
        """The same by the year, where something of it is paid by the month."""
        whole = by_the_year(self._sums_together) if self.together else None
        return () if whole is None else self._told([whole])

    @property
    def _sums_together(self) -> tuple[Total, ...]:
        rulebook = self.catalogue.rulebooks[self.policy.id]
        return totals(rulebook, (entry.verdict for entry in self.due))

    @property
    def uncounted(self) -> tuple[Entry, ...]:
        """What is paid but stands in no total: a share, a sum without its period, or none at all."""
        return tuple(
            entry
            for entry in self.due
            if not entry.is_fixed_cash and (entry.grants == "cash" or entry.sums is not None)
        )

    def yearly(self, entry: Entry) -> list[str]:
        """Sums of cash by the month, by the year: only so can lists be compared."""
        year = self.speech.say("amounts.per.year")
        return [
            self.speech.say("amounts.yearly", sum=self._cash(amount.value * MONTHS, year, amount.bound))
            for amount in entry.verdict.amounts
            if entry.status != "not_eligible"
            and (amount.unit, amount.kind, amount.per) == ("CNY", "cash", "month")
            and not isinstance(amount.value, str)
        ]

    @property
    def department_heading(self) -> str:
        """What the list itself calls the column of departments."""
        columns = self.catalogue.lists[self.policy.id].columns
        return next(column.heading or "" for column in columns if column.role == "departments")

    def departments(self, entries: Iterable[Entry]) -> list[str]:
        """The departments with the items that name them; those of the same items together, the busiest first."""
        items: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            for name in entry.departments:
                items[name].append(entry)
        together: dict[str, list[str]] = defaultdict(list)
        for name in sorted(items, key=lambda name: -len(items[name])):
            together[self.bracketed(items[name])].append(department_name(name, self.speech))
        return [f"{self.speech.listed(names)}{where}" for where, names in together.items()]

    def items(self, entries: Iterable[Entry], *, of_list: bool = False) -> str:
        """第3、6项 of these entries."""
        numbers = sorted({entry.item for entry in entries}, key=lambda number: (len(number), number))
        form = "items.one" if len(numbers) == 1 else "items.several"
        said = self.speech.say(form, numbers=self.speech.say("list").join(numbers))
        return self.speech.say("items.of_list", item=said) if of_list else said

    def bracketed(self, entries: Iterable[Entry]) -> str:
        """（第3项） behind a name."""
        return self.speech.say("items.bracketed", item=self.items(entries))

    def named(self, entries: Sequence[Entry], most: int = 99) -> str:
        """The names with their items, after the first few only how many there are."""
        names = [f"{entry.name}{self.bracketed([entry])}" for entry in entries[:most]]
        if len(entries) > most:
            said = self.speech.say("list").join(names)
            return self.speech.say("more", parts=said, count=len(entries))
        return self.speech.listed(names)

    @property
    def _relations(self) -> tuple[Relation, ...]:
        return self.catalogue.rulebooks[self.policy.id].relations

    def _cash(self, value: float, per: str, bound: Bound) -> str:
        figure = self.speech.say("amounts.figure.CNY", value=self.speech.number(value))
        bounded = self.speech.say(f"amounts.bound.{bound}", sum=figure)
        return self.speech.say("amounts.kind.cash", per=per, sum=bounded)

    def _label(self, fact: str) -> str:
        return self.catalogue.vocabulary.facts[fact].label.of(self.speech.tongue)


def by_weight(entries: Iterable[Entry]) -> list[Entry]:
    """What matters most to a purse first, else in the order of the list."""
    return sorted(entries, key=lambda entry: entry.weight, reverse=True)


def joined_clauses(texts: Sequence[str], speech: Speech) -> tuple[str, ...]:
    """Sentences that open with the same clause as one sentence that says it once."""
    comma = speech.say("comma")
    by_opening: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        opening, _, rest = text.partition(comma)
        by_opening[opening].append(rest)
    return tuple(
        comma.join([opening, speech.say("last_clause").join(rests)]) if any(rests) else opening
        for opening, rests in by_opening.items()
    )
