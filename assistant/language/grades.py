"""Grades of the disability certificate."""

from collections.abc import Iterator

import regex

from assistant.eligibility.knowledge import Options
from assistant.language.lexicon import Words
from assistant.language.scope import Scope


class Grades:
    """Finds grades, and what stands beside them."""

    def __init__(self, words: Words) -> None:
        self._words = words
        grammar = words.grammar["grades"]
        patterns = (grammar[name] for name in ("chinese", "english", "ordinal", "pinyin"))
        self._pattern = regex.compile("|".join(patterns).replace("«figure»", grammar["figure"]))
        self._numbers = {word: number for number, written in grammar["numbers"].items() for word in written}
        self._certificate: str = grammar["certificate"]

    def find(self, scope: Scope, asked: bool, talked_of: bool) -> Iterator[tuple[int, int, Options]]:
        """Every grade of a disability, with the grades that the words leave possible.

        Any grade is one where it was `asked` for, and one that is only supposed where somebody is `talked_of`.
        """
        plain = scope.plain
        for match in self._pattern.finditer(plain):
            start, end = match.span()
            low = max(scope.sentence_start(start), start - (48 if plain[start:end].isascii() else 20))
            known = asked or (talked_of and scope.is_supposed(start, end))
            if not known and not self._is("of_disability", plain[low:start] + "|" + plain[end : end + 24]):
                continue
            near = plain[max(low, start - 8) : end + 6]
            if self._is("of_others", near) and self._certificate not in near:
                continue
            stated = [self._numbers[match[name]] for name in ("g", "h") if match[name]]
            if len(stated) > 1 and self._is("changed", plain[:start]):
                stated = stated[1:]  # upgraded from grade 3 to grade 2
            yield start, end, Options(frozenset(range(min(stated), max(stated) + 1)))

    def beside(self, plain: str, start: int, end: int) -> bool:
        """Whether a grade stands beside: certified grade 2 disabled is a certificate, no assessment of ability."""
        return bool(self._pattern.search(plain[max(0, start - 18) : end + 14]))

    def is_kind(self, plain: str, start: int, end: int) -> bool:
        """Whether a word such as 视力 stands where a kind of disability would."""
        return self._is(
            "beside_kind", plain[max(0, start - (18 if plain[start:end].isascii() else 10)) : end + 12]
        )

    def _is(self, name: str, text: str) -> bool:
        return bool(self._words.pattern("grades", name).search(text))
