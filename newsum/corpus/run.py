"""A run: from a corpus to its rows on disk, in order, stopped and resumed at will."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from types import FrameType
from typing import Any, Final, Self

from newsum.corpus.engines import Engine, Group, Local, Make
from newsum.corpus.files import count
from newsum.corpus.output import Output, own_files
from newsum.corpus.progress import Progress, Silent, duration, on_stderr
from newsum.corpus.records import DEFAULT_FIELDS, Fields, Record, read
from newsum.corpus.retry import Retry
from newsum.corpus.rows import Format, check_format
from newsum.corpus.workers import Workers
from newsum.errors import CorpusError, OptionError
from newsum.options import whole

_STDERR: Final = 2

#: Articles that share the model's batches.
BATCH: Final = 16
#: Seconds of work that a kill may cost: rows are fsynced as often, at the end of a group.
_COMMIT_SECONDS: Final = 1.0


@dataclass(slots=True)
class Report:
    """What a run did."""

    output: Path
    done: int = 0
    failed: Counter[str] = field(default_factory=Counter)  # by kind of error
    retried: int = 0  # of those done and failed: had failed before
    skipped: int = 0  # had a row already
    cached: int = 0  # of those done
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def rows(self) -> int:
        """How many rows the run wrote."""
        return self.done + self.failed.total()

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.rows / self.seconds if self.seconds else 0.0

    def __str__(self) -> str:
        parts = [f"{self.done:,} summarized" + (f" ({self.cached:,} cached)" * bool(self.cached))]
        if self.failed:
            kinds = ", ".join(f"{kind} {n:,}" for kind, n in self.failed.most_common())
            parts.append(f"{self.failed.total():,} failed ({kinds})")
        if self.retried:
            parts.append(f"{self.retried:,} of them tried again")
        if self.skipped:
            parts.append(f"{self.skipped:,} done before")
        return f"{', '.join(parts)}; {duration(self.seconds)}, {self.rate:,.1f} articles/s"


def run(
    source: str | Path | Iterable[Record],
    output: str | Path,
    make: Make,
    *,
    fields: Fields = DEFAULT_FIELDS,
    resume: bool = False,
    retry_failed: bool = False,
    mix: bool = False,
    workers: int = 1,
    batch: int = BATCH,
    cache: str | Path | None = None,
    with_text: bool = False,
    progress: bool = False,
) -> Report:
    """Summarize a corpus into a JSONL or Parquet file: one row an article, in the corpus' order.

    An article that cannot be summarized has a row with its error. Ctrl-C (or SIGTERM) finishes
    the batch in hand; a second one ends at once. Either way, as after a kill or a full disk,
    ``resume=True`` goes on where the rows end.

    Args:
        source: What `newsum.corpus.read` takes, or records.
        output: A ``.jsonl`` or ``.parquet`` file; `newsum.corpus.rows` reads it back.
        make: Makes the summarizer: ``partial(Summarizer, "builtin", to="en")``.
        fields: Where a row's text and id are.
        resume: Go on with an output that is there. Articles with a row are skipped, by id, also
            where that is a failure.
        retry_failed: Go on with an output that is there, and try its failures again. The new rows
            take the places of the old when the run ends. If it is stopped or killed before, the
            next one tries those that it had not come to.
        mix: Go on even if another model, other options or another version wrote it.
        workers: Processes, each with a summarizer of its own and its share of the cores.
        batch: How many articles share the model's batches.
        cache: A folder of results by content, model, options and version; None has none.
        with_text: Keep each article's cleaned text in its row, two to three times as long with it.
            Evidence offsets point into it, and `Result.from_dict` needs it.
        progress: Show on stderr how far the run has come.

    Raises:
        CorpusError: The corpus or the output cannot be used, or the disk is full. Rows written
            before are safe.
        OptionError: An option has a value it cannot have.
        ModelError: The model cannot be loaded.
    """
    workers, batch = whole("workers", workers), whole("batch", batch)
    place = Path(output)
    check_places(source, place)  # before a model is loaded
    own = own_files(place)
    total = None
    if isinstance(source, str | Path):
        total = count(source, exclude=own) if progress else None
        records = read(source, fields, exclude=own)
    else:
        records = iter(source)
    # A misspelled field, a missing file: said before a model is loaded and an output begun.
    records = chain(list(islice(records, 1)), records)
    engine: Engine = (
        Workers(make, workers, cache, with_text=with_text)
        if workers > 1
        else Local(make(), cache, with_text=with_text)
    )
    how: Any = {"signature": engine.signature, "fields": fields, "mix": mix}
    with (
        closing(engine),
        Stop() as stop,  # not sooner: Ctrl-C ends the loading of a model
        Output(place, resume=resume or retry_failed, **how) as rows,
        closing(Retry(rows, **how)) if retry_failed else nullcontext() as retry,
        closing(
            on_stderr(total, done=len(rows.done) - (retry.waiting() if retry else 0))
            if progress
            else Silent()
        ) as bar,
    ):
        return _run(records, rows, retry, engine, batch, bar, stop)


def _run(
    records: Iterator[Record],
    output: Output,
    retry: Retry | None,
    engine: Engine,
    batch: int,
    bar: Progress,
    stop: Stop,
) -> Report:
    report = Report(output.path)
    begun = committed = time.monotonic()
    source = _Source(records, output, retry, report, stop)
    for outcomes in engine.run(source.groups(batch)):
        for outcome, place in zip(outcomes, source.places.popleft(), strict=True):
            if retry and place is not None:
                retry.add(place, outcome.line)
                report.retried += 1
            else:
                output.add(outcome.line)
            if outcome.failed:
                report.failed[outcome.failed] += 1
            else:
                report.done += 1
                report.cached += outcome.cached
        bar.update(len(outcomes))
        # Only whole groups: what is resumed is then grouped, and so batched, as it would have been.
        if time.monotonic() - committed >= _COMMIT_SECONDS:
            _save(output, retry)
            committed = time.monotonic()
    report.interrupted = stop.asked
    if stop.asked or source.error:
        _save(output, retry)
    else:
        output.finish()
        if retry:
            retry.finish()
    report.seconds = time.monotonic() - begun
    if source.error:
        raise source.error
    return report


def _save(output: Output, retry: Retry | None) -> None:
    output.commit()
    if retry:
        retry.commit()


class _Source:
    """The records still to do, in groups; an error in reading ends them and is kept."""

    def __init__(
        self,
        records: Iterator[Record],
        output: Output,
        retry: Retry | None,
        report: Report,
        stop: Stop,
    ) -> None:
        self._records = records
        self._output = output
        self._retry = retry
        self._report = report
        self._stop = stop
        #: Of each group on its way, where its rows belong: None is behind the others.
        self.places: deque[list[str | None]] = deque()
        self.error: Exception | None = None

    def groups(self, size: int) -> Iterator[Group]:
        remaining = self._remaining()
        while not self._stop.asked and (group := list(islice(remaining, size))):
            if not self._stop.asked:
                self.places.append([place for _, place in group])
                yield [record for record, _ in group]

    def _remaining(self) -> Iterator[tuple[Record, str | None]]:
        try:
            for record in self._records:
                if self._stop.asked:
                    return
                if not self._output.done.take(record.id):
                    yield record, None
                elif self._retry and (place := self._retry.take(record.id)):
                    yield record, place
                else:
                    self._report.skipped += 1
        except (CorpusError, OptionError) as error:
            self.error = error  # raised when what was read before is safe


class Stop:
    """Turns Ctrl-C and SIGTERM into a question, asked once; the second Ctrl-C is an order."""

    _SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)

    def __init__(self) -> None:
        self.asked = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():  # Python's own condition
            self._before = {each: signal.signal(each, self._ask) for each in self._SIGNALS}
        return self

    def __exit__(self, *error: object) -> None:
        for each, handler in self._before.items():
            signal.signal(each, handler)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        # Not print, nor a logger: the signal may have come in the middle of one of theirs.
        with suppress(OSError):
            os.write(_STDERR, b"\nFinishing the batch in hand. Ctrl-C again stops at once.\n")


def check_places(source: str | Path | Iterable[Record], output: Path) -> Format:
    """Return the format of *output*, which is not *source*.

    Raises:
        CorpusError: It is.
        OptionError: Its name says no format that newsum writes.
    """
    if isinstance(source, str | Path) and Path(source).resolve() == output.resolve():
        raise CorpusError(f"{str(output)!r} is the corpus itself. Write to another file.")
    return check_format(output)
