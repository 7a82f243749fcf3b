"""Every way in which an answer is spoilt on purpose, each place by itself."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.conversation.verifying.grounds import Grounds
from assistant.replies.contract import Language
from assistant.replies.script import traditional

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


@dataclass(frozen=True)
class Corruption:
    """An answer in which [start, end) has been replaced by `words`."""

    answer: str
    start: int
    words: str

    @property
    def piece(self) -> str:
        """What is wrong, with a little around it."""
        return self.answer[max(0, self.start - 6) : self.start + len(self.words) + 6]


Spoil = Callable[[str, Language, Grounds], Iterator[Corruption]]


def replaced(answer: str, start: int, end: int, words: str) -> Corruption:
    return Corruption(answer[:start] + words + answer[end:], start, words)


def each(answer: str, pattern: str, change: Callable[[re.Match[str]], str | None]) -> Iterator[Corruption]:
    for match in re.finditer(pattern, answer):
        words = change(match)
        if words is not None and words != match[0]:
            yield replaced(answer, *match.span(), words)


def written(words: str, language: Language) -> str:
    return traditional(words) if language == "zh-Hant" else words


def amounts(answer: str, language: Language, _: Grounds) -> Iterator[Corruption]:
    """Another sum, in figures and in words."""

    def larger(match: re.Match[str]) -> str:
        number = match[0].replace(",", "")
        return f"{int(number) + 7:,}" if "," in match[0] else str(int(number) + 7)

    yield from each(answer, r"(?<=¥)[\d,]*\d|\d+(?=元)", larger)
    yield from each(answer, r"[一二三四五六七八九十百千万]+(?=元)", lambda _: "九百九十")
    yield from each(
        answer, r"\b(?:\w+ hundred|\w+ thousand|fifty|thirty|eighty)(?= yuan)", lambda _: "ninety-nine"
    )


def periods(answer: str, _: Language, __: Grounds) -> Iterator[Corruption]:
    """By the month what is paid by the year, and the other way round."""
    other = {"每月": "每年", "每年": "每月", " a month": " a year", " a year": " a month"}
    yield from each(
        answer, r"每[月年](?=[^，。；|]{0,6}\d+元)|(?<=\d) a (?:month|year)\b", lambda m: other[m[0]]
    )


def percentages(answer: str, _: Language, __: Grounds) -> Iterator[Corruption]:
    """Another share."""
    yield from each(answer, r"\d+(?=%)", lambda match: str(int(match[0]) + 5))
    yield from each(answer, r"百分之[一二三四五六七八九十]+", lambda _: "百分之九十九")


def dates(answer: str, _: Language, __: Grounds) -> Iterator[Corruption]:
    """Another year, month or day."""

    def beside(match: re.Match[str]) -> str:
        return str(int(match[0]) + (1 if int(match[0]) == 1 or int(match[0]) > 31 else -1))

    yield from each(answer, r"\d{4}(?=年\d)|(?<=年)\d+(?=月)|(?<=月)\d+(?=日)", beside)
    yield from each(answer, rf"\d+(?= (?:{MONTHS}) \d{{4}})|(?<=[a-z] )20\d\d\b", beside)


def items(answer: str, _: Language, grounds: Grounds) -> Iterator[Corruption]:
    """Another item of the list, that stands otherwise and names other departments, or one that no list has."""
    register, lists = grounds.register, grounds.register.catalogue.lists
    [document] = grounds.documents if len(grounds.documents) == 1 else [""]

    def statuses(number: str) -> set[str]:
        keys = register.keys_of((document, number))
        return {stand.status for key in keys for stand in grounds.by_key.get(key, ())}

    def other(match: re.Match[str]) -> str:
        number = match[0]
        for item in lists[document].items if document in lists and grounds.people else ():
            departments = register.departments((document, item)) & register.departments((document, number))
            if not departments and not statuses(item) & statuses(number):
                return item
        return "99"

    yield from each(answer, r"(?<=第)\d+(?=[項项、])|(?<=、)\d+(?=[、\d]*[項项])", other)
    yield from each(answer, r"(?<=[Ii]tem )\d+|(?<=items )\d+|(?<=, )\d+(?=\)| \|)", other)


def departments(answer: str, language: Language, grounds: Grounds) -> Iterator[Corruption]:
    """An office that nobody has, and one of the list that the item does not name."""
    register, lists = grounds.register, grounds.register.catalogue.lists
    names = {name for document in lists for name in register.all_departments(document)}
    for name in sorted(names):
        for match in re.finditer(re.escape(written(name, language)) + r"(?![委会會])", answer):
            yield replaced(answer, *match.span(), written("区住建局", language))
    yield from each(answer, r"(?:District|City) (?:[A-Z]\w+ )+?Bureau", lambda _: "District Housing Bureau")
    if language == "zh-Hans" and len(grounds.documents) == 1:
        document = grounds.documents[0]
        for match in re.finditer(r"(?:([一-龥]+)（第(\d+)项）|\*\*第(\d+)项 [^\n]*? · ([^\n、]+))", answer):
            name, number, group = match[1] or match[4], match[2] or match[3], 1 if match[1] else 4
            own = register.departments((document, number))
            others = sorted(register.all_departments(document) - own)
            if name in own and others:
                yield replaced(answer, match.start(group), match.end(group), others[0])


def verdicts(answer: str, language: Language, grounds: Grounds) -> Iterator[Corruption]:
    """Each verdict turned round."""
    if not grounds.people:
        return
    if language == "en":
        yield from each(
            answer,
            r"(?<!not )\bmeets?(?= the (?:document|list)'s conditions for (?!\w+ benefits?))",
            lambda m: f"does not {m[0]}",
        )
        yield from each(answer, r"\bmeets?(?= the conditions for the )", lambda m: f"does not {m[0]}")
        yield from each(answer, r"\b(?:does|do) not meet\b", lambda _: "meets")
        yield from each(answer, r"is not decided yet", lambda _: "is met")
        yield from each(
            answer, r"(?<=\| )not decided yet(?= \|)", lambda _: "meets the document's conditions"
        )
        yield from each(answer, r"is left to the locality", lambda _: "is due")
        yield from each(answer, r"Left to the locality:", lambda _: "Conditions met for:")
        yield from each(answer, r"Conditions met(?= for \||: )", lambda _: "Conditions not met")
        yield from each(answer, r"conditions are no longer met", lambda _: "conditions are now met")
        return

    def said(words: str) -> str:
        return written(words, language)

    behind = f"{said('文件所列条件')}(?! \\|)|[^，。；\n]{{1,30}}{said('所列条件')}|（\\d+）"
    yield from each(answer, rf"(?<![不是否再定项項])符合(?={behind})", lambda match: f"不{match[0]}")
    yield from each(answer, rf"不(?:再)?符合(?={behind}|{said('条件。')})", lambda _: "符合")
    for words, other in {
        "还不能确定，要看": "符合条件，要看",
        "由当地决定，文件没有写死": "符合条件",
        "留给当地决定的：": "符合条件的：",
        "还要看其他情况的：": "符合条件的：",
        "| 还要看其他情况 |": "| 符合文件所列条件 |",
    }.items():
        yield from each(answer, re.escape(said(words)), lambda _, other=other: said(other))  # type: ignore[misc]


def swapped(answer: str, _: Language, __: Grounds) -> Iterator[Corruption]:
    """The sums of two rows of the table changed for each other."""
    rows = list(re.finditer(r"(?<=\| \*\*)[^|*]*\d[^|*]*(?=\*\*)", answer))
    for first, second in pairwise(rows):
        if first[0] != second[0]:
            middle = answer[first.end() : second.start()]
            spoilt = answer[: first.start()] + second[0] + middle + first[0] + answer[second.end() :]
            yield Corruption(spoilt, first.start(), second[0])


def marks(answer: str, _: Language, grounds: Grounds) -> Iterator[Corruption]:
    """✓ for ✗ and ✗ for ✓, but where the same words ask for one thing and, elsewhere, for its contrary."""
    asked = [stand.marks for stand in grounds.stands]
    twice = {
        quote
        for some in asked
        for quote, met in some
        for other, unlike in some
        if quote == other and met != unlike
    }
    for match in re.finditer(r"[✓✗](?= )", answer):
        quote = re.match(r"[^「✓✗]*「([^」]*)」", answer[match.end() :])
        if (
            quote is not None
            and not any(quote[1] in words for words in twice)
            and answer.count(quote[1]) == 1
        ):
            yield replaced(answer, *match.span(), "✗" if match[0] == "✓" else "✓")


ADDED = {
    "zh": {
        "phone": ["详情请拨打0469-4226688咨询。", "可以打电话13845678901联系社区。", "办理热线是96338。"],
        "office": ["请到区住建局窗口办理。", "由市社会保障事务中心发放。", "请去县民政局申请。"],
        "amount": ["另外每月还能领730元。", "此外一次性给三千元慰问金。", "两项合计每年可得八千六百元。"],
        "percentage": ["报销比例为85%。", "可以减免七成。"],
        "date": ["请在2027年2月17日前申请。"],
        "benefit": ["还可以享受丧葬补贴。", "也符合长寿关爱津贴的条件。"],
    },
    "en": {
        "phone": ["Call 0469-4226688 for details.", "The hotline is 96338."],
        "office": ["Apply at the District Housing Bureau.", "Ask the Elderly Care Service Office."],
        "amount": ["He also gets ¥730 a month.", "There is a one-off payment of three thousand yuan."],
        "percentage": ["The share is 85 percent."],
        "date": ["Apply before 17 February 2027."],
        "benefit": ["There is also a funeral allowance."],
    },
}


def added(answer: str, language: Language, _: Grounds) -> Iterator[Corruption]:
    """A made-up sentence between two paragraphs, and at the end."""
    sentences = [one for some in ADDED["en" if language == "en" else "zh"].values() for one in some]
    places = [match.end() for match in re.finditer("\n\n", answer)]
    for number, sentence in enumerate(sentences):
        words = written(sentence, language)
        at = places[number % len(places)] if places and number % 2 else len(answer)
        before = "\n\n" if at == len(answer) else ""
        yield replaced(answer, at, at, f"{before}{words}\n\n")


SPOILS: dict[str, Spoil] = {
    "amounts": amounts,
    "periods": periods,
    "percentages": percentages,
    "dates": dates,
    "items": items,
    "departments": departments,
    "verdicts": verdicts,
    "swapped": swapped,
    "marks": marks,
    "added": added,
}
