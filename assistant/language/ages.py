"""Ages and birth dates, as people say them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import regex
from dateutil import parser as dateparser
from dateutil.relativedelta import relativedelta

from assistant.eligibility.knowledge import Interval
from assistant.language.lexicon import Words
from assistant.language.numerals import CHINESE, HAN_DIGITS, TWO_DIGITS, number

OLDEST = 130
Birth = tuple[date, date]


@dataclass(frozen=True, slots=True)
class AgeFound:
    """An age, or a birth date from which it follows, at `[start, end)` of the plain text."""

    start: int
    end: int
    age: Interval | None
    birth: Birth | None = None
    bare: bool = False
    """Whether it is a number and nothing else, which is an age only where a person is spoken of."""


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: "regex.Pattern[str]"
    read: Callable[["regex.Match[str]", date], AgeFound | None]


def age_on(day: date, birth: Birth) -> Interval:
    """The ages that somebody born between two days may have on a day."""
    oldest = relativedelta(day, birth[0]).years
    youngest = relativedelta(day, birth[1]).years
    return Interval(max(youngest, 0), max(oldest, 0))


class Ages:
    """All ways of saying an age; the first that fits a stretch of the text has it."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._nearly = int(words.grammar["nearly_reaches_back"])
        self._about: dict[str, int] = words.grammar["about_reaches"]
        english = words.grammar["english_numbers"]
        self._units: dict[str, int] = english["units"]
        self._tens: dict[str, int] = english["tens"]
        self._decades: dict[str, int] = english["decades"]

    def find(self, plain: str, today: date) -> list[AgeFound]:
        """The ages of a text in order, none overlapping another."""
        found: list[AgeFound] = []
        taken = bytearray(len(plain))
        for rule in self._rules:
            for match in rule.pattern.finditer(plain):
                start, end = match.span()
                if any(taken[start:end]):
                    continue
                age = rule.read(match, today)
                if age is not None:
                    taken[start:end] = b"\1" * (end - start)
                    found.append(age)
        return sorted(found, key=lambda hit: hit.start)

    @cached_property
    def _rules(self) -> list[_Rule]:
        return [
            _Rule(regex.compile(pattern), read)
            for pattern, read in (*self._births(), *self._chinese(), *self._english(), *self._bare())
        ]

    # --- births ---------------------------------------------------------------------------------

    def _births(self) -> Iterator[tuple[str, "_Reader"]]:
        year, month, day = (
            r"(?P<y>(?:18|19|20)\d\d)",
            r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})",
            r"(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})",
        )
        han_year = r"(?P<h>[一二][九八〇零○][〇零○一二三四五六七八九]{2})"
        short = r"(?P<s>\d\d|[一二三四五六七八九零〇][〇零○一二三四五六七八九])"
        republic = r"民国(?P<r>\d{1,2}|元|[一二三四五六七八九十]{1,3})"
        any_year = f"(?:{year}|{han_year}|{republic})"
        rest = rf"(?:\s?年|[-./])\s?(?:{month}(?:\s?月(?:份)?|[-./]|(?=\D|$))\s?(?:{day}\s?[日号]?)?)?"
        born = r"(?:出生年月日?|出生日期|出生时间|出生于|出生在|生于|生日|出生)(?:是|为|在|于|:|\s)*"
        tail = r"(?:\s?(?:出生的?|生人|生的|生|出世)|的(?=$|[\s,。;!?、]|老|人|今|现|了))"
        yield rf"{born}(?:{any_year}{rest}|{year}(?!\d))", _birth
        yield rf"(?<!\d){any_year}{rest}{tail}", _birth
        yield (
            rf"(?<![\d一二三四五六七八九十]){short}\s?年(?:\s?{month}\s?月(?:\s?{day}\s?[日号])?)?{tail}",
            _birth,
        )
        yield rf"(?:生于|出生于|出生在){short}\s?年", _birth
        months = "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
        words = rf"(?P<e>\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{months})\.?,? \d{{4}}|(?:{months})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|(?:{months})\.?,? \d{{4}}|\d{{4}}-\d{{1,2}}(?:-\d{{1,2}})?)"
        intro = r"\b(?:was |is |were |am )?(?:born|birthday|date of birth|dob|birth date|birth year|year of birth|b\.)(?: is| was|:)?(?: (?:in|on|around))?(?: the year)?[: ]*"
        yield rf"{intro}(?:{words}|{year}(?!\d)|'?(?P<s>\d\d)(?!\d))", _birth
        yield rf"\b{year} born\b|\b{year}(?= ?(?:sheng|chusheng)\b)", _birth

    # --- Chinese --------------------------------------------------------------------------------

    def _chinese(self) -> Iterator[tuple[str, "_Reader"]]:
        n = rf"(?P<n>(?<!\d)\d{{1,3}}|{CHINESE})"
        two = rf"(?P<n>(?<!\d)(?:[4-9]\d|1[0-3]\d)(?!\d)|(?<![一二三四五六七八九十百]){TWO_DIGITS}|一百)"
        sui = r"\s?(?:周?岁|周|sui\b)"
        named = "|".join(sorted(self._words.grammar["named_ages"], key=len, reverse=True))
        yield (
            rf"(?:虚岁|虚龄|毛岁|虚)(?:已经?|都|有|是|今年|上|:|\s)*{n}(?:{sui})?了?|{n}\s?(?:虚岁|虚龄|毛岁|岁?\(虚岁\)|岁?虚岁)",
            self._nominal,
        )
        yield (
            rf"(?P<a>[一二三四五六七八九])(?P<b>[一二三四五六七八九])十(?:多|来|几)?(?:{sui}|的|了)",
            self._two_decades,
        )
        yield (
            rf"(?P<a>(?<!\d)\d\d|[一二三四五六七八九]?十[一二三四五六七八九])\s?[、,]?\s?(?P<b>(?<=[、,]\s?)\d|[一二三四五六七八九])(?:{sui})",
            self._neighbours,
        )
        yield (
            rf"(?P<a>(?<!\d)\d{{2,3}}|{CHINESE})(?:{sui})?\s?(?:到|至|-|~|—|–)+\s?(?P<b>\d{{2,3}}|{CHINESE})(?:{sui})(?:之间|左右)?",
            self._range,
        )
        lead = r"(?:还|都|尚|也|才|估计|大概|今年|现在|年龄|年纪|岁数)*"
        span = r"(?:\d{1,2}|[一两二三四五六七八九十几半]{1,2})"
        yield (
            rf"(?:差|还差|还有|再过|再有|过|离)(?:{span}\s?个?(?:多)?(?:月|星期|周|礼拜|天)|半年|几天)(?:才|就|就要|就满|就到|不到|满|到|的|便)*\s?{two}(?:{sui})?(?:了|生日|大寿)?",
            self._one_short,
        )
        yield (
            rf"(?:还有|离|距离?){two}(?:{sui})?(?:还)?(?:差|有)(?:{span}\s?个?月|半年|几天|几个月)",
            self._one_short,
        )
        yield (
            rf"(?:还差|差|还有|再过|再有|过)(?P<k>[一两二三1-3])\s?(?:年|岁)(?:才|就|满|到|要)*\s?{two}(?:{sui})?",
            self._years_short,
        )
        yield (
            rf"{lead}(?:不到|未到|没到|没满|未满|不满|不足|不够|没有|小于|低于)\s?{two}{sui}|{lead}(?:不到|没到|没满|未满|不满|不足)\s?{two}",
            self._below,
        )
        yield rf"{two}(?:{sui})?\s?(?:不到|还没到|还差一点|差一点|还没满|以下)(?:一点)?", self._below
        yield (
            rf"(?P<w>后年|大后年|明年|去年|前年|大前年|今年)(?:上半年|下半年|年底|年初|春天|秋天|\s|\d+月)*(?P<v>就|将|将要|要|才|就要|刚|已经?|该|正好|年底|是|到|进)*\s?(?P<f>满|过|虚|年满)?\s?{two}(?:{sui})?(?P<l>了|大寿|整)?",
            self._by_year,
        )
        yield (
            rf"(?:下个?月|下周|下星期|月底|这个月底|过几天|明天|后天|马上就?|即将|很快就?|快要?|将要?)(?:就|要|将)*(?:满|过)\s?{two}(?:{sui})?(?:了|大寿|生日)?",
            self._one_short,
        )
        yield rf"(?:奔|往)(?P<a>[六七八九])(?:十)?(?:岁)?(?:的人)?(?:了|去了)", self._towards
        yield (
            rf"(?:年近|年将|快要?到?|快满|将近|接近|临近|将满|眼看就?要?|眼瞅着|马上就?|即将|就要|近|奔|差不多快|差点)(?:满|到|要)?\s?{two}(?:{sui}|高龄|旬)?(?:了|的人了|的人)?",
            self._nearly_at,
        )
        yield rf"(?P<a>[五六七八九])旬(?:多|高龄|有(?P<b>[一二三四五六七八九]))?", self._xun
        yield (
            rf"(?:上个?月|上周|上星期|昨天|前几天|前不久|这个月|本月|今天|刚刚?|才|刚好|正好)(?:刚刚?|才|满|过了?|过完|到|是)*\s?{two}(?:{sui})?(?:生日|大寿|整)?(?:了)?",
            self._exactly,
        )
        yield (
            rf"(?<=(?:等|到时|以后|将来)[^,。]{{0,5}})(?:到|满|过|长到|活到)\s?{two}(?:{sui})?",
            self._exactly,
        )
        yield (
            rf"(?:过了?|过完|已满|年满|满|已经过了?|超过|大于|年过|年逾|早过了?)\s?{two}(?:{sui})?(?P<o>以上|了)?",
            self._decade,
        )
        yield rf"{two}(?:{sui})?\s?(?:及|或|及其)?(?:以上|往上|起)", self._at_least
        yield rf"{two}(?:{sui})?\s?出头", self._just_past
        yield (
            rf"{two}\s?(?:多|来|几|好几|余|开外|冒头)\s?(?:{sui})?(?:了)?|{two}(?:{sui})(?:多|开外|往外)",
            self._decade,
        )
        yield (
            rf"(?:大约|大概|约|差不多|估计|可能|也就)(?:是|有|摸)?\s?{two}(?:{sui})|{two}(?:{sui})?(?:左右|上下|样子)",
            self._roughly,
        )
        yield rf"(?P<w>{named})", self._named
        yield (
            rf"(?:今年|现年|年龄|高龄|年纪|岁数|享年|实岁|周岁|足岁)(?:已经?|都|有|是|为|:|\s|满)*{n}(?:{sui})?(?:半|整|高龄)?(?![\d%个元块级人年])",
            self._exactly,
        )
        yield (
            rf"{n}{sui}(?:半|整|高龄)?(?!退休|参加工作|入伍|那年|结婚|守寡|时候|的时候就|生了|开始)",
            self._exactly,
        )
        yield rf"(?P<a>[六七八九])张", self._zhang

    # --- English --------------------------------------------------------------------------------

    def _english(self) -> Iterator[tuple[str, "_Reader"]]:
        units, tens = "|".join(self._units), "|".join(self._tens)
        n = rf"(?P<n>(?<![\d.,])\d{{1,3}}(?![\d.,]\d|\d)|(?:{tens})(?:[ -](?:{units}))?|(?:a |one )hundred(?: and (?:{units}))?)"
        decade = rf"(?P<x>{'|'.join(self._decades)}|(?:[5-9]0)'?s\b)"
        old = r"(?:[ -]?years?[ -]?olds?|[ -]?years? of age|[ -]?y/?o\b|[ -]?yrs?(?:[ -]old)?\b|[ -]years?\b(?= young)|[ -]year[ -]old\b)"
        yield (
            rf"\b(?:in )?(?:his|her|my|their|the)? ?(?P<p>early|mid|middle|late)?[ -]?\b{decade}",
            self._decade_en,
        )
        yield (
            rf"\b(?P<b>before|until|next|upcoming|will|'ll)?[^,.;]{{0,16}}?\b(?P<n>\d{{2,3}})(?:st|nd|rd|th) birthday",
            self._birthday,
        )
        yield rf"\b{n}[ -](?:odd|something|ish)\b(?:{old})?", self._decade
        yield (
            rf"\b(?:two|three|a few|one|\d|six|several|a|a couple of) (?:months?|weeks?|days?) (?:short of|away from|before|until|till|from turning) (?:turning |being )?{n}",
            self._one_short,
        )
        yield (
            rf"\bturn(?:s|ing)? {n} (?:next (?:month|week)|in (?:a|one|two|three|\d|a few) (?:months?|weeks?|days?)|soon|shortly|tomorrow|this month)|\babout to turn {n}|\b{n} (?:next (?:month|week)|in (?:a|one|two|three|a few) (?:months?|weeks?|days?))\b",
            self._one_short,
        )
        yield (
            rf"\b(?:(?:will )?(?:turn|turns|be|will be|reach|reaches|is turning|turning) )?{n} (?P<w>next year|last year|in (?P<y>20\d\d)|the year after next)",
            self._by_year_en,
        )
        yield (
            rf"\b(?:will|'ll|is going to|going to) (?:be|turn) {n} (?:in|on|by|next|this) (?:january|february|march|april|may|june|july|august|september|october|november|december|month|week|spring|summer|autumn|winter|the new year)",
            self._one_short,
        )
        yield (
            rf"\b(?:will|'ll|is going to|going to) (?:be|turn) {n} in (?P<k>one|two|three|a|1|2|3) years?(?:' time)?",
            self._years_short,
        )
        yield (
            rf"\b(?:almost|nearly|close to|approaching|coming up to|coming up on|getting on for|just under|just short of|pushing|soon to be|soon|nigh on|going on)(?: to)?(?: turning)? {n}(?:{old})?",
            self._nearly_at,
        )
        yield (
            rf"\b(?:not (?:yet|quite)|isn't (?:yet|quite)|under|below|younger than|not yet turned|hasn't turned|less than)(?: (?:turned|even))? {n}(?:{old})?(?! (?:years ago|yuan|months|days))",
            self._below,
        )
        yield (
            rf"\b(?:over|past|above|more than|at least|older than|upwards of) {n}(?:{old})?(?! (?:yuan|months|days|times|per|percent|%|rmb))|\b{n}(?:\+| plus\b| ?(?:or|and) (?:over|older|above)|(?:{old}) (?:or|and) (?:over|older|above))",
            self._at_least,
        )
        yield (
            rf"\b(?:around|about|roughly|approximately|some|circa) {n}(?:{old})?(?! (?:yuan|months|days|times|per|percent|%|rmb))",
            self._roughly,
        )
        yield (
            rf"\b(?:just |has |have |'s |recently )?turned {n}\b(?: (?:last|this|a) (?:month|week)(?: ago)?| yesterday| today| recently)?",
            self._exactly,
        )
        yield rf"\b{n}{old}", self._exactly
        yield rf"\b(?:aged?(?: of)?|age is|age:|age was)(?: now)?[: ]*{n}\b", self._exactly

    # --- numbers alone --------------------------------------------------------------------------

    def _bare(self) -> Iterator[tuple[str, "_Reader"]]:
        units, tens = "|".join(self._units), "|".join(self._tens)
        yield rf"\b(?P<n>(?:{tens})[ -](?:{units})|(?:{tens}))\b", self._alone
        yield r"(?<![\d.])(?P<n>[3-9]\d|10\d|11[0-8])(?!\d)", self._alone
        yield (
            rf"(?<![一二三四五六七八九十百第])(?P<n>[五六七八九]十有[一二三四五六七八九]|[四五六七八九]十[一二三四五六七八九]?|一百零[一二三四五六七八九])(?![二三四五六七八九十百]|一(?!个|位|人))",
            self._alone,
        )

    # --- readings -------------------------------------------------------------------------------

    def _number(self, match: "regex.Match[str]") -> int:
        words = match["n"]
        if words[0].isascii() and words[0].isalpha():
            words = words.replace("-", " ")
            if "hundred" in words:
                return 100 + self._units.get(words.rsplit(" ", 1)[-1], 0)
            return sum(self._tens.get(w, 0) + self._units.get(w, 0) for w in words.split())
        return number(words)

    def _found(self, match: "regex.Match[str]", low: int, high: int) -> AgeFound | None:
        if not 0 <= low <= high <= OLDEST:
            return None
        return AgeFound(match.start(), match.end(), Interval(low, high))

    def _exactly(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        n = self._number(match)
        return self._found(match, n, n)

    def _nominal(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        n = self._number(match)
        return self._found(match, max(n - 2, 0), n - 1)

    def _below(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        return self._found(match, 0, self._number(match) - 1)

    def _nearly_at(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        n = self._number(match)
        return self._found(match, max(n - self._nearly, 0), n - 1)

    def _towards(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        n = number(match["a"]) * 10
        return self._found(match, n - self._nearly, n - 1)

    def _one_short(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        n = self._number(match)
        return self._found(match, n - 1, n - 1)

    def _years_short(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        words = match["k"]
        n = self._number(match) - (1 if words == "a" else self._units.get(words) or number(words))
        return self._found(match, n, n)

    def _decade(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        n = self._number(match)
        return self._found(match, n, n // 10 * 10 + 9)

    def _just_past(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        n = self._number(match)
        return self._found(match, n, min(n + 4, n // 10 * 10 + 9))

    def _at_least(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        return self._found(match, self._number(match), OLDEST)

    def _roughly(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        n = self._number(match)
        reach = self._about["tens" if n % 10 == 0 else "fives" if n % 5 == 0 else "others"]
        return self._found(match, n - reach, min(n + reach, OLDEST))

    def _two_decades(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        low, high = number(match["a"]), number(match["b"])
        return self._found(match, low * 10, high * 10 + 9) if high == low + 1 else None

    def _neighbours(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        low = number(match["a"])
        high = low // 10 * 10 + number(match["b"])
        return self._found(match, low, high)

    def _range(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        return self._found(match, number(match["a"]), number(match["b"]))

    def _xun(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        n = number(match["a"]) * 10
        if match["b"]:
            n += number(match["b"])
            return self._found(match, n, n)
        return self._found(match, n, n + 9)

    def _birthday(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        n = int(match["n"])
        return self._found(match, n - 1, n - 1) if match["b"] else self._found(match, n, n)

    def _zhang(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        return None

    def _named(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        low, high = self._words.grammar["named_ages"][match["w"]]
        return self._found(match, low, high)

    def _by_year(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        shift = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2, "大后年": 3}[
            match["w"]
        ]
        n = self._number(match)
        settled = match["l"] == "了" or not match["f"] or match["v"] in ("刚", "已", "已经")
        if shift == 0 and settled:
            return self._found(match, n, n)
        if shift == 0 and match["f"] == "虚":
            return self._found(match, n - 2, n - 1)
        return self._turning(match, n, today.year + shift, today)

    def _by_year_en(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        shift = {"next year": 1, "last year": -1, "the year after next": 2}.get(match["w"], 0)
        year = int(match["y"]) if match["y"] else today.year + shift
        return self._turning(match, self._number(match), year, today)

    def _turning(self, match: "regex.Match[str]", n: int, year: int, today: date) -> AgeFound | None:
        """Who becomes `n` within a year was born `n` years before it."""
        birth = (date(year - n, 1, 1), date(year - n, 12, 31))
        return AgeFound(match.start(), match.end(), age_on(today, birth), birth)

    def _decade_en(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        words = match["x"]
        n = self._decades.get(words) or int(words[:2])
        low, high = {"early": (0, 4), "mid": (3, 7), "middle": (3, 7), "late": (5, 9)}.get(match["p"], (0, 9))
        return self._found(match, n + low, n + high)

    def _alone(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        before, after = (
            match.string[max(match.start() - 12, 0) : match.start()],
            match.string[match.end() :][:16],
        )
        if self._words.pattern("not_an_age").match(after) or self._words.pattern("not_an_age_before").search(
            before
        ):
            return None
        n = self._number(match)
        return AgeFound(match.start(), match.end(), Interval(n, n), bare=True) if 30 <= n <= 119 else None


_Reader = Callable[["regex.Match[str]", date], AgeFound | None]


def _birth(match: "regex.Match[str]", today: date) -> AgeFound | None:
    groups = match.groupdict()
    birth = _english_date(groups["e"]) if groups.get("e") else _chinese_date(groups)
    if birth is None or birth[0] > today or birth[0].year < today.year - OLDEST:
        return None
    return AgeFound(match.start(), match.end(), age_on(today, birth), birth)


def _chinese_date(groups: "dict[str, str | None]") -> Birth | None:
    year = _year(groups)
    if year is None:
        return None
    month = number(groups["m"]) if groups.get("m") else None  # type: ignore[arg-type]
    day = number(groups["d"]) if groups.get("d") else None  # type: ignore[arg-type]
    return dates_of(year, month, day)


def _year(groups: "dict[str, str | None]") -> int | None:
    if groups.get("y"):
        return int(groups["y"] or 0)
    if groups.get("h"):
        return int("".join(HAN_DIGITS[c] for c in groups["h"] or ""))
    if groups.get("r"):
        return 1911 + (1 if groups["r"] == "元" else number(groups["r"] or "0"))
    short = groups.get("s")
    if short is None:
        return None
    return 1900 + int("".join(HAN_DIGITS.get(c, c) for c in short))


def _english_date(words: str) -> Birth | None:
    try:
        first = dateparser.parse(words, default=dateparser.parse("2000-01-01"))
        last = dateparser.parse(words, default=dateparser.parse("2000-12-31"))
    except (ValueError, OverflowError):
        return None
    if regex.search(
        r"\d{1,2}(?:st|nd|rd|th)?(?: of)? [a-z]|[a-z.] \d{1,2}(?:st|nd|rd|th)?,? \d{4}|-\d+-", words
    ):
        return first.date(), first.date()
    return dates_of(last.year, last.month, None)


def dates_of(year: int, month: int | None, day: int | None) -> Birth | None:
    """The first and the last day of a year, of a month, or a day alone; None where the calendar has none such."""
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            first = date(year, month, 1)
            return first, first + relativedelta(months=1) - timedelta(days=1)
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None
