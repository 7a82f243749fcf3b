"""The places of a message: which are asked about, and what 本地 and 那边 then say."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.language.hits import Hit
from assistant.language.meaning import RegionAsked
from assistant.language.message import Message, marked
from assistant.language.ownership import Owners
from assistant.language.placing import Placed, part_of, relative_whereabouts, relatives


def placed_in(message: Message) -> list[Placed]:
    """Every place with the part that it plays."""
    placed: list[Placed] = []
    for mention in message.places:
        part, outside = part_of(message.words, message.scope, mention, placed[-1] if placed else None)
        placed.append(Placed(mention.start, mention.end, mention.place, part, outside))
    return placed


def regions_of(
    message: Message, placed: Sequence[Placed], owners: Mapping[int, Owners], asker: int | None
) -> tuple[RegionAsked, ...]:
    """The places asked about, each once: the elders' own; the asker's only where no other is named."""
    open_to_it = [p for p in placed if p.part != "former" and not p.outside and owners[p.start] is not None]
    theirs = [p for p in open_to_it if p.part != "aside" and (asker is None or owners[p.start] != (asker,))]
    seen: dict[str, RegionAsked] = {}
    for one in theirs or open_to_it:
        words, start, end = message.original(one.start, one.end)
        document = message.all_places.covered_document(one.place)
        asked = RegionAsked(one.place.code, one.place.name, document, words, start, end)
        seen.setdefault(one.place.code, asked)
    return tuple(seen.values())


def said_by_relation(
    message: Message, placed: Sequence[Placed], regions: Sequence[RegionAsked]
) -> Iterator[Hit]:
    """户口也是那边的, 本地户口, 户口不在这儿: where somebody is, said by relation to a place."""
    words, plain = message.words, message.plain
    for fact in ("hukou", "residence"):
        for match in words.pattern("placing", f"there_{fact}").finditer(plain):
            before = [p for p in placed if p.end <= match.start()]
            if before:
                yield Hit(*match.span(), fact, before[-1].whereabouts, message.mode(*match.span()))
    here = [message.all_places.get(region.code) for region in regions] or message.here
    taken = marked(len(plain), [(p.start, p.end) for p in message.places])
    for one in relatives(words, plain):
        whereabouts = relative_whereabouts(one, here, message.all_places)
        if whereabouts is not None and not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            yield Hit(one.start, one.end, one.fact, whereabouts, message.mode(one.start, one.end))
