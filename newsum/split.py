"""Sentences, English and Chinese, each with its offset; joined they rebuild the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from newsum.article import Sentence
from newsum.languages import HAN, IDEOGRAPH, Language, is_chinese
from newsum.split_data import (
    AFTER_TIMES,
    ALWAYS_ABBREVIATED,
    BEFORE_FIGURES,
    BRANDS,
    OFTEN_ABBREVIATED,
    SPEECH_EN,
    SPEECH_ZH,
    STARTERS,
    STATES,
    TIMES,
)

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]*[\n\r\x0b\x0c\x85\u2028\u2029\s]*")

_OPENERS: Final = "\"'“‘「『（(《【[〔〈«¿¡"
_QUOTES: Final = frozenset("\"'“”‘’「」『』«»")
_OPENING: Final = {"(": ")", "（": ")", "[": "]", "【": "】"}
_CLOSING: Final = {")": ")", "）": ")", "]": "]", "】": "】"}
_BRACKET = re.compile(r"[(（\[【)）\]】]")
#: Brackets that hold no more characters are one with what is around them, even if sentences end
#: in them. Of the 101 that hold such an end, in pages and parallel texts, 93 are shorter.
_LONGEST_ASIDE: Final = 200
_GOES_ON: Final = frozenset("，、；：,;:。！？…")
_NO_START: Final = "-–—&/|,;:.!?…"

#: Ends a sentence wherever it stands, with the closing marks that follow. A ； does so too, as
#: Chinese news strings whole clauses together with it; `select` knows that such a piece is not a
#: full sentence.
_FULL_WIDTH = re.compile(
    r"(?P<mark>[。！？｡；]+[。！？｡；!?…]*|…+[。！？]*)(?P<close>[”’」』）)》】\]〕〉»\"']*)"
)
#: ASCII marks do so beside an ideograph, where no space is needed.
_HALF_WIDTH = re.compile(
    rf"(?P<mark>(?<=[{HAN}”’」』）》】%％])[.!?．]+|(?<=[a-z]{{3}})[.?]+(?=[”’」』）)\"']*[{HAN}]))"
    rf"(?P<close>[”’」』）)》】\]〕〉»\"']*)(?=[{HAN}“‘「『（《【]|\s|$)"
)
#: Possessive, and not within a run: linear on a million full stops.
_MARK = re.compile(
    r"(?P<mark>(?<![.!?…])[.!?…]++)(?P<close>(?:[\"'”’」』）)》】\]〕〉»]|\[\d{1,3}\])*+)(?=\s)"
)
#: The name of a work, which may hold a mark.
_WORK = re.compile(r"《[^《》]{0,60}》")
#: The white space after a full stop got lost, as where a page's lines were joined: left.The rest.
_GLUED = re.compile(r"[.!?][”)]?(?=[A-Z][a-z]*+\s[a-z])")
_BEFORE_GLUED = re.compile(r"(?:.*[\s(“‘])?(?:[a-z]+['’-])*[a-z]{3,}\Z", re.DOTALL)
_QUOTED_REST = re.compile(
    r"[^“”]{1,80}[.!?](?P<quote>”)\s+[a-z]|[^‘]{1,80}[.!?](?P<single>’)\s+[a-z]"
)
_CLOSES = re.compile("”")
_SINGLE_CLOSES = re.compile("’(?![A-Za-z])")  # it’s
#: What follows a quotation that is a word of its sentence: “快来！”的喊声.
_HANGS_ON = re.compile("的(?![确確士])|等(?![到待着著候他她它我你了不])")
_NEXT = re.compile(r"\s+(?P<word>(?:[(（\[【] )?\S{1,80})")
#: In brackets, and no sentence: Foods Inc. (The “Company”) said.
_ADDED = re.compile(r"[(（\[【][^()（）\[\]【】]{0,200}[^.!?…()（）\[\]【】][)）\]】]")
_ELLIPSIS = re.compile(r"…+|[.．]{2,}")
_WIDE = re.compile(f"[{HAN}。！？｡；]")
_ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\Z")
_DASH = re.compile(r"[-–—/]")
_INITIAL = re.compile(r"[A-Z]\Z")
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_LIST_MARK = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})\Z")
_SPEAKER = re.compile(rf"(?:(?:[A-Z][\w.’'-]*|the|a|an|his|her|my|one)\s+){{1,4}}(?:{SPEECH_EN})\b")
_SPEAKER_ZH = re.compile(rf"[^，。！？；：“”「」\s没沒不未]{{0,20}}(?:{SPEECH_ZH})[，。；：,.]")


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
    asides = _asides(line)
    hard = {*_hard_ends(line, asides, chinese=chinese), *_glued_ends(line, asides)}
    for border in (*sorted(hard), len(line)):
        if border > start:
            yield from _english_ends(line, asides, start, border)
        yield border
        start = border


def _asides(line: str) -> list[tuple[int, int]]:
    """Return where each short bracket opens and closes: the outermost, in their order."""
    opened: dict[str, list[int]] = {}
    found: list[tuple[int, int]] = []
    if not any(map(line.__contains__, _OPENING)):
        return found
    for match in _BRACKET.finditer(line):
        at = match.start()
        if kind := _OPENING.get(match[0]):
            opened.setdefault(kind, []).append(at)
        elif starts := opened.get(_CLOSING[match[0]]):
            start = starts.pop()
            if at - start <= _LONGEST_ASIDE:
                while found and found[-1][0] > start:
                    found.pop()
                found.append((start, at))
    return found


def _is_within(asides: Sequence[tuple[int, int]], border: int) -> bool:
    at = bisect_left(asides, (border,)) - 1
    return at >= 0 and border <= asides[at][1]


def _glued_ends(line: str, asides: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield where a mark ends a sentence though no white space follows it."""
    for match in _GLUED.finditer(line):
        # A word of at most so many letters, all small: not Example.Com, not e.g.Gold.
        before = line[max(0, match.start() - 40) : match.start()]
        if _BEFORE_GLUED.match(before) and not _is_within(asides, match.end()):
            yield match.end()


def _hard_ends(line: str, asides: Sequence[tuple[int, int]], *, chinese: bool) -> Iterator[int]:
    """Yield where full-width marks, and ASCII ones beside an ideograph, end a sentence."""
    if not _WIDE.search(line):
        return
    quotes, counted, start = 0, 0, 0
    works = _WORK.finditer(line)
    work = next(works, None)
    for match in _marks(line):
        marked = match.end("mark")
        while work and work.end() <= match.start():
            work = next(works, None)
        quotes += line.count('"', counted, marked)
        counted = marked
        end = _closed(line, marked, match.end(), opened=quotes % 2 == 1)
        if _ELLIPSIS.fullmatch(match["mark"]) and not _trails_off(
            line, match.start(), marked, end, chinese=chinese
        ):
            continue
        titled = line[end - 1] == "》" and IDEOGRAPH.match(line, end)
        if titled or line[end : end + 1] in _GOES_ON:
            continue  # 《走吧！》是一部电影
        if work and work.start() < match.start() and end < work.end():
            continue  # 《走吧！别回头》上映了
        if not _QUOTES.isdisjoint(line[marked:end]) and _HANGS_ON.match(line, end):
            continue
        if end > marked and line[start] in '“‘「『"' and _SPEAKER_ZH.match(line, end):
            continue  # “走！”他说。
        if _is_within(asides, end):
            continue
        while end < len(line) and line[end].isspace():
            end += 1
        yield end
        start = end


def _trails_off(line: str, start: int, marked: int, end: int, *, chinese: bool) -> bool:
    """Tell whether the ellipsis ``line[start:marked]``, closed at *end*, ends a sentence.

    In Chinese it mostly stands for what is left out of a list, and the sentence goes on, unless a
    quotation ends with it, or white space or a 【 follows. In English the word after it tells.
    """
    if line[max(start - 1, 0)] in "，、；：":
        return False
    if _QUOTES.isdisjoint(line[marked:end]):
        return chinese and line[end : end + 1].strip() in ("", "【")
    return chinese or bool(IDEOGRAPH.match(line, end))


def _closed(line: str, start: int, end: int, *, opened: bool) -> int:
    """Return where the closing marks ``line[start:end]`` really end.

    A straight quote closes if one is open or white space follows; else it opens what follows.
    """
    quote = line.find('"', start, end)
    if quote < 0 or opened or not line[quote + 1 : quote + 2].strip():
        return end
    return quote


def _marks(line: str) -> list[re.Match[str]]:
    found = [*_FULL_WIDTH.finditer(line), *_HALF_WIDTH.finditer(line)]
    return sorted(found, key=re.Match.start)


def _english_ends(
    line: str, asides: Sequence[tuple[int, int]], start: int, stop: int
) -> Iterator[int]:
    """Yield where ASCII marks before white space end a sentence within ``line[start:stop]``."""
    for mark in _MARK.finditer(line, start, stop):
        word_start = mark.start()
        while word_start > start and not line[word_start - 1].isspace():
            word_start -= 1
        following = _NEXT.match(line, mark.end(), stop)
        if following is None or _is_quoted_within(line, start, mark.end()):
            continue
        if asides and _is_within(asides, mark.end()):
            continue
        word = line[word_start : mark.end("mark")]
        before = line[max(start, word_start - 40) : word_start].split()
        if _is_end(before[-1:], word, mark.group("close"), following, first=word_start == start):
            start = following.start("word")
            yield start


def _is_quoted_within(line: str, start: int, end: int) -> bool:
    """Tell whether the sentence goes on after a quotation around *end*: its “No. Never.” plan."""
    rest = _QUOTED_REST.match(line, end)
    if rest is None:
        return False
    opening = line.rfind("“" if rest["quote"] else "‘", max(start, end - 80), end)
    closes = _CLOSES if rest["quote"] else _SINGLE_CLOSES
    return opening > start and not closes.search(line, opening, end)


def _is_end(
    before: list[str], word: str, close: str, following: re.Match[str], *, first: bool
) -> bool:
    """Tell whether *word*, which ends in a mark, ends a sentence before *following*."""
    raw = following.group("word")
    after = raw.lstrip(_OPENERS + " ")
    if not after:
        return not close
    if IDEOGRAPH.match(after):
        return True
    if after[0] in _NO_START or (after[0].islower() and not after[1:2].isupper()):
        return False  # "Stop!" she cried; but: iPhone
    if word[-1] != "." or word.endswith(".."):
        quote = any(mark in close for mark in "\"'”’")
        speaker = quote and _SPEAKER.match(following.string, following.start("word"))
        return not speaker and word.rstrip("!?") not in BRANDS
    stem = word[:-1].lstrip(_OPENERS)
    if first and _LIST_MARK.match(stem):
        return False  # 1. The first item
    added = raw[0] in _OPENING and _ADDED.match(following.string, following.start("word"))
    return _ends_with(stem, before, after, quoted=raw[0] in _QUOTES, added=bool(added))


def _ends_with(stem: str, before: list[str], after: str, *, quoted: bool, added: bool) -> bool:
    """Tell whether ``stem.`` ends a sentence, or is an abbreviation within one."""
    upper = after[0].isupper() and not added
    word = (_WORD.match(after) or [after])[0]
    starts = (word in STARTERS and not added) or (quoted and upper)
    if stem in BEFORE_FIGURES:
        return not after[0].isdigit()
    if stem in ALWAYS_ABBREVIATED:  # on Wall St. The market
        return stem == "St" and starts and bool(before) and before[0][:1].isupper()
    if stem in TIMES:
        return starts or (upper and not word.isupper() and word not in AFTER_TIMES)
    if stem in STATES:
        return starts or not (before and before[0].endswith(","))
    last = _DASH.split(stem)[-1]  # July 31–Aug. 2
    if last in OFTEN_ABBREVIATED or _ACRONYM.match(stem) or _INITIAL.match(stem):
        return starts
    return True
