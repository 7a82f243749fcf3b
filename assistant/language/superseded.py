"""What of all that a message says of one person no longer counts, because the same message puts it right."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.eligibility.knowledge import Interval, Options, Whereabouts
from assistant.language.hits import Hit


def without_superseded(hits: Sequence[Hit]) -> list[Hit]:
    """What is put right within the message no longer counts, nor ages that cannot be of one whose age is told."""
    corrected = {hit.fact for hit in hits if hit.mode == "corrected"}
    stays = ("corrected", "supposed", "taken_back")
    kept = [hit for hit in hits if hit.mode in stays or hit.fact not in corrected]
    kept = [_with_all_put_right(hit, kept) for hit in kept if not _is_left(hit, kept)]
    told = min((hit for hit in kept if hit.fact == "age" and hit.mode == "said"), key=_width, default=None)
    return [
        hit for hit in kept if told is None or hit.fact != "age" or hit.mode != "said" or _agree(told, hit)
    ]


def _is_left(hit: Hit, hits: Sequence[Hit]) -> bool:
    """户口在盘锦，去年迁到四方台: of two places at which somebody cannot be at once, the later one holds."""
    place = hit.knowledge
    if not isinstance(place, Whereabouts) or hit.mode != "said" or not place.within:
        return False
    later = (other.knowledge for other in hits if other.fact == hit.fact and other.start > hit.start)
    return any(
        isinstance(other, Whereabouts)
        and other.within
        and not (other.within.startswith(place.within) or place.within.startswith(other.within))
        for other in later
    )


def _with_all_put_right(hit: Hit, hits: Sequence[Hit]) -> Hit:
    """是三级不是二级: whatever is put right of one fact holds at the same time."""
    if hit.mode != "corrected" or not isinstance(hit.knowledge, Options):
        return hit
    values = hit.knowledge.values
    for other in hits:
        if other.fact == hit.fact and other.mode == "corrected" and isinstance(other.knowledge, Options):
            values = values & other.knowledge.values or values
    return replace(hit, knowledge=Options(values))


def _width(hit: Hit) -> int:
    """How much an age leaves open."""
    return hit.knowledge.high - hit.knowledge.low if isinstance(hit.knowledge, Interval) else 0


def _agree(told: Hit, other: Hit) -> bool:
    """Whether two ages may be one person's: 虚岁80 beside 79, but not the 90 of a rule beside her 89."""
    one, two = told.knowledge, other.knowledge
    if not (isinstance(one, Interval) and isinstance(two, Interval)):
        return True
    return max(one.low, two.low) <= min(one.high, two.high)
