"""The commands of `yanglao` and their options; each command's work is in the module of its name."""

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

Language = Annotated[
    Literal["zh", "en"] | None,
    typer.Option("--lang", help="The language to print in; by default the terminal's."),
]
Audience = Annotated[Literal["citizen", "hotline", "adviser"], typer.Option(help="Whom the answer is for.")]
Today = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], metavar="DATE", help="The day to reckon from; by default the system's."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", metavar="", help="Print JSON instead.")]


def _chat_help(context: typer.Context, asked: bool) -> None:
    """The help of `chat` ends with the closed set of intents, read only when it is shown."""
    if asked:
        from assistant.cli.intents import print_intents

        typer.echo(context.get_help(), nl=False)
        print_intents()
        raise typer.Exit


app = typer.Typer(
    help="Yanglao 养老政策通: what basic elderly care a person is entitled to, and which words say so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
corpus_app = typer.Typer(help="The documents and rules that answers rest on.", no_args_is_help=True)
app.add_typer(corpus_app, name="corpus")


# Its options are the facts of the corpus: they are read when the command is run, not for every other one.
@app.command(
    add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True}
)
def check(context: typer.Context) -> None:
    """Judge one person against every benefit of a place's list."""
    from assistant.cli.check import run_check

    run_check(context.args)


@app.command()
def ask(
    text: Annotated[
        str, typer.Argument(help="The question, in Chinese, English or pinyin.", show_default=False)
    ],
    audience: Audience = "citizen",
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Answer one question."""
    from assistant.cli import chat, clock

    chat.ask(text, audience=audience, today=today.date() if today else clock.today(), as_json=as_json)


@app.command(add_help_option=False)
def chat(
    lines: Annotated[
        bool, typer.Option("--json", metavar="", help="JSON Lines in, JSON Lines out, for programs.")
    ] = False,
    audience: Audience = "citizen",
    today: Today = None,
    session: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The conversation to go on with.", show_default="a new one"),
    ] = None,
    help_asked: Annotated[
        bool,
        typer.Option(
            "--help", metavar="", is_eager=True, callback=_chat_help, help="Show this message and exit."
        ),
    ] = False,
) -> None:
    """Talk in the terminal until the input ends."""
    from assistant.cli import chat, clock

    def day() -> date:
        return today.date() if today else clock.today()

    if lines:
        chat.chat_by_lines(day)
    else:
        chat.chat(audience=audience, today=day, session=session)


@app.command()
def item(
    place: Annotated[
        str, typer.Argument(help="A place or a document's id: 四方台, sifangtai.", show_default=False)
    ],
    number: Annotated[str, typer.Argument(help="The number that the list prints.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Print one item of a list: its cells as printed, its rules and the words they rest on."""
    from assistant.cli.item import show_item

    show_item(place, number, as_json=as_json)


@corpus_app.command("check")
def corpus_check() -> None:
    """Validate the corpus and print the register of what is encoded."""
    from assistant.cli.register import check_corpus

    check_corpus()


@app.command()
def facts(
    schema: Annotated[
        bool, typer.Option("--schema", metavar="", help="Print the JSON Schema of a person's facts.")
    ] = False,
    lang: Language = None,
) -> None:
    """List every fact that the rules turn on."""
    from assistant.cli.facts import show_facts, show_schema
    from assistant.cli.printing import tongue_of_terminal

    if schema:
        show_schema(lang or tongue_of_terminal())
    else:
        show_facts()


@app.command()
def screen(
    roster: Annotated[
        Path | None,
        typer.Argument(
            help="The roster: CSV, Excel or Parquet, headings in the first row.", show_default=False
        ),
    ] = None,
    place: Annotated[str, typer.Option(help="The place whose list is asked.", show_default=False)] = "",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Where the results go: .parquet, .csv or .xlsx.", show_default=False
        ),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day of judgement; by default today."),
    ] = None,
    months: Annotated[
        int, typer.Option(min=1, max=120, help="How far ahead to look for who reaches a threshold.")
    ] = 12,
    mapping: Annotated[
        Path | None,
        typer.Option(help="A YAML file: what headings mean that are not recognised.", show_default=False),
    ] = None,
    pseudonymise: Annotated[
        bool, typer.Option("--pseudonymise", metavar="", help="Give identifiers pseudonyms.")
    ] = False,
    key: Annotated[
        Path | None,
        typer.Option(
            help="A file with the key of the pseudonyms; else a key that is not kept.", show_default=False
        ),
    ] = None,
    resumable: Annotated[
        bool,
        typer.Option("--resumable", metavar="", help="Keep finished parts until all is done, and go on."),
    ] = False,
    template: Annotated[
        str | None,
        typer.Option(metavar="PLACE", help="Write an empty roster for a place instead.", show_default=False),
    ] = None,
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """Screen a roster: who is entitled to what, who is one fact away, and what it costs."""
    from assistant.cli import clock, screen
    from assistant.cli.printing import tongue_of_terminal

    tongue = lang or tongue_of_terminal()
    if template is not None:
        screen.template(template, output, tongue)
        return
    day = as_of.date() if as_of else clock.today()
    options = screen.Asked(place, day, output, months, mapping, pseudonymise, key, resumable, tongue)
    screen.screen(roster, options, as_json=as_json)


@app.command()
def serve(
    host: Annotated[
        str | None, typer.Option(help="The address to listen on.", show_default="YANGLAO_HOST, or 127.0.0.1")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65535, help="The port; 0 takes a free one.", show_default="YANGLAO_PORT, or 7860"
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Processes that answer; more than one serve the API without the pages.",
            show_default="YANGLAO_WORKERS, or 1",
        ),
    ] = None,
) -> None:
    """Serve the pages, the HTTP API and the tools for other agents until told to stop."""
    from assistant.cli.serve import run_server

    run_server(host, port, workers)


@app.command("eval", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def evaluate(context: typer.Context) -> None:
    """Measure the search, or with `conversations` whole conversations; other arguments are passed on.

    Needs a checkout of the project. As in `yanglao eval --write` and `yanglao eval conversations --held-out`.
    """
    from assistant.cli.evaluate import run_eval

    run_eval(context.args)


@app.command()
def mcp() -> None:
    """Offer the tools to an agent on this machine, over standard input and output (Model Context Protocol)."""
    from assistant.cli.serve import run_tools

    run_tools()


def main() -> None:
    """Run the command line and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal that lacks a character
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command; a fault is told in one line on standard error. Returns the exit status."""
    try:
        return app(arguments, prog_name="yanglao", standalone_mode=False) or 0
    except typer.TyperException as fault:
        message = " ".join(fault.format_message().replace("Value error, ", "").split())
        if message:  # else the help has just been shown instead
            typer.echo(f"yanglao: {message}", err=True)
        return fault.exit_code
