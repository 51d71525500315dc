"""Intervals and significance by resampling the examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Two-sided.
CONFIDENCE: Final = 0.95


def bootstrap(values: Sequence[float], *, samples: int, seed: int) -> tuple[float, float]:
    """Return the percentile interval of the mean (Efron 1979), at 95 per cent."""
    import numpy as np

    means = _means(np.asarray(values, dtype=float), samples, seed)
    tail = 50 * (1 - CONFIDENCE)
    low, high = np.percentile(means, [tail, 100 - tail])
    return float(low), float(high)


def paired(ours: Sequence[float], theirs: Sequence[float], *, samples: int, seed: int) -> float:
    """Return the p-value of the difference of two means over the same examples.

    Paired bootstrap (Koehn 2004), two-sided: how often a resampled difference, moved to where
    there is none, is as large as the one seen.
    """
    import numpy as np

    differences = np.asarray(ours, dtype=float) - np.asarray(theirs, dtype=float)
    seen = float(differences.mean())
    moved = _means(differences - seen, samples, seed)
    # The one seen is a sample too: no p-value is zero.
    return float((np.count_nonzero(np.abs(moved) >= abs(seen) - 1e-12) + 1) / (samples + 1))


def _means(values: NDArray[np.float64], samples: int, seed: int) -> NDArray[np.float64]:
    import numpy as np

    random = np.random.default_rng(seed)
    means = np.empty(samples)
    # One sample at a time: all at once would be samples x examples in memory.
    for at in range(samples):
        means[at] = values[random.integers(0, len(values), len(values))].mean()
    return means
