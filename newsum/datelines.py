"""Where and when a report was filed: "LONDON, Nov 3 (Reuters) -", "新华社北京11月3日电（记者 …）".

A dateline belongs to the article, and cleaning leaves it there. It is no part of what a summary
says. Neither is a label before it: "BREAKING:", "题：".
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from newsum.names import names

_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE: Final = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_BEGINS: Final = r"(?=[\"“‘'A-Z0-9$£€])"
_NAME: Final = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}"
#: A place in capitals, perhaps its country, a date and the agency; then a dash.
_ENGLISH: Final = re.compile(
    rf"\s*(?:[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]*){{0,3}}(?:, [A-Z][\w. ]{{1,24}})?(?:, {_DATE})?"
    rf"|{_NAME}, {_DATE}"
    rf"|{_DATE})"
    rf"(?: ?[(/][A-Z][\w ./’'-]{{1,30}}[)/])? ?(?:—|–|--?) ?{_BEGINS}"
)
#: The agency alone: "(CNN) — ", "PanARMENIAN.Net - ".
_AGENCY_EN: Final = re.compile(
    r"\s*(?:\((?:AP|AFP|UPI|CNN|Reuters|Bloomberg|Xinhua|TNS|CBS|NBC|ABC)[\w ]{0,12}\) ?"
    r"(?:[-–—]+ ?)?"
    rf"|[A-Z]\w+\.(?:[Nn]et|[Cc]om|[Oo]rg|[Ii]nfo|am) ?[-–—]+ ){_BEGINS}"
)
#: A place and its country, in small letters: "Kabul, Afghanistan – ".
_PLACE: Final = re.compile(rf"\s*{_NAME}(?:, [A-Z][\w.]*)?, (?P<country>{_NAME}) ?[:–—-] {_BEGINS}")
#: A place in capitals and a colon, as papers of Asia and Africa have it.
_PLACE_COLON: Final = re.compile(rf"\s*(?:[A-Z]{{5,}}|[A-Z]{{2,}}(?: [A-Z]{{2,}})+): {_BEGINS}")
_QUOTATION: Final = re.compile(r"“[^”]*”|\"[^\"]*\"")
#: The one before the colon speaks.
_SPEAKS: Final = re.compile(r"\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our)\b")
_LABEL: Final = re.compile(
    r"\s*(?:BREAKING|EXCLUSIVE|UPDATED?(?: \d)?|WATCH|VIDEO|ANALYSIS|OPINION|WARNING)"
    rf"(?: [A-Z]+){{0,3}} ?[:|–—-] {_BEGINS}"
)
_DAY: Final = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日"
_HALF_DAY: Final = r"(?:凌晨|清晨|早间|早間|上午|中午|下午|傍晚|晚间|晚間|晚)?"
_AGENCY: Final = (
    r"(?:本报|本報|澎湃新闻|每经|[\u4e00-\u9fff]{2,8}(?:社|网|網|报|報|客户端)"
    r"|[A-Za-z0-9]{1,8}[\u4e00-\u9fff]{1,4}"
    r"|[\u4e00-\u9fff]{2}(?:财经|科技|体育|娱乐|新闻)(?=讯))"
)
_FILED: Final = r"(?:(?:专|專)?(?:电|電)|讯|訊|消息|(?:综合|綜合)(?:外电|外電)?(?:报道|報導))"
_WRITER: Final = r"(?:\s*[（(][^（）()]{0,40}[）)]|\s*记者[\u4e00-\u9fff、 ]{2,20}报道[:：])?"
#: An agency or a paper, a place, a date, 电 or 讯, and who wrote it. Without a date or a mark
#: after it, 电 may be the head of a word: 电网公司的电价. 据路透社消息 names a source, and stays.
_CHINESE: Final = re.compile(
    rf"\s*[【（(〔]?(?!.{{0,4}}[据據]){_AGENCY}[\u4e00-\u9fff]{{0,12}}?"
    rf"(?:{_DAY}{_FILED}|{_FILED}(?=[】）)〕\s（(：:，,]))"
    rf"[】）)〕]?{_WRITER}[\s:：，,]*(?:题[:：]\s*)?"
)
#: What is left of one: the day, the writer, 题.
_CHINESE_REST: Final = re.compile(
    rf"\s*(?:(?:北京时间|当地时间)?{_DAY}{_HALF_DAY}(?:消息|讯)[，,：: ]"
    r"|(?:综合|綜合)(?:外媒|外电|媒体)?(?:消息|报道|報導)[，,：:]"
    r"|[〔【（(](?:记者|記者)[^〕】）)]{1,20}(?:报道|報導)[〕】）)]"
    r"|(?:题|題)[:：]"
    r"|[【\[](?:编者按|編者按|编前语|編前語|导读|導讀|核心提示|内容提要|摘要|快讯|快訊|突发|突發)[】\]][:：]?"
    r"|(?:编者按|編者按|编前语|核心提示|导读|導讀)[:：])\s*"
)


def dateline_length(text: str) -> int:
    """Return how many characters of *text* are its dateline, 0 if it has none.

    >>> text = "HARLOW BRIDGE, Sept. 9 — A maker of batteries will build a plant."
    >>> text[dateline_length(text):]
    'A maker of batteries will build a plant.'
    >>> text = "本报宁州9月9日电（记者 林知夏）9日上午，地铁开通。"
    >>> text[dateline_length(text):]
    '9日上午，地铁开通。'
    """
    end = _next(text, 0)
    if end:  # 新浪财经讯 11月3日上午消息，
        end = _next(text, end)
    return end if end < len(text.rstrip()) else 0


def _next(text: str, start: int) -> int:
    """Return where the dateline or label that begins at *start* ends; *start* if there is none."""
    for pattern in (_LABEL, _ENGLISH, _AGENCY_EN, _CHINESE, _CHINESE_REST):
        if match := pattern.match(text, start):
            return match.end()
    place = _PLACE.match(text, start)
    if place and place["country"].casefold() in _countries():
        return place.end()
    place = _PLACE_COLON.match(text, start)
    if place and not _SPEAKS.search(_QUOTATION.sub("", text[place.end() :])):
        return place.end()
    return start


@cache
def _countries() -> frozenset[str]:
    return frozenset(
        form.casefold() for name in names() if name.kind == "country" for form in name.english
    )
