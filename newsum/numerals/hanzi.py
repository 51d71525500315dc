"""Numerals written in Chinese characters."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from newsum.numerals.units import LONGEST

DIGITS: Final = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("0123456789")},
    **{char: value for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
    "○": 0,
}  # fmt: skip
SMALL_SCALES: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
BIG_SCALES: Final = {"万": 10_000, "亿": 100_000_000, "兆": 1_000_000_000_000}

VULGAR: Final = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}

#: For use inside a character class of a regular expression.
DIGIT_CLASS: Final = "0-9零一二三四五六七八九〇两○"

_TENS: Final = {"廿": 20, "卅": 30}


def whole(word: str) -> int:
    """Read a whole number of up to four digits or characters; 0 where it is none.

    >>> whole("二〇一九"), whole("二十三"), whole("09"), whole("廿三")
    (2019, 23, 9, 23)
    """
    if word and len(word) <= LONGEST and all(char in DIGITS for char in word):
        value = 0
        for char in word:
            value = value * 10 + DIGITS[char]
        return value
    if word[:1] in _TENS:
        return _TENS[word[0]] + (whole(word[1:]) if word[1:] else 0)
    number = value_of(word)
    return int(number) if number is not None and number.denominator == 1 else 0


def value_of(word: str) -> Fraction | None:
    """Read a numeral of characters, digits or both; None where it is no well-formed number.

    >>> value_of("十三亿"), value_of("3.5万亿"), value_of("一千零五"), value_of("三百二")
    (Fraction(1300000000, 1), Fraction(3500000000000, 1), Fraction(1005, 1), Fraction(320, 1))
    """
    if len(word) > LONGEST:
        return None
    if word.isascii() and word.isdigit():
        return Fraction(int(word))
    # Whole numbers are reckoned with many times as fast as fractions.
    total: int | Fraction = 0
    section: int | Fraction = 0
    number: int | Fraction | None
    digits = ""
    last = 0  # the scale just read: "三百二" is 320, its 二 counts tens
    if word[-1:] in VULGAR:
        before = value_of(word[:-1])
        return None if before is None else before + VULGAR[word[-1]]
    for char in word:
        if char in DIGITS or char in ".点":
            digits += "." if char in ".点" else str(DIGITS[char])
        elif char in SMALL_SCALES:
            scale = SMALL_SCALES[char]
            number = _plain(digits) if digits else 1
            if number is None:
                return None
            section, digits, last = section + number * scale, "", scale
        elif char in BIG_SCALES:
            scale = BIG_SCALES[char]
            number = _plain(digits) if digits else 0
            if number is None:
                return None
            section += number
            if not section and not total:
                return None
            if section:
                # 万亿 multiplies what stands before it; 亿 … 万 adds.
                total = (
                    total + section * scale
                    if not total or total >= scale
                    else ((total + section) * scale)
                )
            else:
                total *= scale
            section, digits, last = 0, "", scale
        else:
            return None
    if digits:
        number = _plain(digits)
        if number is None:
            return None
        colloquial = last >= 100 and len(digits) == 1 and number and word[-2:-1] not in "零〇"
        section += number * (last // 10) if colloquial else number
    return Fraction(total + section)


def _plain(digits: str) -> int | Fraction | None:
    if "." not in digits:
        return int(digits)
    if digits.count(".") > 1 or not digits.strip("."):
        return None
    return Fraction(digits.strip("."))
