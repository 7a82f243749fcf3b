"""`yanglao eval`: runs the measurements, which come with the checkout and are no part of what is installed."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from assistant.cli.faults import CorpusFault

ROOT = Path(__file__).parents[2]
_BY_DEFAULT = "retrieval"


def run_eval(arguments: Sequence[str]) -> None:
    """Run one measurement with the arguments behind its name, in a process of its own; its status is ours."""
    name, rest = _BY_DEFAULT, list(arguments)
    if rest and not rest[0].startswith("-"):
        name, *rest = rest
    known = sorted(file.parent.name for file in ROOT.glob("eval/*/__main__.py"))
    if not known:
        raise CorpusFault(
            f"the measurements are not installed and {ROOT} is no checkout of the project; run this in a checkout"
        )
    if name not in known:
        raise typer.BadParameter(f"there is no measurement {name}; there are {', '.join(known)}")
    # The working directory stays what it is, for files are named from it; -P keeps it from being imported from.
    command = [sys.executable, "-P", "-m", f"eval.{name}", *rest]
    raise typer.Exit(subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}).returncode)
