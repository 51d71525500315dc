from __future__ import annotations

import threading
import time

import pytest

from newsum.kept import Kept


def test_the_one_unused_the_longest_goes_first() -> None:
    made: list[str] = []

    def ask(key: str) -> str:
        return kept.get(key, lambda: made.append(key) or key)  # type: ignore[func-returns-value]

    kept: Kept[str] = Kept(2)
    for key in ("a", "b", "a", "c", "a", "b"):
        assert ask(key) == key
    assert made == ["a", "b", "c", "b"]


def test_a_value_is_made_once_however_many_ask() -> None:
    kept: Kept[object] = Kept(2)
    made: list[int] = []

    def slow() -> object:
        made.append(1)
        time.sleep(0.05)
        return object()

    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(kept.get("a", slow))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == len(set(map(id, found))) == 1
    assert kept._making == {}


def test_what_failed_may_be_tried_again() -> None:
    kept: Kept[float] = Kept(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 / 0)
    assert kept.get("a", lambda: 1.0) == 1.0
