"""How well `select` does against the publishers' own descriptions of their articles.

    python tests/benchmarks/selection.py DIR [--sentences 2]

DIR holds pages and bodies as the cleaning set does: ``index.jsonl`` with a row a page (``id``,
``lang``, ``html``, ``gold``). The reference is the page's ``<meta name="description">`` or
``og:description`` of at least 10 words (25 characters) that is not cut off ("…"); what is selected
from the gold body is compared with it: ROUGE-L F and ROUGE-1 recall, on words for English and on
characters for Chinese, beside the first sentences of the body. A feature is an article of over 40
sentences whose first two say little of its title: they hold under a third of its words.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from lxml import html

from newsum.article import Sentence
from newsum.languages import HAN, Language
from newsum.selection.select import select
from newsum.split import split

_HAN = re.compile(f"[{HAN}]")
_TOKEN = {
    "en": re.compile(r"[a-z0-9]+"),
    "zh": re.compile(f"[{HAN}]|[a-z0-9]+"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """An article and what its publisher says it is about."""

    id: str
    publisher: str
    language: Language
    title: str
    sentences: list[Sentence]
    reference: str
    page: Path

    def is_feature(self) -> bool:
        lead = set(tokens(_text(self.sentences[:2]), self.language))
        title = set(tokens(self.title, self.language))
        return len(self.sentences) > 40 and 3 * len(title & lead) < len(title)


def cases(folder: Path) -> Iterator[Case]:
    for line in (folder / "index.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        language = cast(Language, row["lang"])
        page = folder / row["html"]
        tree = html.fromstring(page.read_bytes())
        reference = next(filter(None, _references(tree, language)), None)
        if reference is not None:
            body = (folder / row["gold"]).read_text("utf-8")
            yield Case(
                row["id"],
                row["publisher"],
                language,
                _title(tree),
                split(body, language),
                reference,
                page,
            )


def _references(tree: html.HtmlElement, language: Language) -> Iterator[str | None]:
    for name in ('@name="description"', '@property="og:description"'):
        for value in tree.xpath(f"//meta[{name}]/@content"):
            text = " ".join(str(value).split())
            long = len(_HAN.findall(text)) >= 25 if language == "zh" else len(text.split()) >= 10
            yield text if long and not text.endswith(("…", "...")) else None


def _title(tree: html.HtmlElement) -> str:
    found = tree.xpath('//meta[@property="og:title"]/@content') or tree.xpath("//title/text()")
    # The site's name after the last bar or dash is no part of it.
    return re.split(r"\s+[|–—-]\s+|_|\|", str(found[0]).strip())[0] if found else ""


def tokens(text: str, language: Language) -> list[str]:
    return _TOKEN[language].findall(text.lower())


def rouge_l(reference: Sequence[str], candidate: Sequence[str]) -> float:
    """Return the F1 of the longest common subsequence (Lin 2004)."""
    places: dict[str, int] = {}
    for i, token in enumerate(reference):
        places[token] = places.get(token, 0) | 1 << i
    row = full = (1 << len(reference)) - 1
    for token in candidate:  # bit-parallel, after Hyyrö 2004
        match = row & places.get(token, 0)
        row = ((row + match) | (row - match)) & full
    common = len(reference) - row.bit_count()
    return 2 * common / (len(reference) + len(candidate)) if common else 0.0


def recall(reference: Sequence[str], candidate: Sequence[str]) -> float:
    """Return ROUGE-1 recall."""
    return (Counter(reference) & Counter(candidate)).total() / len(reference)


def scores(case: Case, chosen: Sequence[Sentence]) -> tuple[float, float]:
    reference = tokens(case.reference, case.language)
    candidate = tokens(_text(chosen), case.language)
    return rouge_l(reference, candidate), recall(reference, candidate)


def _text(sentences: Iterable[Sentence]) -> str:
    return "".join(sentence.text for sentence in sentences)


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the mean."""
    rng = random.Random(0)
    means = sorted(sum(rng.choices(values, k=len(values))) / len(values) for _ in range(1000))
    return means[24], means[974]


def report(name: str, group: Sequence[Case], count: int) -> None:
    if not group:
        return
    print(f"{name}: {len(group)} articles, {count} sentences")
    rows = {
        "lead": [scores(c, c.sentences[:count]) for c in group],
        "select": [
            scores(c, select(c.sentences, language=c.language, count=count, title=c.title))
            for c in group
        ],
        "select, no title": [
            scores(c, select(c.sentences, language=c.language, count=count)) for c in group
        ],
    }
    for label, values in rows.items():
        means = [sum(column) / len(group) for column in zip(*values, strict=True)]
        print(f"  {label:17} ROUGE-L F {means[0]:.3f}   ROUGE-1 recall {means[1]:.3f}")
    gains = [a[0] - b[0] for a, b in zip(rows["select"], rows["lead"], strict=True)]
    low, high = interval(gains)
    print(f"  gain over lead    ROUGE-L F {sum(gains) / len(gains):+.3f} [{low:+.3f}, {high:+.3f}]")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sentences", type=int, default=2)
    chosen = parser.parse_args()
    everything = list(cases(chosen.folder))
    for language in ("en", "zh"):
        group = [case for case in everything if case.language == language]
        report(language, group, chosen.sentences)
        long = [case for case in group if len(case.sentences) > 40]
        report(f"{language}, over 40 sentences", long, chosen.sentences)
        features = [case for case in group if case.is_feature()]
        report(f"{language}, features", features, chosen.sentences)


if __name__ == "__main__":
    main()
