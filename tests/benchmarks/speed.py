"""How fast newsum runs an mT5-base, against the way CrossSum's model card shows.

    python -m tests.benchmarks.speed            the table of the README, five minutes on 2 cores
    python -m tests.benchmarks.speed --quick    a smaller model, to see that it runs
    python -m tests.benchmarks.speed --scale    the smaller model: cost from 1 to 64 chunks, memory
                                                over a stream of 500 articles

The checkpoint is of mT5-base's shape (582M parameters, 250,112 pieces) with random weights, made on
the spot; every way writes 84 tokens for each article of 512, so all do the same work. 55,000 of its
pieces are ones that English and Chinese text needs, as many as trimming leaves of XLM-R's. Each way
runs in a process of its own, which reports its time, without loading, and its peak memory, with it.
The card's way takes articles one at a time, so its time for 32 is that for one, taken 32 times.
On a machine with other work go by `--repeat 3`, which runs all ways by turns and reports the best
of each, and by the CPU seconds: threads that wait for each other make wall time worse than it is.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from newsum.result import Failure

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

SOURCE, TARGET = 512, 84
SHAPES: dict[str, dict[str, int]] = {
    "mt5-base": {
        "d_model": 768, "d_kv": 64, "d_ff": 2048, "num_layers": 12, "num_decoder_layers": 12,
        "num_heads": 12, "vocab_size": 250_112, "needed": 55_000,
    },
    "quick": {
        "d_model": 256, "d_kv": 32, "d_ff": 512, "num_layers": 4, "num_decoder_layers": 4,
        "num_heads": 8, "vocab_size": 64_000, "needed": 14_000,
    },
}  # fmt: skip


def build(folder: Path, shape: dict[str, int]) -> None:
    """Write a checkpoint of *shape*, its tokenizer filled up to its size."""
    import checkpoints
    import torch
    from sentencepiece import sentencepiece_model_pb2 as schema
    from transformers import MT5Config, MT5ForConditionalGeneration

    folder.mkdir(parents=True)
    settings = dict(shape)
    needed = settings.pop("needed")
    small = checkpoints.train_pieces(
        (*checkpoints.ENGLISH, *checkpoints.CHINESE), folder / "spiece.model", 600,
        pad_id=0, eos_id=1, unk_id=2, bos_id=-1, byte_fallback=True,
    )  # fmt: skip
    model = schema.ModelProto.FromString(small.read_bytes())
    rng = random.Random(0)
    names = {piece.piece for piece in model.pieces}
    kinds = ((needed, "\u4e00", "\u9f00"), (settings["vocab_size"] - 100, "\u0430", "\u044f"))
    for size, first, last in kinds:
        while len(model.pieces) < size:
            letters = (chr(rng.randint(ord(first), ord(last))) for _ in range(rng.randint(5, 7)))
            name = "".join(letters)
            if name not in names:
                names.add(name)
                piece = model.pieces.add()
                piece.piece, piece.score = name, -30.0
    small.write_bytes(model.SerializeToString())
    checkpoints.extend_pieces(small, [f"▁<extra_id_{at}>" for at in reversed(range(100))])
    torch.manual_seed(0)
    network = MT5ForConditionalGeneration(MT5Config(**settings))
    network.save_pretrained(folder)
    checkpoints.untie(folder)  # as the published ones are
    config = json.loads((folder / "config.json").read_text("utf-8"))
    config["task_specific_params"] = {"langid_map": checkpoints.LANGIDS}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    (folder / "generation_config.json").unlink(missing_ok=True)


def article(count: Any, number: int) -> str:
    """Return a text of as many sentences as fit into 512 tokens."""
    import checkpoints

    rng = random.Random(number)
    text = ""
    while True:
        longer = f"{text} {rng.choice(checkpoints.ENGLISH)}".strip()
        if count(longer) > SOURCE:
            return text
        text = longer


class Clock:
    """Seconds since it was made: on the wall, and of this process's threads together."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def read(self, articles: int) -> dict[str, float]:
        """Return both, an article."""
        wall, cpu = time.perf_counter() - self.wall, time.process_time() - self.cpu
        return {"seconds": wall / articles, "cpu": cpu / articles}


def card(folder: Path, articles: int) -> dict[str, float]:
    """Return the seconds an article as on the model card: padded to 512, one at a time."""
    import torch
    from transformers import AutoModelForSeq2SeqLM

    from newsum.models.families import family_of
    from newsum.models.folders import read_json

    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    pieces = family_of(read_json(folder / "config.json"), folder).pieces
    model = AutoModelForSeq2SeqLM.from_pretrained(folder)
    start = pieces.ids([read_langid()])[0]
    texts = [article(lambda t: len(pieces.encode(t)) + 1, at) for at in range(articles)]
    clock = Clock()
    for text in texts:
        ids = pieces.ids([*pieces.encode(text), "</s>"])[:SOURCE]
        mask = [1] * len(ids) + [0] * (SOURCE - len(ids))
        ids += [0] * (SOURCE - len(ids))
        with torch.no_grad():
            model.generate(
                input_ids=torch.tensor([ids]), attention_mask=torch.tensor([mask]),
                decoder_start_token_id=start, max_length=TARGET + 1, min_length=TARGET + 1,
                no_repeat_ngram_size=2, num_beams=4,
            )  # fmt: skip
    return clock.read(articles)


def read_langid() -> str:
    """Return the token that asks for Simplified Chinese."""
    import checkpoints

    return str(checkpoints.LANGIDS["chinese_simplified"][1])


def ours(folder: Path, articles: int, *, batch: bool = True, **options: Any) -> dict[str, float]:
    """Return the seconds an article by newsum, all given at once or one at a time."""
    from newsum.models import load
    from newsum.models.base import Generation, Request

    model = load(folder, device="cpu", **options)
    requests = [Request(article(model.count, at), "en", "zh") for at in range(articles)]
    search = Generation(min_tokens=TARGET, max_tokens=TARGET)
    model.generate([Request("A word.", "en", "zh")], Generation(beams=1, max_tokens=2))  # loads it
    clock = Clock()
    for group in [requests] if batch else [[each] for each in requests]:
        model.generate(group, search)
    return clock.read(articles)


#: Name, articles, and how. What is converted first is loaded after.
WAYS: dict[str, tuple[int, Callable[[Path, int], dict[str, float]]]] = {
    "the model card's way": (3, card),
    "transformers, float32, batched": (
        4, partial(ours, runtime="transformers", precision="float32", batch_tokens=2048),
    ),
    "CTranslate2, float32, one at a time": (
        2, partial(ours, batch=False, precision="float32", trim=False),
    ),
    "CTranslate2, int8, one at a time": (2, partial(ours, batch=False, trim=False)),
    "**newsum's default** (int8, trimmed), one article": (2, partial(ours, batch=False)),
    "CTranslate2, int8, batched, not trimmed": (8, partial(ours, trim=False)),
    "**newsum's default** (int8, trimmed, batched), 32 articles": (32, ours),
    "the same with `batch_tokens=4096`": (32, partial(ours, batch_tokens=4096)),
}  # fmt: skip


def scale(folder: Path, _: int) -> dict[str, Any]:
    """Return seconds a chunk for articles of 1 to 64 chunks, and resident MB over 500 articles.

    By the whole of newsum: split, chunked, written, checked.
    """
    from newsum.models import load
    from newsum.summarizer import Summarizer

    model = load(folder, device="cpu")
    summarizer = Summarizer(model, to="en", beams=1, clean=False)
    texts = [article(model.count, at) for at in range(64)]
    summarizer.summarize(texts[0])
    costs = {}
    for count in (1, 4, 16, 64):
        clock = Clock()
        summarizer.summarize("\n\n".join(texts[:count]))
        costs[count] = round(clock.read(count)["cpu"], 3)
    memory = {}
    stream = summarizer.stream(texts[at % 64] for at in range(500))
    for at, outcome in enumerate(stream, 1):
        if isinstance(outcome, Failure):
            raise outcome.error
        if at % 100 == 0:
            memory[at] = round(resident_mb())
    return {"CPU seconds a chunk": costs, "resident MB after articles": memory}


def resident_mb() -> float:
    """Return this process's resident memory now, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def convert_all(folder: Path) -> None:
    """Convert in every way that is measured, so that no conversion is."""
    from newsum.models import load

    for options in ({"precision": "float32", "trim": False}, {"trim": False}, {}):
        load(folder, device="cpu", runtime="ctranslate2", **options)


def apart(home: Path, *arguments: str) -> dict[str, Any]:
    """Run this file's *arguments* in a process of its own, and return what it reports."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments], capture_output=True, text=True, check=False,
        env={**os.environ, "NEWSUM_HOME": str(home), "HF_HUB_OFFLINE": "1"},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def peak_mb() -> float:
    """Return this process's peak resident memory, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="a smaller model")
    parser.add_argument("--scale", action="store_true", help="cost by chunks, memory by articles")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="for all ways alike")
    parser.add_argument("--repeat", type=int, default=1, help="rounds; the best of each way counts")
    parser.add_argument("--keep", type=Path, help="a folder to build in, and to keep")
    parser.add_argument("--one", nargs=3, metavar=("WAY", "FOLDER", "N"), help=argparse.SUPPRESS)
    parser.add_argument("--build", nargs=2, metavar=("FOLDER", "SHAPE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.build:
        folder = Path(given.build[0])
        new = not folder.exists()
        if new:
            build(folder, SHAPES[given.build[1]])
        convert_all(folder)
        print(json.dumps({"mb": peak_mb(), "new": new}))
        return
    if given.one:
        way, folder, count = given.one
        run = scale if way == "scale" else WAYS[way][1]
        print(json.dumps({**run(Path(folder), int(count)), "mb": peak_mb()}))
        return
    os.environ["OMP_NUM_THREADS"] = str(given.threads)
    with tempfile.TemporaryDirectory() as temporary:
        place = given.keep or Path(temporary)
        if given.scale:
            apart(place / "home", "--build", str(place / "quick"), "quick")
            for name, value in apart(
                place / "home", "--one", "scale", str(place / "quick"), "1"
            ).items():
                print(f"{name}: {value}")
        else:
            report(place, given.quick, given.repeat)


def report(place: Path, quick: bool, repeat: int) -> None:
    """Build, measure every way, and print the table."""
    shape = "quick" if quick else "mt5-base"
    place.mkdir(parents=True, exist_ok=True)
    folder, home = place / shape, place / "home"
    built = apart(home, "--build", str(folder), shape)
    packages = ("torch", "transformers", "ctranslate2")
    print(
        f"{shape}, {SOURCE} source and {TARGET} target tokens, 4 beams, random weights; "
        f"{os.environ['OMP_NUM_THREADS']} threads, {os.cpu_count()} cores ({platform.machine()}), "
        f"Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in packages)
        + (f". Conversion, once: peak {built['mb']:.0f} MB." if built["new"] else ".")
    )
    print(
        "| way | articles | s/article | speed | CPU s/article | speed by CPU | peak MB | memory |"
    )
    print("|---|---|---|---|---|---|---|---|")
    # By turns, so that what else the machine does falls on all ways alike.
    runs: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
    for _ in range(repeat):
        for way, (count, _how) in WAYS.items():
            runs[way].append(apart(home, "--one", way, str(folder), str(count)))
            print(f"{way}: {runs[way][-1]['seconds']:.2f} s an article", file=sys.stderr)
    best = {
        way: {key: min(run[key] for run in own) for key in ("seconds", "cpu", "mb")}
        for way, own in runs.items()
    }
    first = next(iter(best.values()))
    for way, found in best.items():
        print(
            f"| {way} | {WAYS[way][0]} | {found['seconds']:.2f} | "
            f"{first['seconds'] / found['seconds']:.1f}× | {found['cpu']:.2f} | "
            f"{first['cpu'] / found['cpu']:.1f}× | {found['mb']:.0f} | "
            f"{found['mb'] / first['mb']:.2f} |"
        )


if __name__ == "__main__":
    main()
