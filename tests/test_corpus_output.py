from __future__ import annotations

import json
import multiprocessing
import os
import stat
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from newsum.corpus import tables
from newsum.corpus.disk import replace_file
from newsum.corpus.journal import Journal
from newsum.corpus.output import Done, Output
from newsum.corpus.records import Fields
from newsum.corpus.rows import line_of, read_lines, rows
from newsum.errors import CorpusError, OptionError
from newsum.samples import sample
from newsum.summarizer import Summarizer

FORMATS = pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])


def row(number: int) -> bytes:
    return line_of(f"a{number}", {"language": "zh", "title": f"题{number}"})


def write(path: Path, numbers: range, *, finish: bool = True, **options: Any) -> None:
    with Output(path, signature="s1", **options) as output:
        for number in numbers:
            if not output.done.take(f"a{number}"):
                output.add(row(number))
        output.commit()
        if finish:
            output.finish()


def ids(path: Path) -> list[str]:
    return [str(row["id"]) for row in rows(path)]


NAMES = [f"a{number}" for number in range(6)]


@FORMATS
def test_rows_come_back_as_they_were(tmp_path: Path, name: str) -> None:
    results = [Summarizer(to=code).summarize(sample(code)).to_dict() for code in ("en", "zh")]
    results.append({"error": {"kind": "EmptyArticle", "message": "空的"}})
    results[0]["warnings"] = [{"kind": "mixed", "message": "m", "text": "t", "evidence": "e"}]
    results[0]["removed"] = [{"text": "Advertisement", "reason": "ad"}]
    results[1]["summaries"]["zh-Hant"] = results[1]["summaries"]["zh"]
    with Output(tmp_path / name, signature="s") as output:
        for number, result in enumerate(results):
            output.add(line_of(str(number), result))
        output.finish()
    expected = [{"id": str(number), **result} for number, result in enumerate(results)]
    assert list(rows(tmp_path / name)) == expected
    assert results[0]["summaries"]["en"]["sentences"][0]["evidence"]
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [name, f"{name}.newsum.json"]


def test_no_key_of_a_result_is_unknown_to_parquet() -> None:
    result = Summarizer(to="en").summarize(sample("en")).to_dict()
    assert set(result) | {"id", "error"} == set(tables.schema().names)


@FORMATS
def test_resume_goes_on_where_rows_end(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write(path, range(2))
    write(path, range(4), resume=True, finish=False)
    write(path, range(6), resume=True)
    assert ids(path) == NAMES
    before = path.read_bytes()
    write(path, range(6), resume=True)
    assert path.read_bytes() == before


@FORMATS
def test_what_is_there_is_not_touched(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, range(2))
    with pytest.raises(CorpusError, match=r"is there already.*--resume"):
        write(tmp_path / name, range(2))
    assert ids(tmp_path / name) == NAMES[:2]


@pytest.mark.parametrize("name", ["out.csv", "out", "out.jsonl.gz"])
def test_an_unknown_format_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OptionError, match=r"\.jsonl or \.parquet"):
        Output(tmp_path / name, signature="s1")


@FORMATS
@pytest.mark.parametrize(
    ("signature", "fields", "message"),
    [
        pytest.param("s2", Fields(), "'s1'; this run has 's2'", id="model"),
        pytest.param("s1", Fields("body"), "from the text in field 'text'", id="text"),
        pytest.param("s1", Fields(id="url"), "ids from field None", id="id"),
    ],
)
def test_outputs_are_not_mixed_unless_told(
    tmp_path: Path, name: str, signature: str, fields: Fields, message: str
) -> None:
    path = tmp_path / name
    write(path, range(2))
    with pytest.raises(CorpusError, match=message):
        Output(path, signature=signature, fields=fields, resume=True)
    with Output(path, signature=signature, fields=fields, resume=True, mix=True) as output:
        assert output.rows == 2
    with Output(path, signature=signature, fields=fields, resume=True) as output:
        assert output.rows == 2


def test_a_log_without_rows_can_be_anyones(tmp_path: Path) -> None:
    with Output(tmp_path / "out.jsonl", signature="s1"):
        pass
    with Output(tmp_path / "out.jsonl", signature="s2", resume=True) as output:
        assert output.rows == 0


def tails() -> Iterator[Any]:
    whole = row(3)
    for cut in range(0, len(whole), 7):
        yield pytest.param(whole[:cut], id=f"cut-{cut}")
    yield pytest.param(whole, id="uncommitted")
    yield pytest.param(b"\0" * 4096, id="zeros")
    yield pytest.param("题".encode()[:2], id="half-a-character")


@FORMATS
@pytest.mark.parametrize("tail", list(tails()))
def test_a_torn_tail_is_repaired(tmp_path: Path, name: str, tail: bytes) -> None:
    path = tmp_path / name
    write(path, range(3), finish=False)
    log = tmp_path / f"{name}.newsum.jsonl" if name.endswith("parquet") else path
    with log.open("ab") as file:
        file.write(tail)
    write(path, range(6), resume=True)
    assert ids(path) == NAMES


@pytest.mark.parametrize("cut", [1, 5, len(row(2)), len(row(2)) + 1])
def test_a_log_shorter_than_its_journal_loses_no_row(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "out.jsonl"
    write(path, range(3))
    path.write_bytes(path.read_bytes()[:-cut])
    write(path, range(6), resume=True)
    assert ids(path) == NAMES


def test_a_damaged_row_in_the_middle_is_not_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write(path, range(3))
    path.write_bytes(path.read_bytes().replace(row(1), b"x" * len(row(1)[:-1]) + b"\n"))
    before = path.read_bytes()
    with pytest.raises(CorpusError, match="Line 2 of"):
        write(path, range(6), resume=True)
    assert path.read_bytes() == before


def test_rows_without_a_journal_are_only_gone_on_with_when_told(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(row(0) + row(1) + row(2)[:20])
    with pytest.raises(CorpusError, match="no journal"):
        write(path, range(6), resume=True)
    write(path, range(6), resume=True, mix=True)
    assert ids(path) == NAMES


@pytest.mark.parametrize("content", [b'{"text": "mine"}\n', b"\0" * 99, b'{"id": 1}'])
def test_a_file_of_someone_else_is_not_cut_off(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(content)
    with pytest.raises(CorpusError, match="no row that newsum wrote"):
        write(path, range(3), resume=True, mix=True)
    assert path.read_bytes() == content


def test_a_table_of_someone_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    pq.write_table(pa.table({"id": ["a"], "mine": [1]}), path)
    before = path.read_bytes()
    with pytest.raises(CorpusError, match="columns such as 'mine'"):
        write(path, range(3), resume=True, mix=True)
    path.write_bytes(before[:-9])
    with pytest.raises(CorpusError, match="cannot be read as Parquet"):
        write(path, range(3), resume=True, mix=True)
    assert path.read_bytes() == before[:-9]


def test_a_damaged_journal_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write(path, range(3))
    (tmp_path / "out.jsonl.newsum.json").write_text("{")
    with pytest.raises(CorpusError, match=r"journal.*cannot be read.*--mix"):
        write(path, range(3), resume=True)


def test_killed_between_the_parquet_file_and_its_journal(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    journal, log = tmp_path / "out.parquet.newsum.json", tmp_path / "out.parquet.newsum.jsonl"
    write(path, range(3), finish=False)
    kept = journal.read_bytes(), log.read_bytes()
    write(path, range(3), resume=True)
    journal.write_bytes(kept[0])
    log.write_bytes(kept[1])
    write(path, range(6), resume=True)
    assert ids(path) == NAMES


def test_a_parquet_file_that_something_else_changed_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    write(path, range(3))
    tables.write_table(path, [{"id": "stranger"}])
    with pytest.raises(CorpusError, match="has 1 rows where its journal says 3"):
        write(path, range(6), resume=True)


def _hold(path: str, held: Any, go: Any) -> None:
    with Output(path, signature="s1", resume=True):
        held.set()
        go.wait(30)


@FORMATS
def test_two_runs_do_not_write_one_output(tmp_path: Path, name: str) -> None:
    context = multiprocessing.get_context("spawn")
    held, go = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(str(tmp_path / name), held, go))
    other.start()
    try:
        assert held.wait(30)
        with pytest.raises(CorpusError, match="Another run is writing"):
            write(tmp_path / name, range(3), resume=True)
    finally:
        go.set()
        other.join()
    write(tmp_path / name, range(6), resume=True)
    assert ids(tmp_path / name) == NAMES


FILL = """
import resource, sys
from newsum.corpus.output import Output
from newsum.corpus.rows import line_of
from newsum.errors import CorpusError
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
with Output(sys.argv[1], signature="s1") as output:
    try:
        for number in range(1000):
            output.add(line_of(f"a{number}", {"title": "x" * 500}))
            if number % 10 == 9:
                output.commit()
        output.finish()
    except CorpusError as error:
        print(error)
"""


@FORMATS
def test_a_full_disk_is_one_clear_line_and_resumable(tmp_path: Path, name: str) -> None:
    """A limit on the size of files is to a process what a full disk is."""
    path = tmp_path / name
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    assert "File too large. 30 rows are safe. Make room, then" in done.stdout
    assert "--resume" in done.stdout
    log = path if name == "out.jsonl" else tmp_path / f"{name}.newsum.jsonl"
    assert [r["id"] for r in read_lines(log)] == [f"a{n}" for n in range(30)]
    write(path, range(40), resume=True)
    assert ids(path) == [f"a{number}" for number in range(40)]


def test_what_is_put_on_the_disk_is_open_for_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows fsyncs nothing else."""
    asked: list[int] = []

    def fsync(descriptor: int) -> None:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            os.write(descriptor, b"")
            asked.append(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    replace_file(tmp_path / "a", b"whole")
    assert (tmp_path / "a").read_bytes() == b"whole"
    assert len(asked) == 1


def test_done_counts_each_id_as_often_as_it_has_a_row() -> None:
    done = Done(["a", "b", "a"])
    assert [done.take(name) for name in ("a", "c", "a", "a", "b", "b")] == [
        True, False, True, False, True, False,
    ]  # fmt: skip
    assert not Done().take("a")


def test_done_stays_small() -> None:
    tracemalloc.start()
    try:
        done = Done(f"https://example.org/{number}" for number in range(100_000))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(done) == 100_000
    assert peak < 6_000_000  # 60 bytes an id while it is built; a set of the ids takes 180


def test_journal_is_readable(tmp_path: Path) -> None:
    write(tmp_path / "out.jsonl", range(3))
    journal = json.loads((tmp_path / "out.jsonl.newsum.json").read_bytes())
    assert journal["signature"] == "s1"
    assert journal["rows"] == 3
    assert Journal.read(tmp_path / "gone") is None


def test_a_folder_of_parts_reads_as_one(tmp_path: Path) -> None:
    folder = tmp_path / "out.jsonl"
    folder.mkdir()
    for number in (1, 0):
        (folder / f"part-00000{number}.jsonl").write_bytes(row(number))
    (folder / "_newsum.json").write_text("{}")
    assert ids(folder) == NAMES[:2]


def test_half_a_surrogate_pair_does_not_end_a_run(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_bytes(line_of("a", {"title": "\ud800"}))
    assert ids(tmp_path / "out.jsonl") == ["a"]


@pytest.mark.parametrize("content", [b"{}\n", b'{"id": 1}\n', b"\xff\n"])
def test_reading_says_where_an_output_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "out.jsonl").write_bytes(row(0) + content)
    with pytest.raises(CorpusError, match="Line 2 of"):
        list(rows(tmp_path / "out.jsonl"))
    with pytest.raises(CorpusError, match="no output"):
        list(rows(tmp_path / "gone.jsonl"))
