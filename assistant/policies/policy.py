"""One document as `policy.yaml` describes it, with the sections of its body; and all of a corpus."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.policies.bilingual import Bilingual
from assistant.policies.sections import Section, parse_sections, section_at
from assistant.policies.spans import QuoteNotFound, Source, Span
from assistant.policies.yaml_files import YamlError, read_yaml


class PolicyError(ValueError):
    """A document is not as its `policy.yaml` says; the message names file and entry and what to do."""


class _Described(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


_Form = TypeVar("_Form", bound=_Described)


class StatedDate(_Described):
    """A day that the text itself states."""

    day: date
    quote: str


class Dates(_Described):
    """The days of a document, None where the text states none. Targets (到2025年) are no dates of it."""

    approved: StatedDate | None = None
    issued: StatedDate | None = None
    effective: StatedDate | None = None


class Layout(_Described):
    """Where the body and the service list lie in the source, in words of the source."""

    headings: tuple[str, ...]
    """The first number of each level, from the chapter down: `一、`, `（一）`, `1.`."""
    departments: tuple[str, ...] = ()
    """With what the bracket of responsible departments opens."""
    starts: str | None = None
    """The body's first words, where noise stands before them."""
    closing: str | None = None
    """What follows the last section (a signature, the name of an attachment)."""
    list_starts: str | None = None
    """The title of the service list; its last occurrence ends the body."""


class PolicyFile(_Described):
    """`policy.yaml`, as a civil-affairs officer writes it."""

    id: str = Field(pattern="^[a-z]+$")
    title: str
    title_is_printed: bool = True
    number: str | None
    issuer: str
    place: str = Field(pattern=r"^\d{6}$")
    """The GB/T 2260 code of the place whose government speaks."""
    parent: str | None
    """The document of the city that holds in this place as well."""
    status: Literal["in_force", "draft"]
    dates: Dates
    list_title: str | None
    names: Bilingual
    """What people call the document in a sentence."""
    layout: Layout

    @property
    def in_force_from(self) -> date | None:
        """The day it takes effect, else the day it was issued; None for a draft."""
        stated = self.dates.effective or self.dates.issued
        return stated.day if stated and self.status == "in_force" else None


class Glosses(_Described):
    """`english.yaml`: what items and sections say, in English words of ours, by number and by path."""

    items: Mapping[str, str] = {}
    sections: Mapping[str, str] = {}

    def of(self, item: str | None, section: str | None) -> str | None:
        """That of an item, else of a section; None where there is none."""
        if item is not None:
            return self.items.get(item)
        return self.sections.get(section) if section is not None else None


class Policy(PolicyFile):
    """A document: what it is, its source text and the sections of its body."""

    glosses: Glosses

    source: Source
    body: Span
    list_region: Span | None
    """From the title of the service list to the end of the source; None where the document has no list."""
    sections: tuple[Section, ...]

    @property
    def stated_dates(self) -> Mapping[str, StatedDate]:
        """The days that the text states, by what happened on them."""
        found = {name: getattr(self.dates, name) for name in type(self.dates).model_fields}
        return {name: stated for name, stated in found.items() if stated is not None}

    def in_force_on(self, day: date) -> bool:
        """Whether it is law on this day; a draft never is."""
        return self.in_force_from is not None and self.in_force_from <= day

    def section_at(self, offset: int) -> Section | None:
        """The deepest section that holds the character at this offset, or None outside of the body."""
        return section_at(self.sections, offset)


def load_policies(corpus: Path) -> Mapping[str, Policy]:
    """All documents of a corpus by id, in alphabetical order; raises PolicyError at the first fault."""
    folders = sorted(file.parent for file in corpus.glob("*/policy.yaml"))
    if not folders:
        raise PolicyError(f"{corpus}: no folder has a policy.yaml; point the corpus setting at the documents")
    policies = {folder.name: load_policy(folder) for folder in folders}
    for policy in policies.values():
        if policy.parent is not None and policy.parent not in policies:
            raise PolicyError(
                f"{corpus / policy.id / 'policy.yaml'}: parent: there is no document {policy.parent}; "
                f"name one of {', '.join(policies)} or null"
            )
    return MappingProxyType(policies)


def load_policy(folder: Path) -> Policy:
    """Read one document's folder; raises PolicyError naming the file, the entry, the fault and the remedy."""
    file = folder / "policy.yaml"
    described = _read(file)
    # Offsets count the file's own characters, so no newline may be translated.
    source = Source(described.id, (folder / "source.txt").read_bytes().decode("utf-8"))
    _check_words(file, described, source)
    layout = described.layout
    end = Span(len(source.text), len(source.text))
    start = _find(file, source, "layout.starts", layout.starts) if layout.starts else Span(0, 0)
    listed = _find(file, source, "layout.list_starts", layout.list_starts) if layout.list_starts else end
    body = Span(start.start, listed.start)
    closing = _find(file, source, "layout.closing", layout.closing, body) if layout.closing else None
    sections = parse_sections(
        source, body, headings=layout.headings, departments=layout.departments, closing=closing
    )
    return Policy(
        **dict(described),
        source=source,
        body=body,
        list_region=Span(listed.start, end.end) if layout.list_starts else None,
        sections=sections,
        glosses=_glosses(folder / "english.yaml", sections),
    )


def _glosses(file: Path, sections: Sequence[Section]) -> Glosses:
    """What is said in English; a document without the file is quoted alone."""
    if not file.exists():
        return Glosses()
    glosses = _validated(Glosses, file)
    if unknown := set(glosses.sections) - {section.path for section in sections}:
        raise PolicyError(f"{file}: sections: {', '.join(sorted(unknown))}: name sections of the body")
    return glosses


def _validated(form: type[_Form], file: Path) -> _Form:
    try:
        return form.model_validate(read_yaml(file))
    except YamlError as error:
        raise PolicyError(str(error)) from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
        raise PolicyError(f"{file}: {faults}") from error


def _read(file: Path) -> PolicyFile:
    described = _validated(PolicyFile, file)
    if described.id != file.parent.name:
        raise PolicyError(f"{file}: id: {described.id} must be the folder's name, {file.parent.name}")
    if described.status == "in_force" and described.in_force_from is None:
        raise PolicyError(f"{file}: dates: a document in force needs the day it was issued or took effect")
    return described


def _check_words(file: Path, described: PolicyFile, source: Source) -> None:
    """Everything that the file says the document prints must stand in the source."""
    printed = {
        "title": described.title if described.title_is_printed else None,
        "number": described.number,
        "issuer": described.issuer,
        "list_title": described.list_title,
    }
    for entry, words in printed.items():
        if words is not None:
            _find(file, source, entry, words)
    for entry, stated in described.dates:
        if stated is not None:
            _find(file, source, f"dates.{entry}.quote", stated.quote)
            words = f"{stated.day.year}年{stated.day.month}月{stated.day.day}日"
            if words not in "".join(stated.quote.split()):
                raise PolicyError(
                    f"{file}: dates.{entry}: {words} does not stand in the quote “{stated.quote}”"
                )


def _find(file: Path, source: Source, entry: str, words: str, within: Span | None = None) -> Span:
    """The last place where the words stand: a title is named in the text before it stands over its text."""
    found = source.occurrences(words, within)
    if not found:
        raise PolicyError(f"{file}: {entry}: {QuoteNotFound(source.document_id, words, within)}")
    return found[-1]
