"""What the documents say of each list item and benefit, ready to be looked up: the same for every answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

import regex

from assistant.conversation.verifying.literals import Key, dense, one_of
from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.expressions import And, Expression, Local, Named, Not, NumberTest, Or, ValueTest
from assistant.eligibility.knowledge import Interval, Known, Options, Value, Whereabouts
from assistant.eligibility.rules import Benefit, Leaf, leaves
from assistant.policies.bilingual import Bilingual
from assistant.policies.folding import fold
from assistant.policies.numerals import numbers_in
from assistant.replies.words import Speech, load_wording

_ASIDE = regex.compile(r" ?\([^()]*\)")
Item = tuple[str, str]
"""A document and the number of an item of its list."""


@dataclass(frozen=True, eq=False)
class ValueWords:
    """The words for the values of some facts; a word for several values of one fact says nothing."""

    meanings: Mapping[str, frozenset[tuple[str, Value]]]

    def said(self, text: str) -> Iterator[tuple[str, Value]]:
        """The facts and values that folded text speaks of."""
        for match in self._pattern.finditer(text):
            yield from self.meanings[match.group()]

    @cached_property
    def _pattern(self) -> "regex.Pattern[str]":
        words = one_of(self.meanings) if self.meanings else "(?!)"
        return regex.compile(rf"(?<![a-z-])(?:{words})(?![a-z-])")


@dataclass(frozen=True, eq=False)
class Register:
    """Looks things up in the catalogue; what was looked up once is kept."""

    catalogue: Catalogue

    def benefit(self, key: Key) -> Benefit:
        """The benefit of that key; raises KeyError where there is none."""
        return self.catalogue.rulebooks[key[0]].by_key[key[1]]

    def keys_of(self, item: Item) -> frozenset[Key]:
        """The benefits of a list item; none where there is no such item."""
        return self._keys.get(item, frozenset())

    def source(self, document: str) -> str:
        """The text of a document, folded and without white space."""
        return self._sources[document]

    def words(self, key: Key) -> str:
        """What a document says of a benefit: the cells of its item and whatever its rules quote, a passage a line."""
        if key not in self._words:
            self._words[key] = "\n".join(self._words_of(self.benefit(key)))
        return self._words[key]

    @cached_property
    def standards(self) -> Mapping[str, str]:
        """What a share may be of, by the words for it in either language, folded; the English ones stand for all."""
        words = load_wording().words
        found: dict[str, str] = {}
        for rulebook in self.catalogue.rulebooks.values():
            amounts = (amount for one in rulebook.benefits for tier in one.tiers for amount in tier.amounts)
            for of in {amount.of for amount in amounts if amount.of is not None}:
                told = words.get(f"amounts.standards.{of}")
                forms = (of, told.zh, told.en) if told is not None else (of,)
                found |= {fold(form): fold(forms[-1]) for form in forms}
        return found

    def departments(self, item: Item) -> frozenset[str]:
        """The departments that the rows of an item print."""
        return self._departments.get(item, frozenset())

    def all_departments(self, document: str) -> frozenset[str]:
        """The departments of a whole list."""
        return frozenset(
            name for item, names in self._departments.items() if item[0] == document for name in names
        )

    def numbers(self, key: Key) -> frozenset[Fraction]:
        """The ages, grades and other numbers that the conditions of a benefit turn on, as its words print them."""
        if key not in self._numbers:
            self._numbers[key] = frozenset(self._numbers_of(self.benefit(key)))
        return self._numbers[key]

    def numbers_known(self, name: str, known: Known) -> Iterator[Fraction]:
        """The numbers by which what is known of a fact may be said."""
        match known[name]:
            case Interval(low, high):
                yield from (Fraction(low), Fraction(high), Fraction(high + 1))
            case Options(values):
                # Where several are left, it may be told by what is ruled out.
                domain = self.catalogue.vocabulary.facts[name].values or {}
                yield from self._numbers_of_values(name, values if len(values) == 1 else frozenset(domain))
            case Whereabouts():
                return

    def days(self, document: str) -> frozenset[date]:
        """The days that a document, the one it follows, and its benefits are dated by."""
        policy = self.catalogue.policies[document]
        parents = [self.catalogue.policies[policy.parent]] if policy.parent else []
        stated = {entry.day for one in (policy, *parents) for _, entry in one.dates if entry is not None}
        rulebook = self.catalogue.rulebooks.get(document)
        keys = [(document, benefit.key) for benefit in rulebook.benefits] if rulebook else []
        return frozenset(stated | {day for key in keys for day in self.days_of(key)})

    def days_of(self, key: Key) -> frozenset[date]:
        """The first and the last day of a benefit that the text dates, and the day after."""
        valid = self.benefit(key).valid
        if valid is None:
            return frozenset()
        days = {day for day in (valid.start, valid.end) if day is not None}
        return frozenset(days | ({valid.end + timedelta(days=1)} if valid.end is not None else set()))

    @cached_property
    def titles(self) -> frozenset[str]:
        """What the documents and their lists are called, folded and without white space."""
        policies = self.catalogue.policies.values()
        return frozenset(dense(title) for one in policies for title in (one.title, one.list_title) if title)

    def fact_words(self, facts: frozenset[str]) -> "regex.Pattern[str]":
        """Finds a word by which one of these facts or one of its values is spoken of, in folded text."""
        if facts not in self._fact_words:
            told = [words for fact in facts for words in self._told_of(fact)]
            chinese = {word for words in told for word in regex.findall(r"\p{Han}{2,}", fold(words.zh))}
            english = {word for words in told for word in regex.findall(r"[a-z]{5,}", words.en.lower())}
            pattern = f"{one_of(chinese) or '(?!)'}|\\b(?:{one_of(english) or '(?!)'})"
            self._fact_words[facts] = regex.compile(pattern)
        return self._fact_words[facts]

    @cached_property
    def _fact_words(self) -> "dict[frozenset[str], regex.Pattern[str]]":
        return {}

    def _told_of(self, fact: str) -> Iterator[Bilingual]:
        """What a fact and its values are called, and how it is said that somebody has one."""
        declared = self.catalogue.vocabulary.facts[fact]
        yield from (declared.label, *(declared.values or {}).values())
        for name, words in load_wording().words.items():
            if name.startswith((f"facts.{fact}.values.", f"facts.{fact}.is", f"facts.{fact}.in")):
                yield words

    def value_words(self, facts: frozenset[str]) -> ValueWords:
        """The words for every value of these facts."""
        if facts not in self._value_words:
            found: dict[str, set[tuple[str, Value]]] = {}
            for fact in facts:
                for value, words in self._words_for(fact):
                    found.setdefault(words, set()).add((fact, value))
            telling = {words: meant for words, meant in found.items() if len(dict(meant)) == len(meant)}
            meanings = {words: frozenset(meant) for words, meant in telling.items()}
            self._value_words[facts] = ValueWords(meanings)
        return self._value_words[facts]

    @cached_property
    def _value_words(self) -> dict[frozenset[str], ValueWords]:
        return {}

    def _words_for(self, fact: str) -> Iterator[tuple[Value, str]]:
        for value, label in (self.catalogue.vocabulary.facts[fact].values or {}).items():
            for tongue in ("zh", "en"):
                own = Speech.of(tongue).maybe(f"facts.{fact}.values.{value}")
                for words in {label.of(tongue), own or label.of(tongue)}:
                    yield value, _ASIDE.sub("", fold(words)).strip()

    @cached_property
    def own_words(self) -> str:
        """Everything that the replies and the vocabulary say of their own, folded and without white space."""
        wording = [said for words in load_wording().words.values() for said in (words.zh, words.en)]
        facts = self.catalogue.vocabulary.facts.values()
        labels = [
            label for fact in facts for label in (fact.label, fact.question, *(fact.values or {}).values())
        ]
        told = [said for words in labels for said in (words.zh, words.en)]
        return "\n".join(dense(said) for said in (*wording, *told))

    @cached_property
    def _keys(self) -> Mapping[Item, frozenset[Key]]:
        found: dict[Item, frozenset[Key]] = {}
        for document, rulebook in self.catalogue.rulebooks.items():
            for benefit in rulebook.benefits:
                item = (document, benefit.item)
                found[item] = found.get(item, frozenset()) | {(document, benefit.key)}
        return found

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        return {document: dense(policy.source.text) for document, policy in self.catalogue.policies.items()}

    @cached_property
    def _words(self) -> dict[Key, str]:
        return {}

    def _words_of(self, benefit: Benefit) -> Iterator[str]:
        source = self.catalogue.policies[benefit.document].source
        item = self.catalogue.lists[benefit.document].items[benefit.item]
        spans = [cell.span for row in item.rows for cell in row.cells.values()]
        spans += [span for leaf in _leaves_of(benefit) for span in leaf.quotes]
        spans += [amount.quote for tier in benefit.tiers for amount in tier.amounts]
        spans += [benefit.valid.quote] if benefit.valid is not None else []
        yield from (dense(source.quote(span)) for span in spans)

    @cached_property
    def _departments(self) -> Mapping[Item, frozenset[str]]:
        return {
            (document, number): frozenset(
                "".join(self.catalogue.policies[document].source.quote(span).split())
                for row in item.rows
                for span in row.departments
            )
            for document, services in self.catalogue.lists.items()
            for number, item in services.items.items()
        }

    @cached_property
    def _numbers(self) -> dict[Key, frozenset[Fraction]]:
        return {}

    def _numbers_of(self, benefit: Benefit) -> Iterator[Fraction]:
        source = self.catalogue.policies[benefit.document].source
        for leaf in _leaves_of(benefit):
            standing = numbers_in("".join(source.quote(span) for span in leaf.quotes))
            yield from self._numbers_tested(benefit.document, leaf.expression, standing)
        for tier in benefit.tiers:
            if tier.text is not None:
                yield from (*numbers_in(tier.text.zh), *numbers_in(tier.text.en))

    def _numbers_tested(
        self, document: str, expression: Expression, standing: frozenset[Fraction]
    ) -> Iterator[Fraction]:
        match expression:
            case NumberTest(_, low, high):
                # A bound is said with the number that the text prints: 不满90 as well as 89及以下.
                for bound, neighbour in ((low, -1), (high, 1)):
                    if bound is not None:
                        yield from {Fraction(bound), Fraction(bound + neighbour)} & standing or {
                            Fraction(bound)
                        }
            case ValueTest(fact, values):
                yield from self._numbers_of_values(fact, values)
            case Not(part) | Local(part):
                yield from self._numbers_tested(document, part, standing)
            case Named(name, part):
                yield from numbers_in(self._label(document, name))
                yield from self._numbers_tested(document, part, standing)
            case And(parts) | Or(parts):
                for part in parts:
                    yield from self._numbers_tested(document, part, standing)

    def _numbers_of_values(self, fact: str, values: frozenset[Value]) -> Iterator[Fraction]:
        labels = self.catalogue.vocabulary.facts[fact].values or {}
        for value, label in labels.items():
            if value in values:
                yield from (*numbers_in(label.zh), *numbers_in(label.en))

    def _label(self, document: str, name: str) -> str:
        criteria = self.catalogue.vocabulary.criteria
        if name in criteria:
            return criteria[name].label.zh
        label: str = self.catalogue.lists[document].entry.definitions[name]["label"]["zh"]
        return label


def _leaves_of(benefit: Benefit) -> Iterator[Leaf]:
    for condition in benefit.conditions:
        yield from leaves(condition)
    yield from benefit.unless
    yield from (benefit.choice,) if benefit.choice is not None else ()
    yield from (tier.when for tier in benefit.tiers if tier.when is not None)


def item_of(key: Key) -> str:
    """The number of the item that a benefit belongs to."""
    return key[1].partition(".")[0]
