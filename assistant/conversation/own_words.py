"""Of what a model writes, the sentences that use no other words than the results do and a few plain ones.

Figures, departments and verdicts are the verifier's. This keeps out what it cannot weigh: a form, an address, a
procedure, a rule that no document holds, or advice to ignore the result. Whatever is in doubt is left out, since the
result that stands below says everything.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import regex

from assistant.policies.folding import fold
from assistant.policies.yaml_files import read_yaml
from assistant.replies.contract import Language

LONGEST_PIECE = 16
SHORTEST_BORROWED = 2
SHORTEST_DENIED = 4  # 不 and the character beside it stand anywhere; 还不能确定 does not
_RUN = regex.compile(r"\p{Han}+")
_WORD = regex.compile(r"[^\W\d_\p{Han}]+(?:['’-][^\W\d_\p{Han}]+)*")
# Letters, marks, figures, punctuation, blanks, and the signs of money; nothing that hides or turns what is read.
_VISIBLE = frozenset({"L", "M", "N", "P", "Z"})
_SIGNS = frozenset("¥$+\n")


@dataclass(frozen=True, eq=False)
class OwnWords:
    """Knows the plain words; built once for a corpus."""

    plain: dict[str, frozenset[str]]
    negations: dict[str, frozenset[str]]
    sentence: "regex.Pattern[str]"

    @classmethod
    def load(cls, corpus: Path) -> "OwnWords":
        """Read corpus/vocabulary/plain_words.yaml."""
        data = read_yaml(corpus / "vocabulary" / "plain_words.yaml")
        denied = data["negations"]
        return cls(
            {tongue: frozenset(data[tongue].split()) for tongue in ("zh", "en")},
            {"zh": frozenset(denied["zh"]), "en": frozenset(denied["en"].split())},
            regex.compile(data["sentence"]),
        )

    def kept(self, text: str, results: str, language: Language) -> str:
        """The sentences of a text that say nothing which the results have no word for."""
        borrowing = _Borrowing(self, results, "en" if language == "en" else "zh")
        sentences = (match.group() for match in self.sentence.finditer(text))
        return "".join(one for one in sentences if borrowing.allows(one)).strip()


@dataclass(frozen=True, eq=False)
class _Borrowing:
    """Holds sentences against the words of the results."""

    own: OwnWords
    results: str
    tongue: str

    def allows(self, sentence: str) -> bool:
        """Whether every word of it stands in the results or is a plain one."""
        if any(unicodedata.category(one)[0] not in _VISIBLE and one not in _SIGNS for one in sentence):
            return False
        folded = fold(sentence)
        return all(map(self._covers, _RUN.findall(folded))) and self._knows(_WORD.findall(folded))

    def _covers(self, run: str) -> bool:
        """Whether Chinese characters in a row can be made of plain words and of pieces of the results."""
        reached = {0}
        for start in range(len(run)):
            if start in reached:
                reached |= {start + len(piece) for piece in self._pieces(run[start : start + LONGEST_PIECE])}
        return len(run) in reached

    def _pieces(self, run: str) -> Iterator[str]:
        plain = self.own.plain["zh"] if self.tongue == "zh" else frozenset[str]()
        for length in range(1, len(run) + 1):
            piece = run[:length]
            denies = not self.own.negations["zh"].isdisjoint(piece)
            least = SHORTEST_DENIED if denies else SHORTEST_BORROWED
            if piece in plain or (length >= least and piece in self._text):
                yield piece

    def _knows(self, words: list[str]) -> bool:
        plain = self.own.plain["en"] if self.tongue == "en" else frozenset[str]()
        for word, behind in zip(words, [*words[1:], ""], strict=False):
            if word in self.own.negations["en"] or word.endswith(("n't", "n’t")):
                # What is denied must be denied in the results as well.
                if (word, behind) not in self._pairs:
                    return False
            elif word not in plain and word not in self._words:
                return False
        return True

    @cached_property
    def _text(self) -> str:
        return fold(regex.sub(r"[*`\s]", "", self.results))

    @cached_property
    def _said(self) -> list[str]:
        return _WORD.findall(fold(self.results))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(self._said)

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(zip(self._said, self._said[1:], strict=False))
