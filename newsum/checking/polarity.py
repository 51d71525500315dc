"""Words that turn a statement round: negation, and up against down, in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from newsum.languages import Language, is_chinese

Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word that says which way something went."""

    direction: Direction
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset just after the last character."""
        return self.start + len(self.text)


_UP_EN: Final = (
    r"r[io]se(?:s|n)?|rising|increas(?:e|es|ed|ing)|gr(?:ew|ow|ows|own|owing|owth)|"
    r"climb(?:s|ed|ing)?|gain(?:s|ed|ing)?|jump(?:s|ed|ing)?|surg(?:e|es|ed|ing)|"
    r"soar(?:s|ed|ing)?|rall(?:y|ies|ied)|rebound(?:s|ed|ing)?|expand(?:s|ed|ing)?|"
    r"advanc(?:es|ed)|rais(?:e|es|ed|ing)|boost(?:s|ed|ing)?|higher|"
    r"up(?=\s+(?:by\s+|about\s+|nearly\s+|over\s+|some\s+)?[$€£¥]?\d)|spik(?:e|es|ed)"
)
_DOWN_EN: Final = (
    r"f(?:all|alls|ell|allen|alling)|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|"
    r"decreas(?:e|es|ed|ing)|slump(?:s|ed|ing)?|plung(?:e|es|ed|ing)|s[aiu]nk(?:s|ing)?|"
    r"tumbl(?:e|es|ed|ing)|shr(?:ink|inks|ank|unk|inking)|"
    r"reduc(?:e|es|ed|ing|tion|tions)|cut(?:s|ting)?|lower(?:s|ed|ing)?|dip(?:s|ped|ping)?|"
    r"slid(?:e|es|ing)?|contract(?:ed|ing|ion)|plummet(?:s|ed|ing)?|"
    r"down(?=\s+(?:by\s+|about\s+|nearly\s+|over\s+|some\s+)?[$€£¥]?\d)|halv(?:es|ed|ing)"
)
_UP_ZH: Final = (
    "上升|上涨|增长|增加|增至|增幅|涨幅|提高|提升|攀升|回升|飙升|大涨|激增|扩大|走高|反弹|上调|上扬|升至"
    "|涨至|猛增|剧增|暴涨|增多|升高|新增|增添|递增|涨到|加息|上浮|涨"
)
_DOWN_ZH: Final = (
    "下降|下跌|减少|降低|下滑|跌至|降至|缩减|削减|暴跌|下调|走低|回落|萎缩|缩小|收窄|锐减|大跌|降幅|跌幅"
    "|减至|减产|减弱|下挫|缩水|骤降|递减|跌到|降到|降息|减半|下浮|裁减|裁员|缩短|跌|减"
)
_ENGLISH: Final = re.compile(rf"\b(?:(?P<up>{_UP_EN})|(?P<down>{_DOWN_EN}))\b", re.IGNORECASE)
_CHINESE: Final = re.compile(f"(?P<up>{_UP_ZH})|(?P<down>{_DOWN_ZH})(?![肥灾排贫震免])")
# These go one way too, yet loosely: they can excuse a sentence, and never accuse one.
_LOOSE_EN: Final = re.compile(
    r"\b(?:(?P<up>add\w*|improv\w+|enhanc\w+|strengthen\w*|more|up|upgrad\w+|accelerat\w+|"
    r"widen\w*|promot\w+|better|record|strong\w*|new|faster|recover\w*)"
    r"|(?P<down>slow\w*|eas(?:e|es|ed|ing)|weak\w*|narrow\w*|los\w+|less\w*|fewer|low|down|off|"
    r"slip\w*|poor\w*|wors\w+|small\w*|limit\w*|mitigat\w+|save[sd]?|saving|relie\w+))\b",
    re.IGNORECASE,
)
_LOOSE_ZH: Final = re.compile(
    r"(?P<up>[增升高添扩强快多加优好])|(?P<down>[降跌减少低缩弱慢缓亏损失滑省微])"
)

# What surely denies, and, for the other side, all that could stand behind a denial: a translator
# writes "without", "unable" and "hardly" for 不. Both lists tuned on newstest2017-2019.
_DENIES_EN: Final = re.compile(
    r"\b(?:(?<!than )not|cannot|never|nobody|nothing(?!\s+(?:but|short|other))|none|neither|"
    r"(?<!spare )(?<!spared )(?<!sparing )no(?!\s+(?:doubt|wonder|matter|more|less|"
    r"fewer|later|sooner|other|stranger|mean|small|secret|exception|\d)|\.)|(?:do|does|did|is|are|was|were|has|have|had|wo|would|could|ca|"
    r"should)n['’]t|den(?:y|ies|ied))\b(?!\s+(?:only|just|merely|least|hesitate))",
    re.IGNORECASE,
)
_LIKELY_EN: Final = (
    r"no|not|none|nor|neither|never|nothing|nobody|nowhere|cannot|without|hardly|barely|"
    r"rarely|seldom|scarcely|lack\w*|fail\w*|refus\w+|reluctan\w*|den(?:y|ies|ied|ying|ial)|"
    r"reject\w*|rebuff\w*|elu[ds]\w+|avoid\w*|prevent\w*|stop\w*|ban\w*|bar(?:s|red)?|prohibit\w*|"
    r"absen\w+|unless|oppos\w+|ceas\w+|rule[sd]? out|illegal\w*|block\w*|cancel\w*|abandon\w*|"
    r"declin\w+|exempt\w*|zero|object\w*|dismiss\w*|halt\w*|under(?:e|p|sta|u|v)\w+|un(?!der|til|i[otvq]|ite|less)\w{4,}|in(?:ab[li]|ac[ct]|adeq|adm|appr"
    r"|cap|comp[el]|cons[ip]|corr|dec|def|diff|direct|eff|ed|elig|eq|ev[io]|exo|op[ep]|sep|ex[pt]|form[ae]l|freq|prop|"
    r"s[ae][nc]|signif|suff|tol|valid|vis|vul)\w*|im(?:bal|mat|meas|mob|mor|pass|pat|perf|poss|prac|"
    r"prec|prob|prop)\w*|ir(?:reg|rel|res|rat|rev|rep)\w*|non\w*|mis(?!si|t)\w{4,}|"
    r"dis(?!t|cuss|cover|play|ease|aster|cip|miss)\w{4,}|\w+less"
)
_PERHAPS_EN: Final = (
    r"few|fewer|little|less|least|prefer\w*|forg[eo]t\w*|turn\w*\sdown|reneg\w+|before|over|instead|"
    r"until|too|only|but|except|other|rather|despite|far from|beyond|against|miss\w*|short|"
    r"end(?:s|ed)?|loss|lost|los(?:e|es|ing)|disput\w+|contrary|free|yet|still|more than|whether|"
    r"regardless|remain\w*|out of|off|away|stay\w*|keep|hold|held|withheld|pending|nil|empty|hard|"
    r"difficult\w*|anonym\w*|last|\w*\?|wors\w+|bad(?:ly)?|wrong|poor\w*|weak\w*|drop\w*"
)
_DENIES_ZH: Final = re.compile(
    "(?<!有)没有|(?<!所)未(?![来必免知婚遂雨央尽卜老艾]|成年)|并非|(?<!是)不是|(?<!会)不会|(?<!能)不能"
    "|(?<!可)不可(?![言思或少抗没])|不应|(?<!得)不再|不得(?!不)|(?<!愿)不愿|(?<!肯)不肯|不准|不许|否认(?!者)|绝不|拒绝"
    "|不曾|从不|毫不|不必|无法|不符|不予|(?<!想)不想"
)
_LIKELY_ZH: Final = "[不没未无非否拒莫勿免禁防避停缺难失绝零]"
_PERHAPS_ZH: Final = "[别少仅才只除弃反误差败弱空尚却但负断消取止毫白错忘]|以外|之外|另"
_LIKELY: Final = {
    False: re.compile(rf"n['’]t\b|\b(?:{_LIKELY_EN})\b", re.IGNORECASE),
    True: re.compile(_LIKELY_ZH),
}
_MAY_DENY: Final = {
    False: re.compile(rf"n['’]t\b|\b(?:{_LIKELY_EN}|{_PERHAPS_EN})\b", re.IGNORECASE),
    True: re.compile(f"{_LIKELY_ZH}|{_PERHAPS_ZH}"),
}


def denials(text: str, language: Language) -> list[str]:
    """Return the words of *text* that surely deny something.

    >>> denials("他没有否认", "zh")
    ['没有', '否认']
    """
    pattern = _DENIES_ZH if is_chinese(language) else _DENIES_EN
    return [match.group() for match in pattern.finditer(text)]


def may_deny(text: str, language: Language, *, likely: bool = False) -> bool:
    """Tell whether a word of *text* may be translated, or paraphrased, by a denial.

    Args:
        text: A sentence.
        language: What it is written in.
        likely: Count only words that often are ("fail", 难), not those that seldom are ("but",
            少), one of which stands in most sentences.
    """
    patterns = _LIKELY if likely else _MAY_DENY
    return bool(patterns[is_chinese(language)].search(text))


def leanings(text: str, language: Language) -> set[str]:
    """Return the directions, "up" and "down", of `directions` and of looser words: "better", 扩."""
    pattern = _LOOSE_ZH if is_chinese(language) else _LOOSE_EN
    loose = {match.lastgroup or "" for match in pattern.finditer(text)}
    return loose | {word.direction for word in directions(text, language)}


def directions(text: str, language: Language) -> list[Word]:
    """Return the words of *text* that surely say which way, "up" or "down", something went.

    >>> [w.direction for w in directions("Exports fell while imports rose.", "en")]
    ['down', 'up']
    """
    pattern = _CHINESE if is_chinese(language) else _ENGLISH
    return [
        Word("up" if match["up"] else "down", match.group(), match.start())
        for match in pattern.finditer(text)
    ]
