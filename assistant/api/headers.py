"""Strict headers on everything that leaves: nothing is loaded from elsewhere, framed elsewhere or told elsewhere."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), payment=(), usb=()",
}
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
# Gradio's pages carry their start in inline scripts and styles, and it compiles the templates of HTML components.
PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' data: blob:; connect-src 'self'; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
DATA = ("/v1/", "/mcp", "/openapi.json", "/healthz", "/readyz", "/metrics")


class StrictHeaders:
    """ASGI middleware that sets the headers, and keeps answers to persons out of every cache."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add to what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_data = scope["path"].startswith(DATA)

        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(EVERYWHERE)
                headers["Content-Security-Policy"] = DATA_POLICY if is_data else PAGE_POLICY
                if is_data:
                    headers.setdefault("Cache-Control", "no-store")
                if request_id := scope.get("state", {}).get("request_id"):
                    headers["X-Request-ID"] = request_id
            await send(message)

        await self._app(scope, receive, send_strictly)
