"""Everything that is said, gathered person by person."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.eligibility.knowledge import Interval, Options, Value
from assistant.language.hits import Hit
from assistant.language.meaning import PersonMeant, Statement
from assistant.language.message import Message
from assistant.language.ownership import Owners, Ownership
from assistant.language.people import Draft
from assistant.language.rolls import of_couples, rolls
from assistant.language.statements import OF_OTHERS
from assistant.language.superseded import without_superseded

Owned = tuple[Hit, Owners]

# What is told of the children and is a fact of the parents.
_OF_PARENTS = OF_OTHERS | {"no_able_supporter", "empty_nest", "left_behind"}
ELDER = 55
"""The age from which an asker may ask for himself: the lowest that any list knows."""


class Persons:
    """Gives every hit its owners, and tells the elders from those who only ask."""

    def __init__(self, message: Message, ownership: Ownership, hits: Sequence[Hit]) -> None:
        self._message = message
        self._people = message.people
        self._ownership = ownership
        self._rolls = [*rolls(message, hits), *of_couples(message, hits)]
        self._owned: list[Owned] = self._shared_out([(hit, self._owners(hit)) for hit in hits])
        self._tell_sexes()
        self.asker = self._asker_apart()

    def add(self, hits: Iterator[Hit]) -> None:
        """What could be understood only once the places asked about were known."""
        self._owned += [(hit, hit.of or self._owners(hit)) for hit in hits]
        self._owned.sort(key=lambda owned: owned[0].start)

    def all(self) -> tuple[PersonMeant, ...]:
        """The elders in the order of mention; those of whom neither a name nor a fact is known are left out."""
        drafts = self._people.drafts
        apart = self.apart
        order = sorted((i for i in range(len(drafts)) if i not in apart), key=lambda i: drafts[i].start)
        persons = []
        for index in order:
            mine = [hit for hit, owners in self._owned if owners and index in owners]
            if mine or (
                self._is_worth_naming(drafts[index], alone=len(order) == 1)
                and not self._only("cares", index)
                and (len(order) == 1 or not any(self._only(name, index) for name in ("prompts", "tells")))
            ):
                persons.append(self._person(drafts[index], mine))
        return tuple(persons)

    @property
    def apart(self) -> frozenset[int]:
        """The drafts of those of whom nothing is asked: the asker, who is of the asker's own generation, the young."""
        asker = () if self.asker is None else (self.asker,)
        return frozenset({*self._siblings_apart(), *self._too_young(), *asker})

    # --- of whom --------------------------------------------------------------------------------

    def _owners(self, hit: Hit) -> Owners:
        for roll in self._rolls:
            if roll.shares(hit):
                return roll.owners
        owners = self._ownership.of(hit.start, hit.end)
        if owners is None and hit.fact in _OF_PARENTS:
            owners = self._ownership.elder_at(hit.start)
        myself = self._people.myself
        if (hit.mode == "taken_back" or hit.fact == "serviceman_family") and owners == (myself,):
            owners = ()  # 其实我没申请过, 我在部队服役 is of whoever is asked about
        if owners != ():
            return owners
        if hit.fact == "age" and isinstance(hit.knowledge, Interval) and hit.knowledge.high < ELDER:
            if myself is not None:
                return (myself,)
            if self._elders_age_is_told():
                return None  # 来电人是儿子，42岁。父亲69
        # Said before anybody is named: of the only one who is named later, else of the current person.
        ahead = self._ownership.first_after(hit.end)
        if (
            ahead is not None
            and len(ahead.targets) > 1
            and self._message.scope.same_sentence(hit.end, ahead.start)
        ):
            return ahead.targets
        alone = not self._message.context.persons
        others = self._people.elders or (self._asker_as_elder() if alone else [])
        if others and alone and self._asker_is_old():
            others = sorted({*others, *self._asker_as_elder()}, key=lambda i: self._people.drafts[i].start)
        named = [i for i in others if self._people.drafts[i].kin.role != "generic"] or others
        if named and (len(named) == 1 or not self._message.context.persons):
            return (named[0],)
        return (self._people.unnamed(hit.start),)

    def _elders_age_is_told(self) -> bool:
        """Whether the message tells an age at which somebody may be asked for."""
        return any(age.age.low >= ELDER for age in self._message.ages)

    def _asker_as_elder(self) -> list[int]:
        """The asker, unless he gives an age at which he asks for somebody else."""
        myself = self._people.myself
        if myself is None:
            return []
        ages = [a.age for a in self._message.ages if self._ownership.at(a.start) == (myself,)]
        return [] if any(age.high < ELDER for age in ages) else [myself]

    def _asker_is_old(self) -> bool:
        """Whether the asker tells an age at which he may ask for himself."""
        myself = self._people.myself
        ages = [a.age for a in self._message.ages if self._ownership.at(a.start) == (myself,)]
        return myself is not None and any(age.low >= ELDER for age in ages)

    def _shared_out(self, owned: list[Owned]) -> list[Owned]:
        """父母82和79, my parents are 82 and 79: as many ages in a row as persons, one for each."""
        between = self._message.words.pattern("bare_ages", "one_each")
        ages = [(i, hit, owners) for i, (hit, owners) in enumerate(owned) if hit.fact == "age"]
        for (i, first, owners), (j, second, others) in pairwise(ages):
            gap = self._message.plain[first.end : second.start]
            if owners and owners == others and len(owners) == 2 and between.fullmatch(gap):
                owned[i], owned[j] = (first, owners[:1]), (second, owners[1:])
        return owned

    def _asker_apart(self) -> int | None:
        """The draft of the asker, where the asker is not an elder asked about."""
        index = self._people.myself
        if index is None:
            return None
        ages = [
            hit.knowledge for hit, owners in self._owned if hit.fact == "age" and owners and index in owners
        ]
        if any(isinstance(age, Interval) and age.high < ELDER for age in ages) or self._asker_cares():
            return index
        if ages or self._people.drafts[index].earlier is not None:
            return None
        others = [draft.kin for i, draft in enumerate(self._people.drafts) if i != index]
        others += [self._message.words.kin_of_label(label) for label in self._message.context.persons]
        return index if any(not kin.spouse and kin.role != "self" for kin in others) else None

    def _asker_cares(self) -> bool:
        """I'm 62 and look after my mother: an asker as old as that who asks for somebody else all the same."""
        cares, plain = self._message.words.pattern("people", "cares_aged"), self._message.plain
        mine = (mention for mention in self._people.mentions if mention.kin.role == "self")
        return bool(self._people.elders) and any(cares.match(plain, mention.end) for mention in mine)

    def _siblings_apart(self) -> Iterator[int]:
        """The asker's own generation beside an older one, unless an elder's age is said of it.

        A wife or husband counts as an elder as soon as anything is said of her or him.
        """
        drafts = self._people.drafts
        if not any(draft.kin.who == "older" for draft in drafts):
            return
        aged = {
            index
            for hit, owners in self._owned
            if hit.fact == "age" and isinstance(hit.knowledge, Interval) and hit.knowledge.high >= ELDER
            for index in owners or ()
        }
        for i, draft in enumerate(drafts):
            told_of = any(owners and i in owners for _, owners in self._owned)
            if draft.kin.who == "other":
                apart = not told_of  # a friend in Ninghe mentioned it
            else:
                own = draft.kin.who == "same" and draft.earlier is None and i not in aged
                apart = own and not (draft.kin.spouse and told_of)
            if apart:
                yield i

    def _too_young(self) -> Iterator[int]:
        """邻居大嫂四十来岁, my husband is 47: whose age is told and below what any list knows, beside an elder."""
        ages: dict[int, list[Interval]] = {}
        for hit, owners in self._owned:
            if hit.fact == "age" and isinstance(hit.knowledge, Interval) and hit.mode != "supposed":
                for index in owners or ():
                    ages.setdefault(index, []).append(hit.knowledge)
        young = [i for i, told in ages.items() if all(age.high < ELDER for age in told)]
        elders = [i for i in range(len(self._people.drafts)) if i not in young]
        yield from young if elders and self._elders_age_is_told() else ()

    def _tell_sexes(self) -> None:
        """The sex that a word for a person tells, and where it stands."""
        for mention in self._people.mentions:
            for index in mention.targets:
                draft = self._people.drafts[index]
                told = mention.kin.sex if len(mention.targets) == 1 else None
                sex = told or draft.kin.sex
                if sex and draft.sex_words is None:
                    draft.sex, draft.sex_words = sex, (mention.start, mention.end)

    def _only(self, name: str, index: int) -> bool:
        """俺大爷伺候她, 我妈让我查查: somebody who is only said to look after another, or to have the asker ask."""
        does, plain = self._message.words.pattern("people", name), self._message.plain
        spoken = [mention for mention in self._people.mentions if index in mention.targets]
        return bool(spoken) and all(does.match(plain[m.end : m.end + 40]) for m in spoken)

    @staticmethod
    def _is_worth_naming(draft: Draft, *, alone: bool) -> bool:
        """Somebody of whom nothing is said, but who has a name, or is the only one and known from before."""
        match draft.kin.role:
            case "self":
                return False
            case "generic":
                return alone and (draft.earlier is not None or draft.sex is not None)
            case _:
                return True

    # --- one person -----------------------------------------------------------------------------

    def _person(self, draft: Draft, hits: Sequence[Hit]) -> PersonMeant:
        hits = self._all_denied(without_superseded(hits))
        statements = [self._statement(hit) for hit in hits]
        if draft.sex and draft.sex_words and not any(hit.fact == "sex" for hit in hits):
            words, start, end = self._message.original(*draft.sex_words)
            statements.insert(0, Statement("sex", Options(frozenset({draft.sex})), words, start, end))
        ages = [hit for hit in hits if hit.fact == "age"]
        born = ages[-1] if ages and ages[-1].birth is not None else None
        return PersonMeant(
            label=draft.kin.label.of("en" if self._message.language == "en" else "zh"),
            earlier=draft.earlier,
            statements=tuple(statements),
            birth=born.birth if born else None,
            birth_mode=born.mode if born else "said",
        )

    def _all_denied(self, hits: Sequence[Hit]) -> Sequence[Hit]:
        """Where each value that is asked for together was denied, what it leaves: 低保、边缘、特困都不是 is none."""
        for fact, rule in self._message.words.grammar["negation"]["together"].items():
            mine = [hit for hit in hits if hit.fact == fact and hit.mode != "supposed"]
            denials = [hit for hit in mine if hit.mode == "negated" or _only_denies(hit, rule["leaves"])]
            others = [hit for hit in mine if hit not in denials]
            domain = frozenset(self._message.words.vocabulary.facts[fact].values or ())
            denied = {
                v
                for hit in denials
                if isinstance(hit.knowledge, Options)
                for v in domain - hit.knowledge.values
            }
            if denials and not others and denied >= set(rule["denied"]):
                whole = replace(denials[-1], knowledge=Options(frozenset({rule["leaves"]})))
                hits = [whole if hit is denials[-1] else hit for hit in hits if hit not in denials[:-1]]
        return hits

    def _statement(self, hit: Hit) -> Statement:
        words, start, end = self._message.original(hit.start, hit.end)
        secret = hit.private or any(
            start < stop and begin < end for (begin, stop), _ in self._message.identities
        )
        return Statement(hit.fact, hit.knowledge, "" if secret else words, start, end, hit.mode)


def _only_denies(hit: Hit, leaves: Value) -> bool:
    """Whether what puts right leaves several values open, that of nothing at all among them."""
    values = hit.knowledge.values if isinstance(hit.knowledge, Options) else frozenset()
    return hit.mode == "corrected" and len(values) > 1 and leaves in values
