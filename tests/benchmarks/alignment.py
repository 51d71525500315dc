"""How often alignment puts the true source sentence first, and how often checks err.

    python -m tests.benchmarks.alignment PAIRS.tsv --source en --target zh [--draws 4]

PAIRS has a source sentence and its human translation on each row, in the order of a text, as WMT's
newstest sets do. Every 40 rows are taken for an article; three of their translations for its
summary. Masked: without digits, and without the capitalised words of the English and the Latin ones
of the Chinese, on both sides. Each translation is checked against its own source sentence: a finding is a
false alarm or a translator's slip (of 28 findings on figures in newstest2019, 22 were slips). Then one
digit of each translation that has one, and no finding, is changed: how many of those are found?
"""

from __future__ import annotations

import argparse
import lzma
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from newsum.align import align
from newsum.article import Sentence
from newsum.check import check
from newsum.languages import Language, is_chinese

ARTICLE = 40
SUMMARY = 3
Row = tuple[str, str]


def rows(path: Path) -> list[Row]:
    """Read the pairs; a row without two sides is left out."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        cells = [line.rstrip("\n").split("\t") for line in file]
    return [(row[0], row[1]) for row in cells if len(row) == 2]


def mask(text: str, language: Language) -> str:
    """Take figures and Latin names out."""
    text = re.sub(r"[\d.,]*\d[%％]?", "", text)
    names = r"[A-Za-z][A-Za-z.'’-]*" if is_chinese(language) else r"(?<!^)\b[A-Z][\w'’.-]*"
    return re.sub(r"\s+", " ", re.sub(names, "", text)).strip() or "x"


def article(side: Sequence[str]) -> Iterator[Sentence]:
    """Lay sentences one after the other."""
    start = 0
    for text in side:
        yield Sentence(text + " ", start)
        start += len(text) + 1


def alignment(
    pairs: Sequence[Row],
    source: Language,
    target: Language,
    *,
    masked: bool,
    draws: int,
) -> str:
    """Draw summaries and say how often the true sentence comes first, and how quick that is."""
    generator, outcome, spent = random.Random(1), Counter[str](), 0.0
    if masked:
        pairs = [(mask(one, source), mask(other, target)) for one, other in pairs]
    for at in range(0, len(pairs) - ARTICLE + 1, ARTICLE):
        window = pairs[at : at + ARTICLE]
        sentences = list(article([one for one, _ in window]))
        for _ in range(draws):
            picked = sorted(generator.sample(range(ARTICLE), SUMMARY))
            summary = [window[i][1] for i in picked]
            start = time.process_time()
            found = align(summary, sentences, source=source, target=target)
            spent += time.process_time() - start
            for i, evidence in zip(picked, found, strict=True):
                right = evidence and evidence[0].text == sentences[i].text.strip()
                outcome["first" if right else "another" if evidence else "none"] += 1
    total = outcome.total()
    shares = ", ".join(
        f"{name} {100 * outcome[name] / total:.1f} %" for name in ("first", "another", "none")
    )
    what = "masked" if masked else "as it is"
    return f"{what}: {shares} of {total}; {1000 * spent * SUMMARY / total:.1f} ms an article"


def alarms(pairs: Sequence[Row], source: Language, target: Language) -> str:
    """Check each translation against its source sentence and count the findings by kind."""
    kinds: Counter[str] = Counter()
    for one, other in pairs:
        found = {finding.kind for finding in check(other, [one], source=source, target=target)}
        kinds.update(found)
        kinds["a figure"] += bool(found & {"number", "money", "percent", "date"})
    shares = (f"{kind} {100 * n / len(pairs):.2f} %" for kind, n in kinds.most_common())
    return f"findings of {len(pairs)}: " + ", ".join(shares)


def planted(pairs: Sequence[Row], source: Language, target: Language) -> str:
    """Change one digit of each translation and count how often the checks see it."""
    generator = random.Random(1)
    changed = found = 0
    for one, other in pairs:
        digits = list(re.finditer(r"\d", other))
        if not digits or check(other, [one], source=source, target=target):
            continue
        place = generator.choice(digits)
        digit = generator.choice([each for each in "123456789" if each != place.group()])
        wrong = other[: place.start()] + digit + other[place.end() :]
        changed += 1
        found += bool(check(wrong, [one], source=source, target=target))
    return f"planted digits found: {100 * found / changed:.1f} % of {changed}"


def main() -> None:
    """Print both measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--source", required=True, choices=("en", "zh"))
    parser.add_argument("--target", required=True, choices=("en", "zh"))
    parser.add_argument("--draws", type=int, default=4)
    args = parser.parse_args()
    source, target = cast(Language, args.source), cast(Language, args.target)
    pairs = rows(args.pairs)
    for masked in (False, True):
        print(alignment(pairs, source, target, masked=masked, draws=args.draws))
    print(alarms(pairs, source, target))
    print(planted(pairs, source, target))


if __name__ == "__main__":
    main()
