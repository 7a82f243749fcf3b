"""A person's facts as people and programs write them, and back.

A number is `92` or `{"min": 80, "max": 89}`, a choice a value or a list of those still possible, a flag `true` or
`false`, a place an id, a code or a name, or `{"not": place}` for anywhere else.
"""

from collections.abc import Callable, Mapping
from typing import Any

from assistant.eligibility.facts import Fact, Vocabulary
from assistant.eligibility.knowledge import Interval, Knowledge, Options, Value, Whereabouts, region

PlaceCode = Callable[[str], str]
PlaceName = Callable[[str], str]


class FactError(ValueError):
    """A fact that does not exist or a value that it cannot have; the message says what is possible."""


def read_facts(
    stated: Mapping[str, Any], vocabulary: Vocabulary, place_code: PlaceCode
) -> dict[str, Knowledge]:
    """What is known of a person, every fact included; raises FactError for what cannot be read."""
    known = dict(vocabulary.unknown)
    for name, value in stated.items():
        known[name] = read_fact(name, value, vocabulary, place_code)
    return known


def read_fact(name: str, value: Any, vocabulary: Vocabulary, place_code: PlaceCode) -> Knowledge:
    """One stated fact; raises FactError."""
    fact = vocabulary.facts.get(name)
    if fact is None:
        raise FactError(f"there is no fact `{name}`; `yanglao facts` lists them")
    match fact.type:
        case "number":
            return _read_number(fact, value)
        case "choice":
            return _read_options(fact, value, tuple(fact.values or ()))
        case "flag":
            return _read_options(fact, value, (True, False))
        case "place":
            return _read_place(fact, value, place_code)


def _read_number(fact: Fact, value: Any) -> Interval:
    assert fact.range is not None
    least, most = fact.range
    low, high = (
        (value.get("min", least), value.get("max", most)) if isinstance(value, Mapping) else (value, value)
    )
    if isinstance(value, Mapping) and not set(value) <= {"min", "max"}:
        raise FactError(f"`{fact.name}` is a number or {{min, max}}, not {value!r}")
    if type(low) is not int or type(high) is not int or not least <= low <= high <= most:
        raise FactError(f"`{fact.name}` is a whole number from {least} to {most}, not {value!r}")
    return Interval(low, high)


def _read_options(fact: Fact, value: Any, possible: tuple[Value, ...]) -> Options:
    values = value if isinstance(value, list | tuple | set | frozenset) else [value]
    chosen = frozenset(_option(fact, entry, possible) for entry in values)
    if not chosen:
        raise FactError(f"`{fact.name}` needs at least one of {_listed(possible)}")
    return Options(chosen)


def _option(fact: Fact, value: Any, possible: tuple[Value, ...]) -> Value:
    for option in possible:
        # 1 == True in Python, but a grade is no yes.
        if type(option) is type(value) and option == value:
            return option
        if isinstance(value, str) and str(option).lower() == value.lower():
            return option
    raise FactError(f"`{fact.name}` is {_listed(possible)}, not {value!r}")


def _listed(possible: tuple[Value, ...]) -> str:
    return " or ".join(str(value).lower() if isinstance(value, bool) else str(value) for value in possible)


def _read_place(fact: Fact, value: Any, place_code: PlaceCode) -> Whereabouts:
    if isinstance(value, Mapping) and set(value) == {"not"}:
        outside = value["not"] if isinstance(value["not"], list) else [value["not"]]
        return Whereabouts(outside=frozenset(region(_code(fact, name, place_code)) for name in outside))
    return Whereabouts(region(_code(fact, value, place_code)))


def _code(fact: Fact, value: Any, place_code: PlaceCode) -> str:
    if isinstance(value, str):
        try:
            return place_code(value)
        except LookupError:
            pass
    raise FactError(f"`{fact.name}` is a place (an id, a GB/T 2260 code or a name), not {value!r}")


def write_facts(
    known: Mapping[str, Knowledge], vocabulary: Vocabulary, place_name: PlaceName
) -> dict[str, Any]:
    """What is known beyond nothing, in the form that `read_facts` reads."""
    return {
        name: write_fact(value, fact, place_name)
        for name, fact in vocabulary.facts.items()
        if (value := known.get(name, fact.domain)) != fact.domain
    }


def write_fact(value: Knowledge, fact: Fact, place_name: PlaceName) -> Any:
    """One fact in the form that `read_fact` reads; `place_name` turns a region prefix into an id or a name."""
    match value:
        case Interval(low, high):
            assert fact.range is not None
            if low == high:
                return low
            bounds = {"min": low, "max": high}
            return {key: bound for key, bound in bounds.items() if bound != fact.range[key == "max"]}
        case Options(values):
            order = tuple(fact.values) if fact.values is not None else (True, False)
            kept = [option for option in order if option in values]
            return kept[0] if len(kept) == 1 else kept
        case Whereabouts(within, outside):
            if within:
                return place_name(within)
            names = sorted(place_name(code) for code in outside)
            return {"not": names[0] if len(names) == 1 else names}
