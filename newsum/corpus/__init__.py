"""Corpora: any number of articles, one machine or several processes, nothing lost.

- `records` reads them, `output` writes their rows, `engines` and `workers` make rows of them,
  `run` puts these together and is the door.
"""

from __future__ import annotations
