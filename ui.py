"""The chat page: `python ui.py` serves it on the address of the settings.

Components only; what is said comes from the assistant, what the page itself says from `assistant/replies`.
"""

import logging
import os
import re
import sys
import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

# Before gradio is imported: it reads this once, and nothing may call home.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr

from assistant.cli.corpus import settings
from assistant.cli.faults import CorpusFault, corpus_faults
from assistant.conversation.assistant import Assistant
from assistant.replies.contract import Reply
from assistant.replies.messages import Messages
from assistant.replies.page import PageWords, load_page_words, sources

STYLE = Path(__file__).with_suffix(".css")
FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "system-ui",
    "sans-serif",
)
# Nothing that is read is smaller than 18 pixels.
SIZES = gr.themes.Size(
    xxs="18px", xs="18px", sm="18px", md="18px", lg="18px", xl="22px", xxl="28px", name="large"
)
# Whatever anybody types or pastes, the browser asks no other host for anything.
HEAD = """
<meta http-equiv="Content-Security-Policy" content="default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:">
<script>document.documentElement.lang = "zh-Hans"</script>
"""
# An answer is read from its beginning, so the question that it answers goes to the top of the window.
SHOW_THE_QUESTION = """
() => setTimeout(() => [...document.querySelectorAll("#conversation .user-row")].at(-1)
    ?.scrollIntoView({block: "start"}), 150)
"""
LONGEST_MESSAGE = 10_000
THEME = gr.themes.Default(text_size=SIZES, font=FONTS).set(
    input_placeholder_color="*neutral_500",
    input_placeholder_color_dark="*neutral_400",
    button_primary_background_fill="*primary_700",
    button_primary_background_fill_hover="*primary_800",
)

Shown = list[gr.MessageDict]
log = logging.getLogger(__name__)


def build_page(assistant: Assistant, words: PageWords) -> gr.Blocks:
    """The page: one conversation a browser tab, forgotten some time after the tab is closed, or when cleared."""
    page = gr.Blocks(title=words.title)
    with page:
        session = gr.State(lambda: uuid.uuid4().hex, delete_callback=assistant.memory.forget)
        with gr.Row(elem_id="head"):
            gr.Markdown(f"# {words.title}")
            clear = gr.Button(words.restart, scale=0, visible=False)
        with gr.Column(elem_id="start") as start:
            english = words.english.format(places=Messages(assistant.catalogue, "en").places())
            gr.Markdown(f'{words.introduction}\n\n<span lang="en">{english}</span>')
            taps = [
                *_to_tap(words.places, places(assistant, words)),
                *_to_tap(words.examples, words.questions),
            ]
        conversation = gr.Chatbot(
            elem_id="conversation",
            label=words.conversation,
            show_label=False,
            height=None,
            autoscroll=False,
            visible=False,
            buttons=[],
            latex_delimiters=[],
        )
        with gr.Row(elem_id="ask"):
            message = gr.Textbox(
                label=words.message,
                show_label=False,
                placeholder=words.placeholder,
                max_length=LONGEST_MESSAGE,
                max_lines=6,
                scale=1,
            )
            send = gr.Button(words.send, variant="primary", scale=0)
        gr.Markdown(f'{words.notice}\n\n<span lang="en">{words.notice_english}</span>', elem_id="notice")

        def ask(text: str, shown: Shown, session: str) -> tuple[object, ...]:
            if not text.strip():
                return gr.skip(), gr.skip(), gr.skip(), gr.skip()
            try:
                reply = assistant.reply(text, session=session, audience="citizen", today=date.today())
                said = answer(assistant, reply)
            except Exception:
                # Who asks is told so in plain words; the reason is for whoever runs the page.
                log.exception("a message could not be answered")
                said = words.failed
            added: Shown = [
                {"role": "user", "content": as_typed(text)},
                {"role": "assistant", "content": said},
            ]
            return (
                "",
                gr.Chatbot([*shown, *added], visible=True),
                gr.Column(visible=False),
                gr.Button(visible=True),
            )

        def forget(session: str) -> tuple[object, ...]:
            assistant.memory.forget(session)
            return "", gr.Chatbot([], visible=False), gr.Column(visible=True), gr.Button(visible=False)

        changed = [message, conversation, start, clear]
        asking = [([send.click, message.submit], message), *(([tap.click], tap) for tap in taps)]
        for events, text in asking:
            asked = gr.on(events, ask, [text, conversation, session], changed, api_visibility="private")
            asked.then(None, js=SHOW_THE_QUESTION)
        gr.on([clear.click, conversation.clear], forget, [session], changed, api_visibility="private")
    return page


def _to_tap(heading: str, labels: Iterable[str]) -> Iterator[gr.Button]:
    """A row of buttons, each of which says what it is labelled with."""
    gr.Markdown(f"### {heading}")
    with gr.Row(elem_classes="taps"):
        for label in labels:
            yield gr.Button(label, scale=0)


def places(assistant: Assistant, words: PageWords) -> Iterator[str]:
    """The places with a service list, each with the city that it is in; of a draft it is said."""
    tree = assistant.catalogue.places
    for document in assistant.catalogue.lists:
        place = tree.get(document)
        city = tree.ancestors(place)[0].name if place.level == 2 else ""
        draft = words.draft if assistant.catalogue.policies[document].status == "draft" else ""
        yield f"{city}{place.name}{draft}"


def as_typed(text: str) -> str:
    """What somebody typed as Markdown that shows just that: no mark-up of his own, no link and no picture."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def answer(assistant: Assistant, reply: Reply) -> str:
    """An answer with the words of the documents folded away below it, as Markdown in the answer's language."""
    drafts = [policy.id for policy in assistant.catalogue.policies.values() if policy.status == "draft"]
    return f'<div lang="{reply.language}">\n\n{reply.answer}\n\n{sources(reply, drafts)}\n\n</div>'


def main() -> None:
    """Serve the page until interrupted; what keeps it from starting gets one line and exit status 1."""
    try:
        installation = settings()
        with corpus_faults():
            assistant = Assistant.load(installation)
    except CorpusFault as fault:
        sys.exit(fault.message)
    page = build_page(assistant, load_page_words())
    page.queue(max_size=100, default_concurrency_limit=8)
    host, port = installation.host, installation.port
    try:
        _, address, _ = page.launch(
            server_name=host,
            server_port=port,
            theme=THEME,
            css_paths=STYLE,
            head=HEAD,
            footer_links=[],
            run_history=False,
            quiet=True,
            prevent_thread_lock=True,
        )
    except OSError:
        sys.exit(f"Port {port} of {host} cannot be used: free it, or set YANGLAO_PORT to another one.")
    sys.stdout.write(f"Serving on {address.rstrip('/')}\n")
    sys.stdout.flush()
    page.block_thread()


if __name__ == "__main__":
    main()
