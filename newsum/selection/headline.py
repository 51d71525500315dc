"""A sentence as a headline: cut where it is whole without the rest, if it is long.

What is left says nothing that the sentence does not: a cut is made only before a clause or phrase
that adds to a complete one, never within a quotation, a bracket, a figure or a name, and not where
what would go takes back what would stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsum.languages import Language, spoken, to_simplified

#: Words in English, characters in Chinese. A longer sentence is cut, to what is no longer if it can
#: be; a shorter part of one is no headline.
_MOST: Final = {"en": 20, "zh": 40}
_LEAST: Final = {"en": 6, "zh": 10}
#: Characters within which a sentence is cut: what runs on for longer is none.
_WITHIN: Final = 400

#: Who said it, at the end: ", police said on Monday", ", according to the bank".
_SAYS: Final = r"(?:said|says|say|told|announced|reported|confirmed|decided|ruled)"
_SAID_EN: Final = re.compile(
    r", (?!(?:but|and|or|who|which|although|though|while|if|as)\b)"
    rf"(?:[^,;:“”\"]{{2,60}} {_SAYS}\b[^,;:“”\"]{{0,60}}|{_SAYS} [^,;:“”\"]{{2,60}})\Z"
    r"|,? according to [^“”\"]{2,100}\Z"
)
#: What is somebody's opinion stays his.
_OPINES_EN: Final = re.compile(r"\b(?:should|must|ought|needed|likely)\b")
_ADDS: Final = "who|whom|whose|which|where|when|while|as|after|before|amid|following|with|including"
#: What adds to a clause, with a comma or a dash before it, or without one.
_BREAK_EN: Final = re.compile(
    rf"(?:,| [—–]| --?) (?=(?:{_ADDS}|because|although|though|despite|saying|the (?:first|second|"
    rf"last|largest|biggest|latest|highest|lowest|most|worst)|an?|its|"
    rf"their|his|her|one of|up|down)\b"
    rf"|[a-z]{{2,}}ing (?!and\b|or\b)"
    rf"|and (?:it|he|she|they|[a-z]+ [a-z]+ (?:is|was|has|had|will))\b)"
    rf"|; | (?=(?:after|amid|because|although|though|despite|while|as (?:it|he|she|they|its))\b)"
)
#: A verb that no noun phrase has: it is, they will, she said.
_FINITE_EN: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|do|"
    r"isn[’']t|aren[’']t|wasn[’']t|weren[’']t|won[’']t|hasn[’']t|haven[’']t|didn[’']t|doesn[’']t|"
    r"says?|said|told|rose|fell|won|lost|went|gave|took|became|began|came|drew|grew|knew|saw|spoke|"
    r"threw|wrote|flew|broke|chose|drove|stole|swore|[a-z]{2,}ed|made|held|hit|left|met|paid|sent|"
    r"set|shot|sold|struck|kept|led|put|cut|built|bought|brought|found|faces?|plans?|wants?|says|"
    r"remains?|appears?|seems?|makes?|takes?|gets?|goes|comes|gives?|shows?|means?|needs?|aims?|"
    r"hopes?|expects?|continues?)\b"
)
#: The verb of what came before an insertion: Ann Lee, who won, [was] …
_GOES_ON_EN: Final = re.compile(
    r"(?:,| [—–]| --?) (?:that\b|(?:[a-z]+ly |also |now |then )?"
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|says?|"
    r"said|told|[a-z]{2,}ed|rose|fell|won|lost|went|took|became|began|came|made|held)\b)"
)
#: A clause that another must follow.
_OPENS_EN: Final = re.compile(
    r"(?:As|After|Before|While|When|Although|Though|Because|Since|If|Despite|In|On|At|With|Amid|"
    r"Following|By|For|From|During|Under|Until|Unless|Once|Instead|To|Of|Among|Just|Even|[A-Z]\w+ing)"
    r"\b"
)
#: What a clause does not end with.
_DANGLES_EN: Final = re.compile(
    r"\b(?:said|says|told|that|and|or|of|to|in|on|at|for|with|by|from|as|the|an?|is|are|was|were|if|"
    r"when|while|because|although|unless|until|after|before|despite|than|whether|who|which)\Z"
)
#: No apposition but a clause: …, a currency will fall
_CLAUSE_EN: Final = re.compile(
    r", (?:an?|its|their|his|her|the|one) "
    r"(?:(?!(?:that|who|which|where|when|as|after)\b)[\w’'$£€.-]+ ){1,8}?"
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should)\b"
)
#: Denied was all of it: that he left because …
_DENIES_EN: Final = re.compile(r"\b(?:not|never|no|den(?:y|ies|ied)|refus\w+|without)\b|n[’']t\b")
#: When, at the head of a sentence.
_DAY_EN: Final = re.compile(
    r"(?:On|Late on|Early on) (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)(?: (?:morning|afternoon|evening|night))?, (?=\w)"
)
#: With it gone, what stays would be said too surely.
_TAKES_BACK: Final = re.compile(
    r"\b(?:if|unless|until|except|provided|only|not|never|denie[sd]|false|falsely|hoax|untrue|but|"
    r"however)\b|n[’']t\b|谣|不实|虚假|否认|并非|除非|如果|假如|失实|但|却|而是|不是"
)

# Chinese is read in Simplified characters.
#: Where it is from: 据某报报道，…
_SOURCE_ZH: Final = re.compile(
    r"(?:根?据(?!点)[^，。]{1,25}|记者[^，。]{0,25}(?:获悉|了解到))[，,]"
)
_DAY_ZH: Final = re.compile(
    r"(?:近日|日前|今[天日]|昨[天日]|(?:当地时间|北京时间)?(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日"
    r"(?:[上中下]午|凌晨|清晨|早晨?|晚间?|傍晚)?(?:\d{1,2}时(?:\d{1,2}分)?许?)?)[，,]"
)
_SAID_ZH: Final = re.compile(r"[，,][^，。]{2,16}(?:说|表示|称|指出|介绍)。?\Z")
_BREAK_ZH: Final = re.compile("[，；](?!(?:[而则才就便都以即故]|所以|因此|使|让|令))")
#: What needs another clause behind it: a time, a place, what is said or held, a condition.
_WAITS_ZH: Final = re.compile(
    r"(?:[时后前中下内上起日月年晚午晨地的和与及者人名是为批会夕天]|之际|以来|期间|说|称|表示|指出|通报|"
    r"获悉|报道|显示|认为|透露|强调|介绍|提醒|方面|看到|发现|宣布|决定|要求|呼吁|警告|计划|提出|提议|预计|"
    r"通知|公告|声明|消息|回应|证实|确认|祝福|[发公]布|投票|仪式|报告|文章|会(?:议|上|召开|举行)|论坛)\Z"
)
_OPENS_ZH: Final = re.compile(
    r"\A(?:如果|若|虽|为|针对|经(?![济营过])|尽管|由于|因|随着|伴随|当(?!局|地)|除|无论|不论|即使|只要|"
    r"只有|一旦)|既|不[仅但光]"
)
#: What tells a clause from a phrase.
_FINITE_ZH: Final = re.compile(
    r"[了将已被把升跌涨达获夺创停拟坠]|正在|发生|造成|导致|宣布|发布|公布|举行|召开|启动|通车|开通|开幕|"
    r"开业|签署|签订|增长|下降|增加|减少|战胜|击败|领先|落后|死亡|遇难|受伤|逮捕|拘捕|拘留|通过|批准|否决|"
    r"出席|访问|抵达|开始|结束|恢复|完成|推出|建成|投入|成立|当选|辞职|要求|呼吁|警告|决定|计划|预计|提出|"
    r"提议|突破|超过|关闭|取消|推迟|延期|爆炸|坍塌|起火|相撞|失踪|禁止|允许|加征|惊艳"
)
_PAIRS: Final = ("“”", "「」", "『』", "《》", "（）", "()", "【】", "[]")


def headline(text: str, language: Language) -> str:
    """Return a sentence as a headline: if it is long, without what it is whole without.

    >>> headline("The council voted on Tuesday night to close the last of the town's three old "
    ...          "ferries, which have lost money since the bridge was opened to traffic.", "en")
    "The council voted on Tuesday night to close the last of the town's three old ferries"
    >>> headline("据晚报报道，市议会通过关闭全市最后一条轮渡航线的议案，"
    ...          "自大桥五年前建成通车以来，乘坐渡轮过江的人逐年减少。", "zh")
    '市议会通过关闭全市最后一条轮渡航线的议案'
    """
    kind = spoken(language)
    plain = to_simplified(text) if language == "zh-Hant" else text  # of the same length
    begun = 0
    for heads in (_SOURCE_ZH, _DAY_ZH) if kind == "zh" else (_DAY_EN,):
        head = heads.match(plain, begun)
        if head and _balanced(head[0]) and _size(plain[begun:], kind) > _MOST[kind]:
            begun = head.end()
    text, plain = text[begun:], plain[begun:]
    if kind == "en" and begun:
        text = text[:1].upper() + text[1:]
    if _size(plain, kind) <= _MOST[kind]:
        return text
    ends = sorted(at for at in set(_cuts(plain, kind)) if _size(plain[:at], kind) >= _LEAST[kind])
    fitting = [at for at in ends if _size(plain[:at], kind) <= _MOST[kind]]
    end = fitting[-1] if fitting else ends[0] if ends else len(text)
    return text[:end]


def _size(text: str, kind: str) -> int:
    return len(text) if kind == "zh" else len(text.split())


def _cuts(text: str, kind: str) -> Iterator[int]:
    """Yield where *text* could end."""
    said, breaks = (_SAID_ZH, _BREAK_ZH) if kind == "zh" else (_SAID_EN, _BREAK_EN)
    if match := said.search(text):
        kept = text[: match.start()]
        if _balanced(kept) and not _OPINES_EN.search(kept):
            yield match.start()
    for match in breaks.finditer(text, 0, _WITHIN):
        kept, gone = text[: match.start()], text[match.start() :]
        if _balanced(kept) and not _TAKES_BACK.search(gone):
            whole = _is_clause_zh(kept) if kind == "zh" else _is_clause_en(kept, gone)
            if whole:
                yield match.start()


def _balanced(text: str) -> bool:
    """Tell whether *text* closes every mark that it opens."""
    return text.count('"') % 2 == 0 and all(text.count(a) == text.count(b) for a, b in _PAIRS)


def _is_clause_en(kept: str, gone: str) -> bool:
    """Tell whether *kept* has a subject and its verb, and *gone* only adds to them."""
    clause = kept.partition(", ")[2] if _OPENS_EN.match(kept) else kept
    verb = _FINITE_EN.search(clause)
    goes_on = _GOES_ON_EN.search(gone) or _CLAUSE_EN.match(gone)
    denied = gone[0] == " " and _DENIES_EN.search(kept)
    return bool(verb and verb.start() and not (_DANGLES_EN.search(kept) or goes_on or denied))


def _is_clause_zh(kept: str) -> bool:
    """Tell whether *kept* ends with a clause that needs no other after it."""
    last = re.split("[，；]", kept)[-1]
    return bool(
        len(last) >= _LEAST["zh"]
        and _FINITE_ZH.search(last)
        and not _WAITS_ZH.search(last)
        and not _OPENS_ZH.search(last)
    )
