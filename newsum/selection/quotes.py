"""Quotations that run over several sentences, and sentences taken out of them.

A sentence from within a quotation is what somebody said. Shown without marks it would be what the
article says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from newsum.article import Sentence

_CLOSING: Final = {"“": "”", "「": "」", "『": "』", '"': '"', "‘": "’", "'": "'"}
#: The marks that a quotation may have within each kind of quotation.
_WITHIN: Final = {"“": "‘'", '"': "‘'", "‘": '“"', "'": '“"', "「": "『", "『": "「"}
_SINGLE: Final = "‘'"
_PLAIN: Final = '[“”「」『』"]'
_MARK: Final = re.compile(_PLAIN)
# A single mark may be an apostrophe: it’s, ’tis, the ’90s, the workers’ union, goin’ on.
_LETTER: Final = "A-Za-zÀ-ɏ0-9"
_OPENS: Final = (
    rf"(?:‘(?<![{_LETTER}]‘)|'(?:(?<=[\s(\[“\"—–-]')|(?<=^'))(?=[{_LETTER}]))"
    r"(?!(?i:tis|twas|til|em|n)\b|\d\ds?\b)"
)
#: Without a mark beside it, one that closes a quotation of several sentences is none: ol’ man.
_CLOSES: Final = (
    r"[’'](?<!\s.)(?!(?<=[sxzSXZ].)\s+\w|(?<=in.)\s+[a-z])"
    rf"(?:(?<=[{_LETTER}].)(?=\s+[{_LETTER}])(?P<bare>)|(?:(?<![{_LETTER}].)|(?![{_LETTER}]))(?P<closes>))"
)
_SINGLE_OPENS: Final = re.compile(_OPENS)
_ANY_MARK: Final = re.compile(rf"{_PLAIN}|{_OPENS}(?P<opens>)|{_CLOSES}")
_LINE_ENDS: Final = "\n\r\x0b\x0c\x85\u2028\u2029"


class Marks(NamedTuple):
    """The quotation marks that a sentence lacks when it stands alone; "" where none."""

    before: str
    after: str


_NONE: Final = Marks("", "")


@dataclass(slots=True, eq=False)
class _Quotation:
    """A quotation in a paragraph, by the numbers of the paragraph's sentences."""

    mark: str
    first: int  # the one that it opens in
    last: int = -1  # the last one that begins within it
    lacks: int = -1  # from the first one to before this they lack the closing mark

    def close(self, at: int) -> None:
        self.last = self.lacks = at

    def leave_open(self) -> None:
        self.last = self.first
        self.lacks = self.first + (self.mark not in _SINGLE)  # which may be an apostrophe


def lacking(sentences: Sequence[Sentence]) -> list[Marks]:
    """Return, for each of the *sentences* of a text, the quotation marks that it lacks.

    A sentence begins within a quotation that its paragraph closes or the next one opens again, as
    is the custom; where neither does, only the sentence that has the opening mark lacks another.
    Straight marks count where their number in the paragraph is even: an odd one may be inches.
    Single marks count where one opens and one closes: an odd one may be an apostrophe.

    >>> from newsum.split import split
    >>> lacking(split("“We cut it. We had to,” he said. The yuan fell.", "en"))
    [Marks(before='', after='”'), Marks(before='“', after=''), Marks(before='', after='')]
    """
    found: list[Marks] = []
    start = 0
    for at, sentence in enumerate(sentences, start=1):
        if sentence.text[-1:] in _LINE_ENDS or at == len(sentences):
            after = sentences[at].text if at < len(sentences) else ""
            found += _read([s.text for s in sentences[start:at]], after)
            start = at
    return found


def _read(paragraph: Sequence[str], after: str) -> list[Marks]:
    text = "".join(paragraph)
    single = ("‘" in text or "'" in text) and _SINGLE_OPENS.search(text)
    pattern = _ANY_MARK if single else _MARK
    quotations = (
        _quotations(paragraph, pattern.finditer(text), after) if pattern.search(text) else []
    )
    if all(each.first == each.last == each.lacks for each in quotations):
        return [_NONE] * len(paragraph)
    before, behind = [""] * len(paragraph), [""] * len(paragraph)
    for each in quotations:  # the outer one before those within it
        for at in range(each.first + 1, each.last + 1):
            before[at] += each.mark
        for at in range(each.first, each.lacks):
            behind[at] = _CLOSING[each.mark] + behind[at]
    return list(map(Marks, before, behind))


def _quotations(
    sentences: Sequence[str], marks: Iterable[re.Match[str]], after: str
) -> list[_Quotation]:
    """Return the quotations of a paragraph, in the order in which they open."""
    straight = sum(text.count('"') for text in sentences) % 2 == 0
    found: list[_Quotation] = []
    opened: list[_Quotation] = []
    at, end = 0, len(sentences[0])
    for match in marks:
        while match.start() >= end:
            at += 1
            end += len(sentences[at])
        mark, role = match[0], match.lastgroup
        if mark == '"' and not straight:
            continue
        if role in ("bare", "closes"):
            top = opened[-1] if opened else None
            if top and _CLOSING[top.mark] == mark and (role == "closes" or top.first == at):
                opened.pop().close(at)
            continue
        if role == "opens":  # one that is open was none
            for each in [each for each in opened if each.mark == mark]:
                each.leave_open()
                opened.remove(each)
        elif any(_CLOSING[each.mark] == mark for each in opened):
            while _CLOSING[opened[-1].mark] != mark:
                opened.pop().leave_open()
            opened.pop().close(at)
            continue
        allowed = _WITHIN[opened[-1].mark] if opened else _CLOSING
        if mark in allowed and all(each.mark != mark for each in opened):
            opened.append(_Quotation(mark, at))
            found.append(opened[-1])
    prefix = ""
    for each in opened:
        prefix += each.mark
        if after.startswith(prefix):
            each.last, each.lacks = len(sentences) - 1, len(sentences)
        else:
            each.leave_open()
    return found
