"""What an assessment found, as against what is only described."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.eligibility.knowledge import Value
from assistant.language.lexicon import FactSense, Words
from assistant.language.scope import Scope

_OF_LEVEL: Mapping[Value, frozenset[Value]] = {
    "none": frozenset({"able"}),
    "mild": frozenset({"partial", "unable"}),
    "moderate": frozenset({"partial", "unable"}),
    "severe": frozenset({"unable"}),
    "total": frozenset({"unable"}),
}
"""What a level says in plain words; 轻度 and 中度失能 are no official words for 半失能, nor for 失能."""

_CONDITIONS = frozenset({"self_care", "self_care_finding", "care_level"})
_FOUND = frozenset({"self_care_finding", "care_level"})


def finding_near(words: Words, scope: Scope, start: int, end: int) -> bool:
    """Whether the words around a stretch speak of an assessment that has been made."""
    plain = scope.plain
    sight, ahead = (70, 40) if plain[start:end].isascii() else (30, 14)
    low = max(scope.sentence_start(start), start - sight)
    for match in words.pattern("finding", "near").finditer(plain, low, min(len(plain), end + ahead)):
        apart = not scope.same_sentence(min(match.start(), start), max(match.end(), end))
        between = plain[end : match.start()] if match.start() >= end else ""
        elsewhere = set(between) & set(",;") and not words.pattern("finding", "said_after").fullmatch(between)
        wanting = words.pattern("finding", "denied").search(plain[low : match.start()])
        former = match.end() <= start and bool(
            set(plain[match.end() : start]) & set(",;")
            and (
                words.pattern("finding", "of_former").search(plain[low : match.start()])
                or words.pattern("finding", "found_before").match(plain[match.end() : start])
            )
        )
        if not (apart or elsewhere or wanting or former) and not words.pattern(
            "finding", "denied_after"
        ).match(plain[match.end() : match.end() + 20]):
            return True
    return False


def tells_a_finding(words: Words, asked: str | None, plain: str) -> bool:
    """Whether a message answers the question for what an assessment found: the county hospital says partly disabled.

    What only describes (he can't wash himself) is no answer to it.
    """
    return asked in _FOUND and bool(words.pattern("finding", "told").search(plain))


def is_condition(senses: Sequence[FactSense]) -> bool:
    """Whether a phrase may say what an assessment finds."""
    return any(sense.fact in _CONDITIONS for sense in senses)


def as_found(sense: FactSense) -> Iterator[FactSense]:
    """What a phrase says as the result of an assessment: the finding, and in plain words the condition itself."""
    match sense.fact:
        case "care_level":
            found = _OF_LEVEL[next(iter(sense.values))]
            yield from (sense, FactSense("self_care_finding", found))
            if len(found) == 1:
                yield FactSense("self_care", found)
        case "self_care" | "self_care_finding":
            yield from (FactSense("self_care_finding", sense.values), FactSense("self_care", sense.values))
        case "disability" | "disability_grade":
            return
        case _:
            yield sense


def as_described(sense: FactSense, level_named: bool) -> Iterator[FactSense]:
    """What a phrase says without an assessment: 重度失能 is 失能 in plain words, and no level."""
    if sense.fact == "care_level":
        if level_named:
            yield FactSense("self_care", _OF_LEVEL[next(iter(sense.values))])
    elif sense.fact != "self_care_finding":
        yield sense
