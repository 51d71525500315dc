"""How long a call takes, on machines that do other work too."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Final

#: Time may grow by this factor where the size grows by 4: quadratic time grows by 16.
GROWTH: Final = 9.0
#: Below this no growth can be told from noise, in seconds.
FLOOR: Final = 0.01


def seconds(call: Callable[[str], object], text: str) -> float:
    """CPU time of the better of two calls, without the collector's: it reads the whole suite's."""

    def once() -> float:
        begun = time.process_time()
        call(text)
        return time.process_time() - begun

    gc.collect()
    gc.disable()
    try:
        return min(once(), once())
    finally:
        gc.enable()


def assert_linear(call: Callable[[str], object], make: Callable[[int], str], size: int) -> None:
    """Tell quadratic time from linear, with texts of *size* characters and of four times as many."""
    for _ in range(3):  # another process may have had the cache
        small = seconds(call, make(size))
        large = seconds(call, make(4 * size))
        if large < GROWTH * max(small, FLOOR):
            return
    raise AssertionError(f"{small:.3f} s at {size:,} characters, {large:.3f} s at {4 * size:,}")


def repeated(piece: str) -> Callable[[int], str]:
    """Return a maker of texts that are *piece* again and again."""
    return lambda size: piece * (size // len(piece))
