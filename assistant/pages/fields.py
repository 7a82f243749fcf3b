"""A person's facts as fields of a form: what each can be set to, what it is set to, and what that is called.

Values travel as JSON in the form that `eligibility.stating` reads; an empty string is a fact that is not known.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.facts import Fact
from assistant.eligibility.rules import Rulebook
from assistant.replies.names import place_name
from assistant.replies.page import PageWords
from assistant.replies.script import in_script

_NUMBER = re.compile(
    r"(?P<exact>\d+)|(?P<low>\d+)\s*[-–~至到]\s*(?P<high>\d+)|(?P<least>\d+)\s*\+|<\s*(?P<below>\d+)"
)


class UnreadableNumber(ValueError):
    """What stands in a number's field is none; the message is for whoever wrote it."""


@dataclass(frozen=True)
class Choice:
    """One value that a fact can be set to; `value` is JSON."""

    value: str
    words: str


@dataclass(frozen=True)
class Field:
    """One fact: `value` is what it is set to as JSON, empty where it is not known; `words` say it."""

    name: str
    type: Literal["number", "choice"]
    label: str
    question: str
    choices: tuple[Choice, ...]
    value: str = ""
    words: str = ""
    unit: str = ""
    typed: str = ""
    """How a number's value is typed."""
    is_asked: bool = True
    """Whether it is asked of anybody of its own accord."""


@dataclass(frozen=True)
class Fields:
    """Makes the fields of a form in one language."""

    catalogue: Catalogue
    words: PageWords

    def of(self, names: Iterable[str], facts: Mapping[str, Any]) -> tuple[Field, ...]:
        """The fields of these facts, each with what is known of it."""
        return tuple(self.field(name, facts.get(name)) for name in names)

    def field(self, name: str, value: Any = None) -> Field:
        """One field; a value of None is not known."""
        fact = self.catalogue.vocabulary.facts[name]
        choices = list(self._choices(fact))
        written = "" if value is None else dumped(value)
        if value is not None and fact.type != "number" and written not in {one.value for one in choices}:
            choices.append(Choice(written, self.value(name, value)))
        return Field(
            name=name,
            type="number" if fact.type == "number" else "choice",
            label=self._said(fact.label.of(self.words.tongue)),
            question=self._said(fact.question.of(self.words.tongue)),
            choices=tuple(choices),
            value=written,
            words="" if value is None else self.value(name, value),
            unit=self._said(fact.unit.of(self.words.tongue)) if fact.unit else "",
            typed=_typed(value) if fact.type == "number" and value is not None else "",
            is_asked=fact.ask,
        )

    def value(self, name: str, value: Any) -> str:
        """What a value is called."""
        fact, say = self.catalogue.vocabulary.facts[name], self.words.say
        match value:
            case bool() if fact.type == "flag":
                return say("facts.yes" if value else "facts.no")
            case {"not": outside}:
                places = outside if isinstance(outside, list) else [outside]
                return say("facts.not_in", place=self.words.listed([self._place(one) for one in places]))
            case {"min": low, "max": high}:
                return say("facts.from_to", low=low, high=high)
            case {"min": low}:
                return say("facts.least", low=low)
            case {"max": high}:
                return say("facts.most", high=high)
            case list():
                return say("facts.or").join(self.value(name, one) for one in value)
        if fact.type == "place":
            return self._place(str(value))
        if fact.values is not None:
            label = fact.values.get(value)
            return self._said(label.of(self.words.tongue)) if label else str(value)
        return str(value)

    def reworded(self, text: str) -> str:
        """What a tap set, which the conversation keeps as "label: JSON", in words; other words as they are."""
        label, _, value = text.partition(": ")
        for fact in self.catalogue.vocabulary.facts.values():
            if label in (fact.label.zh, fact.label.en):
                try:
                    return self.said(fact.name, json.loads(value))
                except ValueError:
                    return text
        return text

    def said(self, name: str, value: Any) -> str:
        """That a fact is set to a value, or forgotten (None)."""
        label = self._said(self.catalogue.vocabulary.facts[name].label.of(self.words.tongue))
        if value is None:
            return self.words.say("facts.dropped", fact=label)
        return self.words.say("facts.set", fact=label, value=self.value(name, value))

    def _choices(self, fact: Fact) -> Iterator[Choice]:
        match fact.type:
            case "flag":
                yield from (Choice(dumped(value), self.value(fact.name, value)) for value in (True, False))
            case "choice":
                yield from (
                    Choice(dumped(value), self.value(fact.name, value)) for value in fact.values or ()
                )
            case "place":
                places = list(self.catalogue.lists)
                yield from (Choice(dumped(place), self._place(place)) for place in places)
                yield Choice(dumped({"not": places}), self.words.say("facts.elsewhere"))

    def _place(self, name: str) -> str:
        try:
            region = name if name in self.catalogue.policies else self.catalogue.place_code(name)
        except LookupError:
            return name
        return self._said(place_name(self.catalogue, region, self.words.tongue))

    def _said(self, text: str) -> str:
        return in_script(text, self.words.language)


def dumped(value: Any) -> str:
    """A value as a form carries it."""
    return json.dumps(value, ensure_ascii=False)


def _typed(value: Any) -> str:
    match value:
        case {"min": low, "max": high}:
            return f"{low}-{high}"
        case {"min": low}:
            return f"{low}+"
        case {"max": high}:
            return f"<{high + 1}"
    return str(value)


def typed_number(words: str) -> int | dict[str, int]:
    """What somebody types into a number's field: 92, 80-89, 80+ or <90; raises UnreadableNumber."""
    match = _NUMBER.fullmatch(words.strip())
    if match is None:
        raise UnreadableNumber(words)
    if match["exact"]:
        return int(match["exact"])
    if match["low"]:
        return {"min": int(match["low"]), "max": int(match["high"])}
    return {"min": int(match["least"])} if match["least"] else {"max": int(match["below"]) - 1}


def filled(catalogue: Catalogue, form: Mapping[str, str]) -> dict[str, Any]:
    """The facts that a form's fields say, by name; raises UnreadableNumber, and ValueError for what is no JSON."""
    facts = catalogue.vocabulary.facts
    return {
        name: typed_number(value) if facts[name].type == "number" else json.loads(value)
        for name, value in form.items()
        if value.strip() and name in facts
    }


def facts_that_matter(catalogue: Catalogue, document: str | None) -> Sequence[str]:
    """The facts that any rule of the list turns on, in the order of the vocabulary; of every list for None."""
    books = catalogue.rulebooks
    asked = books.values() if document is None else [books[document]]
    turned_on = {fact for book in asked for fact in _facts(book)}
    return [name for name in catalogue.vocabulary.facts if name in turned_on]


def _facts(book: Rulebook) -> Iterator[str]:
    for benefit in book.benefits:
        yield from benefit.due.facts
        for question in benefit.tier_questions:
            yield from question.facts


def read_value(catalogue: Catalogue, fact: str, value: str) -> Any:
    """What a field says of one fact, None where it says nothing; raises UnreadableNumber."""
    if not value.strip():
        return None
    if fact not in catalogue.vocabulary.facts:
        raise UnreadableNumber(fact)
    return filled(catalogue, {fact: value})[fact]
