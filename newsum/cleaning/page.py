"""A page as a list of blocks: what a reader would copy, and where in the page each piece stood.

One walk over the tree, never recursive: a page nested twenty thousand deep is walked like any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from newsum.article import Reason
from newsum.cleaning import rules
from newsum.cleaning.lines import Line, visible

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Never shown, or shown as something other than text.
_SKIPPED_WORDS: Final = """
script style noscript svg iframe template select option textarea object embed canvas audio video
map head nav math input datalist progress meter applet frameset frame amp-ad amp-analytics amp-
sidebar amp-consent amp-user-notification amp-social-share amp-iframe
"""
SKIPPED: Final = frozenset(_SKIPPED_WORDS.split())
#: Elements that end the line before them and after them.
_BLOCKS_WORDS: Final = """
address article aside blockquote body button caption center dd details dialog div dl dt fieldset
figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main menu
ol p pre section summary table tbody td tfoot th thead tr ul
"""
BLOCKS: Final = frozenset(_BLOCKS_WORDS.split())
_KINDS: Final = (
    ("p", "p"), ("li", "li"), ("h1", "h1"), ("h2", "h2"), ("head", "h3 h4 h5 h6"),
    ("box", "div section main article body"), ("cell", "td th dd dt"), ("quote", "blockquote pre"),
    ("figcaption", "figcaption caption"), ("control", "button label legend summary"),
)  # fmt: skip
_KIND: Final = {tag: index for index, (_, tags) in enumerate(_KINDS) for tag in tags.split()}
_AROUND: Final = (
    "article", "main", "aside", "header", "footer", "figure", "list", "table", "form",
    "blockquote", "control", "heading", "hidden",
)  # fmt: skip
_RING: Final = {
    "article": "article", "main": "main", "aside": "aside", "header": "header",
    "footer": "footer", "figure": "figure", "figcaption": "figure", "ul": "list", "ol": "list",
    "dl": "list", "menu": "list", "table": "table", "form": "form", "fieldset": "form",
    "blockquote": "blockquote", "button": "control", "label": "control", "h1": "heading",
    "h2": "heading", "h3": "heading", "h4": "heading", "dialog": "hidden",
}  # fmt: skip
_RING_BIT: Final = {tag: 1 << _AROUND.index(name) for tag, name in _RING.items()}
_HIDDEN_BIT: Final = 1 << _AROUND.index("hidden")
_HIDING: Final = re.compile(r"display\s?:\s?none|visibility\s?:\s?hidden", re.IGNORECASE)
_NAMES: Final = (
    "body", "paragraph", "quote", "summary", "title", "caption", "related", "share", "subscribe",
    "byline", "dateline", "ad", "cookie", "comments", "navigation", "copyright", "editor",
    "overlay", "live",
)  # fmt: skip


# fooBar and foo-bar are one name to us.
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=8192)
def _marks(names: str) -> int:
    """Return which rows of ``_NAMES`` an element's class, id and role speak of, as bits."""
    split = _CAMEL.sub("-", names[:300]).lower()
    bits = 0
    for bit, name in enumerate(_NAMES):
        if rules.marks()[name].search(split):
            bits |= 1 << bit
    return bits


@lru_cache(maxsize=8192)
def _cut(names: str) -> Reason | None:
    """Return what an element of these names holds and nothing else, or None."""
    split = _CAMEL.sub("-", names[:300]).lower()
    for reason, pattern in rules.cuts():
        if pattern.search(split):
            return reason
    return None


_CUT_TAGS: Final[dict[str, Reason]] = {"figcaption": "caption"}
#: Frames of the whole page: what they are called says nothing of one line.
_FRAMES: Final = frozenset(("html", "body", "main", "article"))


class Box:
    """A block-level element on the way from the root to a block."""

    __slots__ = (
        "_marks", "around", "cutter", "mass", "names", "parent", "signature", "tag", "total",
    )  # fmt: skip

    def __init__(self, tag: str, names: str, hidden: bool, parent: Box | None) -> None:
        self.tag = tag
        self.names = names
        self.parent = parent
        ring = _RING_BIT.get(tag, 0) | (_HIDDEN_BIT if hidden else 0)
        self.around: int = ring | (parent.around if parent else 0)
        self.signature: str = f"{parent.signature[-60:]}>{tag}.{names[:40]}" if parent else tag
        #: The outermost box that cuts this one, itself maybe.
        self.cutter: Box | None = parent.cutter if parent else None
        if self.cutter is None and self.cut():
            self.cutter = self
        self.mass = 0.0  # words of prose in the blocks right in it, or in a child of it
        self.total = 0.0  # words of prose in it, as deep as `_REACH`
        self._marks: int | None = None

    def cut(self) -> Reason | None:
        """Return what it holds and nothing else, by its own names."""
        named = _cut(self.names) if self.names and self.tag not in _FRAMES else None
        return _CUT_TAGS.get(self.tag) or named

    def near(self) -> int:
        """Return what its own names speak of, as bits."""
        return _marks(self.names) if self.names else 0

    def marks(self) -> int:
        """Return what its names and those of all boxes around it speak of, as bits."""
        # Down from the nearest box that knows: a page may be nested deeper than Python may call.
        unknown = []
        at: Box | None = self
        while at is not None and at._marks is None:
            unknown.append(at)
            at = at.parent
        bits = at._marks or 0 if at is not None else 0
        for box in reversed(unknown):
            bits |= box.near()
            box._marks = bits
        return bits


#: How many boxes up from a block its words count for. Pages wrap a paragraph in some two or three;
#: past six, the box is the page.
_REACH: Final = 6


class Block(Line):
    """A line of a page: the text of one block-level element, or of a part of it between breaks."""

    __slots__ = ("box", "emphasis", "links", "opens", "parts")

    def __init__(self, text: str, box: Box, links: int, parts: int, emphasis: int, opens: bool):
        super().__init__(text, cut=box.cutter.cut() if box.cutter else None)
        self.box = box
        self.links = links / max(1, len(text))  # share of its characters
        self.parts = parts  # how many links
        self.emphasis = emphasis / max(1, len(text))
        self.opens = opens  # its first word is a link


_LINK: Final = frozenset(("a",))
_STRONG: Final = frozenset(("b", "strong", "em", "i"))


def blocks(root: Any, *, limit: int) -> list[Block]:
    """Return the page's blocks in reading order, at most *limit*."""
    page = list(_walk(root, limit))
    _apply_cuts(page)
    return page


#: A cut that would leave less prose than this, in words, or than this share of what it takes, is
#: a misnomer: it holds the article.
_LEFT_WORDS: Final = 60.0
_LEFT_SHARE: Final = 0.15


def _apply_cuts(page: list[Block]) -> None:
    left = 0.0
    taken: dict[int, float] = {}
    for block in page:
        mass = block.weight if block.reads else 0.0
        cutter = block.box.cutter
        if cutter is None:
            left += mass
        else:
            taken[id(cutter)] = taken.get(id(cutter), 0.0) + mass
    wrong = {
        key
        for key, inside in taken.items()
        if inside and left < max(_LEFT_WORDS, inside * _LEFT_SHARE)
    }
    for block in page:
        cutter = block.box.cutter
        if cutter is not None and id(cutter) in wrong:
            while cutter is not None and id(cutter) in wrong:
                cutter = _inner_cutter(block.box, cutter)
            block.judge(cutter.cut() if cutter else None)


def _inner_cutter(box: Box, outer: Box) -> Box | None:
    """Return the outermost cutting box around *box* that is inside *outer*."""
    found = None
    at: Box | None = box
    while at is not None and at is not outer:
        if at.cut():
            found = at
        at = at.parent
    return found


def _walk(root: Any, limit: int) -> Iterator[Block]:
    from lxml import etree

    box = Box("html", "", False, None)
    opened = [box]
    inline: list[Any] = []  # open cells that are part of their row's line
    parts: list[str] = []
    linked = links = strong = link_depth = strong_depth = 0
    opens = False
    count = 0

    def flush() -> Block | None:
        nonlocal linked, links, strong, opens, count
        text = " ".join(visible("".join(parts)).split())
        parts.clear()
        block = None
        if text:
            block = Block(text, opened[-1], linked, links, strong, opens)
            count += 1
        linked = links = strong = 0
        opens = False
        return block

    def take(text: str) -> None:
        nonlocal linked, strong, opens
        size = len(text)
        if link_depth or strong_depth:
            size = len(text.strip())
            if link_depth:
                linked += size
                if not parts and size:
                    opens = True
            if strong_depth:
                strong += size
        if parts or not text.isspace():
            parts.append(text)

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if not isinstance(tag, str) or tag in SKIPPED:
                walk.skip_subtree()
                continue
            if tag in BLOCKS:
                if tag in _CELLS and _is_inline(element):
                    take(" ")
                    inline.append(element)
                    if element.text:
                        take(element.text)
                    continue
                block = flush()
                if block:
                    yield block
                    if count >= limit:
                        return
                opened.append(_box(element, tag, opened[-1]))
            elif tag == "br":
                block = flush()
                if block:
                    yield block
            elif tag in _LINK:
                link_depth += 1
                links += 1
            elif tag in _STRONG:
                strong_depth += 1
            if element.text:
                take(element.text)
        else:
            if not isinstance(tag, str) or tag in SKIPPED:
                pass
            elif inline and inline[-1] is element:
                inline.pop()
            elif tag in BLOCKS:
                block = flush()
                if block:
                    yield block
                    if count >= limit:
                        return
                opened.pop()
            elif tag in _LINK:
                link_depth -= 1
            elif tag in _STRONG:
                strong_depth -= 1
            if element.tail:
                take(element.tail)
    block = flush()
    if block:
        yield block


_CELLS: Final = frozenset(("td", "th", "dt"))
_BREAKS: Final = tuple(BLOCKS | {"br"})


def _is_inline(cell: Any) -> bool:
    """Tell a figure in a table of figures from a column of the page."""
    text = cell.text or ""
    return (
        len(text) < 60
        and not text.isspace()
        and not any(each is not cell for each in cell.iter(*_BREAKS))
    )


def _box(element: Any, tag: str, parent: Box) -> Box:
    get = element.get
    names = get("class") or ""
    for name in ("id", "role", "itemprop", "data-testid", "data-component"):
        value = get(name)
        if value:
            names = f"{names} {value}"
    style = get("style")
    hidden = (style is not None and _HIDING.search(style) is not None) or get("hidden") is not None
    return Box(tag, names, hidden, parent)


#: The numbers that only a page gives.
STRUCTURE: Final = (
    "links", "link_count", "all_link", "opens", "emphasis", "all_strong", "depth",
    *(f"kind_{name}" for name, _ in _KINDS), "kind_other", "broken",
    *(f"in_{name}" for name in _AROUND),
    *(f"near_{name}" for name in _NAMES),
    *(f"any_{name}" for name in _NAMES),
    "mass_box", "mass_parent", "mass_grand", "best", "best_parent", "steps",
    *(f"total_{step}" for step in range(5)),
    "kin_mass", "kin_prose", "kin_count", "kin_links", "stated", "unstated",
)  # fmt: skip


@dataclass(slots=True)
class _Kin:
    """Blocks that the same chain of elements and classes leads to."""

    count: int = 0
    prose: int = 0
    mass: float = 0.0
    links: float = 0.0


def structure(page: Sequence[Block], stated: str) -> NDArray[np.float32]:
    """Return each block's numbers of structure, shape (blocks, `STRUCTURE`).

    Args:
        page: The blocks in reading order.
        stated: The body as the page's own data gives it, only letters and digits; "" if it
            gives none.
    """
    import numpy as np

    kin: dict[str, _Kin] = {}
    whole = 1.0
    for block in page:
        mass = min(block.weight, 100.0) if block.prose and block.links < 0.5 else 0.0
        group = kin.setdefault(block.box.signature, _Kin())
        group.count += 1
        group.prose += block.prose
        group.mass += mass
        group.links += block.links
        if mass:
            whole += mass
            box: Box | None = block.box
            for step in range(_REACH):
                if box is None:
                    break
                box.total += mass
                if step < 2:
                    box.mass += mass
                box = box.parent
    best = max((up for block in page for up in _chain(block.box, 2)), key=lambda box: box.mass)
    lineage = {id(box): step for step, box in enumerate(_chain(best, 12))}
    rows = np.zeros((len(page), len(STRUCTURE)), dtype=np.float32)
    previous: Box | None = None
    for row, block in zip(rows, page, strict=True):
        row[:] = _row(block, kin[block.box.signature], whole, best, lineage, previous, stated)
        previous = block.box
    return rows


def _chain(box: Box | None, most: int) -> Iterator[Box]:
    for _ in range(most):
        if box is None:
            return
        yield box
        box = box.parent


def _row(
    block: Block,
    kin: _Kin,
    whole: float,
    best: Box,
    lineage: dict[int, int],
    previous: Box | None,
    stated: str,
) -> list[float]:
    chain = list(_chain(block.box, 8))
    near = marks = 0
    if not block.is_cut:
        # What was cut has its reason, and most of a page's names are in its frame.
        marks = block.box.marks()
        for box in chain[:3]:
            near |= box.near()
    kinds = [0.0] * (len(_KINDS) + 1)
    kinds[_KIND.get(block.box.tag, len(_KINDS))] = 1.0
    steps = min((lineage[id(box)] for box in chain if id(box) in lineage), default=12)
    masses = [box.mass / whole for box in chain[:3]] + [0.0] * (3 - len(chain))
    totals = [box.total / whole for box in chain[:5]] + [0.0] * (5 - len(chain))
    known = bool(stated) and plain(block.text) in stated
    return [
        block.links,
        min(1.0, block.parts / 4),
        float(block.links > 0.9),
        float(block.opens),
        block.emphasis,
        float(block.emphasis > 0.9),
        min(1.0, block.box.signature.count(">") / 8),
        *kinds,
        float(previous is block.box),
        *_bits(block.box.around, len(_AROUND)),
        *_bits(near, len(_NAMES)),
        *_bits(marks, len(_NAMES)),
        *masses[:3],
        float(best in chain[:2]),
        float(best.parent in chain[:3]),
        steps / 6,
        *totals[:5],
        kin.mass / whole,
        kin.prose / kin.count,
        min(1.0, kin.count / 30),
        kin.links / kin.count,
        float(known),
        float(bool(stated) and not known),
    ]


@lru_cache(maxsize=8192)
def _bits(value: int, width: int) -> tuple[float, ...]:
    return tuple(float(value >> bit & 1) for bit in range(width))


def plain(text: str) -> str:
    """Return the letters and digits of *text*, in small letters, for comparing.

    >>> plain("Mr. Li's 2%")
    'mrlis2'
    """
    return _UNWORDED.sub("", text).lower()


_UNWORDED: Final = re.compile(r"[\W_]+")
