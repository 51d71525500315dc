"""Trying failed articles again: which they are, and where their new rows are until all are there.

A new row goes to a log of its own beside the output (``OUT.newsum.retry.jsonl``), which is an
output too, and as safe as that. Its id says which row it replaces. When the run ends, the rows
take their places, all in one step. A run that is stopped or killed before leaves the failures
where they are, and the next one tries those again that have no new row yet.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path

from newsum.corpus.disk import beside
from newsum.corpus.output import JOURNAL, RETRY, Output
from newsum.corpus.records import Fields
from newsum.corpus.rows import renamed, row_id


class Retry:
    """The failed rows of *output*, and what becomes of them.

    A million of them take half a gigabyte.

    Args:
        output: Open, with the rows of earlier runs.
        signature: As of `Output`, also *fields* and *mix*.
        fields: How the input's rows were read.
        mix: Go on with new rows that were made in another way.

    Raises:
        CorpusError: New rows of an earlier run are there, and were made in another way.
    """

    def __init__(self, output: Output, *, signature: str, fields: Fields, mix: bool) -> None:
        self._output = output
        names = {name for name, failed in output.failures() if failed}
        #: Of each id with a failure the rows, in order: their number, and whether they failed.
        self._rows: dict[str, deque[tuple[int, bool]]] = {name: deque() for name in names}
        for number, (name, failed) in enumerate(output.failures()):
            if name in names:
                self._rows[name].append((number, failed))
        self._log = Output(
            beside(output.path, RETRY), signature=signature, fields=fields, resume=True, mix=mix
        )

    def waiting(self) -> int:
        """Return how many are still to be tried."""
        failed = sum(failed for rows in self._rows.values() for _, failed in rows)
        return failed - len(self._log.done)

    def take(self, name: str) -> str | None:
        """Return where the next row of *name* belongs, if it is to be tried again."""
        rows = self._rows.get(name)
        number, failed = rows.popleft() if rows else (0, False)
        place = place_of(number, name)
        return place if failed and not self._log.done.take(place) else None

    def add(self, place: str, line: bytes) -> None:
        """Take the new row of *place*. `commit` makes it safe."""
        self._log.add(renamed(line, place))

    def commit(self) -> None:
        """Put every row added so far on the disk for good."""
        self._log.commit()

    def finish(self) -> None:
        """Put the new rows in their places."""
        self.commit()
        if self._log.rows:
            self._output.replace_rows(NewRows(self._log.path))
        self.close()
        # In this order: a journal without its log is one of no rows.
        self._log.path.unlink()
        beside(self._log.path, JOURNAL).unlink()

    def close(self) -> None:
        """Let go of the files."""
        self._log.close()


class NewRows:
    """The rows of a log, found by their place."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._starts: dict[str, int] = {}
        start = 0
        with path.open("rb") as log:
            for line in log:
                self._starts[row_id(line) or ""] = start
                start += len(line)

    def get(self, number: int, name: str) -> bytes | None:
        """Return the new row for row *number*, of the article *name*; None keeps the old."""
        start = self._starts.get(place_of(number, name))
        if start is None:
            return None
        with self._path.open("rb") as log:
            log.seek(start)
            return renamed(log.readline(), name)


def place_of(number: int, name: str) -> str:
    """Name the place of a row: its number in the output, and its id, so that both must fit."""
    return f"{number} {name}"
