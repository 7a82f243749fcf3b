"""From a message to its meaning, step by step."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import regex

from assistant.eligibility.facts import Vocabulary
from assistant.eligibility.knowledge import Interval, Knowledge, Options
from assistant.language.ages import AgeFound, Ages, Birth, age_on
from assistant.language.answers import answer, here_or_elsewhere
from assistant.language.identity import Identity, identities
from assistant.language.intents import Cues, intents_of
from assistant.language.lexicon import FactSense, Kin, Sense, Words
from assistant.language.meaning import (
    Context,
    Intent,
    ItemNumber,
    Meaning,
    Mode,
    PersonMeant,
    RegionAsked,
    Statement,
    SubjectAsked,
)
from assistant.language.people import Draft, People
from assistant.language.phrases import Found
from assistant.language.placing import Placed, Relative, part_of, places_in, relative_whereabouts, relatives
from assistant.language.scope import Scope
from assistant.language.spelling import Speller
from assistant.language.statements import Said, Sayings
from assistant.language.text import Text, language_of, looks_english, make_plain, without_adverbs
from assistant.policies.places import Place, PlaceMention, Places

_ITEM = regex.compile(
    r"第\s?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s?(?P<k>项|条|款|个项目|号)|\b(?:item|no\.?|number|#)\s?(?P<n>\d{1,2})\b(?P<k>)|(?:清单|列表|list)[^,。\d]{0,4}(?P<n>\d{1,2})(?P<k>号|项)"
    r"|\b(?P<k>article|clause) (?P<n>\d{1,2})\b"
)


_ELDER = 55
"""The age from which an asker may ask for himself: the lowest that any list knows."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """Something said of somebody at `[start, end)`."""

    start: int
    end: int
    fact: str
    knowledge: Knowledge
    mode: Mode
    birth: Birth | None = None
    private: bool = False


class Reader:
    """Understands messages; built once, it keeps nothing between two."""

    def __init__(self, words: Words, places: Places, documents: Iterable[str]) -> None:
        self._words = words
        self._places = places
        self._ages = Ages(words)
        self._cues = Cues(words)
        self._speller = Speller(words, (places.get(document).name.rstrip("区市") for document in documents))
        _ = words.book, words.subjects  # made now, so that the first message need not wait

    @classmethod
    def load(cls, corpus: Path, vocabulary: Vocabulary, places: Places) -> "Reader":
        """Read corpus/vocabulary; raises WordsError naming the faulty file and entry."""
        words = Words.load(corpus, vocabulary)
        return cls(words, places, [folder.parent.name for folder in corpus.glob("*/policy.yaml")])

    def read(self, text: str, context: Context) -> Meaning:
        """What the message means, leaning on what the conversation knows already."""
        plain = make_plain(text)
        english = looks_english(plain, self._speller.english)
        language = language_of(plain, english)
        private = identities(plain.plain)
        spelt = self._speller.read(_blank(plain, private), english)
        return _Reading(self, spelt, context, private, plain, language).meaning()


class _Reading:
    """One message on its way through the steps."""

    def __init__(
        self,
        reader: Reader,
        text: Text,
        context: Context,
        private: Sequence[Identity],
        raw: Text,
        language: str,
    ) -> None:
        self.reader = reader
        self.words = reader._words
        self.text = text
        self.context = context
        self.language = language
        self.private = [(raw.span(one.start, one.end), one) for one in private]
        plain = text.plain
        self.scope = Scope(self.words, plain)
        self.places = places_in(plain, reader._places)
        masked = _masked(plain, [(p.start, p.end) for p in self.places])
        self.ages = reader._ages.find(masked, context.today)
        taken = [(p.start, p.end) for p in self.places] + [(a.start, a.end) for a in self.ages if not a.bare]
        self.found: list[Found[Sense]] = self.words.book.find(plain, taken)
        self.found = sorted([*self.found, *self._interrupted(taken)], key=lambda hit: hit.start)
        self.people = People(
            self.words, self.scope, context, [_kin(hit) for hit in self.found if _is_kin(hit)]
        )
        self.said = Sayings(self.words, self.scope).read(self.found)
        self.cues = reader._cues.find(plain)
        self.corrected_from = self._correction()

    def _interrupted(self, taken: Sequence[tuple[int, int]]) -> Iterator[Found[Sense]]:
        """Phrases of facts that an adverb interrupts (腿脚也不好), where nothing was found without."""
        thin, where = without_adverbs(self.text)
        if len(thin) == len(self.text.plain):
            return
        covered = [*taken, *((hit.start, hit.end) for hit in self.found if not _is_kin(hit))]
        for hit in self.words.book.find(thin):
            start, end = where[hit.start], where[hit.end - 1] + 1
            facts = tuple(sense for sense in hit.senses if isinstance(sense, FactSense))
            if (
                facts
                and end - start > hit.end - hit.start
                and not any(a < end and start < b for a, b in covered)
            ):
                yield Found(start, end, facts)

    # --- the whole ------------------------------------------------------------------------------

    def meaning(self) -> Meaning:
        hits = [*self._ages(), *self._facts(), *self._identities()]
        placed: list[Placed] = []
        for mention in self.places:
            placed.append(self._placed(mention, placed[-1] if placed else None))
        hits += [
            _Hit(p.start, p.end, p.part, p.whereabouts, self._mode(p.start, p.end))
            for p in placed
            if p.part in ("hukou", "residence")
        ]
        elliptical = self._answer() if self.context.asked else []
        if elliptical and elliptical[0].end - elliptical[0].start < len(self.text.plain.strip()) // 2:
            # 有，二级: what is said in so many words is more than the short answer before it
            elliptical = [e for e in elliptical if e.fact not in {h.fact for h in hits}]
        hits = [h for h in hits if h.fact not in {e.fact for e in elliptical}] + elliptical
        stretches = sorted({(h.start, h.end) for h in hits} | {(p.start, p.end) for p in placed})
        owned = self._shared_out([(hit, self._owners(hit.start, hit.end, stretches)) for hit in hits])
        place_owners = {p.start: self.people.owners(p.start, p.end, stretches) for p in placed}
        self._sexes()
        asker = self._asker_apart(owned)
        regions = self._regions(placed, place_owners, asker)
        owned += [(hit, self._owners(hit.start, hit.end, stretches)) for hit in self._there(placed)]
        owned += [
            (hit, self._owners(hit.start, hit.end, stretches))
            for hit in self._relative(regions, place_owners, asker)
        ]
        owned.sort(key=lambda pair: pair[0].start)
        persons = self._persons(owned, asker)
        intents = self._intents(persons, regions)
        subjects = self._subjects(intents, persons)
        return Meaning(
            language=self.language,  # type: ignore[arg-type]
            intent=intents[0],
            also=intents[1:],
            regions=regions,
            persons=persons,
            subjects=subjects,
            item_numbers=tuple(self._items()),
            correction=self.corrected_from is not None,
            supposition=self.scope.supposes
            or any(s.mode == "supposed" for p in persons for s in p.statements),
            compare="compare" in intents,
            asker_role=self._asker_role(),
            spans_private=tuple(span for span, _ in self.private),
        )

    # --- what is said ---------------------------------------------------------------------------

    def _mode(self, start: int, end: int, negated: bool = False) -> Mode:
        if self.scope.is_supposed(start, end):
            return "supposed"
        if self.corrected_from is not None and start >= self.corrected_from:
            return "corrected"
        return "negated" if negated else "said"

    def _ages(self) -> Iterator[_Hit]:
        for age in self.ages:
            if age.age is None or self._rejected(age) or (age.bare and not self._is_age(age)):
                continue
            if self._of_a_rule(age):
                continue
            yield _Hit(age.start, age.end, "age", age.age, self._mode(age.start, age.end), age.birth)

    def _rejected(self, age: AgeFound) -> bool:
        left = self.scope.left(age.start)
        return any(self.words.pattern("correcting", name).search(left) for name in ("rejects", "en_rejects"))

    def _of_a_rule(self, age: AgeFound) -> bool:
        """Whether the age is a condition asked about (是不是80岁以上才有) and nobody's."""
        left, right = self.scope.left(age.start), self.scope.right(age.end)
        return bool(
            regex.search(r"(?:是不是|要不要|需要|必须|规定|是否|得|一定要|至少|条件是)[^,。;!?]{0,6}$", left)
            and regex.match(r"^(?:以上|的)?[^,。;!?]{0,4}(?:才|就)", right)
        ) or bool(
            regex.match(r"^(?:以上|的)?(?:才(?:能|有|可以|给|发|算)|就可以|就能|免费|半价)", right)
            and not self.people.mentions
        )

    def _is_age(self, age: AgeFound) -> bool:
        """A bare number is an age behind a person or a copula, in shorthand, or alone."""
        plain = self.scope.plain
        left = self.scope.left(age.start)
        if regex.search(
            r"(?:\bis|'s|\bam|'m|\bare|\bturned|\bage|今年|现在|已经?|都|年龄|岁数|年纪|是|有|了|应该是|应为|\bnow|才|快|刚|满|就|actually|jinnian|hukou)[:：\s]*$",
            left,
        ):
            return True
        mention = next((m for m in reversed(self.people.mentions) if m.end <= age.start), None)
        if mention is not None and plain[mention.end : age.start].strip(" ,:：(（的也都是") == "":
            return True
        if mention is None and self.context.asked == "age":
            return True
        if regex.match(r"^了(?!\d)", self.scope.right(age.end)):
            return True
        alone = regex.fullmatch(r"[\s,，.。(（]*", left[-1:] or " ")
        right = self.scope.right(age.end)
        behind = regex.match(r"^(?:吧|呀|啊|$|[\s,，。.!！?？、)）;；]|了|的|男|女|老)", right)
        return bool(alone and behind) and not (regex.search(r"\d\s*$", left) is not None)

    def _facts(self) -> Iterator[_Hit]:
        for one in self.said:
            if one.force != "asked":
                yield self._hit(one)

    def _hit(self, one: Said) -> _Hit:
        return _Hit(
            one.start,
            one.end,
            one.fact,
            one.knowledge,
            self._mode(one.start, one.end, one.force == "negated"),
        )

    def _identities(self) -> Iterator[_Hit]:
        for (start, end), one in self.private:
            at = self._plain_offset(start)
            stop = max(at + 1, self._plain_offset(end))
            if one.birth is not None and one.sex is not None and one.birth <= self.context.today:
                birth = (one.birth, one.birth)
                yield _Hit(at, stop, "age", age_on(self.context.today, birth), "said", birth, private=True)
                yield _Hit(at, stop, "sex", Options(frozenset({one.sex})), "said", private=True)

    def _plain_offset(self, original: int) -> int:
        return next(
            (i for i, start in enumerate(self.text.starts) if start >= original), len(self.text.plain)
        )

    def _answer(self) -> list[_Hit]:
        assert self.context.asked is not None
        born = regex.fullmatch(r"\s*(19\d\d|20[0-2]\d)\s*年?[的。.]?\s*", self.scope.plain)
        if self.context.asked == "age" and born:
            birth = (date(int(born[1]), 1, 1), date(int(born[1]), 12, 31))
            return [_Hit(*born.span(1), "age", age_on(self.context.today, birth), "said", birth)]
        given = answer(self.words, self.context.asked, self.scope.plain)
        if not given and self.context.asked in ("hukou", "residence"):
            return self._place_answered(self.context.asked)
        return [_Hit(g.start, g.end, g.fact, g.knowledge, g.mode) for g in given]

    def _place_answered(self, fact: str) -> list[_Hit]:
        """宁河, 是本地的, 不在: an answer to where somebody is registered or lives."""
        plain = self.scope.plain
        if len(self.places) == 1 and len(plain) <= 24:
            part, outside = part_of(self.words, self.scope, self.places[0], None)
            one = Placed(self.places[0].start, self.places[0].end, self.places[0].place, part, outside)
            return [_Hit(one.start, one.end, fact, one.whereabouts, "said")] if part == "asked" else []
        here = [self.reader._places.get(document) for document in self.context.documents]
        told = self.places == [] and here_or_elsewhere(self.words, plain)
        if not told or not here:
            return []
        relative = Relative(0, len(plain), "hukou", told == "here")
        whereabouts = relative_whereabouts(relative, here, self.reader._places)
        assert whereabouts is not None
        return [_Hit(0, len(plain), fact, whereabouts, "said" if told == "here" else "negated")]

    def _correction(self) -> int | None:
        """Where a correction begins, None where nothing is put right."""
        plain = self.scope.plain
        starts = []
        for name in ("cues", "en_cues"):
            starts += [m.start() for m in self.words.pattern("correcting", name).finditer(plain)]
        for name in ("weak", "en_weak"):
            if self.context.persons:
                starts += [m.start() for m in self.words.pattern("correcting", name).finditer(plain)]
        return min(starts) if starts else None

    # --- of whom --------------------------------------------------------------------------------

    def _owners(self, start: int, end: int, stretches: Sequence[tuple[int, int]]) -> tuple[int, ...] | None:
        owners = self.people.owners(start, end, stretches)
        if owners == ():
            drafts = enumerate(self.people.drafts)
            others = [i for i, d in drafts if d.kin.role != "self"] or self._asker_as_elder()
            named = [i for i in others if self.people.drafts[i].kin.role != "generic"] or others
            if named and (len(named) == 1 or not self.context.persons):
                return (named[0],)
            return (self.people.default(start),)
        return owners

    def _asker_as_elder(self) -> list[int]:
        """The asker, unless he gives an age at which he asks for somebody else."""
        mine = [i for i, d in enumerate(self.people.drafts) if d.kin.role == "self"]
        young = any(
            age.age is not None
            and age.age.high < _ELDER
            and self.people.owners(age.start, age.end, ()) == tuple(mine)
            for age in self.ages
        )
        return [] if young else mine

    def _shared_out(
        self, owned: "list[tuple[_Hit, tuple[int, ...] | None]]"
    ) -> "list[tuple[_Hit, tuple[int, ...] | None]]":
        """父母82和79, my parents are 82 and 79: as many ages in a row as persons, one for each."""
        ages = [(i, hit, owners) for i, (hit, owners) in enumerate(owned) if hit.fact == "age"]
        for (i, first, owners), (j, second, others) in pairwise(ages):
            if (
                owners
                and owners == others
                and len(owners) == 2
                and regex.fullmatch(
                    r"\s*(?:岁|了)?\s*(?:、|和|,|与|and|/|,\s*and|&|一个|的|years old|\s)+\s*",
                    self.scope.plain[first.end : second.start],
                )
            ):
                owned[i], owned[j] = (first, owners[:1]), (second, owners[1:])
        return owned

    def _sexes(self) -> None:
        for mention in self.people.mentions:
            for index in mention.targets:
                draft = self.people.drafts[index]
                sex = mention.kin.sex
                if (
                    sex
                    and draft.sex_words is None
                    and mention.kin.role in ("person", "generic")
                    and len(mention.targets) == 1
                ):
                    draft.sex, draft.sex_words = sex, (mention.start, mention.end)
                elif draft.sex_words is None and draft.kin.sex:
                    draft.sex, draft.sex_words = draft.kin.sex, (mention.start, mention.end)

    def _asker_apart(self, owned: Sequence[tuple[_Hit, tuple[int, ...] | None]]) -> int | None:
        """The draft of the asker, where the asker is not an elder asked about."""
        index = next((i for i, d in enumerate(self.people.drafts) if d.kin.role == "self"), None)
        if index is None:
            return None
        draft = self.people.drafts[index]
        mine = [hit for hit, owners in owned if owners and index in owners]
        ages = [hit.knowledge for hit in mine if hit.fact == "age"]
        if any(isinstance(age, Interval) and age.high < _ELDER for age in ages):
            return index
        if ages or draft.earlier is not None:
            return None
        others = [d.kin for i, d in enumerate(self.people.drafts) if i != index]
        before = [self.words.kin_of_label(label) for label in self.context.persons]
        if any(not kin.spouse and kin.role != "self" for kin in [*others, *before]):
            return index
        return None

    def _siblings_apart(self, owned: Sequence[tuple[_Hit, tuple[int, ...] | None]]) -> set[int]:
        """Brothers and sisters of the asker beside their parents, unless an elder's age is said of them."""
        drafts = self.people.drafts
        if not any(draft.kin.who == "older" for draft in drafts):
            return set()
        aged = {
            index
            for hit, owners in owned
            if hit.fact == "age" and isinstance(hit.knowledge, Interval) and hit.knowledge.high >= _ELDER
            for index in owners or ()
        }
        return {
            i
            for i, d in enumerate(drafts)
            if d.kin.who == "same" and not d.kin.spouse and d.earlier is None and i not in aged
        }

    def _persons(
        self, owned: Sequence[tuple[_Hit, tuple[int, ...] | None]], asker: int | None
    ) -> tuple[PersonMeant, ...]:
        drafts = self.people.drafts
        apart = self._siblings_apart(owned) | {asker}
        order = sorted((i for i in range(len(drafts)) if i not in apart), key=lambda i: drafts[i].start)
        persons = []
        for index in order:
            mine = [hit for hit, owners in owned if owners and index in owners]
            draft = drafts[index]
            if draft.kin.role in ("generic", "self") and not mine:
                if draft.kin.role == "self" or (draft.earlier is None and not draft.sex) or len(order) > 1:
                    continue
            persons.append(self._person(draft, mine))
        return tuple(persons)

    def _person(self, draft: Draft, hits: Sequence[_Hit]) -> PersonMeant:
        hits = _superseded(hits)
        statements = [self._statement(hit) for hit in hits]
        if draft.sex and draft.sex_words and not any(hit.fact == "sex" for hit in hits):
            start, end = self.text.span(*draft.sex_words)
            statements.insert(
                0,
                Statement("sex", Options(frozenset({draft.sex})), self.text.original[start:end], start, end),
            )
        born = next((hit for hit in reversed(hits) if hit.birth is not None), None)
        if born is not None and any(
            hit.fact == "age" and hit.birth is None and hit.start > born.start for hit in hits
        ):
            born = None
        return PersonMeant(
            label=draft.kin.label.of("en" if self.language == "en" else "zh"),
            earlier=draft.earlier,
            statements=tuple(statements),
            birth=born.birth if born else None,
            birth_mode=born.mode if born else "said",
        )

    def _statement(self, hit: _Hit) -> Statement:
        start, end = self.text.span(hit.start, hit.end)
        secret = hit.private or any(start < stop and begin < end for (begin, stop), _ in self.private)
        return Statement(
            hit.fact, hit.knowledge, "" if secret else self.text.original[start:end], start, end, hit.mode
        )

    def _asker_role(self) -> str | None:
        return next((role for role, p in self.words.askers.items() if p.search(self.scope.plain)), None)

    # --- where ----------------------------------------------------------------------------------

    def _placed(self, mention: PlaceMention, before: Placed | None) -> Placed:
        part, outside = part_of(self.words, self.scope, mention, before)
        return Placed(mention.start, mention.end, mention.place, part, outside)

    def _regions(
        self, placed: Sequence[Placed], owners: "dict[int, tuple[int, ...] | None]", asker: int | None
    ) -> tuple[RegionAsked, ...]:
        """The places asked about: the elder's own; the asker's only where no other is named."""

        def elders(place: Placed) -> bool:
            whose = owners[place.start]
            return whose is not None and (asker is None or whose != (asker,))

        asked = [p for p in placed if p.part not in ("aside", "former") and not p.outside and elders(p)]
        if not asked:
            asked = [
                p for p in placed if p.part != "former" and not p.outside and owners[p.start] is not None
            ]
        seen: dict[str, RegionAsked] = {}
        for p in asked:
            start, end = self.text.span(p.start, p.end)
            document = self.reader._places.covered_document(p.place)
            seen.setdefault(
                p.place.code,
                RegionAsked(p.place.code, p.place.name, document, self.text.original[start:end], start, end),
            )
        return tuple(seen.values())

    def _relative(
        self, regions: Sequence[RegionAsked], owners: "dict[int, tuple[int, ...] | None]", asker: int | None
    ) -> Iterator[_Hit]:
        here: list[Place] = [self.reader._places.get(region.code) for region in regions]
        here = here or [self.reader._places.get(document) for document in self.context.documents]
        named = {(p.start, p.end) for p in self.places}
        taken: list[tuple[int, int]] = []
        for one in relatives(self.words, self.scope.plain):
            if any(start < one.end and one.start < end for start, end in [*taken, *named]):
                continue
            taken.append((one.start, one.end))
            whereabouts = relative_whereabouts(one, here, self.reader._places)
            if whereabouts is not None:
                yield _Hit(one.start, one.end, one.fact, whereabouts, self._mode(one.start, one.end))

    def _there(self, placed: Sequence[Placed]) -> Iterator[_Hit]:
        """户口也是那边的: registered where the place named before is."""
        for match in self.words.pattern("placing", "there_hukou").finditer(self.scope.plain):
            before = [p for p in placed if p.end <= match.start()]
            if before:
                yield _Hit(
                    match.start(), match.end(), "hukou", before[-1].whereabouts, self._mode(*match.span())
                )

    # --- what is asked --------------------------------------------------------------------------

    def _items(self) -> Iterator[ItemNumber]:
        from assistant.language.numerals import number

        for match in _ITEM.finditer(self.scope.plain):
            start, end = self.text.span(match.start(), match.end())
            yield ItemNumber(
                str(number(match["n"])), start, end, (match["k"] or "") in ("条", "款", "article", "clause")
            )

    def _pure_subjects(self) -> Iterator[SubjectAsked]:
        """The benefits that are named and not, by the same words, a fact of somebody (我妈低保)."""
        said = [(one.start, one.end) for one in self.said if one.force != "asked"]
        asked = [(one.start, one.end) for one in self.said if one.force == "asked"]
        named = [n for n in self._named_subjects() if not _overlaps(n[1], said)]
        # 只有低保户才能领养老服务补贴吗 asks about the second alone
        alone = [n for n in named if not _overlaps(n[1], asked)]
        yield from (subject for subject, _ in alone or named)

    def _named_subjects(self) -> Iterator[tuple[SubjectAsked, tuple[int, int]]]:
        taken = [(p.start, p.end) for p in self.places]
        for hit in self.words.subjects.find(self.scope.plain, taken):
            for sense in hit.senses:
                start, end = self.text.span(hit.start, hit.end)
                yield SubjectAsked(sense.id, self.text.original[start:end], start, end), (hit.start, hit.end)

    def _subjects(
        self, intents: Sequence[Intent], persons: Sequence[PersonMeant]
    ) -> tuple[SubjectAsked, ...]:
        pure = tuple(self._pure_subjects())
        if pure or not set(intents) & {
            "amount",
            "document",
            "wording",
            "when",
            "department",
            "compare",
            "total",
        }:
            return _each_once(pure)
        return _each_once(subject for subject, _ in self._named_subjects())

    def _intents(self, persons: Sequence[PersonMeant], regions: Sequence[RegionAsked]) -> tuple[Intent, ...]:
        return intents_of(
            self.cues,
            self.scope.plain,
            correction=self.corrected_from is not None,
            supposed=self.scope.supposes,
            facts=any(p.statements for p in persons),
            subjects=any(True for _ in self._pure_subjects()) or any(True for _ in self._items()),
            places=len(regions),
        )


def _overlaps(one: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(low < one[1] and one[0] < high for low, high in others)


def _superseded(hits: Sequence[_Hit]) -> list[_Hit]:
    """What is put right within the message no longer counts."""
    corrected = {hit.fact for hit in hits if hit.mode == "corrected"}
    return [
        hit for hit in hits if hit.mode == "corrected" or hit.fact not in corrected or hit.mode == "supposed"
    ]


def _each_once(subjects: Iterable[SubjectAsked]) -> tuple[SubjectAsked, ...]:
    seen: dict[str, SubjectAsked] = {}
    for subject in subjects:
        seen.setdefault(subject.id, subject)
    return tuple(seen.values())


def _is_kin(hit: Found[Sense]) -> bool:
    return any(isinstance(sense, Kin) for sense in hit.senses)


def _kin(hit: Found[Sense]) -> Found[Kin]:
    return Found(hit.start, hit.end, tuple(sense for sense in hit.senses if isinstance(sense, Kin)))


def _masked(plain: str, stretches: Iterable[tuple[int, int]]) -> str:
    """The text with these stretches blotted out, of the same length."""
    letters = list(plain)
    for start, end in stretches:
        letters[start:end] = "\x01" * (end - start)
    return "".join(letters)


def _blank(text: Text, private: Sequence[Identity]) -> Text:
    return replace(text, plain=_masked(text.plain, [(one.start, one.end) for one in private]))
