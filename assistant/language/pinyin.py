"""A message typed in toneless Pinyin, put into characters phrase by phrase."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property

import regex

from assistant.language.lexicon import Words
from assistant.language.phrases import expand
from assistant.language.text import Text, fold

_LONGEST = 8
"""Syllables of the longest phrase."""
_MOST_LETTERS = 24
_HAN = regex.compile(r"\p{Han}{2,}")
_RUN = regex.compile(r"[a-zü]+(?:[ '][a-zü]+)*")
_TOKEN = regex.compile(r"[a-zü]+")
_ONE = "(?:yi|er|liang|san|si|wu|liu|qi|ba|jiu)"
_NUMERAL = regex.compile(
    rf"\b(?:{_ONE} ?)?(?:bai(?: ?ling ?{_ONE}| ?{_ONE} ?shi(?: ?{_ONE})?)?|shi(?: ?{_ONE})?)"
    r"(?= ?(?:duo|lai|ji)? ?sui\b)"
    rf"|\b{_ONE} ?shi ?{_ONE}(?= ?(?:$|[,.]|le\b))"
)
_SYLLABLE = regex.compile("liang|ling|shi|san|bai|jiu|liu|qi|ba|wu|er|yi|si")
_FIGURES = dict(
    zip(
        ["yi", "er", "liang", "san", "si", "wu", "liu", "qi", "ba", "jiu", "shi", "bai", "ling"],
        "一二两三四五六七八九十百零",
        strict=True,
    )
)


@cache
def letters_of(character: str) -> str:
    """The toneless Pinyin of one character, ü written u."""
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(character)[0]).replace("v", "u")


class Pinyin:
    """The phrases of the vocabulary by their letters."""

    def __init__(self, words: Words, places: Iterable[str]) -> None:
        self._words = words
        self._places = tuple(places)

    def in_characters(self, text: Text) -> Text:
        """The text with what can be read as Pinyin of the vocabulary in characters; the rest is left."""
        text = text.rewritten([(*m.span(), self._figures(m.group())) for m in _NUMERAL.finditer(text.plain)])
        return text.rewritten(list(self._changes(text.plain)))

    def _figures(self, letters: str) -> str:
        return "".join(_FIGURES[syllable] for syllable in _SYLLABLE.findall(letters))

    def _changes(self, plain: str) -> Iterator[tuple[int, int, str]]:
        for run in _RUN.finditer(plain):
            tokens = list(_TOKEN.finditer(plain, *run.span()))
            for start, end, han in self._phrases(tokens):
                yield start, end, han
                if regex.match(r" [a-z\p{Han}]", plain[end : end + 2]):
                    yield end, end + 1, ""  # no blank stands between two characters

    def _phrases(self, tokens: "list[regex.Match[str]]") -> Iterator[tuple[int, int, str]]:
        at = 0
        while at < len(tokens):
            for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
                part = tokens[at : at + size]
                han = self._by_letters.get("".join(token.group() for token in part))
                if han is None and size == 1:
                    han = self._run_together(part[0].group())
                if han is not None:
                    yield part[0].start(), part[-1].end(), han
                    break
            else:
                size = 1
            at += size

    def _run_together(self, letters: str) -> str | None:
        """Several phrases written without a blank (womama, ninghehukou), as few as possible."""
        if not 3 < len(letters) <= 2 * _MOST_LETTERS:
            return None
        best: dict[int, tuple[int, str]] = {0: (0, "")}
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - _MOST_LETTERS), end):
                han = self._by_letters.get(letters[start:end]) if start in best else None
                if han is not None and (end not in best or best[start][0] + 1 < best[end][0]):
                    best[end] = (best[start][0] + 1, best[start][1] + han)
        return best[len(letters)][1] if len(letters) in best else None

    @cached_property
    def _by_letters(self) -> Mapping[str, str]:
        """The first phrase to claim the letters has them."""
        letters: dict[str, str] = {}
        short = frozenset(self._words.spelling["pinyin"])
        for phrase in self._sources():
            if "…" in phrase or phrase.count("(") > 1:
                continue
            for word in expand(fold(phrase)):
                if _HAN.fullmatch(word) or word in short:
                    letters.setdefault("".join(map(letters_of, word)), word)
        return letters

    def _sources(self) -> Iterator[str]:
        words = self._words
        yield from words.spelling["pinyin"]
        yield from self._places
        persons = words.persons
        entries = [*persons["persons"], *persons["generic"], *persons["groups"], persons["pronouns"]["all"]]
        entries += [
            *words.benefits.values(),
            *(e for values in words.facts.values() for e in values.values()),
        ]
        entries += words.intents.values()
        for entry in entries:
            yield from map(str, entry.get("zh") or ())
