"""`wording.yaml`: the replies' own words, in two languages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.policies.bilingual import Bilingual, Tongue
from assistant.policies.yaml_files import read_yaml

HOME = Path(__file__).parent


class WordingError(LookupError):
    """`wording.yaml` lacks words that a reply needs; the message says which."""


@dataclass(frozen=True)
class Wording:
    """All words by their dotted name, each bilingual; lists of plain words apart."""

    words: Mapping[str, Bilingual]
    lists: Mapping[str, Sequence[str]]
    plain: Mapping[str, str]


@cache
def load_wording() -> Wording:
    """Read `wording.yaml`, once."""
    data = read_yaml(HOME / "wording.yaml")
    found = dict(leaves("", data))
    return Wording(
        {name: leaf for name, leaf in found.items() if isinstance(leaf, Bilingual)},
        {name: leaf for name, leaf in found.items() if isinstance(leaf, list)},
        {name: leaf for name, leaf in found.items() if isinstance(leaf, str)},
    )


def leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Each entry of a file of words under its dotted name; what has zh and en as one."""
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        yield name, Bilingual.model_validate(value)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(f"{name}.{key}" if name else str(key), part)
    else:
        yield name, value


@dataclass(frozen=True)
class Speech:
    """The wording in one language."""

    tongue: Tongue
    wording: Wording

    @classmethod
    def of(cls, tongue: Tongue) -> "Speech":
        return cls(tongue, load_wording())

    def maybe(self, name: str, /, **values: object) -> str | None:
        """The words of that name with the values filled in, or None where there are none."""
        found = self.wording.words.get(name)
        return None if found is None else found.of(self.tongue).format(**values)

    def say(self, name: str, /, **values: object) -> str:
        """The words of that name with the values filled in; raises WordingError where there are none."""
        words = self.maybe(name, **values)
        if words is None:
            raise WordingError(f"wording.yaml has no words for `{name}`; add them in zh and en")
        return words

    def listed(self, parts: Sequence[str]) -> str:
        """a, b and c."""
        return self._joined(parts, self.say("last"))

    def either(self, parts: Sequence[str]) -> str:
        """a, b or c."""
        return self._joined(parts, self.say("last_of_several"))

    def _joined(self, parts: Sequence[str], last: str) -> str:
        if len(parts) < 2:
            return "".join(parts)
        return self.say("list").join(parts[:-1]) + last + parts[-1]

    def number(self, value: int | float | str) -> str:
        """A number as figures are written in the language: 1200, or 1,200 in English."""
        if isinstance(value, str):
            return value
        whole = int(value) == value
        return f"{int(value) if whole else value:{',' if self.tongue == 'en' else ''}}"
