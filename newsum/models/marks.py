"""Which marks are one mark: the tables that what a model reads and what it writes are put right by.

`normalise` prepares a text for the built-in model, `polish` mends what any model wrote. Each has
rules of its own, and these tables in common.
"""

from __future__ import annotations

import re
from typing import Final

#: Zero-width and directional characters, soft hyphens, and what is no character at all.
INVISIBLE: Final = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]"
)

#: Full-width ASCII, in half width.
HALF_WIDTH: Final = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}

#: English: straight quotes, plain hyphens.
ENGLISH: Final = {
    **dict.fromkeys("“”„‟«»〝〞", '"'),
    **dict.fromkeys("‘’‚‛`´ʼ", "'"),
    "…": "...",
    **dict.fromkeys("‐‑−", "-"),
    "―": "—",
}

#: Chinese: letters and digits in half width, but not the marks that it writes full-width.
CHINESE: Final = {
    **{wide: plain for wide, plain in HALF_WIDTH.items() if wide not in "！（），：；？～"},
    **dict.fromkeys("「〝„", "“"),
    **dict.fromkeys("」〞", "”"),
    "『": "‘",
    "』": "’",
    "︰": "：",
    "﹐": "，",
    **dict.fromkeys("﹑､", "、"),
    "｡": "。",
    **dict.fromkeys("‧•・", "·"),
    **dict.fromkeys("―─", "—"),
}

#: What Chinese writes full-width where a keyboard, or NFKC, has ASCII.
FULL_WIDTH: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}
