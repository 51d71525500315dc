"""Corpora that are made up, and summarizers that die: importable by worker processes."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from newsum.errors import FetchError
from newsum.options import Options
from newsum.result import Failure, Result
from newsum.source import Source
from newsum.summarizer import Summarizer

_EN = (
    "The council of Harrow voted on Monday to spend ${n} million on {n} new buses.",
    "Line {n} will run from the harbour to the airport every {n} minutes.",
    "Mayor Ellen Ward said the route had waited {n} years for its money.",
    "Critics called the plan late, and pointed to {n} letters from residents.",
    "Tickets will cost no more than they do now, the operator said.",
    "The first of the buses is due in the spring of next year.",
)
_ZH = (
    "宁州市政府周一决定投入{n}亿元，购置{n}辆新公交车。",
    "{n}路公交车将从港口开往机场，每{n}分钟一班。",
    "市长沈玉兰表示，这条线路已经等了{n}年。",
    "有居民写了{n}封信，批评计划来得太晚。",
    "运营方称，票价不会高于现在的水平。",
    "首批车辆预计明年春天投入使用。",
)


def article(number: int) -> str:
    """A short article, English or Chinese in turn, unlike those of other numbers."""
    sentences = _ZH if number % 2 else _EN
    joint = "" if number % 2 else " "
    return joint.join(sentence.format(n=number + 2) for sentence in sentences)


def page(number: int) -> str:
    """The article as the page of a site, with what surrounds one."""
    half = len(article(number)) // 2
    body = "".join(f"<p>{part}</p>" for part in (article(number), article(number + 2)[:half]))
    return (
        f"<html><head><title>Story {number}</title></head><body><nav><a href=/>Home</a> "
        f"<a href=/world>World</a></nav><article><h1>Story {number}</h1>{body}</article>"
        "<footer>© 2026 The Harrow Post. All rights reserved.</footer></body></html>"
    )


def write_jsonl(path: Path, count: int, *, first: int = 0) -> Path:
    """Write *count* articles with ids to *path*."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(first, first + count):
            row = {"id": f"a{number}", "text": article(number)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


class Deadly(Summarizer):
    """A summarizer that an article can kill: by signal, by exit, or with an error of its own."""

    def stream(self, articles: Iterable[Source], **kwargs: Any) -> Iterator[Result | Failure]:
        held = list(articles)
        for source in held:
            text = source if isinstance(source, str) else ""
            if "KILL" in text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "ONCE" in text:
                mark = Path(text.split()[1])
                if not mark.exists():
                    mark.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
        return super().stream(held, **kwargs)

    def _plan(self, source: Source, options: Options) -> Any:
        if isinstance(source, str) and "CRASH" in source:
            raise ZeroDivisionError("an error nobody foresaw")
        return super()._plan(source, options)


class Patchy(Summarizer):
    """A summarizer that cannot reach every third article."""

    def stream(self, articles: Iterable[Source], **kwargs: Any) -> Iterator[Result | Failure]:
        held = list(articles)
        lost = {article(number) for number in range(0, 1000, 3)}
        for source, outcome in zip(held, super().stream(held, **kwargs), strict=True):
            yield Failure(FetchError("cannot be reached")) if source in lost else outcome


class Slow(Summarizer):
    """A summarizer as slow as a real model, so that there is time to stop it.

    It takes a minute over an article "STUCK", a space and the file to make when it begins.
    """

    def stream(self, articles: Iterable[Source], **kwargs: Any) -> Iterator[Result | Failure]:
        held = list(articles)
        for source in held:
            if isinstance(source, str) and source.startswith("STUCK"):
                _take_a_minute(Path(source.split()[1]))
        for outcome in super().stream(held, **kwargs):
            time.sleep(0.01)
            yield outcome


def slow_to_load(mark: Path) -> Summarizer:
    """Make a summarizer whose model takes a minute to load."""
    _take_a_minute(mark)
    return Summarizer()


def _take_a_minute(mark: Path) -> None:
    mark.touch()
    time.sleep(60)
