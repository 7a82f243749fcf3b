"""What a place in a message is: where somebody is registered, where he lives, or the place asked about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.eligibility.knowledge import Whereabouts, region
from assistant.language.lexicon import Words
from assistant.language.scope import Scope
from assistant.policies.places import Place, PlaceMention, Places

Part = Literal["hukou", "residence", "drawn", "asked", "compared", "aside", "former"]
FACTS: Mapping[Part, str] = {"hukou": "hukou", "residence": "residence", "drawn": "welfare_place"}
"""The parts that tell something of somebody, and which fact each tells."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A place and its part; `outside` says that it is not there.

    `drawn` is where somebody draws 低保; `aside` is a place of work or birth, or one that another is only near to;
    `compared` is one held against another.
    """

    start: int
    end: int
    place: Place
    part: Part
    outside: bool = False

    @property
    def whereabouts(self) -> Whereabouts:
        """What is known of where."""
        code = region(self.place.code)
        return Whereabouts(outside=frozenset({code})) if self.outside else Whereabouts(within=code)


@dataclass(frozen=True, slots=True)
class Relative:
    """本地户口, 户口不在这儿: a place named by its relation to the one asked about."""

    start: int
    end: int
    fact: Literal["hukou", "residence"]
    here: bool
    city: bool = False


def places_in(plain: str, places: Places) -> list[PlaceMention]:
    """The places of a text, a county behind its city taken for one (天津宁河)."""
    merged: list[PlaceMention] = []
    for mention in places.find(plain):
        mention = replace(mention, end=min(mention.end, len(plain)))
        before = merged[-1] if merged else None
        if (
            before is not None
            and plain[before.end : mention.start] in ("", "的", " ", "市", "省", "市内", ", ")
            and (places.contains(before.place, mention.place) and before.place != mention.place)
        ):
            merged[-1] = PlaceMention(
                before.start,
                mention.end,
                mention.place,
                plain[before.start : mention.end],
                mention.candidates,
            )
        elif (
            before is not None
            and plain[before.end : mention.start] in (", ", ",", " (", "(")
            and (places.contains(mention.place, before.place) and before.place != mention.place)
        ):
            # Ninghe, Tianjin; Ninghe (Tianjin)
            merged[-1] = PlaceMention(
                before.start, mention.end, before.place, plain[before.start : mention.end], before.candidates
            )
        else:
            merged.append(mention)
    return merged


def part_of(words: Words, scope: Scope, mention: PlaceMention, before_it: Placed | None) -> tuple[Part, bool]:
    """The part that a place plays, and whether it is denied."""
    home = words.pattern("placing", "home")
    left, right = home.sub("", scope.left(mention.start)), scope.right(mention.end)

    def before(name: str) -> bool:
        return bool(words.pattern("placing", name).search(left))

    def after(name: str) -> bool:
        return bool(words.pattern("placing", name).match(right))

    # it's not that she isn't registered in Panjin: denied twice is said
    outside = before("outside") and not words.pattern("negation", "double").search(left)
    side = _stands_aside(words, left, right)
    if side in ("denied", "near"):
        return "aside", outside or side == "denied"
    if before("moved_from") and after("moved_to"):
        return "former", False
    not_yet = before("wished") or (before("moving") and after("not_done"))
    if before("rule_before") or after("rule_after") or not_yet:
        return "asked", False
    if (
        before_it is not None
        and not after("residence_after")
        and _stands_instead(words, scope, mention, before_it)
    ):
        return "hukou", False
    bracketed = scope.plain[max(0, mention.start - 40) : mention.start]
    if words.pattern("placing", "hukou_bracket").search(bracketed):
        return "hukou", outside
    drawn = before("drawn_before") or (before("drawn_around") and after("drawn_around_after"))
    if drawn and not before("hukou_and_drawn"):
        return "drawn", outside
    if before("hukou_before") or (
        after("hukou_after") and not (before("residence_before") and (after("there") or after("hukou_next")))
    ):
        return ("former", False) if after("hukou_after") and before("former") else ("hukou", outside)
    if before("aside_before") or (after("work_after") and before("residence_in")):
        return "aside", False
    if before("former") and not after("from_home"):
        return "former", False
    if before("askers_home"):
        return "asked", False
    if before("residence_before"):
        return "residence", outside or before("not_region_before") or before("not_living")
    if after("residence_after"):
        return "residence", outside
    return ("compared" if side else "asked"), outside


def _stands_aside(words: Words, left: str, right: str) -> str | None:
    """How the words around a place say that it is not the one asked about."""
    around = f"{left}\n{right}"
    names = ("denied", "near", "compared")
    return next((name for name in names if words.pattern("places_aside", name).search(around)), None)


def _stands_instead(words: Words, scope: Scope, mention: PlaceMention, before_it: Placed) -> bool:
    """户口不在宁河, 在唐山."""
    between = scope.plain[before_it.end : mention.start]
    denied = before_it.part == "hukou" and before_it.outside
    return denied and bool(words.pattern("placing", "instead").fullmatch(between))


def relatives(words: Words, plain: str) -> Iterator[Relative]:
    """Where somebody is registered or lives, said in relation to the place asked about."""
    for name, fact, here in (
        ("elsewhere_hukou", "hukou", False),
        ("here_hukou", "hukou", True),
        ("city_hukou", "hukou", True),
        ("elsewhere_residence", "residence", False),
        ("here_residence", "residence", True),
    ):
        for match in words.pattern("placing", name).finditer(plain):
            yield Relative(match.start(), match.end(), fact, here, name == "city_hukou")  # type: ignore[arg-type]


def relative_whereabouts(relative: Relative, here: Sequence[Place], places: Places) -> Whereabouts | None:
    """What 本地 or 外地 says once the place asked about is known; None while it is not."""
    if not here:
        return None
    if not relative.here:
        return Whereabouts(outside=frozenset(region(place.code) for place in here))
    place = here[0]
    if relative.city:
        place = (*places.ancestors(place), place)[0] if place.level == 2 else place
    return Whereabouts(within=region(place.code))
