"""Families on CTranslate2: int8 on a CPU, half precision on a GPU."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsum.errors import CorruptModel, ModelError
from newsum.machine import cores
from newsum.models.base import Generation
from newsum.models.ctranslate2_file import encoder_file
from newsum.models.families import Family
from newsum.models.pieces import Pieces
from newsum.models.runtime import Output, Precision, Runtime, Source

if TYPE_CHECKING:
    import ctranslate2
    import numpy as np
    from numpy.typing import NDArray

#: What a converted model is made of, beside its tokenizer.
FILES: Final = ("model.bin", "config.json", "shared_vocabulary.json")

#: An article in two languages seldom asks for more at once.
_MOST_REPLICAS: Final = 4


class CTranslate2Model(Runtime):
    """A converted model. Implements `Seq2Seq` and `Encoder` of `newsum.models.base`.

    For `embed` the encoder's weights are held a second time, from the first use on.

    Args:
        folder: The converted model: ``model.bin``, ``config.json`` with no decoder start token,
            and its vocabulary.
        family: How it is steered.
        name: What results call it.
        device: "auto", "cpu", "cuda", or "cuda:1" for another than the first GPU.
        precision: How numbers are held; "auto" is int8 on a CPU, int8 with half precision on a GPU.
        label: What else can change its output: revision, trimming.
        pieces: Its tokenizer, if not the family's.
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
        pieces: Pieces | None = None,
    ) -> None:
        self.folder = folder
        kind, self.device_index = pick_device(device)
        self.compute_type = pick_compute_type(
            precision, kind, supported(kind, self.device_index), family.overflows
        )
        self._replicas, self._threads = share_threads() if kind == "cpu" else (1, 0)
        self._loaded_encoder: ctranslate2.Encoder | None = None
        super().__init__(
            family, name=name, device=kind, precision=self.compute_type, label=label, pieces=pieces
        )

    @property
    def engine(self) -> str:
        """Names the engine and its version."""
        return f"ctranslate2:{version('ctranslate2')}"

    def close(self) -> None:
        """Give back the memory it holds; the next use reads the weights again."""
        super().close()
        with self._lock:
            self._loaded_encoder = None

    def _load(self) -> ctranslate2.Translator:
        import ctranslate2

        settings = json.loads((self.folder / "config.json").read_text(encoding="utf-8"))
        if settings.get("decoder_start_token") is not None:
            raise CorruptModel(
                f"{self.folder} was converted with a fixed decoder start token, "
                f"{settings['decoder_start_token']!r}, so its language cannot be chosen. "
                "Convert it again: `newsum models convert`."
            )
        with self._explained():
            return ctranslate2.Translator(
                str(self.folder),
                device=self.device,
                device_index=self.device_index,
                compute_type=self.compute_type,
                inter_threads=self._replicas,
                intra_threads=self._threads,
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Say of an error while weights are read what is to be done."""
        try:
            yield
        except (RuntimeError, ValueError) as error:
            if "CUDA" in str(error) or "device" in str(error):
                raise ModelError(f"{self.name} cannot run on {self.device}: {error}") from error
            raise CorruptModel(f"{self.folder} is not a whole converted model: {error}") from error

    def _generate(
        self, engine: ctranslate2.Translator, batch: Sequence[Source], settings: Generation
    ) -> list[list[Output]]:
        beams = settings.beams or 1
        # A family forces a first token always or never.
        forced = sum(each.first is not None for each in batch[:1])
        results = engine.translate_batch(
            [list(each.tokens) for each in batch],
            target_prefix=[each.prompt for each in batch],
            beam_size=beams,
            num_hypotheses=min(settings.hypotheses, beams),
            length_penalty=settings.length_penalty or 0.0,
            no_repeat_ngram_size=settings.no_repeat_ngram or 0,
            # A forced token comes back and counts; the start token does not.
            max_decoding_length=batch[0].limit + forced,
            min_decoding_length=(settings.min_tokens or 1) + forced,
            max_input_length=0,
            max_batch_size=self._part(batch),
            disable_unk=True,
            suppress_sequences=[[piece] for piece in self.banned(batch[0].script)] or None,
            return_scores=True,
            return_end_token=True,
        )
        penalty = settings.length_penalty or 0.0
        return [
            [
                self._output(tokens, score * len(tokens) ** penalty, forced)
                for tokens, score in zip(result.hypotheses, result.scores, strict=True)
            ]
            for result in results
        ]

    def _part(self, batch: Sequence[Source]) -> int:
        """Return how many of *batch* each replica gets."""
        return -(-len(batch) // self._replicas)

    def _output(self, tokens: list[str], total: float, forced: int) -> Output:
        finished = bool(tokens) and tokens[-1] == self.family.end
        body = tokens[forced : len(tokens) - finished]
        return Output(body, total / max(1, len(tokens) - forced), finished)

    def _score(
        self,
        engine: ctranslate2.Translator,
        batch: Sequence[Source],
        answers: Sequence[Sequence[str]],
    ) -> list[list[float]]:
        results = engine.score_batch(
            [list(each.tokens) for each in batch],
            [[*each.prompt, *answer] for each, answer in zip(batch, answers, strict=True)],
            max_input_length=0,
            max_batch_size=self._part(batch),
        )
        return [
            list(result.log_probs)[len(each.prompt) - 1 :]
            for result, each in zip(results, batch, strict=True)
        ]

    def _pool(self, batch: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        import ctranslate2
        import numpy as np

        output = self._encoder().forward_batch([list(tokens) for tokens in batch])
        states = output.last_hidden_state.to(ctranslate2.DataType.float32)
        if self.device != "cpu":
            states = states.to_device(ctranslate2.Device.cpu)
        rows = np.array(states)
        return np.stack([row[: len(each)].mean(0) for row, each in zip(rows, batch, strict=True)])

    def _encoder(self) -> ctranslate2.Encoder:
        import ctranslate2

        with self._lock:
            if self._loaded_encoder is None:
                files = {
                    "model.bin": encoder_file(self.folder / "model.bin"),
                    "config.json": (self.folder / "config.json").read_bytes(),
                    "vocabulary.json": (self.folder / "shared_vocabulary.json").read_bytes(),
                }
                with self._explained():
                    self._loaded_encoder = ctranslate2.Encoder(
                        str(self.folder),
                        device=self.device,
                        device_index=self.device_index,
                        compute_type=self.compute_type,
                        intra_threads=self._replicas * self._threads,
                        files=files,
                    )
            return self._loaded_encoder


def share_threads() -> tuple[int, int]:
    """Return how many replicas of a model to run on this CPU, and the threads of each.

    Replicas share the weights; a batch is split among them. On 2 cores, two replicas of a thread
    beat one of two by 1.7 for an mT5-base and by 1.4 for the built-in model's shape in batches,
    and by 1.5 and 2.4 for one article: threads that wait for one another at every matrix cost more
    than they bring. More cores, on which this was not measured, give each replica more threads.
    """
    asked = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0]
    threads = max(1, int(asked)) if asked.isdecimal() else cores()
    replicas = min(threads, _MOST_REPLICAS)
    return replicas, threads // replicas


def is_cpu(device: str) -> bool:
    """Tell whether *device* is a CPU, or "auto" comes to one here.

    >>> is_cpu("cpu"), is_cpu("cuda:1")
    (True, False)
    """
    if device != "auto":
        return device == "cpu"
    # Asked of CTranslate2, which starts in a tenth of torch's time.
    if not _gpus():
        return True
    import torch

    # A torch without CUDA would run on the CPU beside an idle GPU, slower than CTranslate2 does.
    # Nor are the libraries here then, most likely, that CTranslate2 needs on a GPU.
    return not torch.cuda.is_available()


def _gpus() -> int:
    import ctranslate2

    return int(ctranslate2.get_cuda_device_count())


def pick_device(device: str) -> tuple[str, int]:
    """Return CTranslate2's name for *device*, and which of its kind.

    >>> pick_device("cpu")
    ('cpu', 0)

    Raises:
        ModelError: CTranslate2 does not run there, or this machine has no such device.
    """
    if device == "auto":
        return ("cpu" if is_cpu(device) else "cuda"), 0
    kind, _, index = device.partition(":")
    if kind not in ("cpu", "cuda") or not (index or "0").isdecimal():
        raise ModelError(
            f"CTranslate2 runs on 'cpu' and 'cuda' ('cuda:1', ...), not on {device!r}: take one of "
            "those, or runtime='transformers'."
        )
    at = int(index or 0)
    if kind == "cuda" and at >= (count := _gpus()):
        raise ModelError(
            f"This machine has no device {device!r}: CTranslate2 finds {count or 'no'} GPU"
            f"{'s' if count > 1 else ''} here."
        )
    return kind, at


def supported(device: str, index: int = 0) -> set[str]:
    """Return CTranslate2's compute types that are fast on a device."""
    import ctranslate2

    return set(ctranslate2.get_supported_compute_types(device, index))


def pick_compute_type(
    precision: Precision, device: str, available: Collection[str], overflows: bool
) -> str:
    """Return CTranslate2's compute type for *precision*.

    Args:
        precision: As the caller asked for it.
        device: "cpu" or "cuda".
        available: What the device is fast with.
        overflows: Whether the model's activations are too large for float16, as T5 kinds' are.

    Raises:
        ModelError: The device does not do with that precision.
    """
    if precision not in ("auto", "int8"):
        if precision not in available:
            raise ModelError(
                f"CTranslate2 has no {precision} on this {device}; it has "
                f"{', '.join(sorted(available))}."
            )
        return precision
    if device == "cpu":
        wanted = ["int8"]
    else:
        # Matrices as int8, the rest in the half precision that suits model and card: cards before
        # Ampere have no bfloat16.
        wanted = ["int8_bfloat16" if overflows else "int8_float16", "int8_float32"]
    return next((each for each in wanted if each in available), "float32")
