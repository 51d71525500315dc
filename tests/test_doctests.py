from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import newsum

#: Running these as modules would start the command line.
SKIPPED = {"newsum.__main__"}

MODULES = sorted(
    {"newsum"} | {m.name for m in pkgutil.walk_packages(newsum.__path__, "newsum.")} - SKIPPED
)


@pytest.mark.parametrize("name", MODULES)
def test_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
