"""The tree of administrative divisions, which of them a document speaks for, and places named in a text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gb2260.data import data as revisions

from assistant.policies.place_data import PlaceData, PlaceError, lies_in, read_place_data
from assistant.policies.place_letters import WORD, PlaceLetters, english_name
from assistant.policies.place_names import Found, PlaceNames
from assistant.policies.yaml_files import read_yaml

LATEST = None
"""The library's key of its newest revision."""


@dataclass(frozen=True)
class Place:
    """An administrative division of China by its GB/T 2260 code."""

    code: str
    name: str
    parent: str | None
    """The code of the division that it belongs to; None for a province."""

    @property
    def level(self) -> int:
        """0 for a province, 1 for a prefecture, 2 for a county or a district."""
        return 0 if self.code.endswith("0000") else 1 if self.code.endswith("00") else 2


@dataclass(frozen=True)
class PlaceMention:
    """A place that a text names."""

    start: int
    end: int
    place: Place
    """The likeliest: inside of another place of the text, else one that a document speaks for."""
    words: str
    candidates: tuple[Place, ...]
    """All that the name may mean here, the likeliest first."""


class Places:
    """All divisions of the country, and the documents that speak for some of them."""

    def __init__(self, divisions: Mapping[str, str], documents: Mapping[str, str], data: PlaceData) -> None:
        """`divisions` holds names by code, `documents` codes by the id of the document that speaks there."""
        self._data = data
        self._documents = documents
        self._speaking = {code: document for document, code in documents.items()}
        self._places = {code: Place(code, name, _parent(code, divisions)) for code, name in divisions.items()}
        for document, code in documents.items():
            if code not in self._places:
                raise PlaceError(
                    f"{document} policy.yaml: place: there is no division {code}; "
                    "write its GB/T 2260 code, and add it to places.yaml if it is newer than the table"
                )
        self._covered = [
            code for code in divisions if any(lies_in(code, outer) for outer in documents.values())
        ]
        self._names = PlaceNames(divisions, self._covered, data)

    @classmethod
    def load(cls, corpus: Path) -> "Places":
        """Read the divisions and the documents' places; raises PlaceError naming what is wrong."""
        data = read_place_data(corpus / "places.yaml")
        table = {**{str(code): name for code, name in revisions[LATEST].items()}, **data.divisions}
        divisions = {
            code: name
            for code, name in sorted(table.items())
            if code not in data.formerly and name not in data.groupings
        }
        described = [read_yaml(file) for file in sorted(corpus.glob("*/policy.yaml"))]
        return cls(divisions, {entry["id"]: entry["place"] for entry in described}, data)

    def get(self, code_or_id: str) -> Place:
        """The place of a code (a former one too) or of a document; raises PlaceError when there is none."""
        code = self._documents.get(code_or_id, code_or_id)
        code = self._data.formerly.get(code, code)
        if code not in self._places:
            raise PlaceError(
                f"there is no place {code_or_id}; name a code of GB/T 2260 or one of "
                f"{', '.join(self._documents)}"
            )
        return self._places[code]

    def named(self, words: str) -> Place:
        """The place of an id, a code or a name (天津宁河 is 宁河); raises PlaceError for what names no single place."""
        try:
            return self.get(words)
        except PlaceError:
            mentions = self.find(words.strip().lower())
        if not mentions or sum(mention.end - mention.start for mention in mentions) < len(
            "".join(words.split())
        ):
            raise PlaceError(f'"{words}" names no place')
        return max(mentions, key=lambda mention: mention.place.level).place

    def ancestors(self, place: Place) -> tuple[Place, ...]:
        """The places that this one lies in, from the nearest to the province."""
        return tuple(self._upward(place))[1:]

    def contains(self, outer: Place, inner: Place) -> bool:
        """Whether `inner` lies in `outer`, or is it."""
        return outer in self._upward(inner)

    def covered_document(self, place: Place) -> str | None:
        """The document that speaks for the place or for the nearest place that it lies in."""
        return next(
            (self._speaking[one.code] for one in self._upward(place) if one.code in self._speaking), None
        )

    def covered_within(self, place: Place) -> tuple[str, ...]:
        """The documents that speak for places in this one, or for it."""
        return tuple(
            document for document, code in self._documents.items() if self.contains(place, self._places[code])
        )

    def english(self, place: Place) -> str:
        """What English calls the place: Sifangtai District."""
        return english_name(place.code, place.name, self._data)

    def find(self, text: str) -> list[PlaceMention]:
        """The places that a text names, in order and without overlap.

        The text is folded to Simplified characters, half width and small letters, one character for each.
        """
        found = list(self._names.find(text))
        if WORD.search(text):
            found = sorted([*found, *self._letters.find(text)], key=lambda name: name.start)
        return [self._mention(text, name, [other for other in found if other is not name]) for name in found]

    def _mention(self, text: str, name: Found, others: list[Found]) -> PlaceMention:
        candidates = [self._places[code] for code in name.codes]
        if name.short:
            # Nobody who means the district says 河北 for 天津市河北区 apart from its city.
            provinces = [place for place in candidates if place.level == 0]
            candidates = provinces or candidates
        outer = [self._places[code] for other in others for code in other.codes]
        inside = [
            place for place in candidates if any(self.contains(one, place) and one != place for one in outer)
        ]
        candidates = inside or candidates
        if name.short:
            candidates = [place for place in candidates if place.level == min(c.level for c in candidates)]
        candidates.sort(key=lambda place: self.covered_document(place) is None)
        return PlaceMention(
            name.start, name.end, candidates[0], text[name.start : name.end], tuple(candidates)
        )

    def _upward(self, place: Place) -> Iterator[Place]:
        yield place
        if place.parent is not None:
            yield from self._upward(self._places[place.parent])

    @cached_property
    def _letters(self) -> PlaceLetters:
        divisions = {code: place.name for code, place in self._places.items()}
        return PlaceLetters(divisions, self._covered, self._speaking, self._data)


def _parent(code: str, divisions: Mapping[str, str]) -> str | None:
    """The prefecture where there is one, else the province: districts of 天津 belong to the city itself."""
    outer = (f"{code[:4]}00", f"{code[:2]}0000")
    return next((one for one in outer if one in divisions and one != code), None)
