"""Reading examples: JSONL, Parquet, and Hugging Face dataset folders on disk.

The layouts of XL-Sum and CrossSum are known: ``text`` and ``summary``, languages in the file's or
the folder's name ("english-chinese_simplified_test.jsonl").
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from newsum.errors import CorpusError, InputError, require
from newsum.languages import Language
from newsum.languages import language as canonical

_ARTICLE: Final = ("article", "text", "document", "source", "content", "body")
_REFERENCE: Final = ("summary", "reference", "target", "highlights", "abstract", "description")
_PREDICTION: Final = ("prediction", "summary", "text", "output")
_LANGUAGE: Final = ("language", "lang", "target_language")
_SOURCE_LANGUAGE: Final = ("source_language", "source_lang", "article_language")
#: What the corpora call the languages.
_CORPUS_NAMES: Final[dict[str, Language]] = {
    "english": "en",
    "chinese_simplified": "zh",
    "chinese_traditional": "zh-Hant",
}
_NAMED = re.compile("|".join(sorted(_CORPUS_NAMES, key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class Example:
    """An article and the summary it should have."""

    article: str
    reference: str
    language: Language  # of the summary
    source_language: Language
    id: str = ""


def read(path: str | Path, *, limit: int | None = None) -> list[Example]:
    """Read the examples of a file or folder.

    Args:
        path: A ``.jsonl`` or ``.parquet`` file; a folder saved by ``datasets`` (``*.arrow``), or
            one of such folders, of which ``test`` is taken; or a folder of Parquet files.
        limit: At most so many.

    Raises:
        CorpusError: There is nothing to read, or a row has no article or no reference: the
            message names the row and the fields it has.
        MissingExtra: pyarrow is needed: the extra is `parquet`.
    """
    path = Path(path)
    named = [_CORPUS_NAMES[name] for name in _NAMED.findall(str(path.name).lower())]
    rows = _rows(path)
    return [_example(row, number, path, named) for number, row in enumerate(islice(rows, limit), 1)]


def read_predictions(path: str | Path) -> list[str]:
    """Read one summary a line: JSONL with ``prediction``, ``summary`` or ``text``, or plain text.

    Raises:
        CorpusError: It cannot be read, or a row of JSONL has none of those.
    """
    path = Path(path)
    if path.suffix != ".jsonl":
        with _reading(path), path.open(encoding="utf-8", newline="\n") as file:
            # Not splitlines: U+2028 and others stand within a summary, and would shift the rest.
            return [line.rstrip("\r\n") for line in file]
    found = []
    for number, row in enumerate(_lines(path), 1):
        name = next((name for name in _PREDICTION if isinstance(row.get(name), str)), None)
        if name is None:
            raise CorpusError(
                f"{path}, row {number}: none of {', '.join(_PREDICTION)} in {_has(row)}"
            )
        found.append(str(row[name]))
    return found


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    if path.is_dir():
        return _folder(path)
    if not path.exists():
        raise CorpusError(f"There is no file or folder {str(path)!r}")
    if path.suffix == ".parquet":
        return _parquet([path])
    return _lines(path)


@contextmanager
def _reading(path: Path, *more: type[Exception]) -> Iterator[None]:
    """Turn the errors of reading a file, *more* among them, into ours."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise CorpusError(f"{str(path)!r} is not UTF-8 (byte {error.start}).") from error
    except OSError as error:
        raise CorpusError(f"{str(path)!r} cannot be read: {error.strerror or error}.") from error
    except more as error:
        raise CorpusError(f"{str(path)!r} cannot be read: {error}.") from error


def _lines(path: Path) -> Iterator[Mapping[str, Any]]:
    with _reading(path), path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise CorpusError(f"{path}, line {number} is not JSON: {error}") from error
            if not isinstance(row, dict):
                raise CorpusError(f"{path}, line {number} is not a JSON object")
            yield row


def _folder(path: Path) -> Iterator[Mapping[str, Any]]:
    for split in ("", "test", "validation", "train"):
        folder = path / split
        if arrows := sorted(folder.glob("*.arrow")):
            return _arrow(arrows)
        if tables := sorted(folder.glob("*.parquet")):
            return _parquet(tables)
    raise CorpusError(
        f"{str(path)!r} holds neither a dataset saved by `datasets` (*.arrow) nor Parquet files"
    )


def _arrow(paths: Iterable[Path]) -> Iterator[Mapping[str, Any]]:
    ipc = require("pyarrow.ipc", extra="parquet")
    damaged = require("pyarrow", extra="parquet").ArrowException
    for path in paths:
        with _reading(path, damaged), path.open("rb") as file, ipc.open_stream(file) as reader:
            for batch in reader:
                yield from batch.to_pylist()


def _parquet(paths: Iterable[Path]) -> Iterator[Mapping[str, Any]]:
    parquet = require("pyarrow.parquet", extra="parquet")
    damaged = require("pyarrow", extra="parquet").ArrowException
    for path in paths:
        with _reading(path, damaged), parquet.ParquetFile(path) as file:
            for batch in file.iter_batches():
                yield from batch.to_pylist()


def _example(row: Mapping[str, Any], number: int, path: Path, named: list[Language]) -> Example:
    article = _field(row, _ARTICLE, number, path)
    reference = _field(row, _REFERENCE, number, path)
    target = (
        _language(row, _LANGUAGE)
        or (named[-1] if named else None)
        or _detect(reference, number, path)
    )
    source = (
        _language(row, _SOURCE_LANGUAGE)
        or (named[0] if named else None)
        or _detect(article, number, path)
    )
    return Example(article, reference, target, source, str(row.get("id", number)))


def _field(row: Mapping[str, Any], names: Iterable[str], number: int, path: Path) -> str:
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return value
    raise CorpusError(f"{path}, row {number}: none of {', '.join(names)} in {_has(row)}")


def _has(row: Mapping[str, Any]) -> str:
    return ", ".join(map(str, row)) or "an empty row"


def _language(row: Mapping[str, Any], names: Iterable[str]) -> Language | None:
    value = next((row[name] for name in names if isinstance(row.get(name), str)), None)
    if value is None:
        return None
    return _CORPUS_NAMES.get(value.lower()) or canonical(value)


def _detect(text: str, number: int, path: Path) -> Language:
    from newsum.detect import detect

    try:
        return detect(text).language
    except InputError as error:
        raise CorpusError(
            f"{path}, row {number}: {error} Name the languages in its fields `language` and "
            "`source_language`."
        ) from error
