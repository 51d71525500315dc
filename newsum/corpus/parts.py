"""A corpus as a folder of parts, each written whole or not at all, by as many hands as there are.

What a cluster's adapter needs of it: how the corpus is cut into parts, what may be in the folder
already, and the stage that writes a part.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple
from functools import partial
from hashlib import blake2b
from itertools import islice, repeat
from pathlib import Path
from typing import Any, Final

from newsum.corpus import tables
from newsum.corpus.disk import beside, replacing, saving
from newsum.corpus.engines import Make, Outcome, Streams, failed, row_signature, summarize_group
from newsum.corpus.files import PAGES
from newsum.corpus.journal import PartsJournal
from newsum.corpus.records import Fields, Record, Slice, read_slice
from newsum.corpus.rows import check_format, failures, line_of, rows
from newsum.errors import CorpusError, NewsumError, WorkerDied

#: In the output's folder: what wrote it, and how the corpus was cut. Ray and Arrow skip the name.
JOURNAL: Final = "_newsum.json"
#: Behind the name of a part that is being written.
_ATTEMPTS: Final = ".attempts"


def gathered(found: Iterator[Slice], size: int) -> Iterator[list[Slice]]:
    """Put pages together by *size*; every other stretch is a part of its own."""
    pages: list[Slice] = []
    for each in found:
        is_page = each.path.suffix.lower() in PAGES
        if is_page:
            pages.append(each)
            if len(pages) < size:
                continue
        if pages:
            yield pages
            pages = []
        if not is_page:
            yield [each]
    if pages:
        yield pages


def prepare(
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


def count_rows(path: Path, *, failed: bool) -> tuple[int, int]:
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


class PartWriter:
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
        """Write the parts of *batch*, and return a report of each."""
        reports = [
            {"name": str(name)} | self._write(self._folder / str(name), _unpacked(part))
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


def packed(part: list[Slice]) -> str:
    """Return *part* as a text that any node can read."""
    return json.dumps([[str(each.path.absolute()), *astuple(each)[1:]] for each in part])


def _unpacked(part: str) -> list[Slice]:
    return [Slice(Path(path), *rest) for path, *rest in json.loads(part)]
