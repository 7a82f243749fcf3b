"""Lines of Chinese and English in a narrow column.

Rich breaks lines at spaces and cuts what is longer than a line anywhere, also inside a number or before a closing
bracket. Chinese has no spaces: it may break between any two characters, but not there.
"""

import re
from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

# What stays together: a word or a number in Latin letters, or one character, with its brackets and stops and spaces.
OPENERS, CLOSERS = "（「“《(¥'", "）」”》)，。；：、！？,.;:%"
LATIN = r"[^\W\u2e80-\uffff][\x21-\x7e\u2010-\u2027¥]*"
UNIT = re.compile(rf"[{OPENERS}]*(?:{LATIN}|\S)[{CLOSERS}]*\s*|\s+")


class Lines:
    """A text that breaks between Chinese characters and between words, and nowhere else."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for paragraph in self.text.split("\n", allow_blank=True):
            lines = paragraph.divide(_breaks(paragraph, options.max_width))
            for line in lines:
                line.rstrip()
                yield line

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        paragraphs = self.text.split("\n", allow_blank=True)
        units = (unit for paragraph in paragraphs for unit in UNIT.findall(paragraph.plain))
        narrowest = max((Text(unit.rstrip()).cell_len for unit in units), default=0)
        widest = max((paragraph.cell_len for paragraph in paragraphs), default=0)
        return Measurement(narrowest, widest).with_maximum(options.max_width)


def _breaks(paragraph: Text, width: int) -> Iterator[int]:
    """The offsets at which a new line begins."""
    filled = 0
    for match in UNIT.finditer(paragraph.plain):
        if filled and filled + Text(match[0].rstrip()).cell_len > width:
            yield match.start()
            filled = 0
        filled += Text(match[0]).cell_len
