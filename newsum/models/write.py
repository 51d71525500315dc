"""From requests to finished text: the best hypothesis, mended where it can be, reported where not.

A model may write the wrong language, run in circles, stop in mid-sentence or write nothing. Each
has its remedy: another hypothesis, another search, a cut at a sentence's end; what no remedy
reaches is told in `Written.findings`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from newsum.article import Finding
from newsum.languages import HAN, NAMES, Language, count_han, is_chinese, joined
from newsum.models.base import DEFAULTS, Generation, Hypothesis, Request, Seq2Seq
from newsum.models.polish import polish
from newsum.split import split

#: Counts what is wrong with a text as an answer to a request.
Judge = Callable[[Request, str], int]

#: Hypotheses to choose from, unless the caller asks for fewer beams. All of them come out of the
#: same search, so they cost no more than their decoding.
_CHOICES: Final = 4
#: Tokens for a text that did not end: three times what CrossSum's summaries are given.
_ROOM: Final = 256

_SENTENCE_END: Final = re.compile(r"[.!?。！？…][\"'”’」』）)\]》]*$")
_DANGLING: Final = re.compile(r"[\s,;:，、；：—(（“‘\[-]+$")
_LOWER_WORD: Final = re.compile(r"(?<![A-Za-z])[a-z]{2,}(?![A-Za-z])")
_WORD: Final = re.compile(r"[A-Za-z]+")
#: Letters of neither language: kana, Hangul, Cyrillic, Arabic, Hebrew, Thai, Devanagari.
_THIRD: Final = re.compile(
    "[\u3041-\u30fa\uac00-\ud7a3\u0400-\u052f\u0600-\u06ff\u0590-\u05ff\u0e00-\u0e7f\u0900-\u097f]"
)
# A unit that comes three times running, or twice if it is long: 12 characters of Chinese, six
# words of English. Digits, dots and dashes may repeat.
_CIRCLES_ZH: Final = re.compile(rf"([{HAN}A-Za-z，、“”]{{2,30}}?)\1{{2,}}|(.{{12,80}}?)\2+")
_CIRCLES_EN: Final = re.compile(
    r"(?<!\w)((?:[A-Za-z][\w'-]*\W+){1,8}?)\1{2,}|(?<!\w)((?:[\w'$%-]+\W+){6,25}?)\2+",
    re.IGNORECASE,
)
_ONE_CHARACTER: Final = re.compile(rf"([{HAN}])\1{{4,}}")


@dataclass(frozen=True, slots=True)
class Written:
    """A finished text, and what is still wrong with it."""

    text: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    findings: tuple[Finding, ...]
    wrong: int  # by the judge
    rank: int  # in the order of the searches

    @property
    def sound(self) -> bool:
        return bool(self.text) and not self.findings

    @property
    def cost(self) -> tuple[int, ...]:
        kinds = {finding.kind for finding in self.findings}
        return (
            not self.text,
            "script" in kinds,
            "repetition" in kinds,
            self.wrong,
            "truncated" in kinds,
            self.rank,
        )


def write(
    model: Seq2Seq,
    requests: Sequence[Request],
    *,
    generation: Generation = DEFAULTS,
    judge: Judge | None = None,
) -> list[Written]:
    """Return a finished text for each of *requests*, in order.

    Args:
        model: What writes.
        requests: What is to be written. One without any text comes back empty; equal ones, as
            the two Chinese scripts ask for, are one request to the model.
        generation: How to search. What it leaves open is the model's own.
        judge: Counts what is wrong with a text (numbers that the source does not have); the
            hypothesis with the least is taken, then the likeliest.

    Raises:
        CannotWrite: The model does not write what a request asks for.
        ModelError: A request is over the model's budget.
    """
    asked = list(dict.fromkeys(request for request in requests if request.text.strip()))
    choices = min(_CHOICES, generation.beams or _CHOICES)
    search = replace(generation, hypotheses=max(choices, generation.hypotheses))
    found = _search(model, asked, search, judge, 0)
    for again in _remedies(search):
        unsound = [request for request in asked if not any(c.sound for c in found[request])]
        if not unsound:
            break
        ranks = (each.rank for request in unsound for each in found[request])
        more = _search(model, unsound, again, judge, 1 + max(ranks, default=0))
        for request, candidates in more.items():
            found[request] += candidates
    best = {
        request: min(candidates, key=lambda each: each.cost)
        for request, candidates in found.items()
        if candidates
    }
    return [
        Written(best[request].text, best[request].findings) if request in best else Written("")
        for request in requests
    ]


def _remedies(search: Generation) -> Iterable[Generation]:
    """Yield other searches, for what the first one could not do."""
    # The other script's pieces out of reach, no phrase twice.
    yield replace(search, own_script=True, no_repeat_ngram=search.no_repeat_ngram or 4)
    # Greedy search goes another way, and with more room it may come to its end.
    yield replace(
        search, own_script=True, beams=1, hypotheses=1, no_repeat_ngram=3, min_tokens=4,
        max_tokens=2 * search.max_tokens if search.max_tokens else _ROOM,
    )  # fmt: skip


def _search(
    model: Seq2Seq,
    requests: Sequence[Request],
    search: Generation,
    judge: Judge | None,
    rank: int,
) -> dict[Request, list[_Candidate]]:
    if not requests:
        return {}
    return {
        request: [
            _candidate(request, each, judge, rank + number)
            for number, each in enumerate(hypotheses)
        ]
        for request, hypotheses in zip(requests, model.generate(requests, search), strict=True)
    }


def _candidate(
    request: Request, hypothesis: Hypothesis, judge: Judge | None, rank: int
) -> _Candidate:
    text, findings = finish(request, hypothesis)
    return _Candidate(text, findings, judge(request, text) if judge and text else 0, rank)


def finish(request: Request, hypothesis: Hypothesis) -> tuple[str, tuple[Finding, ...]]:
    """Return a hypothesis as it can be shown, and what is wrong with it."""
    target = request.target
    findings: list[Finding] = []
    text = polish(hypothesis.text, target)
    if circle := repeated(text, target):
        findings.append(Finding("repetition", f"The model repeated itself: {circle!r}.", circle))
        text = without_circles(text, target)
    if not text:
        part = request.text.strip()[:40]
        empty = f"The model wrote nothing for what begins {part!r}: read that part yourself."
        return "", (Finding("empty", empty, evidence=request.text),)
    text, whole = _ended(text, target, finished=hypothesis.finished, like=request.text)
    if not whole:
        tail = text[-20:]
        findings.append(Finding("truncated", f"The model did not finish: ...{tail!r}.", tail))
    if text and wrong_script(text, target, request.text):
        findings.append(
            Finding("script", f"The model did not write {NAMES[target]}: {text[:40]!r}.", text)
        )
    return text, tuple(findings)


def wrong_script(text: str, target: Language, source: str = "") -> bool:
    """Tell whether *text* is not in *target*, by its letters.

    Names in Latin letters belong in Chinese, a run of lower-case words does not; ideographs do not
    belong in English, nor letters of a third language anywhere unless *source* has them.

    >>> [wrong_script(t, "zh") for t in ("苹果发布iPhone 15 Pro", "央行 cut its main rate")]
    [False, True]
    """
    if len(_THIRD.findall(text)) > 1 and not _THIRD.search(source):
        return True
    han = count_han(text)
    if not is_chinese(target):
        return han > 1
    english = len(_LOWER_WORD.findall(text))
    return english > 2 and 2 * english > han if han else bool(english) or _copied(text, source)


def _copied(text: str, source: str) -> bool:
    # No ideograph and no lower-case word: a name may stand as it is, a headline in capitals not.
    return len(_WORD.findall(text)) > 3 and text.isupper() and source.isupper()


def repeated(text: str, language: Language) -> str:
    """Return the words that *text* repeats as only a stuck model does; "" if there are none.

    >>> repeated("The bank said the bank said the bank said the bank said no.", "en")
    'The bank said'
    """
    circle = _ONE_CHARACTER.search(text) if is_chinese(language) else None
    circle = circle or _circles(language).search(text)
    if circle is not None:
        return next(group for group in circle.groups() if group).strip()
    seen: set[str] = set()
    short = 4 if is_chinese(language) else 8  # characters: an exclamation may come twice
    for sentence in split(text, language):
        plain = sentence.text.strip().lower()
        if plain in seen and len(plain) > short:
            return sentence.text.strip()
        seen.add(plain)
    return ""


def without_circles(text: str, language: Language) -> str:
    """Return *text* with each repetition written once."""
    if is_chinese(language):
        text = _ONE_CHARACTER.sub(r"\1", text)
    text = _circles(language).sub(lambda match: next(g for g in match.groups() if g), text)
    once = dict.fromkeys(sentence.text.strip() for sentence in split(text, language))
    return joined(once, language)


def _circles(language: Language) -> re.Pattern[str]:
    return _CIRCLES_ZH if is_chinese(language) else _CIRCLES_EN


def _ended(text: str, language: Language, *, finished: bool, like: str) -> tuple[str, bool]:
    """Return *text* up to its last sentence's end, and whether it ends where a text may end.

    A text of one sentence that the model itself ended may lack a full stop, as headlines do; the
    source tells (*like*): only one that has an end asks for one.
    """
    if _SENTENCE_END.search(text):
        return text, bool(text)
    sentences = [sentence.text for sentence in split(text, language)]
    if len(sentences) > 1:
        kept = "".join(sentences[:-1]).strip()
        if _SENTENCE_END.search(kept):
            return kept, True
    if not finished:
        return text, False
    bare = _DANGLING.sub("", text)
    if bare and _SENTENCE_END.search(like.strip()) and bare != text:
        return bare + ("。" if is_chinese(language) else "."), True
    return bare, bool(bare)
