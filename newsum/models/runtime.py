"""What the runtimes share: requests become token batches, hypotheses become text, in order."""

from __future__ import annotations

import re
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from newsum.errors import CannotWrite, ModelError
from newsum.languages import (
    IDEOGRAPH,
    NAMES,
    Language,
    spoken,
    to_simplified,
    to_traditional,
)
from newsum.models.base import DEFAULTS, Generation, Hypothesis, Kind, Request
from newsum.models.families import Family
from newsum.models.pieces import Pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: How numbers are held: "auto" is what suits the device and the architecture.
Precision = Literal["auto", "float32", "bfloat16", "float16", "int8"]
#: A sentence's translation has at most this many tokens for each of its source's, and some more.
#: Measured on newstest2019 with XLM-R pieces: the longest 0.1% of references reach 2.4.
_GROWTH: Final = 3
_SLACK: Final = 24
_STEP: Final = 64
#: Source tokens a batch, padding included. On a CPU two chunks of 512: by tests/benchmarks/speed.py
#: 4,096 are about a quarter cheaper, and take twice the memory. A GPU stands idle with so few; its
#: number is reckoned from the sizes of caches (4 GB for an mT5-base with 4 beams), not measured.
_CPU_TOKENS: Final = 1024
_GPU_TOKENS: Final = 16_384
_LOWER_WORD: Final = re.compile("▁[a-z]{2,}$")


@dataclass(frozen=True, slots=True)
class Source:
    """A request, ready for an engine."""

    tokens: tuple[str, ...]  # special ones included
    start: str  # the decoder's first token
    first: str | None  # forced after it
    limit: int  # tokens to generate at most
    script: str | None = None  # "en" or "zh": ban the other script's pieces

    @property
    def prompt(self) -> list[str]:
        """What the decoder is given before it writes."""
        return [self.start] if self.first is None else [self.start, self.first]


@dataclass(frozen=True, slots=True)
class Output:
    """What an engine wrote: tokens without the start, the forced and the end token."""

    tokens: list[str]
    score: float  # mean log-probability a token, the end token counted where there is one
    finished: bool


def check_precision(precision: str, family: Family) -> None:
    """Refuse a precision that *family*'s activations are too large for.

    Raises:
        ModelError: They overflow.
    """
    if precision == "float16" and family.overflows:
        raise ModelError(
            f"float16 overflows in {family.title} models: take bfloat16, int8 or float32."
        )


class Runtime(ABC):
    """A family on an engine. Implements `Seq2Seq` and `Encoder` of `newsum.models.base`.

    The engine's weights are read at the first use, and again at the next use after `close`.

    Args:
        family: How the model is steered.
        name: What results call it.
        device: What it runs on; decides how large batches are.
        precision: How the engine holds numbers.
        label: What else can change its output, for `signature`: revision, trimming.
        pieces: Its tokenizer, if not simply the family's (a trimmed one).
    """

    def __init__(
        self,
        family: Family,
        *,
        name: str,
        device: str,
        precision: str,
        label: str = "",
        pieces: Pieces | None = None,
    ) -> None:
        check_precision(precision, family)
        self.family = family
        self.device = device
        #: Source tokens a batch, padding included.
        self.batch_tokens = _CPU_TOKENS if device == "cpu" else _GPU_TOKENS
        self.pieces = pieces or family.pieces
        self.label = "|".join(part for part in (f"precision:{precision}", label) if part)
        self._name = name
        self._lock = threading.Lock()
        self._loaded: Any = None
        self._banned: dict[str, list[str]] = {}

    @property
    def name(self) -> str:
        """The catalog's short name, the hub id, or the folder."""
        return self._name

    @property
    def kind(self) -> Kind:
        """Whether it translates sentences or summarizes texts."""
        return self.family.kind

    @property
    def budget(self) -> int:
        """The largest `count` it takes."""
        return self.family.budget

    @property
    def signature(self) -> str:
        """Names all that can change its output."""
        parts = (self._name, f"family:{self.family.name}", self.engine, self.label)
        return "|".join(part for part in parts if part)

    def writes(self, source: Language, target: Language) -> bool:
        """Tell whether it writes *target* from a text in *source*."""
        return self.family.writes(source, target)

    def count(self, text: str) -> int:
        """Count the tokens that *text* takes of the budget, special tokens included."""
        # What is put around a text may differ from language to language (T5Gemma is asked in
        # words), and so may its marks. The longest counts, so that a text that was found to fit
        # fits whatever is asked of it. They are mostly one and the same, and encoded once.
        framed = {
            (self.family.prompt(Request(text, source, target)), frame)
            for source, target, frame in self._frames
        }
        return max(len(self.pieces.encode(prompt)) + frame for prompt, frame in framed)

    def generate(
        self, requests: Sequence[Request], generation: Generation = DEFAULTS
    ) -> list[list[Hypothesis]]:
        """Return each request's hypotheses, best first, in the order of *requests*.

        Raises:
            CannotWrite: A request asks for a direction that `writes` denies.
            ModelError: A request is over the budget.
        """
        settings = self.family.settings(generation)
        sources = [self._source(request, settings) for request in requests]
        engine = self._ready()
        found: list[list[Hypothesis]] = [[] for _ in requests]
        for batch in batches(sources, self.batch_tokens):
            outputs = self._generate(engine, [sources[at] for at in batch], settings)
            for at, hypotheses in zip(batch, outputs, strict=True):
                found[at] = [self._hypothesis(requests[at], each) for each in hypotheses]
        return found

    def score(self, requests: Sequence[Request], texts: Sequence[str]) -> list[list[float]]:
        """Return the log-probability of each token of each text, and of its end.

        Args:
            requests: What the texts are answers to.
            texts: One for each request, in its target language.

        Raises:
            CannotWrite: A request asks for a direction that `writes` denies.
            ModelError: A request is over the budget, or a text longer than the model can write.
        """
        settings = self.family.settings(DEFAULTS)
        sources = [self._source(request, settings) for request in requests]
        answers = [self.target_tokens(text) for text in texts]
        for source, answer, text in zip(sources, answers, texts, strict=True):
            length = len(source.prompt) + len(answer)
            if self.family.positions is not None and length > self.family.positions:
                raise ModelError(
                    f"A text of {length} tokens is over the {self.family.positions} that "
                    f"{self._name} writes: {text[:40]!r}..."
                )
        engine = self._ready()
        found: list[list[float]] = [[] for _ in requests]
        for batch in batches(sources, self.batch_tokens):
            scores = self._score(engine, [sources[i] for i in batch], [answers[i] for i in batch])
            for at, each in zip(batch, scores, strict=True):
                found[at] = each
        return found

    def embed(self, texts: Sequence[str], language: Language) -> NDArray[np.float32]:
        """Return a vector for each text: the mean of the encoder's states over its tokens.

        A text over the budget is cut to it.

        Args:
            texts: Sentences, all in *language*.
            language: One that the model reads.

        Returns:
            Shape (texts, the encoder's width), not normalized.

        Raises:
            CannotWrite: The model reads no text in *language*.
        """
        import numpy as np

        sources = [self._sentence(text, language) for text in texts]
        found: dict[int, NDArray[np.float32]] = {}
        for batch in batches(sources, self.batch_tokens):
            pooled = self._pool([sources[at].tokens for at in batch])
            found.update(zip(batch, pooled, strict=True))
        return np.array([found[at] for at in range(len(texts))], np.float32)

    def target_tokens(self, text: str) -> list[str]:
        """Split a text as the decoder would write it."""
        return self.pieces.encode_target(text)

    def close(self) -> None:
        """Give back the memory it holds; the next use reads the weights again."""
        with self._lock:
            self._loaded = None

    @property
    @abstractmethod
    def engine(self) -> str:
        """Names the engine and its version, for `signature`."""

    @abstractmethod
    def _load(self) -> Any:
        """Read the weights and return the engine."""

    @abstractmethod
    def _generate(
        self, engine: Any, batch: Sequence[Source], settings: Generation
    ) -> list[list[Output]]:
        """Run the search on one batch, whose limits are all equal."""

    @abstractmethod
    def _score(
        self, engine: Any, batch: Sequence[Source], answers: Sequence[Sequence[str]]
    ) -> list[list[float]]:
        """Return the log-probability of each token of each answer, and of its end."""

    @abstractmethod
    def _pool(self, batch: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Return the mean of the encoder's states over each source's tokens: a row a source."""

    def _ready(self) -> Any:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    @cached_property
    def _frames(self) -> tuple[tuple[Language, Language, int], ...]:
        """Every direction it writes, with the number of tokens put around a source."""
        return tuple(
            (source, target, len(before) + len(after))
            for source, target in self.family.directions
            for before, after in (self.family.frame(self.family.steer(source, target)),)
        )

    def _tokens(self, request: Request) -> list[str]:
        before, after = self.family.frame(self.family.steer(request.source, request.target))
        return [*before, *self.pieces.encode(self.family.prompt(request)), *after]

    def _source(self, request: Request, settings: Generation) -> Source:
        if not self.writes(request.source, request.target):
            raise CannotWrite(
                f"{self._name} does not write {NAMES[request.target]} from a text in "
                f"{NAMES[request.source]}."
            )
        tokens = self._tokens(request)
        if len(tokens) > self.budget:
            raise ModelError(
                f"A text of {len(tokens)} tokens is over the {self.budget} that {self._name} "
                f"takes: {request.text[:40]!r}... Split it first; `count` tells a part's length."
            )
        steering = self.family.steer(request.source, request.target)
        limit = settings.max_tokens or 1
        if self.kind == "translation":
            # In steps, so that sentences of unlike length can still share a batch.
            grown = _GROWTH * len(tokens) + _SLACK
            limit = min(limit, -(-grown // _STEP) * _STEP)
        found = Source(
            tuple(tokens),
            steering.start or self.family.end,
            steering.first,
            limit,
            spoken(request.target) if settings.own_script else None,
        )
        if self.family.positions is None:
            return found
        # The prompt takes places too. Past the last one an engine breaks off with an error.
        return replace(found, limit=max(1, min(limit, self.family.positions - len(found.prompt))))

    def _sentence(self, text: str, language: Language) -> Source:
        """Return *text* for the encoder alone, whatever the decoder would be asked for."""
        target = next((t for s, t in self.family.directions if s == language), None)
        if target is None:
            raise CannotWrite(f"{self._name} reads no text in {NAMES[language]}.")
        tokens = self._tokens(Request(text, language, target))
        if len(tokens) > self.budget:
            _, after = self.family.frame(self.family.steer(language, target))
            tokens = [*tokens[: self.budget - len(after)], *after]
        return Source(tuple(tokens), self.family.end, None, 1)

    def banned(self, script: str | None) -> list[str]:
        """Return the pieces that a text in *script* never needs: the other's words.

        In English every ideograph; in Chinese every word in lower case, but not names.
        """
        with self._lock:
            if script is not None and script not in self._banned:
                other = IDEOGRAPH if script == "en" else _LOWER_WORD
                self._banned[script] = [
                    piece for piece in self.pieces.vocabulary if other.search(piece)
                ]
            return self._banned.get(script or "", [])

    def _hypothesis(self, request: Request, output: Output) -> Hypothesis:
        text = self.pieces.decode(output.tokens)
        native = self.family.native(request.source, request.target)
        if request.target != native:
            convert = to_simplified if request.target == "zh" else to_traditional
            text = convert(text)
        return Hypothesis(text, output.score, output.finished)


def batches(sources: Sequence[Source], most: int) -> Iterator[list[int]]:
    """Yield the places of *sources* in batches of like length, the longest first.

    A batch has one limit, one script, and at most *most* source tokens, padding included. Equal
    sources, asked for in both languages, stand together, so that an engine can encode them once.
    """

    def alike(at: int) -> tuple[int, str]:
        return -sources[at].limit, sources[at].script or ""

    def place(at: int) -> tuple[tuple[int, str], int, tuple[str, ...]]:
        return alike(at), -len(sources[at].tokens), sources[at].tokens

    order = sorted(range(len(sources)), key=place)
    batch: list[int] = []
    width = 0
    for at in order:
        here = max(width, len(sources[at].tokens))
        if batch and (here * (len(batch) + 1) > most or alike(at) != alike(batch[0])):
            yield batch
            batch, here = [], len(sources[at].tokens)
        batch.append(at)
        width = here
    if batch:
        yield batch
