"""Copy tokens put into sentence pairs, so that a model learns to carry them over.

What stands on both sides, the same figure (5 billion yuan and 50亿元), the same name in Latin
letters, a term and its translation, becomes one token on both. `newsum.models.protect` does at run
time what is learned here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from typing import Final

from newsum.models.figures import Figure, Found, find
from newsum.models.protect import Copy, is_free, replace

_NAME: Final = re.compile(
    r"(?<![A-Za-z0-9<])(?=[0-9'&.+-]*[A-Za-z])[A-Za-z0-9][\w'&.+-]*"
    r"(?: [A-Za-z0-9][\w'&.+-]*)*(?<![.'-])",
    re.ASCII,
)
_WORD: Final = re.compile(r"\w+(?:['.-]\w+)*")
#: Words of the longest term that is looked for.
_TERM_WORDS: Final = 4
_ONE_HAN_IS_NO_TERM: Final = 2
#: How often each kind is copied where it could be. Figures always, since at run time they are too;
#: names seldom, since at run time only unknown ones are, and the model has to learn the others.
SHARES: Final[Mapping[str, float]] = {"figure": 1.0, "name": 0.25, "term": 0.15}


class Copier:
    """Makes pairs with copy tokens: of the same pair always the same.

    Args:
        terms: English terms and their translations.
    """

    def __init__(self, terms: Iterable[tuple[str, str]] = ()) -> None:
        self._terms: dict[str, list[str]] = {}
        for english, chinese in terms:
            if english[:1].isupper() and len(chinese) >= _ONE_HAN_IS_NO_TERM:
                self._terms.setdefault(english, []).append(chinese)

    def copy(self, english: str, chinese: str) -> tuple[str, str] | None:
        """Return the pair with some of what it shares as copy tokens; None where that is nothing.

        >>> Copier().copy("It paid 5 billion yuan.", "它支付了50亿元。")
        ('It paid <x0>.', '它支付了<x0>。')
        """
        draw = random.Random(f"{english}\t{chinese}")  # noqa: S311 - no secret
        left: list[Copy] = []
        right: list[Copy] = []
        for kind, one, other in self._shared(english, chinese):
            if draw.random() < SHARES[kind] and is_free(one, left) and is_free(other, right):
                left.append(one)
                right.append(other)
        if not left:
            return None
        # The English side numbers them; one that found no token left stays on both sides.
        there = replace(english, left)
        tokens = {target: token for token, target in there.copies.items()}
        return there.text, _put(chinese, [each for each in right if each.target in tokens], tokens)

    def _shared(self, english: str, chinese: str) -> Iterable[tuple[str, Copy, Copy]]:
        yield from self._shared_terms(english, chinese)
        yield from _shared_names(english, chinese)
        yield from _shared_figures(english, chinese)

    def _shared_terms(self, english: str, chinese: str) -> Iterable[tuple[str, Copy, Copy]]:
        if not self._terms:
            return
        words = list(_WORD.finditer(english))
        for first, word in enumerate(words):
            if not word.group()[0].isupper():
                continue
            for last in range(min(first + _TERM_WORDS, len(words)) - 1, first - 1, -1):
                start, end = word.start(), words[last].end()
                found = self._terms.get(english[start:end], ())
                target = next((t for t in found if chinese.count(t) == 1), None)
                if target is not None and english.count(english[start:end]) == 1:
                    at = chinese.index(target)
                    yield (
                        "term",
                        Copy(start, end, target, name=True),
                        Copy(at, at + len(target), target, name=True),
                    )
                    break


def _shared_names(english: str, chinese: str) -> Iterable[tuple[str, Copy, Copy]]:
    for match in _NAME.finditer(chinese):
        name = match.group()
        places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", english)]
        if len(places) == 1 and chinese.count(name) == 1:
            yield (
                "name",
                Copy(places[0], places[0] + len(name), name, name=True),
                Copy(match.start(), match.end(), name, name=True),
            )


def _shared_figures(english: str, chinese: str) -> Iterable[tuple[str, Copy, Copy]]:
    here = _once(find(chinese, "zh"))
    for figure, found in _once(find(english, "en")).items():
        other = here.get(figure)
        if other is not None:
            target = found.write("zh")
            yield (
                "figure",
                Copy(found.start, found.end, target),
                Copy(other.start, other.end, target),
            )


def _once(found: Iterable[Found]) -> dict[Figure, Found]:
    """Leave out what stands there twice: which is whose is not known."""
    places: dict[Figure, list[Found]] = {}
    for each in found:
        places.setdefault(each.figure, []).append(each)
    return {figure: each[0] for figure, each in places.items() if len(each) == 1}


def _put(text: str, spans: Iterable[Copy], tokens: Mapping[str, str]) -> str:
    parts: list[str] = []
    at = 0
    for span in sorted(spans, key=lambda each: each.start):
        parts += [text[at : span.start], tokens[span.target]]
        at = span.end
    return "".join([*parts, text[at:]])
