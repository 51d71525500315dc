"""How well and how fast `newsum.clean` finds the article, beside other extractors.

    python -m tests.benchmarks.cleaning DIR            scores, five folds by publisher, peers, speed
    python -m tests.benchmarks.cleaning DIR --quick    newsum's own scores only

DIR is a set of labeled pages as `newsum.training.line_scorer` describes it: ``index.jsonl`` with a
row a page (``id``, ``lang``, ``publisher``, ``html``, ``gold``, ``labels``). A page is cleaned in
these forms: its HTML, and what a reader copies of it: ``core`` (the body with the litter inside it),
``region`` (from the headline to just past the body) and ``full`` (all of it). Where html2text is installed
there is ``markdown`` too: the page as that writes it.

Precision and recall are of 4-shingles (English words, Chinese characters, as multisets), means over
the pages; F1 is of these means. For pasted text the lines are counted too: "keep" is the share of
the body's lines that stay, "drop" that of the litter's that go. Lines labeled mixed or title count
for neither.

The cross-validated rows are what a new publisher's page may expect of the shipped weights: each
fold's pages are judged by weights that were trained without its publishers (five folds, grouped by
name, host and links). "±" is the standard deviation over the folds. The rules and thresholds are
the same in all folds.

Peers are scored on HTML, with their defaults, where they are installed. Times are processor time of
this process on one thread, the fastest of three passes over all pages, one after the other.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from rich.console import Console
from rich.table import Table

from newsum.cleaning import clean, scorer
from newsum.errors import NewsumError
from newsum.languages import HAN
from newsum.training import line_scorer

FORMS = ("html", "markdown", "core", "region", "full")
_PASTED = FORMS[2:]
#: What `newsum.clean` is told of a form.
_IS_HTML = {"html": True, "markdown": None}
LANGUAGES = ("en", "zh")
Clean = Callable[[str, str], str]  # (source, form) -> the article's lines
_TOKEN = re.compile(rf"[{HAN}]|[A-Za-z0-9]+(?:'[A-Za-z]+)?|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Case:
    """A page in one form."""

    page: str
    language: str
    form: str
    source: str
    gold: str
    lines: list[tuple[str, str]] = field(default_factory=list)  # (label, text), of pasted text


def cases(folder: Path) -> Iterator[Case]:
    for row in map(json.loads, (folder / "index.jsonl").read_text("utf-8").splitlines()):
        read = {
            name: (folder / row[name]).read_text("utf-8") for name in ("html", "gold", "labels")
        }
        yield Case(row["id"], row["lang"], "html", read["html"], read["gold"])
        if html2text := _module("html2text"):
            converter = html2text.HTML2Text(bodywidth=0)
            written = converter.handle(read["html"])
            yield Case(row["id"], row["lang"], "markdown", written, read["gold"])
        labeled = [json.loads(line) for line in read["labels"].splitlines()]
        for form in _PASTED:
            part = [
                (each["label"], each["text"]) for each in labeled if form == "full" or each[form]
            ]
            body = "\n".join(text for label, text in part if label == "keep")
            source = "\n".join(text for _, text in part)
            yield Case(row["id"], row["lang"], form, source, body, part)


def tokens(text: str) -> tuple[str, ...]:
    even = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    return tuple(token.lower() for token in _TOKEN.findall(even))


def shingles(sequence: Sequence[str], n: int = 4) -> Counter[tuple[str, ...]]:
    if not sequence:
        return Counter()
    return Counter(tuple(sequence[i : i + n]) for i in range(max(1, len(sequence) - n + 1)))


@dataclass(slots=True)
class Tally:
    """What several pages add up to."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    kept: list[bool] = field(default_factory=list)
    dropped: list[bool] = field(default_factory=list)

    def numbers(self) -> dict[str, float]:
        p, r = _mean(self.precision), _mean(self.recall)
        return {
            "P": p,
            "R": r,
            "F1": 2 * p * r / (p + r) if p + r else 0.0,
            "keep": _mean(self.kept),
            "drop": _mean(self.dropped),
        }


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else float("nan")


def add(tally: Tally, case: Case, text: str) -> None:
    """Score one page's cleaned *text*."""
    lines = [(tokens(line), line) for line in text.split("\n")]
    if case.lines:
        neutral = {tokens(line) for label, line in case.lines if label in ("mixed", "title")}
        _add_lines(tally, case, tokens(text), {line for line, _ in lines})
        lines = [(line, raw) for line, raw in lines if line not in neutral]
    found = shingles([token for line, _ in lines for token in line])
    gold = shingles(tokens(case.gold))
    common = (found & gold).total()
    if found:
        tally.precision.append(common / found.total())
    if gold:
        tally.recall.append(common / gold.total())


def _add_lines(tally: Tally, case: Case, found: Sequence[str], lines: set[tuple[str, ...]]) -> None:
    grams = shingles(found, 3)
    body = "\n".join(line for label, line in case.lines if label != "drop")
    said = shingles(tokens(body), 3)

    def share(line: Sequence[str], among: Mapping[tuple[str, ...], int]) -> float:
        return _mean([gram in among for gram in shingles(line, 3)])

    for label, text in case.lines:
        line = tokens(text)
        if len(line) < 2 or label not in ("keep", "drop"):
            continue
        short = len(line) < 3
        if label == "drop" and not short and share(line, said) >= 0.7:
            continue  # the body says it too
        stays = line in lines if short else share(line, grams) >= 0.7
        if label == "keep":
            tally.kept.append(stays)
        else:
            tally.dropped.append(not stays)


def newsum_clean(source: str, form: str) -> str:
    try:
        return clean(source, html=_IS_HTML.get(form, False)).text
    except NewsumError:
        return ""


def score(found: Sequence[Case], system: Clean) -> dict[tuple[str, str], Tally]:
    tallies: dict[tuple[str, str], Tally] = {}
    for case in found:
        add(
            tallies.setdefault((case.form, case.language), Tally()),
            case,
            system(case.source, case.form),
        )
    return tallies


def cross_validate(
    folder: Path, found: Sequence[Case]
) -> tuple[dict[tuple[str, str], Tally], list[dict[tuple[str, str], Tally]]]:
    """Return the tallies of all pages, each judged by strangers' weights, and of each fold."""
    known = line_scorer.publishers(folder)
    sets: dict[scorer.Road, list[line_scorer.Page]] = {
        "text": line_scorer.text_pages(folder),
        "page": line_scorer.html_pages(folder),
    }
    folds = []
    whole: dict[tuple[str, str], Tally] = {}
    for fold in range(line_scorer.FOLDS):
        weights = {
            road: {
                name: np.asarray(tensor, dtype="<f2").astype(np.float32)  # as they are shipped
                for name, tensor in line_scorer.fit(
                    [page for page in pages if line_scorer.fold(page.publisher) != fold], road
                ).items()
            }
            for road, pages in sets.items()
        }
        own = [case for case in found if line_scorer.fold(known[case.page]) == fold]
        with patch.object(scorer, "_weights", weights.__getitem__):
            tallies = score(own, newsum_clean)
        folds.append(tallies)
        for key, tally in tallies.items():
            into = whole.setdefault(key, Tally())
            for name in Tally.__slots__:
                getattr(into, name).extend(getattr(tally, name))
    return whole, folds


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


def peers() -> dict[str, Callable[[str], str]]:
    """Return the extractors that are installed."""
    found: dict[str, Callable[[str], str]] = {}
    if trafilatura := _module("trafilatura"):
        found["trafilatura"] = lambda page: trafilatura.extract(page) or ""
        found["trafilatura, precise"] = lambda page: (
            trafilatura.extract(page, favor_precision=True) or ""
        )
    if justext := _module("justext"):
        found["jusText"] = lambda page: "\n".join(
            each.text
            for each in justext.justext(
                page.encode(),
                (),
                stopwords_low=0,
                stopwords_high=0,
                encoding="utf-8",
            )
            if not each.is_boilerplate
        )
    if newspaper := _module("newspaper"):
        found["newspaper4k"] = lambda page: (
            newspaper.article("http://x.example/", input_html=page).text
        )
    if goose := _module("goose3"):
        found["goose3"] = lambda page: goose.Goose().extract(raw_html=page).cleaned_text
    return found


def _quiet(extract: Callable[[str], str]) -> Clean:
    def run(source: str, form: str) -> str:
        try:
            return extract(source)
        except Exception:  # noqa: BLE001 - a peer may fail on a page however it likes
            return ""

    return run


def seconds(
    pages: Sequence[str], systems: Mapping[str, Callable[[str], object]]
) -> dict[str, float]:
    """Return the processor time of the fastest of three passes, systems by turns."""
    best = dict.fromkeys(systems, float("inf"))
    for _ in range(3):
        for name, system in systems.items():
            start = time.process_time()
            for page in pages:
                system(page)
            best[name] = min(best[name], time.process_time() - start)
    return best


def _table(title: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("form")
    for language in LANGUAGES:
        for name in ("P", "R", "F1", "keep", "drop"):
            table.add_column(f"{language} {name}", justify="right")
    return table


def _row(
    table: Table,
    name: str,
    form: str,
    tallies: Mapping[tuple[str, str], Tally],
    folds: Sequence[Mapping[tuple[str, str], Tally]] = (),
) -> None:
    cells = []
    for language in LANGUAGES:
        tally = tallies.get((form, language), Tally())
        for number, value in tally.numbers().items():
            each = [
                fold[form, language].numbers()[number] for fold in folds if (form, language) in fold
            ]
            spread = f" ±{statistics.pstdev(each):.3f}" if each and number == "F1" else ""
            cells.append("" if np.isnan(value) else f"{value:.3f}{spread}")
    table.add_row(name, *cells)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quick", action="store_true", help="newsum's own scores only")
    options = parser.parse_args()
    console = Console(width=130)
    found = list(cases(options.folder))
    count = Counter(case.language for case in found if case.form == "html")
    pages = ", ".join(f"{count[language]} {language}" for language in LANGUAGES)

    own = score(found, newsum_clean)
    table = _table(f"newsum, shipped weights ({pages} pages)")
    for form in FORMS:
        _row(table, form, form, own)
    console.print(table)
    if options.quick:
        return

    whole, folds = cross_validate(options.folder, found)
    table = _table("newsum, cross-validated by publisher (all pages, and the mean of the folds)")
    for form in FORMS:
        _row(table, form, form, whole, folds)
    for form in FORMS:
        cells = []
        for language in LANGUAGES:
            numbers = [fold[form, language].numbers() for fold in folds if (form, language) in fold]
            for name in ("P", "R", "F1", "keep", "drop"):
                mean = _mean([each[name] for each in numbers])
                cells.append("" if np.isnan(mean) else f"{mean:.3f}")
        table.add_row(f"{form}, mean", *cells)
    console.print(table)

    others = peers()
    html = [case for case in found if case.form == "html"]
    table = _table("HTML, peers")
    _row(table, "newsum", "html", own)
    for name, peer in others.items():
        _row(table, name, "html", score(html, _quiet(peer)))
    console.print(table)

    sources = [case.source for case in html]
    systems: dict[str, Callable[[str], object]] = {
        "newsum": lambda page: newsum_clean(page, "html"),
        **{
            name: lambda page, peer=peer: _quiet(peer)(page, "html")
            for name, peer in others.items()
        },
    }
    times = seconds(sources, systems)
    for name, taken in times.items():
        ratio = f"newsum is {taken / times['newsum']:.2f} times as fast" if name != "newsum" else ""
        console.print(f"{name:22} {len(sources) / taken:6.1f} pages/s  {ratio}")


if __name__ == "__main__":
    main()
