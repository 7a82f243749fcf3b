"""The places that a text names in Chinese characters."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.policies.place_data import PlaceData, is_county, lies_in


@dataclass(frozen=True)
class Found:
    """A name in a text with every division that it may mean, as codes."""

    start: int
    end: int
    codes: tuple[str, ...]
    short: bool
    """Whether the name leaves out what it is (朝阳, not 朝阳区)."""


class PlaceNames:
    """All names of the divisions given, and the search for them.

    A full name is understood anywhere, a short one that can hardly mean anything else anywhere but in 天津路,
    and any other short one only right behind a place that it lies in, or between words of residence.
    """

    def __init__(self, divisions: Mapping[str, str], covered: Iterable[str], data: PlaceData) -> None:
        """`divisions` holds names by code, `covered` the codes that some document speaks for."""
        self._data = data
        self._full: dict[str, list[str]] = {}
        self._short: dict[str, list[str]] = {}
        self._anywhere: set[str] = set()
        covered = frozenset(covered)
        for code, name in divisions.items():
            self._add(code, name, covered=code in covered)
        for code, aliases in data.aliases.items():
            for alias in aliases:
                self._full.setdefault(alias, []).append(code)
        self._full |= self._other_kinds(divisions)
        lengths: dict[str, set[int]] = {}
        for name in (*self._full, *self._short):
            lengths.setdefault(name[0], set()).add(len(name))
        self._lengths = {first: sorted(sizes, reverse=True) for first, sizes in lengths.items()}

    def find(self, text: str) -> Iterator[Found]:
        """The names in a text of Simplified characters, in order, the longest at each place."""
        previous: Found | None = None
        at = 0
        while at < len(text):
            ends = (at + size for size in self._lengths.get(text[at], ()))
            name = next(filter(None, (self._name_at(text, at, end, previous) for end in ends)), None)
            if name is not None:
                yield name
                previous = name
            at = name.end if name else at + 1

    def _add(self, code: str, name: str, *, covered: bool) -> None:
        stem = self._data.stem(name)
        if name not in self._data.never:
            # 市和县 is "city and county" more often than 和县: behind one character, 县 needs context.
            names = self._full if len(stem) > 1 else self._short
            names.setdefault(name, []).append(code)
        if len(stem) > 1:
            self._short.setdefault(stem, []).append(code)
            familiar = not is_county(code) or name.endswith("市") or covered or stem in self._data.known_bare
            if familiar and stem not in self._data.also_words:
                self._anywhere.add(stem)

    def _other_kinds(self, divisions: Mapping[str, str]) -> dict[str, list[str]]:
        """Full names that no division bears: of a former kind (宁河县), or a long one cut short (恩施州)."""
        names: dict[str, list[str]] = {}
        for code, name in divisions.items():
            stem = self._data.stem(name)
            kinds = name[-1] if "自治" in name else "市" if name.endswith("地区") else ""
            if is_county(code) and stem not in self._data.also_words:
                kinds += "区县市"
            for other in {stem + kind for kind in kinds} if len(stem) > 1 else ():
                if other not in self._full and other not in self._data.never:
                    names.setdefault(other, []).append(code)
        return names

    def _name_at(self, text: str, start: int, end: int, previous: Found | None) -> Found | None:
        word = text[start:end]
        if word in self._full:
            return Found(start, end, tuple(self._full[word]), short=False)
        codes = tuple(self._short.get(word, ()))
        if previous is not None and text[previous.end : start] in ("", "的"):
            inside = tuple(code for code in codes if any(lies_in(code, outer) for outer in previous.codes))
            if inside:
                return Found(start, end, inside, short=True)
        if codes and (self._stands_alone(text, start, end) or self._is_residence(text, start, end)):
            return Found(start, end, codes, short=True)
        return None

    def _stands_alone(self, text: str, start: int, end: int) -> bool:
        word = text[start:end]
        cut = start > 0 and text[start - 1] in self._data.not_behind.get(word, "")
        return word in self._anywhere and not cut and not text.startswith(self._data.not_before, end)

    def _is_residence(self, text: str, start: int, end: int) -> bool:
        words = self._data.residence
        return text.endswith(words.before, 0, start) and (
            end == len(text) or text.startswith(words.after, end)
        )
