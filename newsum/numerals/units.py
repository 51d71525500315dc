"""Units of measure and currencies, and the words for them in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

#: Unit: its dimension and its size in that dimension's base unit. Months and days are kept
#: apart, since no whole number of days is a month.
UNITS: Final[dict[str, tuple[str, Fraction]]] = {
    name: (dimension, Fraction(size))
    for dimension, members in {
        "length": {
            "km": "1000", "m": "1", "cm": "0.01", "mm": "0.001", "mile": "1609.344",
            "foot": "0.3048", "inch": "0.0254", "yard": "0.9144", "nautical mile": "1852",
            "li": "500", "light year": "9460730472580800",
        },
        "mass": {
            "kg": "1", "g": "0.001", "mg": "0.000001", "tonne": "1000", "jin": "0.5",
            "pound": "0.45359237", "ounce": "0.028349523",
        },
        "area": {
            "square km": "1000000", "square m": "1", "hectare": "10000", "mu": "10000/15",
            "acre": "4046.8564224", "square foot": "0.09290304", "square mile": "2589988.110336",
        },
        "volume": {
            "liter": "1", "ml": "0.001", "cubic m": "1000", "barrel": "158.987", "gallon": "3.785",
        },
        "days": {
            "day": "1", "week": "7", "fortnight": "14", "hour": "1/24", "minute": "1/1440",
            "second": "1/86400",
        },
        "months": {"month": "1", "quarter": "3", "year": "12", "decade": "120", "century": "1200"},
        # A scale has a zero of its own: `to_celsius` converts.
        "temperature": {"celsius": "1", "fahrenheit": "5/9", "degree": "1"},
        "power": {"W": "1", "kW": "1000", "MW": "1000000", "GW": "1000000000"},
        "energy": {"kWh": "1", "MWh": "1000", "GWh": "1000000"},
        "data": {"MB": "1", "GB": "1000", "TB": "1000000"},
        "times": {"times": "1"},
    }.items()
    for name, size in members.items()
}  # fmt: skip

#: Words that follow a number in English, as regular expressions.
ENGLISH_UNITS: Final[dict[str, str]] = {
    "square km": r"square[\s-]+kilomet(?:er|re)s?|sq\.?\s?km",
    "square m": r"square[\s-]+met(?:er|re)s?|sq\.?\s?m",
    "square foot": r"square[\s-]+(?:foot|feet)|sq\.?\s?ft",
    "square mile": r"square[\s-]+miles?",
    "cubic m": r"cubic[\s-]+met(?:er|re)s?",
    "nautical mile": r"nautical[\s-]+miles?",
    "light year": r"light[\s-]+years?",
    "km": r"kilomet(?:er|re)s?|kms?|km/h|kph",
    "m": r"met(?:er|re)s?|m",
    "cm": r"centimet(?:er|re)s?|cm",
    "mm": r"millimet(?:er|re)s?|mm",
    "mile": r"miles?|mph",
    "foot": r"foot|feet|ft",
    "inch": r"inch(?:es)?",
    "yard": r"yards?",
    "kg": r"kilogram(?:me)?s?|kilos?|kgs?",
    "g": r"gram(?:me)?s?|g",
    "mg": r"milligrams?|mg",
    "tonne": r"(?:metric[\s-]+)?ton(?:ne)?s?",
    "pound": r"pounds?|lbs?",
    "ounce": r"ounces?|oz",
    "hectare": r"hectares?|ha",
    "acre": r"acres?",
    "mu": r"mu",
    "liter": r"lit(?:er|re)s?",
    "ml": r"millilit(?:er|re)s?|ml",
    "barrel": r"barrels?|bpd",
    "gallon": r"gallons?",
    "second": r"seconds?|secs?",
    "minute": r"minutes?|mins?",
    "hour": r"hours?|hrs?",
    "day": r"days?",
    "week": r"weeks?",
    "fortnight": r"fortnights?",
    "month": r"months?",
    "quarter": r"quarters",
    "year": r"years?|yrs?",
    "decade": r"decades?",
    "century": r"centur(?:y|ies)",
    "celsius": r"(?:degrees?|°)[\s-]?(?:celsius|centigrade|C)|°C|℃",
    "fahrenheit": r"(?:degrees?|°)[\s-]?(?:fahrenheit|F)",
    "degree": r"degrees?|°",
    "kWh": r"kilowatt[\s-]?hours?|kWh",
    "MWh": r"megawatt[\s-]?hours?|MWh",
    "GWh": r"gigawatt[\s-]?hours?|GWh",
    "kW": r"kilowatts?|kW",
    "MW": r"megawatts?|MW",
    "GW": r"gigawatts?|GW",
    "MB": r"megabytes?|MB",
    "GB": r"gigabytes?|GB",
    "TB": r"terabytes?|TB",
    "times": r"times|fold|x",
}

#: Words that follow a number in Chinese. The longest that fits is taken.
CHINESE_UNITS: Final[dict[str, str]] = {
    "平方公里": "square km", "平方千米": "square km", "平方米": "square m", "平米": "square m",
    "平方英尺": "square foot", "平方英里": "square mile", "立方米": "cubic m",
    "海里": "nautical mile", "光年": "light year", "公里": "km", "千米": "km", "米": "m",
    "厘米": "cm", "公分": "cm", "毫米": "mm", "英里": "mile", "英尺": "foot", "英寸": "inch",
    "码": "yard", "里": "li", "公斤": "kg", "千克": "kg", "克": "g", "毫克": "mg", "吨": "tonne",
    "公吨": "tonne", "斤": "jin", "磅": "pound", "盎司": "ounce", "公顷": "hectare", "亩": "mu",
    "英亩": "acre", "升": "liter", "公升": "liter", "毫升": "ml", "桶": "barrel", "加仑": "gallon",
    "秒": "second", "秒钟": "second", "分钟": "minute", "小时": "hour", "个小时": "hour",
    "个钟头": "hour", "天": "day", "个工作日": "day", "昼夜": "day", "周": "week", "星期": "week",
    "个星期": "week", "个月": "month", "月龄": "month", "个季度": "quarter", "季度": "quarter",
    "年": "year",
    "周年": "year", "岁": "year", "周岁": "year", "载": "year", "个世纪": "century",
    "摄氏度": "celsius", "℃": "celsius", "°C": "celsius", "华氏度": "fahrenheit", "度": "degree",
    "千瓦时": "kWh", "度电": "kWh", "兆瓦时": "MWh", "千瓦": "kW", "兆瓦": "MW", "吉瓦": "GW",
    "倍": "times", "km": "km", "KM": "km", "kg": "kg", "cm": "cm", "mm": "mm", "m": "m",
    "ml": "ml", "mL": "ml", "g": "g", "mg": "mg", "t": "tonne",
    "GB": "GB", "MB": "MB", "TB": "TB", "GW": "GW", "MW": "MW", "kW": "kW",
}  # fmt: skip

#: Symbols and codes that stand before an amount, in either language.
CURRENCY_SIGNS: Final[dict[str, str]] = {
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "NZ$": "NZD", "A$": "AUD", "AU$": "AUD",
    "C$": "CAD", "CA$": "CAD", "S$": "SGD", "R$": "BRL", "$": "$", "＄": "$", "£": "GBP",
    "￡": "GBP", "€": "EUR", "¥": "¥", "￥": "¥", "₩": "KRW", "₹": "INR", "₽": "RUB", "₫": "VND",
    "฿": "THB", "₱": "PHP", "RMB": "CNY", "CNY": "CNY", "USD": "USD", "EUR": "EUR",
    "GBP": "GBP", "JPY": "JPY", "HKD": "HKD", "AUD": "AUD", "CAD": "CAD", "Rs": "INR",
    "RM": "MYR", "Rp": "IDR",
}  # fmt: skip

#: Words that follow an amount in English, as regular expressions: code and worth of one.
ENGLISH_MONEY: Final[tuple[tuple[str, str, Fraction], ...]] = tuple(
    (pattern, code, Fraction(worth))
    for pattern, code, worth in (
        (r"(?:chinese\s+)?(?:yuan|renminbi|rmb)(?:\s+\(?renminbi\)?)?|CNY", "CNY", "1"),
        (r"(?:u\.?s\.?|american|united states)[\s-]+dollars?|USD", "USD", "1"),
        (r"(?:hong kong|hk)[\s-]+dollars?|HKD|HK\$", "HKD", "1"),
        (r"(?:new )?taiwan(?:ese)?[\s-]+dollars?|TWD", "TWD", "1"),
        (r"australian[\s-]+dollars?|AUD", "AUD", "1"),
        (r"canadian[\s-]+dollars?|CAD", "CAD", "1"),
        (r"singapore(?:an)?[\s-]+dollars?|SGD", "SGD", "1"),
        (r"new zealand[\s-]+dollars?|NZD", "NZD", "1"),
        (r"dollars?|bucks?|\$", "$", "1"),
        (r"(?:u\.?s\.?[\s-]+)?cents?", "$", "1/100"),
        (r"euros?|EUR|€", "EUR", "1"),
        (r"(?:british\s+)?pounds?(?:[\s-]+sterling)?|sterling|GBP|£", "GBP", "1"),
        (r"pence|(?<=\d)p", "GBP", "1/100"),
        (r"(?:japanese\s+)?yen|JPY", "JPY", "1"),
        (r"(?:south\s+)?(?:korean\s+)?won|KRW", "KRW", "1"),
        (r"(?:indian\s+|pakistani\s+)?rupees?|INR", "INR", "1"),
        (r"(?:russian\s+)?roubles?|(?:russian\s+)?rubles?|RUB", "RUB", "1"),
        (r"(?:swiss\s+)?francs?|CHF", "CHF", "1"),
        (r"(?:mexican\s+|philippine\s+|argentine\s+)?pesos?", "peso", "1"),
        (r"(?:brazilian\s+)?reais|BRL", "BRL", "1"),
        (r"(?:south african\s+)?rand|ZAR", "ZAR", "1"),
        (r"(?:turkish\s+)?liras?", "TRY", "1"),
        (r"(?:thai\s+)?baht", "THB", "1"),
        (r"(?:malaysian\s+)?ringgit", "MYR", "1"),
        (r"(?:indonesian\s+)?rupiah", "IDR", "1"),
        (r"(?:vietnamese\s+)?dong", "VND", "1"),
        (r"(?:swedish\s+)?krona|kronor", "SEK", "1"),
        (r"(?:israeli\s+)?shekels?", "ILS", "1"),
        (r"(?:saudi\s+)?riyals?", "SAR", "1"),
        (r"dirhams?", "AED", "1"),
        (r"bitcoins?", "BTC", "1"),
    )
)

#: Words that follow an amount in Chinese: code and worth of one. The longest that fits is taken.
CHINESE_MONEY: Final[dict[str, tuple[str, Fraction]]] = {
    word: (code, Fraction(worth))
    for word, code, worth in (
        ("元人民币", "CNY", "1"), ("人民币", "CNY", "1"), ("元", "元", "1"), ("圆", "元", "1"),
        ("块钱", "元", "1"), ("块", "元", "1"), ("毛钱", "元", "1/10"), ("角", "元", "1/10"),
        ("分钱", "元", "1/100"), ("美元", "USD", "1"), ("美金", "USD", "1"),
        ("美分", "USD", "1/100"), ("港元", "HKD", "1"), ("港币", "HKD", "1"),
        ("元港币", "HKD", "1"), ("新台币", "TWD", "1"), ("台币", "TWD", "1"),
        ("元新台币", "TWD", "1"), ("澳元", "AUD", "1"), ("澳大利亚元", "AUD", "1"),
        ("加元", "CAD", "1"), ("加拿大元", "CAD", "1"), ("新加坡元", "SGD", "1"),
        ("新元", "SGD", "1"), ("新西兰元", "NZD", "1"), ("纽元", "NZD", "1"),
        ("欧元", "EUR", "1"), ("欧分", "EUR", "1/100"), ("英镑", "GBP", "1"),
        ("便士", "GBP", "1/100"), ("镑", "GBP", "1"), ("日元", "JPY", "1"), ("日圆", "JPY", "1"),
        ("韩元", "KRW", "1"), ("韩圆", "KRW", "1"), ("印度卢比", "INR", "1"),
        ("卢比", "INR", "1"), ("卢布", "RUB", "1"), ("瑞士法郎", "CHF", "1"),
        ("瑞郎", "CHF", "1"), ("法郎", "CHF", "1"), ("比索", "peso", "1"),
        ("雷亚尔", "BRL", "1"), ("兰特", "ZAR", "1"), ("里拉", "TRY", "1"), ("泰铢", "THB", "1"),
        ("林吉特", "MYR", "1"), ("令吉", "MYR", "1"), ("印尼盾", "IDR", "1"),
        ("越南盾", "VND", "1"), ("瑞典克朗", "SEK", "1"), ("克朗", "SEK", "1"),
        ("谢克尔", "ILS", "1"), ("里亚尔", "SAR", "1"), ("迪拉姆", "AED", "1"),
        ("比特币", "BTC", "1"), ("澳门元", "MOP", "1"), ("丹麦克朗", "DKK", "1"),
        ("挪威克朗", "NOK", "1"),
    )
}  # fmt: skip

#: A longer run of digits is a serial number or noise. It also keeps Python from converting, which
#: is quadratic and refused from 4,300 digits on.
LONGEST: Final = 30

# What a sign or word that leaves the country open may stand for.
_OPEN: Final[dict[str, frozenset[str]]] = {
    "$": frozenset({"USD", "HKD", "TWD", "AUD", "CAD", "SGD", "NZD", "MOP"}),
    "¥": frozenset({"CNY", "JPY", "元"}),
    "元": frozenset({"CNY", "HKD", "TWD", "MOP"}),
    "peso": frozenset({"MXN", "PHP", "ARS"}),
    "SEK": frozenset({"DKK", "NOK"}),
}


def same_currency(one: str, other: str) -> bool:
    """Tell whether two currency codes can mean the same.

    >>> same_currency("$", "HKD"), same_currency("元", "USD")
    (True, False)
    """
    return one == other or other in _OPEN.get(one, ()) or one in _OPEN.get(other, ())


def to_celsius(value: Fraction, unit: str) -> Fraction:
    """Convert a temperature.

    >>> to_celsius(Fraction(212), "fahrenheit")
    Fraction(100, 1)
    """
    return (value - 32) * Fraction(5, 9) if unit == "fahrenheit" else value


def numbered(words: str, start: int = 0) -> dict[str, int]:
    """Number the words of a space-separated list.

    >>> numbered("one two", 1)
    {'one': 1, 'two': 2}
    """
    return {word: number for number, word in enumerate(words.split(), start)}


def either(words: Iterable[str]) -> str:
    """Return a pattern of *words*, of which the longest that fits is taken."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
