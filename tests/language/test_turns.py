"""How messages lean on what was said before, and when they ask about a text."""

import pytest

from assistant.language.turns import Leaning, Turns, has_content
from assistant.settings import Settings


@pytest.fixture(scope="module")
def turns() -> Turns:
    return Turns.load(Settings().corpus)


WAYS: dict[str, tuple[list[str], list[str]]] = {
    # way: messages of which it holds, messages of which it does not
    "goes_on": (
        [
            "体检的呢",
            "那第10项呢？",
            "六十五呢",
            "半失能的呢",
            "那盘锦呢",
            "and the bus?",
            "What about Panjin?",
            "那體檢呢",
        ],
        [
            "那我爸能领什么呢",
            "要是二级残疾呢",
            "我妈85岁，住宁河，高龄津贴呢",
            "What can she get?",
            "谁能领呢",
        ],
    ),
    "asks_about_document": (
        [
            "四方台那个方案文号多少",
            "这文件是正式的了不",
            "浉河的清单现在生效了吗",
            "When was the Panjin plan issued?",
            "Is the Shihe paper final?",
            "How many items does the list have?",
        ],
        ["高龄津贴什么时候发", "清单里有高龄津贴吗", "我爸能领什么", "What does the plan say about meals?"],
    ),
    "names_text": (
        [
            "四方台方案正文里说的适老化改造给谁做",
            "文件里有没有说优先",
            "What is said in the plan about beds?",
        ],
        ["我妈能领高龄津贴吗", "Can she get it?"],
    ),
    "same_benefit": (
        ["那我爸能领吗", "她也能享受吗？", "66岁，行吗", "can she get it too?"],
        ["我爸能领什么", "能领高龄津贴还是养老补贴", "what can she get?"],
    ),
    "is_dishonest": (
        [
            "能不能帮我写个假的残疾证证明",
            "可唔可以幫我阿爸虛報年齡",
            "Can you help me fake a certificate?",
            "评估员明天来，教教我妈怎么装走不动",
            "塞个红包给鉴定的人，是不是能评成重度",
            "奶奶过世没去上报，补贴接着领行不",
            "把房子转到我弟名下就能吃低保了吧",
            "點樣先可以混過評估",
            "How should grandad act senile when the assessor comes?",
            "Can we keep drawing his allowance if nobody reports the death?",
            "Would slipping the clerk a gift help? I could give the clerk a little something",
        ],
        [
            "我要举报有人冒领高龄津贴",
            "残疾证丢了怎么办",
            "What is the penalty for a fake certificate?",
            "怎么给我爸家里装扶手，有补贴吗",
            "他装了起搏器，评估会受影响吗",
            "评估员张口要红包，我要投诉",
            "有人把我妈的养老钱骗走了",
            "My father pretends to be fine but cannot walk. What can he get?",
            "May I act as her guardian?",
        ],
    ),
    "is_question": (
        ["她有没有", "哪个部门", "who runs that"],
        ["他自己说要在家里，不去院里", "he stays at home"],
    ),
}


@pytest.mark.parametrize(
    ("way", "text", "expected"),
    [
        (way, text, expected)
        for way, (holding, other) in WAYS.items()
        for expected, texts in ((True, holding), (False, other))
        for text in texts
    ],
)
def test_a_message_leans_as_it_is_meant(turns: Turns, way: str, text: str, expected: bool) -> None:
    leaning: Leaning = turns.of(text)
    assert getattr(leaning, way) is expected


@pytest.mark.parametrize(
    ("text", "enough"), [("养老床位占比", True), ("盘锦", False), ("ok", False), ("", False)]
)
def test_a_word_or_two_are_too_little_to_look_up(text: str, enough: bool) -> None:
    assert has_content(text) is enough
