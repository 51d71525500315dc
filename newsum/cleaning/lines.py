"""What a line looks like by itself and among its neighbors, as numbers.

Both roads, pasted text and HTML, end in a list of lines; the HTML road knows more about each. A
line's row of numbers is what `newsum.cleaning.scorer` judges it by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from math import log1p
from typing import TYPE_CHECKING, Final

from newsum.article import Reason
from newsum.cleaning import rules
from newsum.languages import HAN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Zero-width marks, soft hyphens and controls. The joiner U+200D stays: emoji are made with it.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_HAN: Final = re.compile(f"[{HAN}]")
_WORD: Final = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+(?:['’.-][A-Za-z0-9\u00c0-\u024f]+)*")
_STOP_WORDS: Final = """
the of to and a in that is was for on it with as he at by be his from are this have had not but
they has were their which an who she her will would been or its we said i you there when more
what so about if out all can than up one into after also could no did some because just over
while my our them him how do only other then these where your us me before being two between
during since most under against still those through any very told
"""
_STOP: Final = frozenset(_STOP_WORDS.split())
_SAID_WORDS: Final = """
said says told added according reported announced asked explained wrote argued noted insisted
"""
_SAID: Final = frozenset(_SAID_WORDS.split())
_YOU_WORDS: Final = """
you your we our us
"""
_YOU: Final = frozenset(_YOU_WORDS.split())
_ASK_WORDS: Final = """
get sign read watch follow subscribe click share join see view download learn find listen check
try buy shop discover explore enter submit tap go send contact email add show load register log
continue support donate start browse
"""
_ASK: Final = frozenset(_ASK_WORDS.split())
_WEEKDAY: Final = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_END: Final = re.compile(r"[.!?。！？…][\"'”’»)\]」』）]*$|[.!?][\"”’)]*\[?\d{0,2}\]?$")
_SENTENCE: Final = re.compile(r"[.!?][\"”’)]*\s+[\"“‘(]?[A-Z0-9]|[。！？]")
_MARK: Final = re.compile("[|›»>•·]")
_DIGIT: Final = re.compile(r"\d")
_PAUSE: Final = re.compile(r"[,，、；;:：—]")
_QUOTE: Final = re.compile(r"[\"“”「」『』]")
_ZH_FUNCTION: Final = re.compile("[的了是在和与为对中有将就而也不这他她我们到被从上个]")
_BULLET: Final = re.compile(
    r"^(?:[•·▪◦‣●■*–—-]\s|\(?\d{1,2}[.)、:]\s?|[一二三四五六七八九十]{1,2}[、.])"
)

#: The reasons that rules give, in the order of their tables. The scorer's numbers rely on it.
REASONS: Final[tuple[Reason, ...]] = (
    "cookie", "credit", "caption", "byline", "dateline", "share", "subscribe", "related", "ad",
    "contact", "copyright", "editor", "navigation",
)  # fmt: skip


def visible(text: str) -> str:
    r"""Return *text* without what is not seen: controls, zero-width marks, halves of characters.

    >>> visible("A\x00 B\u200b")
    'A B'
    """
    return _INVISIBLE.sub("", text)


def plain(text: str) -> str:
    """Return the letters and digits of *text*, in small letters, for comparing.

    >>> plain("Mr. Li's 2%")
    'mrlis2'
    """
    return _UNWORDED.sub("", text).lower()


_UNWORDED: Final = re.compile(r"[\W_]+")


def script(text: str) -> rules.Script:
    """Tell which table of rules a line belongs to: any ideograph makes it Chinese.

    >>> script("原标题：GDP"), script("Read more")
    ('han', 'latin')
    """
    return "han" if not text.isascii() and _HAN.search(text) else "latin"


def litter(text: str) -> Reason | None:
    """Return why the whole line is litter by itself, or None.

    >>> litter("We use cookies to improve your experience."), litter("责任编辑：王某")
    ('cookie', 'editor')
    """
    return _litter(text) if len(text) <= rules.WINDOW else None


@lru_cache(maxsize=8192)
def _litter(text: str) -> Reason | None:
    text = text.strip("*_") or text  # emphasis in Markdown
    for reason, pattern in rules.worth_trying(script(text), "lines", text):
        if pattern.fullmatch(text):
            return reason
    return None


def hints(text: str, words: Sequence[str]) -> set[Reason]:
    """Return what a line of these *words* may be."""
    if len(text) > rules.WINDOW:
        # Litter is found at the ends of a long line, and its length says that it is prose.
        text = text[: rules.WINDOW // 2] + "\n" + text[-rules.WINDOW // 2 :]
    tried = rules.worth_trying(script(text), "hints", text)
    found = {reason for reason, pattern in tried if pattern.search(text)}
    found.update(*filter(None, map(rules.words().get, words)))
    return found


#: The names of a line's own numbers, in order. The scorer's data file lists them too.
OWN: Final = (
    "han", "words", "short", "tiny", "medium", "long", "end", "colon", "ellipsis", "comma_end",
    "sentences", "pauses", "stop", "digits", "capitals", "shouting", "lower_start", "quote_start",
    "digit_start", "bullet", "quotes", "paren_end", "said", "you", "ask", "weekday", "separators",
    "prose", "whole", "repeats", "overlap", "title", "alike", "near_overlap",
    *(f"hint_{reason}" for reason in REASONS),
    *(f"whole_{reason}" for reason in REASONS),
)  # fmt: skip
_FLAGS: Final = {name: at for at, name in enumerate(OWN[OWN.index("near_overlap") + 1 :])}


#: A longer line's numbers do not change any more, in characters.
_START: Final = 2000


#: Only a repeat this long, in words, is surely one: a sub-head may come twice.
REPEAT_WORDS: Final = 9


class Line:
    """A line of a page or a pasted text, and what was read off it."""

    __slots__ = (
        "_hints", "_terms", "han", "is_cut", "lowered", "prose", "reads", "text", "weight", "whole",
        "words",
    )  # fmt: skip

    def __init__(self, text: str, *, cut: Reason | None = None) -> None:
        """Read *text*. Where it stands may have cut it already: no rule looks at it then."""
        self.text = text
        head = text[:_START]
        self.words = _WORD.findall(head)
        han = 0 if head.isascii() else len(_HAN.findall(head))
        self.han = han * 2 > len(self.words)
        # A word is about 1.7 ideographs long.
        self.weight = len(self.words) + han / 1.7
        self.lowered = [word.lower() for word in self.words]
        #: Whether it reads like prose, litter or not.
        self.reads = self._reads(head, han)
        self._terms: set[str] | None = None
        self.judge(cut)

    def judge(self, cut: Reason | None) -> None:
        """Ask the rules why the line goes, unless where it stands has *cut* it."""
        self.is_cut = cut is not None
        self.whole = cut or litter(self.text)
        self._hints: set[Reason] | None = None
        self.prose = self.reads and self.whole is None

    # Both take a while, and most lines of clean text are never asked for them.
    @property
    def hints(self) -> set[Reason]:
        """What the line may be."""
        if self._hints is None:
            self._hints = set() if self.is_cut else hints(self.text, self.lowered)
        return self._hints

    @property
    def terms(self) -> set[str]:
        """The words that tell its topic; of Chinese, the pairs of ideographs."""
        if self._terms is None:
            self._terms = _terms(self.text[:_START], self.lowered, self.han)
        return self._terms

    def _reads(self, head: str, han: int) -> bool:
        ended = bool(_END.search(self.text[-12:]))
        if self.han:
            return han >= 20 and (ended or len(_PAUSE.findall(head)) >= 2)
        return (
            len(self.words) >= 9
            and (ended or len(self.words) >= 30)
            and len([1 for word in self.lowered if word in _STOP]) >= len(self.words) * 0.2
        )


def read_line(text: str) -> Line:
    """Return the line that *text* is, read once: several steps ask for each. Not to be changed."""
    return _read(text) if len(text) <= _START else Line(text)


_read = lru_cache(maxsize=256)(Line)


def _terms(text: str, words: Sequence[str], han: bool) -> set[str]:
    terms = {word for word in words if len(word) > 3} - _STOP
    if han:
        terms.update(
            text[i : i + 2]
            for i in range(len(text) - 1)
            if "\u4e00" <= text[i] <= "\u9fff" and "\u4e00" <= text[i + 1] <= "\u9fff"
        )
    return terms


def own(lines: Sequence[Line], title: str = "") -> NDArray[np.float32]:
    """Return each line's own numbers, shape (lines, `OWN`)."""
    import numpy as np

    seen = Counter(line.text for line in lines)
    spread: Counter[str] = Counter()
    for line in lines:
        if line.prose:
            spread.update(line.terms)
    somewhere = set(spread)
    elsewhere = {term for term in somewhere if spread[term] > 1}
    wanted = Line(title).terms if title else set()
    heads = [_head(line) for line in lines]
    alike = Counter(heads)
    numbers = []
    flags = np.zeros((len(lines), len(_FLAGS)), dtype=np.float32)
    for row, line, head, around in zip(flags, lines, heads, _prose_around(lines), strict=True):
        terms = line.terms
        known = titled = near = 0.0
        if terms:
            known = len(terms & (elsewhere if line.prose else somewhere)) / len(terms)
            before, after = around
            near = len((terms & before) | (terms & after)) / len(terms)
            if wanted:
                titled = len(terms & wanted) / len(terms | wanted)
        repeats, kin = log1p(seen[line.text] - 1), log1p(alike[head] - 1)
        numbers.append([*_base(line), repeats, known, titled, kin, near])
        for reason in line.hints:
            row[_FLAGS[f"hint_{reason}"]] = 1.0
        if line.whole:
            row[_FLAGS[f"whole_{line.whole}"]] = 1.0
    return np.concatenate([np.array(numbers, dtype=np.float32), flags], axis=1)


def _head(line: Line) -> tuple[str, ...]:
    """Return what lines of one form begin with alike: "Price at…", "Temp rating:…"."""
    return (line.text[:3],) if line.han else tuple(line.lowered[:2])


def _prose_around(lines: Sequence[Line]) -> list[tuple[set[str], set[str]]]:
    """Return, for each line, the terms of the nearest line of prose before it and after it."""
    before = _last_prose(lines)
    return list(zip(before, reversed(_last_prose(lines[::-1])), strict=True))


def _last_prose(lines: Sequence[Line]) -> list[set[str]]:
    found = []
    last: set[str] = set()
    for line in lines:
        found.append(last)
        if line.prose:
            last = line.terms
    return found


def _base(line: Line) -> list[float]:
    text, words, weight = line.text, line.words, line.weight
    head = text[:_START]
    count = max(1, len(words))
    lowered = line.lowered
    if line.han:
        stop = len(_ZH_FUNCTION.findall(head)) / max(1.0, weight)
        capitals = shouting = 0.0
        said = float("说" in head or "表示" in head or "称" in head or "指出" in head)
        you = float("您" in head or "你" in head)
        ask = 0.0
    else:
        stop = len([1 for word in lowered if word in _STOP]) / count
        capitals = len([1 for word in words if word[0].isupper()]) / count
        shouting = len([1 for word in words if len(word) > 1 and word.isupper()]) / count
        said = float(not _SAID.isdisjoint(lowered))
        you = len([1 for word in lowered if word in _YOU]) / count
        ask = float(bool(lowered) and lowered[0] in _ASK)
    digits = len(_DIGIT.findall(head)) / max(1, len(head))
    last = text[-1:]
    return [
        float(line.han),
        log1p(weight) / 3,
        float(weight < 9),
        float(weight < 4),
        float(9 <= weight < 22),
        float(weight >= 22),
        float(bool(_END.search(text[-12:]))),
        float(last in ":："),
        float(text.endswith(("...", "…"))),
        float(last in ",，、"),
        log1p(len(_SENTENCE.findall(head))),
        min(1.0, len(_PAUSE.findall(head)) / max(1.0, weight) * 4),
        stop,
        digits,
        capitals,
        shouting,
        float(head[:1].islower()),
        float(head[:1] in "\"“'‘「『"),
        float(head[:1].isdigit()),
        float(bool(_BULLET.match(head))),
        float(len(_QUOTE.findall(head)) >= 2),
        float(last in ")]）】"),
        said,
        you,
        ask,
        float(_is_dated(head)),
        float(len(_MARK.findall(head)) / max(1.0, weight)),
        float(line.prose),
        float(line.whole is not None),
    ]


def _is_dated(text: str) -> bool:
    # Few lines have these, and to look for them is many times quicker.
    small = text.lower()
    return bool(
        ("day" in small and _WEEKDAY.search(small))
        or (("19" in text or "20" in text) and _YEAR.search(text))
    )


#: The numbers of the place a line has among the others.
PLACE: Final = (
    "before", "after", "prose_before", "prose_after", "inside", "above", "below", "where",
    "near_left", "near_right", "count", "share", "litter_share", "litter_count",
    *(f"{side}_{width}" for width in (2, 4, 8, 16) for side in ("prose_left", "prose_right")),
    *(f"{side}_{width}" for width in (3, 8) for side in ("litter_left", "litter_right")),
    "short_run", "like_left", "like_right",
)  # fmt: skip


def place(lines: Sequence[Line]) -> NDArray[np.float32]:
    """Return each line's numbers of place, shape (lines, `PLACE`)."""
    import numpy as np

    n = len(lines)
    prose = np.array([line.prose for line in lines], dtype=np.float32)
    weight = np.array([min(line.weight, 80.0) for line in lines], dtype=np.float32)
    whole = np.array([line.whole is not None for line in lines], dtype=np.float32)
    mass = (prose * weight).astype(np.float32)
    total = max(1.0, float(mass.sum()))
    first, last = core(mass.tolist(), prose.tolist())
    index = np.arange(n, dtype=np.float32)
    size = max(1, last - first + 1)
    before = (np.cumsum(mass) - mass) / total
    columns = [
        index / max(1, n - 1),
        (n - 1 - index) / max(1, n - 1),
        before,
        1 - before - mass / total,
        ((index >= first) & (index <= last)).astype(np.float32),
        np.log1p(np.maximum(0, first - index)),
        np.log1p(np.maximum(0, index - last)),
        np.clip((index - first) / size, -1, 2),
        _distance(prose),
        _distance(prose[::-1])[::-1],
        np.full(n, np.log1p(n) / 5),
        np.full(n, mass.sum() / max(1.0, weight.sum())),
        np.full(n, whole.sum() / max(1, n)),
        np.full(n, np.log1p(whole.sum()) / 3),
    ]
    rich = (mass / 40).astype(np.float32)
    for width in (2, 4, 8, 16):
        columns += [_window(rich, width), _window(rich[::-1], width)[::-1]]
    for width in (3, 8):
        columns += [_window(whole, width), _window(whole[::-1], width)[::-1]]
    short = weight < 9
    columns += [np.log1p(_runs(short)), _like(weight), _like(weight[::-1])[::-1]]
    return np.stack(columns, axis=1).astype(np.float32)


def core(mass: Sequence[float], prose: Sequence[float]) -> tuple[int, int]:
    """Return the first and last line of the stretch richest in prose (both inclusive).

    The heaviest run, where a line of prose counts its words and any other takes 6 away: about a
    short teaser's worth, so that a picture and its caption do not break an article in two, and a
    column of links does.
    """
    best, low, high, start, total = 0.0, 0, len(mass) - 1, 0, 0.0
    for index, (weight, real) in enumerate(zip(mass, prose, strict=True)):
        total += weight if real else -6.0
        if total <= 0:
            start, total = index + 1, 0.0
        elif total > best:
            best, low, high = total, start, index
    return low, high


def _distance(flags: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the logarithm of the lines to the nearest flag before each line."""
    import numpy as np

    index = np.arange(len(flags))
    marks = np.where(flags > 0, index, -30)
    seen = np.maximum.accumulate(np.concatenate([[-30], marks[:-1]])) if len(flags) else marks
    return np.asarray(np.log1p(np.minimum(index - seen, 30)) / 3, dtype=np.float32)


def _window(values: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """Return the mean of the *width* values before each place."""
    import numpy as np

    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    index = np.arange(len(values))
    return np.asarray((sums[index] - sums[np.maximum(0, index - width)]) / width, dtype=np.float32)


def _runs(flags: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the length of the run of flagged lines that each line stands in."""
    import numpy as np

    left = list(accumulate(flags.tolist(), lambda run, flag: run + 1 if flag else 0, initial=0))[1:]
    right = list(
        accumulate(flags[::-1].tolist(), lambda run, flag: run + 1 if flag else 0, initial=0)
    )[:0:-1]
    return np.array([max(0, a + b - 1) for a, b in zip(left, right, strict=True)], dtype=np.float32)


def _like(weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how like in length each line is to the one before it, 0 to 1."""
    import numpy as np

    previous = np.concatenate([[0.0], weight[:-1]]) if len(weight) else weight
    return np.asarray(
        np.minimum(weight, previous) / np.maximum(1.0, np.maximum(weight, previous)),
        dtype=np.float32,
    )
