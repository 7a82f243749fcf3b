"""Documents, items, search, comparison and the check, as other programs ask for them."""

import json
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.cli.app import run

HEADLINE: dict[str, Any] = {
    "place": "四方台",
    "facts": {"age": 92, "welfare": "dibao"},
    "as_of": "2026-11-24",
}


def got(client: TestClient, address: str, **query: Any) -> Any:
    answered = client.get(address, params=query)
    assert answered.status_code == 200, answered.text
    return answered.json()


def code(client: TestClient, method: str, address: str, **more: Any) -> tuple[int, str]:
    answered = client.request(method, address, **more)
    assert answered.headers["content-type"] == "application/problem+json"
    return answered.status_code, answered.json()["code"]


def test_a_check_says_what_the_command_line_says(
    client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    person = ("--age", "92", "--welfare", "dibao", "--as-of", "2026-11-24")
    assert run(["check", "--place", "四方台", *person, "--lang", "en", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert client.post("/v1/check", json={**HEADLINE, "language": "en"}).json() == printed


def test_a_check_counts_from_today_and_from_a_birth(client: TestClient) -> None:
    checked = client.post("/v1/check", json={"place": "230505", "born": "1934-03"}).json()
    assert date.fromisoformat(checked["as_of"]) == date(2026, 11, 24)
    assert checked["facts"]["age"] == 92


def test_nothing_is_presumed_where_that_is_not_wanted(client: TestClient) -> None:
    checked = client.post("/v1/check", json={**HEADLINE, "presume": False}).json()
    assert not any(assumption["fact"] == "hukou" for assumption in checked["assumptions"])


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"place": "上海"}, "place_not_covered"),
        ({"place": "Atlantis"}, "place_not_covered"),
        ({"place": "tianjin"}, "no_list"),
        ({"place": "宁河", "facts": {"wealth": 1}}, "unusable_fact"),
        ({"place": "宁河", "facts": {"age": "old"}}, "unusable_fact"),
        ({"place": "宁河", "facts": {"age": 92}, "born": "1999"}, "unusable_fact"),
        ({"place": "宁河", "born": "9999-12-31"}, "unusable_fact"),
        ({"place": "宁河", "facts": {"\ud800": 1}}, "unusable_fact"),
        ({"place": "宁河", "facts": {"hukou": {"not": ["\ud800"]}}}, "unusable_fact"),
        ({"place": "宁河", "facts": {"comfortable": True, "welfare": "dibao"}}, "contradiction"),
        ({}, "invalid_request"),
    ],
)
def test_a_check_that_cannot_be_made_says_why(client: TestClient, person: Any, expected: str) -> None:
    body = json.dumps(person).encode()  # a client's own JSON may hold half a surrogate pair, escaped
    headers = {"Content-Type": "application/json"}
    assert code(client, "POST", "/v1/check", content=body, headers=headers) == (422, expected)


def test_the_facts_are_described_as_a_schema(client: TestClient) -> None:
    assert got(client, "/v1/facts")["properties"]["age"]["title"] == "年龄"
    assert got(client, "/v1/facts", lang="en")["additionalProperties"] is False


def test_every_document_is_listed_with_its_items_and_a_draft_is_called_one(client: TestClient) -> None:
    documents = {document["id"]: document for document in got(client, "/v1/documents")}
    assert {name: len(document["items"]) for name, document in documents.items()} == {
        "ninghe": 27,
        "panjin": 21,
        "shihe": 25,
        "sifangtai": 22,
        "tianjin": 0,
    }
    assert (documents["shihe"]["status"], documents["shihe"]["in_force_from"]) == ("draft", None)
    assert got(client, "/v1/documents/sifangtai") == documents["sifangtai"]


def test_an_item_is_shown_with_its_cells_and_rules(client: TestClient) -> None:
    item = got(client, "/v1/documents/sifangtai/items/3")
    assert item["item"] == "3"
    source = client.get("/v1/documents/sifangtai/text").text
    cells = [cell for row in item["rows"] for cell in row]
    assert all(source[cell["start"] : cell["end"]] == cell["quote"] for cell in cells)
    assert item["benefits"][0]["rules"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/v1/documents/atlantis", "no_such_document"),
        ("/v1/documents/atlantis/text", "no_such_document"),
        ("/v1/documents/atlantis/items/1", "no_such_document"),
        ("/v1/documents/tianjin/items/1", "no_list"),
        ("/v1/documents/sifangtai/items/23", "no_such_item"),
    ],
)
def test_what_is_not_there_is_named(client: TestClient, address: str, expected: str) -> None:
    assert code(client, "GET", address) == (404, expected)


def test_a_search_finds_the_words_that_answer_verbatim(client: TestClient) -> None:
    found = got(client, "/v1/search", q="高龄津贴是多少", place="四方台")
    assert found["answered"]
    citation = found["passages"][0]["citation"]
    assert (citation["document"], citation["item"]) == ("sifangtai", "3")
    source = client.get("/v1/documents/sifangtai/text").text
    assert source[citation["start"] : citation["end"]] == citation["quote"]


def test_a_search_keeps_to_the_kind_the_number_and_the_places_asked_for(client: TestClient) -> None:
    found = got(
        client,
        "/v1/search",
        q="养老机构护理型床位要占多少",
        place=["宁河", "panjin"],
        kind="measure",
        limit=2,
    )
    assert 0 < len(found["passages"]) <= 2
    assert {hit["kind"] for hit in found["passages"]} == {"measure"}
    assert {hit["citation"]["document"] for hit in found["passages"]} <= {"ninghe", "tianjin", "panjin"}


def test_a_search_that_finds_nothing_says_so(client: TestClient) -> None:
    found = got(client, "/v1/search", q="你好")
    assert (found["answered"], found["passages"]) == (False, [])


def test_places_are_set_side_by_side_with_sums_that_can_be_compared(client: TestClient) -> None:
    compared = got(client, "/v1/compare", subject="高龄津贴", place=["宁河", "四方台"])
    assert [side["document"] for side in compared["sides"]] == ["ninghe", "sifangtai"]
    assert compared["topic"]
    a_year = {sum_["per_year"] for side in compared["sides"] for sum_ in side["sums"]}
    assert {100, 200, 1200} <= a_year


def test_a_place_that_no_document_speaks_for_is_told(client: TestClient) -> None:
    assert code(client, "GET", "/v1/search?q=津贴&place=上海") == (422, "place_not_covered")
    assert code(client, "GET", "/v1/compare?subject=津贴&place=上海") == (422, "place_not_covered")


def test_a_day_is_written_out_and_no_number_of_seconds(client: TestClient) -> None:
    for day in ("0", "1764000000", "2026-1-1", "today"):
        assert code(client, "GET", f"/v1/compare?subject=津贴&as_of={day}") == (422, "invalid_request")
