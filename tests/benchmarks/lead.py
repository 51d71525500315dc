"""Score lead, random, TextRank, LexRank, the oracle, and newsum against publishers' descriptions.

    python tests/benchmarks/lead.py DIR [--sentences 3] [--newsum]

DIR holds pages and bodies as `selection.py` says; the reference is a page's own description, and
the article its gold body. With --newsum the summaries that newsum itself writes in the article's
language are scored too (the built-in model selects and does not rewrite there).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from selection import cases

from newsum.evaluate import Example, Scores, baseline, compare, score
from newsum.evaluate.scores import table

NAMES = ("lead", "random", "textrank", "lexrank", "oracle")


def examples(folder: Path, language: str) -> list[Example]:
    """Return the pages of a language that describe themselves."""
    return [
        Example("".join(s.text for s in c.sentences), c.reference, c.language, c.language, c.id)
        for c in cases(folder)
        if c.language == language
    ]


def newsum_summaries(found: list[Example], sentences: int) -> list[str]:
    """Return what newsum writes in the article's own language."""
    import newsum

    return [
        newsum.summarize(
            newsum.Article(text=each.article, language=each.source_language),
            to=each.language,
            sentences=sentences,
        )[each.language].text
        for each in found
    ]


def main() -> None:
    """Print a table for each language, and the signatures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sentences", type=int, default=3)
    parser.add_argument("--newsum", action="store_true")
    args = parser.parse_args()
    console = Console(width=120)
    for language in ("en", "zh"):
        found = examples(args.folder, language)
        systems = {
            f"{name}-{args.sentences}": baseline(name, found, sentences=args.sentences)
            for name in NAMES
        }
        if args.newsum:
            systems["newsum"] = newsum_summaries(found, args.sentences)
        scores: list[Scores] = [
            score(
                predictions,
                [each.reference for each in found],
                language=language,
                metrics=("rouge1", "rouge2", "rougeL", "chrf", "compression"),
                sources=[each.article for each in found],
                system=name,
            )
            for name, predictions in systems.items()
        ]
        console.print(f"{language}: {len(found)} pages", table(scores))
        if args.newsum:
            for each in compare(scores[-1], scores[0]).values():
                console.print(
                    f"newsum - lead: {each.metric} {each.difference:+.2f}, p = {each.p:.3f}"
                )
        for one in scores[0].values():
            console.print(one.signature)


if __name__ == "__main__":
    main()
