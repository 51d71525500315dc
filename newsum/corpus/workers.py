"""The engine in several processes, each with a summarizer of its own.

Processes, not threads: between the model's steps an article is Python's work (cleaning, selecting,
checking), and that runs in one thread at a time. Threads inside a small model mostly wait for each
other, too: on two virtual cores an int8 mT5 of four layers took five times as long with two as with
one. Each process has its share of the cores.

A worker that dies (a crash in native code, the kernel's out-of-memory killer) is replaced. Its
articles are tried again one by one; the one that kills a second worker becomes a failure.
"""

from __future__ import annotations

import logging
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Final

from newsum.corpus.engines import Group, Make, Outcome, failed, row_signature, summarize_group
from newsum.errors import CorpusError, NewsumError, WorkerDied
from newsum.machine import cores
from newsum.result_cache import ResultCache

_log: Final = logging.getLogger("newsum")

#: Groups read for each worker: one in hand, and as many finished ones as wait for a slow one
#: before them. Measured on 2 workers: with 2 they wait for each other, over 4 gains nothing.
_AHEAD: Final = 4
#: Workers that may die in a row before one has done anything.
_MOST_STILLBORN: Final = 3
_STOP_SECONDS: Final = 5.0
#: Exit codes of processes that a signal ended, and its name. Windows has no SIGKILL.
_SIGNALS: Final = {-each: each.name for each in signal.Signals}
_KILLED: Final = "SIGKILL"


@dataclass(frozen=True, slots=True)
class _Ready:
    """A worker's first word."""

    signature: str


@dataclass(frozen=True, slots=True)
class _Refused:
    """A worker's first and last word: it cannot work, and nor will another."""

    message: str


@dataclass(slots=True)
class _Slot:
    """A group on its way: its outcomes come in parts once a worker has died over it."""

    group: Group
    outcomes: list[Outcome | None]

    def complete(self) -> bool:
        return None not in self.outcomes


@dataclass(frozen=True, slots=True)
class _Task:
    """Some records of a slot, for one worker."""

    slot: _Slot
    start: int
    stop: int
    again: bool = False

    def records(self) -> Group:
        return self.slot.group[self.start : self.stop]

    def fill(self, outcomes: Iterable[Outcome]) -> None:
        self.slot.outcomes[self.start : self.stop] = outcomes


@dataclass(slots=True)
class _Worker:
    """A process, the parent's end of its pipe, and what it has in hand."""

    process: SpawnProcess
    pipe: Connection
    number: int
    ready: bool = False
    task: _Task | None = None


class Workers:
    """Summarizers in *processes* processes. See `newsum.corpus.engines` for what an engine is.

    Args:
        make: Makes a summarizer, in each process.
        processes: How many.
        cache: The folder of the result cache, shared by all.
        with_text: Keep the articles' text in the rows.

    Raises:
        CorpusError: A summarizer cannot be made; the message says why.
        WorkerDied: The processes die before they can work.
    """

    def __init__(
        self,
        make: Make,
        processes: int,
        cache: str | Path | None = None,
        *,
        with_text: bool = False,
    ) -> None:
        self._make = make
        self._cache = cache
        self._with_text = with_text
        self._threads = max(1, cores() // processes)
        self._numbers = count(1)
        self._stillborn = 0
        self._retries: deque[_Task] = deque()
        self._signature: str | None = None
        self._workers: list[_Worker] = []
        try:
            self._workers += (self._start() for _ in range(processes))
            while self._signature is None:
                self._listen()
        except BaseException:
            self.close()
            raise

    @property
    def signature(self) -> str:
        """Names all that can change a row."""
        if self._signature is None:
            raise WorkerDied("No worker has started.")
        return self._signature

    def run(self, groups: Iterable[Group]) -> Iterator[list[Outcome]]:
        """Yield a group of outcomes for each of *groups*, in order."""
        remaining = iter(groups)
        slots: deque[_Slot] = deque()
        fresh: deque[_Task] = deque()
        exhausted = False
        while True:
            while not exhausted and len(slots) < _AHEAD * len(self._workers):
                group = next(remaining, None)
                if group is None:
                    exhausted = True
                elif group:
                    slots.append(_Slot(group, [None] * len(group)))
                    fresh.append(_Task(slots[-1], 0, len(group)))
            if not slots:
                return
            self._hand_out(fresh)
            if not slots[0].complete():
                self._listen()
            while slots and slots[0].complete():
                yield [outcome for outcome in slots.popleft().outcomes if outcome]

    def close(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.pipe.close()  # an idle one ends by itself
            if worker.task or not worker.ready:
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join(_STOP_SECONDS)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.process.close()
        self._workers.clear()

    def _hand_out(self, fresh: deque[_Task]) -> None:
        for worker in self._workers:
            tasks = self._retries or fresh
            if not tasks:
                return
            if worker.ready and worker.task is None:
                worker.task = tasks.popleft()
                try:
                    worker.pipe.send(worker.task.records())
                except OSError:
                    _log.debug("worker %d is gone; the next look at it finds out", worker.number)

    def _listen(self) -> None:
        """Wait until a worker says something or dies, and act on it."""
        by_pipe = {worker.pipe: worker for worker in self._workers}
        for pipe in wait(list(by_pipe)):
            worker = by_pipe[pipe]  # type: ignore[index]  # only pipes were waited for
            try:
                said = worker.pipe.recv()
            except (EOFError, OSError):
                self._replace(worker)
                continue
            if isinstance(said, _Ready):
                worker.ready = True
                self._signature = said.signature
            elif isinstance(said, _Refused):
                raise CorpusError(said.message)
            elif worker.task:
                self._stillborn = 0
                worker.task.fill(said)
                worker.task = None

    def _replace(self, worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.join()
        code = worker.process.exitcode
        how = _death(code)
        worker.process.close()
        self._workers.remove(worker)
        self._stillborn += 1
        if self._stillborn >= _MOST_STILLBORN and not worker.ready:
            raise WorkerDied(f"The workers die before they can work: {how}. {_hint(code)}")
        task = worker.task
        if task is None:
            _log.warning("Worker %d died (%s); another takes its place.", worker.number, how)
        elif task.again:
            name = task.records()[0].id
            _log.warning("Worker %d died (%s), the second over %r.", worker.number, how, name)
            task.fill([failed(name, WorkerDied(f"Two workers died over this article: {how}."))])
        else:
            _log.warning(
                "Worker %d died (%s); its articles are tried again, one by one.", worker.number, how
            )
            self._retries += (
                _Task(task.slot, at, at + 1, again=True) for at in range(task.start, task.stop)
            )
        self._workers.append(self._start())

    def _start(self) -> _Worker:
        context = get_context("spawn")  # a fork would copy locks that threads of torch hold
        ours, theirs = context.Pipe()
        number = next(self._numbers)
        process = context.Process(
            target=_serve,
            args=(theirs, self._make, self._cache, self._threads, self._with_text),
            name=f"newsum worker {number}",
            daemon=True,
        )
        process.start()
        theirs.close()  # so that its death ends the pipe
        return _Worker(process, ours, number)


def _death(code: int | None) -> str:
    """Say how a process ended.

    >>> _death(-9)
    'killed by SIGKILL, as the kernel does when memory runs out'
    """
    name = _SIGNALS.get(code or 0)
    if name == _KILLED:
        return f"killed by {name}, as the kernel does when memory runs out"
    if name:
        return f"killed by {name}"
    return f"exit code {code}"


def _hint(code: int | None) -> str:
    if _SIGNALS.get(code or 0) == _KILLED:
        return "With fewer (--workers) each has more memory."
    return (
        "What they said before tells why. A script that calls for workers does so under "
        "`if __name__ == '__main__':`, since each worker imports it."
    )


def _serve(
    pipe: Connection, make: Make, cache: str | Path | None, threads: int, with_text: bool
) -> None:
    """Be a worker: make a summarizer, then answer each group with its outcomes."""
    # Ctrl-C reaches the whole group of processes; the parent decides when a worker ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Read by OpenMP and MKL, which torch and CTranslate2 run on, when they are loaded.
    os.environ["OMP_NUM_THREADS"] = str(threads)
    try:
        summarizer = make()
        results = ResultCache(cache) if cache else None
        signature = row_signature(summarizer, with_text=with_text)
    except NewsumError as error:
        pipe.send(_Refused(str(error)))
        return
    said: object = _Ready(signature)
    # Until the parent closes its end, or is gone.
    while _send(pipe, said) and (group := _receive(pipe)) is not None:
        said = summarize_group(summarizer, group, results, with_text=with_text)
    if results is not None:
        results.close()
    summarizer.close()


def _send(pipe: Connection, said: object) -> bool:
    try:
        pipe.send(said)
    except OSError:
        return False
    return True


def _receive(pipe: Connection) -> Group | None:
    try:
        group: Group = pipe.recv()
    except (EOFError, OSError):
        return None
    return group
