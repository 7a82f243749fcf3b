"""What every desk is built of: regions of HTML that the server makes anew, and the wire that carries taps to it."""

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from assistant.pages.rendering import render, static
from assistant.replies.page import Desk, PageWords

SCRIPTS = ("preferences.js", "desk.js", "aloud.js", "handing.js", "listening.js")
STYLES = ("tokens.css", "shell.css", "document.css", "citizen.css", "adviser.css", "hotline.css", "print.css")
AT_ONCE = 8
"""Taps of one desk that are answered at the same time."""
WAITING = 100


def region(name: str, html: str) -> gr.HTML:
    """A part of the page; what was open in it stays open when it is made anew."""
    return gr.HTML(
        html,
        elem_id=name,
        apply_default_css=False,
        js_on_load="watch('value', () => desk.refreshed(element)); desk.refreshed(element);",
    )


def unseen(name: str, script: str) -> gr.HTML:
    """A value that a script takes and puts where it belongs."""
    return gr.HTML("", elem_id=name, html_template="", js_on_load=f"watch('value', () => {script});")


def wire(*taps: str) -> gr.HTML:
    """Carries the taps of these names; `wire.<name>(handler, ...)` answers one."""
    names = ", ".join(f"'{tap}'" for tap in ("open", *taps))
    return gr.HTML("", elem_id="wire", html_template="", js_on_load=f"desk.connect(trigger); // {names}")


def answer(event: Any, handler: Callable[..., Any], outputs: Sequence[gr.HTML]) -> Any:
    """Let a handler answer a tap: none is lost while another is answered, and none is in the public API."""
    return event(
        handler,
        None,
        list(outputs),
        show_progress="hidden",
        trigger_mode="multiple",
        api_visibility="private",
    )


def opens(taps: Any, handler: Callable[..., Any], outputs: Sequence[gr.HTML]) -> None:
    """Let a handler fill the desk that somebody opens; only then it is ready."""
    answer(taps.open, handler, outputs).then(None, js="() => desk.ready()")


def head(desk: Desk, words: PageWords) -> str:
    """The head of a desk."""
    return render("head", words, desk=desk)


def foot(desk: Desk, words: PageWords) -> str:
    """The foot of a desk, with the boxes that open over the page."""
    return render("foot", words, desk=desk)


def head_tags(*scripts: str) -> str:
    """What goes into the page's head: styles, and the scripts before anything is painted.

    Styles that Gradio is handed as such it narrows to its own container, and a page's body is outside of it.
    """
    style, script = static(*STYLES), static(*SCRIPTS, *scripts)
    return f'<meta name="referrer" content="no-referrer"><style>{style}</style><script>{script}</script>'
