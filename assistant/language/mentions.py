"""Which words of a message name somebody, and not merely whose somebody is or who stands at his side."""

from collections.abc import Iterator, Sequence

from assistant.language.lexicon import Kin, Words
from assistant.language.phrases import Found
from assistant.language.scope import Scope

_SIGHT = 40
_NAMES = ("person", "generic", "group", "younger")


class Mentions:
    """Sifts the words for persons of one message."""

    def __init__(self, words: Words, scope: Scope) -> None:
        self._words = words
        self._scope = scope

    def naming(self, found: Sequence[Found[Kin]]) -> Iterator[Found[Kin]]:
        """The words that name somebody living of whom something may be said, in order."""
        for i, hit in enumerate(found):
            following = found[i + 1 : i + 4]
            if not (
                self._is_possessive(hit, following) or self._is_nobody(hit) or self._has_died(hit, following)
            ):
                yield hit

    def _is_possessive(self, hit: Found[Kin], following: Sequence[Found[Kin]]) -> bool:
        """我 in 我的母亲, her in her father."""
        if hit.senses[0].role not in ("self", "one") or not following:
            return False
        gap = self._scope.plain[hit.end : following[0].start]
        return following[0].senses[0].role in _NAMES and bool(
            self._words.pattern("people", "possessive").fullmatch(gap)
        )

    def _is_nobody(self, hit: Found[Kin]) -> bool:
        """An asker who only asks, a companion, a neighbouring village."""
        kin = hit.senses[0]
        before, after = self._before(hit), self._scope.plain[hit.end : hit.end + _SIGHT]
        match kin.role:
            case "deceased":
                return True
            case "younger" if self._matches("relation_of", after) or self._matches("is_relation", before):
                return True
            case "younger" if self._matches("tells", after):
                return True
            case "generic" if self._matches("asks_for", after):
                return True
            case "self" if self._matches("asks", after):
                return True
            case "self" if self._matches("object", before) and not self._matches("and_all", after):
                return True
            case "person" if self._matches("absent", before) or self._matches("relied_on", before):
                return True
            case "person" if kin.who == "other" and self._matches("tells", after):
                return True
            case "person" if kin.who != "older" and self._matches("cares", after):
                return True
            case "self" | "person" if self._matches("companion_en", before):
                return True
            case "self" | "person" if self._matches("companion", before) and self._matches("together", after):
                return True
        return kin.who == "other" and self._matches("no_person", after)

    def _has_died(self, hit: Found[Kin], following: Sequence[Found[Kin]]) -> bool:
        if hit.senses[0].role != "person":
            return False
        if self._matches("died_before", self._before(hit)):
            return True
        for other in following:
            if other.senses[0].role == "deceased":
                gap = self._scope.plain[hit.end : other.start]
                return len(gap) <= 12 and not set(gap) & set(",。!?;\n")
            if other.senses[0].role != "each":
                return False
        return False

    def _before(self, hit: Found[Kin]) -> str:
        return self._scope.plain[max(0, hit.start - _SIGHT) : hit.start]

    def _matches(self, name: str, text: str) -> bool:
        return bool(self._words.pattern("people", name).search(text))
