"""The places that a text names in letters: in Pinyin, in one word or syllable by syllable, and in English."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from assistant.policies.place_data import PlaceData, is_county
from assistant.policies.place_names import Found

WORD = re.compile(r"[a-z]+(?:['’](?!s\b)[a-z]+)*")
LONGEST = 6
"""Words of the longest name: wu lan cha bu, inner mongolia."""


class PlaceLetters:
    """All names of the divisions given, by their letters without spaces and apostrophes."""

    def __init__(
        self, divisions: Mapping[str, str], covered: Iterable[str], speaking: Iterable[str], data: PlaceData
    ) -> None:
        """`divisions` holds names by code; `speaking` the codes of the documents' own places, and `covered`
        those of all that lies in them."""
        self._data = data
        self._divisions = divisions
        self._kinds = {**data.english_kinds, **data.pinyin_kinds}
        self._codes: dict[str, list[str]] = {}
        self._anywhere: set[str] = set()
        self._spaced: set[str] = set()
        for code, names in data.english.items():
            for name in names:
                self._add(code, _letters(name), anywhere=True, spaced=True)
        covered, speaking = frozenset(covered), frozenset(speaking)
        for code, name in divisions.items():
            stem = data.stem(name)
            familiar = not is_county(code) or code in covered or stem in data.known_bare
            for syllables in _spellings(stem) if len(stem) > 1 else ():
                # Two syllables apart are too often two words of a sentence.
                spaced = len(syllables) > 2 or code in speaking
                anywhere = familiar and stem not in data.also_words
                self._add(code, "".join(syllables), anywhere=anywhere, spaced=spaced)

    def find(self, text: str) -> Iterator[Found]:
        """The names in a text of small letters, in order, the longest at each place."""
        words = list(WORD.finditer(text))
        end = 0
        for at, word in enumerate(words):
            sizes = range(min(LONGEST, len(words) - at), 0, -1) if word.start() >= end else ()
            name = next(filter(None, (self._name_at(text, words, at, size) for size in sizes)), None)
            if name is not None:
                yield name
                end = name.end

    def _add(self, code: str, letters: str, *, anywhere: bool, spaced: bool) -> None:
        codes = self._codes.setdefault(letters, [])
        if code not in codes:
            codes.append(code)
        if anywhere:
            self._anywhere.add(letters)
        if spaced:
            self._spaced.add(letters)

    def _name_at(self, text: str, words: list[re.Match[str]], at: int, size: int) -> Found | None:
        run = words[at : at + size]
        if not _side_by_side(text, run):
            return None
        written = text[run[0].start() : run[-1].end()]
        letters, end, kind = _letters(written), run[-1].end(), ""
        if letters in self._codes:
            following = words[at + size : at + size + 1]
            apart = following[0].group() if following and _side_by_side(text, run + following) else ""
            ambiguous = size == 1 and written in self._data.also_pinyin and apart in self._data.pinyin_kinds
            if apart in self._kinds and not ambiguous:
                end, kind = following[0].end(), apart
        else:
            kind = next((kind for kind in self._kinds if letters.endswith(kind)), "")  # sifangtaiqu
            letters = letters.removesuffix(kind)
        if letters not in self._codes or (size > 1 and letters not in self._spaced):
            return None
        understood = letters in self._anywhere and written not in self._data.also_pinyin
        resident = at > 0 and words[at - 1].group() in self._data.english_residence
        if not (kind or understood or resident):
            return None
        return Found(run[0].start(), end, self._of_kind(self._codes[letters], kind), short=not kind)

    def _of_kind(self, codes: list[str], kind: str) -> tuple[str, ...]:
        ending = self._kinds.get(kind, "")
        return tuple(code for code in codes if self._divisions[code].endswith(ending)) or tuple(codes)


def english_name(code: str, name: str, data: PlaceData) -> str:
    """What English calls a division: Sifangtai District, Xi'an, Harbin."""
    stem = data.stem(name)
    syllables = next(_spellings(stem))
    parted = (f"'{one}" if one[0] in "aeo" and at else one for at, one in enumerate(syllables))
    english = data.english.get(code, ("".join(parted).capitalize(),))[0]
    kind = {"区": " District", "县": " County", "旗": " Banner"}.get(name[-1], "") if is_county(code) else ""
    return english + kind


def _letters(words: str) -> str:
    return "".join(re.findall("[a-z]", words.lower()))


def _side_by_side(text: str, words: list[re.Match[str]]) -> bool:
    return all(text[left.end() : right.start()] in (" ", "-") for left, right in pairwise(words))


def _spellings(name: str) -> Iterator[list[str]]:
    """The Pinyin of a name, syllable by syllable; ü is written v, u or yu."""
    from pypinyin import lazy_pinyin  # 140 ms that a text without letters need not wait for

    syllables = lazy_pinyin(name)
    for letter in ("v", "u", "yu") if "v" in "".join(syllables) else ("v",):
        yield [syllable.replace("v", letter) for syllable in syllables]
