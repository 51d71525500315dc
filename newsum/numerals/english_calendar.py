"""Calendar dates, periods and times of day in English."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Final

from newsum.numerals.calendar import YEAR, Rule, clock, holds, iso, make, period
from newsum.numerals.quantity import Quantity
from newsum.numerals.units import numbered

_MONTHS: Final = numbered("jan feb mar apr may jun jul aug sep oct nov dec", 1)
# Lower case as some translations have it; may and march stay verbs.
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|"
    r"january|february|april|june|july|august|september|october|november|december|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_TH = r"(?:st|nd|rd|th)?"
# "September 9 and 12 people": the second is no day.
_COUNTS = (
    r"\s(?!(?:in|at|on|of|to|for|by|with|when|as|and|or|from|after|before|was|were|will)\b)[a-z]"
)
_DECADES: Final = {
    name: 10 * tens
    for name, tens in numbered(
        "twenties thirties forties fifties sixties seventies eighties nineties", 2
    ).items()
}
_WEEKDAYS: Final = numbered("mon tue wed thu fri sat sun", 1)
_CENTURIES: Final = {
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21, "21st": 21,
    "seventeenth": 17, "sixteenth": 16, "fifteenth": 15,
}  # fmt: skip
_NTH: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
_CLOCK_WORDS: Final = numbered("one two three four five six seven eight nine ten eleven twelve", 1)

_OF_DAY: Final = r"(?:\s+in\s+the\s+(?P<half>morning|afternoon|evening)\b)?"


def _month(word: str) -> int:
    return _MONTHS[word[:3].lower()]


def _month_days(match: re.Match[str]) -> list[Quantity]:
    year, month = int(match["year"] or 0), _month(match["month"])
    days = [int(day) for day in (match["day"], match["until"]) if day]
    parts = _day_parts(match)
    return [make(match, (year, month, day), part) for day, part in zip(days, parts, strict=True)]


def _day_parts(match: re.Match[str]) -> list[tuple[int, int]]:
    """Return the part of each day of "September 29 and 30, 2018" or "29 to 30 September"."""
    if match["until"] is None:
        return [match.span()]
    return [(match.start(), match.end("day")), (match.start("until"), match.end())]


def _month_year(match: re.Match[str]) -> list[Quantity]:
    return [make(match, (int(match["year"]), _month(match["month"]), 0))]


def _month_alone(match: re.Match[str]) -> list[Quantity]:
    return [make(match, (0, _month(match["month"]), 0))]


def _slashed(match: re.Match[str]) -> list[Quantity]:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    year += 2000 if year < 100 else 0
    orders = ((first, second), (second, first))
    return [make(match, (year, m, d)) for m, d in orders if 1 <= m <= 12 and 1 <= d <= 31]


def _years(match: re.Match[str]) -> list[Quantity]:
    first = int(match[1])
    last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
    if last <= first:
        return []
    return [make(match, (year, 0, 0), match.span(group)) for group, year in ((1, first), (2, last))]


def _year(match: re.Match[str]) -> list[Quantity]:
    return [make(match, (int(match[1]), 0, 0))]


def _maybe_month(match: re.Match[str]) -> list[Quantity]:
    return [replace(found, loose=True) for found in _month_alone(match)]


def _maybe_decade(match: re.Match[str]) -> list[Quantity]:
    age = Quantity("unit", Fraction(int(match[1])), "year", match.group(), match.start())
    decade = period(match, 1900 + int(match[1]), "decade")
    return [replace(found, loose=True) for found in (decade, age)]


def _nine_eleven(match: re.Match[str]) -> list[Quantity]:
    return [make(match, (0, 9, 11))]


def _short_year(match: re.Match[str]) -> list[Quantity]:
    value = int(match[1])
    return [make(match, (value + (1900 if value > 30 else 2000), 0, 0))]


def _decade(match: re.Match[str]) -> list[Quantity]:
    if match["word"]:
        value = 1900 + _DECADES[match["word"].lower()]
    elif match["full"]:
        value = int(match["full"])
    else:
        value = 1900 + int(match["short"])
    return [period(match, value, "decade")]


def _century(match: re.Match[str]) -> list[Quantity]:
    word = match[1].lower()
    value = _CENTURIES.get(word) or int(re.sub(r"\D", "", word) or 0)
    return [period(match, value, "century")] if value else []


def _quarter(match: re.Match[str]) -> list[Quantity]:
    n = match["digit"] or ""
    value = int(n) if n else _NTH[match["word"].lower()]
    unit = "half" if "half" in match.group().lower() or match.group()[0] == "H" else "quarter"
    return [period(match, min(value, 2) if unit == "half" else value, unit)]


def _weekday(match: re.Match[str]) -> list[Quantity]:
    return [period(match, _WEEKDAYS[match.group()[:3].lower()], "weekday")]


def _twelve_hours(match: re.Match[str]) -> list[Quantity]:
    half = re.sub(r"[^apm]", "", (match["half"] or "").lower())
    return clock(match, int(match["hour"]), int(match["minute"] or 0), half)


def _clock_or_score(match: re.Match[str]) -> list[Quantity]:
    """Read 3:35, which may also be minutes and seconds, or a score."""
    parts = [match["hour"], match["minute"]]
    loose = [
        Quantity("number", Fraction(int(part)), "", match.group(), match.start(), loose=True)
        for part in parts
    ]
    return _twelve_hours(match) + loose


def _spoken(match: re.Match[str]) -> list[Quantity]:
    word = match["hour"].lower()
    hour = _CLOCK_WORDS.get(word) or int(word)
    part = (match["part"] or "").lower()
    minute = 30 if "half" in part else 15 if "past" in part else -15 if part else 0
    total = (hour * 60 + minute) % (24 * 60)
    half = {"morning": "am", "afternoon": "pm", "evening": "pm"}.get(match["half"] or "", "")
    return clock(match, total // 60, total % 60, half)


_FLAG = re.IGNORECASE
# Every month, whole or cut short, starts so.
_HAS_MONTH: Final = re.compile(
    "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|january|february|april|june|july|august"
    "|september|october|november|december"
).search
_HAS_YEAR: Final = re.compile(YEAR).search
ENGLISH: Final[tuple[Rule, ...]] = (
    (
        re.compile(r"\d-\d").search,
        re.compile(r"(?<![\d/])(\d{4})-(\d{2})-(\d{2})(?![\d])"),
        iso,
    ),
    (
        holds("/"),
        re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])"),
        _slashed,
    ),
    (
        _HAS_MONTH,
        re.compile(
            rf"\b(?P<month>{_MONTH})\s+(?P<day>{_DAY}){_TH}(?![\d%]|:\d|,\d{{3}}|\.\d)"
            rf"(?:\s?(?:-|–|to|through|until|and(?!\s?{_DAY}{_COUNTS}))\s?(?P<until>{_DAY}){_TH}"
            rf"(?![a-z\d%]|[:,.]\d|\s+(?:of\s+)?{_MONTH}))?"
            rf"(?:\s?,?\s+(?P<year>{YEAR})(?![\d,]\d))?"
        ),
        _month_days,
    ),
    (
        _HAS_MONTH,
        re.compile(
            rf"(?<![\d$€£.,])(?P<day>{_DAY}){_TH}"
            rf"(?:\s?(?:-|–|to|and|until)\s?(?P<until>{_DAY}){_TH})?"
            rf"\s+(?:of\s+)?(?P<month>{_MONTH})\b(?:,?\s+(?P<year>{YEAR})(?![\d,]\d))?"
        ),
        _month_days,
    ),
    (
        _HAS_MONTH,
        re.compile(rf"\b(?P<month>{_MONTH})(?:,|\s+of)?\s+(?P<year>{YEAR})(?![\d,]\d)"),
        _month_year,
    ),
    (
        _HAS_MONTH,
        re.compile(
            r"(?<=\b)(?P<month>January|February|April|June|July|August|September|October|November"
            r"|December|(?:(?<=[Ii]n )|(?<=of )|(?<=[Bb]y )"
            r"|(?<=[Ss]ince )|(?<=until )|(?<=[Ll]ast )|(?<=this )"
            r"|(?<=from )|(?<=early )|(?<=late )|(?<=next )|(?<=mid-)|(?<=every )|(?<=during ))"
            r"(?:March|May))(?=\b)"
        ),
        _month_alone,
    ),
    # What follows the month in "on Aug." may have been cut off by a sentence splitter.
    (
        _HAS_MONTH,
        re.compile(r"\b(?P<month>Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\."),
        _month_alone,
    ),
    # "The March deadline": what a source says, and no claim.
    (
        _HAS_MONTH,
        re.compile(r"\b(?P<month>March|May)\b"),
        _maybe_month,
    ),
    (
        holds("0s", "0's", "ties", "TIES"),
        re.compile(
            rf"(?<![\w$€£])(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?"
            rf"(?:(?P<full>1[5-9]\d0|20\d0)'?s|['’](?P<short>[2-9]0)s|"
            rf"(?P<word>{'|'.join(_DECADES)}))\b",
            _FLAG,
        ),
        _decade,
    ),
    (
        holds("entury", "ENTURY"),
        re.compile(rf"\b({'|'.join(_CENTURIES)}|\d{{1,2}}(?:st|nd|rd|th))[\s-]+century\b", _FLAG),
        _century,
    ),
    (
        holds("uarter", "half", "Half", "Q", "H"),
        re.compile(
            r"\b(?:(?P<word>first|second|third|fourth|last|final)[\s-]+(?:quarter|half)"
            r"(?=\s+of\s+(?:the\s+)?(?:\w+\s+)?(?:year|20|19|fiscal)|[\s,.;]|['’]s|$)|[QH](?P<digit>[1-4]))\b",
            _FLAG,
        ),
        _quarter,
    ),
    (
        re.compile(r"\d\s?[apAP]\.?[mM]").search,
        re.compile(
            r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4])(?:[:.]\s?(?P<minute>[0-5]\d))?\s?"
            r"(?P<half>[ap]\.?m\b\.?)",
            _FLAG,
        ),
        _twelve_hours,
    ),
    (
        re.compile(r"\d:").search,
        re.compile(
            r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4]):\s?(?P<minute>[0-5]\d)(?::\s?[0-5]\d)?(?![\d:])(?P<half>)"
        ),
        _clock_or_score,
    ),
    (
        holds("past", "quarter to", "Quarter to"),
        re.compile(
            r"(?<![\w-])(?P<part>half\s+past|(?:a\s+)?quarter\s+(?:past|to))\s+"
            rf"(?P<hour>{'|'.join(_CLOCK_WORDS)}|1[0-2]|[1-9])\b{_OF_DAY}",
            _FLAG,
        ),
        _spoken,
    ),
    (
        holds("clock", "orning", "fternoon", "vening"),
        re.compile(
            rf"\b(?P<part>)(?P<hour>{'|'.join(_CLOCK_WORDS)}|2[0-4]|1\d|[1-9])"
            r"(?=\s+o['’]clock\b|\s+in\s+the\s+(?:morning|afternoon|evening)\b)"
            rf"(?:\s+o['’]clock)?{_OF_DAY}",
            _FLAG,
        ),
        _spoken,
    ),
    (
        holds("day"),
        re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b"),
        _weekday,
    ),
    (
        _HAS_YEAR,
        re.compile(rf"(?<![\w$€£¥.,/-])({YEAR})\s?[-–/]\s?(\d{{4}}|\d{{2}})(?![\d%,.]\d|%)"),
        _years,
    ),
    (
        _HAS_YEAR,
        re.compile(
            rf"(?<![\w$€£¥.,])({YEAR})"
            r"(?![\w%％]|[,.]\d|\s?(?:percent|per cent|million|billion)|-?[a-z])"
        ),
        _year,
    ),
    (
        re.compile(r"['’]\d").search,
        re.compile(r"(?<![\w])['’](\d\d)(?![\w'’%,.]\w?|\d)"),
        _short_year,
    ),
    # "In her 80s": likewise.
    (
        holds("0s"),
        re.compile(r"(?<![\w$€£])([2-9]0)s\b"),
        _maybe_decade,
    ),
    (
        holds("9/11"),
        re.compile(r"(?<![\d/])9/11(?![\d/])"),
        _nine_eleven,
    ),
)
