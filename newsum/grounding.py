"""Find what the sentences of a summary rest on in its article, and what that does not bear out.

Evidence comes first, then doubts; where there are doubts, sentences that `align` did not choose are
asked whether they settle one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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

#: Returns what the sentences at the given places of an article do not bear out.
_Check = Callable[[Sequence[int]], tuple[Finding, ...]]


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

    def grounded(text: str, found: Sequence[Evidence]) -> SummarySentence:
        def checked(chosen: Sequence[int]) -> tuple[Finding, ...]:
            return check(
                text, [plain[at] for at in chosen],
                source=source, target=target, glossary=glossary, title=title,
            )  # fmt: skip

        def more(doubts: Sequence[Finding], chosen: Sequence[int]) -> list[int]:
            accused = [doubt.text for doubt in doubts if doubt.kind in _SOUGHT]
            return further(text, accused, chosen, plain, source=source, target=target)

        return _grounded(text, draft, found, checked, more)

    return [grounded(text, found) for text, found in zip(texts, support, strict=True)]


def ground_headline(title: str, draft: Draft) -> SummarySentence:
    """Find what the article's own headline rests on, and which of its figures nothing there has.

    Nothing else is checked of it: a headline plays on words, and capitalizes them.
    """
    source, readable = spoken(draft.language), draft.readable
    (found,) = align([title], readable, source=source, target=source)

    def checked(chosen: Sequence[int]) -> tuple[Finding, ...]:
        texts = [readable[at].text for at in chosen]
        doubts = check(title, texts, source=source, target=source) if texts else ()
        return tuple(doubt for doubt in doubts if doubt.kind in FIGURES)

    # A headline tells of the whole article: a figure may stand anywhere in it.
    return _grounded(title, draft, found, checked, lambda *_: range(len(readable)))


def _grounded(
    text: str,
    draft: Draft,
    found: Sequence[Evidence],
    check: _Check,
    more: Callable[[Sequence[Finding], Sequence[int]], Iterable[int]],
) -> SummarySentence:
    """Add to the evidence that was *found* whatever of *more* settles a doubt."""
    scores = {draft.places[each.start]: each.score for each in found}
    doubts = check(list(scores))
    for at in more(doubts, list(scores)) if doubts else ():
        left = check([*scores, at])
        if len(left) < len(doubts):
            scores[at], doubts = 0.0, left
    evidence = (draft.evidence(draft.sentences[at], score) for at, score in scores.items())
    return SummarySentence(text, tuple(evidence), doubts)
