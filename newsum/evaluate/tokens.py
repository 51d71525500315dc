"""How a text is cut into the tokens that ROUGE counts."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any, Final, Literal, get_args

from newsum.errors import OptionError, require
from newsum.languages import HAN, Language, is_chinese

#: "words" is rouge-score's English, "chars" a token for each Chinese character, "jieba" Chinese
#: words in the manner of XL-Sum's scorer, so that published figures can be compared with.
Tokenizer = Literal["words", "chars", "jieba"]
TOKENIZERS: Final[tuple[Tokenizer, ...]] = get_args(Tokenizer)
Tokenize = Callable[[str], list[str]]

_CHARS: Final = re.compile(f"[{HAN}]|[^\\W_{HAN}]+")
_STEMMED_FROM: Final = 4  # rouge-score stems words of more than three letters only


def default_tokenizer(language: Language) -> Tokenizer:
    """Return the tokenizer of a language: characters for Chinese, which has no spaces."""
    return "chars" if is_chinese(language) else "words"


def tokenizer(name: Tokenizer, *, stem: bool = False) -> Tokenize:
    """Return the function that cuts a text into tokens.

    >>> tokenizer("chars")("GDP增长5.2%")
    ['gdp', '增', '长', '5', '2']

    Raises:
        OptionError: No tokenizer is called *name*, or a stemmer is asked for Chinese.
        MissingExtra: jieba, or nltk for the stemmer, is not installed.
    """
    if name not in TOKENIZERS:
        raise OptionError(f"tokenizer must be one of {', '.join(TOKENIZERS)}, not {name!r}")
    if name == "words":
        return _stemmed() if stem else _words
    if stem:
        raise OptionError("stem is for English: Chinese words have no endings")
    return _characters if name == "chars" else _jieba_words


def _words(text: str) -> list[str]:
    return re.findall("[a-z0-9]+", text.lower())


@cache
def _stemmed() -> Tokenize:
    stem = require("nltk.stem.porter", extra="eval").PorterStemmer().stem
    return lambda text: [stem(w) if len(w) >= _STEMMED_FROM else w for w in _words(text)]


def _characters(text: str) -> list[str]:
    return _CHARS.findall(text.lower())


def _jieba_words(text: str) -> list[str]:
    # XL-Sum's scorer lower-cases, cuts, and drops nothing: punctuation counts.
    return [token for token in jieba().cut(text.lower()) if token]


@cache
def jieba() -> Any:
    """Import jieba, quietly: it warns of its own use of pkg_resources and logs to stderr."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = require("jieba", extra="eval")
    module.setLogLevel("ERROR")
    return module
