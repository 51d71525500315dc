"""Which content words two texts have in common, in one language or across the two."""

from __future__ import annotations

import re
from typing import Final

from newsum.checking.lexicon import lexicon, words
from newsum.languages import HAN, Language, han_pairs, is_chinese
from newsum.names import LATIN_WORD

#: A single character stands for an English word only where it is a usual translation.
_USUAL: Final = 0.4
#: They count, and say nothing of what.
_MEASURES: Final = frozenset(
    "个名位人次的年月日多余来几约近第两一二三四五六七八九十百千万亿条件家项起场只支座所份"
)
_MOSTLY: Final = 0.6
_SAME: Final = 0.7
_TOKEN: Final = re.compile(rf"[a-z]{{3,}}|[{HAN}]")


def in_common(one: str, first: Language, other: str, second: Language) -> int:
    """Count the content words of *one*, in the language *first*, that *other* has in *second*.

    >>> in_common("profit grew", "en", "利润增长", "zh")
    2
    """
    if is_chinese(first) == is_chinese(second):
        return len(content(one, first) & content(other, second))
    english, chinese = (other, one) if is_chinese(first) else (one, other)
    table = lexicon()
    known = sum(
        any(
            form in chinese and (len(form) > 1 or likely >= _USUAL)
            for form, likely in table.get(stem, {}).items()
        )
        for stem in set(words(english))
    )
    return known + len(_latin(chinese) & _latin(english))


def content(text: str, language: Language) -> set[str]:
    """Return the content words of *text*: stems of English words; of Chinese, which has no spaces,
    every two characters that stand side by side, measure words aside, and its Latin words.
    """
    if not is_chinese(language):
        return set(words(text))
    return {pair for pair in han_pairs(text) if not set(pair) <= _MEASURES} | _latin(text)


def mostly_in(sentence: str, evidence: str) -> bool:
    """Tell whether most words of *sentence*, those of grammar too, are in *evidence* as they are.

    If so, the one was made from the other, and a word that only one of them has replaced a word.

    >>> mostly_in("The council rejected it.", "On Monday the council approved the plan.")
    True
    """
    mine, theirs = _tokens(sentence), _tokens(evidence)
    return bool(mine) and len(mine & theirs) >= _MOSTLY * len(mine)


def same_words(one: str, other: str) -> bool:
    """Tell whether two sentences of a language share most words of the shorter one."""
    a, b = _tokens(one), _tokens(other)
    return len(a & b) >= _SAME * min(len(a), len(b)) > 0


def _tokens(text: str) -> set[str]:
    return set(_TOKEN.findall(text.lower()))


def _latin(text: str) -> set[str]:
    return {word.casefold() for word in LATIN_WORD.findall(text) if word[0].isalpha()}
