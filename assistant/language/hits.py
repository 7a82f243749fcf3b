"""All that a message says of somebody, before it is decided of whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import regex

from assistant.eligibility.knowledge import Knowledge, Options
from assistant.language.age_readings import AgeFound, age_on
from assistant.language.answers import answer, here_or_elsewhere
from assistant.language.births import Birth, in_month
from assistant.language.meaning import Mode
from assistant.language.message import Message
from assistant.language.ownership import Ownership
from assistant.language.placing import FACTS, Placed, Relative, part_of, relative_whereabouts

_YEAR_ALONE = regex.compile(r"\s*(19\d\d|20[0-2]\d)\s*年?[的。.]?\s*")

_FIGURE = regex.compile(r"[\d一二三四五六七八九十百]")
_SHORT_ENGLISH = 60
"""How long an English message may be that only answers where somebody is: letters, not characters."""
_FINDINGS = ("self_care_finding", "care_level")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something said of somebody at `[start, end)` of the plain text."""

    start: int
    end: int
    fact: str
    knowledge: Knowledge
    mode: Mode
    birth: Birth | None = None
    private: bool = False
    of: tuple[int, ...] | None = None
    """The drafts of whom it is said, where more than its place in the text tells that."""


def hits_of(message: Message, placed: Sequence[Placed]) -> list[Hit]:
    """Everything said in so many words, and what a short answer says to the question before it."""
    hits = [*_facts(message), *_identities(message), *_places(message, placed), *_taken_back(message)]
    hits += [*_birth_months(message), *_became(message)]
    hits = _without_a_choice(message, hits)
    stretches = sorted({(hit.start, hit.end) for hit in hits} | {(a.start, a.end) for a in message.ages})
    hits += _ages(message, Ownership(message.words, message.scope, message.people, stretches))
    told = list(_answers(message))
    if told and told[0].end - told[0].start < len(message.plain.strip()) // 2:
        # 有，二级: what is said in so many words is more than the short answer before it.
        told = [one for one in told if one.fact not in {hit.fact for hit in hits}]
    answered = {one.fact for one in told}
    return sorted(
        [hit for hit in hits if hit.fact not in answered] + told, key=lambda hit: (hit.start, hit.fact)
    )


def _facts(message: Message) -> Iterator[Hit]:
    for one in message.said:
        if one.force != "asked":
            mode = message.mode(one.start, one.end, one.force == "negated")
            yield Hit(one.start, one.end, one.fact, one.knowledge, mode)


def _taken_back(message: Message) -> Iterator[Hit]:
    """我弄错了，没做过评估, or some time after a finding was told: no finding is known any more."""
    asked = message.context.asked in _FINDINGS
    if message.corrected_from is not None or (message.context.persons and not asked):
        for match in message.words.pattern("finding", "none_made").finditer(message.plain):
            if message.scope.is_supposed(*match.span()):
                continue
            for fact in _FINDINGS:
                yield Hit(*match.span(), fact, message.words.vocabulary.facts[fact].domain, "corrected")
    if not message.context.persons:
        return
    for fact in message.words.grammar["taken_back"]:
        for match in message.words.pattern("taken_back", fact).finditer(message.plain):
            supposed = message.scope.is_supposed(*match.span())
            clause = message.scope.clause_start(match.start())
            if any(clause <= one.start < match.end() for one in message.said):
                continue  # 残疾证其实没办成 says by itself what is denied
            if supposed and fact in message.words.grammar["supposed_away"]:
                yield Hit(*match.span(), fact, Options(frozenset({False})), "supposed")
            elif message.corrected_from is not None and not supposed:
                yield Hit(*match.span(), fact, Options(frozenset({False})), "taken_back")


def _without_a_choice(message: Message, hits: list[Hit]) -> list[Hit]:
    """供养方式还没选: neither form of support is chosen, whichever is named; one that was told is known no more."""
    undecided = message.words.pattern("tekun_wishes", "undecided").search(message.plain)
    if undecided is None:
        return hits
    hits = [hit for hit in hits if hit.fact != "tekun_support" or hit.mode == "supposed"]
    if message.context.persons:
        form = message.words.vocabulary.facts["tekun_support"].domain
        hits.append(Hit(*undecided.span(), "tekun_support", form, "taken_back"))
    return hits


def _became(message: Message) -> Iterator[Hit]:
    """儿子上礼拜没了: changes what was told of an only child, and says nothing where none was told of."""
    if not message.context.persons or any(one.fact == "family_planning" for one in message.said):
        return
    for value in message.words.grammar["became"]:
        for match in message.words.pattern("became", value).finditer(message.plain):
            if not message.scope.is_doubtful(match.start()):
                yield Hit(*match.span(), "family_planning", Options(frozenset({value})), "taken_back")


def _places(message: Message, placed: Sequence[Placed]) -> Iterator[Hit]:
    for one in placed:
        if one.part in FACTS:
            mode = message.mode(one.start, one.end)
            yield Hit(one.start, one.end, FACTS[one.part], one.whereabouts, mode)
            if message.words.pattern("placing", "with_home").search(message.scope.left(one.start)):
                yield Hit(one.start, one.end, "residence", one.whereabouts, mode)


def _identities(message: Message) -> Iterator[Hit]:
    """The birth date and the sex inside of an identity number."""
    starts = message.text.starts
    for (start, end), one in message.identities:
        if one.birth is None or one.sex is None or one.birth > message.context.today:
            continue
        at = next((i for i, origin in enumerate(starts) if origin >= start), len(starts))
        stop = max(at + 1, next((i for i, origin in enumerate(starts) if origin >= end), len(starts)))
        birth = (one.birth, one.birth)
        yield Hit(at, stop, "age", age_on(message.context.today, birth), "said", birth, private=True)
        yield Hit(at, stop, "sex", Options(frozenset({one.sex})), "said", private=True)


# --- ages -----------------------------------------------------------------------------------------


def _ages(message: Message, ownership: Ownership) -> Iterator[Hit]:
    for age in message.ages:
        if _is_taken_back(message, age) or _is_of_a_rule(message, age):
            continue
        if not age.bare or _is_an_age(message, age, ownership):
            yield Hit(age.start, age.end, "age", age.age, _mode_of_age(message, age), age.birth)


def _mode_of_age(message: Message, age: AgeFound) -> Mode:
    """要是户口迁回来，她90了，能领吗: an age behind what is supposed is hers now, unless it is to be reached."""
    mode, scope = message.mode(age.start, age.end), message.scope
    words = message.plain[scope.clause_start(age.start) : age.end]
    reached = message.words.pattern("supposing", "to_be_reached").search(words)
    behind = mode == "supposed" and not scope.opens_supposition(age.start) and not reached
    return "said" if behind else mode


def _birth_months(message: Message) -> Iterator[Hit]:
    """三月份的生日: narrows the year of birth told in this message or known of the person spoken of."""
    told = [age.birth for age in message.ages if age.birth is not None]
    context = message.context
    current = context.current if context.current is not None else len(context.births) - 1
    known = context.births[current] if 0 <= current < len(context.births) else None
    year = told[0] if len(told) == 1 else None if told else known
    for start, end, month, day in message.birth_months:
        birth = in_month(year, month, day) if year is not None else None
        if birth is not None and birth[0] <= context.today:
            yield Hit(start, end, "age", age_on(context.today, birth), message.mode(start, end), birth)


def _is_taken_back(message: Message, age: AgeFound) -> bool:
    """不是92, not 92."""
    left = message.scope.left(age.start)
    return any(message.words.pattern("correcting", name).search(left) for name in ("rejects", "en_rejects"))


def _is_of_a_rule(message: Message, age: AgeFound) -> bool:
    """Whether the age is a condition asked about (是不是80岁以上才有, the over-80s allowance) and nobody's."""
    left, right = message.scope.left(age.start), message.scope.right(age.end)
    reaching = not age.bare or message.words.pattern("rule_ages", "reaching").search(left)
    if reaching and message.words.pattern("rule_ages", "after_question").match(right):
        return True
    of_benefit = message.words.pattern("rule_ages", "of_benefit").match(right)
    if age.age.low != age.age.high and message.words.pattern("rule_ages", "of_fare").match(right):
        return True
    # 80岁的补贴 is one for everybody of that age, 83岁的补贴 what somebody of 83 gets
    if (of_benefit and (age.age.low != age.age.high or age.age.low % 10 == 0)) or message.words.pattern(
        "rule_ages", "for_those"
    ).search(left):
        return True
    # 社区说满八十就给, 年满60的就可以: what a rule says of whoever is as old
    figure = _FIGURE.search(message.plain, age.start, age.end)
    before_figure = message.scope.left(figure.start()) if figure else left
    by_rule = message.words.pattern("rule_ages", "by_rule").search(before_figure)
    if by_rule and message.words.pattern("rule_ages", "by_rule_after").match(right):
        return True
    condition = message.words.pattern("rule_ages", "before").search(left)
    if condition and message.words.pattern("rule_ages", "after_condition").match(right):
        return True
    return not message.people.mentions and bool(message.words.pattern("rule_ages", "after").match(right))


def _is_an_age(message: Message, age: AgeFound, ownership: Ownership) -> bool:
    """Whether a number alone is an age: behind a person or a copula, in shorthand, or as the answer."""
    left, right = message.scope.left(age.start), message.scope.right(age.end)
    if message.words.pattern("bare_ages", "behind").search(left):
        return True
    if message.words.pattern("bare_ages", "became").match(right):
        return True
    mention = ownership.last_before(age.start)
    if mention is not None:
        between = message.plain[mention.end : age.start]
        if message.words.pattern("bare_ages", "from_person").fullmatch(between):
            return True
    if mention is None and message.context.asked == "age":
        return True
    if age.birth is not None:
        return message.corrected_from is not None
    stands_apart = message.words.pattern("bare_ages", "apart").fullmatch(left[-1:] or " ")
    behind_place = any(place.end == age.start for place in message.places)
    # 老两口 84 81: a figure behind a figure is one of a series, but for two who are spoken of
    in_series = message.words.pattern("bare_ages", "series").search(left)
    return bool(
        (stands_apart or behind_place)
        and message.words.pattern("bare_ages", "before").match(right)
        and (not in_series or len(ownership.at(age.start) or ()) == 2)
    )


# --- short answers --------------------------------------------------------------------------------


def _answers(message: Message) -> Iterator[Hit]:
    asked, plain = message.context.asked, message.plain
    if asked is None:
        return
    born = _YEAR_ALONE.fullmatch(plain)
    if asked == "age" and born:
        birth = (date(int(born[1]), 1, 1), date(int(born[1]), 12, 31))
        yield Hit(*born.span(1), "age", age_on(message.context.today, birth), "said", birth)
        return
    given = answer(message.words, asked, plain)
    if given is not None:
        yield Hit(given.start, given.end, asked, given.knowledge, given.mode)
    elif asked in FACTS.values():
        yield from _place_answered(message, asked)


def _place_answered(message: Message, fact: str) -> Iterator[Hit]:
    """宁河, 是本地的, 不在: an answer to where somebody is registered or lives."""
    if len(message.places) == 1 and len(message.plain) <= (_SHORT_ENGLISH if message.plain.isascii() else 24):
        mention = message.places[0]
        part, outside = part_of(message.words, message.scope, mention, None)
        one = Placed(mention.start, mention.end, mention.place, part, outside)
        if part == "asked":
            yield Hit(one.start, one.end, fact, one.whereabouts, "said")
        return
    told = None if message.places else here_or_elsewhere(message.words, message.plain)
    if told is not None and message.here:
        size = len(message.plain)
        whereabouts = relative_whereabouts(
            Relative(0, size, "hukou", told == "here"), message.here, message.all_places
        )
        if whereabouts is not None:
            yield Hit(0, size, fact, whereabouts, "said" if told == "here" else "negated")
