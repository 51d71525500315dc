"""Numbers in English text: digits, words, scales and fractions, as yet counting nothing.

What `newsum.numerals.hanzi` is for Chinese; what a number counts is `newsum.numerals.english`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from newsum.numerals.units import LONGEST, either, numbered

SMALL: Final = numbered(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
TENS: Final = {
    word: 10 * tens
    for word, tens in numbered("twenty thirty forty fifty sixty seventy eighty ninety", 2).items()
}
SCALES: Final = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}  # fmt: skip
_SHORT_SCALES: Final = {
    "k": 1_000, "mn": 1_000_000, "mln": 1_000_000, "m": 1_000_000, "bn": 1_000_000_000,
    "bln": 1_000_000_000, "b": 1_000_000_000, "tn": 1_000_000_000_000, "trn": 1_000_000_000_000,
    "crore": 10_000_000, "lakh": 100_000, "dozen": 12,
}  # fmt: skip
ORDINALS: Final = numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    1,
) | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}
PARTS: Final = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    word + plural: value
    for word, value in ORDINALS.items()
    if 3 <= value <= 10
    for plural in ("", "s")
}


_WORD = either([*SMALL, *TENS])
SCALE = either(SCALES)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d+)(?:\.\d+)?"
VULGAR: Final = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅛": "1/8"}
FIGURE: Final = re.compile(rf"[\d{''.join(VULGAR)}]")
START = re.compile(
    # Words first, and a look ahead before those behind: it is tried at every character.
    rf"(?P<word>[A-Za-z]+)|(?=\d)(?<!\d)(?<!\d[.,])(?P<digits>{_DIGITS})"
    rf"|(?P<vulgar>[{''.join(VULGAR)}])"
)
# With what a number can go on. Few do: one look instead of five.
_MORE: Final = frozenset([*SCALES, *_SHORT_SCALES, *PARTS, "in", "out", "and"])
_AFTER = re.compile(r"[\s-]+([A-Za-z]+|\d)")
_NEXT_WORD = re.compile(
    rf"(?:[\s-]+(?P<and>and\s+)?)(?P<word>{_WORD}|{SCALE})(?![A-Za-z])", re.IGNORECASE
)
_AFTER_DIGITS = re.compile(
    rf"(?:[\s-]?(?P<long>{SCALE}|dozen|crore|lakh|bn|mn|mln|bln|tn|trn)(?![A-Za-z])"
    r"|(?P<short>[kmb])(?![A-Za-z]))",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(r"[\s-]+and[\s-]+a[\s-]+half(?![A-Za-z])", re.IGNORECASE)
_OF_SCALE = re.compile(
    rf"[\s-]+(?:an?[\s-]+|of[\s-]+an?[\s-]+)?({SCALE}|dozen)(?![A-Za-z])", re.IGNORECASE
)
_MORE_SCALE = re.compile(rf"[\s-]({SCALE})(?![A-Za-z])", re.IGNORECASE)
_NOT_A_PART = re.compile(r"\b(?:first|last|past|next|previous|final)\s$", re.IGNORECASE)
_DOZEN = re.compile(r"[\s-]+dozen(?![A-Za-z])", re.IGNORECASE)
PART = re.compile(rf"[\s-]+({either(PARTS)})(?![A-Za-z])", re.IGNORECASE)
SLASH = re.compile(r"/(\d{1,2})(?![\d/])")
_MIXED = re.compile(r"\s(\d{1,2})/(\d{1,2})(?![\d/])")
ONE_IN = re.compile(
    rf"\s+(?:in|out\s+of)(?:\s+every)?\s+(\d+|{_WORD})(?![\w.,%-]*\d|\s*(?:{SCALE}))",
    re.IGNORECASE,
)


class Number(NamedTuple):
    """A bare number: what it is worth, where it ends, and the scale its last word gave it."""

    value: Fraction
    end: int
    scale: int = 1
    loose: bool = False
    other: Fraction | None = None  # an alternative reading of the same words


def starts(text: str, *, words: bool) -> Iterator[re.Match[str]]:
    """Yield where numbers could start: at figures and, with *words*, at every word."""
    if words:
        yield from START.finditer(text)
        return
    figure = FIGURE.search(text)
    while figure:
        match = START.match(text, figure.start())
        if match:
            yield match
        figure = FIGURE.search(text, match.end() if match else figure.end())


def number_at(text: str, match: re.Match[str]) -> Number:
    """Read the number that starts at *match*: digits or words, with scale and fraction."""
    end = match.end()
    if match["vulgar"]:
        number = Number(Fraction(VULGAR[match["vulgar"]]), end)
    elif not match["digits"]:
        number = _words(text, match)
    elif _goes_on(text, end):
        number = _digits(text, match)
    else:
        return Number(value_of(match["digits"]), end)
    if not _goes_on(text, number.end):
        return number
    word = (match["word"] or "").lower()
    if number.scale == 1:
        part = PART.match(text, number.end)
        slash = SLASH.match(text, number.end) if match["digits"] else None
        if part and _NOT_A_PART.search(text, max(0, match.start() - 12), match.start()):
            part = None  # "the first three quarters"
        if part and word != "half" and 1 <= number.value < PARTS[part[1].lower()]:
            loose = word in ("a", "an", "one") and part[1].lower() != "quarter"
            value = number.value / PARTS[part[1].lower()]
            # "a third" may also be an ordinal: it claims nothing.
            number = Number(value, part.end(), loose=loose and "-" not in part.group())
            of = _OF_SCALE.match(text, number.end)
            if of:
                scale = _scale(of[1])
                return Number(number.value * scale, of.end(), scale)
            return number
        if slash and int(slash[1]) > number.value > 0:
            return Number(number.value / int(slash[1]), slash.end())
        out_of = ONE_IN.match(text, number.end)
        if out_of and word != "half":
            whole = small(out_of[1])
            if 0 < number.value < whole <= 1000 and whole not in range(1900, 2100):
                loose = "out" not in out_of.group() and number.value > 1  # "two in five games"
                return Number(number.value / whole, out_of.end(), loose=loose)
    if half := _AND_A_HALF.match(text, number.end):
        value, end, scale = number.value + Fraction(number.scale, 2), half.end(), number.scale
        of = _OF_SCALE.match(text, end)
        if of and scale == 1:
            scale = _scale(of[1])
            return Number(value * scale, of.end(), scale)
        return Number(value, end, scale)
    return number


def _goes_on(text: str, end: int) -> bool:
    """Tell whether what stands after a number may belong to it."""
    after = text[end : end + 1]
    if not (after.isspace() or after == "-"):
        return after.isalpha() or (after in VULGAR or after == "/")
    match = _AFTER.match(text, end)
    return match is not None and (match[1].isdigit() or match[1].lower() in _MORE)


def value_of(digits: str) -> Fraction:
    """Read digits, with or without commas and decimals."""
    digits = digits.replace(",", "")
    # Many times quicker than to have them parsed.
    return Fraction(digits if "." in digits else int(digits))


def in_digits(text: str, start: int) -> tuple[Fraction, int] | None:
    """Read digits at *start* with their scale: what they are worth, and where they end.

    >>> in_digits("$1.3 million", 1)
    (Fraction(1300000, 1), 12)
    """
    match = START.match(text, start)
    if not match or not match["digits"] or match.end() - start > LONGEST:
        return None
    number = _digits(text, match)
    return number.value, number.end


def _digits(text: str, match: re.Match[str]) -> Number:
    value, end = value_of(match["digits"]), match.end()
    vulgar = text[end : end + 1]
    if vulgar in VULGAR and vulgar:
        value, end = value + Fraction(VULGAR[vulgar]), end + 1
    elif (mixed := _MIXED.match(text, end)) and 0 < int(mixed[1]) < int(mixed[2]):
        value, end = value + Fraction(int(mixed[1]), int(mixed[2])), mixed.end()
    after = _AFTER_DIGITS.match(text, end)
    if not after:
        return Number(value, end)
    if after["long"]:
        scale = _scale(after["long"])
        end = after.end()
        # "2 hundred thousand", "1.2 million million": scales multiply.
        while more := _MORE_SCALE.match(text, end):
            scale, end = scale * _scale(more[1]), more.end()
        return Number(value * scale, end, scale)
    # "5m" is five million or five meters, "4K" a resolution: both readings are kept.
    scale = _scale(after["short"])
    other = value if after["short"] in "mbkK" else None
    return Number(value * scale, after.end(), scale, other=other)


def _scale(word: str) -> int:
    word = word.lower()
    return SCALES.get(word) or _SHORT_SCALES[word]


def small(word: str) -> int:
    """Read a whole number in digits or one word."""
    return int(word) if word.isdigit() else _value(word)


def _value(word: str) -> int:
    word = word.lower()
    return SMALL.get(word, TENS.get(word, 0))


def _words(text: str, match: re.Match[str]) -> Number:
    """Read a number in words: "two hundred and five thousand", "half a million", "twenty-one"."""
    first = match["word"].lower()
    if first in ("a", "an", "half"):
        of = _OF_SCALE.match(text, match.end())
        base = Fraction(1, 2) if first == "half" else Fraction(1)
        if of:
            scale = _scale(of[1])
            total, end = base * scale, of.end()
            if first == "half" or scale != 100:
                return Number(total, end, scale)
            return _continue(text, Fraction(0), 100, end, 100)
        return Number(base, match.end(), loose=True)
    number = _continue(text, Fraction(0), _value(first), match.end(), 1)
    if dozen := _DOZEN.match(text, number.end):
        return Number(number.value * 12, dozen.end(), 12)
    return Number(
        number.value, number.end, number.scale, loose=first == "one" and number.value == 1
    )


def _continue(text: str, total: Fraction, group: int, end: int, scale: int) -> Number:
    last = scale if scale > 1 else 0  # the scale word just read, 0 after a small number
    while match := _NEXT_WORD.match(text, end):
        word = match["word"].lower()
        size = SCALES.get(word)
        if match["and"] and (size or not last):
            break
        if size == 100:
            if not 0 < group < 100:
                break
            group, last, scale = group * 100, 100, 100
        elif size:
            if not group or (total and size >= scale > 100):
                break
            total, group, last, scale = total + group * size, 0, size, size
        else:
            value = _value(word)
            room = 100 if last else 10 if group % 100 >= 20 and not group % 10 else 0
            if not 0 < value < room:
                if not last and not total and group in (18, 19, 20) and value >= 10:
                    group, end, last = group * 100 + value, match.end(), 0  # a year in words
                    continue
                break
            group, last = group + value, 0
            if scale == 100:
                scale = 1
        end = match.end()
    return Number(total + group, end, scale if last else 1)
