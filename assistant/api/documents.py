"""Documents, their items, the search in them, and the judging of a person by them."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.api import examples
from assistant.api.problems import described
from assistant.api.services import Services
from assistant.api.shapes import Compared, Day, DocumentOut, Searched
from assistant.replies.checked import Checked
from assistant.replies.contract import Language
from assistant.replies.item_view import ItemView

Id = Annotated[str, Path(description="A document's id.", max_length=40, examples=["sifangtai"])]
Places = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=100)]],
    Query(description="Places by id, code or name; none for all.", max_length=20, examples=[["四方台"]]),
]
AsOf = Annotated[Day | None, Query(description="The day that counts; without it, today.")]
Words = Annotated[str, Query(min_length=1, max_length=500, examples=["高龄津贴多少钱"])]


class CheckIn(BaseModel):
    """A person, a place and a day."""

    model_config = ConfigDict(json_schema_extra={"examples": examples.CHECKS})

    place: str = Field(
        min_length=1, max_length=100, description="The place whose list is asked: its id, code or name."
    )
    facts: dict[str, Any] = Field(
        default_factory=dict, max_length=200, description="What is known of the person; see `/v1/facts`."
    )
    born: str | None = Field(
        default=None,
        max_length=10,
        description="A year, a month or a day of birth: 1941, 1941-03, 1941-03-02.",
    )
    as_of: Day | None = Field(default=None, description="The day of judgement; without it, today.")
    presume: bool = Field(
        default=True, description="Presume in the open what may be (registration where dibao is drawn)."
    )
    language: Language = Field(default="zh-Hans", description="The language of reasons and questions.")


def routes(services: Services) -> APIRouter:
    """Everything under `/v1` that is no conversation."""
    router = APIRouter(prefix="/v1", tags=["documents"], responses=described(401, 422, 429, 500, 503))
    tools, run, today = services.tools, services.turns.run, services.today

    @router.post(
        "/check",
        tags=["eligibility"],
        responses=described(400, 413),
    )
    async def check(person: CheckIn) -> Checked:
        """Judge one person against every benefit of a place's list: the verdicts with their reasons and words."""
        return await run(
            tools.check,
            person.place,
            person.facts,
            birth=person.born,
            as_of=person.as_of or today(),
            presume=person.presume,
            language=person.language,
        )

    @router.get("/facts", tags=["eligibility"])
    async def facts(lang: Literal["zh", "en"] = "zh") -> dict[str, Any]:
        """The facts that rules turn on, as a JSON Schema of what `/v1/check` takes."""
        return tools.facts(lang)

    @router.get("/documents")
    async def documents() -> tuple[DocumentOut, ...]:
        """Every document, with the items of its list."""
        return tools.documents()

    @router.get("/documents/{id}", responses=described(404))
    async def document(id: Id) -> DocumentOut:
        """One document."""
        return tools.document(id)

    @router.get(
        "/documents/{id}/text",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, **described(404)},
    )
    async def text(id: Id) -> Response:
        """The whole text as it is printed. The offsets of citations count its characters (code points)."""
        return Response(tools.source(id).encode(), media_type="text/plain; charset=utf-8")

    @router.get("/documents/{id}/items/{number}", responses=described(404))
    async def item(
        id: Id, number: Annotated[str, Path(description="As printed.", max_length=10, examples=["3"])]
    ) -> ItemView:
        """One item of a list: its cells as printed, its rules, and the words that each rests on."""
        return await run(tools.item, id, number)

    @router.get("/search")
    async def search(
        q: Words,
        place: Places = [],  # noqa: B006  # FastAPI copies it
        kind: Literal["item", "measure"] | None = None,
        as_of: AsOf = None,
        limit: Annotated[int, Query(ge=1, le=20)] = 5,
    ) -> Searched:
        """The passages that answer a question, best first; none where the documents do not say."""
        return await run(tools.search, q, places=place, kind=kind, as_of=as_of or today(), limit=limit)

    @router.get("/compare")
    async def compare(
        subject: Words,
        place: Places = [],  # noqa: B006  # likewise
        as_of: AsOf = None,
    ) -> Compared:
        """What several places' documents say of one subject, side by side and word for word."""
        return await run(tools.compare, subject, place, as_of=as_of or today())

    return router
