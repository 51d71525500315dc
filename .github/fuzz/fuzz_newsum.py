"""Fuzz newsum's readers with atheris (coverage-guided): any bytes, an answer or a `NewsumError`.

    pip install atheris
    python .github/fuzz/fuzz_newsum.py -max_total_time=600 corpus/

The first byte of an input picks the stage. The suite fuzzes the same stages with hypothesis
(`tests/test_robustness.py`), for less time and without coverage; put what this finds there.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import atheris

with atheris.instrument_imports(include=["newsum"]):
    from newsum.checking.check import check
    from newsum.cleaning import clean
    from newsum.corpus.files import bounded_lines
    from newsum.corpus.records import parse
    from newsum.detect import detect
    from newsum.errors import NewsumError
    from newsum.languages import LANGUAGES
    from newsum.split import split
    from newsum.summarizer import Summarizer

SUMMARIZER = Summarizer("builtin")


def splits(data: bytes) -> None:
    """Sentences rebuild their text."""
    text = data.decode("utf-8", "replace")
    for language in LANGUAGES:
        if "".join(sentence.text for sentence in split(text, language)) != text:
            raise AssertionError(f"{language}: the sentences do not rebuild the text")


def detects(data: bytes) -> None:
    """A language is told, or an error."""
    detect(data.decode("utf-8", "replace"))


def checks(data: bytes) -> None:
    """Any sentence can be compared with any evidence."""
    text, _, evidence = data.decode("utf-8", "replace").partition("\n")
    check(text, evidence.splitlines(), source="zh", target="en", glossary={})


def reads(data: bytes) -> None:
    """Any line of a corpus is a value or a `BadRow`."""
    for number, line in enumerate(bounded_lines(io.BytesIO(data), 1000)):
        parse(line, number)


def summarizes(data: bytes) -> None:
    """Evidence is where it says it is."""
    result = SUMMARIZER.summarize(data)
    for summary in result.summaries.values():
        for sentence in summary.sentences:
            for span in sentence.evidence:
                if result.article.text[span.start : span.end] != span.text:
                    raise AssertionError(f"{span} is not in the article")


STAGES: tuple[Callable[[bytes], object], ...] = (
    clean,
    splits,
    detects,
    checks,
    reads,
    summarizes,
)


def one_input(data: bytes) -> None:
    """Give *data* to the stage that its first byte names."""
    if not data:
        return
    stage = STAGES[data[0] % len(STAGES)]
    try:
        stage(data[1:])
    except NewsumError as error:
        if not str(error):
            raise AssertionError("an error without a word") from error


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
