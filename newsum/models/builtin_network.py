"""The built-in model's int8 weights for transformers: read from CTranslate2's file, multiplied out.

So one copy of 50 MB serves both runtimes. The names in the file are those of CTranslate2's BART
converter.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsum.errors import CorruptModel
from newsum.models.ctranslate2_file import read_layout
from newsum.models.transformers_runtime import TransformersModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class ShippedModel(TransformersModel):
    """A model in CTranslate2's format, run by transformers."""

    def _load(self) -> Any:
        import torch

        network = read_shipped(self.folder)
        return network.to(self.device, getattr(torch, self.precision)).eval()


def read_shipped(folder: Path) -> Any:
    """Return the network of the shipped model in *folder*, in float32, for transformers.

    Raises:
        CorruptModel: Its file is damaged, or of another architecture.
    """
    import torch
    from transformers import BartConfig, BartForConditionalGeneration

    config = json.loads((folder / "checkpoint.json").read_text(encoding="utf-8"))
    tensors = read_tensors(folder / "model.bin")
    with torch.device("meta"):
        network = BartForConditionalGeneration(BartConfig(**config))
    try:
        state = {name: torch.from_numpy(array) for name, array in _named(tensors, config)}
        state["lm_head.weight"] = state["model.shared.weight"]
        state["final_logits_bias"] = torch.zeros(1, config["vocab_size"])
        network.load_state_dict(state, assign=True)
    except (KeyError, RuntimeError) as error:
        raise CorruptModel(
            f"{folder / 'model.bin'} is not of the built-in model: {error}"
        ) from error
    network.tie_weights()
    return network


def read_tensors(path: Path) -> dict[str, NDArray[Any]]:
    """Return every tensor of CTranslate2's ``model.bin``, int8 ones multiplied out, by name.

    Raises:
        CorruptModel: The file is cut short, or of another version of the format.
    """
    import numpy as np

    data = path.read_bytes()
    variables, aliases = read_layout(data, path)
    found = {
        each.name: np.frombuffer(data, each.kind, each.size, each.start).reshape(each.shape)
        for each in variables
    }
    plain = {name: _multiplied(name, array, found) for name, array in found.items()}
    return plain | {alias: plain[name] for alias, name in aliases if name in plain}


def _multiplied(
    name: str, array: NDArray[Any], tensors: dict[str, NDArray[Any]]
) -> NDArray[np.float32]:
    import numpy as np

    plain = array.astype(np.float32)
    scale = tensors.get(f"{name}_scale")
    if scale is not None and array.dtype == np.int8:
        plain /= scale.astype(np.float32).reshape(-1, *[1] * (array.ndim - 1))
    return plain


def _named(
    tensors: dict[str, NDArray[Any]], config: dict[str, Any]
) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Yield the tensors under transformers' names."""
    import numpy as np

    shared = tensors["encoder/embeddings_0/weight"]
    yield "model.shared.weight", shared
    for side in ("encoder", "decoder"):
        ours = f"model.{side}"
        yield f"{ours}.embed_tokens.weight", shared
        places = tensors[f"{side}/position_encodings/encodings"]
        # transformers keeps two rows that no position uses.
        unused = np.zeros((2, places.shape[1]), np.float32)
        yield f"{ours}.embed_positions.weight", np.concatenate([unused, places])
        yield from _norm(tensors, f"{side}/layernorm_embedding", f"{ours}.layernorm_embedding")
        for number in range(config[f"{side}_layers"]):
            theirs, own = f"{side}/layer_{number}", f"{ours}.layers.{number}"
            yield from _attention(tensors, f"{theirs}/self_attention", f"{own}.self_attn")
            if side == "decoder":
                yield from _attention(tensors, f"{theirs}/attention", f"{own}.encoder_attn")
            yield from _linear(tensors, f"{theirs}/ffn/linear_0", (f"{own}.fc1",))
            yield from _linear(tensors, f"{theirs}/ffn/linear_1", (f"{own}.fc2",))
            yield from _norm(tensors, f"{theirs}/ffn/layer_norm", f"{own}.final_layer_norm")


def _attention(
    tensors: dict[str, NDArray[Any]], theirs: str, own: str
) -> Iterator[tuple[str, NDArray[np.float32]]]:
    # CTranslate2 joins what reads the same states: all three in self-attention, else keys and
    # values.
    query, key, value = (f"{own}.{letter}_proj" for letter in "qkv")
    if f"{theirs}/linear_2/weight" in tensors:
        yield from _linear(tensors, f"{theirs}/linear_0", (query,))
        yield from _linear(tensors, f"{theirs}/linear_1", (key, value))
        yield from _linear(tensors, f"{theirs}/linear_2", (f"{own}.out_proj",))
    else:
        yield from _linear(tensors, f"{theirs}/linear_0", (query, key, value))
        yield from _linear(tensors, f"{theirs}/linear_1", (f"{own}.out_proj",))
    yield from _norm(tensors, f"{theirs}/layer_norm", f"{own}_layer_norm")


def _linear(
    tensors: dict[str, NDArray[Any]], theirs: str, own: tuple[str, ...]
) -> Iterator[tuple[str, NDArray[np.float32]]]:
    import numpy as np

    for part in ("weight", "bias"):
        pieces = np.split(tensors[f"{theirs}/{part}"], len(own))
        for name, piece in zip(own, pieces, strict=True):
            yield f"{name}.{part}", np.ascontiguousarray(piece)


def _norm(
    tensors: dict[str, NDArray[Any]], theirs: str, own: str
) -> Iterator[tuple[str, NDArray[np.float32]]]:
    yield f"{own}.weight", tensors[f"{theirs}/gamma"]
    yield f"{own}.bias", tensors[f"{theirs}/beta"]
