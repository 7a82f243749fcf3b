import json
from pathlib import Path

import pytest

from assistant.retrieval.dense import DenseSettings
from eval.retrieval.sets import measure_set, read_set

LINES = (
    {"query": "老人坐公交多少钱", "passages": ["老年人免费乘坐公交车", "老年人免费体检"], "relevant": [0]},
    {"query": "给老人体检吗", "passages": ["老年人免费体检", "提供法律援助"], "relevant": ["老年人免费体检"]},
)


def written(folder: Path, *lines: object) -> Path:
    file = folder / "set.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return file


def test_passages_of_all_lines_are_searched_for_each_query(tmp_path: Path) -> None:
    found = read_set(written(tmp_path, *LINES))
    assert found.passages == ["老年人免费乘坐公交车", "老年人免费体检", "提供法律援助"]
    assert found.relevant == [{0}, {1}]


def test_a_set_is_measured_by_each_leg_and_by_both(tmp_path: Path) -> None:
    table = measure_set(written(tmp_path, *LINES), DenseSettings())
    assert "2 queries, 3 passages" in table
    rows = [line.split(" | ")[0].strip("| ") for line in table.splitlines()[4:]]
    assert rows == ["BM25 with jieba", "BM25 over characters and bigrams", "dense", "fused"]
    assert "| BM25 over characters and bigrams | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 |" in table


@pytest.mark.parametrize("line", [{"query": "?"}, {"query": "?", "passages": ["a"], "relevant": [3]}])
def test_a_faulty_line_is_named_with_the_form_that_it_should_have(tmp_path: Path, line: object) -> None:
    with pytest.raises(ValueError, match=r'set\.jsonl, line 1.*"relevant": \[indices\]'):
        read_set(written(tmp_path, line))
