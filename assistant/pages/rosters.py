"""The workbench's roster: a table of people in, what the list comes to for all of them out. Nothing is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from anyio.to_thread import run_sync
from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from assistant.conversation.clock import today_in_china
from assistant.eligibility.catalogue import Catalogue
from assistant.pages.rendering import render
from assistant.replies.contract import Language
from assistant.replies.names import place_name
from assistant.replies.page import PageWords
from assistant.replies.script import in_script
from assistant.screening import BenefitSummary, Limits, RosterError, ScreeningResult, screen

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_NAMED = 2
MOST_SHOWN = 10


class Asked(BaseModel):
    """What a roster is screened for."""

    place: str = Field(max_length=40)
    day: date | None = None
    language: Language = "zh-Hans"


@dataclass(frozen=True)
class Line:
    """One benefit over the roster, in words."""

    benefit: BenefitSummary
    name: str
    one_fact_away: str
    cost: str


@dataclass(frozen=True)
class RosterDesk:
    """Screens rosters that an adviser uploads."""

    catalogue: Catalogue

    async def screen(self, request: Request) -> Response:
        """The summary as HTML, or the results by person as an Excel file where the address ends in `results`."""
        wants_results = request.path_params["kind"] == "results"
        try:
            asked = Asked.model_validate(dict(request.query_params))
            content = await _body(request)
            name = unquote(request.headers.get("x-file-name", "roster.csv"))
            if wants_results:
                return Response(await run_sync(self._results, content, name, asked), media_type=EXCEL)
            result = await run_sync(self._screened, content, name, asked, None)
        except (RosterError, ValidationError) as fault:
            return Response(str(fault), status_code=422, media_type="text/plain")
        return HTMLResponse(summary(self.catalogue, result, PageWords("adviser", asked.language)))

    def _screened(self, content: bytes, name: str, asked: Asked, save: Path | None) -> ScreeningResult:
        day = asked.day or today_in_china()
        return screen(content, asked.place, day, catalogue=self.catalogue, name=name, save=save)

    def _results(self, content: bytes, name: str, asked: Asked) -> bytes:
        with TemporaryDirectory(prefix="yanglao-roster-") as folder:
            file = Path(folder) / "results.xlsx"
            self._screened(content, name, asked, file)
            return file.read_bytes()


async def _body(request: Request) -> bytes:
    """The uploaded file; raises RosterError as soon as it is larger than is taken."""
    limits, name = Limits(), "upload"
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        limits.check_bytes(name, size)
        parts.append(part)
    return b"".join(parts)


def summary(catalogue: Catalogue, result: ScreeningResult, words: PageWords) -> str:
    """What a roster came to, as HTML."""
    found = result.summary
    return render(
        "roster_summary",
        words,
        result=result,
        place=in_script(place_name(catalogue, found.document, words.tongue), words.language),
        lines=[_line(result, benefit, words) for benefit in found.benefits],
        thresholds=[
            words.say("threshold", age=age, count=count) for age, count in found.thresholds.items() if count
        ],
        questions=list(_facts(result, found.questions, words)),
        faults=[
            words.say(
                "fault_line",
                row=fault.row,
                column=fault.column,
                value=fault.value or "",
                reason=in_script(fault.reason.of(words.tongue), words.language),
            )
            for fault in result.faults[:MOST_SHOWN]
        ],
    )


def _line(result: ScreeningResult, benefit: BenefitSummary, words: PageWords) -> Line:
    away = list(_facts(result, benefit.one_fact_away, words))[:MOST_NAMED]
    return Line(
        benefit,
        in_script(benefit.name.of(words.tongue), words.language),
        words.listed(away),
        _cost(benefit, words),
    )


def _facts(result: ScreeningResult, counts: Mapping[str, int], words: PageWords) -> Iterator[str]:
    """Facts with how many people they are about, the most first."""
    for fact, count in sorted(counts.items(), key=lambda entry: -entry[1]):
        if count:
            label = in_script(result.summary.facts[fact].of(words.tongue), words.language)
            yield words.say("asked_of", fact=label, count=count)


def _cost(benefit: BenefitSummary, words: PageWords) -> str:
    said = []
    if benefit.cost is not None:
        low, high = f"{benefit.cost.low:,.0f}", f"{benefit.cost.high:,.0f}"
        cost = low if low == high else words.say("cost_range", low=low, high=high)
        said.append(words.say("cost_open", cost=cost) if benefit.cost.open_ended else cost)
    if benefit.unpriced:
        said.append(words.say("unpriced", count=benefit.unpriced))
    return words.say("comma").join(said)
