"""The names that an answer may use: of benefits, departments and documents, and the fixed words of the replies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import regex

from assistant.conversation.verifying.units import prepared
from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.expressions import Not, ValueTest
from assistant.eligibility.knowledge import YES_NO
from assistant.policies.folding import fold
from assistant.policies.yaml_files import read_yaml
from assistant.replies.script import traditional
from assistant.replies.verbalise import Verbaliser
from assistant.replies.words import Speech, load_wording

Key = tuple[str, str]
"""A document and a benefit of its list ("item.benefit")."""

SHORTEST_FIXED = 4  # characters of the replies' own words that are taken as fixed
SHORTEST_ALIAS = 4
VERDICTS = "statuses."  # the one part of the wording that states how a benefit stands


@dataclass(frozen=True)
class Meant:
    """What a literal stands for; one that is `fixed` may be the replies' own words as well as a name."""

    keys: frozenset[Key] = frozenset()
    departments: frozenset[str] = frozenset()
    fixed: bool = False

    def __or__(self, other: "Meant") -> "Meant":
        return Meant(self.keys | other.keys, self.departments | other.departments, self.fixed or other.fixed)


@dataclass(frozen=True, slots=True)
class Mention:
    """A literal at [start, end)."""

    start: int
    end: int
    meant: Meant


@dataclass(frozen=True, eq=False)
class Literals:
    """Finds literals in folded text, the longest first at each place."""

    meanings: Mapping[str, Meant] = field(repr=False)

    def find(self, text: str) -> Iterator[Mention]:
        """Every literal of the text, none within another."""
        at, length = 0, len(text)
        while at < length:
            for literal in self._index.get(text[at : at + 2], ()):
                if text.startswith(literal, at) and _stands_alone(text, at, at + len(literal)):
                    yield Mention(at, at + len(literal), self.meanings[literal])
                    at += len(literal)
                    break
            else:
                at += 1

    @cached_property
    def _index(self) -> Mapping[str, tuple[str, ...]]:
        index: dict[str, list[str]] = defaultdict(list)
        for literal in self.meanings:
            index[literal[:2]].append(literal)
        return {opening: tuple(sorted(some, key=len, reverse=True)) for opening, some in index.items()}


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether an English literal is no part of a longer word."""
    first, last = text[start], text[end - 1]
    before = (
        start > 0
        and first.isascii()
        and first.isalnum()
        and text[start - 1].isascii()
        and text[start - 1].isalnum()
    )
    after = (
        end < len(text) and last.isascii() and last.isalnum() and text[end].isascii() and text[end].isalnum()
    )
    return not before and not after


def load_literals(corpus: Path, catalogue: Catalogue) -> Literals:
    """All literals of a corpus and of the replies' wording."""
    meanings: dict[str, Meant] = {}

    def add(words: str, meant: Meant) -> None:
        dense = words if words.isascii() else "".join(words.split())
        for form in {prepared(one) for one in (words, dense, traditional(words))}:
            if len(form) > 1:
                meanings[form] = meanings.get(form, Meant()) | meant

    for words, keys in _names(catalogue):
        add(words, Meant(keys=keys))
    for words, printed in _departments(catalogue):
        add(words, Meant(departments=printed))
    for words in _fixed_words(catalogue):
        if len(words) >= SHORTEST_FIXED or words in meanings:
            add(words, Meant(fixed=True))
    for words, keys in _aliases(corpus, catalogue):
        if prepared(words) not in meanings:
            add(words, Meant(keys=keys))
    return Literals(meanings)


def _names(catalogue: Catalogue) -> Iterator[tuple[str, frozenset[Key]]]:
    for document, rulebook in catalogue.rulebooks.items():
        source = catalogue.policies[document].source
        for benefit in rulebook.benefits:
            key = frozenset({(document, benefit.key)})
            yield benefit.name.zh, key
            yield benefit.name.en, key
        for number, item in catalogue.lists[document].items.items():
            keys = frozenset(
                (document, benefit.key) for benefit in rulebook.benefits if benefit.item == number
            )
            yield "".join(source.quote(item.name).split()), keys


def _aliases(corpus: Path, catalogue: Catalogue) -> Iterator[tuple[str, frozenset[Key]]]:
    """Everyday names, as far as they cannot be taken for what somebody has (低保) or is."""
    for entry in read_yaml(corpus / "vocabulary" / "benefits.yaml").values():
        items = {document: set(numbers) for document, numbers in (entry.get("items") or {}).items()}
        keys = frozenset(
            (document, benefit.key)
            for document, numbers in items.items()
            for benefit in catalogue.rulebooks[document].benefits
            if benefit.item in numbers or benefit.key in numbers
        )
        yield from ((words, keys) for words in entry.get("zh", ()) if len(words) >= SHORTEST_ALIAS and keys)


def _departments(catalogue: Catalogue) -> Iterator[tuple[str, frozenset[str]]]:
    english = Speech.of("en")
    for document, services in catalogue.lists.items():
        source = catalogue.policies[document].source
        for item in services.items.values():
            for row in item.rows:
                for span in row.departments:
                    printed = "".join(source.quote(span).split())
                    yield printed, frozenset({printed})
                    if (said := english.maybe(f"departments.{printed}")) is not None:
                        yield said, frozenset({printed})


def _fixed_words(catalogue: Catalogue) -> Iterator[str]:
    """What the replies say of conditions, facts and questions, and whole sentences of their own."""
    wording = load_wording()
    told = {name: words for name, words in wording.words.items() if not name.startswith(VERDICTS)}
    for name, words in told.items():
        for said in (words.zh, words.en):
            if "{" not in said:
                yield said
            elif name.partition(".")[0] in ("messages", "refusals"):
                yield from (
                    piece for piece in regex.split(r"\{\w+\}", said) if len(piece) > 2 * SHORTEST_FIXED
                )
    for presumption in catalogue.vocabulary.presumptions:
        for said in (presumption.text.zh, presumption.text.en):
            yield from _pieces(said)
    for tongue in ("zh", "en"):
        speech = Speech.of(tongue)
        for fact in catalogue.vocabulary.facts.values():
            yield from (fact.label.of(tongue), fact.question.of(tongue))
            yield from (label.of(tongue) for label in (fact.values or {}).values())
            verbaliser = Verbaliser(catalogue, "", speech)
            values = YES_NO.values if fact.type == "flag" else frozenset(fact.values or ())
            for value in values:
                test = ValueTest(fact.name, frozenset({value}))
                yield from (verbaliser.condition(test), verbaliser.condition(Not(test)))
        yield from (criterion.label.of(tongue) for criterion in catalogue.vocabulary.criteria.values())
        for services in catalogue.lists.values():
            yield from (entry["label"][tongue] for entry in services.entry.definitions.values())
        for rulebook in catalogue.rulebooks.values():
            tiers = (tier for benefit in rulebook.benefits for tier in benefit.tiers)
            yield from (tier.text.of(tongue) for tier in tiers if tier.text is not None)


def _pieces(template: str) -> Iterator[str]:
    """What stands between the blanks of a text, as far as it is long enough to be told from any other."""
    yield from (piece for piece in regex.split(r"\{\w+\}", template) if len(piece) > SHORTEST_FIXED)


def dense(words: str) -> str:
    """Folded words without white space, as quotes are compared."""
    return "".join(fold(words).split())


def one_of(literals: Iterable[str]) -> str:
    """A pattern for any of the literals, the longest first."""
    return "|".join(regex.escape(one) for one in sorted(literals, key=len, reverse=True))
