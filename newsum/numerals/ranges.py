"""What stands on one side of "5 to 7 million yuan" holds for the other side too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from newsum.numerals.quantity import Quantity

_TO: Final = re.compile(r"\s?(?:[-–—~～]|to|至|到|或)\s?(?:[$€£¥])?")
_AND: Final = re.compile(r"(?:\s(?:and|or)\s|、)(?:[$€£¥])?")
_LONGEST: Final = len(" and $")  # that either of them fits


class Reading(NamedTuple):
    """A quantity with what is needed to read a range: its scale, and its bare number's place."""

    quantity: Quantity
    scale: int = 1
    core: tuple[int, int] = (0, 0)  # (0, 0): not read as a number of its own


def settle(text: str, readings: Sequence[Reading]) -> list[Quantity]:
    """Return the quantities in reading order, the first of each range with its second's unit.

    "5-7 percent" is 5 and 7 percent; "1.5 to 2 million" is 1.5 or, rarely, 1.5 million.
    """
    if len(readings) < 2:
        return [r.quantity for r in readings]
    ordered = sorted(readings, key=lambda r: (r.quantity.start, -r.quantity.end))
    kept: list[Quantity] = []
    for at, one in enumerate(ordered):
        q = one.quantity
        follower = _after(ordered, at) if q.kind in ("number", "money") else None
        if follower is None or follower.quantity.start - q.end > _LONGEST:
            kept.append(q)
            continue
        other = follower.quantity
        between = text[q.end : other.start]
        strong, weak = _TO.fullmatch(between), _AND.fullmatch(between)
        if not (strong or weak) or not _lends(q, other):
            kept.append(q)
            continue
        shared = replace(q, kind=other.kind, unit=other.unit) if q.kind == "number" else q
        if strong and one.core[1]:
            shared = replace(shared, loose=False)
        if follower.scale > one.scale == 1:
            kept.append(replace(shared, value=q.value * follower.scale))
            if weak or q.value >= other.value / follower.scale:
                kept.append(q)
        else:
            kept.append(shared)
            if weak and shared != q:
                kept.append(q)
    return kept


def _after(ordered: Sequence[Reading], at: int) -> Reading | None:
    """Return the next reading that starts after this one ends."""
    end = ordered[at].quantity.end
    for other in ordered[at + 1 : at + 5]:
        if other.quantity.start >= end:
            return other if other.quantity.kind not in ("date", "time", "ordinal") else None
    return None


def _lends(one: Quantity, other: Quantity) -> bool:
    if one.kind == "money":
        return other.kind == "number" or (other.kind == "money" and other.unit == one.unit)
    return not other.loose
