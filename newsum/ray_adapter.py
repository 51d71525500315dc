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
from pathlib import Path
from typing import Any, Final

from newsum.corpus import tables
from newsum.corpus.engines import summarize_group
from newsum.corpus.files import STDIN, count
from newsum.corpus.parts import PartWriter, count_rows, gathered, packed, prepare
from newsum.corpus.progress import Silent, on_stderr
from newsum.corpus.records import DEFAULT_FIELDS, Fields, Slice, read, record_of, slices
from newsum.corpus.run import BATCH, Report, check_places
from newsum.errors import CorpusError, OptionError, require
from newsum.options import OptionFields
from newsum.summarizer import Summarizer

#: Articles of a part: what a killed actor has to do again, ten minutes' work of a core at most,
#: and ten thousand files for ten million articles.
PART: Final = 1000
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
    parts = list(gathered(slices(source, part, exclude=own), part))
    ending = ".parquet" if kind == "parquet" else ".jsonl"
    named = {f"part-{number:06}{ending}": each for number, each in enumerate(parts)}
    resume = resume or retry_failed
    prepare(folder, make, fields, parts, resume=resume, mix=mix, with_text=with_text)
    report = Report(folder)
    todo = {}
    for name, each in named.items():
        done, lost = count_rows(folder / name, failed=retry_failed)
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
    items = [{"name": name, "part": packed(part)} for name, part in missing.items()]
    with _quiet(ray.data.DataContext.get_current()):
        written = ray.data.from_items(items, override_num_blocks=len(items)).map_batches(
            PartWriter,
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
