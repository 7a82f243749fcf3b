"""An assessment as a table: the verdicts in groups, with what each gives, what it rests on and what is missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.cli import labels
from assistant.cli.printing import QuietTable, console, lines
from assistant.eligibility.catalogue import Assessment, Catalogue
from assistant.eligibility.judge import Status
from assistant.eligibility.knowledge import Interval
from assistant.policies.bilingual import Bilingual, Tongue
from assistant.replies.entries import Entry
from assistant.replies.names import PersonAssessment
from assistant.replies.pictures import Picture
from assistant.replies.reasons import Ground
from assistant.replies.told import told
from assistant.replies.verbalise import Verbaliser
from assistant.replies.words import Speech

STYLES: dict[Status, str] = {
    "eligible": "green",
    "needs_info": "yellow",
    "local_decision": "cyan",
    "not_eligible": "dim",
}
SIGNS = {True: "✓", False: "✗", None: "?"}


def print_assessment(catalogue: Catalogue, assessment: Assessment, tongue: Tongue) -> None:
    """Print all that was found for one person."""
    picture = Picture(catalogue, PersonAssessment("", assessment), Speech.of(tongue))
    _Printer(picture, console()).print()


@dataclass(frozen=True)
class _Deciding:
    """What a condition turns on for this person; `compound` where several parts are joined in it."""

    text: str
    quotes: tuple[str, ...]
    compound: bool


@dataclass(frozen=True)
class _Printer:
    picture: Picture
    out: Console

    @property
    def speech(self) -> Speech:
        return self.picture.speech

    @property
    def assessment(self) -> Assessment:
        return self.picture.person.assessment

    @property
    def verbaliser(self) -> Verbaliser:
        return Verbaliser(self.picture.catalogue, self.assessment.document, self.speech)

    def say(self, label: Bilingual) -> str:
        return label.of(self.speech.tongue)

    def print(self) -> None:
        picture, policy = self.picture, self.picture.policy
        day = self.say(labels.AS_OF).format(day=self.assessment.as_of)
        self.out.print(Text(f"{policy.list_title or policy.title} · {policy.id} · {day}", style="bold"))
        if picture.is_draft:
            self.out.print(Text(self.say(labels.DRAFT), style="bold red"))
        if picture.in_force_from:
            self.out.print(Text(self.say(labels.NOT_YET).format(day=picture.in_force_from), style="bold red"))
        self.line(labels.KNOWN, self.known())
        self.taken()
        for status in STYLES:
            self.group(status)
        for choice in picture.choices:
            self.out.print(lines(choice))
        self.line(labels.TOTAL, picture.totals)
        self.line(labels.NEXT, [picture.question.text] if picture.question else [])

    def line(self, label: Bilingual, parts: Iterable[str]) -> None:
        """A label with what there is to say under it; nothing where there is nothing."""
        if said := self.speech.say("semicolon").join(parts):
            self.out.print(lines(Text.assemble((self.say(label) + self.speech.say("colon"), "bold"), said)))

    def taken(self) -> None:
        """What was presumed, in the open."""
        presumed = [*self.picture.presumptions, *self.picture.absent]
        if presumed:
            self.out.print(Text(self.say(labels.TAKEN) + self.speech.say("colon").rstrip(), style="bold"))
            made = Table.grid(padding=(0, 1))
            for words in presumed:
                made.add_row("·", lines(words))
            self.out.print(made)

    def known(self) -> Iterator[str]:
        """What was said of the person; a bare number with what it counts."""
        for name, knowledge in told(self.picture.catalogue, self.assessment).items():
            if (words := self.verbaliser.known(name, knowledge)) is not None:
                label = self.verbaliser.label(name)
                bare = isinstance(knowledge, Interval) and label not in words
                yield f"{label} {words}" if bare else words

    def group(self, status: Status) -> None:
        entries = self.picture.of(status)
        if not entries:
            return
        title = f"{self.speech.say(f'statuses.{status}')} · {len(entries)}"
        due = status != "not_eligible"
        headings = (labels.ITEM, labels.BENEFIT, *([labels.GIVES] if due else []), labels.GROUNDS)
        made = QuietTable(*map(self.say, headings), title=Text(title, style=f"bold {STYLES[status]}"))
        for column, share in zip(made.columns, (None, 4, 5, 7) if due else (None, 4, 12), strict=True):
            column.ratio = share
        for entry in entries:
            made.row(
                self.item(entry), self.name(entry), *([self.gives(entry)] if due else []), self.grounds(entry)
            )
        self.out.print(made)

    def item(self, entry: Entry) -> str:
        """The item's number, with the benefit's where the item grants several."""
        rulebook = self.picture.catalogue.rulebooks[self.assessment.document]
        several = sum(benefit.item == entry.item for benefit in rulebook.benefits) > 1
        return entry.key if several else entry.item

    def name(self, entry: Entry) -> Text:
        if entry.name == entry.printed:
            return Text(entry.name)
        return Text.assemble(f"{entry.name}\n", (entry.printed, "dim"))

    def gives(self, entry: Entry) -> Text:
        offer = Text(entry.offer + "".join(f"\n{note}" for note in entry.notes))
        if (encouraged := entry.verdict.benefit.encouraged) is not None:
            words = _in_brackets([self.picture.policy.source.quote(encouraged)])
            offer.append(f"\n{self.say(labels.ENCOURAGED)} {words}", "yellow")
        return offer

    def grounds(self, entry: Entry) -> Table:
        """What the status rests on: all conditions that are met, or those that fail or are open."""
        made = Table.grid(padding=(0, 1))
        telling = [ground for ground in entry.grounds if _tells(ground, entry.verdict.status)]
        for ground in telling or entry.grounds:
            deciding = self.deciding(ground)
            words = Text.assemble(f"{deciding.text} ", (_in_brackets(deciding.quotes), "dim"))
            made.add_row("~" if ground.local else SIGNS[ground.met], lines(words))
        amount_turns_on = [self.verbaliser.label(fact) for fact in entry.verdict.amount_missing]
        for label, facts in ((labels.MISSING, entry.missing), (labels.OPEN_AMOUNT, amount_turns_on)):
            if facts:
                named = self.say(label) + self.speech.say("colon") + self.speech.say("list").join(facts)
                made.add_row("", lines(Text(named, style="yellow")))
        if entry.status != "not_eligible":
            for step in entry.steps:
                made.add_row("→", lines(step))
        return made

    def deciding(self, ground: Ground) -> _Deciding:
        """A condition with its quotes; of a group only the parts that make it stand as it does."""
        parts = [part for part in ground.parts if (part.met, part.local) == (ground.met, ground.local)]
        if not parts:
            return _Deciding(ground.text, ground.quotes, compound=False)
        said = [self.deciding(part) for part in parts]
        quotes = tuple(quote for part in said for quote in part.quotes)
        if len(said) == 1:
            return _Deciding(said[0].text, quotes, said[0].compound)
        texts = [
            self.speech.say("fact.join.group", part=one.text) if one.compound else one.text for one in said
        ]
        join = self.speech.say(f"fact.join.{'and' if ground.kind == 'all' else 'or'}")
        return _Deciding(join.join(dict.fromkeys(texts)), quotes, compound=True)


def _in_brackets(quotes: Iterable[str]) -> str:
    """Each quote once, without the source's line breaks, which fall inside words."""
    return "".join(f"「{''.join(quote.split())}」" for quote in dict.fromkeys(quotes))


def _tells(ground: Ground, status: Status) -> bool:
    if status == "eligible":
        return True
    return ground.met is (False if status == "not_eligible" else None)
