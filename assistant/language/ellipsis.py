"""我爸是低保我妈不是, he has a certificate, she doesn't: what is said of one and only echoed of another."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.eligibility.knowledge import Options, Value
from assistant.language.lexicon import Words
from assistant.language.people import Mention
from assistant.language.scope import Scope
from assistant.language.statements import Said

_ECHOES = (("echo_done", None), ("echo_affirmed", None), ("echo_same", True), ("echo_denied", False))
_SIGHT = 60
"""How far back that which is echoed may stand."""
# What is not had at all where it is not had by 没有: no other grade of a certificate either.
_NONE_AT_ALL = frozenset({"disability_grade"})


def with_echoes(words: Words, scope: Scope, mentions: Sequence[Mention], said: Sequence[Said]) -> list[Said]:
    """What is said, with what words such as 我妈不是, 她也是 say, where they stand, of the fact said last before them.

    低保他没有 denies the one fact and says it of nobody.
    """
    kept = list(said)
    for mention in mentions:
        if not mention.targets or _counts(words, scope, mention):
            continue
        for name, same in _ECHOES:
            match = words.pattern("people", name).match(scope.plain, mention.end)
            before = _last_before(scope, said, mention) if match else None
            if name == "echo_affirmed" and (before is None or before.force != "negated"):
                continue
            if match and before and before.fact not in _said_between(said, match.start(), match.end()):
                span = (match.start(), match.end())
                if same is False and _is_topic(scope, mentions, mention, before):
                    kept = [one for one in kept if (one.start, one.fact) != (before.start, before.fact)]
                    span = (before.start, before.end)
                kept += _echoed(words, before, span, same)
    return kept


def _is_topic(scope: Scope, mentions: Sequence[Mention], mention: Mention, before: Said) -> bool:
    """Whether nobody but him behind it has what the clause begins with: 那份补助他没有, and not 我有退休金她没有."""
    start = scope.clause_start(before.start)
    owners = [one for one in mentions if one.targets and start <= one.start < mention.start]
    return before.force == "said" and not owners and not scope.plain[before.end : mention.start].strip()


def _counts(words: Words, scope: Scope, mention: Mention) -> bool:
    """别的啥都没有: 都 is no person of whom anything is echoed."""
    return bool(words.pattern("people", "nothing_else").search(scope.left(mention.start)))


def _domain(words: Words, fact: str) -> frozenset[Value]:
    declared = words.vocabulary.facts[fact]
    return frozenset({True, False}) if declared.type == "flag" else frozenset(declared.values or ())


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
        elif before.force == "negated" and isinstance(before.knowledge, Options):
            denied = _domain(words, before.fact) - before.knowledge.values
            if len(denied) == 1:
                yield Said(start, end, before.fact, Options(denied), "said")
        return
    if same:
        yield replace(before, start=start, end=end)
        return
    if before.force == "negated" or not isinstance(before.knowledge, Options):
        yield replace(before, start=start, end=end)
    elif before.fact in _NONE_AT_ALL:
        yield Said(start, end, before.fact, Options(frozenset({"none"})), "negated")
    else:
        rest = _domain(words, before.fact) - before.knowledge.values
        if rest:
            yield Said(start, end, before.fact, Options(rest), "negated")
