"""Pictures of the page for the README: `python -m eval.pictures [FOLDER]`."""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from eval.served import HEADLINE, ROOT, ask, browser, served

HEIGHT = 900
WIDTHS = {390: "zh", 1280: "en"}
"""A telephone and a desk, in pixels, with the language of the question."""


def main() -> None:
    """Take each picture at each width: the page at first, an answer, the words behind it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with served() as address, browser() as opened:
        for width, language in WIDTHS.items():
            page = opened.new_page(viewport={"width": width, "height": HEIGHT})
            page.goto(address)
            page.locator("#ask textarea").wait_for()
            take(page, folder / f"start-{width}.png")
            ask(page, HEADLINE[language])
            take(page, folder / f"answer-{width}.png")
            page.locator("#conversation summary").first.click()
            take(page, folder / f"sources-{width}.png")


def take(page: Page, file: Path) -> None:
    """The whole page in one picture: the window is made as high as the page, so that nothing sticks across it."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.wait_for_timeout(500)  # the page settles: it scrolls to the question, and wraps fade
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    picture = Image.open(BytesIO(page.screenshot(animations="disabled")))
    picture.quantize(64).save(file, optimize=True)  # a page of text needs few colours
    print(file)


if __name__ == "__main__":
    main()
