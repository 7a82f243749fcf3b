"""Figures other than sums: ages and grades, counts, dates, phone numbers."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from assistant.conversation.verifying.claims import Claim, DateClaim
from assistant.conversation.verifying.counting import counted
from assistant.conversation.verifying.faults import Fault
from assistant.conversation.verifying.literals import Key
from assistant.conversation.verifying.scene import COUNTS, Scene
from assistant.conversation.verifying.sum_checks import allowed


def numbers(scene: Scene) -> Iterator[Fault]:
    """Numbers on which nothing turns that the part is about, and numbers to call that no answer may name."""
    for claim in scene.reading.claims:
        words = scene.reading.around(claim.start, claim.end)
        if claim.kind == "phone" and claim.value not in scene.tools.phones:
            yield Fault("phone", words)
        elif claim.kind == "plain" and not (_is_figure_of_speech(scene, claim) or _is_grounded(scene, claim)):
            yield Fault("number", words)


def counts(scene: Scene) -> Iterator[Fault]:
    """Counts of benefits that a recount does not confirm."""
    for claim in scene.reading.claims:
        if claim.kind not in COUNTS or _is_figure_of_speech(scene, claim):
            continue
        if claim.value not in set(_recounted(scene, claim)):
            yield Fault("count", scene.reading.around(claim.start, claim.end))


def dates(scene: Scene) -> Iterator[Fault]:
    """Days that are none of the documents', of what is to come, or of birth."""
    for claim in scene.reading.dates:
        keys = scene.keys_around or frozenset(scene.grounds.by_key)
        days = scene.grounds.days
        if scene.stance_at(claim.start) == "supposed" or not any(agrees(claim, day) for day in days):
            # What is to come, comes on its own days, whatever else happened on others.
            coming = scene.grounds.prospects(keys, scene.persons_at(claim.start)).days
            dated = {day for key in keys for day in scene.grounds.register.days_of(key)}
            days = coming | dated if coming else days
        if not any(agrees(claim, day) for day in days):
            yield Fault("date", scene.unit.text[claim.start : claim.end])


def agrees(claim: DateClaim, day: date) -> bool:
    """Whether a date, as far as it is stated, is that day."""
    stated = ((claim.year, day.year), (claim.month, day.month), (claim.day, day.day))
    return all(said is None or said == real for said, real in stated)


def _is_figure_of_speech(scene: Scene, claim: Claim) -> bool:
    """Whether a number in words belongs to fixed words: 靠一人退休金."""
    return claim.spelled and scene.reading.within_fixed_words(claim.start)


def _is_grounded(scene: Scene, claim: Claim) -> bool:
    grounds, persons = scene.grounds, scene.persons_at(claim.start)
    keys = scene.keys_around or frozenset(grounds.by_key) or _cited(scene)
    return (
        claim.value in grounds.numbers_said(persons)
        or any(claim.value in grounds.register.numbers(key) for key in keys)
        or any(claim.value == one.value for one in allowed(scene, claim, scene.keys_around))
        or claim.value in grounds.prospects(keys, persons).numbers
    )


def _cited(scene: Scene) -> frozenset[Key]:
    """The benefits of the items that the answer cites."""
    register = scene.grounds.register
    cited = [(one.document, one.item) for one in scene.grounds.citations if one.item is not None]
    return frozenset(key for item in cited for key in register.keys_of(item))


def _recounted(scene: Scene, claim: Claim) -> Iterator[int | Fraction]:
    """The numbers that a count may be."""
    stance = scene.stance_at(claim.start)
    named = sum(one.by_name for one in scene.named)
    of_all = scene.tools.signs.pattern("whole").search(scene.reading.text) is not None
    for count in counted(scene.grounds, scene.persons_at(claim.start)):
        match claim.kind:
            case "rest":
                yield from (whole - named for whole in {count.due, *count.questions})
            case "all":
                yield from (whole for whole in (*count.of(stance), *count.changed) if whole > named)
            case _:
                yield from count.of(stance)
                yield from (count.all,) if of_all else ()
