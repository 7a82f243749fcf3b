"""What can be asked of the documents and rules without a conversation: the same for HTTP and for other agents."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any, Literal

from assistant.api.problems import Fault
from assistant.api.shapes import (
    Compared,
    DocumentOut,
    HitOut,
    ItemName,
    Searched,
    SideOut,
    SumOut,
)
from assistant.conversation.privacy import redact
from assistant.eligibility.births import aged, born
from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.consistency import ContradictionError
from assistant.eligibility.knowledge import Interval
from assistant.eligibility.schema import facts_schema
from assistant.eligibility.stating import FactError, read_facts
from assistant.policies.bilingual import Tongue
from assistant.policies.folding import fold
from assistant.policies.place_data import PlaceError
from assistant.policies.policy import Policy
from assistant.replies.checked import Checked, checked_reply
from assistant.replies.citing import Citations, Passage
from assistant.replies.contract import Citation, Language
from assistant.replies.item_view import ItemView, view_item
from assistant.retrieval.compare import Side
from assistant.retrieval.found import Hit
from assistant.retrieval.passages import Passage as Found
from assistant.retrieval.passages import Unit
from assistant.retrieval.searcher import Searcher


@dataclass(frozen=True)
class Tools:
    """The tools over one corpus. Any thread may call them; each raises Fault where it cannot answer."""

    catalogue: Catalogue
    searcher: Callable[[], Searcher]
    """Opens the search at the first call, and gives the same one from then on."""

    def check(
        self,
        place: str,
        facts: Mapping[str, Any],
        *,
        birth: str | None,
        as_of: date,
        presume: bool,
        language: Language,
    ) -> Checked:
        """One person against every benefit of the list that holds in a place."""
        document = self.list_of(place)
        try:
            json.dumps(facts, ensure_ascii=False).encode()  # half a surrogate pair is no character
            known = read_facts(facts, self.catalogue.vocabulary, self._place_code)
            days = born(birth, as_of) if birth else None
            if days is not None:
                age = known["age"]
                assert isinstance(age, Interval)
                known["age"] = aged(days, age, as_of)
            assessment = self.catalogue.assess(document, known, as_of, born=days, presume=presume)
        except UnicodeEncodeError:
            raise Fault(
                HTTPStatus.UNPROCESSABLE_ENTITY, "unusable_fact", "the facts hold what is no character"
            ) from None
        except FactError as error:
            raise Fault(HTTPStatus.UNPROCESSABLE_ENTITY, "unusable_fact", str(error)) from None
        except ContradictionError as error:
            raise Fault(HTTPStatus.UNPROCESSABLE_ENTITY, "contradiction", str(error)) from None
        return checked_reply(self.catalogue, assessment, language)

    def search(
        self,
        question: str,
        *,
        places: Sequence[str] = (),
        kind: Literal["item", "measure"] | None = None,
        as_of: date,
        limit: int,
    ) -> Searched:
        """The passages that answer a question, or an honest nothing with what lies nearest."""
        found = self.searcher().search(
            redact(question).text,  # what is embedded holds no number that belongs to somebody
            documents=list(dict.fromkeys(map(self.document_of, places))) or None,
            as_of=as_of,
            kinds=None if kind is None else [kind],
            limit=limit,
        )
        return Searched(
            answered=not found.abstained,
            asked_for=found.slot,
            passages=tuple(self._hit(hit) for hit in found.passages),
            nearest=tuple(self._hit(hit) for hit in found.nearest[:limit]),
        )

    def item(self, document: str, number: str) -> ItemView:
        """One item of a list: its cells as printed, and each rule with the words it rests on."""
        self.document(document)
        items = self.catalogue.lists[document].items if document in self.catalogue.lists else {}
        if not items:
            raise Fault(HTTPStatus.NOT_FOUND, "no_list", f"{document} has no service list")
        if number not in items:
            first, *_, last = items
            detail = f"{document} has no item {number}; its items run from {first} to {last}"
            raise Fault(HTTPStatus.NOT_FOUND, "no_such_item", detail)
        return view_item(self.catalogue, items[number])

    def compare(self, subject: str, places: Sequence[str], *, as_of: date) -> Compared:
        """What the documents of several places say of one subject, side by side; of all places when none is named."""
        documents = list(dict.fromkeys(map(self.document_of, places))) or None
        found = self.searcher().compare(redact(subject).text, documents, as_of=as_of)
        return Compared(topic=found.topic, sides=tuple(self._side(side) for side in found.sides))

    def facts(self, tongue: Tongue) -> dict[str, Any]:
        """The JSON Schema of a person's facts."""
        return facts_schema(self.catalogue.vocabulary, tongue)

    def documents(self) -> tuple[DocumentOut, ...]:
        """Every document."""
        return tuple(self.document(name) for name in self.catalogue.policies)

    def document(self, name: str) -> DocumentOut:
        """One document: what it is, and the items of its list."""
        policy = self._policy(name)
        place = self.catalogue.places.get(policy.place)
        services = self.catalogue.lists.get(name)
        return DocumentOut(
            id=name,
            title=policy.title,
            number=policy.number,
            issuer=policy.issuer,
            place=place.name,
            place_code=place.code,
            parent=policy.parent,
            status=policy.status,
            in_force_from=policy.in_force_from,
            list_title=policy.list_title,
            items=tuple(
                ItemName(number=item.number, name="".join(policy.source.quote(item.name).split()))
                for item in (services.items.values() if services else ())
            ),
        )

    def source(self, name: str) -> str:
        """The whole text of a document, into which every citation's offsets count."""
        return self._policy(name).source.text

    def document_of(self, place: str) -> str:
        """The document that speaks for a place, by the place's or the document's id, code or name."""
        places = self.catalogue.places
        try:
            named = places.named(fold(place))
        except PlaceError:
            raise self._no_place(f'"{place}" names no single place') from None
        document = places.covered_document(named)
        if document is None:
            raise self._no_place(f"{named.name} is not covered")
        return document

    def list_of(self, place: str) -> str:
        """The document whose service list holds in a place."""
        document = self.document_of(place)
        if document not in self.catalogue.lists:
            raise self._no_place(f"{document} speaks for this place and has no service list", "no_list")
        return document

    def _policy(self, name: str) -> Policy:
        if name not in self.catalogue.policies:
            known = ", ".join(self.catalogue.policies)
            raise Fault(
                HTTPStatus.NOT_FOUND,
                "no_such_document",
                f"there is no document of that name; there are {known}",
            )
        return self.catalogue.policies[name]

    def _no_place(self, what: str, code: str = "place_not_covered") -> Fault:
        names = (f"{self.catalogue.places.get(name).name} ({name})" for name in self.catalogue.lists)
        detail = f"{what}; there are service lists for {', '.join(names)}"
        return Fault(HTTPStatus.UNPROCESSABLE_ENTITY, code, detail)

    def _place_code(self, words: str) -> str:
        return self.catalogue.place_code(fold(words))

    def _hit(self, hit: Hit) -> HitOut:
        [citation] = self._cited(hit.passage, [hit.unit])
        return HitOut(kind=hit.passage.kind, trail=hit.passage.trail, score=hit.score, citation=citation)

    def _cited(self, passage: Found, units: Iterable[Unit]) -> tuple[Citation, ...]:
        citations = Citations(self.catalogue)
        for unit in units:
            citations.cite(Passage(passage.document, passage.item, passage.section, unit.span))
        return citations.all

    def _side(self, side: Side) -> SideOut:
        return SideOut(
            document=side.document,
            passages=tuple(one for passage in side.passages for one in self._cited(passage, passage.units)),
            who=self._quotes(side, side.who),
            sums=tuple(SumOut.of(amount, self._policy(side.document).source) for amount in side.amounts),
            how_often=self._quotes(side, side.how_often),
            departments=self._quotes(side, side.departments),
        )

    def _quotes(self, side: Side, units: Sequence[Unit]) -> tuple[str, ...]:
        source = self._policy(side.document).source
        return tuple(source.quote(unit.span) for unit in units)
