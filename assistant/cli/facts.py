"""`yanglao facts`: the vocabulary of facts, for people as a table and for programs as a JSON Schema."""

from assistant.cli.corpus import vocabulary
from assistant.cli.printing import QuietTable, bold, console, labelled, print_json
from assistant.eligibility.facts import Fact
from assistant.eligibility.schema import facts_schema
from assistant.policies.bilingual import Tongue


def show_facts() -> None:
    """Print every fact with its names and what it can be."""
    facts = vocabulary().facts
    made = QuietTable("fact", "what it is", "what it can be")
    for name, fact in facts.items():
        made.row(bold(name), labelled(fact.label, " *" if fact.certified else ""), possible(fact))
    console().print(made)
    console().print(f"{len(facts)} facts. * The lists want a finding, an assessment or a certificate for it.")


def show_schema(tongue: Tongue) -> None:
    """Print the JSON Schema of a person's facts."""
    print_json(facts_schema(vocabulary(), tongue))


def possible(fact: Fact) -> str:
    """What a fact can be, in the values that programs write with their Chinese names."""
    match fact.type:
        case "number":
            assert fact.range is not None
            return f"{fact.range[0]} to {fact.range[1]} {fact.unit.zh if fact.unit else ''}".rstrip()
        case "choice":
            assert fact.values is not None
            return " · ".join(f"{value}={label.zh}" for value, label in fact.values.items())
        case "flag":
            return "true or false"
        case "place":
            return "a place by id, code or name, or not there"
