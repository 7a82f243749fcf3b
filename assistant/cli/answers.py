"""An answer in Markdown, set for a terminal: what stands in a table is shown whole, in as many lines as it takes."""

from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Markdown, MarkdownElement, TableElement

from assistant.cli.printing import QuietTable


class _WholeTable(TableElement):
    """Breaks cells as Chinese breaks; Rich's own cuts off what has no spaces."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        heads = self.header.row.cells if self.header is not None and self.header.row is not None else []
        table = QuietTable(*(cell.content.plain for cell in heads))
        for row in self.body.rows if self.body is not None else []:
            table.row(*(cell.content for cell in row.cells))
        yield table


class AnswerText(Markdown):
    """The answer as a terminal shows it."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {**Markdown.elements, "table_open": _WholeTable}
