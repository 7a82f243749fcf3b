"""Pictures of the desks: `python -m eval.pictures [FOLDER]` takes them all, and puts three into docs/pictures."""

import sys
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from eval.served import HEADLINE, ROOT, ask, browser, served, visit

HEIGHT = 900
WIDTHS = (390, 1024, 1440)
VIEWS = ("normal", "elder")
COLOURS = 64
"""A page of text needs few."""
SHOWN = ("citizen-390-elder", "hotline-1440-normal", "adviser-1440-normal")
"""Those that the README shows."""


def citizen(page: Page) -> None:
    """A question and its answer."""
    ask(page, HEADLINE["zh"])


def hotline(page: Page) -> None:
    """A call."""
    page.locator("#message").fill("他爸92岁，四方台的，吃低保，能领什么")
    page.locator("#message").press("Enter")
    expect(page.locator(".script .line")).to_be_visible()


def adviser(page: Page) -> None:
    """One person, one item with its trace."""
    page.locator("#place").select_option("sifangtai")
    page.locator("#f-age").fill("92")
    page.locator("#f-welfare").select_option('"dibao"')
    expect(page.locator(".place .sum")).to_contain_text("1200")
    page.locator("[data-do=trace]").first.click()


DESKS: Mapping[str, tuple[str, Callable[[Page], None]]] = {
    "citizen": ("/", citizen),
    "hotline": ("/hotline/", hotline),
    "adviser": ("/adviser/", adviser),
}


def main() -> None:
    """Every desk at every width in both views into a folder; without one, only the README's three."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with served() as address, browser() as opened:
        for name, page in taken(opened, address):
            if len(sys.argv) > 1:
                print(save(page, folder / f"{name}.png", screens=2))
            elif name in SHOWN:
                print(save(page, folder / f"{name}.png", screens=1))
            page.close()


def taken(opened: Browser, address: str) -> Iterator[tuple[str, Page]]:
    """Each desk with something on it, under the name of its picture."""
    for view in VIEWS:
        context = opened.new_context(locale="zh-CN")
        context.add_init_script(f"localStorage.setItem('yanglao.view', '{view}')")
        for width in WIDTHS:
            for desk, (path, fill) in DESKS.items():
                page = context.new_page()
                page.set_viewport_size({"width": width, "height": HEIGHT})
                visit(page, address, path)
                fill(page)
                yield f"{desk}-{width}-{view}", page


def save(page: Page, file: Path, *, screens: int) -> Path:
    """What a person sees (one screen), or the first screens of the page in one picture."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    if screens > 1:
        page.evaluate("scrollTo(0, 0)")
        height = min(page.evaluate("document.documentElement.scrollHeight"), screens * HEIGHT)
        page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(700)  # a smooth scroll comes to its end
    picture = Image.open(BytesIO(page.screenshot(animations="disabled")))
    picture.quantize(COLOURS).save(file, optimize=True)
    return file


if __name__ == "__main__":
    main()
