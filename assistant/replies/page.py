"""The words that the desks themselves say: `desks/shell.yaml` for every desk, and a file for each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from assistant.policies.bilingual import Bilingual, Tongue
from assistant.policies.yaml_files import read_yaml
from assistant.replies.contract import Language
from assistant.replies.script import in_script, tongue_of
from assistant.replies.words import HOME, leaves

Desk = Literal["citizen", "hotline", "adviser"]
DESKS: Sequence[Desk] = ("citizen", "hotline", "adviser")


class PageWordingError(LookupError):
    """A desk has no words of a name; the message says which and where they belong."""


@dataclass(frozen=True)
class PageWords:
    """All that one desk says, in one language."""

    desk: Desk
    language: Language

    @property
    def tongue(self) -> Tongue:
        return tongue_of(self.language)

    def say(self, name: str, /, **values: object) -> str:
        """The words of a dotted name with the values filled in, which are left as they are.

        Raises PageWordingError where there are none.
        """
        found = self._found(name)
        words = found.of(self.tongue) if isinstance(found, Bilingual) else str(found)
        return in_script(words, self.language).format(**values)

    def entries(self, name: str) -> Sequence[Mapping[str, str]]:
        """A list of entries as the file has them; raises PageWordingError where there is none."""
        found: Sequence[Mapping[str, str]] = self._found(name)
        return found

    def listed(self, parts: Sequence[str]) -> str:
        """a, b, c."""
        return self.say("list").join(parts)

    def _found(self, name: str) -> Any:
        words = _load(self.desk)
        if name not in words:
            raise PageWordingError(f"desks/{self.desk}.yaml has no words for `{name}`; add them in zh and en")
        return words[name]


def names(desk: Desk) -> Sequence[str]:
    """The dotted name of everything that a desk can say."""
    return tuple(_load(desk))


@cache
def _load(desk: Desk) -> Mapping[str, Any]:
    files = [read_yaml(HOME / "desks" / f"{name}.yaml") for name in ("shell", desk)]
    return {name: words for data in files for name, words in leaves("", data)}
