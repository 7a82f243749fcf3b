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
# Each of these is looked for by itself, so that no longer phrase of another kind hides it.
_APART: tuple[Intent, ...] = ("emergency", "distress", "out_of_scope")


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


class _Kind:
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
        return any(not self._unless.holds(plain, *cue) for cue in (*phrases, *self._formed(plain)))

    def _formed(self, plain: str) -> Iterator[Stretch]:
        for forms in (self._forms, self._en_forms if _LATIN.search(plain) else None):
            if forms is not None:
                yield from (match.span() for match in forms.finditer(plain))


class Cues:
    """Finds what is wanted in a plain text."""

    def __init__(self, words: Words) -> None:
        """Raises WordsError naming the kind of cue whose form is wrong."""
        self._words = words
        self._kinds = {intent: _Kind(intent, words.intents.get(intent) or {}) for intent in INTENTS}
        self._firmly_out = _Kind("firmly_out_of_scope", words.intents["firmly_out_of_scope"])
        self._not_held = _Kind("not_held", words.intents["not_held"])
        self._several = _Kind("several_places", words.intents["several_places"])
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
        kinds = self._kinds.items()
        return frozenset(i for i, kind in kinds if kind.counts(plain, iter(spans.get(i, ()))))

    def firmly_out_of_scope(self, plain: str) -> bool:
        """Whether something foreign is wanted even where a benefit is named: a joke about pensions."""
        return self._firmly_out.counts(plain, iter(()))

    def not_held(self, plain: str) -> bool:
        """Whether something is asked of a kind that no document says: a window, papers, a telephone number."""
        return self._not_held.counts(plain, iter(()))

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


def _joined(name: str, forms: Any) -> "regex.Pattern[str] | None":
    """One expression for several; None for none."""
    if not forms:
        return None
    try:
        return regex.compile("|".join(f"(?:{form})" for form in forms))
    except regex.error as error:
        raise WordsError(f"intents.yaml, {name}: {error}; mend the regular expression") from error
