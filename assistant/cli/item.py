"""`yanglao item`: one item of a list as it is printed, and the rules that encode it with their words."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from assistant.cli.corpus import catalogue, document_named
from assistant.cli.faults import InputFault
from assistant.cli.printing import QuietTable, console, lines, print_json
from assistant.replies.item_view import BenefitView, ItemView, QuoteView, RuleView, view_item


def show_item(place: str, number: str, *, as_json: bool) -> None:
    """Print one item; raises InputFault for a place without a list or a number that is not in it."""
    corpus = catalogue()
    document = document_named(corpus, place)
    items = corpus.lists[document].items
    if number not in items:
        first, *_, last = items
        raise InputFault(
            f"there is no item {number} in the list of {document}; its items run from {first} to {last}"
        )
    view = view_item(corpus, items[number])
    if as_json:
        print_json(view.model_dump())
        return
    _print_cells(view)
    for benefit in view.benefits:
        _print_benefit(benefit)
    for line in (*view.definitions, *view.relations):
        words = "".join(f"  「{_dense(quote)}」 {_offsets(quote)}" for quote in line.quotes)
        console().print(lines(Text.assemble((f"{line.role}  ", "bold"), line.rule or "", (words, "dim"))))


def _print_cells(view: ItemView) -> None:
    draft = " (a draft for comment)" if view.status == "draft" else ""
    console().print(Text(f"{view.list_title}{draft}, item {view.item}", style="bold"))
    for row in view.rows:
        made = QuietTable("column", "as printed", "offsets")
        for cell in row:
            name = cell.heading or cell.role
            words = "\n".join(line.strip() for line in cell.quote.splitlines() if line.strip())
            note = f"  (the merged cell of item {cell.inherited_from})" if cell.inherited_from else ""
            made.row(name, Text.assemble(words, (note, "dim")), _offsets(cell))
        console().print(made)


def _print_benefit(benefit: BenefitView) -> None:
    paid = ", paid to the family" if benefit.payee == "family" else ""
    heading = f"benefit {benefit.key}  {benefit.name['zh']}: {benefit.name['en']} ({benefit.grants}{paid})"
    console().print(Text(heading, style="bold"))
    made = QuietTable("", "rule", "words of the document", "offsets")
    for role, rule, quotes in _lines(benefit.rules):
        made.row(role, rule, "\n".join(map(_dense, quotes)), "\n".join(map(_offsets, quotes)))
    console().print(made)
    if benefit.notes:
        console().print(lines(Text(f"Note: {benefit.notes}", style="italic")))


def _lines(rules: Sequence[RuleView], depth: int = 0) -> Iterator[tuple[str, str, Sequence[QuoteView]]]:
    for rule in rules:
        yield rule.role, "  " * depth + (rule.rule or ""), rule.quotes
        yield from _lines(rule.parts, depth + 1)


def _dense(quote: QuoteView) -> str:
    """The words without the source's line breaks, which fall inside words."""
    return "".join(quote.quote.split())


def _offsets(quote: QuoteView) -> str:
    return f"{quote.start}–{quote.end}"
