"""The command line as people and programs use it: what it prints, where, and with which exit status."""

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from assistant.cli.app import run
from assistant.cli.chat import converse
from assistant.cli.chinese_lines import Lines
from assistant.cli.stated import stated_value
from assistant.eligibility.catalogue import Catalogue, load_catalogue
from assistant.eligibility.facts import Vocabulary, load_vocabulary
from assistant.eligibility.schema import facts_schema
from assistant.eligibility.stating import FactError, read_facts
from assistant.language import INTENTS
from assistant.replies.contract import Reply

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
HEADLINE = ("check", "--place", "四方台", "--age", "92", "--welfare", "dibao", "--as-of", "2026-11-24")
Run = Callable[..., "Printed"]

catalogue_of = cache(load_catalogue)  # frozen, so one will do for all tests


class Printed:
    """What a command printed and its exit status."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err
        self.flat = "".join(out.split())

    def shows(self, words: str) -> bool:
        """Whether the words stand in the output, wherever its columns break them."""
        return "".join(words.split()) in self.flat


@pytest.fixture
def yanglao(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr("assistant.cli.corpus.load_catalogue", catalogue_of)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "600")  # so that no cell is broken

    def command(*arguments: str) -> Printed:
        status = run(arguments)
        return Printed(status, *capsys.readouterr())

    return command


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(CORPUS / "facts.yaml")


@pytest.fixture(scope="module")
def corpus() -> Catalogue:
    return catalogue_of(CORPUS)


# --- the help ---------------------------------------------------------------------------------------


def test_the_help_names_every_command() -> None:
    program = [sys.executable, "-m", "assistant.cli", "--help"]
    helped = subprocess.run(program, capture_output=True, text=True, check=True, cwd=ROOT)
    assert all(name in helped.stdout for name in ("check", "ask", "chat", "item", "facts", "corpus"))


def test_the_help_of_check_lists_every_fact_with_its_choices(yanglao: Run, vocabulary: Vocabulary) -> None:
    helped = yanglao("check", "--help")
    assert helped.status == 0
    for name, fact in vocabulary.facts.items():
        assert f"--{name.replace('_', '-')} " in helped.out
        assert helped.shows(fact.label.zh)
        for value, label in (fact.values or {}).items():
            assert helped.shows(f"{value}={label.zh}")


def test_the_help_of_chat_lists_the_closed_set_of_intents(yanglao: Run) -> None:
    helped = yanglao("chat", "--help")
    assert helped.status == 0
    assert "--json" in helped.out
    for intent, meaning in INTENTS.items():
        assert f" {intent} " in helped.out
        assert helped.shows(meaning)


# --- check ------------------------------------------------------------------------------------------


def test_the_headline_person_gets_verdicts_amounts_quotes_and_the_next_question(yanglao: Run) -> None:
    printed = yanglao(*HEADLINE, "--lang", "en")
    assert printed.status == 0
    assert printed.shows("old-age allowance")
    assert printed.shows("at least ¥1,200 a year")
    assert printed.shows("「具有四方台区户籍」")
    assert printed.shows("15% of the local dibao standard")
    assert printed.shows("next question: Has there been an ability assessment")
    assert printed.shows("cash in all: at least ¥1,200 a year")
    assert printed.shows("the household registration is taken to be in Sifangtai")


def test_the_same_is_said_in_chinese(yanglao: Run) -> None:
    printed = yanglao(*HEADLINE, "--lang", "zh")
    assert printed.shows("每年不低于1200元")
    assert printed.shows("下一个问题")


def test_a_chinese_terminal_is_answered_in_chinese(yanglao: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert yanglao(*HEADLINE).shows("符合文件所列条件")


def test_without_presumptions_the_registration_is_missing(yanglao: Run) -> None:
    printed = yanglao(*HEADLINE, "--no-presume", "--json")
    [allowance] = [v for v in json.loads(printed.out)["verdicts"] if v["item"] == "3"]
    assert (allowance["status"], allowance["missing"]) == ("needs_info", ["hukou"])


def test_json_prints_the_verdicts_of_the_contract_with_verbatim_citations(
    yanglao: Run, corpus: Catalogue
) -> None:
    said = json.loads(yanglao(*HEADLINE, "--json").out)
    [allowance] = [verdict for verdict in said["verdicts"] if verdict["item"] == "3"]
    assert allowance["status"] == "eligible"
    assert allowance["amounts"] == [{"value": 1200, "unit": "CNY", "per": "year", "bound": "at_least"}]
    assert said["facts"] == {"age": 92, "welfare": "dibao"}
    assert [(total["value"], total["per"], total["bound"]) for total in said["totals"]] == [
        (1200, "year", "at_least")
    ]
    assert {assumption["fact"] for assumption in said["assumptions"]} >= {"hukou"}
    assert len(said["verdicts"]) == len(corpus.rulebooks["sifangtai"].benefits)
    source = corpus.policies["sifangtai"].source.text
    for citation in said["citations"]:
        assert source[citation["start"] : citation["end"]] == citation["quote"]
    for verdict in said["verdicts"]:
        assert all(index < len(said["citations"]) for index in verdict["cites"])


@pytest.mark.parametrize(
    "place", ["四方台", "四方台区", "sifangtai", "230505", "黑龙江省双鸭山市四方台区", "四方臺"]
)
def test_a_place_is_named_in_any_way(yanglao: Run, place: str) -> None:
    said = json.loads(yanglao("check", "--place", place, "--age", "92", "--json").out)
    assert said["document"] == "sifangtai"


def test_a_district_inside_a_covered_city_is_covered(yanglao: Run) -> None:
    said = json.loads(yanglao("check", "--place", "双台子", "--age", "92", "--json").out)
    assert said["document"] == "panjin"


def test_a_draft_is_called_a_draft(yanglao: Run) -> None:
    arguments = ("check", "--place", "浉河", "--age", "92")
    assert yanglao(*arguments, "--lang", "en").shows("only a draft for comment")
    assert json.loads(yanglao(*arguments, "--json").out)["warnings"] == ["draft"]


def test_a_document_that_is_not_yet_in_force_is_said_to_be_so(yanglao: Run) -> None:
    arguments = ("check", "--place", "四方台", "--age", "92", "--as-of", "2025-01-01")
    assert yanglao(*arguments, "--lang", "en").shows("in force only from 19 June 2025")
    assert json.loads(yanglao(*arguments, "--json").out)["warnings"] == ["not_in_force"]


def test_what_the_document_only_encourages_is_said_to_be_so(yanglao: Run) -> None:
    assert yanglao("check", "--place", "宁河", "--age", "82", "--immobile", "--lang", "en").shows(
        "only encouraged by the document 「鼓励」"
    )


def test_either_of_two_benefits_is_reported_as_a_choice(yanglao: Run) -> None:
    printed = yanglao("check", "--place", "四方台", "--age", "70", "--welfare", "特困", "--lang", "en")
    assert printed.shows("one or the other, by own choice")


def test_the_day_of_judgement_decides_what_is_in_force(yanglao: Run) -> None:
    person = ("check", "--place", "盘锦", "--age", "85", "--hukou", "盘锦", "--json")
    status = {}
    for day in ("2024-12-31", "2025-01-01"):
        said = json.loads(yanglao(*person, "--as-of", day).out)
        [status[day]] = [verdict["status"] for verdict in said["verdicts"] if verdict["item"] == "4"]
    assert status == {"2024-12-31": "not_eligible", "2025-01-01": "eligible"}


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("1941", {"min": 84, "max": 85}),
        ("1941-11", {"min": 84, "max": 85}),
        ("1941-03", 85),
        ("1941-11-24", 85),
        ("1941-11-25", 84),
    ],
)
def test_a_birth_gives_the_ages_that_it_leaves(yanglao: Run, born: str, age: object) -> None:
    said = json.loads(
        yanglao("check", "--place", "四方台", "--born", born, "--as-of", "2026-11-24", "--json").out
    )
    assert said["facts"] == {"age": age}


def test_an_age_that_is_said_narrows_what_a_birth_year_leaves(yanglao: Run) -> None:
    arguments = ("--born", "1941", "--age", "85", "--as-of", "2026-11-24", "--json")
    assert json.loads(yanglao("check", "--place", "四方台", *arguments).out)["facts"] == {"age": 85}


def test_facts_come_from_a_file_and_options_go_before_it(yanglao: Run, tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text('{"age": {"min": 80, "max": 89}, "welfare": "dibao", "lives_alone": true}', "utf-8")
    said = json.loads(
        yanglao("check", "--place", "四方台", "--facts", str(file), "--age", "88", "--json").out
    )
    assert said["facts"] == {"age": 88, "welfare": "dibao", "lives_alone": True}


def test_facts_come_from_standard_input(yanglao: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"age": 92}'))
    said = json.loads(yanglao("check", "--place", "四方台", "--facts", "-", "--json").out)
    assert said["facts"] == {"age": 92}


@pytest.mark.parametrize(
    ("fact", "words", "value"),
    [
        ("age", "92", 92),
        ("age", "９２", 92),
        ("age", "80-89", {"min": 80, "max": 89}),
        ("age", "80至89", {"min": 80, "max": 89}),
        ("age", "80+", {"min": 80}),
        ("age", "<90", {"max": 89}),
        ("welfare", "dibao", "dibao"),
        ("welfare", "低保边缘", "dibao_marginal"),
        ("welfare", "Dibao-marginal", "dibao_marginal"),
        ("welfare", "低保, 特困", ["dibao", "tekun"]),
        ("welfare", "not 低保", ["dibao_marginal", "tekun", "expenditure_poor", "none"]),
        ("disability_grade", "二级", 2),
        ("disability_grade", "2", 2),
        ("self_care", "失能", "unable"),
        ("self_care", "生活不能自理", "unable"),
        ("self_care", "半失能", "partial"),
        ("family_planning", "独生子女死亡", "child_died"),
        ("family_planning", "计划生育特殊家庭", ["child_died", "child_disabled"]),
        ("hukou", "四方台", "四方台"),
        ("hukou", "not 四方台", {"not": "四方台"}),
    ],
)
def test_a_fact_is_written_as_people_write_it(
    vocabulary: Vocabulary, fact: str, words: str, value: object
) -> None:
    assert stated_value(vocabulary.facts[fact], words) == value


def test_every_value_is_understood_by_its_id_and_by_its_names(vocabulary: Vocabulary) -> None:
    for fact in vocabulary.facts.values():
        for value, label in (fact.values or {}).items():
            for words in (str(value), label.zh, label.en):
                assert stated_value(fact, words) == value


@pytest.mark.parametrize("words", ["认定", "评估", "", "富裕"])
def test_words_that_name_no_value_are_refused(vocabulary: Vocabulary, words: str) -> None:
    with pytest.raises(FactError, match="评估"):
        stated_value(vocabulary.facts["self_care_finding"], words)


# --- what goes wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param("check --place 四方台 --age -3", "from 0 to 130", id="an impossible age"),
        pytest.param("check --place 四方台 --age ninety", "92, 80-89", id="an age in words"),
        pytest.param("check --place 四方台 --agee 92", "--age", id="an unknown fact"),
        pytest.param("check --place 四方台 --welfare rich", "低保", id="an unknown value"),
        pytest.param("check --place 北京 --age 92", "not covered", id="a place not covered"),
        pytest.param("check --place 天津 --age 92", "has no list", id="a document without a list"),
        pytest.param("check --place Atlantis", "names no place", id="no place at all"),
        pytest.param("check --place 四方台吗", "names no place", id="more than a place"),
        pytest.param("check --age 92", "--place", id="no place given"),
        pytest.param(
            "check --place 四方台 --hukou 火星", "`hukou` is a place", id="no place of registration"
        ),
        pytest.param("check --place 四方台 --born 1941 --age 92", "not 92", id="age and birth apart"),
        pytest.param("check --place 四方台 --born 2099", "lies after", id="a birth to come"),
        pytest.param("check --place 四方台 --born 1941-13", "1941-03", id="a thirteenth month"),
        pytest.param("check --place 四方台 --as-of 2026-02-30", "--as-of", id="a day that is none"),
        pytest.param(
            "check --place 四方台 --self-care able --self-care-finding unable", "contradict", id="clash"
        ),
        pytest.param("check --place 四方台 --facts /nowhere.json", "/nowhere.json", id="no file"),
        pytest.param("item 四方台 23", "from 1 to 22", id="no such item"),
        pytest.param("item 四方台", "number", id="no item given"),
        pytest.param("facts --lang fr", "'zh', 'en'", id="no such language"),
        pytest.param("corpus cheque", "No such command", id="no such command"),
    ],
)
def test_bad_input_gets_one_line_on_standard_error_and_status_2(
    yanglao: Run, arguments: str, said: str
) -> None:
    printed = yanglao(*arguments.split())
    assert (printed.status, printed.out) == (2, "")
    [line] = printed.err.splitlines()
    assert line.startswith("yanglao: ")
    assert said in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"wealth": 1}', "there is no fact `wealth`"),
        ('{"age": "92"}', "whole number"),
        ('{"disability_grade": true}', "1 or 2"),
        ("[92]", "an object"),
        ("{age: 92}", "cannot be read"),
    ],
)
def test_a_file_of_bad_facts_gets_one_line_and_status_2(
    yanglao: Run, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "facts.json"
    file.write_text(text, "utf-8")
    printed = yanglao("check", "--place", "四方台", "--facts", str(file))
    assert (printed.status, printed.out) == (2, "")
    [line] = printed.err.splitlines()
    assert said in line


def test_a_wrong_setting_is_named(yanglao: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YANGLAO_PORT", "door")
    printed = yanglao("facts")
    assert printed.status == 1
    assert "YANGLAO_PORT" in printed.err


# --- the corpus -------------------------------------------------------------------------------------


def test_the_register_reports_every_item_and_no_fault(yanglao: Run) -> None:
    printed = yanglao("corpus", "check")
    assert printed.status == 0
    assert printed.shows("95 of 95 items")
    assert printed.shows("No fault")
    for line in ("ninghe 宁河区", "27/27", "25/25", "21/21", "22/22", "draft for comment"):
        assert printed.shows(line)


def test_a_fault_of_the_corpus_is_named_with_file_item_and_benefit(
    yanglao: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "corpus"
    shutil.copytree(CORPUS, copy)
    file = copy / "sifangtai" / "list.yaml"
    text = file.read_text("utf-8")
    assert text.count("value: 1200,") == 1
    file.write_text(text.replace("value: 1200,", "value: 1300,"), "utf-8")
    monkeypatch.setenv("YANGLAO_CORPUS", str(copy))
    printed = yanglao("corpus", "check")
    assert (printed.status, printed.out) == (1, "")
    [line] = printed.err.splitlines()
    assert "sifangtai list.yaml, item 3, benefit 1" in line
    assert "1300" in line


def test_a_missing_corpus_is_named(yanglao: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YANGLAO_CORPUS", str(tmp_path / "gone"))
    printed = yanglao("corpus", "check")
    assert (printed.status, printed.out) == (1, "")
    assert "gone" in printed.err


def test_an_item_is_printed_with_its_cells_rules_and_quotes(yanglao: Run) -> None:
    printed = yanglao("item", "四方台", "3")
    assert printed.status == 0
    for words in (
        "80周岁及以上的具有四方台区户籍的老年人",
        "hukou in sifangtai",
        "1200 CNY per year at_least",
    ):
        assert printed.shows(words)
    assert printed.shows("每人每年发放不低于1200元")


def test_an_inherited_cell_says_whose_it_is(yanglao: Run) -> None:
    assert yanglao("item", "四方台", "5").shows("the merged cell of item 4")


def test_what_a_rule_calls_by_a_name_is_spelled_out(yanglao: Run) -> None:
    printed = yanglao("item", "四方台", "18")
    assert printed.shows("advanced_age age >= 80")
    assert printed.shows("elder age >= 60")


def test_every_item_prints_as_json_with_every_quote_verbatim(yanglao: Run, corpus: Catalogue) -> None:
    for document, services in corpus.lists.items():
        source = corpus.policies[document].source.text
        for number, item in services.items.items():
            said = json.loads(yanglao("item", document, number, "--json").out)
            assert len(said["benefits"]) == len(item.entry.benefits)
            quotes = list(quotes_in(said))
            assert quotes
            assert all(source[quote["start"] : quote["end"]] == quote["quote"] for quote in quotes)


def quotes_in(said: Any) -> Iterator[dict[str, Any]]:
    if isinstance(said, dict):
        if "quote" in said:
            yield said
        for part in said.values():
            yield from quotes_in(part)
    elif isinstance(said, list):
        for part in said:
            yield from quotes_in(part)


# --- the facts --------------------------------------------------------------------------------------


def test_the_table_of_facts_holds_every_fact_and_value(yanglao: Run, vocabulary: Vocabulary) -> None:
    printed = yanglao("facts")
    assert printed.status == 0
    for name, fact in vocabulary.facts.items():
        assert f" {name} " in printed.out
        assert all(printed.shows(f"{value}={label.zh}") for value, label in (fact.values or {}).items())


def test_the_schema_is_of_draft_2020_12_and_declares_every_fact(yanglao: Run, vocabulary: Vocabulary) -> None:
    schema = json.loads(yanglao("facts", "--schema").out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(schema["properties"]) == list(vocabulary.facts)
    assert schema["additionalProperties"] is False
    number, interval = schema["properties"]["age"]["anyOf"]
    assert number == {"type": "integer", "minimum": 0, "maximum": 130}
    assert interval["properties"] == {"min": number, "max": number}
    grade, _ = schema["properties"]["disability_grade"]["anyOf"]
    assert [option["const"] for option in grade["oneOf"]] == [1, 2, 3, 4, "none"]
    assert schema["properties"]["lives_alone"]["type"] == "boolean"


def test_the_schema_speaks_the_language_asked_for(yanglao: Run) -> None:
    assert (
        json.loads(yanglao("facts", "--schema", "--lang", "zh").out)["properties"]["age"]["title"] == "年龄"
    )


def stated_in_cases() -> Iterator[dict[str, Any]]:
    for file in sorted((ROOT / "tests" / "corpus").glob("*/[0-9]*.yaml")):
        for case in yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)["cases"]:
            yield case["facts"]


def test_the_schema_accepts_the_facts_of_every_case_and_refuses_what_the_reader_refuses(
    vocabulary: Vocabulary, corpus: Catalogue
) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = facts_schema(vocabulary)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    stated = list(stated_in_cases())
    assert len(stated) > 95
    for facts in stated:
        assert not list(validator.iter_errors(facts)), facts
    wrong: list[dict[str, Any]] = [
        {"wealth": 1},
        {"age": -3},
        {"age": 131},
        {"age": "92"},
        {"age": {"from": 80}},
        {"welfare": "rich"},
        {"welfare": []},
        {"disability_grade": 5},
        {"lives_alone": "maybe"},
        {"hukou": {"outside": "四方台"}},
    ]
    for facts in wrong:
        assert list(validator.iter_errors(facts)), facts
        with pytest.raises(FactError):
            read_facts(facts, vocabulary, lambda name: corpus.places.get(name).code)


# --- chat -------------------------------------------------------------------------------------------


class Parrot:
    """An assistant that says what it was given."""

    def reply(self, text: str, *, session: str, audience: str, today: date) -> Reply:
        if text == "break":
            raise RuntimeError("broken")
        return Reply(answer=f"{text}|{session}|{audience}|{today}", language="zh-Hans", intent="inform")


class Sink(io.BytesIO):
    """Counts how often it was flushed."""

    flushed = 0

    def flush(self) -> None:
        self.flushed += 1


def conversation(*lines: bytes) -> tuple[list[dict[str, Any]], Sink]:
    sink = Sink()
    converse(Parrot(), [line + b"\n" for line in lines], sink, lambda: date(2026, 11, 24))
    return [json.loads(line) for line in sink.getvalue().decode().splitlines()], sink


def test_each_line_gets_one_reply_in_order_flushed_at_once() -> None:
    replies, sink = conversation(
        '{"text": "我爸92岁"}'.encode(), b'{"text": "hi", "session": "b", "audience": "adviser"}'
    )
    assert [reply["answer"] for reply in replies] == [
        "我爸92岁|default|citizen|2026-11-24",
        "hi|b|adviser|2026-11-24",
    ]
    assert all("error" not in reply for reply in replies)
    assert sink.flushed >= len(replies)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"", "invalid_json"),
        (b"92", "invalid_message"),
        (b"{", "invalid_json"),
        (b"[]", "invalid_message"),
        (b"{}", "invalid_message"),
        (b'{"text": 92}', "invalid_message"),
        (b'{"text": "x", "audience": "boss"}', "invalid_message"),
        (b'{"text": "x", "session": 1}', "invalid_message"),
        (b'{"text": "\xff"}', "invalid_json"),
        (b'{"text": "\\ud800"}', "invalid_json"),
        (b'{"text": ' * 5000, "invalid_json"),
        (b'{"text": "break"}', "internal"),
    ],
)
def test_a_line_that_is_no_message_gets_an_error_and_the_next_is_answered(line: bytes, code: str) -> None:
    replies, _ = conversation(line, b'{"text": "next"}')
    assert [reply.get("error", {}).get("code") for reply in replies] == [code, None]
    assert replies[0]["error"]["message"]
    assert {"answer", "intent", "verdicts", "refused", "warnings"} <= set(replies[0])
    assert replies[1]["answer"].startswith("next|")


def test_a_reply_is_one_line_whatever_a_person_types() -> None:
    text = "a\nb\r\u2028c\u0085d"
    replies, _ = conversation(json.dumps({"text": text}).encode(), b"\xef\xbb\xbf" + b'{"text": "bom"}')
    assert [reply["answer"].partition("|")[0] for reply in replies] == [text, "bom"]


@pytest.fixture
def parrot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.cli.chat.load_assistant", Parrot)


@pytest.mark.usefixtures("parrot")
def test_ask_prints_the_answer_and_nothing_else(yanglao: Run) -> None:
    printed = yanglao("ask", "我爸92岁", "--today", "2026-11-24", "--audience", "hotline")
    assert (printed.status, printed.out, printed.err) == (0, "我爸92岁|default|hotline|2026-11-24\n", "")


@pytest.mark.usefixtures("parrot")
def test_ask_prints_the_whole_reply_for_programs(yanglao: Run) -> None:
    said = json.loads(yanglao("ask", "hi", "--json", "--today", "2026-11-24").out)
    assert (said["answer"], said["intent"]) == ("hi|default|citizen|2026-11-24", "inform")


@pytest.mark.usefixtures("parrot")
def test_chat_by_lines_reads_standard_input_and_keeps_standard_output_clean(
    yanglao: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"text": "a"}\nnonsense\n{"text": "b"}\n'))
    )
    printed = yanglao("chat", "--json", "--today", "2026-11-24")
    assert printed.status == 0
    replies = [json.loads(line) for line in printed.out.splitlines()]
    assert [reply["answer"][:1] for reply in replies] == ["a", "", "b"]


# --- lines ------------------------------------------------------------------------------------------


def set_in(width: int, words: str) -> list[str]:
    console = Console(width=width, file=io.StringIO(), color_system=None)
    with console.capture() as capture:
        console.print(Lines(Text(words)))
    return capture.get().splitlines()


def test_a_line_breaks_between_chinese_characters_but_not_in_a_number_nor_before_a_stop() -> None:
    assert set_in(13, "每年减轻负担约18000元至19000元（约）。") == [
        "每年减轻负担",
        "约18000元至",
        "19000元",
        "（约）。",
    ]


@given(st.text(alphabet="低保户籍aZ 19,.（）。、\n", max_size=60), st.integers(12, 40))
def test_lines_keep_every_character_and_the_width(words: str, width: int) -> None:
    lines = set_in(width, words)
    assert "".join("".join(lines).split()) == "".join(words.split())
    longest = max((Text(unit).cell_len for unit in words.split()), default=0)
    assert longest > width or all(Text(line).cell_len <= width for line in lines)


# --- a new place ------------------------------------------------------------------------------------

FILES = re.compile(r"^```\w+ file=corpus/(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_a_place_is_added_as_the_guide_says_and_without_code(
    yanglao: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "corpus"
    shutil.copytree(CORPUS, copy)
    files = FILES.findall((ROOT / "docs" / "adding-a-place.md").read_text("utf-8"))
    assert [name for name, _ in files] == ["shili/source.txt", "shili/policy.yaml", "shili/list.yaml"]
    for name, text in files:
        (copy / name).parent.mkdir(exist_ok=True)
        (copy / name).write_text(text, "utf-8")
    places = copy / "places.yaml"
    places.write_text(
        places.read_text("utf-8").replace("divisions:\n", 'divisions:\n  "990101": 示例区\n', 1), "utf-8"
    )
    monkeypatch.setenv("YANGLAO_CORPUS", str(copy))
    assert yanglao("corpus", "check").shows("97 of 97 items")
    assert yanglao("item", "示例区", "1").shows("100 CNY per month exact")
    for lang, words in (("zh", "每月100元"), ("en", "¥100 a month")):
        person = ("--age", "92", "--hukou", "示例", "--as-of", "2026-11-24")
        assert yanglao("check", "--place", "示例区", *person, "--lang", lang).shows(words)
