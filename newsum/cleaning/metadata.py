"""What a page says about its article: JSON-LD first, then Open Graph and other meta elements.

All of it is evidence, none of it truth: pages name the wire that wrote an article, the photo's
author or themselves as its author, and date it by the last visit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any, Final
from urllib.parse import urlsplit

from newsum.cleaning.lines import plain, visible
from newsum.cleaning.origin import byline, iso_date

_SPACE: Final = re.compile(r"\s+")
_TAG: Final = re.compile(r"<[^<>]{1,2000}>")
_URL_DATE: Final = re.compile(
    r"/((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?=[/_-])"
)
#: Between an article's title and the site's name in a page's title.
_SEPARATOR: Final = re.compile(
    r"\s[|–—·»_-]\s|\s?[|｜_]\s?|(?<=[\u4e00-\u9fff”》）？！])[-—–_]+(?=[\u4e00-\u9fff])"
)
#: What a desk hangs on a title: "… | Opinion", "…(图)".
LABEL: Final = re.compile(
    r"(?<=.{16})\s\|\s(?:opinion|analysis|commentary|review|editorial|video|live)$"
    r"|(?<=.{6})\s?[（(【](?:组图|組圖|多图|图|圖|图文|视频|視頻|视频/图)[）)】]$",
    re.IGNORECASE,
)
#: JSON-LD types whose fields are the article's.
_ARTICLE: Final = re.compile(
    r"article|news|blogposting|report|review|liveblog|webpage", re.IGNORECASE
)
_SCRIPT_LIMIT: Final = 2_000_000
_NODE_LIMIT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article; "" where it says nothing."""

    title: str = ""
    byline: str = ""
    date: str = ""
    site: str = ""
    body: str = ""  # the article's text, where the page's own data holds it
    page: str = ""  # the page's title, where nothing but it tells the article's


def metadata(root: Any, url: str = "") -> Metadata:
    """Return what the page under *root* says about its article."""
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content:
            meta.setdefault(name.lower(), _line(content))
    data = _linked(root)
    stated = [meta.get("og:site_name", ""), data.get("site", ""), meta.get("application-name", "")]
    # Some give their address for their name.
    stated.sort(key=lambda name: not name or name.startswith("http"))
    site = _SEPARATOR.split(stated[0].lstrip("@"), maxsplit=1)[0]
    page = _text(next(root.iter("title"), None))
    title = _title(root, meta, data, site, page)
    if not site or site.startswith("http"):
        site = titled_site(page, title) or _host(site or url)
    return Metadata(
        title=title,
        byline=_byline(root, meta, data, site),
        date=_date(root, meta, data, url),
        site=site,
        body=data.get("body", ""),
        page="" if any(map(meta.get, _TITLE_NAMES)) or data.get("title") else page,
    )


_TITLE_NAMES: Final = ("og:title", "twitter:title")


def _linked(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for node in _nodes(script.text or ""):
            kind = node.get("@type")
            kinds = " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")
            if not _ARTICLE.search(kinds):
                continue
            for key, name in (("title", "headline"), ("date", "datePublished")):
                value = node.get(name)
                if isinstance(value, str):
                    found.setdefault(key, _line(value))
            names = _names(node.get("author"))
            if names:
                found.setdefault("byline", names)
            publisher = _names(node.get("publisher"))
            if publisher:
                found.setdefault("site", publisher)
            body = node.get("articleBody")
            if isinstance(body, str) and len(body) > len(found.get("body", "")):
                found["body"] = body
    return found


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    """Yield every object in a piece of JSON, those of a list or of ``@graph`` too."""
    if not text or len(text) > _SCRIPT_LIMIT:
        return
    try:
        queue = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return  # JSON-LD written by hand: the page still has its text
    for _ in range(_NODE_LIMIT):
        if not queue:
            return
        node = queue.pop(0)
        if isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, dict):
            yield node
            graph = node.get("@graph") or node.get("mainEntity")
            if graph:
                queue.append(graph)


def _names(value: object) -> str:
    names = []
    for each in value if isinstance(value, list) else [value]:
        name = each.get("name") if isinstance(each, dict) else each
        if isinstance(name, list):
            name = ", ".join(map(str, name))
        if isinstance(name, str) and name.strip() and not name.startswith("http"):
            names.append(_line(name))
    return ", ".join(dict.fromkeys(names))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


#: Between a headline, its section and its site in a page's title.
_PARTS: Final = re.compile(
    r"\s[-–—·»›>«]\s|\s?[|｜_]\s?|(?<=[^\W\d])[:：]\s?(?=\S)"
    r"|(?<=[\u3400-\u9fff”》）？！])[-–—]{1,2}(?=[0-9\u3400-\u9fff])"
)
_COLUMN: Final = re.compile(r"^[^|｜_]{1,60}[|｜_]")
_SITE_MOST: Final = 40
#: A title longer than this, in characters, is a list of keywords, and is read no further.
_TITLE_MOST: Final = 300
# A section, an engine or an address is no site's name.
_NO_SITE: Final = re.compile(
    r"(?:频道|頻道|栏目|欄目|专栏|專欄|专题|專題|正文|新闻中心|首页|首頁)$"
    r"|^(?:时政|国际|國際|国内|社会|社會|财经|財經|体育|體育|娱乐|娛樂|科技|文化|生活|港聞|要闻|要聞"
    r"|评论|評論|观点|觀點|新闻|新聞)$|^powered by\b|^(?:https?:|www\.)"
    r"|^(?:articles?|blog|business|entertainment|health|home|lifestyle|local|news|opinion|politics"
    r"|science|sports?|technology|u\.?s\.?|world)$",
    re.IGNORECASE,
)
# "江报网(jiangbao.example)", "江报网-The River Paper"
_GLOSS: Final = re.compile(r"\s?[(（][^()（）]{0,40}[)）]$|(?<=[\u3400-\u9fff])-[\x20-\x7e]{1,40}$")


def title_parts(page: str) -> list[str]:
    """Return the parts of a page's title, letters and digits only."""
    return [plain(part) for part in _PARTS.split(page[:_TITLE_MOST])]


def titled_site(page: str, title: str) -> str:
    """Return the site's name out of a page's title that begins or ends with the headline.

    >>> titled_site("两岸居民告别绕行_新闻频道_江报网(jiangbao.example)", "两岸居民告别绕行")
    '江报网'
    >>> titled_site("The River Paper: Ferry stops", "Ferry stops")
    'The River Paper'
    """
    page = page[:_TITLE_MOST]
    said, wanted = plain(page), plain(title)
    if not wanted or said == wanted:
        return ""
    # Before a bar stands a column's name: "The Week | Ferry stops".
    if said.startswith(wanted):
        parts = _PARTS.split(page)[:0:-1]
    elif said.endswith(wanted) and not _COLUMN.search(page):
        parts = _PARTS.split(page)[:-1]
    else:
        return ""
    for part in parts:
        name = _GLOSS.sub("", part).strip()
        if name and len(name) <= _SITE_MOST and not _NO_SITE.search(name):
            return name if plain(name) not in wanted else ""
    return ""


def _title(root: Any, meta: dict[str, str], data: dict[str, str], site: str, page: str) -> str:
    told = next(filter(None, (data.get("title"), *map(meta.get, _TITLE_NAMES))), page)
    heads = [_text(head) for head in islice(root.iter("h1"), _HEADS)]
    known = plain(f"{page} {told} {meta.get('og:title', '')}")
    # A heading that the page's title repeats is the one readers see; it has no site name.
    shown = [head for head in heads if len(head) >= 6 and plain(head) and plain(head) in known]
    if shown:
        return LABEL.sub("", max(shown, key=len))
    if len(heads) == 1 and len(heads[0]) >= 10 and not told:
        return heads[0]
    return LABEL.sub("", _without_site(told, site))


#: As many headings of the first level are read, and as much of an element, in characters: where
#: elements nest by the thousand, each holds the text of all within.
_HEADS: Final = 8
_READ: Final = 1000


def _text(element: Any) -> str:
    """Return the beginning of an element's text as one line, "" if there is no element."""
    parts: list[str] = []
    left = _READ
    for part in () if element is None else element.itertext():
        parts.append(part[:left])
        left -= len(part)
        if left <= 0:
            break
    return _line("".join(parts))


def _without_site(title: str, site: str) -> str:
    """Cut a site's name off the end of a page's title.

    >>> _without_site("Rates rise again | The Daily Post", "")
    'Rates rise again'
    """
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    keep = parts[0]
    rest = title[len(keep) :]
    # "Analysis | Rates rise": the longer part is the title.
    if len(keep) * 2 < len(rest) and not (site and plain(site) in plain(rest)):
        longest = max(parts, key=len)
        return longest.strip() if len(longest) > len(title) / 2 else title
    return keep.strip()


_BYLINE_NAMES: Final = (
    "author", "byl", "dc.creator", "parsely-author", "sailthru.author",
    "dable:author", "cxenseparse:author",
)  # fmt: skip


def _byline(root: Any, meta: dict[str, str], data: dict[str, str], site: str) -> str:
    for name in (data.get("byline"), *(meta.get(name) for name in _BYLINE_NAMES)):
        writers = byline(name or "")
        if writers and plain(writers) not in plain(site):
            return writers
    for element in root.iter(*_SIGNING):
        if writers := _signed(element, site):
            # Two who wrote together stand side by side, each in an item of a list at most.
            parent = element.getparent()
            beside = parent if parent.getparent() is None else parent.getparent()
            names = (_signed(each, site) for each in beside.iter(element.tag))
            return ", ".join(dict.fromkeys([writers, *filter(None, names)]))
    return ""


_SIGNING: Final = ("a", "span", "address", "p", "div")


def _signed(element: Any, site: str) -> str:
    if element.get("rel") != "author" and element.get("itemprop") != "author":
        return ""
    writers = byline(_text(element))
    return "" if plain(writers) in plain(site) else writers


_DATE_NAMES: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish_date", "publish-date", "dc.date", "dc.date.issued", "dcterms.created",
    "parsely-pub-date", "sailthru.date", "weibo:article:create_at", "og:release_date",
    "article.published", "cxenseparse:recs:publishtime", "dcterms.date", "dc.date.created",
    "publication_date", "og:pubdate", "apub:time",
)  # fmt: skip


def _date(root: Any, meta: dict[str, str], data: dict[str, str], url: str) -> str:
    for value in (data.get("date", ""), *(meta.get(name, "") for name in _DATE_NAMES)):
        date = iso_date(value)
        if date:
            return date
    for element in root.iter("time"):
        date = iso_date(element.get("datetime") or "") or iso_date(_text(element))
        if date:
            return date
    match = _URL_DATE.search(url)
    return "-".join(match.groups()) if match else ""


def untagged(text: str) -> str:
    """Return a stated body as plain text: some hold HTML, some hold it escaped."""
    if "&lt;" in text or "&amp;" in text or "&#" in text or "&quot;" in text:
        text = unescape(text)
    if "<" in text:
        text = re.sub(r"</(?:p|div|h\d|li|blockquote)>|<br ?/?>", "\n\n", text, flags=re.IGNORECASE)
        text = unescape(_TAG.sub("", text))
    return text


def _line(text: str) -> str:
    return _SPACE.sub(" ", visible(unescape(text))).strip()


#: Keys under which sites keep their article's paragraphs in a page's scripts.
_BODY_KEYS_WORDS: Final = """
articlebody body content text html value paragraph paragraphs bodytext body_html contenthtml
content_html articlecontent article_content storybody richtext fulltext
"""
_BODY_KEYS: Final = frozenset(_BODY_KEYS_WORDS.split())
_ASSIGNED: Final = re.compile(r"=\s{0,9}(?=[{\[])")
#: A string of data shorter than this, in characters, is a label, not a paragraph.
_PARAGRAPH: Final = 60


def stored_body(root: Any) -> str:
    """Return the article's body from the data that a script would draw the page from, or ""."""
    best = ""
    for script in root.iter("script"):
        text = script.text or ""
        if not 200 < len(text) <= _SCRIPT_LIMIT or "ld+json" in (script.get("type") or ""):
            continue
        if "json" not in (script.get("type") or ""):
            match = _ASSIGNED.search(text, 0, 2000)
            if not match:
                continue
            text = text[match.end() :]
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(text.lstrip())
        except (ValueError, RecursionError):
            continue  # a program, not data
        body = _longest(value)
        if len(body) > len(best):
            best = body
    return best


def _longest(value: object) -> str:
    """Return the paragraphs under the key that holds the most text."""
    texts: dict[str, list[str]] = {}
    queue: list[tuple[str, object]] = [("", value)]
    for _ in range(_NODE_LIMIT * 5):
        if not queue:
            break
        key, node = queue.pop()
        if isinstance(node, dict):
            queue.extend((str(name).lower(), each) for name, each in reversed(node.items()))
        elif isinstance(node, list):
            queue.extend((key, each) for each in reversed(node))
        elif isinstance(node, str) and key in _BODY_KEYS and len(node) >= _PARAGRAPH:
            texts.setdefault(key, []).append(node)
    return max(("\n\n".join(dict.fromkeys(each)) for each in texts.values()), key=len, default="")
