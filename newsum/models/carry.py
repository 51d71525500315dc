"""A model that was taught copy tokens, with figures, terms and unknown names carried through it.

What stands for what is `newsum.models.protect`'s; here it is done around a model's search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsum.languages import Language, to_traditional
from newsum.models.base import DEFAULTS, Generation, Hypothesis, Kind, Request
from newsum.models.normalize import normalize
from newsum.models.protect import COPIES, Protected, protect, restore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from newsum.models.runtime import Runtime

#: The words that a model met in training, one a line, in lower case.
WORDS: Final = "words.txt"


def carrying(model: Runtime, folder: Path) -> Runtime | Carrying:
    """Return *model* so that it carries figures and names; as it is if it knows no copy tokens.

    Args:
        model: Any model.
        folder: Where a list of the words that it met in training may be.
    """
    if model.kind != "translation" or COPIES[0] not in model.pieces:
        return model
    return Carrying(model, read_words(folder / WORDS))


class Carrying:
    """A translation model that knows copy tokens. Implements `newsum.models.base.Seq2Seq`.

    Args:
        inner: The model.
        known: Tells whether it met a word in training; None takes that for granted.
    """

    kind: Kind = "translation"

    def __init__(self, inner: Runtime, known: Callable[[str], bool] | None = None) -> None:
        self._inner = inner
        self._known = known

    @property
    def name(self) -> str:
        """The inner model's."""
        return self._inner.name

    @property
    def budget(self) -> int:
        """The inner model's."""
        return self._inner.budget

    @property
    def signature(self) -> str:
        """Names all that can change its output."""
        return f"{self._inner.signature}|copies:{len(COPIES)}"

    def writes(self, source: Language, target: Language) -> bool:
        """Tell whether it writes *target* from a text in *source*."""
        return self._inner.writes(source, target)

    def count(self, text: str) -> int:
        """Count the tokens that *text* takes of the budget, special tokens included."""
        return self._inner.count(text)

    def generate(
        self, requests: Sequence[Request], generation: Generation = DEFAULTS
    ) -> list[list[Hypothesis]]:
        """Return each request's hypotheses, in the order of *requests*.

        Hypotheses that keep every copy token come before others. Where none does, the sentence is
        translated once more without them, and the two searches' hypotheses come by turns.

        Raises:
            CannotWrite: A request asks for a direction that `writes` denies.
            ModelError: A request is over the budget.
        """
        inner = self._inner
        protected = [self._protect(request) for request in requests]
        carried = [
            replace(request, text=each.text)
            for request, each in zip(requests, protected, strict=True)
        ]
        # A beam's other hypotheses cost nothing, and one of them may keep what the best lost.
        beams = inner.family.settings(generation).beams or 1
        wide = replace(generation, hypotheses=max(generation.hypotheses, beams))
        ranked = [
            _ranked(hypotheses, each, request.target)
            for hypotheses, each, request in zip(
                inner.generate(carried, wide), protected, requests, strict=True
            )
        ]
        lost = [at for at, each in enumerate(ranked) if each[0][0]]
        again = inner.generate([requests[at] for at in lost], wide) if lost else []
        plain = {
            at: [replace(each, text=restore(each.text, {})[0]) for each in hypotheses]
            for at, hypotheses in zip(lost, again, strict=True)
        }
        return [
            _by_turns(plain.get(at, []), [each for _, each in hypotheses])[: generation.hypotheses]
            for at, hypotheses in enumerate(ranked)
        ]

    def embed(self, texts: Sequence[str], language: Language) -> NDArray[np.float32]:
        """Return a vector for each text: see `newsum.models.runtime.Runtime.embed`."""
        return self._inner.embed([normalize(text, language) for text in texts], language)

    def close(self) -> None:
        """Give back the memory it holds."""
        self._inner.close()

    def _protect(self, request: Request) -> Protected:
        found = protect(
            normalize(request.text, request.source),
            request.source,
            request.target,
            glossary=dict(request.terms),
            known=self._known,
        )
        # "7" may be a piece with the space before it, "<x0>" is one more: a sentence that just
        # fits goes without copy tokens. A token has at least half a character.
        if len(found.text) > self.budget // 2 and self.count(found.text) > self.budget:
            return Protected(request.text, {})
        return found


def _ranked(
    hypotheses: Iterable[Hypothesis], protected: Protected, target: Language
) -> list[tuple[int, Hypothesis]]:
    """Return the hypotheses with what was copied put in, those that lost nothing first."""
    copies = protected.copies
    if target == "zh-Hant":
        copies = {token: to_traditional(text) for token, text in copies.items()}
    found = []
    for each in hypotheses:
        text, wrong = restore(each.text, copies)
        found.append((wrong, replace(each, text=text)))
    return sorted(found, key=lambda pair: pair[0])


def _by_turns(one: list[Hypothesis], other: list[Hypothesis]) -> list[Hypothesis]:
    """Return the hypotheses of both searches, by turns: a judge then sees the best of each."""
    return [each for pair in zip_longest(one, other) for each in pair if each is not None]


def read_words(path: Path) -> Callable[[str], bool] | None:
    """Return what tells whether a word was met in training; None where there is no such list."""
    if not path.is_file():
        return None
    words = frozenset(path.read_text(encoding="utf-8").split("\n"))
    return lambda word: word.casefold().removesuffix("'s") in words


def write_words(path: Path, words: Iterable[str]) -> None:
    """Write the list that `read_words` reads."""
    path.write_text("\n".join(sorted({word.casefold() for word in words})), encoding="utf-8")
