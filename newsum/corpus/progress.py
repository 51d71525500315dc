"""How far a run has come, on stderr: a bar, a notebook's widget, or a plain line a minute."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, Final, Protocol, TextIO

#: Seconds between two lines where no bar can be drawn: a log file of a day has 1,440.
_PERIOD: Final = 60.0


class Progress(Protocol):
    """Is told of each article that is done."""

    def update(self, articles: int) -> None:
        """Count *articles* more as done."""

    def close(self) -> None:
        """Draw it for the last time."""


class Silent:
    """Shows nothing."""

    def update(self, articles: int) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class Lines:
    """A plain line a minute: how many, how fast, how much longer."""

    def __init__(
        self,
        total: int | None,
        file: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total = total
        self._file = file or sys.stderr
        self._clock = clock
        self._begun = self._shown = clock()
        self._done = 0

    def update(self, articles: int) -> None:
        """Count *articles* more as done."""
        self._done += articles
        now = self._clock()
        if now - self._shown >= _PERIOD:
            self._shown = now
            print(self._line(now - self._begun), file=self._file, flush=True)

    def close(self) -> None:
        """Do nothing: the summary follows."""

    def _line(self, seconds: float) -> str:
        rate = self._done / seconds
        if not self._total:
            return f"{self._done:,} articles, {rate:,.1f}/s"
        left = duration((self._total - self._done) / rate) if rate else "?"
        return f"{self._done:,} of {self._total:,} articles, {rate:,.1f}/s, {left} left"


def duration(seconds: float) -> str:
    """Return *seconds* as people say it.

    >>> duration(9.44), duration(75), duration(7_260), duration(200_000)
    ('9.4 s', '1 min 15 s', '2 h 1 min', '2 d 7 h')
    """
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h"


def on_stderr(total: int | None, *, done: int = 0) -> Progress:
    """Return a bar in a terminal or a notebook, elsewhere a line a minute.

    Args:
        total: How many articles the corpus has, if that is known.
        done: How many of them were done before this run.
    """
    if "ipykernel" in sys.modules or sys.stderr.isatty():
        from tqdm.auto import tqdm

        bar: Any = tqdm(total=total, initial=done, unit=" articles", dynamic_ncols=True)
        return _Bar(bar)
    return Lines(None if total is None else max(0, total - done))


class _Bar:
    """tqdm's bar or widget."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar

    def update(self, articles: int) -> None:
        self._bar.update(articles)

    def close(self) -> None:
        self._bar.close()
