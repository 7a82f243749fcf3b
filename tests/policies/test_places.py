import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.policies.place_data import PlaceError, read_place_data
from assistant.policies.places import Place, Places
from assistant.policies.policy import load_policies

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.load(CORPUS)


def named(places: Places, text: str) -> list[str]:
    return [mention.place.code for mention in places.find(text)]


def document_of(places: Places, text: str) -> str | None:
    [*_, last] = places.find(text)
    return places.covered_document(last.place)


# --- the tree ---


def test_a_place_is_got_by_code_by_former_code_or_by_document(places: Places) -> None:
    ninghe = places.get("120117")
    assert (ninghe.name, ninghe.parent, ninghe.level) == ("宁河区", "120000", 2)
    assert places.get("ninghe") == places.get("120221") == ninghe


def test_every_document_speaks_for_its_own_place(places: Places) -> None:
    for policy in load_policies(CORPUS).values():
        assert places.get(policy.id).code == policy.place
        assert places.covered_document(places.get(policy.place)) == policy.id


def test_a_place_that_does_not_exist_is_an_error_that_helps(places: Places) -> None:
    with pytest.raises(PlaceError, match=r"there is no place atlantis; .* ninghe, panjin"):
        places.get("atlantis")


@pytest.mark.parametrize(
    ("inner", "chain"),
    [
        ("sifangtai", ["双鸭山市", "黑龙江省"]),
        ("shihe", ["信阳市", "河南省"]),
        ("211102", ["盘锦市", "辽宁省"]),
        ("120102", ["天津市"]),
        ("419001", ["河南省"]),
        ("tianjin", []),
    ],
)
def test_ancestors_run_from_the_nearest_to_the_province(places: Places, inner: str, chain: list[str]) -> None:
    assert [place.name for place in places.ancestors(places.get(inner))] == chain


def test_a_place_contains_itself_and_what_lies_in_it_and_nothing_else(places: Places) -> None:
    tianjin, ninghe, panjin = places.get("tianjin"), places.get("ninghe"), places.get("panjin")
    assert places.contains(tianjin, tianjin)
    assert places.contains(tianjin, ninghe)
    assert not places.contains(ninghe, tianjin)
    assert not places.contains(tianjin, panjin)


def test_the_table_has_every_province_and_no_mere_grouping(places: Places) -> None:
    provinces = [places.get(f"{code}0000") for code in (11, 12, 23, 41, 50, 54, 65, 71, 81, 82)]
    assert {place.level for place in provinces} == {0}
    for grouping in ("110100", "419000"):
        with pytest.raises(PlaceError):
            places.get(grouping)


# --- what is covered ---


@pytest.mark.parametrize(
    ("code", "document"),
    [
        ("120117", "ninghe"),
        ("120102", "tianjin"),
        ("211102", "panjin"),
        ("211104", "panjin"),
        ("211122", "panjin"),
        ("230505", "sifangtai"),
        ("230506", None),
        ("230500", None),
        ("411500", None),
        ("210000", None),
        ("110108", None),
    ],
)
def test_a_document_speaks_for_its_place_and_what_lies_in_it_only(
    places: Places, code: str, document: str | None
) -> None:
    assert places.covered_document(places.get(code)) == document


@pytest.mark.parametrize(
    ("code", "documents"),
    [
        ("411500", ("shihe",)),
        ("230000", ("sifangtai",)),
        ("120000", ("ninghe", "tianjin")),
        ("210000", ("panjin",)),
        ("110000", ()),
        ("120102", ()),
    ],
)
def test_the_documents_inside_a_place_are_listed(
    places: Places, code: str, documents: tuple[str, ...]
) -> None:
    assert places.covered_within(places.get(code)) == documents


# --- names in characters ---


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("我住在四方台", "sifangtai"),
        ("双鸭山四方台区的户口", "sifangtai"),
        ("太保镇的老人", "sifangtai"),
        ("宁河", "ninghe"),
        ("我妈是宁河县的", "ninghe"),
        ("天津市宁河区", "ninghe"),
        ("天津河西区", "tianjin"),
        ("塘沽", "tianjin"),
        ("蓟县", "tianjin"),
        ("双台子区", "panjin"),
        ("兴隆台", "panjin"),
        ("大洼县", "panjin"),
        ("盘山县", "panjin"),
        ("信阳浉河", "shihe"),
        ("狮河区", "shihe"),
        ("信阳", None),
        ("双鸭山", None),
        ("双鸭山市宝山区", None),
        ("北京市海淀区", None),
        ("昆山", None),
        ("内蒙古", None),
        ("恩施州", None),
        ("崇明区", None),
        ("杭州市临平区", None),
    ],
)
def test_a_name_leads_to_the_document_that_speaks_there(
    places: Places, text: str, document: str | None
) -> None:
    assert document_of(places, text) == document


@pytest.mark.parametrize(
    "text",
    [
        "世界和平",
        "长子，老母亲长寿",
        "家境富裕，身体安康",
        "去公安局问过",
        "互助养老和医养合作",
        "朝阳产业",
        "安宁疗护",
        "市和县的标准一样吗",
        "新城区和郊区",
        "公开县级标准",
        "我家在天津路上",
        "低保定期发吗，医保定点呢",
        "今天津贴到了",
        "经济宁可慢一点",
        "幸福建设",
        "你好",
        "",
    ],
)
def test_words_that_only_look_like_places_are_none(places: Places, text: str) -> None:
    assert places.find(text) == []


def test_a_name_that_is_also_a_word_is_a_place_behind_the_place_it_lies_in(places: Places) -> None:
    assert named(places, "北京朝阳") == ["110000", "110105"]
    assert named(places, "天津的和平") == ["120000", "120101"]
    assert named(places, "上海和平饭店") == ["310000"]


def test_a_name_that_is_also_a_word_is_a_place_where_somebody_lives_there(places: Places) -> None:
    assert named(places, "我住在朝阳，户口在永康。") == ["211300", "330784"]
    assert named(places, "住在和平饭店") == []


@pytest.mark.parametrize(("text", "code"), [("和平区", "120101"), ("朝阳区", "110105"), ("东方市", "469007")])
def test_a_name_that_is_also_a_word_is_a_place_with_its_kind(places: Places, text: str, code: str) -> None:
    assert named(places, text) == [code]


def test_an_ambiguous_name_lists_all_it_may_mean_and_prefers_what_is_covered(places: Places) -> None:
    [mention] = places.find("河东区")
    assert mention.place.name == "河东区"
    assert [place.code for place in mention.candidates] == ["120102", "371312"]
    assert places.covered_document(mention.place) == "tianjin"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("临沂的河东区", "371312"),
        ("河东区，我们在临沂", "371312"),
        ("沈阳和平区", "210102"),
        ("双鸭山宝山区", "230506"),
        ("上海宝山区", "310113"),
        ("佳木斯向阳区", "230803"),
    ],
)
def test_a_place_named_beside_it_settles_an_ambiguous_name(places: Places, text: str, code: str) -> None:
    mentions = {mention.words: mention for mention in places.find(text)}
    [district] = [mention for words, mention in mentions.items() if words.endswith("区")]
    assert [place.code for place in district.candidates] == [code]


def test_a_district_that_is_called_like_a_province_is_meant_only_right_behind_its_city(
    places: Places,
) -> None:
    assert named(places, "天津河北") == ["120000", "120105"]
    assert named(places, "户口在河北，人住天津") == ["130000", "120000"]
    assert named(places, "吉林") == ["220000"]
    assert named(places, "吉林市") == ["220200"]


def test_mentions_stand_in_order_and_do_not_overlap(places: Places) -> None:
    text = "户口在黑龙江双鸭山四方台区, 现在住在天津宁河, in panjin city"
    mentions = places.find(text)
    assert [mention.words for mention in mentions] == [
        "黑龙江",
        "双鸭山",
        "四方台区",
        "天津",
        "宁河",
        "panjin city",
    ]
    assert all(text[mention.start : mention.end] == mention.words for mention in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))


# --- names in letters ---


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sifangtai", "230505"),
        ("i live in sifangtai district", "230505"),
        ("si fang tai qu de lao ren", "230505"),
        ("sifangtaiqu", "230505"),
        ("ninghe county", "120117"),
        ("ning he", "120117"),
        ("panjin's elders", "211100"),
        ("shuangtaizi", "211102"),
        ("tianjin", "120000"),
        ("wo zai shihe", "411502"),
        ("shi he qu", "411502"),
        ("xinyang city", "411500"),
        ("harbin", "230100"),
        ("hohhot", "150100"),
        ("inner mongolia", "150000"),
        ("xi'an", "610100"),
        ("i am from xian", "610100"),
        ("shuang ya shan", "230500"),
        ("lüliang lyuliang", "141100"),
        ("haidian district", "110108"),
    ],
)
def test_pinyin_and_english_names_are_understood(places: Places, text: str, code: str) -> None:
    assert named(places, text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "zhe ge shi he wo ma",
        "wo ba xian zai 89 sui",
        "gen ta yiyang",
        "yi jian shi",
        "wo qu yiyuan",
        "shan yang fuyang",
        "deng le ji zhou",
        "a mile from here",
        "how long an hour takes",
        "dibao",
        "hello",
    ],
)
def test_letters_that_only_look_like_places_are_none(places: Places, text: str) -> None:
    assert places.find(text) == []


def test_the_kind_settles_which_place_of_a_name_is_meant(places: Places) -> None:
    assert named(places, "chaoyang district") == ["110105"]
    assert named(places, "chaoyang city") == ["211300"]
    assert named(places, "tianjin's heping district") == ["120000", "120101"]


@pytest.mark.parametrize(
    ("code", "english"),
    [
        ("sifangtai", "Sifangtai District"),
        ("tianjin", "Tianjin"),
        ("211122", "Panshan County"),
        ("610100", "Xi'an"),
        ("230100", "Harbin"),
    ],
)
def test_a_place_has_an_english_name(places: Places, code: str, english: str) -> None:
    assert places.english(places.get(code)) == english


# --- the data ---


def test_a_new_place_needs_only_its_folder(tmp_path: Path) -> None:
    shutil.copy(CORPUS / "places.yaml", tmp_path)
    (tmp_path / "haidian").mkdir()
    (tmp_path / "haidian" / "policy.yaml").write_text('{id: haidian, place: "110108"}', "utf-8")
    places = Places.load(tmp_path)
    assert places.covered_document(places.get("110108")) == "haidian"
    assert places.covered_within(places.get("110000")) == ("haidian",)


def test_a_document_for_a_place_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    shutil.copy(CORPUS / "places.yaml", tmp_path)
    (tmp_path / "nowhere").mkdir()
    (tmp_path / "nowhere" / "policy.yaml").write_text('{id: nowhere, place: "999999"}', "utf-8")
    with pytest.raises(PlaceError, match=r"nowhere policy\.yaml: place: there is no division 999999"):
        Places.load(tmp_path)


def test_a_fault_in_the_data_is_named_with_its_entry(tmp_path: Path) -> None:
    text = (CORPUS / "places.yaml").read_text("utf-8")
    (tmp_path / "places.yaml").write_text(text.replace("not_before:", "not_bevor:"), "utf-8")
    with pytest.raises(PlaceError, match=r"places\.yaml: not_before: Field required; not_bevor: Extra"):
        Places.load(tmp_path)


def test_every_code_in_the_data_is_a_place(places: Places) -> None:
    data = read_place_data(CORPUS / "places.yaml")
    for code in (*data.divisions, *data.formerly, *data.aliases, *data.english):
        assert isinstance(places.get(code), Place)


def test_a_chinese_text_does_not_load_the_pinyin_tables() -> None:
    program = (
        "import sys; from pathlib import Path; from assistant.policies.places import Places;"
        "Places.load(Path('corpus')).find('我住在四方台区'); print('pypinyin' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=CORPUS.parent
    )
    assert run.stdout.strip() == "False"
