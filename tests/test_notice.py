"""What the package ships beside code says where it is from."""

from __future__ import annotations

from pathlib import Path

import newsum

PACKAGE = Path(newsum.__file__).parent
NOTICE = Path(__file__).parents[1] / "NOTICE"


def test_every_data_file_is_accounted_for() -> None:
    named = {line for line in NOTICE.read_text(encoding="utf-8").splitlines() if "/" in line}
    shipped = {
        path.relative_to(PACKAGE.parent).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc", ".typed")
    }
    assert {line for line in named if line.startswith("newsum/")} == shipped


def test_learned_and_taken_tables_name_their_sources_themselves() -> None:
    for path, source in (
        ("checking/data/lexicon.tsv", "CC BY 2.0 FR"),
        ("data/territories.tsv", "Unicode License v3"),
    ):
        first, *_ = (PACKAGE / path).read_text(encoding="utf-8").splitlines()
        assert source in first
