"""Quotations that run over several sentences, and sentences taken out of them.

A sentence from within a quotation is what somebody said. Shown without marks it would be what the
article says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from newsum.article import Sentence

_CLOSING: Final = {"“": "”", "「": "」", '"': '"'}
_MARK: Final = re.compile(f"[{''.join({*_CLOSING, *_CLOSING.values()})}]")
_LINE_ENDS: Final = "\n\r\x0b\x0c\x85\u2028\u2029"


class Marks(NamedTuple):
    """The quotation marks that a sentence lacks when it stands alone; "" where none."""

    before: str
    after: str


def lacking(sentences: Sequence[Sentence]) -> list[Marks]:
    """Return, for each of the *sentences* of a text, the quotation marks that it lacks.

    A sentence begins within a quotation that its paragraph closes or the next one opens again, as
    is the custom; where neither does, only the sentence that has the opening mark lacks another.
    Straight marks count where their number in the paragraph is even: an odd one may be inches.

    >>> from newsum.split import split
    >>> lacking(split("“We cut it. We had to,” he said. The yuan fell.", "en"))
    [Marks(before='', after='”'), Marks(before='“', after=''), Marks(before='', after='')]
    """
    return [
        marks for paragraph, after in _paragraphs(sentences) for marks in _read(paragraph, after)
    ]


def _paragraphs(sentences: Sequence[Sentence]) -> Iterator[tuple[list[Sentence], str]]:
    """Yield each paragraph and what comes after it."""
    paragraph: list[Sentence] = []
    for at, sentence in enumerate(sentences):
        paragraph.append(sentence)
        if sentence.text[-1:] in _LINE_ENDS or at + 1 == len(sentences):
            yield paragraph, "".join(s.text for s in sentences[at + 1 : at + 2])
            paragraph = []


def _read(paragraph: Sequence[Sentence], after: str) -> Iterator[Marks]:
    straight = sum(s.text.count('"') for s in paragraph) % 2 == 0
    opened = ""
    marks: list[Marks] = []
    since = 0
    for at, sentence in enumerate(paragraph):
        before = opened
        for char in _MARK.findall(sentence.text):
            if opened and char == _CLOSING[opened]:
                opened = ""
            elif not opened and char in _CLOSING and (straight or char != '"'):
                opened, since = char, at
        marks.append(Marks(before, _CLOSING.get(opened, "")))
    if opened and not after.startswith(opened):
        marks[since + 1 :] = [Marks("", "")] * (len(marks) - since - 1)
    return iter(marks)
