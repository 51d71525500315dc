"""The most informative sentences of an article, in either language, without a model."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from newsum.article import Sentence
from newsum.languages import HAN, Language, is_chinese
from newsum.select_data import LEANING_EN, LEANING_ZH, STOPWORDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

#: Sentences that are compared with one another; the rest of a longer article only adds to the
#: word counts. Bounds the work at a 300 by 300 table.
_CANDIDATES: Final = 300

_WORD = re.compile(r"[a-z0-9]+(?:[.,]\d+)*")
_HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN_RUN = re.compile(r"[a-z0-9]+(?:[.,]\d+)*%?")
_OPEN = re.compile(r"[“\"「『‘]")
_END = re.compile(r"[.!?。！？…｡][”’\"')）」』】\]]*\Z")


def select(
    sentences: Sequence[Sentence], *, language: Language, count: int, title: str = ""
) -> list[Sentence]:
    """Return the *count* most informative of *sentences*, in the order of the article.

    A sentence is scored by its place, its likeness to the whole article and to the title, and
    its length; one that does not stand alone (a quotation, a question, a fragment, "But he…") is
    held back. Then sentences are taken greedily, each discounted by its likeness to those taken
    (maximal marginal relevance, Carbonell and Goldstein 1998). The same input always gives the
    same output; there is one whenever there is a sentence that is not blank.

    Args:
        sentences: As `split` returns them.
        language: The language they are in.
        count: How many to return at most, 1 or more.
        title: The article's title, if there is one.
    """
    import numpy as np

    kept = [s for s in sentences if any(map(str.isalnum, s.text))] or [
        s for s in sentences if not s.text.isspace()
    ]
    if len(kept) <= count:
        return kept
    chinese = is_chinese(language)
    words = [_words(s.text, chinese=chinese) for s in kept]
    score = _score(kept, words, _words(title, chinese=chinese), chinese=chinese)
    order = np.argsort(-score, kind="stable")[:_CANDIDATES]
    vectors = _vectors([words[i] for i in order])
    chosen = _mmr(score[order], vectors, count)
    return [kept[i] for i in sorted(int(order[c]) for c in chosen)]


def _words(text: str, *, chinese: bool) -> list[str]:
    """Return the content words of *text*; of Chinese, pairs of neighbouring characters."""
    text = text.lower()
    if not chinese:
        return [w.rstrip("s") for w in _WORD.findall(text) if w not in STOPWORDS and len(w) > 1]
    pairs = [run[i : i + 2] for run in _HAN_RUN.findall(text) for i in range(max(len(run) - 1, 1))]
    return pairs + _LATIN_RUN.findall(text)


def _score(
    sentences: Sequence[Sentence], words: Sequence[list[str]], title: list[str], *, chinese: bool
) -> Vector:
    import numpy as np

    n = len(sentences)
    known = Counter(w for s in words for w in set(s))
    idf = {w: math.log((n + 1) / (df + 0.5)) for w, df in known.items()}
    central = _centrality(words, known, idf)
    heading = {w for w in title if w in idf}
    heading_weight = sum(idf[w] for w in heading) or 1.0
    total = np.zeros(n)
    for i, sentence in enumerate(sentences):
        text = sentence.text.strip()
        titled = sum(idf[w] for w in heading & set(words[i])) / heading_weight
        total[i] = (
            1.0 / (1 + i) ** 0.5
            + 0.6 * central[i]
            + 0.5 * titled
            - _burden(text, sentences[i - 1].text if i else "", chinese=chinese)
        )
    return total


def _centrality(words: Sequence[list[str]], known: Counter[str], idf: dict[str, float]) -> Vector:
    """Return each sentence's cosine with the whole article, scaled to a maximum of 1."""
    import numpy as np

    centroid = {w: df * idf[w] for w, df in known.items() if df > 1}
    raw = np.zeros(len(words))
    for i, sentence in enumerate(words):
        weights = Counter(sentence)
        norm = math.sqrt(sum((idf[w] * c) ** 2 for w, c in weights.items()))
        if norm:
            raw[i] = sum(idf[w] * c * centroid.get(w, 0.0) for w, c in weights.items()) / norm
    most = raw.max(initial=0.0)
    return raw / most if most > 0 else raw


def _burden(text: str, before: str, *, chinese: bool) -> float:
    """Return how badly a sentence stands alone, 0 if well."""
    units = len(text) if chinese else len(text.split())
    short, long = (15, 100) if chinese else (8, 45)
    burden = max(0.0, (short - units) / short) * 1.5
    burden += max(0.0, (units - long) / long)
    if not _END.search(text):
        burden += 1.0
    if text.endswith((":", "：", "；", ";")) or before.rstrip().endswith("；"):
        burden += 1.0
    if text.rstrip("”’\"')）」』】").endswith(("?", "？")):
        burden += 1.0
    if _OPEN.match(text):
        burden += 0.5
    leaning = LEANING_ZH if chinese else LEANING_EN
    if leaning.match(text):
        burden += 0.4
    if text.count("“") != text.count("”") or text.count('"') % 2:
        burden += 0.3
    return burden


def _vectors(words: Sequence[list[str]]) -> Vector:
    """Return unit vectors of word counts, one row a sentence."""
    import numpy as np

    index: dict[str, int] = {}
    for sentence in words:
        for word in sentence:
            index.setdefault(word, len(index))
    table = np.zeros((len(words), max(len(index), 1)), dtype=np.float32)
    for row, sentence in enumerate(words):
        for word, times in Counter(sentence).items():
            table[row, index[word]] = times
    norms = np.linalg.norm(table, axis=1, keepdims=True)
    return np.asarray(table / np.maximum(norms, 1e-9))


def _mmr(score: Vector, vectors: Vector, count: int) -> list[int]:
    import numpy as np

    left = score.copy()
    likeness = np.zeros(len(score))
    chosen: list[int] = []
    for _ in range(min(count, len(score))):
        best = int(np.argmax(left - 1.0 * likeness))
        chosen.append(best)
        left[best] = -np.inf
        likeness = np.maximum(likeness, vectors @ vectors[best])
    return chosen
