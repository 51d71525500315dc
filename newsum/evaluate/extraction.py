"""How a summary relates to its article: copied, shortened, borne out."""

from __future__ import annotations

from collections.abc import Sequence

from newsum.checking.align import align
from newsum.checking.check import check
from newsum.evaluate.rouge import ngrams
from newsum.languages import Language
from newsum.split import split

Tokens = Sequence[str]


def coverage(summary: Tokens, article: Tokens) -> float:
    """Return the share of the summary's tokens that are in fragments copied from the article.

    Grusky, Naaman and Artzi (2018), "Newsroom", section 4.1.
    """
    return sum(map(len, _fragments(summary, article))) / len(summary) if summary else 0.0


def novelty(summary: Tokens, article: Tokens) -> float:
    """Return the share of the summary's pairs of tokens that the article does not have."""
    ours = ngrams(summary, 2)
    if not ours:
        return 0.0
    theirs = ngrams(article, 2)
    return sum(count for gram, count in ours.items() if gram not in theirs) / ours.total()


def compression(summary: Tokens, article: Tokens) -> float:
    """Return how many times as long as its summary an article is, in tokens."""
    return len(article) / len(summary) if summary else 0.0


def _fragments(summary: Tokens, article: Tokens) -> list[Tokens]:
    """Cut the summary greedily into the longest runs that the article has."""
    places: dict[str, list[int]] = {}
    for at, token in enumerate(article):
        places.setdefault(token, []).append(at)
    found, at = [], 0
    while at < len(summary):
        longest = 0
        for start in places.get(summary[at], ()):
            length = 0
            while (
                at + length < len(summary)
                and start + length < len(article)
                and summary[at + length] == article[start + length]
            ):
                length += 1
            longest = max(longest, length)
        if longest:
            found.append(summary[at : at + longest])
        at += longest or 1
    return found


def faithfulness(summary: str, article: str, *, source: Language, target: Language) -> float:
    """Return the share of the summary's sentences that alignment and checks find nothing against.

    Works across languages. It says that no figure, name, negation or direction is seen to
    conflict, which is less than that every sentence is true.
    """
    ours = [sentence.text.strip() for sentence in split(summary, target)]
    if not ours:
        return 0.0
    found = align(ours, split(article, source), source=source, target=target)
    clean = [
        not check(sentence, [span.text for span in evidence], source=source, target=target)
        for sentence, evidence in zip(ours, found, strict=True)
    ]
    return sum(clean) / len(clean)
