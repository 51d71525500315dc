"""Find, for each sentence of a summary, the article's sentences it rests on."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Final

from newsum.article import Evidence, Sentence
from newsum.checking.compare import Row, compare
from newsum.languages import Language

# Below it nothing is evidence. Set by eye on all of newstest2019, where it turns away about 2 in
# 100 sentences (5 in 100 where names and figures are masked).
_THRESHOLD: Final = 0.2
# The same where an encoder has its say. With that of multilingual-e5-small it turns away no more of
# a summary's own sentences; in an article that is not theirs 6 (pages) to 17 (newstest2019) in 100
# find evidence, where by words alone 21 to 35 do.
_BLENDED_THRESHOLD: Final = 0.35
# A further sentence is evidence only if it bears out this much more of the summary's sentence.
_GAIN: Final = 0.12
# And it need be only half as much like it: "plant to bring 1,200 jobs" rests on two sentences.
_FURTHER: Final = 0.5
_BACKWARDS: Final = 0.02  # a summary mostly keeps the article's order


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
            `newsum.checking.likeness.Likeness` tells it; counts for half.

    Returns:
        For each sentence of *summary* up to *most* spans of the article, scored 0 to 1 (1 is the
        sentence itself); none if nothing there resembles it.

    >>> article = [Sentence("央行周五降息。", 0), Sentence("股市上涨2%。", 7)]
    >>> align(["Shares rose 2%."], article, source="zh", target="en")[0][0].text
    '股市上涨2%。'
    """
    if not summary or not sentences:
        return [() for _ in summary]
    texts = [sentence.text for sentence in sentences]
    rows = compare(summary, texts, source=source, target=target, glossary=glossary)
    threshold = _THRESHOLD
    if likeness is not None:
        threshold = _BLENDED_THRESHOLD
        for row, alike in zip(rows, likeness, strict=True):
            # An encoder's judgment counts as much as the words, and needs none in common.
            row.scores = array("d", [(a + b) / 2 for a, b in zip(row.scores, alike, strict=True)])
            row.needed = 0
    firsts = _in_order([row.scores for row in rows])
    return [
        tuple(
            Evidence(span.text, span.start, round(min(1.0, row.scores[at]), 4))
            for at in _choose(row, first, most, threshold)
            for span in (sentences[at].stripped(),)
        )
        for row, first in zip(rows, firsts, strict=True)
    ]


def _choose(row: Row, first: int, most: int, threshold: float) -> list[int]:
    """Return the article sentences to show, the best first: each must add something."""
    scores, weights = row.scores, row.weights
    if scores[first] < threshold:
        return []
    had = row.hits(first)
    if sum(map(bool, had)) < row.needed:
        return []
    chosen, total = [first], sum(weights) or 1.0
    least = _FURTHER * threshold
    near = (at for at, score in enumerate(scores) if score >= least and at != first)
    for at in sorted(near, key=scores.__getitem__, reverse=True):
        if len(chosen) >= most:
            break
        hits = row.hits(at)
        gain = sum(w * (a - b) for w, a, b in zip(weights, hits, had, strict=True) if a > b)
        if gain / total >= _GAIN:
            chosen.append(at)
            had = list(map(max, had, hits))
    # A name may stand in a sentence before ("he", "该国"): show where, though little else is.
    for unit, places in row.names.items():
        if places and not had[unit] and len(chosen) < most:
            at = max(places, key=scores.__getitem__)
            chosen.append(at)
            had = list(map(max, had, row.hits(at)))
    return sorted(chosen, key=scores.__getitem__, reverse=True)


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
