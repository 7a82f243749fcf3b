"""YAML files of the corpus, read fast and with the file's name in every complaint."""

from pathlib import Path
from typing import Any

import yaml

# libyaml's loader reads a list in a tenth of the time; where it was not built in, the pure one reads the same.
LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlError(ValueError):
    """A file that is not YAML; the message names the file and the place in it."""


def read_yaml(path: Path) -> Any:
    """What the file holds; raises YamlError naming file, line and fault."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    except yaml.YAMLError as error:
        fault = " ".join(str(error).split())
        raise YamlError(f"{path}: this is not YAML: {fault}") from None
