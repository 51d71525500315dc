"""Fixtures for every test: the user's folders are out of reach, and so is the internet."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from newsum.models.base import Seq2Seq


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point newsum's and the hub's folders at an empty one."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("NEWSUM_HOME", str(folder / "newsum"))
    monkeypatch.setenv("HF_HOME", str(folder / "hf"))
    monkeypatch.setenv("COLUMNS", "80")
    return folder


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Build the tiny checkpoint of a name in `checkpoints`, once a session."""
    from checkpoints import BUILDERS, TRAINED

    @cache
    def build(name: str) -> Path:
        folder = tmp_path_factory.mktemp("checkpoints") / name
        {**BUILDERS, **TRAINED}[name](folder)
        return folder

    return build


@pytest.fixture(scope="session")
def tiny_builtin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train and export the tiny built-in model of `tiny`: the folder it lies in."""
    from tiny import build_tiny

    return build_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def loaded(
    checkpoint: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Seq2Seq]:
    """Load a checkpoint of that name on the CPU, once a session for each way of loading it."""
    from newsum.models import load

    converted = tmp_path_factory.mktemp("converted")

    @cache
    def once(name: str, **options: Any) -> Seq2Seq:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NEWSUM_HOME", str(converted))
            return load(checkpoint(name), device="cpu", **options)

    return once
