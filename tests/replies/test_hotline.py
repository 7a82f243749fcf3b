import re

import pytest

from assistant.eligibility.catalogue import Catalogue
from assistant.policies.bilingual import Tongue
from assistant.replies.hotline import line, seconds
from assistant.replies.names import PersonAssessment
from assistant.replies.pictures import Picture
from assistant.replies.spoken import spoken
from assistant.replies.words import Speech
from tests.replies.conftest import Judge


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_the_line_is_read_out_in_a_quarter_of_a_minute(
    catalogue: Catalogue, crowd: list[PersonAssessment], tongue: Tongue
) -> None:
    speech = Speech.of(tongue)
    for person in crowd:
        script = line(Picture(catalogue, person, speech))
        assert seconds(script, speech) <= 16, script


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_the_line_has_no_figure_that_one_would_have_to_decipher(
    catalogue: Catalogue, crowd: list[PersonAssessment], tongue: Tongue
) -> None:
    for person in crowd:
        assert not re.search(r"[\d%¥/()（）]", line(Picture(catalogue, person, Speech.of(tongue))))


def test_the_line_names_what_is_most_and_asks_one_question(catalogue: Catalogue, judge: Judge) -> None:
    person = judge("sifangtai", {"age": 92, "welfare": "dibao"}, label="父亲")
    script = line(Picture(catalogue, person, Speech.of("zh")))
    assert script.startswith("您父亲符合清单条件的有七项：高龄津贴，每年不低于一千二百元")
    assert script.endswith("请问：做过老人能力评估吗？结果是失能还是半失能？")


@pytest.mark.parametrize(
    ("tongue", "written", "said"),
    [
        ("zh", "每年不低于1200元", "每年不低于一千二百元"),
        ("zh", "当地低保标准的15%", "当地低保标准的百分之十五"),
        ("zh", "当地最低工资标准的1/3", "当地最低工资标准的三分之一"),
        ("zh", "当地低保标准的1.3倍", "当地低保标准的一点三倍"),
        ("en", "at least ¥1,200 a year", "at least one thousand two hundred yuan a year"),
        ("en", "15% of the standard", "fifteen percent of the standard"),
        ("en", "1/6 of the wage", "one sixth of the wage"),
        ("en", "¥18,000 to ¥19,000", "eighteen thousand yuan to nineteen thousand yuan"),
        ("en", "1.3 times", "one point three times"),
        ("en", "¥740", "seven hundred forty yuan"),
    ],
)
def test_figures_are_spoken_as_words(tongue: Tongue, written: str, said: str) -> None:
    assert spoken(written, Speech.of(tongue)) == said
