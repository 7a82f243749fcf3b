"""是, 没有, 二级, 88: short answers to the fact last asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from assistant.eligibility.facts import Fact
from assistant.eligibility.knowledge import Interval, Knowledge, Options, Value
from assistant.language.durations import duration
from assistant.language.lexicon import Words
from assistant.language.meaning import Mode
from assistant.language.numerals import number


@dataclass(frozen=True, slots=True)
class Answer:
    """What a short answer says, at `[start, end)` of the plain text."""

    start: int
    end: int
    fact: str
    knowledge: Knowledge
    mode: Mode


def answer(words: Words, fact: str, plain: str) -> Answer | None:
    """What a message says to the question for `fact`, where it says it without naming the fact."""
    candidates = list(_candidates(words, plain))
    if any(_says(words, "unsure", _told(bare)) for bare in candidates):
        return None  # 应该没有吧，不太清楚
    for bare in candidates:
        knowledge = _value(words, fact, bare) if len(bare) <= (48 if bare.isascii() else 24) else None
        if knowledge is not None:
            start = plain.find(bare)
            denies = any(_says(words, name, _told(bare)) for name in ("denies", "all_denied"))
            return Answer(start, start + len(bare), fact, knowledge, "negated" if denies else "said")
    return None


def is_answer(words: Words, plain: str) -> bool:
    """Whether a message is nothing but 是, 没有, 不知道."""
    bare = _told(plain)
    return any(_says(words, name, bare) for name in ("affirms", "denies", "all_denied", "unsure"))


def _told(bare: str) -> str:
    """An answer less its stops."""
    return regex.sub(r"[\s,.!，。！、]+", " ", bare).strip()


def _says(words: Words, name: str, told: str) -> bool:
    """Whether an answer is of this kind, in either language."""
    return any(words.pattern("answers", key).match(told) for key in (name, f"en_{name}"))


def _candidates(words: Words, plain: str) -> Iterator[str]:
    """What may be the answer: the whole message, its first clause, its last."""
    whole = plain.strip()
    yield from _barer(words, whole)
    clauses = [
        clause.strip() for clause in regex.split(r"[,。;!?]|\.(?=\s|$)|\bbut\b", whole) if clause.strip()
    ]
    if clauses and clauses[0] != whole:
        yield from _barer(words, clauses[0])
        if len(clauses) > 1:
            yield from _barer(words, clauses[-1])
    # yes her hukou is there: the answer needs no comma
    if opening := words.pattern("answers", "en_opening").match(whole):
        yield opening.group()


def _barer(words: Words, bare: str) -> Iterator[str]:
    """The answer as it stands, then less and less of the politeness and the copula around it."""
    yield bare
    polite, copula = words.pattern("answers", "polite"), words.pattern("answers", "copula")
    lead, tail = words.pattern("answers", "en_lead"), words.pattern("answers", "en_tail")
    for _ in range(4):
        shorter = tail.sub("", lead.sub("", polite.sub("", bare))).strip()
        if not shorter or shorter == bare:
            break
        bare = shorter
        yield bare
    shorter = polite.sub("", copula.sub("", bare)).strip()
    if shorter and shorter != bare:
        yield shorter


def _value(words: Words, fact: str, bare: str) -> Knowledge | None:
    bare = _told(bare)
    declared = words.vocabulary.facts.get(fact)
    if declared is None or _says(words, "unsure", bare):
        return None
    bare_values = words.grammar["bare_values"].get(fact, {})
    for value in bare_values:
        if words.pattern("bare_values", fact, value).match(bare):
            return Options(frozenset({value}))
    yes, no = _says(words, "affirms", bare), _says(words, "denies", bare)
    match declared.type:
        case "flag":
            return Options(frozenset({yes})) if yes or no else None
        case "number":
            return _number(words, declared, bare)
        case "choice":
            return _choice(words, fact, frozenset(declared.values or ()), bare, yes)
        case "place":
            return None


def _choice(words: Words, fact: str, values: frozenset[Value], bare: str, yes: bool) -> Knowledge | None:
    if (
        "none" in values
        and fact not in words.grammar["answers"]["none_is_a_finding"]
        and _says(words, "all_denied", bare)
    ):
        return Options(frozenset({"none"}))
    if yes and fact == "disability_grade":
        return Options(values - {"none"})
    return None


def _number(words: Words, declared: Fact, bare: str) -> Knowledge | None:
    months = declared.unit is not None and declared.unit.en == "months"
    if months and (lasted := duration(words, bare)) is not None:
        return lasted
    limits = declared.range or (0, 0)
    figures = bare.rstrip("岁周月个 ").removesuffix("years").removesuffix("months").strip()
    try:
        n = number(figures)
    except (ValueError, KeyError):
        return None
    return Interval(n, n) if limits[0] <= n <= limits[1] else None


def here_or_elsewhere(words: Words, plain: str) -> Literal["here", "elsewhere"] | None:
    """What a short answer says of a place: that it is this one, or that it is not."""
    for bare in _candidates(words, plain):
        bare = _told(bare)
        if words.pattern("answers", "elsewhere").match(bare) or _says(words, "denies", bare):
            return "elsewhere"
        if words.pattern("answers", "here").match(bare) or _says(words, "affirms", bare):
            return "here"
    return None
