"""For whoever runs the server: is it alive, may it be sent requests, what has it done."""

import logging
from http import HTTPStatus

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from assistant.api.problems import Fault, described
from assistant.api.services import Services

UNKNOWN_SESSION = "readiness"
log = logging.getLogger(__name__)


def routes(services: Services) -> APIRouter:
    """`/healthz`, `/readyz` and `/metrics`."""
    router = APIRouter(tags=["operating"])

    @router.get("/healthz")
    async def alive() -> dict[str, str]:
        """The process answers."""
        return {"status": "alive"}

    @router.get("/readyz", responses=described(503))
    async def ready() -> dict[str, str]:
        """The corpus is read, the search is open and the memory can be reached; not so any more once it stops."""
        if not services.health.is_ready:
            raise Fault(HTTPStatus.SERVICE_UNAVAILABLE, "not_ready", "The server is starting or stopping.")
        try:
            await services.turns.run(services.assistant.history, UNKNOWN_SESSION)
        except Fault:
            raise
        except Exception as error:
            log.exception("the memory cannot be reached")
            detail = "The memory of conversations cannot be reached; the server's log says why."
            raise Fault(HTTPStatus.SERVICE_UNAVAILABLE, "no_memory", detail) from error
        return {"status": "ready"}

    @router.get(
        "/metrics",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    async def metrics() -> Response:
        """Counts for Prometheus."""
        return Response(services.metrics.page(), media_type=CONTENT_TYPE_LATEST)

    return router
