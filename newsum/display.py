"""How a result and a cleaned article look: plain text for a terminal, a card for a notebook.

Rendering is pure: values in, text out. The card needs no script, no font and no network, and takes
its colors from the page around it, so that it reads on a dark and on a light one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Final

#: May not begin a line of Chinese (GB/T 15834), nor end one.
_NOT_FIRST: Final = frozenset("，。！？；：、）》」』】〉”’…—·％,.!?;:)]}%")
_NOT_LAST: Final = frozenset("（《「『【〈“‘([{")
_JOINER: Final = "\u200d"
#: What belongs to the emoji before it: a joiner, a variation, a tone of skin, a keycap.
_JOINED: Final = frozenset(
    (_JOINER, "\ufe0e", "\ufe0f", "\u20e3", *map(chr, range(0x1F3FB, 0x1F400)))
)
#: Cells of a sentence that call it to mind.
_OPENING: Final = 32


@dataclass(frozen=True, slots=True)
class Line:
    """A summary sentence as it is shown."""

    text: str
    evidence: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A summary as it is shown: one language's column of the card."""

    language: str  # a BCP 47 code: fonts depend on it
    heading: str
    lines: tuple[Line, ...]
    style: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Card:
    """A result as it is shown."""

    title: str
    language: str
    facts: tuple[str, ...]
    panels: tuple[Panel, ...]
    notes: tuple[str, ...] = ()
    removed: tuple[tuple[str, str], ...] = ()  # (reason, text)
    signature: str = ""


def cells(text: str) -> int:
    """Count the terminal cells that *text* takes: two for a wide character, none for a mark.

    >>> cells("GDP增长"), cells("👩‍👩‍👧")
    (7, 2)
    """
    if text.isascii() and text.isprintable():
        return len(text)
    return _measure()(text)


@cache
def _measure() -> Callable[[str], int]:
    from rich.cells import cell_len

    return cell_len


def wrap(text: str, width: int) -> list[str]:
    """Break *text* into lines of at most *width* cells, English at spaces, Chinese anywhere.

    A closing mark never begins a line and an opening one never ends it, if that can be helped.

    >>> wrap("他说：“走吧。”", 8)
    ['他说：', '“走吧。”']
    """
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(text):
        size = cells(piece.rstrip())
        if line and used + size > width:
            lines.append(line.rstrip())
            line, used = "", 0
        if not line:
            piece = piece.lstrip()
        if size <= width:
            line, used = line + piece, used + cells(piece)
            continue
        for glyph in _glyphs(piece):  # a word of more than a line
            size = cells(glyph)
            if line and used + size > width and not glyph.isspace():
                lines.append(line.rstrip())
                line, used = "", 0
            line, used = line + glyph, used + size
    if line.strip():
        lines.append(line.rstrip())
    return lines or [""]


def _glyphs(text: str) -> Iterator[str]:
    """Cut *text* into what a terminal shows in one place: a character with its marks, an emoji."""
    begin = 0
    for at in range(1, len(text)):
        if text[at] in _JOINED or text[at - 1] == _JOINER or unicodedata.combining(text[at]):
            continue
        yield text[begin:at]
        begin = at
    if text:
        yield text[begin:]


def _pieces(text: str) -> Iterator[str]:
    """Cut *text* where a line may break."""
    begin = at = 0
    last, last_wide = "", False
    for glyph in _glyphs(text):
        wide = cells(glyph) == 2
        breakable = (last.isspace() or wide or last_wide) and not glyph.isspace()
        if last and breakable and glyph[0] not in _NOT_FIRST and last[0] not in _NOT_LAST:
            yield text[begin:at]
            begin = at
        at += len(glyph)
        last, last_wide = glyph, wide
    if text:
        yield text[begin:]


def card_text(card: Card, *, width: int = 80, evidence: bool = False, warnings: bool = True) -> str:
    """Return *card* as plain text, at most *width* cells wide.

    With *evidence*, each sentence stands on its own above the source sentences it rests on.
    """
    head = (card.title, " · ".join(card.facts))
    blocks = ["\n".join(row for text in head if text for row in wrap(text, width))]
    for panel in card.panels:
        rows = [panel.heading, "─" * cells(panel.heading)]
        if evidence or panel.style == "bullets":
            for line in panel.lines:
                rows += hang(line.text, "• ", width)
                for each in line.evidence if evidence else ():
                    rows += hang(each, "    ← ", width)
                for each in line.warnings if warnings else ():
                    rows += hang(each, "    ⚠ ", width)
        else:
            rows += wrap(join(line.text for line in panel.lines), width)
            for line in panel.lines:
                # Which of them it is about can only be seen where each stands by itself.
                about = f"“{_opening(line.text)}”: " if len(panel.lines) > 1 else ""
                for each in line.warnings if warnings else ():
                    rows += hang(about + each, "⚠ ", width)
        blocks.append("\n".join(rows))
    if card.notes and warnings:
        blocks.append("\n".join(row for note in card.notes for row in hang(note, "⚠ ", width)))
    return "\n\n".join(filter(None, blocks))


def _opening(text: str) -> str:
    first, *rest = wrap(text.strip('“”「」"'), _OPENING)
    return f"{first.rstrip(',，、;；:：')}…" if rest else first


def join(sentences: Iterable[str]) -> str:
    """Join sentences into a paragraph: a space between English ones, none between Chinese ones.

    >>> join(["One.", "Two."]), join(["一。", "二。"])
    ('One. Two.', '一。二。')
    """
    text = ""
    for sentence in sentences:
        glued = not text or cells(text[-1]) == 2 or (text[-1] in "”’…" and cells(sentence[:1]) == 2)
        text += sentence if glued else f" {sentence}"
    return text


def hang(text: str, lead: str, width: int) -> list[str]:
    """Wrap *text* behind *lead*, later lines indented to match.

    >>> hang("one two three", "- ", 10)
    ['- one two', '  three']
    """
    indent = cells(lead)
    first, *rest = wrap(text, max(8, width - indent))
    return [lead + first, *(" " * indent + row for row in rest)]


_CSS: Final = """
.newsum{font-family:system-ui,sans-serif;line-height:1.5;max-width:72em;text-align:left;overflow-wrap:anywhere;
 border:1px solid rgba(128,128,128,.4);border-radius:8px;padding:1em 1.2em;margin:.3em 0}
.newsum h3{margin:0;font-size:1.15em;line-height:1.35}
.newsum .facts,.newsum .note,.newsum footer{font-size:.85em;opacity:.75}
.newsum .panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(19em,1fr));
 gap:1em 2.2em;margin:.8em 0}
.newsum h4{margin:0 0 .4em;font-size:.8em;letter-spacing:.06em;opacity:.7;
 border-bottom:1px solid rgba(128,128,128,.4);padding-bottom:.2em}
.newsum details{margin:.25em 0}
.newsum .line>summary{list-style:none;cursor:pointer;border-radius:4px}
.newsum .line>summary::-webkit-details-marker{display:none}
.newsum .line>summary:hover,.newsum .line[open]>summary{background:rgba(128,160,255,.18)}
.newsum .bullets .line>summary{padding-left:1em;text-indent:-1em}
.newsum .bullets .line>summary::before{content:"• "}
.newsum blockquote{margin:.3em 0 .5em;padding:.1em 0 .1em .8em;font-size:.9em;
 border-left:3px solid rgba(128,160,255,.7);opacity:.85}
.newsum .warn{font-size:.88em;margin:.2em 0;padding-left:.8em;border-left:3px solid #d98a00}
.newsum .warn+details{margin-top:.6em}
.newsum .removed table{border-collapse:collapse;margin:.4em 0;font-size:.85em}
.newsum .removed td{padding:.15em .8em .15em 0;text-align:left;vertical-align:top}
.newsum .removed td:first-child{opacity:.7;white-space:nowrap}
.newsum article p{margin:.5em 0}
"""


def card_html(card: Card) -> str:
    """Return *card* as one self-contained HTML fragment, everything escaped."""
    parts = [f"<style>{_CSS}</style>", '<div class="newsum">']
    if card.title:
        parts.append(f'<h3 lang="{escape(card.language)}">{escape(card.title)}</h3>')
    if card.facts:
        parts.append(f'<div class="facts">{escape(" · ".join(card.facts))}</div>')
    parts.append('<div class="panels">')
    parts += [_panel_html(panel, card.language) for panel in card.panels]
    parts.append("</div>")
    parts += [f'<div class="warn">{escape(note)}</div>' for note in card.notes]
    parts.append(_removed_html(card.removed))
    if card.signature:
        parts.append(
            "<details><summary class='note'>How it was made</summary>"
            f"<footer>{escape(card.signature)}</footer></details>"
        )
    parts.append("</div>")
    return "".join(parts)


def _panel_html(panel: Panel, source: str) -> str:
    code = escape(panel.language)
    rows = []
    for line in panel.lines:
        hover = escape("\n".join(line.evidence))
        quotes = "".join(
            f'<blockquote lang="{escape(source)}">{escape(each)}</blockquote>'
            for each in line.evidence
        )
        warnings = "".join(f'<div class="warn">{escape(each)}</div>' for each in line.warnings)
        rows.append(
            f'<details class="line"{" open" if line.warnings else ""}>'
            f'<summary title="{hover}">{escape(line.text)}</summary>{quotes}{warnings}</details>'
        )
    return (
        f'<section lang="{code}" class="{escape(panel.style)}">'
        f"<h4>{escape(panel.heading)}</h4>{''.join(rows)}</section>"
    )


def _removed_html(removed: Sequence[tuple[str, str]]) -> str:
    if not removed:
        return ""
    rows = "".join(
        f"<tr><td>{escape(reason)}</td><td>{escape(text)}</td></tr>" for reason, text in removed
    )
    lines = "line" if len(removed) == 1 else "lines"
    return (
        f'<details class="removed"><summary class="note">{len(removed)} {lines} of page litter '
        f"left out</summary><table>{rows}</table></details>"
    )


def article_html(
    title: str,
    language: str,
    facts: Sequence[str],
    paragraphs: Iterable[str],
    removed: Sequence[tuple[str, str]],
) -> str:
    """Return a cleaned article as a card: its body, and what was left out, foldable."""
    code = escape(language)
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    head = f"<h3>{escape(title)}</h3>" if title else ""
    return (
        f'<style>{_CSS}</style><div class="newsum"><div lang="{code}">{head}'
        f'<div class="facts">{escape(" · ".join(facts))}</div>'
        f"<article>{body}</article></div>{_removed_html(removed)}</div>"
    )
