"""What the phrases of a message say of the facts, each with its force: said, denied, supposed or put right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from assistant.eligibility.knowledge import Interval, Knowledge, Options, Value
from assistant.language.lexicon import FactSense, Sense, SubjectSense, Words
from assistant.language.numerals import number
from assistant.language.phrases import Found
from assistant.language.scope import Force, Scope

# Facts that a phrase says beside its main one: denying 城市低保 denies the 低保, not the city.
_BESIDE = frozenset({"area", "disability", "childless", "pension_conditions", "institution", "tekun_support"})

_GRADE = regex.compile(
    r"(?<![\d.])(?P<g>[一二三四两1-4壹贰叁肆])\s?级?\s?(?:(?:[、和或到至/-]|或者)?\s?(?P<h>[一二三四1-4])\s?)?级"
    r"|\b(?:grade|level|class|degree)s?[ -]?(?P<g>[1-4]|one|two|three|four|iv|iii|ii|i)\b(?:\s?(?:or|to|and|/|-)\s?(?:grade )?(?P<h>[1-4]|one|two|three|four|iv|iii|ii|i)\b)?"
    r"|\b(?P<g>[1-4](?:st|nd|rd|th)|first|second|third|fourth)[ -]?(?:grade|level|class|degree)\b"
    r"|\b(?P<g>yi|er|san|si) ?ji\b"
)
_GRADES = {
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "one": 1, "two": 2, "three": 3, "four": 4,
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "first": 1, "second": 2, "third": 3,
    "fourth": 4, "yi": 1, "er": 2, "san": 3, "si": 4,
}  # fmt: skip
_OF_DISABILITY = regex.compile(
    r"残|(?<!身份|老年|房产|结婚|退休|优待)证|肢体|视力|听力|智力|精神|言语|certificate|disab|handicap|canji"
)
_OTHER_GRADES = regex.compile(
    r"失能|护理等级|评估等级|能力等级|军|医院|三甲|级别工资|护理级|工伤|care level|military|hospital|heart|injury"
)
_MONTHS = regex.compile(
    r"(?P<n>\d{1,3}|[一二两三四五六七八九十半]{1,3})\s?(?P<h>多|半|来)?\s?(?P<u>个?多?月|年|周年)(?:多|以上|左右|了|的)*|(?P<n>\d{1,2}|a|one|two|three|four|five|six|seven|eight|nine|ten|several)\s(?P<u>months?|years?)\b"
)
_EN_COUNT = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said at `[start, end)` of the plain text, not yet of anybody."""

    start: int
    end: int
    fact: str
    knowledge: Knowledge
    force: Force


class Sayings:
    """Reads the facts off a text whose phrases have been found."""

    def __init__(self, words: Words, scope: Scope) -> None:
        self._words = words
        self._scope = scope

    def read(self, found: Sequence[Found[Sense]]) -> list[Said]:
        """All that is said, denied or asked about, in order."""
        hits = [hit for hit in found if any(isinstance(s, FactSense) for s in hit.senses)]
        grades = list(self._grades(found))
        stretches = sorted([(h.start, h.end) for h in hits] + [(g.start, g.end) for g in grades])
        forces = dict(zip(stretches, self._scope.forces(stretches), strict=True))
        said = [one for hit in hits for one in self._of(hit, forces[hit.start, hit.end], bool(grades))]
        said += [
            Said(
                g.start,
                g.end,
                g.fact,
                self._denied(g.fact, g.knowledge) if f == "negated" else g.knowledge,
                f,
            )
            for g in grades
            for f in [forces[g.start, g.end]]
            if self._denied(g.fact, g.knowledge) is not None or f != "negated"
        ]
        said += self._durations(said)
        return sorted(said, key=lambda one: (one.start, one.fact))

    def finding_near(self, start: int, end: int) -> bool:
        """Whether the words around speak of an assessment that has been made."""
        plain, scope = self._scope.plain, self._scope
        low = max(scope.sentence_start(start), start - 30)
        for match in self._words.pattern("finding", "near").finditer(plain, low, min(len(plain), end + 14)):
            if not scope.same_sentence(min(match.start(), start), max(match.end(), end)):
                continue
            if match.start() >= end and regex.search(r"[,;]", plain[end : match.start()]):
                continue
            if self._words.pattern("finding", "denied").search(plain[low : match.start()]):
                continue
            if self._words.pattern("finding", "denied_after").match(plain[match.end() :]):
                continue
            return True
        return False

    # --- phrases --------------------------------------------------------------------------------

    def _of(self, hit: Found[Sense], force: Force, graded: bool) -> Iterator[Said]:
        senses = [s for s in hit.senses if isinstance(s, FactSense)]
        words = self._scope.plain[hit.start : hit.end]
        for sense in self._meant(senses, hit, words, graded):
            knowledge: Knowledge | None = Options(sense.values)
            if force == "said" and self._words.vocabulary.facts[sense.fact].change in ("apply", "choose"):
                force = "negated" if self._scope.is_past(hit.start) else "said"
            if force == "negated":
                main = next((s for s in senses if s.fact not in _BESIDE), senses[0])
                if sense.fact in _BESIDE and sense is not main:
                    continue
                knowledge = self._denied(sense.fact, Options(sense.values))
            if knowledge is not None:
                yield Said(hit.start, hit.end, sense.fact, knowledge, force)

    def _meant(
        self, senses: Sequence[FactSense], hit: Found[Sense], words: str, graded: bool
    ) -> Iterator[FactSense]:
        finding = any(
            s.fact in ("self_care", "care_level", "self_care_finding") for s in senses
        ) and self.finding_near(hit.start, hit.end)
        graded_here = graded and self._beside_grade(hit)
        finding = finding and not (graded_here and any(s.fact == "disability" for s in senses))
        for sense in senses:
            match sense.fact:
                case "self_care" if finding:
                    yield FactSense("self_care_finding", sense.values)
                    yield sense
                case "self_care_finding" | "care_level":
                    if finding:
                        yield sense
                        if sense.fact == "care_level":
                            found = _FINDING_OF[next(iter(sense.values))]
                            yield FactSense("self_care_finding", found)
                            if len(found) == 1:
                                yield FactSense("self_care", found)
                        elif sense.fact == "self_care_finding":
                            yield FactSense("self_care", sense.values)
                    elif sense.fact == "care_level" and "失能" in words:
                        yield FactSense("self_care", _FINDING_OF[next(iter(sense.values))])
                case "disability" | "disability_grade" if finding:
                    continue
                case "disability_kind":
                    if "残" in words or self._beside_disability(hit):
                        yield sense
                case _:
                    yield sense

    def _beside_grade(self, hit: Found[Sense]) -> bool:
        """Whether a grade stands beside: certified grade 2 disabled is a certificate, no assessment of ability."""
        around = self._scope.plain[max(0, hit.start - 18) : hit.end + 14]
        return bool(_GRADE.search(around))

    def _beside_disability(self, hit: Found[Sense]) -> bool:
        around = self._scope.plain[max(0, hit.start - 10) : hit.end + 12]
        return bool(regex.search(r"残|certificate|disab|canji|[一二三四1-4壹贰叁肆]\s?级|grade", around))

    def _denied(self, fact: str, knowledge: Knowledge) -> Knowledge | None:
        """What remains possible without these values; None where nothing does."""
        declared = self._words.vocabulary.facts[fact]
        assert isinstance(knowledge, Options)
        domain: frozenset[Value] = (
            frozenset({True, False}) if declared.type == "flag" else frozenset(declared.values or ())
        )
        rest = domain - knowledge.values
        return Options(rest) if rest else None

    # --- grades ---------------------------------------------------------------------------------

    def _grades(self, found: Sequence[Found[Sense]]) -> Iterator[Said]:
        plain = self._scope.plain
        for match in _GRADE.finditer(plain):
            low = max(self._scope.sentence_start(match.start()), match.start() - 20)
            around = plain[low : match.start()] + "|" + plain[match.end() : match.end() + 24]
            near = plain[max(low, match.start() - 8) : match.end() + 6]
            if not _OF_DISABILITY.search(around) or (_OTHER_GRADES.search(near) and "残疾证" not in near):
                continue
            grades = {_GRADES.get(match["g"]) or int(match["g"])}
            if match["h"]:
                grades.add(_GRADES.get(match["h"]) or int(match["h"]))
                grades = set(range(min(grades), max(grades) + 1))
            yield Said(match.start(), match.end(), "disability_grade", Options(frozenset(grades)), "said")

    # --- how long -------------------------------------------------------------------------------

    def _durations(self, said: Sequence[Said]) -> Iterator[Said]:
        """瘫痪三年了, bedridden for six months: how long the disability has lasted."""
        plain = self._scope.plain
        for one in said:
            if (
                one.fact != "self_care"
                or one.force != "said"
                or one.knowledge == Options(frozenset({"able"}))
            ):
                continue
            low = max(self._scope.clause_start(one.start), one.start - 12)
            for match in _MONTHS.finditer(plain, low, min(len(plain), one.end + 24)):
                between = plain[min(one.end, match.end()) : max(one.start, match.start())]
                if regex.search(r"[。!?;]", between) or plain[match.end() : match.end() + 1] in ("前", "生"):
                    continue
                months = _months(match)
                if months is not None:
                    yield Said(match.start(), match.end(), "disability_months", months, "said")
                    break


def duration(words: str) -> Interval | None:
    """How many months words such as 三年了 or half a year are, None where they are no length of time."""
    match = _MONTHS.fullmatch(words)
    return _months(match) if match else None


def _months(match: "regex.Match[str]") -> Interval | None:
    words = match["n"]
    if words == "several":
        return None
    unit = 12 if ("年" in match["u"] or match["u"].startswith("year")) else 1
    if words in ("半",):
        return Interval(unit // 2, unit // 2) if unit == 12 else None
    try:
        count = _EN_COUNT.get(words) or number(words.replace("半", ""))
    except ValueError:
        return None
    low = count * unit
    if (match.groupdict().get("h") or "") in ("多", "来"):
        return Interval(low, low + unit - 1)
    return Interval(low, low + (unit - 1 if unit == 12 else 0))


_FINDING_OF: dict[Value, frozenset[Value]] = {
    "none": frozenset({"able"}),
    "mild": frozenset({"partial", "unable"}),
    "moderate": frozenset({"partial", "unable"}),
    "severe": frozenset({"unable"}),
    "total": frozenset({"unable"}),
}
