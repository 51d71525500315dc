"""What wrote an output, and how much of it is safely on disk: a small file beside its rows."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from newsum import __version__
from newsum.corpus.disk import replace_file
from newsum.errors import CorpusError


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """What wrote the rows: the summarizer, and the fields of the text and the id."""

    signature: str
    text: str
    id: str | None
    newsum: str = __version__

    def save(self, path: Path) -> None:
        """Put this journal in the place of the one in *path*, atomically."""
        replace_file(path, json.dumps(asdict(self), ensure_ascii=False, indent=1).encode() + b"\n")

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """Return the journal in *path*, or None where there is none.

        Raises:
            CorpusError: It is damaged.
        """
        try:
            return cls(**json.loads(path.read_bytes()))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise CorpusError(
                f"The journal {str(path)!r} cannot be read: {error}. Write to another place, or "
                "remove the journal and continue with the rows that are there (--resume --mix)."
            ) from error

    def refuse_mixing(self, own: Journal, output: Path) -> None:
        """Refuse to put rows of *own* behind these in *output*.

        Raises:
            CorpusError: They were not made in the same way; the message says what differs.
        """
        for what, theirs, ours in (
            ("made with", self.signature, own.signature),
            ("made from the text in field", self.text, own.text),
            ("made with ids from field", self.id, own.id),
        ):
            if theirs != ours:
                raise CorpusError(
                    f"The rows of {str(output)!r} were {what} {theirs!r}; this run has {ours!r}. "
                    "Write to another place, or use --mix to keep both in this one."
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class LogJournal(Journal):
    """Of an output that is appended to."""

    rows: int = 0  # in the log
    bytes: int = 0  # of the log
    merged: int = 0  # rows in the Parquet file


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsJournal(Journal):
    """Of an output that is a folder of parts."""

    cut: str  # names every part's stretch of the corpus
