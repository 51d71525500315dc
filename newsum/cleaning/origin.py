"""Who wrote an article and when, as lines near it say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
#: Three letters each.
_MONTHS: Final = "janfebmaraprmayjunjulaugsepoctnovdec"
# A clock may be glued to a date: "2026-11-1608:12", "Nov. 17, 20266:02 p.m.".
_OVER: Final = r"(?:(?!\d)|(?=(?:[01]?\d|2[0-3]):\d\d))"
_YEAR: Final = rf"(?P<year>(?:19|20)\d\d){_OVER}"
_NUMBER: Final = r"(?P<day>[12]\d|3[01]|0?[1-9])"
_DAY_FIRST: Final = re.compile(
    rf"(?<!\d){_NUMBER}(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{_MONTH}),?\s{_YEAR}", re.IGNORECASE
)
_MONTH_FIRST: Final = re.compile(
    rf"(?:(?<![^\W_])|(?-i:(?<=[a-z])(?=[A-Z])))(?P<month>{_MONTH})\s{_NUMBER}(?:st|nd|rd|th)?,?\s"
    rf"{_YEAR}",
    re.IGNORECASE,
)
# "2026-11-16", "2026年11月16日", "2026 11/16 08:12:30"
_NUMBERED: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:\s?[-/.年]\s?|\s(?=\d\d/\d\d\s))(?P<month>1[0-2]|0?[1-9])"
    rf"\s?[-/.月]\s?{_NUMBER}{_OVER}"
)
# "11/16/2026" and "16.11.2026"; of "4/5/2026" nobody knows.
_US: Final = re.compile(rf"(?<![\d/])(?P<month>1[0-2]|0?[1-9])/(?P<day>1[3-9]|2\d|3[01])/{_YEAR}")
_EUROPEAN: Final = re.compile(
    rf"(?<![\d/.-])(?P<day>1[3-9]|2\d|3[01])[/.-](?P<month>1[0-2]|0?[1-9])[/.-]{_YEAR}"
)
_MONTH_ALONE: Final = re.compile(
    rf"\b(?P<month>{_MONTH}),?\s(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)
# In "2026 - 10:20", "2026/7.5" and "the 2010-11 season" no month is named.
_MONTH_NUMBERED: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:\s?年\s?(?P<han>1[0-2]|0?[1-9])\s?月"
    r"|[-/.](?P<month>1[0-2]|0?[1-9])(?!\s?[-/.:]?\d|\s?[^\W\d_]))"
)


def iso_date(text: str) -> str:
    """Return the first day that *text* names, as ISO 8601, or its first month, or "".

    >>> iso_date("2024年5月10日 06:58"), iso_date("Published May 7, 2025"), iso_date("2024-05")
    ('2024-05-10', '2025-05-07', '2024-05')
    """
    text = text[:200]
    patterns = (_DAY_FIRST, _MONTH_FIRST, _NUMBERED, _US, _EUROPEAN)
    days = [pattern.search(text) for pattern in patterns]
    found = min(filter(None, days), key=re.Match.start, default=None)
    found = found or _MONTH_ALONE.search(text) or _MONTH_NUMBERED.search(text)
    if not found:
        return ""
    named = found.groupdict()
    name = named.get("han") or named["month"]
    month = int(name) if name.isdigit() else _MONTHS.index(name[:3].lower()) // 3 + 1
    day = f"-{int(named['day']):02d}" if "day" in named else ""
    return f"{named['year']}-{month:02d}{day}"


_LINE_MOST: Final = 200
_BY: Final = re.compile(
    r"^[（(【\[]?(?:(?:written|posted|words|story|text|reported) by|by)\s?[:：]?\s+", re.IGNORECASE
)
_BY_ALONE: Final = re.compile(
    r"(?:(?:written|posted|words|story) by|by|作者|记者)\s?[:：]?", re.IGNORECASE
)
_DAY: Final = (
    rf"{_MONTH}\s\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\d{1,4}[-/.\s年月:]"
)
#: Where the names end in what a page states of its author.
_AFTER_BYLINE: Final = re.compile(
    rf"\s?[|•·]\s?|\s[-–—]\s|,?\s(?:(?:on|at)\s)?(?:{_DAY})", re.IGNORECASE
)
#: Where the names end in a line that goes on.
_AFTER_NAMES: Final = re.compile(
    r"\s?[|•·\]】）)(（/｜]|\s[-–—]\s|(?-i:,\s(?=[a-z]))"
    rf"|,?\s(?:on\s|at\s|in\s|for\s|from\s|is\s|updated\b|published\b|posted\b|{_DAY})",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"\s?,\s?(?:and\s)?|\s(?:and|&|with)\s")
_NAME: Final = re.compile(
    r"(?:[A-Z\u00c0-\u00de][\w.'’\u00c0-\u024f-]{0,24})"
    r"(?:\s(?:(?:de|del|della|da|dos|di|van|von|der|den|bin|bint|al|el|la|le|ter|y)|"
    r"[A-Z\u00c0-\u00de][\w.'’\u00c0-\u024f-]{0,24})){1,4}"
)
# What is in sub-heads, in names of places and of papers, and in no person's name: "Key Takeaways".
_NOBODY: Final = re.compile(
    r"^(?:East|Hong|Los|New|North|Saudi|South|United|West)\s|\b(?:About|Advertisement|Analysis|"
    r"Article|Background|Breaking|By|City|Conclusion|Content|County|Editorial|Explained|Facts|Final|"
    r"Frequently|Further|Highlights|How|Introduction|Key|Latest|Live|More|News|Newsletter|Next|"
    r"Opinion|Overview|Photos?|Points|Posted|Press|Published|Questions|Read|Related|Releases?|"
    r"Reviews?|Sports|Statement|Stories|Summary|Takeaways?|Technology|The|This|Thoughts|Top|"
    r"Trending|Updated?|Updates|Videos?|Watch|What|When|Where|Why|World|Your)\b"
)
# "Ana Ruiz, Senn University": scholars sign so.
_SCHOLAR: Final = re.compile(
    rf"({_NAME.pattern}),\s(?:The\s)?(?:[A-Z][\w.'’&-]{{1,24}},?\s){{0,5}}(?:University|College|Institute)\b[^.!?,]{{0,40}}"
)
_HAN_NAME: Final = r"[\u3400-\u9fff·]{2,4}"
_NAMED: Final = re.compile(
    r"(?:作者|记者|記者|撰文|撰稿|采写|(?<![\u3400-\u9fff])文)\s?[:：/|｜丨︱]\s?"
    rf"({_HAN_NAME}(?:[、，,／/\s]{{1,2}}{_HAN_NAME}){{0,5}})(?![\u3400-\u9fff])"
)
_ROLE: Final = re.compile("编辑|編輯|责编|来源|來源|时间|日期|发布|校对|摄影|攝影")
_WRITER: Final = re.compile(
    "(?:(?:见习|实习|特约|首席|本报)?(?:记者|記者|通讯员|通訊員|实习生|實習生))+"
)
# "Chinese and foreign reporters are received" names none of them.
_REPORTER: Final = re.compile(
    r"^[（(【\[]?[\u3400-\u9fff]{0,15}\s?(?<![中内內]外)(?<![外各][国國])(?<![答问問见見])"
    r"(?:记者|記者|评论员|通讯员)\s?[:：]?\s?"
    rf"({_HAN_NAME}(?:[、，,\s]{{1,2}}{_HAN_NAME}){{0,5}})[）)】\]]?$"
)


def author(line: str) -> str:
    """Return whom *line* names as the writer, or "" if it names none.

    >>> author("By Ana de Souza and Li Wei, City Desk"), author("By Monday, all banks had cut.")
    ('Ana de Souza, Li Wei', '')
    >>> author("2026年11月16日 来源：城南晚报 作者：林一川 【字体：大】")
    '林一川'
    """
    if len(line) > _LINE_MOST:
        return ""
    line = line.strip("*_")  # emphasis in Markdown
    match = _NAMED.search(line) or _REPORTER.search(line)
    if match:
        return _han_names(match.group(1))
    match = _SCHOLAR.fullmatch(line)
    if match:
        return match.group(1)
    match = _BY.match(line)
    return _names(line[match.end() :]) if match else ""


def persons(line: str) -> str:
    """Return *line*'s names where it is nothing else, in Latin letters; else "".

    >>> persons("Ana Ruiz and Li Wei"), persons("Ana Ruiz fell"), persons("Key Points")
    ('Ana Ruiz, Li Wei', '', '')
    """
    parts = _AND.split(line[:_SIGNATURE_MOST])
    named = all(_NAME.fullmatch(part) and not _NOBODY.search(part) for part in parts)
    return ", ".join(parts) if named else ""


# "新华社记者", and the names stand elsewhere.
_NAMELESS: Final = re.compile(r"[\u3400-\u9fff]{1,8}[社报報网網台刊](?:记者|記者|评论员|評論員)")
#: What closes a sentence at a line's end.
STOP: Final = re.compile(r"[.。!?！？]$")
_SIGNATURE_MOST: Final = 100


def signs(line: str) -> bool:
    """Tell whether *line* says no more than who wrote, and when; a post or a chair is more.

    >>> signs("By Ana Ruiz on May 7, 2025 at 11:04 a.m."), signs("By Ana Ruiz, the way is long.")
    (True, False)
    """
    if len(line) > _SIGNATURE_MOST or _SCHOLAR.fullmatch(line):
        return False
    if _NAMELESS.fullmatch(line):
        return True
    return bool(author(line)) and (not STOP.search(line) or bool(iso_date(line)))


def _han_names(text: str) -> str:
    parts = re.split(r"[、，,／/\s]+", text)
    names = (_WRITER.sub("", part) for part in parts if not _ROLE.search(part))
    return ", ".join(filter(None, names))


def _names(text: str) -> str:
    found: list[str] = []
    for part in _AND.split(_AFTER_NAMES.split(text, maxsplit=1)[0].rstrip(" .:")):
        # "By Ana Ruiz, City Editor": what follows a comma may be her post.
        if not _NAME.fullmatch(part) or (found and _POST.search(part)):
            break
        found.append(part)
    return ", ".join(found)


_POST: Final = re.compile(
    r"\b(?:editor|reporter|writer|correspondent|columnist|staff|desk|news|press|times|post|team"
    r"|bureau|contributor|journalist|today|ap|afp|reuters|cnn|bbc|tv|media|magazine|service)\b",
    re.IGNORECASE,
)
_NO_NAME: Final = re.compile(
    r"""[<>="@{}]|https?:|www\.|\.(?:com|cn|net|org)\b|来源|關鍵|关键词|^[\W\d_]*$|^[a-z]?_?\d+$""",
    re.IGNORECASE,
)
_PLACEHOLDER: Final = frozenset(
    ("name", "author", "admin", "administrator", "editor", "root", "webmaster", "user")
)
_STATED: Final = re.compile(
    r"^(?:(?:written |posted )?by\s|from\s|(?:作者|记者|文)\s?[:：/|｜])\s?", re.IGNORECASE
)
_SLUG: Final = re.compile(r"(?<![a-z-])[a-z]{1,24}(?:-[a-z]{1,24}){1,3}")


def byline(stated: str) -> str:
    """Return the writers' names out of what a page's data *stated* as its author.

    >>> byline("ana-ruiz"), byline("Ana Ruiz | November 18, 2019"), byline("文章来源：某网")
    ('Ana Ruiz', 'Ana Ruiz', '')
    """
    if len(stated) > _LINE_MOST:
        return ""
    stated = _AFTER_BYLINE.split(_STATED.sub("", stated), maxsplit=1)[0]
    found = []
    for part in re.split(r"\s?[,，、;；]\s?", stated):
        name = part.strip(" ,;|·-—")
        if _SLUG.fullmatch(name):
            name = name.replace("-", " ").title()
        if len(name) < 2 or name.lower() in _PLACEHOLDER or _NO_NAME.search(name):
            continue
        found.append(name)
    return ", ".join(dict.fromkeys(found))


_EDITED: Final = re.compile(
    rf"(?:责任编辑|責任編輯|责编|責編|编辑|編輯)\s?[:：/]?\s?({_HAN_NAME})(?![\u3400-\u9fff])"
)
#: A paper or an office, which stands for a writer only where none is named.
_HOUSE: Final = re.compile(
    r"(?:集团|集團|公司|网|網|报|報|社|电视台|電視台|频道|客户端|编辑部)$"
    r"|\b(?:center|centre|office|department|staff|news|desk|team)\b",
    re.IGNORECASE,
)


def writers(stated: str, told: str, below: Sequence[str]) -> str:
    """Return the writers out of what a page states and what its lines tell.

    Chinese pages often state the editor whom the line below the article names: no writer.

    >>> writers("王一", "李二", ["责任编辑：王一"]), writers("城南网", "李二", [])
    ('李二', '李二')

    Args:
        stated: The `byline` that the page's data has.
        told: The writer that the lines around the article name; see `told`.
        below: Lines that were taken out, the editor's among them.
    """
    editors = {name for line in below for name in _EDITED.findall(line[:_LINE_MOST])}
    names = [name for name in stated.split(", ") if name and not any(map(name.endswith, editors))]
    return ", ".join(name for name in names if not _HOUSE.search(name)) or told or ", ".join(names)


#: How many lines above the article may speak of it.
REACH: Final = 12
# "新华社北京5月9日电（记者邹伟、林一川）", "…电（邹伟、林一川）": agencies sign in the first line.
_SIGNED: Final = re.compile(
    r"^.{0,40}?(?:[（(][^（()）]{0,12}?(?:记者|記者|通讯员)[\s:：]?|[电電讯訊][（(](?!综合|編譯|编译|图|[^（()）]{0,12}(?:记者|記者|通讯员)))"
    rf"({_HAN_NAME}(?:[、，,\s]{{1,2}}{_HAN_NAME}){{0,5}})[^（()）]{{0,12}}[）)]"
)


def told(above: Sequence[str], lead: str, below: Sequence[str]) -> tuple[str, str]:
    """Return the writer and the day that lines around an article name, "" where they name none.

    Of the lines *above* it the last is the nearest, and believed first; then the first line of the
    article itself, the *lead*; then those *below*.
    """
    writer = day = ""
    for index in range(len(above) - 1, max(-1, len(above) - 1 - REACH), -1):
        line = above[index]
        if not writer:
            writer = author(line)
            if not writer and index + 1 < len(above) and _BY_ALONE.fullmatch(line):
                writer = _names(above[index + 1])
        if not day and len(line) <= _LINE_MOST // 2:
            day = iso_date(line)
    signed = _SIGNED.match(lead[:_LINE_MOST])
    if signed and not writer:
        writer = _han_names(signed.group(1))
    elif not writer and _SCHOLAR.fullmatch(lead):
        writer = author(lead)
    return writer or next(filter(None, map(author, below)), ""), day
