"""`corpus/vocabulary/roster.yaml`: how rosters are headed and coded, and the words of a screened one."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from unicodedata import normalize

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.policies.bilingual import Bilingual
from assistant.policies.folding import fold
from assistant.policies.yaml_files import read_yaml

SIGNS = re.compile(r"[\s　()（）\[\]【】:：*＊?？、,，.。_“”\"']+")
Words = tuple[str, ...]


class RosterVocabularyError(ValueError):
    """`roster.yaml` is not as it should be; the message names the entry."""


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class PlaceWords(_Read):
    """A place by what it is to the one whose list is asked."""

    here: Words
    elsewhere: Words
    city: Words


class RosterVocabulary(_Read):
    """All that `roster.yaml` holds."""

    headings: Mapping[str, Words]
    birth: Words
    identity: Words
    identifiers: Words
    blank: Words
    yes: Words
    no: Words
    places: PlaceWords
    values: Mapping[str, Mapping[str, Words]]
    faults: Mapping[str, Bilingual]
    statuses: Mapping[str, Bilingual]
    columns: Mapping[str, Bilingual]
    faults_columns: Mapping[str, Bilingual]
    periods: Mapping[str, Bilingual]
    bounds: Mapping[str, Bilingual]
    units: Mapping[str, Bilingual]
    bound_words: Mapping[str, Bilingual]
    no_amount: Bilingual
    yes_word: Bilingual
    no_word: Bilingual


@cache
def load_roster_vocabulary(corpus: Path) -> RosterVocabulary:
    """Read it; raises RosterVocabularyError naming the faulty entry."""
    path = corpus / "vocabulary" / "roster.yaml"
    try:
        return RosterVocabulary.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise RosterVocabularyError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def plain_heading(text: str) -> str:
    """A heading as headings are compared: folded, without spaces and signs."""
    return SIGNS.sub("", fold(normalize("NFKC", text)))


def plain_value(text: str) -> str:
    """A cell as cells are compared: folded, without spaces at its ends."""
    return fold(normalize("NFKC", text)).strip()
