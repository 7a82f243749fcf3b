"""One verdict in words: what an answer may say of one benefit."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.eligibility.catalogue import Assessment, Catalogue
from assistant.eligibility.judge import Verdict
from assistant.eligibility.knowledge import Known
from assistant.eligibility.questions import cash_a_year
from assistant.policies.spans import Span
from assistant.replies.citing import passage_of
from assistant.replies.offers import Offers
from assistant.replies.reasons import Ground, Grounds
from assistant.replies.verbalise import Verbaliser
from assistant.replies.words import Speech

PAID = ("cash", "training", "support", "insurance")


@dataclass(frozen=True)
class Entry:
    """A benefit as it stands for one person."""

    verdict: Verdict
    name: str
    printed: str
    """The name in the document's own language."""
    offer: str
    """What it gives: every open tier with its condition, or the kind of thing it is."""
    sums: str | None
    """The sums alone, None where the text states none."""
    notes: tuple[str, ...]
    """What must be said beside the amounts."""
    grounds: tuple[Ground, ...]
    steps: tuple[str, ...]
    departments: tuple[str, ...]
    """As printed; empty where the row prints none."""
    missing: tuple[str, ...]
    """What the facts are called that would decide it."""
    askable: bool
    """Whether some of what is missing may be asked of anybody."""
    quotes: tuple[str, ...]
    """The sentences that say what it gives."""

    @property
    def key(self) -> str:
        return self.verdict.benefit.key

    @property
    def item(self) -> str:
        return self.verdict.benefit.item

    @property
    def status(self) -> str:
        return self.verdict.status

    @property
    def grants(self) -> str:
        return self.verdict.benefit.grants

    @property
    def encouraged(self) -> bool:
        """Whether the text only encourages somebody to give it."""
        return self.verdict.benefit.encouraged is not None

    @property
    def has_offer(self) -> bool:
        """Whether the text itself says what it gives, beyond its name."""
        return bool(self.verdict.tiers)

    @property
    def has_own_row(self) -> bool:
        """Whether it is worth a line of its own: it states a sum, what help it is, or somebody is paid or kept."""
        says_what = self.grants == "aid" and any(entry.tier.text for entry in self.verdict.tiers)
        return bool(self.sums) or says_what or self.grants in PAID

    @property
    def is_fixed_cash(self) -> bool:
        """Whether it states a sum of cash with its period: what totals are made of."""
        amounts = self.verdict.amounts
        return any(amount.unit == "CNY" and amount.kind == "cash" and amount.per for amount in amounts)

    @property
    def weight(self) -> tuple[bool, float, bool]:
        """Sorts what matters most to a purse first; never shown."""
        is_cash = self.grants == "cash"
        return (is_cash and bool(self.sums), cash_a_year(self.verdict.benefit), is_cash or bool(self.sums))


@dataclass(frozen=True)
class EntryBuilder:
    """Words the verdicts of one assessment."""

    catalogue: Catalogue
    assessment: Assessment
    speech: Speech

    def build(self, verdict: Verdict, known: Known | None = None) -> Entry:
        """One verdict in words; `known` where it was reached with other facts than the assessment's."""
        source = self.catalogue.policies[self.assessment.document].source
        verbaliser = Verbaliser(self.catalogue, self.assessment.document, self.speech)
        offers = Offers(verbaliser, source)
        benefit, known = verdict.benefit, known or self.assessment.known
        row = self.catalogue.lists[benefit.document].items[benefit.item].rows[benefit.row - 1]
        facts = self.catalogue.vocabulary.facts
        return Entry(
            verdict=verdict,
            name=benefit.name.of(self.speech.tongue),
            printed=benefit.name.zh,
            offer=offers.of(verdict, known),
            sums=offers.brief(verdict),
            notes=tuple(offers.notes(verdict)),
            grounds=Grounds(verbaliser, source).of(verdict, known),
            steps=tuple(self._step(source.quote(span)) for span in benefit.steps),
            departments=tuple("".join(source.quote(span).split()) for span in row.departments),
            missing=tuple(verbaliser.label(name) for name in verdict.missing),
            askable=not verdict.missing or any(facts[name].ask for name in verdict.missing),
            quotes=tuple(source.quote(span) for span in dict.fromkeys(self._sentences(verdict))),
        )

    def _step(self, quote: str) -> str:
        words = "".join(quote.split())
        return self.speech.maybe(f"steps.{words}") or words

    def _sentences(self, verdict: Verdict) -> Iterator[Span]:
        policy = self.catalogue.policies[self.assessment.document]
        services = self.catalogue.lists[self.assessment.document]
        for entry in verdict.tiers:
            for amount in entry.tier.amounts:
                yield passage_of(policy, services, amount.quote, verdict.benefit.item).span
