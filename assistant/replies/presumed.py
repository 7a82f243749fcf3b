"""What was presumed, in words, so that one sentence of the person can take it back."""

from collections.abc import Collection, Iterator

from assistant.eligibility.catalogue import Assessment, Assumption, Catalogue
from assistant.eligibility.expressions import Not
from assistant.eligibility.knowledge import Options
from assistant.replies.names import place_name
from assistant.replies.verbalise import Verbaliser, facts_of
from assistant.replies.words import Speech

DUE = ("eligible", "local_decision")


def presumption_text(
    catalogue: Catalogue, assessment: Assessment, assumption: Assumption, speech: Speech
) -> str:
    """A presumed registration or residence in the words of `facts.yaml`."""
    welfare = assessment.known["welfare"]
    assert isinstance(welfare, Options)
    labels = catalogue.vocabulary.facts["welfare"].values or {}
    names = [label.of(speech.tongue) for value, label in labels.items() if value in welfare.values]
    assert assumption.presumption.text is not None
    return assumption.presumption.text.of(speech.tongue).format(
        welfare=speech.say("fact.join.or").join(names),
        place=place_name(catalogue, assessment.document, speech.tongue),
    )


def absent_exclusions(
    catalogue: Catalogue, assessment: Assessment, speech: Speech, only: Collection[str] | None = None
) -> Iterator[tuple[str, str]]:
    """The exclusions that nobody mentioned and that were taken to be absent, each once, with words for its absence."""
    verbaliser = Verbaliser(catalogue, assessment.document, speech)
    seen: set[str] = set()
    for verdict in assessment.verdicts:
        if verdict.status not in DUE or (only is not None and verdict.benefit.key not in only):
            continue
        for leaf in verdict.benefit.unless:
            for fact in set(facts_of(leaf.expression)) & set(verdict.presumed) - seen:
                seen.add(fact)
                yield fact, verbaliser.condition(Not(leaf.expression))
