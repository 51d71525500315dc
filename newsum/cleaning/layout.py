"""What a page's layout tells of its blocks once most are judged.

Classes are often made by a machine and say nothing. But a caption shares a box with its picture,
all paragraphs of an article are of one kind, and a line that is one link names another article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from newsum.article import Reason
from newsum.cleaning.origin import STOP
from newsum.cleaning.page import Block, Box
from newsum.cleaning.structure import chain

#: Titles of books and shops' names are shorter than this, in words, where they are all of a line.
_HEADLINE_WORDS: Final = 6
_PARAGRAPHS: Final = frozenset(("p", "div", "section"))
_SENTENCE: Final = re.compile(r"[.。!！…][\"'”’」』)）]*$")


def headlines(page: Sequence[Block], reasons: Sequence[Reason | None]) -> list[int]:
    """Return the blocks that stay and name other articles: paragraphs, or lists, of links alone.

    A list that a line with a colon announces is the article's own.
    """
    found: list[int] = []
    lists: dict[int, list[int]] = {}
    for index, (block, reason) in enumerate(zip(page, reasons, strict=True)):
        if block.box.tag == "li":
            lists.setdefault(id(block.box.parent), []).append(index)
        elif reason is None and block.box.tag in _PARAGRAPHS and _is_headline(block):
            found.append(index)
    for items in lists.values():
        announced = items[0] > 0 and page[items[0] - 1].text.endswith((":", "："))
        if len(items) > 1 and not announced and all(_is_headline(page[i]) for i in items):
            found += [index for index in items if reasons[index] is None]
    return found


def _is_headline(block: Block) -> bool:
    """Tell one link that is no sentence, and too long for a name."""
    return (
        block.links > 0.93
        and block.weight >= _HEADLINE_WORDS
        and not _SENTENCE.search(block.text[-8:])
    )


#: What a block is dropped for that nothing speaks against but its place.
_FOR_PLACE: Final[frozenset[Reason | None]] = frozenset(("related", "navigation"))
#: Of the prose of one kind, the share that must stay for the rest to stay too, and of how many.
_KIND_SHARE: Final = 0.75
_KIND_LEAST: Final = 4


def of_one_kind(page: Sequence[Block], reasons: Sequence[Reason | None]) -> list[int]:
    """Return the prose dropped for its place alone, though nearly all prose of its kind stays.

    The last paragraph, below a list or a picture, is judged like the teasers after it; a box called
    "teaser-content" may hold the first. None of the development pages changes by it.
    """
    count: Counter[tuple[str, str]] = Counter()
    kept: Counter[tuple[str, str]] = Counter()
    for block, reason in zip(page, reasons, strict=True):
        if block.reads:
            count.update(_kinds(block))
            if reason is None:
                kept.update(_kinds(block))
    body = {kind for kind, n in count.items() if n >= _KIND_LEAST and kept[kind] >= n * _KIND_SHARE}
    doubtful = [
        index
        for index, (block, reason) in enumerate(zip(page, reasons, strict=True))
        if reason in _FOR_PLACE
        and (block.reads or (block.box.tag == "p" and _SENTENCE.search(block.text[-8:])))
        and not block.hints
        and block.links < 0.3
    ]
    own = {index for index in doubtful if not body.isdisjoint(_kinds(page[index]))}
    # What cuts a paragraph of the article has its name for another reason.
    misnomers = {id(page[index].box.cutter) for index in own if page[index].is_cut}
    return [index for index in doubtful if index in own or id(page[index].box.cutter) in misnomers]


def _kinds(block: Block) -> list[tuple[str, str]]:
    """Return what a block's kin share: the way to it, or its own element and names."""
    own = [_name(block)] if block.box.names else []
    return [("", block.box.signature), *own]


def _name(block: Block) -> tuple[str, str]:
    return block.box.tag, block.box.names


#: A caption is shorter than this, in words, one that reads like prose than the next number, and
#: what else stands in its box is no more than a credit of the third. On the development pages 187
#: lines of litter stand so and 14 of the body, 12 of which their class calls captions; but most of
#: these are told by their class, and a lead lost for its picture costs more than a caption kept.
_CAPTION_WORDS: Final = 45
_PROSE_WORDS: Final = 24
_CREDIT_WORDS: Final = 15
#: How many blocks to either side may share its box, and how far up that is, in elements.
_BESIDE: Final = 3
_BOX_REACH: Final = 4
#: Where the captions so found would be a larger share of the prose, every paragraph has a picture.
_PROSE_SHARE: Final = 0.25


def under_pictures(page: Sequence[Block], reasons: Sequence[Reason | None]) -> list[int]:
    """Return the captions in the article: in one box with a picture, or centered under it.

    They are looked for among what stays, and what within it goes for its place alone.
    """
    found: list[int] = []
    prose = told = 0.0
    kept = [index for index, reason in enumerate(reasons) if reason is None]
    paragraphs = Counter(_name(page[index]) for index in kept if page[index].prose)
    for index in range(kept[0], kept[-1] + 1) if kept else ():
        block, reason = page[index], reasons[index]
        weight = block.weight if block.prose and reason is None else 0.0
        prose += weight
        if (
            block.picture is not None
            and (reason is None or (reason in _FOR_PLACE and not block.is_cut))
            and block.weight < _CAPTION_WORDS
            and block.links < 0.5
            and not block.box.tag.startswith("h")
            and not (block.box.names and paragraphs[_name(block)] >= _KIND_LEAST)
            and (_shares_box(page, index, block.picture) or _is_under(page, index, block.picture))
        ):
            found.append(index)
            told += weight
    few = told <= prose * _PROSE_SHARE
    return [i for i in found if not page[i].prose or (few and page[i].weight < _PROSE_WORDS)]


def _shares_box(page: Sequence[Block], index: int, picture: Box) -> bool:
    """Tell whether the smallest box around a block and a picture holds next to nothing else."""
    block = page[index]
    holders = {id(box) for box in chain(picture, _BOX_REACH)}
    common = next((box for box in chain(block.box, _BOX_REACH) if id(box) in holders), None)
    # A picture within a paragraph may stand beside its first words.
    if common is None or (common is block.box and (block.prose or STOP.search(block.text))):
        return False
    beside = [
        each.weight
        for each in page[max(0, index - _BESIDE) : index + _BESIDE + 1]
        if each is not block and any(box is common for box in chain(each.box, _BOX_REACH * 2))
    ]
    return len(beside) < _BESIDE and sum(beside) < _CREDIT_WORDS


def _is_under(page: Sequence[Block], index: int, picture: Box) -> bool:
    """Tell a line that is centered below a picture: no sentence, no sub-head, no verse."""
    block = page[index]
    below = page[index + 1 : index + 2]
    return (
        block.box.centered
        and block.box is not picture
        and block.box.parent is picture.parent
        and not any(each.box.centered for each in below)
        and block.emphasis < 0.5
        and not block.prose
    )
