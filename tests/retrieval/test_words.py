import pytest

from assistant.policies.folding import fold
from assistant.policies.places import Places
from assistant.retrieval.question import read_question
from assistant.retrieval.references import Reference, references_in
from assistant.retrieval.tokens import sounds, stem, tokens
from assistant.retrieval.vocabulary import load_vocabulary
from tests.retrieval.conftest import CORPUS

WORDS = load_vocabulary(CORPUS)


def test_tokens_are_characters_and_their_pairs_of_folded_text() -> None:
    assert tokens("長者８０") == ["长", "者", "长者", "80"]
    assert tokens("Bus payments") == ["bus", "payment"]


def test_words_of_one_stem_are_one_token() -> None:
    assert stem("payments") == stem("payment's") == "payment"


def test_what_sounds_alike_is_alike() -> None:
    known = {"gao", "ling", "jin", "tie"}
    assert sounds("高令津贴") == sounds("高龄津贴") == sounds("gaoling jintie", known)
    assert sounds("bus", known) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("高令津贴", "高龄津贴"),
        ("适老画改造", "适老化改造"),
        ("长户险", "长护险"),
        ("抵保", "低保"),
        ("yanglao fuwu butie", "养老服务补贴"),
        ("nursing subsdy", "subsidy"),
    ],
)
def test_a_slip_of_the_pen_is_understood(written: str, meant: str) -> None:
    assert meant in WORDS.speller.corrected(fold(written))


@pytest.mark.parametrize("words", ["高龄津贴", "老人住养老院", "who can ride the bus", "today"])
def test_what_is_written_right_is_left_alone(words: str) -> None:
    assert WORDS.speller.corrected(fold(words)).strip() == words


@pytest.mark.parametrize(
    ("question", "slot"),
    [
        ("一个月多少钱", "money"),
        ("归哪个部门管", "department"),
        ("多久上门看一次", "frequency"),
        ("占百分之几", "share"),
        ("到哪一年建成", "deadline"),
        ("几岁可以", "age"),
        ("什么叫四同步", "definition"),
        ("原文怎么写的", "wording"),
        ("哪些老人能享受", "who"),
        ("which department is in charge", "department"),
        ("how often do they visit", "frequency"),
        ("可以进养老院吗", "what"),
    ],
)
def test_what_is_asked_of_a_passage_is_read_from_the_question(
    places: Places, question: str, slot: str
) -> None:
    assert read_question(question, WORDS, places).slot == slot


def test_places_say_nothing_of_the_subject(places: Places) -> None:
    question = read_question("四方台区的高龄津贴", WORDS, places)
    assert "四方台" not in question.subject
    assert [mention.place.name for mention in question.places] == ["四方台区"]


def test_ages_are_read_in_figures_and_in_words(places: Places) -> None:
    assert read_question("俺爹今年八十三了", WORDS, places).ages == {83}
    assert read_question("my father is 92 years old", WORDS, places).ages == {92}


def test_an_item_and_a_measure_of_one_number_are_told_apart() -> None:
    def read(text: str) -> tuple[Reference, ...]:
        return references_in(fold(text), WORDS.references)

    assert read("第3项") == (Reference("item", "3"),)
    assert read("第3条") == (Reference("measure", "3"),)
    assert read("清单第三条") == (Reference("item", "3"),)
    assert read("二（五）16") == (Reference("section", "二(五)16"),)
    assert read("一项补贴") == ()
