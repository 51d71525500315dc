"""The command line as tables: arguments, what they print, how they end."""

from __future__ import annotations

import errno
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import newsum
from newsum.__main__ import main
from newsum.arguments import read_glossary


class Standard(io.TextIOWrapper):
    """Standard input with bytes behind it."""

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(newsum.sample("en"), "utf-8")
    return path


KEYS = {
    "language", "title", "model", "signature", "summaries", "warnings", "byline", "date", "site",
    "url", "text", "captions", "removed",
}  # fmt: skip


@pytest.mark.parametrize("code", ["en", "zh"])
def test_demo_prints_a_clean_summary(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", code]) == 0
    out, _ = capsys.readouterr()
    assert newsum.summarize(newsum.sample(code))[code].sentences[0].text[:20] in out
    for litter in ("cookie", "Photo:", "Credit:", "newsroom@", "⚠", "摄", "责任编辑", "版权"):
        assert litter not in out


def test_demo_json_is_the_documented_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--json"]) == 0
    out, _ = capsys.readouterr()
    value = json.loads(out)
    assert set(value) == KEYS
    (sentence, *_) = value["summaries"]["en"]["sentences"]
    assert set(sentence) == {"text", "evidence", "warnings"}
    (evidence,) = sentence["evidence"]
    assert set(evidence) == {"start", "end", "text", "score"}
    assert value["text"][evidence["start"] : evidence["end"]] == evidence["text"]
    assert {"cookie", "contact"} <= {each["reason"] for each in value["removed"]}


@pytest.mark.parametrize("command", [[], ["summarize"]])
def test_a_file_is_summarized(
    command: list[str], page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, str(page), "--to", "en", "-n", "1", "--json"]) == 0
    out, err = capsys.readouterr()
    assert len(json.loads(out)["summaries"]["en"]["sentences"]) == 1
    assert err == ""


def test_options_may_come_first(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "--to", "en", str(page)]) == 0
    assert set(json.loads(capsys.readouterr().out)) == KEYS


def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Standard(newsum.sample("zh").encode("gb18030")))
    assert main(["-", "--to", "zh"]) == 0
    assert "6号线" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [["clean", "-"], ["-"], ["-", "--no-clean"], ["clean", "/dev/zero"], ["verify", "PAGE", "-"]],
)
def test_what_never_ends_is_refused(
    arguments: list[str],
    page: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("has no /dev/zero")
    with Path("/dev/zero").open() as endless:
        monkeypatch.setattr(sys, "stdin", endless)
        assert main([str(page) if word == "PAGE" else word for word in arguments]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "over the limit of 20,000,000 bytes" in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("private", [[], ["--allow-private"]], ids=["public", "private"])
def test_two_languages_are_told_wherever_the_article_is_from(
    private: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zh, en = (newsum.clean(newsum.sample(code)).text for code in ("zh", "en"))
    (tmp_path / "mixed.txt").write_text(f"{zh}\n\n{en[:900]}", "utf-8")
    assert main([str(tmp_path / "mixed.txt"), "--to", "zh", "--json", *private]) == 0
    kinds = [warning["kind"] for warning in json.loads(capsys.readouterr().out)["warnings"]]
    assert "mixed" in kinds


def test_evidence_is_shown_on_request(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(page), "--to", "en", "--evidence"]) == 0
    assert "← word for word in the article, characters" in capsys.readouterr().out


def test_warnings_go_to_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "short.txt"
    path.write_text("The council approved the bridge on Tuesday after a long debate.")
    assert main([str(path), "--to", "en"]) == 0
    out, err = capsys.readouterr()
    assert "no longer than its summary" in err
    assert "no longer than its summary" not in out


def test_verify_names_what_is_wrong_once(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    summary = tmp_path / "summary.txt"
    summary.write_text("The plant will employ about 7,300 people.")
    assert main(["verify", str(page), str(summary)]) == 0
    assert capsys.readouterr().err.count("7,300") == 1


def test_clean_prints_the_article(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clean", str(page)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Ningbo battery plant")
    assert "cookies" not in out
    assert "page litter" in err


def test_clean_json_tells_what_was_removed_and_why(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["clean", str(page), "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert {"title", "byline", "date", "text", "captions", "removed", "language"} <= set(value)
    assert any(each["reason"] == "cookie" for each in value["removed"])


def test_beams_are_an_option(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(page), "--to", "en", "--beams", "2", "--json"]) == 0
    assert "|beams:2|" in json.loads(capsys.readouterr().out)["signature"]


def test_a_glossary_ends_its_lines_at_line_feeds_only(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_bytes("\ufeffAnt\u2028Group\t蚂蚁集团\r\n\r\n Fed \t美联\x85储\n".encode())
    assert read_glossary(path) == {"Ant\u2028Group": "蚂蚁集团", "Fed": "美联\x85储"}


def test_a_glossary_file(tmp_path: Path, page: Path) -> None:
    terms = tmp_path / "terms.tsv"
    terms.write_text("Harlow Courier\t哈洛信使报\n\n", "utf-8")
    assert main([str(page), "--to", "en", "--glossary", str(terms)]) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(["no-such-file"], 1, "There is no file 'no-such-file'", id="file"),
        pytest.param(["."], 1, "newsum batch", id="folder"),
        pytest.param([""], 1, "has no name", id="no-name"),
        pytest.param(["ftp://x.example/a"], 1, "Only http and https", id="scheme"),
        pytest.param(["file:///tmp/a%20b"], 1, "Path('/tmp/a b')", id="file-address"),
        pytest.param(["http://127.0.0.1:9/"], 1, "127.0.0.1", id="private"),
        pytest.param(["PAGE", "--to", "en,fr"], 2, "does not write 'fr'", id="language"),
        pytest.param(["PAGE", "-n", "0"], 2, "sentences must be", id="sentences"),
        pytest.param(["PAGE", "--model", "crosum"], 1, "Did you mean 'crosssum'", id="model"),
        pytest.param(["demo", "fr"], 2, "does not write 'fr'", id="demo"),
        pytest.param(["PAGE", "--glossary", "nowhere.tsv"], 2, "nowhere.tsv", id="no-glossary"),
        pytest.param(["PAGE", "--glossary", "PAGE"], 2, "line 1", id="no-tab"),
        pytest.param(["PAGE", "--runtime", "onnx"], 2, "runtime must be", id="runtime"),
        pytest.param(["PAGE", "--beams", "0"], 2, "beams must be", id="beams"),
        pytest.param(["PAGE", "--device", "gpu"], 2, "device must be", id="device"),
        pytest.param(["PAGE", "--no-such-option"], 2, "no-such-option", id="option"),
        pytest.param(
            ["PAGE", "--style", "haiku"], 2, "'--style': 'haiku' is not one of para", id="style"
        ),
        pytest.param(["PAGE", "-n", "many"], 2, "valid int", id="number"),
        pytest.param(["clean"], 2, "article", id="missing"),
    ],
)
def test_what_goes_wrong_is_one_line(
    arguments: list[str], code: int, message: str, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [str(page) if word == "PAGE" else word for word in arguments]
    assert main(given) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert message.lower() in err.lower()
    assert "Traceback" not in err
    if err.startswith("newsum: "):
        assert len(err.splitlines()) == 1
    else:
        assert err.startswith("Usage: newsum")


def test_a_file_on_windows_is_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr("newsum.__main__._WINDOWS", True)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252"))
    assert main(["demo", "zh", "--json"]) == 0
    sys.stdout.flush()
    assert "6号线" in json.loads(written.getvalue())["summaries"]["zh"]["text"]


def test_a_disk_that_fails_is_one_line(
    monkeypatch: pytest.MonkeyPatch, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sys, "stdout", Full())
    assert main(["clean", str(page)]) == 1
    assert capsys.readouterr().err == "newsum: [Errno 28] No space left on device\n"


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    for command in ("demo", "clean", "batch", "models", "eval", "train"):
        assert command in out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"newsum {newsum.__version__}\n"


def test_a_reader_that_has_had_enough_is_no_error() -> None:
    command = f"{sys.executable} -m newsum clean - --json | head -c 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        input=newsum.sample("en") * 200,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
