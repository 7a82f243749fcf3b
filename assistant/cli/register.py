"""`yanglao corpus check`: validates the corpus and prints what it holds."""

from assistant.cli.corpus import catalogue, place_names, settings
from assistant.cli.faults import corpus_faults
from assistant.cli.printing import QuietTable, bold, console
from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.rules import Rulebook
from assistant.language import Reader


def check_corpus() -> None:
    """Load everything and print the register; raises CorpusFault with the first fault's message."""
    corpus = catalogue()
    with corpus_faults():
        Reader.load(settings().corpus, corpus.vocabulary, corpus.places)
    names = place_names(corpus)
    made = QuietTable("document", "place", "what it is", "items", "rows", "benefits", "facts", "status")
    for column in made.columns[3:7]:
        column.justify = "right"
    for name, policy in corpus.policies.items():
        made.row(
            bold(name),
            names[name],
            policy.list_title or policy.title,
            *_counts(corpus, name),
            _status(corpus, name),
        )
    console().print(made)
    console().print(_summary(corpus))


def _counts(corpus: Catalogue, name: str) -> tuple[str, ...]:
    if name not in corpus.lists:
        return ("–",) * 4
    services, rulebook = corpus.lists[name], corpus.rulebooks[name]
    rows = sum(len(item.rows) for item in services.items.values())
    encoded = f"{len(_encoded(rulebook))}/{len(services.items)}"
    return encoded, str(rows), str(len(rulebook.benefits)), str(len(_facts(rulebook)))


def _status(corpus: Catalogue, name: str) -> str:
    policy = corpus.policies[name]
    return "draft for comment" if policy.in_force_from is None else f"in force {policy.in_force_from}"


def _summary(corpus: Catalogue) -> str:
    rulebooks = corpus.rulebooks.values()
    items = sum(len(services.items) for services in corpus.lists.values())
    encoded = sum(len(_encoded(rulebook)) for rulebook in rulebooks)
    benefits = sum(len(rulebook.benefits) for rulebook in rulebooks)
    facts = corpus.vocabulary.facts
    used = {fact for rulebook in rulebooks for fact in _facts(rulebook)}
    unused = ", ".join(name for name in facts if name not in used)
    return (
        f"{encoded} of {items} items encoded, {benefits} benefits; {len(used)} of {len(facts)} facts used"
        f"{f' (not {unused})' if unused else ''}. "
        "Every cell and quote stands in its source, every number in its quote. No fault."
    )


def _encoded(rulebook: Rulebook) -> set[str]:
    return {benefit.item for benefit in rulebook.benefits}


def _facts(rulebook: Rulebook) -> set[str]:
    """The facts of the conditions and of the tiers."""
    questions = [q for benefit in rulebook.benefits for q in (benefit.due, *benefit.tier_questions)]
    return {fact for question in questions for fact in question.facts}
