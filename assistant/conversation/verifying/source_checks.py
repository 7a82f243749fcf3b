"""Words of others: quotes, titles, departments, and names that nobody may make up."""

from collections.abc import Iterator

import regex

from assistant.conversation.verifying.faults import Fault
from assistant.conversation.verifying.literals import dense
from assistant.conversation.verifying.register import item_of
from assistant.conversation.verifying.scene import Scene
from assistant.policies.folding import fold

_TWO_CHARACTERS = regex.compile(r"\p{Han}{2}")


def quotes(scene: Scene) -> Iterator[Fault]:
    """Quotes and titles that no document prints, and quotes that stand elsewhere than what they are quoted for."""
    yield from (Fault("quote", words) for words in scene.reading.misquoted)
    yield from (Fault("title", words) for words in scene.reading.mistitled)
    numbers = scene.tools.signs.pattern("document_number").finditer(scene.reading.text)
    yield from (Fault("title", match.group()) for match in numbers)
    keys = scene.keys_around if scene.unit.form == "bullet" else scene.named_keys
    for start, end in scene.reading.verbatim:
        words = dense(scene.unit.text[start + 1 : end - 1])
        if scene.reading.within_fixed_words(start):
            continue  # the quotation marks of our own words
        if keys and not any(words in scene.grounds.register.words(key) for key in keys):
            yield Fault("quote", scene.unit.text[start:end])


def departments(scene: Scene) -> Iterator[Fault]:
    """Departments that the items they are named for do not print; semicolons part one group from the next."""
    text = scene.reading.text
    stated = [dense(fold(one)) for one in scene.grounds.stated]
    stops = [at for at, one in enumerate(text) if one == ";"]
    for start, end in zip([0, *stops], [*stops, len(text)], strict=True):
        named = [keys for one in scene.named if start <= one.start < end for keys in one.apart]
        printed = [_printed(scene, keys) for keys in named]
        for mention in scene.reading.mentions:
            if start <= mention.start < end and mention.meant.departments:
                wanted = printed or [_around(scene, mention.start)]
                words = scene.unit.text[mention.start : mention.end]
                is_stated = any(dense(fold(words)) in one for one in stated)
                if not is_stated and not all(mention.meant.departments & names for names in wanted):
                    yield Fault("department", words)


def unknown_names(scene: Scene) -> Iterator[Fault]:
    """Benefits that only other places have, and benefits and offices that nobody has."""
    text = scene.unit.text
    for mention in scene.naming.foreign():
        words = text[mention.start : mention.end]
        if not _is_said(scene, words):
            contradicts = scene.stance_at(mention.start) in ("met", None)
            yield Fault("unknown_benefit", words, contradicts=contradicts)
    for start, words in _formed_like(scene, "benefits", scene.reading.stance_text):
        if not _is_said(scene, words):
            yield Fault("unknown_benefit", words, contradicts=scene.stance_at(start) == "met")
    for _, words in _formed_like(scene, "offices", scene.reading.typed):
        cited = [dense(citation.quote) for citation in scene.grounds.citations]
        stated = [dense(fold(one)) for one in scene.grounds.stated]
        known = (scene.grounds.register.own_words, *cited, *stated)
        if not any(dense(words) in one for one in known):
            yield Fault("department", words)


def _printed(scene: Scene, keys: frozenset[tuple[str, str]]) -> frozenset[str]:
    register = scene.grounds.register
    return frozenset(name for key in keys for name in register.departments((key[0], item_of(key))))


def _around(scene: Scene, at: int) -> frozenset[str]:
    """The departments of what was named last, else of the lists in scope."""
    before = [one.keys for one in scene.named if one.start < at]
    keys = before[-1] if before else scene.keys_around
    if keys:
        return _printed(scene, keys)
    lists = (scene.grounds.register.all_departments(document) for document in scene.grounds.documents)
    return frozenset(name for names in lists for name in names)


def _formed_like(scene: Scene, kind: str, text: str) -> Iterator[tuple[int, str]]:
    """Words formed like the name of a benefit or an office, fixed words and known names aside."""
    signs, folded = scene.tools.signs, scene.reading.stance_text
    for match in signs.pattern(f"{kind}.heads").finditer(folded):
        opening = folded[max(0, match.start() - 2) : match.start()]
        if _TWO_CHARACTERS.fullmatch(opening) and not signs.pattern(f"{kind}.any").search(opening):
            level = folded[max(0, match.start() - 3) : match.start() - 2]
            level = level if signs.pattern(f"{kind}.level").fullmatch(level) else ""
            yield match.start() - 2, level + opening + match.group()
    if scene.reading.english:
        for match in signs.pattern(f"{kind}.en").finditer(text):
            if not signs.pattern(f"{kind}.en_any").search(match["two"].lower()):
                yield match.start(), match.group()


def _is_said(scene: Scene, words: str) -> bool:
    """Whether the words stand in a document in scope, or in what the replies themselves say."""
    register, looked_up = scene.grounds.register, dense(words)
    sources = (register.source(document) for document in scene.grounds.documents)
    return looked_up in register.own_words or any(looked_up in source for source in sources)
