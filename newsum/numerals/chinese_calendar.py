"""Calendar dates, periods and times of day in Chinese."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Final, Literal

from newsum.numerals.calendar import YEAR, Rule, clock, holds, iso, make, period
from newsum.numerals.hanzi import DIGIT_CLASS, whole
from newsum.numerals.quantity import Quantity

_N = rf"[{DIGIT_CLASS}十廿卅]"
# Figures or characters, not both: in 安倍晋三1日 only the figure is the day.
_ONE = rf"(?:\d{{1,2}}|[{DIGIT_CLASS.removeprefix('0-9')}十廿卅]{{1,3}})"
_FROM_ONE = rf"(?:(?<![\d.第])(?=\d)|(?<![\d.第十廿卅{DIGIT_CLASS}]))"
_HALF: Final = {
    "上午": "am", "凌晨": "am", "清晨": "am", "早上": "am", "早晨": "am", "清早": "am",
    "傍晚": "pm", "晚上": "pm", "晚间": "pm", "当晚": "pm", "晚": "pm", "夜间": "pm", "早": "am",
    "下午": "pm",
    "午后": "pm", "深夜": "pm", "今晚": "pm", "昨晚": "pm",
}  # fmt: skip
_WEEKDAYS: Final = {day: n for n, day in enumerate("一二三四五六", start=1)} | {
    "日": 7, "天": 7, "末": 0,
}  # fmt: skip
_LAST_YEAR: Final = 2199
#: Days that are called by their figures.
_NAMED_DAYS: Final = {
    "五一": (5, 1), "六一": (6, 1), "七一": (7, 1), "八一": (8, 1), "十一": (10, 1), "六四": (6, 4),
    "五四": (5, 4), "九一八": (9, 18), "九一一": (9, 11), "三八": (3, 8), "三一五": (3, 15),
    "七七": (7, 7), "一二九": (12, 9), "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12),
    "双12": (12, 12),
}  # fmt: skip
#: Houses differ in what they put between them: 九一八, 九·一八, “九、一八”.
_DAY_MARK = "[·•・、]"
_DAY_NAME = "|".join(f"{_DAY_MARK}?".join(day) for day in sorted(_NAMED_DAYS, key=len)[::-1])
_HAN_HOURS: Final = frozenset("一二两三四五六七八九")
_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def _date(match: re.Match[str]) -> list[Quantity]:
    year = _year(match["year"]) if match["year"] else 0
    month = whole(match["month"])
    days = [whole(day) for day in (match["day"], match["until"]) if day]
    if not 1 <= month <= 12 or any(not 1 <= day <= 31 for day in days):
        return []
    parts = _ends(match, "day")
    return [
        make(match, (year, month, day), part) for day, part in zip(days or [0], parts, strict=True)
    ]


def _ends(match: re.Match[str], first: str) -> list[tuple[int, int]]:
    """Return the parts of a range: up to the end of *first*, and what it runs until, if any."""
    if match["until"] is None:
        return [match.span()]
    return [(match.start(), match.end(first)), match.span("until")]


def _year(word: str) -> int:
    value = whole(word)
    return value if value > 99 else value + (1900 if value > 30 else 2000)


def _year_alone(match: re.Match[str]) -> list[Quantity]:
    word = match["year"]
    value = whole(word)
    if 1000 <= value <= 2999 and len(word) == 4:
        after = match.string[match.end() : match.end() + 1]
        as_years = Quantity("unit", Fraction(value), "year", match.group(), match.start())
        if value > _LAST_YEAR:
            return [as_years]
        # "2000年前" is two thousand years ago, or before the year 2000.
        return [make(match, (value, 0, 0)), *([as_years] if after in ("前", "来", "间") else [])]
    if 10 <= value <= 99 and len(word) == 2 and "十" not in word:
        # "98年" is 1998, or 98 years: both readings are kept.
        as_years = Quantity("unit", Fraction(value), "year", match.group(), match.start())
        return [make(match, (_year(word), 0, 0)), as_years]
    return []


def _goes_on(match: re.Match[str], more: str) -> bool:
    """Tell whether a figure, or one of *more*, stands right before the match.

    Asked here and not by the pattern: a search is many times quicker for one that starts with what
    it looks for.
    """
    return bool(re.match(f"[{DIGIT_CLASS}{more}]", match.string[match.start() - 1 : match.start()]))


def _named(match: re.Match[str]) -> list[Quantity]:
    after = match.string[match.end() : match.end() + 1]
    if "、" in match.group() and (not after or after not in "”’\"'」』"):
        return []  # a list
    if _goes_on(match, "双十百千万第"):
        return []
    month, day = _NAMED_DAYS[re.sub(_DAY_MARK, "", match.group())]
    found = [make(match, (0, month, day))]
    if match.group().startswith("双"):  # "Double Eleven"
        found.append(Quantity("number", Fraction(day), "", match.group(), match.start()))
    return [replace(q, loose=True) for q in found]


def _dotted(match: re.Match[str]) -> list[Quantity]:
    month, day = int(match["month"]), int(match["day"])
    numbers = [
        Quantity("number", Fraction(n), "", match.group(), match.start(), loose=True)
        for n in (month, day)
    ]
    return [replace(make(match, (0, month, day)), loose=True), *numbers]


def _neighbors(match: re.Match[str]) -> list[Quantity]:
    """Read 一二月份 and 下午五六点: each of the two may be told."""
    one, two = whole(match["one"]), whole(match["two"])
    if two != one + 1 or _goes_on(match, "十百第"):
        return []
    if match["sign"] == "月":
        return [make(match, (0, month, 0), part) for month, part in _each(match, one, two)]
    before = match.string[max(0, match.start() - 2) : match.start()]
    half = next((half for word, half in _HALF.items() if before.endswith(word)), "")
    return [
        replace(q, text=match.string[slice(*part)], start=part[0])
        for hour, part in _each(match, one, two)
        for q in (
            *clock(match, hour, 0, half),
            Quantity("number", Fraction(hour), "", match.group(), match.start(), loose=True),
        )
    ]


def _each(match: re.Match[str], one: int, two: int) -> tuple[tuple[int, tuple[int, int]], ...]:
    cut = match.end("one")
    return (one, (match.start(), cut)), (two, (cut, match.end()))


def _born(match: re.Match[str]) -> list[Quantity]:
    """Read 90后, those born in the 1990s, and 95后, those born from 1995 on."""
    if _goes_on(match, "."):
        return []
    year = int(match["year"])
    year += 1900 if year > 30 else 2000
    found = [make(match, (year, 0, 0))] + [period(match, year, "decade")] * (not year % 10)
    return [replace(q, loose=True) for q in found]


def _nine_eleven(match: re.Match[str]) -> list[Quantity]:
    return [make(match, (0, 9, 11))]


def _years(match: re.Match[str]) -> list[Quantity]:
    first, last = whole(match[1]), whole(match[2])
    last += first // 100 * 100 if last < 100 else 0
    if last <= first:
        return []
    return [make(match, (year, 0, 0), match.span(group)) for group, year in ((1, first), (2, last))]


def _day(match: re.Match[str]) -> list[Quantity]:
    days = [whole(day) for day in (match["day"], match["until"]) if day]
    if any(not 1 <= day <= 31 for day in days):
        return []
    found = []
    # "3日" may be a duration and "3号" a number in a series.
    kind: Literal["unit", "ordinal"] = "unit" if match["sign"] == "日" else "ordinal"
    unit = "day" if kind == "unit" else ""
    for day, (start, end) in zip(days, _ends(match, "day"), strict=True):
        found.append(make(match, (0, 0, day), (start, end)))
        found.append(Quantity(kind, Fraction(day), unit, match.string[start:end], start))
    return found


def _decade(match: re.Match[str]) -> list[Quantity]:
    value = whole(match["decade"])
    if value < 100:
        century = match["century"] or ""
        base = 1900
        if "本" in century:
            base = 2000
        elif match["nth"]:
            base = (whole(match["nth"]) - 1) * 100
        value += base
    return [period(match, value, "decade")]


def _decades(match: re.Match[str]) -> list[Quantity]:
    base = (whole(match["nth"]) - 1) * 100 if match["nth"] else 1900
    return [period(match, base + 10 * whole(match[name]), "decade") for name in ("one", "two")]


def _century(match: re.Match[str]) -> list[Quantity]:
    if not match["nth"]:
        return [period(match, {"上": 20, "本": 21}[match.group()[0]], "century")]
    return [period(match, whole(match["nth"]), "century")]


def _quarter(match: re.Match[str]) -> list[Quantity]:
    return [period(match, _QUARTERS[match["n"]], "quarter")]


def _half(match: re.Match[str]) -> list[Quantity]:
    return [period(match, 1 if match.group()[0] == "上" else 2, "half")]


def _weekday(match: re.Match[str]) -> list[Quantity]:
    day = _WEEKDAYS[match["day"]]
    return [period(match, day, "weekday")] if day else []


def _clock(match: re.Match[str]) -> list[Quantity]:
    half = _HALF.get(match["half"] or "", "")
    hour = whole(match["hour"])
    part = match["minute"] or ""
    minute = {"半": 30, "一刻": 15, "三刻": 45, "整": 0, "": 0}.get(part)
    if minute is None:
        minute = whole(part.rstrip("分"))
    found = clock(match, hour, minute, half)
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


def _months(match: re.Match[str]) -> list[Quantity]:
    year = _year(match["year"]) if match["year"] else 0
    first, last = whole(match["from"]), whole(match["until"])
    if not 1 <= first < last <= 12:
        return []
    parts = _ends(match, "from")
    found = [
        make(match, (year, month, 0), part)
        for month, part in zip((first, last), parts, strict=True)
    ]
    # "The first five months" in English.
    text, start = match.group(), match.start()
    span = Quantity("unit", Fraction(last - first + 1), "month", text, start, loose=True)
    return [*found, span]


_HAS_MONTH: Final = re.compile(f"{_N}月").search
CHINESE: Final[tuple[Rule, ...]] = (
    (
        re.compile(f"{_N}[月点]").search,
        re.compile(
            r"(?P<one>[一二三四五六七八九])(?P<two>[二三四五六七八九十])(?P<sign>[月点])[份钟]?"
            r"(?![\d一二三四五六七八九十半])"
        ),
        _neighbors,
    ),
    (
        _HAS_MONTH,
        re.compile(
            rf"(?:(?P<year>{_N}{{4}}|\d\d)年)?{_FROM_ONE}(?P<from>{_ONE})月?(?:份)?"
            rf"[-—–~～至到](?P<until>{_ONE})月(?!\d)"
        ),
        _months,
    ),
    (
        re.compile("[-/.][0-9]{1,2}[-/.]").search,
        re.compile(r"(?<![\d/])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d])"),
        iso,
    ),
    (
        _HAS_MONTH,
        re.compile(
            rf"(?:(?P<year>{_N}{{4}}|\d\d)年)?{_FROM_ONE}(?P<month>{_ONE})月(?:份)?"
            rf"(?:(?P<day>{_ONE})(?:[日号]?(?:[-—~至到和、])(?P<until>{_ONE}))?[日号])?"
        ),
        _date,
    ),
    (
        holds("十年代"),
        re.compile(
            rf"(?:(?P<nth>{_N}{{1,3}})世纪|上(?:个)?世纪)?(?P<one>[二三四五六七八])"
            r"(?P<two>[三四五六七八九])十年代"
        ),
        _decades,
    ),
    (
        holds("年代"),
        re.compile(
            rf"(?P<century>上(?:个)?世纪|本世纪|(?P<nth>{_N}{{1,3}})世纪)?"
            rf"(?P<decade>{_N}{{4}}|[2-9]0|[二三四五六七八九]十)年代"
        ),
        _decade,
    ),
    (
        holds("世纪"),
        re.compile(rf"(?:上(?:个)?|本|(?P<nth>{_N}{{1,3}}))世纪"),
        _century,
    ),
    (
        holds("季"),
        re.compile(r"(?:第)?(?<!前)(?<!个)(?P<n>[一二三四1234])季度?(?![个度])"),
        _quarter,
    ),
    (
        holds("半年", "半财年"),
        re.compile(r"[上下]半(?:年|财年)"),
        _half,
    ),
    (
        holds("周", "星期", "礼拜"),
        # 每周四天 is four days a week, 周四天气 Thursday's weather.
        re.compile(
            r"(?:星期|礼拜|周)(?P<day>[一二三四五六日天末])(?![年岁期边个次]|小时|天(?![气津安空亮黑文下]))"
        ),
        _weekday,
    ),
    (
        re.compile("[0-9年][-—~至到][0-9]").search,
        re.compile(rf"(?<!\d)({YEAR})年?[-—~至到]({YEAR}|\d\d)(?:年(?!代)|(?=赛季|财年|学年))"),
        _years,
    ),
    (
        re.compile(f"{_N}{_N}年").search,
        re.compile(
            rf"(?<![\d.{DIGIT_CLASS}])(?P<year>{_N}{{4}}(?=年)|\d\d(?=年[^代级龄来以间多前后半]))年"
        ),
        _year_alone,
    ),
    (
        holds(":", "："),
        re.compile(
            rf"(?<![\d.:：])(?P<half>{'|'.join(_HALF)})?(?P<hour>[01]?\d|2[0-4])[:：]"
            r"(?P<minute>[0-5]\d)(?:[:：][0-5]\d)?(?![\d:：])(?P<sign>)"
        ),
        _clock,
    ),
    (
        re.compile(f"{_N}[点时]").search,
        re.compile(
            rf"(?<![\d.A-Za-z之第十廿卅{DIGIT_CLASS}])(?<![A-Za-z] )"
            rf"(?P<half>{'|'.join(_HALF)})?(?P<hour>{_N}{{1,3}})"
            rf"(?P<sign>[点时])(?:钟)?(?P<minute>半|一刻|三刻|整|{_N}{{1,3}}分(?!之)|{_N}{{2,3}})?"
            r"(?![候代间装尚段光刻])"
        ),
        _clock,
    ),
    (
        re.compile(f"{_N}[日号]").search,
        re.compile(
            rf"{_FROM_ONE}(?P<day>{_ONE})(?:(?:[日号]?[-—~至到和、])(?P<until>{_ONE}))?(?P<sign>[日号])"
            r"(?![元圆线楼机馆院店令文本])"
        ),
        _day,
    ),
    (
        holds("9·11", "9•11", "9/11", "9.11"),
        re.compile(r"(?<!\d)9[·•/.]11(?![\d%])"),
        _nine_eleven,
    ),
    (
        holds("·", "•", "・"),
        re.compile(r"(?<![\d.])(?P<month>1[0-2]|[1-9])[·•・](?P<day>3[01]|[12]\d|[1-9])(?![\d.%])"),
        _dotted,
    ),
    (
        holds("0后", "5后"),
        re.compile(r"(?P<year>[4-9][05]|[01][05])后(?![来期面方天年])"),
        _born,
    ),
    (
        re.compile("[一四八七双]").search,
        re.compile(rf"(?:{_DAY_NAME})(?![十百千万点个家名位{DIGIT_CLASS}])"),
        _named,
    ),
)
