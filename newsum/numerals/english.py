"""Quantities in English text."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from newsum.numerals.calendar import apply
from newsum.numerals.english_calendar import ENGLISH
from newsum.numerals.english_numbers import (
    FIGURE,
    ONE_IN,
    ORDINALS,
    PART,
    PARTS,
    SCALE,
    SCALES,
    SLASH,
    SMALL,
    TENS,
    Number,
    number_at,
    small,
    starts,
    value_of,
)
from newsum.numerals.quantity import Hedge, Kind, Quantity
from newsum.numerals.ranges import Reading, settle
from newsum.numerals.units import (
    CURRENCY_SIGNS,
    ENGLISH_MONEY,
    ENGLISH_UNITS,
    LONGEST,
    either,
)

# Words that hold a number without being one: a source that says "both" bears out "two".
_IMPLIED: Final = {
    "both": 2, "twice": 2, "pair": 2, "couple": 2, "twins": 2, "double": 2, "doubled": 2,
    "doubling": 2, "doubles": 2, "duo": 2, "bilateral": 2, "triple": 3, "tripled": 3, "trio": 3,
    "thrice": 3, "trilateral": 3, "quadruple": 4, "quadrupled": 4, "once": 1, "single": 1,
    "another": 1, "dozens": 12, "dozen": 12, "century": 100, "biennial": 2,
    "primary": 1, "secondary": 2, "none": 0, "triples": 3, "quarterfinal": 4, "semi": 2,
    "weekly": 1, "hundreds": 100, "thousands": 1000, "millions": 1_000_000,
    "sole": 1, "final": 1, "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5,
    "tenfold": 10, "foursome": 4, "foursomes": 4, "fourball": 4, "fourballs": 4, "quartet": 4,
    "quintet": 5, "sextet": 6,
}  # fmt: skip


_THING = re.compile(rf"[\s-]+(?:{SCALE}|dozen|{either(PARTS)})\b", re.IGNORECASE)
_IMPLIED_UNITS: Final = {
    "fortnight": (1, "fortnight"), "centenary": (100, "year"), "centennial": (100, "year"),
    "bicentenary": (200, "year"), "bicentennial": (200, "year"), "decade": (1, "decade"),
    "decades": (1, "decade"), "anniversary": (1, "year"),
}  # fmt: skip
_WORDS = re.compile("[a-z]+")
_LETTERS: Final = frozenset(
    [*SMALL, *TENS, *ORDINALS, *_IMPLIED, *_IMPLIED_UNITS, *SCALES, *PARTS, "half"]
)
_ARTICLES: Final = frozenset(["a", "an"])  # a third, a dozen
_ONE: Final = _ARTICLES | {"one"}
_AND_HALF = re.compile(
    r"(?:an?|one)\s(hour|day|week|month|year|decade|century)\sand\sa\shalf(?![A-Za-z])",
    re.IGNORECASE,
)
_LISTED = re.compile(r"[,.)]\s|[.)](?=[A-Z-])")
_THEN_ORDINAL = re.compile(rf"[\s-](?:{either(ORDINALS)})(?![A-Za-z])", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:st|nd|rd|th)(?![A-Za-z])")
_ORDINAL_TENS = re.compile(rf"({either(TENS)})[\s-]+$", re.IGNORECASE)
_PER_CENT: Final = (
    r"(?P<pp>percentage[\s-]+points?|(?:per\s?cent|pct)[\s-]+points?|ppts?|pp)"
    r"|(?P<bp>basis[\s-]+points?|bps)|(?P<percent>%|％|per\s?cent|percent|pct)"
)
_PERCENT = re.compile(rf"[\s-]?(?:{_PER_CENT})(?![A-Za-z])", re.IGNORECASE)
_SIGN = re.compile(
    rf"(?:(?<![A-Za-z])|(?<=\bof))({either(CURRENCY_SIGNS)})\s?$"
)  # anchored by the slice that is searched
_SIGN_ENDS: Final = frozenset(sign[-1] for sign in CURRENCY_SIGNS)
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
# Any of the three, without groups and of lower-case text: most numbers count something else, and
# this is done with them in a tenth of the time.
_COUNTED = re.compile(
    r"[\s-]?(?![\s\d.,;:!?()-])(?:"
    + "|".join(
        [
            re.sub(r"\?P<\w+>", "?:", _PER_CENT),
            *(pattern.lower() for pattern, *_ in ENGLISH_MONEY),
            *(pattern.lower() for pattern in ENGLISH_UNITS.values()),
        ]
    )
    + ")(?![a-z])"
)
_INCHES = re.compile(r"[\s-](1[01]|\d)(?![\w.,]?\d)(?!\s?(?:%|per))")  # 6-foot-6
_CODES: Final = tuple(sign for sign in CURRENCY_SIGNS if sign.isalpha())
_UNIT_NAMES: Final = list(ENGLISH_UNITS)
_HEDGES: Final[dict[str, Hedge]] = {
    **dict.fromkeys(
        ("more than", "greater than", "higher than", "larger than", "longer than", "over", "above",
         "at least", "upward of", "upwards of", "exceed", "exceeds", "exceeded", "exceeding",
         "surpass", "surpasses", "surpassed", "surpassing", "tops", "topped", "topping"),
        "over",
    ),
    **dict.fromkeys(
        ("nearly", "almost", "close to", "just under", "under", "less than", "fewer than", "below",
         "up to", "approaching", "at most"),
        "under",
    ),
    **dict.fromkeys(
        ("about", "around", "some", "roughly", "approximately", "estimated", "an estimated",
         "a estimated", "circa"),
        "about",
    ),
}  # fmt: skip
_BEFORE = re.compile(
    rf"(?<![A-Za-z])({'|'.join(_HEDGES)})\s+(?:an?\s+|the\s+)?"
    rf"(?:{either(CURRENCY_SIGNS)})?\s?$",
    re.IGNORECASE,
)
#: The last word before a number that has a hedge.
_BEFORE_ENDS: Final = frozenset(
    [*(hedge.split()[-1] for hedge in _HEDGES), "a", "an", "the"]
    + [sign.lower() for sign in CURRENCY_SIGNS if sign.isalpha()]
)
_REACH: Final = 24  # characters before a number in which its hedge is sought
_NUMERO = re.compile(r"(?<![A-Za-z])(?:no\.?|number|nr\.?)\s?$", re.IGNORECASE)
_NUMERO_ENDS: Final = ("no", "no.", "number", "nr", "nr.")


def read(text: str) -> list[Quantity]:
    """Return the quantities of an English *text*, in reading order."""
    found = apply(ENGLISH, text)
    readings = [Reading(q) for q in found]
    lower = _lower(text)
    in_words = not _LETTERS.isdisjoint(_WORDS.findall(lower))
    if not in_words and not FIGURE.search(text):
        return settle(text, readings)  # most sentences have no number
    taken = bytearray(len(text))
    for q in found:
        # A year alone may be an amount all the same: "2,019" is not, "2019 people" is.
        if not (len(q.text) == 4 and q.text.isdigit()):
            taken[q.start : q.end] = b"\1" * (q.end - q.start)
    at = 0
    for match in starts(text, words=in_words):
        start, end = match.span()
        word = lower[start:end]
        if match["word"] and word not in _LETTERS and word not in _ARTICLES:
            continue
        if start < at or 1 in taken[start:end] or end - start > LONGEST:
            continue
        at = end
        if match["digits"] and _glued(text, match):
            value = value_of(match["digits"])
            readings.append(Reading(_plain(match, "number", value, loose=True)))
            continue
        if match["word"]:
            if word in _ONE and (half := _AND_HALF.match(text, start)):
                at, unit = half.end(), half[1].lower()
                q = Quantity("unit", Fraction(3, 2), unit, half.group(), half.start())
                readings.append(Reading(q))
                continue
            if word in ORDINALS:
                readings.append(Reading(_ordinal(text, match)))
                if word in PARTS:  # "the northern third"
                    share = Fraction(1, PARTS[word])
                    readings.append(Reading(_plain(match, "number", share, loose=True)))
            elif word in _IMPLIED_UNITS:
                many, unit = _IMPLIED_UNITS[word]
                q = Quantity("unit", Fraction(many), unit, match.group(), start, loose=True)
                readings.append(Reading(q))
            elif word in _IMPLIED:
                value = Fraction(_IMPLIED[word])
                readings.append(Reading(_plain(match, "number", value, loose=True)))
            if not _starts(text, word, at):
                continue
        if not start and _LISTED.match(text, at):
            continue  # "1, …": the first of a list
        number = number_at(text, match)
        readings += _inside(text, match, number)
        new, at = _in_context(text, lower, start, number)
        readings += new
    return settle(text, readings)


def _lower(text: str) -> str:
    """Return *text* in lower case, character for character."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char if len(char.lower()) > 1 else char.lower() for char in text)


def _starts(text: str, word: str, end: int) -> bool:
    """Tell whether a number in words starts with *word*, which ends at *end*."""
    if word in TENS:
        # The twenty of "twenty-first" is read with its second word.
        return not _THEN_ORDINAL.match(text, end)
    return (
        word in SMALL or word == "half" or (word in ("a", "an") and bool(_THING.match(text, end)))
    )


def _plain(match: re.Match[str], kind: Kind, value: Fraction, *, loose: bool = False) -> Quantity:
    return Quantity(kind, value, "", match.group(), match.start(), loose=loose)


def _glued(text: str, match: re.Match[str]) -> bool:
    """Tell whether the digits belong to a name: the 19 of "Covid-19", the 20 of "F-20A"."""
    before = text[max(0, match.start() - 3) : match.start()]
    if before and before[-1] not in " (,":
        # "magnitude-6.1" is a measure, "GPT-4.5" a name.
        measured = "." in match["digits"] and re.search(r"[a-z]-$", before)
        glued = re.search(r"[A-Za-z][-–]?$|[/_@#]$", before)
        if glued and not (before.endswith(_CODES) or measured):
            return True
    after = text[match.end() : match.end() + 2]
    return (
        "A" <= after[:1] <= "Z"
        and after[0] not in "KMBTCF"
        and bool(re.match(r"[A-Z][A-Z-]?$|[A-Z]\W?$", after))
    )


def _ordinal(text: str, match: re.Match[str]) -> Quantity:
    value, start = ORDINALS[match["word"].lower()], match.start()
    tens = _ORDINAL_TENS.search(text, max(0, start - 10), start)
    if tens and value < 10:
        value, start = value + TENS[tens[1].lower()], tens.start()
    # A list is counted off: "Fourth, …".
    loose = value <= 2 or text[match.end() : match.end() + 1] == ","
    return Quantity("ordinal", Fraction(value), "", text[start : match.end()], start, loose=loose)


def _inside(text: str, match: re.Match[str], number: Number) -> list[Reading]:
    """Return what a fraction also says: "three out of five" has a 3 and a 5, "a third" a third."""
    if number.value.denominator == 1 or not (match["word"] or match["digits"]):
        return []
    part = PART.match(text, match.end())
    if part and part[1].lower() in ORDINALS:
        value = Fraction(ORDINALS[part[1].lower()])
        q = Quantity("ordinal", value, "", part[1], part.start(1), loose=True)
        return [Reading(q)]
    out_of = ONE_IN.match(text, match.end()) or SLASH.match(text, match.end())
    if not out_of:
        return []
    return [
        Reading(Quantity("number", Fraction(value), "", word, at, loose=True))
        for word, at, value in (
            (match.group(), match.start(), small(match.group())),
            (out_of[1], out_of.start(1), small(out_of[1])),
        )
    ]


def _in_context(text: str, lower: str, start: int, number: Number) -> tuple[list[Reading], int]:
    """Say what the number counts, from the words on both sides of it."""
    end, value = number.end, number.value
    before = lower[max(0, start - _REACH) : start].rstrip()
    word = before[before.rfind(" ") + 1 :]
    near = text[start - 1 : start]
    apart = near.isspace()
    last = text[start - 2 : start - 1] if apart else near
    hedge: Hedge = ""
    if (apart or near in _SIGN_ENDS) and (word in _BEFORE_ENDS or not word.isalpha()):
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
    if last in _SIGN_ENDS and (sign := _SIGN.search(text, max(0, start - 5), start)):
        return [reading("money", value, CURRENCY_SIGNS[sign[1]], sign.start(), end)], end
    counts = _COUNTED.match(lower, end)
    if counts and (match := _PERCENT.match(text, end)):
        unit = "pp" if match["pp"] or match["bp"] else "%"
        if match["bp"]:
            value /= 100
        return [reading("percent", value, unit, start, match.end())], match.end()
    found: list[Reading] = []
    stop = end
    if counts and (match := _MONEY.match(text, end)):
        _, code, worth = ENGLISH_MONEY[int((match.lastgroup or "c0")[1:])]
        found.append(reading("money", value * worth, code, start, match.end()))
        stop = match.end()
    if counts and (match := _UNIT.match(text, end)):
        unit = _UNIT_NAMES[int((match.lastgroup or "u0")[1:])]
        if unit != "second" or number.value != 1:
            found.append(reading("unit", value, unit, start, match.end(), loose=number.loose))
            if unit == "foot" and (inches := _INCHES.match(text, match.end())):
                tall = value + Fraction(int(inches[1]), 12)
                found.append(reading("unit", tall, unit, start, inches.end()))
            stop = max(stop, match.end())
    if number.other is not None and not found:
        meters = text[end - 1] == "m"
        found = [reading("number", value, "", start, end)]
        found.append(
            reading("unit" if meters else "number", number.other, "m" * meters, start, end)
        )
        return found, end
    if found:
        return found, stop
    if (
        text[start].isdigit()
        and word.endswith(_NUMERO_ENDS)
        and _NUMERO.search(text, max(0, start - 8), start)
    ):
        return [reading("ordinal", value, "", start, end)], end
    return [reading("number", value, "", start, end, loose=number.loose)], end


def _hedge(text: str, start: int) -> Hedge:
    match = _BEFORE.search(text, max(0, start - _REACH), start)
    return _HEDGES[match[1].lower()] if match else ""
