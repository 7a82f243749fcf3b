"""The server: one process with the pages, or several of the API behind one address."""

import os
import socket
import sys
from contextlib import ExitStack
from importlib.util import find_spec
from tempfile import TemporaryDirectory

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from assistant.api.app import Mount, create_app
from assistant.api.logs import configure_logs
from assistant.api.metrics import SHARED_FOLDER
from assistant.api.problems import SettingError
from assistant.api.rates import Rates
from assistant.conversation.assistant import Assistant
from assistant.settings import Settings

FACTORY = "assistant.api.server:app_of_a_worker"
BACKLOG = 2048
OWN_MEMORY = ":memory:"


def serve(settings: Settings) -> None:
    """Serve until told to stop; what is being answered then is answered.

    Raises SettingError for settings that cannot be used, and the named error of whatever is at fault in the corpus.
    """
    settings = settings.lasting()
    if settings.workers > 1 and settings.memory == OWN_MEMORY:
        raise SettingError(
            f"YANGLAO_MEMORY: {settings.workers} workers need a memory that they share; "
            "name an SQLite file or a postgresql:// address"
        )
    Rates.of(settings)  # raises for one that is none, before anything slow is done
    configure_logs(settings.log_level)
    listening = _bound(settings.host, settings.port)
    with ExitStack() as stack:
        stack.callback(listening.close)
        if settings.workers > 1:
            _prove(settings)
            _hand_on(settings, stack.enter_context(TemporaryDirectory(prefix="yanglao-counts-")))
            config = _config(FACTORY, settings)
            run = Multiprocess(config, sockets=[listening]).run
        else:
            app = create_app(Assistant.load(settings), settings, pages=_pages())
            config = _config(app, settings)
            server = uvicorn.Server(config)

            def run() -> None:
                server.run(sockets=[listening])

        _announce(listening)
        run()


def app_of_a_worker() -> FastAPI:
    """The app that each of several processes makes for itself, from what `serve` left in the environment."""
    settings = Settings().lasting()
    configure_logs(settings.log_level)
    return create_app(Assistant.load(settings), settings)


def _prove(settings: Settings) -> None:
    """Load once what all workers will: a fault ends this process with its message, and what is built is built once."""
    assistant = Assistant.load(settings)
    assistant.searcher()
    assistant.close()


def _pages() -> Mount[Assistant] | None:
    """The pages, where what they are made with is installed.

    Only one process can serve them: the events of one page come over several connections, and all must reach the queue
    that they belong to.
    """
    if find_spec("gradio") is None:
        return None
    from assistant.pages import mount

    return mount


def _config(app: FastAPI | str, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=settings.workers,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.proxies,
        timeout_graceful_shutdown=settings.stop_seconds,
    )


def _hand_on(settings: Settings, counts: str) -> None:
    """Leave in the environment what the workers must know; options of the command line are in no setting."""
    for name in ("host", "port", "workers"):
        os.environ[f"YANGLAO_{name.upper()}"] = str(getattr(settings, name))
    os.environ[SHARED_FOLDER] = counts


def _bound(host: str, port: int) -> socket.socket:
    """A socket that listens already: whoever comes while the corpus is read waits a moment and is served."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise SettingError(
            f"port {port} of {host} cannot be used ({error.strerror}): free it, or set YANGLAO_PORT to another one"
        ) from error


def _announce(listening: socket.socket) -> None:
    host, port = listening.getsockname()[:2]
    name = f"[{host}]" if ":" in host else host
    sys.stdout.write(f"Serving on http://{name}:{port}\n")
    sys.stdout.flush()
