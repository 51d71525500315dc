"""Words that a sentence must not put for their opposites: a loss for a profit, a man for a woman.

Swapped antonyms are a way in which summaries and translations go wrong that figures do not show.
The table is ``data/antonyms.toml``, tuned on the references of WMT17–23 (14,720 pairs of sentences,
of which one has a clash); tests/benchmarks/alignment.py plants antonyms and counts those found.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple, TypeAlias

from newsum.checking.common import mostly_in
from newsum.checking.polarity import denials
from newsum.languages import Language, spoken

_Pole: TypeAlias = tuple[int, int]  # which set, which of its poles: the first, or one against it


class Clash(NamedTuple):
    """A word of a sentence, and the opposite that its source has in its place."""

    word: str
    rival: str


@dataclass(frozen=True, slots=True)
class _Table:
    """One language's words: those that surely say a pole, and all that could."""

    sure: re.Pattern[str]  # the group that matched names the pole
    any: dict[_Pole, re.Pattern[str]]

    def poles(self, text: str) -> dict[_Pole, str]:
        """Return the poles that *text* surely speaks of, each with its first word."""
        found: dict[_Pole, str] = {}
        for match in self.sure.finditer(text):
            _, pair, side = (match.lastgroup or "").split("_")
            found.setdefault((int(pair), int(side)), match.group())
        return found


def clash(
    sentence: str, sources: Sequence[str], *, source: Language, target: Language
) -> Clash | None:
    """Return a word of *sentence* whose opposite its closest source has in its place, if any.

    None where a source has the word too, or one like it, or where one of the two texts denies.

    Args:
        sentence: A sentence of a summary in *target*.
        sources: What it rests on, in *source*, the closest first.
        source: The article's language.
        target: The summary's language.

    >>> clash("公司亏损2亿元。", ["The firm made a profit."], source="en", target="zh")
    Clash(word='亏损', rival='profit')
    """
    ours, theirs = _table(spoken(target)), _table(spoken(source))
    said = ours.poles(sentence)
    had = theirs.poles(sources[0]) if said else {}
    # Where a sentence keeps most words of its source, only the very word excuses it.
    kept = bool(had) and ours is theirs and mostly_in(sentence, sources[0])
    others = [each for each in sources[1:] if kept and mostly_in(sentence, each)]
    for pole, word in said.items():
        against = [other for other in had if _opposite(pole, other)]
        if not against or pole in had or against[0] in said:
            continue
        if kept:
            excused = any(pole in theirs.poles(each) for each in others)
        else:
            excused = any(theirs.any[pole].search(each) for each in sources)
        if not (excused or denials(sentence, target) or denials(sources[0], source)):
            return Clash(word, had[against[0]])
    return None


def _opposite(one: _Pole, other: _Pole) -> bool:
    return one[0] == other[0] and bool(one[1]) != bool(other[1])


@cache
def _table(language: Language) -> _Table:
    text = (files("newsum.checking") / "data" / "antonyms.toml").read_text(encoding="utf-8")
    sure, could = [], {}
    for number, pair in enumerate(tomllib.loads(text)["pair"]):
        for side, pole in enumerate(pair.values()):
            words = pole[language]
            sure.append(f"(?P<pole_{number}_{side}>{_joined(words, language)})")
            also = [*words, *pole.get(f"also_{language}", ())]
            could[number, side] = re.compile(_joined(also, language), re.IGNORECASE)
    return _Table(re.compile("|".join(sure), re.IGNORECASE), could)


def _joined(words: Sequence[str], language: Language) -> str:
    joined = "|".join(words)
    return rf"\b(?:{joined})\b" if language == "en" else joined
