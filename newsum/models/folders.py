"""Model folders on disk: where they lie, whether they are safe to read, whether they are whole."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, Final

from newsum.errors import CorruptModel

#: What newsum writes beside a model that it converted.
MANIFEST: Final = "newsum.json"
_UNSAFE: Final = re.compile(r"^[A-Za-z]:|^[/\\~]|\\|\x00")
_CHUNK: Final = 1 << 20


def home() -> Path:
    """Return newsum's folder: ``NEWSUM_HOME``, or the user's cache folder."""
    set_by_user = os.environ.get("NEWSUM_HOME")
    if set_by_user:
        return Path(set_by_user).expanduser()
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "newsum"


def hub_home() -> Path:
    """Return the hub's cache: ``HF_HUB_CACHE``, ``HF_HOME``, or the user's cache folder.

    Read when it is needed, not when huggingface_hub is imported.
    """
    if os.environ.get("HF_HUB_CACHE"):
        return Path(os.environ["HF_HUB_CACHE"]).expanduser()
    base = os.environ.get("HF_HOME")
    return (Path(base).expanduser() if base else Path.home() / ".cache" / "huggingface") / "hub"


def is_offline(offline: bool | None = None) -> bool:
    """Tell whether no connection may be made: *offline*, or else what ``HF_HUB_OFFLINE`` says."""
    if offline is not None:
        return offline
    said = os.environ.get("HF_HUB_OFFLINE") or os.environ.get("TRANSFORMERS_OFFLINE") or ""
    return said.upper() in ("1", "ON", "YES", "TRUE")


def safe_name(name: str) -> bool:
    r"""Tell whether *name*, from a manifest or a server, stays inside the folder it is joined to.

    >>> [safe_name(n) for n in ("a/model.bin", "../x", "/etc/x", r"..\x", "C:x", "")]
    [True, False, False, False, False, False]
    """
    return bool(name) and not _UNSAFE.search(name) and ".." not in PurePosixPath(name).parts


def check_folder(folder: Path) -> None:
    """Refuse a checkpoint folder that names files outside itself.

    Raises:
        CorruptModel: A weight index reaches out of the folder, or cannot be read.
    """
    for index in sorted(folder.glob("*.index.json")):
        table = read_json(index).get("weight_map")
        if not isinstance(table, Mapping):
            raise CorruptModel(f"{index} has no weight map.")
        for name in sorted({str(value) for value in table.values()}):
            if not safe_name(name):
                raise CorruptModel(f"{index} names a file outside its folder: {name!r}.")
            if not (folder / name).is_file():
                raise CorruptModel(f"{folder} is incomplete: {name} is missing.")


def read_json(path: Path) -> dict[str, Any]:
    """Read the JSON object in *path*.

    Raises:
        CorruptModel: It holds no JSON object.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CorruptModel(f"{path} cannot be read: {error}") from error
    if not isinstance(value, dict):
        raise CorruptModel(f"{path} does not hold a JSON object.")
    return value


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint(folder: Path) -> str:
    """Name the contents of a checkpoint folder: 12 hexadecimal digits.

    Sizes and times of change stand for the contents of large files, which would take seconds to
    read at each start; small ones are read.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if not path.is_file():
            continue
        state = path.stat()
        digest.update(f"{path.name}\0{state.st_size}\0".encode())
        if state.st_size <= _CHUNK:
            digest.update(path.read_bytes())
        else:
            digest.update(str(state.st_mtime_ns).encode())
    return digest.hexdigest()[:12]


def write_manifest(folder: Path, about: Mapping[str, Any]) -> None:
    """Write what *folder* holds, with the size and SHA-256 of each file."""
    files = {
        path.name: {"size": path.stat().st_size, "sha256": sha256(path)}
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST
    }
    text = json.dumps({**about, "files": files}, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def check_manifest(folder: Path) -> dict[str, Any]:
    """Compare every file of *folder* with its manifest, and return that.

    Raises:
        CorruptModel: A file is missing, short, changed or outside the folder; the message names it.
    """
    about = read_json(folder / MANIFEST)
    files = about.get("files")
    if not isinstance(files, Mapping) or not files:
        raise CorruptModel(f"{folder / MANIFEST} lists no files.")
    for name, known in files.items():
        if not safe_name(name) or "/" in name:
            raise CorruptModel(f"{folder / MANIFEST} names a file outside its folder: {name!r}.")
        path = folder / name
        if not path.is_file():
            raise CorruptModel(f"{folder} is incomplete: {name} is missing.")
        size = path.stat().st_size
        if size != known.get("size"):
            raise CorruptModel(f"{path} is damaged: {size} bytes, not {known.get('size')}.")
        if sha256(path) != known.get("sha256"):
            raise CorruptModel(f"{path} is damaged: its SHA-256 is not the recorded one.")
    return about


@contextmanager
def built(folder: Path) -> Iterator[Path | None]:
    """Build *folder* once, whoever asks: yield an empty place for it, or None where it is there.

    Processes that ask at once wait for each other. The place becomes *folder* in one step when the
    block ends without an error, and is removed otherwise.
    """
    from filelock import FileLock

    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if (folder / MANIFEST).is_file():
            yield None
            return
        place = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            yield place
            if folder.exists():  # An unfinished one of an older version.
                shutil.rmtree(folder)
            place.rename(folder)
        finally:
            shutil.rmtree(place, ignore_errors=True)
