"""Cleaning: from a page or a pasted text to the article, and what was taken out of it.

`clean` is the door.
"""

from __future__ import annotations

from newsum.article import Article
from newsum.cleaning.decode import decode, is_html
from newsum.errors import ArticleTooLong, EmptyArticle, NoArticleText
from newsum.languages import Language

__all__ = ["clean"]


def clean(
    source: str | bytes,
    *,
    url: str = "",
    html: bool | None = None,
    language: Language | None = None,
) -> Article:
    """Return the article in *source*, without the page around it."""
    import re

    text = decode(source) if isinstance(source, bytes) else source
    if len(text) > 20_000_000:
        raise ArticleTooLong(f"The source has {len(text):,} characters, over 20,000,000.")
    if not text.strip():
        raise EmptyArticle("The source holds no text, only white space.")
    title = byline = date = site = ""
    if is_html(text) if html is None else html:
        import trafilatura

        document = trafilatura.bare_extraction(
            text, url=url or None, include_comments=False, with_metadata=True
        )
        if document is None:
            raise NoArticleText("The page holds no article text.")
        title, byline = document.title or "", document.author or ""
        date, site, text = document.date or "", document.sitename or "", document.text or ""
    paragraphs = [
        " ".join(line.split()) for line in re.split(r"[\r\n\x0b\x0c\x85\u2028\u2029]+", text)
    ]
    body = "\n\n".join(filter(None, paragraphs))
    if not re.search(r"\w", body):
        raise NoArticleText("The source holds no words.")
    return Article(
        text=body, title=title, byline=byline, date=date, site=site, url=url, language=language
    )
