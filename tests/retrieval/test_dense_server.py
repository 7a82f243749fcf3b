import gc
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.retrieval.dense import DenseLeg, DenseSettings
from assistant.retrieval.library import Library

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(tmp_path / "served")]
    with subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            _hang_up()


def _hang_up() -> None:
    """Chroma's client has no way to be closed that reaches its connections."""
    # By `type`: `isinstance` would look into proxies of objects that are gone.
    for client in [one for one in gc.get_objects() if issubclass(type(one), httpx.Client)]:
        client.close()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"the Chroma server did not open port {port} within 30 s")


@pytest.mark.slow
def test_a_chroma_server_finds_what_the_embedded_collection_finds(server: str, tmp_path: Path) -> None:
    library = Library.read(CORPUS)
    embedded = DenseLeg.open(library.entries, "state", tmp_path, DenseSettings())
    served = DenseLeg.open(library.entries, "state", tmp_path, DenseSettings(server=server))
    for question in (
        "俺娘八十九了能领啥钱",
        "which office runs the canteen for seniors",
        "養老用地每人多少平米",
    ):
        for documents in (None, ["ninghe", "tianjin"]):
            ours, theirs = (leg.rank(question, documents, 5) for leg in (embedded, served))
            assert dict(ours) == pytest.approx(dict(theirs), abs=1e-5)
