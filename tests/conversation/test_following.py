"""Messages that go on from what went before, through the assistant's one door."""

import pytest

from assistant.replies.contract import Reply
from tests.conversation.conftest import Talk


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


@pytest.mark.parametrize(
    ("first", "bare", "place", "says"),
    [
        (
            "四方台上门给老人做适老化改造，正文里说能装些什么",
            "归哪几家管",
            ("sifangtai", "二（六）20"),
            "区残联",
        ),
        ("天津那份意见要求农村社区养老服务设施多大", "原话念给我", ("tianjin", "三(七)"), "平方米"),
        ("盘锦老年春晚、文艺汇演这些活动写在哪", "谁牵头", ("panjin", "三（三）11"), "责任单位"),
    ],
)
def test_a_bare_question_is_about_the_passage_that_was_quoted(
    talk: Talk, first: str, bare: str, place: tuple[str, str], says: str
) -> None:
    _, then = talk(first, bare)
    assert place in cited(then)
    assert says in then.answer


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("我姑85岁，宁河户口，岁数大的那份钱一年能拿多少", "ninghe 13"),
        ("老爷子90了，四方台户口，高龄的钱有没有", "sifangtai 3"),
        ("外婆78岁，住在浉河，家里马桶边想装个扶手，公家给不给改", "shihe 12"),
    ],
)
def test_a_benefit_that_is_described_is_the_one_that_is_asked_about(talk: Talk, asked: str, key: str) -> None:
    document, item = key.split(" ")
    first, then = talk(asked, "谁管")
    assert (document, item) in cited(first)
    assert f"第{item}项" in then.answer


def test_whoever_asks_for_everything_is_told_everything(talk: Talk) -> None:
    told, then = talk("我妈81岁，盘锦户口，一级残疾证，能领些什么", "不对，是79岁")
    for reply in (told, then):
        assert {"3", "20"} <= {item for _, item in cited(reply)}


def test_what_was_spoken_of_is_asked_of_another_place(talk: Talk) -> None:
    _, _, then = talk(
        "老太太93，四方台户口，高龄的钱有没有", "原文怎么写的", "盘锦的文件里同样这笔钱写的是多少"
    )
    assert ("panjin", "4") in cited(then)
    assert "30" in then.answer


def test_the_body_is_searched_where_it_is_named(talk: Talk) -> None:
    _, then = talk(
        "双台子79岁的烈属老太太，清单第17项优先入住有她吗", "正文里对现役军人家属入住公办机构怎么说"
    )
    assert ("panjin", "三（三）7") in cited(then)


def test_a_case_put_beside_the_number_of_an_item_is_judged(talk: Talk) -> None:
    (reply,) = talk("宁河，女，68岁，低保，评估结论为失能。第16项什么结果")
    assert status(reply, "ninghe 16.1") == "eligible"


def test_an_item_without_an_amount_says_so_where_one_is_asked_for(talk: Talk) -> None:
    _, then = talk("把四方台清单第19项原文给我", "那这项一个月给多少钱")
    assert "没有写明金额" in then.answer


def test_each_of_several_places_has_its_say(talk: Talk) -> None:
    (reply,) = talk("老人能力评估，宁河、盘锦、四方台、浉河的清单各自从多大岁数起")
    assert {document for document, _ in cited(reply)} == {"ninghe", "panjin", "sifangtai", "shihe"}


def test_a_document_without_a_list_is_asked_though_somebody_is_spoken_of(talk: Talk) -> None:
    (reply,) = talk("我婆婆失智，我快撑不住了，天津市的文件里有没有说给照护的人喘口气的服务")
    assert reply.refused is None
    assert ("tianjin", "三(五)") in cited(reply)


def test_the_department_is_asked_of_the_same_benefit_elsewhere(talk: Talk) -> None:
    *_, then = talk("我妈81，住宁河，岁数大的那份钱一年多少", "谁管", "那盘锦呢")
    assert ("panjin", "4") in cited(then)
    assert "市民政局" in then.answer


def test_two_places_named_one_after_the_other_are_compared_without_their_names(talk: Talk) -> None:
    *_, then = talk(
        "我妈九十整，户口在四方台，高龄津贴一年至少多少",
        "要是她户口落在盘锦，盘锦那边每个月至少给多少",
        "折成一年，哪边给得多？",
    )
    assert then.regions == ("sifangtai", "panjin")
    assert "1200" in then.answer
    assert "适老化" not in then.answer  # the one benefit that was spoken of


def test_what_is_put_right_after_a_text_was_asked_goes_back_to_the_case(talk: Talk) -> None:
    *_, then = talk(
        "我妈71，宁河户口，一个人住在家里，老人家食堂吃饭便宜不",
        "天津市里那份意见也讲了吃饭的事么",
        "对了我记错了，她69",
    )
    assert status(then, "ninghe 19.1") == "needs_info"


def test_another_benefit_that_is_described_takes_the_place_of_the_one_before(talk: Talk) -> None:
    _, then = talk(
        "My uncle is 84, his hukou is in Ninghe, lives in his own flat. Lunch at the elders' canteen?",
        "And that yearly money for people past eighty, when do they hand it out?",
    )
    assert "重阳" in then.answer or "Double Ninth" in then.answer


def test_a_place_that_is_only_told_of_is_not_the_place_asked_about(talk: Talk) -> None:
    _, then = talk("老伴85，头一回做遗嘱公证，在浉河收费吗", "等等，他说前年在郑州办过一回遗嘱公证了")
    assert (then.refused, status(then, "shihe 9.1")) == (None, "not_eligible")


def test_the_number_and_the_day_are_those_of_the_document_where_a_benefit_was_spoken_of(talk: Talk) -> None:
    _, then = talk("我妈92，户籍四方台，高龄津贴有多少", "这份方案是哪一天印发的")
    assert "2025年6月19日" in then.answer


def test_a_measure_is_quoted_though_its_question_names_a_benefit(talk: Talk) -> None:
    [reply] = talk("盘锦公办养老院空着的床怎么说的")
    assert (cited(reply) >= {("panjin", "三（三）7")}, reply.verdicts) == (True, ())
