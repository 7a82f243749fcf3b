"""All documents with their lists and rules, loaded once; and the assessment of a person against one of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from assistant.eligibility.compiling import compile_rules
from assistant.eligibility.expressions import (
    ALWAYS,
    FALSE,
    OPEN,
    TRUE,
    Expression,
    ExpressionError,
    Language,
    PlaceTest,
)
from assistant.eligibility.facts import Presumption, Vocabulary, VocabularyError, load_vocabulary
from assistant.eligibility.judge import Verdict, judge
from assistant.eligibility.knowledge import Knowledge, Known, Whereabouts, region
from assistant.eligibility.prospects import DateRange, TurningPoint, turning_points
from assistant.eligibility.questions import NextQuestion, next_questions
from assistant.eligibility.rules import Rulebook
from assistant.eligibility.totals import Total, totals
from assistant.policies.place_data import PlaceError
from assistant.policies.places import Places
from assistant.policies.policy import Policy, load_policies
from assistant.policies.service_list import ServiceList, load_service_list


@dataclass(frozen=True)
class Assumption:
    """A fact that was presumed, with the presumption that allows it."""

    fact: str
    value: Knowledge
    presumption: Presumption


@dataclass(frozen=True)
class Assessment:
    """One person against one list on one day.

    `said` is what was told or presumed; `known` adds what follows from it. Whoever supposes that something were
    otherwise starts from `said`, for what followed may no longer. `presumed` names all that was presumed,
    `assumptions` holds what is to be said of it in the open.
    """

    document: str
    as_of: date
    said: Known
    known: Known
    born: DateRange | None
    presumed: frozenset[str]
    assumptions: tuple[Assumption, ...]
    verdicts: tuple[Verdict, ...]
    totals: tuple[Total, ...]
    questions: tuple[NextQuestion, ...]


@dataclass(frozen=True)
class Catalogue:
    """The corpus, ready to judge by."""

    vocabulary: Vocabulary
    policies: Mapping[str, Policy]
    lists: Mapping[str, ServiceList]
    rulebooks: Mapping[str, Rulebook]
    places: Places
    language: Language
    constraints: tuple[Expression, ...]

    @cached_property
    def presumptions(self) -> tuple[tuple[Presumption, Expression], ...]:
        return tuple(
            (entry, self.language.parse(entry.when) if entry.when else ALWAYS)
            for entry in self.vocabulary.presumptions
        )

    def presumptions_for(self, rulebook: Rulebook) -> Iterator[tuple[Presumption, Expression]]:
        """What may be presumed of a fact that the list turns on."""
        return ((entry, when) for entry, when in self.presumptions if entry.fact in rulebook.facts)

    def place_code(self, words: str) -> str:
        """The GB/T 2260 code of a place's id, code or name; raises LookupError (for `stating.read_facts`)."""
        try:
            return self.places.named(words).code
        except PlaceError as error:
            raise LookupError(str(error)) from None

    def place_id(self, region_prefix: str) -> str:
        """A region as facts are written: the document that speaks for it, else its code."""
        code = region_prefix.ljust(6, "0")
        return next((policy.id for policy in self.policies.values() if policy.place == code), code)

    def assess(
        self,
        document: str,
        known: Known,
        as_of: date,
        *,
        born: DateRange | None = None,
        presume: bool = True,
    ) -> Assessment:
        """Judge every benefit of the document's list for one person.

        `known` holds every fact of the vocabulary (see `stating.read_facts`). With `presume`, what may be
        presumed is, and the result lists it. Raises KeyError for a document without a list and
        ContradictionError for facts that cannot all be true.
        """
        rulebook = self.rulebooks[document]
        taken = rulebook.consistency.kept(known)
        assumptions = tuple(self._presumed(rulebook, taken)) if presume else ()
        presumed = {assumption.fact: assumption.value for assumption in assumptions}
        taken |= presumed
        verdicts = tuple(judge(benefit, taken, as_of) for benefit in rulebook.benefits)
        return Assessment(
            document,
            as_of,
            {**known, **presumed},
            taken,
            born,
            frozenset(presumed),
            tuple(one for one in assumptions if one.presumption.text is not None),
            verdicts,
            totals(rulebook, verdicts),
            next_questions(rulebook, verdicts, taken, self.vocabulary.facts),
        )

    def turning_points(self, assessment: Assessment) -> tuple[TurningPoint, ...]:
        """When the assessment will change by itself."""
        rulebook = self.rulebooks[assessment.document]
        return turning_points(
            rulebook, assessment.verdicts, assessment.known, assessment.as_of, assessment.born
        )

    def _presumed(self, rulebook: Rulebook, known: Known) -> Iterable[Assumption]:
        here = region(rulebook.place)
        for presumption, when in self.presumptions_for(rulebook):
            is_here = PlaceTest(presumption.fact, here).bounds(known)
            is_elsewhere = PlaceTest(presumption.unless_elsewhere, here).bounds(known) == FALSE
            if when.bounds(known) == TRUE and is_here == OPEN and not is_elsewhere:
                yield Assumption(presumption.fact, Whereabouts(here), presumption)


def load_catalogue(corpus: Path) -> Catalogue:
    """Read and compile the whole corpus; raises the named error of whatever is at fault."""
    vocabulary = load_vocabulary(corpus / "facts.yaml")
    policies = load_policies(corpus)
    codes = {policy.id: policy.place for policy in policies.values()}

    def place_code(name: str) -> str:
        if name not in codes:
            raise ExpressionError(f"`{name}` is no document; name the place of one of {', '.join(codes)}")
        return codes[name]

    language = Language(vocabulary.facts, {}, place_code)
    try:
        named = {name: language.parse(criterion.when) for name, criterion in vocabulary.criteria.items()}
        language = Language(vocabulary.facts, named, place_code)
        constraints = tuple(language.parse_implication(entry.when) for entry in vocabulary.constraints)
    except ExpressionError as error:
        raise VocabularyError(f"facts.yaml: {error}") from None
    lists: dict[str, ServiceList] = {}
    rulebooks: dict[str, Rulebook] = {}
    for policy in policies.values():
        path = corpus / policy.id / "list.yaml"
        if path.exists():
            lists[policy.id] = load_service_list(path, policy.source)
            rulebooks[policy.id] = compile_rules(policy, lists[policy.id], language, constraints)
    return Catalogue(vocabulary, policies, lists, rulebooks, Places.load(corpus), language, constraints)
