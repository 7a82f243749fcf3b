"""Which words of a message name somebody, and not merely whose somebody is or who stands at his side."""

from collections.abc import Iterator, Sequence

import regex

from assistant.language.lexicon import Kin, Words
from assistant.language.phrases import Found
from assistant.language.scope import Scope
from assistant.policies.bilingual import Bilingual

_SIGHT = 40
# My late husband was a soldier: as of a child, nothing that is said of him is a fact of the elder's.
_LATE = Kin("younger", Bilingual(zh="", en=""), "younger")
_EXPLAINS = regex.compile(r" ?[(（](?:my |his |her |the )?")
_NAMES = ("person", "generic", "group", "younger")


class Mentions:
    """Sifts the words for persons of one message."""

    def __init__(self, words: Words, scope: Scope) -> None:
        self._words = words
        self._scope = scope

    def naming(self, found: Sequence[Found[Kin]]) -> Iterator[Found[Kin]]:
        """The words that name somebody of whom something may be said, in order; the late are nobody asked about."""
        dead = {hit.senses[0] for i, hit in enumerate(found) if self._has_died(hit, found[i + 1 : i + 4])}
        explained = False
        for i, hit in enumerate(found):
            # my uncle (my mother's brother); but my husband's uncle is the uncle
            explained = bool(i) and self._is_explained(found[i - 1], hit, explained)
            following = found[i + 1 : i + 4]
            beside = self._is_companion_who(hit) or self._is_others(hit, found[i + 1 :])
            if self._is_late(hit) or beside:
                yield Found(hit.start, hit.end, (_LATE,))
            elif not (
                self._is_possessive(hit, following)
                or explained
                or self._is_nobody(hit)
                or hit.senses[0] in dead
            ):
                yield hit

    def _is_possessive(self, hit: Found[Kin], following: Sequence[Found[Kin]]) -> bool:
        """我 in 我的母亲, her in her father, mother's in my mother's brother."""
        if not following:
            return False
        gap = self._scope.plain[hit.end : following[0].start]
        if hit.senses[0].role not in ("self", "one"):
            return hit.senses[0].role == "person" and gap in ("'s ", "'s elder ", "'s older ", "'s younger ")
        return following[0].senses[0].role in _NAMES and bool(
            self._words.pattern("people", "possessive").fullmatch(gap)
        )

    def _is_explained(self, before: Found[Kin], hit: Found[Kin], goes_on: bool) -> bool:
        """My uncle (my mother's brother): what stands in brackets right behind only explains who he is."""
        gap = self._scope.plain[before.end : hit.start]
        explains = _EXPLAINS.fullmatch(gap) or (goes_on and gap == "'s ")
        return before.senses[0].role == hit.senses[0].role == "person" and bool(explains)

    def _is_nobody(self, hit: Found[Kin]) -> bool:
        """An asker who only asks, a companion, a neighbouring village."""
        kin = hit.senses[0]
        before, after = self._before(hit), self._scope.plain[hit.end : hit.end + _SIGHT]
        match kin.role:
            case "deceased":
                return True
            case "each" if self._matches("none_of_several", f"{before}|{after}"):
                return True
            case "younger" if self._matches("relation_of", after) or self._matches("is_relation", before):
                return True
            case "younger" if self._matches("tells", after) or self._is_house(before, after):
                return True
            case "generic" if self._matches("asks_for", after):
                return True
            case "self" if self._matches("asks", after):
                return True
            case "self" if self._matches("object", before) and not self._matches("and_all", after):
                return True
            case "person" if self._stands_aside(kin, before, after):
                return True
            case "self" | "person" if self._matches("companion_en", before):
                return True
            case "self" | "person" | "younger" if self._matches("companion", before) and self._matches(
                "together", after
            ):
                return True
        return kin.who == "other" and self._matches("no_person", after)

    def _is_companion_who(self, hit: Found[Kin]) -> bool:
        """Lives with my brother, who is disabled: what follows is of him and of nobody asked about."""
        after = self._scope.plain[hit.end : hit.end + _SIGHT]
        beside = self._matches("companion_en", self._before(hit)) and self._matches("who", after)
        return hit.senses[0].role == "person" and beside

    def _is_others(self, hit: Found[Kin], following: Sequence[Found[Kin]]) -> bool:
        """听同学说他奶奶100岁，我奶奶99: somebody else's, where one's own is named behind."""
        if hit.senses[0].role not in ("person", "generic"):
            return False
        own = (one for one in following if one.senses[0].role == "person")
        theirs = self._matches("others_before", self._before(hit))
        return theirs and any(self._matches("own", self._before(one)) for one in own)

    def _stands_aside(self, kin: Kin, before: str, after: str) -> bool:
        """没有老伴, 问了我爸他说…, 我弟在部队: somebody named of whom nothing is asked."""
        if self._matches("absent", before) or self._matches("relied_on", before):
            return True
        if kin.who == "same" and self._matches("serves", after):
            return True
        if self._is_house(before, after):
            return True
        if self._matches("asked_of", before) and (kin.who != "older" or self._matches("answered", after)):
            return True
        tells = kin.who == "other" and self._matches("tells", after)
        return tells or (kin.who != "older" and self._matches("cares", after))

    def _is_house(self, before: str, after: str) -> bool:
        """住我姐家, 住浉河孙女家: where somebody is, not who."""
        return self._matches("house", after) and self._matches("other_house", before)

    def _has_died(self, hit: Found[Kin], following: Sequence[Found[Kin]]) -> bool:
        if hit.senses[0].role not in ("person", "group"):
            return False
        for other in following:
            if other.senses[0].role == "deceased":
                gap = self._scope.plain[hit.end : other.start]
                return len(gap) <= 12 and not set(gap) & set(",。!?;\n")
            if other.senses[0].role not in ("each", "all"):
                return False
        return False

    def _is_late(self, hit: Found[Kin]) -> bool:
        """已故的父亲, my late husband, 外婆生前; and 听邻居说他家老头…, of whom nobody asks either."""
        after = self._scope.plain[hit.end : hit.end + _SIGHT]
        before = self._before(hit)
        return hit.senses[0].role in ("person", "generic") and (
            self._matches("died_before", before)
            or self._matches("in_life", after)
            or self._matches("of_others_house", before)
        )

    def _before(self, hit: Found[Kin]) -> str:
        return self._scope.plain[max(0, hit.start - _SIGHT) : hit.start]

    def _matches(self, name: str, text: str) -> bool:
        return bool(self._words.pattern("people", name).search(text))
