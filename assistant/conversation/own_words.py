"""Of what a model writes, the sentences that use no other words than the result does and a few plain ones.

Figures, departments and verdicts are the verifier's. This keeps out what it cannot weigh: a form, an address, a
procedure, a rule that no document holds, a fact that nobody told, or advice to ignore the result. Each clause has to
find its words in one line of the answer: put together from several, they may say anything. Whatever is in doubt is left
out, since the result that stands below says everything.
"""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import regex

from assistant.policies.folding import fold
from assistant.policies.yaml_files import read_yaml
from assistant.replies.contract import Reply

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

    plain: Mapping[str, frozenset[str]]
    negations: Mapping[str, frozenset[str]]
    patterns: "Mapping[str, regex.Pattern[str]]"

    @classmethod
    def load(cls, corpus: Path) -> "OwnWords":
        """Read corpus/vocabulary/plain_words.yaml."""
        data = read_yaml(corpus / "vocabulary" / "plain_words.yaml")
        denied = data["negations"]
        return cls(
            {tongue: frozenset(data[tongue].split()) for tongue in ("zh", "en")},
            {"zh": frozenset(denied["zh"]), "en": frozenset(denied["en"].split())},
            {name: regex.compile(data[name]) for name in ("sentence", "clause", "ages", "says_nothing")},
        )

    def kept(self, text: str, reply: Reply) -> str:
        """The sentences of a text that say nothing for which the answer of a reply has no words."""
        tongue = "en" if reply.language == "en" else "zh"
        lines = [_Line(self, line, tongue) for line in self._telling(reply)]
        ages = {age for person in reply.persons if isinstance(age := person.facts.get("age"), int)}
        sentences = (match.group() for match in self.patterns["sentence"].finditer(text))
        return "".join(one for one in sentences if self._is_told(one, lines, ages)).strip()

    def apart(self, text: str) -> str:
        """A text whose clauses stand each for itself, so that none is overlooked beside another."""
        return self.patterns["clause"].sub("\n", text)

    def _telling(self, reply: Reply) -> list[str]:
        """The lines of an answer that state something: no question, nothing presumed, no imprint."""
        presumed = [fold(one.text).rstrip(".") for one in reply.assumptions]
        lines = (fold(line) for line in reply.answer.splitlines())
        return [
            line
            for line in lines
            if not self.patterns["says_nothing"].search(line) and not any(one in line for one in presumed)
        ]

    def _is_told(self, sentence: str, lines: Sequence["_Line"], ages: Collection[int]) -> bool:
        if any(unicodedata.category(one)[0] not in _VISIBLE and one not in _SIGNS for one in sentence):
            return False
        folded = fold(sentence)
        said = (int(next(filter(None, match.groups()))) for match in self.patterns["ages"].finditer(folded))
        if any(age not in ages for age in said):
            return False
        clauses = [one for one in self.patterns["clause"].split(folded) if one.strip()]
        return all(any(line.allows(clause) for line in lines) for clause in clauses)


@dataclass(frozen=True, eq=False)
class _Line:
    """Holds clauses against the words of one line of an answer; both are folded."""

    own: OwnWords
    text: str
    tongue: str

    def allows(self, clause: str) -> bool:
        """Whether every word of it stands in the line or is a plain one."""
        return all(map(self._covers, _RUN.findall(clause))) and self._knows(_WORD.findall(clause))

    def _covers(self, run: str) -> bool:
        """Whether Chinese characters in a row can be made of plain words and of pieces of the line."""
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
            if piece in plain or (length >= least and piece in self._dense):
                yield piece

    def _knows(self, words: Sequence[str]) -> bool:
        plain = self.own.plain["en"] if self.tongue == "en" else frozenset[str]()
        for word, behind in zip(words, [*words[1:], ""], strict=False):
            if word in self.own.negations["en"] or word.endswith(("n't", "n’t")):
                # What is denied must be denied in the line as well.
                if (word, behind) not in self._pairs:
                    return False
            elif word not in plain and word not in self._said:
                return False
        return True

    @cached_property
    def _dense(self) -> str:
        return regex.sub(r"[*`\s]", "", self.text)

    @cached_property
    def _said(self) -> list[str]:
        return _WORD.findall(self.text)

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(zip(self._said, self._said[1:], strict=False))
