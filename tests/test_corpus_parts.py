"""A corpus as a folder of parts. What a cluster does with them is in test_ray_adapter."""

from __future__ import annotations

from pathlib import Path

from newsum.corpus.parts import Attempts, gathered
from newsum.corpus.records import Slice


def test_pages_share_a_part_and_other_files_have_parts_of_their_own() -> None:
    files = ["a.html", "b.html", "c.html", "d.jsonl", "e.html", "f.parquet"]
    parts = gathered((Slice(Path(name), name) for name in files), 2)
    assert [[each.name for each in part] for part in parts] == [
        ["a.html", "b.html"], ["c.html"], ["d.jsonl"], ["e.html"], ["f.parquet"],
    ]  # fmt: skip


def test_attempts_remember_what_actors_died_over(tmp_path: Path) -> None:
    path = tmp_path / "part.attempts"
    first = Attempts(path)
    first.mark(0)
    first.mark(1)
    second = Attempts(path)
    assert (second.singly, second.deadly) == ({1}, set())
    second.mark(0)
    second.mark(1, 3)
    third = Attempts(path)
    assert (third.singly, third.deadly) == ({1}, {(1, 3)})
    third.mark(2)
    fourth = Attempts(path)
    assert (fourth.singly, fourth.deadly) == ({1, 2}, {(1, 3)})
