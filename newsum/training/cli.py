"""``newsum train``: prepare, init, run, resume, backtranslate, evaluate, export.

It also runs alone, ``python -m newsum.training.cli``, on a machine that has torch, transformers,
tokenizers, numpy, sacrebleu and typer, and no more of newsum's dependencies.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from newsum.errors import MissingModel, NewsumError

app = typer.Typer(
    name="train",
    help="Train or fine-tune a compact English–Chinese model (extra: train).\n\n"
    "`newsum train run my.jsonl --out RUN` fine-tunes the built-in model on files of your own: "
    'translations, `{"en": …, "zh": …}` a line, or articles and summaries, '
    '`{"article": …, "summary": …}`. The result is a folder that `--model RUN/model` takes.',
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)

#: Where fine-tuning differs from training from a bare encoder: small steps from a good place.
_FINE: Final = {"encoder_rate": 1e-4, "decoder_rate": 2e-4, "warmup": 200}
#: A CPU's caches hold this many tokens' states; a larger batch only delays the first step.
_CPU_TOKENS: Final = 2000


class Split(StrEnum):
    """A pack's sets to measure on."""

    dev = "dev"
    test = "test"


Data = Annotated[
    list[Path],
    typer.Argument(
        metavar="DATA...",
        help="A prepared pack; or .jsonl and .tsv files (.xz may follow), or folders of them.",
        show_default=False,
    ),
]
Pack = Annotated[Path, typer.Argument(help="The prepared data.", show_default=False)]
Model = Annotated[
    Path, typer.Argument(help="A model folder: RUN/model, or a shipped one.", show_default=False)
]
Out = Annotated[Path, typer.Option("--out", "-o", help="The folder to write.", show_default=False)]
Device = Annotated[str, typer.Option(help="auto, cuda or cpu.")]
Seed = Annotated[int, typer.Option(help="Of every draw.")]


@app.command()
def prepare(
    data: Data,
    out: Out,
    dev: Annotated[
        float, typer.Option(help="Hold back this share of the pairs as a dev set, at most 500.")
    ] = 0.0,
    compress: Annotated[
        bool, typer.Option("--compress", help="Write .xz files, to send them elsewhere.")
    ] = False,
) -> None:
    """Normalize and filter training files into a pack."""
    from newsum.training.prepare import prepare

    done = prepare(data, out, dev_share=dev, compress=compress)
    print(json.dumps({"examples": done.examples, "dropped": done.dropped, "pack": str(out)}))


@app.command()
def init(
    encoder: Annotated[
        Path,
        typer.Argument(
            help="A folder with multilingual-e5-small, or the packed file init.q4.",
            show_default=False,
        ),
    ],
    tokenizer: Annotated[
        Path, typer.Option(help="The folder of the tokenizer.", show_default=False)
    ],
    out: Out,
    pack: Annotated[
        Path | None, typer.Option(help="Prepared data to fit the encoder to.", show_default=False)
    ] = None,
    seed: Seed = 1,
) -> None:
    """Make the model that training from scratch starts from."""
    from newsum.training.initialize import initialize

    network = initialize(encoder, tokenizer, out, pack=pack, seed=seed)
    count = sum(each.numel() for each in network.parameters())
    print(json.dumps({"parameters": count, "model": str(out)}))


@app.command()
def run(
    data: Data,
    out: Out,
    start: Annotated[
        Path | None,
        typer.Option(
            help="The model to start from, a run's or a shipped one. [default: the built-in one]",
            show_default=False,
        ),
    ] = None,
    extra: Annotated[
        list[Path] | None,
        typer.Option(help="More pairs, normalized already: back-translations.", show_default=False),
    ] = None,
    minutes: Annotated[float, typer.Option(help="Time to train.")] = 20.0,
    steps: Annotated[int, typer.Option(help="Steps to train; 0: as many as fit.")] = 0,
    from_scratch: Annotated[
        bool,
        typer.Option("--from-scratch", help="Learning rates for a model that `init` made."),
    ] = False,
    batch_tokens: Annotated[
        int, typer.Option(help="Target tokens a step; 0: 32768 on a GPU, 2000 on a CPU.")
    ] = 0,
    encoder_rate: Annotated[float, typer.Option(help="0: as suits the start.")] = 0.0,
    decoder_rate: Annotated[float, typer.Option(help="0: as suits the start.")] = 0.0,
    warmup: Annotated[int, typer.Option(help="Steps; 0: as suits the start.")] = 0,
    dropout: Annotated[float, typer.Option(help="Of states and attention.")] = 0.1,
    headline: Annotated[float, typer.Option(help="Factor on the weight of summaries.")] = 1.0,
    limit: Annotated[int, typer.Option(help="Examples at most; 0: all.")] = 0,
    compiled: Annotated[bool, typer.Option("--compile", help="Compile the network first.")] = False,
    log_every: Annotated[int, typer.Option(help="Steps between two lines of the log.")] = 50,
    save_every: Annotated[float, typer.Option(help="Seconds between checkpoints.")] = 120.0,
    device: Device = "auto",
    seed: Seed = 1,
) -> None:
    """Train; the log and the model go to --out. An interrupt saves, and `resume` continues."""
    from newsum.models.builtin import available
    from newsum.models.transformers_runtime import pick_device
    from newsum.training.initialize import from_builtin
    from newsum.training.settings import Settings, refuse_run

    refuse_run(out)  # before anything is written there
    place = pick_device(device)
    if start is None or (start / "model.bin").is_file():
        from_builtin(out / "start", folder=start)
        start = out / "start"
    elif not available(start):
        raise MissingModel(f"There is no model in {start} to start from.")
    out.mkdir(parents=True, exist_ok=True)
    chosen: dict[str, Any] = {} if from_scratch else dict(_FINE)
    asked = {"encoder_rate": encoder_rate, "decoder_rate": decoder_rate, "warmup": warmup}
    chosen |= {name: value for name, value in asked.items() if value}
    if not batch_tokens:
        batch_tokens = 32_768 if place.startswith("cuda") else _CPU_TOKENS
    _train(
        Settings(
            pack=_packed(data, out),
            start=start,
            out=out,
            extra=tuple(extra or ()),
            minutes=minutes,
            steps=steps,
            batch_tokens=batch_tokens,
            dropout=dropout,
            headline=headline,
            limit=limit,
            compiled=compiled,
            log_every=log_every,
            save_every=save_every,
            device=device,
            seed=seed,
            **chosen,
        ),
        resume=False,
    )


@app.command()
def resume(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="A run's folder.")],
    minutes: Annotated[float, typer.Option(help="Another budget; 0: the run's own.")] = 0.0,
    steps: Annotated[int, typer.Option(help="Another number of steps; 0: the run's own.")] = 0,
) -> None:
    """Continue a run from its last checkpoint, as if it had not been interrupted."""
    from newsum.training.settings import Settings

    settings = Settings.load(folder)
    changes: dict[str, Any] = {}
    if minutes:
        changes["minutes"] = minutes
    if steps:
        changes["steps"] = steps
    _train(replace(settings, **changes), resume=True)


@app.command()
def backtranslate(
    model: Model,
    pack: Pack,
    out: Annotated[Path, typer.Option("--out", "-o", help="The .tsv file.", show_default=False)],
    sentences: Annotated[int, typer.Option(help="The most of each language.")] = 200_000,
    seconds: Annotated[float, typer.Option(help="Time for both languages together.")] = 240.0,
    batch_tokens: Annotated[int, typer.Option(help="Source tokens a batch; 0: by device.")] = 0,
    device: Device = "auto",
    seed: Seed = 1,
) -> None:
    """Make pairs of a pack's articles: each sentence, and the model's translation as its source."""
    from newsum.training.backtranslate import back_translate

    counts = back_translate(
        model,
        pack,
        out,
        sentences=sentences,
        seconds=seconds,
        batch_tokens=batch_tokens,
        device=device,
        seed=seed,
    )
    print(json.dumps(counts))


@app.command()
def evaluate(
    model: Model,
    pack: Pack,
    split: Annotated[Split, typer.Option(help="Which set.")] = Split.dev,
    limit: Annotated[int, typer.Option(help="Sentences of each direction; 0: all.")] = 0,
    beams: Annotated[int, typer.Option(help="Of the search.")] = 4,
    samples: Annotated[int, typer.Option(help="Translations of each direction to show.")] = 0,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write every translation as JSONL.")
    ] = None,
    gate: Annotated[
        bool, typer.Option("--gate", help="Exit with 1 below BLEU 20 to Chinese, 14 to English.")
    ] = False,
    batch_tokens: Annotated[int, typer.Option(help="Source tokens a batch; 0: by device.")] = 0,
    device: Device = "auto",
) -> None:
    """BLEU and chrF of a model on a pack's dev or test set, both directions."""
    from newsum.models.builtin import Builtin
    from newsum.training.evaluate import evaluate

    loaded = Builtin(folder=model, device=device, batch_tokens=batch_tokens)
    scores, found = evaluate(loaded, pack, split=split.value, limit=limit, beams=beams)
    for each in scores:
        print(each)
        some = [sample for sample in found if sample.way == each.way]
        for sample in some[:: max(1, len(some) // samples)][:samples] if samples else ():
            print(f"  source     {sample.source}\n  hypothesis {sample.hypothesis}")
            print(f"  reference  {sample.reference}\n")
    if out is not None:
        rows = [asdict(each) for each in scores] + [asdict(each) for each in found]
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        out.write_text(text, encoding="utf-8")
    if gate and not all(each.passes() for each in scores):
        print("newsum: below the gate: not to be shipped as the default", file=sys.stderr)
        raise typer.Exit(1)


@app.command()
def export(
    model: Model,
    out: Out,
    name: Annotated[str, typer.Option(help="What its manifest calls it.")] = "builtin",
    terms: Annotated[str, typer.Option("--license", help="Of the weights, for its manifest.")] = "",
) -> None:
    """Write a trained model as newsum ships one: int8, at most 60 MB, for both runtimes."""
    from newsum.training.export import export

    size = export(model, out, about={"name": name, "license": terms})
    print(json.dumps({"bytes": size, "model": str(out)}))


def _packed(data: list[Path], out: Path) -> Path:
    """Return the pack that *data* is, or one made of it in the run's folder."""
    from newsum.training.examples import find
    from newsum.training.prepare import prepare
    from newsum.training.tokens import EXAMPLES

    if len(data) == 1 and data[0].is_dir() and find(data[0], EXAMPLES):
        return data[0]
    # A fiftieth shows whether what is learned holds for other articles as well.
    done = prepare(data, out / "pack", dev_share=0.02)
    _show({"examples": done.examples, "dropped": done.dropped})
    return out / "pack"


def _train(settings: Any, *, resume: bool) -> None:
    from newsum.training.trainer import Trainer

    folder = Trainer(settings, resume=resume, report=_show).run()
    print(json.dumps({"model": str(folder)}))


def _show(row: dict[str, Any]) -> None:
    print(json.dumps(row), file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        app(prog_name="python -m newsum.training.cli")
    except NewsumError as error:
        print(f"newsum: {error}", file=sys.stderr)
        sys.exit(1)
