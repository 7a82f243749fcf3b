"""Before an answer leaves, whatever it states must stand in what the engine found or in the words of a document.

Numbers, percentages, dates, item numbers, departments and verdict words are looked up; a sentence, bullet or row that
states something else is left out. An answer that contradicts a verdict, or does not tell what it was to tell, is
rejected as a whole, and the engine's own result takes its place.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

from assistant.conversation.verifying.checking import faults_of
from assistant.conversation.verifying.claims import ClaimReader
from assistant.conversation.verifying.faults import Fault
from assistant.conversation.verifying.grounds import Grounds
from assistant.conversation.verifying.literals import Key, load_literals, one_of
from assistant.conversation.verifying.reading import Tools, read
from assistant.conversation.verifying.register import Register
from assistant.conversation.verifying.scene import Context, Scene
from assistant.conversation.verifying.signs import Signs
from assistant.conversation.verifying.units import Unit, units_of
from assistant.eligibility.catalogue import Catalogue
from assistant.policies.folding import fold
from assistant.policies.place_data import SUFFIX
from assistant.replies.contract import Language, Reply
from assistant.replies.names import PersonAssessment, place_name


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
        places = {document: _place(catalogue, document) for document in catalogue.policies}
        tools = Tools(signs, load_literals(corpus, catalogue, signs), ClaimReader(signs), places)
        return cls(Register(catalogue), tools)

    def grounds(
        self,
        reply: Reply,
        people: Sequence[PersonAssessment] = (),
        *,
        before: Sequence[PersonAssessment] = (),
        only: Collection[Key] = (),
        whole: bool = False,
        stated: Collection[str] = (),
    ) -> Grounds:
        """What an answer may rest on: a reply, and the assessments that its verdicts come from.

        `before` are the people as they were judged before a correction. `only` are the benefits that were asked about,
        which the answer has to name; with `whole` it is to name everything that is due. `stated` are words that
        stand for themselves, such as a reference number.
        """
        return Grounds.of(self.register, reply, people, before, only, whole=whole, stated=stated)

    def verify(self, answer: str, grounds: Grounds, language: Language) -> Verified:
        """Check an answer in Markdown; nothing is ever added to it."""
        context = Context()
        faults: list[Fault] = []
        dropped: list[Unit] = []
        named: set[Key] = set()
        units = list(units_of(_blotted(answer, grounds.glosses), self.tools.signs))
        for unit in units:
            scene = Scene(read(self.tools, grounds, unit, language), grounds, context.entering(unit))
            found = faults_of(scene)
            if found:
                faults += found
                dropped.append(unit)
            else:
                named |= scene.named_keys
            context = scene.context_behind
        contradiction = next((fault for fault in faults if fault.contradicts), None)
        unnamed = frozenset(key for key in grounds.must_name if key not in named)
        text = _without(answer, units, dropped)
        rejected = _why_rejected(contradiction, unnamed, text)
        return Verified(text, tuple(faults), rejected, unnamed)


def _blotted(answer: str, glosses: Collection[str]) -> str:
    """The answer without the glosses of the corpus, which are fixed words as the documents' own are."""
    for gloss in glosses:
        answer = answer.replace(gloss, " " * len(gloss))
    return answer


def _place(catalogue: Catalogue, document: str) -> "regex.Pattern[str]":
    """How a document's place is called in folded text: 宁河 stands in 宁河区 as well."""
    names = {SUFFIX.sub("", place_name(catalogue, document, "zh")), place_name(catalogue, document, "en")}
    return regex.compile(one_of({fold(name) for name in names}))


def _why_rejected(contradiction: Fault | None, unnamed: Collection[Key], text: str) -> str | None:
    if contradiction is not None:
        return f"it contradicts the result: {contradiction.words}"
    if unnamed:
        keys = ", ".join(f"{document} {key}" for document, key in sorted(unnamed))
        return f"it does not tell of {keys}"
    return None if text.strip() else "nothing of it has grounds"


def _without(answer: str, units: Sequence[Unit], dropped: Sequence[Unit]) -> str:
    """The answer without those parts, nor headings and heads of tables under which nothing is left."""
    if not dropped:
        return answer
    gone = {id(unit) for unit in dropped}
    for index, unit in enumerate(units):
        if unit.form in ("heading", "head") and not _has_content(units[index + 1 :], unit, gone):
            gone.add(id(unit))
            gone |= {id(one) for one in units[index + 1 : index + 2] if one.form == "rule"}
    kept, at = "", 0
    for unit in units:
        if id(unit) in gone:
            kept += answer[at : unit.start]
            at = unit.end
            if unit.form in ("row", "head", "rule", "bullet") and answer[at : at + 1] == "\n":
                at += 1
    return regex.sub(r"\n{3,}", "\n\n", kept + answer[at:]).strip()


def _has_content(behind: Sequence[Unit], head: Unit, gone: Collection[int]) -> bool:
    """Whether anything is left of what stands under a heading or the head of a table."""
    forms = ("rule", "row") if head.form == "head" else ("rule", "row", "bullet", "sentence", "head")
    for unit in behind:
        if unit.form not in forms:
            return False
        if unit.form != "rule" and id(unit) not in gone:
            return True
    return False
