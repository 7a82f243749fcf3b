"""The names that an answer may use: of benefits, departments and documents, and the fixed words of the replies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import regex

from assistant.conversation.verifying.signs import Signs
from assistant.conversation.verifying.units import prepared
from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.expressions import Not, ValueTest
from assistant.eligibility.knowledge import YES_NO
from assistant.policies.folding import fold
from assistant.policies.yaml_files import read_yaml
from assistant.replies.script import traditional
from assistant.replies.spoken import spoken
from assistant.replies.verbalise import Verbaliser
from assistant.replies.words import Speech, load_wording

Key = tuple[str, str]
"""A document and a benefit of its list ("item.benefit")."""

OPENING, OPENING_ENGLISH = 2, 4  # characters by which literals are looked up; shorter ones are none
SHORTEST_FIXED = 4  # characters of the replies' own words that are taken as fixed
_ASIDE = regex.compile(r" ?\([^()]*\)")
VERDICTS = "statuses."  # the one part of the wording that states how a benefit stands
SENTENCES = ("messages.", "refusals.")


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
        at, length, letter = 0, len(text), False
        while at < length:
            within_word, letter = letter, _is_letter(text[at])
            if not (within_word and letter):
                opening = text[at : at + OPENING_ENGLISH] if letter else text[at : at + OPENING]
                literal = self._at(text, at, opening)
                if literal is not None:
                    yield Mention(at, at + len(literal), self.meanings[literal])
                    at += len(literal)
                    letter = _is_letter(literal[-1])
                    continue
            at += 1

    def _at(self, text: str, at: int, opening: str) -> str | None:
        for literal in self._index.get(opening, ()):
            if text.startswith(literal, at):
                behind = text[at + len(literal) : at + len(literal) + 1]
                if not (behind and _is_letter(literal[-1]) and _is_letter(behind)):
                    return literal
        return None

    @cached_property
    def _index(self) -> Mapping[str, tuple[str, ...]]:
        index: dict[str, list[str]] = defaultdict(list)
        for literal in self.meanings:
            index[literal[: OPENING_ENGLISH if _is_letter(literal[0]) else OPENING]].append(literal)
        return {opening: tuple(sorted(some, key=len, reverse=True)) for opening, some in index.items()}


def _is_letter(character: str) -> bool:
    """Whether it is part of an English word, which no literal may begin or end in the midst of."""
    return "a" <= character <= "z" or "0" <= character <= "9"


def load_literals(corpus: Path, catalogue: Catalogue, signs: Signs) -> Literals:
    """All literals of a corpus and of the replies' wording."""
    meanings: dict[str, Meant] = {}

    def add(words: str, meant: Meant) -> None:
        dense = words if words.isascii() else "".join(words.split())
        forms = {prepared(one) for one in (words, dense, traditional(words))}
        for form in forms | {_ASIDE.sub("", one) for one in forms}:  # read out, brackets are left out
            if len(form) >= (OPENING_ENGLISH if _is_letter(form[:1]) else OPENING):
                meanings[form] = meanings.get(form, Meant()) | meant

    for words, keys in _names(catalogue):
        add(words, Meant(keys=keys))
    for words, printed in _departments(catalogue):
        add(words, Meant(departments=printed))
    for words in _fixed_words(catalogue, signs):
        if len(regex.findall(r"\p{L}", words)) >= SHORTEST_FIXED or words in meanings:
            add(words, Meant(fixed=True))
    for words, keys in _short_names(catalogue, signs):
        add(words, Meant(keys=keys))
    for words, keys in _aliases(corpus, catalogue, signs):
        if prepared(words) not in meanings:
            add(words, Meant(keys=keys))
    return Literals(meanings)


def _names(catalogue: Catalogue) -> Iterator[tuple[str, frozenset[Key]]]:
    for document, rulebook in catalogue.rulebooks.items():
        source = catalogue.policies[document].source
        for benefit in rulebook.benefits:
            key = frozenset({(document, benefit.key)})
            for tongue in ("zh", "en"):
                name = benefit.name.of(tongue)
                yield name, key
                yield spoken(name, Speech.of(tongue)), key
        for number, item in catalogue.lists[document].items.items():
            printed = "".join(source.quote(item.name).split())
            benefits = [benefit for benefit in rulebook.benefits if benefit.item == number]
            # Of several benefits of an item, one may bear the item's own name.
            namesakes = [benefit for benefit in benefits if benefit.name.zh == printed] or benefits
            yield printed, frozenset((document, benefit.key) for benefit in namesakes)


def _short_names(catalogue: Catalogue, signs: Signs) -> Iterator[tuple[str, frozenset[Key]]]:
    """English names without what follows their head, where more than a word is left."""
    for document, rulebook in catalogue.rulebooks.items():
        for benefit in rulebook.benefits:
            head = signs.pattern("en_tail").split(benefit.name.en)[0]
            if " " in head and head != benefit.name.en:
                yield head, frozenset({(document, benefit.key)})


def _aliases(corpus: Path, catalogue: Catalogue, signs: Signs) -> Iterator[tuple[str, frozenset[Key]]]:
    """Everyday names, as far as they cannot be taken for what somebody has (低保) or is."""
    for entry in read_yaml(corpus / "vocabulary" / "benefits.yaml").values():
        items = {document: set(numbers) for document, numbers in (entry.get("items") or {}).items()}
        keys = frozenset(
            (document, benefit.key)
            for document, numbers in items.items()
            for benefit in catalogue.rulebooks[document].benefits
            if benefit.item in numbers or benefit.key in numbers
        )
        yield from (
            (words, keys) for words in entry.get("zh", ()) if keys and signs.pattern("alias").search(words)
        )


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


def _fixed_words(catalogue: Catalogue, signs: Signs) -> Iterator[str]:
    """What the replies say of conditions, facts and questions, and whole sentences of their own."""
    wording = load_wording()
    stop = signs.pattern("fixed_stop")
    templates = [words for name, words in wording.words.items() if name.startswith(SENTENCES)]
    templates += [one.text for one in catalogue.vocabulary.presumptions if one.text is not None]
    for words in templates:
        for said in (words.zh, words.en):
            yield from (piece for piece in stop.split(said) if len(piece) > SHORTEST_FIXED)
    for name, words in wording.words.items():
        if not name.startswith((VERDICTS, *SENTENCES)):
            yield from (said for said in (words.zh, words.en) if "{" not in said)
    for tongue in ("zh", "en"):
        speech = Speech.of(tongue)
        for fact in catalogue.vocabulary.facts.values():
            yield from (fact.label.of(tongue), fact.question.of(tongue))
            # In a question, the person's name may stand where "the person" does.
            yield from regex.split(speech.say("people.in_question"), fact.question.of(tongue))
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


@lru_cache(maxsize=8192)
def dense(words: str) -> str:
    """Folded words without white space, as quotes are compared."""
    return "".join(fold(words).split())


def one_of(literals: Iterable[str]) -> str:
    """A pattern for any of the literals, the longest first."""
    return "|".join(regex.escape(one) for one in sorted(literals, key=len, reverse=True))
