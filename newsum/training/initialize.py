"""The model that training starts from: a pretrained encoder, or newsum's own model.

The encoder of the built-in model is multilingual-e5-small's (MIT), its embeddings cut to the
pieces of our vocabulary; the decoder starts at random.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newsum.errors import CorruptModel, MissingModel
from newsum.models.builtin import FOLDER, available
from newsum.models.builtin_network import read_shipped
from newsum.training.examples import read_pack
from newsum.training.export import TOKENIZER, save_checkpoint
from newsum.training.network import Shape, build
from newsum.training.tokens import END, PAD, TASK, encode, examples_of, load_tokenizer
from newsum.training.vocabulary import add_copy_tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Tensors by the names of our packed file: "l0.q.w" and so on.
Read = Callable[[str], "NDArray[np.float32]"]

#: Parts of an encoder layer: in the packed file, in XLM-R's and BERT's checkpoints, in BART's.
_PARTS: Final = (
    ("q", "attention.self.query", "self_attn.q_proj"),
    ("k", "attention.self.key", "self_attn.k_proj"),
    ("v", "attention.self.value", "self_attn.v_proj"),
    ("ao", "attention.output.dense", "self_attn.out_proj"),
    ("aln", "attention.output.LayerNorm", "self_attn_layer_norm"),
    ("fi", "intermediate.dense", "fc1"),
    ("fo", "output.dense", "fc2"),
    ("oln", "output.LayerNorm", "final_layer_norm"),
)
#: Weights of a block in the packed file that share one scale.
_BLOCK: Final = 32
_SAMPLES: Final = 256
_BATCH: Final = 32


def initialize(
    encoder: Path, tokenizer: Path, out: Path, *, pack: Path | None = None, seed: int = 1
) -> Any:
    """Write the model that training starts from to the folder *out*; returns the network.

    Args:
        encoder: A folder with multilingual-e5-small (or another XLM-R or BERT encoder, with its
            ``tokenizer.json``), or the packed file ``init.q4``, whose rows are *tokenizer*'s.
        tokenizer: The folder of the tokenizer. Copy tokens are added to it in *out*.
        out: The folder to write.
        pack: Prepared data, on some of which the encoder's output is standardized.
        seed: Of the random weights.

    Raises:
        CorruptModel: A file is missing or of another kind.
        InputError: *pack* is not a prepared pack.
    """
    out.mkdir(parents=True, exist_ok=True)
    for name in TOKENIZER:
        if (tokenizer / name).is_file():
            shutil.copyfile(tokenizer / name, out / name)
    words = load_tokenizer(out)
    pieces = [words.id_to_token(number) for number in range(words.get_vocab_size())]
    size = add_copy_tokens(out)
    if encoder.is_dir():
        read, rows, shape = _from_checkpoint(encoder, pieces)
    else:
        read, rows, shape = _from_packed(encoder)
    network = build(size, shape, seed=seed)
    _fill(network, read, _completed(rows, size, seed))
    if pack is not None:
        standardize(network, list(_sample(pack, out)))
    save_checkpoint(network, out, out, pack=pack)
    return network


def from_builtin(out: Path, *, folder: Path | None = None) -> None:
    """Write newsum's own model to *out* as a checkpoint to train on from.

    Raises:
        MissingModel: This build has no weights.
    """
    place = folder or FOLDER
    if not (place / "model.bin").is_file() or not available(place):
        raise MissingModel(
            f"There is no built-in model in {place} to start from. Start from another folder "
            "(--start), or make one with `newsum train init`."
        )
    save_checkpoint(read_shipped(place), place, out)


def _from_checkpoint(
    folder: Path, pieces: Sequence[str]
) -> tuple[Read, dict[int, NDArray[np.float32]], Shape]:
    """Read an encoder published by itself, its embeddings matched to our *pieces* by name."""
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        if not (folder / name).is_file():
            raise CorruptModel(f"{folder / name} is missing: this is not an encoder to start from.")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    tensors = {
        name.removeprefix("roberta.").removeprefix("bert."): tensor
        for name, tensor in load_file(folder / "model.safetensors").items()
    }
    theirs = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
    table = tensors["embeddings.word_embeddings.weight"]
    rows = {number: table[theirs[piece]] for number, piece in enumerate(pieces) if piece in theirs}
    shape = Shape(
        width=config["hidden_size"],
        encoder_layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        inner=config["intermediate_size"],
    )
    # XLM-R counts positions from the padding id on.
    first = config["pad_token_id"] + 1 if config.get("model_type") == "xlm-roberta" else 0
    names = {
        "emb.pos": "embeddings.position_embeddings.weight",
        "emb.type": "embeddings.token_type_embeddings.weight",
        "emb.ln.w": "embeddings.LayerNorm.weight",
        "emb.ln.b": "embeddings.LayerNorm.bias",
    }
    for layer in range(shape.encoder_layers):
        for short, long, _ in _PARTS:
            for ours, full in (("w", "weight"), ("b", "bias")):
                names[f"l{layer}.{short}.{ours}"] = f"encoder.layer.{layer}.{long}.{full}"

    def read(name: str) -> NDArray[np.float32]:
        tensor: NDArray[np.float32] = tensors[names[name]].astype("float32")
        return tensor[first : first + shape.positions] if name == "emb.pos" else tensor

    return read, rows, shape


def _from_packed(path: Path) -> tuple[Read, dict[int, NDArray[np.float32]], Shape]:
    """Read ``init.q4``: e5's encoder in blocks of four and two bits, rows of our vocabulary."""
    import numpy as np

    if not path.is_file():
        raise CorruptModel(f"There is no encoder {str(path)!r}.")
    with path.open("rb") as file:
        tensors: Mapping[str, NDArray[Any]] = dict(np.load(file))
    sizes = json.loads(tensors["meta"].tobytes())
    shape = Shape(
        width=sizes["hidden"],
        encoder_layers=sizes["enc_layers"],
        heads=sizes["heads"],
        inner=sizes["ffn"],
        positions=sizes["positions"],
    )

    def read(name: str) -> NDArray[np.float32]:
        if name in tensors:
            return tensors[name].astype(np.float32)
        planes = [tensors[f"{name}/{part}"] for part in ("lo", "hi")]
        codes = tensors[f"{name}/q"]
        scale = np.stack(planes, 1).copy().view("<f2").astype(np.float32)
        width = shape.inner if name.endswith("fo.w") else shape.width
        return (_unpacked(codes) * scale).reshape(-1, width)

    table = np.concatenate([read("emb.head"), read("emb.tail")])
    rows = {number: table[number] for number in np.flatnonzero(tensors["known"]).tolist()}
    return read, rows, shape


def _unpacked(codes: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the 32 steps of each block: 16 bytes of two nibbles, or 8 of four pairs of bits."""
    import numpy as np

    bits = 8 * codes.shape[1] // _BLOCK
    parts = [codes >> shift & (2**bits - 1) for shift in range(0, 8, bits)]
    center = 8.0 if bits == 4 else 1.5  # Q4_0 counts from -8, two bits lie around 0
    return np.concatenate(parts, 1).astype(np.float32) - np.float32(center)


def _completed(
    rows: Mapping[int, NDArray[np.float32]], size: int, seed: int
) -> NDArray[np.float32]:
    """Return all embeddings; those not known are drawn near the mean of the known."""
    import numpy as np

    known = np.stack(list(rows.values()))
    mean, spread = known.mean(0), known.std(0)
    noise = np.random.default_rng(seed).standard_normal((size, len(mean)))
    table: NDArray[np.float32] = (mean + 0.5 * spread * noise).astype(np.float32)
    table[list(rows)] = known
    return table


def _fill(network: Any, read: Read, table: NDArray[np.float32]) -> None:
    """Put the encoder's tensors and the embeddings in; the decoder gets their positions too."""
    import numpy as np
    import torch

    def put(parameter: Any, array: NDArray[np.float32]) -> None:
        tensor = torch.from_numpy(np.ascontiguousarray(array, np.float32))
        parameter.copy_(tensor.reshape(parameter.shape))

    encoder, decoder = network.model.encoder, network.model.decoder
    width = network.config.d_model
    with torch.no_grad():
        put(network.model.shared.weight, table)
        places = read("emb.pos").reshape(-1, width) + read("emb.type").reshape(-1, width)[0]
        # BART keeps two rows before the first position.
        put(encoder.embed_positions.weight[2:], places)
        put(encoder.layernorm_embedding.weight, read("emb.ln.w"))
        put(encoder.layernorm_embedding.bias, read("emb.ln.b"))
        for number, layer in enumerate(encoder.layers):
            for short, _, ours in _PARTS:
                module = layer.get_submodule(ours)
                put(module.weight, read(f"l{number}.{short}.w"))
                put(module.bias, read(f"l{number}.{short}.b"))
        decoder.embed_positions.weight.copy_(encoder.embed_positions.weight)
        decoder.layernorm_embedding.load_state_dict(encoder.layernorm_embedding.state_dict())


def standardize(network: Any, batches: Sequence[NDArray[np.int64]]) -> None:
    """Scale the encoder's last norm so that its states have mean 0 and variance 1 a dimension.

    e5's states share one large mean and vary little about it, so that a new decoder, whose
    attention sees nearly the same vector everywhere, would learn to ignore its source.

    Args:
        network: Changed in place.
        batches: Sources to measure on, ids of shape (rows, width).
    """
    import torch

    norm = network.model.encoder.layers[-1].final_layer_norm
    training = network.training
    network.eval()
    states = []
    with torch.no_grad():
        for batch in batches:
            ids = torch.from_numpy(batch)
            mask = ids != PAD
            encoded = network.model.encoder(input_ids=ids, attention_mask=mask.long())
            states.append(encoded.last_hidden_state[mask].float())
        measured = torch.cat(states)
        mean, spread = measured.mean(0), measured.std(0).clamp_min(1e-3)
        norm.weight.div_(spread)
        norm.bias.sub_(mean).div_(spread)
    network.train(training)


def _sample(pack: Path, tokenizer: Path) -> Iterator[NDArray[np.int64]]:
    """Yield batches of a pack's sentences, evenly spread over its first hundred thousand."""
    import numpy as np

    examples = list(islice(read_pack(examples_of(pack)), 100_000))
    texts = [
        text
        for each in examples[:: max(1, 2 * len(examples) // _SAMPLES)]
        for text in (each.one, each.other)
    ]
    ids = encode(load_tokenizer(tokenizer), texts)
    for start in range(0, len(ids), _BATCH):
        part = [[TASK["translate"], *row[:200], END] for row in ids[start : start + _BATCH]]
        batch = np.full((len(part), max(map(len, part))), PAD, np.int64)
        for number, row in enumerate(part):
            batch[number, : len(row)] = row
        yield batch
