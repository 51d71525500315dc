"""One call turns a news article, English or Chinese, into an English and a Chinese summary.

>>> import newsum
>>> result = newsum.summarize(newsum.sample("en"), to="en", sentences=1)
>>> result.language
'en'
"""

__version__ = "0.1.0"

from newsum.article import Article, Evidence, Finding, Removed, Sentence
from newsum.errors import NewsumError
from newsum.options import Options
from newsum.result import Failure, Result, Summary, SummarySentence
from newsum.samples import sample
from newsum.source import to_article as clean
from newsum.summarizer import Summarizer, summarize

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
    "sample",
    "summarize",
]
