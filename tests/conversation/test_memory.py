"""What a conversation remembers, how it is taken back, and that no two conversations meet."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation.assistant import Assistant
from assistant.conversation.memory import Conversation, Person, Remembered
from assistant.conversation.state import frozen, thawed
from assistant.eligibility.knowledge import Interval, Knowledge, Options, Whereabouts
from assistant.eligibility.prospects import DateRange
from assistant.language import INTENTS
from assistant.replies.contract import Reply

TODAY = date(2026, 11, 24)
AT_ONCE = 50
Open = Callable[..., Assistant]
SESSIONS = count()


@pytest.fixture
def session() -> str:
    return f"session {next(SESSIONS)}"


def say(assistant: Assistant, session: str, text: str) -> Reply:
    return assistant.reply(text, session=session, audience="citizen", today=TODAY)


# --- as it is stored ----------------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
AGES = st.integers(0, 130)
KNOWLEDGE: st.SearchStrategy[Knowledge] = st.one_of(
    st.tuples(AGES, AGES).map(lambda ends: Interval(min(ends), max(ends))),
    st.frozensets(st.one_of(st.booleans(), WORDS), min_size=1, max_size=4).map(Options),
    st.builds(Whereabouts, st.sampled_from(["", "12", "120117", "2111"]), st.frozensets(WORDS, max_size=3)),
)
DAYS = st.tuples(st.dates(), st.dates()).map(lambda ends: DateRange(min(ends), max(ends)))
PERSONS = st.builds(
    Person,
    label=WORDS,
    is_named=st.booleans(),
    facts=st.dictionaries(WORDS, st.builds(Remembered, KNOWLEDGE, st.integers(0, 999), WORDS), max_size=4),
    born=st.none() | DAYS,
)
CONVERSATIONS = st.builds(
    Conversation,
    persons=st.lists(PERSONS, max_size=3).map(tuple),
    in_focus=st.lists(st.integers(0, 3), max_size=3).map(tuple),
    documents=st.lists(st.sampled_from(["ninghe", "panjin"]), max_size=2).map(tuple),
    asked=st.none() | WORDS,
    unanswered=st.frozensets(WORDS, max_size=3),
    intent=st.none() | st.sampled_from(sorted(INTENTS)),
    subjects=st.lists(WORDS, max_size=2).map(tuple),
    language=st.none() | st.sampled_from(["zh-Hans", "zh-Hant", "en"]),
    turn=st.integers(0, 10_000),
)


@given(CONVERSATIONS)
def test_a_conversation_comes_back_as_it_was_stored(conversation: Conversation) -> None:
    assert thawed(frozen(conversation)) == conversation


def test_where_nothing_is_stored_a_conversation_begins() -> None:
    assert thawed(None) == Conversation()


# --- what is taken back -------------------------------------------------------------------------------------


def test_turns_are_taken_back_one_by_one(assistant: Assistant, session: str) -> None:
    texts = ["我妈85岁，宁河户口", "她是低保", "不对，是79岁", "那盘锦呢", "你好", "沈阳呢"]
    stages = []
    for text in texts:
        stages.append((assistant.remembered(session), assistant.history(session)))
        say(assistant, session, text)
    for stage in reversed(stages):
        assert assistant.undo(session)
        assert (assistant.remembered(session), assistant.history(session)) == stage
    assert not assistant.undo(session)


def test_after_an_undo_the_conversation_goes_on_as_if_the_turn_had_not_been(
    assistant: Assistant, session: str
) -> None:
    say(assistant, session, "我妈85岁，宁河户口")
    wanted = say(assistant, session, "高龄津贴多少钱")
    assistant.undo(session)
    say(assistant, session, "不对，是70岁，低保")
    assistant.undo(session)
    assert say(assistant, session, "高龄津贴多少钱") == wanted


def test_starting_over_can_be_taken_back(assistant: Assistant, session: str) -> None:
    say(assistant, session, "我妈85岁，宁河户口")
    known = assistant.known(session, TODAY)
    say(assistant, session, "重新开始")
    assert not assistant.known(session, TODAY)
    assistant.undo(session)
    assert assistant.known(session, TODAY) == known


def test_a_fact_that_was_forgotten_by_tapping_can_be_taken_back(assistant: Assistant, session: str) -> None:
    say(assistant, session, "我妈85岁，宁河户口，低保")
    known = assistant.known(session, TODAY)
    assistant.mend(
        session,
        person=0,
        fact="welfare",
        value=None,
        audience="citizen",
        language="zh-Hans",
        today=TODAY,
    )
    assert "welfare" not in assistant.known(session, TODAY)[0].facts
    assistant.undo(session)
    assert assistant.known(session, TODAY) == known


def test_there_is_nothing_to_take_back_of_a_conversation_that_is_not_there(assistant: Assistant) -> None:
    assert not assistant.undo("nobody")


def test_an_undo_lasts_and_so_do_the_hand_overs(kept_in: Open, file: Path) -> None:
    first = kept_in(file)
    say(first, "s", "我妈85岁，宁河户口")
    say(first, "s", "我要找人工")
    [handover] = first.handovers("s")
    first.undo("s")
    first.close()
    second = kept_in(file)
    assert second.handovers("s") == (handover,)  # somebody may be at work on it
    assert len(second.history("s")) == 2


# --- who knows what -----------------------------------------------------------------------------------------

FACES = [
    (f"我{who}{60 + number}岁，{place}户口{', 低保' * (number % 2)}", 60 + number, document, number % 2 == 1)
    for number, (who, place, document) in enumerate(
        (who, place, document)
        for who in ("妈", "爸", "奶奶", "爷爷", "外婆")
        for place, document in (("宁河", "ninghe"), ("盘锦", "panjin"), ("四方台", "sifangtai"))
    )
]


def test_fifty_conversations_at_once_do_not_meet(kept_in: Open, file: Path) -> None:
    assistant = kept_in(file)

    def talk(number: int) -> list[tuple[object, ...]]:
        text, age, document, is_poor = FACES[number % len(FACES)]
        name = f"visitor {number}"
        seen = []
        for said in (text, "高龄津贴多少钱", "那还能领什么"):
            reply = say(assistant, name, said)
            seen.append((reply.facts["age"], reply.regions, reply.facts.get("welfare") == "dibao"))
        assert seen == [(age, (document,), is_poor)] * 3
        return [(one.role, one.text) for one in assistant.history(name)]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        histories = list(pool.map(talk, range(AT_ONCE)))
    assert all(len(history) == 6 for history in histories)
    for number, history in enumerate(histories):
        assert history == histories[number % len(FACES)]


def test_messages_of_one_conversation_are_answered_one_after_the_other(
    assistant: Assistant, session: str
) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: say(assistant, session, f"我妈{70 + number}岁，宁河户口"), range(16)))
    assert assistant.remembered(session).turn == 16
    roles = [one.role for one in assistant.history(session)]
    assert roles == ["person", "assistant"] * 16


def test_a_stranger_learns_nothing(assistant: Assistant, session: str) -> None:
    say(assistant, session, "我妈85岁，宁河户口，低保，二级残疾")
    for name in (f"{session} ", session.upper(), f"{session}\0", "", session[:-1]):
        reply = say(assistant, name, "能领什么")
        assert not reply.facts
        assert not reply.regions
        assert not reply.verdicts
        assistant.forget(name)


def test_each_fact_knows_the_turn_and_the_words_it_came_from(assistant: Assistant, session: str) -> None:
    say(assistant, session, "我妈85岁，宁河户口")
    say(assistant, session, "她是低保")
    [person] = assistant.remembered(session).persons
    assert {name: entry.turn for name, entry in person.facts.items() if name in ("age", "welfare")} == {
        "age": 1,
        "welfare": 2,
    }
    assert person.facts["age"].words == "85岁"
    assert "低保" in person.facts["welfare"].words
