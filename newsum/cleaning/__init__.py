"""Cleaning: from a page or a pasted text to the article, and what was taken out of it.

`clean` is the door. Behind it, `decode` turns bytes into text and tells a page from a text;
`extract` takes a page's body (with `page`, its blocks, and `metadata`, what it says of itself);
`text` takes the litter out of lines. `rules` is the data both go by, `lines` and `scorer` weigh
what no rule settles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from newsum.article import PARAGRAPH_BREAK, Article, Reason, Removed
from newsum.cleaning.decode import MAX_LENGTH, decode, is_html
from newsum.cleaning.lines import visible
from newsum.cleaning.text import split_lines, take_title, tidy
from newsum.errors import ArticleTooLong, EmptyArticle, NoArticleText
from newsum.languages import Language

__all__ = ["clean"]

_GLANCE: Final = 1000
_WORD: Final = re.compile(r"[^\W\d_]")
_BY: Final = re.compile(
    r"^[（(【\[]?(?:(?:written|posted|words|story) by|by|作者|记者|記者|撰文|文)\s?[:：/|｜丨]?\s*",
    re.IGNORECASE,
)
# "2026年11月16日 来源：城南晚报 作者：林一川": a name said to be one, in a line that tells more.
_NAMED: Final = re.compile(
    r"(?:作者|记者|記者|撰文|撰稿)\s?[:：]\s?([\u4e00-\u9fff·]{2,12}(?:[、，, ][\u4e00-\u9fff·]{2,4})*)"
)
_BYLINE_END: Final = re.compile(r"\s?[|•·\]】）)]|\s[-–—]\s|,\s(?=[a-z])")


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
        source: A page's HTML, or text as it was copied off one. Bytes are decoded by their byte
            order mark, as UTF-8, by the page's own word or as Chinese, whichever reads.
        url: Where it comes from; kept, and the site's name where the page gives none.
        html: Whether *source* is HTML. None looks.
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
    draft = _from_page(text, url) if (is_html(text) if html is None else html) else _from_text(text)
    if not any(map(_WORD.search, draft.paragraphs)):
        raise NoArticleText(_nothing_left(draft.removed))
    found = {removed.reason: removed.text for removed in reversed(draft.removed)}
    return Article(
        text=PARAGRAPH_BREAK.join(draft.paragraphs),
        title=draft.title,
        byline=draft.byline or _byline(found.get("byline", ""), found.get("dateline", "")),
        date=draft.date or _date(found.get("dateline", ""), found.get("byline", "")),
        site=draft.site or (urlsplit(url).hostname or "").removeprefix("www."),
        url=url,
        language=language,
        captions=tuple(
            dict.fromkeys(each.text for each in draft.removed if each.reason == "caption")
        ),
        removed=tuple(draft.removed),
    )


def _from_text(text: str) -> _Draft:
    tidied = tidy(split_lines(text))
    title = tidied.title or take_title(tidied.paragraphs)
    return _Draft(tidied.paragraphs, _with(tidied.removed, "title", [] if tidied.title else [title]), title)


def _from_page(text: str, url: str) -> _Draft:
    from newsum.cleaning.extract import extract

    page = extract(text, url)
    data = page.data
    # Without a title in its data or its headings, a page is read like a text.
    title = "" if data.title else take_title(page.paragraphs)
    return _Draft(
        page.paragraphs,
        _with(page.removed, "title", [title]),
        data.title or title,
        data.byline,
        data.date,
        data.site,
    )


def _with(removed: Iterable[Removed], reason: Reason, texts: Iterable[str]) -> list[Removed]:
    return [*(Removed(text, reason) for text in texts if text), *removed]


def _byline(line: str, dateline: str) -> str:
    named = _NAMED.search(line) or _NAMED.search(dateline)
    if named:
        return named.group(1)
    name = _BY.sub("", line)
    return _BYLINE_END.split(name, maxsplit=1)[0].strip(" ：:") if name != line else ""


def _date(*lines: str) -> str:
    from newsum.cleaning.metadata import iso_date

    return next(filter(None, map(iso_date, lines)), "")


def _nothing_left(removed: list[Removed]) -> str:
    if not removed:
        return (
            "The source holds no article text. A page drawn by a script has none in its HTML: "
            "give the text as a reader sees it."
        )
    some = removed[0].text
    some = some if len(some) <= 60 else some[:60] + "…"
    return (
        f"Nothing in the source reads as an article: all {len(removed)} lines were taken for page "
        f"litter, the first ({removed[0].reason}) {some!r}."
    )
