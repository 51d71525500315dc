"""Numbers, money, percentages, dates, times, ordinals and units, read alike in both languages.

The one place in newsum that knows that "five billion yuan", "5bn yuan" and "50亿元" are the same
amount. `quantities` reads them out of a text, `agrees` compares two of them.
"""

from __future__ import annotations

from newsum.languages import Language, is_chinese, to_simplified
from newsum.numerals.quantity import Kind, Quantity, agrees

__all__ = ["Kind", "Quantity", "agrees", "quantities"]


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
    # A language's patterns take some 30 ms to compile: only when they are needed.
    if not is_chinese(language):
        from newsum.numerals import english

        return english.read(text)
    from newsum.numerals import chinese

    return chinese.read(to_simplified(text) if language == "zh-Hant" else text)
