"""What the adviser's workbench shows: one person against the list of one place, item by item, or of two."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from assistant.eligibility.catalogue import Assessment, Catalogue
from assistant.eligibility.judge import Status
from assistant.eligibility.stating import read_facts
from assistant.pages.sources import address
from assistant.replies.citing import passages
from assistant.replies.contract import Language
from assistant.replies.entries import Entry
from assistant.replies.focus import Focus
from assistant.replies.names import PersonAssessment, department_name
from assistant.replies.page import PageWords
from assistant.replies.pictures import Picture
from assistant.replies.script import in_script
from assistant.replies.tables import full_name
from assistant.replies.wire import Wire
from assistant.replies.words import Speech

STATUSES: Sequence[Status] = ("eligible", "needs_info", "local_decision", "not_eligible")
EXPORTED = {"facts", "verdicts", "assumptions", "citations", "questions", "totals", "warnings"}


@dataclass(frozen=True)
class Passage:
    """Words that a verdict rests on, where they stand, and the address at which they are seen in their document."""

    where: str
    words: str
    address: str


@dataclass(frozen=True)
class Line:
    """One benefit of the table."""

    entry: Entry
    name: str
    departments: str
    changes: tuple[str, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Findings:
    """One person against one list."""

    catalogue: Catalogue
    assessment: Assessment
    words: PageWords

    @cached_property
    def picture(self) -> Picture:
        """The assessment, ready to be told."""
        person = PersonAssessment("", self.assessment)
        return Picture(self.catalogue, person, Speech.of(self.words.tongue))

    @property
    def place(self) -> str:
        """What the place is called."""
        return in_script(self.picture.place, self.words.language)

    @property
    def counts(self) -> str:
        """How many benefits stand how."""
        return self.words.say("counts", **{status: len(self.picture.of(status)) for status in STATUSES})

    @cached_property
    def groups(self) -> Mapping[Status, Sequence[Line]]:
        """Every benefit of the list, by how it stands; groups that hold none are left out."""
        found = {status: [self._line(entry) for entry in self.picture.of(status)] for status in STATUSES}
        return {status: lines for status, lines in found.items() if lines}

    def on_the_wire(self) -> dict[str, Any]:
        """The findings as a program reads them, in the shapes of the machine interface."""
        person = PersonAssessment("", self.assessment)
        reply = Wire(self.catalogue, self.words.language).reply([person], answer="", intent="entitlements")
        head = {"document": self.assessment.document, "as_of": self.assessment.as_of.isoformat()}
        return head | reply.model_dump(mode="json", include=EXPORTED)

    def _line(self, entry: Entry) -> Line:
        speech = self.picture.speech
        return Line(
            entry,
            full_name(entry),
            speech.say("list").join(department_name(name, speech) for name in entry.departments),
            tuple(self._changes(Focus(self.picture, entry))),
            tuple(self._passages(entry)),
        )

    def _changes(self, focus: Focus) -> Iterator[str]:
        for prospect in (*focus.remedies, *focus.turning):
            then = prospect.then
            status = self.words.say(f"status.{then.status}")
            gives = self._said(then.offer) if then.status in ("eligible", "local_decision") else ""
            said = self.words.say("comma").join(part for part in (status, gives) if part)
            yield self.words.say("becomes", when=self._said(prospect.when), then=said)

    def _said(self, text: str) -> str:
        return in_script(text, self.words.language)

    def _passages(self, entry: Entry) -> Iterator[Passage]:
        policy = self.picture.policy
        for found in dict.fromkeys(passages(self.catalogue, entry.verdict)):
            where = (
                self.words.say("item", number=found.item)
                if found.item
                else self.words.say("section", number=found.section or "")
            )
            quoted = "".join(policy.source.quote(found.span).splitlines())
            yield Passage(where, quoted, address(policy.id, found.span.start, found.span.end))


def findings(
    catalogue: Catalogue, document: str, facts: Mapping[str, Any], as_of: date, language: Language
) -> Findings:
    """Judge one person by one list.

    Raises FactError for a value that a fact cannot have, and ContradictionError for facts that cannot all be so.
    """
    known = read_facts(facts, catalogue.vocabulary, catalogue.place_code)
    assessment = catalogue.assess(document, known, as_of)
    return Findings(catalogue, assessment, PageWords("adviser", language))
