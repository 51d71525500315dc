"""`newsum models`: what needs no connection, and the rest against a hub on the loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import hubs
import pytest
from hubs import Hub

from newsum.__main__ import main
from newsum.models import catalog

REPOSITORY = "facebook/nllb-200-distilled-600M"


@pytest.fixture
def hub(checkpoint: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    opus = {
        f"Helsinki-NLP/opus-mt-{way}": checkpoint(name)
        for way, name in (("en-zh", "marian"), ("zh-en", "marian-zh-en"))
    }
    with hubs.serve({REPOSITORY: checkpoint("nllb"), **opus}) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        yield server


def test_the_life_of_a_model(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    """Pulled, listed, converted, shown, removed; the license is said, stdout holds results only."""

    def run(*arguments: str) -> tuple[str, str]:
        assert main(["models", *arguments]) == 0
        out, err = capsys.readouterr()
        return out, err

    def here() -> bool:
        rows = {row["name"]: row for row in json.loads(run("list", "--json")[0])}
        return bool(rows["nllb"]["here"])

    assert not here()
    out, err = run("pull", "nllb")
    assert "CC-BY-NC-4.0. NON-COMMERCIAL" in err
    assert "model.safetensors: 100%" in err
    folder = Path(out.strip())
    assert (folder / "model.safetensors").is_file()
    assert here()
    whole, trimmed = (
        Path(run("convert", "nllb", *options)[0].strip()) for options in (["--no-trim"], [])
    )
    assert (whole / "model.bin").stat().st_size > (trimmed / "model.bin").stat().st_size
    about = json.loads(run("info", "nllb", "--json")[0])
    assert about["pulled"] == dict(catalog.ENTRIES["nllb"].pins)
    assert sorted(about["converted"]) == sorted(map(str, (whole, trimmed)))
    assert "NON-COMMERCIAL" in run("info", "nllb")[0]
    out, err = run("remove", "nllb")
    assert (out, err[:6]) == ("", "Freed ")
    assert not here()
    assert not folder.exists()
    assert not whole.exists()


def test_a_pair_is_here_when_both_are(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    def here() -> set[str]:
        assert main(["models", "list", "--json"]) == 0
        return {row["name"] for row in json.loads(capsys.readouterr().out) if row["here"]} - {
            "builtin"
        }

    for name, expected in (
        ("opus-en-zh", {"opus-en-zh"}),
        ("opus", {"opus", "opus-en-zh", "opus-zh-en"}),
    ):
        assert main(["models", "pull", name]) == 0
        capsys.readouterr()
        assert here() == expected


def test_a_broken_download_is_resumed_by_pulling_again(
    hub: Hub, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsum.models.hub._PAUSE", 0.0)
    hub.closed_after["model.safetensors"] = 5000
    assert main(["models", "pull", "nllb"]) == 1
    err = capsys.readouterr().err
    assert "could not be fetched" in err
    assert "`newsum models pull nllb` continues from there" in err
    assert "Traceback" not in err
    hub.closed_after.clear()
    hub.asked.clear()
    assert main(["models", "pull", "nllb"]) == 0
    ranges = [given for _, path, given in hub.asked if path.endswith("model.safetensors") and given]
    assert ranges == ["bytes=5000-"]
    assert "sentencepiece.bpe.model" not in hub.downloads  # that one had come whole


def test_a_spoilt_download_is_named(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    hub.spoil.add("sentencepiece.bpe.model")
    assert main(["models", "pull", "nllb"]) == 1
    err = capsys.readouterr().err
    assert "is damaged: its hash is not the hub's. It was removed; pull nllb again." in err


@pytest.mark.parametrize("arguments", [["models"], ["models", "list"]])
def test_list_names_every_model_and_says_what_is_not_for_sale(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    out = capsys.readouterr().out
    for name, entry in catalog.ENTRIES.items():
        assert f"\n{name} " in f"\n{out}"
        assert entry.commercial or f"{entry.license}, non-commercial" in out


def test_list_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == list(catalog.ENTRIES)


def test_info_shows_the_license(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "info", "nllb"]) == 0
    assert "NON-COMMERCIAL" in capsys.readouterr().out
    assert main(["models", "info", "nllb", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["commercial"] is False


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["info", "crosum"], 1, "Did you mean 'crosssum'"),
        (["remove", "nllb"], 1, "Nothing of nllb is on this machine"),
        (["pull", "not a name"], 1, "No model or folder is called"),
        (["fetch"], 2, "No such command"),
    ],
)
def test_what_goes_wrong(
    arguments: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", *arguments]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


def test_pull_offline_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert main(["models", "pull", "nllb"]) == 1
    err = capsys.readouterr().err
    assert "NON-COMMERCIAL" in err  # said before anything is fetched
    assert "cannot be pulled offline" in err
