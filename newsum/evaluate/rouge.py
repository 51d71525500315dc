"""ROUGE-N, ROUGE-L and ROUGE-Lsum (Lin 2004), on tokens of any language.

The same numbers as the package rouge-score 0.1.2, to the choice among equally long common
subsequences, which ROUGE-Lsum depends on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Tokens = Sequence[str]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Precision, recall and their harmonic mean, 0 to 1."""

    precision: float
    recall: float

    @property
    def f(self) -> float:
        """F1, which is what is reported as ROUGE."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def _overlap(hits: int, prediction: int, reference: int) -> Overlap:
    return Overlap(hits / prediction if prediction else 0.0, hits / reference if reference else 0.0)


def ngrams(tokens: Tokens, n: int) -> Counter[tuple[str, ...]]:
    """Count the runs of *n* tokens."""
    return Counter(tuple(tokens[at : at + n]) for at in range(len(tokens) - n + 1))


def rouge_n(prediction: Tokens, reference: Tokens, n: int) -> Overlap:
    """Compare the n-grams of two token lists.

    >>> rouge_n("the cat sat".split(), "the cat sat down".split(), 1)
    Overlap(precision=1.0, recall=0.75)
    """
    ours, theirs = ngrams(prediction, n), ngrams(reference, n)
    return _overlap((ours & theirs).total(), ours.total(), theirs.total())


def rouge_l(prediction: Tokens, reference: Tokens) -> Overlap:
    """Compare by the longest common subsequence."""
    length = _table(reference, prediction)[-1][-1]
    return _overlap(length, len(prediction), len(reference))


def rouge_lsum(prediction: Sequence[Tokens], reference: Sequence[Tokens]) -> Overlap:
    """Compare sentence by sentence: the union of each reference sentence's common subsequences."""
    whole, target = sum(map(len, prediction)), sum(map(len, reference))
    left = Counter(token for sentence in prediction for token in sentence)
    wanted = Counter(token for sentence in reference for token in sentence)
    hits = 0
    for sentence in reference:
        places = {at for other in prediction for at in _common(sentence, other)}
        for at in sorted(places):
            token = sentence[at]
            # As ROUGE 1.5.5 does: no token counts more often than it stands on either side.
            if left[token] and wanted[token]:
                hits += 1
                left[token] -= 1
                wanted[token] -= 1
    return _overlap(hits, whole, target)


def _table(rows: Tokens, columns: Tokens) -> list[list[int]]:
    """Return the lengths of the longest common subsequence of every two prefixes."""
    table = [[0] * (len(columns) + 1)]
    for row in rows:
        above, line = table[-1], [0]
        for at, column in enumerate(columns):
            line.append(above[at] + 1 if row == column else max(above[at + 1], line[at]))
        table.append(line)
    return table


def _common(reference: Tokens, prediction: Tokens) -> list[int]:
    """Return the places in *reference* of one of the longest common subsequences."""
    table = _table(reference, prediction)
    i, j = len(reference), len(prediction)
    places = []
    while i and j:
        if reference[i - 1] == prediction[j - 1]:
            places.append(i - 1)
            i, j = i - 1, j - 1
        elif table[i][j - 1] > table[i - 1][j]:
            j -= 1
        else:
            i -= 1
    return places
