"""Which lines of pasted text are litter for how and where they stand, though no rule says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Final

from newsum.article import Reason
from newsum.cleaning import rules
from newsum.cleaning.head import is_headline
from newsum.cleaning.lines import Line, core, own, place, script
from newsum.cleaning.origin import STOP
from newsum.languages import HAN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: A line less sure than this to be of the article is dropped, where most lines are in doubt. Tuned
#: on the development pages, each fold judged by weights that had not seen its publishers.
THRESHOLD: Final = 0.22
#: The fewer of a text's lines are in doubt, the worse each must look to be dropped: a hasty copy of
#: the body has little litter in it. They are counted out of the text's own lines, but out of no
#: fewer and no more than these. Tuned as above.
_FEW: Final = 20
_MANY: Final = 60
_THRESHOLD_LEAST: Final = 0.08
#: Where the rules find a smaller share of litter than this among the lines, and prose is less than
#: this of them, the text is an article with a long list, whose short lines are its own. The first
#: tuned as above: it tells lists of products from whole pages.
PAGE_SHARE: Final = 0.06
_PROSE_SHARE: Final = 0.34
#: So many lines around the body that the scorer doubts are a page's, though no rule knows them.
_AROUND: Final = 3
#: The body has so many different lines of prose at least: less is a scrap, and no line of it goes
#: for its place.
_SOLID: Final = 4
#: Around the body a line must look no worse than this to be dropped. At 0.22 a third more of the
#: litter there goes, and one line of the body in 400.
_THRESHOLD_AROUND: Final = 0.12
#: But with so many lines of litter, and a smaller share of prose than this, it is a page of menus.
_PAGE_LITTER: Final = 8
_PAGE_PROSE: Final = 0.15


def is_page(page: Sequence[Line], found: int) -> bool:
    """Tell whether the rules' litter, in *found* lines, is enough to look for more."""
    prose = sum(line.prose for line in page)
    if found >= len(page) * PAGE_SHARE or prose >= len(page) * _PROSE_SHARE:
        return bool(page)
    return found >= _PAGE_LITTER and prose < len(page) * _PAGE_PROSE


def is_framed(page: Sequence[Line]) -> bool:
    """Tell whether lines around the body look like a page's, though the rules know none of them."""
    if len({line.text for line in page if line.prose}) < max(_SOLID, len(page) * _PROSE_SHARE):
        return False
    around = _around(page)
    return len(around) >= _AROUND and _doubted(_sure(page)[around]) >= _AROUND


def _around(page: Sequence[Line]) -> list[int]:
    """Return which lines stand outside the stretch richest in prose."""
    if not any(line.prose for line in page):
        return []
    first, last = core([line.weight for line in page], [float(line.prose) for line in page])
    return [*range(first), *range(last + 1, len(page))]


def _outside(page: Sequence[Line], sure: NDArray[np.float32]) -> set[int]:
    """Return which lines around the body are litter, where enough of them look like it.

    Those that look worse, and all at the end from where none looks better.
    """
    import numpy as np

    around = _around(page)
    if _doubted(sure[around]) < _AROUND:
        return set()
    found = {index for index in around if sure[index] < _THRESHOLD_AROUND}
    end = int(np.flatnonzero(sure >= THRESHOLD)[-1:].sum()) + 1
    if len(page) - end > _AROUND and (sure[end:] < _THRESHOLD_AROUND).any():
        found |= {*range(end, len(page))}
    # To the scorer, which knows pages, no headline begins one. Chinese reports are signed below.
    if is_headline(page[0].text):
        found.discard(0)
    return {i for i in found if not (page[i].han and "byline" in page[i].hints)}


def _doubted(sure: NDArray[np.float32]) -> int:
    return int((sure < THRESHOLD).sum())


def _sure(page: Sequence[Line]) -> NDArray[np.float32]:
    """Return how surely each line is the article's, 0 to 1."""
    import numpy as np

    from newsum.cleaning.scorer import score

    return score(np.concatenate([own(page), place(page)], axis=1), "text")


def weigh(page: Sequence[Line]) -> list[Reason | None]:
    """Return why each line that the rules left goes, None where it stays."""
    sure = _sure(page)
    share = min(1.0, _doubted(sure) / min(_MANY, max(_FEW, len(page))))
    least = max(_THRESHOLD_LEAST, THRESHOLD * share)
    reasons = [
        None if value >= least else guess(line)
        for line, value in zip(page, sure.tolist(), strict=True)
    ]
    for index in _outside(page, sure):
        reasons[index] = guess(page[index])
    for index in _shouted(page):
        reasons[index] = "related"
    for index in _contacts(page):
        reasons[index] = "contact"
    for index in (
        *_short_lines(page, sure.tolist(), least),
        *_listed(page, sure.tolist(), least),
        *_own(page, reasons),
    ):
        reasons[index] = None
    # A few lines between two that stay, with nothing of litter about them, are theirs: verse.
    run: list[int] = []
    for index, line in enumerate(page):
        if reasons[index] is None:
            if run and run[0] > 0 and len(run) <= _RUN:
                for inner in run:
                    reasons[inner] = None
            run = []
        elif line.hints or line.whole:
            run = [-1]
        elif run[:1] != [-1]:
            run.append(index)
    return reasons


#: The longest such run, in lines.
_RUN: Final = 2
#: How sure a line of prose must be for the lines around it to be read by it.
_SURE: Final = 0.5
#: Of the Chinese lines between two such, the least that are short in a post of short lines, and
#: their least share.
_SHORT_LEAST: Final = 6
_SHORT_SHARE: Final = 0.5
_PICTURE: Final[frozenset[Reason]] = frozenset(("caption", "credit"))
_LETTER: Final = re.compile(r"[^\W\d_]")
# A link's title in two halves; who breaks lines instead of setting stops sets no blanks either.
_HALVES: Final = re.compile(rf"[{HAN}]\s[{HAN}]")


def _short_lines(page: Sequence[Line], sure: Sequence[float], least: float) -> list[int]:
    """Return the lines of a post that breaks its sentences into short lines without stops.

    So Chinese accounts write on WeChat. To the scorer, which knows pages, such lines are links:
    but where most lines between two of the body are short, a short one is no sign of litter.
    """
    solid = [i for i, line in enumerate(page) if line.han and line.prose and sure[i] >= _SURE]
    if not solid:
        return []

    def is_body(line: Line) -> bool:
        return line.han and not (line.hints or line.whole or _HALVES.search(line.text))

    inside = [i for i in range(solid[0], solid[-1] + 1) if is_body(page[i])]
    short = sum(sure[i] >= least and not page[i].prose for i in inside)
    if short < max(_SHORT_LEAST, len(inside) * _SHORT_SHARE):
        return []
    for way in (range(solid[-1] + 1, len(page)), range(solid[0] - 1, -1, -1)):
        for index in way:
            if is_body(page[index]):
                inside.append(index)
            elif page[index].whole not in _PICTURE and _LETTER.search(page[index].text):
                break
    return inside


#: A sub-head in capitals has fewer words.
_SHOUTED_WORDS: Final = 8


def _shouted(page: Sequence[Line]) -> list[int]:
    """Return the links that shout: in capitals, below a paragraph in small letters."""
    return [
        index
        for index, (above, line) in enumerate(pairwise(page), start=1)
        if line.text.isupper()
        and sum(not word[0].isdigit() for word in line.words) >= _SHOUTED_WORDS
        and not STOP.search(line.text)
        and above.prose
        and not above.text.isupper()
    ]


_CONTACT: Final = re.compile(
    r"(?:contacts?(?: information)?|联系人|聯絡人)\s?[:：]?$", re.IGNORECASE
)
#: Below it stand the name, the post, the phone, in so many lines of so many words at most.
_CONTACT_LINES: Final = 6
_CONTACT_WORDS: Final = 8


def _contacts(page: Sequence[Line]) -> list[int]:
    """Return the lines below "Media contact:" that say no more than who, and where."""
    found: list[int] = []
    for at, line in enumerate(page):
        if line.whole == "contact" and _CONTACT.search(line.text):
            below = range(at + 1, min(len(page), at + 1 + _CONTACT_LINES))
            found += takewhile(lambda i: page[i].weight <= _CONTACT_WORDS, below)
    return found


#: The least words of a line that announces a list.
_LEAD_WORDS: Final = 5
#: What a list that a sentence announces ends before, beside a line of prose.
_NO_ITEM: Final[frozenset[Reason]] = frozenset(
    ("cookie", "copyright", "share", "subscribe", "related", "ad", "editor")
)


def _listed(page: Sequence[Line], sure: Sequence[float], least: float) -> list[int]:
    """Return the items of lists that a line of the body announces: "…in these machines:"."""
    found: list[int] = []
    started = listing = False
    for index, (line, value) in enumerate(zip(page, sure, strict=True)):
        listing = listing and not (line.prose or line.whole or line.hints & _NO_ITEM)
        if listing:
            found.append(index)
            continue
        started = started or (line.prose and value >= _SURE)
        announces = line.text.endswith((":", "：")) and line.weight >= _LEAD_WORDS
        listing = started and announces and value >= least and not line.whole
    return found


def _own(page: Sequence[Line], reasons: Sequence[Reason | None]) -> list[int]:
    """Return the article's sub-heads that could be names, and references that could be links."""
    found: list[int] = []
    for index, line in enumerate(page):
        subheads, references = rules.own(script(line.text))
        text = line.text[: rules.WINDOW]
        below = index + 1
        over_prose = below < len(page) and page[below].prose and reasons[below] is None
        if references.fullmatch(text) or (over_prose and subheads.fullmatch(text)):
            found.append(index)
    return found


#: Which hint names the reason of a line that was dropped for its place, most telling first.
_TELLING: Final[tuple[Reason, ...]] = (
    "cookie", "copyright", "subscribe", "contact", "credit", "caption", "editor", "ad", "share",
    "byline", "dateline", "related", "navigation",
)  # fmt: skip


def guess(line: Line) -> Reason:
    """Return the likeliest reason of a line that was dropped for where and how it stands."""
    if line.whole:
        return line.whole
    if "credit" in line.hints or ("caption" in line.hints and line.weight >= 5):
        return "caption"
    for reason in _TELLING:
        if reason in line.hints and not (line.prose and reason in ("byline", "dateline")):
            return reason
    return "related" if line.weight >= 4 else "navigation"
