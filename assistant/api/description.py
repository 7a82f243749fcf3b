"""The OpenAPI description: what FastAPI reads off the routes, with problems and facts in their own words."""

from secrets import token_urlsafe
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from assistant.api import examples
from assistant.api.chat import Message
from assistant.api.documents import CheckIn
from assistant.api.problems import Problem
from assistant.api.services import Services
from assistant.replies.checked import Checked
from assistant.replies.contract import Reply

ABOUT = """
Which basic elderly-care services a person is entitled to, how much, what is still to be found out, and which words of
which document say so. Every verdict comes from rules; every answer carries the words it rests on. Meeting a list's
conditions is not an approval: the department that the list names decides.

Errors are problem details (RFC 9457). The desks (`hotline`, `adviser`) need a key as `Authorization: Bearer …` unless
the server listens to its own machine alone. Other agents find the same tools at `/mcp` (Model Context Protocol).
"""


def describe(app: FastAPI, services: Services) -> None:
    """Make the app describe itself as it is, with answers that the assistant really gives."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app, services)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend a description


def _described(app: FastAPI, services: Services) -> dict[str, Any]:
    found = get_openapi(title=app.title, version=app.version, description=ABOUT, routes=app.routes)
    schemas = found["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= schemas["Problem"].pop("$defs", {})
    facts = services.tools.facts("en")
    facts.pop("$schema")
    schemas["Facts"] = facts
    schemas["CheckIn"]["properties"]["facts"] = {"$ref": "#/components/schemas/Facts"}
    for path, answer in (("/v1/chat", _reply(services)), ("/v1/check", _checked(services))):
        content = found["paths"][path]["post"]["responses"]["200"]["content"]
        content["application/json"]["example"] = answer.model_dump(mode="json")
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    found["components"]["securitySchemes"] = {"desk": {"type": "http", "scheme": "bearer"}}
    for path in found["paths"].values():
        for operation in path.values():
            operation["security"] = [{}, {"desk": []}]
    return found


def _reply(services: Services) -> Reply:
    """What the first example is answered with."""
    session, said = token_urlsafe(), Message.model_validate(examples.MESSAGES[0])
    try:
        return services.assistant.reply(
            said.text, session=session, audience=said.audience, today=services.today()
        )
    finally:
        services.assistant.forget(session)


def _checked(services: Services) -> Checked:
    person = CheckIn.model_validate(examples.CHECKS[0])
    return services.tools.check(
        person.place,
        person.facts,
        birth=person.born,
        as_of=person.as_of or services.today(),
        presume=person.presume,
        language=person.language,
    )
