"""What must come through a translation unchanged travels as a copy token, ``<x0>`` to ``<x15>``.

Numbers, money, percentages and dates are written ahead in the target language (5 billion yuan:
50亿元), terms of a glossary as it says, names the model never met in their own letters. The model
only decides where each goes. It has to have been trained on copy tokens: see
`newsum.training.augment`, which makes them from sentence pairs by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from newsum.languages import IDEOGRAPH, Language, is_chinese, to_simplified
from newsum.models.figures import find

#: The copy tokens, pieces of the vocabulary like any other word.
COPIES: Final = tuple(f"<x{number}>" for number in range(16))

_TOKEN: Final = re.compile(r"<x(?:1[0-5]|[0-9])>")
_WORD: Final = re.compile(r"(?<![\w@.-])[A-Z][a-z]+(?:[A-Z][a-z]+)*(?![\w@])(?!\.\w)")
#: A name in Latin letters inside Chinese text: words, the first with a letter ("iPhone 15 Pro").
_LATIN: Final = re.compile(
    r"(?<![A-Za-z0-9])(?=[0-9'’&.+-]*[A-Za-z])[A-Za-z0-9][\w'’&.+-]*"
    r"(?: [A-Za-z0-9][\w'’&.+-]*)*(?<![.'’-])",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A stretch of the source that is not translated: what stands there, what comes out."""

    start: int
    end: int
    target: str
    name: bool = False  # a word, not a figure


@dataclass(frozen=True, slots=True)
class Protected:
    """A text with copy tokens in it, and what each stands for."""

    text: str
    copies: Mapping[str, str]


def protect(
    text: str,
    source: Language,
    target: Language,
    *,
    glossary: Mapping[str, str] | None = None,
    known: Callable[[str], bool] | None = None,
) -> Protected:
    """Put copy tokens into *text*, normalized and written in *source*, on its way to *target*.

    Figures take the tokens from the first on, words from the last on: so a token tells the model
    a little about what it stands for.

    Args:
        text: A sentence.
        source: Its language.
        target: The language it is translated into, the other one.
        glossary: Terms and their translations, in either direction.
        known: Tells whether the model met a word in training. None takes it for granted.

    >>> protect("Ant paid 5 billion yuan.", "en", "zh", glossary={"Ant": "蚂蚁集团"})
    Protected(text='<x15> paid <x0>.', copies={'<x15>': '蚂蚁集团', '<x0>': '50亿元'})
    """
    names = _latin(text, known) if is_chinese(source) else _unknown(text, known)
    spans = _spread(
        [
            _literal(text),
            _terms(text, source, glossary or {}),
            names,
            _figures(text, source, target),
        ]
    )
    return replace(text, spans)


def replace(text: str, spans: Iterable[Copy]) -> Protected:
    """Put copy tokens in the place of *spans*, as many as there are tokens for."""
    tokens: dict[tuple[str, bool], str] = {}
    figures, words = 0, len(COPIES)
    parts: list[str] = []
    at = 0
    for span in sorted(spans, key=lambda each: each.start):
        key = (span.target, span.name)
        if key not in tokens:
            if figures == words:
                continue
            if span.name:
                words -= 1
            else:
                figures += 1
            tokens[key] = COPIES[words if span.name else figures - 1]
        parts += [text[at : span.start], tokens[key]]
        at = span.end
    copies = {token: target for (target, _), token in tokens.items()}
    return Protected("".join([*parts, text[at:]]), copies)


def restore(text: str, copies: Mapping[str, str]) -> tuple[str, int]:
    """Put what *copies* stand for into a translation.

    Returns:
        The text, and how many tokens were lost or stand for nothing; the latter are left out.
    """
    seen = _TOKEN.findall(text)
    wrong = sum(token not in seen for token in copies) + sum(token not in copies for token in seen)
    return _TOKEN.sub(lambda match: copies.get(match.group(), ""), text), wrong


def _spread(groups: Iterable[Iterable[Copy]]) -> list[Copy]:
    """Return the copies of all *groups*; where two overlap, the earlier group's."""
    taken: list[Copy] = []
    for span in chain.from_iterable(groups):
        if is_free(span, taken):
            taken.append(span)
    return taken


def is_free(span: Copy, taken: Iterable[Copy]) -> bool:
    """Tell whether *span* overlaps none of *taken*."""
    return all(span.end <= other.start or span.start >= other.end for other in taken)


def _literal(text: str) -> Iterator[Copy]:
    """An article about markup may hold "<x0>" itself."""
    for match in _TOKEN.finditer(text):
        yield Copy(match.start(), match.end(), match.group(), name=True)


def _terms(text: str, source: Language, glossary: Mapping[str, str]) -> Iterator[Copy]:
    chinese = is_chinese(source)
    pairs = []
    for one, other in glossary.items():
        ours, theirs = (one, other) if bool(IDEOGRAPH.search(one)) == chinese else (other, one)
        if bool(IDEOGRAPH.search(ours)) == chinese:
            pairs.append((to_simplified(ours) if chinese else ours, theirs))
    # The longest first: "Ant Group" before "Ant".
    for ours, theirs in sorted(pairs, key=lambda pair: (-len(pair[0]), pair)):
        pattern = re.escape(ours) if chinese else rf"(?<!\w){re.escape(ours)}(?!\w)"
        for match in re.finditer(pattern, text):
            yield Copy(match.start(), match.end(), theirs, name=True)


def _figures(text: str, source: Language, target: Language) -> Iterator[Copy]:
    for found in find(text, source):
        yield Copy(found.start, found.end, found.write(target))


def _latin(text: str, known: Callable[[str], bool] | None) -> Iterator[Copy]:
    """Names in Latin letters with a word the model never met."""
    if known is None:
        return
    for match in _LATIN.finditer(text):
        if not all(known(word) for word in match.group().split()):
            yield Copy(match.start(), match.end(), match.group(), name=True)


def _unknown(text: str, known: Callable[[str], bool] | None) -> Iterator[Copy]:
    """Capitalized words the model never met, neighbors together."""
    if known is None:
        return
    run: Copy | None = None
    for match in _WORD.finditer(text):
        if known(match.group()):
            continue
        if run is not None and text[run.end : match.start()] == " ":
            run = Copy(run.start, match.end(), text[run.start : match.end()], name=True)
            continue
        if run is not None:
            yield run
        run = Copy(match.start(), match.end(), match.group(), name=True)
    if run is not None:
        yield run
