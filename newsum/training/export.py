"""From trained weights to the folder that is shipped: one int8 copy that both runtimes read."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from newsum.errors import MissingModel, ModelError
from newsum.models.base import Kind
from newsum.models.carry import WORDS, write_words
from newsum.models.families import family_of
from newsum.models.folders import MANIFEST, check_manifest, fingerprint, read_json
from newsum.training.tokens import END, PAD, START

TOKENIZER: Final = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")
#: What its maker says of it: data, recipe, scores, limits.
CARD: Final = "README.md"
#: All files of a shipped model together, in bytes.
LIMIT: Final = 60_000_000


def save_checkpoint(
    network: Any,
    start: Path,
    out: Path,
    *,
    pack: Path | None = None,
    kind: Kind = "translation",
) -> None:
    """Write *network* to the folder *out*, in half precision, as transformers and newsum read it.

    Args:
        network: The weights.
        start: The folder whose tokenizer it was trained with.
        out: The folder to write to.
        pack: The data it was trained on: its words are known, beside those of *start*.
        kind: What it was trained to do.
    """
    import torch
    from transformers import GenerationConfig

    out.mkdir(parents=True, exist_ok=True)
    half = copy.deepcopy(network).to("cpu", torch.float16)
    half.config.dtype = torch.float16
    half.generation_config = GenerationConfig(
        bos_token_id=0,
        pad_token_id=PAD,
        eos_token_id=END,
        decoder_start_token_id=START["zh"],
        num_beams=4,
        max_new_tokens=256,
        early_stopping=True,
    )
    half.save_pretrained(str(out))
    path = out / "config.json"
    config = read_json(path) | {"newsum": {"family": "newsum", "kind": kind}}
    path.write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    for name in TOKENIZER:
        if (start / name).is_file() and start.resolve() != out.resolve():
            shutil.copyfile(start / name, out / name)
    lists = [f / WORDS for f in (start, pack) if f is not None and (f / WORDS).is_file()]
    if lists:
        # What it knew before, it still knows.
        found = {word for path in lists for word in path.read_text(encoding="utf-8").split("\n")}
        write_words(out / WORDS, found)


def export(
    model: Path, out: Path, *, about: Mapping[str, Any] | None = None, limit: int = LIMIT
) -> int:
    """Write the checkpoint in *model* to *out* as newsum ships it.

    Args:
        model: What a run wrote, or any folder that `save_checkpoint` wrote.
        out: The folder: `newsum/models/data` for the built-in model. What it held is replaced.
        about: What the manifest is to say of it: name, license. Its revision is added.
        limit: The most bytes it may have.

    Returns:
        Its size in bytes.

    Raises:
        MissingModel: There is none in *model*.
        CorruptModel: The converted model does not score texts as the original does.
        ModelError: It is over the limit.
    """
    from newsum.models.convert import convert

    if not (model / "model.safetensors").is_file():
        raise MissingModel(f"There is no trained model in {model}: model.safetensors is missing.")
    out.mkdir(parents=True, exist_ok=True)
    if (out / MANIFEST).is_file():
        for name in check_manifest(out)["files"]:
            (out / name).unlink()
    config = read_json(model / "config.json")
    family = family_of(config, model, family="newsum")
    if (model / WORDS).is_file():
        shutil.copyfile(model / WORDS, out / WORDS)
    said = {"revision": fingerprint(model), **(about or {})}
    convert(model, out, family, precision="int8", trim=False, about=said)
    # The model card is written by hand, before or after: it is not held to a checksum.
    manifest = read_json(out / MANIFEST)
    manifest["files"].pop(CARD, None)
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in out.iterdir())
    if size > limit:
        raise ModelError(f"The model in {out} has {size:,} bytes, over the {limit:,} it may have.")
    return size
