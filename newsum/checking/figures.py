"""Which figures of a summary sentence its evidence does not bear out, and which it leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from newsum.article import Finding, FindingKind
from newsum.checking.common import in_common, mostly_in
from newsum.datelines import dateline_length
from newsum.languages import Language, is_chinese
from newsum.numerals import Quantity, agrees, alternatives, quantities
from newsum.numerals.units import same_currency

#: A reader is told of a number by one of the kinds that `Finding` has.
KINDS: Final[dict[str, FindingKind]] = {
    "number": "number", "money": "money", "percent": "percent", "date": "date", "time": "date",
    "ordinal": "number", "unit": "number",
}  # fmt: skip
# These say something only against another of their sort: "上半年" against "the second half".
_CONTRAST_ONLY: Final = frozenset({"weekday", "quarter", "half", "century"})
# A "two" in words is wrong where the source counts something else, up to so many.
_FEW: Final = 20
# What differs by more than so many times is no slip of the pen: it is another thing.
_FACTOR: Final = 10
# 10/12/21, 2,06,737, 3 1/2: each language may read it otherwise.
_CODE: Final = re.compile(
    r"(?<!\d)(?:\d{1,12}(?:[.,/:-]\d{1,12}){2,8}|\d{1,4} \d{1,3}/\d{1,3})(?!\d)"
)
# A fact of the second sort bears out a claim of the first only where the source has nothing in its
# place: 35 homes are not the 35 percent of a sentence that has 39 homes, nor is the third quarter
# the third year of one that has the fourth quarter.
_LOOSELY: Final = {
    ("number", "percent"),
    ("percent", "number"),
    ("date", "ordinal"),
    ("date", "number"),
}
_CLAUSE: Final = re.compile("[，,；;：:。、]")
_COUNTED_UNTIL: Final = re.compile(r"[,，;；:：。、\d]")
_COUNTED_WORDS: Final = 3
_COUNTED_WITHIN: Final = 100  # characters
#: A sentence of more figures is a table, which is not compared figure by figure: what that takes
#: grows with their square.
MOST: Final = 40
_COUNTED_HAN: Final = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """A text, and the quantities in it."""

    text: str
    language: Language
    found: Sequence[Quantity]

    @classmethod
    def of(cls, text: str, language: Language) -> Figures:
        """Read *text*."""
        return cls(text, language, quantities(text, language))

    def own(self, other: str) -> Figures:
        """Leave out the figures of dates, versions and the like that *other* writes just so."""
        spans = [match.span() for match in _CODE.finditer(self.text) if match.group() in other]
        if not spans:
            return self
        kept = [q for q in self.found if not any(a <= q.start < b for a, b in spans)]
        return replace(self, found=kept)

    def told(self, by: Figures) -> Figures:
        """Leave out the dateline's day where the rest names others, and *by* none of these."""
        if not any(q.kind == "date" for q in self.found):
            return self
        cut = dateline_length(self.text)
        days = [q for q in self.found if q.start >= cut and q.date[2]]
        own = {day.date[2] for day in days}
        wrong = [q for q in self.found if q.start < cut and q.date[2] and q.date[2] not in own]
        if not days or not wrong or any(agrees(q, day) for q in by.found for day in days):
            return self
        kept = [q for q in self.found if not any(_overlap(q, day) for day in wrong)]
        return replace(self, found=kept)

    def clause(self, q: Quantity) -> str:
        """Return the clause that *q* stands in, without it."""
        start = max((m.end() for m in _CLAUSE.finditer(self.text, 0, q.start)), default=0)
        end = _CLAUSE.search(self.text, q.end)
        return f"{self.text[start : q.start]} {self.text[q.end : end.start() if end else None]}"

    def counted(self, q: Quantity) -> str:
        """Return what follows *q* in its clause, which mostly says what is counted."""
        rest = _COUNTED_UNTIL.split(self.text[q.end : q.end + _COUNTED_WITHIN], maxsplit=1)[0]
        if is_chinese(self.language):
            return rest[:_COUNTED_HAN]
        return " ".join(rest.split()[:_COUNTED_WORDS])


def _overlap(one: Quantity, other: Quantity) -> bool:
    return one.start < other.end and other.start < one.end


def counts_alike(one: Quantity, of: Figures, other: Quantity, its: Figures) -> bool:
    """Tell whether *one*, in the text *of*, and *other*, in *its*, count the same thing.

    They do where the words that follow them have one in common.
    """
    return in_common(of.counted(one), of.language, its.counted(other), its.language) > 0


def unsaid(said: Figures, had: Sequence[Figures], above: Figures) -> Iterator[Finding]:
    """Yield a finding for each figure of a sentence that neither evidence nor title bears out.

    Args:
        said: The summary's sentence.
        had: Its evidence, best first.
        above: The article's title.
    """
    if len(said.found) > MOST:
        return
    told = [each.told(said) for each in had]
    facts = [fact for each in (*told, above) for fact in each.found]
    for readings in alternatives(said.own("\n".join(each.text for each in had)).found):
        strict = [q for q in readings if not q.loose]
        if not strict or any(_is_backed(q, said, told, above) for q in strict):
            continue
        # A score of 21:15 reads as a time, and loosely as both its numbers.
        loose = [q for q in readings if q.loose]
        if loose and all(any(agrees(q, fact) for fact in facts) for q in loose):
            continue
        claim = max(strict, key=lambda q: len(q.text))
        if any(_adds_up(claim, each.found) for each in had):
            continue
        rivals = [(fact, each) for each in told for fact in each.found if _rivals(claim, fact)]
        if _is_small_two(claim):
            # What the sentence has elsewhere ("his two sons, six and nine") is not in its place.
            rivals = [
                (fact, each)
                for fact, each in rivals
                if 2 < fact.value <= _FEW and not any(agrees(q, fact) for q in said.found)
            ]
        if rivals or not (claim.unit in _CONTRAST_ONLY or _is_small_two(claim)):
            near = [fact for fact, each in rivals if _is_shown(claim, said, fact, each)]
            yield _finding(claim, near, had[0].text)


def _is_backed(claim: Quantity, said: Figures, had: Sequence[Figures], above: Figures) -> bool:
    first = had[0]
    if (
        claim.kind in ("date", "ordinal")
        and said.language == first.language
        and mostly_in(said.clause(claim), first.text)
        and replaced(claim, said, first)
    ):
        had = had[:1]  # the day that a further sentence names is of something else
    for each in (*had, above):
        found = [fact for fact in each.found if agrees(claim, fact)]
        if any((claim.kind, fact.kind) not in _LOOSELY for fact in found):
            return True
        if found and not replaced(claim, said, each):
            return True
    return False


def replaced(claim: Quantity, said: Figures, had: Figures) -> bool:
    """Tell whether *had* has another figure in the place of *claim*.

    That is one of its sort, which *said* has not elsewhere; a plain number must count the same.
    """
    return any(
        (fact.kind, fact.unit, _filled(fact)) == (claim.kind, claim.unit, _filled(claim))
        and not fact.loose
        and not any(q.kind == fact.kind and agrees(q, fact) for q in said.found)
        and (claim.kind not in ("number", "ordinal") or counts_alike(claim, said, fact, had))
        for fact in had.found
    )


def _filled(q: Quantity) -> bool:
    """Tell whether a date names a day, not only a month or a year."""
    return bool(q.date[2])


def _finding(claim: Quantity, rivals: Iterable[Quantity], evidence: str) -> Finding:
    near = ", ".join(dict.fromkeys(fact.text for fact in rivals))
    has = f", which has {near}" if near else ""
    message = f"{claim.text} is not in the source{has}."
    return Finding(KINDS[claim.kind], message, claim.text, near or evidence)


def _rivals(claim: Quantity, fact: Quantity) -> bool:
    """Tell whether *fact* is what the source has in place of *claim*."""
    if fact.loose or fact.kind != claim.kind:
        return False
    return fact.unit == claim.unit or claim.unit not in _CONTRAST_ONLY


def _is_shown(claim: Quantity, said: Figures, fact: Quantity, had: Figures) -> bool:
    """Tell whether *fact* is near enough to *claim* to be named as what the source has."""
    if claim.kind in ("date", "time", "percent"):
        return True
    same_unit = claim.unit == fact.unit or (
        claim.kind == "money" and same_currency(claim.unit, fact.unit)
    )
    if not same_unit:
        return claim.value == fact.value
    if not fact.value <= _FACTOR * claim.value or not claim.value <= _FACTOR * fact.value:
        return False
    return claim.kind not in ("number", "ordinal") or counts_alike(claim, said, fact, had)


def _adds_up(claim: Quantity, facts: Sequence[Quantity]) -> bool:
    """Tell whether it is the sum of neighbors: "five people" of "two women and three men"."""
    if claim.kind not in ("number", "money", "unit"):
        return False
    parts = [q.value for q in facts if (q.kind, q.unit) == (claim.kind, claim.unit) and not q.loose]
    return any(
        sum(parts[at : at + size]) == claim.value
        for size in (2, 3)
        for at in range(len(parts) - size + 1)
    )


def _is_small_two(claim: Quantity) -> bool:
    """Tell whether it is a "two" in words, which writers use of what comes in pairs anyway."""
    return (
        claim.kind in ("number", "ordinal") and claim.value in (1, 2) and not claim.text.isdigit()
    )


def lost(said: Figures, had: Sequence[Figures]) -> Iterator[Finding]:
    """Yield a finding for each figure of the evidence that a translation does not have."""
    for each in had:
        for readings in alternatives(each.own(said.text).found):
            strict = [q for q in readings if not q.loose and q.unit not in _CONTRAST_ONLY]
            if not strict or any(_goes_without_saying(q, each.text) for q in strict):
                continue
            if not any(agrees(mine, fact) for mine in said.found for fact in readings):
                fact = max(strict, key=lambda q: len(q.text))
                message = f"{fact.text}, which the source has, is missing."
                yield Finding(KINDS[fact.kind], message, said.text, fact.text)


def _goes_without_saying(fact: Quantity, text: str) -> bool:
    """Tell whether a translator may leave it out: "one", "two", the 三 of 江苏、浙江、辽宁三省."""
    if fact.value in (1, 2) and not re.search("[0-9]", fact.text):
        return True
    clause = re.split("[，,；;：:。]", text[: fact.start])[-1]
    return fact.value == clause.count("、") + 1
