"""What an installation may set, each from the environment variable of its name with `YANGLAO_` before it."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read when made; a value of the wrong type raises pydantic's ValidationError, which names it."""

    model_config = SettingsConfigDict(env_prefix="YANGLAO_", frozen=True)

    corpus: Path = Path(__file__).parents[1] / "corpus"
    """The folder of documents, facts and vocabulary."""
    host: str = "127.0.0.1"
    """The address that the page and the API listen on: this machine alone, unless set otherwise."""
    port: int = 7860
