"""`python ui.py`: it serves the desks with the API, or says in one line why it cannot."""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from eval.served import ROOT, served

pytestmark = pytest.mark.slow


def test_the_desks_and_the_api_are_one_server_that_asks_no_other_host() -> None:
    with served() as address:
        for path in ("/", "/hotline/", "/adviser/", "/read/sifangtai", "/healthz", "/v1/documents"):
            with urllib.request.urlopen(f"{address}{path}", timeout=20) as answered:
                assert answered.status == 200


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        pytest.param("YANGLAO_PORT", "a", "YANGLAO_PORT: ", id="a port that is no number"),
        pytest.param("YANGLAO_PORT", None, "port {port} of 127.0.0.1 cannot be used", id="a port in use"),
        pytest.param("YANGLAO_CORPUS", "/nowhere", "/nowhere", id="no corpus"),
    ],
)
def test_what_keeps_the_desks_from_starting_gets_one_line(setting: str, value: str | None, said: str) -> None:
    with in_use() as port:
        environment = os.environ | {"YANGLAO_LOG_LEVEL": "error", setting: value or str(port)}
        ended = subprocess.run(
            [sys.executable, "ui.py"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
        )
    [line] = ended.stderr.splitlines()
    assert said.format(port=port) in line
    assert (ended.returncode, ended.stdout) == (1, "")


@contextmanager
def in_use() -> Iterator[int]:
    """A port that somebody else listens on."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]
