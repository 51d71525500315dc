"""The functions of one call, over summarizers that are kept from call to call."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Unpack

from newsum.kept import Kept
from newsum.options import DEFAULTS, OptionFields, VerifyFields, check_names
from newsum.result import Result
from newsum.source import Source
from newsum.summarizer import Model, Summarizer

#: Models that stay loaded.
_MOST: Final = 2

_summarizers: Final[Kept[Summarizer]] = Kept(_MOST)


def summarize(
    source: Source,
    *,
    model: Model = "builtin",
    device: str = "auto",
    runtime: str = "auto",
    **fields: Unpack[OptionFields],
) -> Result:
    """Summarize one article in English and Chinese, or in the languages of ``to``.

    The model is loaded at the first call and kept; the last two models are.

    Args:
        source: An address, text or HTML, bytes, a file's path, or an `Article`.
        model: A catalog name, a Hugging Face id, a local folder, or a loaded model.
        device: "auto", "cpu", "cuda", "cuda:1", "mps".
        runtime: "auto" (CTranslate2 on a CPU, transformers on a GPU), "ctranslate2",
            "transformers".
        fields: See `Options`: ``to``, ``sentences``, ``style``, ``glossary``, ``strict``,
            ``vectors``, ``beams``, ``clean``.

    Raises:
        InputError: It holds no article that newsum can read.
        OptionError: An option has a value it cannot have.
        ModelError: The model is unknown, missing, damaged, or does not write a language of ``to``.
        FetchError: The address could not be fetched.
    """
    DEFAULTS.but(**fields)  # a misspelled option should not wait for the model
    return _kept(model, device, runtime).summarize(source, **fields)


def verify(
    source: Source,
    summary: str,
    *,
    model: Model = "builtin",
    device: str = "auto",
    runtime: str = "auto",
    **fields: Unpack[VerifyFields],
) -> Result:
    """Check a summary that somebody else wrote against its article; nothing is generated.

    Args:
        source: The article: an address, text or HTML, bytes, a file's path, or an `Article`.
        summary: English or Chinese, whatever the article is in.
        model: Used only with ``vectors=True``, for its encoder.
        device: See `summarize`.
        runtime: See `summarize`.
        fields: See `Options`: ``glossary``, ``clean``, ``vectors``.

    Returns:
        The article, and the summary with what each of its sentences rests on, and with warnings
        where one says what the article does not. Print it, or show it in a notebook.

    Raises:
        InputError: The source holds no article that newsum can read, or the summary is empty.
        OptionError: An option has a value it cannot have.
        ModelError: ``vectors`` is asked of a model that is missing, or whose vectors are of no use.
        FetchError: The address could not be fetched.

    >>> article = "Sales fell to 12 million yuan in May. The company will close two shops."
    >>> [str(warning) for warning in verify(article, "五月销售额降至1300万元。").warnings]
    ['1300万元 is not in the source, which has 12 million yuan.']
    """
    check_names(fields, VerifyFields.__annotations__)
    DEFAULTS.but(**fields)  # a wrong option should not wait for the model
    return _kept(model, device, runtime).verify(source, summary, **fields)


def _kept(model: Model, device: str, runtime: str) -> Summarizer:
    from newsum.models.loader import folder_of

    if not isinstance(model, str | Path):
        return Summarizer(model, device=device, runtime=runtime)
    # Results name a model as it was given; what a folder's name stands for changes with the working
    # directory, and what is in it when it is trained again.
    folder = folder_of(model)
    key = (str(model), folder and (folder, *_state(folder)), device, runtime)
    return _summarizers.get(key, lambda: Summarizer(model, device=device, runtime=runtime))


def _state(folder: Path) -> list[tuple[str, int, int]]:
    """Return what tells a folder from an earlier state of it: names, sizes, times of change."""
    found = ((each.name, each.stat()) for each in folder.iterdir() if each.is_file())
    return sorted((name, state.st_size, state.st_mtime_ns) for name, state in found)
