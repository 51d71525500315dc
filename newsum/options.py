"""What a caller can ask for: one frozen value, checked once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from functools import partial
from hashlib import sha256
from operator import index
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict, Unpack, get_args

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


class VerifyFields(TypedDict, total=False):
    """The options that count where nothing is generated."""

    glossary: Mapping[str, str]
    vectors: bool
    clean: bool


class _Terms(Mapping[str, str]):
    """A glossary that nobody can change behind the checks. A copy of it is a plain dict."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: Mapping[str, str] | None = None) -> None:
        self._pairs = dict(pairs or {})

    def __getitem__(self, term: str) -> str:
        return self._pairs[term]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __hash__(self) -> int:
        return hash(frozenset(self._pairs.items()))

    def __repr__(self) -> str:
        return repr(self._pairs)

    def __reduce__(self) -> tuple[object, ...]:
        return dict, (self._pairs,)  # for `dataclasses.asdict`, which copies what it finds


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
    glossary: Mapping[str, str] = field(default_factory=_Terms)
    strict: bool = False
    vectors: bool = False
    beams: int | None = None
    clean: bool = True

    if TYPE_CHECKING:  # what it takes is wider than what it holds: to="en", to=["en"]

        def __init__(self, **fields: Unpack[OptionFields]) -> None: ...

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
        sentences = whole("sentences", self.sentences, most=MAX_SENTENCES)
        object.__setattr__(self, "sentences", sentences)
        for name in ("strict", "vectors", "clean"):
            # A text would be taken for True: "False" and "no" are what settings files hold.
            if not isinstance(getattr(self, name), bool):
                raise OptionError(f"{name} must be True or False, not {getattr(self, name)!r}")
        if self.style not in STYLES:
            raise OptionError(f"style must be one of {', '.join(STYLES)}, not {self.style!r}")
        if self.beams is not None:
            object.__setattr__(self, "beams", whole("beams", self.beams, most=MAX_BEAMS))
        if not isinstance(self.glossary, Mapping):
            raise OptionError(f"glossary must map terms to translations, not {self.glossary!r}")
        for term, translation in self.glossary.items():
            if not (isinstance(term, str) and isinstance(translation, str)):
                raise OptionError(
                    f"glossary must map text to text, not {term!r} to {translation!r}"
                )
            if not term.strip() or not translation.strip():
                raise OptionError(f"glossary has an empty entry: {term!r}: {translation!r}")
        object.__setattr__(self, "glossary", _Terms(self.glossary))

    def but(self, **changes: Unpack[OptionFields]) -> Options:
        """Return these options with some *changes*, checked.

        >>> Options(sentences=2).but(style="bullets").sentences
        2

        Raises:
            TypeError: A name is not an option; the message names the nearest.
        """
        if not changes:
            return self
        own: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        check_names(changes, own)
        return Options(**(own | {**changes}))

    def __reduce__(self) -> tuple[object, ...]:
        # Made anew, so that what comes back has been checked, and its glossary is closed.
        own = {each.name: getattr(self, each.name) for each in fields(self)}
        return partial(Options, **own), ()

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


def check_names(given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a keyword that is not among the *known* options.

    Raises:
        TypeError: One is not; the message names the nearest.
    """
    options = tuple(known)
    for name in given:
        if name not in options:
            near = get_close_matches(name, [e for e in (*options, *_BESIDE) if e != name], n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(options)}."
            raise TypeError(f"newsum has no option {name!r} here. {hint}")


def whole(name: str, value: object, *, most: int | None = None) -> int:
    """Return *value* as an int, from 1 to *most*; NumPy's integers are whole numbers too.

    Raises:
        OptionError: It is something else; the message says what *name* takes.
    """
    try:
        number = 0 if isinstance(value, bool) else index(value)  # type: ignore[arg-type]  # asked here
    except TypeError:
        number = 0
    if number < 1 or (most is not None and number > most):
        to = "" if most is None else f" to {most}"
        raise OptionError(f"{name} must be a whole number from 1{to}, not {value!r}")
    return number


def _digest(glossary: Mapping[str, str]) -> str:
    return sha256(repr(sorted(glossary.items())).encode()).hexdigest()[:8]


def sign(parts: Mapping[str, object]) -> str:
    """Name, in order, everything that can change a result or a score.

    >>> sign({"metric": "rougeL", "tok": "char", "newsum": "0.1.0"})
    'metric:rougeL|tok:char|newsum:0.1.0'
    """
    return "|".join(f"{key}:{value}" for key, value in parts.items())


DEFAULTS: Final = Options()
