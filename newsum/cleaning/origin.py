"""Who wrote an article and when, as lines near it say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
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
_AFTER_STAMPED: Final = re.compile(
    rf"\s?[|•·/]\s?|\s[-–—]\s|\s@\w|,?\s(?:(?:on|at)\s)?(?:{_DAY})", re.IGNORECASE
)
_AGO: Final = re.compile(r"\b(?:min(?:ute)?|hour|hr|day|week|month)s?(?:\sago)?$", re.IGNORECASE)
# "By Ana AlbrightThe Courier", "Ana Ruiz5 hours ago"; "McAllister" and "FitzGerald" are one word.
_GLUED: Final = re.compile(r"(?<=[a-z]{4})(?=[A-Z])|(?<=[a-z]{2})(?=\d{1,2}\s(?:min|hour|day))")
_EMPHASIS: Final = re.compile(r"(?<!\w)[*_]{1,3}|[*_]{1,3}(?!\w)")
_OFFICE: Final = r"(?i:editor|reporter|writer|correspondent|columnist|contributor|journalist)s?"
_ENDS_IN_POST: Final = re.compile(rf"{_OFFICE}$")
# "Ana Ruiz, transport correspondent", "Ana Ruiz Senior Political Reporter"
_WITH_POST: Final = re.compile(
    rf"({_NAME.pattern}?)(?:,\s[^,.|:]{{0,40}}?\b|\s(?:(?:Business|Chief|City|Contributing|Crime|"
    r"Deputy|Education|Environment|Foreign|Gear|Guest|Health|Managing|News|Political|Politics|Science|"
    r"Senior|Sports?|Staff|Tech|Technology|Travel|World)\s){0,3})"
    rf"{_OFFICE}"
)
# What is in sub-heads, in names of places and of papers, and in no person's name: "Key Takeaways".
_NOBODY: Final = re.compile(
    r"^(?:All|At|East|For|From|Hong|In|Los|New|No|North|On|Our|Saudi|South|To|United|West|With)\s"
    r"|\b(?:About|Advertisement|Agency|Analysis|"
    r"Article|Background|Breaking|Brief|By|City|Conclusion|Content|County|Editorial|Explained|Facts|"
    r"Final|Frequently|Further|Highlights|How|Images|International|Introduction|Journalism|Key|Latest|"
    r"Live|Media|Menu|More|National|Network|News|Newsletter|Next|Opinion|Overview|Photos?|Points|"
    r"Posted|Press|Published|Questions|Read|Related|Releases?|Reviews?|Security|Service|Sponsored|"
    r"Sports?|Statement|Stories|Summary|Support|Takeaways?|Technology|The|This|Thoughts|Top|"
    r"Trending|Updated?|Updates|Videos?|Watch|What|When|Where|Why|World|Your)\b"
)
# "Ana Ruiz, Senn University": scholars sign so.
_SCHOLAR: Final = re.compile(
    rf"({_NAME.pattern}),\s(?:The\s)?(?:[A-Z][\w.'’&-]{{1,24}},?\s){{0,5}}(?:University|College|Institute)\b[^.!?,]{{0,40}}"
)
_HAN_NAME: Final = r"[\u3400-\u9fff·]{2,4}"
_NAMED: Final = re.compile(
    r"(?:(?<![该該])作者|记者|記者|撰文|撰稿|采写|(?<![\u3400-\u9fff])文)\s?[:：/|｜丨︱]\s?"
    rf"({_HAN_NAME}(?:[、，,／/\s]{{1,2}}{_HAN_NAME}){{0,5}})(?![\u3400-\u9fff])"
)
_NAMED_LATIN: Final = re.compile(rf"(?:作者|记者|記者|撰文)\s?[:：/|｜丨]\s?(?={_NAME.pattern})")
#: A paper or an agency, where a reporter is named beside it.
_PAPER: Final = re.compile("(?:[网網报報社台刊]|电视|電視|频道|頻道)$")
_ROLE: Final = re.compile("编辑|編輯|责编|来源|來源|时间|日期|发布|校对|摄影|攝影")
_WRITER: Final = re.compile(
    "(?:(?:见习|实习|特约|首席|本报)?(?:记者|記者|通讯员|通訊員|实习生|實習生))+"
)
# "Chinese and foreign reporters are received" names none of them.
_REPORTER: Final = re.compile(
    r"^[（(【\[□■]?\s?[\u3400-\u9fff]{0,15}\s?(?<![中内內]外)(?<![外各][国國])(?<![答问問见見])"
    r"(?:记者|記者|评论员|通讯员)\s?[:：]?\s?"
    rf"({_HAN_NAME}(?:[、，,\s]{{1,2}}{_HAN_NAME}){{0,5}})[）)】\]]?$"
)
# "記者林一川台北16日電", "中央社／記者林一川／台北即時報導", "林一川, 北京报道".
_REPORTS: Final = re.compile(
    r"^[（(【\[]?(?:[\u3400-\u9fff／/、\s]{0,15}?(?:记者|記者|特派员|特派員)[\s:：]?(?:"
    rf"(?P<apart>{_HAN_NAME}(?:[、，,]\s?{_HAN_NAME}){{0,3}})[\s／/,，]{{1,2}}[\u3400-\u9fff]{{0,4}}"
    r"|(?P<glued>[\u3400-\u9fff]{2,6}))"
    rf"|(?P<alone>{_HAN_NAME})[,，／/]\s?[\u3400-\u9fff]{{2,4}})"
    r"(?:\d{1,2}日)?(?:即[時时]|[綜综]合|[專专外])?(?:[電电訊讯]|[報报][導道])[）)】\]]?$"
)
# "林一川/城南晚报"
_OF_PAPER: Final = re.compile(rf"({_HAN_NAME})\s?[/／|｜]\s?[\u3400-\u9fff]{{2,10}}[报報网網社刊]")
# "城南網記者林一川 台北 2026-11-16 08:12"
_REPORTED_ON: Final = re.compile(
    r"(?:^|\s)[\u3400-\u9fff]{0,8}(?:记者|記者)\s?"
    rf"({_HAN_NAME}(?:[、，,]{_HAN_NAME}){{0,3}})\s(?:[\u3400-\u9fff]{{2,4}}\s)?(?=(?:19|20)\d\d[-/.年])"
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
    line = _GLUED.sub(" | ", _EMPHASIS.sub("", line))
    match = _NAMED.search(line) or _REPORTER.search(line) or _REPORTED_ON.search(line)
    if match:
        return _han_names(match.group(1))
    match = _REPORTS.match(line)
    if match:
        glued = match["glued"]
        # With no mark between them, the last two or three of four and more are the place.
        name = glued and glued[: 2 if len(glued) == 4 else 3]
        return _han_names(match["apart"] or match["alone"] or name)
    match = _SCHOLAR.fullmatch(line)
    if match:
        return match.group(1)
    match = _OF_PAPER.fullmatch(line)
    if match:
        return _han_names(match.group(1))
    match = _BY.match(line) or _NAMED_LATIN.search(line)
    return _names(line[match.end() :]) if match else _stamped(line)


def _stamped(line: str) -> str:
    """Return the names that a line begins with whose rest is their post, their paper or the day."""
    if len(line) > _SIGNATURE_MOST or STOP.search(line):
        return ""
    cut = _AFTER_STAMPED.search(line)
    head, rest = (line[: cut.start()], line[cut.start() :]) if cut else (line, "")
    names = people(head.rstrip(" ,"))
    if names and (iso_date(rest) or _AGO.search(rest) or _ENDS_IN_POST.search(rest)):
        return names
    match = _WITH_POST.fullmatch(head)
    return people(match.group(1)) if match else ""


def people(text: str) -> str:
    """Return the names that *text* is nothing but, posts and papers among them left out."""
    return ", ".join(name for name in persons(text).split(", ") if not _POST.search(name))


def persons(line: str) -> str:
    """Return *line*'s names where it is nothing else, in Latin letters; else "".

    >>> persons("Ana Ruiz and Li Wei"), persons("Ana Ruiz fell"), persons("Key Points")
    ('Ana Ruiz, Li Wei', '', '')
    """
    parts = _AND.split(line[:_SIGNATURE_MOST])
    named = all(
        _NAME.fullmatch(part) and not _NOBODY.search(part.title() if part.isupper() else part)
        for part in parts
    )
    return ", ".join(parts) if named else ""


# "新华社记者", and the names stand elsewhere.
_NAMELESS: Final = re.compile(r"[\u3400-\u9fff]{1,8}[社报報网網台刊](?:记者|記者|评论员|評論員)")
#: What closes a sentence at a line's end.
STOP: Final = re.compile(r"[.。!?！？]$")
_SIGNATURE_MOST: Final = 100
# "【文/城南网 林一川】 The city…": the article begins behind the bracket.
_GOES_ON: Final = re.compile(
    r"[（(【\[][^（()）【】\[\]]{0,60}(?:作者|记者|記者|文)[^（()）【】\[\]]{1,30}[）)】\]]\s?[^\W\d_].{12}"
)


def signs(line: str) -> bool:
    """Tell whether *line* says no more than who wrote, and when; a post or a chair is more.

    >>> signs("By Ana Ruiz on May 7, 2025 at 11:04 a.m."), signs("By Ana Ruiz, the way is long.")
    (True, False)
    """
    if len(line) > _SIGNATURE_MOST or _SCHOLAR.fullmatch(line):
        return False
    if _NAMELESS.fullmatch(line):
        return True
    if _GOES_ON.search(line):
        return False
    return bool(author(line)) and (not STOP.search(line) or bool(iso_date(line)))


def _han_names(text: str) -> str:
    parts = re.split(r"[、，,／/\s]+", text)
    names = (_WRITER.sub("", part) for part in parts if not _ROLE.search(part))
    return ", ".join(name for name in names if name and not _PAPER.search(name))


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
        name = _WITH_PAPER.sub(r"\1", part.strip(" ,;|·-—"))
        if _SLUG.fullmatch(name):
            name = name.replace("-", " ").title()
        if len(name) < 2 or name.lower() in _PLACEHOLDER or _NO_NAME.search(name):
            continue
        found.append(name)
    return ", ".join(dict.fromkeys(found))


# "Ana Ruiz The Courier", "Ana Ruiz Staff Writer"
_WITH_PAPER: Final = re.compile(
    r"^(\S{1,30}\s\S{1,30}(?:\s\S{1,30})?)\s(?:The\s(?=[A-Z])|(?:Staff|Special|Associated\sPress)\b)"
    r".{0,60}$"
)
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
#: What else a line has that only says when, in words: of parts, and of one.
_STAMP_WORDS: Final = 12
_STAMP_WORDS_LEAST: Final = 3.5
_PARTS: Final = re.compile(
    r"[|｜]|(?:source|published|updated|posted)\b|(?:来源|來源|日期|时间|時間|作者)\s?[:：]",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[\u3400-\u9fff]{2}|[^\W\d_\u3400-\u9fff]+")
_SAYS_DATE: Final = re.compile(
    rf"\b(?:{_MONTH}|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|[ap]\.?m\b)"
    r"|[年月日时分時]",
    re.IGNORECASE,
)
_PICTURED: Final = re.compile(
    r"(?:image|photo|picture|credit)s?(?:\scredit|\sby)?:?", re.IGNORECASE
)
# What a line is that stands below the first one, and says when.
_STAMP: Final = re.compile(
    rf"(?:by\s|[^.。]{{0,40}}\b(?:published|updated|posted|created|modified)\b|\W{{0,3}}(?:\d|{_MONTH}\s\d"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b)"
    r"|[^。]{0,12}(?:时间|時間|日期|发布|發布|發佈|更新|来源|來源))",
    re.IGNORECASE,
)
# "新华社北京5月9日电（记者邹伟、林一川）", "…电（邹伟、林一川）": agencies sign in the first line.
_SIGNED: Final = re.compile(
    r"^.{0,40}?(?:[（(〔][^（()）〔〕]{0,12}?(?:记者|記者|通讯员)[\s:：]?|[电電讯訊][（(](?!综合|編譯|编译|图|[^（()）]{0,12}(?:记者|記者|通讯员)))"
    rf"({_HAN_NAME}(?:[、，,\s]{{1,2}}{_HAN_NAME}){{0,5}})[^（()）]{{0,12}}[）)〕]"
)


# "2026-11-16 08:12【文/城南网 林一川】The city…", "（中央社記者林一川台北16日電）…"
_BRACKETED: Final = re.compile(r"^[^。！？【（(]{0,45}([【（(][^】）()（【]{2,40}[】）)])")
# "ALLER, Nov. 16, 2026 /PRNewswire/ --", "更新：2026-11-16 08:12【文/…"
_DATED: Final = re.compile(r"^(.{0,80}?)(?:/[A-Z][\w ]{2,20}/|\s(?:--|[-–—])\s|\d:\d\d[\s【（(])")


def told(
    above: Sequence[str],
    lead: str,
    below: Sequence[str],
    beside: Sequence[str] = (),
) -> tuple[str, str]:
    """Return the writer and the day that lines around an article name, "" where they name none.

    Of the lines *above* it the last is the nearest, and believed first; then those *beside* it,
    which stand just below its first; then the first line of the article itself, the *lead*; then
    those *below*.
    """
    lines = [*above, *beside]
    order = [*reversed(range(len(above))), *range(len(above), len(lines))]
    writer = next(filter(None, (_writer(lines, index) for index in order)), "")
    if not writer:
        bracket = _BRACKETED.match(lead[:_LINE_MOST])
        signed = _SIGNED.match(lead[:_LINE_MOST])
        writer = author(bracket.group(1)) if bracket else ""
        writer = writer or (_han_names(signed.group(1)) if signed else "")
    if not writer and _SCHOLAR.fullmatch(lead):
        writer = author(lead)
    writer = writer or next(filter(None, (_alone(lines, index) for index in order)), "")
    dated = _DATED.match(lead[:_LINE_MOST])
    day = next(filter(None, (_day(lines[index], index < len(above)) for index in order)), "")
    day = day or (iso_date(dated.group(1)) if dated else "")
    return writer or next(filter(None, map(author, below)), ""), day


def _writer(lines: Sequence[str], index: int) -> str:
    if index + 1 < len(lines) and _BY_ALONE.fullmatch(lines[index]):
        return _names(lines[index + 1])
    if index and _PICTURED.fullmatch(lines[index - 1]):
        return ""
    return author(lines[index])


def _alone(lines: Sequence[str], index: int) -> str:
    """Return the names that a line is nothing but, where one next to it says when."""
    around = lines[max(0, index - 1) : index + 2]
    return people(_GLUED.split(lines[index])[0]) if any(map(_says_when, around)) else ""


@lru_cache(maxsize=4096)
def is_stamp(line: str) -> bool:
    """Tell whether *line* says no more than who wrote, or when.

    >>> is_stamp("2026-11-16 08:12 [Source: Senn]"), is_stamp("Storm hits pier on May 3, 2026")
    (True, False)
    """
    if len(line) > _SIGNATURE_MOST:
        return False
    if author(line):
        return True
    if len(iso_date(line)) < len("2026-11-16"):
        return False
    words = sum(1.0 if word.isascii() else 0.6 for word in _WORD.findall(_SAYS_DATE.sub(" ", line)))
    return words <= (_STAMP_WORDS if _PARTS.search(line) else _STAMP_WORDS_LEAST)


def _says_when(line: str) -> bool:
    return len(line) <= _SIGNATURE_MOST and bool(iso_date(line) or _AGO.search(line))


def _day(line: str, above: bool) -> str:
    if len(line) > _SIGNATURE_MOST or not (above or _STAMP.match(line)):
        return ""
    return iso_date(line)
