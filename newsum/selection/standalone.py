"""A sentence of an article as a sentence by itself: without what ties it to the one before, tidy.

Connectives, marks, spaces and the shape of letters change, never what is said. What stands within
quotation marks stays as it was said.
"""

from __future__ import annotations

import re
from typing import Final

from newsum.languages import HAN, Language, count_han, is_chinese
from newsum.models.marks import bracketed, widened

#: What joins a sentence to the one before it, and can go without changing what it says. "For
#: example", "otherwise" and "likewise" cannot.
_CONNECTIVE_EN: Final = re.compile(
    r"(?:(?:But|And)(?:,|(?! (?:for|so|not|to|if|up)\b))|Yet(?:,|(?! (?:another|again|to|more)\b))"
    r"|(?:However|Meanwhile|Moreover|Furthermore|Additionally|In addition|Also|Besides|"
    r"Nevertheless|Nonetheless|Even so|Still|So|Indeed|In fact|Of course|That said|"
    r"At the same time|In turn|On the other hand|Consequently|Accordingly|As a result|Therefore|"
    r"Thus|Hence|Instead|To be sure|On top of that|After all|In short|By contrast|In contrast),"
    r"|(?:It|That|This)(?: is| was|[’']s) (?:for (?:that|this) reason that|why|because)"
    r") +(?=[\w$£€])"
)
_ASIDE_EN: Final = re.compile(
    r"(?P<subject>[^,;:()“”\"]{3,60}), (?:however|though|meanwhile), (?P<next>[\w'’$£€-]+)"
)
#: After an opening phrase, not a subject, the comma stays: In May, however, the bank rose.
_NO_VERB: Final = re.compile(
    r"(?:the|an?|this|that|these|those|he|she|it|they|we|you|there|his|her|their|its|no|not|some|"
    r"many|most|as|even|one|two|all|both|each|any|more|few|if|when|while|in|on|at|by|for|with|and|or|but|so|who|which|whether)\Z"
    r"|[A-Z\d$£€]"
)
_CONNECTIVE_ZH: Final = re.compile(
    r"(?:(?:但是|然而|不过|不過|而且|并且|並且|此外|另外|同时|同時|与此同时|與此同時|除此之外|"
    r"另一方面|因此|所以|于是|於是|其次|再次|最后|最後|当然|當然|事实上|事實上|实际上|實際上|总之|"
    r"總之|尽管如此|儘管如此|不仅如此|不僅如此|对此|對此|为此|為此|据此|據此|由此|况且|況且|再者)"
    r"[，,]|但是?(?![凡愿願，,])|而(?:且|(?![且是后後言立今已生，,]))|不过|不過|然而|此外|并且|並且)"
    rf"(?=[{HAN}A-Za-z0-9“《])"
    # two days after that, on June 21: the date says it
    r"|[\d一二两兩三四五六七八九十几幾]+(?:个|個)?(?:天|日|周|月|年)(?:之)?(?:后|後)的(?=\d+月\d+日)"
)
#: Connectives that stand together at most: but at the same time, however.
_TOGETHER: Final = 3
#: The first word of an article as some papers set it: IN the heart of town.
_CAPITALS: Final = re.compile(
    r"(?:THE|AN?|IN|ON|AT|AS|IF|IT(?=[’']s)|IT[’']S|BY|OF|TO|FOR|FROM|WITH|WHEN|WHILE|AFTER|THIS|THERE|MORE)"
    r"(?=[’']s | [a-z]| [A-Z][a-z])"
)
#: What stands before an item of a list, or a heading or quotation in Markdown. A figure is that in
#: English with a space and a capital after it, in Chinese with no figure: 1、2号线, 7.5级.
_HEAD: Final = (
    r"(?:[•·▪●■◆★☆►▶※✓✔]\s*|[*–-]\s+|#{1,6}\s+|>\s+"
    r"|(?:\d{1,2}[.)]|\(\d{1,2}\))\s+(?=[A-Z“\"(]|[*–>#-]\s)"
)
_HEAD_EN: Final = re.compile(rf"{_HEAD})+(?=\w|[“\"«])")
_HEAD_ZH: Final = re.compile(
    rf"{_HEAD}|(?:\d{{1,2}}[.．、)）]|[一二三四五六七八九十]{{1,3}}、"
    r"|[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）])"
    r"\s*(?![\d一二三四五六七八九十日月年]))+(?=\w|[“\"「《])"
)
#: Emphasis in Markdown, also where it began or ends in another sentence; but f**k stays, and 5*.
_EMPHASIS: Final = re.compile(
    r"(?<![A-Za-z0-9*])(?P<mark>\*{1,3})(?=[^\s*])(?P<text>[^*]{1,300})(?<=[^\s*])(?P=mark)"
    r"(?![A-Za-z0-9*])"
    r"|\A\*\*(?=[^\s*])|(?<=[.!?。！？”])\*\*\Z"
)
_LINK: Final = re.compile(
    r"(?P<image>!?)\[(?P<text>[^\[\]]{0,200})\]\((?:https?://|[/#])[^()\s]{0,500}(?: \"[^\"]*\")?\)"
)
#: What parts a line from the time before it or from the next one.
_BARS: Final = re.compile(r"\A(?:\|\s)+|(?:\s\|)+\Z")
_STOPS: Final = ".!?…。！？"
#: Spaces beside punctuation that wants none.
_STRAY: Final = re.compile(r" +(?=[,.;:](?: |\Z)|[，。；：、！？（）])|(?<=[，。；：、！？（）]) +")
_LETTERS: Final = {
    wide: wide - 0xFEE0 for wide in range(0xFF10, 0xFF5B) if chr(wide - 0xFEE0).isalnum()
}


def leads_on(text: str, language: Language) -> bool:
    """Tell whether a sentence begins with a connective that `detached` would take.

    >>> leads_on("But the bank rose.", "en"), leads_on("The bank, however, rose.", "en")
    (True, False)
    """
    pattern = _CONNECTIVE_ZH if is_chinese(language) else _CONNECTIVE_EN
    return bool(pattern.match(text))


def detached(text: str, language: Language) -> str:
    """Return a sentence without the connectives that tie it to the one before.

    >>> detached("But the bank, however, rose.", "en"), detached("然而，银行上涨。", "zh")
    ('The bank rose.', '银行上涨。')
    """
    rest = text
    for _ in range(_TOGETHER):
        if is_chinese(language):
            match = _CONNECTIVE_ZH.match(rest)
            rest = rest[match.end() :] if match else rest
        else:
            match = _CONNECTIVE_EN.match(rest)
            rest = _begun(rest[match.end() :]) if match else rest
    if is_chinese(language):
        return rest
    if aside := _ASIDE_EN.match(rest):
        after = aside["next"]
        comma = "," if _NO_VERB.match(after) else ""
        rest = f"{aside['subject']}{comma} {after}{rest[aside.end() :]}"
    return rest


def _begun(text: str) -> str:
    """Return *text* with a capital; but: iPhone."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def tidy(text: str, language: Language) -> str:
    """Return a sentence with the marks and spaces of its language, and with a full stop.

    >>> tidy("银行( 总部 )说,“好”", "zh"), tidy("THE bank , too , rose", "en")
    ('银行（总部）说，“好”。', 'The bank, too, rose.')
    """
    text = _BARS.sub("", " ".join(unmarked(text).split())).translate(_LETTERS)
    if is_chinese(language):
        text = widened(bracketed(text)) if count_han(text) else text
    text = _STRAY.sub("", text)
    if head := (_HEAD_ZH if is_chinese(language) else _HEAD_EN).match(text):
        text = text[head.end() :]
    if not is_chinese(language) and (match := _CAPITALS.match(text)):
        text = match[0].capitalize() + text[match.end() :]
    text = text.rstrip(",，、;；") or text
    if text[-1:].isalnum() or (text[-1:] in "%)）”」" and text[-2:-1] not in _STOPS):
        text += "。" if is_chinese(language) else "."
    return text


def unmarked(text: str) -> str:
    """Return *text* without Markdown's emphasis and links.

    >>> unmarked("**The pier** closes on [Monday](https://example.org/pier).")
    'The pier closes on Monday.'
    """
    if "](" in text:
        text = _LINK.sub(lambda link: "" if link["image"] else link["text"], text)
    return _EMPHASIS.sub(lambda match: match["text"] or "", text) if "*" in text else text
