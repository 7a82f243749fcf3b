"""What an installation may set: from `YANGLAO_*` in the environment, or else from a TOML file.

The file is `yanglao.toml` in the working directory, or the one that YANGLAO_CONFIG names; its keys are the names below.
`docs/operating.md` has them as a table.
"""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

CONFIG = "YANGLAO_CONFIG"
MEMORY_FILE = Path(__file__).parents[1] / ".state" / "conversations.sqlite"
SHORTEST_KEY = 16


class Settings(BaseSettings):
    """Read when made; a value of the wrong type raises pydantic's ValidationError, which names it."""

    model_config = SettingsConfigDict(
        env_prefix="YANGLAO_", frozen=True, use_attribute_docstrings=True, extra="forbid"
    )

    corpus: Path = Path(__file__).parents[1] / "corpus"
    """The folder of documents, facts and vocabulary."""
    memory: str | None = None
    """Where conversations are kept: `:memory:`, the path of an SQLite file, or a `postgresql://` address.

    Unset, the page and the API keep them in `.state/conversations.sqlite`, and a single command in its own process.
    """
    memory_days: int = Field(default=30, ge=1)
    """Conversations that nobody has gone on with for so many days are deleted."""
    feedback: Path = Path(__file__).parents[1] / ".state" / "feedback.jsonl"
    """The file that gets a line for each opinion of an answer, without the conversation or personal numbers."""
    model: str | None = None
    """The name of a language model behind an OpenAI-compatible endpoint; unset, the built-in model answers."""
    model_url: str | None = None
    """The endpoint's address, as http://127.0.0.1:8000/v1."""
    model_key: SecretStr = SecretStr("none")
    """Its key, where it wants one."""
    model_timeout: float = Field(default=20, gt=0)
    """Seconds after which a call of the language model is given up, and the built-in model answers."""
    dense_model: str | None = None
    """The search's embedding model: a folder, or a name in the hub's local cache; unset, the one that comes along."""
    chroma_url: str | None = None
    """The address of a Chroma server for the vectors; unset, they lie in the cache folder beside the corpus."""
    host: str = "127.0.0.1"
    """The address that the page and the API listen on: this machine alone, unless set otherwise."""
    port: int = Field(default=7860, ge=0, le=65535)
    """The port that they listen on; 0 takes a free one."""
    workers: int = Field(default=1, ge=1)
    """Processes that answer. More than one need a memory that they share, and serve the API without the pages."""
    threads: int = Field(default=4, ge=1)
    """Messages that one process answers at a time; more only help where a language model is waited for."""
    waiting: int = Field(default=200, ge=0)
    """Messages that may wait for their turn; whoever comes then is asked to come back."""
    desk_keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    """The keys of the hotline and adviser desks, with commas between them; 16 characters or more each."""
    rate: str = "300/minute"
    """How often one client may ask, as `300/minute` or several with `;` between them; empty for no limit."""
    desk_rate: str = "1200/minute"
    """The same for whoever has a desk's key."""
    proxies: str = "127.0.0.1,::1"
    """Addresses of the proxies whose word for a client's address is taken, with commas between them."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least that is logged."""
    stop_seconds: int = Field(default=10, ge=0)
    """How long what is being answered may take once the server is told to stop."""

    def lasting(self) -> "Settings":
        """The same, with conversations kept in a file where nothing else is set."""
        return self if self.memory else self.model_copy(update={"memory": str(MEMORY_FILE)})

    @field_validator("desk_keys", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [key.strip() for key in value.split(",") if key.strip()] if isinstance(value, str) else value

    @field_validator("desk_keys")
    @classmethod
    def _long_enough(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if any(len(key.get_secret_value()) < SHORTEST_KEY for key in keys):
            raise ValueError(
                f"a key has {SHORTEST_KEY} characters or more; `openssl rand -hex 24` prints a good one"
            )
        return keys

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file. Raises FileNotFoundError for a file that was named and is not there."""
        named = os.environ.get(CONFIG)
        if named and not Path(named).is_file():
            raise FileNotFoundError(f"{CONFIG} names {named}, and there is no such file")
        file = TomlConfigSettingsSource(settings_cls, Path(named or "yanglao.toml"))
        return init_settings, env_settings, file
