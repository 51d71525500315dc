"""How to train: one checked value, kept beside the run so that it can be resumed."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from newsum.errors import CorruptModel, OptionError

SETTINGS: Final = "settings.json"
#: The learning rate ends at this share of its peak.
_LAST_RATE: Final = 0.05
#: A CPU makes few steps: this share of the budget is the longest that the rate rises.
_WARM: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to train. The defaults are those of the built-in model's own training on one H100.

    Args:
        pack: The prepared data.
        start: The folder of the model to start from.
        out: The run's folder: log, checkpoint, token cache, and the model at the end.
        extra: More parallel files, such as back-translations.
        minutes: The budget; training ends when it is spent.
        steps: Another budget; 0 is none.
        batch_tokens: Target tokens a step, padding included; source tokens are at most twice as
            many.
        encoder_rate: Peak learning rate of the encoder and the embeddings.
        decoder_rate: Peak learning rate of the decoder.
        warmup: Steps up to the peak, or a tenth of the budget where that is sooner.
        weight_decay: Of matrices.
        clip: Largest norm of a step's gradient.
        smoothing: Label smoothing.
        dropout: Of states and attention.
        average: Decay of the moving average of the weights, which is what is kept at the end.
        headline: Factor on the weight of article–summary examples.
        terms: Weight of a dictionary entry.
        limit: Examples to take at most, evenly spread; 0 takes all.
        seed: Of every draw.
        device: "auto", "cuda", "cpu".
        workers: Processes that tokenize; 0 is one for each core.
        compiled: Compile the network first: slower to start, faster a step on a GPU.
        loss_chunk: Tokens whose scores are held at a time.
        log_every: Steps between two lines of the log.
        evaluate_every: Seconds between two measurements on the dev set.
        save_every: Seconds between two checkpoints.

    Raises:
        OptionError: A value is out of range.
    """

    pack: Path
    start: Path
    out: Path
    extra: tuple[Path, ...] = ()
    minutes: float = 20.0
    steps: int = 0
    batch_tokens: int = 32_768
    encoder_rate: float = 2e-4
    decoder_rate: float = 6e-4
    warmup: int = 500
    weight_decay: float = 0.01
    clip: float = 1.0
    smoothing: float = 0.1
    dropout: float = 0.1
    average: float = 0.999
    headline: float = 1.0
    terms: float = 0.3
    limit: int = 0
    seed: int = 1
    device: str = "auto"
    workers: int = 0
    compiled: bool = False
    loss_chunk: int = 4096
    log_every: int = 50
    evaluate_every: float = 120.0
    save_every: float = 120.0

    def __post_init__(self) -> None:
        for name in ("minutes", "batch_tokens", "warmup", "log_every", "loss_chunk", "clip"):
            if getattr(self, name) <= 0:
                raise OptionError(f"{name} must be over 0, not {getattr(self, name)}")
        for name in ("smoothing", "dropout", "average"):
            if not 0 <= getattr(self, name) < 1:
                raise OptionError(f"{name} must be from 0 to below 1, not {getattr(self, name)}")

    def save(self) -> None:
        """Write them to the run's folder."""
        plain = {
            key: [str(each) for each in value]
            if isinstance(value, tuple)
            else str(value)
            if isinstance(value, Path)
            else value
            for key, value in asdict(self).items()
        }
        text = json.dumps(plain, indent=1)
        (self.out / SETTINGS).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, run: Path) -> Settings:
        """Read the settings of the run in *run*.

        Raises:
            CorruptModel: There is no run in that folder.
        """
        path = run / SETTINGS
        if not path.is_file():
            raise CorruptModel(f"{run} holds no run to resume: {SETTINGS} is missing.")
        fields = json.loads(path.read_text(encoding="utf-8"))
        for name in ("pack", "start"):
            fields[name] = Path(fields[name])
        fields["extra"] = tuple(map(Path, fields["extra"]))
        return cls(**{**fields, "out": run})


def refuse_run(folder: Path) -> None:
    """Refuse a folder in which there is a run: a new one would write over its checkpoint.

    Raises:
        OptionError: There is one.
    """
    if (folder / SETTINGS).is_file():
        raise OptionError(
            f"{folder} holds a run already. Use `newsum train resume {folder}` to continue it, or "
            "write to another folder."
        )


def rate(step: int, progress: float, settings: Settings) -> float:
    """Return the factor on the peak learning rate.

    It rises with the steps, within a tenth of the budget however slow the machine, and falls as a
    cosine does with the share of the budget that is spent, to a twentieth of the peak.
    """
    spent = min(1.0, progress)
    fall = 0.5 * (1 + math.cos(math.pi * spent))
    rise = min(1.0, max((step + 1) / settings.warmup, spent / _WARM))
    return rise * (_LAST_RATE + (1 - _LAST_RATE) * fall)
