"""What people type for a fact, turned into the form that programs write (see `eligibility.stating`).

A number is 92, 80-89, 80+ or <90; a choice one of its values or their Chinese or English names, several with
commas, or `not` before them; a place a name, an id or a code, or `not` and a place.
"""

import re
from typing import Any

from assistant.eligibility.facts import Fact
from assistant.eligibility.knowledge import Value
from assistant.eligibility.stating import FactError
from assistant.policies.bilingual import Bilingual

NUMBER = re.compile(
    r"(?P<exact>-?\d+)|(?P<low>\d+)\s*[-–~至]\s*(?P<high>\d+)|(?P<least>\d+)\s*\+|<\s*(?P<below>\d+)"
)
NOT = re.compile(r"not\s+", re.IGNORECASE)
SEVERAL = re.compile("[,，、]")
BRACKETED = re.compile(r"[（(](.*?)[）)]")


def stated_value(fact: Fact, words: str) -> Any:
    """The value that the words name; raises FactError saying what is possible."""
    match fact.type:
        case "number":
            return _number(fact, words.strip())
        case "choice":
            return _choice(fact, words.strip())
        case _:
            negated = NOT.match(words.strip())
            return {"not": words.strip()[negated.end() :]} if negated else words


def _number(fact: Fact, words: str) -> Any:
    match = NUMBER.fullmatch(words)
    if match is None:
        raise FactError(f"`{fact.name}` is a number such as 92, 80-89, 80+ or <90, not {words!r}")
    if match["exact"]:
        return int(match["exact"])
    if match["low"]:
        return {"min": int(match["low"]), "max": int(match["high"])}
    return {"min": int(match["least"])} if match["least"] else {"max": int(match["below"]) - 1}


def _choice(fact: Fact, words: str) -> Any:
    assert fact.values is not None
    negated = NOT.match(words)
    said = words[negated.end() :] if negated else words
    # A name may itself hold a comma: the whole is looked up before its parts.
    named = set(_options(fact, said)) or {
        value for name in SEVERAL.split(said) for value in _named(fact, name)
    }
    kept = [value for value in fact.values if (value in named) is (negated is None)]
    return kept[0] if len(kept) == 1 else kept


def _named(fact: Fact, name: str) -> list[Value]:
    assert fact.values is not None
    if found := _options(fact, name):
        return found
    possible = ", ".join(f"{value} ({label.zh})" for value, label in fact.values.items())
    raise FactError(f"`{fact.name}` is one of {possible}, not {name.strip()!r}")


def _options(fact: Fact, name: str) -> list[Value]:
    """The values of that name; several where they share it but for what stands in brackets behind it."""
    wanted = name.strip().lower()
    for names, shared in ((_full_names, False), (_bare_names, True), (_bracketed_names, False)):
        found = [value for value, label in (fact.values or {}).items() if wanted in names(value, label)]
        if len(found) == 1 or (found and shared):
            return found
    return []


def _full_names(value: Value, label: Bilingual) -> set[str]:
    return {str(value).lower(), label.zh.lower(), label.en.lower()}


def _bare_names(value: Value, label: Bilingual) -> set[str]:
    return {BRACKETED.sub("", words).strip().lower() for words in (label.zh, label.en)}


def _bracketed_names(value: Value, label: Bilingual) -> set[str]:
    return {words.lower() for words in BRACKETED.findall(f"{label.zh} {label.en}")}
