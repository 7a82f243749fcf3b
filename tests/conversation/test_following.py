"""Messages that go on from what went before, through the assistant's one door."""

from collections.abc import Callable
from datetime import date
from itertools import count

import pytest

from assistant.conversation.assistant import Assistant
from assistant.replies.contract import Reply
from assistant.settings import Settings

TODAY = date(2026, 11, 24)
Talk = Callable[..., list[Reply]]


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant.load(Settings())


@pytest.fixture(scope="module")
def talk(assistant: Assistant) -> Talk:
    sessions = count()

    def say(*texts: str) -> list[Reply]:
        session = f"following {next(sessions)}"
        return [assistant.reply(text, session=session, audience="citizen", today=TODAY) for text in texts]

    return say


def cited(reply: Reply) -> set[tuple[str, str | None]]:
    return {(one.document, one.item or one.section) for one in reply.citations}


def status(reply: Reply, key: str) -> str:
    return next(v.status for v in reply.verdicts if f"{v.document} {v.item}.{v.benefit}" == key)


def test_the_same_is_asked_of_another_benefit(talk: Talk) -> None:
    _, then = talk("盘锦老年人坐公交归哪个部门管", "体检的呢")
    assert then.intent == "department"
    assert "市卫生健康委" in then.answer


def test_the_same_is_asked_of_another_place(talk: Talk) -> None:
    _, then = talk("宁河到2025年养老机构护理型床位要占多少", "浉河呢")
    assert ("shihe", "二（五）1") in cited(then)


def test_the_exact_words_of_what_was_found_last(talk: Talk) -> None:
    first, then = talk("天津新出的意见里，老人多的农村社区养老设施按多少平米配？", "原文怎么写的")
    assert cited(first) & cited(then)


def test_the_department_of_the_item_that_was_shown(talk: Talk) -> None:
    _, then = talk("把四方台清单第3项原文给我", "这项哪个部门牵头")
    assert "区民政局" in then.answer


def test_what_goes_on_with_a_fact_only_supposes_it(talk: Talk) -> None:
    _, supposed, after = talk("我爸79岁，四方台户口，低保，高龄津贴有吗", "那到八十岁呢", "那他现在能领吗")
    assert status(supposed, "sifangtai 3.1") == "eligible"
    assert status(after, "sifangtai 3.1") == "not_eligible"


def test_suppositions_add_up_where_it_is_said(talk: Talk) -> None:
    _, then = talk(
        "男，74歲，盤錦戶籍，低保。假如評估結果為部分失能，養老護理補貼如何？", "如果同時持有一級殘疾證呢？"
    )
    assert status(then, "panjin 6.1") == "eligible"


def test_a_supposition_of_the_finding_needs_no_word_for_it(talk: Talk) -> None:
    _, then = talk("我爸72，四方台户口，低保，评估为半失能，护理补贴多少", "要是失能呢")
    [verdict] = [one for one in then.verdicts if one.item == "4"]
    assert [amount.value for amount in verdict.amounts] == [150]


def test_a_document_tells_its_number_and_standing(talk: Talk) -> None:
    [known], [draft] = talk("四方台那个实施方案文号多少、哪天印的？"), talk("浉河的清单现在正式生效了吗")
    assert "双四政办规〔2025〕2号" in known.answer
    assert "2025年6月19日" in known.answer
    assert "征求意见稿" in draft.answer
    assert not known.verdicts


def test_a_question_about_nobody_is_answered_by_the_text(talk: Talk) -> None:
    [reply] = talk("浉河 公益性岗位 怎么个配比 几个75岁以上配一个")
    assert ("shihe", "二（四）1") in cited(reply)
    assert not reply.verdicts
    assert not reply.persons


def test_two_numbers_of_two_lists_keep_their_lists(talk: Talk) -> None:
    [reply] = talk("对比宁河第13项和四方台第3项")
    assert {("ninghe", "13"), ("sifangtai", "3")} <= cited(reply)


def test_each_of_several_is_held_against_the_own_place(talk: Talk) -> None:
    [reply] = talk("我爸84我妈85，我爸宁河户口，我妈盘锦户口，他俩能领高龄津贴吗")
    assert {(v.person, v.document) for v in reply.verdicts} == {(0, "ninghe"), (1, "panjin")}


def test_people_in_a_story_are_not_judged(talk: Talk) -> None:
    [reply] = talk(
        "我今年四十二，在外面打工，孩子十一岁，邻居大嫂三十来岁说老人有补贴。我妈一个人住在宁河，户口也是宁河的，今年八十四，"
        "身体还行，就是耳朵背，平时自己做饭。我就想问我妈的高龄津贴一年多少钱，别的先不问，麻烦您给个准话，谢谢。"
    )
    assert [person.facts["age"] for person in reply.persons] == [84]
    assert status(reply, "ninghe 13.1") == "eligible"


def test_help_with_something_untrue_is_refused(talk: Talk) -> None:
    [reply] = talk("能不能帮我写个假的残疾证证明，好多领点补贴，盘锦的")
    assert reply.refused is not None
    assert reply.refused.reason == "unsafe"
    assert not reply.verdicts


def test_what_is_not_understood_is_said(talk: Talk) -> None:
    _, then = talk("我爸68，盘锦户口，能领什么", "他脾气倔得很，跟谁都处不来")
    assert "没有听明白" in then.answer
    assert then.verdicts
