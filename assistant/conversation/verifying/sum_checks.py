"""Sums and shares: the amount, what it is paid by, how firmly it stands, and of which benefit and tier it is."""

from collections.abc import Collection, Iterator

from assistant.conversation.verifying.claims import Claim, Payment
from assistant.conversation.verifying.faults import Fallacy, Fault
from assistant.conversation.verifying.literals import Key
from assistant.conversation.verifying.scene import SUMS, Scene
from assistant.conversation.verifying.stands import Sum
from assistant.conversation.verifying.tiers import Alternatives
from assistant.policies.folding import fold


def sums(scene: Scene) -> Iterator[Fault]:
    """Sums that the benefits they are said of do not give, or not so, or not now."""
    for claim in _sums(scene):
        start, end, keys = scene.segment(claim)
        known = _of_the_standard(scene, allowed(scene, claim, keys), start, end)
        fallacy = _fallacy(claim, _payment(scene, start, end), known)
        if fallacy is None and not _fits_its_tier(scene, claim, keys):
            fallacy = "amount"
        words = scene.reading.around(claim.start, claim.end)
        if fallacy is not None:
            yield Fault(fallacy, words)
        elif _is_claimed_too_soon(scene, claim, keys):
            yield Fault("verdict", words, contradicts=True)


def offers(scene: Scene) -> Iterator[Fault]:
    """What is said to be free, or half the price, and is not said to be so in the list."""
    names = [(one.start, one.end) for one in scene.reading.mentions if one.meant.keys]
    for match in scene.tools.signs.pattern("offers").finditer(scene.reading.text):
        at = match.start()
        supposed = scene.stance_at(at) == "supposed"
        told = scene.grounds.offers(scene.keys_around, scene.persons_at(at), supposed=supposed)
        if match.group() not in told and not any(start <= at < end for start, end in names):
            yield Fault("amount", match.group())


def allowed(scene: Scene, claim: Claim, keys: frozenset[Key]) -> frozenset[Sum]:
    """The sums that a part may tell of benefits at the place of a figure."""
    grounds, persons = scene.grounds, scene.persons_at(claim.start)
    found = grounds.totals if scene.tells_totals else frozenset()
    if not keys:
        return found
    found |= grounds.sums(keys, persons)
    if scene.tells_a_change:
        found |= grounds.sums_before(keys, persons)
    if scene.stance_at(claim.start) == "supposed":
        found |= grounds.prospects(keys, persons).sums
    return found


def _sums(scene: Scene) -> list[Claim]:
    return [claim for claim in scene.reading.claims if claim.kind in SUMS]


def _payment(scene: Scene, start: int, end: int) -> Payment:
    others = [claim for claim in _sums(scene) if start <= claim.start < end]
    return Payment(scene.tools.signs, scene.reading.figures_text, start, end, others, scene.reading.english)


def _of_the_standard(scene: Scene, known: Collection[Sum], start: int, end: int) -> list[Sum]:
    """Without the shares of other standards than those that the stretch names."""
    standards, stretch = scene.grounds.register.standards, scene.reading.text[start:end]
    named = {of for words, of in standards.items() if words in stretch}
    return [
        one for one in known if one.standard is None or not named or standards[fold(one.standard)] in named
    ]


def _fallacy(claim: Claim, payment: Payment, known: Collection[Sum]) -> Fallacy | None:
    """What is wrong with a sum, None where some sum that is known is just so."""
    same = [one for one in known if (one.value, one.unit) == (claim.value, claim.kind)]
    if not same:
        return "amount"
    period, bounds = payment.period(claim), payment.bounds(claim)
    in_period = [one for one in same if period is None or one.per == period]
    if not in_period:
        return "period"
    return None if any(one.bound in bounds for one in in_period) else "bound"


def _fits_its_tier(scene: Scene, claim: Claim, keys: frozenset[Key]) -> bool:
    """Whether the sum goes with the condition beside it, and is not told in another's place."""
    if len(keys) != 1 or scene.tells_totals:
        return True
    [key] = keys
    stands = scene.grounds.standing(keys, scene.persons_at(claim.start))
    tiers = [one.tier for stand in stands for one in stand.verdict.tiers]
    register, signs = scene.grounds.register, scene.tools.signs
    alternatives = Alternatives(register, tiers or register.benefit(key).tiers, signs.pattern("negation"))
    clause = scene.reading.clause_at(claim.start)
    together = [one for one in _sums(scene) if clause.start <= one.start < clause.end]
    if not scene.tells_a_change and alternatives.told_twice(together):
        return False  # a change may tell the same sum twice, of before and of now
    text = scene.reading.figures_text
    earlier = [one.end for one in _sums(scene) if one.end <= claim.start]
    stops = [match.end() for match in signs.pattern("stop").finditer(text, 0, claim.start)]
    return alternatives.agree(claim, text, max([0, *earlier, *stops]))


def _is_claimed_too_soon(scene: Scene, claim: Claim, keys: frozenset[Key]) -> bool:
    """Whether a sum is given as if it were due for a benefit, named before, that is not."""
    stands = scene.grounds.standing(keys, scene.persons_at(claim.start))
    asserted = scene.stance_at(claim.start) is None and not scene.named and not scene.tells_totals
    return (
        asserted and bool(stands) and not any(one.status in ("eligible", "local_decision") for one in stands)
    )
