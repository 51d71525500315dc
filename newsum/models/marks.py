"""Which marks are one mark: the tables that what a model reads and what it writes are put right by.

`normalize` prepares a text for the built-in model, `polish` mends what any model wrote and
`standalone` a sentence of the article's. Each has rules of its own, and these in common.
"""

from __future__ import annotations

import re
from typing import Final

from newsum.languages import HAN, IDEOGRAPH, Language, to_simplified, to_traditional

#: Zero-width and directional characters, soft hyphens, and what is no character at all.
INVISIBLE: Final = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]"
)

#: Full-width ASCII, in half width.
HALF_WIDTH: Final = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}

#: English: straight quotes, plain hyphens.
ENGLISH: Final = {
    **dict.fromkeys("“”„‟«»〝〞", '"'),
    **dict.fromkeys("‘’‚‛`´ʼ", "'"),
    "…": "...",
    **dict.fromkeys("‐‑−", "-"),
    "―": "—",
}

#: Chinese: letters and digits in half width, but not the marks that it writes full-width.
CHINESE: Final = {
    **{wide: plain for wide, plain in HALF_WIDTH.items() if wide not in "！（），：；？～"},
    **dict.fromkeys("「〝„", "“"),
    **dict.fromkeys("」〞", "”"),
    "『": "‘",
    "』": "’",
    "︰": "：",
    "﹐": "，",
    **dict.fromkeys("﹑､", "、"),
    "｡": "。",
    **dict.fromkeys("‧•・", "·"),
    **dict.fromkeys("―─", "—"),
}

#: What Chinese writes full-width where a keyboard, or NFKC, has ASCII.
FULL_WIDTH: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}

#: A mark beside an ideograph. Between digits (1,000, 10:30) and in Latin text it stays.
_MARK: Final = re.compile(
    rf"(?<=[{HAN}”’》〉）】%℃])\s*([,;:!?])"
    rf"|(?<=[A-Za-z0-9\"])\s*([,;:!?])(?=\s*(?:[{HAN}“‘《〈（【]|$))"
)
_STOP: Final = re.compile(rf"(?<=[{HAN}”’》〉）】])\s*\.(?![.\w])|(?<=[A-Za-z0-9%])\s*\.$")
_BRACKETS: Final = re.compile(r"[(（]\s*([^()（）]*?)\s*[)）]")

_CORNERS: Final = str.maketrans("「」『』", "“”‘’")
_DOUBLE: Final = str.maketrans("“”", "「」")
#: What holds an ideograph: ’ in Latin text is an apostrophe.
_SINGLE: Final = re.compile(rf"‘([^‘’]*[{HAN}][^‘’]*)’")


def widened(text: str) -> str:
    """Return Chinese *text* with its commas, colons and stops in full width.

    >>> widened("增长5.2%,其中GDP:1,000亿元.")
    '增长5.2%，其中GDP:1,000亿元。'
    """
    return _STOP.sub("。", _MARK.sub(lambda match: FULL_WIDTH[match[1] or match[2]], text))


def bracketed(text: str) -> str:
    """Return *text* with full-width brackets where an ideograph is inside or stands beside them.

    >>> bracketed("银行( 总部 )的 f(x)")
    '银行（总部）的 f(x)'
    """
    return _BRACKETS.sub(_bracket, text)


def _bracket(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 2) : match.start()].rstrip()[-1:]
    after = match.string[match.end() : match.end() + 2].lstrip()[:1]
    # f(x), GDP(2024): what stands close to a letter is part of its word.
    near = match[1] if before.isascii() and before.isalnum() else before + match[1] + after
    return f"（{match[1]}）" if IDEOGRAPH.search(near) else f"({match[1]})"


def rescripted(text: str, target: Language) -> str:
    """Return Chinese *text* in the characters of *target* and with its readers' quotation marks.

    The mainland and Singapore print “ and ‘ (GB/T 15834), Taiwan and Hong Kong 「 and 『; OpenCC
    leaves them as they are. Straight marks stay. One for one, so that offsets stay true.

    >>> rescripted("他說：「走『吧』」", "zh"), rescripted("他说：“走‘吧’”", "zh-Hant")
    ('他说：“走‘吧’”', '他說：「走『吧』」')
    """
    if target == "zh-Hant":
        return _SINGLE.sub(r"『\1』", to_traditional(text)).translate(_DOUBLE)
    return to_simplified(text).translate(_CORNERS)
