"""The app: the assistant behind HTTP, with the pages and the tools for other agents in the same process."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from importlib.metadata import version
from typing import TypeVar

from anyio.to_thread import run_sync
from fastapi import FastAPI
from mcp.server.transport_security import TransportSecuritySettings

from assistant.api import chat, documents, health, problems
from assistant.api.agents import agent_server
from assistant.api.bodies import Capped
from assistant.api.description import describe
from assistant.api.headers import StrictHeaders
from assistant.api.keys import Keys
from assistant.api.metrics import Metrics
from assistant.api.observing import Observed
from assistant.api.protocol import Assistant
from assistant.api.rates import Doorkeeper, Rates
from assistant.api.services import Services
from assistant.api.tools import Tools
from assistant.api.turns import Turns
from assistant.conversation.clock import today_in_china
from assistant.settings import Settings

DESK_PAGES = ("/hotline", "/adviser")
A = TypeVar("A", bound=Assistant)
Mount = Callable[[FastAPI, A, Settings], object]
"""Adds the pages to the app; it comes last, for the citizen's page is at `/`."""


def create_app(
    assistant: A,
    settings: Settings,
    *,
    pages: Mount[A] | None = None,
    today: Callable[[], date] = today_in_china,
) -> FastAPI:
    """The app over a loaded assistant, which it closes when it stops. Raises SettingError for a rate that is none."""
    tools = Tools(assistant.catalogue, assistant.searcher)
    metrics = Metrics.make()
    assistant = metrics.counting(assistant)
    services = Services(
        assistant,
        tools,
        Turns(settings.threads, settings.waiting),
        Keys.of(settings),
        metrics,
        today,
    )
    agents = agent_server(tools, today)
    agent_routes = agents.streamable_http_app(
        json_response=True,
        stateless_http=True,  # any process may answer
        max_request_body_size=chat.LARGEST_BODY,
        transport_security=_at_home() if services.keys.is_open else _anywhere(),
    ).routes

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with agents.session_manager.run():
            await run_sync(tools.searcher)
            services.health.is_ready = True
            try:
                yield
            finally:
                services.health.is_ready = False
                await run_sync(assistant.close)

    app = FastAPI(
        title="Yanglao 养老政策通",
        version=version("yanglao"),
        lifespan=lifespan,
        docs_url=None,  # their pages load scripts from other hosts
        redoc_url=None,
    )
    # The last one added is the outermost.
    app.add_middleware(Doorkeeper, keys=services.keys, rates=Rates.of(settings), desk_pages=DESK_PAGES)
    app.add_middleware(Capped, most=chat.LARGEST_BODY)
    app.add_middleware(Observed, metrics=services.metrics)
    app.add_middleware(StrictHeaders)
    problems.install(app)
    for group in (chat, documents, health):
        app.include_router(group.routes(services))
    app.router.routes.extend(agent_routes)
    describe(app, services)
    if pages is not None:
        pages(app, assistant, settings)
    return app


def _at_home() -> TransportSecuritySettings:
    """A page from elsewhere whose name was made to mean this machine is not let in."""
    names = ("127.0.0.1", "localhost", "[::1]")
    return TransportSecuritySettings(
        allowed_hosts=[f"{name}{port}" for name in names for port in ("", ":*")],
        allowed_origins=[f"http://{name}{port}" for name in names for port in ("", ":*")],
    )


def _anywhere() -> TransportSecuritySettings:
    """By which name strangers know the server is not known; the tools tell them nothing that is not public."""
    return TransportSecuritySettings(enable_dns_rebinding_protection=False)
