"""Rows as Arrow tables, for Parquet: one schema for every run, so that files can be put together.

A row that JSON leaves a key out of (a failure has no summaries, a result no error) has null there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from newsum.errors import CorpusError, require
from newsum.languages import LANGUAGES

#: Rows in a row group: some megabytes, so that reading and writing keep memory flat.
GROUP: Final = 1000


@cache
def schema() -> Any:
    """Return the schema of a table of rows: the keys of `Result.to_dict`, ``id`` and ``error``."""
    arrow = require("pyarrow", extra="parquet")
    text, whole = arrow.string(), arrow.int64()
    finding = arrow.struct({"kind": text, "message": text, "text": text, "evidence": text})
    evidence = arrow.struct({"start": whole, "end": whole, "text": text, "score": arrow.float64()})
    sentence = arrow.struct(
        {"text": text, "evidence": arrow.list_(evidence), "warnings": arrow.list_(finding)}
    )
    summary = arrow.struct({"text": text, "style": text, "sentences": arrow.list_(sentence)})
    return arrow.schema(
        {
            "id": text,
            "language": text,
            "title": text,
            "model": text,
            "signature": text,
            "summaries": arrow.struct(dict.fromkeys(LANGUAGES, summary)),
            "warnings": arrow.list_(finding),
            **dict.fromkeys(("byline", "date", "site", "url", "text"), text),
            "captions": arrow.list_(text),
            "removed": arrow.list_(arrow.struct({"text": text, "reason": text})),
            "error": arrow.struct({"kind": text, "message": text}),
        }
    )


def to_table(rows: Sequence[dict[str, Any]]) -> Any:
    """Return *rows* as a `pyarrow.Table` of `schema`."""
    arrow = require("pyarrow", extra="parquet")
    return arrow.Table.from_pylist(list(rows), schema=schema())


def from_table(table: Any) -> list[dict[str, Any]]:
    """Return the rows of a table or record batch of `schema`, as they were before `to_table`."""
    return [_without_nulls(row) for row in table.to_pylist()]


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(held) for key, held in value.items() if held is not None}
    if isinstance(value, list):
        return [_without_nulls(held) for held in value]
    return value


@contextmanager
def open_parquet(path: Path) -> Iterator[Any]:
    """Open a Parquet file as a `pyarrow.parquet.ParquetFile`.

    Raises:
        CorpusError: It cannot be read or is damaged.
        MissingExtra: pyarrow is not installed.
    """
    arrow = require("pyarrow", extra="parquet")
    parquet = require("pyarrow.parquet", extra="parquet")
    try:
        with parquet.ParquetFile(path) as file:
            yield file
    except (OSError, arrow.ArrowException) as error:
        raise CorpusError(f"{str(path)!r} cannot be read as Parquet: {error}.") from error


def read_table(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a Parquet file.

    Raises:
        CorpusError: It is damaged or not Parquet.
    """
    with open_parquet(path) as file:
        for batch in file.iter_batches(batch_size=GROUP):
            yield from from_table(batch)


def read_ids(path: Path) -> Iterator[str]:
    """Yield the ids of a Parquet file's rows, and read nothing else."""
    with open_parquet(path) as file:
        for batch in file.iter_batches(columns=["id"]):
            yield from batch.column(0).to_pylist()


def read_failures(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield the id of each row of a Parquet file, and whether it is a failure."""
    with open_parquet(path) as file:
        for batch in file.iter_batches(columns=["id", "error"]):
            names, errors = (batch.column(name) for name in ("id", "error"))
            yield from zip(names.to_pylist(), errors.is_valid().to_pylist(), strict=True)


def count_rows(path: Path) -> int:
    """Return how many rows a Parquet file has that newsum wrote.

    Raises:
        CorpusError: It has columns that newsum does not write: they would be lost with the file.
    """
    with open_parquet(path) as file:
        if strange := set(file.schema_arrow.names) - set(schema().names):
            raise CorpusError(
                f"{str(path)!r} was not written by newsum: it has columns such as "
                f"{min(strange)!r}. Write to another file."
            )
        return int(file.metadata.num_rows)


def write_table(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write *rows* as a Parquet file, a group at a time."""
    parquet = require("pyarrow.parquet", extra="parquet")
    remaining = iter(rows)
    with parquet.ParquetWriter(path, schema(), compression="zstd") as writer:
        while group := list(islice(remaining, GROUP)):
            writer.write_table(to_table(group))
