"""From whatever a caller has, text, HTML, bytes, a file, an address, to a cleaned `Article`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Final, TypeAlias, TypeGuard
from urllib.parse import urlsplit

from newsum.article import PARAGRAPH_BREAK, Article, encodable
from newsum.cleaning import clean as clean_page
from newsum.cleaning.decode import MAX_LENGTH
from newsum.detect import Detection, detect
from newsum.errors import ArticleTooLong, EmptyArticle, InputError
from newsum.languages import Language
from newsum.options import Style
from newsum.split import split

Source: TypeAlias = str | bytes | Path | Article

_URL: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://\S*", re.IGNORECASE)
#: One line that ends as the name of a document, a picture or an archive does, with no sentence
#: before that. What else ends so is a product or a site: a headline may end in Node.js.
_FILE_NAME: Final = re.compile(
    r"(?!.*[.!?]\s|.*[。！？]|.*://)[^\n]*[^\s.]\."
    r"(?:txt|text|md|markdown|rst|[sx]?html?|mhtml|xml|jsonl?|ndjson|csv|tsv|parquet|pdf|docx?|odt"
    r"|rtf|pages|pptx?|xlsx?|epub|eml|png|jpe?g|gif|webp|zip|t?gz|zst)",
    re.IGNORECASE,
)
#: What stands before a line of a list. A minus or a figure is one only with a space after it.
_BULLET: Final = re.compile(
    r"^[ \t]*(?:[-*–]\s+|[•●▪‣·]\s*|\d{1,2}[.)]\s+|\d{1,2}[、．]\s*)(?=\S)", re.MULTILINE
)
#: A line this long is no file name anywhere.
_LONGEST_NAME: Final = 255


def clean(source: Source, *, clean: bool = True, allow_private: bool = False) -> Article:
    """Read *source*, take out the page litter, and find out its language.

    Args:
        source: An address (http or https), text or HTML, bytes of either, a file's path, or an
            `Article`, which is taken as clean.
        clean: False takes text as it is, its lines as paragraphs.
        allow_private: Let an address lead to this machine or its own network.

    Raises:
        InputError: There is no article in it, or it is in a language newsum does not read.
        FetchError: The address could not be fetched.
    """
    return read(source, clean=clean, allow_private=allow_private)[0]


def read(
    source: Source, *, clean: bool = True, allow_private: bool = False
) -> tuple[Article, Detection]:
    """Like `clean`, and return what was found out about its language."""
    article = take(source, clean=clean, allow_private=allow_private)
    if not article.text.strip():
        raise EmptyArticle("The article holds no text.")
    if article.language is not None:
        try:
            mixed = detect(article.text).mixed
        except InputError:  # whoever says what it is written in knows more
            mixed = False
        return article, Detection(article.language, mixed=mixed)
    found = detect(article.text)
    return replace(article, language=found.language), found


def take(source: Source, *, clean: bool = True, allow_private: bool = False) -> Article:
    """Like `clean`, but do not look for the language: whoever reads the article does."""
    if isinstance(source, Article):
        return source
    url = ""
    content: str | bytes
    if isinstance(source, Path):
        content = read_file(source)
    elif is_address(source):
        from newsum.fetch import fetch

        page = fetch(source.strip(), allow_private=allow_private)
        content, url = page.content, page.url
    elif isinstance(source, str | bytes):
        content = source
    else:
        raise InputError(
            f"An article is text, HTML, bytes, a Path, an address or an Article, not "
            f"{type(source).__name__}."
        )
    if isinstance(content, str):
        refuse_name(content)
    if clean:
        return clean_page(content, url=url)
    return plain(content, url=url)


def is_address(source: Source) -> TypeGuard[str]:
    """Tell whether *source* is an http(s) address, to be fetched."""
    return isinstance(source, str) and _URL.fullmatch(source.strip()) is not None


def read_file(path: Path) -> bytes:
    """Return what is in a file.

    Raises:
        InputError: There is none, it is a folder, it is too long, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return read_bounded(file, repr(str(path)))
    except FileNotFoundError:
        raise InputError(f"There is no file {str(path)!r}.") from None
    except IsADirectoryError:
        raise InputError(
            f"{str(path)!r} is a folder. `newsum batch` summarizes a folder of articles."
        ) from None
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read: {error.strerror}.") from error


def read_bounded(file: IO[bytes], name: str) -> bytes:
    """Return what is in *file*, called *name* in an error.

    Raises:
        ArticleTooLong: It is over 20 million bytes; no more of it is read.
    """
    content = file.read(MAX_LENGTH + 1)
    if len(content) > MAX_LENGTH:
        raise ArticleTooLong(
            f"{name} is over the limit of {MAX_LENGTH:,} bytes. Give one article at a time."
        )
    return content


def refuse_name(text: str) -> None:
    """Say so where the name of a file, or an address that newsum does not fetch, came for a text.

    Raises:
        InputError: *text* is one.
    """
    name = text.strip()
    if len(name) > _LONGEST_NAME:
        return
    if _ADDRESS.fullmatch(name) and not is_address(name):
        if not name.lower().startswith("file:"):
            raise InputError(
                f"Only http and https addresses of a host can be fetched, not {name!r}."
            )
        from urllib.request import url2pathname  # brings http.client

        path = url2pathname(urlsplit(name).path)
        raise InputError(f"{name!r} is a file's address. Pass its name instead: Path({path!r}).")
    if _FILE_NAME.fullmatch(name):
        raise InputError(
            f"{name!r} looks like the name of a file. To summarize what is in it, pass "
            f"Path({name!r})."
        )


def read_summary(text: str) -> tuple[Language, list[str], Style]:
    r"""Return a summary's language, its sentences without bullets, and its style.

    >>> read_summary("- Rates fell.\n- Shares rose.")
    ('en', ['Rates fell.', 'Shares rose.'], 'bullets')

    Raises:
        InputError: It is empty, the name of a file, or in a language newsum does not read.
    """
    refuse_name(text)
    if not text.strip():
        raise EmptyArticle("The summary is empty. Pass its text, in English or Chinese.")
    plain, bullets = _BULLET.subn("", encodable(text))
    language = detect(plain or text).language
    texts = [text for s in split(plain, language) if (text := " ".join(s.text.split()))]
    return language, texts, "bullets" if bullets > 1 else "paragraph"


def plain(content: str | bytes, *, url: str = "") -> Article:
    """Return *content* as an article whose paragraphs are its lines, nothing taken out.

    Raises:
        ArticleTooLong: It is over 20 million bytes or characters.
        InputError: It is bytes, and they are not UTF-8.
    """
    if len(content) > MAX_LENGTH:
        unit = "characters" if isinstance(content, str) else "bytes"
        raise ArticleTooLong(
            f"The source has {len(content):,} {unit}, over the limit of {MAX_LENGTH:,}. "
            "Give one article at a time."
        )
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError(
                f"The text is not UTF-8 (byte {error.start}). Decode it, or let newsum clean it."
            ) from error
    lines: Sequence[str] = [" ".join(line.split()) for line in content.splitlines()]
    return replace(Article(text=PARAGRAPH_BREAK.join(filter(None, lines))), url=url)
