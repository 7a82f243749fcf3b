"""Conditions over facts: Python's own expression syntax, evaluated over partial knowledge.

In a complete world a condition comes out NO, LOCAL (left to the locality) or YES; over partial knowledge it
comes out as the bounds between which it must lie (Kleene's logic, `and` the minimum, `or` the maximum). Bounds
are sound; `exact` tightens them where unknowns are correlated.
"""

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from assistant.eligibility.facts import Fact
from assistant.eligibility.knowledge import Interval, Known, Options, Value, Whereabouts, region

NO, LOCAL, YES = 0, 1, 2
Bounds = tuple[int, int]
FALSE: Bounds = (NO, NO)
TRUE: Bounds = (YES, YES)
OPEN: Bounds = (NO, YES)


class ExpressionError(ValueError):
    """An expression that names no fact, compares what cannot be compared, or is not of the small syntax."""


@dataclass(frozen=True, slots=True)
class NumberTest:
    """The fact is a number in [low, high]; None is unbounded."""

    fact: str
    low: int | None
    high: int | None

    def bounds(self, known: Known) -> Bounds:
        value = known[self.fact]
        assert isinstance(value, Interval)
        if (self.low is not None and value.high < self.low) or (
            self.high is not None and value.low > self.high
        ):
            return FALSE
        if (self.low is None or value.low >= self.low) and (self.high is None or value.high <= self.high):
            return TRUE
        return OPEN


@dataclass(frozen=True, slots=True)
class ValueTest:
    """The fact (a flag or a choice) is one of `values`."""

    fact: str
    values: frozenset[Value]

    def bounds(self, known: Known) -> Bounds:
        value = known[self.fact]
        assert isinstance(value, Options)
        if value.values <= self.values:
            return TRUE
        return OPEN if value.values & self.values else FALSE


@dataclass(frozen=True, slots=True)
class PlaceTest:
    """The fact is a place inside `place` (a region prefix)."""

    fact: str
    place: str

    def bounds(self, known: Known) -> Bounds:
        value = known[self.fact]
        assert isinstance(value, Whereabouts)
        if value.within.startswith(self.place):
            return TRUE
        if not self.place.startswith(value.within) or any(
            self.place.startswith(out) for out in value.outside
        ):
            return FALSE
        return OPEN


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary."""

    part: "Expression"

    def bounds(self, known: Known) -> Bounds:
        low, high = self.part.bounds(known)
        return YES - high, YES - low


@dataclass(frozen=True, slots=True)
class And:
    """All parts; of none, always."""

    parts: tuple["Expression", ...]

    def bounds(self, known: Known) -> Bounds:
        low = high = YES
        for part in self.parts:
            part_low, part_high = part.bounds(known)
            low, high = min(low, part_low), min(high, part_high)
            if high == NO:
                return FALSE
        return low, high


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part; of none, never."""

    parts: tuple["Expression", ...]

    def bounds(self, known: Known) -> Bounds:
        low = high = NO
        for part in self.parts:
            part_low, part_high = part.bounds(known)
            low, high = max(low, part_low), max(high, part_high)
            if low == YES:
                return TRUE
        return low, high


@dataclass(frozen=True, slots=True)
class Local:
    """What the text leaves to the locality: never better than LOCAL."""

    part: "Expression"

    def bounds(self, known: Known) -> Bounds:
        low, high = self.part.bounds(known)
        return min(low, LOCAL), min(high, LOCAL)


@dataclass(frozen=True, slots=True)
class Named:
    """A criterion or definition used by its name; it behaves as what it stands for."""

    name: str
    part: "Expression"

    def bounds(self, known: Known) -> Bounds:
        return self.part.bounds(known)


Test = NumberTest | ValueTest | PlaceTest
Expression = Test | Not | And | Or | Local | Named
ALWAYS = And(())
NEVER = Or(())
LOCAL_ONLY = Local(ALWAYS)


def all_of(parts: tuple[Expression, ...]) -> Expression:
    """All parts together."""
    return parts[0] if len(parts) == 1 else And(parts)


def any_of(parts: tuple[Expression, ...]) -> Expression:
    """At least one of the parts."""
    return parts[0] if len(parts) == 1 else Or(parts)


def tests(expression: Expression) -> list[Test]:
    """The leaves of an expression, from left to right."""
    found: list[Test] = []
    _collect(expression, found)
    return found


def _collect(expression: Expression, found: list[Test]) -> None:
    match expression:
        case NumberTest() | ValueTest() | PlaceTest():
            found.append(expression)
        case Not(part) | Local(part) | Named(_, part):
            _collect(part, found)
        case And(parts) | Or(parts):
            for part in parts:
                _collect(part, found)
        case _:
            assert_never(expression)


def has_local(expression: Expression) -> bool:
    """Whether the expression can come out LOCAL at all."""
    match expression:
        case Local():
            return True
        case Not(part) | Named(_, part):
            return has_local(part)
        case And(parts) | Or(parts):
            return any(has_local(part) for part in parts)
        case _:
            return False


def reduce(expression: Expression, known: Known) -> Expression:
    """The expression without what is already decided; ALWAYS, NEVER or LOCAL_ONLY where nothing is open."""
    match expression:
        case NumberTest() | ValueTest() | PlaceTest():
            bounds = expression.bounds(known)
            return expression if bounds == OPEN else (ALWAYS if bounds == TRUE else NEVER)
        case Named(_, part):
            return reduce(part, known)
        case Not(part):
            rest = reduce(part, known)
            return NEVER if rest is ALWAYS else ALWAYS if rest is NEVER else Not(rest)
        case Local(part):
            rest = reduce(part, known)
            return NEVER if rest is NEVER else Local(rest)
        case And(parts):
            return _reduced_all(reduce(part, known) for part in parts)
        case Or(parts):
            return _reduced_any(reduce(part, known) for part in parts)
        case _:
            assert_never(expression)


def _reduced_all(parts: Iterable[Expression]) -> Expression:
    rest: list[Expression] = []
    for part in parts:
        if part is NEVER:
            return NEVER
        if part is not ALWAYS and part not in rest:
            rest.append(part)
    return all_of(tuple(rest)) if rest else ALWAYS


def _reduced_any(parts: Iterable[Expression]) -> Expression:
    rest: list[Expression] = []
    for part in parts:
        if part is ALWAYS:
            return ALWAYS
        if part is not NEVER and part not in rest:
            rest.append(part)
    if LOCAL_ONLY in rest:
        # Nothing that is itself capped at LOCAL can add to it.
        rest = [part for part in rest if part == LOCAL_ONLY or not isinstance(part, Local)]
    return any_of(tuple(rest)) if rest else NEVER


@dataclass(frozen=True)
class Language:
    """Everything a name in an expression may mean: facts, named criteria, and places by id."""

    facts: Mapping[str, Fact]
    named: Mapping[str, Expression]
    place_code: Callable[[str], str]

    def parse(self, text: str) -> Expression:
        """Read `text`; raises ExpressionError with what is wrong in it."""
        try:
            tree = ast.parse(" ".join(text.split()), mode="eval").body
        except SyntaxError as error:
            raise ExpressionError(f"`{text}` is not an expression: {error.msg}") from None
        try:
            return self._read(tree)
        except ExpressionError as error:
            raise ExpressionError(f"`{text}`: {error}") from None

    def parse_implication(self, text: str) -> Expression:
        """Read "a -> b" (whenever a, then b)."""
        premise, arrow, conclusion = text.partition("->")
        if not arrow:
            raise ExpressionError(f"`{text}` is no implication: write it as `a -> b`")
        return Or((Not(self.parse(premise)), self.parse(conclusion)))

    def _read(self, node: ast.expr) -> Expression:
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return And(tuple(self._read(value) for value in values))
            case ast.BoolOp(op=ast.Or(), values=values):
                return Or(tuple(self._read(value) for value in values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                part = self._read(operand)
                if has_local(part):
                    raise ExpressionError("`not` of something left to the locality has no meaning")
                return Not(part)
            case ast.Call(func=ast.Name(id="local"), args=[argument], keywords=[]):
                return Local(self._read(argument))
            case ast.Name(id=name):
                return self._read_name(name)
            case ast.Compare(left=ast.Name(id=name), ops=[operator], comparators=[right]):
                return self._read_comparison(self._fact(name), operator, right)
            case _:
                raise ExpressionError(f"`{ast.unparse(node)}` is not of the syntax of conditions")

    def _fact(self, name: str) -> Fact:
        if name not in self.facts:
            raise ExpressionError(f"there is no fact `{name}`; facts.yaml declares every fact")
        return self.facts[name]

    def _read_name(self, name: str) -> Expression:
        if name in self.named:
            return Named(name, self.named[name])
        fact = self._fact(name)
        if fact.type != "flag":
            raise ExpressionError(f"`{name}` is a {fact.type}, so compare it with something")
        return ValueTest(name, frozenset({True}))

    def _read_comparison(self, fact: Fact, operator: ast.cmpop, right: ast.expr) -> Expression:
        match fact.type:
            case "number":
                return _number_test(fact, operator, right)
            case "choice":
                return _choice_test(fact, operator, right)
            case "place":
                if not isinstance(operator, ast.In | ast.NotIn) or not isinstance(right, ast.Name):
                    raise ExpressionError(f"ask of a place only `{fact.name} in PLACE`")
                test = PlaceTest(fact.name, region(self.place_code(right.id)))
                return Not(test) if isinstance(operator, ast.NotIn) else test
            case "flag":
                raise ExpressionError(f"`{fact.name}` is yes or no: write `{fact.name}` or `not {fact.name}`")
            case _:
                assert_never(fact.type)


def _number_test(fact: Fact, operator: ast.cmpop, right: ast.expr) -> Expression:
    if not isinstance(right, ast.Constant) or type(right.value) is not int:
        raise ExpressionError(f"compare `{fact.name}` with a whole number")
    number = right.value
    match operator:
        case ast.GtE():
            return NumberTest(fact.name, number, None)
        case ast.Gt():
            return NumberTest(fact.name, number + 1, None)
        case ast.LtE():
            return NumberTest(fact.name, None, number)
        case ast.Lt():
            return NumberTest(fact.name, None, number - 1)
        case ast.Eq():
            return NumberTest(fact.name, number, number)
        case _:
            raise ExpressionError(f"`{fact.name}` takes >=, >, <=, < or ==")


def _choice_test(fact: Fact, operator: ast.cmpop, right: ast.expr) -> Expression:
    nodes = right.elts if isinstance(right, ast.Tuple) else [right]
    values = frozenset(_choice_value(fact, node) for node in nodes)
    match operator:
        case ast.Eq() | ast.In():
            return ValueTest(fact.name, values)
        case ast.NotEq() | ast.NotIn():
            return ValueTest(fact.name, frozenset(fact.values or ()) - values)
        case _:
            raise ExpressionError(f"`{fact.name}` takes ==, !=, in or not in")


def _choice_value(fact: Fact, node: ast.expr) -> Value:
    match node:
        case ast.Name(id=name):
            value: object = name
        case ast.Constant(value=constant):
            value = constant
        case _:
            value = None
    for option in fact.values or ():
        if type(option) is type(value) and option == value:  # True == 1 in Python, but is no grade
            return option
    raise ExpressionError(f"`{fact.name}` has no value `{ast.unparse(node)}`")
