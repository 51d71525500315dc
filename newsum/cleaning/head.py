"""What stands above the body: the headline, the paper or the section, who wrote it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log1p
from typing import Final

from newsum.article import Removed
from newsum.cleaning.lines import Line, core
from newsum.cleaning.origin import author, persons

#: How far above the body a headline may stand, in lines: bylines, tools and captions between. Menus
#: stand farther.
_ABOVE: Final = 25
#: Of a headline's telling words, the least share that the body uses too, and the least number.
#: Terms of Chinese are pairs of ideographs, half of which lie across two words.
_ECHO: Final = 0.35
_ECHO_LEAST: Final = 2
_ECHO_CLOSE: Final = 0.5
#: What a line counts for that would itself be the body's first.
_ECHO_INSIDE: Final = 0.5
# A remark in brackets follows a sentence of the text.
_ASIDE: Final = re.compile(r"[(（][^()（）]{9,}[.!?。！？][)）]")


def headline(page: Sequence[Line], kept: Sequence[bool], cut: Sequence[bool]) -> int | None:
    """Return which line above the body is its headline: the one whose words the body uses most.

    Args:
        page: The lines.
        kept: Which of them are the article's.
        cut: Which of them a rule found litter in.
    """
    prose = [float(line.prose and keep) for line, keep in zip(page, kept, strict=True)]
    first, _ = core([line.weight for line in page], prose)
    known = words_of(page[first:], kept[first:])
    echoes: dict[int, float] = {}
    # A long headline may itself pass for prose.
    for index in range(max(0, first - _ABOVE), min(len(page) - 1, first + 1)):
        line = page[index]
        echo = len(line.terms & known)
        if cut[index] or echo < max(_ECHO_LEAST, len(line.terms) * _ECHO):
            continue
        if _ASIDE.fullmatch(page[index + 1].text) and not cut[index + 1]:
            continue
        if is_headline(line.text) and "credit" not in line.hints:
            value = echo / len(line.terms) * log1p(echo)
            echoes[index] = value * (_ECHO_INSIDE if index >= first else 1.0)
    # A summary or a caption below it may use more of the body's words.
    enough = max(echoes.values(), default=0.0) * _ECHO_CLOSE
    return next((index for index, value in echoes.items() if value >= enough), None)


#: A line shorter than this, in characters, is in a headline by chance.
TITLE_LEAST: Final = 10
# "…_财经频道", "…-某网", "… | Opinion": the site or its section; and what some put before it.
_SITE: Final = re.compile(
    r"^(?:正在阅读|当前阅读|标题|标 题|题目|Subject|Headline)\s?[:：]\s?"
    r"|(?<=[^\s|｜_]{4})(?:(?:\s?[_|｜-]\s?[\u4e00-\u9fff]{2,8}){1,2}|\s\|\s[^|]{2,25})$"
)


def words_of(page: Sequence[Line], kept: Sequence[bool]) -> set[str]:
    """Return the telling words of the prose that is kept."""
    known: set[str] = set()
    for line, keep in zip(page, kept, strict=True):
        if keep and line.prose:
            known |= line.terms
    return known


_UNENDED: Final = re.compile(r"(?:[.．。,，…][”\"」]|[.．。;；,，、:：…])$|^[“\"「].*[”\"」]$")
# What follows a headline, what it never is, and posts of several sentences; "Sen. Ruiz" is none.
_NO_TITLE: Final = re.compile(
    r"(?i:^(?:by\b|…|(?:keywords?|tags?|关键[词字]|關鍵[詞字]|标签|標籤)\s?[:：])|"
    r"[^(]{40}\)$|www\.|://|:.*:|(?:^|\s)[#@]\w|#[^#\s]{1,20}#)|。.|"
    r"[a-z0-9)]\.\s[A-Z].{40}|"
    r".{40}[a-z0-9)](?<!\bGen|\bGov|\bRep|\bSen)(?<!\bDr|\bLt|\bMr|\bMs|\bSt|\bvs)\.\s[A-Z]"
)
_HEADING: Final = re.compile(r"#{1,3}\s+(?=\S)")
#: An item of a list.
LISTED: Final = re.compile(r"^(?:[•·▪◦‣●■*–—-]\s|\(?\d{1,2}[.)、:]\s?)")
# The longest of 174 pages' headlines has 18 words, or 33 ideographs.
_HEADLINE_WORDS: Final = 20


def is_headline(text: str) -> bool:
    """Tell whether a first line reads like a headline: short, and not ended like a sentence.

    >>> is_headline("Rates fall for the first time in four years"), is_headline("He said no.")
    (True, False)
    """
    if len(text) > 300 or _UNENDED.search(text) or LISTED.match(text) or _NO_TITLE.search(text):
        return False
    return 3 <= Line(text).weight <= _HEADLINE_WORDS and not author(text)


# Of the development pages' copies, first lines of so many words in sentence case are headlines in
# one half and standfirsts in the other.
_STANDFIRST_WORDS: Final = 15
_TITLE_CASE: Final = 0.6  # the share of its longer words that begin with a capital


def may_be_standfirst(text: str) -> bool:
    """Tell whether what reads like a headline may be the sentence below one, and say something.

    >>> may_be_standfirst("Rates fall for the first time in four years")
    False
    """
    line = Line(text)
    longer = [word for word in line.words if len(word) > 3]
    capitals = sum(word[0].isupper() for word in longer)
    return (
        not line.han and line.weight >= _STANDFIRST_WORDS and capitals < len(longer) * _TITLE_CASE
    )


#: Lines that may stand above the first line of prose where nothing else is litter: the paper or the
#: section, the headline, the standfirst, who wrote it.
_HEAD: Final = 5
#: What names a paper or a section is no longer than this, in words.
_LABEL_WORDS: Final = 4


def take_head(paragraphs: list[str]) -> tuple[str, list[Removed]]:
    """Take the headline, and labels above it, off the front of *paragraphs*.

    Only where prose follows. Of two lines like headlines, that is the title whose words the text
    uses. One that may be a standfirst stays in the text as well.

    Returns:
        The headline, "" if there is none, and what was taken, in order.
    """
    taken = _head_of(paragraphs)
    title = next((each.text for each in taken if each.reason == "title"), "")
    if may_be_standfirst(title):
        taken.pop()
    del paragraphs[: len(taken)]
    return tidy_title(title), taken


def _head_of(paragraphs: Sequence[str]) -> list[Removed]:
    """Return the first of *paragraphs* up to the headline, which is the last; none without one."""
    if len(paragraphs) > 1 and _HEADING.match(paragraphs[0]):
        return [Removed(paragraphs[0], "title")]
    if len(paragraphs) < 2:
        return []
    first, follower = paragraphs[0], Line(paragraphs[1])
    follows = follower.prose or (follower.weight >= 6 and not is_headline(follower.text))
    again = is_headline(first) and tidy_title(first) == tidy_title(follower.text)
    if again or (is_headline(first) and follows):
        return [] if _ASIDE.fullmatch(follower.text) else [Removed(first, "title")]
    page = [Line(text) for text in paragraphs]
    body = next((at for at, line in enumerate(page[: _HEAD + 1]) if line.prose), 0)
    at = headline(page, [True] * len(page), [False] * len(page)) if body else None
    if at is None or at >= body or any(line.weight > _LABEL_WORDS for line in page[:at]):
        return []
    labels = [Removed(line.text, "navigation") for line in page[:at]]
    return [*labels, Removed(page[at].text, "title")]


def take_writers(paragraphs: list[str]) -> list[Removed]:
    """Take lines that hold nothing but names out of the first *paragraphs*.

    A person that the text is about is none of its writers.
    """
    lines = paragraphs[:_HEAD]
    # Sub-heads may look like names, and come again.
    if not any(map(persons, lines)) or any(map(persons, paragraphs[_HEAD:])):
        return []
    rest = [Line(text) for text in paragraphs]
    used = words_of(rest, [True] * len(rest))
    taken = [line for line in lines if persons(line) and not Line(line).terms & used]
    for line in taken:
        paragraphs.remove(line)
    return [Removed(line, "byline") for line in taken]


def tidy_title(line: str) -> str:
    """Return a headline's line without marks, the site's name behind it and a label before it."""
    return _SITE.sub("", line).strip("# -–—_|·")


#: How many lines below the first line of prose may say who wrote it and when.
_BESIDE: Final = 8
#: And how many above the headline.
_OVER: Final = 5
#: A line of names and figures that is as long is prose too.
_LEAD_WORDS: Final = 20
#: No headline stands farther down a page, in lines.
_DEEPEST: Final = 500


def around(
    lines: Sequence[str], paragraphs: Sequence[str], title: str
) -> tuple[list[str], str, list[str]]:
    """Return what stands above the first line of the article's prose, it, and what was cut below.

    Args:
        lines: All lines of the text.
        paragraphs: What was kept of them, in order.
        title: What the headline says. Nothing far above it is of the article.
    """
    kept: dict[int, Line] = {}
    for index, line in enumerate(lines[:_DEEPEST]):
        if len(kept) < len(paragraphs) and paragraphs[len(kept)] in line:
            kept[index] = Line(paragraphs[len(kept)])
    known = [kept.get(index) for index in range(min(len(lines), _DEEPEST))]
    prose = [float(bool(line and (line.prose or line.weight >= _LEAD_WORDS))) for line in known]
    at, _ = core([line.weight if line else 0.0 for line in known], prose)
    below = range(at + 1, min(len(known), at + 1 + _BESIDE))
    lead = kept[at].text if at in kept else ""
    headlines = (index for index in range(at - 1, -1, -1) if title and title in lines[index])
    top = max(0, next(headlines, at + _OVER - _ABOVE) - _OVER)
    return list(lines[top:at]), lead, [lines[index] for index in below if index not in kept]
