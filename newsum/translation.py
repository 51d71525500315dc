"""Single texts from one language into the other, each by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from newsum.chunk import fitting
from newsum.detect import detect
from newsum.errors import UnsupportedLanguage
from newsum.languages import Language, count_han, is_chinese, joined, spoken, to_simplified
from newsum.models.base import Request, Seq2Seq
from newsum.models.marks import rescripted
from newsum.models.write import Written

#: Letters from which a text in an alphabet tells its own language: fewer are a name (NATO, Москва)
#: that may stand in a text in either.
_ENOUGH: Final = 8


def translate(
    texts: Sequence[str],
    target: Language,
    model: Seq2Seq,
    write: Callable[[Sequence[Request]], Sequence[Written]],
    *,
    terms: tuple[tuple[str, str], ...] = (),
) -> list[str]:
    """Return *texts* in *target*, in their order.

    What is in *target* already, or holds no letter, comes back as it is, in target's characters.

    Args:
        texts: English or Chinese, in any mixture.
        target: The language to write.
        model: A translation model: how much it takes at a time.
        write: Runs the model.
        terms: A glossary's.

    Raises:
        UnsupportedLanguage: A text is in a third language.
        ModelError: The model cannot write *target*.
    """
    languages = languages_of(texts)
    plans = [
        [
            Request(part, spoken(written), spoken(target), terms)
            for part in fitting(
                to_simplified(text) if written == "zh-Hant" else text,
                count=model.count,
                budget=model.budget,
            )
        ]
        if written and spoken(written) != spoken(target)
        else []
        for text, written in zip(texts, languages, strict=True)
    ]
    parts = iter(write([request for plan in plans for request in plan]))
    results = []
    for text, written, plan in zip(texts, languages, plans, strict=True):
        said = joined([next(parts).text for _ in plan], target) if plan else text
        # Models write Simplified characters; a Chinese text may be in either.
        foreign = target == "zh-Hant" if plan else written is not None and is_chinese(target)
        results.append(rescripted(said, target) if foreign else said)
    return results


def languages_of(texts: Sequence[str]) -> list[Language | None]:
    """Return each text's language: its own, or that of all together where it has too few letters.

    >>> languages_of(["银行周一宣布降息。", "The bank agreed.", "NATO", "2026"])
    ['zh', 'en', 'zh', None]

    Raises:
        UnsupportedLanguage: A text is in a third language; the message says which.
    """
    joint: Language | None = None
    found: list[Language | None] = []
    for number, text in enumerate(texts, 1):
        letters = sum(character.isalpha() for character in text)
        if not letters:
            found.append(None)
        elif letters >= _ENOUGH or count_han(text):
            found.append(_detected(text, f"Text {number} of {len(texts)}"))
        else:
            joint = joint or _detected("\n".join(texts), "The texts")
            found.append(joint)
    return found


def _detected(text: str, what: str) -> Language:
    try:
        return detect(text).language
    except UnsupportedLanguage as error:
        raise UnsupportedLanguage(f"{what} ({text.strip()[:40]!r}): {error}") from None
