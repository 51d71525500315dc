"""Quantities in English text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from newsum.numerals.calendar import apply
from newsum.numerals.english_calendar import ENGLISH
from newsum.numerals.quantity import Hedge, Kind, Quantity
from newsum.numerals.ranges import Reading, settle
from newsum.numerals.units import (
    CURRENCY_SIGNS,
    ENGLISH_MONEY,
    ENGLISH_UNITS,
    LONGEST,
    longest,
    numbered,
)

_SMALL: Final = numbered(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS: Final = {
    word: 10 * tens
    for word, tens in numbered("twenty thirty forty fifty sixty seventy eighty ninety", 2).items()
}
_SCALES: Final = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}  # fmt: skip
_SHORT_SCALES: Final = {
    "k": 1_000, "mn": 1_000_000, "mln": 1_000_000, "m": 1_000_000, "bn": 1_000_000_000,
    "bln": 1_000_000_000, "b": 1_000_000_000, "tn": 1_000_000_000_000, "trn": 1_000_000_000_000,
    "crore": 10_000_000, "lakh": 100_000, "dozen": 12,
}  # fmt: skip
_ORDINALS: Final = numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    1,
) | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}
_PARTS: Final = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    word + plural: value
    for word, value in _ORDINALS.items()
    if 3 <= value <= 10
    for plural in ("", "s")
}
# Words that hold a number without being one: a source that says "both" bears out "two".
_IMPLIED: Final = {
    "both": 2, "twice": 2, "pair": 2, "couple": 2, "twins": 2, "double": 2, "doubled": 2,
    "doubling": 2, "doubles": 2, "duo": 2, "bilateral": 2, "triple": 3, "tripled": 3, "trio": 3,
    "thrice": 3, "trilateral": 3, "quadruple": 4, "quadrupled": 4, "once": 1, "single": 1,
    "another": 1, "dozens": 12, "dozen": 12, "century": 100, "biennial": 2,
    "primary": 1, "secondary": 2, "none": 0, "triples": 3, "quarterfinal": 4, "semi": 2,
    "weekly": 1, "hundreds": 100, "thousands": 1000, "millions": 1_000_000,
    "sole": 1, "final": 1, "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5,
    "tenfold": 10,
}  # fmt: skip


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_WORD = _either([*_SMALL, *_TENS])
_SCALE = _either(_SCALES)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d+)(?:\.\d+)?"
_VULGAR: Final = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅛": "1/8"}
_START = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?P<digits>{_DIGITS})|(?P<vulgar>[{''.join(_VULGAR)}])|(?P<word>[A-Za-z]+)"
)
_THING = re.compile(rf"[\s-]+(?:{_SCALE}|dozen|{_either(_PARTS)})\b", re.IGNORECASE)
_IMPLIED_UNITS: Final = {
    "fortnight": (1, "fortnight"), "centenary": (100, "year"), "centennial": (100, "year"),
    "bicentenary": (200, "year"), "bicentennial": (200, "year"), "decade": (1, "decade"),
    "decades": (1, "decade"), "anniversary": (1, "year"),
}  # fmt: skip
# Most sentences have no number: a quick look before the thorough one.
_FIGURE = re.compile(rf"[0-9{''.join(_VULGAR)}]")
_WORDS = re.compile("[a-z]+")
_LETTERS: Final = frozenset(
    [*_SMALL, *_TENS, *_ORDINALS, *_IMPLIED, *_IMPLIED_UNITS, *_SCALES, *_PARTS, "half"]
)
_NEXT_WORD = re.compile(
    rf"(?:[\s-]+(?P<and>and\s+)?)(?P<word>{_WORD}|{_SCALE})(?![A-Za-z])", re.IGNORECASE
)
_AFTER_DIGITS = re.compile(
    rf"(?:[\s-]?(?P<long>{_SCALE}|dozen|crore|lakh|bn|mn|mln|bln|tn|trn)(?![A-Za-z])"
    r"|(?P<short>[kmb])(?![A-Za-z]))",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(r"[\s-]+and[\s-]+a[\s-]+half(?![A-Za-z])", re.IGNORECASE)
_OF_SCALE = re.compile(
    rf"[\s-]+(?:an?[\s-]+|of[\s-]+an?[\s-]+)?({_SCALE}|dozen)(?![A-Za-z])", re.IGNORECASE
)
_MORE_SCALE = re.compile(rf"[\s-]({_SCALE})(?![A-Za-z])", re.IGNORECASE)
_AND_HALF = re.compile(
    r"(?:an?|one)\s(hour|day|week|month|year|decade|century)\sand\sa\shalf(?![A-Za-z])",
    re.IGNORECASE,
)
_LISTED = re.compile(r"[,.)]\s")
_NOT_A_PART = re.compile(r"\b(?:first|last|past|next|previous|final)\s$", re.IGNORECASE)
_DOZEN = re.compile(r"[\s-]+dozen(?![A-Za-z])", re.IGNORECASE)
_THEN_ORDINAL = re.compile(rf"[\s-](?:{_either(_ORDINALS)})(?![A-Za-z])", re.IGNORECASE)
_PART = re.compile(rf"[\s-]+({_either(_PARTS)})(?![A-Za-z])", re.IGNORECASE)
_SLASH = re.compile(r"/(\d{1,2})(?![\d/])")
_ONE_IN = re.compile(
    rf"\s+(?:in|out\s+of)(?:\s+every)?\s+(\d+|{_WORD})(?![\w.,%-]*\d|\s*(?:{_SCALE}))",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?:st|nd|rd|th)(?![A-Za-z])")
_ORDINAL_TENS = re.compile(rf"({_either(_TENS)})[\s-]+$", re.IGNORECASE)
_PERCENT = re.compile(
    r"[\s-]?(?:(?P<pp>percentage[\s-]+points?|(?:per\s?cent|pct)[\s-]+points?|ppts?|pp)"
    r"|(?P<bp>basis[\s-]+points?|bps)|(?P<percent>%|％|per\s?cent|percent|pct))(?![A-Za-z])",
    re.IGNORECASE,
)
_SIGN = re.compile(
    rf"(?:(?<![A-Za-z])|(?<=\bof))({longest(CURRENCY_SIGNS).pattern})\s?$"
)  # anchored by the slice that is searched
_MONEY = re.compile(
    r"[\s-]?(?:"
    + "|".join(f"(?P<c{i}>{pattern})" for i, (pattern, *_) in enumerate(ENGLISH_MONEY))
    + r")(?![A-Za-z])",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"[\s-]?(?:"
    + "|".join(f"(?P<u{i}>{pattern})" for i, pattern in enumerate(ENGLISH_UNITS.values()))
    + r")(?![A-Za-z/])",
    re.IGNORECASE,
)
_CODES: Final = tuple(sign for sign in CURRENCY_SIGNS if sign.isalpha())
_UNIT_NAMES: Final = list(ENGLISH_UNITS)
_HEDGE_WORDS: Final[dict[Hedge, str]] = {
    "over": r"(?:more|greater|higher|larger|longer) than|over|above|at least|upwards? of|"
    r"exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|top(?:s|ped|ping)",
    "under": r"nearly|almost|close to|just under|under|less than|fewer than|below|up to|"
    r"approaching|at most",
    "about": r"about|around|some|roughly|approximately|(?:an? )?estimated|circa",
}
_HEDGES: Final = {
    hedge: re.compile(pattern, re.IGNORECASE) for hedge, pattern in _HEDGE_WORDS.items()
}
_BEFORE = re.compile(
    r"(?<![A-Za-z])("
    + "|".join(f"(?:{p.pattern})" for p in _HEDGES.values())
    + r")\s+(?:an?\s+|the\s+)?"
    rf"(?:{longest(CURRENCY_SIGNS).pattern})?\s?$",
    re.IGNORECASE,
)
_NUMERO = re.compile(r"(?<![A-Za-z])(?:no\.?|number|nr\.?)\s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Number:
    """A bare number: what it is worth, where it ends, and the scale its last word gave it."""

    value: Fraction
    end: int
    scale: int = 1
    loose: bool = False
    other: Fraction | None = None  # an alternative reading of the same words


def read(text: str) -> list[Quantity]:
    """Return the quantities of an English *text*, in reading order."""
    found = apply(ENGLISH, text)
    readings = [Reading(q) for q in found]
    taken = bytearray(len(text))
    for q in found:
        # A year alone may be an amount all the same: "2,019" is not, "2019 people" is.
        if not (len(q.text) == 4 and q.text.isdigit()):
            taken[q.start : q.end] = b"\1" * (q.end - q.start)
    if not _FIGURE.search(text) and _LETTERS.isdisjoint(_WORDS.findall(text.lower())):
        return settle(text, readings)
    at = 0
    for match in _START.finditer(text):
        if match.start() < at or any(taken[match.start() : match.end()]):
            continue
        if match.end() - match.start() > LONGEST:
            continue
        at = match.end()
        if match["digits"] and _glued(text, match):
            value = Fraction(match["digits"].replace(",", ""))
            readings.append(Reading(_plain(match, "number", value, loose=True)))
            continue
        if match["word"]:
            word = match["word"].lower()
            if half := _AND_HALF.match(text, match.start()):
                at, unit = half.end(), half[1].lower()
                q = Quantity("unit", Fraction(3, 2), unit, half.group(), half.start())
                readings.append(Reading(q))
                continue
            if word in _ORDINALS:
                readings.append(Reading(_ordinal(text, match)))
                if word in _PARTS:  # "the northern third"
                    share = Fraction(1, _PARTS[word])
                    readings.append(Reading(_plain(match, "number", share, loose=True)))
            elif word in _IMPLIED_UNITS:
                many, unit = _IMPLIED_UNITS[word]
                q = Quantity("unit", Fraction(many), unit, match.group(), match.start(), loose=True)
                readings.append(Reading(q))
            elif word in _IMPLIED:
                value = Fraction(_IMPLIED[word])
                readings.append(Reading(_plain(match, "number", value, loose=True)))
            if not _starts(text, word, at):
                continue
        if not match.start() and _LISTED.match(text, at):
            continue  # "1, …": the first of a list
        number = _number(text, match)
        readings += _inside(text, match, number)
        new, at = _in_context(text, match.start(), number)
        readings.extend(new)
    return settle(text, readings)


def _starts(text: str, word: str, end: int) -> bool:
    """Tell whether a number in words starts with *word*, which ends at *end*."""
    if word in _TENS:
        # The twenty of "twenty-first" is read with its second word.
        return not _THEN_ORDINAL.match(text, end)
    return (
        word in _SMALL or word == "half" or (word in ("a", "an") and bool(_THING.match(text, end)))
    )


def _plain(match: re.Match[str], kind: Kind, value: Fraction, *, loose: bool = False) -> Quantity:
    return Quantity(kind, value, "", match.group(), match.start(), loose=loose)


def _glued(text: str, match: re.Match[str]) -> bool:
    """Tell whether the digits belong to a name: the 19 of "Covid-19", the 20 of "F-20A"."""
    before = text[max(0, match.start() - 3) : match.start()]
    if re.search(r"[A-Za-z][-–]?$|[/_@#]$", before) and not before.endswith(_CODES):
        return True
    after = text[match.end() : match.end() + 2]
    return bool(re.match(r"[A-Z][A-Z-]?$|[A-Z]\W?$", after)) and after[:1] not in "KMBTC"


def _ordinal(text: str, match: re.Match[str]) -> Quantity:
    value, start = _ORDINALS[match["word"].lower()], match.start()
    tens = _ORDINAL_TENS.search(text, max(0, start - 10), start)
    if tens and value < 10:
        value, start = value + _TENS[tens[1].lower()], tens.start()
    # A list is counted off: "Fourth, …".
    loose = value <= 2 or text[match.end() : match.end() + 1] == ","
    return Quantity("ordinal", Fraction(value), "", text[start : match.end()], start, loose=loose)


def _number(text: str, match: re.Match[str]) -> _Number:
    """Read the number that starts at *match*: digits or words, with scale and fraction."""
    end = match.end()
    if match["vulgar"]:
        number = _Number(Fraction(_VULGAR[match["vulgar"]]), end)
    elif match["digits"]:
        number = _digits(text, match)
    else:
        number = _words(text, match)
    word = (match["word"] or "").lower()
    if number.scale == 1:
        part = _PART.match(text, number.end)
        slash = _SLASH.match(text, number.end) if match["digits"] else None
        if part and _NOT_A_PART.search(text, max(0, match.start() - 12), match.start()):
            part = None  # "the first three quarters"
        if part and word != "half" and 1 <= number.value < _PARTS[part[1].lower()]:
            loose = word in ("a", "an", "one") and part[1].lower() != "quarter"
            value = number.value / _PARTS[part[1].lower()]
            # "a third" may also be an ordinal: it claims nothing.
            number = _Number(value, part.end(), loose=loose and "-" not in part.group())
            of = _OF_SCALE.match(text, number.end)
            if of:
                scale = _scale(of[1])
                return _Number(number.value * scale, of.end(), scale)
            return number
        if slash and int(slash[1]) > number.value > 0:
            return _Number(number.value / int(slash[1]), slash.end())
        out_of = _ONE_IN.match(text, number.end)
        if out_of and word != "half":
            whole = _small(out_of[1])
            if 0 < number.value < whole <= 1000 and whole not in range(1900, 2100):
                loose = "out" not in out_of.group() and number.value > 1  # "two in five games"
                return _Number(number.value / whole, out_of.end(), loose=loose)
    if half := _AND_A_HALF.match(text, number.end):
        value, end, scale = number.value + Fraction(number.scale, 2), half.end(), number.scale
        of = _OF_SCALE.match(text, end)
        if of and scale == 1:
            scale = _scale(of[1])
            return _Number(value * scale, of.end(), scale)
        return _Number(value, end, scale)
    return number


def _digits(text: str, match: re.Match[str]) -> _Number:
    value, end = Fraction(match["digits"].replace(",", "")), match.end()
    vulgar = text[end : end + 1]
    if vulgar in _VULGAR and vulgar:
        value, end = value + Fraction(_VULGAR[vulgar]), end + 1
    after = _AFTER_DIGITS.match(text, end)
    if not after:
        return _Number(value, end)
    if after["long"]:
        scale = _scale(after["long"])
        end = after.end()
        # "2 hundred thousand", "1.2 million million": scales multiply.
        while more := _MORE_SCALE.match(text, end):
            scale, end = scale * _scale(more[1]), more.end()
        return _Number(value * scale, end, scale)
    # "5m" is five million or five metres, "4K" a resolution: both readings are kept.
    scale = _scale(after["short"])
    other = value if after["short"] in "mbkK" else None
    return _Number(value * scale, after.end(), scale, other=other)


def _scale(word: str) -> int:
    word = word.lower()
    return _SCALES.get(word) or _SHORT_SCALES[word]


def _small(word: str) -> int:
    return int(word) if word.isdigit() else _value(word)


def _value(word: str) -> int:
    word = word.lower()
    return _SMALL.get(word, _TENS.get(word, 0))


def _words(text: str, match: re.Match[str]) -> _Number:
    """Read a number in words: "two hundred and five thousand", "half a million", "twenty-one"."""
    first = match["word"].lower()
    if first in ("a", "an", "half"):
        of = _OF_SCALE.match(text, match.end())
        base = Fraction(1, 2) if first == "half" else Fraction(1)
        if of:
            scale = _scale(of[1])
            total, end = base * scale, of.end()
            if first == "half" or scale != 100:
                return _Number(total, end, scale)
            return _continue(text, Fraction(0), 100, end, 100)
        return _Number(base, match.end(), loose=True)
    number = _continue(text, Fraction(0), _value(first), match.end(), 1)
    if dozen := _DOZEN.match(text, number.end):
        return _Number(number.value * 12, dozen.end(), 12)
    return _Number(
        number.value, number.end, number.scale, loose=first == "one" and number.value == 1
    )


def _continue(text: str, total: Fraction, group: int, end: int, scale: int) -> _Number:
    last = scale if scale > 1 else 0  # the scale word just read, 0 after a small number
    while match := _NEXT_WORD.match(text, end):
        word = match["word"].lower()
        size = _SCALES.get(word)
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
    return _Number(total + group, end, scale if last else 1)


def _inside(text: str, match: re.Match[str], number: _Number) -> list[Reading]:
    """Return what a fraction also says: "three out of five" has a 3 and a 5, "a third" a third."""
    if number.value.denominator == 1 or not (match["word"] or match["digits"]):
        return []
    part = _PART.match(text, match.end())
    if part and part[1].lower() in _ORDINALS:
        value = Fraction(_ORDINALS[part[1].lower()])
        q = Quantity("ordinal", value, "", part[1], part.start(1), loose=True)
        return [Reading(q)]
    out_of = _ONE_IN.match(text, match.end()) or _SLASH.match(text, match.end())
    if not out_of:
        return []
    return [
        Reading(Quantity("number", Fraction(value), "", word, at, loose=True))
        for word, at, value in (
            (match.group(), match.start(), _small(match.group())),
            (out_of[1], out_of.start(1), _small(out_of[1])),
        )
    ]


def _in_context(text: str, start: int, number: _Number) -> tuple[list[Reading], int]:
    """Say what the number counts, from the words on both sides of it."""
    end, value = number.end, number.value
    hedge = _hedge(text, start)

    def reading(
        kind: Kind, value: Fraction, unit: str, begin: int, end: int, *, loose: bool = False
    ) -> Reading:
        q = Quantity(kind, value, unit, text[begin:end], begin, hedge=hedge, loose=loose)
        return Reading(q, scale=number.scale, core=(start, number.end))

    suffix = _SUFFIX.match(text, end) if number.scale == 1 else None
    if suffix and value.denominator == 1:
        q = reading("ordinal", value, "", start, suffix.end())
        return [q], suffix.end()
    if sign := _SIGN.search(text, max(0, start - 5), start):
        return [reading("money", value, CURRENCY_SIGNS[sign[1]], sign.start(), end)], end
    if match := _PERCENT.match(text, end):
        unit = "pp" if match["pp"] or match["bp"] else "%"
        if match["bp"]:
            value /= 100
        return [reading("percent", value, unit, start, match.end())], match.end()
    found: list[Reading] = []
    stop = end
    if match := _MONEY.match(text, end):
        _, code, worth = ENGLISH_MONEY[int((match.lastgroup or "c0")[1:])]
        found.append(reading("money", value * worth, code, start, match.end()))
        stop = match.end()
    if match := _UNIT.match(text, end):
        unit = _UNIT_NAMES[int((match.lastgroup or "u0")[1:])]
        if unit != "second" or number.value != 1:
            found.append(reading("unit", value, unit, start, match.end(), loose=number.loose))
            stop = max(stop, match.end())
    if number.other is not None and not found:
        metres = text[end - 1] == "m"
        found = [reading("number", value, "", start, end)]
        found.append(
            reading("unit" if metres else "number", number.other, "m" * metres, start, end)
        )
        return found, end
    if found:
        return found, stop
    if text[start].isdigit() and _NUMERO.search(text, max(0, start - 8), start):
        return [reading("ordinal", value, "", start, end)], end
    return [reading("number", value, "", start, end, loose=number.loose)], end


def _hedge(text: str, start: int) -> Hedge:
    match = _BEFORE.search(text, max(0, start - 24), start)
    if not match:
        return ""
    return next(hedge for hedge, pattern in _HEDGES.items() if pattern.fullmatch(match[1]))
