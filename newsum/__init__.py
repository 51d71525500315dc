"""One call turns a news article, English or Chinese, into an English and a Chinese summary.

>>> import newsum
>>> result = newsum.summarize(newsum.sample("en"), to="en", sentences=1)
>>> result.language
'en'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsum import errors as errors
    from newsum import models as models
    from newsum.api import summarize, verify
    from newsum.article import Article, Evidence, Finding, Removed, Sentence
    from newsum.errors import NewsumError
    from newsum.options import Options
    from newsum.result import Failure, Result, Summary, SummarySentence
    from newsum.samples import sample
    from newsum.source import clean
    from newsum.summarizer import Summarizer

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Evidence",
    "Failure",
    "Finding",
    "NewsumError",
    "Options",
    "Removed",
    "Result",
    "Sentence",
    "Summarizer",
    "Summary",
    "SummarySentence",
    "clean",
    "errors",
    "models",
    "sample",
    "summarize",
    "verify",
]

#: Where each public name lives. It is imported at its first use: the tables behind the checks
#: take longer to compile than a command line's help should.
_HOMES = {
    **dict.fromkeys(("Article", "Evidence", "Finding", "Removed", "Sentence"), "article"),
    **dict.fromkeys(("Failure", "Result", "Summary", "SummarySentence"), "result"),
    **dict.fromkeys(("summarize", "verify"), "api"),
    "NewsumError": "errors",
    "Options": "options",
    "Summarizer": "summarizer",
    "clean": "source",
    "sample": "samples",
}


def __getattr__(name: str) -> Any:
    if name in ("errors", "models"):
        return import_module(f"newsum.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'newsum' has no attribute {name!r}")
    value = getattr(import_module(f"newsum.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__"})
