"""How often alignment puts the true source sentence first, and how often checks err.

    python -m tests.benchmarks.alignment PAIRS --source en --target zh [--draws 4] [--model NAME]

PAIRS is one of two things. A table (.tsv, .tsv.xz) has a source sentence and its human translation
on each row, in the order of a text, as WMT's newstest sets do: every 40 rows are taken for an
article, three of their translations for its summary. JSON lines (.jsonl) have an article and its
own summary on each: `{"sentences": ["…", …], "summary": [{"source": 3, "text": "…",
"translation": "…"}, …]}`, where *source* counts the article's sentences from 0 and *text* is that
sentence as it was given to the translator.

With --model the vectors of its encoder count too. "Elsewhere" is how many of the summary's sentences
find evidence in another article, where they should find none.

Masked: without digits, and without the capitalized words of the English and the Latin ones of the
Chinese, on both sides. Each translation is checked against its own source sentence, as a sentence
of a summary and as a translation that should have every figure: a finding is a false alarm or a
translator's slip (of 27 findings on figures in newstest2019, 22 were slips). Then one digit of each
translation that has one, and no finding, is changed, and then a word for its opposite: how many of
those are found?
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from newsum.article import Evidence, Sentence
from newsum.checking.align import align
from newsum.checking.check import check
from newsum.checking.likeness import Likeness
from newsum.languages import Language, is_chinese
from newsum.models import load

ARTICLE = 40
SUMMARY = 3
Row = tuple[str, str]


@dataclass(frozen=True)
class Document:
    """An article's sentences, and some of them translated: each by its place, in their order."""

    sentences: Sequence[str]
    summary: Sequence[tuple[int, str]]


def rows(path: Path) -> list[Row]:
    """Read the pairs; a row without two sides is left out."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        cells = [line.rstrip("\n").split("\t") for line in file]
    return [(row[0], row[1]) for row in cells if len(row) == 2]


def windows(pairs: Sequence[Row], draws: int) -> Iterator[Document]:
    """Take every 40 rows for an article, and draw its summaries."""
    generator = random.Random(1)
    for at in range(0, len(pairs) - ARTICLE + 1, ARTICLE):
        window = pairs[at : at + ARTICLE]
        sentences = [one for one, _ in window]
        for _ in range(draws):
            picked = sorted(generator.sample(range(ARTICLE), SUMMARY))
            yield Document(sentences, [(i, window[i][1]) for i in picked])


def pages(path: Path) -> tuple[list[Document], list[Row]]:
    """Read articles with their summaries, and the pairs that were translated."""
    documents, pairs = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        picks = page["summary"]
        summary = [(pick["source"], pick["translation"]) for pick in picks]
        documents.append(Document(page["sentences"], summary))
        pairs += [(pick["text"], pick["translation"]) for pick in picks]
    return documents, pairs


def mask(text: str, language: Language) -> str:
    """Take figures and Latin names out."""
    text = re.sub(r"[\d.,]*\d[%％]?", "", text)
    names = r"[A-Za-z][A-Za-z.'’-]*" if is_chinese(language) else r"(?<!^)\b[A-Z][\w'’.-]*"
    return re.sub(r"\s+", " ", re.sub(names, "", text)).strip() or "x"


def masked(document: Document, source: Language, target: Language) -> Document:
    """Take figures and Latin names out of an article and its summary."""
    return Document(
        [mask(text, source) for text in document.sentences],
        [(at, mask(text, target)) for at, text in document.summary],
    )


def article(side: Sequence[str]) -> Iterator[Sentence]:
    """Lay sentences one after the other."""
    start = 0
    for text in side:
        yield Sentence(text + " ", start)
        start += len(text) + 1


def alignment(
    documents: Sequence[Document], source: Language, target: Language, likeness: Likeness | None
) -> str:
    """Say how often the true sentence, or one the very same, comes first, and how quick that is."""
    outcome, spent, elsewhere = Counter[str](), 0.0, 0

    def aligned(sentences: Sequence[Sentence]) -> list[tuple[Evidence, ...]]:
        alike = None
        if likeness is not None:
            texts = [sentence.text.strip() for sentence in sentences]
            alike = likeness(summary, texts, source=source, target=target)
        return align(summary, sentences, source=source, target=target, likeness=alike)

    for number, document in enumerate(documents):
        sentences = list(article(document.sentences))
        summary = [text for _, text in document.summary]
        start = time.process_time()
        found = aligned(sentences)
        spent += time.process_time() - start
        for (at, _), evidence in zip(document.summary, found, strict=True):
            right = evidence and evidence[0].text == sentences[at].text.strip()
            outcome["first" if right else "another" if evidence else "none"] += 1
        # Not the next one: of a table's articles several have the same sentences.
        other = documents[(number + len(documents) // 2) % len(documents)]
        elsewhere += sum(map(bool, aligned(list(article(other.sentences)))))
    total = outcome.total()
    shares = ", ".join(
        f"{name} {100 * outcome[name] / total:.1f} %" for name in ("first", "another", "none")
    )
    shares += f", elsewhere {100 * elsewhere / total:.1f} %"
    return f"{shares} of {total}; {1000 * spent / len(documents):.1f} ms an article"


def alarms(pairs: Sequence[Row], source: Language, target: Language, *, translated: bool) -> str:
    """Check each translation against its source sentence and count the findings by kind."""
    kinds: Counter[str] = Counter()
    for one, other in pairs:
        findings = check(other, [one], source=source, target=target, translated=translated)
        found = {finding.kind for finding in findings}
        kinds.update(found)
        kinds["any"] += bool(found)
        kinds["a figure"] += bool(found & {"number", "money", "percent", "date"})
    shares = (f"{kind} {100 * n / len(pairs):.2f} %" for kind, n in kinds.most_common())
    return f"of {len(pairs)}: " + ", ".join(shares)


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
    return f"{100 * found / changed:.1f} % of {changed}"


#: A word of each pole of `newsum.checking.antonyms`, and of its opposite.
ANTONYMS = (
    ("profit", "net loss", "盈利", "亏损"),
    ("exports", "imports", "出口", "进口"),
    ("surplus", "deficit", "顺差", "逆差"),
    ("woman", "man", "女子", "男子"),
    ("northern", "southern", "北部", "南部"),
    ("eastern", "western", "东部", "西部"),
    ("arrested", "freed", "逮捕", "释放"),
    ("convicted", "acquitted", "有罪", "无罪"),
    ("killed", "injured", "死亡", "受伤"),
    ("successful", "failed", "成功", "失败"),
    ("approved", "rejected", "批准", "否决"),
    ("supported", "opposed", "支持", "反对"),
    ("majority", "minority", "多数", "少数"),
)


def swapped(pairs: Sequence[Row], source: Language, target: Language) -> str:
    """Put opposites into each translation that has a word of `ANTONYMS`, and count those seen."""
    changed = found = 0
    for one, other in pairs:
        for words in ANTONYMS:
            mine = words[2:] if is_chinese(target) else words[:2]
            theirs = words[:2] if is_chinese(target) else words[2:]
            for at in (0, 1):
                if mine[at] not in other or theirs[at] not in one:
                    continue
                wrong = other.replace(mine[at], mine[1 - at])
                kinds = {f.kind for f in check(wrong, [one], source=source, target=target)}
                changed += 1
                found += "antonym" in kinds
    return f"{100 * found / max(1, changed):.1f} % of {changed}"


def main() -> None:
    """Print both measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--source", required=True, choices=("en", "zh"))
    parser.add_argument("--target", required=True, choices=("en", "zh"))
    parser.add_argument("--draws", type=int, default=4, help="summaries of each 40 rows of a table")
    parser.add_argument("--model", help="a name, a hub id or a folder: use its encoder")
    args = parser.parse_args()
    source, target = cast(Language, args.source), cast(Language, args.target)
    if args.pairs.suffix == ".jsonl":
        documents, pairs = pages(args.pairs)
    else:
        pairs = rows(args.pairs)
        documents = list(windows(pairs, args.draws))
    likeness = Likeness(load(args.model)) if args.model else None
    print("as it is:", alignment(documents, source, target, likeness))
    documents = [masked(document, source, target) for document in documents]
    print("masked:", alignment(documents, source, target, likeness))
    print("findings", alarms(pairs, source, target, translated=False))
    print("findings in translations", alarms(pairs, source, target, translated=True))
    print("planted digits found:", planted(pairs, source, target))
    print("planted antonyms found:", swapped(pairs, source, target))


if __name__ == "__main__":
    main()
