r"""What litter looks like, as data: the tables of ``data/latin.toml`` and ``data/han.toml``.

A line with any Chinese character goes by the one, every other by the other. Each pattern is a
regular expression, matched without regard to case, under the reason that it gives:

- ``lines``: the whole line is litter, whatever stands around it. Must match all of the line.
- ``hints`` and ``words``: the line may be litter; `newsum.cleaning.scorer` weighs the hint with
  everything else. Found anywhere in the line.
- ``tails``: litter glued to the end of a line of prose; it is cut off, and the prose stays.
- ``heads``: the same at the start.
- ``own``: the whole line is the article's: a sub-head over prose, or the study it reports.
- ``parts``: pieces that patterns share, written ``<NAME>`` where they are used.

``data/names.toml`` says what the names of an HTML element tell of its text.

To extend: add a pattern to its row. Three things to keep to:

- Measured, not believed: ``python -m newsum.training.line_scorer SET --rules`` prints what each
  pattern hits among labeled lines. In English prose, "follow", "share", "email", "photo", "by" at
  a line's start and even "cookie" occur; in Chinese, 记者, 图, 责任, 电话, 关注 and 摄. A pattern
  in ``lines`` needs more than such a word.
- Linear time: no repeat inside a repeat, no two neighboring repeats that match the same thing;
  bounds (``{0,80}``) rather than ``*``. Patterns see at most `WINDOW` characters of a line.
- Quick: a pattern that begins with ``.{0,160}`` and the like goes over every line. Where all that
  it matches has one of a few words, begin it with these, ``(?#inbox|newsletter)``, in small
  letters: it is then tried on no other line.
- ``\b`` does nothing between Chinese characters.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from newsum.article import Reason

Script = Literal["latin", "han"]
Kind = Literal["lines", "hints", "tails", "heads"]
Patterns = tuple[tuple[Reason, re.Pattern[str]], ...]

#: No line of litter is longer, in characters; patterns look at no more of a line's two ends.
WINDOW: Final = 400

_GATE: Final = re.compile(r"\(\?#([^)]+)\)")
_PART: Final = re.compile(r"<([A-Z]+)>")
# Litter follows a sentence's end, glued to it or not; a credit, and what stands in brackets, any
# word.
_AFTER_SENTENCE: Final = r"(?<=[.!?…。！？”\"’)）】])\s?(?:%s)\s?$"
_AFTER_WORD: Final = r"(?:(?<=[.!?…。！？”\"’)）】])\s?|(?<=\s)|(?=[（(\[【]))(?:%s)\s?$"
_LOOSE: Final[frozenset[Reason]] = frozenset(("byline", "credit", "editor"))


@cache
def _data(name: str) -> dict[str, Any]:
    path = resources.files("newsum.cleaning") / "data" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def table(script: Script, kind: Kind) -> dict[Reason, tuple[str, ...]]:
    """Return the patterns of one table by reason, their parts put in."""
    data = _data(script)
    parts: dict[str, str] = {}
    for name, part in data["parts"].items():
        parts[name] = _PART.sub(lambda match: parts[match.group(1)], part)
    return {
        reason: tuple(_PART.sub(lambda match: parts[match.group(1)], each) for each in patterns)
        for reason, patterns in data[kind].items()
    }


@cache
def compiled(script: Script, kind: Kind) -> tuple[tuple[Reason, str, re.Pattern[str]], ...]:
    """Return each row's reason and pattern, in the table's order.

    Between the two stands the word in small letters without which the pattern matches no text; ""
    for the one of all patterns of the row that name no such word.
    """
    found = []
    for reason, patterns in table(script, kind).items():
        form = "%s"
        if kind == "heads":
            form = "^(?:%s)"
        elif kind == "tails":
            form = _AFTER_WORD if reason in _LOOSE else _AFTER_SENTENCE
        by_word: dict[str, list[str]] = {}
        for each in patterns:
            gate = _GATE.match(each)
            for word in gate[1].split("|") if gate else ("",):
                by_word.setdefault(word, []).append(each)
        for word, row in by_word.items():
            found.append((reason, word, re.compile(form % _either(row), re.IGNORECASE)))
    return tuple(found)


def worth_trying(script: Script, kind: Kind, text: str) -> Iterator[tuple[Reason, re.Pattern[str]]]:
    """Yield the rows that may match *text*, in the table's order."""
    small = text.lower()
    for reason, word, pattern in compiled(script, kind):
        if word in small:
            yield reason, pattern


def _either(patterns: Sequence[str]) -> str:
    return "|".join(f"(?:{each})" for each in patterns)


@cache
def own(script: Script) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what the article's own sub-heads and references look like."""
    subheads, references = (_data(script)["own"][name] for name in ("subheads", "references"))
    return (
        re.compile(_either(subheads), re.IGNORECASE),
        re.compile(_either(references), re.IGNORECASE),
    )


@cache
def words() -> dict[str, tuple[Reason, ...]]:
    """Return what each Latin word hints at."""
    found: dict[str, tuple[Reason, ...]] = {}
    for reason, text in _data("latin")["words"].items():
        for word in text.split():
            found[word] = (*found.get(word, ()), reason)
    return found


@cache
def marks() -> dict[str, re.Pattern[str]]:
    """Return what the names of an element may speak of, for the scorer."""
    return {name: re.compile(_either(each)) for name, each in _data("names")["marks"].items()}


@cache
def cuts() -> Patterns:
    """Return the names of elements that hold nothing but litter, by reason."""
    return tuple(
        (reason, re.compile(_either(each))) for reason, each in _data("names")["cuts"].items()
    )
