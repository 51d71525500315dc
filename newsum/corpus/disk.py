"""Files that a crash leaves whole: fsynced, replaced atomically, locked while written."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import Final

from newsum.errors import CorpusError


def beside(path: Path, ending: str) -> Path:
    """Return *path* with *ending* behind its name."""
    return path.with_name(path.name + ending)


def replace_file(path: Path, content: bytes) -> None:
    """Replace what is in *path*, so that a crash leaves the old content or the new."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path to write to, and put the file in the place of *path* when it is whole."""
    temporary = beside(path, ".tmp")
    try:
        yield temporary
        with temporary.open("r+b") as file:  # Windows fsyncs nothing that is open to be read only
            os.fsync(file.fileno())
        temporary.replace(path)
        fsync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


@contextmanager
def saving(path: Path, *, rows: int | None = None) -> Iterator[None]:
    """Raise one clear error for whatever goes wrong with the disk.

    Raises:
        CorpusError: Writing failed: the disk is full, or the folder may not be written.
    """
    try:
        yield
    except OSError as error:
        advice = "Write to another place."
        if rows is not None:
            advice = f"{rows:,} rows are safe. Make room, then run the same command with --resume."
        raise CorpusError(
            f"{str(path)!r} cannot be written: {error.strerror or error}. {advice}"
        ) from error


def write_all(file: FileIO, block: bytes) -> None:
    """Write all of *block*; a nearly full disk takes a part of it first."""
    remaining = memoryview(block)
    while remaining:
        remaining = remaining[file.write(remaining) :]


#: Windows changes line ends without it.
BINARY: Final = getattr(os, "O_BINARY", 0)

WINDOWS: Final = sys.platform == "win32"

if sys.platform == "win32":

    def lock(descriptor: int) -> None:
        """Keep other processes from writing an open file until this one ends.

        Raises:
            OSError: Another has it.
        """
        import msvcrt

        # Beyond any row: Windows would keep others from reading what is locked.
        os.lseek(descriptor, 2**62, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def fsync_folder(folder: Path) -> None:
        """Do nothing: Windows has no way to."""

else:

    def lock(descriptor: int) -> None:
        """Keep other processes from writing an open file until this one ends.

        Raises:
            OSError: Another has it.
        """
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def fsync_folder(folder: Path) -> None:
        """Make the names in *folder* survive a power cut."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
