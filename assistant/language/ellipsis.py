"""我爸是低保我妈不是, he has a certificate, she doesn't: what is said of one and only echoed of another."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.eligibility.knowledge import Options
from assistant.language.lexicon import Words
from assistant.language.people import Mention
from assistant.language.scope import Scope
from assistant.language.statements import Said

_SIGHT = 60
"""How far back that which is echoed may stand."""
# What is not had at all where it is not had by 没有: no other grade of a certificate either.
_NONE_AT_ALL = frozenset({"disability_grade"})


def echoes(words: Words, scope: Scope, mentions: Sequence[Mention], said: Sequence[Said]) -> Iterator[Said]:
    """What words such as 我妈不是, 她也是 say, where they stand, of the fact said last before them."""
    for mention in mentions:
        if not mention.targets:
            continue
        for name, same in (("echo_done", None), ("echo_same", True), ("echo_denied", False)):
            match = words.pattern("people", name).match(scope.plain, mention.end)
            before = _last_before(scope, said, mention) if match else None
            if match and before and before.fact not in _said_between(said, match.start(), match.end()):
                yield from _echoed(words, before, (match.start(), match.end()), same)


def _said_between(said: Sequence[Said], start: int, end: int) -> set[str]:
    return {one.fact for one in said if start <= one.start < end}


def _last_before(scope: Scope, said: Sequence[Said], mention: Mention) -> Said | None:
    """The status or certificate that was spoken of last, in the same sentence."""
    low = max(scope.sentence_start(mention.start), mention.start - _SIGHT)
    near = [one for one in said if low <= one.start and one.end <= mention.start and one.force != "asked"]
    return max(near, key=lambda one: (one.end, one.fact not in ("area", "disability")), default=None)


def _echoed(words: Words, before: Said, span: tuple[int, int], same: bool | None) -> Iterator[Said]:
    """`same` is None where the words affirm by themselves: 我爸没当过兵，我爷爷当过."""
    start, end = span
    if same is None:
        if words.vocabulary.facts[before.fact].type == "flag":
            yield Said(start, end, before.fact, Options(frozenset({True})), "said")
        return
    if same:
        yield replace(before, start=start, end=end)
        return
    declared = words.vocabulary.facts[before.fact]
    if before.force == "negated" or not isinstance(before.knowledge, Options):
        yield replace(before, start=start, end=end)
    elif before.fact in _NONE_AT_ALL:
        yield Said(start, end, before.fact, Options(frozenset({"none"})), "negated")
    else:
        domain = frozenset({True, False}) if declared.type == "flag" else frozenset(declared.values or ())
        rest = domain - before.knowledge.values
        if rest:
            yield Said(start, end, before.fact, Options(rest), "negated")
