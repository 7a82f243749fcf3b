"""The places of a message: which are asked about, and what 本地 and 那边 then say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.eligibility.knowledge import Whereabouts, region
from assistant.language.hits import Hit
from assistant.language.meaning import RegionAsked
from assistant.language.message import Message, marked
from assistant.language.ownership import Owners, Ownership
from assistant.language.placing import Placed, part_of, relative_whereabouts, relatives
from assistant.policies.places import Place, PlaceMention, Places

_SIGHT = 48


def placed_in(message: Message) -> list[Placed]:
    """Every place with the part that it plays."""
    placed: list[Placed] = []
    for mention in message.places:
        part, outside = part_of(message.words, message.scope, mention, placed[-1] if placed else None)
        placed.append(Placed(mention.start, mention.end, mention.place, part, outside))
        if part in ("hukou", "residence", "asked") and not outside and _is_both(message, mention):
            placed[-1:] = [replace(placed[-1], part="hukou"), replace(placed[-1], part="residence")]
    return sorted([*placed, *_drawn_at(message, placed)], key=lambda one: one.start)


def _drawn_at(message: Message, placed: Sequence[Placed]) -> Iterator[Placed]:
    """户口和低保都在浉河; 户口在廊坊，在宁河吃低保: where 低保 is drawn, if the registration is told of as well.

    Of whom no registration is told, the place where 低保 is drawn is presumed to be that.
    """
    registered = {one.place.code for one in placed if one.part == "hukou" and not one.outside}
    for one in placed:
        left, right = message.scope.left(one.start), message.scope.right(one.end)
        if one.part == "hukou":
            drawn = bool(message.words.pattern("placing", "hukou_and_drawn").search(left))
        elif one.part in ("asked", "residence") and registered - {one.place.code}:
            behind = any(
                message.words.pattern("placing", n).search(left) for n in ("drawn_in", "drawn_around")
            )
            drawn = behind or bool(message.words.pattern("placing", "drawn_after").search(right))
        else:
            continue
        if drawn:
            yield replace(one, part="drawn")


def _is_both(message: Message, mention: PlaceMention) -> bool:
    """Whether somebody is registered and lives at a place: registered and residing in Panjin."""
    before = message.plain[max(0, mention.start - _SIGHT) : mention.start]
    return bool(
        message.words.pattern("placing", "both_before").search(before)
        or message.words.pattern("placing", "both_after").match(message.plain, mention.end)
    )


def regions_of(
    message: Message, placed: Sequence[Placed], owners: Mapping[int, Owners], apart: frozenset[int]
) -> tuple[RegionAsked, ...]:
    """The places asked about, each once: the elders' own; those of who stand `apart` only where no other is named."""
    # lives elsewhere, but his hukou is there: it is about that place all the same
    there = any(
        message.words.pattern("placing", f"there_{f}").search(message.plain) for f in ("hukou", "residence")
    )
    open_to_it = [
        p
        for p in placed
        if p.part != "former"
        and (not p.outside or (there and p.part in ("hukou", "residence")))
        and owners[p.start] is not None
    ]
    theirs = [p for p in open_to_it if p.part != "aside" and not _is_of(owners[p.start], apart)]
    theirs = [
        p for p in theirs if p.part != "compared" or not _is_held_against(message.all_places, p, theirs)
    ]
    seen: dict[str, RegionAsked] = {}
    for one in theirs or open_to_it:
        if _is_beside_the_spoken_of(message, one):
            continue
        words, start, end = message.original(one.start, one.end)
        document = message.all_places.covered_document(one.place)
        asked = RegionAsked(one.place.code, one.place.name, document, words, start, end)
        seen.setdefault(one.place.code, asked)
    return tuple(seen.values())


def _is_held_against(places: Places, compared: Placed, others: Sequence[Placed]) -> bool:
    """Whether a place is only compared with one of which no list speaks: that one is asked about."""
    return any(
        other.part != "compared"
        and not places.contains(other.place, compared.place)
        and _document_of(places, other.place) is None
        for other in others
    )


def _is_beside_the_spoken_of(message: Message, place: Placed) -> bool:
    """宁河都给，我们这儿呢: whether a place is only compared with the one that the conversation is about."""
    other = message.all_places.covered_document(place.place) not in message.context.documents
    own = message.words.pattern("places_aside", "own")
    return place.part == "compared" and bool(message.here) and other and bool(own.search(message.plain))


def _document_of(places: Places, place: Place) -> str | None:
    """The document that speaks for a place and for no other document's place beside it: 武清 has none, 宁河 its own."""
    document = places.covered_document(place)
    if document is None or places.get(document) == place:
        return document
    return document if places.covered_within(places.get(document)) == (document,) else None


def _is_of(owners: Owners, apart: frozenset[int]) -> bool:
    """Whether a place is nobody's but theirs."""
    return bool(owners) and apart.issuperset(owners or ())


def _spoken_of(message: Message, at: int, placed: Sequence[Placed]) -> Whereabouts | None:
    """There, where the message names no place: the only one that the conversation is about."""
    if placed or len(message.here) != 1 or message.scope.is_doubtful(at):
        return None
    return Whereabouts(within=region(message.here[0].code))


def said_by_relation(
    message: Message, placed: Sequence[Placed], regions: Sequence[RegionAsked], ownership: Ownership
) -> Iterator[Hit]:
    """户口也是那边的, 本地户口, 户口不在这儿: where somebody is, said by relation to a place."""
    words, plain = message.words, message.plain
    for fact in ("hukou", "residence"):
        for match in words.pattern("placing", f"there_{fact}").finditer(plain):
            before = [p for p in placed if p.end <= match.start()]
            there = (
                replace(before[-1], outside=False).whereabouts
                if before
                else _spoken_of(message, match.start(), placed)
            )
            if there is not None:
                yield Hit(*match.span(), fact, there, message.mode(*match.span()))
    here = [message.all_places.get(asked.code) for asked in regions] or message.here
    # 户口在外地 is told of the place that the document speaks for, not of a district of it
    whole = [message.all_places.get(asked.document or asked.code) for asked in regions] or message.here
    taken = marked(len(plain), [(p.start, p.end) for p in message.places])
    for one in relatives(words, plain):
        whereabouts = relative_whereabouts(one, here if one.here else whole, message.all_places)
        if whereabouts is not None and not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            hit = Hit(one.start, one.end, one.fact, whereabouts, message.mode(one.start, one.end))
            yield from _each_at_home(message, hit, placed, ownership) if one.here else [hit]


def _each_at_home(
    message: Message, hit: Hit, placed: Sequence[Placed], ownership: Ownership
) -> Iterator[Hit]:
    """爷爷在宁河，外婆在四方台，户口都在当地: of several persons each is where his own place is."""
    homes = {
        owners: p.whereabouts for p in placed if p.end <= hit.start and (owners := ownership.at(p.start))
    }
    spoken_of = ownership.of(hit.start, hit.end) or ()
    own = [(owners, home) for owners, home in homes.items() if len(owners) == 1 and owners[0] in spoken_of]
    if len(own) < 2:
        yield hit
    for owners, home in own if len(own) > 1 else ():
        yield replace(hit, knowledge=home, of=owners)
