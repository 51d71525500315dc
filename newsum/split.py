"""Sentences, English and Chinese, each with its offset; joined they rebuild the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsum.article import Sentence
from newsum.languages import HAN, Language, is_chinese
from newsum.split_data import (
    ALWAYS_ABBREVIATED,
    BEFORE_FIGURES,
    OFTEN_ABBREVIATED,
    SPEECH_EN,
    SPEECH_ZH,
    STARTERS,
    TIMES,
)

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]*[\n\r\x0b\x0c\x85\u2028\u2029\s]*")
_TOKEN = re.compile(r"\S+")

_OPENERS: Final = "\"'“‘「『（(《【[〔〈«¿¡"
_CLOSERS: Final = "\"'”’」』）)》】]〕〉»"

#: Ends a sentence wherever it stands, with the closing marks that follow. A ； does so too, as
#: Chinese news strings whole clauses together with it; `select` knows that such a piece is not a
#: full sentence.
_FULL_WIDTH = re.compile(
    r"(?P<mark>[。！？｡；]+[。！？｡；!?…]*|…+[。！？]*)(?P<close>[”’」』）)》】\]〕〉»\"']*)"
)
#: ASCII marks do so after an ideograph, where no space is needed.
_HALF_WIDTH = re.compile(
    rf"(?:(?<=[{HAN}”’」』）》】%％])|(?<=[a-z]{{3}}))(?P<mark>[.!?．]+)(?P<close>[”’」』）)》】\]〕〉»\"']*)"
    rf"(?=[{HAN}“‘「『（《【]|\s|$)"
)
_HAN = re.compile(f"[{HAN}]")
_ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\Z")
_INITIAL = re.compile(r"[A-Z]\Z")
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_LIST_MARK = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})\Z")
_SPEAKER = re.compile(rf"(?:(?:[A-Z][\w.’'-]*|the|a|an|his|her|my|one)\s+){{1,4}}(?:{SPEECH_EN})\b")
_SPEAKER_ZH = re.compile(rf"[^，。！？；：“”「」\s]{{0,20}}(?:{SPEECH_ZH})[，。；：,.]")


def split(text: str, language: Language) -> list[Sentence]:
    """Split *text* into sentences that, joined, rebuild it exactly.

    White space belongs to the sentence before it (at the very start of the text, to the first
    one), and no sentence crosses a line break. The time is linear in the length of the text.

    >>> [s.text for s in split("Mr. Li left. She stayed", "en")]
    ['Mr. Li left. ', 'She stayed']
    >>> [s.text for s in split("他说：“走。”他没走", "zh")]
    ['他说：“走。”', '他没走']
    """
    sentences: list[Sentence] = []
    start = 0
    for line in _LINE.finditer(text):
        for end in _ends(line.group(), chinese=is_chinese(language)):
            border = line.start() + end
            if border > start and not text[start:border].isspace():
                sentences.append(Sentence(text[start:border], start))
                start = border
    if start < len(text):
        sentences.append(Sentence(text[start:], start))
    return sentences


def _ends(line: str, *, chinese: bool) -> Iterator[int]:
    """Yield where the sentences of *line* end, the white space after them included."""
    start = 0
    for border in (*_hard_ends(line, chinese=chinese), len(line)):
        if border > start:
            yield from _english_ends(line, start, border)
        yield border
        start = border


def _hard_ends(line: str, *, chinese: bool) -> Iterator[int]:
    """Yield where full-width marks, and ASCII ones after an ideograph, end a sentence."""
    quotes, counted, start = 0, 0, 0
    for match in _marks(line):
        mark, close = match.group("mark"), match.group("close")
        quotes += line.count('"', counted, match.end("mark"))
        counted = match.end("mark")
        for i, char in enumerate(close):
            # A straight quote closes only where one is open; else it opens the next sentence.
            if char == '"' and (quotes + close[:i].count('"')) % 2 == 0:
                close = close[:i]
                break
        end = match.end("mark") + len(close)
        if mark.startswith("…") and not (chinese or _HAN.match(line, end)):
            continue  # an ellipsis in English: told by the word after it
        following = line[end : end + 1]
        if following and following in "，、；：,;:。！？…":
            continue
        if close and _SPEAKER_ZH.match(line, end) and line[start : start + 1] in '“「『"‘':
            continue  # “走！”他说。
        while end < len(line) and line[end].isspace():
            end += 1
        yield end
        start = end


def _marks(line: str) -> list[re.Match[str]]:
    found = [*_FULL_WIDTH.finditer(line), *_HALF_WIDTH.finditer(line)]
    return sorted(found, key=re.Match.start)


def _english_ends(line: str, start: int, stop: int) -> Iterator[int]:
    """Yield where ASCII marks before white space end a sentence within ``line[start:stop]``."""
    previous = ""
    tokens = _TOKEN.finditer(line, start, stop)
    token = next(tokens, None)
    first = True
    while token is not None:
        following = next(tokens, None)
        word = token.group()
        if following is not None:
            bare = word.rstrip(_CLOSERS)
            if (
                bare[-1:] in (".", "!", "?", "…")
                and bare
                and _is_end(previous, bare, word[len(bare) :], line, following, first=first)
            ):
                yield following.start()
                first = True
                previous = ""
                token = following
                continue
        previous, token, first = word, following, False


def _is_end(
    previous: str, word: str, close: str, line: str, following: re.Match[str], *, first: bool
) -> bool:
    """Tell whether *word*, which ends in a mark, ends a sentence before *following*."""
    raw = following.group()
    after = raw.lstrip(_OPENERS)
    quoted = after != raw
    if not after:
        return not close
    if _HAN.match(after):
        return True
    if after[0] in "-–—&/|,;:":
        return False
    if after[0].islower() and not (len(after) > 1 and after[1].isupper()):
        return False  # "Stop!" she cried; but: iPhone
    if word[-1] in "!?":
        quote = any(mark in close for mark in "\"'”’")
        return not (
            (quote and _SPEAKER.match(line, following.start()))
            or word.rstrip("!?") in ("Yahoo", "Jeopardy", "Yum")
        )
    if word.endswith(("..", "…")):
        return True
    stem = word[:-1].lstrip(_OPENERS)
    starter = (_WORD.match(after) or [after])[0] in STARTERS or (quoted and after[0].isupper())
    if first and _LIST_MARK.match(stem):
        return False  # 1. The first item
    if stem in BEFORE_FIGURES:
        return not after[0].isdigit()
    if stem in ALWAYS_ABBREVIATED:
        return stem == "St" and starter and previous[:1].isupper()
    if stem in TIMES:
        return (
            after[0].isupper()
            and not after.rstrip(",.").isupper()
            and after.rstrip(",.") not in OFTEN_ABBREVIATED
            and not _is_day(after)
        ) or starter
    if stem in OFTEN_ABBREVIATED or _ACRONYM.match(stem) or _INITIAL.match(stem):
        return starter
    return True


def _is_day(word: str) -> bool:
    return word[:3] in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Eas", "Pac", "Cen", "Gre")
