"""Families on transformers: any device torch has; bfloat16 on a GPU, float32 elsewhere."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from newsum.errors import CorruptModel, ModelError, UnsupportedModel
from newsum.models.base import Generation
from newsum.models.families import Family
from newsum.models.runtime import Output, Precision, Runtime, Source

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

#: transformers' class of each architecture that a family steers.
_CLASSES: Final = {
    "bart": "BartForConditionalGeneration",
    "m2m_100": "M2M100ForConditionalGeneration",
    "marian": "MarianMTModel",
    "mbart": "MBartForConditionalGeneration",
    "mt5": "MT5ForConditionalGeneration",
    "t5": "T5ForConditionalGeneration",
    "t5gemma": "T5GemmaForConditionalGeneration",
    "t5gemma2": "T5Gemma2ForConditionalGeneration",
}
#: Logits held at once when finished sequences are scored: 256 MB as float32.
_LOGITS: Final = 1 << 26


class TransformersModel(Runtime):
    """A Hugging Face checkpoint. Implements `Seq2Seq` and `Encoder` of `newsum.models.base`.

    Args:
        folder: The checkpoint: ``config.json``, weights, tokenizer.
        family: How it is steered.
        name: What results call it.
        device: "auto" (CUDA, then Apple's MPS, then CPU) or what else torch knows.
        precision: "float32", "bfloat16" or "float16"; "auto" is bfloat16 on a CUDA GPU that has it
            (on an older one float16, or float32 for T5 kinds) and float32 elsewhere.
        label: What else can change its output, such as the revision.
    """

    def __init__(
        self,
        folder: Path,
        family: Family,
        *,
        name: str,
        device: str = "auto",
        precision: Precision = "auto",
        label: str = "",
    ) -> None:
        self.folder = folder
        place = pick_device(device)
        self.precision = pick_precision(precision, place, overflows=family.overflows)
        super().__init__(family, name=name, device=place, precision=self.precision, label=label)

    @property
    def engine(self) -> str:
        """Names the engine and its version."""
        return f"transformers:{version('transformers')}+torch:{version('torch')}"

    def close(self) -> None:
        """Give back the memory it holds; the next use reads the weights again."""
        super().close()
        if self.device.startswith("cuda"):
            import torch

            # torch keeps what was freed for itself, and other programs find the GPU full.
            torch.cuda.empty_cache()

    def _load(self) -> Any:
        network = read_network(self.folder, precision=self.precision)
        return network.to(self.device).eval()

    def _generate(
        self, engine: Any, batch: Sequence[Source], settings: Generation
    ) -> list[list[Output]]:
        import torch
        from transformers import GenerationConfig

        # Sources are alike where both target languages are asked for: each is encoded once.
        unique = list(dict.fromkeys(each.tokens for each in batch))
        place = {tokens: at for at, tokens in enumerate(unique)}
        ids, mask = self._pad([self.pieces.ids(tokens) for tokens in unique])
        rows = torch.tensor([place[each.tokens] for each in batch], device=self.device)
        beams = settings.beams or 1
        count = min(settings.hypotheses, beams)
        ends = self.pieces.ids(self.family.ends)
        never = [*self.family.unwritten, *self.banned(batch[0].script)]
        prompts = [self.pieces.ids(each.prompt) for each in batch]
        with torch.inference_mode():
            encoded = engine.get_encoder()(input_ids=ids, attention_mask=mask, return_dict=True)
            config = GenerationConfig(
                num_beams=beams,
                num_return_sequences=count,
                max_new_tokens=batch[0].limit,
                min_new_tokens=settings.min_tokens or 1,
                no_repeat_ngram_size=settings.no_repeat_ngram or 0,
                length_penalty=(settings.length_penalty or 0.0) if beams > 1 else None,
                early_stopping=True if beams > 1 else None,
                do_sample=False,
                pad_token_id=engine.config.pad_token_id or 0,
                eos_token_id=ends,
                decoder_start_token_id=prompts[0][0],
                suppress_tokens=self.pieces.ids([self.pieces.unknown, *never]),
            )
            sequences = engine.generate(
                encoder_outputs=type(encoded)(last_hidden_state=encoded.last_hidden_state[rows]),
                attention_mask=mask[rows],
                decoder_input_ids=torch.tensor(prompts, device=self.device),
                generation_config=config,
            )
            # A family forces a first token always or never: the prompts are of one length.
            width = len(prompts[0])
            again = rows.repeat_interleave(count)
            state = type(encoded)(last_hidden_state=encoded.last_hidden_state[again])
            scores = self._means(engine, state, mask[again], sequences, width)
        outputs: list[list[Output]] = [[] for _ in batch]
        for row, tokens in enumerate(sequences[:, width:].tolist()):
            body = list(takewhile(lambda at: at not in ends, tokens))
            names = [self.pieces.vocabulary[at] for at in body]
            outputs[row // count].append(Output(names, scores[row], len(body) < len(tokens)))
        return outputs

    def _means(
        self, engine: Any, encoded: Any, mask: Any, sequences: torch.Tensor, width: int
    ) -> list[float]:
        """Return each sequence's mean log-probability a token, its end counted, its prompt not.

        The search could keep its own scores, but keeps whole vocabularies with them, a step each:
        gigabytes with 250,000 pieces. One pass over the finished sequences costs less.
        """
        import torch

        ends = torch.tensor(self.pieces.ids(self.family.ends), device=self.device)
        size = sequences.shape[1] * int(engine.config.get_text_config(decoder=True).vocab_size)
        group = max(1, _LOGITS // size)
        means: list[float] = []
        for at in range(0, len(sequences), group):
            part = sequences[at : at + group]
            state = type(encoded)(last_hidden_state=encoded.last_hidden_state[at : at + group])
            logits = engine(
                encoder_outputs=state,
                attention_mask=mask[at : at + group],
                decoder_input_ids=part[:, :-1],
            ).logits[:, width - 1 :]
            logits[..., self.pieces.ids(self.family.unwritten)] = -torch.inf
            tokens = part[:, width:]
            chances = logits.float().log_softmax(-1).gather(-1, tokens[..., None])[..., 0]
            over = torch.isin(tokens, ends)
            counted = over.cumsum(-1) - over.long() == 0
            total = torch.where(counted, chances, 0.0).sum(-1)
            means += (total / counted.sum(-1).clamp(min=1)).tolist()
        return means

    def _score(
        self, engine: Any, batch: Sequence[Source], answers: Sequence[Sequence[str]]
    ) -> list[list[float]]:
        import torch

        ids, mask = self._pad([self.pieces.ids(each.tokens) for each in batch])
        rows = [
            self.pieces.ids([*each.prompt, *answer, self.family.ends[0]])
            for each, answer in zip(batch, answers, strict=True)
        ]
        target, seen = self._pad(rows)
        with torch.inference_mode():
            logits = engine(
                input_ids=ids,
                attention_mask=mask,
                decoder_input_ids=target[:, :-1],
                decoder_attention_mask=seen[:, :-1],
            ).logits
            logits[..., self.pieces.ids(self.family.unwritten)] = -torch.inf
        chances = logits.float().log_softmax(-1).gather(-1, target[:, 1:, None])[..., 0].tolist()
        return [
            scores[len(each.prompt) - 1 : len(row) - 1]
            for scores, each, row in zip(chances, batch, rows, strict=True)
        ]

    def _pool(self, batch: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        import torch

        encoder = self._ready().get_encoder()
        ids, mask = self._pad([self.pieces.ids(tokens) for tokens in batch])
        with torch.inference_mode():
            states = encoder(input_ids=ids, attention_mask=mask, return_dict=True).last_hidden_state
            counted = mask[..., None]
            means = (states.float() * counted).sum(1) / counted.sum(1)
        return cast("NDArray[np.float32]", means.cpu().numpy())

    def _pad(self, rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        import torch

        width = max(map(len, rows))
        ids = torch.tensor([[*row, *[0] * (width - len(row))] for row in rows], device=self.device)
        mask = torch.tensor(
            [[1] * len(row) + [0] * (width - len(row)) for row in rows], device=self.device
        )
        return ids, mask


def pick_device(device: str) -> str:
    """Return what "auto" stands for here, and *device* itself otherwise.

    Raises:
        ModelError: This machine has no such device.
    """
    import torch

    if device == "auto":
        if torch.cuda.is_available():
            return "cuda"
        return "mps" if torch.backends.mps.is_available() else "cpu"
    try:
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError) as error:
        raise ModelError(f"This machine has no device {device!r}: {error}") from error
    return device


def pick_precision(precision: Precision, device: str, *, overflows: bool) -> str:
    """Return what "auto" stands for on *device*, and *precision* itself otherwise.

    Raises:
        ModelError: This runtime does not do with it.
    """
    import torch

    if precision == "int8":
        raise ModelError(
            "int8 needs runtime='ctranslate2'; transformers runs it in half precision."
        )
    if precision != "auto":
        return precision
    if not device.startswith("cuda"):
        # Most CPUs emulate bfloat16, and MPS gained it only of late.
        return "float32"
    # Emulated, it is slower than float32.
    if torch.cuda.is_bf16_supported(including_emulation=False):
        return "bfloat16"
    return "float32" if overflows else "float16"


def read_network(folder: Path, *, precision: str = "float32") -> Any:
    """Read a checkpoint's weights, safetensors first; of pickles nothing but numbers is read.

    Raises:
        UnsupportedModel: No architecture here is the checkpoint's.
        CorruptModel: Its weights are damaged, incomplete or unsafe.
    """
    import safetensors
    import torch
    import transformers

    from newsum.models.folders import check_folder

    check_folder(folder)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    name = _CLASSES.get(config.get("model_type", ""))
    if name is None:
        raise UnsupportedModel(f"{folder} holds a {config.get('model_type')!r} model.")
    try:
        with _quiet():
            network, report = getattr(transformers, name).from_pretrained(
                folder,
                dtype=getattr(torch, precision),
                local_files_only=True,
                trust_remote_code=False,
                weights_only=True,
                output_loading_info=True,
            )
    except pickle.UnpicklingError as error:
        raise CorruptModel(
            f"The weights in {folder} are a pickle that would run code, or a broken one: it was "
            f"not loaded. {error}"
        ) from error
    except (OSError, RuntimeError, ValueError, EOFError, safetensors.SafetensorError) as error:
        raise CorruptModel(f"The weights in {folder} cannot be read: {error}") from error
    if report["missing_keys"]:
        lacking = ", ".join(sorted(report["missing_keys"])[:3])
        raise CorruptModel(f"The weights in {folder} are incomplete: {lacking}... are missing.")
    # Settings of the search come with each request, none from the checkpoint unseen.
    network.generation_config = transformers.GenerationConfig()
    return network


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep transformers' progress bars, and its notes on tied weights, to itself."""
    from transformers.utils import logging

    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()
