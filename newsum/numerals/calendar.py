"""Calendar dates, periods and times of day, in both languages.

Relative dates ("last Tuesday", "去年") are left alone: they are right or wrong only against the day
the article was published. Weekdays are read, so that Tuesday can be told from Wednesday.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final, Literal

from newsum.numerals.hanzi import DIGIT_CLASS, whole
from newsum.numerals.quantity import Quantity, YearMonthDay
from newsum.numerals.units import numbered

_MONTHS: Final = numbered("jan feb mar apr may jun jul aug sep oct nov dec", 1)
# Lower case as some translations have it; may and march stay verbs.
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|"
    r"january|february|april|june|july|august|september|october|november|december|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_TH = r"(?:st|nd|rd|th)?"
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

_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], list[Quantity]]]


def read(text: str, language: Literal["en", "zh"]) -> list[Quantity]:
    """Return the dates, periods and times of *text*; where rules overlap, the first one's."""
    rules = _ENGLISH if language == "en" else _CHINESE
    free = [True] * len(text)
    found: list[Quantity] = []
    for pattern, build in rules:
        for match in pattern.finditer(text):
            if all(free[match.start() : match.end()]) and (new := build(match)):
                found += new
                free[match.start() : match.end()] = [False] * len(match.group())
    return found


def _make(match: re.Match[str], date: YearMonthDay, *, loose: bool = False) -> Quantity:
    year, month, day = date
    filled = [part for part in date if part]
    value = filled[0] if len(filled) == 1 else year * 10_000 + month * 100 + day
    return Quantity(
        "date", Fraction(value), "day", match.group(), match.start(), date=date, loose=loose
    )


def _period(match: re.Match[str], value: int, unit: str) -> Quantity:
    return Quantity("date", Fraction(value), unit, match.group(), match.start())


def _clock(match: re.Match[str], hour: int, minute: int, half: str) -> list[Quantity]:
    if hour > 24 or minute > 59:
        return []
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    elif hour > 12:
        half = "pm"
    value = Fraction(hour * 60 + minute)
    return [Quantity("time", value, half, match.group(), match.start())]


def _month(word: str) -> int:
    return _MONTHS[word[:3].lower()]


# --- English ---------------------------------------------------------------------------------


def _month_days(match: re.Match[str]) -> list[Quantity]:
    year, month = int(match["year"] or 0), _month(match["month"])
    days = [match["day"], match["until"]]
    return [_make(match, (year, month, int(day))) for day in days if day]


def _month_year(match: re.Match[str]) -> list[Quantity]:
    return [_make(match, (int(match["year"]), _month(match["month"]), 0))]


def _month_alone(match: re.Match[str]) -> list[Quantity]:
    return [_make(match, (0, _month(match["month"]), 0))]


def _slashed(match: re.Match[str]) -> list[Quantity]:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    year += 2000 if year < 100 else 0
    orders = ((first, second), (second, first))
    return [_make(match, (year, m, d)) for m, d in orders if 1 <= m <= 12 and 1 <= d <= 31]


def _iso(match: re.Match[str]) -> list[Quantity]:
    year, month, day = (int(match[i]) for i in (1, 2, 3))
    return [_make(match, (year, month, day))] if 1 <= month <= 12 and 1 <= day <= 31 else []


def _years(match: re.Match[str]) -> list[Quantity]:
    first = int(match[1])
    last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
    return [_make(match, (year, 0, 0)) for year in (first, last)] if last > first else []


def _year(match: re.Match[str]) -> list[Quantity]:
    return [_make(match, (int(match[1]), 0, 0))]


def _decade(match: re.Match[str]) -> list[Quantity]:
    if match["word"]:
        value = 1900 + _DECADES[match["word"].lower()]
    elif match["full"]:
        value = int(match["full"])
    else:
        value = 1900 + int(match["short"])
    return [_period(match, value, "decade")]


def _century(match: re.Match[str]) -> list[Quantity]:
    word = match[1].lower()
    value = _CENTURIES.get(word) or int(re.sub(r"\D", "", word) or 0)
    return [_period(match, value, "century")] if value else []


def _quarter(match: re.Match[str]) -> list[Quantity]:
    n = match["digit"] or ""
    value = int(n) if n else _NTH[match["word"].lower()]
    unit = "half" if "half" in match.group().lower() or match.group()[0] == "H" else "quarter"
    return [_period(match, min(value, 2) if unit == "half" else value, unit)]


def _weekday(match: re.Match[str]) -> list[Quantity]:
    return [_period(match, _WEEKDAYS[match.group()[:3].lower()], "weekday")]


def _twelve_hours(match: re.Match[str]) -> list[Quantity]:
    half = re.sub(r"[^apm]", "", (match["half"] or "").lower())
    return _clock(match, int(match["hour"]), int(match["minute"] or 0), half)


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
    return _clock(match, total // 60, total % 60, half)


_FLAG = re.IGNORECASE
_ENGLISH: Final[tuple[_Rule, ...]] = (
    (re.compile(r"(?<![\d/])(\d{4})-(\d{2})-(\d{2})(?![\d])"), _iso),
    (re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])"), _slashed),
    (
        re.compile(
            rf"\b(?P<month>{_MONTH})\s+(?P<day>{_DAY}){_TH}(?![\d%]|:\d|,\d{{3}}|\.\d)"
            rf"(?:\s?(?:-|–|to|and|through|until)\s?(?P<until>{_DAY}){_TH}(?![\d%]|[:,.]\d))?"
            rf"(?:\s?,?\s+(?P<year>{_YEAR})(?![\d,]\d))?"
        ),
        _month_days,
    ),
    (
        re.compile(
            rf"(?<![\d$€£.,])(?P<day>{_DAY}){_TH}"
            rf"(?:\s?(?:-|–|to|and|until)\s?(?P<until>{_DAY}){_TH})?"
            rf"\s+(?:of\s+)?(?P<month>{_MONTH})\b(?:,?\s+(?P<year>{_YEAR})(?![\d,]\d))?"
        ),
        _month_days,
    ),
    (re.compile(rf"\b(?P<month>{_MONTH})(?:,|\s+of)?\s+(?P<year>{_YEAR})(?![\d,]\d)"), _month_year),
    (
        re.compile(
            rf"(?<![\w$€£])(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?"
            rf"(?:(?P<full>1[5-9]\d0|20\d0)'?s|['’](?P<short>[2-9]0)s|"
            rf"(?P<word>{'|'.join(_DECADES)}))\b",
            _FLAG,
        ),
        _decade,
    ),
    (
        re.compile(rf"\b({'|'.join(_CENTURIES)}|\d{{1,2}}(?:st|nd|rd|th))[\s-]+century\b", _FLAG),
        _century,
    ),
    (
        re.compile(
            r"\b(?:(?P<word>first|second|third|fourth|last|final)[\s-]+(?:quarter|half)"
            r"(?=\s+of\s+(?:the\s+)?(?:\w+\s+)?(?:year|20|19|fiscal)|[\s,.;]|['’]s|$)|[QH](?P<digit>[1-4]))\b",
            _FLAG,
        ),
        _quarter,
    ),
    (
        re.compile(
            r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?\s?"
            r"(?P<half>[ap]\.?m\b\.?)",
            _FLAG,
        ),
        _twelve_hours,
    ),
    (
        re.compile(
            r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?P<half>)"
        ),
        _clock_or_score,
    ),
    (
        re.compile(
            r"\b(?P<part>half\s+past|(?:a\s+)?quarter\s+(?:past|to))\s+"
            rf"(?P<hour>{'|'.join(_CLOCK_WORDS)}|1[0-2]|[1-9])\b{_OF_DAY}",
            _FLAG,
        ),
        _spoken,
    ),
    (
        re.compile(
            rf"\b(?P<part>)(?P<hour>{'|'.join(_CLOCK_WORDS)}|2[0-4]|1\d|[1-9])"
            r"(?=\s+o['’]clock\b|\s+in\s+the\s+(?:morning|afternoon|evening)\b)"
            rf"(?:\s+o['’]clock)?{_OF_DAY}",
            _FLAG,
        ),
        _spoken,
    ),
    (
        re.compile(
            r"(?<=\b)(?P<month>January|February|April|June|July|August|September|October|November"
            r"|December|(?:(?<=in )|(?<=of )|(?<=by )|(?<=since )|(?<=until )|(?<=last )|(?<=this )"
            r"|(?<=from )|(?<=early )|(?<=late )|(?<=next )|(?<=mid-)|(?<=every )|(?<=during ))"
            r"(?:March|May))(?=\b)"
        ),
        _month_alone,
    ),
    # What follows the month in "on Aug." may have been cut off by a sentence splitter.
    (re.compile(r"\b(?P<month>Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\."), _month_alone),
    (re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b"), _weekday),
    (re.compile(rf"(?<![\w$€£¥.,/-])({_YEAR})\s?[-–/]\s?(\d{{4}}|\d{{2}})(?![\d%,.]\d|%)"), _years),
    (
        re.compile(
            rf"(?<![\w$€£¥.,])({_YEAR})"
            r"(?![\w%％]|[,.]\d|\s?(?:percent|per cent|million|billion)|-?[a-z])"
        ),
        _year,
    ),
)

# --- Chinese ---------------------------------------------------------------------------------

_N = rf"[{DIGIT_CLASS}十廿卅]"
_ZH_HALF: Final = {
    "上午": "am", "凌晨": "am", "清晨": "am", "早上": "am", "早晨": "am", "清早": "am",
    "傍晚": "pm", "晚上": "pm", "晚间": "pm", "当晚": "pm", "晚": "pm", "夜间": "pm", "早": "am",
    "下午": "pm",
    "午后": "pm", "深夜": "pm", "今晚": "pm", "昨晚": "pm",
}  # fmt: skip
_ZH_WEEKDAYS: Final = {day: n for n, day in enumerate("一二三四五六", start=1)} | {
    "日": 7, "天": 7, "末": 0,
}  # fmt: skip
_HAN_HOURS: Final = frozenset("一二两三四五六七八九")
_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def _zh_date(match: re.Match[str]) -> list[Quantity]:
    year = _zh_year(match["year"]) if match["year"] else 0
    month = whole(match["month"])
    days = [whole(day) for day in (match["day"], match["until"]) if day]
    if not 1 <= month <= 12 or any(not 1 <= day <= 31 for day in days):
        return []
    return [_make(match, (year, month, day)) for day in days or [0]]


def _zh_year(word: str) -> int:
    value = whole(word)
    return value if value > 99 else value + (1900 if value > 30 else 2000)


def _zh_year_alone(match: re.Match[str]) -> list[Quantity]:
    word = match["year"]
    value = whole(word)
    if 1000 <= value <= 2999 and len(word) == 4:
        return [_make(match, (value, 0, 0))]
    if 10 <= value <= 99 and len(word) == 2 and "十" not in word:
        # "98年" is 1998, or 98 years: both readings are kept.
        as_years = Quantity("unit", Fraction(value), "year", match.group(), match.start())
        return [_make(match, (_zh_year(word), 0, 0)), as_years]
    return []


def _zh_years(match: re.Match[str]) -> list[Quantity]:
    first, last = whole(match[1]), whole(match[2])
    last += first // 100 * 100 if last < 100 else 0
    return [_make(match, (year, 0, 0)) for year in (first, last)] if last > first else []


def _zh_day(match: re.Match[str]) -> list[Quantity]:
    days = [whole(day) for day in (match["day"], match["until"]) if day]
    if any(not 1 <= day <= 31 for day in days):
        return []
    found = [_make(match, (0, 0, day)) for day in days]
    # "3日" may be a duration and "3号" a number in a series.
    for day in days:
        kind: Literal["unit", "ordinal"] = "unit" if match["sign"] == "日" else "ordinal"
        unit = "day" if kind == "unit" else ""
        found.append(Quantity(kind, Fraction(day), unit, match.group(), match.start()))
    return found


def _zh_decade(match: re.Match[str]) -> list[Quantity]:
    value = whole(match["decade"])
    if value < 100:
        century = match["century"] or ""
        base = 1900
        if "本" in century:
            base = 2000
        elif match["nth"]:
            base = (whole(match["nth"]) - 1) * 100
        value += base
    return [_period(match, value, "decade")]


def _zh_century(match: re.Match[str]) -> list[Quantity]:
    if not match["nth"]:
        return [_period(match, {"上": 20, "本": 21}[match.group()[0]], "century")]
    return [_period(match, whole(match["nth"]), "century")]


def _zh_quarter(match: re.Match[str]) -> list[Quantity]:
    return [_period(match, _QUARTERS[match["n"]], "quarter")]


def _zh_half(match: re.Match[str]) -> list[Quantity]:
    return [_period(match, 1 if match.group()[0] == "上" else 2, "half")]


def _zh_weekday(match: re.Match[str]) -> list[Quantity]:
    day = _ZH_WEEKDAYS[match["day"]]
    return [_period(match, day, "weekday")] if day else []


def _zh_clock(match: re.Match[str]) -> list[Quantity]:
    half = _ZH_HALF.get(match["half"] or "", "")
    hour = whole(match["hour"])
    part = match["minute"] or ""
    minute = {"半": 30, "一刻": 15, "三刻": 45, "整": 0, "": 0}.get(part)
    if minute is None:
        minute = whole(part.rstrip("分"))
    found = _clock(match, hour, minute, half)
    if not match["sign"]:
        found += [
            Quantity("number", Fraction(n), "", match.group(), match.start(), loose=True)
            for n in (hour, minute)
        ]
    if not half and not part and match["hour"] in _HAN_HOURS:
        return []  # 一点 is "a little", 高三时 a school year
    if not half and not part and match["sign"] == "点":
        # "3点" may be three points.
        found.append(Quantity("number", Fraction(hour), "", match.group(), match.start()))
    return found


def _zh_months(match: re.Match[str]) -> list[Quantity]:
    year = _zh_year(match["year"]) if match["year"] else 0
    first, last = whole(match["from"]), whole(match["until"])
    if not 1 <= first < last <= 12:
        return []
    found = [_make(match, (year, month, 0)) for month in (first, last)]
    span = Quantity("unit", Fraction(last - first + 1), "month", match.group(), match.start())
    return [*found, span]


_CHINESE: Final[tuple[_Rule, ...]] = (
    (
        re.compile(
            rf"(?:(?P<year>{_N}{{4}}|\d\d)年)?(?<![\d.十{DIGIT_CLASS}])(?P<from>{_N}{{1,2}})月?(?:份)?"
            rf"[-—–~～至到](?P<until>{_N}{{1,2}})月(?!\d)"
        ),
        _zh_months,
    ),
    (re.compile(r"(?<![\d/])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d])"), _iso),
    (
        re.compile(
            rf"(?:(?P<year>{_N}{{4}}|\d\d)年)?(?<![\d.十{DIGIT_CLASS}])(?P<month>{_N}{{1,2}})月(?:份)?"
            rf"(?:(?P<day>{_N}{{1,3}})(?:[日号]?(?:[-—~至到和、])(?P<until>{_N}{{1,3}}))?[日号])?"
        ),
        _zh_date,
    ),
    (
        re.compile(
            rf"(?P<century>上(?:个)?世纪|本世纪|(?P<nth>{_N}{{1,3}})世纪)?"
            rf"(?P<decade>{_N}{{4}}|[2-9]0|[二三四五六七八九]十)年代"
        ),
        _zh_decade,
    ),
    (re.compile(rf"(?:上(?:个)?|本|(?P<nth>{_N}{{1,3}}))世纪"), _zh_century),
    (re.compile(r"(?:第)?(?<!前)(?<!个)(?P<n>[一二三四1234])季度?(?![个度])"), _zh_quarter),
    (re.compile(r"[上下]半(?:年|财年)"), _zh_half),
    (re.compile(r"(?:星期|礼拜|周)(?P<day>[一二三四五六日天末])(?![年岁期边个])"), _zh_weekday),
    (re.compile(rf"(?<!\d)({_YEAR})年?[-—~至到]({_YEAR}|\d\d)年(?!代)"), _zh_years),
    (
        re.compile(
            rf"(?<![\d.{DIGIT_CLASS}])(?P<year>{_N}{{4}}(?=年)|\d\d(?=年[^代级龄来以间多前后]))年"
        ),
        _zh_year_alone,
    ),
    (
        re.compile(
            rf"(?<![\d.:：])(?P<half>{'|'.join(_ZH_HALF)})?(?P<hour>[01]?\d|2[0-4])[:：]"
            r"(?P<minute>[0-5]\d)(?:[:：][0-5]\d)?(?![\d:：])(?P<sign>)"
        ),
        _zh_clock,
    ),
    (
        re.compile(
            rf"(?<![\d.之第十廿卅{DIGIT_CLASS}])(?P<half>{'|'.join(_ZH_HALF)})?(?P<hour>{_N}{{1,3}})"
            rf"(?P<sign>[点时])(?:钟)?(?P<minute>半|一刻|三刻|整|{_N}{{1,3}}分(?!之)|{_N}{{2,3}})?"
            r"(?![候代间装尚段光刻])"
        ),
        _zh_clock,
    ),
    (
        re.compile(
            rf"(?:(?<![\d.第])(?=\d)|(?<![\d.第十廿卅{DIGIT_CLASS}]))(?P<day>{_N}{{1,3}})"
            rf"(?:(?:[日号]?[-—~至到和、])(?P<until>{_N}{{1,3}}))?(?P<sign>[日号])"
            r"(?![元圆线楼机馆院店令文本])"
        ),
        _zh_day,
    ),
)
