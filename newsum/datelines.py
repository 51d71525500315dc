"""Where and when a report was filed: "LONDON, Nov 3 (Reuters) -", "新华社北京11月3日电（记者 …）".

A dateline belongs to the article, and cleaning leaves it there. It is no part of what a summary
says. Neither is a label before it: "BREAKING:", "题：", or the time of an entry: "7:05 p.m. ET:".
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import Final

from newsum.names import names
from newsum.split_data import STATES


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split("|"))


#: States and provinces in full or by their initials, and as addresses have them.
_STATES: Final = _names(
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Hawaii|Idaho|"
    "Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|"
    "Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|"
    "New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|"
    "South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|"
    "Wisconsin|Wyoming|Alberta|British Columbia|Manitoba|Nova Scotia|Ontario|Quebec|Saskatchewan|"
    "England|Scotland|Wales|Northern Ireland|New South Wales|Queensland|Victoria|"
    "D.C.|N.C.|N.D.|N.H.|N.J.|N.M.|N.Y.|R.I.|S.C.|S.D.|W.Va.|B.C.|N.S.|N.B."
)
_POSTAL: Final = _names(
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|"
    "NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|AB|BC|MB|NB|NS|ON|QC|SK"
)
_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE: Final = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_BEGINS: Final = r"(?=[\"“‘'A-Z0-9$£€])"
#: Not that of U.S.-Canadian ties.
_DASH: Final = r"(?: ?(?:—|--) ?| ?[–-] | –)"
_NAME: Final = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}"
#: A place, perhaps its state and country.
_PLACE_NAME: Final = rf"(?!\w{{3,6}}day\b){_NAME}(?:, [A-Z][\w. ]{{1,24}})?"
#: In capitals; not EU alone, which would be that of "EU – China talks".
_CAPITALS: Final = (
    r"(?=[A-Z'’]{4}|[A-Z.'’-]+(?:[ /][A-Z]{2}|,| ?[(/]))"
    r"[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]*){0,3}(?:, [A-Z][\w. ]{1,24})?"
)
_AGENCIES: Final = (
    r"(?:AP|AFP|UPI|CNN|Reuters|Bloomberg|Xinhua|TNS|CBS|NBC|ABC|BBC|CNBC|VOA|PTI|ANI|IANS|Bernama"
    r"|Kyodo|Yonhap|TASS|Interfax|dpa|DPA|ANSA|EFE|Anadolu|Antara|China News|News Service)"
)
_WIRES: Final = (
    r"(?i:business ?wire|globe ?newswire|pr ?newswire|accesswire|newsfile(?: corp\.?)?"
    r"|market ?wired?|ein ?presswire|cnw)"
)
#: A place in capitals, perhaps its country, a date and the agency; then a dash.
_ENGLISH: Final = re.compile(
    rf"\s*(?:{_CAPITALS}(?:, {_DATE})?|{_PLACE_NAME}, {_DATE}|{_DATE})"
    rf"(?: ?[(/][A-Z][\w ./’'-]{{1,30}}[)/])?{_DASH}{_BEGINS}"
)
#: With an agency, and a date if it is none that we know, no dash is needed: "Delhi, May 3 (PTI)".
_FILED_BY: Final = re.compile(
    rf"\s*(?:(?:{_CAPITALS}|{_PLACE_NAME}), {_DATE}"
    r"(?: ?\([A-Z][\w ,./’'-]{1,60}\)(?: ?\([^()]{1,60}\))?|(?=: ))"
    rf"|(?P<place>{_PLACE_NAME}) ?\((?P<agency>{_AGENCIES})[\w ]{{0,12}}\))"
    rf"(?:{_DASH}|: ?| )?{_BEGINS}"
)
_WIRE: Final = re.compile(
    rf"\s*[A-Z0-9][^()/\n]{{2,70}}"
    rf"[(/] ?{_WIRES}(?: via \w+| - {_DATE})? ?[)/](?: ?{_DATE} ?/)?(?:{_DASH}| )?{_BEGINS}"
)
#: The agency alone: "(CNN) — ", "PanARMENIAN.Net - ".
_AGENCY_EN: Final = re.compile(
    rf"\s*(?:\({_AGENCIES}[\w ]{{0,12}}\) ?(?:[-–—]+ ?)?|CNN ?— ?"
    rf"|[A-Z]\w+\.(?:[Nn]et|[Cc]om|[Oo]rg|[Ii]nfo|am) ?[-–—]+ ){_BEGINS}"
)
#: A place and its state or country, in small letters: "Kabul, Afghanistan – ", "Bend, Ore. — ".
_PLACE: Final = re.compile(
    rf"\s*{_NAME}(?:, [A-Z][\w.]*)?, (?P<region>{_NAME})"
    rf"(?: ?(?P<dash>[:–—]|--?) |(?P<tight>—)){_BEGINS}"
)
#: A place in capitals and a colon, as papers of Asia and Africa have it.
_PLACE_COLON: Final = re.compile(
    rf"\s*(?:[A-Z]{{5,}}|[A-Z]{{2,}}(?: [A-Z]{{2,}})+|(?P<city>{_NAME})): {_BEGINS}"
)
#: Where those papers are written that have it in small letters: elsewhere "London: The mayor…" is
#: as likely an item of a list.
_CITIES: Final = _names(
    "Ahmedabad|Bangalore|Bengaluru|Bhopal|Bhubaneswar|Chandigarh|Chennai|Coimbatore|Dehradun|Delhi|"
    "Guwahati|Hyderabad|Indore|Jaipur|Jammu|Kochi|Kolkata|Lucknow|Mangaluru|Mumbai|Mysuru|Nagpur|"
    "New Delhi|Panaji|Patna|Pune|Raipur|Ranchi|Shimla|Srinagar|Thiruvananthapuram|Vijayawada|"
    "Visakhapatnam|Islamabad|Karachi|Lahore|Peshawar|Quetta|Rawalpindi|Dhaka|Kathmandu|Colombo|"
    "Abu Dhabi|Doha|Dubai|Jeddah|Manama|Muscat|Riyadh|Sharjah|Abuja|Accra|Kampala|Lagos|Nairobi|"
    "Kuala Lumpur|Kuching|Petaling Jaya|Putrajaya"
)
_QUOTATION: Final = re.compile(r"“[^“”]*”|\"[^\"]*\"")
#: The one before the colon speaks.
_SPEAKS: Final = re.compile(r"\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our)\b")
_LABEL: Final = re.compile(
    r"\s*(?:BREAKING|EXCLUSIVE|UPDATED?(?: \d)?|WATCH|VIDEO|ANALYSIS|OPINION|WARNING)"
    rf"(?: [A-Z]+){{0,3}} ?[:|–—-] {_BEGINS}"
)
#: A town by itself, which no list of ours has: "Ashcombe: ", "Ashcombe - ".
_TOWN: Final = re.compile(
    rf"^[ \t]*(?P<town>(?!\w{{3,6}}day\b){_NAME})(?:: | (?:[-–—]|--) ){_BEGINS}", re.MULTILINE
)
#: When an entry of a live blog, or a line of a transcript, begins; not of 10:00 – 11:00.
_CLOCK: Final = (
    r"\d{1,2}:\d\d(?:[:.]\d{1,3})?(?: ?(?i:[ap]\.?m\b\.?))?(?: ?(?:[A-Z]{1,3}T|GMT|UTC|BST)\b)?"
)
_STAMP: Final = re.compile(
    rf"\s*(?:\|\s*)?(?:(?:{_CLOCK}|\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d\d)|\d{{4}}[-/]\d\d?[-/]\d\d?"
    rf"(?: {_CLOCK})?)(?: ?[|:：]\s*| (?:[-–—]|--) )|[【\[]{_CLOCK}[】\]]\s*)(?=[^\W\d_]|[\"“‘'「])"
)
_DAY: Final = r"(?:\d{4} ?年 ?)?(?:\d{1,2} ?月 ?)?\d{1,2} ?日"
_HALF_DAY: Final = r"(?:凌晨|清晨|早间|早間|上午|中午|下午|傍晚|晚间|晚間|晚)?"
_HAN: Final = "[\u4e00-\u9fff]"
_HOUSE: Final = rf"{_HAN}{{1,10}}(?:社|[网網]|[报報]|客户端|客戶端)"
_AGENCY: Final = (
    rf"(?:综合|綜合)?(?:本[报報台]|澎湃新闻|每经(?:AI)?|{_HOUSE}(?:[·-]{_HOUSE})?"
    rf"|(?:36|[A-Za-z][A-Za-z0-9.]{{0,7}}){_HAN}{{1,4}}"
    rf"|{_HAN}{{2}}(?:财经|科技|体育|娱乐|新闻)(?:APP)?(?=快?讯)"
    rf"|{_HAN}{{2}}财经(?={_HAN}{{2,8}}{_DAY}电)"
    rf"|{_HAN}{{1,4}}(?:科技|媒体|之家)(?:A[Pp][Pp])?(?= ?{_DAY}(?:消息|讯)))"
)
#: Its last character is part of a word: 社会, 网络, 报告, 预报.
_NO_HOUSE: Final = (
    r"(?![会會区區保交群工团團科长長络絡友站民红紅约約吧点點格购購课課上告道名考复復销銷警答案废廢仇价價关關恩纸紙])"
    r"(?<![预預情汇匯举舉申通海回谎謊播警捷喜][报報])"
)
#: Not 停电, 通讯.
_WIRED: Final = (
    r"(?:[体體]育)?[专專快]?(?:(?<![停供发發水用来來致通核火风風光雷闪閃充放断斷度])[电電]"
    r"|(?<![通资資短简簡腾騰音视視])[讯訊])"
)
_FILED: Final = (
    rf"(?:{_WIRED}|消息|(?:综合|綜合)(?:外[电電])?(?:报道|報導|報道)|(?:报道|報導|報道)(?=[\s（(]))"
)
_WRITER: Final = (
    r"(?:\s*[（(][^（）()]{0,40}[）)]"
    rf"|\s*[记記]者(?:{_HAN}|[、 ]){{2,20}}(?:报道|報導|報道)[:：])?"
)
#: An agency or a paper, a place, a date, 电 or 讯, and who wrote it. Without a date or a mark
#: after it, 电 may be the head of a word: 电网公司的电价. 据路透社消息 names a source, and stays.
_CHINESE: Final = re.compile(
    r"\s*(?:[（(][^（）()]{1,16}[）)]\s?)?[【（(〔\[]?"
    rf"(?:(?!.{{0,4}}[据據]){_AGENCY} ?(?:{_HAN}{{0,12}}?{_DAY}{_FILED}"
    rf"|{_FILED}(?=[】）)〕\]\s（(：:，,])|{_NO_HOUSE}{_HAN}{{1,8}}?{_WIRED}(?=[】）)〕\]\s（(：:]))"
    rf"|[据據]{_HOUSE}{_HAN}{{0,12}}?(?:{_DAY})?{_WIRED}(?=[\s（(])"
    rf"|(?:综合|綜合){_DAY}{_WIRED})"
    rf"[】）)〕\]]?\s*{_WRITER}[\s:：，,]*(?:题[:：]\s*)?"
)
#: In brackets of its own: a place, perhaps a day, and 讯; or the house alone.
_BRACKETED: Final = re.compile(
    rf"\s*(?:[（(【〔\[《](?:{_HAN}{{2,12}}{_DAY}{_FILED}|{_HAN}{{2,8}}{_WIRED})[）)】〕\]》]"
    rf"|[（(【〔\[](?!{_HAN}{{0,8}}官[网網]){_HAN}{{1,10}}"
    r"(?:[社网網]|[报報]|客户端|客戶端|电台|電台|电视台|電視台|卫视|衛視|之[声聲音])[）)】〕\]])[\s:：]*"
)
#: 聯合報／記者王小明／台北報導
_BY_WRITER: Final = re.compile(
    rf"\s*(?:{_HOUSE} ?[／/] ?)?[记記]者{_HAN}{{2,4}} ?[／/ ] ?{_HAN}{{2,8}}?"
    rf"(?:{_DAY}{_WIRED}|报道|報導|報道)[\s:：]+"
)
#: After a bracket with its name, a house may say so again: 【某网讯】某某全媒体报道：
_AGAIN: Final = re.compile(rf"\s*{_HAN}{{2,14}}(?:报道|報導|報道)[:：]\s*")
_CLOSERS: Final = tuple("】）)〕]》")
#: What is left of one: the day, the writer, 题.
_CHINESE_REST: Final = re.compile(
    rf"\s*(?:(?:北京时间|当地时间)?{_DAY}{_HALF_DAY}(?:消息|讯)[，,：: ]"
    r"|(?:综合|綜合)(?:外媒|外电|媒体)?(?:消息|报道|報導)[，,：:]"
    r"|[〔【（(\[][^〔〕【】（）()\[\]]{0,30}(?:报道|報導|報道)[〕】）)\]]"
    r"|[〔【（(\[][^〔〕【】（）()\[\]]{0,20}[记記]者(?![会會问問们們])[^〔〕【】（）()\[\]]{1,20}[〕】）)\]]"
    r"|(?:题|題)[:：]"
    r"|[【\[](?:编者按|編者按|编前语|編前語|导读|導讀|核心提示|内容提要|摘要|快讯|快訊|突发|突發)[】\]][:：]?"
    r"|(?:编者按|編者按|编前语|核心提示|导读|導讀)[:：])\s*"
)
#: None is there without one of these among so many characters: most sentences need no other look.
_HEAD: Final = 100
_IN_CHINESE: Final = re.compile("[电電讯訊消道题題者编編导導提要突快]")
_SIGN: Final = re.compile("[(/:|—–]|-[- ]")
#: So much of an article tells whether a name at its top is where it was filed.
_READ: Final = 10_000
#: More parts than that no dateline has.
_PARTS: Final = 3


def dateline_length(text: str, article: str = "") -> int:
    """Return how many characters of *text* are its dateline, 0 if it has none.

    Args:
        text: A sentence or a paragraph.
        article: The title and text it stands in, if they are known. A town by itself with a colon
            or a dash after it is a dateline where the article names it again, and no other
            paragraph begins in such a way, as the items of a list do.

    >>> text = "HARLOW BRIDGE, Sept. 9 — A maker of batteries will build a plant."
    >>> text[dateline_length(text):]
    'A maker of batteries will build a plant.'
    >>> text = "本报宁州9月9日电（记者 林知夏）9日上午，地铁开通。"
    >>> text[dateline_length(text):]
    '9日上午，地铁开通。'
    """
    end = 0
    for _ in range(_PARTS):  # 新浪财经讯 11月3日上午消息，
        start, end = end, _next(text, end)
        if end == start:
            break
    if not end and article and (town := _TOWN.match(text)) and _is_filed_from(town, article):
        end = town.end()
    return end if end < len(text.rstrip()) else 0


def _is_filed_from(town: re.Match[str], article: str) -> bool:
    """Tell whether *town*, a name with a colon or dash, is where the sentence was filed."""
    rest = town.string[town.end() :]
    dash = town.string[town.end("town") : town.end()]
    if _speaks(rest) if dash == ": " else rest.count(dash) % 2:
        return False
    article = article[:_READ]
    if len(list(islice(_TOWN.finditer(article), 2))) > 1:
        return False
    named = re.finditer(rf"(?<!\w){re.escape(town['town'])}(?!\w)", article)
    return len(list(islice(named, 2))) > 1


def _speaks(text: str) -> bool:
    return bool(_SPEAKS.search(_QUOTATION.sub("", text)))


def _next(text: str, start: int) -> int:
    """Return where the dateline or label that begins at *start* ends; *start* if there is none."""
    if match := _BRACKETED.match(text, start):
        return match.end()
    if _IN_CHINESE.search(text, start, start + _HEAD):
        for pattern in (_CHINESE, _CHINESE_REST, _BY_WRITER):
            if match := pattern.match(text, start):
                return match.end()
        if text[:start].rstrip(" :：")[-1:] in _CLOSERS and (match := _AGAIN.match(text, start)):
            return match.end()
    if not _SIGN.search(text, start, start + _HEAD):
        return start
    for pattern in (_LABEL, _STAMP, _ENGLISH, _WIRE, _AGENCY_EN):
        if match := pattern.match(text, start):
            return match.end()
    filed = _FILED_BY.match(text, start)
    if filed and not (filed["agency"] and _initials(filed["place"]).endswith(filed["agency"])):
        return filed.end()
    place = _PLACE.match(text, start)
    if place and place["dash"] == ":":
        if place["region"].casefold() in _countries():
            return place.end()
    elif place and _is_region(place["region"]):
        # A pair of dashes holds an aside: Paris, France — The City of Light — voted.
        dash = place["tight"] or f" {place['dash']} "
        if text.count(dash, place.end()) % 2 == 0:
            return place.end()
    place = _PLACE_COLON.match(text, start)
    if place is None or (place["city"] and place["city"] not in _CITIES):
        return start
    return start if _speaks(text[place.end() :]) else place.end()


def _initials(name: str) -> str:
    """Return what British Broadcasting Corporation (BBC) is short for."""
    return "".join(word[0] for word in re.split("[ -]", name) if word)


def _is_region(name: str) -> bool:
    abbreviated = name in _POSTAL or (name.endswith(".") and name[:-1] in STATES)
    return abbreviated or name in _STATES or name.casefold() in _countries()


@cache
def _countries() -> frozenset[str]:
    return frozenset(
        form.casefold() for name in names() if name.kind == "country" for form in name.english
    )
