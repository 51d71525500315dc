"""The trained judge of lines: how surely a line belongs to the article.

Small networks over the numbers of `newsum.cleaning.lines` (and, for a page, of
`newsum.cleaning.structure`): each line's numbers become a few hidden ones; these are read together
with those of the lines around it, twice. Three that differ in their seed are asked, and the mean of
what they say counts: alone, each has its own odd ideas of a layout that it has never met.
`newsum.training.line_scorer` trained them on labeled news pages in English and Chinese; the
weights (some 10,000 a road, half precision) are in ``data/line_scorer.json``.
"""

from __future__ import annotations

import json
from base64 import b64decode
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Road = Literal["text", "page"]

#: Which lines around a line the first and the second layer read.
NEAR: Final = (-4, -3, -2, -1, 0, 1, 2, 3, 4)
FAR: Final = (-12, -8, -4, -2, -1, 0, 1, 2, 4, 8, 12)
#: Standardized numbers are held within this, so that one odd page cannot shout the rest down.
LIMIT: Final = 6.0


def score(rows: NDArray[np.float32], road: Road) -> NDArray[np.float32]:
    """Return how surely each line is of the article, 0 to 1.

    Args:
        rows: The lines' numbers in reading order, shape (lines, numbers).
        road: Whether they come from pasted text or a page.
    """
    import numpy as np

    # In strips: a product of large matrices wakes every core for a moment, which costs more than it
    # saves, and a page is read on one core.
    w = _weights(road)
    x = np.clip((rows - w["mean"]) / w["deviation"], -LIMIT, LIMIT)
    total = np.zeros(len(rows), dtype=np.float32)
    for member in range(len(w["own"])):
        h = np.maximum(_times(x, w["own"][member]) + w["own_bias"][member], 0)
        g = _times(_around(h, NEAR), w["near"][member]) + w["near_bias"][member]
        z = np.concatenate([_around(np.maximum(g, 0), FAR), h], axis=1) @ w["far"][member]
        total += z[:, 0] + w["far_bias"][member]
    mean = total / len(w["own"])
    return np.asarray(1 / (1 + np.exp(-np.clip(mean, -30, 30))), dtype=np.float32)


_STRIP: Final = 64


def _times(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    strips = [left[at : at + _STRIP] @ right for at in range(0, len(left), _STRIP)]
    return np.concatenate(strips) if strips else left @ right


def _around(values: NDArray[np.float32], offsets: tuple[int, ...]) -> NDArray[np.float32]:
    """Return each line's values beside those of the lines at *offsets*; beyond the ends, zeros."""
    import numpy as np

    n, width = values.shape
    reach = max(map(abs, offsets))
    padded = np.zeros((n + 2 * reach, width), dtype=values.dtype)
    padded[reach : reach + n] = values
    return np.concatenate([padded[reach + o : reach + o + n] for o in offsets], axis=1)


@cache
def _data() -> dict[str, Any]:
    path = resources.files("newsum.cleaning") / "data" / "line_scorer.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def _weights(road: Road) -> dict[str, NDArray[np.float32]]:
    import numpy as np

    return {
        name: np.frombuffer(b64decode(tensor["data"]), dtype="<f2")
        .astype(np.float32)
        .reshape(tensor["shape"])
        for name, tensor in _data()[road]["weights"].items()
    }


def features(road: Road) -> list[str]:
    """Return the names of the numbers that the weights were trained on, in order."""
    return list(_data()[road]["features"])
