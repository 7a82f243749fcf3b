"""How a person is judged: what is presumed, what follows, what contradicts, and what the trace says."""

from typing import Any

import pytest

from assistant.eligibility.catalogue import Assessment
from assistant.eligibility.consistency import ContradictionError
from assistant.eligibility.judge import Criterion, Verdict
from assistant.eligibility.knowledge import Options
from assistant.eligibility.stating import read_facts, write_facts
from eval.cases import AS_OF, amounts_of, the_catalogue


def assessed(document: str, *, presume: bool = True, **facts: Any) -> Assessment:
    catalogue = the_catalogue()
    known = read_facts(facts, catalogue.vocabulary, catalogue.place_code)
    return catalogue.assess(document, known, AS_OF, presume=presume)


def verdict(document: str, key: str, *, presume: bool = True, **facts: Any) -> Verdict:
    assessment = assessed(document, presume=presume, **facts)
    return next(one for one in assessment.verdicts if one.benefit.key == key)


@pytest.mark.parametrize(
    ("document", "facts", "clash"),
    [
        ("ninghe", {"self_care": "able", "self_care_finding": "unable"}, {"self_care", "self_care_finding"}),
        (
            "ninghe",
            {"care_level": "severe", "self_care_finding": "partial"},
            {"care_level", "self_care_finding"},
        ),
        ("ninghe", {"disability_grade": 2, "disability": False}, {"disability_grade", "disability"}),
        ("ninghe", {"welfare": "dibao", "comfortable": True}, {"welfare", "comfortable"}),
        ("panjin", {"welfare": "tekun", "no_income": False}, {"welfare", "no_income"}),
        (
            "panjin",
            {"welfare": "dibao", "no_income": True, "no_work_capacity": True, "no_able_supporter": True},
            {"welfare", "no_income", "no_work_capacity", "no_able_supporter"},
        ),
    ],
)
def test_facts_that_cannot_all_be_true_are_refused_by_name(
    document: str, facts: dict[str, Any], clash: set[str]
) -> None:
    with pytest.raises(ContradictionError, match="contradict each other") as caught:
        assessed(document, **facts)
    assert clash <= set(caught.value.facts)


def test_what_one_list_rules_out_another_does_not() -> None:
    """That 特困 means the three tests is what 盘锦's list says; 四方台's does not."""
    assert assessed("sifangtai", welfare="tekun", no_income=False)


@pytest.mark.parametrize(
    ("said", "follows"),
    [
        ({"care_level": "severe"}, {"self_care_finding": "unable", "self_care": "unable"}),
        ({"self_care": "able"}, {"self_care_finding": "able", "care_level": "none"}),
        ({"disability_grade": 3}, {"disability": True}),
        ({"disability": False}, {"disability_grade": "none"}),
        (
            {"self_care_finding": "partial"},
            {"self_care": ["partial", "unable"], "care_level": ["mild", "moderate"]},
        ),
    ],
)
def test_what_follows_from_a_fact_is_known(said: dict[str, Any], follows: dict[str, Any]) -> None:
    catalogue = the_catalogue()
    known = write_facts(assessed("ninghe", **said).known, catalogue.vocabulary, catalogue.place_id)
    assert {name: known[name] for name in follows} == follows


def test_a_finding_is_not_taken_from_a_description() -> None:
    """Bedridden meets 失能 as a description and leaves the finding unknown."""
    assert verdict("ninghe", "11.1", age=72, self_care="unable").status == "eligible"
    open_one = verdict("ninghe", "10.1", age=72, self_care="unable")
    assert (open_one.status, open_one.missing) == ("needs_info", ("self_care_finding",))


def test_not_being_on_dibao_says_nothing_of_the_other_kinds() -> None:
    others = ["dibao_marginal", "tekun", "expenditure_poor", "none"]
    assert verdict("sifangtai", "19.1", age=70, welfare=others).status == "needs_info"
    assert verdict("sifangtai", "19.1", age=70, welfare="none").status == "local_decision"
    assert verdict("sifangtai", "19.1", age=70, welfare="none", comfortable=True).status == "not_eligible"


def test_an_allowance_is_due_though_its_amount_is_open() -> None:
    """85 with registration: whatever the income is, item 3 gives an allowance."""
    one = verdict("sifangtai", "3.1", age=85, hukou="sifangtai")
    assert one.status == "eligible"
    assert one.missing == ()
    assert one.amount_missing == ("welfare",)
    assert amounts_of(one) == {"1200 CNY/year at_least", "none"}
    assert [entry.certain for entry in one.tiers] == [False, False]


def test_a_tier_that_is_sure_is_called_certain() -> None:
    one = verdict("sifangtai", "3.1", age=92, hukou="sifangtai")
    assert [entry.certain for entry in one.tiers] == [True]


def test_the_registration_is_presumed_where_the_assistance_is_drawn_and_the_list_says_so() -> None:
    assessment = assessed("sifangtai", age=92, welfare="dibao")
    assert {one.fact for one in assessment.assumptions} == {"hukou", "residence"}
    assert verdict("sifangtai", "3.1", age=92, welfare="dibao").status == "eligible"


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        pytest.param({"welfare": "none"}, "needs_info", id="nothing is drawn there"),
        pytest.param({}, "needs_info", id="nothing is known of the welfare"),
        pytest.param({"welfare": ["dibao", "none"]}, "needs_info", id="it may be drawn or not"),
        pytest.param({"welfare": "dibao", "hukou": "panjin"}, "not_eligible", id="registered elsewhere"),
        pytest.param(
            {"welfare": "dibao", "hukou": {"not": "sifangtai"}}, "not_eligible", id="not registered here"
        ),
        pytest.param(
            {"welfare": "dibao", "hukou": "双鸭山市"}, "eligible", id="the city, perhaps the district"
        ),
    ],
)
def test_the_registration_is_presumed_only_where_nothing_was_said(facts: dict[str, Any], status: str) -> None:
    assert verdict("sifangtai", "3.1", age=92, **facts).status == status


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        pytest.param({}, "eligible", id="nothing was said of where it is drawn"),
        pytest.param({"welfare_place": "ninghe", "hukou": "130200"}, "eligible", id="drawn in the district"),
        pytest.param({"welfare_place": "130200"}, "not_eligible", id="drawn elsewhere"),
        pytest.param(
            {"hukou": "130200"}, "needs_info", id="registered elsewhere: where it is drawn is asked"
        ),
    ],
)
def test_the_assistance_is_taken_to_be_drawn_where_nothing_says_otherwise(
    facts: dict[str, Any], status: str
) -> None:
    one = verdict("ninghe", "17.1", age=70, welfare="dibao", disability_grade=1, **facts)
    assert one.status == status


def test_where_the_assistance_is_drawn_elsewhere_no_registration_is_presumed() -> None:
    assessment = assessed("sifangtai", age=92, welfare="dibao", welfare_place="panjin")
    assert assessment.assumptions == ()
    assert "hukou" in verdict("sifangtai", "3.1", age=92, welfare="dibao", welfare_place="panjin").missing


def test_what_anybody_means_who_asks_about_a_place_is_presumed_without_a_word() -> None:
    assessment = assessed("ninghe", age=70, welfare="dibao", disability_grade=1)
    assert assessment.presumed == {"hukou", "welfare_place"}
    assert {one.fact for one in assessment.assumptions} == {"hukou"}


def test_without_presumption_the_registration_is_asked() -> None:
    one = verdict("sifangtai", "3.1", presume=False, age=92, welfare="dibao")
    assert (one.status, one.missing) == ("needs_info", ("hukou",))


def test_an_exclusion_that_nobody_mentioned_is_presumed_absent_in_the_open() -> None:
    one = verdict("ninghe", "13.1", age=85)
    assert one.status == "eligible"
    assert set(one.presumed) == {"elder_living_subsidy", "district_subsidy"}
    exclusions = [criterion for criterion in one.criteria if criterion.role == "exclusion"]
    assert [(criterion.met, criterion.presumed) for criterion in exclusions] == [(True, True), (True, True)]


def test_an_exclusion_that_was_denied_is_no_presumption() -> None:
    one = verdict("ninghe", "13.1", age=85, elder_living_subsidy=False, district_subsidy=False)
    assert (one.status, one.presumed) == ("eligible", ())


def test_an_exclusion_that_holds_excludes() -> None:
    one = verdict("ninghe", "13.1", age=85, district_subsidy=True)
    assert one.status == "not_eligible"
    assert [c.met for c in one.criteria if c.role == "exclusion"] == [True, False]


def test_both_forms_of_tekun_support_are_open_until_the_wish_is_known() -> None:
    unsaid = {"age": 70, "welfare": "tekun"}
    both = [verdict("ninghe", key, **unsaid) for key in ("5.1", "6.1")]
    assert [(one.status, one.wish) for one in both] == [("eligible", True), ("eligible", True)]
    chosen = [verdict("ninghe", key, tekun_support="scattered", **unsaid) for key in ("5.1", "6.1")]
    assert [(one.status, one.wish) for one in chosen] == [("not_eligible", False), ("eligible", False)]


def test_a_wish_makes_nobody_eligible_who_is_not() -> None:
    one = verdict("ninghe", "5.1", age=70, welfare="dibao")
    assert (one.status, one.wish) == ("not_eligible", False)


def test_a_woman_of_55_and_an_unknown_sex() -> None:
    said = {"hukou": "panjin", "welfare": "tekun", "tekun_support": "scattered"}
    assert verdict("panjin", "10.1", age=57, sex="female", **said).status == "eligible"
    assert verdict("panjin", "10.1", age=57, sex="male", **said).status == "not_eligible"
    assert verdict("panjin", "10.1", age=57, **said).missing == ("sex",)
    assert verdict("panjin", "10.1", age=60, **said).status == "eligible"


def test_at_exactly_90_both_bands_are_shown() -> None:
    shown = {age: amounts_of(verdict("shihe", "8.1", age=age)) for age in (89, 90, 91, 99, 100)}
    assert shown == {
        89: {"50 CNY/month at_least"},
        90: {"50 CNY/month at_least", "100 CNY/month at_least"},
        91: {"100 CNY/month at_least"},
        99: {"100 CNY/month at_least"},
        100: {"300 CNY/month at_least"},
    }


def failing(criteria: tuple[Criterion, ...]) -> list[Criterion]:
    return [criterion for criterion in criteria if criterion.met is False]


def test_a_no_names_the_condition_that_fails() -> None:
    one = verdict("sifangtai", "3.1", age=79, hukou="sifangtai")
    source = the_catalogue().policies["sifangtai"].source
    assert "80周岁及以上" in [
        source.quote(span) for criterion in failing(one.criteria) for span in criterion.quotes
    ]


def test_conditions_of_which_each_may_hold_and_not_all_fail_together() -> None:
    """Whoever is not on 特困 fails one of 盘锦's three tests, and nobody knows which."""
    one = verdict("panjin", "8.1", age=70, welfare="none")
    assert one.status == "not_eligible"
    [together] = failing(one.criteria)
    assert together.kind == "all"
    assert len(together.parts) == 3
    assert all(part.met is None for part in together.parts)


def test_a_group_is_met_when_one_of_its_parts_must_be() -> None:
    """Between 65 and 75 the fare is halved or waived: one of the two is sure, neither for itself."""
    one = verdict("panjin", "19.1", age={"min": 65, "max": 75})
    assert one.status == "eligible"
    group = next(criterion for criterion in one.criteria if criterion.kind == "any")
    assert group.met is True
    assert [part.met for part in group.parts] == [None, None]


def test_what_is_left_to_the_locality_is_neither_met_nor_failed() -> None:
    one = verdict("sifangtai", "19.1", age=70, welfare="none")
    local = [criterion for criterion in one.criteria if criterion.local]
    assert len(local) == 1
    assert local[0].met is None


def test_every_criterion_of_every_benefit_quotes_its_document() -> None:
    def quoted(criterion: Criterion) -> bool:
        return bool(criterion.quotes) or (bool(criterion.parts) and all(map(quoted, criterion.parts)))

    for document in the_catalogue().rulebooks:
        for one in assessed(document).verdicts:
            assert all(map(quoted, one.criteria)), one.benefit.key


def test_a_document_without_a_list_judges_nobody() -> None:
    with pytest.raises(KeyError):
        assessed("tianjin", age=70)


def test_nothing_said_leaves_no_benefit_settled() -> None:
    for document in the_catalogue().rulebooks:
        assert {one.status for one in assessed(document).verdicts} == {"needs_info"}


def test_a_value_ruled_out_silently_is_taken_back_by_a_word() -> None:
    assert assessed("sifangtai").known["comfortable"] == Options(frozenset({False}))
    assert assessed("sifangtai", comfortable=True).known["welfare"] == Options(frozenset({"none"}))
