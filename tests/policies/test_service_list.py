"""The service lists as tables: no cell lost, none invented, merged cells inherited where the table merges them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from assistant.policies.policy import Policy, load_policies
from assistant.policies.service_list import ListError, ServiceList, load_service_list
from assistant.policies.spans import Source

CORPUS = Path(__file__).parents[2] / "corpus"
ITEMS = {"ninghe": 27, "panjin": 21, "shihe": 25, "sifangtai": 22}

TABLE = """
项目清单
\t服务对象
\t服务项目
\t服务内容
\t部门
\t60周岁及以上
老年人
\t1
\t甲项
\t每年体检一次

\t区民政局
、区卫健局
\t2
\t乙项
\t半价

\t全体老年人
\t3
\t丙项
\t免费
\t区司法局
\t第二行
- 9 -
"""

WRITTEN = """
starts_after: 项目清单
ends_before: "- 9 -"
columns:
  - {role: object, heading: 服务对象}
  - {role: number}
  - {role: name, heading: 服务项目}
  - {role: content, heading: 服务内容}
  - {role: departments, heading: 部门}
items:
  - number: "1"
    rows:
      - {object: 60周岁及以上老年人, name: 甲项, content: 每年体检一次, departments: [区民政局, 区卫健局]}
  - number: "2"
    rows:
      - {name: 乙项, content: 半价, inherits: {object: "1"}}
  - number: "3"
    rows:
      - {object: 全体老年人, name: 丙项, content: 免费, departments: [区司法局]}
      - {content: 第二行}
"""


def loaded(tmp_path: Path, written: str = WRITTEN, table: str = TABLE) -> ServiceList:
    file = tmp_path / "list.yaml"
    file.write_text(written, "utf-8")
    return load_service_list(file, Source("somewhere", table))


@cache
def policies() -> Mapping[str, Policy]:
    return load_policies(CORPUS)


def the_list(document: str) -> tuple[Policy, ServiceList]:
    policy = policies()[document]
    return policy, load_service_list(CORPUS / document / "list.yaml", policy.source)


@pytest.mark.parametrize(("document", "count"), ITEMS.items())
def test_every_numbered_item_is_there_in_order(document: str, count: int) -> None:
    _, services = the_list(document)
    assert list(services.items) == [str(number) for number in range(1, count + 1)]


@pytest.mark.parametrize("document", ITEMS)
def test_each_cell_is_a_stretch_of_the_source_that_says_what_is_written(document: str) -> None:
    policy, services = the_list(document)
    for item in services.items.values():
        for row, entry in zip(item.rows, item.entry.rows, strict=True):
            for role, cell in row.cells.items():
                words = "".join(policy.source.quote(cell.span).split())
                written = item.number if role == "number" else getattr(entry, role)
                if cell.inherited_from is None and role != "departments":
                    assert words == "".join(written.split())
            assert ["".join(policy.source.quote(span).split()) for span in row.departments] == [
                *entry.departments
            ]


@pytest.mark.parametrize("document", ITEMS)
def test_the_cells_and_headings_are_the_whole_table(document: str) -> None:
    """Whatever stands in the table and in no cell is white space, a heading or a separator of departments."""
    policy, services = the_list(document)
    covered = set()
    for item in services.items.values():
        for row in item.rows:
            spans = [cell.span for cell in row.cells.values() if cell.inherited_from is None]
            for span in (*spans, *row.departments):
                covered |= set(range(span.start, span.end))
    text = policy.source.text
    left = "".join(text[at] for at in range(services.span.start, services.span.end) if at not in covered)
    headings = "".join(column.heading or "" for column in services.columns)
    assert "".join(left.replace("、", "").split()) == headings


def test_objects_are_inherited_only_where_the_table_merges_them() -> None:
    inherited = {
        (document, item.number): {
            role: cell.inherited_from for role, cell in item.rows[0].cells.items() if cell.inherited_from
        }
        for document in ITEMS
        for item in the_list(document)[1].items.values()
    }
    merged = {key: cells for key, cells in inherited.items() if cells}
    assert {number: cells["object"] for (document, number), cells in merged.items() if document == "sifangtai"} == {
        "5": "4", "9": "8", "11": "10", "14": "13", "16": "15", "19": "18", "22": "21"
    }  # fmt: skip
    assert merged["shihe", "14"] == {"object": "13", "standard": "13"}
    assert {number: merged["shihe", number]["object"] for number in ("2", "3", "4", "5")} == dict.fromkeys(
        "2345", "1"
    )
    assert not [key for key in merged if key[0] == "panjin"]


def test_continuation_rows_belong_to_the_item_above_them() -> None:
    _, services = the_list("ninghe")
    rows = {number: len(item.rows) for number, item in services.items.items() if len(item.rows) > 1}
    assert rows == {"5": 2, "21": 2, "27": 4}


def test_a_table_is_read_cell_by_cell_across_line_breaks(tmp_path: Path) -> None:
    services = loaded(tmp_path)
    source = Source("somewhere", TABLE)
    first, second, third = services.items.values()
    assert source.quote(first.rows[0].cells["object"].span) == "60周岁及以上\n老年人"
    assert [source.quote(span) for span in first.rows[0].departments] == ["区民政局", "区卫健局"]
    assert source.quote(first.rows[0].cells["departments"].span) == "区民政局\n、区卫健局"
    assert second.rows[0].cells["object"].span == first.rows[0].cells["object"].span
    assert second.rows[0].cells["object"].inherited_from == "1"
    assert second.rows[0].departments == ()
    assert [source.quote(row.cells["content"].span) for row in third.rows] == ["免费", "第二行"]
    assert source.quote(third.name) == "丙项"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param("content: 半价", "content: 全价", 'item 2, cell content: "全价"', id="another word"),
        pytest.param("content: 半价, ", "", 'which is "半价全体老年人', id="a cell left out"),
        pytest.param("      - {content: 第二行}\n", "", "the table goes on with", id="a row left out"),
        pytest.param('number: "2"', 'number: "4"', "item 4, cell number", id="another number"),
        pytest.param('number: "2"', 'number: "1"', "item 1 stands twice", id="a number twice"),
        pytest.param('object: "1"', 'object: "3"', "cannot inherit the object of item 3", id="from below"),
        pytest.param(
            'object: "1"', 'kind: "1"', "cannot inherit the kind of item 1", id="a cell that is not there"
        ),
        pytest.param(
            "starts_after: 项目清单", "starts_after: 别的清单", "is not in the source", id="no such title"
        ),
        pytest.param('"- 9 -"', '"- 7 -"', "ends_before", id="no such end"),
        pytest.param("heading: 部门", "heading: 单位", "heading of departments", id="another heading"),
        pytest.param("name: 乙项", "title: 乙项", "Extra inputs", id="a misspelt key"),
    ],
)
def test_a_difference_between_file_and_table_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in WRITTEN
    with pytest.raises(ListError) as caught:
        loaded(tmp_path, WRITTEN.replace(old, new, 1))
    assert str(caught.value).startswith("somewhere list.yaml")
    assert fault in str(caught.value)


def test_what_the_table_prints_and_no_cell_holds_is_found(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="夹在中间的话"):
        loaded(tmp_path, table=TABLE.replace("\t乙项", "\t夹在中间的话\n\t乙项"))


def test_the_corpus_folder_holds_the_sources_byte_for_byte() -> None:
    for document in ITEMS:
        raw = (CORPUS / document / "source.txt").read_bytes()
        assert policies()[document].source.text.encode("utf-8") == raw
