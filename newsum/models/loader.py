"""From a name to a model: built in, in the catalog, on the hub, or in a folder."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from newsum.errors import OptionError, UnknownModel, UnsupportedModel
from newsum.models import cache, catalog, folders, hub
from newsum.models.base import Seq2Seq
from newsum.models.carry import carrying
from newsum.models.families import Family, family_of
from newsum.models.pair import Pair
from newsum.models.runtime import Precision, Runtime

_LOG: Final = logging.getLogger("newsum")

RUNTIMES: Final = ("auto", "ctranslate2", "transformers")
#: What torch calls devices, and which of its kind. Whether one is here is asked when it is needed.
_DEVICE: Final = re.compile(r"auto|(?:cpu|cuda|mps|xpu|npu|hpu)(?::\d+)?")


def load(
    model: str | Path | Seq2Seq,
    *,
    device: str = "auto",
    runtime: str = "auto",
    trim: bool = True,
    offline: bool | None = None,
    precision: Precision = "auto",
    family: str | None = None,
    batch_tokens: int | None = None,
) -> Seq2Seq:
    """Return the model called *model*, fetched and converted first where that is needed.

    Args:
        model: "builtin", a short name of the catalog, a hub id (owner/name), either of them at a
            revision (name@commit), a folder with a Hugging Face checkpoint or with a model that
            newsum converted; or a model, returned as it is.
        device: "auto", "cpu", "cuda", or what else the runtime knows.
        runtime: "ctranslate2", "transformers", or "auto": CTranslate2 with int8 on a CPU,
            transformers with bfloat16 on a GPU, and transformers wherever CTranslate2 does not run
            the architecture.
        trim: Convert without the rows of the vocabulary that only other languages than English and
            Chinese need. False is for output that is to have names in other scripts.
        offline: Make no connection. None asks ``HF_HUB_OFFLINE``.
        precision: How numbers are held; "auto" is what suits the runtime and the device.
        family: How the model is steered (a name of `newsum.models.families.FAMILIES`), where its
            files cannot tell.
        batch_tokens: Source tokens a batch, padding included; None is what suits the device. More
            are faster over many articles, and take more memory.

    Raises:
        UnknownModel: Nothing is called so.
        UnsupportedModel: Its architecture, or the way it is steered, is not known here.
        MissingModel: Its files are not on this machine, and may not or could not be fetched.
        CorruptModel: Its files are damaged or unsafe.
        OptionError: *runtime* or *device* is not a valid value.
    """
    if not isinstance(model, str | Path):
        return model
    if runtime not in RUNTIMES:
        raise OptionError(f"runtime must be one of {', '.join(RUNTIMES)}, not {runtime!r}")
    if not _DEVICE.fullmatch(device):
        raise OptionError(f"device must be auto, cpu, cuda, cuda:1 or mps, not {device!r}")
    if model == catalog.BUILTIN:
        from newsum.models.builtin import Builtin

        return Builtin(device=device, runtime=runtime, batch_tokens=batch_tokens)
    folder = folder_of(model)
    if folder is not None and (folder / folders.MANIFEST).is_file():
        if runtime == "transformers":
            raise UnsupportedModel(
                f"{folder} is converted for CTranslate2: name the checkpoint it was made of."
            )
        parts = [_converted(folder, str(model), device, precision, family)]
    else:
        parts = [
            _loaded(each, device, runtime, trim, precision, family)
            for each in _checkpoints(model, offline)
        ]
    for part in parts:
        part.batch_tokens = batch_tokens or part.batch_tokens
    if folder is not None:
        return carrying(parts[0], folder)
    return parts[0] if len(parts) == 1 else Pair(str(model), parts)


def convert(
    model: str | Path,
    *,
    trim: bool = True,
    precision: Precision = "auto",
) -> list[Path]:
    """Convert a model to CTranslate2 ahead of its first use, and return where it lies.

    Arguments and errors are those of `load`. What was converted before is not converted again.
    """
    folder = folder_of(model)
    if folder is not None and (folder / folders.MANIFEST).is_file():
        return [folder]
    return [_convert(each, _recognized(each), trim, precision) for each in _checkpoints(model)]


def folder_of(model: str | Path) -> Path | None:
    """Return the local folder that *model* names, unless the catalog has a model of that name."""
    if isinstance(model, str) and catalog.find(model) is not None:
        return None
    folder = Path(model).expanduser()
    return folder.resolve() if folder.is_dir() else None


def _checkpoints(model: str | Path, offline: bool | None = None) -> Iterator[_Checkpoint]:
    """Yield the checkpoints that *model* is made of, fetched where they are not here."""
    folder = folder_of(model)
    if folder is not None:
        yield _Checkpoint(str(model), str(folder), folder, folders.fingerprint(folder))
        return
    if isinstance(model, Path):
        raise UnknownModel(str(model), tuple(catalog.ENTRIES))
    pins = cache.pinned(model)
    known = catalog.find(model.partition("@")[0])
    for repository, revision in pins:
        here = cache.local(repository, revision)
        if here is None:
            if known is not None and not folders.is_offline(offline):
                _LOG.warning("Fetching %s for %s. %s", repository, known.name, known.notice)
            with hub.bars() as progress:
                here = cache.fetch(repository, revision, offline=offline, progress=progress)
        yield _Checkpoint(
            model if len(pins) == 1 else repository,
            repository,
            here.folder,
            here.revision,
            known.says if known else {},
            known.license if known else "",
        )


@dataclass(frozen=True, slots=True)
class _Checkpoint:
    """A Hugging Face checkpoint on this machine."""

    name: str  # what results call it
    origin: str  # hub id or folder: what its conversions are kept by
    folder: Path
    revision: str
    says: Mapping[str, Any] = field(default_factory=dict)  # what its config.json does not
    license: str = ""


def _recognized(checkpoint: _Checkpoint, family: str | None = None) -> Family:
    path = checkpoint.folder / "config.json"
    if not path.is_file():
        raise UnsupportedModel(
            f"{checkpoint.folder} has no config.json: it is neither a Hugging Face checkpoint nor "
            "a model that newsum converted."
        )
    config = folders.read_json(path)
    said = {**checkpoint.says, **(config.get("newsum") or {})}
    config |= {"newsum": said} if said else {}
    return family_of(config, checkpoint.folder, family=family)


def _convert(checkpoint: _Checkpoint, family: Family, trim: bool, precision: Precision) -> Path:
    """Return where *checkpoint* lies converted, having converted it if need be.

    Converted models are kept under ``NEWSUM_HOME``, one for each origin (hub id or folder),
    revision, precision, trimming and version of the conversion. Of processes that ask at once one
    converts, and the others wait for it.

    Raises:
        UnsupportedModel: CTranslate2 does not run its architecture.
        CorruptModel: Its weights cannot be read.
    """
    from newsum.models.convert import VERSION, convert

    held: Precision = "int8" if precision == "auto" else precision
    trimmed = trim and family.multilingual
    vocabulary = "en-zh" if trimmed else "full"
    how = "-".join((checkpoint.revision[:12], held, vocabulary, f"v{VERSION}"))
    place = cache.converted_home(checkpoint.origin) / how
    with folders.built(place) as empty:
        if empty is not None:
            # A minute for an mT5-base, in which nothing else is seen to happen.
            _LOG.warning("Converting %s for CTranslate2, once.", checkpoint.origin)
            about = {
                "origin": checkpoint.origin,
                "revision": checkpoint.revision,
                "license": checkpoint.license,
            }
            convert(checkpoint.folder, empty, family, precision=held, trim=trim, about=about)
    return place


def _loaded(
    checkpoint: _Checkpoint,
    device: str,
    runtime: str,
    trim: bool,
    precision: Precision,
    family: str | None,
) -> Runtime:
    known = _recognized(checkpoint, family)
    if _takes_ctranslate2(runtime, device, known.config):
        place, steered = _convert(checkpoint, known, trim, precision), known.name
        # Without the whole tokenizer, which may be several times what the trimmed model needs.
        del known
        return _converted(place, checkpoint.name, device, precision, steered)
    from newsum.models.transformers_runtime import TransformersModel

    return TransformersModel(
        checkpoint.folder,
        known,
        name=checkpoint.name,
        device=device,
        precision=precision,
        label=f"revision:{checkpoint.revision}",
    )


def _converted(
    folder: Path, name: str, device: str, precision: Precision, family: str | None
) -> Runtime:
    from newsum.models.convert import opened

    about = folders.check_manifest(folder)
    return opened(folder, about, name=name, device=device, precision=precision, family=family)


def _takes_ctranslate2(runtime: str, device: str, config: Mapping[str, Any]) -> bool:
    from newsum.models.convert import convertible

    if runtime == "ctranslate2":
        if not convertible(config):
            raise UnsupportedModel(
                f"CTranslate2 does not run {config.get('model_type')!r} models: take "
                "runtime='transformers' or 'auto'."
            )
        return True
    if runtime != "auto" or not convertible(config):
        return False
    from newsum.models.ctranslate2_runtime import is_cpu

    return is_cpu(device)
