"""Calendar dates, periods and times of day: what both languages share.

Relative dates ("last Tuesday", "去年") are left alone: they are right or wrong only against the day
the article was published. Weekdays are read, so that Tuesday can be told from Wednesday.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

from newsum.numerals.quantity import Quantity, YearMonthDay

#: False of a text that holds nothing for a rule. Most hold no date, and looking for strings, or for
#: a pattern that starts with one of a few characters, is many times quicker than for a rule's
#: pattern, which looks at what stands before it.
Gate = Callable[[str], object]
#: A gate, a pattern, and what it makes of a match. Neighbors that share a gate ask it once.
Rule = tuple[Gate, re.Pattern[str], Callable[[re.Match[str]], list[Quantity]]]

YEAR: Final = r"(?:1[0-9]{3}|20[0-9]{2})"


def holds(*parts: str) -> Gate:
    """Return the gate that is true of a text with one of *parts*."""

    def gate(text: str) -> bool:
        for part in parts:  # noqa: SIM110  # `any` takes twice the time
            if part in text:
                return True
        return False

    return gate


def apply(rules: Sequence[Rule], text: str) -> list[Quantity]:
    """Return the dates, periods and times of *text*; where rules overlap, the first one's."""
    free = bytearray(b"\1" * len(text))
    found: list[Quantity] = []
    asked: Gate | None = None
    answer: object = None
    for gate, pattern, build in rules:
        if gate is not asked:
            asked, answer = gate, gate(text)
        if not answer:
            continue
        match = pattern.search(text)
        while match:
            after = match.end()
            if 0 in free[match.start() : after]:
                # The "9 May" of "Sept 9 and 9 May" starts inside what is no match.
                after = match.start() + 1
            elif new := build(match):
                found += new
                free[match.start() : after] = bytes(len(match.group()))
            match = pattern.search(text, after)
    return found


def make(match: re.Match[str], date: YearMonthDay, part: tuple[int, int] | None = None) -> Quantity:
    """Make a date of what is known of year, month and day.

    Args:
        match: Where it was read.
        date: Year, month, day.
        part: Start and end of the part that says so, where one match says several dates: each
            of "29 to 30 May" is a claim of its own.
    """
    year, month, day = date
    filled = [each for each in date if each]
    value = filled[0] if len(filled) == 1 else year * 10_000 + month * 100 + day
    start, end = part or match.span()
    return Quantity("date", Fraction(value), "day", match.string[start:end], start, date=date)


def period(match: re.Match[str], value: int, unit: str) -> Quantity:
    """Make a decade, a century, a quarter, a half or a weekday."""
    return Quantity("date", Fraction(value), unit, match.group(), match.start())


def clock(match: re.Match[str], hour: int, minute: int, half: str) -> list[Quantity]:
    """Make a time of day of an hour up to 24; none where the figures are no time."""
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


def iso(match: re.Match[str]) -> list[Quantity]:
    """Make the date of 2019-09-09."""
    year, month, day = (int(match[i]) for i in (1, 2, 3))
    return [make(match, (year, month, day))] if 1 <= month <= 12 and 1 <= day <= 31 else []
