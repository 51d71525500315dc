"""`newsum models`, on a catalog that no connection is needed for."""

from __future__ import annotations

import json

import pytest

from newsum.__main__ import main
from newsum.models import catalog


@pytest.mark.parametrize("arguments", [["models"], ["models", "list"]])
def test_list_names_every_model_and_says_what_is_not_for_sale(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    out = capsys.readouterr().out
    for name, entry in catalog.ENTRIES.items():
        assert f"\n{name} " in f"\n{out}"
        assert entry.commercial or f"{entry.licence}, non-commercial" in out


def test_list_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == list(catalog.ENTRIES)


def test_info_shows_the_licence(capsys: pytest.CaptureFixture[str]) -> None:
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
