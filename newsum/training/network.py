"""The network that is trained: BART's architecture at the built-in model's size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from newsum.training.tokens import END, PAD, START


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Sizes of a network. The defaults are the built-in model's, multilingual-e5-small's encoder.

    Args:
        width: Of the states.
        encoder_layers: How many.
        decoder_layers: How many.
        heads: Of attention.
        inner: Width inside the feed-forward layers.
        positions: The longest text.
    """

    width: int = 384
    encoder_layers: int = 12
    decoder_layers: int = 4
    heads: int = 12
    inner: int = 1536
    positions: int = 512


def build(vocabulary: int, shape: Shape, *, seed: int = 1) -> Any:
    """Return a network with random weights: Xavier's for matrices, as for the decoder at start.

    With the small normal weights that transformers draws, the decoder learns to ignore its source.
    """
    import torch
    from transformers import BartConfig, BartForConditionalGeneration

    torch.manual_seed(seed)
    config = BartConfig(
        vocab_size=vocabulary,
        d_model=shape.width,
        max_position_embeddings=shape.positions,
        encoder_layers=shape.encoder_layers,
        encoder_attention_heads=shape.heads,
        encoder_ffn_dim=shape.inner,
        decoder_layers=shape.decoder_layers,
        decoder_attention_heads=shape.heads,
        decoder_ffn_dim=shape.inner,
        activation_function="gelu",
        dropout=0.1,
        attention_dropout=0.1,
        activation_dropout=0.0,
        scale_embedding=False,
        bos_token_id=0,
        pad_token_id=PAD,
        eos_token_id=END,
        decoder_start_token_id=START["zh"],
        forced_eos_token_id=None,
        tie_word_embeddings=True,
        # CTranslate2's loader asks for these.
        normalize_before=False,
        normalize_embedding=True,
        add_final_layer_norm=False,
        architectures=["BartForConditionalGeneration"],
    )
    network = BartForConditionalGeneration(config)
    for side in (network.model.encoder, network.model.decoder):
        for layer in side.layers:
            for weights in layer.parameters():
                if weights.dim() > 1:
                    torch.nn.init.xavier_uniform_(weights)
    return network
