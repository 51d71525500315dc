"""Batches of training examples: a weighted draw an epoch, bucketed by length, padded."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newsum.errors import NewsumError
from newsum.models.base import Kind
from newsum.training.tokens import END, PAD, START, TASK, Store

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

#: GPUs multiply matrices, and attend with a mask, fastest in sizes that this divides.
_ROUND: Final = 8
#: Batches made ahead of their use.
_AHEAD: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Lengths in tokens, special ones not counted."""

    sentence: int = 200  # pairs with a longer side are left out
    article: int = 250  # articles are cut to it
    summary: int = 64  # summaries that are longer are left out


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch, padded; arrays are of int64.

    Args:
        source: Task token, pieces, end; shape (rows, width).
        decoder: Start token, pieces; shape (rows, width).
        kept: Places in *decoder*, flattened, that are no padding.
        gold: The id that is to follow each of *kept*.
    """

    source: NDArray[np.int64]
    decoder: NDArray[np.int64]
    kept: NDArray[np.int64]
    gold: NDArray[np.int64]

    def tensors(self, device: str, *, pinned: bool = False) -> dict[str, torch.Tensor]:
        """Return the arrays as tensors on *device*."""
        import torch

        names = ("source", "decoder", "kept", "gold")
        found = {name: torch.from_numpy(getattr(self, name)) for name in names}
        if pinned:
            found = {name: tensor.pin_memory() for name, tensor in found.items()}
        return {name: each.to(device, non_blocking=pinned) for name, each in found.items()}


_LIMITS: Final = Limits()


class Corpus:
    """The ways in which the examples of a store are learned: which text from which, how often.

    Args:
        store: The examples.
        headline: Factor on the weight of summaries.
        limits: What is too long.
    """

    def __init__(
        self,
        store: Store,
        *,
        headline: float = 1.0,
        limits: Limits = _LIMITS,
    ) -> None:
        import numpy as np

        self._store = store
        length = np.diff(store.offsets).astype(np.int64)
        one = np.arange(0, len(length), 2)
        other = one + 1
        summary = store.tasks == TASK["headline"]
        factor = np.where(summary, np.float32(headline), np.float32(1))
        sides = []
        for column, source, target in ((0, one, other), (1, other, one)):
            fits = np.where(
                summary,
                (length[target] <= limits.summary) & (length[source] > length[target]),
                np.maximum(length[source], length[target]) <= limits.sentence,
            )
            some = (length[source] > 0) & (length[target] > 0)
            weight = store.weights[:, column] * factor
            chosen = fits & some & (weight > 0)
            sides.append((source[chosen], target[chosen], store.tasks[chosen], weight[chosen]))
        self._source, self._target, self.tasks, self.weight = (
            np.concatenate(side) for side in zip(*sides, strict=True)
        )
        self.start = store.languages[self._target].astype(np.int64)
        cut = np.where(self.tasks == TASK["headline"], limits.article, limits.sentence)
        self.source_length = np.minimum(length[self._source], cut) + 2  # task … end
        self.target_length = length[self._target] + 1  # start …, or … end

    @property
    def kind(self) -> Kind:
        """What is learned: summaries, if there is nothing else."""
        return "summarization" if (self.tasks == TASK["headline"]).all() else "translation"

    def __len__(self) -> int:
        return len(self.weight)

    def shares(self) -> dict[str, float]:
        """Return how many tokens an epoch writes, and the share of each task and language."""
        tokens = self.weight * self.target_length
        total = float(tokens.sum())
        found: dict[str, float] = {"examples": len(self), "tokens_an_epoch": round(total)}
        for task, one in TASK.items():
            for code, other in START.items():
                part = float(tokens[(self.tasks == one) & (self.start == other)].sum())
                found[f"{task}>{code}"] = round(part / max(total, 1.0), 4)
        return found

    def batches(
        self, epoch: int, seed: int, *, target_tokens: int, source_tokens: int
    ) -> list[NDArray[np.int64]]:
        """Return the batches of one epoch, each the numbers of its examples.

        They depend on nothing but the arguments. Within a batch lengths are alike.

        Args:
            epoch: Its number.
            seed: Of the draw.
            target_tokens: The most a batch may have to write, padding included.
            source_tokens: The most it may read.
        """
        import numpy as np

        draw = np.random.default_rng([seed, epoch])
        times = np.floor(self.weight).astype(np.int64)
        times += draw.random(len(times)) < self.weight - times
        chosen = draw.permutation(np.repeat(np.arange(len(times)), times))
        # Buckets by target length; in them by source length, rising and falling by turns, so that
        # neighbors are alike across the border of two buckets as well.
        bucket = self.target_length[chosen] // 2
        jitter = self.source_length[chosen] + 2 * draw.random(len(chosen))
        chosen = chosen[np.lexsort((np.where(bucket % 2, -jitter, jitter), bucket))]
        sources = _rounded(self.source_length[chosen]).tolist()
        targets = _rounded(self.target_length[chosen]).tolist()
        found: list[NDArray[np.int64]] = []
        start = widest_source = widest_target = 0
        for at, (source, target) in enumerate(zip(sources, targets, strict=True)):
            widest_source, widest_target = max(widest_source, source), max(widest_target, target)
            rows = at - start + 1
            too_many = rows * widest_target > target_tokens or rows * widest_source > source_tokens
            if rows > 1 and too_many:
                found.append(chosen[start:at])
                start, widest_source, widest_target = at, source, target
        if start < len(chosen):
            found.append(chosen[start:])
        return [found[at] for at in draw.permutation(len(found))]

    def collate(self, chosen: NDArray[np.int64]) -> Batch:
        """Return the batch of the examples *chosen*."""
        import numpy as np

        rows = np.arange(len(chosen))
        sources = self.source_length[chosen] - 2
        targets = self.target_length[chosen] - 1
        width = int(_rounded(sources.max() + 2))
        source = np.full((len(rows), width), PAD, np.int64)
        source[:, 0] = self.tasks[chosen]
        text = self._text(self._source[chosen], sources)
        source[:, 1 : text.shape[1] + 1] = text
        source[rows, sources + 1] = END
        text = self._text(self._target[chosen], targets)
        width = int(_rounded(targets.max() + 1))
        decoder = np.full((len(rows), width), PAD, np.int64)
        gold = decoder.copy()
        decoder[:, 0] = self.start[chosen]
        decoder[:, 1 : text.shape[1] + 1] = text
        gold[:, : text.shape[1]] = text
        gold[rows, targets] = END
        kept = np.flatnonzero(np.arange(width) <= targets[:, None])
        return Batch(source, decoder, kept, gold.reshape(-1)[kept])

    def _text(self, which: NDArray[np.int64], length: NDArray[np.int64]) -> NDArray[np.int64]:
        import numpy as np

        places = np.arange(max(1, length.max()))
        live = places < length[:, None]
        at = np.where(live, self._store.offsets[which][:, None] + places, 0)
        return np.where(live, self._store.ids[at].astype(np.int64), PAD)


def _rounded(length: NDArray[np.int64]) -> NDArray[np.int64]:
    return -(-length // _ROUND) * _ROUND


class Loader:
    """Endless batches from a place on, made by a thread ahead of their use.

    Iterating yields epoch, number in the epoch, and batch.
    """

    def __init__(
        self,
        corpus: Corpus,
        seed: int,
        *,
        target_tokens: int,
        source_tokens: int,
        epoch: int = 0,
        at: int = 0,
    ) -> None:
        self._queue: queue.Queue[tuple[int, int, Batch] | Exception] = queue.Queue(_AHEAD)
        self._stopped = threading.Event()

        def work() -> None:
            here, first = epoch, at
            try:
                while not self._stopped.is_set():
                    plan = corpus.batches(
                        here, seed, target_tokens=target_tokens, source_tokens=source_tokens
                    )
                    if not plan:
                        raise NewsumError("Every example is too long or has no weight.")
                    for number in range(first, len(plan)):
                        self._put((here, number, corpus.collate(plan[number])))
                        if self._stopped.is_set():
                            return
                    here, first = here + 1, 0
            except Exception as error:  # noqa: BLE001 - raised again where batches are taken
                self._put(error)

        self._thread = threading.Thread(target=work, daemon=True)
        self._thread.start()

    def _put(self, item: tuple[int, int, Batch] | Exception) -> None:
        while not self._stopped.is_set():
            try:
                self._queue.put(item, timeout=0.2)
                return
            except queue.Full:
                continue

    def __iter__(self) -> Iterator[tuple[int, int, Batch]]:
        while True:
            item = self._queue.get()
            if isinstance(item, Exception):
                raise item
            yield item

    def close(self) -> None:
        """Stop the thread."""
        self._stopped.set()
        self._thread.join(timeout=5)
