"""Personal numbers are blotted out, and nothing else is."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from assistant.conversation.privacy import BLOT, redact

WIDE = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")
PROSE = st.text(alphabet="我妈今年住在四方台吃低保能领什么请问老人可以办吗，。！？ ", max_size=12)
DIGITS = st.sampled_from("0123456789")


@st.composite
def identities(draw: st.DrawFn) -> tuple[str, date]:
    born = draw(st.dates(date(1900, 1, 1), date(2026, 1, 1)))
    place = draw(st.sampled_from(["230505", "120117", "411502", "211100", "110105"]))
    serial = draw(st.text(DIGITS, min_size=3, max_size=3))
    number = f"{place}{born:%Y%m%d}{serial}"
    return number + ric.calc_check_digit(f"{number}0"), born


@st.composite
def written(draw: st.DrawFn, number: str) -> str:
    """A number as people type it: in full width, in small letters, in groups."""
    groups = draw(
        st.sampled_from(
            [[number], [number[:6], number[6:14], number[14:]], [number[:6], number[6:10], number[10:]]]
        )
    )
    words = draw(st.sampled_from([" ", "-"])).join(groups)
    words = words.lower() if draw(st.booleans()) else words
    return words.translate(WIDE) if draw(st.booleans()) else words


@st.composite
def phones(draw: st.DrawFn) -> str:
    last = draw(st.text(DIGITS, min_size=8, max_size=8))
    mobile = draw(st.sampled_from(["138", "159", "177", "199", "166"]))
    area = draw(st.sampled_from(["010", "0469", "022", "0376", "0427"]))
    local = draw(st.sampled_from(["6", "8", "2"])) + last[:6]
    return draw(
        st.sampled_from(
            [
                mobile + last,
                f"{mobile} {last[:4]} {last[4:]}",
                f"{mobile}-{last[:4]}-{last[4:]}",
                f"+86 {mobile}{last}",
                f"+86-{mobile}{last}",
                (mobile + last).translate(WIDE),
                f"{area}-{local}",
                f"({area}){local}",
                f"（{area}）{local}",
                f"{area}{local}",
                f"{area}-{local}-{last[:3]}",
                f"400-{last[:3]}-{last[3:7]}",
            ]
        )
    )


@st.composite
def cards(draw: st.DrawFn) -> str:
    number = draw(st.sampled_from(["622202", "621700", "4", "51", "3528"]))
    number += draw(st.text(DIGITS, min_size=15 - len(number), max_size=15 - len(number)))
    number += luhn.calc_check_digit(number)
    assume(not number.endswith("0"))
    in_groups = " ".join(number[i : i + 4] for i in range(0, 16, 4))
    return draw(st.sampled_from([number, in_groups, number.translate(WIDE)]))


@given(PROSE, identities().flatmap(lambda one: st.tuples(written(one[0]), st.just(one))), PROSE)
def test_an_identity_number_goes_and_its_birth_date_stays(
    before: str, one: tuple[str, tuple[str, date]], after: str
) -> None:
    words, (number, born) = one
    redacted = redact(f"{before}{words}{after}")
    assert redacted.text == f"{before}{BLOT * len(words)}{after}"
    assert [(found.kind, found.birth) for found in redacted.found] == [("identity", born)]
    assert number not in repr(redacted)


@given(identities())
def test_a_mistyped_identity_number_goes_as_well_and_tells_no_birth(one: tuple[str, date]) -> None:
    number, _ = one
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    redacted = redact(f"身份证{wrong}")
    assert redacted.text == f"身份证{BLOT * 18}"
    assert redacted.births == ()


@given(st.dates(date(1920, 1, 1), date(1966, 1, 1)), st.text(DIGITS, min_size=3, max_size=3))
def test_an_older_identity_number_of_15_figures_goes(born: date, serial: str) -> None:
    redacted = redact(f"证号230505{born:%y%m%d}{serial}，")
    assert redacted.text == f"证号{BLOT * 15}，"
    assert redacted.births == (born,)


@given(PROSE, phones(), PROSE)
def test_a_phone_number_goes(before: str, phone: str, after: str) -> None:
    redacted = redact(f"{before}{phone}{after}")
    assert not any(character.isdigit() for character in redacted.text)
    assert len(redacted.text) == len(before) + len(phone) + len(after)
    assert {found.kind for found in redacted.found} == {"phone"}


@given(PROSE, cards(), PROSE)
def test_a_bank_card_goes(before: str, card: str, after: str) -> None:
    redacted = redact(f"{before}{card}{after}")
    assert redacted.text == f"{before}{BLOT * len(card)}{after}"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("护照E12345678", "passport"),
        ("护照号 EA1234567。", "passport"),
        ("回乡证H12345678", "passport"),
        ("邮箱li.si_3@mail.qq.com谢谢", "email"),
        ("ｌｉ＠qq．com", "email"),
        ("手机一三八零零一三八零零零", "phone"),
        ("家里电话6812345，下午在", "phone"),
        ("tel.13800138000", "phone"),
        ("my number is 13800138000.", "phone"),
        ("证号1234567890123456", "number"),
    ],
)
def test_other_personal_numbers_go(text: str, kind: str) -> None:
    redacted = redact(text)
    assert [found.kind for found in redacted.found] == [kind]
    assert len(redacted.text) == len(text)
    assert not any(character.isdigit() for character in redacted.text)


YEARS = st.integers(1900, 2035)
POLICY = st.one_of(
    st.integers(1, 130).map("{}岁".format),
    st.integers(1, 130).map("aged {}".format),
    YEARS.map("{}年".format),
    st.dates(date(1900, 1, 1), date(2035, 1, 1)).map("{0.year}年{0.month}月{0.day}日".format),
    st.dates(date(1900, 1, 1), date(2035, 1, 1)).map(str),
    st.dates(date(1900, 1, 1), date(2035, 1, 1)).map("{:%Y%m%d}".format),
    st.integers(1, 10**9).map("{}元".format),
    st.integers(1, 10**9).map("¥{:,}".format),
    st.integers(1, 10**6).map("{}".format),
    st.decimals(0, 10**6, places=2).map("每月{}元".format),
    st.tuples(st.integers(1, 27), st.integers(1, 27)).map("第{0[0]}、{0[1]}项".format),
    st.tuples(YEARS, st.integers(1, 200)).map("〔{0[0]}〕{0[1]}号".format),
    st.tuples(YEARS, YEARS).map("{0[0]}-{0[1]}年".format),
    st.integers(0, 100).map("{}%".format),
    st.sampled_from(["12345", "120", "110", "1200 1500 1800", "50、100、300元", "1/3", "1.3倍", "230505"]),
)


@given(st.lists(POLICY, min_size=1, max_size=6), st.sampled_from(["，", "、", "；", "。", " 和 ", ", "]))
def test_figures_of_a_policy_are_never_touched(figures: list[str], joint: str) -> None:
    text = joint.join(figures)
    assert redact(text).text == text


@given(st.text(max_size=60))
def test_a_blotted_text_is_as_long_as_it_was_and_differs_only_where_it_says(text: str) -> None:
    redacted = redact(text)
    kept = list(text)
    for found in redacted.found:
        kept[found.start : found.end] = BLOT * (found.end - found.start)
    assert redacted.text == "".join(kept)


@given(st.lists(st.one_of(PROSE, phones(), cards(), identities().map(lambda one: one[0])), max_size=6))
def test_what_is_blotted_once_is_blotted_for_good(parts: list[str]) -> None:
    once = redact("，".join(parts)).text
    assert redact(once).text == once
