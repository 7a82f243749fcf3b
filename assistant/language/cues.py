"""The words by which people say what they want, as corpus/vocabulary/intents.yaml lists them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import regex

from assistant.language.lexicon import Words, WordsError
from assistant.language.meaning import INTENTS, Intent
from assistant.language.phrases import Phrasebook
from assistant.language.scope import SENTENCE_END, Stretch

_LATIN = regex.compile(r"[a-z]{2}")
_SIGHT = 60
"""How far around a cue it can be said that it does not count."""
_CLAUSE_END = regex.compile(r"[,。!?;\n]|\.(?=\s|$)|(?<=\p{Han}) | (?=\p{Han})")
# Each of these is looked for by itself, so that no longer phrase of another kind hides it.
_APART: tuple[Intent, ...] = ("emergency", "distress", "out_of_scope")
# 能不能, 有补贴吗 ask of whatever their clause names.
_GENERAL: tuple[Intent, ...] = ("eligibility", "entitlements")


@dataclass(frozen=True, slots=True)
class _Unless:
    """What stands before or behind a cue, or anywhere in its sentence, where it does not count."""

    before: "regex.Pattern[str] | None"
    after: "regex.Pattern[str] | None"
    sentence: "regex.Pattern[str] | None"

    def holds(self, plain: str, start: int, end: int) -> bool:
        """Whether the cue at `[start, end)` does not count."""
        breaks = [m.end() for m in SENTENCE_END.finditer(plain, max(0, start - _SIGHT), start)]
        opens = breaks[-1] if breaks else max(0, start - _SIGHT)
        ends = SENTENCE_END.search(plain, end, end + _SIGHT)
        closes = ends.start() if ends else min(len(plain), end + _SIGHT)
        return bool(
            (self.before and self.before.search(plain[opens:start]))
            or (self.after and self.after.search(plain[end:closes]))
            or (self.sentence and self.sentence.search(plain[opens:closes]))
        )


class Kind:
    """The forms of one kind of cue beside its phrases."""

    def __init__(self, name: str, entry: Mapping[str, Any]) -> None:
        self._name = name
        self._entry = entry
        self._forms = _joined(name, entry.get("forms") or ())
        unless = entry.get("unless") or {}
        self._unless = _Unless(
            *(_joined(name, [unless[at]] if at in unless else ()) for at in ("before", "after", "sentence"))
        )

    @cached_property
    def _en_forms(self) -> "regex.Pattern[str] | None":
        """Made when the first English message comes."""
        return _joined(self._name, self._entry.get("en_forms") or ())

    def counts(self, plain: str, phrases: Iterator[Stretch]) -> bool:
        """Whether any cue of the kind stands in the text and counts there."""
        return any(True for _ in self.standing(plain, phrases))

    def standing(self, plain: str, phrases: Iterator[Stretch]) -> Iterator[Stretch]:
        """The cues of the kind that count."""
        return (cue for cue in (*phrases, *self._formed(plain)) if not self._unless.holds(plain, *cue))

    def _formed(self, plain: str) -> Iterator[Stretch]:
        for forms in (self._forms, self._en_forms if _LATIN.search(plain) else None):
            if forms is not None:
                yield from (match.span() for match in forms.finditer(plain))


class Cues:
    """Finds what is wanted in a plain text."""

    def __init__(self, words: Words) -> None:
        """Raises WordsError naming the kind of cue whose form is wrong."""
        self._words = words
        self._kinds = {intent: Kind(intent, words.intents.get(intent) or {}) for intent in INTENTS}
        self._firmly_out = Kind("firmly_out_of_scope", words.intents["firmly_out_of_scope"])
        self._foreign = Kind("foreign", words.intents["foreign"])
        self._of_the_text = Kind("of_the_text", words.intents["of_the_text"])
        self._not_held = Kind("not_held", words.intents["not_held"])
        self._elsewhere = Kind("paid_elsewhere", words.intents["paid_elsewhere"])
        self._asking = regex.compile(words.intents["asking"]["clause"])
        self._topics = regex.compile(words.intents["asking"]["topic"])
        self._several = Kind("several_places", words.intents["several_places"])
        self._apart = {intent: self._book(intent) for intent in _APART}

    @cached_property
    def _common(self) -> Phrasebook[Intent]:
        return self._book(*(intent for intent in INTENTS if intent not in _APART))

    def find(self, plain: str) -> frozenset[Intent]:
        """The intents of which a cue stands in the text."""
        spans: dict[Intent, list[Stretch]] = {}
        for book in (*self._apart.values(), self._common):
            for hit in book.find(plain):
                for intent in hit.senses:
                    spans.setdefault(intent, []).append((hit.start, hit.end))
        standing = {i: list(kind.standing(plain, iter(spans.get(i, ())))) for i, kind in self._kinds.items()}
        # 网上能不能办 asks whether it can be done online, not whether somebody is entitled to it
        for intent in _GENERAL:
            standing[intent] = self._apart_from_not_held(plain, standing[intent])
        return frozenset(intent for intent, cues in standing.items() if cues)

    def _apart_from_not_held(self, plain: str, cues: list[Stretch]) -> list[Stretch]:
        """The cues in whose clause nothing is asked that no document says."""
        not_held = [_clause(plain, *one) for one in self._asked_but_not_held(plain)] if cues else []
        return [one for one in cues if not any(low <= one[0] < high for low, high in not_held)]

    def told_in_passing(self, plain: str) -> bool:
        """Whether what is out of scope stands in clauses alone that ask nothing: 听天气预报说降温."""
        phrases = ((hit.start, hit.end) for hit in self._apart["out_of_scope"].find(plain))
        standing = list(self._kinds["out_of_scope"].standing(plain, phrases))
        return not any(self._asks(plain, *cue) for cue in standing)

    def _asks(self, plain: str, start: int, end: int) -> bool:
        """Whether a cue is asked about: by its clause, or, a medicine, by the next."""
        if self._topics.search(plain[start:end]):
            return True
        opens, closes = _clause(plain, start, end)
        return bool(self._asking.search(plain[opens:closes].strip(",。;\n ")))

    def firmly_out_of_scope(self, plain: str) -> bool:
        """Whether something foreign is wanted even where a benefit is named: a joke about pensions."""
        return self._firmly_out.counts(plain, iter(()))

    def foreign(self, plain: str) -> bool:
        """Whether something is asked that other offices, courts or doctors decide."""
        return self._foreign.counts(plain, iter(()))

    def of_the_text(self, plain: str) -> bool:
        """Whether a text is asked about, or what a word means, rather than somebody's case."""
        return self._of_the_text.counts(plain, iter(()))

    def not_held(self, plain: str) -> bool:
        """Whether something is asked of a kind that no document says: a window, papers, a telephone number."""
        return any(True for _ in self._asked_but_not_held(plain))

    def _asked_but_not_held(self, plain: str) -> Iterator[Stretch]:
        """Where something is asked that no document says; a cake that only was on the table is not asked about."""
        yield from self._not_held.standing(plain, iter(()))
        asks_nothing = not self._asking.search(plain)
        for cue in self._elsewhere.standing(plain, iter(())):
            if asks_nothing or self._asks(plain, *cue):
                yield cue

    def several_places(self, plain: str) -> bool:
        """Whether more than one place is spoken of without its name: 四个地方, all four lists."""
        return self._several.counts(plain, iter(()))

    def _book(self, *intents: Intent) -> Phrasebook[Intent]:
        return Phrasebook(
            (str(phrase), intent)
            for intent in intents
            for tongue in ("zh", "en", "pinyin")
            for phrase in (self._words.intents.get(intent) or {}).get(tongue) or ()
        )


def _clause(plain: str, start: int, end: int) -> Stretch:
    """The clause around a stretch, with the sign that ends it."""
    opens = max((m.end() for m in _CLAUSE_END.finditer(plain, 0, start)), default=0)
    closes = _CLAUSE_END.search(plain, end)
    return opens, closes.end() if closes else len(plain)


def _joined(name: str, forms: Any) -> "regex.Pattern[str] | None":
    """One expression for several; None for none."""
    if not forms:
        return None
    try:
        return regex.compile("|".join(f"(?:{form})" for form in forms))
    except regex.error as error:
        raise WordsError(f"intents.yaml, {name}: {error}; mend the regular expression") from error
