"""Markdown, as notes are written and as programs that read pages for language models return them.

It is read as lines of text. What is known beyond them: which line is nothing but a link, which
stands under a picture, the headings, and fields above it all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newsum.article import Reason

if TYPE_CHECKING:
    from markdown_it.token import Token

#: As much of a text as tells what it is.
_GLANCE: Final = 20_000
_LINK: Final = re.compile(r"\[[^\[\]\n]{0,300}\]\((?:<?https?://|[/#.]|mailto:|javascript:)")
_HEADING: Final = re.compile(r"^#{1,6} \S", re.MULTILINE)
_STRONG: Final = re.compile(r"(?<![*\w])\*\*[^*\n]{1,200}\*\*(?![*\w])")
_FOOTNOTE: Final = re.compile(r"\[\^[\w-]{1,20}\]:?")
# What may stand above: YAML between two rules, or lines as Jina's reader writes them.
_FRONT: Final = re.compile(
    r"\A\s*(?:---[ \t]*\n(?P<yaml>(?:[^\n]{0,1000}\n){1,50}?)---[ \t]*\n"
    r"|(?P<lines>(?:(?:Title|URL Source|Published Time|Author|Warning):[^\n]{0,1000}\n\s*){1,6})"
    r"Markdown Content:)"
)
_FIELD: Final = re.compile(r"^([A-Za-z][\w -]{0,30}):[ \t]*(\S[^\n]*)$", re.MULTILINE)
#: A line is a link if so much of it is, by characters: marks may stand around.
_LINKED: Final = 0.8


@dataclass(slots=True)
class Markdown:
    """The lines of a text, and what its marks say of them."""

    lines: list[str] = field(default_factory=list)
    known: dict[str, Reason] = field(default_factory=dict)  # litter, by line
    titles: list[str] = field(default_factory=list)  # headings of the first level
    fields: dict[str, str] = field(default_factory=dict)  # by name in small letters


def is_markdown(text: str) -> bool:
    r"""Tell whether *text* has the headings and links of Markdown; a "# " or two stars are not it.

    >>> is_markdown("# Rates\n\nThe [bank](/bank) cut."), is_markdown("# Rates\n\nIt cut.")
    (True, False)
    """
    sample = text[:_GLANCE]
    if match := _FRONT.match(sample):
        return match["yaml"] is None or "title:" in match["yaml"].lower()
    links = len(_LINK.findall(sample))
    headings = len(_HEADING.findall(sample))
    return links > 1 or headings > 2 or bool(headings and (links or _STRONG.search(sample)))


def read_markdown(text: str) -> Markdown:
    """Return the lines of *text*, without marks. A line break ends one, as in pasted text."""
    from markdown_it import MarkdownIt

    found = Markdown()
    if match := _FRONT.match(text):
        fields = _FIELD.findall(match["yaml"] or match["lines"])
        found.fields = {name.lower(): value.strip().strip("\"'") for name, value in fields}
        text = text[match.end() :]
    # Programs indent lists as deep as pages nest them: that is no code.
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    parser.validateLink = _is_link  # type: ignore[method-assign]  # as its documentation says
    tokens = parser.parse(_FOOTNOTE.sub("", text))
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "fence":
            found.lines += token.content.splitlines()
        if token.type != "inline":
            continue
        heading = before is not None and before.type == "heading_open"
        children = token.children or []
        pictured = any(child.type == "image" for child in children)
        for line, linked, stressed in _rows(children):
            found.lines.append(line)
            if heading:
                found.titles += [line] if before and before.tag == "h1" else []
            elif linked >= len(line) * _LINKED:
                found.known[line] = "related"
            elif pictured and stressed >= len(line) * _LINKED:
                found.known[line] = "caption"
    return found


def _is_link(url: str) -> bool:  # noqa: ARG001 - its name is part of the signature
    return True  # "javascript:" is one too: nobody follows it here


def _rows(children: Sequence[Token]) -> Iterator[tuple[str, int, int]]:
    """Yield each line, and how many of its characters are in links and in emphasis."""
    text, linked, stressed = "", 0, 0
    depth = {"link": 0, "em": 0}
    for child in children:
        name = child.type.removesuffix("_open").removesuffix("_close")
        if name in depth:
            depth[name] += child.nesting
        elif child.type in ("softbreak", "hardbreak"):
            yield text.strip(), linked, stressed
            text, linked, stressed = "", 0, 0
        elif child.type in ("text", "code_inline", "text_special"):
            text += child.content
            linked += len(child.content.strip()) if depth["link"] else 0
            stressed += len(child.content.strip()) if depth["em"] else 0
    yield text.strip(), linked, stressed
