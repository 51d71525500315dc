"""Learn `newsum/checking/data/lexicon.tsv` from sentence pairs.

    python tests/tables/make_lexicon.py PAIRS.tsv.xz [--sources NAME,NAME]

Each row of PAIRS has English, Chinese and the name of its source. The shipped table was learned from
the sources that may be built upon: LCTT (Apache-2.0), 3AM (MIT), an AI newsletter (MIT), Tatoeba
(CC BY 2.0 FR). IBM model 1 (Brown et al. 1993)
is trained in both directions on Chinese words as jieba cuts them; an entry's weight is the
geometric mean of the two. No sentence of the pairs goes into the table.
"""

from __future__ import annotations

import argparse
import lzma
import re
from collections import Counter
from pathlib import Path

import jieba
import numpy as np

from newsum.checking.lexicon import words

TARGET = Path(__file__).parents[2] / "newsum" / "checking" / "data" / "lexicon.tsv"
ROUNDS = 6
HAN = re.compile(r"[\u4e00-\u9fff]+")
STOP = frozenset(
    "的了在是和与及也就都而对为将被把这那其之等并还但有不上中到从以于个会我你他她它们着地得"
)


def read(path: Path, sources: set[str], most: int) -> list[tuple[list[str], list[str]]]:
    pairs = []
    with lzma.open(path, "rt", encoding="utf-8") as rows:
        for row in rows:
            english, chinese, source, *_ = row.rstrip("\n").split("\t")
            if sources and source.partition(".")[0] not in sources:
                continue
            left = list(dict.fromkeys(words(english)))
            right = [w for w in jieba.cut(chinese) if HAN.fullmatch(w) and w not in STOP]
            right = list(dict.fromkeys(right))
            if 2 <= len(left) <= 40 and 2 <= len(right) <= 40:
                pairs.append((left, right))
    step = max(1, len(pairs) // most)
    return pairs[::step]


def ids(side: list[list[str]], least: int) -> tuple[dict[str, int], list[list[int]]]:
    count = Counter(word for sentence in side for word in sentence)
    known = {word: n for n, (word, seen) in enumerate(count.most_common()) if seen >= least}
    return known, [[known[w] for w in sentence if w in known] for sentence in side]


def train(left: list[list[int]], right: list[list[int]]) -> dict[tuple[int, int], float]:
    """Return the likelihood of the right word given the left one, after `ROUNDS` of EM."""
    both = list(zip(left, right, strict=True))
    a = np.concatenate([np.tile(x, len(y)) for x, y in both]).astype(np.int64)
    b = np.concatenate([np.repeat(y, len(x)) for x, y in both]).astype(np.int64)
    # One group per right word of a sentence: its mass is shared among the left words.
    sizes = np.concatenate([np.full(len(y), len(x)) for x, y in both])
    group = np.repeat(np.arange(len(sizes)), sizes)
    width = int(b.max()) + 1
    keys, where = np.unique(a * width + b, return_inverse=True)
    heads = keys // width
    chance = np.ones(len(keys))
    for _ in range(ROUNDS):
        share = chance[where]
        share /= np.bincount(group, share, len(sizes))[group]
        counts = np.bincount(where, share, len(keys))
        chance = counts / np.bincount(heads, counts)[heads]
    keep = chance > 0.02
    kept = zip(keys[keep].tolist(), chance[keep].tolist(), strict=True)
    return {divmod(key, width): p for key, p in kept}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--sources", default="")
    parser.add_argument("--most", type=int, default=400_000)
    parser.add_argument("--out", type=Path, default=TARGET)
    args = parser.parse_args()
    pairs = read(args.pairs, set(filter(None, args.sources.split(","))), args.most)
    english, left = ids([pair[0] for pair in pairs], 4)
    chinese, right = ids([pair[1] for pair in pairs], 3)
    both = [(x, y) for x, y in zip(left, right, strict=True) if x and y]
    left, right = [x for x, _ in both], [y for _, y in both]
    forth, back = train(left, right), train(right, left)
    en, zh = {n: w for w, n in english.items()}, {n: w for w, n in chinese.items()}
    table: dict[str, list[tuple[str, float]]] = {}
    for (e, c), p in forth.items():
        weight = (p * back.get((c, e), 0.0)) ** 0.5
        if weight >= 0.04:
            table.setdefault(en[e], []).append((zh[c], weight))
    lines = [
        "# Learnt by tests/tables/make_lexicon.py: a stem, then words and percentages."
        + (f" Sources: {args.sources}." if args.sources else "")
    ]
    for head in sorted(table):
        best = sorted(table[head], key=lambda each: -each[1])[:8]
        lines.append("\t".join([head, *(f"{w}\t{round(100 * p)}" for w, p in best)]))
    args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(pairs), "pairs", len(lines) - 1, "stems")


if __name__ == "__main__":
    main()
