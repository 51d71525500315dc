"""What a model is to the rest of newsum: a thing that writes text in a language, and counts tokens.

The text stages and the summarizer know models only through `Seq2Seq`; families say how an
architecture is steered, runtimes run it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol, runtime_checkable

from newsum.languages import Language

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: A translation model writes the same sentence in another language, so newsum selects sentences
#: first. A summarization model writes a summary of whatever it is given.
Kind = Literal["translation", "summarization"]


@dataclass(frozen=True, slots=True)
class Request:
    """One input of a model: *text*, written in *source*, is to come back in *target*.

    *terms* are a glossary's, in either direction. A model that can be told how a term has to come
    out heeds them; others do not.
    """

    text: str
    source: Language
    target: Language
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One output of a model."""

    text: str
    score: float  # mean log-probability a token, natural logarithm
    finished: bool = True  # False: the token limit ended it, not the model


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """How to search for hypotheses. None leaves a setting to what the model's authors recommend."""

    beams: int | None = None
    hypotheses: int = 1  # how many to return, best first; at most *beams*
    max_tokens: int | None = None
    min_tokens: int | None = None
    no_repeat_ngram: int | None = None
    length_penalty: float | None = None
    own_script: bool = False  # ban the pieces that only the other script needs


#: A search as the model's authors recommend it.
DEFAULTS: Final = Generation()


@dataclass(frozen=True, slots=True)
class Steering:
    """How a family asks an architecture for a target language, as token strings.

    Args:
        source: A token put before the source's pieces.
        start: The decoder's start token.
        first: A token forced right after it.
    """

    source: str | None = None
    start: str | None = None
    first: str | None = None


@runtime_checkable
class Seq2Seq(Protocol):
    """A loaded model. Safe to share between threads."""

    @property
    def name(self) -> str:
        """The catalog's short name, the hub id, or the folder."""

    @property
    def kind(self) -> Kind:
        """Whether it translates sentences or summarizes texts."""

    @property
    def budget(self) -> int:
        """The largest `count` it takes."""

    @property
    def signature(self) -> str:
        """Names all that can change its output: model, revision, runtime, precision, trimming."""

    def writes(self, source: Language, target: Language) -> bool:
        """Tell whether it writes *target* from a text in *source*."""

    def count(self, text: str) -> int:
        """Count the tokens that *text* takes of the budget, special tokens included."""

    def generate(
        self, requests: Sequence[Request], generation: Generation = DEFAULTS
    ) -> list[list[Hypothesis]]:
        """Return each request's hypotheses, best first, in the order of *requests*.

        Requests may mix languages; they are batched by length inside.

        Raises:
            CannotWrite: A request asks for a direction that `writes` denies.
            ModelError: A request is over the budget.
        """

    def close(self) -> None:
        """Give back the memory it holds."""


@runtime_checkable
class Encoder(Protocol):
    """A model that gives sentence vectors. Safe to share between threads."""

    @property
    def name(self) -> str:
        """The catalog's short name, the hub id, or the folder."""

    def embed(self, texts: Sequence[str], language: Language) -> NDArray[np.float32]:
        """Return a vector for each text, in *language*: shape (texts, width), not normalized.

        Raises:
            CannotWrite: The model reads no text in *language*.
        """
