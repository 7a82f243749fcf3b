"""Before an answer leaves, whatever it states must stand in what the engine found or in the words of a document.

Numbers, percentages, dates, item numbers, departments and verdict words are looked up; a sentence, bullet or row that
states something else is left out. An answer that contradicts a verdict, or does not tell what it was to tell, is
rejected as a whole, and the engine's own result takes its place.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

from assistant.conversation.verifying.checking import Check, Context, Fault
from assistant.conversation.verifying.claims import ClaimReader
from assistant.conversation.verifying.grounds import Grounds
from assistant.conversation.verifying.literals import Key, load_literals
from assistant.conversation.verifying.reading import Reading, Tools
from assistant.conversation.verifying.register import Register
from assistant.conversation.verifying.signs import Signs
from assistant.conversation.verifying.units import Unit, units_of
from assistant.eligibility.catalogue import Catalogue
from assistant.replies.contract import Language, Reply
from assistant.replies.names import PersonAssessment


@dataclass(frozen=True)
class Verified:
    """What is left of an answer, and why the rest is not."""

    text: str
    faults: tuple[Fault, ...] = ()
    rejected: str | None = None
    """Why the answer is not to be used at all, None where it is."""
    unnamed: frozenset[Key] = frozenset()
    """What the answer was to name and does not."""


@dataclass(frozen=True, eq=False)
class Verifier:
    """Holds answers against what they rest on; built once for a corpus."""

    register: Register
    tools: Tools

    @classmethod
    def load(cls, corpus: Path, catalogue: Catalogue) -> "Verifier":
        """Read corpus/vocabulary/verifier.yaml; raises SignsError naming the faulty entry."""
        signs = Signs.load(corpus)
        return cls(Register(catalogue), Tools(signs, load_literals(corpus, catalogue), ClaimReader(signs)))

    def grounds(
        self,
        reply: Reply,
        people: Sequence[PersonAssessment] = (),
        *,
        before: Sequence[PersonAssessment] = (),
        only: Collection[Key] = (),
        whole: bool = False,
    ) -> Grounds:
        """What an answer may rest on: a reply, and the assessments that its verdicts come from.

        `before` are the people as they were judged before a correction. `only` are the benefits that were asked about,
        which the answer has to name; with `whole` it is to name everything that is due.
        """
        return Grounds.of(self.register, reply, people, before, only, whole=whole)

    def verify(self, answer: str, grounds: Grounds, language: Language) -> Verified:
        """Check an answer in Markdown; nothing is ever added to it."""
        context = Context()
        faults: list[Fault] = []
        dropped: list[Unit] = []
        named: set[Key] = set()
        units = list(units_of(answer, self.tools.signs))
        for unit in units:
            check = Check.of(self.tools, grounds, unit, context, language)
            found = check.faults()
            if found:
                faults += found
                dropped.append(unit)
            else:
                named |= check.named_keys
            context = check.context_behind
        contradiction = next((fault for fault in faults if fault.contradicts), None)
        unnamed = frozenset(key for key in grounds.must_name if key not in named)
        text = _without(answer, units, dropped)
        rejected = _why_rejected(contradiction, unnamed, text)
        return Verified(text, tuple(faults), rejected, unnamed)
