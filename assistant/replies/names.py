"""What places, documents, departments and people are called in a reply."""

from dataclasses import dataclass
from functools import lru_cache

from assistant.eligibility.catalogue import Assessment, Catalogue
from assistant.eligibility.knowledge import Options
from assistant.policies.bilingual import Tongue
from assistant.policies.place_data import SUFFIX
from assistant.replies.words import Speech


def place_name(catalogue: Catalogue, region: str, tongue: Tongue) -> str:
    """The name of a region prefix or a document's id; in English a place of a document by the document's id."""
    code = catalogue.policies[region].place if region in catalogue.policies else region.ljust(6, "0")
    place = catalogue.places.get(code)
    if tongue == "zh":
        return place.name
    document = document_at(catalogue, place.code)
    return document.capitalize() if document else _pinyin(place.name)


def full_place_name(catalogue: Catalogue, code: str, tongue: Tongue) -> str:
    """A place no document covers, with the city it lies in: 沈阳市铁西区."""
    place = catalogue.places.get(code)
    outer = [one for one in catalogue.places.ancestors(place) if document_at(catalogue, one.code) is None][:1]
    names = [place_name(catalogue, one.code, tongue) for one in (*outer, place)]
    return "".join(names) if tongue == "zh" else ", ".join(reversed(names))


def document_at(catalogue: Catalogue, code: str) -> str | None:
    """The document of exactly this place."""
    return next((policy.id for policy in catalogue.policies.values() if policy.place == code), None)


def place_id(catalogue: Catalogue, region: str) -> str:
    """How a region prefix is written on the wire: as a document's id where there is one, else as its code."""
    code = region.ljust(6, "0")
    return document_at(catalogue, code) or code


def department_name(printed: str, speech: Speech) -> str:
    """A department as printed; in English with what it means."""
    said = speech.maybe(f"departments.{printed}") or printed
    return said if said == printed else f"{said} {printed}"


@lru_cache(maxsize=1024)
def _pinyin(name: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(SUFFIX.sub("", name))).capitalize()


@dataclass(frozen=True)
class PersonAssessment:
    """One person against one list; `label` as the message names the person, `index` among the persons spoken of."""

    label: str
    assessment: Assessment
    index: int = 0


@dataclass(frozen=True)
class Who:
    """How a reply speaks of a person: 您父亲, 他."""

    name: str
    subject: str
    """The pronoun."""
    is_you: bool
    is_named: bool
    """Whether somebody is named who is not the person who asks."""

    @property
    def titled(self) -> str:
        """The name at the beginning of a sentence."""
        return self.name[:1].upper() + self.name[1:]

    def verb(self, singular: str, plural: str) -> str:
        """The form of an English verb behind the pronoun."""
        return plural if self.is_you or self.subject == "they" else singular

    def named_verb(self, singular: str, plural: str) -> str:
        """The form of an English verb behind the name."""
        return plural if self.is_you else singular


def who(person: PersonAssessment, speech: Speech) -> Who:
    """How to speak of the person."""
    label = person.label.strip()
    lists = speech.wording.lists
    if label in lists["people.self"]:
        name, pronoun = speech.say("people.you"), "you"
    else:
        name = speech.say("people.yours", label=_in_language(label, speech))
        sex = person.assessment.known["sex"]
        assert isinstance(sex, Options)
        pronoun = str(next(iter(sex.values))) if len(sex.values) == 1 else "unknown"
    is_named = pronoun != "you" and label not in ("", *lists["people.nobody"])
    if pronoun != "you" and not is_named:
        name = speech.say("people.person")
    subject = speech.say(f"people.pronouns.{pronoun}")
    return Who(name, subject, is_you=pronoun == "you", is_named=is_named)


def _in_language(label: str, speech: Speech) -> str:
    """The label in the language of the reply, where a conversation changed from one to the other."""
    return speech.maybe(f"people.kin.{label}") or label
