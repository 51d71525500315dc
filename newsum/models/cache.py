"""Models on this machine: fetched from the hub, whole and at a known commit, and converted.

Fetched files lie in the hub's own cache, where other programs find them too (``HF_HOME``); what
newsum knows of them, and what it converted, lies under ``NEWSUM_HOME``. A model that was pulled
once is found again without a connection.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from newsum.errors import CorruptModel, MissingModel, ModelError, UnknownModel
from newsum.models import catalog, folders, hub
from newsum.models.pieces import FILES as TOKENIZER_FILES

_LOG: Final = logging.getLogger("newsum")

HUB_ID: Final = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A repository's files on this machine, at one commit."""

    repository: str
    revision: str  # the commit
    folder: Path


@dataclass(frozen=True, slots=True)
class Cached:
    """What this machine holds of a model."""

    name: str  # short name, or hub id
    repository: str
    revisions: tuple[str, ...]  # commits
    fetched: int  # bytes in the hub's cache
    converted: tuple[Path, ...]

    @property
    def size(self) -> int:
        """Bytes of it all."""
        return self.fetched + sum(_size(folder) for folder in self.converted)


def pull(name: str, *, progress: hub.Progress | None = None) -> tuple[Fetched, ...]:
    """Fetch a model's files, resuming what was begun, and check each against the hub's hash.

    Args:
        name: A short name of the catalog, or a hub id; with ``@`` and a branch, tag or commit
            after it, that one.
        progress: Is told of each file's bytes as they come.

    Returns:
        Each repository of the model, in the catalog's order.

    Raises:
        UnknownModel: No model is called so, here or on the hub.
        MissingModel: It cannot be fetched: offline, no connection, or access is refused.
        CorruptModel: A file did not come as the hub describes it; the message names it.
    """
    pins = pinned(name)
    if folders.is_offline():
        raise MissingModel(f"{name} cannot be pulled offline.")
    return tuple(_pull(repository, revision, progress) for repository, revision in pins)


def pinned(name: str) -> tuple[tuple[str, str], ...]:
    """Return the repositories that *name* stands for, each with the revision asked of it.

    >>> pinned("crosssum"), pinned("someone/model@v2")
    ((('csebuetnlp/mT5_m2m_crossSum_enhanced', 'main'),), (('someone/model', 'v2'),))

    Raises:
        UnknownModel: It is neither in the catalog nor a hub id.
    """
    model, _, revision = name.partition("@")
    known = catalog.find(model)
    if known is None and not HUB_ID.fullmatch(model):
        raise UnknownModel(model, tuple(catalog.ENTRIES))
    pins = known.pins if known else ((model, "main"),)
    return tuple((repository, revision or own) for repository, own in pins)


def fetch(
    repository: str,
    revision: str = "main",
    *,
    offline: bool | None = None,
    progress: hub.Progress | None = None,
) -> Fetched:
    """Return a repository's files, from this machine if they are here, else from the hub.

    Raises:
        UnknownModel: The hub has no such repository.
        MissingModel: It is not here, and cannot be fetched.
        CorruptModel: A file did not come as the hub describes it.
    """
    here = local(repository, revision)
    if here is not None:
        return here
    if folders.is_offline(offline):
        name = catalog.short(repository)
        other = f" Its branch main is here, though: name {name}@main." if local(repository) else ""
        raise MissingModel(
            f"{repository} at {revision[:12]} is not on this machine, and no connection may be "
            f"made. Where one may: `newsum models pull {name}`; or name a folder with its files."
            f"{other}"
        )
    return _pull(repository, revision, progress)


def local(repository: str, revision: str = "main") -> Fetched | None:
    """Return what is whole on this machine of a repository, without any connection.

    A commit that was recorded at a pull goes before what another program left for the branch.
    """
    record = next(
        (r for r in _records(repository) if revision in (r["requested"], r["revision"])), None
    )
    if record is not None:
        found = Fetched(repository, record["revision"], _snapshot(repository, record["revision"]))
        return found if _is_whole(found.folder, record["files"]) else None
    commit = revision
    if not hub.COMMIT.fullmatch(revision):
        ref = hub.storage(repository) / "refs" / revision
        if not folders.safe_name(revision) or not ref.is_file():
            return None
        commit = ref.read_text(encoding="ascii").strip()
    folder = _snapshot(repository, commit)
    return Fetched(repository, commit, folder) if _is_usable(folder) else None


def verify(name: str) -> list[str]:
    """Compare each file of a pulled model with the hash recorded then.

    Returns:
        What is wrong, a line each; nothing if all is well.

    Raises:
        MissingModel: It was not pulled here.
    """
    wrong: list[str] = []
    for repository, _ in pinned(name):
        records = _records(repository)
        if not records:
            raise MissingModel(f"{name} was not pulled: `newsum models pull {name}`.")
        wrong += [
            fault
            for record in records
            for file, about in record["files"].items()
            if (fault := _fault(_snapshot(repository, record["revision"]) / file, about))
        ]
    return wrong


def cached() -> list[Cached]:
    """Return the models on this machine that newsum pulled or converted, by name."""
    commits: dict[str, list[str]] = {}
    for record in _records():
        commits.setdefault(str(record["repository"]), []).append(str(record["revision"]))
    return [
        Cached(
            catalog.short(repository),
            repository,
            tuple(dict.fromkeys(revisions)),
            _size(hub.storage(repository)),
            tuple(_converted(repository)),
        )
        for repository, revisions in commits.items()
    ]


def info(name: str) -> dict[str, Any]:
    """Return all that is known of a model, without any connection.

    Raises:
        UnknownModel: It is neither in the catalog nor a hub id.
    """
    pins = pinned(name)
    known = catalog.find(name.partition("@")[0])
    about: dict[str, Any] = {"name": name}
    if known is not None:
        about |= {
            "title": known.title,
            "repositories": list(known.repositories),
            "kind": known.kind,
            "directions": known.directions,
            "parameters": known.parameters,
            "size": known.size,
            "license": known.license,
            "commercial": known.commercial,
            "notice": known.notice,
            "revisions": dict(pins),
        }
    here = [each for each in cached() if each.repository in dict(pins)]
    return about | {
        "pulled": {each.repository: ", ".join(each.revisions) for each in here},
        "on disk": sum(each.size for each in here),
        "converted": [str(folder) for each in here for folder in each.converted],
    }


def remove(name: str) -> int:
    """Remove what newsum fetched and converted of a model. What it did not fetch stays.

    Args:
        name: As for `pull`. With a revision after it only that one goes, else all that were pulled.

    Returns:
        The bytes that were freed.

    Raises:
        UnknownModel: It is neither in the catalog nor a hub id.
        MissingModel: Nothing of it is here, or not that revision.
        ModelError: newsum did not fetch what is here; the message names the folder.
    """
    repositories = [repository for repository, _ in pinned(name)]
    revision = name.partition("@")[2]
    places = {repository: _own(repository, revision) for repository in repositories}
    others = [hub.storage(each) for each in repositories if hub.storage(each).exists()]
    if not any(places.values()):
        recorded = sorted({str(r["revision"]) for each in repositories for r in _records(each)})
        if recorded:
            raise MissingModel(f"{name} was not pulled. On this machine: {', '.join(recorded)}.")
        if others:
            raise ModelError(
                f"newsum did not fetch what is here of {name}, and leaves it. Other programs may "
                f"use it; to remove it all the same, delete {', '.join(map(str, others))}."
            )
        raise MissingModel(f"Nothing of {name} is on this machine.")
    freed = sum(_remove(repository, own) for repository, own in places.items() if own)
    if not revision:
        for storage in filter(Path.exists, others):
            _LOG.warning("%s stays: newsum did not fetch what is left in it.", storage)
    return freed


def converted_home(name: str) -> Path:
    """Return where conversions lie of the model of that hub id, or in that folder."""
    return folders.home() / "converted" / folder_name(name)


def folder_name(name: str) -> str:
    """Return *name* as a folder is called: one part, nothing unsafe.

    >>> folder_name("facebook/m2m100_418M"), folder_name("../x")
    ('facebook--m2m100_418M', '--x')
    """
    return re.sub(r"[^\w.-]+", "--", name).lstrip(".") or "model"


def _pull(repository: str, revision: str, progress: hub.Progress | None) -> Fetched:
    from filelock import FileLock

    commit, files = hub.listing(repository, revision)
    record = {
        "repository": repository,
        "requested": revision,
        "revision": commit,
        "files": files,
    }
    folder = _snapshot(repository, commit)
    place = _record_folder() / f"{folder_name(repository)}@{folder_name(revision)}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    # Of processes that pull at once one fetches, and the others find what it fetched.
    with FileLock(place.with_name(f"{folder_name(repository)}.lock")):
        for name, about in files.items():
            if (folder / name).exists() and _fault(folder / name, about):
                _drop(folder / name)  # Damaged since: to be fetched anew.
            path = hub.download(repository, commit, name, about, progress)
            if fault := _fault(path, about):
                _drop(path)
                raise CorruptModel(
                    f"{fault} It was removed; pull {catalog.short(repository)} again."
                )
        new = place.with_suffix(".new")
        new.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        new.replace(place)
    return Fetched(repository, commit, folder)


def _drop(path: Path) -> None:
    """Remove a file of a snapshot, and the blob that it points to."""
    path.resolve().unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def _own(repository: str, revision: str) -> list[Path]:
    """Return the records of a repository, or of one revision of it, and what was converted."""
    records = {path: folders.read_json(path) for path in _record_files(repository)}
    commits = {
        str(record["revision"])
        for record in records.values()
        if revision in ("", record["requested"], record["revision"])
    }
    own = [path for path, record in records.items() if record["revision"] in commits]
    if not revision:
        return own + [place for place in (converted_home(repository),) if place.exists()]
    # The folder of a conversion begins with the commit (`newsum.models.loader`).
    begins = tuple(f"{commit[:12]}-" for commit in (*commits, revision))
    return own + [path for path in _converted(repository) if path.name.startswith(begins)]


def _remove(repository: str, own: list[Path]) -> int:
    """Remove *own*, with the files that the records among them name; return the bytes freed."""
    from filelock import FileLock

    freed = 0
    place = _record_folder() / f"{folder_name(repository)}.lock"
    place.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(place):
        for path in own:
            freed += _size(path)
            if path.is_dir():
                shutil.rmtree(path)
                continue
            record = folders.read_json(path)
            freed += _drop_files(_snapshot(repository, str(record["revision"])), record["files"])
            path.unlink()
        storage = hub.storage(repository)
        if not any(_files(storage / "snapshots")) and not any(_files(storage / "blobs")):
            shutil.rmtree(storage, ignore_errors=True)
    return freed


def _drop_files(snapshot: Path, names: Iterable[str]) -> int:
    """Remove files of a snapshot, and their blobs where no other snapshot has them."""
    paths = [snapshot / name for name in names if folders.safe_name(name)]
    blobs = {path.resolve() for path in paths if path.is_file()}
    for path in paths:
        path.unlink(missing_ok=True)
    unused = blobs - {path.resolve() for path in _files(snapshot.parent)}
    freed = sum(blob.stat().st_size for blob in unused if blob.is_file())
    for blob in unused:
        blob.unlink(missing_ok=True)
    if snapshot.is_dir() and not any(_files(snapshot)):
        shutil.rmtree(snapshot)
    return freed


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _fault(path: Path, about: Mapping[str, Any]) -> str:
    """Return what is wrong with a fetched file, or an empty text."""
    if not path.is_file():
        return f"{path} is missing."
    size = path.stat().st_size
    if size != about["size"]:
        return f"{path} is damaged: {size} bytes, not {about['size']}."
    if about.get("sha256"):
        whole = folders.sha256(path) == about["sha256"]
    else:  # Git's own name of a small file.
        content = path.read_bytes()
        whole = (
            about.get("blob")
            == hashlib.sha1(
                b"blob %d\0" % len(content) + content, usedforsecurity=False
            ).hexdigest()
        )
    return "" if whole else f"{path} is damaged: its hash is not the hub's."


def _is_whole(folder: Path, files: Mapping[str, Any]) -> bool:
    """Tell whether all *files* are there in their full size."""
    return all(
        folders.safe_name(name)
        and (folder / name).is_file()
        and (folder / name).stat().st_size == about["size"]
        for name, about in files.items()
    )


def _is_usable(folder: Path) -> bool:
    """Tell whether a snapshot of another program's making has what a model needs."""
    if not (folder / "config.json").is_file():
        return False
    names = [path.name for path in folder.iterdir() if path.is_file()]
    indexes = [
        name for name in names if name.endswith((".safetensors.index.json", ".bin.index.json"))
    ]
    if indexes:
        shards = folders.read_json(folder / indexes[0]).get("weight_map", {}).values()
        return all(
            folders.safe_name(str(shard)) and (folder / str(shard)).is_file()
            for shard in set(shards)
        )
    return any(name in ("model.safetensors", "pytorch_model.bin") for name in names) and any(
        name in TOKENIZER_FILES and name.endswith((".json", ".model", ".spm")) for name in names
    )


def _snapshot(repository: str, commit: str) -> Path:
    return hub.storage(repository) / "snapshots" / commit


def _record_folder() -> Path:
    return folders.home() / "pulled"


def _record_files(repository: str = "") -> list[Path]:
    # One for each revision that was asked for; neither name can have an @.
    pattern = f"{folder_name(repository)}@*.json" if repository else "*.json"
    return sorted(_record_folder().glob(pattern))


def _records(repository: str = "") -> list[dict[str, Any]]:
    return [folders.read_json(path) for path in _record_files(repository)]


def _converted(repository: str) -> Iterator[Path]:
    place = converted_home(repository)
    if place.is_dir():
        yield from (path for path in sorted(place.iterdir()) if (path / folders.MANIFEST).is_file())


def _size(place: Path) -> int:
    if place.is_file():
        return place.stat().st_size
    return sum(
        path.stat().st_size for path in place.rglob("*") if path.is_file() and not path.is_symlink()
    )
