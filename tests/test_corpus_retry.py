"""Failed articles are tried again, and nothing is lost whenever that is stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from corpora import Patchy, article, write_jsonl

from newsum.corpus import Record, rows, run
from newsum.corpus.output import own_files
from newsum.errors import CorpusError
from newsum.summarizer import Summarizer

MAKE = partial(Summarizer, "builtin")
PATCHY = partial(Patchy, "builtin")
FORMATS = pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])


def by_hand(count: int) -> list[dict[str, object]]:
    summarizer = MAKE()
    return [
        {"id": f"a{n}", **summarizer.summarize(article(n)).to_dict(text=False)}
        for n in range(count)
    ]


def left(out: Path) -> list[str]:
    return sorted(path.name for path in own_files(out) if path.exists())


@FORMATS
@pytest.mark.parametrize("workers", [1, 2])
def test_failed_rows_are_replaced_in_their_place(tmp_path: Path, name: str, workers: int) -> None:
    source, out = write_jsonl(tmp_path / "in.jsonl", 20), tmp_path / name
    assert run(source, out, PATCHY, workers=workers, batch=4).failed == {"FetchError": 7}
    assert [n for n, row in enumerate(rows(out)) if "error" in row] == list(range(0, 20, 3))
    assert run(source, out, MAKE, resume=True).skipped == 20  # does not try them again
    write_jsonl(source, 23)
    report = run(source, out, MAKE, workers=workers, batch=4, retry_failed=True)
    assert (report.done, report.retried, report.skipped, report.failed) == (10, 7, 13, {})
    assert "10 summarized, 7 of them tried again, 13 done before" in str(report)
    assert list(rows(out)) == by_hand(23)
    assert left(out) == sorted([name, f"{name}.newsum.json"])
    before = out.read_bytes()
    assert run(source, out, MAKE, retry_failed=True).skipped == 23
    assert run(source, out, MAKE, resume=True).skipped == 23
    assert out.read_bytes() == before
    with pytest.raises(CorpusError, match="is there already"):
        run(source, out, MAKE)


@FORMATS
def test_what_fails_again_is_a_failure_again(tmp_path: Path, name: str) -> None:
    source, out = write_jsonl(tmp_path / "in.jsonl", 5), tmp_path / name
    with source.open("ab") as file:
        file.write(b"{oops\n")
    run(source, out, PATCHY)
    again = run(source, out, PATCHY, retry_failed=True)
    assert (again.done, again.failed) == (0, {"FetchError": 2, "BadRow": 1})
    assert ["error" in row for row in rows(out)] == [True, False, False, True, False, True]
    last = run(source, out, MAKE, retry_failed=True)
    assert (last.done, last.retried, last.failed) == (2, 3, {"BadRow": 1})
    assert list(rows(out))[:5] == by_hand(5)


@FORMATS
def test_articles_of_one_id_keep_their_places(tmp_path: Path, name: str) -> None:
    records = [Record("same", article(n)) for n in (1, 0, 2, 3)]
    run(records, tmp_path / name, PATCHY)
    run(records, tmp_path / name, MAKE, retry_failed=True)
    expected = [MAKE().summarize(article(n)).to_dict(text=False) for n in (1, 0, 2, 3)]
    assert list(rows(tmp_path / name)) == [{"id": "same", **row} for row in expected]


def test_new_rows_are_not_mixed_unless_told(tmp_path: Path) -> None:
    source, out = write_jsonl(tmp_path / "in.jsonl", 4), tmp_path / "out.jsonl"
    run(source, out, PATCHY)
    other = partial(Summarizer, "builtin", sentences=1)
    with pytest.raises(CorpusError, match=r"sentences:3.*sentences:1.*--mix"):
        run(source, out, other, retry_failed=True)
    run(source, out, other, retry_failed=True, mix=True)
    lengths = [
        len(row["summaries"]["zh" if n % 2 else "en"]["sentences"])
        for n, row in enumerate(rows(out))
    ]
    assert lengths == [1, 3, 3, 1]


KILLED = """
import sys
from functools import partial
from corpora import Slow
from newsum.corpus import run
if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], partial(Slow, "builtin"), workers=int(sys.argv[3]), batch=4,
        retry_failed=True)
"""


@pytest.mark.parametrize(
    ("name", "workers"), [("out.jsonl", 1), ("out.jsonl", 2), ("out.parquet", 1)]
)
def test_a_kill_loses_neither_old_rows_nor_new(tmp_path: Path, name: str, workers: int) -> None:
    source, out = write_jsonl(tmp_path / "in.jsonl", 600), tmp_path / name
    run(source, out, PATCHY)
    before = list(rows(out))
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    paths = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    process = subprocess.Popen(
        [sys.executable, str(script), str(source), str(out), str(workers)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
    )
    journal = tmp_path / f"{name}.newsum.retry.jsonl.newsum.json"
    deadline = time.monotonic() + 60
    while not (journal.exists() and json.loads(journal.read_bytes())["rows"]):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert list(rows(out)) == before
    report = run(source, out, MAKE, retry_failed=True)
    assert 0 < report.retried < 200
    assert report.retried + report.skipped == 600
    assert list(rows(out)) == by_hand(600)
    assert left(out) == sorted([name, f"{name}.newsum.json"])


CRASHES = """
import os, shutil, sys
from pathlib import Path
from newsum.corpus.output import Output
from newsum.corpus.records import Fields
from newsum.corpus.retry import Retry
from newsum.corpus.rows import line_of, rows

base, name = Path(sys.argv[1]), sys.argv[2]
FAILED = (0, 2, 3)
HOW = {"signature": "s", "fields": Fields(), "mix": False}

def begin(folder):
    folder.mkdir()
    with Output(folder / name, signature="s") as output:
        for n in range(5):
            row = {"error": {"kind": "K", "message": "m" * 50}} if n in FAILED else {"title": f"old{n}"}
            output.add(line_of(f"a{n}", row))
        output.finish()

def again(folder, longer):
    with Output(folder / name, resume=True, **HOW) as output:
        retry = Retry(output, **HOW)
        for n in FAILED:
            if place := retry.take(f"a{n}"):
                retry.add(place, line_of(f"a{n}", {"title": f"new{n}" + "x" * longer}))
                retry.commit()
        output.finish()
        retry.finish()

def dying_at(number):
    # Ends the process, as a kill does, before one of the steps that touch the disk.
    left = number
    def step(call):
        def instead(*args, **kwargs):
            nonlocal left
            left -= 1
            if left < 0:
                os._exit(9)
            return call(*args, **kwargs)
        return instead
    for owner, each in ((os, "fsync"), (Path, "replace"), (Path, "unlink")):
        setattr(owner, each, step(getattr(owner, each)))

points = 0
for longer in (0, 200):  # the new file is shorter than the old, and longer
    expected = [f"new{n}" + "x" * longer if n in FAILED else f"old{n}" for n in range(5)]
    for number in range(1000):
        folder = base / f"{longer}-{number}"
        begin(folder)
        child = os.fork()
        if not child:
            dying_at(number)
            again(folder, longer)
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        titles = [row.get("title") for row in rows(folder / name)]
        assert len(titles) == 5 and titles[1::3] == ["old1", "old4"], (number, titles)
        again(folder, longer)
        assert [row.get("title") for row in rows(folder / name)] == expected, number
        left = {each.name for each in folder.iterdir()}
        assert left - {name + ".tmp"} == {name, name + ".newsum.json"}, (number, left)
        shutil.rmtree(folder)
        if not ended:
            break
        points += 1
print(points)
"""


@FORMATS
def test_it_may_be_killed_at_any_step(tmp_path: Path, name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASHES, str(tmp_path), name],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 30


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from newsum.__main__ import main

    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": "a0", "text": " "}) + "\n")
    command = ["batch", str(source), "-o", str(out), "--no-cache"]
    assert main(command) == 1
    write_jsonl(source, 1)
    assert main([*command, "--resume"]) == 0
    assert "error" in next(rows(out))
    capsys.readouterr()
    assert main([*command, "--retry-failed"]) == 0
    assert "1 summarized, 1 of them tried again" in capsys.readouterr().err
    assert list(rows(out)) == by_hand(1)
