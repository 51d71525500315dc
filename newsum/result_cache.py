"""A folder of results already computed, so that no article is summarized twice in the same way.

A key names the article's content and the summarizer's signature, which names the model, its
revision, the options and newsum's version: a change in any of them is another key. Values are JSON.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Self

from newsum.article import Article
from newsum.cleaning.decode import MAX_LENGTH
from newsum.errors import CorpusError

_log: Final = logging.getLogger("newsum")

#: Bytes a cache may take before its oldest results go: about half a million results of 4 kB.
SIZE_LIMIT: Final = 2 * 1024**3
#: Kilobytes of SQLite's own cache. diskcache's defaults (32 MB, and 64 MB of the file mapped) fill
#: up over tens of thousands of articles in each worker, and a key is asked for once.
_PAGES: Final = {"sqlite_cache_size": -1024, "sqlite_mmap_size": 0}
_DIGEST: Final = 16  # bytes: two of 10**9 contents share one with a chance of about 10**-21


def content_hash(source: str | bytes | Path | Article) -> str:
    """Return 32 hexadecimal digits that name what is in *source*; a file is named by its content.

    >>> content_hash("央行降息") == content_hash("央行降息".encode())
    True

    Raises:
        OSError: The file cannot be read.
    """
    digest = blake2b(digest_size=_DIGEST)
    if isinstance(source, Path):
        with source.open("rb") as file:
            # A longer file is refused, so that no result is ever kept under this name.
            digest.update(file.read(MAX_LENGTH + 1))
    elif isinstance(source, bytes):
        digest.update(source)
    elif isinstance(source, Article):
        digest.update(repr(source).encode("utf-8", "backslashreplace"))
    else:
        digest.update(source.encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


class ResultCache:
    """Results by content and signature, in *folder*. Threads and processes of a machine share it.

    Raises:
        CorpusError: The folder cannot be used.
    """

    def __init__(self, folder: str | Path, *, size_limit: int = SIZE_LIMIT) -> None:
        self.folder = Path(folder)
        self._store, self._timeout = _open(self.folder, size_limit)
        self._broken = False

    def get(self, content: str, signature: str) -> dict[str, Any] | None:
        """Return the result as `Result.to_dict` gave it, or None."""
        value = self._tried(self._store.get, _key(content, signature))
        if not isinstance(value, bytes):
            return None
        try:
            row = json.loads(value)
        except ValueError:  # damaged: compute it again
            return None
        return row if isinstance(row, dict) else None

    def put(self, content: str, signature: str, result: dict[str, Any]) -> None:
        """Keep *result* under *content* (see `content_hash`) and *signature*."""
        value = json.dumps(result, ensure_ascii=False, separators=(",", ":"))
        key = _key(content, signature)
        self._tried(self._store.set, key, value.encode("utf-8", "surrogatepass"))

    def _tried(self, call: Callable[..., object], *arguments: object) -> object:
        # A full disk or a damaged index costs time, as no cache would, and not the run.
        if self._broken:
            return None
        try:
            return call(*arguments)
        except (OSError, sqlite3.Error, self._timeout) as error:
            self._broken = True
            _log.warning("Disabling the result cache %s: %s.", self.folder, error)
            return None

    def close(self) -> None:
        """Close the files of the cache."""
        self._store.close()

    def __len__(self) -> int:
        return len(self._store)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _key(content: str, signature: str) -> str:
    named = blake2b(signature.encode("utf-8", "backslashreplace"), digest_size=_DIGEST)
    return f"{content}-{named.hexdigest()}"


def _open(folder: Path, size_limit: int) -> tuple[Any, type[Exception]]:
    from diskcache import Cache, Disk, Timeout
    from diskcache.core import MODE_BINARY, MODE_RAW

    class PlainDisk(Disk):  # type: ignore[misc]  # diskcache has no types
        """diskcache's files, without pickle: whoever can write the folder must not run code."""

        def fetch(self, mode: int, filename: str | None, value: Any, read: bool) -> Any:
            if mode not in (MODE_RAW, MODE_BINARY):
                return None
            return super().fetch(mode, filename, value, read)

    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Cache(str(folder), disk=PlainDisk, size_limit=size_limit, **_PAGES), Timeout
    except (OSError, sqlite3.Error, Timeout) as error:
        raise CorpusError(
            f"The result cache {str(folder)!r} cannot be used: {error}. Remove the folder, name "
            "another with --cache, or go without one (--no-cache)."
        ) from error
