"""The desks on a web application: three pages, the documents to read, and the hand-outs to take away."""

from typing import Any, cast, get_args

import gradio as gr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.conversation.assistant import Assistant
from assistant.pages.adviser import AdviserDesk, adviser_desk
from assistant.pages.citizen import citizen_desk
from assistant.pages.feedback import Feedback
from assistant.pages.frame import AT_ONCE, WAITING, head_tags
from assistant.pages.hotline import hotline_desk
from assistant.pages.reading import document_page, stretch
from assistant.pages.rosters import RosterDesk
from assistant.pages.sources import READ
from assistant.replies.contract import Language
from assistant.replies.page import PageWords
from assistant.settings import Settings


def mount(app: Starlette, assistant: Assistant, settings: Settings) -> None:
    """Add the desks. Call it last: the citizen's page, at /, takes every address that nobody else answers."""
    _add_documents(app, assistant)
    app.add_route("/adviser/export/{kind}", AdviserDesk(assistant).export, methods=["POST"])
    app.add_route("/adviser/roster/{kind}", RosterDesk(assistant.catalogue).screen, methods=["POST"])
    pages = {
        "/": (citizen_desk(assistant, Feedback(settings.feedback)), ("talk.js",)),
        "/hotline": (hotline_desk(assistant), ("hotline.js",)),
        "/adviser": (adviser_desk(assistant), ("adviser.js", "roster.js")),
    }
    for path, (page, scripts) in sorted(pages.items(), reverse=True):
        page.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE)
        if path != "/":
            app.add_route(path, _with_slash)
        gr.mount_gradio_app(
            cast(Any, app),
            page,
            path,
            head=head_tags(*scripts),
            footer_links=[],
            run_history=False,
            show_error=False,
            max_file_size=1,  # nothing is uploaded by way of Gradio
            enable_monitoring=False,
            ssr_mode=False,
        )


def _with_slash(request: Request) -> Response:
    return RedirectResponse(f"{request.url.path}/")


def _add_documents(app: Starlette, assistant: Assistant) -> None:
    def read(request: Request) -> Response:
        asked = request.query_params.get("language")
        words = PageWords("citizen", next((one for one in get_args(Language) if one == asked), "zh-Hans"))
        document = request.path_params["document"]
        policy = assistant.catalogue.policies.get(document)
        if policy is None:
            return HTMLResponse(words.say("document.no_such"), status_code=404)
        marked = stretch(policy, [request.query_params.get(name) for name in ("start", "end")])
        return HTMLResponse(document_page(assistant.catalogue, document, marked, words))

    app.add_route(f"{READ}/{{document}}", read)
