"""Where and when a report was filed: "LONDON, Nov 3 (Reuters) -", "新华社北京11月3日电（记者 …）".

A dateline belongs to the article, and cleaning leaves it there. It is no part of what a summary
says.
"""

from __future__ import annotations

import re
from typing import Final

_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE: Final = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
#: A place in capitals, perhaps its country, a date and the agency; then a dash.
_ENGLISH: Final = re.compile(
    rf"\s*(?:[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]*){{0,3}}(?:, [A-Z][\w. ]{{1,24}})?(?:, {_DATE})?"
    rf"|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){{0,2}}, {_DATE}"
    rf"|{_DATE})"
    r"(?: ?\([A-Z][\w ./’'-]{1,30}\))? ?(?:—|–|--?) ?(?=[\"“‘'A-Z0-9$£€])"
)
_AGENCY: Final = (
    r"(?:本报|本報|澎湃新闻|每经|[\u4e00-\u9fff]{2,8}(?:社|网|網|报|報|客户端)"
    r"|[\u4e00-\u9fff]{2}(?:财经|科技|体育|娱乐|新闻)(?=讯))"
)
#: An agency or a paper, a place, a date, 电 or 讯, and who wrote it.
_CHINESE: Final = re.compile(
    rf"\s*[【（(]?{_AGENCY}[\u4e00-\u9fff]{{0,8}}(?:\d{{1,4}}年)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?"
    r"(?:电|電|讯|訊|消息)[】）)]?\s*(?:[（(][^（）()]{0,40}[）)])?[\s:：，,]*"
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
    match = _ENGLISH.match(text) or _CHINESE.match(text)
    return match.end() if match and match.end() < len(text.rstrip()) else 0
