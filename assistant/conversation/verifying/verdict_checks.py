"""Verdict words: 符合, not eligible, left to the locality, and the marks of single conditions."""

from collections.abc import Collection, Iterator, Mapping

from assistant.conversation.verifying.counting import counted
from assistant.conversation.verifying.faults import Fault
from assistant.conversation.verifying.figure_checks import agrees
from assistant.conversation.verifying.literals import Key, dense
from assistant.conversation.verifying.naming import Named
from assistant.conversation.verifying.reading import Clause
from assistant.conversation.verifying.scene import COUNTS, SUMS, Scene
from assistant.conversation.verifying.signs import Stance
from assistant.conversation.verifying.stands import CHOICE, Stand

ASSERTED: Mapping[Stance, tuple[str, ...]] = {
    "met": ("eligible",),
    "unmet": ("not_eligible",),
    "local": ("local_decision",),
    "open": ("needs_info", "local_decision"),
    "bears": ("needs_info",),
    "lost": ("needs_info", "local_decision", "not_eligible"),
}
SAYS_NOTHING: tuple[Stance, ...] = ("neutral", "tied", "supposed", "nothing")
MARKS = {"✓": True, "✗": False, "?": None}


def verdicts(scene: Scene) -> Iterator[Fault]:
    """What is said of benefits that does not stand so."""
    for one in scene.named:
        words = scene.unit.text[one.start : one.end]
        if not one.keys:
            yield Fault("item", words)
            continue
        stance = scene.stance_at(one.start)
        if stance is None and (_is_paid(scene, one) or _is_listed(scene, one)):
            stance = "met"
        for keys in one.apart if stance is not None else ():
            if not _stands(scene, keys, stance, one.start):  # type: ignore[arg-type]
                yield Fault("verdict", f"{words}: {stance}", contradicts=True)
    if not scene.named and scene.unit.form not in ("head", "heading"):
        for clause in scene.reading.clauses:
            if not _is_right(scene, clause):
                words = scene.unit.text[clause.start : clause.end].strip()
                yield Fault("verdict", words, contradicts=True)


def marks(scene: Scene) -> Iterator[Fault]:
    """✓, ✗ and ? before conditions, which their quotes tell apart."""
    if not any(sign in scene.unit.text for sign in ("✓", "✗", "? ")):
        return
    stands = scene.grounds.standing(scene.keys_around, scene.persons_at(0))
    known = {mark for stand in stands for mark in stand.marks}
    text, signs = scene.unit.text, scene.tools.signs
    for match in signs.pattern("mark").finditer(text, overlapped=True):
        words = dense(match["quote"] or "")
        if signs.pattern("one_of").match(match["words"]):
            first = signs.pattern("quote").search(text, match.end("words"))
            words = f"{CHOICE}{dense(first[1])}" if first is not None else ""
        mets = {met for quote, met in known if quote == words}
        if mets and MARKS[match["mark"]] not in mets:
            yield Fault("mark", match.group())


def _is_paid(scene: Scene, one: Named) -> bool:
    """Whether a sum is given for it, which says that it is due, without a word for it."""
    sums = (claim for claim in scene.reading.claims if claim.kind in SUMS)
    return any(scene.segment(claim)[2] == one.keys for claim in sums)


def _is_listed(scene: Scene, one: Named) -> bool:
    """Whether it is put before somebody without a word, as what is due would be: not as a mere title."""
    behind = scene.reading.stance_text[one.end :]
    is_title = scene.tools.signs.pattern("clause").search(behind) is None
    of_departments = any(mention.meant.departments for mention in scene.reading.mentions)
    return bool(scene.grounds.people) and not is_title and not of_departments


def _stands(scene: Scene, keys: Collection[Key], stance: Stance, at: int) -> bool:
    """Whether benefits stand as the words at a place say; of those that share a name one must."""
    stands = scene.grounds.standing(keys, scene.persons_at(at))
    shown = scene.reading.clause_at(at).shown
    if stance == "supposed" and "met" in shown and "unmet" not in shown:
        return _may_come(scene, keys, stands, at)
    if stance in SAYS_NOTHING or not (scene.grounds.people or stance in ("met", "unmet")):
        return True
    return any(_is_so(stand, stance) for stand in stands)


def _is_so(stand: Stand, stance: Stance) -> bool:
    if stance == "encouraged":
        return stand.is_encouraged
    if stance in ("open", "bears") and stand.status in ("eligible", "local_decision"):
        return stand.is_unsettled or (stance == "open" and stand.status == "local_decision")
    return stand.status in ASSERTED.get(stance, (stand.status,))


def _may_come(scene: Scene, keys: Collection[Key], stands: Collection[Stand], at: int) -> bool:
    """Whether benefits may become due, or stay so, as an answer supposes."""
    if not stands or any(stand.status not in ("not_eligible", "eligible") for stand in stands):
        return True
    prospects = scene.grounds.prospects(keys, scene.persons_at(at))
    if prospects.statuses - {"not_eligible"}:
        return True
    on_a_day = any(agrees(date, day) for date in scene.reading.dates for day in prospects.days)
    return any(stand.status == "eligible" for stand in stands) and not on_a_day


def _is_right(scene: Scene, clause: Clause) -> bool:
    """Verdict words that name no benefit are about the one named before, else about any."""
    told = clause.stance in ("met", "unmet", "nothing") or (
        clause.stance == "supposed" and "met" in clause.shown
    )
    counts = (claim for claim in scene.reading.claims if claim.kind in COUNTS)
    if not told or any(clause.start <= claim.start < clause.end for claim in counts):
        return True
    stance, keys = scene.stance_at(clause.start), scene.context.keys
    persons = scene.persons_at(clause.start)
    if stance == "supposed":
        return not keys or _stands(scene, keys, stance, clause.start)
    if stance == "nothing":
        return any(count.all and not count.due for count in counted(scene.grounds, persons))
    stands = scene.grounds.standing(keys or frozenset(scene.grounds.by_key), persons)
    return stance is None or any(_is_so(stand, stance) for stand in stands)
