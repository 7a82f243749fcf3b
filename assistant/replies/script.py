"""Simplified to Traditional script, quotes aside: they stay as the document prints them."""

import re
from functools import cache

from opencc import OpenCC

from assistant.policies.bilingual import Tongue
from assistant.replies.contract import Language

# Two characters of the private-use area, which no document and no wording holds, mark a quote until the reply is whole.
OPENS, CLOSES = "\ue000", "\ue001"
_QUOTE = re.compile(f"{OPENS}([^{CLOSES}]*){CLOSES}")


def tongue_of(language: Language) -> Tongue:
    """The language that a reply's words are made in; Traditional script is converted afterwards."""
    return "en" if language == "en" else "zh"


def verbatim(words: str) -> str:
    """Mark words as a quote, which no conversion may touch; the source's line breaks are not part of its words."""
    return f"{OPENS}{''.join(words.split())}{CLOSES}"


def in_script(text: str, language: Language) -> str:
    """The finished text in the script of the language, without the marks."""
    if language != "zh-Hant":
        return _QUOTE.sub(r"\1", text)
    return "".join(part if index % 2 else traditional(part) for index, part in enumerate(_QUOTE.split(text)))


def traditional(text: str) -> str:
    """Simplified words in Traditional script."""
    converted: str = _converter().convert(text)
    return converted.translate(_QUOTATION_MARKS)


_QUOTATION_MARKS = str.maketrans("“”‘’", "「」『』")


@cache
def _converter() -> OpenCC:
    # Of OpenCC's tables the one whose characters people write today: 為 and not 爲, 參觀 and not 蔘觀.
    return OpenCC("s2tw")
