"""The hub, as far as newsum asks it: which commit a revision is, which files, and those files."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from newsum.errors import CorruptModel, MissingModel, ModelError, UnknownModel
from newsum.models import catalog, folders
from newsum.models.pieces import FILES as TOKENIZER_FILES

#: Told, while a file comes in: its name, the bytes that are there, the bytes it will have.
Progress = Callable[[str, int, int], None]

COMMIT: Final = re.compile(r"[0-9a-f]{40}")
_HASH: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
#: Connections in a row that may bring nothing, the seconds between them, and the seconds that one
#: may stay silent: huggingface_hub's own numbers.
_TRIES: Final = 5
_PAUSE: Final = 1.0
_TIMEOUT: Final = 10.0
#: Answers that another try may better.
_PASSING: Final = frozenset((408, 429, 500, 502, 503, 504))
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
        raise MissingModel(
            f"{repository} has no revision {revision!r}. The newest is {repository}@main."
        ) from error
    except RepositoryNotFoundError as error:
        raise UnknownModel(repository, tuple(catalog.ENTRIES)) from error
    except _failures() as error:
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
    for name, about in files.items():
        if not _HASH.fullmatch(str(about.get("sha256") or about["blob"])):
            raise CorruptModel(f"{repository} gives no hash of {name}.")
    return str(found.sha), files


def storage(repository: str) -> Path:
    """Return where the hub's cache keeps a repository."""
    return folders.hub_home() / f"models--{repository.replace('/', '--')}"


def _needed(names: Sequence[str], repository: str) -> list[str]:
    weights = [name for name in names if _SAFETENSORS.fullmatch(name)]
    weights = weights or [name for name in names if _PICKLES.fullmatch(name)]
    if "config.json" not in names or not weights:
        raise ModelError(
            f"{repository} holds no transformers checkpoint: it has "
            f"{'no weights' if 'config.json' in names else 'no config.json'}."
        )
    return [name for name in names if name in _SETTINGS or name in TOKENIZER_FILES] + weights


def download(
    repository: str, commit: str, name: str, about: Mapping[str, Any], progress: Progress | None
) -> Path:
    """Fetch one file into the hub's cache, from where an earlier try broke off, and return it.

    huggingface_hub itself begins anew after an interruption (version 2.4 does), so the bytes are
    fetched here. Its cache's layout stays its own affair.

    Args:
        repository: A hub id.
        commit: Of the repository.
        name: The file's.
        about: What `listing` said of it.
        progress: Is told of the bytes as they come.

    Raises:
        MissingModel: It could not be fetched.
    """
    from huggingface_hub import hf_hub_download, hf_hub_url

    report = progress or _silent
    size = int(about["size"])
    blob = storage(repository) / "blobs" / str(about.get("sha256") or about["blob"])
    url = hf_hub_url(repository, name, revision=commit, endpoint=_endpoint())
    try:
        if not blob.is_file():
            part = blob.with_name(f"{blob.name}.incomplete")
            part.parent.mkdir(parents=True, exist_ok=True)
            _fill(part, url, size, lambda done: report(name, done, size))
            part.replace(blob)
        # Finds the blob, and gives it its name.
        path = hf_hub_download(
            repository,
            name,
            revision=commit,
            cache_dir=folders.hub_home(),
            endpoint=_endpoint(),
        )
    except _failures() as error:
        raise _unreachable(repository, error) from error
    report(name, size, size)
    return Path(path)


def _fill(part: Path, url: str, size: int, report: Callable[[int], None]) -> None:
    """Append to *part* what it lacks of the *size* bytes at *url*.

    A connection that breaks is made again, as long as each brings something.
    """
    from huggingface_hub import get_session, hf_raise_for_status
    from huggingface_hub.errors import HfHubHTTPError
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined] # documented

    vain = 0
    # -1: there is no file yet, so that an empty one is asked for too.
    done = part.stat().st_size if part.is_file() else -1
    while done < size:
        headers = {**build_hf_headers(), "Accept-Encoding": "identity"}
        if done > 0:
            headers["Range"] = f"bytes={done}-"
        before = done
        broken: Exception = OSError(f"the connection ended at {done} of {size} bytes")
        try:
            with get_session().stream(
                "GET", url, headers=headers, follow_redirects=True, timeout=_TIMEOUT
            ) as response:
                hf_raise_for_status(response)
                goes_on = response.status_code == 206
                done = max(done, 0) if goes_on else 0
                with part.open("ab" if goes_on else "wb") as file:
                    for chunk in response.iter_bytes():
                        file.write(chunk)
                        done += len(chunk)
                        report(done)
        except HfHubHTTPError as error:
            if error.response.status_code not in _PASSING:
                raise
            broken = error
        except _transport_errors() as error:
            broken = error
        vain = 0 if done > before else vain + 1
        if vain >= _TRIES:
            raise broken
        if done < size:
            time.sleep(_PAUSE)


@contextmanager
def bars() -> Iterator[Progress]:
    """Yield what shows a bar for each file on stderr, as the hub's own tools do.

    ``HF_HUB_DISABLE_PROGRESS_BARS=1`` keeps them off.
    """
    from tqdm.auto import tqdm

    off = os.environ.get("HF_HUB_DISABLE_PROGRESS_BARS", "").upper() in ("1", "ON", "YES", "TRUE")
    shown: dict[str, tqdm[Any]] = {}

    def report(name: str, done: int, size: int) -> None:
        if name not in shown:
            shown[name] = tqdm(total=size, desc=name, unit="B", unit_scale=True, disable=off)
        shown[name].update(done - shown[name].n)

    try:
        yield report
    finally:
        for bar in shown.values():
            bar.close()


def _silent(name: str, done: int, size: int) -> None:
    """Report nothing."""


def _transport_errors() -> tuple[type[Exception], ...]:
    import httpx2

    return (httpx2.HTTPError,)


def _failures() -> tuple[type[Exception], ...]:
    """Return all that fetching raises: by the hub, the connection, the disk, or when offline."""
    from huggingface_hub.errors import HfHubHTTPError

    return (HfHubHTTPError, OSError, RuntimeError, *_transport_errors())


def _unreachable(repository: str, error: Exception) -> MissingModel:
    again = f"`newsum models pull {catalog.short(repository)}`"
    came = any(file.stat().st_size for file in (storage(repository) / "blobs").glob("*"))
    return MissingModel(
        f"{repository} could not be fetched ({type(error).__name__}: {str(error)[:200]}). "
        + (f"What came is kept: {again} continues from there." if came else f"{again} tries again.")
    )


def _endpoint() -> str | None:
    # Read when it is needed, not when huggingface_hub is imported.
    return os.environ.get("HF_ENDPOINT") or None
