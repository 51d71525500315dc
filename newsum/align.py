"""Find, for each sentence of a summary, the article's sentences it rests on.

In one language by shared words; across the two by a small lexicon, shared names, Latin words and
figures, each counted by how few of the article's sentences have it (inverse document frequency,
Spärck Jones 1972).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from newsum.article import Evidence, Sentence
from newsum.languages import HAN, Language, count_han, is_chinese, to_simplified
from newsum.lexicon import lexicon, words
from newsum.names import LATIN_WORD, mentions, proper_words
from newsum.numerals import quantities

_ANCHOR: Final = 1.5  # a figure or a name says more than a word
_UNKNOWN: Final = 0.3  # a word the lexicon lacks could be anything
# Below it nothing is evidence. Set by eye on all of newstest2019, where it turns away about 2 in
# 100 sentences (5 in 100 where names and figures are masked).
_THRESHOLD: Final = 0.2
# The same where an encoder has its say. With that of multilingual-e5-small it turns away as many of
# a summary's own sentences, but gives evidence in an article that is not theirs to 1 in 10.
_BLENDED_THRESHOLD: Final = 0.35
# A faithful translation shares only part of its words with the lexicon: this curve brings its
# scores near those of one language (0.1 becomes 0.23, 0.3 becomes 0.54). With it, and the
# threshold, 4 in 10 translated sentences find evidence in an article that is not theirs.
_LIFT: Final = 2.6
# What the article's sentence bears out of the summary's one says a little more than the reverse:
# real articles have short lines (subheads, captions) that almost any sentence on their subject
# covers. 0.5 to 0.6 differ little on newstest2019.
_OWN: Final = 0.55
# A further sentence is evidence only if it bears out this much more of the summary's sentence.
_GAIN: Final = 0.12
# And it need be only half as much like it: "plant to bring 1,200 jobs" rests on two sentences.
_FURTHER: Final = 0.5
_BACKWARDS: Final = 0.02  # a summary mostly keeps the article's order

#: A unit of meaning: a stem, a pair of characters, ("n", number), ("name", number).
Unit = object


@dataclass(frozen=True, slots=True)
class _Text:
    """A sentence, and what can be compared of it."""

    text: str
    words: tuple[str, ...]  # stems, or pairs of characters
    anchors: frozenset[Unit]  # figures, names, Latin words
    han: int


def align(
    summary: Sequence[str],
    sentences: Sequence[Sentence],
    *,
    source: Language,
    target: Language,
    glossary: Mapping[str, str] = {},
    most: int = 3,
    likeness: Sequence[Sequence[float]] | None = None,
) -> list[tuple[Evidence, ...]]:
    """Return the evidence of each sentence of *summary*, best first.

    Args:
        summary: The sentences of a summary in *target*.
        sentences: The sentences of the article, in *source*.
        source: The article's language.
        target: The summary's language.
        glossary: Terms and their fixed translations, in either direction.
        most: At most so many sentences of evidence each.
        likeness: How alike an encoder finds each sentence of *summary* and each of *sentences*, as
            `newsum.likeness.Likeness` tells it; counts for half.

    Returns:
        For each sentence of *summary* up to *most* spans of the article, scored 0 to 1 (1 is the
        sentence itself); none if nothing there resembles it.

    >>> article = [Sentence("央行周五降息。", 0), Sentence("股市上涨2%。", 7)]
    >>> align(["Shares rose 2%."], article, source="zh", target="en")[0][0].text
    '股市上涨2%。'
    """
    if not summary or not sentences:
        return [() for _ in summary]
    terms = _terms(glossary)
    theirs = [_read(each.text, source, terms) for each in sentences]
    ours = [_read(each, target, terms) for each in summary]
    compare: _Same | _FromEnglish | _FromChinese
    if is_chinese(source) == is_chinese(target):
        compare = _Same(theirs)
    elif is_chinese(target):
        compare = _FromEnglish(theirs)
    else:
        compare = _FromChinese(theirs)
    rows = [compare(text) for text in ours]
    if likeness is not None:
        rows = [row.blend(own) for row, own in zip(rows, likeness, strict=True)]
    firsts = _in_order([row.scores for row in rows])
    return [
        tuple(
            Evidence(span.text, span.start, round(min(1.0, row.scores[at]), 4))
            for at in row.choose(first, most)
            for span in (sentences[at].stripped(),)
        )
        for row, first in zip(rows, firsts, strict=True)
    ]


def _terms(glossary: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(one.casefold(), other.casefold()) for one, other in glossary.items()]


def _read(text: str, language: Language, terms: Iterable[tuple[str, str]]) -> _Text:
    text = text.strip()
    if language == "zh-Hant":
        text = to_simplified(text)
    anchors: set[Unit] = set()
    for q in quantities(text, "zh" if is_chinese(language) else "en"):
        if q.loose:
            continue
        if q.kind == "date" and q.unit == "day":
            year, month, day = q.date
            anchors.update(key for key in (("n", year), ("m", month), ("n", day)) if key[1])
        else:
            anchors.add(("n", q.value))
    anchors.update(("name", id(m.name)) for m in mentions(text, language))
    folded = text.casefold()
    anchors.update(("term", at) for at, pair in enumerate(terms) if any(t in folded for t in pair))
    if not is_chinese(language):
        return _Text(text, tuple(words(text)), _latin(LATIN_WORD.findall(text)) | anchors, 0)
    runs = re.findall(f"[{HAN}]+", text)
    pairs = tuple(run[at : at + 2] for run in runs for at in range(len(run) - 1))
    latin = _latin(word for word in LATIN_WORD.findall(text) if word[0].isalpha())
    return _Text(text, pairs, latin | anchors, count_han(text))


def _latin(found: Iterable[str]) -> frozenset[Unit]:
    plain = (word.removesuffix("'s").removesuffix("’s").strip(".'’-") for word in found)
    return frozenset(("w", word.casefold()) for word in plain)


class _Row:
    """One sentence of the summary against every sentence of the article."""

    def __init__(
        self,
        weights: Sequence[float],
        hits: Sequence[Sequence[float]],
        theirs: Sequence[float],
        names: Sequence[int],
        *,
        least: int = 1,
    ) -> None:
        self._weights = weights  # of the summary's units
        self._names = names  # which of the units are names
        self._needed = least
        self._threshold = _THRESHOLD
        self._hits = hits  # for each article sentence, how far it has each of those units
        self._total = sum(weights) or 1.0
        own = [sum(map(_product, weights, row)) / self._total for row in hits]
        # A geometric mean: both must be borne out. On masked newstest2019 it finds the true
        # sentence first for 1 to 3 in 100 more than any weighted sum of the two.
        self.scores = [a**_OWN * b ** (1 - _OWN) for a, b in zip(own, theirs, strict=True)]

    def lift(self) -> _Row:
        """Bring scores across languages to the scale of those within one."""
        self.scores = [1 - math.exp(-_LIFT * score) for score in self.scores]
        return self

    def blend(self, likeness: Sequence[float]) -> _Row:
        """Let an encoder's judgement count as much as the words."""
        self.scores = [(a + b) / 2 for a, b in zip(self.scores, likeness, strict=True)]
        self._needed, self._threshold = 0, _BLENDED_THRESHOLD
        return self

    def choose(self, first: int, most: int) -> list[int]:
        """Return the article sentences to show, the best first: each must add something."""
        shared = sum(hit > 0 for hit in self._hits[first])
        if self.scores[first] < self._threshold or shared < self._needed:
            return []
        chosen, had = [first], list(self._hits[first])
        for at in sorted(range(len(self.scores)), key=lambda at: -self.scores[at]):
            if len(chosen) >= most or self.scores[at] < _FURTHER * self._threshold:
                break
            if at == first:
                continue
            more = [max(a, b) for a, b in zip(had, self._hits[at], strict=True)]
            gain = sum(w * (a - b) for w, a, b in zip(self._weights, more, had, strict=True))
            if gain / self._total >= _GAIN:
                chosen.append(at)
                had = more
        # A name may stand in a sentence before ("he", "该国"): show where, though little else is.
        for unit in self._names:
            if had[unit] or len(chosen) >= most:
                continue
            at = max(range(len(self.scores)), key=lambda i: (self._hits[i][unit], self.scores[i]))
            if self._hits[at][unit]:
                chosen.append(at)
                had = [max(a, b) for a, b in zip(had, self._hits[at], strict=True)]
        return sorted(chosen, key=lambda at: -self.scores[at])


def _product(a: float, b: float) -> float:
    return a * b


class _Same:
    """Comparison within one language: shared words, character pairs and anchors."""

    def __init__(self, theirs: Sequence[_Text]) -> None:
        self._texts = theirs
        self._units = [set(t.words) | _without_words(t.anchors) for t in theirs]
        self._weigh = _Weights(self._units)
        self._sums = [sum(map(self._weigh, units)) or 1.0 for units in self._units]

    def __call__(self, text: _Text) -> _Row:
        units = list(set(text.words) | _without_words(text.anchors))
        weights = [self._weigh(unit) for unit in units]
        hits = [[float(unit in theirs) for unit in units] for theirs in self._units]
        # Its words are compared already: that it is a name only asks for evidence of it.
        proper = list(_proper(text))
        weights += [0.0] * len(proper)
        for hit, other in zip(hits, self._texts, strict=True):
            hit += [float(unit in other.anchors) for unit in proper]
        theirs = [
            sum(map(_product, weights, row)) / whole
            for row, whole in zip(hits, self._sums, strict=True)
        ]
        row = _Row(weights, hits, theirs, _names([*units, *proper]))
        for at, other in enumerate(self._texts):
            if other.text == text.text:
                row.scores[at] = 1.0
        return row


def _proper(text: _Text) -> frozenset[Unit]:
    """Return its Latin words that are names, or could be."""
    if text.han:
        return text.anchors - _without_words(text.anchors)
    return _latin(match.group() for match in proper_words(text.text))


def _without_words(anchors: frozenset[Unit]) -> set[Unit]:
    return {a for a in anchors if not (isinstance(a, tuple) and a[0] == "w")}


class _Weights:
    """How much a unit says: more, the fewer sentences have it."""

    def __init__(self, sentences: Sequence[Iterable[Unit]]) -> None:
        self._size = len(sentences)
        self._seen: dict[Unit, int] = {}
        for units in sentences:
            for unit in units:
                self._seen[unit] = self._seen.get(unit, 0) + 1

    def __call__(self, unit: Unit) -> float:
        weight = math.log(1 + self._size / (0.5 + self._seen.get(unit, 0)))
        return weight * _ANCHOR if isinstance(unit, tuple) else weight


class _FromChinese:
    """An English summary of a Chinese article."""

    def __init__(self, theirs: Sequence[_Text]) -> None:
        self._texts = theirs
        self._whole = "\n".join(each.text for each in theirs)
        lengths = (len(each.text) + 1 for each in theirs)
        self._starts = [0, *accumulate(lengths)][:-1]  # of the sentences, in the whole
        self._latin = {a for t in theirs for a in t.anchors if isinstance(a, tuple) and a[0] == "w"}

    def __call__(self, text: _Text) -> _Row:
        table = lexicon()
        size = len(self._texts)
        anchors = [a for a in text.anchors if not _is_word(a) or a in self._latin]
        stems = list(dict.fromkeys(text.words))
        weights: list[float] = []
        columns: list[list[float]] = []
        covered = [[0.0] * len(t.text) for t in self._texts]
        for stem in stems:
            column = [0.0] * size
            forms = table.get(stem)
            for form, likely in forms or ():
                for at, found in self._find(form):
                    strength = likely**0.5
                    column[at] = max(column[at], strength)
                    _cover(covered[at], found, len(form), strength)
            weights.append(_weight(size, sum(column)) * (1 if forms else _UNKNOWN))
            columns.append(column)
        for anchor in anchors:
            column = [float(anchor in theirs.anchors) for theirs in self._texts]
            weights.append(_ANCHOR * _weight(size, sum(column)))
            columns.append(column)
        hits = [[column[at] for column in columns] for at in range(size)]
        back = [
            (sum(mask) + 2 * len(theirs.anchors & text.anchors))
            / (theirs.han + 2 * len(theirs.anchors) or 1)
            for mask, theirs in zip(covered, self._texts, strict=True)
        ]
        return _Row(weights, hits, back, _names([*stems, *anchors])).lift()

    def _find(self, form: str) -> Iterator[tuple[int, int]]:
        """Yield which sentences have *form*, and where in them it stands first."""
        found = self._whole.find(form)
        while found >= 0:
            at = bisect_right(self._starts, found) - 1
            yield at, found - self._starts[at]
            after = self._starts[at + 1 : at + 2]
            found = self._whole.find(form, after[0]) if after else -1


class _FromEnglish:
    """A Chinese summary of an English article."""

    def __init__(self, theirs: Sequence[_Text]) -> None:
        table = lexicon()
        self._texts = theirs
        self._stems = [set(each.words) for each in theirs]
        seen: dict[str, int] = {}
        for stem in (stem for stems in self._stems for stem in stems):
            seen[stem] = seen.get(stem, 0) + 1
        self._weight = {
            stem: _weight(len(theirs), count) * (1 if stem in table else _UNKNOWN)
            for stem, count in seen.items()
        }
        self._top = _weight(len(theirs), 1)
        self._sums = [sum(map(self._weight.__getitem__, stems)) for stems in self._stems]
        # A capitalised word counts against a source only where the summary has it too.
        self._plain = [sum(not _is_word(a) for a in each.anchors) for each in theirs]

    def __call__(self, text: _Text) -> _Row:
        found = self._find(text.text)
        anchors = list(text.anchors)
        spots = [at for at, char in enumerate(text.text) if count_han(char)]
        weights = [1.0] * len(spots) + [2.0] * len(anchors)
        each_anchor = _ANCHOR * self._top
        hits, back = [], []
        for at, theirs in enumerate(self._texts):
            mask = [0.0] * len(text.text)
            got = 0.0
            for stem in self._stems[at] & found.keys():
                best, places = found[stem]
                got += self._weight[stem] * best
                for start, length, strength in places:
                    _cover(mask, start, length, strength)
            shared = theirs.anchors & text.anchors
            words_ = sum(map(_is_word, shared))
            whole = self._sums[at] + each_anchor * (self._plain[at] + words_)
            back.append((got + each_anchor * len(shared)) / (whole or 1.0))
            hits.append([mask[spot] for spot in spots] + [float(a in shared) for a in anchors])
        # One character in common is chance.
        return _Row(weights, hits, back, _names([*spots, *anchors]), least=2).lift()

    def _find(self, text: str) -> dict[str, tuple[float, list[tuple[int, int, float]]]]:
        """Return, for each stem of the article whose Chinese is in *text*, how surely and where."""
        table = lexicon()
        found = {}
        for stem, weight in self._weight.items():
            places = [
                (at, len(form), likely**0.5)
                for form, likely in table.get(stem, ())
                if (at := text.find(form)) >= 0
            ]
            if places:
                share = min(1.0, weight / self._top)
                found[stem] = (
                    max(strength for *_, strength in places),
                    [(at, length, strength * share) for at, length, strength in places],
                )
        return found


def _names(units: Sequence[Unit]) -> list[int]:
    """Return the places of names: of those the tables know, and of Latin words."""
    kinds = ("name", "w")
    return [at for at, unit in enumerate(units) if isinstance(unit, tuple) and unit[0] in kinds]


def _is_word(anchor: Unit) -> bool:
    return isinstance(anchor, tuple) and anchor[0] == "w"


def _weight(size: int, seen: float) -> float:
    return math.log(1 + size / (0.5 + seen))


def _cover(mask: list[float], start: int, length: int, strength: float) -> None:
    for at in range(start, start + length):
        mask[at] = max(mask[at], strength)


def _in_order(scores: Sequence[Sequence[float]]) -> list[int]:
    """Choose the first evidence of all sentences together, with a slight taste for order."""
    best = list(scores[0])
    back: list[list[int]] = []
    for row in scores[1:]:
        # The best way to each sentence of the article: from one before it, or from any at a cost.
        anywhere = max(range(len(best)), key=best.__getitem__)
        so_far, lead, came = [], 0, []
        for at, score in enumerate(row):
            if best[at] > best[lead]:
                lead = at
            if best[lead] >= best[anywhere] - _BACKWARDS:
                came.append(lead)
                so_far.append(best[lead] + score)
            else:
                came.append(anywhere)
                so_far.append(best[anywhere] - _BACKWARDS + score)
        back.append(came)
        best = so_far
    at = max(range(len(best)), key=best.__getitem__)
    path = [at]
    for came in reversed(back):
        at = came[at]
        path.append(at)
    return path[::-1]
