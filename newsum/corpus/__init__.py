"""Corpora: any number of articles, one machine or several processes, nothing lost.

>>> from newsum.corpus import read, rows, run

`run` is the door: ``run("articles.jsonl", "summaries.parquet", partial(Summarizer, to="en"))``.
`read` yields what it reads, `rows` what it has written. `newsum batch` is its command line.
"""

from __future__ import annotations

from newsum.corpus.records import Fields, Record, read
from newsum.corpus.rows import rows
from newsum.corpus.run import Report, run

__all__ = ["Fields", "Record", "Report", "read", "rows", "run"]
