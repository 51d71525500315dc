"""A quantity, and when two of them mean the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

from newsum.numerals.units import UNITS, same_currency, to_celsius

#: "unit" is a measured amount: a length, a mass, a duration, an age.
Kind = Literal["number", "money", "percent", "date", "time", "ordinal", "unit"]

#: How exact a quantity claims to be: as it stands, about, nearly (a little under), over.
Hedge = Literal["", "about", "under", "over"]

#: Year, month and day of the month; 0 where the text leaves one open.
YearMonthDay = tuple[int, int, int]

# A claim that does not say "about" may still round, when it keeps this many significant digits.
_SIGNIFICANT: Final = 3
# 26 miles are 41.8 km: translators convert and round. Tuned on newstest2017-2019 references.
_CONVERSION: Final = Fraction(3, 100)
_TEN: Final = 10
_NOON: Final = 720


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it counts, as it stands in a text.

    Args:
        kind: What sort of quantity it is.
        value: The number itself, in *unit*: 5,000,000,000 for "50亿元", 30 for "三成" (percent),
            minutes after midnight for a time, 20191224 for a full date, the year, the month or
            the day alone for a date that gives only that.
        unit: An ISO 4217 code for money ("$", "¥" and "元" where the text leaves the country
            open); "%", "pp" (percentage points) for percentages; a name of `units.UNITS`; for a
            date "day", "decade", "century", "quarter", "half" or "weekday"; "am", "pm" or ""
            for a time; "times" for a multiple.
        text: The words it was read from.
        start: Where they start, in characters.
        date: Year, month and day of a calendar date.
        hedge: Whether the text says about, nearly or more than.
        loose: A reading that is no claim in itself ("one", "both", "一起", the 20 of "G20"). It
            may support another quantity, but its absence from a source means nothing.
    """

    kind: Kind
    value: Fraction
    unit: str
    text: str
    start: int
    date: YearMonthDay = field(default=(0, 0, 0))
    hedge: Hedge = ""
    loose: bool = False

    @property
    def end(self) -> int:
        """The offset just after the last character."""
        return self.start + len(self.text)


def agrees(claim: Quantity, fact: Quantity) -> bool:
    """Tell whether *fact*, of a source, bears out *claim*, of a summary.

    A unit that one side leaves out is no conflict; two different ones are. A claim may be
    rounder than the fact if it says so ("about", "近", "more than"), or keeps three digits.
    """
    pair = {claim.kind, fact.kind}
    if claim.kind == fact.kind == "date":
        return _same_date(claim, fact)
    if claim.kind == fact.kind == "time":
        if claim.unit and fact.unit:
            return claim.value == fact.value
        return claim.value % _NOON == fact.value % _NOON
    if "time" in pair:
        return False
    if "date" in pair:
        date, other = (claim, fact) if claim.kind == "date" else (fact, claim)
        return _dated(date, other)
    if claim.kind == fact.kind == "money":
        return same_currency(claim.unit, fact.unit) and _near(claim, fact.value)
    if claim.kind == fact.kind == "percent":
        return claim.unit == fact.unit and _near(claim, fact.value)
    if "percent" in pair:
        if pair & {"ordinal", "money", "unit"}:
            return False
        share = Fraction(1, 100) if fact.kind == "percent" else Fraction(100)
        return _near(claim, fact.value * share) or _near(claim, fact.value)
    if claim.kind == fact.kind == "unit":
        return _same_amount(claim, fact)
    if pair == {"money", "unit"} or ("ordinal" in pair and "money" in pair):
        return False
    return _near(claim, fact.value)


def _same_date(claim: Quantity, fact: Quantity) -> bool:
    if claim.unit != fact.unit:
        return False
    if claim.unit != "day":
        return claim.value == fact.value
    common = [(a, b) for a, b in zip(claim.date, fact.date, strict=True) if a and b]
    return bool(common) and all(a == b for a, b in common)


def _dated(date: Quantity, other: Quantity) -> bool:
    """Compare a date with what may be a part of one: "the 30th", "2019", "第三季度"."""
    if date.unit != "day":
        return other.kind in ("ordinal", "number") and date.value == other.value
    year, month, day = date.date
    if other.kind == "ordinal":
        return other.value == day
    if other.kind == "number":
        return other.value == (year if month else day or year)
    return False


def _same_amount(claim: Quantity, fact: Quantity) -> bool:
    dimension, size = UNITS[claim.unit]
    other_dimension, other_size = UNITS[fact.unit]
    if dimension != other_dimension:
        return False
    if claim.unit == fact.unit:
        return _near(claim, fact.value)
    if dimension == "temperature":
        return _same_temperature(claim, fact)
    converted = fact.value * other_size / size
    return _near(claim, converted) or abs(claim.value - converted) <= _CONVERSION * converted


def _same_temperature(claim: Quantity, fact: Quantity) -> bool:
    """Compare two scales; "80 degrees" may be on either."""
    units = ("celsius", "fahrenheit")
    return any(
        abs(to_celsius(claim.value, one) - to_celsius(fact.value, other)) <= 1
        for one in units
        for other in units
        if claim.unit in (one, "degree") and fact.unit in (other, "degree")
    )


def _near(claim: Quantity, value: Fraction) -> bool:
    if claim.value == value:
        return True
    if claim.value <= 0 or value <= 0:
        return False
    digits, power = _significant(claim.value)
    if claim.hedge:
        step = Fraction(10) ** power
        if claim.hedge == "over":
            return claim.value < value < claim.value + step
        if claim.hedge == "under":
            if claim.value == step > _TEN:
                step = step * 9 / 10  # 100 is not up to 1,000
            return claim.value - step < value < claim.value
        return abs(claim.value - value) <= step / 2
    if digits < _SIGNIFICANT or _significant(value)[0] <= digits:
        return False
    return abs(claim.value - value) <= Fraction(10) ** power / 2


def _significant(value: Fraction) -> tuple[int, int]:
    """Return how many significant digits *value* shows, and the power of ten of the last one."""
    power = 0
    while value.denominator != 1 and power > -6:
        value *= 10
        power -= 1
    whole = int(value)
    while whole and whole % 10 == 0:
        whole //= 10
        power += 1
    return len(str(whole)), power
