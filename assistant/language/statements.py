"""What the phrases of a message say of the facts, each with its force: said, denied or asked about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.eligibility.knowledge import Knowledge, Options, Value
from assistant.language.durations import durations_in
from assistant.language.findings import as_described, as_found, finding_near, is_condition
from assistant.language.grades import Grades
from assistant.language.lexicon import FactSense, Sense, Words
from assistant.language.phrases import Found
from assistant.language.scope import Force, Scope

# Facts that a phrase says beside its main one: denying 城市低保 denies the 低保, not the city.
_BESIDE = frozenset({"area", "disability", "childless", "pension_conditions", "institution", "tekun_support"})
# What need not last, and what its end says of is not known.
_PASSING = frozenset({"lives_alone", "empty_nest", "left_behind"})
# Facts that tell of somebody else at the same time: the certificate of an only child is not the person's.
OF_OTHERS = frozenset({"family_planning", "serviceman_family", "survivor", "childless"})
_ABLE = Options(frozenset({"able"}))
_TEKUN = Options(frozenset({"tekun"}))


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

    def __init__(
        self,
        words: Words,
        grades: Grades,
        scope: Scope,
        *,
        graded: bool,
        talked_of: bool,
        found: bool = False,
    ) -> None:
        """`graded` says that any grade is one of disability, `talked_of` that the conversation is about somebody.

        `found` says that the message answers the question for what an assessment found.
        """
        self._words = words
        self._grades = grades
        self._scope = scope
        self._graded = graded
        self._talked_of = talked_of
        self._found = found

    def read(self, found: Sequence[Found[Sense]]) -> list[Said]:
        """All that is said, denied or asked about, in order."""
        hits = self._without_former([hit for hit in found if _facts_of(hit)])
        of_others = [(h.start, h.end) for h in hits if any(sense.fact in OF_OTHERS for sense in _facts_of(h))]
        grades = [
            grade
            for grade in self._grades.find(self._scope, asked=self._graded, talked_of=self._talked_of)
            if not any(low <= grade[0] < high for low, high in of_others)
        ]
        stretches = sorted([(h.start, h.end) for h in hits] + [(start, end) for start, end, _ in grades])
        forces = dict(zip(stretches, self._scope.forces(stretches), strict=True))
        said = [one for hit in hits for one in self._of_phrase(hit, forces[hit.start, hit.end])]
        for start, end, grade in grades:
            if self._is_former(start, end, grades):
                continue
            said += self._with_force(
                start, end, FactSense("disability_grade", grade.values), forces[start, end]
            )
        if self._talked_of or any(one.fact == "welfare" and one.knowledge == _TEKUN for one in said):
            said += self._wishes()
        said = [*_by_level(said), *self._lasted(said), *self._unidentified()]
        return sorted(said, key=lambda one: (one.start, one.fact))

    def _without_former(self, hits: "list[Found[Sense]]") -> "list[Found[Sense]]":
        """原来评的是轻度，今年复评中度: what somebody's condition was, where the message tells what it is."""
        conditions = [hit for hit in hits if is_condition(_facts_of(hit))]
        former = [hit for hit in conditions if self._scope.is_past(hit.start, hit.end)]
        return [hit for hit in hits if hit not in former] if len(former) < len(conditions) else hits

    def _is_former(self, start: int, end: int, grades: Sequence[tuple[int, int, Options]]) -> bool:
        """原来是三级，去年评成二级; 证到期了，原来是二级: of which grade a certificate was."""
        plain = self._scope.plain
        if not (
            self._scope.is_past(start, end) or self._words.pattern("grades", "from").search(plain[:start])
        ):
            return False
        others = any(grade[0] != start for grade in grades)
        return others or bool(self._words.pattern("grades", "expired").search(plain))

    # --- phrases --------------------------------------------------------------------------------

    def _of_phrase(self, hit: Found[Sense], force: Force) -> Iterator[Said]:
        senses = _facts_of(hit)
        meant = list(self._meant(senses, hit)) or senses
        main = next((sense for sense in meant if sense.fact not in _BESIDE), meant[0])
        if force == "negated" and self._stands_all_the_same(senses, hit):
            force = "said"
        if force == "said" and self._asks_of_form(senses, hit):
            force = "asked"
        for sense in self._meant(senses, hit):
            passing = sense.fact in _PASSING or meant == [FactSense("self_care", sense.values)]
            if passing and force == "said" and self._scope.is_past(hit.start, hit.end):
                continue  # 以前一个人住 says nothing of now
            if (
                sense.fact == "disability"
                and force == "negated"
                and self._grades.beside(self._scope.plain, hit.start, hit.end)
            ):
                continue  # 不是一级残疾 denies the grade
            its_force = "negated" if force == "said" and self._is_over(sense, hit) else force
            if its_force != "negated" or sense == main or sense.fact not in _BESIDE:
                yield from self._with_force(hit.start, hit.end, sense, its_force)

    def _stands_all_the_same(self, senses: Sequence[FactSense], hit: Found[Sense]) -> bool:
        """失能 没评过: the denial is of the assessment; 没评过 男: a sex is denied by nothing but 不是."""
        left, right = self._scope.left(hit.start), self._scope.right(hit.end)
        if senses[0].fact == "sex":
            return not self._words.pattern("negation", "of_sex").search(left)
        return is_condition(senses) and bool(self._words.pattern("finding", "unassessed").match(right))

    def _asks_of_form(self, senses: Sequence[FactSense], hit: Found[Sense]) -> bool:
        """那特困分散供养呢: neither the form of support nor the status is told."""
        if not any(sense.fact == "tekun_support" for sense in senses):
            return False
        before = self._words.pattern("asking", "form_before").search(self._scope.left(hit.start))
        after = self._words.pattern("asking", "form_after").match(self._scope.right(hit.end))
        return self._leaves_open(hit.start, hit.end) or bool(before and after)

    def _leaves_open(self, start: int, end: int) -> bool:
        """愿不愿意去敬老院, hasn't decided between the two: a choice that has not been made."""
        left = self._scope.left(start)
        around = f"{left[-2:]}|{self._scope.plain[start:end]}"
        return bool(
            self._words.pattern("asking", "form_open").search(around)
            or self._words.pattern("asking", "en_form_open").search(left)
        )

    def _with_force(self, start: int, end: int, sense: FactSense, force: Force) -> Iterator[Said]:
        knowledge = Options(sense.values) if force != "negated" else self._without(sense)
        if knowledge is not None:
            yield Said(start, end, sense.fact, knowledge, force)

    def _meant(self, senses: Sequence[FactSense], hit: Found[Sense]) -> Iterator[FactSense]:
        """The senses of a phrase that hold where it stands."""
        plain = self._scope.plain
        found = is_condition(senses) and (
            self._found or finding_near(self._words, self._scope, hit.start, hit.end)
        )
        if found and any(sense.fact == "disability" for sense in senses):
            found = not self._grades.beside(plain, hit.start, hit.end)
        level_named = self._words.pattern("finding", "level_named").search(plain[hit.start : hit.end])
        for sense in senses:
            if sense.fact == "disability_kind" and not self._grades.is_kind(plain, hit.start, hit.end):
                continue
            yield from as_found(sense) if found else as_described(sense, bool(level_named))

    def _is_over(self, sense: FactSense, hit: Found[Sense]) -> bool:
        """以前是低保: what can come to an end, said of former times."""
        may_end = self._words.vocabulary.facts[sense.fact].change in ("apply", "choose")
        # 之前评估为重度失能: a finding holds until there is another
        return may_end and not is_condition([sense]) and self._scope.is_past(hit.start, hit.end)

    def _without(self, sense: FactSense) -> Options | None:
        """What remains possible without these values; None where nothing does."""
        declared = self._words.vocabulary.facts[sense.fact]
        flag = declared.type == "flag"
        if flag and sense.values == {False}:
            return None  # 不跟我住 does not say that somebody lives alone
        domain: frozenset[Value] = frozenset({True, False} if flag else declared.values or ())
        rest = domain - sense.values
        return Options(rest) if rest else None

    def _wishes(self) -> Iterator[Said]:
        """敬老院他死活不去, 想住到院里去: which form of support somebody on tekun wishes for."""
        for form in ("concentrated", "scattered"):
            for name in (form, f"en_{form}"):
                for match in self._words.pattern("tekun_wishes", name).finditer(self._scope.plain):
                    if self._leaves_open(*match.span()):
                        continue
                    yield Said(*match.span(), "tekun_support", Options(frozenset({form})), "said")

    # --- how long -------------------------------------------------------------------------------

    def _unidentified(self) -> Iterator[Said]:
        """身份不明已四个月: how long somebody's identity has not been established."""
        plain = self._scope.plain
        for match in self._words.pattern("durations", "of_identity").finditer(plain):
            low, high = max(0, match.start() - 12), min(len(plain), match.end() + 16)
            for start, end, months in durations_in(self._words, plain, low, high):
                yield Said(start, end, "unidentified_months", months, "said")
                break

    def _belongs(self, one: Said, start: int, end: int) -> bool:
        """Whether a length of time is that of a condition: 卧床8个月, 三年多一直卧床, and not 卧床, 一个月多少钱."""
        plain = self._scope.plain
        if start >= one.end:
            return bool(self._words.pattern("durations", "lasting").fullmatch(plain[one.end : start]))
        marked = self._words.pattern("durations", "lasting_marked").search(plain[start:end])
        return bool(marked) and self._scope.same_sentence(end, one.start)

    def _lasted(self, said: Sequence[Said]) -> Iterator[Said]:
        """瘫痪三年了, bedridden for six months: how long the disability has lasted."""
        plain = self._scope.plain
        for one in said:
            if one.fact == "self_care" and one.force == "said" and one.knowledge != _ABLE:
                low = max(self._scope.clause_start(one.start), one.start - 12)
                high = min(len(plain), one.end + 24)
                for start, end, months in durations_in(self._words, plain, low, high):
                    if self._belongs(one, start, end):
                        yield Said(start, end, "disability_months", months, "said")
                        break


def _by_level(said: Sequence[Said]) -> list[Said]:
    """失能，经评估是轻度: where a level was found, the finding is what the level says."""
    levels = {(one.start, one.end) for one in said if one.fact == "care_level" and one.force == "said"}
    return [
        one
        for one in said
        if not levels
        or one.fact != "self_care_finding"
        or (one.start, one.end) in levels
        or one.force != "said"
    ]


def _facts_of(hit: Found[Sense]) -> list[FactSense]:
    """What a phrase says of facts."""
    return [sense for sense in hit.senses if isinstance(sense, FactSense)]
