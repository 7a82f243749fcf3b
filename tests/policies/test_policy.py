import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.policies.policy import Policy, PolicyError, load_policies, load_policy

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"


@pytest.fixture(scope="module")
def policies() -> Mapping[str, Policy]:
    return load_policies(CORPUS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of one document that a test may spoil."""
    copy = tmp_path / "panjin"
    copy.mkdir()
    for name in ("policy.yaml", "source.txt"):
        shutil.copy(CORPUS / "panjin" / name, copy / name)
    return copy


def spoil(folder: Path, words: str, others: str) -> None:
    file = folder / "policy.yaml"
    text = file.read_text("utf-8")
    assert words in text
    file.write_text(text.replace(words, others), "utf-8")


def test_documents_come_in_alphabetical_order(policies: Mapping[str, Policy]) -> None:
    assert list(policies) == ["ninghe", "panjin", "shihe", "sifangtai", "tianjin"]


@pytest.mark.parametrize(
    ("document", "place", "parent", "number", "in_force_from"),
    [
        ("ninghe", "120117", "tianjin", None, date(2024, 12, 25)),
        ("panjin", "211100", None, "盘政办发〔2024〕12号", date(2024, 12, 10)),
        ("shihe", "411502", None, None, None),
        ("sifangtai", "230505", None, "双四政办规〔2025〕2号", date(2025, 6, 19)),
        ("tianjin", "120000", None, None, date(2025, 10, 24)),
    ],
)
def test_a_document_is_what_its_text_says(
    policies: Mapping[str, Policy],
    document: str,
    place: str,
    parent: str | None,
    number: str | None,
    in_force_from: date | None,
) -> None:
    policy = policies[document]
    assert (policy.place, policy.parent, policy.number) == (place, parent, number)
    assert policy.in_force_from == in_force_from


def test_the_approval_of_sifangtai_is_a_date_of_its_own(policies: Mapping[str, Policy]) -> None:
    dates = policies["sifangtai"].dates
    assert dates.approved is not None
    assert (dates.approved.day, dates.effective) == (date(2024, 9, 25), None)


def test_a_document_is_law_from_its_day_on(policies: Mapping[str, Policy]) -> None:
    assert not policies["sifangtai"].in_force_on(date(2025, 6, 18))
    assert policies["sifangtai"].in_force_on(date(2025, 6, 19))


def test_a_draft_is_never_law(policies: Mapping[str, Policy]) -> None:
    assert policies["shihe"].status == "draft"
    assert not policies["shihe"].in_force_on(date(2099, 1, 1))


def test_tianjin_has_neither_a_printed_title_nor_a_list(policies: Mapping[str, Policy]) -> None:
    tianjin = policies["tianjin"]
    assert not tianjin.title_is_printed
    assert (tianjin.list_title, tianjin.list_region) == (None, None)
    assert tianjin.body.end == len(tianjin.source.text)


@pytest.mark.parametrize("document", ["ninghe", "panjin", "shihe", "sifangtai"])
def test_the_list_begins_where_the_body_ends(policies: Mapping[str, Policy], document: str) -> None:
    policy = policies[document]
    assert policy.list_region is not None
    assert policy.list_title is not None
    assert policy.body.end == policy.list_region.start
    assert policy.list_title in policy.source.quote(policy.list_region)
    assert "\t" not in policy.source.quote(policy.body)


@pytest.mark.parametrize("document", ["ninghe", "panjin", "shihe", "sifangtai", "tianjin"])
def test_the_source_is_read_byte_for_byte_and_git_leaves_it_alone(
    policies: Mapping[str, Policy], document: str
) -> None:
    file = CORPUS / document / "source.txt"
    assert policies[document].source.text.encode() == file.read_bytes()
    attributes = subprocess.run(
        ["git", "check-attr", "text", "--", f"corpus/{document}/source.txt"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert attributes.stdout.strip().endswith("text: unset")


def test_newlines_are_never_translated(folder: Path) -> None:
    file = folder / "source.txt"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert "\r\n" in load_policy(folder).source.text


def test_a_policy_does_not_change(policies: Mapping[str, Policy]) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        policies["panjin"].title = "别的"  # type: ignore[misc]
    with pytest.raises(TypeError):
        policies["panjin"] = policies["ninghe"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("words", "others", "message"),
    [
        ("title: 盘锦市推进", "title: 盘锦市改进", r"title: .*盘锦市改进.* does not stand in source\.txt"),
        ("number: 盘政办发〔2024〕12号", "number: 盘政办发〔2024〕13号", "number: .*13号"),
        ("issuer: 盘锦市", "issuer: 锦州市", "issuer: .*锦州市"),
        ("quote: 2024年12月10日起实施", "quote: 2024年12月10日起施行", r"dates\.effective\.quote: .*施行"),
        (
            "day: 2024-12-10, quote: 2024年12月10日起",
            "day: 2024-12-11, quote: 2024年12月10日起",
            "effective: 2024年12月11日 does not stand",
        ),
        ("list_starts: 附件", "list_starts: 附录", r"layout\.list_starts: .*附录"),
        ("status: in_force", "status: gone", "status: Input should be 'in_force' or 'draft'"),
        ("names:", "mames:", "names: Field required; mames: Extra inputs"),
        ('place: "211100"', "place: 盘锦", "place: String should match"),
        ("id: panjin", "id: tieling", "id: tieling must be the folder's name, panjin"),
        ("id: panjin", "id: [panjin", "this is not YAML"),
    ],
)
def test_a_fault_is_named_with_file_and_entry(folder: Path, words: str, others: str, message: str) -> None:
    spoil(folder, words, others)
    with pytest.raises(PolicyError, match=message) as caught:
        load_policy(folder)
    assert str(caught.value).startswith(str(folder / "policy.yaml"))


def test_a_document_in_force_needs_its_day(folder: Path) -> None:
    file = folder / "policy.yaml"
    kept = [line for line in file.read_text("utf-8").splitlines() if "day:" not in line]
    file.write_text("\n".join(kept).replace("dates:", "dates: {}"), "utf-8")
    with pytest.raises(PolicyError, match="dates: a document in force needs the day"):
        load_policy(folder)


def test_a_parent_must_be_a_document(folder: Path) -> None:
    spoil(folder, "parent: null", "parent: liaoning")
    with pytest.raises(PolicyError, match="parent: there is no document liaoning; name one of panjin"):
        load_policies(folder.parent)


def test_a_corpus_without_documents_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"no folder has a policy\.yaml"):
        load_policies(tmp_path)
