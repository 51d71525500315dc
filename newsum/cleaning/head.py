"""What stands above the body: the headline, the paper or the section, who wrote it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from itertools import takewhile
from math import log1p
from typing import Final

from newsum.article import Reason, Removed
from newsum.cleaning.lines import Line, core, read_line
from newsum.cleaning.origin import STOP, author, is_stamp, persons

#: How far above the body a headline may stand, in lines: bylines, tools and captions between. Menus
#: stand farther.
_ABOVE: Final = 25
#: Of a headline's telling words, the least share that the body uses too, and the least number.
#: Terms of Chinese are pairs of ideographs, half of which lie across two words.
_ECHO: Final = 0.35
_ECHO_LEAST: Final = 2
_ECHO_CLOSE: Final = 0.5
#: So near below a headline stands who wrote it or when, in lines. What it counts for, being said
#: twice, what a line counts for over a credit, and what one that would itself be the body's first.
#: Tuned, as the four above, on the development pages' full copies.
_NEAR: Final = 4
_STAMPED: Final = 2.0
_TWICE: Final = 1.5
_CREDITED: Final = 0.5
_INSIDE: Final = 0.5
_PICTURE: Final[frozenset[Reason]] = frozenset(("caption", "credit"))
# A remark in brackets follows a sentence of the text.
_ASIDE: Final = re.compile(r"[(（][^()（）]{9,}[.!?。！？][)）]")


def headline(
    page: Sequence[Line],
    kept: Sequence[bool],
    cut: Sequence[bool],
    stamped: Container[str] = (),
) -> int | None:
    """Return which line above the body is its headline: the one whose words the body uses most.

    One above the writer or the day needs fewer of them.

    Args:
        page: The lines.
        kept: Which of them are the article's.
        cut: Which of them a rule found litter in.
        stamped: Lines above the writer or the day, where those are not among the lines any more.
    """
    prose = [float(line.prose and keep) for line, keep in zip(page, kept, strict=True)]
    first, _ = core([line.weight for line in page], prose)
    known = words_of(page[first:], kept[first:])
    seen = Counter(line.text for line in page)
    values: dict[int, float] = {}
    doubtful: dict[int, float] = {}
    # A long headline may itself pass for prose.
    for index in range(max(0, first - _ABOVE), min(len(page) - 1, first + 1)):
        line, below = page[index], page[index + 1 : index + 1 + _NEAR]
        if cut[index] or (_ASIDE.fullmatch(below[0].text) and not cut[index + 1]):
            continue
        # So a picture's short text stands above its caption.
        if any(each.text.startswith(line.text) and each.text != line.text for each in below):
            continue
        # So posts shout, line by line.
        if line.text[-1] in "!！" and any(each.text[-1] in "!！" for each in below):
            continue
        # A paper's or an account's name also stands there.
        signed = line.weight > _LABEL_WORDS and (
            line.text in stamped or any(is_stamp(each.text) for each in below)
        )
        twice = seen[line.text] > 1
        echo = len(line.terms & known)
        if not echo or not is_headline(line.text, sure=signed or twice):
            continue
        value = echo / len(line.terms) * log1p(echo)
        value *= _STAMPED if signed else 1.0
        value *= _TWICE if twice else 1.0
        value *= _CREDITED if below[0].whole in _PICTURE or "credit" in line.hints else 1.0
        if echo >= max(_ECHO_LEAST, len(line.terms) * _ECHO):
            values[index] = value * (_INSIDE if index >= first else 1.0)
        elif signed and index < first:
            doubtful[index] = value
    values = values or doubtful
    # A summary or a caption below it may use more of the body's words.
    enough = max(values.values(), default=0.0) * _ECHO_CLOSE
    return next((index for index, value in values.items() if value >= enough), None)


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


_UNENDED: Final = re.compile(
    r"(?:[.．。,，…][”\"」]|[.．。;；,，、:：-]|(?<!…)…)$|^[“\"「].*[”\"」]$"
)
# What follows a headline, and what it never is.
_NO_TITLE: Final = re.compile(
    r"(?i:^(?:by\b|…|(?:keywords?|tags?|关键[词字]|關鍵[詞字]|标签|標籤)\s?[:：])|"
    r"[^(]{40}\)$|www\.|://|:.*:|(?:^|\s)[#@]\w|#[^#\s]{1,20}#)|。."
)
# Posts of several sentences; "Sen. Ruiz" is none.
_SENTENCES: Final = re.compile(
    r"[a-z0-9)]\.\s[A-Z].{40}|"
    r".{40}[a-z0-9)](?<!\bGen|\bGov|\bRep|\bSen)(?<!\bDr|\bLt|\bMr|\bMs|\bSt|\bvs)\.\s[A-Z]"
    r"|…$"
)
_HEADING: Final = re.compile(r"#{1,3}\s+(?=\S)")
#: An item of a list.
LISTED: Final = re.compile(r"^(?:[•·▪◦‣●■*–—-]\s|\(?\d{1,2}[.)、:](?!\d)\s?)")
# The longest of 174 pages' headlines has 18 words, or 33 ideographs.
_HEADLINE_WORDS: Final = 20


def is_headline(text: str, *, sure: bool = False) -> bool:
    """Tell whether a first line reads like a headline: short, and not ended like a sentence.

    One that is *sure* to be none of the body may have two sentences.

    >>> is_headline("Rates fall for the first time in four years"), is_headline("He said no.")
    (True, False)
    """
    if len(text) > 300 or _UNENDED.search(text) or LISTED.match(text) or _NO_TITLE.search(text):
        return False
    # "The pier in May. Ana Ruiz" is a picture's.
    if _SENTENCES.search(text) and (not sure or persons(text.rpartition(". ")[2])):
        return False
    weights = read_line(text).weight, read_line(tidy_title(text)).weight
    most = (
        _HEADLINE_WORDS * 1.5 if sure and " " in text and read_line(text).han else _HEADLINE_WORDS
    )
    return weights[1] >= 3 and weights[0] <= most and not is_stamp(text)


# Of the development pages' copies, first lines of so many words in sentence case are headlines in
# one half and standfirsts in the other.
_STANDFIRST_WORDS: Final = 15
_TITLE_CASE: Final = 0.6  # the share of its longer words that begin with a capital


def may_be_standfirst(text: str) -> bool:
    """Tell whether what reads like a headline may be the sentence below one, and say something.

    >>> may_be_standfirst("Rates fall for the first time in four years")
    False
    """
    line = read_line(text)
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


def take_head(paragraphs: list[str], lines: Sequence[str] = ()) -> tuple[str, list[Removed]]:
    """Take the headline, and labels above it, off the front of *paragraphs*.

    Only where prose follows. Of two lines like headlines, that is the title whose words the text
    uses. One that may be a standfirst stays in the text as well.

    Args:
        paragraphs: What was kept of a text.
        lines: All of its lines.

    Returns:
        The headline, "" if there is none, and what was taken, in order.
    """
    taken = _head_of(paragraphs, _stamped(lines))
    title = taken[-1].text if taken else ""
    while taken and paragraphs[len(taken) :][:1] == [title]:
        taken.append(Removed(title, "title"))
    if may_be_standfirst(title):
        taken.pop()
    del paragraphs[: len(taken)]
    return tidy_title(title), taken


def _stamped(lines: Sequence[str]) -> set[str]:
    """Return the first of *lines* that stand right above the writer or the day."""
    head = lines[: _HEAD + _ABOVE]
    stamps = [index for index, line in enumerate(head) if is_stamp(line)]
    return {line for at in stamps for line in head[max(0, at - _NEAR) : at]}


def take_labels(paragraphs: list[str], lines: Sequence[str]) -> list[Removed]:
    """Take the section and the paper that stand between headline and day off *paragraphs*."""
    stamped = _stamped(lines)
    taken = list(
        takewhile(lambda text: text in stamped and _is_label(read_line(text)), paragraphs[:_HEAD])
    )
    if len(taken) == len(paragraphs):
        return []
    del paragraphs[: len(taken)]
    return [_removed_label(text) for text in taken]


def _removed_label(text: str) -> Removed:
    stamp: Reason = "byline" if author(text) else "dateline"
    return Removed(text, stamp if is_stamp(text) else "navigation")


def _head_of(paragraphs: Sequence[str], stamped: Container[str]) -> list[Removed]:
    """Return the first of *paragraphs* up to the headline, which is the last; none without one."""
    if len(paragraphs) > 1 and _HEADING.match(paragraphs[0]):
        return [Removed(paragraphs[0], "title")]
    if len(paragraphs) < 2:
        return []
    page = [read_line(text) for text in paragraphs]
    first, follower = page[0], page[1]
    body = next((at for at, line in enumerate(page[: _HEAD + 1]) if line.prose), 0)
    fits = is_headline(first.text) and not _ASIDE.fullmatch(follower.text)
    follows = follower.prose or (follower.weight >= 6 and not is_headline(follower.text))
    # A text of two lines need not say anything twice, nor a line right above the writer.
    headed = len(page) == 2 or (first.weight > _LABEL_WORDS and first.text in stamped)
    echoed = headed or any(first.terms & line.terms for line in page[1:])
    if fits and follows and echoed:
        inside = follower.prose and _GOES_ON.match(follower.text)
        return [] if inside else [Removed(first.text, "title")]
    at = headline(page, [True] * len(page), [False] * len(page), stamped) if body else None
    labels = page[:at]
    if at is None or at >= body or not all(map(_is_label, labels)):
        again = tidy_title(first.text) == tidy_title(follower.text)
        again = again or bool(second_line(first.text, paragraphs))
        return [Removed(first.text, "title")] if fits and body and again else []
    return [
        *(_removed_label(line.text) for line in labels),
        Removed(page[at].text, "title"),
    ]


def _is_label(line: Line) -> bool:
    return line.weight <= _LABEL_WORDS or is_stamp(line.text)


_GOES_ON: Final = re.compile(r"[a-z]+\b")
# "… agrees with the", "…调研时强调"
_OPEN_END: Final = re.compile(
    r"\s(?:an?|the|of|to|in|for|and|or|with|as|on|at|by|from|than|but|its?|his|her|their)$"
    r"|(?:[的和与與及在将將为為对對把被]|强调|強調|指出)$"
)
_PAIRS: Final = ("“”", "《》", "「」", "（）", "【】")


def second_line(title: str, lines: Sequence[str]) -> str:
    """Return the line in which the headline on one of *lines* goes on, "" if it does not.

    >>> second_line("Pier to close for", ["Pier to close for", "two years", "By Ana Ruiz"])
    'two years'
    """
    at = next((index for index, line in enumerate(lines[:_DEEPEST]) if title in line), len(lines))
    after = read_line(lines[at + 1]) if at + 1 < len(lines) else read_line("")
    if after.prose or not 2 <= after.weight <= _HEADLINE_WORDS * 1.5 - read_line(title).weight:
        return ""
    if is_stamp(after.text) or STOP.search(after.text) or "://" in after.text:
        return ""
    open_end = _OPEN_END.search(title) or any(
        title.count(left) > title.count(right) for left, right in _PAIRS
    )
    return after.text if open_end or _GOES_ON.match(after.text) else ""


_ORIGINAL: Final = re.compile(
    r"[（(【\[]?(?:本文)?原[标標][题題]\s?[:：]\s?《?([^《》（）()【】\[\]]{4,60})》?[）)】\]]?"
)


def original_title(removed: Sequence[Removed]) -> str:
    """Return the headline that a line among what was *removed* gives as the original one.

    >>> original_title([Removed("（原标题：老码头将关闭两年）", "editor")])
    '老码头将关闭两年'
    """
    found = (_ORIGINAL.fullmatch(each.text) for each in removed if len(each.text) < 80)
    return next((match.group(1) for match in found if match), "")


def take_writers(paragraphs: list[str]) -> list[Removed]:
    """Take lines that hold nothing but names out of the first *paragraphs*.

    A person that the text is about is none of its writers.
    """
    lines = paragraphs[:_HEAD]
    # Sub-heads may look like names, and come again.
    if not any(map(persons, lines)) or any(map(persons, paragraphs[_HEAD:])):
        return []
    rest = [read_line(text) for text in paragraphs]
    used = words_of(rest, [True] * len(rest))
    taken = [line for line in lines if persons(line) and not read_line(line).terms & used]
    for line in taken:
        paragraphs.remove(line)
    return [Removed(line, "byline") for line in taken]


def tidy_title(line: str) -> str:
    """Return a headline's line without marks, the site's name behind it and a label before it."""
    short = _SITE.sub("", line)
    # What is longer than the rest is no site.
    site = max(map(len, re.split(r"[_|｜]", line[len(short) :])), default=0)
    return (short if site <= len(short) else line).strip("# -–—_|·")


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
            kept[index] = read_line(paragraphs[len(kept)])
    known = [kept.get(index) for index in range(min(len(lines), _DEEPEST))]
    prose = [float(bool(line and (line.prose or line.weight >= _LEAD_WORDS))) for line in known]
    at, _ = core([line.weight if line else 0.0 for line in known], prose)
    below = range(at + 1, min(len(known), at + 1 + _BESIDE))
    lead = kept[at].text if at in kept else ""
    headlines = (index for index in range(at - 1, -1, -1) if title and title in lines[index])
    top = max(0, next(headlines, at + _OVER - _ABOVE) - _OVER)
    return list(lines[top:at]), lead, [lines[index] for index in below if index not in kept]
