"""What turns articles into rows: a summarizer in this process, or several in processes of theirs.

An engine takes groups of records and yields a group of outcomes for each, in order, lazily. It
reads no further ahead than it has hands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from newsum.corpus.records import Record
from newsum.corpus.rows import line_of
from newsum.errors import NewsumError
from newsum.result import Failure, Result
from newsum.result_cache import ResultCache, content_hash
from newsum.source import Source, is_address

Group: TypeAlias = Sequence[Record]


class Streams(Protocol):
    """What an engine asks of a summarizer: `newsum.Summarizer` is one."""

    @property
    def signature(self) -> str:
        """Names all that can change a result."""

    def stream(self, articles: Iterable[Source], *, batch: int) -> Iterator[Result | Failure]:
        """Yield one outcome an article, in order."""

    def close(self) -> None:
        """Give back its memory."""


#: Makes a summarizer where it is to work. Must be picklable to work in other processes:
#: ``functools.partial(Summarizer, "builtin", to="en")`` is.
Make: TypeAlias = Callable[[], Streams]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row, ready to be written."""

    line: bytes
    failed: str | None = None  # the kind of the error
    cached: bool = False


class Engine(Protocol):
    """Turns groups of records into groups of outcomes."""

    @property
    def signature(self) -> str:
        """Names all that can change a row."""

    def run(self, groups: Iterable[Group]) -> Iterator[list[Outcome]]:
        """Yield a group of outcomes for each of *groups*, in order."""

    def close(self) -> None:
        """Give back its memory and its processes."""


class Local:
    """The engine in this process."""

    def __init__(
        self, summarizer: Streams, cache: str | Path | None = None, *, with_text: bool = False
    ) -> None:
        self._summarizer = summarizer
        self._cache = ResultCache(cache) if cache else None
        self._with_text = with_text

    @property
    def signature(self) -> str:
        """Names all that can change a row."""
        return row_signature(self._summarizer, with_text=self._with_text)

    def run(self, groups: Iterable[Group]) -> Iterator[list[Outcome]]:
        """Yield a group of outcomes for each of *groups*, in order."""
        for group in groups:
            yield summarize_group(self._summarizer, group, self._cache, with_text=self._with_text)

    def close(self) -> None:
        """Give back the model's memory."""
        if self._cache is not None:
            self._cache.close()
        self._summarizer.close()


def row_signature(summarizer: Streams, *, with_text: bool) -> str:
    """Name all that can change a row of *summarizer*'s."""
    return summarizer.signature + "|rows:text" * with_text


def summarize_group(
    summarizer: Streams,
    group: Group,
    cache: ResultCache | None = None,
    *,
    with_text: bool = False,
) -> list[Outcome]:
    """Return the outcome of each record of *group*, all of its articles in the model's batches."""
    signature = row_signature(summarizer, with_text=with_text)
    outcomes: dict[int, Outcome] = {}
    keys: dict[int, str] = {}
    for at, record in enumerate(group):
        if isinstance(record.source, NewsumError):
            outcomes[at] = failed(record.id, record.source)
        elif cache is not None:
            key = _cache_key(record.source)
            known = cache.get(key, signature) if key else None
            if known is not None:
                outcomes[at] = Outcome(line_of(record.id, known), cached=True)
            elif key:
                keys[at] = key
    missing = [at for at in range(len(group)) if at not in outcomes]
    sources = [source for at in missing if not isinstance(source := group[at].source, NewsumError)]
    stream = summarizer.stream(sources, batch=len(sources)) if sources else ()
    for at, found in zip(missing, stream, strict=True):
        name = group[at].id
        if isinstance(found, Result):
            row = found.to_dict(text=with_text)
            outcomes[at] = Outcome(line_of(name, row))
            if cache is not None and at in keys:
                cache.put(keys[at], signature, row)
        else:
            outcomes[at] = failed(name, found.error)
    return [outcomes[at] for at in range(len(group))]


def _cache_key(source: Source) -> str | None:
    """Return the name of what is in *source*; None where that is not known before it is read."""
    if is_address(source):  # what is there can change
        return None
    try:
        return content_hash(source)
    except OSError:  # the summarizer meets it too, and says so
        return None


def failed(name: str, error: Exception) -> Outcome:
    """Return the failure row of the article called *name*."""
    failure = Failure(error)
    return Outcome(line_of(name, failure.to_dict()), failed=failure.kind)
