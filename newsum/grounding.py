"""Find what the sentences of a summary rest on in its article, and what that does not bear out.

Evidence comes first, then doubts; where there are doubts, sentences that `align` did not choose are
asked whether they settle one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from newsum.article import Evidence, Finding, FindingKind
from newsum.checking.align import align
from newsum.checking.check import check
from newsum.checking.further import further
from newsum.checking.likeness import Likeness
from newsum.draft import Draft
from newsum.languages import Language, spoken
from newsum.result import SummarySentence

#: The findings that compare figures: meaningful against a whole chunk as evidence, where the
#: others would compare a sentence with much that it does not speak of.
FIGURES: Final[frozenset[FindingKind]] = frozenset({"number", "money", "percent", "date"})
#: What may stand in a sentence a little further on.
_SOUGHT: Final = FIGURES | {"name"}


def ground(
    texts: Sequence[str], draft: Draft, target: Language, likeness: Likeness
) -> list[SummarySentence]:
    """Find for each of *texts* what it rests on, and what its evidence does not bear out.

    Args:
        texts: The sentences of a summary in *target*.
        draft: The article.
        target: What the summary is written in.
        likeness: Asked if the options want vectors and the article is in the other language.

    Raises:
        ModelError: Vectors are wanted of a model that has none, or none of use.
    """
    readable = draft.readable
    plain = [each.text.strip() for each in readable]
    source, title, glossary = spoken(draft.language), draft.title, draft.options.glossary
    alike = None
    if draft.options.vectors and spoken(target) != source:
        alike = likeness(texts, plain, source=source, target=target)
    support = align(
        texts, readable, source=source, target=target, glossary=glossary, likeness=alike
    )

    def checked(text: str, chosen: Iterable[int]) -> tuple[Finding, ...]:
        return check(
            text, [plain[at] for at in chosen],
            source=source, target=target, glossary=glossary, title=title,
        )  # fmt: skip

    sentences = []
    for text, found in zip(texts, support, strict=True):
        chosen = [draft.places[each.start] for each in found]
        doubts = checked(text, chosen)
        accused = [doubt.text for doubt in doubts if doubt.kind in _SOUGHT]
        more = further(text, accused, chosen, plain, source=source, target=target)
        sentences.append(_grounded(text, draft, found, doubts, more, partial(checked, text)))
    return sentences


def ground_headline(title: str, draft: Draft) -> SummarySentence:
    """Find what the article's own headline rests on, and which of its figures nothing there has.

    Nothing else is checked of it: a headline plays on words, and capitalizes them.
    """
    source, readable = spoken(draft.language), draft.readable
    (found,) = align([title], readable, source=source, target=source)

    def checked(chosen: Iterable[int]) -> tuple[Finding, ...]:
        texts = [readable[at].text for at in chosen]
        doubts = check(title, texts, source=source, target=source) if texts else ()
        return tuple(doubt for doubt in doubts if doubt.kind in FIGURES)

    doubts = checked(draft.places[each.start] for each in found)
    # A headline tells of the whole article: a figure may stand anywhere in it.
    more = range(len(readable)) if doubts else ()
    return _grounded(title, draft, found, doubts, more, checked)


def _grounded(
    text: str,
    draft: Draft,
    found: Sequence[Evidence],
    doubts: tuple[Finding, ...],
    more: Iterable[int],
    check: Callable[[Iterable[int]], tuple[Finding, ...]],
) -> SummarySentence:
    """Add to the evidence that was *found* each sentence of *more* that settles a doubt."""
    scores = {draft.places[each.start]: each.score for each in found}
    for at in more:
        left = check([*scores, at])
        if len(left) < len(doubts):
            scores[at], doubts = 0.0, left
    evidence = (draft.evidence(draft.sentences[at], score) for at, score in scores.items())
    return SummarySentence(text, tuple(evidence), doubts)
