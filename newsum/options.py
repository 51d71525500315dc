"""What a caller can ask for: one frozen value, checked once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from functools import partial
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final, Literal, TypedDict, get_args

from newsum.errors import OptionError
from newsum.languages import LANGUAGES, Language, language

Style = Literal["paragraph", "bullets", "headline"]
STYLES: Final[tuple[Style, ...]] = get_args(Style)
MAX_SENTENCES: Final = 100
MAX_BEAMS: Final = 64
#: What `summarize` and `Summarizer` take beside the options.
_BESIDE: Final = ("model", "device", "runtime")


class OptionFields(TypedDict, total=False):
    """The fields of `Options` as keywords, before they are checked."""

    to: str | Sequence[str] | None
    sentences: int
    style: Style
    glossary: Mapping[str, str]
    strict: bool
    vectors: bool
    beams: int | None
    clean: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to summarize.

    Args:
        to: The languages to write, in order: codes or aliases of `newsum.languages`. None writes
            English and Chinese, as far as the model can, and warns of one that it cannot.
        sentences: How many sentences a summary has at most.
        style: "paragraph", "bullets" (a line each) or "headline" (one line, no full stop).
        glossary: Terms and their fixed translations, in either direction:
            ``{"Ant Group": "蚂蚁集团"}``.
        strict: Replace a sentence that fails a check by the source sentence it rests on; leave it
            out where that is in the other language, or there is none.
        vectors: Find what a sentence in the other language rests on by the vectors of the model's
            encoder too, not by words, names and figures alone. It takes the encoder's time over
            the whole article and, on CTranslate2, its memory once more. A translation model's
            sentences need none: what each translates is known.
        beams: Beams of the search; None takes what the model's authors recommend.
        clean: Take page litter out first. False trusts the text as it is.

    Raises:
        OptionError: A value is out of range; the message names it.
        UnsupportedLanguage: newsum does not write a language of *to*.
    """

    to: tuple[Language, ...] | None = None
    sentences: int = 3
    style: Style = "paragraph"
    glossary: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    strict: bool = False
    vectors: bool = False
    beams: int | None = None
    clean: bool = True

    def __post_init__(self) -> None:
        if self.to is not None:
            asked: object = (self.to,) if isinstance(self.to, str) else self.to
            if not isinstance(asked, Sequence):  # a set has no order, and so no same output
                raise OptionError(
                    f"to must be a language, or several in a list or tuple, not {asked!r}"
                )
            if not asked:
                raise OptionError(f"to must name a language, one of {', '.join(LANGUAGES)}")
            object.__setattr__(self, "to", tuple(dict.fromkeys(language(code) for code in asked)))
        _check_whole("sentences", self.sentences, MAX_SENTENCES)
        for name in ("strict", "vectors", "clean"):
            # A text would be taken for True: "False" and "no" are what settings files hold.
            if not isinstance(getattr(self, name), bool):
                raise OptionError(f"{name} must be True or False, not {getattr(self, name)!r}")
        if self.style not in STYLES:
            raise OptionError(f"style must be one of {', '.join(STYLES)}, not {self.style!r}")
        if self.beams is not None:
            _check_whole("beams", self.beams, MAX_BEAMS)
        if not isinstance(self.glossary, Mapping):
            raise OptionError(f"glossary must map terms to translations, not {self.glossary!r}")
        for term, translation in self.glossary.items():
            if not (isinstance(term, str) and isinstance(translation, str)):
                raise OptionError(
                    f"glossary must map text to text, not {term!r} to {translation!r}"
                )
            if not term.strip() or not translation.strip():
                raise OptionError(f"glossary has an empty entry: {term!r}: {translation!r}")
        object.__setattr__(self, "glossary", MappingProxyType(dict(self.glossary)))

    def but(self, **changes: Any) -> Options:
        """Return these options with some *changes*, checked.

        >>> Options(sentences=2).but(style="bullets").sentences
        2

        Raises:
            TypeError: A name is not an option; the message names the nearest.
        """
        if not changes:
            return self
        own = self._values()
        for name in changes:
            if name not in own:
                raise TypeError(_unknown(name, own))
        return Options(**(own | changes))

    def _values(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def __hash__(self) -> int:
        values = self._values() | {"glossary": frozenset(self.glossary.items())}
        return hash(tuple(values.values()))

    def __reduce__(self) -> tuple[object, ...]:
        # A MappingProxyType is not pickled, nor copied.
        return partial(Options, **(self._values() | {"glossary": dict(self.glossary)})), ()

    def signature(self) -> dict[str, object]:
        """Return what of these can change a result, by name."""
        return {
            # Not the two languages that None stands for: one that the model cannot write is
            # left out then, and is an error where it was named.
            "to": ",".join(self.to) if self.to else "auto",
            "sentences": self.sentences,
            "style": self.style,
            "strict": self.strict,
            "vectors": self.vectors,
            "beams": self.beams or "auto",
            "clean": self.clean,
            "glossary": _digest(self.glossary) if self.glossary else "none",
        }


def _unknown(name: str, options: Iterable[str]) -> str:
    """Say that no option is called *name*, and which may have been meant."""
    near = get_close_matches(name, [each for each in (*options, *_BESIDE) if each != name], n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(options)}."
    return f"newsum has no option {name!r} here. {hint}"


def _check_whole(name: str, value: object, most: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise OptionError(f"{name} must be a whole number from 1 to {most}, not {value!r}")


def _digest(glossary: Mapping[str, str]) -> str:
    return sha256(repr(sorted(glossary.items())).encode()).hexdigest()[:8]


def sign(parts: Mapping[str, object]) -> str:
    """Name, in order, everything that can change a result or a score.

    >>> sign({"metric": "rougeL", "tok": "char", "newsum": "0.1.0"})
    'metric:rougeL|tok:char|newsum:0.1.0'
    """
    return "|".join(f"{key}:{value}" for key, value in parts.items())


DEFAULTS: Final = Options()
