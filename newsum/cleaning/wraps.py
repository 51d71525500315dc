"""The lines of a text, with the breaks undone that mail and old pages set at a column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from newsum.cleaning.head import LISTED
from newsum.cleaning.lines import script, visible
from newsum.languages import HAN

_HAN: Final = re.compile(f"[{HAN}]")
#: What ends a line anywhere in Unicode.
_BREAK: Final = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACE: Final = re.compile(r"\s+")
#: A word broken at a line's end. Whether the hyphen is its own nobody can tell; most are not.
_HYPHENED: Final = re.compile(r"[a-z]{2}-$")


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
            if _HYPHENED.search(joined[-1]) and line[0].islower():
                joined[-1] = joined[-1][:-1] + line
            else:
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
#: A printed paper's columns are narrower. So are verse and lists of headlines, but their lines do
#: not go on in small letters, nor are six of them equally full.
_COLUMN_LEAST: Final = 28
_COLUMN_LINES: Final = 6
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
    if not _COLUMN_LEAST <= widest[1] <= _WRAP_MOST:
        return None
    followed = [(line, after) for line, after in pairwise(lines) if line and after]
    full = [(line, after) for line, after in followed if _is_full(line, widest)]
    if len(full) < _WRAP_LINES:
        return None
    inside = [after for line, after in full if _OPEN_END.search(line)]
    if sum(after[0].islower() for after in inside) * 2 >= len(full):
        return widest
    if widest[1] < _WRAP_LEAST and (
        len(full) < _COLUMN_LINES or any(script(line) == "latin" for line, _ in full)
    ):
        return None
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
