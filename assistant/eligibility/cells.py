"""The parts of the facts' domains that rules can tell apart: what an exact search has to try, and no more."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from assistant.eligibility.expressions import Expression, NumberTest, PlaceTest, ValueTest, tests
from assistant.eligibility.knowledge import Interval, Knowledge, Known, Options, Value, Whereabouts


class Cells:
    """The parts of each fact's domain that a set of expressions can tell apart."""

    def __init__(self, expressions: Iterable[Expression]) -> None:
        cuts: dict[str, set[int]] = {}
        groups: dict[str, set[frozenset[Value]]] = {}
        places: dict[str, set[str]] = {}
        order: dict[str, None] = {}
        for expression in expressions:
            for test in tests(expression):
                order[test.fact] = None
                match test:
                    case NumberTest(fact, low, high):
                        cuts.setdefault(fact, set()).update(_cuts(low, high))
                    case ValueTest(fact, values):
                        groups.setdefault(fact, set()).add(values)
                    case PlaceTest(fact, place):
                        places.setdefault(fact, set()).add(place)
        self.facts = tuple(order)
        self._cuts: Mapping[str, list[int]] = {fact: sorted(numbers) for fact, numbers in cuts.items()}
        self._groups: Mapping[str, list[frozenset[Value]]] = {
            fact: sorted(sets, key=lambda values: sorted(map(str, values))) for fact, sets in groups.items()
        }
        # The innermost place first, so that what remains after it lies in the outer one but not in the inner.
        self._places: Mapping[str, list[str]] = {
            fact: sorted(names, key=lambda name: (-len(name), name)) for fact, names in places.items()
        }
        self._memo: dict[tuple[str, Knowledge], list[Knowledge]] = {}

    def signature(self, known: Known) -> tuple[Knowledge, ...]:
        """What is known of each fact, as far as the tests can tell: an interval is widened to whole cells."""
        return tuple(
            [self._widened(fact, known[fact]) if fact in self._cuts else known[fact] for fact in self.facts]
        )

    def known(self, signature: tuple[Knowledge, ...]) -> Known:
        """A signature as knowledge of the facts."""
        return dict(zip(self.facts, signature, strict=True))

    def _widened(self, fact: str, knowledge: Knowledge) -> Knowledge:
        assert isinstance(knowledge, Interval)
        cuts = self._cuts[fact]
        first, last = bisect_right(cuts, knowledge.low), bisect_right(cuts, knowledge.high)
        # The first and the last cell have no end; one number stands for all of theirs.
        low = cuts[first - 1] if first else cuts[0] - 1
        return Interval(low, cuts[last] - 1 if last < len(cuts) else max(low, cuts[-1]))

    def split(self, fact: str, knowledge: Knowledge) -> list[Knowledge]:
        """The parts of `knowledge` that the tests can tell apart; together they are all of it."""
        key = (fact, knowledge)
        if key not in self._memo:
            self._memo[key] = list(self._split(fact, knowledge))
        return self._memo[key]

    def _split(self, fact: str, knowledge: Knowledge) -> Iterator[Knowledge]:
        match knowledge:
            case Interval(low, high):
                for cut in self._cuts.get(fact, []):
                    if low < cut <= high:
                        yield Interval(low, cut - 1)
                        low = cut
                yield Interval(low, high)
            case Options(values):
                parts: dict[tuple[bool, ...], set[Value]] = {}
                for value in sorted(values, key=str):
                    signature = tuple(value in group for group in self._groups.get(fact, []))
                    parts.setdefault(signature, set()).add(value)
                for part in parts.values():
                    yield Options(frozenset(part))
            case Whereabouts(within, outside):
                for place in self._places.get(fact, []):
                    inside = place.startswith(within) and place != within
                    if inside and not any(place.startswith(out) for out in outside):
                        yield Whereabouts(place, frozenset(out for out in outside if out.startswith(place)))
                        outside = outside | {place}
                yield Whereabouts(within, outside)


def _cuts(low: int | None, high: int | None) -> Iterator[int]:
    if low is not None:
        yield low
    if high is not None:
        yield high + 1


def join(parts: list[Knowledge]) -> Knowledge:
    """The least knowledge that covers all of `parts` (parts of one whole, of one kind)."""
    first = parts[0]
    match first:
        case Interval():
            intervals = [part for part in parts if isinstance(part, Interval)]
            return Interval(min(part.low for part in intervals), max(part.high for part in intervals))
        case Options():
            return Options(frozenset().union(*(part.values for part in parts if isinstance(part, Options))))
        case Whereabouts():
            return (
                first
                if len(parts) == 1
                else max(
                    (part for part in parts if isinstance(part, Whereabouts)),
                    key=lambda part: -len(part.within),
                )
            )
