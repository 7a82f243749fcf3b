"""What a benefit gives, in words: each amount as the document states it, and which one is still open."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.eligibility.expressions import ALWAYS, NO, TRUE, YES, And, Expression, Or, all_of, any_of
from assistant.eligibility.judge import OpenTier, Verdict
from assistant.eligibility.knowledge import Known
from assistant.eligibility.rules import Amount, Tier
from assistant.policies.spans import Source
from assistant.replies.verbalise import Verbaliser


@dataclass(frozen=True)
class _Figure:
    """One figure, or the two ends of a range, with the condition that it depends on."""

    amount: Amount
    words: str

    @property
    def alike(self) -> tuple[object, ...]:
        """Figures that agree in this are said in one breath."""
        amount = self.amount
        return (amount.unit, amount.of, amount.per, amount.kind, amount.bound)


@dataclass(frozen=True)
class Offers:
    """Says what the benefits of one document give."""

    verbaliser: Verbaliser
    source: Source

    def of(self, verdict: Verdict, known: Known) -> str:
        """All that may still be given, with the condition beside what depends on one."""
        speech = self.verbaliser.speech
        several = len(verdict.tiers) > 1
        figures: list[_Figure] = []
        texts: list[str] = []
        for entry in verdict.tiers:
            condition = self._condition(entry, known, alone=not several)
            found = list(self._figures(entry.tier))
            figures += [_Figure(one.amount, self._beside(one.words, condition)) for one in found]
            if entry.tier.text is not None or not found:
                text = (
                    entry.tier.text.of(speech.tongue) if entry.tier.text else speech.say("amounts.unstated")
                )
                texts.append(
                    speech.say("amounts.if", condition=condition, amount=text) if condition else text
                )
        said = [*self._said(figures, speech.say("list").join), *texts]
        return speech.say("amounts.plus").join(said) or speech.say(f"grants.{verdict.benefit.grants}")

    def brief(self, verdict: Verdict) -> str | None:
        """Only the sums, a or b, or None where the text states none."""
        speech = self.verbaliser.speech
        figures = [figure for entry in verdict.tiers for figure in self._figures(entry.tier)]
        return speech.either(self._said(figures, speech.either)) or None

    def notes(self, verdict: Verdict) -> Iterator[str]:
        """What must be said beside the amounts: a standard that no list gives, bands that overlap."""
        speech = self.verbaliser.speech
        word = speech.wording.plain["amounts.standard_word"]
        if any(amount.of is not None and word in amount.of for amount in verdict.amounts):
            yield speech.say("amounts.no_standard")
        if sum(entry.certain and entry.tier.when is not None for entry in verdict.tiers) > 1:
            yield speech.say("amounts.overlap")

    def _condition(self, entry: OpenTier, known: Known, *, alone: bool) -> str | None:
        when = entry.tier.when
        if when is None:
            return None
        met = when.expression.bounds(known) == TRUE
        if met and alone:
            return None
        quote = "".join(self.source.quote(span) for span in when.quotes)
        open_part = when.expression if met else residual(when.expression, known)
        return self.verbaliser.condition(open_part, quote)

    def _beside(self, figure: str, condition: str | None) -> str:
        speech = self.verbaliser.speech
        return figure if condition is None else f"{figure}{speech.say('note', note=condition)}"

    def _figures(self, tier: Tier) -> Iterator[_Figure]:
        speech = self.verbaliser.speech
        for _, group in groupby(tier.amounts, key=lambda amount: amount.quote):
            first, *rest = group
            words = self._figure(first)
            # Two figures that one tier takes from one quote are the ends of a range.
            if rest:
                words = speech.say("amounts.range", low=words, high=self._figure(rest[-1]))
            yield _Figure(first, words)

    def _said(self, figures: Iterable[_Figure], joined: Callable[[list[str]], str]) -> list[str]:
        alike: dict[tuple[object, ...], list[_Figure]] = {}
        for figure in figures:
            alike.setdefault(figure.alike, []).append(figure)
        return [
            self._amount(group[0].amount, joined(list(dict.fromkeys(one.words for one in group))))
            for group in alike.values()
        ]

    def _amount(self, amount: Amount, figures: str) -> str:
        speech = self.verbaliser.speech
        if speech.wording.plain["amounts.average_word"] in self.source.quote(amount.quote):
            return speech.say("amounts.kind.average", sum=figures)
        bound = "bound" if amount.unit == "CNY" else "share_bound"
        if amount.of is not None:
            standard = speech.maybe(f"amounts.standards.{amount.of}") or amount.of
            figures = speech.say(f"amounts.share.{_form(amount)}", figure=figures, of=standard)
        said = speech.say(
            f"amounts.kind.{amount.kind}",
            sum=speech.say(f"amounts.{bound}.{amount.bound}", sum=figures),
            per=speech.say(f"amounts.per.{amount.per}") if amount.per else "",
        )
        unperiodic = amount.per is None and amount.unit == "CNY"
        return speech.say("amounts.no_period", amount=said) if unperiodic else said

    def _figure(self, amount: Amount) -> str:
        speech = self.verbaliser.speech
        return speech.say(f"amounts.figure.{_form(amount)}", value=speech.number(amount.value))


def _form(amount: Amount) -> str:
    return "fraction" if isinstance(amount.value, str) else amount.unit


def residual(expression: Expression, known: Known) -> Expression:
    """What of an expression is still undecided: met parts of an `and`, failed parts of an `or` are left out."""
    match expression:
        case And(parts):
            return _kept(parts, known, YES, And)
        case Or(parts):
            return _kept(parts, known, NO, Or)
        case _:
            return expression


def _kept(parts: Iterable[Expression], known: Known, settled: int, kind: type[And] | type[Or]) -> Expression:
    rest = tuple(residual(part, known) for part in parts if part.bounds(known) != (settled, settled))
    if not rest:
        return ALWAYS
    return all_of(rest) if kind is And else any_of(rest)
