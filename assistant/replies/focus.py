"""One benefit for one person: how it stands, why, what would change it, and when it will change by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.eligibility.judge import judge
from assistant.eligibility.knowledge import Interval, Knowledge
from assistant.eligibility.prospects import TurningPoint, remedies
from assistant.replies.citing import is_dated
from assistant.replies.dates import range_words
from assistant.replies.entries import Entry
from assistant.replies.pictures import Picture
from assistant.replies.reasons import Ground
from assistant.replies.verbalise import Verbaliser

MOST_REMEDIES = 4


@dataclass(frozen=True)
class Prospect:
    """What would have to be so, or from when it will be, and how the benefit then stands."""

    when: str
    then: Entry


@dataclass(frozen=True)
class Focus:
    """A picture narrowed to one of its entries."""

    picture: Picture
    entry: Entry

    @property
    def failing(self) -> tuple[Ground, ...]:
        """What is known not to be met."""
        return tuple(ground for ground in self.entry.grounds if ground.met is False)

    def known(self, ground: Ground) -> str:
        """What is known of the person on the facts of one condition."""
        known = self.picture.person.assessment.known
        said = [self._verbaliser.known(fact, known[fact]) for fact in ground.facts]
        return self.picture.speech.say("comma").join(words for words in said if words)

    @property
    def words(self) -> tuple[str, ...]:
        """The document's own words where days and frequencies stand: the content, and the date of the benefit."""
        benefit, policy = self.entry.verdict.benefit, self.picture.policy
        row = self.picture.catalogue.lists[policy.id].items[benefit.item].rows[benefit.row - 1]
        spans = [row.cells[role].span for role in ("content", "standard") if role in row.cells]
        if is_dated(benefit, policy) and benefit.valid is not None:
            spans.append(benefit.valid.quote)
        return tuple(policy.source.quote(span) for span in spans)

    @property
    def gloss(self) -> str | None:
        """What the item says, in English words of ours."""
        return self.picture.policy.glosses.items.get(self.entry.verdict.benefit.item)

    @cached_property
    def remedies(self) -> tuple[Prospect, ...]:
        """What the person could change so that the benefit is due; only for one that is not."""
        return tuple(self._remedies())[:MOST_REMEDIES] if self.entry.status == "not_eligible" else ()

    @cached_property
    def turning(self) -> tuple[Prospect, ...]:
        """When the verdict or the amount will change by itself."""
        points = self.picture.catalogue.turning_points(self.picture.person.assessment)
        return tuple(self._turning(point) for point in points if point.benefit.key == self.entry.key)

    @property
    def _verbaliser(self) -> Verbaliser:
        return Verbaliser(self.picture.catalogue, self.picture.policy.id, self.picture.speech)

    def _remedies(self) -> Iterator[Prospect]:
        assessment, catalogue = self.picture.person.assessment, self.picture.catalogue
        benefit = self.entry.verdict.benefit
        rulebook = catalogue.rulebooks[assessment.document]
        facts = catalogue.vocabulary.facts
        for remedy in remedies(rulebook, benefit, assessment.said, facts, assessment.as_of):
            if self.turning and all(facts[name].change == "time" for name in remedy.changes):
                continue  # time alone does that, and when it does is said with its date
            said = [self._verbaliser.known(fact, value) for fact, value in remedy.changes.items()]
            known = rulebook.consistency.kept({**assessment.said, **remedy.changes})
            then = self.picture.builder.build(judge(benefit, known, assessment.as_of), known)
            yield Prospect(self.picture.speech.say("fact.join.and").join(one for one in said if one), then)

    def _turning(self, point: TurningPoint) -> Prospect:
        speech = self.picture.speech
        when = range_words(point.when, speech)
        known: dict[str, Knowledge] = dict(self.picture.person.assessment.known)
        if point.value is not None:
            when = speech.say("turning_age", age=point.value, when=when)
            known["age"] = Interval(point.value, point.value)
        return Prospect(when, self.picture.builder.build(point.after, known))
