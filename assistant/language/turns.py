"""How a message leans on what was said before it, as turns.yaml and intents.yaml list the words."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

from assistant.language.cues import Kind
from assistant.policies.folding import fold
from assistant.policies.yaml_files import read_yaml

_HAN = regex.compile(r"\p{Han}")
_WORD = regex.compile(r"\p{Han}|[a-z]{2,}")
FEW = 4
"""Characters, or words, with which nothing can be asked of a text."""


@dataclass(frozen=True)
class Leaning:
    """In which ways one message leans on another, or on a document as such."""

    goes_on: bool
    """Whether it asks the same of something else: 体检的呢."""
    leans: bool
    """Whether it is too short to be looked up by itself: 原文怎么写的."""
    asks_about_document: bool
    """Whether the number, the day, the issuer or the standing of a document is asked."""
    asks_about_named: bool
    """The same, where it is called a document and not merely pointed at: 这份方案, not 那份."""
    names_text: bool
    """Whether a text is named as what is asked: 方案正文里说的."""
    names_body: bool
    """Whether it is the body of a document, not its list: 正文里有没有说."""
    names_list: bool
    """Whether it is the list of a document, and an entry of it: 清单里这一项."""
    asks_text: bool
    """Whether what is asked can only be answered from a text: 包括哪些服务."""
    same_benefit: bool
    """Whether a benefit is asked about that was named before: 那我爸能领吗."""
    points_back: bool
    """Whether it points at what was spoken of before: 那项谁管, is that in force."""
    points_firmly: bool
    """The same, by more than an "it": 那种的, that one."""
    by_year: bool
    """Whether a sum is asked for by the year."""
    points_at_words: bool
    """Whether at words of a text: 把那句话给我看看, that sentence."""
    is_broad: bool
    """Whether everything is asked for, not one thing: 能领些什么."""
    is_story: bool
    """Whether it is so long that people are in it who are only talked of."""
    is_question: bool
    """Whether anything in it asks; what does not may still be meant as a question."""
    is_dishonest: bool
    """Whether help is wanted with something that is not true: 写个假证明."""


@dataclass(frozen=True, eq=False)
class Turns:
    """Tells how messages lean; built once for a corpus."""

    patterns: dict[str, "regex.Pattern[str]"]
    youngest: int
    """Below this age nobody is an elder whose case is put."""
    generation: int
    """Years between an elder and whoever is of another generation."""
    story: int
    """From so many characters, or words, on a message is a story."""
    cheating: Kind
    """Help wanted to seem what one is not."""

    @classmethod
    def load(cls, corpus: Path) -> "Turns":
        """Read the vocabulary; raises YamlError or regex.error naming what cannot be read."""
        data: dict[str, Any] = read_yaml(corpus / "vocabulary" / "turns.yaml")
        youngest, generation, story = (data.pop(name) for name in ("youngest", "generation", "story"))
        flat = {f"{group}.{name}": form for group, forms in data.items() for name, form in forms.items()}
        patterns = {name: regex.compile("".join(form.split("\n"))) for name, form in flat.items()}
        cheating = read_yaml(corpus / "vocabulary" / "intents.yaml")["cheating"]
        return cls(patterns, youngest, generation, story, Kind("cheating", cheating))

    def of(self, text: str) -> Leaning:
        """How a message leans."""
        plain = fold(text).strip()
        tongue = "zh" if _HAN.search(plain) else "en"
        asked = self._has("document.asked", plain) and not self._has("document.not", plain)
        named, firmly = self._has("document.named", plain), self._has("points_back.firmly", plain)
        untrue = self._has("dishonest.words", plain) and not self._has("dishonest.not", plain)
        return Leaning(
            goes_on=self._has(f"goes_on.{tongue}", plain) and not self._has(f"goes_on.{tongue}_not", plain),
            leans=self._has(f"leans.{tongue}", plain),
            asks_about_document=asked and (named or self._has("document.pointed_at", plain)),
            asks_about_named=asked and named,
            names_text=self._has("text.named", plain),
            names_list=self._has("text.list", plain),
            names_body=self._has("text.body", plain),
            asks_text=self._has("text.named", plain) or self._has("text.asked", plain),
            same_benefit=self._has(f"same_benefit.{tongue}", plain),
            points_back=firmly or self._has("points_back.weakly", plain),
            points_firmly=firmly,
            by_year=self._has("by_year.words", plain),
            points_at_words=self._has("points_back.at_words", plain),
            is_broad=self._has("broad.words", plain),
            is_story=len(_WORD.findall(plain)) > self.story,
            is_question=self._has("question.words", plain),
            is_dishonest=untrue or self.cheating.counts(plain, iter(())),
        )

    def means_people_there(self, text: str, start: int, end: int) -> bool:
        """Whether the people of a place named at [start, end) are asked about, whoever they are."""
        plain = fold(text)
        before, after = self.patterns["people_there.before"], self.patterns["people_there.after"]
        return before.search(plain[:start]) is not None or after.search(plain[end:]) is not None

    def _has(self, name: str, plain: str) -> bool:
        return self.patterns[name].search(plain) is not None


def has_content(text: str) -> bool:
    """Whether there is enough in a message to look something up by it."""
    return len(_WORD.findall(fold(text))) >= FEW
