from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from corpora import article, page, write_jsonl

from newsum.__main__ import main
from newsum.corpus import rows


def test_a_corpus_becomes_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = write_jsonl(tmp_path / "in.jsonl", 5), tmp_path / "out.jsonl"
    command = ["batch", str(source), "-o", str(out), "--to", "en", "-n", "1", "--with-text"]
    command += ["--beams", "2"]
    assert main(command) == 0
    shown = capsys.readouterr()
    assert shown.out == f"{out}\n"
    # Without the built-in weights, the Chinese articles have no English summary.
    assert "articles/s" in shown.err
    found = list(rows(out))
    assert [row["id"] for row in found] == [f"a{n}" for n in range(5)]
    assert "|beams:2|" in found[0]["signature"]
    (sentence,) = found[0]["summaries"]["en"]["sentences"]
    (evidence,) = sentence["evidence"]
    assert found[0]["text"][evidence["start"] : evidence["end"]] == evidence["text"]


def test_fields_resume_and_mix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.parquet"
    line = json.dumps({"url": "u1", "body": article(0)}) + "\n"
    source.write_text(line)
    command = ["batch", str(source), "-o", str(out), "--text", "body", "--id", "url", "--no-cache"]
    assert main(command) == 0
    assert main(command) == 1
    assert "--resume" in capsys.readouterr().err.splitlines()[-1]
    source.write_text(line + json.dumps({"url": "u2", "body": article(2)}) + "\n")
    assert main([*command, "--resume"]) == 0
    assert "1 summarized, 1 done before" in capsys.readouterr().err
    assert main([*command, "--resume", "-n", "2"]) == 1
    assert "--mix" in capsys.readouterr().err
    assert main([*command, "--resume", "-n", "2", "--mix"]) == 0
    assert [row["id"] for row in rows(out)] == ["u1", "u2"]


def test_the_cache_is_on(tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", 2)
    assert main(["batch", str(source), "-o", str(tmp_path / "1.jsonl")]) == 0
    assert main(["batch", str(source), "-o", str(tmp_path / "2.jsonl")]) == 0
    assert "2 summarized (2 cached)" in capsys.readouterr().err
    assert (home / "newsum" / "results" / "cache.db").exists()
    assert main(["batch", str(source), "-o", str(tmp_path / "3.jsonl"), "--no-cache"]) == 0
    assert "cached" not in capsys.readouterr().err


def test_standard_input_and_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = json.dumps({"text": article(0)}).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert main(["batch", "-", "-o", str(tmp_path / "1.jsonl")]) == 0
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text(page(0), encoding="utf-8")
    assert main(["batch", str(tmp_path / "pages"), "-o", str(tmp_path / "2.jsonl")]) == 0
    assert len(list(rows(tmp_path / "1.jsonl"))) == 1
    assert [row["id"] for row in rows(tmp_path / "2.jsonl")] == ["a.html"]


def test_what_a_folder_holds_beside_articles_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pages"
    (folder / "more").mkdir(parents=True)
    (folder / "a.html").write_text(page(0), encoding="utf-8")
    for name in ("b.json", "more/c.JSON", "d.md", "e", ".hidden.md"):
        (folder / name).write_text("{}")
    (folder / "gone.html").symlink_to(tmp_path / "nowhere.html")
    (folder / "round").symlink_to(folder)
    out = folder / "out.jsonl"
    assert main(["batch", str(folder), "-o", str(out)]) == 0
    told = "6 files passed over: 2 .json, 1 .md, 1 without a suffix, 1 broken link, 1 link to a folder."
    assert capsys.readouterr().err.splitlines()[0] == told
    assert main(["batch", str(folder), "-o", str(out), "--resume"]) == 0
    assert capsys.readouterr().err.splitlines()[0] == told
    assert [row["id"] for row in rows(out)] == ["a.html"]
    assert main(["batch", str(folder / "more"), "-o", str(tmp_path / "none.jsonl")]) == 1
    told, error = capsys.readouterr().err.splitlines()
    assert told == "1 file passed over: 1 .json."
    assert "holds no .html" in error


def test_ctrl_c_says_how_to_go_on(tmp_path: Path) -> None:
    source, out = write_jsonl(tmp_path / "in.jsonl", 20_000), tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "newsum", "batch", str(source), "-o", str(out), "-n", "1"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while process.poll() is None and not (out.exists() and out.stat().st_size):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=30)
    assert process.returncode == 1
    assert stdout == f"{out}\n"
    finishing, summary, last = stderr.strip().splitlines()
    assert finishing.startswith("Finishing the batch in hand")
    assert f"{len(list(rows(out))):,} summarized; " in summary
    assert last == "Stopped. Run the same command with --resume to continue."


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(["gone.jsonl", "-o", "out.jsonl"], 1, "no file or folder", id="gone"),
        pytest.param(["in.jsonl", "-o", "out.csv"], 2, ".jsonl or .parquet", id="format"),
        pytest.param(["in.jsonl", "-o", "o.jsonl", "--text", "x"], 2, "--text", id="field"),
        pytest.param(["in.jsonl", "-o", "o.jsonl", "--workers", "0"], 2, "--workers", id="workers"),
        pytest.param(["in.jsonl", "-o", "o.jsonl", "-m", "nix"], 1, "called 'nix'", id="model"),
        pytest.param(["in.jsonl", "-o", "o.jsonl", "--id", "x"], 2, "--id", id="id-field"),
        pytest.param(["in.jsonl", "-o", "in.jsonl"], 1, "corpus itself", id="over-the-input"),
        pytest.param(["in.csv", "-o", "o.jsonl"], 1, "Convert it", id="csv"),
        pytest.param(["in.jsonl"], 2, "--output", id="no-output"),
        pytest.param(
            ["in.jsonl", "-o", "o.jsonl", "--engine", "spark"], 2, "'spark' is not one", id="engine"
        ),
        pytest.param(
            ["-", "-o", "o.jsonl", "--engine", "ray"], 2, "standard input", id="ray-stdin"
        ),
        pytest.param(
            ["in.jsonl", "-o", "o.jsonl", "--engine", "ray", "--cache", "c"],
            2,
            "no cache",
            id="ray-cache",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    write_jsonl(tmp_path / "in.jsonl", 2)
    (tmp_path / "in.csv").write_text("id,text\n")
    assert main(["batch", *arguments]) == code
    shown = capsys.readouterr()
    assert message in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""
    if shown.err.startswith("newsum: "):
        assert shown.err.count("\n") == 1
    else:
        assert shown.err.startswith("Usage: newsum")
    assert not (tmp_path / "o.jsonl").exists()


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        pytest.param(b'{"text": " "}\n', 1, "The first: The source", id="all-empty"),
        pytest.param("id,正文\n1,央行降息\n".encode("gbk"), 1, "is not UTF-8", id="gbk-csv"),
        pytest.param(b'[{"text": "a"}]\n', 1, "not an object with fields", id="array"),
        pytest.param(b"\n", 0, "holds no article", id="nothing"),
    ],
)
def test_what_came_of_nothing_is_said(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    code: int,
    message: str,
) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(content)
    assert main(["batch", str(source), "-o", str(out)]) == code
    shown = capsys.readouterr()
    assert message in shown.err.splitlines()[-1]
    assert shown.out == f"{out}\n"
