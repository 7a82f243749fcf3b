"""The chat page: `python ui.py` serves it on the address of the settings.

Components only; what is said comes from the assistant, what the page itself says from `assistant/replies`.
"""

import os
import uuid
from datetime import date

# Before gradio is imported: it reads this once, and nothing may call home.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr

from assistant.conversation.assistant import Assistant
from assistant.replies.page import PageWords, load_page_words
from assistant.settings import Settings

STYLE = """
.gradio-container { font-size: 18px; max-width: 56rem !important; margin: auto; }
.gradio-container .message, .gradio-container textarea { font-size: 18px !important; line-height: 1.6; }
"""
SYSTEM_FONTS = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "system-ui", "sans-serif")


def build_page(assistant: Assistant, words: PageWords) -> gr.Blocks:
    """The page: one conversation a browser tab, forgotten with it."""

    def answer(message: str, history: list[gr.MessageDict], session: str) -> str:
        del history  # the assistant keeps its own memory of the session
        return assistant.reply(message, session=session, audience="citizen", today=date.today()).answer

    with gr.Blocks(title=words.title) as page:
        gr.Markdown(f"# {words.title}\n{words.introduction}")
        session = gr.State(lambda: uuid.uuid4().hex)
        gr.ChatInterface(
            answer,
            additional_inputs=[session],
            chatbot=gr.Chatbot(label=words.title, height="60vh", placeholder=words.placeholder),
            textbox=gr.Textbox(placeholder=words.placeholder, label=words.message, max_length=10_000),
            examples=[[example] for example in words.examples],
            concurrency_limit=8,
        )
        gr.Markdown(words.notice)
    return page


def main() -> None:
    """Serve the page until interrupted."""
    settings = Settings()
    page = build_page(Assistant.load(settings), load_page_words())
    page.queue(max_size=100)
    page.launch(
        server_name=settings.host,
        server_port=settings.port,
        theme=gr.themes.Default(font=list(SYSTEM_FONTS)),
        css=STYLE,
        footer_links=[],
    )


if __name__ == "__main__":
    main()
