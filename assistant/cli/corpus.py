"""The corpus as the commands use it: loaded by the settings, with places and documents found by what people type."""

from collections.abc import Mapping
from tomllib import TOMLDecodeError
from typing import Any

from assistant.cli.faults import CorpusFault, InputFault, corpus_faults
from assistant.eligibility.catalogue import Catalogue, load_catalogue
from assistant.eligibility.facts import Vocabulary, load_vocabulary
from assistant.language.text import fold
from assistant.policies.place_data import PlaceError
from assistant.policies.places import Place, Places
from assistant.settings import Settings


def settings(**given: Any) -> Settings:
    """The settings of this installation, but for those given; raises CorpusFault naming what is wrong."""
    from pydantic import ValidationError

    try:
        return Settings(**given)
    except (OSError, TOMLDecodeError) as error:
        raise CorpusFault(f"the file of settings cannot be read: {error}") from error
    except ValidationError as error:
        faults = (f"YANGLAO_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        raise CorpusFault("; ".join(faults)) from error


def catalogue() -> Catalogue:
    """The whole corpus; raises CorpusFault at its first fault."""
    with corpus_faults():
        return load_catalogue(settings().corpus)


def vocabulary() -> Vocabulary:
    """The facts alone, without the documents; raises CorpusFault."""
    with corpus_faults():
        return load_vocabulary(settings().corpus / "facts.yaml")


def place_named(places: Places, words: str) -> Place:
    """The place of an id, a code or a name (天津宁河 too); raises LookupError for what names none."""
    try:
        return places.get(words)
    except PlaceError:
        plain = fold(words)
        mentions = places.find(plain)
    named = sum(len("".join(mention.words.split())) for mention in mentions)
    if not mentions or named < len("".join(plain.split())):
        raise LookupError(f'"{words}" names no place')
    innermost = max(mentions, key=lambda mention: mention.place.level)
    return innermost.place


def document_named(catalogue: Catalogue, words: str) -> str:
    """The document whose list holds in a place; raises InputFault naming the places that have one."""
    try:
        place = place_named(catalogue.places, words)
    except LookupError as error:
        raise InputFault(f"{error}; {_covered(catalogue)}") from error
    document = catalogue.places.covered_document(place)
    if document is None:
        raise InputFault(f"{place.name} is not covered; {_covered(catalogue)}")
    if document not in catalogue.lists:
        name = catalogue.policies[document].names.zh
        raise InputFault(
            f"{name} ({document}) speaks for {place.name} and has no list; {_covered(catalogue)}"
        )
    return document


def place_names(catalogue: Catalogue) -> Mapping[str, str]:
    """The name of each document's place by the document's id."""
    return {name: catalogue.places.get(policy.place).name for name, policy in catalogue.policies.items()}


def _covered(catalogue: Catalogue) -> str:
    names = place_names(catalogue)
    return "there are lists for " + ", ".join(f"{names[name]} ({name})" for name in catalogue.lists)
