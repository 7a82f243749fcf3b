"""Templates, styles and scripts of the desks."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.replies.page import PageWords

HOME = Path(__file__).parent


def render(template: str, words: PageWords, /, **values: object) -> str:
    """A template of `templates/` as HTML, with the desk's words at hand as `say`."""
    found = _environment().get_template(f"{template}.html.j2")
    return found.render(say=words.say, words=words, language=words.language, **values)


def static(*names: str) -> str:
    """Files of `static/`, one behind the other."""
    return "\n".join((HOME / "static" / name).read_text("utf-8") for name in names)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HOME / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
