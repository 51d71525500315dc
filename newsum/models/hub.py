"""The hub, as far as newsum asks it: which commit a revision is, which files, and those files."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from newsum.errors import CorruptModel, MissingModel, ModelError, UnknownModel
from newsum.models import catalog, folders
from newsum.models.pieces import FILES as TOKENIZER_FILES

#: Told, while a file comes in: its name, the bytes that are there, the bytes it will have.
Progress = Callable[[str, int, int], None]

COMMIT: Final = re.compile(r"[0-9a-f]{40}")
_SETTINGS: Final = ("config.json", "generation_config.json")
_SAFETENSORS: Final = re.compile(
    r"model(-\d+-of-\d+)?\.safetensors|model\.safetensors\.index\.json"
)
_PICKLES: Final = re.compile(r"pytorch_model(-\d+-of-\d+)?\.bin|pytorch_model\.bin\.index\.json")


def listing(repository: str, revision: str) -> tuple[str, dict[str, dict[str, Any]]]:
    """Ask the hub for the commit of a revision, and for its files that a model needs.

    Weights are safetensors where there are any, else pickles; other frameworks' stay there.

    Returns:
        The commit; and for each file its size and its SHA-256, or git's name for a small one.

    Raises:
        UnknownModel: The hub has no such repository.
        MissingModel: It cannot be reached, or does not give the repository out.
        ModelError: The repository holds no transformers checkpoint.
        CorruptModel: What the hub says is not safe to follow.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.errors import (
        GatedRepoError,
        HfHubHTTPError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )  # fmt: skip

    try:
        found = HfApi(endpoint=_endpoint()).model_info(
            repository, revision=revision, files_metadata=True
        )
    except GatedRepoError as error:
        raise MissingModel(
            f"{repository} asks for its terms to be accepted: do so on its page on the hub, then "
            "`hf auth login`."
        ) from error
    except RevisionNotFoundError as error:
        raise MissingModel(f"{repository} has no revision {revision!r}.") from error
    except RepositoryNotFoundError as error:
        raise UnknownModel(repository, tuple(catalog.ENTRIES)) from error
    except (HfHubHTTPError, OSError, RuntimeError) as error:
        raise _unreachable(repository, error) from error
    except _transport_errors() as error:
        raise _unreachable(repository, error) from error
    if not COMMIT.fullmatch(str(found.sha)):
        raise CorruptModel(f"{repository} gives no commit for {revision!r}, but {found.sha!r}.")
    names = {each.rfilename: each for each in found.siblings or ()}
    for name in names:
        if not folders.safe_name(name):
            raise CorruptModel(f"{repository} names a file outside its folder: {name!r}.")
    files = {
        name: {
            "size": each.size or 0,
            **({"sha256": each.lfs.sha256} if each.lfs else {"blob": each.blob_id}),
        }
        for name in _needed(tuple(names), repository)
        for each in (names[name],)
    }
    return str(found.sha), files


def _needed(names: Sequence[str], repository: str) -> list[str]:
    weights = [name for name in names if _SAFETENSORS.fullmatch(name)]
    weights = weights or [name for name in names if _PICKLES.fullmatch(name)]
    if "config.json" not in names or not weights:
        raise ModelError(
            f"{repository} holds no transformers checkpoint: it has "
            f"{'no weights' if 'config.json' in names else 'no config.json'}."
        )
    return [name for name in names if name in _SETTINGS or name in TOKENIZER_FILES] + weights


def download(repository: str, commit: str, name: str, size: int, progress: Progress | None) -> Path:
    """Fetch one file into the hub's cache, from where an earlier try broke off, and return it.

    Raises:
        MissingModel: It could not be fetched.
    """
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import HfHubHTTPError

    report = progress or _silent
    try:
        path = hf_hub_download(
            repository,
            name,
            revision=commit,
            cache_dir=folders.hub_home(),
            endpoint=_endpoint(),
            tqdm_class=_bar(name, size, report),
        )
    except (HfHubHTTPError, OSError, RuntimeError) as error:
        raise _unreachable(repository, error) from error
    except _transport_errors() as error:
        raise _unreachable(repository, error) from error
    report(name, size, size)
    return Path(path)


def _silent(name: str, done: int, size: int) -> None:
    """Report nothing."""


def _bar(name: str, size: int, report: Progress) -> Any:
    """Return what huggingface_hub takes for a progress bar, and which tells *report* instead."""
    from tqdm.auto import tqdm

    class Bar(tqdm):  # type: ignore[type-arg] # generic only in its stubs
        def __init__(self, *_: Any, initial: int = 0, **__: Any) -> None:
            super().__init__(disable=True)
            self.done = initial

        def update(self, n: float | None = 1) -> bool | None:
            self.done += int(n or 0)
            report(name, self.done, size)
            return True

    return Bar


def _transport_errors() -> tuple[type[Exception], ...]:
    import httpx2

    return (httpx2.HTTPError,)


def _unreachable(repository: str, error: Exception) -> MissingModel:
    return MissingModel(
        f"{repository} could not be fetched ({type(error).__name__}: {str(error)[:200]}). What "
        f"came is kept: `newsum models pull {catalog.short(repository)}` goes on from there."
    )


def _endpoint() -> str | None:
    # Read when it is needed, not when huggingface_hub is imported.
    return os.environ.get("HF_ENDPOINT") or None
