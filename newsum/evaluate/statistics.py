"""Intervals and significance by resampling the examples.

A corpus' score is some function *of* sums over its examples: the mean of what each scores by
itself, or BLEU of all their counts. So a resampled corpus costs a sum and not another scoring.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

#: Two-sided.
CONFIDENCE: Final = 0.95
#: Makes a score of summed numbers; None takes the mean of single ones.
Of: TypeAlias = "Callable[[NDArray[np.float64]], float] | None"

#: Two scores, at most 100, that differ by less have only been added up in another order.
_EQUAL: Final = 1e-9


def bootstrap(values: ArrayLike, *, samples: int, seed: int, of: Of = None) -> tuple[float, float]:
    """Return the percentile interval of a score (Efron 1979), at 95 percent.

    Args:
        values: A number, or a row of numbers, for each example.
        samples: How many corpora to draw.
        seed: Of the draw.
        of: What makes a score of their sums.
    """
    import numpy as np

    table, score = _table(values, of)
    random = np.random.default_rng(seed)
    # One sample at a time: all at once would be samples x examples in memory.
    scores = [
        score(table[random.integers(0, len(table), len(table))].sum(axis=0)) for _ in range(samples)
    ]
    tail = 50 * (1 - CONFIDENCE)
    low, high = np.percentile(scores, [tail, 100 - tail])
    return float(low), float(high)


def paired(ours: ArrayLike, theirs: ArrayLike, *, samples: int, seed: int, of: Of = None) -> float:
    """Return the p-value of the difference of two scores over the same examples.

    Approximate randomization (Riezler and Maxwell 2005), two-sided: how often the difference is as
    large as the one seen when it is left to chance, example by example, which system is which. 1
    where there is no difference. Arguments are as in `bootstrap`.
    """
    import numpy as np

    one, score = _table(ours, of)
    other, _ = _table(theirs, of)
    whole, swap = one.sum(axis=0) + other.sum(axis=0), other - one

    def difference(sums: NDArray[np.float64]) -> float:
        return abs(score(sums) - score(whole - sums))

    seen = difference(one.sum(axis=0)) - _EQUAL
    random = np.random.default_rng(seed)
    drawn = (random.integers(0, 2, len(one)) @ swap for _ in range(samples))
    large = sum(difference(one.sum(axis=0) + each) >= seen for each in drawn)
    # The one seen is a sample too: no p-value is zero.
    return (large + 1) / (samples + 1)


def _table(
    values: ArrayLike, of: Of
) -> tuple[NDArray[np.float64], Callable[[NDArray[np.float64]], float]]:
    """Return *values* as rows, and what makes a score of the sum of as many rows."""
    import numpy as np

    table = np.asarray(values, dtype=float)
    table = table.reshape(len(table), -1)
    return table, of or (lambda sums: float(sums[0]) / len(table))
