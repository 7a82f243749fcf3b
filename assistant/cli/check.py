"""`yanglao check`: one person against one list. Its options are the facts that `facts.yaml` declares."""

import inspect
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from assistant.cli.clock import today
from assistant.cli.corpus import catalogue, document_named, place_named, vocabulary
from assistant.cli.facts import possible
from assistant.cli.faults import InputFault, input_faults
from assistant.cli.printing import QuietTable, bold, console, labelled, print_json, tongue_of_terminal
from assistant.cli.stated import stated_value
from assistant.cli.verdict_table import print_assessment
from assistant.eligibility.births import aged, born
from assistant.eligibility.catalogue import Assessment, Catalogue
from assistant.eligibility.facts import Fact, Vocabulary
from assistant.eligibility.knowledge import Interval
from assistant.eligibility.stating import read_facts
from assistant.replies.checked import checked_reply


def run_check(arguments: Sequence[str]) -> None:
    """Run `yanglao check` with an option for every fact; raises the faults of `faults`."""
    inner = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    inner.command(add_help_option=False)(_with_facts(check, vocabulary()))
    inner(arguments or ["--help"], prog_name="yanglao check", standalone_mode=False)


def _help(context: typer.Context, asked: bool) -> None:
    """The options that every judgement has, then those of the facts with all that each can be."""
    if asked:
        typer.echo(context.get_help(), nl=False)
        made = QuietTable("what is known of the person", "", "what to write")
        for fact in vocabulary().facts.values():
            made.row(bold("\n".join(_names(fact))), labelled(fact.label), _typed(fact))
        console().print(made)
        raise typer.Exit


def check(
    place: Annotated[
        str,
        typer.Option(
            metavar="PLACE",
            help="The place whose list is asked: a name, a code or a document's id.",
            show_default=False,
        ),
    ],
    facts: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="A JSON file of facts, - for standard input; `yanglao facts --schema` describes it.",
        ),
    ] = None,
    born_in: Annotated[
        str | None,
        typer.Option(
            "--born", metavar="DATE", help="A year, a month or a day of birth: 1941, 1941-03, 1941-03-02."
        ),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day of judgement; by default today."),
    ] = None,
    presume: Annotated[
        bool,
        typer.Option(
            "--presume/--no-presume",
            metavar="",
            help="Presume in the open what may be (registration where dibao is drawn).",
        ),
    ] = True,
    lang: Annotated[
        Literal["zh", "en"] | None, typer.Option(help="The language to print in; by default the terminal's.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Print the verdicts as programs get them.")
    ] = False,
    help_asked: Annotated[
        bool,
        typer.Option("--help", metavar="", is_eager=True, callback=_help, help="Show this message and exit."),
    ] = False,
    **stated: str | bool | None,
) -> None:
    """Judge one person against every benefit of a place's list."""
    corpus = catalogue()
    document = document_named(corpus, place)
    day = as_of.date() if as_of else today()
    with input_faults():
        assessment = _assess(corpus, document, day, facts, born_in, stated, presume)
    if as_json:
        checked = checked_reply(corpus, assessment, "en" if lang == "en" else "zh-Hans")
        print_json(checked.model_dump(mode="json"))
    else:
        print_assessment(corpus, assessment, lang or tongue_of_terminal())


def _assess(
    corpus: Catalogue,
    document: str,
    day: date,
    file: str | None,
    born_in: str | None,
    stated: Mapping[str, str | bool | None],
    presume: bool,
) -> Assessment:
    declared = corpus.vocabulary.facts

    def place_code(words: str) -> str:
        return place_named(corpus.places, words).code

    values = _facts_in(file) if file else {}
    values |= {
        name: stated_value(declared[name], said) if isinstance(said, str) else said
        for name, said in stated.items()
        if said is not None
    }
    known = read_facts(values, corpus.vocabulary, place_code)
    birth = born(born_in, day) if born_in else None
    if birth is not None:
        age = known["age"]
        assert isinstance(age, Interval)
        known["age"] = aged(birth, age, day)
    return corpus.assess(document, known, day, born=birth, presume=presume)


def _facts_in(file: str) -> dict[str, Any]:
    """The object in a JSON file; raises InputFault."""
    try:
        facts = json.loads(sys.stdin.read() if file == "-" else Path(file).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputFault(f"the facts cannot be read: {file}: {error}") from error
    if not isinstance(facts, dict):
        raise InputFault(f'the facts cannot be read: {file}: an object such as {{"age": 92}} is wanted')
    return facts


def _with_facts(command: Callable[..., None], vocabulary: Vocabulary) -> Callable[..., None]:
    """The command with the options of its signature and one for every fact: Typer reads options off a signature."""
    signature = inspect.signature(command)
    fixed = [
        parameter
        for parameter in signature.parameters.values()
        if parameter.kind is not parameter.VAR_KEYWORD
    ]
    options = [_option(fact) for fact in vocabulary.facts.values()]

    def with_facts(**arguments: Any) -> None:
        command(**arguments)

    with_facts.__doc__ = command.__doc__
    with_facts.__signature__ = signature.replace(parameters=[*fixed, *options])  # type: ignore[attr-defined]
    return with_facts


def _option(fact: Fact) -> inspect.Parameter:
    option = typer.Option("/".join(_names(fact)), hidden=True)
    annotation = Annotated[bool | None, option] if fact.type == "flag" else Annotated[str | None, option]
    return inspect.Parameter(fact.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _typed(fact: Fact) -> str:
    """What to write behind a fact's option."""
    match fact.type:
        case "number":
            return f"{possible(fact)}: N, N-M, N+ or '<N'"
        case "choice":
            return possible(fact)
        case "flag":
            return ""
        case "place":
            return "四方台, sifangtai, 230505, or 'not 四方台'"


def _names(fact: Fact) -> list[str]:
    name = fact.name.replace("_", "-")
    return [f"--{name}", f"--no-{name}"] if fact.type == "flag" else [f"--{name}"]
