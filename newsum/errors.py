"""Every error newsum raises on purpose.

::

    NewsumError
    ├── InputError (ValueError)          the article cannot be used
    │   ├── EmptyArticle                 nothing in it
    │   ├── NoArticleText                something in it, but not an article
    │   ├── NotText                      a picture, a PDF, any other binary file
    │   ├── ArticleTooLong               over the limit that protects the process
    │   ├── BadRow                       a row of a corpus that holds no article
    │   └── UnsupportedLanguage          neither English nor Chinese
    ├── OptionError (ValueError)         an option has a value it cannot have
    ├── FetchError (OSError)             a page could not be fetched
    │   └── BlockedAddress               a private, loopback or otherwise local address
    ├── ModelError                       a model cannot do its work
    │   ├── UnknownModel (LookupError)   no model has this name
    │   ├── UnsupportedModel             a model of an architecture newsum cannot steer
    │   ├── MissingModel (LookupError)   its files are not on this machine
    │   ├── CorruptModel                 its files are damaged or unsafe
    │   └── CannotWrite                  it does not write the language asked for
    ├── CorpusError                      a run over a corpus cannot start or go on
    │   └── WorkerDied                   a worker process ended before its work was done
    ├── NotWritten (KeyError, AttributeError)  a result does not have that language
    └── MissingExtra (ImportError)       an optional dependency is not installed

A message says what is wrong, with the value, and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any

__all__ = [
    "ArticleTooLong",
    "BadRow",
    "BlockedAddress",
    "CannotWrite",
    "CorpusError",
    "CorruptModel",
    "EmptyArticle",
    "FetchError",
    "InputError",
    "MissingExtra",
    "MissingModel",
    "ModelError",
    "NewsumError",
    "NoArticleText",
    "NotText",
    "NotWritten",
    "OptionError",
    "UnknownModel",
    "UnsupportedLanguage",
    "UnsupportedModel",
    "WorkerDied",
    "require",
]


class NewsumError(Exception):
    """The root of every error that newsum raises on purpose."""


class InputError(NewsumError, ValueError):
    """The article cannot be used."""


class EmptyArticle(InputError):
    """The source holds no text at all."""


class NoArticleText(InputError):
    """The source holds text, but none of it reads as an article."""


class NotText(InputError):
    """The source is binary: a picture, a PDF, an archive."""


class ArticleTooLong(InputError):
    """The source is over the size limit that protects the process."""


class BadRow(InputError):
    """A row of a corpus is malformed, or the field that should hold the article does not."""


class UnsupportedLanguage(InputError):
    """The article, or a requested summary, is in a language newsum does not do."""


class OptionError(NewsumError, ValueError):
    """An option has a value it cannot have."""


class FetchError(NewsumError, OSError):
    """A page could not be fetched."""


class BlockedAddress(FetchError):
    """The address is private, loopback, link-local or otherwise not public."""


class ModelError(NewsumError):
    """A model cannot do its work."""


class UnknownModel(ModelError, LookupError):
    """No model has this name, and no folder either."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name, self.known = name, tuple(known)
        near = get_close_matches(name, known, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        super().__init__(
            f"No model or folder is called {name!r}.{hint} `newsum models` lists the known ones; "
            "any Hugging Face id (owner/name) or local folder works too."
        )

    def __reduce__(self) -> tuple[object, ...]:
        # By default an exception is made again from its message, which here is not an argument.
        return type(self), (self.name, self.known), vars(self)


class UnsupportedModel(ModelError):
    """The model's architecture, or the way it is steered, is not one newsum knows."""


class MissingModel(ModelError, LookupError):
    """The model's files are not on this machine and may not, or could not, be fetched."""


class CorruptModel(ModelError):
    """The model's files are damaged, incomplete or unsafe to load."""


class CannotWrite(ModelError):
    """The model does not write the language asked for from an article in this one."""


class NotWritten(NewsumError, KeyError, AttributeError):
    """The result has no summary in that language, by ``[]`` or by its attribute."""

    def __str__(self) -> str:
        return Exception.__str__(self)  # a KeyError's own shows its message as a literal


class CorpusError(NewsumError):
    """A run over a corpus cannot start or go on. What was written stays, and can be resumed."""


class WorkerDied(CorpusError):
    """A worker process ended, or was killed, before its work was done."""


class MissingExtra(NewsumError, ImportError):
    """An optional dependency is not installed."""

    def __init__(self, module: str, extra: str) -> None:
        self.extra = extra
        super().__init__(
            f"This needs the package {module!r}, which is not installed. "
            f"Install it with: pip install 'newsum[{extra}]'",
            name=module,
        )

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.name, self.extra), vars(self)


def require(module: str, *, extra: str) -> Any:
    """Import and return *module*, or say which extra brings it.

    Raises:
        MissingExtra: *module* is not installed. An installed module that fails to import
            raises its own error.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0] and error.name != module:
            raise
        raise MissingExtra(module, extra) from error
