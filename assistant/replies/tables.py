"""The table of what is due: a line for each sum, one line for services of a kind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from assistant.replies.entries import Entry
from assistant.replies.pictures import Picture

# The kinds that share a line, in the order of their lines.
SHARED = ("service", "discount", "aid", "goods", "priority")


@dataclass(frozen=True)
class Row:
    """One line: what, how much, and which item says so."""

    name: str
    offer: str
    note: str
    """What stands behind the offer in brackets."""
    where: str
    strong: bool
    """Whether a sum is stated, which is what the eye looks for."""


def rows(picture: Picture) -> list[Row]:
    """The lines of the table, what matters most first."""
    own = [entry for entry in picture.due if entry.has_own_row]
    shared = [entry for entry in picture.due if not entry.has_own_row]
    first, *rest = [*_own(picture, own), *_shared(picture, shared)]
    # The first line says that the numbers are those of the list.
    return [replace(first, where=picture.speech.say("items.of_list", item=first.where)), *rest]


def titled(name: str) -> str:
    """The name at the beginning of a line."""
    return name[:1].upper() + name[1:]


def full_name(entry: Entry) -> str:
    """The name, in English with the one that the document prints."""
    return entry.name if entry.name == entry.printed else f"{titled(entry.name)} {entry.printed}"


def _own(picture: Picture, entries: Iterable[Entry]) -> Iterator[Row]:
    for entry in entries:
        notes = [*entry.steps, *entry.notes]
        note = picture.speech.say("note", note=picture.speech.say("semicolon").join(notes)) if notes else ""
        yield Row(full_name(entry), entry.offer, note, picture.items([entry]), bool(entry.sums))


def _shared(picture: Picture, entries: Iterable[Entry]) -> Iterator[Row]:
    speech = picture.speech
    in_order = sorted(entries, key=lambda entry: (SHARED.index(entry.grants), len(entry.item), entry.item))
    for kind, group in groupby(in_order, key=lambda entry: entry.grants):
        alike = list(group)
        names, offer = speech.listed([entry.name for entry in alike]), speech.say(f"grants.{kind}")
        if kind == "discount":  # each reduction is worth its words
            said = [_reduction(picture, entry, named=len(alike) > 1) for entry in alike]
            names = names if len(alike) == 1 else speech.say(f"grants_together.{kind}")
            offer = speech.say("semicolon").join(said)
        yield Row(titled(names), offer, "", picture.items(alike), strong=False)


def _reduction(picture: Picture, entry: Entry, *, named: bool) -> str:
    steps = picture.speech.say("semicolon").join(entry.steps)
    offer = entry.offer + (picture.speech.say("note", note=steps) if steps else "")
    return f"{entry.name}{picture.speech.say('colon')}{offer}" if named else offer
