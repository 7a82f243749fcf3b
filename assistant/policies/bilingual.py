"""Words in the two languages that everything of ours is written in."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Tongue = Literal["zh", "en"]


class Bilingual(BaseModel):
    """One wording in Simplified Chinese and in English (Traditional Chinese is converted from the first)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str

    def of(self, tongue: Tongue) -> str:
        """The wording in one language."""
        return self.zh if tongue == "zh" else self.en
