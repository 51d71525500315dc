"""Numbers, percentages, money and dates: found in one language, written in the other, exactly.

"5 billion yuan" and "50亿元" are one `Quantity`, and each can be written from it. What only a
reader of the whole sentence could convert ("the 1990s", 第3, 9日, "2 to 3 million") is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal

from newsum.languages import Language, is_chinese

Kind = Literal["number", "percent", "money", "date", "time"]

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_MONTH_NUMBER: Final = {
    **{name: number for number, name in enumerate(_MONTHS, 1)},
    **{name[:3]: number for number, name in enumerate(_MONTHS, 1)},
    "Sept": 9,
}

_ENGLISH_SCALES: Final = {
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "mln": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bln": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "trn": 10**12,
    "tn": 10**12,
}
_CHINESE_SCALES: Final = {
    "": 1,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}

#: Code: how English marks it before the amount, after it, and how Chinese does.
_CURRENCIES: Final[dict[str, tuple[str, str, str]]] = {
    "USD": (r"(?:US ?)?\$|USD ?", r"(?:US |U\.S\. )?dollars?", "美元|美金"),
    "CNY": (
        r"(?:RMB|CNY) ?¥?",
        r"(?:Chinese )?yuan(?: renminbi| \(RMB\))?|renminbi|RMB",
        "元人民币|人民币|元|块钱",
    ),
    "GBP": ("£|GBP ?", r"(?:British )?pounds(?: sterling)?", "英镑"),
    "EUR": ("€|EUR ?", "euros?", "欧元"),
    "JPY": ("JPY ?", "(?:Japanese )?yen", "日元"),
    "HKD": (r"HK ?\$|HKD ?", "Hong Kong dollars?", "港元|港币"),
    "TWD": (r"NT ?\$|TWD ?", "New Taiwan dollars?", "新台币"),
    "KRW": ("₩|KRW ?", "(?:South )?(?:Korean )?won", "韩元"),
    "INR": ("₹|INR ?", "(?:Indian )?rupees", "印度卢比"),
    "RUB": ("₽|RUB ?", "(?:Russian )?(?:rubles?|roubles?)", "卢布"),
    "AUD": (r"A(?:U)?\$|AUD ?", "Australian dollars?", "澳元|澳大利亚元"),
    "CAD": (r"C(?:A)?\$|CAD ?", "Canadian dollars?", "加元|加拿大元"),
    "SGD": (r"S\$|SGD ?", "Singapore dollars?", "新加坡元|新元"),
    "CHF": ("CHF ?", "Swiss francs?", "瑞士法郎"),
}
#: How each is written: the sign before an English amount, or the word after it; the Chinese word.
_WRITTEN: Final[dict[str, tuple[str, str, str]]] = {
    "USD": ("$", "", "美元"),
    "CNY": ("", "yuan", "元"),
    "GBP": ("£", "", "英镑"),
    "EUR": ("€", "", "欧元"),
    "JPY": ("", "yen", "日元"),
    "HKD": ("HK$", "", "港元"),
    "TWD": ("NT$", "", "新台币"),
    "KRW": ("", "won", "韩元"),
    "INR": ("", "Indian rupees", "印度卢比"),
    "RUB": ("", "rubles", "卢布"),
    "AUD": ("A$", "", "澳元"),
    "CAD": ("C$", "", "加元"),
    "SGD": ("S$", "", "新加坡元"),
    "CHF": ("", "Swiss francs", "瑞士法郎"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value, whatever language it was written in. Equal values are equal quantities.

    Args:
        kind: What it is; a "number" has no unit of its own.
        amount: The value; of a date the digits YYYYMMDD with zeros for what it does not say; of a
            time of day HHMM.
        unit: The currency's code.
    """

    kind: Kind
    amount: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity and where it stands."""

    quantity: Quantity
    start: int
    end: int
    grouped: bool = False  # written with thousands separators

    def write(self, language: Language) -> str:
        """Return it as *language* writes it."""
        return write(self.quantity, language, grouped=self.grouped)


_AMOUNT: Final = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_BEFORE: Final = "|".join(
    f"(?P<b{code}>{before})" for code, (before, _, _) in sorted(_CURRENCIES.items())
)
_AFTER: Final = "|".join(f"(?P<a{code}>{after})" for code, (_, after, _) in _CURRENCIES.items())
_HAN_AFTER: Final = "|".join(f"(?P<a{code}>{after})" for code, (_, _, after) in _CURRENCIES.items())
_MONTH: Final = "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True))

_ENGLISH: Final = re.compile(
    rf"""
    \b(?P<month>{_MONTH})\.?\ (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\.\d|:)
        (?:,?\ (?P<year>[12]\d{{3}})\b)?
  | \b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\ (?P<month2>{_MONTH})\b\.?
        (?:,?\ (?P<year2>[12]\d{{3}})\b)?
  | \b(?P<month3>{_MONTH})\.?,?\ (?P<year3>[12]\d{{3}})\b
  | (?<![\w:.,/])(?P<time>[0-2]?\d:[0-5]\d)(?![\w:]|[.,]\d)
  | (?<![\w.,/:$€£])(?P<sign>(?<!\w)-)?(?:{_BEFORE})?(?<![.,/:])(?P<amount>{_AMOUNT})(?!\d|[.,/:]\d)
    (?:
        (?P<percent>\ ?%|[\ -]percent\b(?!age)|\ per\ cent\b|\ pct\b)
      | (?:(?P<short>k|m|mn|bn|tn)\b
          | [\ -]?(?P<scale>thousand|million|billion|trillion|mln|bln|bn|trn)\b)?
        (?:[\ -](?:{_AFTER})\b)?
    )
    """,
    re.VERBOSE,
)
_CHINESE_UNITS: Final = "万亿|千亿|百亿|亿|千万|百万|万|千|百"
_CHINESE: Final = re.compile(
    rf"""
    (?:(?P<year>[12]\d{{3}})年)?(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])[日号]
  | (?P<year3>[12]\d{{3}})年(?P<month3>1[0-2]|0?[1-9])月(?!\d)
  | (?<![A-Za-z0-9:.,/])(?P<time>[0-2]?\d:[0-5]\d)(?![\d:])
  | (?<![\d.,/:])(?P<renminbi>人民币)?(?P<sign>(?<![A-Za-z0-9)）])-)?(?P<before>[$€£])?
    (?P<amount>{_AMOUNT})(?!\d|[.,/:]\d)
    (?:
        (?P<percent>%)
      | (?P<scale>{_CHINESE_UNITS})?(?:{_HAN_AFTER})?
    )
    """,
    re.VERBOSE,
)
#: A number before one of these is part of an expression whose words do the converting.
_CHINESE_PART: Final = re.compile(
    r"[多余几来]?[十百千万亿]|[多余几来](?=[\u4e00-\u9fff])|[月时点日号]|分(?!钟)|世纪|年代|后(?![的来])|[A-Za-z]"
    r"|[-—–~～至到]\d{1,2}[月日时点号]"
)
_ENGLISH_PART: Final = re.compile(
    r"(?:st|nd|rd|th|s|[A-Za-z])|'s\b|[ -](?:hundred|dozen|odd)\b"
    r"| [ap]\.?m\b| \d+/\d"
)
_RANGE: Final = re.compile(r"\s*(?:-|–|—|~|～|to|and|or|至|到|或)\s*")
_SIGNS: Final = {"$": "USD", "€": "EUR", "£": "GBP"}


def find(text: str, language: Language) -> list[Found]:
    """Return the quantities in *text* that can be written in the other language, in order.

    >>> [f.write("zh") for f in find("On Sept 9 it lost 1.3 million users, 21 percent.", "en")]
    ['9月9日', '130万', '21%']
    >>> [f.write("en") for f in find("3月5日，投资50亿元，增长2.5%。", "zh")]
    ['March 5', '5 billion yuan', '2.5%']
    """
    chinese = is_chinese(language)
    found = list(_scan(text, chinese=chinese))
    return _without_ranges(text, found)


def _scan(text: str, *, chinese: bool) -> Iterator[Found]:
    for match in (_CHINESE if chinese else _ENGLISH).finditer(text):
        group = match.groupdict()
        if match["time"]:
            hour, minute = map(int, match["time"].split(":"))
            if hour < 24:
                quantity = Quantity("time", Decimal(100 * hour + minute))
                yield Found(quantity, match.start(), match.end())
            continue
        if not match["amount"]:
            date = _date(group, chinese=chinese)
            if date is not None:
                yield Found(date, match.start(), match.end())
            continue
        if not _whole(text, match, chinese=chinese):
            continue
        amount = Decimal(match["amount"].replace(",", ""))
        scale = _CHINESE_SCALES[match["scale"] or ""] if chinese else _scale(group)
        if scale is None:
            continue
        if scale > 1:
            amount = (amount * scale).normalize()
        if match["sign"]:
            amount = -amount
        currency = _currency(group)
        kind: Kind = "percent" if match["percent"] else "money" if currency else "number"
        yield Found(
            Quantity(kind, amount, currency if kind == "money" else ""),
            match.start(),
            match.end(),
            grouped="," in match["amount"],
        )


def _whole(text: str, match: re.Match[str], *, chinese: bool) -> bool:
    """Tell whether a match is all of its expression, and converts without its neighbours."""
    before = text[: match.start()]
    if chinese:
        if before.endswith(("第", "百分之", "分之", "星期", "周")) or re.search(
            r"[A-Za-z]-?$", before
        ):
            return False
        if match["percent"]:
            return True
        if match["scale"] in ("百", "千"):
            # 3百 is rare; 3千米, 5百分 are other words.
            return False
        return not _CHINESE_PART.match(text, match.end())
    if re.search(r"[A-Za-z]-$", before):
        return False
    bare = not (match["percent"] or match["short"] or match["scale"])
    return not (bare and _ENGLISH_PART.match(text, match.end()))


def _scale(group: dict[str, str | None]) -> int | None:
    short = group["short"]
    if short in ("k", "m") and not _currency(group):
        return None  # 5m is metres as often as millions
    return _ENGLISH_SCALES[short or group["scale"] or ""] if short or group["scale"] else 1


def _currency(group: dict[str, str | None]) -> str:
    sign = group.get("before")
    if sign:
        return _SIGNS[sign]
    for code in _CURRENCIES:
        if group.get(f"b{code}") or group.get(f"a{code}"):
            return code
    return "CNY" if group.get("renminbi") else ""


def _date(group: dict[str, str | None], *, chinese: bool) -> Quantity | None:
    for tail in ("", "2", "3"):
        month = group.get(f"month{tail}")
        if month is not None:
            day, year = int(group.get(f"day{tail}") or 0), int(group.get(f"year{tail}") or 0)
            number = int(month) if chinese else _MONTH_NUMBER[month]
            if day > 31:
                return None
            return Quantity("date", Decimal(year * 10_000 + number * 100 + day))
    return None


def _without_ranges(text: str, found: list[Found]) -> list[Found]:
    """Leave out "2 to 3 million", 20—30万: the first number means more than it says."""
    ranged: set[int] = set()
    for index, (one, other) in enumerate(pairwise(found)):
        joined = _RANGE.fullmatch(text, one.end, other.start)
        unlike = one.quantity.kind != other.quantity.kind or _magnitude(text, one) != _magnitude(
            text, other
        )
        numeric = {one.quantity.kind, other.quantity.kind} <= {"number", "money", "percent"}
        if joined and unlike and numeric:
            ranged.update((index, index + 1))
    return [each for index, each in enumerate(found) if index not in ranged]


def _magnitude(text: str, found: Found) -> str:
    """What stands around its digits: the currency and the scale word."""
    return re.sub(r"[\d.,\s]", "", text[found.start : found.end])


def write(quantity: Quantity, language: Language, *, grouped: bool = False) -> str:
    """Return *quantity* as *language* writes it; four digits get a comma only if *grouped*.

    >>> write(Quantity("money", Decimal(12_500_000_000), "USD"), "zh")
    '125亿美元'
    >>> write(Quantity("number", Decimal(35_000)), "zh")
    '3.5万'
    """
    chinese = is_chinese(language)
    match quantity.kind:
        case "date":
            return _write_date(int(quantity.amount), chinese=chinese)
        case "time":
            hour, minute = divmod(int(quantity.amount), 100)
            return f"{hour}:{minute:02}"
        case "percent":
            return f"{quantity.amount:f}%"
        case "money":
            sign, word, hanzi = _WRITTEN[quantity.unit]
            if chinese:
                return _chinese_amount(quantity.amount) + hanzi
            amount = _english_amount(abs(quantity.amount), grouped=True)
            minus = "-" if quantity.amount < 0 else ""
            return f"{minus}{sign}{amount}" + (f" {word}" if word else "")
        case "number":
            if chinese:
                return _chinese_amount(quantity.amount)
            return _english_amount(quantity.amount, grouped=grouped)


def _write_date(digits: int, *, chinese: bool) -> str:
    year, month, day = digits // 10_000, digits // 100 % 100, digits % 100
    if chinese:
        return (f"{year}年" if year else "") + f"{month}月" + (f"{day}日" if day else "")
    name = _MONTHS[month - 1] + (f" {day}" if day else "")
    return name + (f"{',' if day else ''} {year}" if year else "")


def _chinese_amount(amount: Decimal) -> str:
    """万 and 亿 where at most two decimals remain, else digits."""
    for scale, word in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")):
        if abs(amount) >= scale and amount % (scale // 100) == 0:
            return f"{_plain(amount / scale)}{word}"
    return f"{amount:f}"


def _english_amount(amount: Decimal, *, grouped: bool) -> str:
    """Million, billion and trillion where at most two decimals remain, else digits."""
    for scale, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if abs(amount) >= scale and amount % (scale // 100) == 0:
            return f"{_plain(amount / scale)} {word}"
    return f"{amount:,f}" if grouped or abs(amount) >= 10_000 else f"{amount:f}"


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
