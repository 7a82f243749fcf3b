"""`corpus/places.yaml`: what the table of administrative divisions does not know about places."""

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.policies.yaml_files import YamlError, read_yaml

SUFFIX = re.compile("(特别行政区|自治区|自治州|自治县|自治旗|地区|新区|林区|特区|省|市|盟|区|县|旗)$")


class PlaceError(ValueError):
    """`places.yaml` is not as it should be, or there is no such place; the message says what to do."""


class _Described(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Residence(_Described):
    """Words around a name by which somebody says that he lives there."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class PlaceData(_Described):
    """What `places.yaml` says; each entry is explained there."""

    divisions: Mapping[str, str]
    formerly: Mapping[str, str]
    groupings: frozenset[str]
    peoples: tuple[str, ...]
    aliases: Mapping[str, tuple[str, ...]]
    known_bare: frozenset[str]
    also_words: frozenset[str]
    never: frozenset[str]
    not_before: tuple[str, ...]
    not_behind: Mapping[str, str]
    residence: Residence
    english: Mapping[str, tuple[str, ...]]
    also_pinyin: frozenset[str]
    english_residence: frozenset[str]
    english_kinds: Mapping[str, str]
    pinyin_kinds: Mapping[str, str]

    def stem(self, name: str) -> str:
        """The name without what it is: 四方台 of 四方台区, 延边 of 延边朝鲜族自治州."""
        bare = SUFFIX.sub("", name)
        match = self._without_peoples.fullmatch(bare) if "自治" in name else None
        return match[1] if match else bare

    @cached_property
    def _without_peoples(self) -> re.Pattern[str]:
        return re.compile(f"(.{{2,}}?)(?:{'|'.join(self.peoples)})*")


def read_place_data(path: Path) -> PlaceData:
    """Read `places.yaml`; raises PlaceError naming the faulty entry."""
    try:
        return PlaceData.model_validate(read_yaml(path))
    except YamlError as error:
        raise PlaceError(str(error)) from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
        raise PlaceError(f"{path}: {faults}") from error


def lies_in(code: str, outer: str) -> bool:
    """Whether a division lies in another, or is it: the codes of the table are hierarchical."""
    return code.startswith(outer.removesuffix("00").removesuffix("00"))


def is_county(code: str) -> bool:
    """Whether a division is a county, a district or a city of a county's rank."""
    return not code.endswith("00")
