"""Models of a few lines: what `Seq2Seq` asks for, and answers that a test can foresee."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from newsum.errors import CannotWrite
from newsum.languages import Language
from newsum.models.base import Generation, Hypothesis, Kind, Request

_DEFAULTS = Generation()


@dataclass
class Fake:
    """Answers each request with what *answer* makes of it, and remembers what it was asked."""

    answer: Callable[[Request], str]
    kind: Kind = "translation"
    budget: int = 1000
    directions: frozenset[tuple[str, str]] = frozenset(
        {("en", "zh"), ("zh", "en"), ("en", "en"), ("zh", "zh")}
    )
    name: str = "fake"
    signature: str = "fake@1"
    calls: list[list[Request]] = field(default_factory=list)
    closed: bool = False

    def writes(self, source: Language, target: Language) -> bool:
        return (source, target) in self.directions

    def count(self, text: str) -> int:
        return len(text)

    def generate(
        self, requests: Sequence[Request], generation: Generation = _DEFAULTS
    ) -> list[list[Hypothesis]]:
        for request in requests:
            if not self.writes(request.source, request.target):
                raise CannotWrite(f"fake does not write {request.target}; m2m100 does.")
            assert self.count(request.text) <= self.budget
        self.calls.append(list(requests))
        return [[Hypothesis(self.answer(request), -0.1)] for request in requests]

    def close(self) -> None:
        self.closed = True
