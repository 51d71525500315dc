"""Score lead, random, TextRank, LexRank, the oracle, and newsum against publishers' descriptions.

    python -m tests.benchmarks.lead DIR [--sentences 3] [--newsum] [--pages]

DIR holds pages and bodies as `selection.py` says; the reference is a page's own description, and
the article its gold body, or with --pages what newsum makes of the page itself. With --newsum the
summaries that newsum writes in the article's language, knowing the page's title, are scored too
(the built-in model selects and does not rewrite there).

A description is either cut from the article, mostly from its top, which no summary can do as well
as the first sentences themselves, or written for the reader. newsum is compared with the first
sentences on both kinds: it is written if more than half of its 4-grams are not in the article.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

import newsum
from newsum.evaluate import Example, Scores, baseline, score
from newsum.evaluate.rouge import ngrams
from newsum.evaluate.scores import table
from newsum.evaluate.statistics import bootstrap, paired
from tests.benchmarks.selection import Case, cases, tokens

NAMES = ("lead", "random", "textrank", "lexrank", "oracle")
METRICS = ("rouge1", "rouge2", "rougeL", "chrf", "compression")
SAMPLES = 1000
#: Fewer pages tell nothing of a kind of description.
FEW = 10


def articles(found: Sequence[Case], *, pages: bool) -> Iterator[newsum.Article]:
    """Yield the article of each case: its gold body, or what newsum makes of its page."""
    for case in found:
        if pages:
            yield newsum.clean(case.page.read_bytes())
        else:
            body = "".join(sentence.text for sentence in case.sentences)
            yield newsum.Article(text=body, title=case.title, language=case.language)


def summary(article: newsum.Article, count: int) -> str:
    """Return what newsum writes in the article's own language and characters."""
    own = article.language or "en"
    return newsum.summarize(article, to=own, sentences=count)[own].text


def is_written(case: Case) -> bool:
    """Tell whether the publisher wrote the description, rather than cut it from the article."""
    body = "".join(sentence.text for sentence in case.sentences)
    ours, theirs = (ngrams(tokens(text, case.language), 4) for text in (case.reference, body))
    return 2 * sum(n for gram, n in ours.items() if gram not in theirs) > ours.total()


def report(console: Console, found: Sequence[Case], *, pages: bool, ours: bool, count: int) -> None:
    """Print the systems' scores, and newsum's difference from the first sentences."""
    language = found[0].language
    texts = list(articles(found, pages=pages))
    examples = [
        Example(text.text, case.reference, language, language, case.id)
        for text, case in zip(texts, found, strict=True)
    ]
    systems = {f"{name}-{count}": baseline(name, examples, sentences=count) for name in NAMES}
    if ours:
        systems["newsum"] = [summary(text, count) for text in texts]
    scores = [
        score(
            predictions,
            [each.reference for each in examples],
            language=language,
            metrics=METRICS,
            sources=[each.article for each in examples],
            system=name,
        )
        for name, predictions in systems.items()
    ]
    console.print(f"{language}: {len(found)} pages", table(scores))
    if ours:
        written = [is_written(case) for case in found]
        compare(console, scores[-1], scores[0], "all", [True] * len(found))
        compare(console, scores[-1], scores[0], "written", written)
        compare(console, scores[-1], scores[0], "cut", [not each for each in written])
    for one in scores[0].values():
        console.print(one.signature)


def compare(
    console: Console, ours: Scores, lead: Scores, name: str, chosen: Sequence[bool]
) -> None:
    """Print how much better than the first sentences newsum is on the *chosen* pages."""
    for metric in ("rouge1", "rougeL"):
        pairs = zip(ours[metric].items, lead[metric].items, chosen, strict=True)
        kept = [(mine, theirs) for mine, theirs, use in pairs if use]
        if len(kept) < FEW:
            return
        mine, theirs = ([pair[at] for pair in kept] for at in (0, 1))
        gains = [a - b for a, b in kept]
        low, high = bootstrap(gains, samples=SAMPLES, seed=0)
        console.print(
            f"{name}, {len(kept)} pages, {metric}: newsum {sum(mine) / len(kept):.1f}, lead "
            f"{sum(theirs) / len(kept):.1f}, gain {sum(gains) / len(kept):+.1f} "
            f"[{low:+.1f}, {high:+.1f}], p = {paired(mine, theirs, samples=SAMPLES, seed=0):.3f}",
            markup=False,
        )


def main() -> None:
    """Print a table for each language, and the signatures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sentences", type=int, default=3)
    parser.add_argument("--newsum", action="store_true")
    parser.add_argument("--pages", action="store_true")
    args = parser.parse_args()
    console = Console(width=120)
    everything = list(cases(args.folder))
    for language in ("en", "zh"):
        found = [case for case in everything if case.language == language]
        report(console, found, pages=args.pages, ours=args.newsum, count=args.sentences)


if __name__ == "__main__":
    main()
