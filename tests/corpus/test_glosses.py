"""The English glosses of the corpus: one for every item and section, and no figure that the passage does not state."""

import re
from pathlib import Path
from shutil import copytree

import pytest

from assistant.policies.numerals import numbers_in
from assistant.policies.policy import PolicyError, load_policies
from assistant.retrieval.library import Library
from assistant.retrieval.passages import Passage

CORPUS = Path(__file__).parents[2] / "corpus"
PLAN = re.compile(r"14th Five-Year Plan")
"""十四五 in the documents."""


@pytest.fixture(scope="module")
def glosses() -> list[tuple[Passage, str]]:
    policies = load_policies(CORPUS)
    return [
        (one, policies[one.document].glosses.of(one.item, one.section) or "")
        for one in Library.read(CORPUS).passages
        if one.item or one.section
    ]


def test_every_item_and_every_section_has_one(glosses: list[tuple[Passage, str]]) -> None:
    assert [passage.id for passage, gloss in glosses if not gloss] == []


def test_a_gloss_states_no_figure_that_its_passage_does_not(glosses: list[tuple[Passage, str]]) -> None:
    made_up = {
        passage.id: numbers
        for passage, gloss in glosses
        if (numbers := numbers_in(PLAN.sub("", gloss.replace(",", ""))) - numbers_in(passage.text))
    }
    assert made_up == {}


def test_a_gloss_of_a_section_that_is_not_there_is_named(tmp_path: Path) -> None:
    copytree(CORPUS, tmp_path / "corpus")
    (tmp_path / "corpus" / "tianjin" / "english.yaml").write_text("sections: {九(九): nothing}\n", "utf-8")
    with pytest.raises(PolicyError, match=r"english\.yaml: sections: 九\(九\)"):
        load_policies(tmp_path / "corpus")
