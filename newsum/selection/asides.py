"""What stands in an article's text but is no part of the news: signposts, notices, notes, captions.

Cleaning takes out what is surely litter. Here nothing is lost by a mistake: such a sentence is held
back from the summary as long as there are others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from newsum.datelines import dateline_length
from newsum.languages import Language, is_chinese
from newsum.selection.words import telling

#: What speaks of the article or to its reader, and says nothing of the news.
_SIGNPOST_EN: Final = (
    "welcome to", "welcome back to", "sign up", "subscribe to", "subscribe for", "read on ",
    "read on.", "read on,", "read more", "scroll down", "keep scrolling", "keep reading",
    "editor's note", "editor’s note", "sponsored by", "click here", "click on", "follow us",
    "contributed to this", "key takeaway", "tested by", "listen here", "see below", "are below",
    "is below", "listed below", "declined to comment", "had no comment", "did not respond",
    "didn’t respond", "didn't respond", "did not immediately", "didn’t immediately",
    "didn't immediately",
)  # fmt: skip
_SIGNPOST_START_EN: Final = re.compile(
    r"(?:Here(?:[’']s| is| are)|Let[’']s)\b|Below(?:,| is| are)"
    r"|(?:Written )?[Bb]y [A-Z][\w.’'-]+ [A-Z][\w.’'-]+ (?:on|and|in|for)\b"
)
_SIGNPOST_ZH: Final = re.compile(
    r"(?<!日)本文(?![化明学學字])|\A[【（(]?(?:题|題|原标题|原標題|编者按|編者按|"
    r"编前语|編前語|导读|導讀|图为|圖為|来源|來源|责编|責編)|(?:点击|點擊|扫码|掃碼|扫描|掃描).{0,8}(?:关注|關注|查看|阅读|閱讀|二维码|二維碼)|"
    r"(?:让我们|讓我們|跟随|跟隨)(?:一起|来|來|小编|小編|共同|走进|走進)|"
    r"一起来?(?:看|了解|瞭解)|为您(?:梳理|整理|盘点)|"
    r"(?:制定|措施|通知|情况|情況|名单|名單|内容|內容)如下|如下[：。]|"
    # What every police notice says.
    r"(?:不信[谣謠]|不[传傳][谣謠]|不造[谣謠]|勿[轻輕]信)|"
    r"\A(?:接警|接到?[报報]警?|事(?:故|件)?[发發]生|事[发發])[后後]，[^。]{0,60}"
    r"(?:赶赴|趕赴|赶到|趕到|赶往|趕往)[^，。]{0,12}[现現][场場][^，。]{0,12}。?\Z"
)
#: What a paper says for itself: where its news is to be had, whose the views are, thanks.
_NOTICE_EN: Final = (
    "live blog", "liveblog", "live briefing", "all times local", "refresh for updates",
    "refresh this page", "for tuning in", "thank you for reading", "thanks for reading",
    "thank you for following", "thanks for following", "thank you for joining us",
    "thanks for joining us", "you have permission", "you do not have permission", "our newsletter",
    "free newsletter", "daily newsletter", "weekly newsletter", "to your inbox", "in your inbox",
    "our app ", "our app,", "our app.", "our mobile app", "our free app", "support our journalism",
    "our live coverage", "providing running coverage", "brings you live", "bring you live",
    "bringing you live", "brings you the latest", "bring you the latest",
    "bringing you the latest", "our youtube channel", "our whatsapp channel",
    "our telegram channel",
)  # fmt: skip
_NOTICE_START_EN: Final = re.compile(
    r"Catch up on\b|Follow (?:along|live|us|our|(?:all )?(?:of )?the (?:latest|live))\b"
    r"|Stay (?:tuned|up to date|up-to-date|informed) with (?:us|our|the latest)\b|Last updated\b"
    r"|(?:Download|Get) (?:the|our) .{0,40}\bapps?\b"
    r"|Get (?:all )?(?:the )?(?:latest|more|breaking) .{0,40}\bnews\b"
    r"|(?:Item|Image|Photo|Slide|Picture) \d{1,3} (?:of|/) \d"
    r"|(?:The|All|Any) (?:views|opinions|thoughts)(?: and \w+)? (?:expressed|in this"
    r"|of the (?:author|writer|columnist))\b"
    r"|(?:Views|Opinions) expressed\b"
    r"|(?:This|The) (?:page|story|blog|live \w+|article|post|image|picture|photo|video|transcript)"
    r" (?:is|has been|was|will be)(?: now| no longer)?(?: being)? (?:updated|closed|corrected"
    r"|translated|first published|originally published|AI-generated|generated|for illustrati\w+)\b"
    r"|The post\b.{0,200}\b(?:first appeared|appeared first)\b"
    r"|(?:This|Today[’']s) (?:newsletter|e-?mail|podcast|episode|transcript)\b"
    r"|[^,.]{0,40}\btranscripts (?:are|may)\b|Good (?:morning|afternoon|evening)[!,]"
    r"|(?:Please|Try|Join|Support|Help us|Become)\b.{0,60}\b(?:our|us|subscri\w+|newsletters?)\b"
)
_NOTICE_ZH: Final = re.compile(
    r"(?:欢迎|歡迎|敬请|敬請|请|請|微信|微博|长按|長按|下载|下載|搜索|搜尋|打开|打開)[^，。]{0,14}"
    r"(?:关注我们|關注我們|公众号|公眾號|客户端|客戶端|APP|订阅|訂閱)"
    r"|(?:更多|最新)[^，。]{0,10}(?:请|請|敬请|敬請|欢迎|歡迎)[^，。]{0,6}"
    r"(?:关注|關注|点击|點擊|下载|下載|登录|登錄)"
    r"|(?:感谢|感謝|谢谢|謝謝)(?:您|大家|各位)?的?(?:收看|收听|收聽|阅读|閱讀|观看|觀看)"
    r"|(?:不代表|仅代表|僅代表|只代表).{0,12}(?:观点|觀點|立场|立場|意见|意見)"
    r"|(?:欢迎|歡迎)(?:来到|來到|收看|收听|收聽|进入|進入)[^，。]{0,20}(?:直播|节目|節目)"
    r"|(?:图文|圖文|文字|本场|本場|本次)直播(?:到此|已|至此)?(?:结束|結束)"
    r"|(?:无权|無權|没有权限|沒有權限)(?:访问|訪問|编辑|編輯|查看)"
)
_QUOTATION: Final = re.compile(r"“[^“”]*”|\"[^\"]*\"|「[^「」]*」")

#: What stands between the pieces of a breadcrumb, and the first of them.
_CHAIN_MARK: Final = re.compile(r"[>»›＞/|]")
_CHAIN_LINK: Final = re.compile(r"[>»›＞]|\s[/|]\s")
_CHAIN_HEAD: Final = re.compile(
    r"Home\b|首页|首頁|主页|主頁|当前位置|當前位置|您的位置|您所在的位置"
)
#: Characters that tell it.
_CHAIN: Final = 400

#: A word that does not begin with a capital.
_SMALL_LETTERS: Final = re.compile(r"(?<![^\W\d_])[a-zà-öø-ÿ][^\W\d_]*")
#: All that a sentence without a verb has in small letters: Voting at a School in Fairfield, Conn.
_SMALL: Final = frozenset(
    (
        *("a", "an", "and", "at", "by", "for", "from", "in", "into", "near", "of", "off", "on"),
        *("or", "outside", "over", "the", "to", "under", "via", "with", "within"),
    )
)

#: An editor's note, which may be a paragraph long. 编前语 is none: it leads to the news.
_NOTE: Final = re.compile(
    r"[【（(\[*]*(?:(?:编者|編者)(?:按(?!照)|注|註|的话|的話)|(?:小编|小編)按"
    r"|(?i:(?:an? )?editor(?:s?[’']s?|ial)? note|a note (?:to (?:our )?readers|from the editor))"
    r"(?=\s*(?:[:：\])*—–-]|\Z)))[】）)\]*]*[:：]?"
)
#: Under its own heading, a note runs to the dateline, if that is no more paragraphs below.
_NOTE_MOST: Final = 8
#: A photograph's credit at the end of a line: what it ends is a caption.
_CREDIT: Final = re.compile(
    r"(?:[（(](?:图|圖|照片|摄影|攝影)[^（()）]{0,30}[）)][。.]?"
    r"|[（(][^，。（()）]{1,16}(?:摄|攝)影?[）)][。.]?"
    r"|[（(][^（()）]{0,20}(?:图片|圖片|[供附](?:图|圖)|提供|资料[图照]|資料[圖照]|截[图圖]|翻[摄攝]|取自[^（()）]{0,20})"
    r"[）)][。.]?"
    r"|(?:[记記]者|通[讯訊][员員]|[\s/／])[^，。\s]{1,10}\s?(?:摄|攝)影?"
    r"|(?:图|圖)(?:片|源)?(?:来源|來源)?[/／:：][^，。]{1,20}"
    r"|\((?:AP |Reuters |File )?(?:Photo|Image|Picture|Credit)\b[^()]{0,60}\)\.?"
    r"|\([^()]{0,60}(?:/|via )(?:AP|AFP|PA|Reuters|Getty Images|EPA)\)\.?)\s*\Z"
)
#: What a picture shows, told as if it were now, and the day of it: "Ann Lee smiles … on Monday." To
#: speak or arrive on Monday may be news; on a day of which the year is told, a picture shows it.
_GESTURE: Final = (
    r"(?:scores?|looks? on|stands?|walks?|sits?|poses?|celebrates?|waves?|gestures?|smiles?|shakes?"
    r"|reacts?|listens?|watch(?:es)?|kicks?|lifts?|cheers?|rides?|queues?|(?:is|are) (?:seen|"
    r"pictured|shown))"
)
_ACT: Final = r"(?:speak|arrive|attend|talk|perform|deliver|answer|greet|gather|leave|addresse?)s?"
_MONTHS: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATED: Final = rf"(?:{_MONTHS} \d{{1,2}}|\d{{1,2}} {_MONTHS}),? \d{{4}}\b"
_SHOWN: Final = re.compile(
    r"(?!.{0,60}\b(?:will|would|may|might|could|should|had|has|have|was|were|did)\b)"
    rf"[A-Z][\w.’'-]* (?:[\w.’'-]+ ){{0,8}}?(?:{_GESTURE}\b.{{0,200}}\b(?:on|in) (?:{_DATED}"
    rf"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)|{_ACT}\b.{{0,200}}\bon {_DATED}).{{0,40}}\Z"
)
#: A line that is nothing but what brackets hold: (Reporting by Ann Lee)
_IN_BRACKETS: Final = re.compile(r"[（(\[【〔][^（()）\[\]【】〔〕]*[）)\]】〕][.。]?")
#: The writer's, at the end of a line of its own above the article.
_WRITER: Final = re.compile(r"[（(][^（()）]{0,20}[记記]者[^（()）]{1,12}[）)]\Z")
#: What looks like a dateline and is a label of what follows.
_INTRODUCED: Final = re.compile(
    r"[【（(\[]?(?:[编編][者前]|(?:导|導|提)[读讀要]|核心提示|[内內]容提要|摘要|[题題]|快[讯訊]|突[发發])"
)
_COMMA: Final = re.compile("[，,]")
#: The dateline stands no more paragraphs below the top, and no more sentences.
_FILED_WITHIN: Final = 5
_ABOVE_MOST: Final = 4
#: In an article of that many paragraphs or more, of which few speak of "us" or to "you", one that
#: does in so many of its sentences, and shares next to no word with the others, is the paper's own.
_OWN_FROM: Final = 4
_OWN_FEW: Final = 0.3
_OWN_ENDS: Final = 8  # it stands so near to the top or the end
_OWN_MUCH: Final = 0.34
_OWN_SHARED: Final = 0.15
_OWN: Final = re.compile(
    r"\b(?:[Ww]e|[Uu]s|[Yy]ou|[Oo]ur(?! (?:correspondent|reporter))|[Yy]our"
    r"|(?:[Ww]e|[Yy]ou)[’'](?:re|ve|ll|d))\b|您|[读讀]者|[网網]友[们們]|(?i:https?://|www\.)"
)
_GREETING: Final = re.compile(
    r"(?:Hello|Hi|Hey|Good (?:morning|afternoon|evening)|Welcome back|Happy \w+day)\b"
    r"(?: (?:all|everyone|readers|again|there|from [^.!?,]{2,30}))?[!,]"
    r"|(?:大家好|各位(?:[读讀]者|[听聽]众|[观觀][众眾]|[网網]友)|[亲親][爱愛]的[读讀]者)"
)
#: The heading of what a company, or a writer, says of himself.
_ABOUT: Final = re.compile(r"(?:About|ABOUT)(?: [\w.&’'-]+){1,6}:?|(?:关于|關於)[^，。]{2,16}")
#: A caption is shorter, in characters; a longer paragraph has a credit stuck to it.
_CAPTION_BELOW: Final = {"en": 300, "zh": 120}
_STOPPED: Final = re.compile(r"[.!?。！？…｡][”’\"')）」』】\]]*\Z")


def is_signpost(text: str, language: Language) -> bool:
    """Tell whether a sentence speaks of the article or to its reader, not of the news.

    >>> is_signpost("Here’s what we know.", "en"), is_signpost("具体措施如下。", "zh")
    (True, True)
    """
    said = _QUOTATION.sub("", text)
    if is_chinese(language):
        return bool(_SIGNPOST_ZH.search(said))
    return bool(_SIGNPOST_START_EN.match(said)) or _has(said, _SIGNPOST_EN)


def is_notice(text: str, language: Language) -> bool:
    """Tell whether a sentence is the page's: a notice, a breadcrumb, a label of names alone.

    >>> is_notice("Follow us for more.", "en"), is_notice("首页 > 新闻 > 国内", "zh")
    (True, True)
    """
    if _is_chain(text):
        return True
    said = _QUOTATION.sub("", text)
    if is_chinese(language):
        return bool(_NOTICE_ZH.search(said))
    return bool(_NOTICE_START_EN.match(said)) or _has(said, _NOTICE_EN) or _is_fragment(text)


def _has(text: str, phrases: Iterable[str]) -> bool:
    return any(map(text.lower().__contains__, phrases))


def _is_chain(text: str) -> bool:
    """Tell whether *text* is the way to the article: Home > News > World."""
    if not _CHAIN_MARK.search(text, 0, _CHAIN):
        return False  # several times quicker than to look for the links
    links = len(_CHAIN_LINK.findall(text[:_CHAIN]))
    return links > (not _CHAIN_HEAD.match(text)) and not _STOPPED.search(text[-12:])


def _is_fragment(text: str) -> bool:
    """Tell whether an English sentence has no verb, as all its words but names are small ones."""
    found = False
    for match in _SMALL_LETTERS.finditer(text, 0, _CHAIN):
        found = match[0] in _SMALL
        if not found:
            break
    return found


def beside(sentences: Sequence[str], language: Language, title: str) -> list[bool]:
    """Tell which of an article's *sentences* stand in a paragraph that is beside it, not of it.

    That is an editor's note, a caption with its credit or its day, a line in brackets, the paper's
    own words to its readers, what stands above a dateline, and in Chinese a line without a full
    stop above the article: its headline, if it has no other title or this one, or a label.

    Args:
        sentences: With the line breaks after them.
        language: The language they are in.
        title: The article's, "" if it is unknown.
    """
    kind = "zh" if is_chinese(language) else "en"
    paragraphs = list(_paragraphs(sentences))
    lines = ["".join(paragraph).strip() for paragraph in paragraphs]
    own = _own(paragraphs, kind)
    begins = _begins(lines, [len(each) for each in paragraphs], title)
    found: list[bool] = []
    above, noted = kind == "zh", begins
    for at, (line, paragraph) in enumerate(zip(lines, paragraphs, strict=True)):
        note = _NOTE.match(line)
        above = above and "。" not in line and not _STOPPED.search(line[-12:])
        about = at and _ABOUT.fullmatch(lines[at - 1])
        furniture = above and (title in line or not _COMMA.search(line))
        spoken = about or own[at] or _GREETING.match(line)
        below = lines[at + 1] if at + 1 < len(lines) else ""
        shown = below.startswith(line) and _is_caption(below, kind)  # its short form
        caption = shown or _IN_BRACKETS.fullmatch(line) or _is_caption(line, kind)
        held = bool(note or at < noted or furniture or spoken or caption)
        found += [held] * len(paragraph)
        if note and note.end() == len(line):
            filed = [bool(dateline_length(each)) for each in lines[at + 1 : at + 1 + _NOTE_MOST]]
            noted = at + 1 + (filed.index(True) if True in filed else 1)
    return found


def _is_caption(line: str, kind: str) -> bool:
    short = len(line) < _CAPTION_BELOW[kind]
    return bool(short and (_CREDIT.search(line) or (kind == "en" and _SHOWN.match(line))))


def _begins(lines: Sequence[str], sizes: Sequence[int], title: str) -> int:
    """Return the number of the paragraph that the article begins with, where a dateline tells."""
    whole = "\n".join((title, *lines))
    for at, line in enumerate(lines[1 : _FILED_WITHIN + 1], start=1):
        if sum(sizes[:at]) > _ABOVE_MOST:
            break
        if _WRITER.search(line) and not _STOPPED.search(line):
            return at + 1
        if dateline_length(line, whole) and not _INTRODUCED.match(line):
            return at
    return 0


def _own(paragraphs: Sequence[Sequence[str]], kind: str) -> list[bool]:
    """Tell which paragraphs are the paper's own words to its readers."""
    found = [False] * len(paragraphs)
    ends = sorted({*range(_OWN_ENDS), *range(len(found) - _OWN_ENDS, len(found))})
    ends = [at for at in ends if 0 <= at < len(found)]
    doubtful = [at for at in ends if _personal(paragraphs[at]) >= _OWN_MUCH]
    if len(found) < _OWN_FROM or not doubtful:
        return found
    if sum(map(bool, map(_personal, paragraphs))) > _OWN_FEW * len(found):
        return found
    words = [set(telling("".join(each), kind)) for each in paragraphs]
    known = Counter(word for each in words for word in each)
    for at in doubtful:
        shared = sum(known[word] > 1 for word in words[at])
        found[at] = shared <= _OWN_SHARED * len(words[at])
    return found


def _personal(paragraph: Sequence[str]) -> float:
    """Return the share of a paragraph's sentences that speak of "us" or to "you"."""
    return sum(bool(_OWN.search(text)) for text in _unquoted(paragraph)) / len(paragraph)


def _unquoted(paragraph: Sequence[str]) -> Iterator[str]:
    """Yield a paragraph's sentences, blank where somebody is quoted."""
    text = _QUOTATION.sub(lambda quoted: " " * len(quoted[0]), "".join(paragraph))
    start = 0
    for sentence in paragraph:
        yield text[start : start + len(sentence)]
        start += len(sentence)


def _paragraphs(sentences: Iterable[str]) -> Iterator[list[str]]:
    paragraph: list[str] = []
    for text in sentences:
        paragraph.append(text)
        if "\n" in text[len(text.rstrip()) :]:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph
