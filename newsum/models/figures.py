"""Figures that a translation must not change: found in one language, written in the other, exactly.

"5 billion yuan" and "50亿元" are one `Figure`, and each can be written from it. `newsum.numerals`
reads the text; here is which of its readings stand by themselves, and how each is written. What
only a reader of the whole sentence could convert ("the 1990s", 第3, 9日, "2 to 3 million"), and
numbers in words, are left to the model. Of a measure or a year (5 km, 2024年) the number is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from newsum.languages import Language, is_chinese
from newsum.numerals import Kind, Quantity, alternatives, in_digits, quantities

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
#: How money is written: the sign before an English amount, or the word after it; the Chinese word.
#: Of rupees, pesos, francs and the like, whose country the words around them tell, only the number
#: is carried.
CURRENCIES: Final[dict[str, tuple[str, str, str]]] = {
    "USD": ("$", "", "美元"),
    "CNY": ("", "yuan", "元"),
    "GBP": ("£", "", "英镑"),
    "EUR": ("€", "", "欧元"),
    "JPY": ("", "yen", "日元"),
    "HKD": ("HK$", "", "港元"),
    "TWD": ("NT$", "", "新台币"),
    "KRW": ("", "won", "韩元"),
    "RUB": ("", "rubles", "卢布"),
    "AUD": ("A$", "", "澳元"),
    "CAD": ("C$", "", "加元"),
    "SGD": ("S$", "", "新加坡元"),
    "NZD": ("NZ$", "", "新西兰元"),
    "THB": ("", "baht", "泰铢"),
    "MYR": ("", "ringgit", "林吉特"),
}
#: What leaves the country open, and what it stands for in the news.
_USUALLY: Final = {"$": "USD", "元": "CNY"}

_DIGIT: Final = re.compile("[0-9]")
_DIGITS: Final = re.compile(r"[0-9]+(?:[,，][0-9]+)*(?:\.[0-9]+)?")
#: Zeros that count nothing: 0800 is a telephone's, 007 a name.
_CODE: Final = re.compile("0[0-9]")
_COMMAS: Final = re.compile("[,，]")
_CLOCK: Final = re.compile(r"([0-2]?[0-9])[:：]([0-5][0-9])(?![:：])")
#: A number with one of these behind it is only a part of what is said: 50多, 80后, 50-odd, 5G.
_MORE: Final = re.compile(r"[多余几来]|后(?![的来])|[A-Za-z]|[ -]odd\b")
_TO: Final = re.compile(r"\s*(?:[-–—~～至到]|to)\s*")
_AND: Final = re.compile(r"\s*(?:and|or|[或和、])\s*")
_MINUS: Final = re.compile(r"(?<![A-Za-z0-9)）])-")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, whatever language it was written in. Equal values are equal figures.

    Args:
        kind: "number", "percent", "money", "date" or "time".
        amount: The value; of a date the digits YYYYMMDD with zeros for what it does not say; of a
            time of day HHMM.
        unit: The currency's code.
    """

    kind: Kind
    amount: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A figure and where it stands."""

    figure: Figure
    start: int
    end: int
    grouped: bool = False  # written with thousands separators

    def write(self, language: Language) -> str:
        """Return it as *language* writes it."""
        return write(self.figure, language, grouped=self.grouped)


def find(text: str, language: Language) -> list[Found]:
    """Return the figures in *text* that can be written in the other language, in order.

    >>> [f.write("zh") for f in find("On Sept 9 it lost 1.3 million users, 21 percent.", "en")]
    ['9月9日', '130万', '21%']
    >>> [f.write("en") for f in find("3月5日，投资50亿元，增长2.5%。", "zh")]
    ['March 5', '5 billion yuan', '2.5%']
    """
    if not _DIGIT.search(text):
        return []
    kept: list[Found] = []
    before: tuple[int, int, bool] | None = None  # the last quantity's place, and whether it is kept
    for readings in alternatives(quantities(text, language)):
        claims = [q for q in readings if not q.loose]
        if not claims:
            continue
        start, end = min(q.start for q in claims), max(q.end for q in claims)
        found = _common(text, claims, language)
        if before and _joined(text, before[:2], (start, end)) and bool(found) != before[2]:
            # One end of "2 to 3 million" takes something from the other.
            if before[2]:
                kept.pop()
            found = None
        if found:
            kept.append(found)
        before = start, end, bool(found)
    return kept


def _joined(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    between = one[1], other[0]
    return bool(
        _TO.fullmatch(text, *between)
        or (_AND.fullmatch(text, *between) and all(_DIGIT.search(text, *p) for p in (one, other)))
    )


def _common(text: str, claims: Iterable[Quantity], language: Language) -> Found | None:
    """Return what all readings of the same words agree on: the figure, or its number at least."""
    wholes: set[Found | None] = set()
    numbers: set[Found | None] = set()
    for q in claims:
        number = _number(text, q, language)
        numbers.add(number)
        wholes.add(_whole(text, q, number, language))
    agreed = wholes if len(wholes) == 1 else numbers
    return agreed.pop() if len(agreed) == 1 else None


def _number(text: str, q: Quantity, language: Language) -> Found | None:
    """Return the number alone of a quantity in digits that nothing beside it changes."""
    written = _DIGITS.search(q.text)
    if written is None or q.kind == "time" or (q.kind == "date" and any(q.date[1:])):
        return None
    if _CODE.match(written.group()):
        return None
    start = q.start + written.start()
    read = in_digits(text, start, language)
    if read is None or _MORE.match(text, read[1]):
        return None
    value, end = read
    alone = (start, end) == (q.start, q.end)
    counts = q.kind == "unit" or q.unit == "pp" or (q.kind == "date" and q.date[0] == value)
    if not alone and not counts and q.kind not in ("money", "percent"):
        return None
    if alone and q.kind in ("money", "percent"):
        return None  # its unit stands elsewhere
    # Cents and basis points are hundredths; 增长2倍 reads as threefold too.
    if q.value not in (value, value / 10, value / 100, value + 1 if q.unit == "times" else value):
        return None
    plain = _COMMAS.sub("", written.group())
    grouped = plain != written.group()
    amount = Decimal(plain)  # keeps the zero of 5.0
    if end != q.start + written.end():  # a scale, or a half
        amount = Decimal(value.numerator) / value.denominator
    if Fraction(amount) != value:
        return None  # two thirds have no decimals
    return _signed(text, Found(Figure("number", amount), start, end, grouped))


def _whole(text: str, q: Quantity, number: Found | None, language: Language) -> Found | None:
    """Return a quantity with all that belongs to it; just its number where that is not known."""
    year, month, day = q.date
    if q.kind == "time":
        clock = _CLOCK.search(q.text)  # "am" and 上午 around it are the model's
        if clock is None:
            return None
        amount = Decimal(int(clock[1]) * 100 + int(clock[2]))
        return Found(Figure("time", amount), q.start + clock.start(), q.start + clock.end())
    # A month alone is left to the model, in whose other language it is a word or has no digit.
    if month and (year or day) and _DIGIT.search(q.text):
        # The "29" of "29 to 30 May" is a date only beside the other.
        if all(each.date != q.date for each in quantities(q.text, language)):
            return None
        return Found(Figure("date", Decimal(year * 10_000 + month * 100 + day)), q.start, q.end)
    if number is None:
        return None
    amount = abs(number.figure.amount)
    code = _USUALLY.get(q.unit, q.unit)
    exact = Fraction(amount) == q.value
    if q.unit == "%" and exact:
        figure = Figure("percent", amount)
    elif q.kind == "money" and code in CURRENCIES and exact and not q.text.endswith("块"):
        figure = Figure("money", amount, code)
    else:
        return number
    return _signed(text, replace(number, figure=figure, start=q.start, end=q.end))


def _signed(text: str, found: Found) -> Found:
    """Take in the minus before it."""
    if found.start and _MINUS.match(text, found.start - 1):
        figure = replace(found.figure, amount=-found.figure.amount)
        return replace(found, figure=figure, start=found.start - 1)
    return found


def write(figure: Figure, language: Language, *, grouped: bool = False) -> str:
    """Return *figure* as *language* writes it; four digits get a comma only if *grouped*.

    >>> write(Figure("money", Decimal(12_500_000_000), "USD"), "zh")
    '125亿美元'
    >>> write(Figure("number", Decimal(35_000)), "zh")
    '3.5万'
    """
    chinese = is_chinese(language)
    match figure.kind:
        case "date":
            return _write_date(int(figure.amount), chinese=chinese)
        case "time":
            hour, minute = divmod(int(figure.amount), 100)
            return f"{hour}:{minute:02}"
        case "percent":
            return f"{figure.amount:f}%"
        case "money":
            sign, word, hanzi = CURRENCIES[figure.unit]
            if chinese:
                return _chinese_amount(figure.amount) + hanzi
            amount = _english_amount(abs(figure.amount), grouped=True)
            minus = "-" if figure.amount < 0 else ""
            return f"{minus}{sign}{amount}" + (f" {word}" if word else "")
        case _:
            if chinese:
                return _chinese_amount(figure.amount)
            return _english_amount(figure.amount, grouped=grouped)


def _write_date(digits: int, *, chinese: bool) -> str:
    year, month, day = digits // 10_000, digits // 100 % 100, digits % 100
    if chinese:
        return (f"{year}年" if year else "") + f"{month}月" + (f"{day}日" if day else "")
    name = _MONTHS[month - 1] + (f" {day}" if day else "")
    return name + (f"{',' if day else ''} {year}" if year else "")


#: Scales, and to how many decimals each is written: 3.258 billion, 3.2583亿, 37.98万.
_CHINESE_SCALES: Final = ((10**12, "万亿", 4), (10**8, "亿", 4), (10**4, "万", 2))
_ENGLISH_SCALES: Final = ((10**12, "trillion", 3), (10**9, "billion", 3), (10**6, "million", 3))


def _chinese_amount(amount: Decimal) -> str:
    return _scaled(amount, _CHINESE_SCALES, "") or f"{amount:f}"


def _english_amount(amount: Decimal, *, grouped: bool) -> str:
    plain = f"{amount:,f}" if grouped or abs(amount) >= 10_000 else f"{amount:f}"
    return _scaled(amount, _ENGLISH_SCALES, " ") or plain


def _scaled(amount: Decimal, scales: Iterable[tuple[int, str, int]], gap: str) -> str:
    """Write *amount* by the largest scale that is exact; nothing where none is."""
    for scale, word, decimals in scales:
        if abs(amount) >= scale and amount * 10**decimals % scale == 0:
            return f"{_plain(amount / scale)}{gap}{word}"
    return ""


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
