"""Writing a corpus' rows so that none is lost and none is written twice.

Rows go to a **log**, an append-only JSONL file, in batches that are each fsynced. Then the
**journal**, a small file beside the output (``OUT.newsum.json``), is replaced atomically and says
how long the log is. After a kill, a power cut or a full disk, whatever the log has beyond that is
cut off, and the run goes on from there.

For JSONL the log is the output itself. A Parquet file cannot be appended to: there the log is
``OUT.newsum.jsonl``, and the file is made of it when the run ends.

Rows of failures can be replaced when a run has ended (`newsum.corpus.retry`).
"""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b
from io import FileIO
from itertools import chain
from pathlib import Path
from typing import Any, Final, Protocol, Self

from newsum.corpus import tables
from newsum.corpus.disk import (
    BINARY,
    WINDOWS,
    beside,
    fsync_folder,
    lock,
    replacing,
    saving,
    write_all,
)
from newsum.corpus.journal import LogJournal
from newsum.corpus.records import DEFAULT_FIELDS, Fields
from newsum.corpus.rows import check_format, failed_id, failures, read_lines, sound_rows
from newsum.errors import CorpusError

#: Behind the name of the output.
JOURNAL: Final = ".newsum.json"
LOG: Final = ".newsum.jsonl"
RETRY: Final = ".newsum.retry.jsonl"


def own_files(path: Path) -> tuple[Path, ...]:
    """Return every file that a run writes for the output *path*."""
    return (path, *(beside(path, each) for each in (JOURNAL, LOG, RETRY, RETRY + JOURNAL)))


class NewRows(Protocol):
    """Rows to put in the place of others."""

    def get(self, number: int, name: str, /) -> bytes | None:
        """Return the new row for row *number*, of the article *name*; None keeps the old."""


class Done:
    """The ids that have a row, each as often as it has one.

    Eight bytes of hash stand for an id: ten million take 160 MB, where a set would take a gigabyte
    and more. Two of ten million share a hash with a chance of about one in 200,000.
    """

    def __init__(self, ids: Iterable[str] = ()) -> None:
        import numpy as np

        hashes = np.frombuffer(array("Q", map(_hash64, ids)).tobytes(), dtype=np.uint64)
        self._hashes, self._counts = np.unique(hashes, return_counts=True)

    def take(self, name: str) -> bool:
        """Tell whether *name* has a row that no earlier call has taken."""
        import numpy as np

        wanted = np.uint64(_hash64(name))
        at = int(np.searchsorted(self._hashes, wanted))
        if at == len(self._hashes) or self._hashes[at] != wanted or not self._counts[at]:
            return False
        self._counts[at] -= 1
        return True

    def __len__(self) -> int:
        return int(self._counts.sum())


def _hash64(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


class Output:
    """The rows of one run, on their way to *path*. One process at a time may write it.

    Args:
        path: A ``.jsonl`` or ``.parquet`` file.
        signature: Names all that can change a row.
        fields: How the input's rows were read: an id under another name is another id.
        resume: Go on with what is there. False refuses to touch it.
        mix: Go on even if another model, other options or another version wrote it.

    Raises:
        CorpusError: The output is there already, is another's, is being written, or is damaged.
        OptionError: *path* is of no kind that newsum writes.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        signature: str,
        fields: Fields = DEFAULT_FIELDS,
        resume: bool = False,
        mix: bool = False,
    ) -> None:
        self.path = Path(path)
        self.parquet = check_format(self.path) == "parquet"
        self._journal_path = beside(self.path, JOURNAL)
        self._log_path = beside(self.path, LOG) if self.parquet else self.path
        self._pending: list[bytes] = []
        fresh = LogJournal(signature=signature, text=fields.text, id=fields.id)
        with saving(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        if not resume:
            self._refuse_existing()
        self._log = self._open()
        try:
            found = (self._found(mix=mix) if resume else None) or fresh
            self._journal = found
            self.done = Done(self._recover())
            if self.rows and not mix:
                found.refuse_mixing(fresh, self.path)
            own = self._journal
            self._journal = replace(fresh, rows=own.rows, bytes=own.bytes, merged=own.merged)
            with saving(self.path):
                self._log.truncate(self._journal.bytes)
                self._log.seek(self._journal.bytes)
                os.fsync(self._log.fileno())
                self._journal.save(self._journal_path)
        except BaseException:
            self._log.close()
            raise

    @property
    def rows(self) -> int:
        """How many rows are safe."""
        return self._journal.merged + self._journal.rows

    def add(self, line: bytes) -> None:
        """Take a row, a line of JSON with its line break. `commit` makes it safe."""
        self._pending.append(line)

    def commit(self) -> None:
        """Put every row added so far on the disk for good.

        Raises:
            CorpusError: The disk is full or fails. What was committed before is safe.
        """
        if not self._pending:
            return
        block = b"".join(self._pending)
        journal = replace(
            self._journal,
            rows=self._journal.rows + len(self._pending),
            bytes=self._journal.bytes + len(block),
        )
        with saving(self.path, rows=self.rows):
            try:
                write_all(self._log, block)
                os.fsync(self._log.fileno())
                journal.save(self._journal_path)
            except OSError:
                with suppress(OSError):  # what is left of the block is cut off on --resume too
                    self._log.truncate(self._journal.bytes)
                raise
        self._journal = journal
        self._pending.clear()

    def finish(self) -> None:
        """Commit, and make the Parquet file of the log.

        Raises:
            CorpusError: The disk is full or fails. All rows are safe in the log.
        """
        self.commit()
        if not self.parquet or (self._journal.rows == 0 and self.path.exists()):
            return
        with saving(self.path, rows=self.rows):
            old = tables.read_table(self.path) if self._journal.merged else ()
            with replacing(self.path) as temporary:
                tables.write_table(temporary, chain(old, read_lines(self._log_path)))
            self._journal = replace(self._journal, rows=0, bytes=0, merged=self.rows)
            self._journal.save(self._journal_path)
            self._log.truncate(0)

    def failures(self) -> Iterator[tuple[str, bool]]:
        """Yield the id of each row that is safe, in order, and whether it is a failure."""
        if self._journal.merged:
            yield from failures(self.path)
        yield from failures(self._log_path)

    def replace_rows(self, new: NewRows) -> None:
        """Put *new* rows in the place of failures, in one step. `finish` goes before.

        Raises:
            CorpusError: The disk is full or fails. The rows are as they were.
        """
        with saving(self.path, rows=self.rows):
            if self.parquet:
                with replacing(self.path) as temporary:
                    tables.write_table(temporary, _with_new(tables.read_table(self.path), new))
                return
            with replacing(self._log_path) as temporary:
                size = _copy(self._log_path, temporary, new)
                # Whichever of the two files is there after a kill, no row of it is cut off.
                most = max(size, self._journal.bytes)
                replace(self._journal, bytes=most).save(self._journal_path)
                if WINDOWS:  # replaces no file that is open
                    self._log.close()
                else:  # at no time may another run take it
                    old, self._log = self._log, self._locked(temporary)
                    old.close()
            if WINDOWS:
                self._log = self._locked(self._log_path)
            self._journal = replace(self._journal, bytes=size)
            self._journal.save(self._journal_path)
            self._log.seek(size)

    def close(self) -> None:
        """Let go of the files. Rows added and not committed are dropped."""
        self._pending.clear()
        self._log.close()
        if self.parquet and self._journal.rows == 0 and self._journal.merged:
            self._log_path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _refuse_existing(self) -> None:
        _, *others = own_files(self.path)
        there = [path for path in (*others, self.path) if path.exists()]
        if there and not (there == [self.path] and self.path.stat().st_size == 0):
            raise CorpusError(
                f"{str(there[-1])!r} is there already. Use --resume to continue, or write to "
                "another file."
            )

    def _open(self) -> FileIO:
        with saving(self.path):
            log = self._locked(self._log_path)
            fsync_folder(self._log_path.parent)
            return log

    def _locked(self, path: Path) -> FileIO:
        # Append, not truncate: nothing may be lost before the lock is held.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | BINARY, 0o666)
        log = FileIO(descriptor, "r+")
        try:
            lock(descriptor)
        except OSError as error:
            log.close()
            raise CorpusError(
                f"Another run is writing {str(self.path)!r}. Let it end, or stop it first."
            ) from error
        return log

    def _found(self, *, mix: bool) -> LogJournal | None:
        """Return the journal of what is there; a made-up one for rows without a journal."""
        journal = LogJournal.read(self._journal_path)
        size = os.fstat(self._log.fileno()).st_size
        merged = tables.count_rows(self.path) if self.parquet and self.path.exists() else 0
        if journal is None:
            if not size and not merged:
                return None
            if not mix:
                raise CorpusError(
                    f"{str(self.path)!r} has no journal ({self._journal_path.name}), so nothing "
                    "tells what wrote it. Write to another file, or use --mix to continue."
                )
            return LogJournal(signature="", text="", id=None, bytes=size, merged=merged)
        if merged == journal.merged:
            return journal
        if merged == journal.merged + journal.rows:  # killed between the file and its journal
            return replace(journal, rows=0, bytes=0, merged=merged)
        raise CorpusError(
            f"{str(self.path)!r} has {merged:,} rows where its journal says {journal.merged:,}: "
            "something else has changed it. Write to another file."
        )

    def _recover(self) -> Iterator[str]:
        """Yield the ids that have a row, and set the journal to the rows that are whole."""
        if self._journal.merged:
            yield from tables.read_ids(self.path)
        most, rows, end = self._journal.bytes, 0, 0
        for name, end in sound_rows(self._log_path, most):  # noqa: B007  # the last one counts
            rows += 1
            yield name
        if self._journal.bytes and not (rows or self._journal.signature):
            # Nothing says that these bytes are ours to cut off.
            raise CorpusError(
                f"{str(self.path)!r} holds no row that newsum wrote. Write to another file."
            )
        self._journal = replace(self._journal, rows=rows, bytes=end)


def _with_new(rows: Iterable[dict[str, Any]], new: NewRows) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(rows):
        line = new.get(number, row["id"]) if "error" in row else None
        yield json.loads(line) if line else row


def _copy(old: Path, path: Path, new: NewRows) -> int:
    """Copy a log to *path* with the *new* rows in their places; return the bytes written."""
    size = 0
    with old.open("rb") as lines, path.open("wb") as file:
        for number, line in enumerate(lines):
            name = failed_id(line)
            size += file.write((None if name is None else new.get(number, name)) or line)
    return size
