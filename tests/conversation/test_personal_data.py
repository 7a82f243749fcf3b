"""Personal numbers end with the message: no file, no log, no search, no model and no hand-over ever holds one."""

import io
import logging
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from assistant.conversation.assistant import Assistant
from assistant.retrieval.searcher import Searcher
from assistant.settings import Settings
from tests.conversation import endpoint as served_by

TODAY = date(2026, 11, 24)
Open = Callable[..., Assistant]

VALID, MISTYPED, OLD = "230505194103020021", "120117194513320018", "230505410302002"
NUMBERS = {
    "identity": VALID[:-1] + ric.calc_check_digit(VALID),
    "a mistyped identity": MISTYPED,
    "an identity of 15 figures": OLD,
    "an identity that ends in X": "11010519491231002X",
    "mobile": "13812345678",
    "another mobile": "19987654321",
    "landline": "04694226688",
    "card": "622202123456789012" + luhn.calc_check_digit("622202123456789012"),
    "another card": "6217001234567890123",
    "e-mail": "zhang.san@example.com",
}
WAYS: dict[str, Callable[[str], str]] = {
    "solid": lambda number: number,
    "in groups": lambda number: " ".join(re.findall(".{1,4}", number)),
    "in full width": lambda number: number.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")),
}
MESSAGES = (
    "我爸身份证{}，四方台户口，低保，能领什么",
    "他的号码{}你记一下。高龄津贴多少钱",
    "Dad's number is {}. Which department decides?",
    "四方台的文件里{}有没有说多久上门一次",
    "我活不下去了，我的电话{}",
    "转人工，打{}找我",
)


def plain(text: str) -> str:
    """A text in half width and small letters, without what may stand between the figures of a number."""
    narrow = text.translate(str.maketrans("０１２３４５６７８９Ｘ", "0123456789x")).lower()
    return re.sub(r"(?<=[0-9])[ -](?=[0-9x])", "", narrow)


def told_in(text: str) -> list[str]:
    """The numbers that stand in a text, or so much of them that they could be completed."""
    looked_through = plain(text)
    return [
        name
        for name, number in NUMBERS.items()
        if any(piece in looked_through for piece in pieces(plain(number)))
    ]


def pieces(number: str) -> set[str]:
    return {number} if "@" in number else {number[at : at + 8] for at in range(len(number) - 7)}


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that anybody logs, at the finest level."""
    lines, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(lines), root.level
    handler.setFormatter(logging.Formatter("%(name)s %(message)s %(args)s"))
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every query that is searched for."""
    queries: list[str] = []
    search = Searcher.search

    def noting(self: Searcher, query: str, **options: object) -> object:
        queries.append(query)
        return search(self, query, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Searcher, "search", noting)
    return queries


@pytest.mark.parametrize("way", WAYS)
def test_no_personal_number_is_kept_logged_searched_or_sent(
    way: str, file: Path, logged: io.StringIO, searched: list[str]
) -> None:
    numbers = [WAYS[way](number) if "@" not in number else number for number in NUMBERS.values()]
    with served_by.served() as endpoint:
        endpoint.mind = served_by.looks_up_and_says("您好。")
        where = {"memory": str(file), "model": "m", "model_url": endpoint.url}
        assistant = Assistant.load(Settings.model_validate(where))
        replies = [
            assistant.reply(text.format(number), session=number, audience="citizen", today=TODAY)
            for at, number in enumerate(numbers)
            for text in (*MESSAGES[at % 4 : at % 4 + 1], MESSAGES[0], *MESSAGES[3:])
        ]
        handed = [assistant.handovers(number) for number in numbers]
        told = [assistant.remembered(number) for number in numbers]
        assistant.close()
    kept = b"".join(one.read_bytes() for one in file.parent.iterdir())
    assert "四方台".encode() in kept
    assert endpoint.asked
    assert searched
    assert "openai" in logged.getvalue()
    assert all(len(one) == 2 for one in handed)
    places = {
        "the file": kept.decode("utf-8", "replace"),
        "the log": logged.getvalue(),
        "the searches": "\n".join(searched),
        "the endpoint": "\n".join(asked.raw for asked in endpoint.asked),
        "the hand-overs": repr(handed),
        "what is remembered": repr(told),
        "the replies": "\n".join(reply.model_dump_json() for reply in replies),
    }
    assert {place: told_in(text) for place, text in places.items()} == {place: [] for place in places}


def test_the_birth_date_inside_an_identity_number_is_used_and_not_kept(kept_in: Open, file: Path) -> None:
    assistant = kept_in(file)
    for text in (f"身份证{NUMBERS['identity']}，四方台户口，低保，能领什么", "那高龄津贴呢"):
        reply = assistant.reply(text, session="s", audience="citizen", today=TODAY)
        assert reply.facts["age"] == 85
    # As a day: four figures alone may stand in any checkpoint's number.
    day = re.compile(rb"1941-\d\d-\d\d|1941\d{4}(?!\d)|1941\xe5\xb9\xb4")
    assert not any(day.search(one.read_bytes()) for one in file.parent.iterdir())


def test_a_birth_date_that_was_told_is_kept(kept_in: Open) -> None:
    assistant = kept_in(":memory:")
    for text in ("我爸1941年3月2日出生，四方台户口", "那高龄津贴呢"):
        assistant.reply(text, session="s", audience="citizen", today=TODAY)
    [person] = assistant.remembered("s").persons
    assert person.born is not None
    assert person.born.start == date(1941, 3, 2)


DIGITS = st.text("0123456789", min_size=6, max_size=6)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=st.one_of(
        st.builds(
            "{}{:%Y%m%d}{}".format, DIGITS, st.dates(date(1920, 1, 1), date(1966, 1, 1)), st.just("0021")
        ),
        st.builds("13{}{}".format, DIGITS, st.just("789")),
        st.builds("6222{}{}".format, DIGITS, st.just("123456789")),
    ),
    text=st.sampled_from(MESSAGES),
)
def test_whatever_the_number_is_nothing_of_it_is_remembered(
    assistant: Assistant, number: str, text: str
) -> None:
    assistant.forget("s")
    reply = assistant.reply(text.format(number), session="s", audience="citizen", today=TODAY)
    history = "".join(one.text for one in assistant.history("s"))
    for kept in (history, repr(assistant.remembered("s")), repr(assistant.handovers("s")), reply.answer):
        assert number not in kept
        assert number[-9:] not in kept
