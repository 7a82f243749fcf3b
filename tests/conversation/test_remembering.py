"""What one message adds to what the ones before have told, through the assistant's one door."""

from assistant.replies.contract import Reply
from tests.conversation.conftest import Talk


def status(reply: Reply, key: str, person: int = 0) -> str:
    found = (v for v in reply.verdicts if f"{v.document} {v.item}.{v.benefit}" == key and v.person == person)
    return next(found).status


def test_what_was_told_is_taken_back_by_its_verb_alone(talk: Talk) -> None:
    first, then = talk(
        "我大爷81，盘锦户口低保，家庭无障碍改造去年申请过了，适老化改造还能弄吗",
        "弄混了，我们家没申请过",
    )
    assert status(first, "panjin 14.1") == "not_eligible"
    assert status(then, "panjin 14.1") == "eligible"


def test_what_nobody_told_is_not_taken_back(talk: Talk) -> None:
    _, then = talk("我大爷81，盘锦户口低保，适老化改造能弄吗", "记错了，没申请过")
    assert "retrofit_applied" not in then.facts


def test_a_new_finding_takes_the_place_of_the_one_before(talk: Talk) -> None:
    first, then = talk("我爸70，四方台户口，低保边缘，评的是半失能，护理补贴多少", "复评报告下来了，改为失能")
    amounts = [
        [a.value for v in reply.verdicts if v.item == "4" for a in v.amounts] for reply in (first, then)
    ]
    assert amounts == [[50], [100]]


def test_whoever_wishes_one_form_of_support_does_not_get_the_other(talk: Talk) -> None:
    reply, then = talk("我三叔五保，74，四方台，镇上敬老院他说啥也不去，能管他不", "他又愿意去敬老院住了")
    assert (status(reply, "sifangtai 13.1"), status(reply, "sifangtai 14.1")) == ("eligible", "not_eligible")
    assert (status(then, "sifangtai 13.1"), status(then, "sifangtai 14.1")) == ("not_eligible", "eligible")


def test_whoever_would_come_home_is_supposed_to_live_in_no_institution(talk: Talk) -> None:
    first, then = talk("我姥爷85，宁河户口，住养老院，助餐补贴有吗", "要是把他接回家呢")
    assert (status(first, "ninghe 19.1"), status(then, "ninghe 19.1")) == ("not_eligible", "eligible")
