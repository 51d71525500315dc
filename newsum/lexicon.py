"""A small word-for-word lexicon, English to Chinese, and the words of a text in its terms.

It is for finding which sentence a sentence was made from, not for translating: a list of the
Chinese words that tend to stand where an English one does. `data/lexicon.tsv` was learnt like a
model's weights, from sentence pairs, by `tests/tables/make_lexicon.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?")
#: Words of grammar: they stand in every sentence.
STOP: Final = frozenset(
    """a an the this that these those it its he she they we you i me him her them us my your his
    their our mine who whom whose which what when where why how if then than as at by for from in
    into of off on onto out over to up with about after before between during under while is are was
    were be been being am do does did done has have had having will would can could may might must
    shall should not no nor and or but so too very just also there here all any both each few more
    most other some such only own same s t ll re ve d m said say says""".split()  # noqa: SIM905
)
_USUAL: Final = 0.4  # tuned as the weights of `align`; 0.25 to 0.6 differ little
_ENDINGS: Final = (
    ("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ations", "ate"), ("ation", "ate"), ("ings", ""),
    ("ing", ""), ("edly", ""), ("ed", ""), ("ers", "er"), ("es", "e"), ("s", ""), ("ly", ""),
)  # fmt: skip


@cache
def stem(word: str) -> str:
    """Cut the common endings off a lower-case English word.

    >>> [stem(w) for w in ("countries", "rising", "raised", "prices")]
    ['country', 'ris', 'rais', 'pric']
    """
    word = word.partition("'")[0]
    if len(word) > 4:
        for ending, instead in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                if ending == "s" and word[-2] in "su":
                    break
                word = word[: len(word) - len(ending)] + instead
                break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def words(text: str) -> list[str]:
    """Return the stems of an English text's content words, in order."""
    found = _WORD.findall(text.lower().replace("’", "'"))
    return [stem(word) for word in found if word not in STOP and len(word) > 1]


@cache
def lexicon() -> dict[str, tuple[tuple[str, float], ...]]:
    """Return, for each stem, Chinese words it stands for and how likely each is.

    What was learnt comes first; a word of the hand-written table of the news is added, or raised to
    the weight of a usual translation.
    """
    table: dict[str, dict[str, float]] = {}
    for head, entries in _rows("lexicon.tsv"):
        pairs = zip(entries[::2], entries[1::2], strict=True)
        table[head] = {word: int(percent) / 100 for word, percent in pairs}
    for head, (forms,) in _rows("words.tsv"):
        known = table.setdefault(stem(head), {})
        for word in forms.split("|"):
            known[word] = max(known.get(word, 0.0), _USUAL)
    return {head: tuple(known.items()) for head, known in table.items()}


def _rows(name: str) -> Iterator[tuple[str, list[str]]]:
    text = (files("newsum") / "data" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            head, *entries = line.split("\t")
            yield head, entries
