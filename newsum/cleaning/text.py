"""Pasted text: its lines, what of them is litter, and litter glued to a line of prose."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from newsum.article import Reason, Removed
from newsum.cleaning import rules
from newsum.cleaning.head import (
    LISTED,
    TITLE_LEAST,
    headline,
    is_headline,
    may_be_standfirst,
    tidy_title,
)
from newsum.cleaning.lines import Line, core, litter, own, place, script, visible
from newsum.errors import ArticleTooLong
from newsum.languages import HAN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_HAN: Final = re.compile(f"[{HAN}]")
#: What ends a line anywhere in Unicode.
_BREAK: Final = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACE: Final = re.compile(r"\s+")
#: More lines than this are no article, and would take seconds.
MOST_LINES: Final = 20_000
#: More than this are cleaned by the rules alone, not weighed against each other.
_MOST_WEIGHED: Final = 3000
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
#: Around the body a line must look no worse than this to be dropped. At 0.22 a third more of the
#: litter there goes, and one line of the body in 400.
_THRESHOLD_AROUND: Final = 0.12
#: But with so many lines of litter, and a smaller share of prose than this, it is a page of menus.
_PAGE_LITTER: Final = 8
_PAGE_PROSE: Final = 0.15
#: Only a repeat this long, in words, is surely one: a sub-head may come twice.
_REPEAT_WORDS: Final = 12
#: A line that ends in a credit is a caption up to this many words, and prose with a credit stuck
#: to it beyond.
_CAPTION_WORDS: Final = 60
#: A line that says something has so many.
_SENTENCE_WORDS: Final = 9
#: What must be left, in words, of a line whose end is cut off.
_LEAST_WORDS: Final = 5


@dataclass(slots=True)
class Tidied:
    """The paragraphs of a text and what was taken out, both in order."""

    paragraphs: list[str] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    title: str = ""  # where one was found among other lines; `head.take_head` looks at the first
    above: list[str] = field(default_factory=list)  # the lines before the first line of prose


def split_lines(text: str) -> list[str]:
    """Return the lines of *text* that hold something, white space evened, hard wraps undone."""
    raw = _BREAK.split(visible(text))
    lines = [_SPACE.sub(" ", line).strip() for line in raw]
    widest = _wrap_width(lines)
    if not widest:
        return [line for line in lines if line]
    joined: list[str] = []
    inside = False  # the line before goes on in this one
    for source, line, after in zip(raw, lines, [*lines[1:], ""], strict=True):
        indented = source[:2].isspace() or source[:1] in "\t\u3000"
        if inside and line and not indented and not LISTED.match(line):
            glue = "" if _WIDE.match(joined[-1][-1]) or _WIDE.match(line) else " "
            joined[-1] += glue + line
        elif line:
            joined.append(line)
        # A line that is filled goes on, unless a sentence ends with it and it is not quite full.
        inside = _is_full(line, widest) or _had_no_room(line, after, widest)
    return joined


#: In columns of a terminal, of which an ideograph or a full-width mark takes two.
_WRAP_LEAST: Final = 45
_WRAP_MOST: Final = 100
_WIDE: Final = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uff60“”‘’—…]")
#: How full a line is, as a share of the widest, that was broken because no word more went in;
#: Chinese breaks anywhere but before a mark.
_WRAP_FULL: Final = {"latin": 0.75, "han": 0.9}
_WRAP_LINES: Final = 3
#: Some programs break a character or two earlier than others.
_LOOSE: Final = 2
_OPEN_END: Final = re.compile(r"[^.!?。！？…:：\"”’)]$")


def _wrap_width(lines: Sequence[str]) -> tuple[int, int] | None:
    """Return the width, in characters and in columns, at which the text's lines were broken.

    Such lines, of mail and of old pages, are of nearly one length, but for each paragraph's last,
    and mostly end inside a sentence; or many of them go on in small letters, whatever menus and
    lists stand between. None if these are not.
    """
    widest = max(map(len, lines), default=0), max(map(_columns, lines), default=0)
    if not _WRAP_LEAST <= widest[1] <= _WRAP_MOST:
        return None
    followed = [(line, after) for line, after in pairwise(lines) if line and after]
    full = [(line, after) for line, after in followed if _is_full(line, widest)]
    if len(full) < _WRAP_LINES:
        return None
    inside = [after for line, after in full if _OPEN_END.search(line)]
    if sum(after[0].islower() for after in inside) * 2 >= len(full):
        return widest
    even = len(full) * 3 >= len(followed) * 2
    return widest if even and len(inside) * 3 >= len(full) * 2 else None


def _is_full(line: str, widest: tuple[int, int]) -> bool:
    # Some break Chinese by characters, some by columns.
    share = _WRAP_FULL[script(line)]
    return len(line) >= widest[0] * share or _columns(line) >= widest[1] * share


def _had_no_room(line: str, after: str, widest: tuple[int, int]) -> bool:
    """Tell whether a long word, such as an address, was put on the line after for want of room."""
    word = after.partition(" ")[0]
    if _WIDE.search(word) or not _OPEN_END.search(line):  # Chinese breaks anywhere
        return False
    return len(line) + 1 + len(word) > widest[0] + _LOOSE


def _columns(line: str) -> int:
    return len(line) + len(_WIDE.findall(line)) if _HAN.search(line) else len(line)


def tidy(lines: Sequence[str], *, title: str = "", known: Mapping[str, Reason] = {}) -> Tidied:
    """Take the litter out of a pasted text's *lines*.

    Args:
        lines: As `split_lines` returns them.
        title: The line that is the headline, where marks in the text say so.
        known: Lines that marks in the text say are litter, and of what kind.

    Raises:
        ArticleTooLong: There are more than `MOST_LINES`.
    """
    if len(lines) > MOST_LINES:
        raise ArticleTooLong(
            f"The text has {len(lines):,} lines, over the limit of {MOST_LINES:,}. "
            "Give one article at a time."
        )
    tidied = Tidied()
    cleared = [settle(line) for line in lines]
    found = sum(bool(removed) for _, removed in cleared)
    judged: list[Reason | None] = [None] * len(lines)
    page = [Line(line) for line in lines] if len(lines) <= _MOST_WEIGHED else []
    # This also makes cleaning idempotent: what was cleaned is not weighed again.
    if is_page(page, found) if found else _is_framed(page):
        judged = _judged(page)
        if title in lines:
            at: int | None = lines.index(title)
        else:
            at = headline(page, [not why for why in judged], [bool(cuts) for _, cuts in cleared])
        if at is not None:
            # What little else than prose was kept above the headline is the page's, but for a
            # standfirst right over it.
            for index in range(at):
                standfirst = index == at - 1 and page[index].weight >= _SENTENCE_WORDS
                if judged[index] is None and not (page[index].prose or standfirst):
                    judged[index] = guess(page[index])
            tidied.title = tidy_title(lines[at])
            for index, line in enumerate(lines):
                # Pages say it again: over the picture, above the text.
                if index == at or (len(line) >= TITLE_LEAST and line in lines[at]):
                    judged[index] = "title"
            if not title and may_be_standfirst(lines[at]):
                judged[at] = None
    judged = [why or known.get(line) for why, line in zip(judged, lines, strict=True)]
    seen: set[str] = set()
    lead = next(
        (
            index
            for index, ((kept, _), reason) in enumerate(zip(cleared, judged, strict=True))
            if kept and reason is None and not is_headline(kept)
        ),
        0,
    )
    tidied.above = list(lines[:lead])
    for (kept, removed), reason in zip(cleared, judged, strict=True):
        if kept and reason is None and len(kept) > 20:
            if kept in seen and Line(kept).weight >= _REPEAT_WORDS:
                reason = "duplicate"
            seen.add(kept)
        if kept and reason is None:
            tidied.paragraphs.append(kept)
        elif kept:
            tidied.removed.append(Removed(kept, reason or "navigation"))
        tidied.removed.extend(removed)
    return tidied


def is_page(page: Sequence[Line], found: int) -> bool:
    """Tell whether the rules' litter, in *found* lines, is enough to look for more."""
    prose = sum(line.prose for line in page)
    if found >= len(page) * PAGE_SHARE or prose >= len(page) * _PROSE_SHARE:
        return bool(page)
    return found >= _PAGE_LITTER and prose < len(page) * _PAGE_PROSE


def _is_framed(page: Sequence[Line]) -> bool:
    """Tell whether lines around the body look like a page's, though the rules know none of them."""
    if sum(line.prose for line in page) < len(page) * _PROSE_SHARE:
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
    # The scorer knows pages, where the headline is above all this; Chinese reports are signed below.
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


def _judged(page: Sequence[Line]) -> list[Reason | None]:
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
        announces = line.text.endswith((":", "：")) and line.weight >= _LEAST_WORDS
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


Parts = list[Removed]


def settle(line: str) -> tuple[str, Parts]:
    """Return what of *line* is prose, and what was cut off it or why all of it goes.

    >>> settle("The bank cut rates by half a point. We use cookies to improve this site.")[0]
    'The bank cut rates by half a point.'
    """
    removed: Parts = []
    while line:
        reason = litter(line)
        if reason:
            removed.append(Removed(line, reason))
            return "", removed
        line, cut = _trimmed(line)
        if cut is None:
            break
        removed.append(cut)
    return line, removed


def _trimmed(line: str) -> tuple[str, Removed | None]:
    which = script(line[-rules.WINDOW :])
    start = max(0, len(line) - rules.WINDOW)
    for reason, pattern in rules.compiled(which, "tails"):
        match = pattern.search(line, start)
        if not match:
            continue
        rest, cut = line[: match.start()].rstrip(), line[match.start() :].strip()
        left = Line(rest)
        if reason == "credit" and left.weight <= _CAPTION_WORDS and rest.count(". ") < 3:
            return "", Removed(line, "caption")
        if left.weight >= _LEAST_WORDS and cut:
            return rest, Removed(cut, reason)
    for reason, pattern in rules.compiled(which, "heads"):
        match = pattern.match(line)
        if match and match.end():
            return line[match.end() :].lstrip(), Removed(match.group().strip(), reason)
    return line, None
