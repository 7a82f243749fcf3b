"""One message with everything that was found in it, before it is decided who and what is meant."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from assistant.language.age_readings import AgeFound
from assistant.language.ages import Ages
from assistant.language.ellipsis import with_echoes
from assistant.language.findings import tells_a_finding
from assistant.language.grades import Grades
from assistant.language.identity import Identity
from assistant.language.lexicon import FactSense, Kin, Sense, SubjectSense, Words
from assistant.language.meaning import Context, Language, Mode
from assistant.language.people import People
from assistant.language.phrases import Found
from assistant.language.placing import places_in
from assistant.language.scope import Scope
from assistant.language.statements import OF_OTHERS, Said, Sayings
from assistant.language.text import Text, without_adverbs
from assistant.policies.places import Place, PlaceMention, Places

Stretch = tuple[int, int]
_SHORT, _SHORT_ENGLISH = 20, 48
"""How long a message may be that leans on the one before for what it speaks of."""

# 残疾人家庭无障碍改造 names whom a retrofit is for, and says nothing of anybody.
_RELATIONS = OF_OTHERS | {"no_able_supporter", "retrofit_applied"}
_OTHER_GRADES = ("care_level",)
"""Facts whose own values are called grades: 三级 answers them and is no grade of a certificate."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What is built once and reads every message."""

    words: Words
    places: Places
    ages: Ages
    grades: Grades


class Message:
    """The findings, each made when it is first looked at."""

    def __init__(
        self,
        tools: Tools,
        text: Text,
        context: Context,
        *,
        language: Language,
        readable: bool,
        identities: Sequence[tuple[Stretch, Identity]],
    ) -> None:
        """`identities` stand at stretches of the original text."""
        self.words = tools.words
        self.all_places = tools.places
        self.text = text
        self.plain = text.plain
        self.context = context
        self.language: Language = language
        self.readable = readable
        self.identities = identities
        self._tools = tools

    @cached_property
    def scope(self) -> Scope:
        """What is denied, asked, supposed."""
        return Scope(self.words, self.plain)

    @cached_property
    def places(self) -> list[PlaceMention]:
        """The places named."""
        return places_in(self.plain, self.all_places)

    @cached_property
    def ages(self) -> list[AgeFound]:
        """The ages and birth dates, numbers alone among them."""
        return self._tools.ages.find(
            masked(self.plain, [(p.start, p.end) for p in self.places]), self.context.today
        )

    @property
    def birth_months(self) -> Iterator[tuple[int, int, int, int | None]]:
        """Months of birthdays that are said without their year."""
        others = masked(self.plain, [(a.start, a.end) for a in self.ages if a.birth])
        return self._tools.ages.months(others, asked=self.context.asked == "age")

    @cached_property
    def found(self) -> list[Found[Sense]]:
        """The phrases of the vocabulary."""
        taken = [(p.start, p.end) for p in self.places] + [(a.start, a.end) for a in self.ages if not a.bare]
        found = self.words.book.find(self.plain, taken)
        found += [*self._interrupted(found, taken), *self._within_gaps(found)]
        return sorted(found, key=lambda hit: (hit.start, hit.end))

    @cached_property
    def people(self) -> People:
        """The persons spoken of."""
        # In 儿子走了，他是独生子 neither 儿子 nor 他 is somebody of whom more is said.
        told = [
            h
            for h in self.found
            if self.plain[h.start : h.end] not in self.words.book and not isinstance(h.senses[0], Kin)
        ]
        kin = [
            Found(hit.start, hit.end, senses)
            for hit in self.found
            if (senses := tuple(sense for sense in hit.senses if isinstance(sense, Kin)))
            and (
                senses[0].role in ("person", "generic", "group", "self")
                or not any(h.start < hit.start and hit.end <= h.end for h in told)
            )
        ]
        return People(self.words, self.scope, self.context, kin)

    @cached_property
    def said(self) -> list[Said]:
        """What is said of the facts, not yet of anybody."""
        # 要是三级呢: in a conversation a short message speaks of the grade that was spoken of.
        talked_of, asked = bool(self.context.persons), self.context.asked
        most = _SHORT_ENGLISH if self.plain.isascii() else _SHORT
        leans = len(self.plain) <= most or self.corrected_from is not None
        short = talked_of and leans and asked not in _OTHER_GRADES
        sayings = Sayings(
            self.words,
            self._tools.grades,
            self.scope,
            graded=short or asked == "disability_grade",
            talked_of=talked_of,
            found=tells_a_finding(self.words, asked, self.plain),
        )
        said = sayings.read(self.found)
        return sorted(
            with_echoes(self.words, self.scope, self.people.mentions, said),
            key=lambda one: (one.start, one.fact),
        )

    @cached_property
    def corrected_from(self) -> int | None:
        """Where a correction begins, None where nothing is put right."""
        starts = [m.start() for m in self._correcting("cues", "en_cues")]
        if self.context.persons:
            # 残疾证其实没办下来: all of its clause puts right, what stands before the word as well
            starts += [self.scope.clause_start(m.start()) for m in self._correcting("weak", "en_weak")]
        return min(starts, default=None)

    def _correcting(self, *names: str) -> "Iterator[regex.Match[str]]":
        """Where words of `correcting` stand."""
        return (m for name in names for m in self.words.pattern("correcting", name).finditer(self.plain))

    @property
    def asker_role(self) -> str | None:
        """Who is asking, where it is said."""
        roles = self.words.askers.items()
        return next((role for role, pattern in roles if pattern.search(self.plain)), None)

    @property
    def here(self) -> list[Place]:
        """The places that the conversation is about."""
        return [self.all_places.get(document) for document in self.context.documents]

    def mode(self, start: int, end: int, negated: bool = False) -> Mode:
        """How the phrase at `[start, end)` is meant."""
        if self.scope.is_supposed(start, end):
            return "supposed"
        if self.corrected_from is not None and start >= self.corrected_from:
            return "corrected"
        return "negated" if negated else "said"

    def original(self, start: int, end: int) -> tuple[str, int, int]:
        """The words of the original behind a stretch of the plain text, and where they stand."""
        low, high = self.text.span(start, end)
        return self.text.original[low:high], low, high

    def _within_gaps(self, found: Sequence[Found[Sense]]) -> Iterator[Found[Sense]]:
        """What stands within the gap of a phrase: 送我妈去养老院, draws the residents' pension."""
        for hit in found:
            words = self.plain[hit.start : hit.end]
            if words not in self.words.book and not isinstance(hit.senses[0], Kin):
                for inner in self.words.book.find(words, gaps=False):
                    # 儿子在部队牺牲 says nothing of what the son had been, 独生女残疾 nothing of the mother.
                    # nor "no kids able to keep him" that he has none.
                    of_others = any(isinstance(s, FactSense) and s.fact in _RELATIONS for s in hit.senses)
                    # "extra … on top of dibao" names a benefit, and tells of nobody that he is on dibao
                    of_others |= all(isinstance(s, SubjectSense) for s in hit.senses)
                    if of_others and any(isinstance(sense, FactSense) for sense in inner.senses):
                        continue
                    yield Found(hit.start + inner.start, hit.start + inner.end, inner.senses)

    def _interrupted(self, found: Sequence[Found[Sense]], taken: Sequence[Stretch]) -> Iterator[Found[Sense]]:
        """Phrases of facts that an adverb interrupts (腿脚也不好), where nothing was found without."""
        thin, where = without_adverbs(self.text)
        if len(thin) == len(self.plain):
            return
        covered = [
            *taken,
            *((h.start, h.end) for h in found if not any(isinstance(s, Kin) for s in h.senses)),
        ]
        blocked = marked(len(self.plain), covered)
        for hit in self.words.book.find(thin):
            start, end = where[hit.start], where[hit.end - 1] + 1
            facts: tuple[Sense, ...] = tuple(sense for sense in hit.senses if isinstance(sense, FactSense))
            if facts and end - start > hit.end - hit.start and not any(blocked[start:end]):
                yield Found(start, end, facts)


def masked(plain: str, stretches: Iterable[Stretch]) -> str:
    """The text with these stretches blotted out, of the same length."""
    letters = list(plain)
    for start, end in stretches:
        letters[start:end] = "\x01" * (end - start)
    return "".join(letters)


def marked(size: int, stretches: Iterable[Stretch]) -> bytearray:
    """A byte for each character, 1 within the stretches."""
    marks = bytearray(size)
    for start, end in stretches:
        marks[start:end] = b"\1" * (end - start)
    return marks
