"""How alike sentences of the two languages are, by the vectors of a model's encoder.

An encoder knows that "工厂裁员" and "jobs went at the plant" are one thing, which no lexicon says,
and that two sentences on one subject are not. How far apart its vectors lie differs from model to
model: it is read off 24 sentences and their translations, written for this, which also show whether
the encoder is any good at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Final
from weakref import finalize

from newsum.errors import ModelError
from newsum.languages import Language, spoken, to_simplified
from newsum.models.base import Encoder, Seq2Seq

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: The share of the probe's sentences that must lie nearest to their own translation. The encoder
#: that the built-in model starts from (multilingual-e5-small's) finds all, random weights 1 in 24.
_ENOUGH: Final = 0.9


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where an encoder's vectors lie."""

    centers: dict[Language, NDArray[np.float32]]  # of each language: they lie apart
    same: float  # mean cosine of a sentence and its translation, both less their centers
    other: float  # of sentences that have nothing to do with each other


#: The scale of each model that was measured and still lives, by id: models need not be hashable.
_scales: Final[dict[int, _Scale]] = {}


class Likeness:
    """Compares sentences across languages. Safe to share between threads.

    Costs nothing until it is first asked; then the model reads the probe, once however many compare
    by it.

    Args:
        model: The model to ask; it should be an `Encoder`.
    """

    def __init__(self, model: Seq2Seq | Encoder) -> None:
        self._model = model
        self._lock = Lock()
        self._scale: _Scale | None = None

    def __call__(
        self,
        summary: Sequence[str],
        sentences: Sequence[str],
        *,
        source: Language,
        target: Language,
    ) -> list[list[float]]:
        """Return how alike each sentence of *summary* is to each of *sentences*.

        Args:
            summary: Sentences in *target*.
            sentences: The article's, in *source*.
            source: The article's language.
            target: The summary's language, the other one.

        Returns:
            Shape (summary, sentences): 0 is what unrelated sentences have, 1 what a sentence and
            its translation have, in the mean.

        Raises:
            ModelError: The model gives no vectors, or they do not put sentences beside their
                translations.
        """
        if not summary or not sentences:
            return [[0.0] * len(sentences) for _ in summary]
        scale = self._ready()
        ours = self._vectors(summary, target, scale)
        theirs = self._vectors(sentences, source, scale)
        likeness = (ours @ theirs.T - scale.other) / (scale.same - scale.other)
        found: list[list[float]] = likeness.clip(0.0, 1.0).tolist()
        return found

    def check(self) -> None:
        """Find out whether the model's vectors are of use.

        Raises:
            ModelError: The model gives none, or none that put sentences beside their translations.
        """
        self._ready()

    def _vectors(
        self, texts: Sequence[str], language: Language, scale: _Scale
    ) -> NDArray[np.float32]:
        plain = [to_simplified(t) if language == "zh-Hant" else t for t in texts]
        code = spoken(language)
        return _normalized(self._encoder().embed(plain, code) - scale.centers[code])

    def _ready(self) -> _Scale:
        with self._lock:
            if self._scale is None:
                self._scale = _scales.get(id(self._model)) or self._measure()
                with suppress(TypeError):  # a class with __slots__ may have no weak references
                    finalize(self._model, _scales.pop, id(self._model), None)
                    _scales[id(self._model)] = self._scale
            return self._scale

    def _encoder(self) -> Encoder:
        if not isinstance(self._model, Encoder):
            raise ModelError(
                f"{self._model.name} gives no sentence vectors: leave vectors out, or take a model "
                "that newsum has loaded itself."
            )
        return self._model

    def _measure(self) -> _Scale:
        import numpy as np

        encoder = self._encoder()
        english, chinese = zip(*probe(), strict=True)
        vectors: dict[Language, NDArray[np.float32]] = {
            "en": encoder.embed(english, "en"),
            "zh": encoder.embed(chinese, "zh"),
        }
        centers = {code: each.mean(0) for code, each in vectors.items()}
        own = {code: _normalized(each - centers[code]) for code, each in vectors.items()}
        cosines = own["en"] @ own["zh"].T
        own_place = np.arange(len(cosines))
        found = np.mean(
            [cosines.argmax(0) == own_place, cosines.argmax(1) == own_place], dtype=float
        )
        if found < _ENOUGH:
            raise ModelError(
                f"The encoder of {encoder.name} puts only {found:.0%} of known sentences "
                "beside their translations: leave vectors out, or take another model."
            )
        diagonal = np.eye(len(cosines), dtype=bool)
        return _Scale(centers, float(cosines[diagonal].mean()), float(cosines[~diagonal].mean()))


def _normalized(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    return unit


@cache
def probe() -> tuple[tuple[str, str], ...]:
    """Return the sentences, English and Chinese, that an encoder is measured by."""
    table = (files("newsum.checking") / "data" / "probe.tsv").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in table.splitlines())
    return tuple((english, chinese) for english, chinese in pairs)
