"""The commands of `yanglao` and their options; each command's work is in the module of its name."""

import sys
from collections.abc import Sequence
from datetime import date, datetime
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
        chat.chat(audience=audience, today=day)


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
