"""Pasted text: what of its lines is litter, and litter glued to a line of prose."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from newsum.article import Reason, Removed
from newsum.cleaning import rules
from newsum.cleaning.head import (
    TITLE_LEAST,
    headline,
    is_headline,
    may_be_standfirst,
    tidy_title,
)
from newsum.cleaning.lines import REPEAT_WORDS, Line, litter, plain, read_line, script
from newsum.cleaning.weigh import guess, is_framed, is_page, weigh
from newsum.datelines import dateline_length
from newsum.errors import ArticleTooLong

#: More lines than this are no article, and would take seconds.
MOST_LINES: Final = 20_000
#: More than this are cleaned by the rules alone, not weighed against each other.
_MOST_WEIGHED: Final = 3000
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
    page = [read_line(line) for line in lines] if len(lines) <= _MOST_WEIGHED else []
    # This also makes cleaning idempotent: what was cleaned is not weighed again.
    if is_page(page, found) if found else is_framed(page):
        judged = weigh(page)
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
    judged = [reason or known.get(line) for reason, line in zip(judged, lines, strict=True)]
    reasons = [
        reason or (removed[0].reason if not kept else None)
        for reason, (kept, removed) in zip(judged, cleared, strict=True)
    ]
    for index, why in (
        *_captions(lines, reasons),
        *_press_end(page, reasons),
        *_next_story(page, reasons),
    ):
        judged[index] = why
    seen: set[str] = set()
    for (kept, removed), reason in zip(cleared, judged, strict=True):
        if kept and reason is None and len(kept) > 20:
            if kept in seen and read_line(kept).weight >= REPEAT_WORDS:
                reason = "duplicate"
            seen.add(kept)
        if kept and reason is None:
            tidied.paragraphs.append(kept)
        elif kept:
            tidied.removed.append(Removed(kept, reason or "navigation"))
        tidied.removed.extend(removed)
    return tidied


Found = tuple[int, Reason]  # a line, by its number, and why it goes
#: A caption said twice stands within so many lines of itself; it has so many letters at least.
_CAPTION_REACH: Final = 3
_CAPTION_LETTERS: Final = 12
_PICTURE: Final[frozenset[Reason | None]] = frozenset(("caption", "credit"))


def _captions(lines: Sequence[str], reasons: Sequence[Reason | None]) -> list[Found]:
    """Return the lines that a caption near them has in it: pages say it without the credit too."""
    found: list[Found] = []
    captions = [
        (index, plain(line))
        for index, (line, reason) in enumerate(zip(lines, reasons, strict=True))
        if reason in _PICTURE
    ]
    for at, caption in captions:
        for index in range(max(0, at - _CAPTION_REACH), min(len(lines), at + _CAPTION_REACH + 1)):
            said = plain(lines[index]) if reasons[index] is None else ""
            if len(said) >= _CAPTION_LETTERS and said in caption:
                found.append((index, "caption"))
    return found


_PRESS: Final = re.compile(
    r"PR ?Newswire|Business ?Wire|GLOBE ?NEWSWIRE|Accesswire|(?-i:FOR IMMEDIATE RELEASE)|"
    r"forward-looking statements|(?:media|press|investor) contacts?\b|新闻稿|新聞稿|美通社",
    re.IGNORECASE,
)
#: What a company says of itself, and its lawyers, below a press release.
_PRESS_END: Final = re.compile(
    r"about (?-i:[A-Z0-9])[^.!?]{1,60}|(?:cautionary (?:note|statement)|safe harbou?r|"
    r"forward[ -]looking)\b[^.!?]{0,80}|(?:关于|關於)[^，。！？：:]{2,30}|"
    r"(?:前瞻性|风险提示|風險提示)[^，。！？：:]{0,16}",
    re.IGNORECASE,
)


def _press_end(page: Sequence[Line], reasons: Sequence[Reason | None]) -> list[Found]:
    """Return the lines of a press release from where the company speaks of itself."""
    if not any(_PRESS.search(line.text) for line in page):
        return []
    body = [i for i, line in enumerate(page) if line.prose and reasons[i] is None]
    for index in range(body[1] if len(body) > 1 else len(page), len(page)):
        if _PRESS_END.fullmatch(page[index].text.rstrip(":： ")):
            return [(i, "contact") for i in range(index, len(page)) if reasons[i] is None]
    return []


_ENDED: Final = re.compile(r"(?<!\.)(?<!…)[.!?。！？][\"'”’)）」』]*$")


def _next_story(page: Sequence[Line], reasons: Sequence[Reason | None]) -> list[Found]:
    """Return the lines from where another report begins at the end, and breaks off."""
    body = [i for i, line in enumerate(page) if line.prose and reasons[i] is None]
    if not body or _ENDED.search(page[body[-1]].text) or not dateline_length(page[body[-1]].text):
        return []
    # A live report has a stamp at each of its entries.
    if not 1 < sum(bool(dateline_length(page[i].text)) for i in body) <= len(body) / 2:
        return []
    first = body[-1]
    while first and reasons[first - 1] is None and is_headline(page[first - 1].text):
        first -= 1
    return [(i, "related") for i in range(first, len(page)) if reasons[i] is None]


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
    for reason, pattern in rules.worth_trying(which, "tails", line[start:]):
        match = pattern.search(line, start)
        if not match:
            continue
        rest, cut = line[: match.start()].rstrip(), line[match.start() :].strip()
        left = read_line(rest)
        if reason == "credit" and left.weight <= _CAPTION_WORDS and rest.count(". ") < 3:
            return "", Removed(line, "caption")
        if left.weight >= _LEAST_WORDS and cut:
            return rest, Removed(cut, reason)
    for reason, pattern in rules.worth_trying(which, "heads", line[: rules.WINDOW]):
        match = pattern.match(line)
        if match and match.end():
            return line[match.end() :].lstrip(), Removed(match.group().strip(), reason)
    return line, None
