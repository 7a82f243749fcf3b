"""What is measured of a page as it is rendered: letters, targets, what does not fit, what axe-core finds."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What is clipped away is there for screen readers alone.
SEEN = """element.checkVisibility({visibilityProperty: true, opacityProperty: true}) &&
    !(function clipped(one) {
        return one && (getComputedStyle(one).clipPath === "inset(50%)" || clipped(one.parentElement));
    })(element)"""


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2, level AA: the rule and the element."""
    found: dict[str, Any] = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found["violations"] for node in rule["nodes"]]


def smallest_letters(page: Page) -> float:
    """The size in pixels of the smallest words on the page that can be seen."""
    size: float = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll("body *")].filter(element =>
            SEEN && element.getBoundingClientRect().width > 1 &&
            ([...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()) ||
                element.matches("textarea, input, select"))
        ).map(element => parseFloat(getComputedStyle(element).fontSize)))""".replace("SEEN", SEEN)
    )
    return size


def small_targets(page: Page, least: float) -> list[str]:
    """What can be tapped and is lower or narrower than `least` pixels."""
    small: list[str] = page.evaluate(
        """(least) => [...document.querySelectorAll("a, button, select, input, textarea, summary")]
            .filter(element => SEEN && !element.closest(".skip") && !element.matches(".skip"))
            .map(element => [element, element.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && (box.height < least - 0.5 || box.width < least - 0.5))
            .map(([element, box]) => `${element.tagName} ${element.className} "${element.innerText.slice(0, 20)}" `
                + `${Math.round(box.width)}x${Math.round(box.height)}`)""".replace("SEEN", SEEN),
        least,
    )
    return small


def too_wide(page: Page) -> list[str]:
    """What does not fit into the window: the page itself, or a part that has to be moved sideways to be read."""
    wide: list[str] = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll("body *")]
            .filter(element => SEEN && getComputedStyle(element).display !== "inline" &&
                !element.matches("option, select, input") && element.clientWidth > 1 &&
                (element.scrollWidth > element.clientWidth + 1 ||
                 element.getBoundingClientRect().right > innerWidth + 1))
            .map(element => `${element.tagName} ${element.id} ${element.className}: ${element.innerText?.slice(0, 40)}`)
        """.replace("SEEN", SEEN)
    )
    return wide


def without_focus_ring(page: Page, steps: int) -> list[str]:
    """The stops of the Tab key, among the first ones, at which nothing shows where one is."""
    blind = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        stop: str | None = page.evaluate(
            """() => {
                const element = document.activeElement, style = getComputedStyle(element);
                if (element === document.body) return null;
                const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
                return ring ? null : `${element.tagName} ${element.id} ${element.className} ${element.textContent}`;
            }"""
        )
        if stop is not None:
            blind.append(stop)
    return blind
