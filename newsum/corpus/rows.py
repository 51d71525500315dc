"""The rows of an output: as lines of JSON, and read back from whatever format they are in.

A row is the object that ``newsum --json`` prints, with the article's ``id`` first, and without its
``text`` unless that was asked for. A failed article's has ``error`` instead: its ``kind`` and
``message``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from newsum.corpus import tables
from newsum.corpus.files import LINES, PARQUET
from newsum.errors import CorpusError, OptionError, require

Format: TypeAlias = Literal["lines", "parquet"]

_START: Final = b'{"id": '
#: What follows the id of a failure.
_ERROR: Final = ', "error": '


def check_format(path: Path) -> Format:
    """Return "lines" or "parquet", by the name of an output.

    Raises:
        OptionError: Its name ends in neither.
        MissingExtra: It is Parquet, and pyarrow is not installed.
    """
    suffix = path.suffix.lower()
    if suffix in LINES:
        return "lines"
    if suffix in PARQUET:
        require("pyarrow", extra="parquet")
        return "parquet"
    raise OptionError(
        f"The output {str(path)!r} must end in .jsonl or .parquet: that says what to write."
    )


def sound_rows(path: Path, most: int) -> Iterator[tuple[str, int]]:
    """Yield the id of each row in the first *most* bytes of a log, and the offset behind the row.

    A last row that was torn is left out.

    Raises:
        CorpusError: A row before the last is damaged.
    """
    end = 0
    torn = False
    with path.open("rb") as log:
        for number, line in enumerate(log, start=1):
            if end + len(line) > most:
                return
            if torn:
                raise CorpusError(
                    f"Line {number - 1} of {str(path)!r} is not a row that newsum wrote. Mend it "
                    "or write to another file."
                )
            name = row_id(line)
            if name is None:
                torn = True
                continue
            end += len(line)
            yield name, end


_decoder: Final = json.JSONDecoder()


def row_id(line: bytes) -> str | None:
    """Return the id of the row in *line*, or None where that is not a whole row."""
    row = _split(line)
    return row[0] if row else None


def failed_id(line: bytes) -> str | None:
    """Return the id of the row in *line* where that is a failure's, else None."""
    row = _split(line)
    return row[0] if row and row[1].startswith(_ERROR) else None


def renamed(line: bytes, name: str) -> bytes:
    r"""Return the row in *line* under another id.

    >>> renamed(b'{"id": "a", "error": {}}\n', "b")
    b'{"id": "b", "error": {}}\n'
    """
    row = _split(line)
    rest = row[1] if row else "}\n"
    return _START + json.dumps(name).encode() + rest.encode()


def _split(line: bytes) -> tuple[str, str] | None:
    """Return the id of a row and the text behind it; None where *line* is not a whole row."""
    if not line.startswith(_START) or not line.endswith(b"}\n"):
        return None
    try:
        # The id comes first: the rest, a hundred times as long, need not be parsed.
        text = line.decode()
        name, end = _decoder.raw_decode(text, len(_START))
    except ValueError:
        return None
    return (name, text[end:]) if isinstance(name, str) else None


def line_of(name: str, row: dict[str, Any]) -> bytes:
    """Return *row* under *name* as a line of JSON, Chinese readable."""
    whole = {"id": name, **row}
    try:
        return json.dumps(whole, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair: legal JSON when escaped
        return json.dumps(whole).encode() + b"\n"


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSONL file that newsum wrote.

    Raises:
        CorpusError: A line is not a row.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if row_id(line) is None:
                raise CorpusError(f"Line {number} of {str(path)!r} is not a row that newsum wrote.")
            yield json.loads(line)


def rows(path: str | Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of an output, whatever its format: a file, or a folder of parts.

    Raises:
        CorpusError: There is no such output, or a row of it is damaged.
    """
    place = Path(path)
    if place.is_dir():
        for part in parts(place):
            yield from rows(part)
    elif not place.is_file():
        raise CorpusError(f"There is no output {str(place)!r}.")
    elif check_format(place) == "parquet":
        yield from tables.read_table(place)
    else:
        yield from read_lines(place)


def failures(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield the id of each row of a file, and whether it is a failure."""
    if check_format(path) == "parquet":
        yield from tables.read_failures(path)
        return
    with path.open("rb") as lines:
        for line in lines:
            yield row_id(line) or "", failed_id(line) is not None


def parts(folder: Path) -> list[Path]:
    """Return the parts of an output that is a folder, in their order."""
    return sorted(p for p in folder.glob("part-*") if p.suffix in LINES + PARQUET)
