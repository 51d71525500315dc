"""Training within a budget of time or steps, resumable at any point without a difference."""

from __future__ import annotations

import copy
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newsum.models.transformers_runtime import pick_device, read_network
from newsum.training.corpus import Batch, Corpus, Loader
from newsum.training.export import save_checkpoint
from newsum.training.settings import Settings, rate, refuse_run
from newsum.training.tokens import START, TASK, Store, encode, load_tokenizer, tokenize

if TYPE_CHECKING:
    import torch

CHECKPOINT: Final = "checkpoint.pt"
LOG: Final = "log.jsonl"
#: Where the trained model is put, in the run's folder; while the budget is not spent, the other.
FINAL: Final = "model"
PARTIAL: Final = "partial"
_DEV_ROWS: Final = 256
_DEV_BATCH: Final = 32


class Trainer:
    """A model in training: its weights and their average, the optimizer, the place in the data.

    Args:
        settings: How to train.
        resume: Go on from the run's checkpoint, if it has one.
        report: Gets each line of the log as well.

    Raises:
        OptionError: There is a run in the folder, and *resume* is off.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        resume: bool = False,
        report: Callable[[dict[str, Any]], None] | None = None,
    ) -> None:
        import torch

        if not resume:
            refuse_run(settings.out)
        # Tiny probabilities are denormal numbers, with which a CPU is many times slower. Set
        # here, before torch starts the threads that inherit it; `run` takes it back.
        torch.set_flush_denormal(True)
        self.settings = settings
        self.step = self.epoch = self.at = 0
        self.elapsed = 0.0
        self._stopping = False
        self._report = report
        settings.out.mkdir(parents=True, exist_ok=True)
        settings.save()
        self.device = pick_device(settings.device)
        self.gpu = self.device.startswith("cuda")
        self.half = self.gpu or multiplies_half()
        began = time.monotonic()
        store = tokenize(
            settings.pack,
            settings.start,
            settings.out / "tokens",
            extra=settings.extra,
            limit=settings.limit,
            workers=settings.workers or os.cpu_count() or 1,
            terms_weight=settings.terms,
        )
        self.corpus = Corpus(store, headline=settings.headline)
        self.log(event="data", seconds=round(time.monotonic() - began, 1), **self.corpus.shares())
        torch.manual_seed(settings.seed)
        if self.gpu:
            torch.backends.cuda.matmul.allow_tf32 = True
            # cuDNN's attention plans anew for each shape, and shapes vary here.
            torch.backends.cuda.enable_cudnn_sdp(False)
        network = read_network(settings.start)
        _set_dropout(network, settings.dropout)
        self.network = network.to(self.device).train()
        self.average = copy.deepcopy(self.network).eval().requires_grad_(False)
        self.optimizer = torch.optim.AdamW(
            _groups(self.network, settings), betas=(0.9, 0.98), eps=1e-8, fused=True
        )
        self._pairs = list(self.average.parameters()), list(self.network.parameters())
        self._dev = dev_batches(settings.pack, settings.start)
        if resume and (settings.out / CHECKPOINT).is_file():
            self._restore()
        body = self.network.model
        self._body = torch.compile(body, dynamic=True) if settings.compiled else body
        parameters = sum(each.numel() for each in self.network.parameters())
        self.log(event="start", step=self.step, device=self.device, parameters=parameters)

    def log(self, **row: Any) -> None:
        """Add a line to the run's log."""
        with (self.settings.out / LOG).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        if self._report is not None:
            self._report(row)

    def stop(self) -> None:
        """End the training after the step that is being made."""
        self._stopping = True

    def run(self) -> Path:
        """Train until the budget is spent, or `stop` or a signal ends it; save; write the model.

        Returns:
            The model's folder.
        """
        with self._process_borrowed():
            return self._run()

    @contextmanager
    def _process_borrowed(self) -> Iterator[None]:
        """Let signals stop the training; then leave them, and float arithmetic, as they were."""
        import torch

        before: dict[signal.Signals, Any] = {}
        try:
            if threading.current_thread() is threading.main_thread():
                for number in (signal.SIGTERM, signal.SIGINT):
                    before[number] = signal.signal(number, lambda *_: self.stop())
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            torch.set_flush_denormal(False)

    def _run(self) -> Path:
        settings = self.settings
        loader = Loader(
            self.corpus,
            settings.seed,
            target_tokens=settings.batch_tokens,
            source_tokens=2 * settings.batch_tokens,
            epoch=self.epoch,
            at=self.at,
        )
        base = time.monotonic() - self.elapsed
        saved = evaluated = time.monotonic()
        meter = _Meter(self.device)
        try:
            for epoch, at, batch in loader:
                self.elapsed = time.monotonic() - base
                if self._stopping or self.progress() >= 1:
                    break
                meter.add(batch, *self.train_step(batch))
                self.step, self.epoch, self.at = self.step + 1, epoch, at + 1
                if self.step % settings.log_every == 0 or self.step == 1:
                    speed = round(self.optimizer.param_groups[-1]["lr"], 7)
                    seconds = round(time.monotonic() - base, 1)
                    self.log(step=self.step, t=seconds, epoch=epoch, lr=speed, **meter.read())
                now = time.monotonic()
                if now - evaluated > settings.evaluate_every:
                    self.log(event="dev", step=self.step, **self.dev_loss())
                    evaluated = time.monotonic()
                if now - saved > settings.save_every:
                    self.elapsed = now - base
                    self.save()
                    saved = time.monotonic()
        finally:
            loader.close()
        self.elapsed = time.monotonic() - base
        self.save()
        done = self.progress() >= 1
        self.log(event="end", done=done, step=self.step, epoch=self.epoch, **self.dev_loss())
        folder = settings.out / (FINAL if done else PARTIAL)
        save_checkpoint(
            self.average, settings.start, folder, pack=settings.pack, kind=self.corpus.kind
        )
        self.log(event="written", folder=str(folder))
        return folder

    def progress(self) -> float:
        """Return the share of the budget that is spent, 1 when it all is."""
        spent = self.elapsed / (60 * self.settings.minutes)
        return max(spent, self.step / self.settings.steps) if self.settings.steps else spent

    def train_step(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Make one step; returns the plain loss and the norm of the gradient.

        A gradient that is not finite changes nothing.
        """
        import torch

        from newsum.training.loss import batch_loss

        settings = self.settings
        factor = rate(self.step, self.progress(), settings)
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * factor
        loss, plain = batch_loss(
            self._body,
            self.network.model.shared.weight,
            batch.tensors(self.device, pinned=self.gpu),
            smoothing=settings.smoothing,
            chunk=settings.loss_chunk,
            half=self.half,
        )
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), settings.clip)
        # Fused AdamW skips its step where this says so, without a round trip to the GPU.
        found = (~torch.isfinite(norm)).float().reshape(())
        self.optimizer.found_inf = found  # type: ignore[attr-defined]  # set by GradScaler too
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        # The average's memory grows with the steps, so that it soon forgets the start.
        decay = min(settings.average, (1 + self.step) / (10 + self.step))
        torch._foreach_lerp_(*self._pairs, 1 - decay)
        return plain.detach(), norm.detach()

    def dev_loss(self) -> dict[str, float]:
        """Return the average weights' loss in nats a token on the dev set, by direction."""
        import torch

        from newsum.training.loss import batch_loss

        found = {}
        for way, batches in self._dev.items():
            total = tokens = 0.0
            for batch in batches:
                with torch.inference_mode():
                    _, plain = batch_loss(
                        self.average.model,
                        self.average.model.shared.weight,
                        batch.tensors(self.device),
                        smoothing=0.0,
                        chunk=self.settings.loss_chunk,
                        half=self.half,
                    )
                total += plain.item() * len(batch.gold)
                tokens += len(batch.gold)
            found[way] = round(total / tokens, 4)
        return found

    def save(self) -> None:
        """Write the checkpoint, in one step."""
        import torch

        began = time.monotonic()
        path = self.settings.out / CHECKPOINT
        temporary = path.with_suffix(".tmp")
        torch.save(
            {
                "network": self.network.state_dict(),
                "average": self.average.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "place": [self.step, self.epoch, self.at],
                "elapsed": self.elapsed,
                "draws": torch.get_rng_state(),
                "cuda_draws": torch.cuda.get_rng_state() if self.gpu else None,
            },
            temporary,
        )
        temporary.replace(path)
        self.log(event="save", step=self.step, seconds=round(time.monotonic() - began, 1))

    def _restore(self) -> None:
        import torch

        path = self.settings.out / CHECKPOINT
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.epoch, self.at = state["place"]
        self.elapsed = state["elapsed"]
        torch.set_rng_state(state["draws"].cpu())
        if self.gpu and state["cuda_draws"] is not None:
            torch.cuda.set_rng_state(state["cuda_draws"].cpu())


class _Meter:
    """Sums up steps between two lines of the log, without waiting for a GPU at each."""

    def __init__(self, device: str) -> None:
        self._device = device
        self._clear()

    def _clear(self) -> None:
        self._since = time.monotonic()
        self._steps = self._written = self._read = 0
        self._loss: Any = 0.0
        self._norm: Any = 0.0

    def add(self, batch: Batch, loss: torch.Tensor, norm: torch.Tensor) -> None:
        """Count a step."""
        self._steps += 1
        self._written += len(batch.gold)
        self._read += batch.source.size
        self._loss, self._norm = self._loss + loss, self._norm + norm

    def read(self) -> dict[str, float]:
        """Return the means, and start anew."""
        import torch

        loss, norm = float(self._loss) / self._steps, float(self._norm) / self._steps
        seconds = time.monotonic() - self._since
        found = {
            "loss": round(loss, 4),
            "norm": round(norm, 3),
            "target_tokens_s": round(self._written / seconds, 1),
            "source_tokens_s": round(self._read / seconds, 1),
            "ms": round(1000 * seconds / self._steps, 1),
        }
        if self._device.startswith("cuda"):
            found["gib"] = round(torch.cuda.max_memory_allocated() / 2**30, 1)
        self._clear()
        return found


def multiplies_half() -> bool:
    """Tell whether this CPU multiplies bfloat16 itself.

    With AVX-512's, a step of the built-in model's shape took a half to a third of float32's CPU
    time; without, bfloat16 is emulated and slower than float32.
    """
    import torch

    # Older versions of torch do not tell.
    can: Mapping[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    return bool(can.get("avx512_bf16") or can.get("amx_bf16"))


def dev_batches(pack: Path, tokenizer: Path) -> dict[str, list[Batch]]:
    """Return batches of the pack's dev set by direction; none where it has none."""
    import numpy as np

    from newsum.training.evaluate import WAYS, read_split

    words = load_tokenizer(tokenizer)
    found = {}
    for way in WAYS:
        rows = read_split(pack, "dev", way)[:_DEV_ROWS]
        if not rows:
            continue
        ids = encode(words, [text for row in rows for text in row])
        store = Store(
            ids=np.fromiter((token for row in ids for token in row), np.uint16),
            offsets=np.cumsum([0, *map(len, ids)]),
            languages=np.array([START[code] for code in way] * len(rows), np.int8),
            tasks=np.full(len(rows), TASK["translate"], np.int8),
            weights=np.array([(1, 0)] * len(rows), np.float32),
        )
        corpus = Corpus(store)
        places = np.arange(len(corpus))
        found[f"{way[0]}>{way[1]}"] = [
            corpus.collate(places[at : at + _DEV_BATCH]) for at in range(0, len(places), _DEV_BATCH)
        ]
    return found


def _groups(network: Any, settings: Settings) -> list[dict[str, Any]]:
    """Parameters by learning rate and by whether their weights decay."""
    groups: dict[tuple[bool, bool], list[Any]] = {}
    for name, each in network.named_parameters():
        groups.setdefault((name.startswith("model.decoder."), each.dim() > 1), []).append(each)
    return [
        {
            "params": members,
            "lr": (peak := settings.decoder_rate if decoder else settings.encoder_rate),
            "peak": peak,
            "weight_decay": settings.weight_decay if matrix else 0.0,
        }
        for (decoder, matrix), members in groups.items()
    ]


def _set_dropout(network: Any, dropout: float) -> None:
    for module in network.modules():
        for name in ("dropout", "attention_dropout"):
            if isinstance(getattr(module, name, None), float):
                setattr(module, name, dropout)
