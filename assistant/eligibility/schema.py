"""The vocabulary of facts as a JSON Schema (draft 2020-12), for forms and for programs that send facts.

It describes the canonical form, the one that `stating.write_facts` writes; `stating.read_facts` reads all of it.
"""

from typing import Any

from assistant.eligibility.facts import Fact, Vocabulary
from assistant.policies.bilingual import Bilingual, Tongue

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def facts_schema(vocabulary: Vocabulary, tongue: Tongue = "en") -> dict[str, Any]:
    """An object of stated facts, each of them optional; titles and questions in the language asked for."""
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": {name: _described(fact, tongue) for name, fact in vocabulary.facts.items()},
        "additionalProperties": False,
    }


def _described(fact: Fact, tongue: Tongue) -> dict[str, Any]:
    return {
        "title": fact.label.of(tongue),
        "description": fact.question.of(tongue),
        **_domain(fact, tongue),
    }


def _domain(fact: Fact, tongue: Tongue) -> dict[str, Any]:
    match fact.type:
        case "number":
            assert fact.range is not None
            number = {"type": "integer", "minimum": fact.range[0], "maximum": fact.range[1]}
            return {"anyOf": [number, _object({"min": number, "max": number})]}
        case "choice":
            assert fact.values is not None
            option = {"oneOf": [_option(value, label, tongue) for value, label in fact.values.items()]}
            still_possible = {"type": "array", "items": option, "minItems": 1, "uniqueItems": True}
            return {"anyOf": [option, still_possible]}
        case "flag":
            return {"type": "boolean"}
        case "place":
            place = {"type": "string", "minLength": 1}
            places = {"type": "array", "items": place, "minItems": 1, "uniqueItems": True}
            return {"anyOf": [place, _object({"not": {"anyOf": [place, places]}})]}


def _option(value: str | int | bool, label: Bilingual, tongue: Tongue) -> dict[str, Any]:
    return {"const": value, "title": label.of(tongue)}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "minProperties": 1, "additionalProperties": False}
