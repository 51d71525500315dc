"""From a page to its article: the blocks that are body, in order, and why each other one is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from newsum.article import Reason, Removed
from newsum.cleaning.head import headline, words_of
from newsum.cleaning.layout import headlines, of_one_kind, under_pictures
from newsum.cleaning.lines import REPEAT_WORDS, Line, own, place, plain
from newsum.cleaning.metadata import (
    Metadata,
    metadata,
    stored_body,
    title_parts,
    titled_site,
    untagged,
)
from newsum.cleaning.origin import REACH
from newsum.cleaning.page import Block, blocks
from newsum.cleaning.structure import structure
from newsum.cleaning.text import settle
from newsum.cleaning.weigh import guess
from newsum.cleaning.wraps import split_lines
from newsum.errors import ArticleTooLong, NoArticleText

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: More blocks than this are no article's page, and would take seconds. The longest of the
#: development pages has some 1,100.
MOST_BLOCKS: Final = 6000
#: A block less sure than this is dropped. Tuned on the development pages, each fold judged by
#: weights that had not seen its publishers: F1 is flat from here to .55, and recall is higher here.
THRESHOLD: Final = 0.45
#: Of the page's prose, the least share that a good judgment keeps. Under it the judge has met a
#: layout unlike any it knows, and the element with the most prose is the article.
_LEAST_SHARE: Final = 0.2
#: A body in the page's data is shorter than this, in letters and digits, only by accident.
STATED_LEAST: Final = 300
#: How many blocks before and after the body are listed with what was removed; further off is the
#: site's own frame.
_MARGIN: Final = 3
#: A dropped block of this many words is listed wherever it stands.
_LISTED_WORDS: Final = 25
#: With fewer words than this on the page itself, the body may be in the page's data.
_THIN_WORDS: Final = 80


@dataclass(slots=True)
class Extract:
    """A page's article."""

    paragraphs: list[str]
    data: Metadata
    removed: list[Removed] = field(default_factory=list)
    above: list[str] = field(default_factory=list)  # the page's last lines before the body


def extract(source: str, url: str = "") -> Extract:
    """Return the article of the page *source*.

    Raises:
        NoArticleText: There is no element in it.
        ArticleTooLong: There are more than `MOST_BLOCKS` pieces of text on it.
    """
    root = parse(source)
    data = metadata(root, url)
    page = blocks(root, limit=MOST_BLOCKS + 1)
    if len(page) > MOST_BLOCKS:
        raise ArticleTooLong(
            f"The page has more than {MOST_BLOCKS:,} pieces of text. Give one article's page."
        )
    reasons = _judged(page, data) if page else []
    data = _titled(page, reasons, data)
    paragraphs: list[str] = []
    removed: list[Removed] = []
    kept = [index for index, reason in enumerate(reasons) if reason is None]
    first, last = (kept[0], kept[-1]) if kept else (0, -1)
    for index, (block, reason) in enumerate(zip(page, reasons, strict=True)):
        if reason is None:
            text, cuts = settle(block.text)
            if text:
                paragraphs.append(text)
            removed += cuts
        elif (
            first - _MARGIN <= index <= last + _MARGIN
            or reason in ("caption", "title")
            or block.weight >= _LISTED_WORDS
        ):
            removed.append(Removed(block.text, reason))
    if sum(page[index].weight for index in kept) < _THIN_WORDS:
        paragraphs, removed = _from_data(root, data, paragraphs, removed)
    above = [block.text for block in page[max(0, first - REACH) : first]]
    return Extract(paragraphs, data, removed, above)


#: A heading of fewer words may be the site's.
_HEADED_WORDS: Final = 7
#: A title of whose telling words the body uses a smaller share than this is the site's.
_ECHO_LEAST: Final = 0.25


def _titled(page: Sequence[Block], reasons: list[Reason | None], data: Metadata) -> Metadata:
    """Take the headline off the page where its data gives no title, or another's."""
    kept = [reason is None for reason in reasons]
    known = words_of(page, kept)
    told = Line(data.title)
    said = plain(data.title)
    # A column's name may stand in a heading of the first rank too.
    headed = told.weight >= _HEADED_WORDS and any(
        block.box.tag == "h1" and plain(block.text) == said for block in page
    )
    is_own = said != plain(data.site) and (
        headed or len(told.terms & known) >= max(1, len(told.terms) * _ECHO_LEAST)
    )
    at = _in_page_title(page, kept, data.page)
    if at is not None:
        reasons[at] = "title"
        title = page[at].text
        taken = not data.site or plain(data.site) == plain(title)
        site = titled_site(data.page, title) if taken else data.site
        return replace(data, title=title, site=site)
    at = None if is_own else headline(page, kept, [block.whole is not None for block in page])
    if at is None:
        return data
    reasons[at] = "title"
    return replace(data, title=page[at].text.strip(" -–—_|·"))


#: Of a page's title, the least share that is its headline, and the least letters this has.
_HEADLINE_SHARE: Final = 0.4
_HEADLINE_LEAST: Final = 6


def _in_page_title(page: Sequence[Block], kept: Sequence[bool], said: str) -> int | None:
    """Return the block that repeats the headline out of a page's title that holds more.

    It stands above the body or is the first line of it: "The River Paper: Ferry stops".
    """
    parts = title_parts(said)
    ends = {"".join(part) for i in range(1, len(parts)) for part in (parts[:i], parts[i:])}
    whole = plain(said)
    best, most = None, max(_HEADLINE_LEAST, len(whole) * _HEADLINE_SHARE)
    body = next((i for i, block in enumerate(page) if kept[i] and block.prose), len(page))
    for index, block in enumerate(page[:body]):
        text = plain(block.text)
        if text in ends and len(text) >= most and block.links < 0.5:
            best, most = index, len(text) + 1
    return best


def parse(source: str) -> Any:
    """Return the root element of the page *source*.

    Raises:
        NoArticleText: There is no element in it, or they are nested deeper than libxml2 reads.
    """
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, recover=True
    )
    try:
        # libxml2 ends a page at a NUL.
        root = etree.fromstring(source.replace("\0", "").encode("utf-8", "ignore"), parser=parser)
    except etree.LxmlError as error:
        raise NoArticleText(f"The page cannot be read as HTML: {error}.") from error
    last = parser.error_log.last_error
    if last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        # What stands deeper is lost without a word.
        raise NoArticleText(
            "The page nests its elements too deeply, over 2,048 in one another. "
            "Give the article's text."
        )
    if root is None:
        raise NoArticleText("The page has no element in it, only comments or nothing at all.")
    return root


def _judged(page: Sequence[Block], data: Metadata) -> list[Reason | None]:
    """Return why each block goes, None where it stays."""
    import numpy as np

    from newsum.cleaning.scorer import score

    stated = plain(untagged(data.body))
    rows = np.concatenate(
        [
            own(page, data.title),
            place(page),
            structure(page, stated if len(stated) >= STATED_LEAST else ""),
        ],
        axis=1,
    )
    sure = _rescued(page, score(rows, "page"))
    title = plain(data.title)
    seen: set[str] = set()
    reasons: list[Reason | None] = []
    for block, value in zip(page, sure.tolist(), strict=True):
        reason: Reason | None = None
        if title and plain(block.text) == title:
            reason = "title"
        elif block.whole is not None:
            reason = block.whole
        elif value < THRESHOLD:
            reason = _guess(block)
        elif block.text in seen and block.weight >= REPEAT_WORDS:
            reason = "duplicate"
        else:
            seen.add(block.text)
        reasons.append(reason)
    for index in headlines(page, reasons):
        reasons[index] = "related"
    for index in under_pictures(page, reasons):
        reasons[index] = "caption"
    for index in of_one_kind(page, reasons):
        reasons[index] = None
    return reasons


def _rescued(page: Sequence[Block], sure: NDArray[np.float32]) -> NDArray[np.float32]:
    """Keep the prose of the element with the most of it, where the judge keeps next to nothing."""
    prose = [block.weight if block.prose and block.links < 0.5 else 0.0 for block in page]
    total = sum(prose)
    kept = sum(
        weight for weight, value in zip(prose, sure.tolist(), strict=True) if value >= THRESHOLD
    )
    if total == 0 or (kept > 0 and kept >= total * _LEAST_SHARE):
        return sure
    groups: dict[str, float] = {}
    for block, weight in zip(page, prose, strict=True):
        groups[_family(block)] = groups.get(_family(block), 0.0) + min(weight, 60.0)
    best = max(groups, key=lambda name: groups[name])
    sure = sure.copy()
    for index, (block, weight) in enumerate(zip(page, prose, strict=True)):
        if weight and _family(block) == best:
            sure[index] = 1.0
    return sure


def _family(block: Block) -> str:
    return block.box.signature.rpartition(">")[0]


def _guess(block: Block) -> Reason:
    if block.links > 0.5 and not block.hints & {"copyright", "cookie", "subscribe", "share"}:
        return "related" if block.weight >= 4 else "navigation"
    return guess(block)


def _from_data(
    root: Any, data: Metadata, paragraphs: list[str], removed: list[Removed]
) -> tuple[list[str], list[Removed]]:
    """Take the body from the page's data where that holds more than the page shows."""
    shown = len(plain("".join(paragraphs)))
    body = max(data.body, stored_body(root), key=len)
    if len(plain(untagged(body))) < max(STATED_LEAST // 2, shown * 3 // 2):
        return paragraphs, removed
    found: list[str] = []
    for line in split_lines(re.sub(r"(?<=[.!?]) {2,}", "\n", untagged(body))):
        text, cuts = settle(line)
        if text and plain(text) != plain(data.title):
            found.append(text)
        removed += cuts
    return found, removed
