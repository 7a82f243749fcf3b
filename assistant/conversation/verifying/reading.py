"""One part of an answer read: what it quotes, mentions, states in figures, and says of how things stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from assistant.conversation.verifying.claims import Claim, ClaimReader, DateClaim
from assistant.conversation.verifying.grounds import Grounds
from assistant.conversation.verifying.literals import Literals, Mention, dense
from assistant.conversation.verifying.signs import Signs, Stance, shown
from assistant.conversation.verifying.units import Unit
from assistant.replies.contract import Language

BLANK = "\0"
Stretch = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Tools:
    """What reading needs, the same for every answer."""

    signs: Signs
    literals: Literals
    claims: ClaimReader
    place_names: "Mapping[str, regex.Pattern[str]]"
    """How each document's place is called, in folded text."""

    @cached_property
    def phones(self) -> frozenset[int]:
        """The only numbers that an answer may name to be called."""
        return frozenset(self.signs.words("phones"))


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a part in which one stance rules; `shown` are all that show, `asked` is whether it is a question."""

    start: int
    end: int
    stance: Stance | None
    shown: tuple[str, ...]
    asked: bool


@dataclass(frozen=True, eq=False)
class Reading:
    """A part of an answer with everything it states."""

    tools: Tools
    unit: Unit
    verbatim: tuple[Stretch, ...]
    """Where words of the documents are quoted to the letter."""
    aside: tuple[Stretch, ...]
    """Titles and the numbers of sections, which state nothing by themselves."""
    misquoted: tuple[str, ...]
    mistitled: tuple[str, ...]
    english: bool

    @cached_property
    def text(self) -> str:
        """Without quotes and titles."""
        return blanked(self.unit.text, self._hidden)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The names and fixed words outside of quotes and titles."""
        found = self.tools.literals.find(self.unit.text)
        return tuple(
            one
            for one in found
            if not any(start <= one.start and one.end <= end for start, end in self._hidden)
        )

    @cached_property
    def figures_text(self) -> str:
        """Without the names of benefits, which may hold figures of their own."""
        names = [(one.start, one.end) for one in self.mentions if one.meant.keys and not one.meant.fixed]
        return blanked(self.text, names)

    @cached_property
    def dates(self) -> tuple[DateClaim, ...]:
        return tuple(self.tools.claims.dates(self.figures_text))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The figures, dates aside."""
        text = blanked(self.figures_text, [(one.start, one.end) for one in self.dates])
        return tuple(self.tools.claims.claims(text))

    @cached_property
    def stance_text(self) -> str:
        """Without names and fixed words, in which 享受 and the like say nothing of a verdict."""
        return blanked(self.text, self._mentioned)

    @property
    def typed(self) -> str:
        """The same as typed, capitals kept."""
        return blanked(self.unit.typed, [*self._mentioned, *self._hidden])

    @cached_property
    def stances(self) -> tuple[tuple[int, int, str], ...]:
        """Where words stand that say how things stand."""
        found = self.tools.signs.stances(self.stance_text)
        return tuple((match.start(), match.end(), next(shown(match))) for match in found)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses, which tile the part."""
        text, start, found = self.stance_text, 0, []
        ends = [match.span() for match in self.tools.signs.pattern("clause").finditer(text)]
        for stop, end in [*ends, (len(text), len(text) + 1)]:
            found.append(self._clause(start, end, asked=text[stop:end].strip() == "?"))
            start = end
        return tuple(found)

    def _clause(self, start: int, end: int, *, asked: bool) -> Clause:
        names = tuple(name for at, _, name in self.stances if start <= at < end)
        ranks = self.tools.signs.ranks
        return Clause(start, end, min(names, key=ranks.__getitem__, default=None), names, asked)  # type: ignore[arg-type]

    def clause_at(self, at: int) -> Clause:
        """The clause that a place lies in."""
        return next(one for one in self.clauses if one.start <= at < one.end)

    def stance_at(self, at: int) -> Stance | None:
        """The stance that rules a place: of its clause, else of the nearest before, else of the nearest behind."""
        return self._ruling[self.clauses.index(self.clause_at(at))]

    @cached_property
    def _ruling(self) -> tuple[Stance | None, ...]:
        """The stance that rules each clause."""
        return tuple(self._ruling_at(index) for index in range(len(self.clauses)))

    def _ruling_at(self, index: int) -> Stance | None:
        supposed = any(clause.stance == "supposed" for clause in self._sentence_before(index))
        if supposed or self.clauses[index].asked:
            return "supposed"
        before = [clause.stance for clause in self.clauses[: index + 1] if clause.stance is not None]
        behind = [clause.stance for clause in self._sentence_behind(index) if clause.stance is not None]
        return next(iter((*before[-1:], *behind)), None)

    def _sentence_before(self, index: int) -> Iterator[Clause]:
        """The clauses of the sentence up to that one: what is supposed in it holds for all that follows."""
        for clause in reversed(self.clauses[: index + 1]):
            yield clause
            if self.stance_text[: clause.start].rstrip()[-1:] in self.tools.signs.words("sentence_stops"):
                return

    def _sentence_behind(self, index: int) -> Iterator[Clause]:
        """The clauses of the sentence from that one on, the cells of a row being one."""
        stops = set(self.tools.signs.words("sentence_stops")) - {"|"}
        for clause in self.clauses[index:]:
            yield clause
            if self.stance_text[: clause.end].rstrip()[-1:] in stops:
                return

    def within_fixed_words(self, at: int) -> bool:
        """Whether a place lies in words that the replies always say so."""
        return any(one.meant.fixed and one.start <= at < one.end for one in self.mentions)

    def around(self, start: int, end: int) -> str:
        """The words there with a few beside them, to say what is wrong."""
        return self.unit.text[max(0, start - 8) : end + 8].strip()

    @property
    def _hidden(self) -> tuple[Stretch, ...]:
        return (*self.verbatim, *self.aside)

    @property
    def _mentioned(self) -> list[Stretch]:
        return [(one.start, one.end) for one in self.mentions]


def read(tools: Tools, grounds: Grounds, unit: Unit, language: Language) -> Reading:
    """Read a part; whether words are quoted to the letter, the documents in scope tell."""
    verbatim: list[Stretch] = []
    misquoted: list[str] = []
    for match in tools.signs.pattern("quote").finditer(unit.text):
        if _is_quoted(grounds, dense(match[1])):
            verbatim.append(match.span())
        elif language != "zh-Hant":  # there, these are the marks of any quotation
            misquoted.append(match[1])
    titles = list(tools.signs.pattern("title").finditer(unit.text))
    mistitled = tuple(match[1] for match in titles if not _is_title(grounds, dense(match[1])))
    aside = [match.span() for match in titles]
    for words in grounds.references:
        # 25 of its own stands in no 2025.
        whole = regex.compile(rf"(?<!\d){regex.escape(words)}(?!\d)")
        aside += [match.span() for match in whole.finditer(unit.text)]
    return Reading(tools, unit, tuple(verbatim), tuple(aside), tuple(misquoted), mistitled, language == "en")


def _is_quoted(grounds: Grounds, words: str) -> bool:
    return bool(words) and any(words in grounds.register.source(document) for document in grounds.documents)


def _is_title(grounds: Grounds, words: str) -> bool:
    return words in grounds.register.titles or _is_quoted(grounds, words)


def blanked(text: str, spans: Sequence[Stretch]) -> str:
    """The text with those stretches blotted out, of the same length."""
    made = list(text)
    for start, end in spans:
        made[start:end] = BLANK * (end - start)
    return "".join(made)
