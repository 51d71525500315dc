"""The files of a corpus: which they are, what is in them, and how they are opened."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, Protocol, TypeAlias

from newsum.corpus.tables import open_parquet
from newsum.errors import CorpusError, require

STDIN: Final = "-"
PAGES: Final = (".html", ".htm", ".xhtml", ".txt")
LINES: Final = (".jsonl", ".ndjson")
COMPRESSED: Final = (".gz", ".zst")
PARQUET: Final = (".parquet",)
#: A longer line is refused unread. Twice what cleaning takes of one article, since JSON may
#: escape: protects against a file without a line break.
MAX_LINE: Final = 64 * 1024**2
Kind: TypeAlias = Literal["page", "lines", "parquet"]


def kind_of(path: Path) -> Kind:
    """Tell what is in a file by its name.

    Raises:
        CorpusError: There is no such file, or it is of no kind that newsum reads.
    """
    if not path.exists():
        raise CorpusError(f"There is no file or folder {str(path)!r}.")
    if kind := _kind(path):
        return kind
    raise CorpusError(
        f"{str(path)!r} is of no kind newsum reads. It reads {', '.join(PAGES)}, .jsonl, .ndjson "
        "(.gz, .zst), .parquet, folders of them, and - for JSONL on standard input. Convert it to "
        "one of these."
    )


def files(folder: Path, *, exclude: Collection[Path] = ()) -> Iterator[Path]:
    """Yield the files of *folder* that newsum reads, in sorted order, without hidden ones.

    Raises:
        CorpusError: There is none.
    """
    found = False
    for file, other in _walk(folder, {path.resolve() for path in exclude}):
        if not other:
            found = True
            yield file
    if not found:
        raise CorpusError(
            f"The folder {str(folder)!r} holds no {', '.join(PAGES)}, .jsonl or .parquet file."
        )


def passed_over(folder: Path, *, exclude: Collection[Path] = ()) -> Counter[str]:
    """Count the files of *folder* that `files` leaves out, by what they are."""
    left_out = {path.resolve() for path in exclude}
    return Counter(other for _, other in _walk(folder, left_out) if other)


def _walk(folder: Path, left_out: Collection[Path]) -> Iterator[tuple[Path, str]]:
    """Yield the files below *folder*, and of those that newsum does not read what they are."""
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        path = Path(entry.path)
        if entry.name.startswith(".") or path.resolve() in left_out:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, left_out)
        elif entry.is_file():
            yield path, "" if _kind(path) else _suffix(path) or "without a suffix"
        elif entry.is_dir():  # could lead round in a circle
            yield path, "link to a folder"
        else:
            yield path, "broken link" if entry.is_symlink() else "not a regular file"


def _kind(path: Path) -> Kind | None:
    suffix = _suffix(path)
    if suffix in PAGES:
        return "page"
    if suffix in PARQUET:
        return "parquet"
    return "lines" if suffix.removesuffix(".gz").removesuffix(".zst") in LINES else None


def _suffix(path: Path) -> str:
    last = path.suffix.lower()
    return Path(path.stem).suffix.lower() + last if last in COMPRESSED else last


def count(source: str | Path, *, exclude: Collection[Path] = ()) -> int | None:
    """Count the articles of *source* without reading them, for a progress bar; None for stdin."""
    if str(source) == STDIN:
        return None
    path = Path(source)
    return sum(map(_count, files(path, exclude=exclude) if path.is_dir() else [path]))


def _count(path: Path) -> int:
    kind = kind_of(path)
    if kind == "page":
        return 1
    if kind == "parquet":
        with open_parquet(path) as table:
            return int(table.metadata.num_rows)
    with open_lines(path) as lines:
        return sum(1 for line in bounded_lines(lines, MAX_LINE) if line.strip())


class Lines(Protocol):
    """What is asked of a file of lines."""

    def readline(self, size: int = -1, /) -> bytes:
        """Return the next line, or *size* bytes of it."""

    def seek(self, offset: int, /) -> int:
        """Go to the byte at *offset*."""


@contextmanager
def open_lines(path: Path) -> Iterator[Lines]:
    """Open a JSONL file for reading, decompressed.

    Raises:
        CorpusError: It cannot be read, or its compressed data is damaged or cut off.
        MissingExtra: It is ``.zst``, and pyarrow is not installed.
    """
    suffix = path.suffix.lower()
    # Not the package zstandard: it takes a file that was cut off for one that ends there.
    arrow = require("pyarrow", extra="parquet") if suffix == ".zst" else None
    try:
        if arrow:
            with (
                arrow.input_stream(str(path), compression="zstd") as raw,
                io.BufferedReader(raw) as f,
            ):
                yield f
        elif suffix == ".gz":
            with gzip.open(path) as unzipped:
                yield unzipped
        else:
            with path.open("rb") as plain:
                yield plain
    except (OSError, EOFError, zlib.error) as error:
        raise CorpusError(
            f"{str(path)!r} cannot be read further: {error}. What was read before is kept. Mend "
            "the file, then continue with --resume."
        ) from error


def bounded_lines(lines: Lines, longest: int, most: int | None = None) -> Iterator[bytes]:
    r"""Yield the lines of the next *most* bytes; one over *longest* is cut to it, its rest skipped.

    >>> list(bounded_lines(io.BytesIO(b"short\nvery long\nend"), 6))
    [b'short\n', b'very l', b'end']
    """
    taken = 0
    while (most is None or taken < most) and (line := lines.readline(longest)):
        rest = line
        taken += len(line)
        while len(rest) == longest and not rest.endswith(b"\n"):
            rest = lines.readline(longest)
            taken += len(rest)
        yield line
