"""Cleaning: from a page or a pasted text to the article, and what was taken out of it.

`clean` is the door. Behind it, `decode` turns bytes into text and tells a page from a text;
`extract` takes a page's body (with `page`, its blocks, `structure` and `layout`, where they stand,
and `metadata`, what it says of itself); `wraps` and `markdown` make lines of other text, `text`
takes the litter out of them and `head` the headline off them. `rules` is the data all go by,
`lines`, `weigh` and `scorer` settle what no rule does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from newsum.article import PARAGRAPH_BREAK, Article, Reason, Removed
from newsum.cleaning.bios import take_bios
from newsum.cleaning.decode import MAX_LENGTH, decode, is_html
from newsum.cleaning.head import (
    around,
    may_be_standfirst,
    original_title,
    second_line,
    take_head,
    take_labels,
    take_writers,
)
from newsum.cleaning.lines import plain, read_line, visible
from newsum.cleaning.markdown import is_markdown, read_markdown
from newsum.cleaning.metadata import LABEL
from newsum.cleaning.origin import STOP, iso_date, people, signs, told, writers
from newsum.cleaning.text import tidy
from newsum.cleaning.wraps import split_lines
from newsum.errors import ArticleTooLong, EmptyArticle, NoArticleText
from newsum.languages import Language

__all__ = ["clean"]

_GLANCE: Final = 1000
_WORD: Final = re.compile(r"[^\W\d_]")
#: Of the body, the paragraphs at its head that may be no part of it.
_OPENING: Final = 3
#: A title shorter than this, in letters, may be said in passing; and how many more a line has that
#: says one again: "新华社北京4月24日电 题：…", "本文原标题：《…》".
_TITLE_LEAST: Final = 8
_AROUND_TITLE: Final = 20


@dataclass(slots=True)
class _Draft:
    paragraphs: list[str]
    removed: list[Removed] = field(default_factory=list)
    title: str = ""
    byline: str = ""
    date: str = ""
    site: str = ""


def clean(
    source: str | bytes,
    *,
    url: str = "",
    html: bool | None = None,
    language: Language | None = None,
) -> Article:
    r"""Return the article in *source*, without the page around it.

    Every line that was taken out is in the article's ``removed``, with its reason. Cleaning the
    text of a cleaned article changes nothing, but for a first line that reads like a headline: it
    is taken for the title.

    >>> article = clean("Rates fall again\n\nThe bank cut its rate on Monday.\n\nWe use cookies.")
    >>> article.title, article.text, article.removed[-1].reason
    ('Rates fall again', 'The bank cut its rate on Monday.', 'cookie')

    Args:
        source: A page's HTML, text as it was copied off one, or Markdown. Bytes are decoded by
            their byte order mark, as UTF-8, by the page's own word or as Chinese, whichever reads.
        url: Where it comes from; kept, and the site's name where the page gives none.
        html: Whether *source* is HTML; False takes it as plain text. None looks.
        language: The article's language where the caller knows it; it is passed on.

    Raises:
        EmptyArticle: There is nothing in *source* but white space.
        NoArticleText: There is something, but none of it reads as an article.
        NotText: *source* is a picture, a PDF or another binary file.
        ArticleTooLong: *source* is over 20 million bytes or characters.
    """
    text = decode(source) if isinstance(source, bytes) else source
    if len(text) > MAX_LENGTH:
        raise ArticleTooLong(
            f"The source has {len(text):,} characters, over the limit of {MAX_LENGTH:,}. "
            "Give one article at a time."
        )
    if not visible(text[:_GLANCE]).strip() and not visible(text).strip():
        raise EmptyArticle("The source holds no text, only white space. Give an article's text.")
    if is_html(text) if html is None else html:
        draft = _from_page(text, url)
    elif html is None and is_markdown(text):
        draft = _from_markdown(text)
    else:
        draft = _from_text(text)
    if not any(map(_WORD.search, draft.paragraphs)):
        raise NoArticleText(_nothing_left(draft.removed))
    return Article(
        text=PARAGRAPH_BREAK.join(draft.paragraphs),
        title=draft.title,
        byline=draft.byline,
        date=draft.date,
        site=draft.site or (urlsplit(url).hostname or "").removeprefix("www."),
        url=url,
        language=language,
        captions=tuple(
            dict.fromkeys(each.text for each in draft.removed if each.reason == "caption")
        ),
        removed=tuple(draft.removed),
    )


def _from_markdown(text: str) -> _Draft:
    found = read_markdown(text)
    (title,) = found.titles if len(found.titles) == 1 else ("",)
    draft = _from_text("\n".join(found.lines), title=title, known=found.known)
    draft.title = found.fields.get("title") or draft.title
    draft.byline = found.fields.get("author") or draft.byline
    draft.date = iso_date(found.fields.get("date") or found.fields.get("published time", "")) or (
        draft.date
    )
    return draft


def _from_text(text: str, *, title: str = "", known: Mapping[str, Reason] = {}) -> _Draft:
    lines = split_lines(text)
    tidied = tidy(lines, title=title, known=known)
    title, head = (tidied.title, []) if tidied.title else take_head(tidied.paragraphs, lines)
    more = second_line(title, lines) if title else ""
    if more and tidied.paragraphs[:1] == [more]:
        head.append(Removed(tidied.paragraphs.pop(0), "title"))
    if title:
        head += take_labels(tidied.paragraphs, lines)
        head += take_writers(tidied.paragraphs)
    removed = [*head, *_opening(tidied.paragraphs, title, sure=False), *tidied.removed]
    title = LABEL.sub("", title) or original_title(tidied.removed)
    above, lead, beside = around(lines, tidied.paragraphs, title)
    writer, day = told(above, lead, _ends(tidied.paragraphs, removed)[1], beside)
    writer = writer or next((people(each.text) for each in head if each.reason == "byline"), "")
    title = f"{title} {more}" if more else title
    removed += take_bios(tidied.paragraphs, writer)
    return _Draft(tidied.paragraphs, removed, title, writer, day)


def _from_page(text: str, url: str) -> _Draft:
    from newsum.cleaning.extract import extract

    page = extract(text, url)
    data = page.data
    # Without a title in its data or its headings, a page is read like a text.
    title, head = (data.title, []) if data.title else take_head(page.paragraphs)
    removed = [*head, *_opening(page.paragraphs, title, sure=True), *page.removed]
    lead, signed = _ends(page.paragraphs, removed)
    writer, day = told(page.above, lead, signed)
    writer = "" if data.site and data.site in writer else writer
    writer = writers(data.byline, writer, signed)
    removed += take_bios(page.paragraphs, writer)
    return _Draft(page.paragraphs, removed, title, writer, data.date or day, data.site)


def _opening(paragraphs: list[str], title: str, *, sure: bool) -> list[Removed]:
    """Take out of the first *paragraphs* what says the title again or names the writer.

    If the title is not *sure*, a standfirst may be it, and stays; below prose it is no headline.
    """
    removed: list[Removed] = []
    wanted = plain(title)
    below = False
    for text in paragraphs[:_OPENING]:
        said = plain(text)
        more = len(said) - len(wanted)
        again = len(wanted) >= _TITLE_LEAST and wanted in said and more <= _AROUND_TITLE
        again = again and (not more or not STOP.search(text))
        again = again and (sure or not (below or may_be_standfirst(text)))
        below = below or read_line(text).prose
        if len(paragraphs) > 1 and (again or signs(text)):
            paragraphs.remove(text)
            removed.append(Removed(text, "title" if again else "byline"))
    return removed


def _ends(paragraphs: list[str], removed: list[Removed]) -> tuple[str, list[str]]:
    """Return the first paragraph, and what was taken out that may name the writer."""
    signed = [each.text for each in removed if each.reason in ("byline", "editor")]
    return paragraphs[0] if paragraphs else "", signed


def _nothing_left(removed: list[Removed]) -> str:
    if not removed:
        return (
            "The source holds no article text. A page drawn by a script has none in its HTML: "
            "give the text as a reader sees it."
        )
    some = removed[0].text
    some = some if len(some) <= 60 else some[:60] + "…"
    lines = f"all {len(removed)} lines were" if len(removed) > 1 else "its one line was"
    return (
        f"Nothing in the source reads as an article: {lines} taken for page litter, the first "
        f"({removed[0].reason}) {some!r}."
    )
