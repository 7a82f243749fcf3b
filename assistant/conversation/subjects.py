"""Which benefits of which list a subject means that people name in everyday words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.eligibility.catalogue import Catalogue
from assistant.policies.yaml_files import read_yaml


class SubjectError(ValueError):
    """`benefits.yaml` names an item that no list has."""


@dataclass(frozen=True)
class Subjects:
    """Subject -> document -> the keys ("item.benefit") of the benefits it means there."""

    keys: Mapping[str, Mapping[str, tuple[str, ...]]]
    where_known: Mapping[str, Mapping[str, str]]
    """Subject -> fact -> what else it may mean of somebody of whom that fact is known."""

    @classmethod
    def load(cls, corpus: Path, catalogue: Catalogue) -> "Subjects":
        """Read corpus/vocabulary/benefits.yaml; raises SubjectError naming an entry whose item does not exist."""
        data: dict[str, dict[str, Any]] = read_yaml(corpus / "vocabulary" / "benefits.yaml")
        return cls(
            {
                subject: {
                    document: tuple(_keys(catalogue, subject, document, items))
                    for document, items in (entry.get("items") or {}).items()
                }
                for subject, entry in data.items()
            },
            {subject: entry["where_known"] for subject, entry in data.items() if "where_known" in entry},
        )

    def widened(self, subjects: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
        """The subjects with what else they may mean of somebody of whom these facts are known."""
        found: dict[str, None] = {}
        for subject in subjects:
            found[subject] = None
            found |= {
                other: None for fact, other in self.where_known.get(subject, {}).items() if fact in known
            }
        return tuple(found)

    def of(self, subjects: Iterable[str], document: str) -> tuple[str, ...]:
        """The benefits that the subjects mean in one document's list, in the order of the list."""
        found = {key for subject in subjects for key in self.keys.get(subject, {}).get(document, ())}
        return tuple(sorted(found, key=lambda key: tuple(map(int, key.split(".")))))

    def naming(self, document: str, keys: Collection[str]) -> tuple[str, ...]:
        """The subjects that mean these benefits of a list and no other of it, else those that mean fewest."""
        means = {subject: set(known.get(document, ())) for subject, known in self.keys.items()}
        exact = tuple(subject for subject, meant in means.items() if meant and meant <= set(keys))
        if exact:
            return exact
        wider = {subject: meant for subject, meant in means.items() if meant & set(keys)}
        fewest = min((len(meant) for meant in wider.values()), default=0)
        return tuple(subject for subject, meant in wider.items() if len(meant) == fewest)


def _keys(catalogue: Catalogue, subject: str, document: str, items: Iterable[str]) -> Iterable[str]:
    for item in items:
        keys = [
            benefit.key
            for benefit in catalogue.rulebooks[document].benefits
            if item in (benefit.item, benefit.key)
        ]
        if not keys:
            raise SubjectError(
                f"vocabulary/benefits.yaml, {subject}: {document} has no item {item}; name an item of its list"
            )
        yield from keys
