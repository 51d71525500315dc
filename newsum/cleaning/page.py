"""A page as a list of blocks: what a reader would copy, and where in the page each piece stood.

One walk over the tree, never recursive: a page nested twenty thousand deep is walked like any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from newsum.article import Reason
from newsum.cleaning import rules
from newsum.cleaning.lines import Line, visible

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
#: Elements that a block may stand in.
AROUND: Final = (
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
_RING_BIT: Final = {tag: 1 << AROUND.index(name) for tag, name in _RING.items()}
_HIDDEN_BIT: Final = 1 << AROUND.index("hidden")
_HIDING: Final = re.compile(r"display\s?:\s?none|visibility\s?:\s?hidden", re.IGNORECASE)
_CENTERED: Final = re.compile(r"text-align\s?:\s?center", re.IGNORECASE)
#: What the names of an element may speak of.
NAMES: Final = (
    "body", "paragraph", "quote", "summary", "title", "caption", "related", "share", "subscribe",
    "byline", "dateline", "ad", "cookie", "comments", "navigation", "copyright", "editor",
    "overlay", "live",
)  # fmt: skip


# fooBar and foo-bar are one name to us.
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=8192)
def _marks(names: str) -> int:
    """Return which rows of ``NAMES`` an element's class, id and role speak of, as bits."""
    bits = 0
    for name in _split(names):
        bits |= _marks_of(name)
    return bits


@lru_cache(maxsize=8192)
def _cut(names: str) -> Reason | None:
    """Return what an element of these names holds and nothing else, or None."""
    first = min(map(_cut_of, _split(names)), default=_UNCUT)
    return rules.cuts()[first][0] if first < _UNCUT else None


def _split(names: str) -> list[str]:
    return _CAMEL.sub("-", names[:300]).lower().split()


# Pages of all sites share their names one by one far more than together.
@lru_cache(maxsize=8192)
def _marks_of(name: str) -> int:
    bits = 0
    for bit, mark in enumerate(NAMES):
        if rules.marks()[mark].search(name):
            bits |= 1 << bit
    return bits


_UNCUT: Final = 99


@lru_cache(maxsize=8192)
def _cut_of(name: str) -> int:
    """Return the place of the first row of ``cuts`` that *name* belongs to, `_UNCUT` for none."""
    found = (place for place, (_, pattern) in enumerate(rules.cuts()) if pattern.search(name))
    return next(found, _UNCUT)


_CUT_TAGS: Final[dict[str, Reason]] = {"figcaption": "caption"}
#: Frames of the whole page: what they are called says nothing of one line.
_FRAMES: Final = frozenset(("html", "body", "main", "article"))


class Box:
    """A block-level element on the way from the root to a block."""

    __slots__ = (
        "_marks", "around", "centered", "cutter", "is_picture", "labels", "mass", "names", "parent",
        "signature", "tag", "total",
    )  # fmt: skip

    def __init__(
        self,
        tag: str,
        names: str,
        hidden: bool,
        parent: Box | None,
        labels: str = "",
        is_picture: bool = False,
        centered: bool = False,
    ) -> None:
        self.tag = tag
        self.centered = centered
        self.is_picture = is_picture
        self.names = names
        self.labels = labels  # its names and what its other attributes call it
        self.parent = parent
        ring = _RING_BIT.get(tag, 0) | (_HIDDEN_BIT if hidden else 0)
        self.around: int = ring | (parent.around if parent else 0)
        self.signature: str = f"{parent.signature[-60:]}>{tag}.{names[:40]}" if parent else tag
        #: The outermost box that cuts this one, itself maybe.
        self.cutter: Box | None = parent.cutter if parent else None
        if self.cutter is None and self.cut():
            self.cutter = self
        self.mass = 0.0  # words of prose in the blocks right in it, or in a child of it
        self.total = 0.0  # words of prose in it, as deep as `structure` counts
        self._marks: int | None = None

    def cut(self) -> Reason | None:
        """Return what it holds and nothing else, by its own names."""
        named = _cut(self.labels) if self.labels and self.tag not in _FRAMES else None
        tagged: Reason | None = "caption" if self.is_picture else _CUT_TAGS.get(self.tag)
        return tagged or named

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


class Block(Line):
    """A line of a page: the text of one block-level element, or of a part of it between breaks."""

    __slots__ = ("box", "emphasis", "links", "opens", "parts", "picture")

    def __init__(
        self,
        text: str,
        box: Box,
        links: int,
        parts: int,
        emphasis: int,
        opens: bool,
        picture: Box | None,
    ):
        super().__init__(text, cut=box.cutter.cut() if box.cutter else None)
        self.box = box
        self.links = links / max(1, len(text))  # share of its characters
        self.parts = parts  # how many links
        self.emphasis = emphasis / max(1, len(text))
        self.opens = opens  # its first word is a link
        self.picture = picture  # what holds the picture between it and the block before


_LINK: Final = frozenset(("a",))
_STRONG: Final = frozenset(("b", "strong", "em", "i"))


def blocks(root: Any, *, limit: int) -> list[Block]:
    """Return the page's blocks in reading order, at most *limit*."""
    page = list(islice(_walk(root), limit))
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


def _walk(root: Any) -> Iterator[Block]:
    from lxml import etree

    box = Box("html", "", False, None)
    opened = [box]
    inline: list[Any] = []  # open cells that are part of their row's line
    named: Any = None  # an open element within a line that is called a caption
    called = ""  # the names of the last such
    loose = False  # there is text in the line outside of one
    picture: Box | None = None  # what holds the last picture since the last block
    parts: list[str] = []
    linked = links = strong = link_depth = strong_depth = 0
    opens = False

    def flush() -> Block | None:
        nonlocal linked, links, strong, opens, called, loose, picture
        block = None
        if parts:
            text = " ".join("".join(parts).split())
            parts.clear()
            if not text.isprintable():
                text = " ".join(visible(text).split())
            if text:
                box = opened[-1]
                if called and not loose:
                    box = Box("span", called, False, box, called)
                block = Block(text, box, linked, links, strong, opens, picture)
                picture = None
        linked = links = strong = 0
        opens = loose = False
        called = ""
        return block

    def take(text: str) -> None:
        nonlocal linked, strong, opens, loose
        if named is None and not loose and not text.isspace():
            loose = True
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
                opened.append(_box(element, tag, opened[-1]))
            elif tag == "br":
                block = flush()
                if block:
                    yield block
            elif tag == "img":
                picture = picture if loose else opened[-1]
            elif tag in _LINK:
                link_depth += 1
                links += 1
            elif tag in _STRONG:
                strong_depth += 1
            if named is None and not loose and tag not in BLOCKS:
                names = element.get("class")
                if names and _cut(names) == "caption":
                    named, called = element, names
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
                opened.pop()
            elif tag in _LINK:
                link_depth -= 1
            elif tag in _STRONG:
                strong_depth -= 1
            if element is named:
                named = None
            if element.tail:
                take(element.tail)
    block = flush()
    if block:
        yield block


def _is_picture(figure: Any) -> bool:
    """Tell a figure that shows something from one that sets a table, a quotation or code apart."""
    pictured = next(figure.iter(*_PICTURES), None) is not None
    return pictured and next(figure.iter(*_SET_APART), None) is None


_PICTURES: Final = ("img", "picture", "video", "amp-img", "amp-video", "iframe")
_SET_APART: Final = ("table", "blockquote", "pre", "ol", "ul", "h2")
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


#: Attributes that say what an element holds where its classes are made by a machine. They cut,
#: and nothing else: the scorer was trained without them.
_LABELS: Final = (
    "aria-label", "data-component-name", "data-component-type", "data-module", "data-module-name",
    "data-name", "data-qa", "data-test", "data-type",
)  # fmt: skip


_NAMED: Final = ("id", "role", "itemprop", "data-testid", "data-component")


def _joined(names: str, attributes: Mapping[str, str], keys: Iterable[str]) -> str:
    for key in keys:
        value = attributes.get(key)
        if value:
            names = f"{names} {value}"
    return names


def _box(element: Any, tag: str, parent: Box) -> Box:
    attributes = dict(element.items())  # faster than to ask the element for each
    get = attributes.get
    names = labels = get("class") or ""
    if len(attributes) > bool(names):
        names = _joined(names, attributes, _NAMED)
        labels = _joined(names, attributes, _LABELS)
    style = get("style")
    hidden = (style is not None and _HIDING.search(style) is not None) or get("hidden") is not None
    is_picture = tag == "figure" and _is_picture(element)
    centered = tag == "center" or get("align") == "center"
    centered = centered or (style is not None and _CENTERED.search(style) is not None)
    return Box(tag, names, hidden, parent, labels, is_picture, centered)
