"""newsum on a Ray cluster (extra: ``ray``).

`RaySummarizer` is a stage of a pipeline of your own::

    ds = ray.data.read_parquet("s3://…/articles")
    ds = ds.map_batches(RaySummarizer, fn_constructor_kwargs={"model": "crosssum"},
                        compute=ray.data.ActorPoolStrategy(size=64), batch_size=16)
    ds.write_parquet("s3://…/summaries")

`run` is ``newsum batch --engine ray``: it reads what ``newsum batch`` reads and writes the same
rows, as a folder of parts that can be resumed. Input and output must be where every node sees them.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from itertools import islice, repeat
from pathlib import Path
from typing import Any, Final

from newsum.corpus import tables
from newsum.corpus.disk import beside, replacing, saving
from newsum.corpus.engines import Make, Outcome, Streams, failed, row_signature, summarize_group
from newsum.corpus.journal import PartsJournal
from newsum.corpus.progress import Silent, on_stderr
from newsum.corpus.records import (
    DEFAULT_FIELDS,
    PAGES,
    STDIN,
    Fields,
    Record,
    Slice,
    count,
    read,
    read_slice,
    record_of,
    slices,
)
from newsum.corpus.rows import check_format, failures, line_of, rows
from newsum.corpus.run import BATCH, Report, check_places
from newsum.errors import CorpusError, NewsumError, OptionError, WorkerDied, require
from newsum.options import OptionFields
from newsum.summarizer import Summarizer

#: In the output's folder: what wrote it, and how the corpus was cut. Ray and Arrow skip the name.
JOURNAL: Final = "_newsum.json"
#: Articles of a part: what a killed actor has to do again, ten minutes' work of a core at most,
#: and ten thousand files for ten million articles.
PART: Final = 1000
#: Behind the name of a part that is being written.
_ATTEMPTS: Final = ".attempts"
_USAGE: Final = "RAY_USAGE_STATS_ENABLED"


class RaySummarizer:
    """A stage for `ray.data.Dataset.map_batches`: batches with articles in, batches of rows out.

    The model is loaded once an actor. A row that holds no article becomes a row with its error.

    Args:
        model: See `newsum.Summarizer`, also for *device* and *runtime*.
        text: The column of an article's text.
        id: The column of its id; None takes ``id`` if there is one, else a hash of its content.
        options: See `newsum.Options`.
        with_text: Keep the articles' cleaned text in the rows.
    """

    def __init__(
        self,
        model: str = "builtin",
        *,
        device: str = "auto",
        runtime: str = "auto",
        text: str = DEFAULT_FIELDS.text,
        id: str | None = DEFAULT_FIELDS.id,  # noqa: A002  # the field's own name
        options: OptionFields | None = None,
        with_text: bool = False,
    ) -> None:
        self._fields = Fields(text, id)
        self._with_text = with_text
        self._summarizer = Summarizer(model, device=device, runtime=runtime, **(options or {}))

    def __call__(self, batch: Any) -> Any:
        """Return a table of rows (see `newsum.corpus.rows`) for *batch*, in its order.

        *batch* is a `pyarrow.Table`, a pandas frame, or a mapping of columns to arrays.
        """
        records = [
            record_of(row, repr(row).encode("utf-8", "backslashreplace"), "The row", self._fields)
            for row in _rows_of(batch)
        ]
        outcomes = summarize_group(self._summarizer, records, with_text=self._with_text)
        return tables.to_table([json.loads(outcome.line) for outcome in outcomes])


def _rows_of(batch: Any) -> list[dict[str, Any]]:
    arrow = require("pyarrow", extra="ray")
    if isinstance(batch, Mapping):
        batch = arrow.Table.from_pydict({name: list(column) for name, column in batch.items()})
    elif not isinstance(batch, arrow.Table):
        batch = arrow.Table.from_pandas(batch, preserve_index=False)
    rows: list[dict[str, Any]] = batch.to_pylist()
    return rows


# A corpus


class _PartWriter:
    """A stage that writes parts: reads a stretch of the corpus, and puts the file in place."""

    def __init__(
        self, make: Make, folder: str, fields: Fields, batch: int, with_text: bool
    ) -> None:
        self._summarizer: Streams = make()
        self._folder = Path(folder)
        self._fields = fields
        self._batch = batch
        self._with_text = with_text

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[Any]]:
        reports = [
            {"name": str(name)}
            | self._write(self._folder / str(name), [_slice_of(each) for each in json.loads(part)])
            for name, part in zip(batch["name"], batch["part"], strict=True)
        ]
        return {"report": [json.dumps(report) for report in reports]}

    def _write(self, path: Path, part: list[Slice]) -> dict[str, Any]:
        kinds: Counter[str] = Counter()
        done = 0
        kept = _kept(path)

        def lines() -> Iterator[bytes]:
            nonlocal done
            attempts = Attempts(beside(path, _ATTEMPTS))
            for outcome, new in self._outcomes(part, kept, attempts):
                if new and outcome.failed:
                    kinds[outcome.failed] += 1
                else:
                    done += new
                yield outcome.line

        try:
            with saving(path), replacing(path) as temporary:
                if check_format(path) == "parquet":
                    tables.write_table(temporary, map(json.loads, lines()))
                else:
                    with temporary.open("wb") as file:
                        file.writelines(lines())
                beside(path, _ATTEMPTS).unlink(missing_ok=True)
        except NewsumError as error:
            return {"error": str(error)}
        retried = 0 if kept is None else done + kinds.total()
        return {"done": done, "failed": kinds, "retried": retried}

    def _outcomes(
        self, part: list[Slice], kept: list[Outcome | None] | None, attempts: Attempts
    ) -> Iterator[tuple[Outcome, bool]]:
        """Yield each row of a part, and whether it is new: not if it is among those *kept*."""
        records = (record for each in part for record in read_slice(each, self._fields))
        rest: Iterator[Outcome | None] = repeat(None) if kept is None else iter(kept)
        number = 0
        while group := list(islice(records, self._batch)):
            old = list(islice(rest, len(group)))
            if len(old) < len(group):
                raise CorpusError("The corpus has more articles than it had. Start anew.")
            wanted = [at for at, outcome in enumerate(old) if outcome is None]
            new = self._answer(group, wanted, number, attempts)
            for outcome in old:
                yield (next(new), True) if outcome is None else (outcome, False)
            number += 1

    def _answer(
        self, group: list[Record], wanted: list[int], number: int, attempts: Attempts
    ) -> Iterator[Outcome]:
        """Yield the outcomes of the *wanted* articles of *group*, the part's *number*-th."""
        answer = partial(summarize_group, self._summarizer, with_text=self._with_text)
        if wanted and number not in attempts.singly:
            attempts.mark(number)
            yield from answer([group[at] for at in wanted])
            return
        for at in wanted:
            if (number, at) in attempts.deadly:
                yield failed(group[at].id, WorkerDied("Two actors died over this article."))
            else:
                attempts.mark(number, at)
                yield from answer([group[at]])


def _kept(path: Path) -> list[Outcome | None] | None:
    """Return the rows of a part that is there, with None for each failure."""
    if not path.exists():
        return None
    return [None if "error" in row else Outcome(line_of(row["id"], row)) for row in rows(path)]


class Attempts:
    """What the actors that died over a part were doing, in a file beside it.

    Ray starts a dead actor's part again, for ever. So that an article that kills actors ends as a
    failure, as on one machine, the group over which one died is done one by one, and the article
    over which a second died is left out.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.singly: set[int] = set()  # groups
        self.deadly: set[tuple[int, int]] = set()  # a group, and a place in it
        if path.exists():
            before = json.loads(path.read_text())
            self.singly = set(before["singly"])
            self.deadly = {(group, at) for group, at in before["deadly"]}
            group, at = before["now"]
            if at is None:
                self.singly.add(group)
            else:
                self.deadly.add((group, at))

    def mark(self, group: int, at: int | None = None) -> None:
        """Note what is about to be done: all of *group*, or the article *at* a place in it."""
        state = {"singly": sorted(self.singly), "deadly": sorted(self.deadly), "now": (group, at)}
        temporary = beside(self._path, ".tmp")
        temporary.write_text(json.dumps(state))
        temporary.replace(self._path)


def run(
    source: str | Path,
    output: str | Path,
    *,
    model: str = "builtin",
    device: str = "auto",
    runtime: str = "auto",
    options: OptionFields | None = None,
    fields: Fields = DEFAULT_FIELDS,
    resume: bool = False,
    retry_failed: bool = False,
    mix: bool = False,
    workers: int | None = None,
    batch: int = BATCH,
    part: int = PART,
    with_text: bool = False,
    progress: bool = False,
) -> Report:
    """Summarize a corpus on a Ray cluster into a folder of parts: the rows of `newsum.corpus.run`.

    Connects to the cluster that ``RAY_ADDRESS`` names, or starts one on this machine. A part is
    written whole or not at all; ``resume`` does those that are missing.

    Args:
        source: As for `newsum.corpus.read`, but not standard input.
        output: A folder to be, named ``….parquet`` or ``….jsonl``.
        model: See `newsum.Summarizer`, also for *device*, *runtime* and *options*.
        device: Where the model runs.
        runtime: What runs it.
        options: See `newsum.Options`.
        fields: Where a row's text and id are.
        resume: Go on with a folder that is there.
        retry_failed: Go on with a folder that is there, and try its failures again, a part at a
            time: in the new part the new rows are in the places of the old.
        mix: Go on even if another model, other options or another version wrote it.
        workers: Actors, each with a core; None is one for each core of the cluster.
        batch: How many articles share the model's batches.
        part: Articles of a part; a page or a compressed file is never cut.
        with_text: Keep each article's cleaned text in its row.
        progress: Show on stderr how far the run has come.

    Raises:
        CorpusError: The corpus or the folder cannot be used, or parts could not be written.
        MissingExtra: Ray is not installed.
    """
    ray = require("ray", extra="ray")
    require("ray.data", extra="ray")
    folder = Path(output)
    kind = check_places(source, folder)
    if str(source) == STDIN:
        raise OptionError("--engine ray needs files that every node can read, not standard input.")
    own = (folder,)
    next(read(source, fields, exclude=own), None)  # a wrong field is said here, not by an actor
    make = partial(Summarizer, model, device=device, runtime=runtime, **(options or {}))
    parts = list(_parts(slices(source, part, exclude=own), part))
    ending = ".parquet" if kind == "parquet" else ".jsonl"
    named = {f"part-{number:06}{ending}": each for number, each in enumerate(parts)}
    resume = resume or retry_failed
    _prepare(folder, make, fields, parts, resume=resume, mix=mix, with_text=with_text)
    report = Report(folder)
    todo = {}
    for name, each in named.items():
        done, lost = _count_rows(folder / name, failed=retry_failed)
        report.skipped += done - lost
        if lost or not (folder / name).exists():
            todo[name] = each
    written: set[str] = set()
    begun = time.monotonic()
    total = count(source, exclude=own) if progress and todo else None
    bar = on_stderr(total, done=report.skipped) if progress and todo else Silent()
    why = ""
    try:
        arguments = (make, str(folder), fields, batch, with_text)
        for told in _written(ray, todo, arguments, workers):
            why = why or told.get("error", "")
            if "error" not in told:
                written.add(told["name"])
            kinds = Counter(told.get("failed", {}))
            report.done += told.get("done", 0)
            report.failed += kinds
            report.retried += told.get("retried", 0)
            bar.update(told.get("done", 0) + kinds.total())
    except KeyboardInterrupt:
        report.interrupted = True
    except ray.exceptions.RayError as error:
        why = f"Ray: {str(error).splitlines()[0]}"
    finally:
        bar.close()
    report.seconds = time.monotonic() - begun
    unwritten = todo.keys() - written
    if unwritten and not report.interrupted:
        again = "--retry-failed" if retry_failed else "--resume"
        raise CorpusError(
            f"{len(unwritten):,} of {len(named):,} parts of {str(folder)!r} were not written. "
            f"{why or 'The log of Ray says why.'} The same command with {again} tries them again."
        )
    return report


def _written(
    ray: Any, missing: Mapping[str, list[Slice]], arguments: tuple[Any, ...], workers: int | None
) -> Iterator[dict[str, Any]]:
    """Write the *missing* parts, and yield a report of each."""
    if not missing:
        return
    _connect(ray)
    actors = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
    items = [
        {"name": name, "part": json.dumps([_plain(each) for each in part])}
        for name, part in missing.items()
    ]
    with _quiet(ray.data.DataContext.get_current()):
        written = ray.data.from_items(items, override_num_blocks=len(items)).map_batches(
            _PartWriter,
            fn_constructor_args=arguments,
            batch_size=1,
            num_cpus=1,
            compute=ray.data.ActorPoolStrategy(size=min(actors, len(items))),
        )
        for row in written.iter_rows():
            yield json.loads(row["report"])


def _connect(ray: Any) -> None:
    """Join the cluster that is there, or start one here that calls nobody."""
    if ray.is_initialized():
        return
    before = os.environ.get(_USAGE)
    os.environ[_USAGE] = before or "0"  # there is no argument for it
    try:
        ray.init(include_dashboard=False, log_to_driver=False, logging_level="error")
    finally:
        if before is None:
            del os.environ[_USAGE]


@contextmanager
def _quiet(context: Any) -> Iterator[None]:
    """Leave stderr to our own progress; let a part that fails not take the others with it."""
    log = logging.getLogger("ray.data")
    before = context.enable_progress_bars, context.max_errored_blocks, log.level
    context.enable_progress_bars, context.max_errored_blocks = False, -1
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        context.enable_progress_bars, context.max_errored_blocks = before[:2]
        log.setLevel(before[2])


def _parts(found: Iterator[Slice], size: int) -> Iterator[list[Slice]]:
    """Put pages together by *size*; every other stretch is a part of its own."""
    pages: list[Slice] = []
    for each in found:
        if each.path.suffix.lower() in PAGES:
            pages.append(each)
            if len(pages) < size:
                continue
        if pages:
            yield pages
            pages = []
        if each.path.suffix.lower() not in PAGES:
            yield [each]
    if pages:
        yield pages


def _prepare(
    folder: Path,
    make: Make,
    fields: Fields,
    parts: list[list[Slice]],
    *,
    resume: bool,
    mix: bool,
    with_text: bool,
) -> None:
    """Make the folder, or see that what is there can be gone on with."""
    summarizer = make()
    cut = blake2b(digest_size=16)
    for each in (each for part in parts for each in part):
        cut.update(repr((each.name, each.start, each.stop)).encode("utf-8", "backslashreplace"))
    own = PartsJournal(
        signature=row_signature(summarizer, with_text=with_text),
        text=fields.text,
        id=fields.id,
        cut=cut.hexdigest(),
    )
    summarizer.close()
    path = folder / JOURNAL
    with saving(folder):
        if folder.exists() and not resume:
            raise CorpusError(
                f"{str(folder)!r} is there already. Use --resume to continue, or write to another."
            )
        folder.mkdir(parents=True, exist_ok=True)
        found = PartsJournal.read(path)
        if found is None and any(folder.iterdir()):
            raise CorpusError(f"{str(folder)!r} was not written by newsum. Write to another.")
        if found is not None and found.cut != own.cut:
            raise CorpusError(
                f"The corpus of {str(folder)!r} has changed, or was cut into other parts, so that "
                "its parts are not what they were. Write to another folder."
            )
        if found is not None and not mix:
            found.refuse_mixing(own, folder)
        own.save(path)
        for left in (*folder.glob("*.tmp"), *folder.glob(f"*{_ATTEMPTS}")):
            left.unlink()


def _count_rows(path: Path, *, failed: bool) -> tuple[int, int]:
    """Count the rows of a part, none if it is not there, and, if asked, the failures among them."""
    if not path.exists():
        return 0, 0
    if failed:
        found = Counter(bad for _, bad in failures(path))
        return found.total(), found[True]
    if check_format(path) == "parquet":
        return tables.count_rows(path), 0
    with path.open("rb") as lines:
        return sum(1 for _ in lines), 0


def _plain(part: Slice) -> list[Any]:
    return [str(part.path.absolute()), part.name, part.start, part.stop, part.first]


def _slice_of(plain: list[Any]) -> Slice:
    path, *rest = plain
    return Slice(Path(path), *rest)
