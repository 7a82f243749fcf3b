"""What one answer may rest on: the verdicts of the engine, the passages cited, and what follows by arithmetic."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

import regex

from assistant.conversation.verifying.coming import Coming, Prospects
from assistant.conversation.verifying.literals import Key, one_of
from assistant.conversation.verifying.register import Register
from assistant.conversation.verifying.stands import Stand, Sum, sums_of
from assistant.eligibility.knowledge import Interval
from assistant.eligibility.totals import Total, by_the_year, totals
from assistant.policies.folding import fold
from assistant.replies.contract import Citation, Reply
from assistant.replies.names import PersonAssessment, who
from assistant.replies.script import traditional
from assistant.replies.words import Speech

People = Sequence[PersonAssessment]
Persons = Collection[int]
"""Persons by their index."""
Keys = Collection[Key]


@dataclass(frozen=True, eq=False)
class Grounds:
    """All that one answer may rest on; made by `Verifier.grounds`."""

    register: Register
    documents: tuple[str, ...]
    people: tuple[PersonAssessment, ...] = ()
    before: tuple[PersonAssessment, ...] = ()
    citations: tuple[Citation, ...] = ()
    only: frozenset[Key] = frozenset()
    whole: bool = False
    stated: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        register: Register,
        reply: Reply,
        people: People,
        before: People,
        only: Keys,
        *,
        whole: bool,
        stated: Collection[str],
    ) -> "Grounds":
        """See `Verifier.grounds`."""
        judged = (person.assessment.document for person in people)
        cited = (citation.document for citation in reply.citations)
        documents = tuple(dict.fromkeys((*judged, *reply.regions, *cited)))
        return cls(
            register,
            documents,
            tuple(people),
            tuple(before),
            reply.citations,
            frozenset(only),
            whole,
            frozenset(stated),
        )

    @cached_property
    def stands(self) -> tuple[Stand, ...]:
        """How every benefit stands for everybody."""
        earlier = {
            (person.index, person.assessment.document, verdict.benefit.key): verdict
            for person in self.before
            for verdict in person.assessment.verdicts
        }
        return tuple(
            Stand(
                (document, verdict.benefit.key),
                person,
                verdict,
                earlier.get((person.index, document, verdict.benefit.key)),
                self.register.catalogue.policies[document].source,
            )
            for person in self.people
            for document in (person.assessment.document,)
            for verdict in person.assessment.verdicts
        )

    @cached_property
    def by_key(self) -> Mapping[Key, tuple[Stand, ...]]:
        """How each benefit stands."""
        found: dict[Key, tuple[Stand, ...]] = {}
        for stand in self.stands:
            found[stand.key] = (*found.get(stand.key, ()), stand)
        return found

    @cached_property
    def must_name(self) -> frozenset[Key]:
        """The benefits that the answer has to name."""
        due = {stand.key for stand in self.stands if stand.status == "eligible" and not stand.is_encouraged}
        return self.only | due if self.whole else self.only

    @cached_property
    def references(self) -> frozenset[str]:
        """The numbers of the documents, and of the sections cited, as an answer writes them, folded."""
        numbers = (self.register.catalogue.policies[document].number for document in self.documents)
        sections = (citation.section for citation in self.citations)
        return frozenset(fold(words) for words in (*numbers, *sections, *self.stated) if words)

    @cached_property
    def glosses(self) -> frozenset[str]:
        """What the cited items and sections say in the English words of the corpus."""
        policies = self.register.catalogue.policies
        cited = (policies[one.document].glosses.of(one.item, one.section) for one in self.citations)
        return frozenset(gloss for gloss in cited if gloss is not None)

    @cached_property
    def everybody(self) -> frozenset[int]:
        """Everybody who was judged."""
        return frozenset(person.index for person in self.people)

    @cached_property
    def names(self) -> "Mapping[int, regex.Pattern[str]]":
        """How an answer speaks of each person, in folded text; where there is one person, nobody needs a name."""
        people = {person.index: person for person in self.people}
        return {index: _spoken_of(one) for index, one in people.items()} if len(people) > 1 else {}

    def standing(self, keys: Keys, persons: Persons) -> tuple[Stand, ...]:
        """How those benefits stand for those persons."""
        return tuple(
            stand for key in keys for stand in self.by_key.get(key, ()) if stand.person.index in persons
        )

    def sums(self, keys: Keys, persons: Persons) -> frozenset[Sum]:
        """What benefits give these persons; where nobody was judged, what they give whoever meets the conditions."""
        found = {one for stand in self.standing(keys, persons) for one in stand.sums}
        if not self.people:
            benefits = [self.register.benefit(key) for key in keys]
            found = {Sum.of(amount) for one in benefits for tier in one.tiers for amount in tier.amounts}
        # Twelve months are a year: lists are held side by side by the year.
        return frozenset(found | {one.by_the_year for one in found if one.is_monthly})

    def sums_before(self, keys: Keys, persons: Persons) -> frozenset[Sum]:
        """What benefits gave these persons before a correction."""
        return frozenset(one for stand in self.standing(keys, persons) for one in sums_of(stand.before))

    def offers(self, keys: Keys, persons: Persons, *, supposed: bool) -> str:
        """What benefits give in words, folded: the tiers open to these persons, or all of them."""
        told: list[str] = []
        for key in keys:
            benefit = self.register.benefit(key)
            open_tiers = [one.tier for stand in self.standing({key}, persons) for one in stand.verdict.tiers]
            tiers = benefit.tiers if supposed or not self.people else open_tiers
            texts = [tier.text for tier in tiers if tier.text is not None]
            told += [fold(words.of(tongue)) for words in (benefit.name, *texts) for tongue in ("zh", "en")]
            told += [] if texts else [self.register.words(key)]
        return "\n".join(told)

    @cached_property
    def totals(self) -> frozenset[Sum]:
        """The cash that the engine has added up: of everything, and of what was asked about."""
        return frozenset(
            Sum(Fraction(str(total.value)), "money", total.per, total.bound)
            for person in self.people
            for total in (*person.assessment.totals, *self._asked_together(person))
        )

    def _asked_together(self, person: PersonAssessment) -> tuple[Total, ...]:
        document = person.assessment.document
        asked = [
            verdict for verdict in person.assessment.verdicts if (document, verdict.benefit.key) in self.only
        ]
        together = totals(self.register.catalogue.rulebooks[document], asked)
        whole = by_the_year(together)
        return together if whole is None else (*together, whole)

    def numbers_said(self, persons: Persons) -> frozenset[Fraction]:
        """The numbers that were said of these persons."""
        return frozenset(number for index in persons for number in self._numbers_said.get(index, ()))

    def settled(self, persons: Persons) -> frozenset[Fraction]:
        """The numbers that are so of these persons already, as their ages."""
        known = (
            value for one in self.people if one.index in persons for value in one.assessment.known.values()
        )
        return frozenset(
            Fraction(value.low) for value in known if isinstance(value, Interval) and value.low == value.high
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

    def prospects(self, keys: Keys, persons: Persons) -> Prospects:
        """What may come of benefits for these persons."""
        found = Prospects()
        for stand in self.standing(keys, persons):
            found |= self.coming.of(stand)
        return found

    @cached_property
    def coming(self) -> Coming:
        """Finds what may come."""
        return Coming(self.register)

    @cached_property
    def _numbers_said(self) -> Mapping[int, frozenset[Fraction]]:
        facts = self.register.catalogue.vocabulary.facts
        found: dict[int, frozenset[Fraction]] = {}
        for person in (*self.people, *self.before):
            numbers = (
                number
                for known in (person.assessment.known, person.assessment.said)
                for name, value in known.items()
                if value != facts[name].domain
                for number in self.register.numbers_known(name, known)
            )
            found[person.index] = found.get(person.index, frozenset()) | frozenset(numbers)
        return found


def _spoken_of(person: PersonAssessment) -> "regex.Pattern[str]":
    """Finds a name; 您 and 老人 mean somebody of their own only where a part begins with them."""
    called = [who(person, Speech.of(tongue)) for tongue in ("zh", "en")]
    is_named = called[0].is_named
    said = {one.name for one in called} | ({person.label} if is_named else set())
    names = one_of({fold(form) for name in said for form in (name, traditional(name))})
    return regex.compile(rf"(?<![a-z])(?:{names})(?![a-z])" if is_named else rf"^\W*(?:{names})(?=\s?[(,:])")
