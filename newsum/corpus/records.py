"""Reading a corpus, lazily and in order: JSONL, Parquet, folders of pages or of both, stdin.

A row that holds no article is a `Record` too: its source is the error that says why. Reading goes
on after it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias

from newsum.corpus.files import (
    COMPRESSED,
    MAX_LINE,
    STDIN,
    Lines,
    bounded_lines,
    files,
    kind_of,
    open_lines,
)
from newsum.corpus.tables import open_parquet
from newsum.errors import BadRow, NewsumError, OptionError
from newsum.result_cache import content_hash
from newsum.source import Source

#: The field of an article's id, when none is named.
ID: Final = "id"

#: Rows that are looked at before a missing field is said to be the caller's mistake, not a row's.
_HEAD: Final = 100
_PARQUET_BATCH: Final = 64


@dataclass(frozen=True, slots=True)
class Record:
    """An article of a corpus under the name its row will have, or why there is none."""

    id: str
    source: Source | NewsumError


@dataclass(frozen=True, slots=True)
class Fields:
    """Where the fields of a row are: names of JSON keys or of Parquet columns.

    Args:
        text: The field with the article: text or HTML.
        id: The field with its name. None takes ``id`` where a row has one, else the hash of its
            content.
    """

    text: str = "text"
    id: str | None = None


DEFAULT_FIELDS: Final = Fields()


def read(
    source: str | Path,
    fields: Fields = DEFAULT_FIELDS,
    *,
    exclude: Collection[Path] = (),
) -> Iterator[Record]:
    """Yield the articles of *source* lazily, in an order that is the same every time.

    Args:
        source: A ``.jsonl`` or ``.ndjson`` file (``.gz`` or ``.zst`` too), a ``.parquet`` file, a
            page (``.html``, ``.txt``), a folder of any of them (walked in sorted order; a page's
            id is its path in the folder), or "-" for JSONL on standard input.
        fields: Where a row's text and id are.
        exclude: Files in the folder that are not part of the corpus, such as the output.

    Raises:
        CorpusError: There is no such file, it is damaged, or the folder has nothing to read.
        OptionError: No row has the field that should hold the text.
        MissingExtra: Parquet or ``.zst``, and pyarrow is not installed.
    """
    if str(source) == STDIN:
        yield from _json_records(sys.stdin.buffer, fields, 1, None, check="standard input")
        return
    path = Path(source)
    for number, (file, name) in enumerate(_named(path, exclude)):
        # Only the first file: in a later one a missing field is its rows' mistake.
        yield from read_slice(Slice(file, name), fields, check=number == 0)


def _named(path: Path, exclude: Collection[Path]) -> Iterator[tuple[Path, str]]:
    if not path.is_dir():
        yield path, path.name
        return
    for file in files(path, exclude=exclude):
        yield file, file.relative_to(path).as_posix()


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of a file, to be read by itself.

    Args:
        path: The file.
        name: The id of its article, if it is a page.
        start: Where the stretch begins: a byte of a JSONL file, a row group of a Parquet file.
        stop: Where it ends; None is the end of the file.
        first: The number of its first line or row in the file.
    """

    path: Path
    name: str
    start: int = 0
    stop: int | None = None
    first: int = 1


def read_slice(part: Slice, fields: Fields, *, check: bool = False) -> Iterator[Record]:
    """Yield the articles of a stretch of a file.

    Raises:
        CorpusError: The file cannot be read.
        OptionError: *check* is on, and none of its first rows has the field of the text.
    """
    kind = kind_of(part.path)
    if kind == "page":
        yield Record(_clean_id(part.name), part.path)
    elif kind == "parquet":
        yield from _parquet_records(part, fields, check=check)
    else:
        with open_lines(part.path) as lines:
            if part.start:
                lines.seek(part.start)
            most = None if part.stop is None else part.stop - part.start
            place = str(part.path) if check else ""
            yield from _json_records(lines, fields, part.first, most, check=place)


def slices(source: str | Path, size: int, *, exclude: Collection[Path] = ()) -> Iterator[Slice]:
    """Cut *source* into stretches of about *size* rows, for readers side by side.

    A page is a stretch, a compressed file too: it can only be read from its beginning. A stretch
    of a Parquet file is whole row groups.
    """
    for file, name in _named(Path(source), exclude):
        kind = kind_of(file)
        if kind == "parquet":
            yield from _row_groups(file, name, size)
        elif kind == "lines" and file.suffix.lower() not in COMPRESSED:
            yield from _line_runs(file, name, size)
        else:
            yield Slice(file, name)


def _row_groups(path: Path, name: str, size: int) -> Iterator[Slice]:
    with open_parquet(path) as table:
        rows = [table.metadata.row_group(n).num_rows for n in range(table.num_row_groups)]
    start, first, held = 0, 1, 0
    for group, more in enumerate(rows, start=1):
        held += more
        if held >= size or group == len(rows):
            yield Slice(path, name, start, group, first)
            start, first, held = group, first + held, 0


def _line_runs(path: Path, name: str, size: int) -> Iterator[Slice]:
    start, first, end, number = 0, 1, 0, 0
    with open_lines(path) as lines:
        # Lines longer than MAX_LINE are cut up here, and put together by whoever reads them.
        while line := lines.readline(MAX_LINE):
            end += len(line)
            number += line.endswith(b"\n")
            if line.endswith(b"\n") and number - first + 1 >= size:
                yield Slice(path, name, start, end, first)
                start, first = end, number + 1
    if end > start:
        yield Slice(path, name, start, end, first)


# JSONL

#: A line's number, the line, and its value or the error in its place.
_Row: TypeAlias = tuple[int, bytes, Any]


def _json_records(
    lines: Lines, fields: Fields, first: int, most: int | None, *, check: str = ""
) -> Iterator[Record]:
    """Yield the articles of the next *most* bytes; *check* says what they are, in an error."""
    rows = _rows(lines, first, most)
    for number, line, row in _checked(rows, check, fields) if check else rows:
        yield record_of(row, line, f"Line {number}", fields)


def _checked(rows: Iterator[_Row], place: str, fields: Fields) -> Iterator[_Row]:
    """Yield *rows*, from when each field that was named has been seen in one of them."""
    held: list[_Row] = []
    names: set[str] = set()
    for found in islice(rows, _HEAD):
        held.append(found)
        if isinstance(found[2], dict):
            names |= found[2].keys()
        if fields.text in names and fields.id in names | {None}:
            break
    _check_fields(names, place, fields)
    yield from held
    yield from rows


def _rows(lines: Lines, first: int, most: int | None) -> Iterator[_Row]:
    """Yield the rows of the next *most* bytes, from line *first*; a blank line is none."""
    for number, line in enumerate(bounded_lines(lines, MAX_LINE, most), start=first):
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if len(line) >= MAX_LINE:
            yield number, line, BadRow(f"Line {number} is over {MAX_LINE:,} bytes.")
        elif line.strip():
            yield number, line, parse(line, number)


def parse(line: bytes, number: int) -> Any:
    """Return the JSON value of *line*, or the `BadRow` that says what is wrong with it."""
    try:
        return json.loads(line.decode())
    except RecursionError:
        return BadRow(f"Line {number} is nested too deep to be a row.")
    except UnicodeDecodeError as error:
        return BadRow(
            f"Line {number} is not UTF-8, as JSON is (byte {error.start}). Convert the file, for "
            "instance with: iconv -f gb18030 -t utf-8"
        )
    except ValueError as error:
        return BadRow(f"Line {number} is not JSON: {error}. A row is one JSON object on one line.")


def _check_fields(names: Collection[str], place: str, fields: Fields) -> None:
    """Raise an error where no row has a field that was named: it is misspelled."""
    for field, holds, option in ((fields.text, "text", "--text"), (fields.id, "id", "--id")):
        if names and field is not None and field not in names:
            raise OptionError(
                f"No row of {place} has a field {field!r} for the article's {holds}. Its fields: "
                f"{', '.join(sorted(names))}. Name the right one with {option}."
            )


def record_of(row: Any, line: bytes, where: str, fields: Fields) -> Record:
    """Return the article in a row, or the record that says why there is none.

    Args:
        row: What the row holds: an object with fields, or the error that it could not be read for.
        line: The row as it stands, whose hash names an article without an id.
        where: What an error calls the row: "Line 7".
        fields: Where its text and id are.
    """
    if isinstance(row, BadRow):
        return Record(content_hash(line), row)
    if not isinstance(row, dict):
        why = f'{where} is not an object with fields, such as {{"text": "…"}}.'
        return Record(content_hash(line), BadRow(why))
    text = row.get(fields.text)
    if isinstance(text, str):
        # Half of a surrogate pair is legal in JSON, but is not text, and UTF-8 cannot hold it.
        text = text.encode("utf-8", "replace").decode()
    name = _name(row, text if isinstance(text, str | bytes) else line, fields)
    if isinstance(name, BadRow):
        return Record(content_hash(line), BadRow(f"{where} {name}"))
    if not isinstance(text, str | bytes):
        held = type(text).__name__ if fields.text in row else "nothing"
        return Record(name, BadRow(f"{where}: field {fields.text!r} holds {held}, not text."))
    return Record(name, text)


def _name(row: dict[str, Any], content: str | bytes, fields: Fields) -> str | BadRow:
    value = row.get(ID if fields.id is None else fields.id)
    if isinstance(value, str) and value:
        return _clean_id(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if fields.id is None and value is None:
        return content_hash(content)
    return BadRow(f"has no id in field {fields.id or ID!r}: {value!r}.")


def _clean_id(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()


# Parquet


def _parquet_records(part: Slice, fields: Fields, *, check: bool) -> Iterator[Record]:
    with open_parquet(part.path) as table:
        names = table.schema_arrow.names
        if check:
            _check_fields(names, str(part.path), fields)
        wanted = [name for name in dict.fromkeys((fields.text, fields.id or ID)) if name in names]
        groups = range(part.start, table.num_row_groups if part.stop is None else part.stop)
        batches = table.iter_batches(
            batch_size=_PARQUET_BATCH, row_groups=list(groups), columns=wanted or names[:1]
        )
        rows = (row for batch in batches for row in batch.to_pylist())
        for number, row in enumerate(rows, start=part.first):
            line = repr(row).encode("utf-8", "backslashreplace")
            yield record_of(row, line, f"Row {number} of {part.path.name}", fields)
