from __future__ import annotations

import logging
import pickle
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from newsum.article import Article
from newsum.errors import CorpusError
from newsum.result_cache import ResultCache, content_hash

ROW: dict[str, Any] = {"language": "zh", "summaries": {"zh": {"text": "央行降息", "sentences": []}}}


def test_a_result_comes_back(tmp_path: Path) -> None:
    with ResultCache(tmp_path / "new" / "cache") as cache:
        assert cache.get("c", "s") is None
        cache.put("c", "s", ROW)
        assert cache.get("c", "s") == ROW
    with ResultCache(tmp_path / "new" / "cache") as cache:
        assert cache.get("c", "s") == ROW
        assert cache.get("c", "other model") is None
        assert cache.get("other article", "s") is None
        assert len(cache) == 1


def test_a_large_result_comes_back(tmp_path: Path) -> None:
    row = {"text": "文" * 100_000}  # kept in a file of its own
    with ResultCache(tmp_path) as cache:
        cache.put("c", "s", row)
        assert cache.get("c", "s") == row


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        pytest.param("央行", "央行".encode(), True, id="bytes"),
        pytest.param("a", "b", False, id="text"),
        pytest.param(Article(text="a"), Article(text="a"), True, id="article"),
        pytest.param(Article(text="a"), Article(text="a", title="t"), False, id="title"),
        pytest.param("\ud800", "\\ud800", True, id="surrogate"),
    ],
)
def test_content_hash(one: str | Article, two: str | bytes | Article, same: bool) -> None:
    assert (content_hash(one) == content_hash(two)) is same


def test_a_file_is_named_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    assert content_hash(path) == content_hash(b"one")


class _Bomb:
    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (Path("exploded"),)


def test_a_poisoned_cache_runs_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with ResultCache(tmp_path / "cache") as cache:
        cache.put("c", "s", ROW)
    store = sqlite3.connect(tmp_path / "cache" / "cache.db")
    with store:
        mode_pickle = 4  # diskcache.core.MODE_PICKLE
        changed = store.execute(
            "UPDATE Cache SET mode = ?, value = ?", (mode_pickle, pickle.dumps(_Bomb()))
        )
        assert changed.rowcount == 1
    store.close()
    with ResultCache(tmp_path / "cache") as cache:
        assert cache.get("c", "s") is None
    assert not (tmp_path / "exploded").exists()


@pytest.mark.parametrize("value", [b"{torn", b"[]", b"\xff"])
def test_a_damaged_result_is_computed_again(tmp_path: Path, value: bytes) -> None:
    with ResultCache(tmp_path) as cache:
        cache.put("c", "s", ROW)
    store = sqlite3.connect(tmp_path / "cache.db")
    with store:
        store.execute("UPDATE Cache SET value = ?", (value,))
    store.close()
    with ResultCache(tmp_path) as cache:
        assert cache.get("c", "s") is None
        cache.put("c", "s", ROW)
        assert cache.get("c", "s") == ROW


def test_a_folder_that_is_a_file_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    with pytest.raises(CorpusError, match=r"result cache .* cannot be used.*--no-cache"):
        ResultCache(tmp_path / "cache")


def test_a_cache_that_breaks_is_disabled_with_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with ResultCache(tmp_path) as cache:
        cache.put("c", "s", ROW)
        store = sqlite3.connect(tmp_path / "cache.db")
        with store:
            store.execute("DROP TABLE Cache")
        store.close()
        with caplog.at_level(logging.WARNING, "newsum"):
            assert cache.get("c", "s") is None
            cache.put("c", "s", ROW)
    assert [r.getMessage().startswith("Disabling the result cache") for r in caplog.records] == [
        True
    ]


def test_a_cache_has_a_size(tmp_path: Path) -> None:
    with ResultCache(tmp_path, size_limit=200_000) as cache:
        for number in range(300):
            cache.put(str(number), "s", {"text": "x" * 5000})
        assert 0 < len(cache) < 100


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
def test_a_cache_takes_little_memory(tmp_path: Path) -> None:
    def megabytes() -> float:
        return int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024

    with ResultCache(tmp_path) as cache:
        cache.put("0", "s", ROW)
        before = megabytes()
        for number in range(3000):
            cache.put(str(number), "s", {"text": f"{number:05}" * 1000})
        assert megabytes() - before < 6  # the file has 17
