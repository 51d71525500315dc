"""A model's output as a newspaper would print it.

SentencePiece's NFKC folds full-width marks into ASCII, and decoders leave spaces where pieces met:
in Chinese the marks are restored and the spaces taken out, in English marks become ASCII. Words
are never changed, and a text polished twice is as it was polished once. (`normalize` does the like
to what the built-in model reads. It keeps to the form of its training data; this may change.)
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from newsum.languages import HAN, IDEOGRAPH, Language, is_chinese
from newsum.models.marks import CHINESE, ENGLISH, HALF_WIDTH, INVISIBLE, bracketed, widened

#: What a decoder shows for a piece that it does not know.
_UNKNOWN: Final = re.compile(r"\s*(?:<unk>|\u2047|\ufffd)\s*")

_CHINESE: Final = str.maketrans(CHINESE)

_AFTER: Final = rf"{HAN}”’》〉）】%℃"
_BEFORE: Final = rf"{HAN}“‘《〈（【"
_OPEN: Final = "“‘《〈（【"
_CLOSE: Final = "，。！？：；、”’》〉）】…"
#: Where two sentences met.
_STOP_ZH: Final = re.compile(rf"(?<=[a-z%])\s*\.(?=\s*[{_BEFORE}])")
_ELLIPSIS_ZH: Final = re.compile(r"…+|\.{3,}|。{3,}")
_DASH_ZH: Final = re.compile(rf"\s*(?:—+|(?<=[{_AFTER}])\s*-{{2,}})\s*")
_DOUBLE: Final = re.compile(r'["“”]')
_SINGLE_ZH: Final = re.compile(rf"(?<![A-Za-z0-9])'([^']*[{HAN}][^']*)'")
_SPACE_ZH: Final = re.compile(
    rf"(?<=[{HAN}{_OPEN}{_CLOSE}]) (?=[^ ])|(?<=[^ ]) (?=[{HAN}{_OPEN}{_CLOSE}])"
)
_TWICE_ZH: Final = re.compile(r"([，、；：。])[，、；：。]+")

_ENGLISH: Final = str.maketrans(
    {
        **HALF_WIDTH,
        **ENGLISH,
        **dict.fromkeys("「」『』《》", '"'),
        **dict.fromkeys("〈〉", "'"),
        **dict.fromkeys("。｡", "."),
        "、": ",",
        "【": "[",
        "】": "]",
        "～": "-",
    }
)
_WIDE_MARK: Final = re.compile(r"([，。、；：！？）】》」』])(?=[A-Za-z0-9(\"'“‘（《「])")
_GAP_EN: Final = re.compile(r"\s+(?=[,;:!?%)\]]|\.(?!\d))|(?<=[(\[])\s+")
#: Pieces of a word that a tokenizer parted: do n't, the bank 's.
_CLITIC: Final = re.compile(r"(?<=[A-Za-z])\s+(n't|'(?:s|re|ve|ll|d|m)\b)")
_TWICE_EN: Final = re.compile(r"([,;:])(?:\s*[,;:])+|(?<![.])\.\s*\.(?![.])")


def polish(text: str, language: Language) -> str:
    r"""Return *text*, written by a model in *language*, with that language's marks and spacing.

    >>> polish("央行 下调 利率 , 降幅 为 5.2% .", "zh")
    '央行下调利率，降幅为5.2%。'
    >>> polish("The bank ’s plan ，he said ， is “ good ” 。", "en")
    'The bank\'s plan, he said, is "good".'
    """
    text = _UNKNOWN.sub(" ", unicodedata.normalize("NFC", text))
    text = " ".join(INVISIBLE.sub("", text).split())
    return _chinese(text) if is_chinese(language) else _english(text)


def _chinese(text: str) -> str:
    text = text.translate(_CHINESE)
    text = _ELLIPSIS_ZH.sub("……", text)
    text = _paired(text)
    text = _SINGLE_ZH.sub(r"‘\1’", text)
    text = _STOP_ZH.sub("。", widened(bracketed(text)))
    text = _DASH_ZH.sub(_dash, text)
    text = _SPACE_ZH.sub("", text)
    # What removing a space brought together.
    text = widened(text)
    text = _TWICE_ZH.sub(r"\1", text)
    return text.lstrip("，、；：。！？,;:.!? ").strip()


def _english(text: str) -> str:
    text = _WIDE_MARK.sub(r"\1 ", text).translate(_ENGLISH)
    text = _CLITIC.sub(r"\1", text)
    text = _spaced_quotes(text)
    text = _GAP_EN.sub("", text)
    text = _TWICE_EN.sub(lambda match: match[1] or ".", text)
    return " ".join(text.split()).lstrip(",;:!?) ")


def _paired(text: str) -> str:
    """Turn double quotes, straight or not, into pairs, where there is an even number of them."""
    if len(_DOUBLE.findall(text)) % 2:
        return text
    sides = iter("“”" * len(text))
    return _DOUBLE.sub(lambda _: next(sides), text)


def _spaced_quotes(text: str) -> str:
    """Set straight double quotes close to what they hold, where there is an even number."""
    parts = text.split('"')
    if len(parts) % 2 == 0:
        return text
    return '"'.join(part.strip() if at % 2 else part for at, part in enumerate(parts))


def _dash(match: re.Match[str]) -> str:
    """Write two em dashes, as Chinese does; a single one between numbers is a range."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    if match.group().strip() == "—" and before.isdigit() and after.isdigit():
        return "—"
    return "——" if IDEOGRAPH.search(match.string) else match.group()
