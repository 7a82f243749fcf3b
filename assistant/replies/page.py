"""The words of the chat page itself, from `page.yaml`."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.policies.yaml_files import read_yaml


class PageWords(BaseModel):
    """Title, introduction, placeholder, label of the message, the notice below, and questions to tap."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    introduction: str
    placeholder: str
    message: str
    notice: str
    examples: tuple[str, ...]


def load_page_words() -> PageWords:
    """Read `page.yaml`."""
    return PageWords.model_validate(read_yaml(Path(__file__).parent / "page.yaml"))
