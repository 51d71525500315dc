"""Numbers, money, percentages, dates, times, ordinals and units, read alike in both languages.

The one place in newsum that knows that "five billion yuan", "5bn yuan" and "50亿元" are the same
amount. `quantities` reads them out of a text, `agrees` compares two of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final

from newsum.languages import Language, is_chinese, to_simplified
from newsum.numerals.quantity import Kind, Quantity, agrees

#: What is kept, so that a sentence which is aligned and then checked, or a source against which
#: several translations are, is read once: an article's sentences, about half a megabyte.
_KEPT: Final = 256
_SENTENCE: Final = 500  # characters

__all__ = ["Kind", "Quantity", "agrees", "alternatives", "in_digits", "quantities"]


def quantities(text: str, language: Language) -> list[Quantity]:
    """Return every quantity in *text*, in reading order, each with the words it stands in.

    An ambiguous stretch ("3点" is an hour or three points) gives several quantities with the
    same `start` and `end`: alternatives, of which one is right. Where only certain numbers
    matter (to carry them through a translation untouched, say), leave out those that are `loose`.

    >>> [(q.kind, q.value, q.unit) for q in quantities("It cost 5bn yuan.", "en")]
    [('money', Fraction(5000000000, 1), 'CNY')]
    >>> [(q.kind, q.value, q.unit) for q in quantities("三成企业", "zh")]
    [('percent', Fraction(30, 1), '%')]
    """
    read = _kept if len(text) <= _SENTENCE else _read
    return list(read(_simplified(text, language), chinese=is_chinese(language)))


def _read(text: str, *, chinese: bool) -> Sequence[Quantity]:
    # A language's patterns take some 30 ms to compile: only when they are needed.
    if chinese:
        from newsum.numerals.chinese import read
    else:
        from newsum.numerals.english import read
    return read(text)


_kept: Final = lru_cache(_KEPT)(_read)


def alternatives(found: Iterable[Quantity]) -> list[list[Quantity]]:
    """Group quantities that are readings of the same words, in reading order.

    >>> [len(group) for group in alternatives(quantities("5 pounds, 3 cats", "en"))]
    [2, 1]
    """
    groups: list[list[Quantity]] = []
    end = 0
    for q in sorted(found, key=lambda q: q.start):
        if groups and q.start < end:
            groups[-1].append(q)
        else:
            groups.append([q])
        end = max(end, q.end)
    return groups


def in_digits(text: str, start: int, language: Language) -> tuple[Fraction, int] | None:
    """Read the number in digits at *start*, its scale included; None where there is none.

    Returns:
        What it is worth and where it ends, in characters.

    >>> in_digits("$1.3 million", 1, "en"), in_digits("投资50亿元", 2, "zh")
    ((Fraction(1300000, 1), 12), (Fraction(5000000000, 1), 5))
    """
    if not is_chinese(language):
        from newsum.numerals import english_numbers

        return english_numbers.in_digits(text, start)
    from newsum.numerals import chinese

    return chinese.in_digits(_simplified(text, language), start)


def _simplified(text: str, language: Language) -> str:
    return to_simplified(text) if language == "zh-Hant" else text
