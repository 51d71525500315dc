"""Several models of one direction each, as one model."""

from __future__ import annotations

from collections.abc import Sequence

from newsum.errors import CannotWrite
from newsum.languages import NAMES, Language
from newsum.models.base import DEFAULTS, Generation, Hypothesis, Kind, Request, Seq2Seq


class Pair:
    """Gives each request to the first of *models* that writes it. Implements `Seq2Seq`.

    A model that no request needs reads no weights.
    """

    def __init__(self, name: str, models: Sequence[Seq2Seq]) -> None:
        self._name = name
        self._models = tuple(models)

    @property
    def name(self) -> str:
        """The catalog's short name."""
        return self._name

    @property
    def kind(self) -> Kind:
        """Whether they translate sentences or summarize texts."""
        return self._models[0].kind

    @property
    def budget(self) -> int:
        """The largest `count` that all of them take."""
        return min(model.budget for model in self._models)

    @property
    def signature(self) -> str:
        """Names all that can change their output."""
        return "&".join(model.signature for model in self._models)

    def writes(self, source: Language, target: Language) -> bool:
        """Tell whether one of them writes *target* from a text in *source*."""
        return any(model.writes(source, target) for model in self._models)

    def count(self, text: str) -> int:
        """Count the tokens of *text*, as the model that needs most of them does."""
        return max(model.count(text) for model in self._models)

    def generate(
        self, requests: Sequence[Request], generation: Generation = DEFAULTS
    ) -> list[list[Hypothesis]]:
        """Return each request's hypotheses, best first, in the order of *requests*.

        Raises:
            CannotWrite: None of them writes what a request asks for.
            ModelError: A request is over the budget.
        """
        shares: list[list[int]] = [[] for _ in self._models]
        for at, request in enumerate(requests):
            shares[self._of(request)].append(at)
        found: list[list[Hypothesis]] = [[] for _ in requests]
        for model, share in zip(self._models, shares, strict=True):
            if share:
                answers = model.generate([requests[at] for at in share], generation)
                for at, hypotheses in zip(share, answers, strict=True):
                    found[at] = hypotheses
        return found

    def close(self) -> None:
        """Give back the memory they hold."""
        for model in self._models:
            model.close()

    def _of(self, request: Request) -> int:
        for at, model in enumerate(self._models):
            if model.writes(request.source, request.target):
                return at
        raise CannotWrite(
            f"{self._name} does not write {NAMES[request.target]} from a text in "
            f"{NAMES[request.source]}."
        )
