from __future__ import annotations

import io
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import nbformat
import pytest
from corpora import Deadly, article, page, write_jsonl
from fakes import Fake
from nbclient import NotebookClient

from newsum import fetch
from newsum.corpus import Record, Report, rows, run
from newsum.corpus import workers as workers_of
from newsum.corpus.engines import Local
from newsum.corpus.progress import Lines, duration, on_stderr
from newsum.corpus.workers import Workers
from newsum.errors import BadRow, CorpusError, OptionError, UnknownModel, WorkerDied
from newsum.fetch import Page
from newsum.result import Result
from newsum.summarizer import Summarizer

MAKE = partial(Summarizer, "builtin")
DEADLY = partial(Deadly, "builtin")

BOTH_WAYS = pytest.mark.parametrize("workers", [1, 2])


def by_hand(count: int) -> list[dict[str, object]]:
    summarizer = MAKE()
    return [
        {"id": f"a{n}", **summarizer.summarize(article(n)).to_dict(text=False)}
        for n in range(count)
    ]


@BOTH_WAYS
@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_one_row_an_article_in_order(tmp_path: Path, workers: int, name: str) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", 41)
    report = run(source, tmp_path / name, MAKE, workers=workers, batch=4)
    assert list(rows(tmp_path / name)) == by_hand(41)
    assert (report.done, report.failed, report.skipped) == (41, {}, 0)
    assert report.rate > 0


@BOTH_WAYS
@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_a_row_with_its_text_is_a_whole_result(tmp_path: Path, workers: int, name: str) -> None:
    source, cache = write_jsonl(tmp_path / "in.jsonl", 3), tmp_path / "cache"
    lean = tmp_path / f"lean-{name}"
    run(source, lean, MAKE, workers=workers, cache=cache)
    expected = [MAKE().summarize(article(n)).to_dict() for n in range(3)]
    for whole in (tmp_path / name, tmp_path / f"cached-{name}"):
        run(source, whole, MAKE, workers=workers, cache=cache, with_text=True)
        assert [Result.from_dict(row).to_dict() for row in rows(whole)] == expected
    assert not any("text" in row for row in rows(lean))
    with pytest.raises(CorpusError, match="--mix"):
        run(source, lean, MAKE, resume=True, with_text=True)


@BOTH_WAYS
def test_a_bad_article_is_a_row_with_its_error(tmp_path: Path, workers: int) -> None:
    source = tmp_path / "in.jsonl"
    write_jsonl(source, 3)
    with source.open("ab") as file:
        file.write(b'{"id": "empty", "text": " "}\n{oops\n{"id": "crash", "text": "CRASH"}\n')
        file.write(json.dumps({"id": "last", "text": article(3)}).encode())
    report = run(source, tmp_path / "out.jsonl", DEADLY, workers=workers)
    found = list(rows(tmp_path / "out.jsonl"))
    assert found[:3] == by_hand(3)
    assert [row.get("error", {}).get("kind") for row in found[3:]] == [
        "EmptyArticle", "BadRow", "ZeroDivisionError", None,
    ]  # fmt: skip
    assert found[5]["error"]["message"] == "ZeroDivisionError: an error nobody foresaw"
    assert report.failed == {"EmptyArticle": 1, "BadRow": 1, "ZeroDivisionError": 1}
    assert "4 summarized, 3 failed (EmptyArticle 1, BadRow 1, ZeroDivisionError 1)" in str(report)


def test_pages_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.html").write_text(page(number), encoding="utf-8")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    # The output may lie in the folder, and is no part of it.
    run(folder, folder / "out.jsonl", MAKE)
    run(folder, folder / "out.jsonl", MAKE, resume=True)
    found = list(rows(folder / "out.jsonl"))
    assert [row["id"] for row in found] == ["0.html", "1.html", "2.html", "picture.txt"]
    assert found[3]["error"]["kind"] == "NotText"
    assert found[0]["summaries"]["en"]["text"]


@BOTH_WAYS
def test_resume_skips_what_is_done_and_keeps_the_order(tmp_path: Path, workers: int) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    write_jsonl(source, 10)
    run(source, out, MAKE, workers=workers)
    write_jsonl(source, 25)
    report = run(source, out, MAKE, workers=workers, resume=True)
    assert (report.done, report.skipped) == (15, 10)
    assert list(rows(out)) == by_hand(25)


def test_articles_without_ids_are_skipped_by_content(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    texts = [article(0), article(1), article(0)]
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts[:2]))
    run(source, out, MAKE)
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    report = run(source, out, MAKE, resume=True)
    assert (report.done, report.skipped) == (1, 2)  # the second copy is an article of its own
    assert len(list(rows(out))) == 3


def test_a_changed_model_or_options_refuses_to_mix(tmp_path: Path) -> None:
    source, out = write_jsonl(tmp_path / "in.jsonl", 3), tmp_path / "out.jsonl"
    run(source, out, MAKE)
    write_jsonl(source, 5)
    other = partial(Summarizer, "builtin", sentences=1)
    with pytest.raises(CorpusError, match=r"sentences:3.*sentences:1.*--mix"):
        run(source, out, other, resume=True)
    run(source, out, other, resume=True, mix=True)
    signatures = [str(row["signature"]) for row in rows(out)]
    assert ["sentences:3" in s for s in signatures] == [True, True, True, False, False]


@BOTH_WAYS
def test_the_cache_spares_the_work(tmp_path: Path, workers: int) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", 9)
    cache = tmp_path / "cache"
    first = run(source, tmp_path / "1.jsonl", MAKE, workers=workers, cache=cache)
    second = run(source, tmp_path / "2.jsonl", MAKE, workers=workers, cache=cache)
    other = partial(Summarizer, "builtin", sentences=1)
    third = run(source, tmp_path / "3.jsonl", other, workers=workers, cache=cache)
    assert (first.cached, second.cached, third.cached) == (0, 9, 0)
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


def test_the_library_keeps_no_results_unless_told(tmp_path: Path, home: Path) -> None:
    run(write_jsonl(tmp_path / "in.jsonl", 2), tmp_path / "out.jsonl", MAKE)
    assert not list(home.rglob("cache.db"))


def test_articles_share_the_models_batches(tmp_path: Path) -> None:
    fake = Fake(lambda request: "央行降息。")
    make = partial(Summarizer, fake, to="zh", sentences=1)
    records = (Record(str(n), article(2 * n)) for n in range(10))
    run(records, tmp_path / "out.jsonl", make, batch=4)
    assert [len(call) for call in fake.calls] == [4, 4, 2]


def test_an_address_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://example.org/a"
    for number in (0, 2):
        answer = Page(page(number).encode(), url)
        monkeypatch.setattr(fetch, "fetch", lambda *_, answer=answer, **__: answer)
        out = tmp_path / f"{number}.jsonl"
        report = run([Record("a", url)], out, MAKE, cache=tmp_path / "cache")
        (row,) = rows(out)
        assert (row["title"], report.cached) == (f"Story {number}", 0)


@pytest.mark.parametrize("name", ["in.jsonl", "in.parquet"])
def test_a_corpus_is_not_written_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(CorpusError, match="is the corpus itself"):
        run(tmp_path / name, tmp_path / "." / name, MAKE, resume=True, mix=True)
    assert (tmp_path / name).read_bytes() == b"mine"


def test_a_damaged_corpus_keeps_what_came_before(tmp_path: Path) -> None:
    def records() -> Iterator[Record]:
        yield Record("a0", article(0))
        yield Record("bad", BadRow("no article"))
        raise CorpusError("the rest is damaged")

    with pytest.raises(CorpusError, match="the rest is damaged"):
        run(records(), tmp_path / "out.jsonl", MAKE)
    assert [row["id"] for row in rows(tmp_path / "out.jsonl")] == ["a0", "bad"]


@pytest.mark.parametrize("options", [{"workers": 0}, {"batch": 0}, {"workers": True}])
def test_options_are_checked(tmp_path: Path, options: dict[str, int]) -> None:
    with pytest.raises(OptionError):
        run(tmp_path, tmp_path / "out.jsonl", MAKE, **options)  # type: ignore[arg-type]
    assert not (tmp_path / "out.jsonl").exists()


# Processes


def test_a_killed_worker_loses_only_the_article_that_kills(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    texts = [article(n) for n in range(20)]
    texts[6] = "KILL"
    texts[11] = f"ONCE {tmp_path / 'mark'}"
    records = (Record(f"a{n}", text) for n, text in enumerate(texts))
    with caplog.at_level(logging.WARNING, "newsum"):
        report = run(records, tmp_path / "out.jsonl", DEADLY, workers=2, batch=4)
    found = list(rows(tmp_path / "out.jsonl"))
    assert [row["id"] for row in found] == [f"a{n}" for n in range(20)]
    assert [row["id"] for row in found if "error" in row] == ["a6"]
    assert found[6]["error"]["kind"] == "WorkerDied"
    assert "killed by SIGKILL" in found[6]["error"]["message"]
    assert report.failed == {"WorkerDied": 1}
    assert [r.getMessage().partition("died")[0][:6] for r in caplog.records] == ["Worker"] * 3
    expected = {row["id"]: row for row in by_hand(20)}
    assert all(row == expected[row["id"]] for n, row in enumerate(found) if n not in (6, 11))


def _no_model() -> Summarizer:
    raise UnknownModel("nothing", ["builtin"])


def _dies() -> Summarizer:
    os._exit(3)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        pytest.param(_no_model, CorpusError, "No model or folder is called 'nothing'", id="error"),
        pytest.param(_dies, WorkerDied, "die before they can work: exit code 3", id="death"),
    ],
)
def test_workers_that_cannot_start(make: partial[Summarizer], error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        Workers(make, 2)


@pytest.mark.parametrize(
    ("code", "said"),
    [(-9, "killed by SIGKILL"), (-11, "killed by SIGSEGV"), (1, "exit code 1"), (None, "None")],
)
def test_how_a_worker_died(code: int | None, said: str) -> None:
    assert said in workers_of._death(code)


def test_workers_are_known_where_there_is_no_sigkill() -> None:
    """On Windows the module is imported, and a worker's death told, without that signal."""
    code = (
        "import signal, enum\n"
        "del signal.SIGKILL\n"
        "signal.Signals = enum.IntEnum('Signals', {'SIGINT': 2, 'SIGTERM': 15})\n"
        "from newsum.corpus.workers import _death, _hint\n"
        "print(_death(1), _hint(1)[:9], _death(-15))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "exit code 1 What they killed by SIGTERM\n", done.stderr


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    code = (
        "import os, sys; from functools import partial\n"
        "from newsum.corpus.workers import Workers; from newsum.summarizer import Summarizer\n"
        "if __name__ == '__main__':\n"
        "    w = Workers(partial(Summarizer, 'builtin'), 2)\n"
        "    print(*(each.process.pid for each in w._workers), flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    script = tmp_path / "parent.py"
    script.write_text(code)
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=60
    )
    pids = [int(word) for word in done.stdout.split()]
    assert len(pids) == 2, done.stderr
    deadline = time.monotonic() + 10
    while any(_runs(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in pids if _runs(pid)]


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_reading_is_no_further_ahead_than_there_are_hands(tmp_path: Path) -> None:
    read = []

    def groups() -> Iterator[list[Record]]:
        for number in range(100):
            read.append(number)
            yield [Record(str(number), article(number))]

    engine = Workers(MAKE, 2)
    try:
        stream = engine.run(groups())
        assert next(stream)
        assert len(read) <= 8
    finally:
        engine.close()
    local = Local(MAKE())
    read.clear()
    next(local.run(groups()))
    assert read == [0]


# Stopping

STOPPED = """
import sys
from functools import partial
from pathlib import Path
from corpora import Slow, slow_to_load
from newsum.corpus import run
if __name__ == "__main__":
    report = run(sys.argv[1], sys.argv[2], partial(Slow, 'builtin'), workers=int(sys.argv[3]),
                 resume=True, batch=4)
    print("stopped" if report.interrupted else "done", report.rows)
"""


def start(
    tmp_path: Path, source: Path, out: Path, workers: int, *more: str, script: str = STOPPED
) -> subprocess.Popen[str]:
    place = tmp_path / "stopped.py"
    place.write_text(script)
    paths = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(
        [sys.executable, str(place), str(source), str(out), str(workers), *more],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for_rows(out: Path, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if out.exists() and out.stat().st_size:
            return
        time.sleep(0.01)
    raise AssertionError(f"no rows: {process.communicate()}")


@BOTH_WAYS
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_finishes_the_batch_in_hand(tmp_path: Path, workers: int, number: int) -> None:
    source, out = write_jsonl(tmp_path / "in.jsonl", 400), tmp_path / "out.jsonl"
    process = start(tmp_path, source, out, workers)
    wait_for_rows(out, process)
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does: to the workers too
    else:
        process.send_signal(number)
    stdout, stderr = process.communicate(timeout=30)
    assert process.returncode == 0, stderr
    assert "Finishing the batch in hand" in stderr
    assert stdout.startswith("stopped")
    found = list(rows(out))
    assert len(found) == int(stdout.split()[1]) < 400
    assert len(found) % 4 == 0
    assert "Traceback" not in stderr
    report = run(source, out, MAKE, resume=True)
    assert report.skipped == len(found)
    assert list(rows(out)) == by_hand(400)


def wait_for(mark: Path, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not mark.exists():
        assert time.monotonic() < deadline
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


def test_a_second_ctrl_c_ends_at_once_and_loses_nothing(tmp_path: Path) -> None:
    source, out, mark = (
        write_jsonl(tmp_path / "in.jsonl", 40),
        tmp_path / "out.jsonl",
        tmp_path / "m",
    )
    with source.open("a") as file:
        file.write(json.dumps({"id": "stuck", "text": f"STUCK {mark}"}) + "\n")
    process = start(tmp_path, source, out, 1)
    wait_for(mark, process)
    assert process.stderr is not None
    process.send_signal(signal.SIGINT)
    assert process.stderr.readline() == "\n"
    assert process.stderr.readline().startswith("Finishing the batch in hand. Ctrl-C again")
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=20)  # the batch in hand would take a minute
    assert process.returncode == -signal.SIGINT
    assert "KeyboardInterrupt" in stderr
    assert stdout == ""
    write_jsonl(source, 41)
    run(source, out, MAKE, resume=True)
    assert list(rows(out)) == by_hand(41)


@BOTH_WAYS
def test_ctrl_c_ends_the_loading_of_a_model(tmp_path: Path, workers: int) -> None:
    script = STOPPED.replace("partial(Slow, 'builtin')", "partial(slow_to_load, Path(sys.argv[4]))")
    assert script != STOPPED
    source, mark = write_jsonl(tmp_path / "in.jsonl", 4), tmp_path / "mark"
    process = start(tmp_path, source, tmp_path / "out.jsonl", workers, str(mark), script=script)
    wait_for(mark, process)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=20)
    assert process.returncode == -signal.SIGINT
    assert "Finishing" not in stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_a_run_works_outside_the_main_thread(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", 3)
    reports: list[Report] = []
    thread = threading.Thread(
        target=lambda: reports.append(run(source, tmp_path / "out.jsonl", MAKE))
    )
    thread.start()
    thread.join()
    assert reports[0].done == 3


# Progress


def test_a_plain_line_a_minute() -> None:
    now = 0.0
    file = io.StringIO()
    lines = Lines(1000, file, lambda: now)
    for _ in range(150):
        now += 1
        lines.update(2)
    assert file.getvalue() == (
        "120 of 1,000 articles, 2.0/s, 7 min 20 s left\n"
        "240 of 1,000 articles, 2.0/s, 6 min 20 s left\n"
    )
    endless = Lines(None, file := io.StringIO(), lambda: now)
    now += 60
    endless.update(30)
    assert file.getvalue() == "30 articles, 0.5/s\n"


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    bar = on_stderr(8, done=2)
    bar.update(6)
    bar.close()
    assert "8/8" in terminal.getvalue()
    assert duration(0.04) == "0.0 s"


@pytest.mark.enable_socket  # a kernel is spoken to over loopback
def test_a_widget_in_a_notebook() -> None:
    code = (
        "from newsum.corpus.progress import on_stderr\n"
        "bar = on_stderr(8, done=2); bar.update(6); bar.close()"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    (shown,) = notebook.cells[0].outputs
    assert "application/vnd.jupyter.widget-view+json" in shown.data
    states = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"].state.values()
    assert any("8/8" in str(each.state.get("value")) for each in states)


def test_progress_shows_nothing_on_stdout(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(write_jsonl(tmp_path / "in.jsonl", 3), tmp_path / "out.jsonl", MAKE, progress=True)
    assert capsys.readouterr().out == ""
