"""Who did what to whom, and whose figure it is: found where two changed places.

Nothing is parsed. A sentence is compared with its evidence only where both have the same two
figures and the words around them kept their order, or the same two names beside verbs of one sort.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from newsum.checking.common import content
from newsum.checking.figures import MOST, Figures, counts_alike
from newsum.checking.lexicon import STOP, lexicon, stem
from newsum.languages import HAN, IDEOGRAPH, Language, is_chinese
from newsum.names import LATIN_WORD, mentions
from newsum.numerals import Quantity

# --- Figures -----------------------------------------------------------------------------------

_COUNTS: Final = ("number", "percent", "money", "unit")
#: So many of the words that two sentences of a language share may stand elsewhere. Of 8,000
#: headlines and sentences, beside the rest of their article, none has a finding with it.
_MOVED: Final = 0.2
_WORD: Final = re.compile(r"[a-z]{3,}")
_PAIR: Final = re.compile(rf"(?=([{HAN}]{{2}}))")
#: From five to seven is to seven from five.
_RANGE: Final = re.compile(
    r"(?:\b(?:from|to|than|of|out of|by)|[由从自至到为比超])\W*$", re.IGNORECASE
)
_RANGE_WITHIN: Final = 12  # characters


def exchanged(said: Figures, had: Sequence[Figures]) -> tuple[Quantity, Quantity, Quantity] | None:
    """Find two figures of a summary's sentence that stand in each other's place.

    Args:
        said: The sentence.
        had: Its evidence.

    Returns:
        The two figures, and the one that the evidence has in the place of the first; None where no
        two changed places.

    >>> said = Figures.of("Leeds had 24 votes in May and York 31 in June.", "en")
    >>> had = Figures.of("Leeds had 31 votes in May, and York had 24 in June.", "en")
    >>> [q.text for q in exchanged(said, [had]) or ()]
    ['24', '31', '31']
    """
    if len(said.found) > MOST:
        return None
    pairs = [
        (one, other)
        for one, other in combinations(_once(said), 2)
        if _sort(one) == _sort(other) and not _is_range(said, (one, other))
    ]
    for each in had if pairs else ():
        across = is_chinese(said.language) != is_chinese(each.language)
        facts = {(_sort(q), q.value): q for q in _once(each)}
        words = _shared(said, each) if facts else []
        for one, other in pairs:
            first = facts.get((_sort(one), one.value))
            second = facts.get((_sort(other), other.value))
            if first is None or second is None:
                continue
            if _counted_crosswise(said, (one, other), each, (first, second)):
                return one, other, second
            if first.start < second.start or _is_range(each, (first, second)):
                continue
            regions = [(_region(at, one, other), _region(to, second, first)) for at, to in words]
            if _kept_order(regions, across=across):
                return one, other, second
    return None


def _sort(q: Quantity) -> tuple[str, str]:
    return q.kind, q.unit


def _once(figures: Figures) -> list[Quantity]:
    """Return what is counted or measured there, and only once."""
    strict = [q for q in figures.found if not q.loose]
    times = Counter(q.value for q in strict)
    return [q for q in strict if q.kind in _COUNTS and times[q.value] == 1]


def _is_range(figures: Figures, pair: tuple[Quantity, Quantity]) -> bool:
    return all(_RANGE.search(figures.text[max(0, q.start - _RANGE_WITHIN) : q.start]) for q in pair)


def _counted_crosswise(
    said: Figures, mine: tuple[Quantity, Quantity], had: Figures, theirs: tuple[Quantity, Quantity]
) -> bool:
    """Tell whether each of two figures counts what the other does in *had*."""
    alike = [[counts_alike(q, said, fact, had) for fact in theirs] for q in mine]
    return alike == [[False, True], [True, False]]


def _kept_order(regions: Sequence[tuple[int, int]], *, across: bool) -> bool:
    """Tell whether the words about two figures stayed, where those did not.

    Args:
        regions: For each word that both texts have, where it stands in either: before the figures
            (0), between them (1), or after them (2).
        across: The texts are of two languages.
    """
    kept = {one for one, other in regions if one == other}
    moved = sum(one != other for one, other in regions)
    if across:  # the other language often has two figures in the other order
        return kept == {0, 1, 2} and not moved
    return 1 in kept and len(kept) > 1 and moved <= _MOVED * len(regions)


def _region(at: int, one: Quantity, other: Quantity) -> int:
    return (at > one.start) + (at > other.start)


def _shared(one: Figures, other: Figures) -> list[tuple[int, int]]:
    """Return where each word stands that both texts have once."""
    mine, theirs = _places(one), _places(other)
    if is_chinese(one.language) == is_chinese(other.language):
        return [(at, theirs[word]) for word, at in mine.items() if word in theirs]
    swap = is_chinese(one.language)
    english, chinese = (theirs, one.text) if swap else (mine, other.text)
    table, found = lexicon(), []
    for word, at in english.items():
        forms = [form for form in table.get(word, ()) if len(form) > 1 and form in chinese]
        if len(forms) == 1 and chinese.count(forms[0]) == 1:
            place = chinese.index(forms[0])
            found.append((place, at) if swap else (at, place))
    return found


def _places(figures: Figures) -> dict[str, int]:
    if is_chinese(figures.language):
        known = content(figures.text, figures.language)
        found = [(m[1], m.start()) for m in _PAIR.finditer(figures.text) if m[1] in known]
    else:
        words = _WORD.finditer(figures.text.lower())
        found = [(stem(m.group()), m.start()) for m in words if m.group() not in STOP]
    times = Counter(word for word, _ in found)
    return {word: at for word, at in found if times[word] == 1}


# --- Names -------------------------------------------------------------------------------------


class Deed(NamedTuple):
    """Who did what to whom, by one verb of a sentence."""

    sort: int  # of the verb: which of `_SORTS_EN`
    doer: frozenset[object]  # names' identities, words, or pairs of characters
    other: frozenset[object]
    text: str  # the verb


_SORTS_EN: Final = tuple(
    "|".join(verbs)
    for verbs in (
        (
            r"beat(?:s|en|ing)?|defeat(?:s|ed|ing)?|thrash(?:es|ed|ing)?|rout(?:s|ed)|stun(?:s|ned)",
            r"crush(?:es|ed)|edg(?:es|ed|ing)(?: past| out)?|trounc(?:es|ed)|hammer(?:s|ed)",
            r"overc[ao]mes?|knock(?:s|ed) out|eliminat(?:es|ed)|s[ae]es? off|saw off",
            r"(?:win|victory|triumph) (?:over|against)",
        ),
        (r"su(?:es|ed|ing)",),
        (r"acquir(?:es|ed|ing)|b(?:uys|ought|uying)|tak(?:es|ing) over|took over",),
        (r"accus(?:es|ed|ing)|blam(?:es|ed|ing)|critici[sz](?:es|ed|ing)|condemn(?:s|ed|ing)?",),
        (r"replac(?:es|ed|ing)|succeed(?:s|ed)",),
    )
)
_TO_EN: Final = r"los(?:e|es|ing|t) (?:\S+ )?to|f[ae]ll(?:s)? (?:\S+ )?to"
_SORTS_ZH: Final = (
    "战胜|击败|打败|力克|大胜|险胜|完胜|轻取|淘汰|横扫|力挫|逆转",
    "起诉(?![至到书人案后])|控告|状告",
    "收购|并购|买下",
    "指责|指控|批评|谴责",
    "接替|取代|接任",
)
_TO_ZH: Final = "不敌|负于|输给|败给"
_DEED_EN: Final = re.compile(
    rf"\b(?:(?P<to>{_TO_EN})|(?P<passive>(?:was|were|is|are|been|being|be) (?:\w+ly )?)?(?:"
    + "|".join(f"(?P<s{number}>{sort})" for number, sort in enumerate(_SORTS_EN))
    + r"))\b",
    re.IGNORECASE,
)
_DEED_ZH: Final = re.compile(
    f"(?P<to>{_TO_ZH})|"
    + "|".join(f"(?P<s{number}>{sort})" for number, sort in enumerate(_SORTS_ZH))
)
_NAME: Final = re.compile(r"[A-Z][\w'’&.-]*(?: (?:of |the )?[A-Z][\w'’&.-]*)*")
_PASSIVE_ZH: Final = re.compile("[被遭]")
_STOPS: Final = re.compile(r"[。！？；;!?]|\.\s|[，,：:]")
_NO_NAMES: Final = frozenset(
    """the a an in on at it he she they his her its their this that but and after when while as for
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december""".split()  # noqa: SIM905  # a table is easier to read so
)
#: In Chinese the other follows the verb at once: so many characters of it tell them apart.
_NEXT: Final = 5


def turned(
    said: str, had: Sequence[str], *, source: Language, target: Language
) -> tuple[Deed, Deed] | None:
    """Find a deed that a summary tells with its two parties exchanged: "York beat Leeds".

    Args:
        said: The summary's sentence, in *target*.
        had: Its evidence, in *source*.
        source: The article's language.
        target: The summary's language.

    Returns:
        The deed as the sentence tells it, and as the evidence does; None where there is none.

    >>> evidence = ["约克队被利兹队击败。"]
    >>> mine, theirs = turned("利兹队不敌约克队。", evidence, source="zh", target="zh")
    >>> mine.text, theirs.text
    ('不敌', '击败')
    """
    across = is_chinese(source) != is_chinese(target)
    mine = list(_deeds(said, target, tables=across))
    theirs = [d for text in had for d in _deeds(text, source, tables=across)] if mine else []
    for deed in mine:
        same = [other for other in theirs if other.sort == deed.sort]
        if any(
            _meet(deed.doer, d.doer, d.other) or _meet(deed.other, d.other, d.doer) for d in same
        ):
            continue
        for other in same:
            if _meet(deed.doer, other.other, other.doer) and _meet(
                deed.other, other.doer, other.other
            ):
                return deed, other
    return None


def _meet(one: frozenset[object], other: frozenset[object], not_in: frozenset[object]) -> bool:
    return bool(one & (other - not_in))


def _deeds(text: str, language: Language, *, tables: bool) -> Iterator[Deed]:
    chinese = is_chinese(language)
    for match in (_DEED_ZH if chinese else _DEED_EN).finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        back = bool(match["to"])
        if chinese:
            start = max((m.end() for m in _STOPS.finditer(before)), default=0)
            if not IDEOGRAPH.search(before, start):
                start = max(
                    (m.end() for m in _STOPS.finditer(before, 0, max(start - 1, 0))), default=0
                )
            left = before[start:]
            stop = _STOPS.search(after)
            right = (after[: stop.start()] if stop else after).removeprefix("了")[:_NEXT]
            if passive := _PASSIVE_ZH.search(left):
                # 甲被乙击败: the doer stands between the two.
                left, right = left[: passive.start()], left[passive.end() :][:_NEXT]
                back = not back
        else:
            left, right = before, after
            if (match["passive"] or match.group().lower() == "beaten") and not match["to"]:
                if not re.match(r"(?: \S+){0,3} by\b", after):
                    continue
                back = not back
        parties = (
            _party(left, language, last=True, tables=tables),
            _party(right, language, last=False, tables=tables),
        )
        if not all(parties):
            continue
        sort = next((n for n in range(len(_SORTS_EN)) if match[f"s{n}"]), 0)
        doer, other = reversed(parties) if back else parties
        yield Deed(sort, doer, other, match.group())


def _party(text: str, language: Language, *, last: bool, tables: bool) -> frozenset[object]:
    """Return who stands nearest to the verb, which *text* ends or begins with."""
    if tables:
        known = mentions(text, language)
        return frozenset({known[-1 if last else 0].name}) if known else frozenset()
    if is_chinese(language):
        return frozenset(content(text, language))
    names = [
        {word.lower().rstrip(".-'’") for word in LATIN_WORD.findall(m.group())} - _NO_NAMES
        for m in _NAME.finditer(text)
    ]
    names = [name for name in names if name]
    return frozenset(names[-1 if last else 0]) if names else frozenset()
