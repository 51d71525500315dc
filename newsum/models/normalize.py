"""Text as the built-in model was taught it: one form of every quote, bracket, mark and space.

The training data is in this form, so what the model is given at run time has to be too. Rules
are those of the data pack: straight quotes in English; in Chinese Simplified characters,
full-width marks after ideographs, “ ” and （ ）, half-width letters and digits, no space between
an ideograph and a letter or digit. One between two ideographs parts a headline's halves: it stays.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from newsum.languages import HAN, IDEOGRAPH, Language, is_chinese, to_simplified
from newsum.models.marks import CHINESE, ENGLISH, FULL_WIDTH, INVISIBLE

_ENGLISH: Final = str.maketrans(ENGLISH)
_CHINESE: Final = str.maketrans(CHINESE)

#: What a Chinese mark may follow: an ideograph, or a closing mark.
_CLOSED: Final = rf"{HAN}》〉”’）】"
_MARK_AFTER_HAN: Final = re.compile(rf"(?<=[{_CLOSED}])\s*([,?!:;]|\.(?![.\w]))")
# After a letter or a digit only where Chinese goes on: "3,000" and "a.m." stay.
_MARK_BEFORE_HAN: Final = re.compile(rf"(?<=[A-Za-z0-9%])([,?!;])(?=\s*(?:[{HAN}“《‘（]|$))")
_FULL_STOP: Final = re.compile(rf"(?<=[{HAN}])([^{HAN}。！？…]*[A-Za-z0-9%])\.$")
_BRACKETS: Final = re.compile(r"\(([^()（）]*)\)")
_SPACE_BESIDE_WIDE: Final = re.compile(
    r"(?<=[，。！？：；、“‘（《〈【]) | (?=[，。！？：；、”’）》〉】])"
)
_SPACE_BESIDE_HAN: Final = re.compile(
    rf"(?<=[{HAN}]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) (?=[{HAN}])"
)
_STRAIGHT_PAIR: Final = re.compile(r'"([^"]*)"')
_STRAIGHT_SINGLES: Final = re.compile(rf"(?<!')'([^'‘’]*[{HAN}][^'‘’]*)'(?!')")
_DASH: Final = re.compile(r"-*—[—-]*|(?<=[^\sA-Za-z0-9-])--+(?=[^\sA-Za-z0-9-])")
_ELLIPSIS: Final = re.compile(r"(?:[.。]*(?:…|\.{3,}|。{3,}))+")


def normalize(text: str, language: Language) -> str:
    r"""Return *text*, one or more sentences in *language*, as the built-in model expects it.

    Chinese comes back in Simplified characters. Applying it twice changes nothing more.

    >>> normalize("“It’s  over…”", "en")
    '"It\'s over..."'
    >>> normalize('臺灣 GDP 增長５.２％,他說:"很好"...', "zh-Hant")
    '台湾GDP增长5.2%，他说：“很好”……'
    """
    text = " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())
    return _chinese(text) if is_chinese(language) else text.translate(_ENGLISH)


def _chinese(text: str) -> str:
    text = text.translate(_CHINESE)
    if not _surely_simplified(text):
        text = to_simplified(text)
    text = _STRAIGHT_PAIR.sub(r"“\1”", text)
    text = _STRAIGHT_SINGLES.sub(r"‘\1’", text)
    text = _BRACKETS.sub(lambda match: _bracket(text, match), text)
    text = _MARK_AFTER_HAN.sub(lambda match: FULL_WIDTH[match[1]], text)
    text = _MARK_BEFORE_HAN.sub(lambda match: FULL_WIDTH[match[1]], text)
    text = _FULL_STOP.sub(r"\1。", text)
    text = _SPACE_BESIDE_WIDE.sub("", text)
    text = _SPACE_BESIDE_HAN.sub("", text)
    text = _ELLIPSIS.sub("……", text)
    return _DASH.sub(lambda match: _dash(text, match), text)


def _surely_simplified(text: str) -> bool:
    # GB2312 is the Simplified character set: text that it can hold needs no converter, whose
    # import and tables are most of the cost of a short text.
    try:
        "".join(IDEOGRAPH.findall(text)).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _dash(text: str, match: re.Match[str]) -> str:
    """Two em dashes, as Chinese writes one; a single one between numbers is a range."""
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    if match.group() == "—" and before.isdigit() and after.isdigit():
        return "—"
    return "——"


def _bracket(text: str, match: re.Match[str]) -> str:
    """Full-width brackets where an ideograph is inside or stands beside them."""
    near = text[: match.start()].rstrip()[-1:] + match[1] + text[match.end() :].lstrip()[:1]
    return f"（{match[1]}）" if IDEOGRAPH.search(near) else match.group()
