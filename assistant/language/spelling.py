"""Writing slips, Pinyin and words of Hong Kong and Taiwan, replaced by the words that the vocabulary knows.

Characters are mended only by sound, and only towards words of the vocabulary: a word of three characters or more
when it sounds the same, one of two when moreover one character is right and the other is no common one.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property

import regex
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.language.lexicon import Words
from assistant.language.phrases import Phrasebook, expand
from assistant.language.text import Text, fold

_LONGEST = 8
_HAN_RUN = regex.compile(r"\p{Han}{2,}")
_LATIN_RUN = regex.compile(r"[a-zü]+(?:[ '][a-zü]+)*")
_TOKEN = regex.compile(r"[a-zü]+")
_ONE = "(?:yi|er|liang|san|si|wu|liu|qi|ba|jiu)"
_NUMERAL = regex.compile(
    rf"\b(?:{_ONE} ?)?(?:bai(?: ?ling ?{_ONE}| ?{_ONE} ?shi(?: ?{_ONE})?)?|shi(?: ?{_ONE})?)(?= ?(?:duo|lai|ji)? ?sui\b)"
)
_PINYIN = regex.compile(
    r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxzcsrwy])?(?:[iu]?ang|[iu]?eng|i?ong|[iu]?an|[iu]?en|in|un|iao|uai|[aeou]i|ia|ie|iu|ua|uo|ue|ve|ao|ou|er|[aoeiuv]))+"
)
_DIGITS = {
    "yi": "一", "er": "二", "liang": "两", "san": "三", "si": "四", "wu": "五", "liu": "六", "qi": "七", "ba": "八", "jiu": "九",
    "shi": "十", "bai": "百", "ling": "零",
}  # fmt: skip


@cache
def sound(character: str) -> str:
    """The toneless Pinyin of one character, without the differences that many people do not hear."""
    from pypinyin import lazy_pinyin

    letters = str(lazy_pinyin(character)[0])
    return regex.sub(r"(?<=[ei])ng$", "n", regex.sub(r"^([zcs])h", r"\1", letters))


@cache
def _pinyin(character: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(character)[0]).replace("v", "u")


class Speller:
    """Mends the plain text before anything is looked for in it."""

    def __init__(self, words: Words, places: Iterable[str]) -> None:
        self._words = words
        self._places = tuple(places)
        spelling = words.spelling
        entries = {**spelling["typos"], **spelling["variants"]}
        self._slips: Phrasebook[str] = Phrasebook(
            (wrong, right) for wrong, right in entries.items() if wrong != right
        )
        self._ordinary = frozenset(spelling["ordinary"])
        self._common = frozenset(spelling["common"])
        self._latin: list[str] = spelling["latin"]

    def read(self, text: Text, english: bool) -> Text:
        """The text with the slips mended; offsets still lead to what was written."""
        if _TOKEN.search(text.plain):
            text = self._mend_latin(text) if english else self._from_pinyin(text)
        for slip in reversed(self._slips.find(text.plain)):
            text = text.replaced(slip.start, slip.end, slip.senses[0])
        return self._mend_han(text)

    # --- characters -----------------------------------------------------------------------------

    def _mend_han(self, text: Text) -> Text:
        plain = text.plain
        for run in _HAN_RUN.finditer(plain):
            sounds = [sound(c) for c in run.group()]
            at = 0
            while at < len(sounds) - 1:
                right = self._at(run.group(), sounds, at)
                if right is not None:
                    start = run.start() + at
                    text = text.replaced(start, start + len(right), right)
                at += len(right) if right else 1
        return text

    def _at(self, written: str, sounds: list[str], at: int) -> str | None:
        """The word of the vocabulary that is meant at this place, where it is written wrongly."""
        for size in range(min(_LONGEST, len(sounds) - at), 1, -1):
            word = written[at : at + size]
            right = self._by_sound.get("".join(f"{s} " for s in sounds[at : at + size]))
            if right is None:
                continue
            if word == right or word in self._known:
                return word
            alike = sum(a == b for a, b in zip(word, right, strict=True))
            if alike >= size - 1 - size // 4 and alike and self._is_slip(word, right, size):
                return right
        return None

    def _is_slip(self, word: str, right: str, size: int) -> bool:
        wrong = [a for a, b in zip(word, right, strict=True) if a != b]
        if size == 2 and word in self._ordinary:
            return False
        return not any(c in self._common for c in wrong)

    @cached_property
    def _known(self) -> frozenset[str]:
        """All words of the vocabulary: none of them is a slip for another."""
        return frozenset(self._words.book)

    @cached_property
    def _by_sound(self) -> Mapping[str, str]:
        targets = [*self._words.spelling["short"], *self._places, *self._long_words()]
        return {"".join(f"{sound(c)} " for c in word): word for word in reversed(targets)}

    def _long_words(self) -> Iterator[str]:
        for entry in self._words.benefits.values():
            yield from (w for w in entry["zh"] if 3 <= len(w) <= _LONGEST and _HAN_RUN.fullmatch(w))
        for values in self._words.facts.values():
            for entry in values.values():
                yield from (
                    w for w in map(str, entry["zh"]) if 3 <= len(w) <= _LONGEST and _HAN_RUN.fullmatch(w)
                )

    # --- letters --------------------------------------------------------------------------------

    def _mend_latin(self, text: Text) -> Text:
        """English with a typing error in a word of the domain: dibbao, allowence."""
        for token in reversed(list(regex.finditer(r"\b[a-z]{5,}\b", text.plain))):
            word = token.group()
            if word in self._latin_known:
                continue
            most = 1 if len(word) < 8 else 2
            best = process.extractOne(word, self._latin, scorer=OSA.distance, score_cutoff=most)
            if best is not None and word[0] == best[0][0] and not _inflected(word, best[0]):
                text = text.replaced(token.start(), token.end(), best[0])
        return text

    @cached_property
    def english(self) -> frozenset[str]:
        """English words of the vocabulary that cannot be Pinyin."""
        entries = [
            *self._words.benefits.values(),
            *self._words.intents.values(),
            *self._words.persons["persons"],
        ]
        entries += [
            *self._words.persons["generic"],
            *(e for vs in self._words.facts.values() for e in vs.values()),
        ]
        words = {
            w
            for entry in entries
            for phrase in entry.get("en") or ()
            for w in _TOKEN.findall(str(phrase).lower())
        }
        return frozenset(w for w in words if len(w) > 2 and not _PINYIN.fullmatch(w))

    @cached_property
    def _latin_known(self) -> frozenset[str]:
        return frozenset(w for phrase in self._words.book for w in _TOKEN.findall(phrase)) | frozenset(
            self._latin
        )

    def _from_pinyin(self, text: Text) -> Text:
        """A message in Pinyin, put into characters phrase by phrase."""
        for numeral in reversed(list(_NUMERAL.finditer(text.plain))):
            figures = "".join(_DIGITS[s] for s in _syllables(numeral.group()))
            text = text.replaced(numeral.start(), numeral.end(), figures)
        for run in reversed(list(_LATIN_RUN.finditer(text.plain))):
            tokens = list(_TOKEN.finditer(run.group()))
            for start, end, han in reversed(list(self._characters(run.group(), tokens))):
                low, high = run.start() + start, run.start() + end
                if regex.match(r" [a-z\p{Han}]", text.plain[high : high + 2]):
                    text = text.replaced(high, high + 1, "")  # no blank stands between two characters
                text = text.replaced(low, high, han)
        return text

    def _characters(self, run: str, tokens: "list[regex.Match[str]]") -> Iterator[tuple[int, int, str]]:
        at = 0
        while at < len(tokens):
            for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
                part = tokens[at : at + size]
                han = self._by_letters.get("".join(t.group() for t in part))
                if han is None and size == 1:
                    han = self._segmented(part[0].group())
                if han is not None:
                    yield part[0].start(), part[-1].end(), han
                    at += size
                    break
            else:
                at += 1

    def _segmented(self, letters: str) -> str | None:
        """Several phrases written without a blank (womama, ninghehukou)."""
        best: dict[int, tuple[int, str]] = {0: (0, "")}
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - 24), end):
                han = self._by_letters.get(letters[start:end]) if start in best else None
                if han is not None:
                    count, before = best[start]
                    if end not in best or count + 1 < best[end][0]:
                        best[end] = (count + 1, before + han)
        found = best.get(len(letters))
        return found[1] if found and len(letters) > 3 else None

    @cached_property
    def _by_letters(self) -> Mapping[str, str]:
        """Phrases of the vocabulary by their letters; the first to claim the letters has them."""
        letters: dict[str, str] = {}
        sources: list[str] = [*self._words.spelling["pinyin"], *self._places]
        for entry in (
            *self._words.persons["persons"],
            *self._words.persons["generic"],
            *self._words.persons["groups"],
        ):
            sources += entry["zh"]
        sources += [w for entry in self._words.benefits.values() for w in entry["zh"]]
        sources += [str(w) for vs in self._words.facts.values() for entry in vs.values() for w in entry["zh"]]
        sources += [str(w) for entry in self._words.intents.values() for w in entry.get("zh") or ()]
        for source in sources:
            if "…" in source or source.count("(") > 1:
                continue
            for word in expand(fold(source)):
                if _HAN_RUN.fullmatch(word) or word in self._words.spelling["pinyin"]:
                    letters.setdefault("".join(_pinyin(c) for c in word), word)
        return letters


def _inflected(word: str, known: str) -> bool:
    return word.startswith(known) or known.startswith(word)


def _syllables(letters: str) -> list[str]:
    return regex.findall("liang|ling|shi|san|bai|jiu|liu|qi|ba|wu|er|yi|si", letters)
