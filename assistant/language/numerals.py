"""Numbers as people write them: figures, Chinese numerals, English words."""

import cn2an
import regex

HAN_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "两": "2", "○": "0"}

CHINESE = (
    r"(?:[一二两三四五六七八九]?百(?:零[一二三四五六七八九]|[一二三四五六七八九]十[一二三四五六七八九]?)?"
    r"|[一二两三四五六七八九]?十有?[一二三四五六七八九]?|[一二两三四五六七八九])"
)
TWO_DIGITS = (
    r"(?:[一二三四五六七八九]十有[一二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?"
    r"|[六七八九][〇零一二三四五六七八九])"
)


def number(words: str) -> int:
    """The number that figures or Chinese numerals stand for (88, 八十八, 八十有五, 一百零三, 九二)."""
    words = words.strip().replace("有", "").replace("两", "二").replace("〇", "零")
    if words.isdecimal():
        return int(words)
    if regex.fullmatch(r"[零一二三四五六七八九]+", words):
        return int("".join(HAN_DIGITS[c] for c in words))
    if words.startswith("百"):
        words = "一" + words
    return int(cn2an.cn2an(words, "smart"))
