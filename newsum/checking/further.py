"""Find the sentences that hold the figures of a merged sentence, near what it mostly rests on.

A summary's sentence often takes a figure from two sentences on. That one adds so little else that
`align` does not show it, and the figure would be called wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from newsum.checking.common import in_common
from newsum.checking.figures import Figures, counts_alike, replaced
from newsum.languages import Language
from newsum.numerals import Quantity, agrees

#: A figure less than so many sentences away is of the same subject. One less than twice as far must
#: have a word in common with the summary's sentence, one farther away two.
_NEAR: Final = 4
#: A smaller plain number stands in many sentences: there it must count the same thing.
_TELLING: Final = 10
_ALIKE: Final = 2


def further(
    sentence: str,
    accused: Iterable[str],
    chosen: Sequence[int],
    sentences: Sequence[str],
    *,
    source: Language,
    target: Language,
) -> list[int]:
    """Return the places of other sentences that hold what is *accused*, the nearest first.

    Args:
        sentence: One sentence of a summary in *target*.
        accused: The figures and names in it, as it writes them, that its evidence does not have.
        chosen: The places of its evidence.
        sentences: The article's sentences, in *source*.
        source: The article's language.
        target: The summary's language.

    >>> article = ["Sales of toys fell 9%.", "Toys are cheap.", "Profit rose 35%, it said."]
    >>> further("玩具销售下降9%，利润增长35%。", ["35%"], [0], article, source="en", target="zh")
    [2]
    """
    doubts, found = set(accused), list[int]()
    said = Figures.of(sentence, target)
    claims = [q for q in said.found if q.text in doubts and not q.loose]
    if chosen:
        # A date far off is of something else where the evidence has one in its place.
        first = Figures.of(sentences[chosen[0]], source).told(said)
        claims = [q for q in claims if q.kind != "date" or not replaced(q, said, first)]
    # A name is looked for as it is written: in an article of the same language.
    names = [name for name in doubts - {q.text for q in said.found} if name]
    if not (claims or names) or not chosen:
        return []
    for at, text in enumerate(sentences):
        if at in chosen:
            continue
        away = min(abs(at - place) for place in chosen) // _NEAR
        had = Figures.of(text, source)
        if any(_backs(claim, said, fact, had, away) for claim in claims for fact in had.found) or (
            any(name in text for name in names) and _is_near(said, had, away)
        ):
            found.append(at)
    return sorted(found, key=lambda at: min(abs(at - place) for place in chosen))


def _backs(claim: Quantity, said: Figures, fact: Quantity, had: Figures, away: int) -> bool:
    # Of an age one side often gives only the number.
    same_sort = claim.kind == fact.kind or {claim.kind, fact.kind} == {"number", "unit"}
    if fact.loose or not same_sort or not agrees(claim, fact):
        return False
    if claim.kind in ("number", "ordinal") and claim.value < _TELLING:
        return not away and counts_alike(claim, said, fact, had)
    return _is_near(said, had, away)


def _is_near(said: Figures, had: Figures, away: int) -> bool:
    return in_common(said.text, said.language, had.text, had.language) >= min(away, _ALIKE)
