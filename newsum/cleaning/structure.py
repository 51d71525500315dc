"""Where in its page each block stands, as numbers: what the scorer knows beyond the lines.

Links, the elements around a block and their names, how much of the page's prose they hold, and
what the blocks of the same kind are like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from newsum.cleaning.lines import plain
from newsum.cleaning.page import AROUND, NAMES, Block, Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_KINDS: Final = (
    ("p", "p"), ("li", "li"), ("h1", "h1"), ("h2", "h2"), ("head", "h3 h4 h5 h6"),
    ("box", "div section main article body"), ("cell", "td th dd dt"), ("quote", "blockquote pre"),
    ("figcaption", "figcaption caption"), ("control", "button label legend summary"),
)  # fmt: skip
_KIND: Final = {tag: index for index, (_, tags) in enumerate(_KINDS) for tag in tags.split()}
#: How many boxes up from a block its words count for. Pages wrap a paragraph in some two or three;
#: past six, the box is the page.
_REACH: Final = 6
#: The numbers that only a page gives.
STRUCTURE: Final = (
    "links", "link_count", "all_link", "opens", "emphasis", "all_strong", "depth",
    *(f"kind_{name}" for name, _ in _KINDS), "kind_other", "broken",
    *(f"in_{name}" for name in AROUND),
    *(f"near_{name}" for name in NAMES),
    *(f"any_{name}" for name in NAMES),
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
    best = max((up for block in page for up in chain(block.box, 2)), key=lambda box: box.mass)
    lineage = {id(box): step for step, box in enumerate(chain(best, 12))}
    rows = [
        _row(block, kin[block.box.signature], whole, best, lineage, previous, stated)
        for previous, block in zip([None, *(block.box for block in page)], page, strict=False)
    ]
    return np.array(rows, dtype=np.float32)


def chain(box: Box | None, most: int) -> Iterator[Box]:
    """Yield *box* and the boxes around it, at most so many."""
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
    boxes = list(chain(block.box, 8))
    near = marks = 0
    if not block.is_cut:
        # What was cut has its reason, and most of a page's names are in its frame.
        marks = block.box.marks()
        for box in boxes[:3]:
            near |= box.near()
    kinds = [0.0] * (len(_KINDS) + 1)
    kinds[_KIND.get(block.box.tag, len(_KINDS))] = 1.0
    steps = min((lineage[id(box)] for box in boxes if id(box) in lineage), default=12)
    masses = [box.mass / whole for box in boxes[:3]] + [0.0] * (3 - len(boxes))
    totals = [box.total / whole for box in boxes[:5]] + [0.0] * (5 - len(boxes))
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
        *_bits(block.box.around, len(AROUND)),
        *_bits(near, len(NAMES)),
        *_bits(marks, len(NAMES)),
        *masses[:3],
        float(best in boxes[:2]),
        float(best.parent in boxes[:3]),
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
