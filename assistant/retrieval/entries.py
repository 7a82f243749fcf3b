"""The texts under which a passage may be found: its own words, its sentences, and how people ask for it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.retrieval.passages import Passage

EntryKind = Literal["passage", "unit", "phrasing"]


class PhrasingsError(ValueError):
    """`phrasings.yaml` is not as it should be; the message names the file, the entry and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text that leads to a passage."""

    passage: str
    """The passage's id."""
    document: str
    kind: EntryKind
    text: str


class Phrasings(BaseModel):
    """`phrasings.yaml`: how people ask for what an item or a measure says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    items: Mapping[str, tuple[str, ...]] = {}
    measures: Mapping[str, tuple[str, ...]] = {}

    def of(self, passage: Passage) -> tuple[str, ...]:
        """The lines written for a passage."""
        if passage.kind == "item":
            return self.items.get(passage.item or "", ())
        return self.measures.get(passage.section or "", ())


def load_phrasings(corpus: Path, document: str) -> Phrasings:
    """The phrasings of a document, none where it has no such file; raises PhrasingsError."""
    file = corpus / document / "phrasings.yaml"
    if not file.exists():
        return Phrasings()
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return Phrasings.model_validate(yaml.load(file.read_text("utf-8"), Loader=loader) or {})
    except yaml.YAMLError as error:
        raise PhrasingsError(f"{file}: this is no YAML: {error}") from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
        raise PhrasingsError(f"{file}: {faults}") from error


def check_phrasings(document: str, phrasings: Phrasings, passages: Iterable[Passage]) -> None:
    """Every item and measure that has phrasings must be one; raises PhrasingsError."""
    known = list(passages)
    strange = set(phrasings.items) - {p.item for p in known} | set(phrasings.measures) - {
        p.section for p in known
    }
    if strange:
        raise PhrasingsError(
            f"{document} phrasings.yaml: {', '.join(sorted(strange))} is no item or numbered measure of the document; "
            "write the number as the document prints it"
        )


def entries_of(passage: Passage, phrasings: Iterable[str]) -> Iterator[Entry]:
    """The passage as a whole, each of its units, and each line written for it."""
    yield Entry(passage.id, passage.document, "passage", passage.text)
    for unit in passage.units:
        yield Entry(passage.id, passage.document, "unit", passage.quote(unit))
    for line in phrasings:
        yield Entry(passage.id, passage.document, "phrasing", line)
