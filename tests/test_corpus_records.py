from __future__ import annotations

import gzip
import io
import json
import os
import random
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from newsum.corpus import records
from newsum.corpus.files import count
from newsum.corpus.records import Fields, Record, read, read_slice, slices
from newsum.errors import BadRow, CorpusError, NewsumError, OptionError


def zstd(data: bytes) -> bytes:
    return pa.Codec("zstd").compress(data, asbytes=True)  # type: ignore[no-any-return]


def lines(*rows: object) -> bytes:
    return b"".join(
        row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() + b"\n"
        for row in rows
    )


def kinds(found: list[Record]) -> list[tuple[str, str]]:
    return [
        (r.id, type(r.source).__name__ if isinstance(r.source, NewsumError) else str(r.source))
        for r in found
    ]


ROWS: list[dict[str, Any]] = [{"id": "a", "text": "First."}, {"id": 7, "text": "第二篇。"}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("in.jsonl", lines(*ROWS), id="jsonl"),
        pytest.param("in.ndjson", lines(*ROWS), id="ndjson"),
        pytest.param("in.jsonl", lines(*ROWS).rstrip(b"\n"), id="unterminated"),
        pytest.param("in.jsonl", b"\xef\xbb\xbf" + lines(*ROWS), id="byte-order-mark"),
        pytest.param("in.jsonl", lines(ROWS[0], b"\n  \r\n", ROWS[1]), id="blank-lines"),
        pytest.param("in.jsonl", lines(*ROWS).replace(b"\n", b"\r\n"), id="windows-line-ends"),
        pytest.param("in.jsonl.gz", gzip.compress(lines(*ROWS)), id="gz"),
        pytest.param(
            "in.JSONL.GZ", gzip.compress(lines(ROWS[0])) + gzip.compress(lines(ROWS[1])), id="gz-2"
        ),
        pytest.param("in.jsonl.zst", zstd(lines(*ROWS)), id="zst"),
        pytest.param("in.jsonl.zst", zstd(lines(ROWS[0])) + zstd(lines(ROWS[1])), id="zst-frames"),
    ],
)
def test_lines(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert kinds(list(read(path))) == [("a", "First."), ("7", "第二篇。")]
    assert count(path) == 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param(b"{oops}\n", "Line 2 is not JSON", id="malformed"),
        pytest.param(b'{"id": "x", "text": "cut o', "Line 2 is not JSON", id="torn"),
        pytest.param(b"\xff\xfe\x00\n", "Line 2 is not UTF-8", id="utf-16"),
        pytest.param('{"id": "x", "text": "央行"}\n'.encode("gbk"), "gb18030 -t utf-8", id="gbk"),
        pytest.param(b"[1, 2]\n", "Line 2 is not an object", id="array"),
        pytest.param(b"[" * 100_000 + b"\n", "Line 2 is nested too deep", id="deep"),
        pytest.param(b"9" * 5000 + b"\n", "Line 2 is not JSON", id="long-number"),
        pytest.param(b'{"id": "x"}\n', "field 'text' holds nothing", id="no-text"),
        pytest.param(b'{"id": "x", "text": ["a"]}\n', "field 'text' holds list", id="list"),
        pytest.param(b'{"id": {}, "text": "t"}\n', "Line 2 has no id in field 'id'", id="id-type"),
        pytest.param(b'{"id": true, "text": "t"}\n', "Line 2 has no id", id="id-bool"),
        pytest.param(b'{"id": "", "text": "t"}\n', "Line 2 has no id", id="id-empty"),
    ],
)
def test_a_bad_line_is_a_row_with_its_error(tmp_path: Path, line: bytes, message: str) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(lines(ROWS[0], line.rstrip(b"\n") + b"\n", ROWS[1]))
    first, bad, last = read(path)
    assert (first.id, last.id) == ("a", "7")
    assert isinstance(bad.source, BadRow)
    assert message in str(bad.source)
    assert bad.id


def test_a_line_without_end_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MAX_LINE", 1000)
    path = tmp_path / "in.jsonl"
    path.write_bytes(lines(ROWS[0], {"id": "b", "text": "x" * 5000}, ROWS[1]))
    assert kinds(list(read(path))) == [
        ("a", "First."),
        (next(r.id for r in read(path) if isinstance(r.source, BadRow)), "BadRow"),
        ("7", "第二篇。"),
    ]
    assert count(path) == 3


def test_half_a_surrogate_pair_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"id": "\\ud800", "text": "a \\udc00 b"}\n')
    (record,) = read(path)
    assert record == Record("\\ud800", "a ? b")


def test_without_an_id_the_content_names_the_row(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(lines({"text": "Same."}, {"text": "Same."}, {"text": "Other."}))
    one, two, three = (record.id for record in read(path))
    assert one == two != three
    assert len(one) == 32


def test_fields_are_named(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(lines({"url": "u1", "body": "B.", "id": "not me"}, {"body": "No url."}))
    first, second = read(path, Fields("body", "url"))
    assert first == Record("u1", "B.")
    assert isinstance(second.source, BadRow)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param(Fields(), r"in.jsonl has a field 'text'.*body, url.*--text", id="text"),
        pytest.param(Fields("body", "key"), r"a field 'key'.*body, url.*--id", id="id"),
    ],
)
def test_a_misspelled_field_is_said_before_any_work(
    tmp_path: Path, fields: Fields, message: str
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(lines({"url": "u1", "body": "B."}, b"oops\n", {"body": "No url."}))
    with pytest.raises(OptionError, match=message):
        list(read(path, fields))


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    table = pa.table({"key": [1, 2, 3], "content": ["One.", None, "三。"], "more": [0.1, 0.2, 0.3]})
    pq.write_table(table, path)
    first, bad, third = read(path, Fields("content", "key"))
    assert (first, third) == (Record("1", "One."), Record("3", "三。"))
    assert isinstance(bad.source, BadRow)
    assert count(path) == 3
    with pytest.raises(OptionError, match="content, key, more"):
        list(read(path))


def test_a_folder_is_walked_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    for name in ("b/2.html", "b/10.HTM", "a.txt", "c.jpg", ".hidden/x.txt", ".y.txt", "out.jsonl"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "d.jsonl").write_bytes(lines(*ROWS))
    found = list(read(tmp_path, exclude=[tmp_path / "out.jsonl"]))
    assert [record.id for record in found] == ["a.txt", "b/10.HTM", "b/2.html", "a", "7"]
    assert found[0].source == tmp_path / "a.txt"
    assert count(tmp_path, exclude=[tmp_path / "out.jsonl"]) == 5


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines(*ROWS))))
    assert kinds(list(read("-"))) == [("a", "First."), ("7", "第二篇。")]
    assert count("-") is None


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("gone.jsonl", None, "no file or folder", id="gone"),
        pytest.param("in.csv", b"a,b", "no kind newsum reads", id="kind"),
        pytest.param("in.parquet", b"PAR1 not", "cannot be read as Parquet", id="parquet"),
        pytest.param(
            "in.jsonl.gz",
            gzip.compress(lines(*ROWS) * 900)[:-20],
            "cannot be read further",
            id="gz",
        ),
        pytest.param(
            "in.jsonl.zst", zstd(lines(*ROWS) * 900)[:-9], "cannot be read further", id="zst-cut"
        ),
        pytest.param("in.jsonl.gz", lines(*ROWS), "cannot be read further", id="not-gz"),
    ],
)
def test_a_damaged_corpus_is_one_clear_line(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CorpusError, match=message) as error:
        list(read(path))
    assert "\n" not in str(error.value)


def test_what_comes_before_the_damage_is_read(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl.gz"
    whole = lines(*({"id": n, "text": f"{random.Random(n).random()}"} for n in range(60)))
    path.write_bytes(gzip.compress(whole)[:-100])
    found: list[Record] = []
    with pytest.raises(CorpusError, match="before is kept"):
        found.extend(read(path))
    assert len(found) > 30


def test_a_row_on_standard_input_is_read_when_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader) as stdin, os.fdopen(writer, "wb", buffering=0) as other:
        monkeypatch.setattr(sys, "stdin", stdin)
        other.write(lines(ROWS[0]))
        assert next(read("-")).id == "a"


def test_an_empty_folder_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="holds no"):
        list(read(tmp_path))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_slices_read_as_the_whole_does(tmp_path: Path, size: int) -> None:
    rows: list[object] = [{"id": n, "text": f"文{n}" * (n % 5)} for n in range(20)]
    rows[7] = b"not json\n"
    rows[8] = b"\n"
    (tmp_path / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + lines(*rows).rstrip(b"\n"))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines(*ROWS)))
    (tmp_path / "c.html").write_text("<p>page</p>")
    table = pa.table({"text": [f"t{n}" if n % 4 else None for n in range(20)]})
    pq.write_table(table, tmp_path / "d.parquet", row_group_size=3)
    whole = list(read(tmp_path))
    parts = list(slices(tmp_path, size))
    pieced = [record for part in parts for record in read_slice(part, Fields())]
    assert [(r.id, str(r.source)) for r in pieced] == [(r.id, str(r.source)) for r in whole]
    assert len(whole) == 19 + 2 + 1 + 20
    if size == 1:
        assert len(parts) == 20 + 1 + 1 + 7
