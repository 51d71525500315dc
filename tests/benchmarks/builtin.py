"""How fast the built-in model is, cold and warm, and how much memory it takes.

    python -m tests.benchmarks.builtin                          the weights of this build
    python -m tests.benchmarks.builtin --tokenizer FOLDER       random weights of the true shape

Random weights do not know when to stop: every sentence is then written to a fixed length, the mean
of newstest2019's references in our pieces. Nor do they keep copy tokens, so the tokenizer is
taken without. What is measured is the translation of an article's
three selected sentences, all that a bilingual summary needs of the model; and the same over a
corpus, in batches of 16 articles.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from newsum.models.base import Generation, Request
from newsum.models.builtin import FOLDER, Builtin

#: Tokens of a sentence: newstest2019's references have 33 in either language.
LENGTH = 33
ENGLISH = (
    "The government said on Monday that it will spend large sums on roads damaged by the floods.",
    "Thousands of people were moved to safer ground after the river rose to a record, it said.",
    "Farmers in the worst-hit counties have asked for loans to buy seed and replant their fields.",
)
CHINESE = (
    "省政府周一表示，未来三年将投入大笔资金，用于重建被洪水损坏的道路和桥梁。",
    "官员表示，河流水位升至数十年来的最高点后，数十万人被转移到更安全的地方。",
    "保险公司预计今年理赔额将大幅上升，受灾最严重的县的农民已申请贷款以重新播种。",
)
#: Articles of a corpus, half of them in each language.
ARTICLES = 64
BATCH = 16


def requests(articles: int) -> list[Request]:
    """Return what *articles* ask for, English and Chinese by turns."""
    found = []
    for number in range(articles):
        if number % 2:
            found += [Request(text, "zh", "en") for text in CHINESE]
        else:
            found += [Request(text, "en", "zh") for text in ENGLISH]
    return found


def random_model(tokenizer: Path, out: Path) -> Path:
    """Write a model of the true shape with random weights, as newsum ships one."""
    import shutil

    from newsum.training.export import TOKENIZER, export, save_checkpoint
    from newsum.training.network import Shape, build
    from newsum.training.tokens import load_tokenizer

    start = out / "start"
    start.mkdir(parents=True)
    for name in TOKENIZER:
        shutil.copyfile(tokenizer / name, start / name)
    size = load_tokenizer(start).get_vocab_size()
    save_checkpoint(build(size, Shape()), start, start)
    weight = export(start, out / "model", about={"name": "random"})
    print(f"size        {weight / 1e6:.1f} MB in {out / 'model'}")
    return out / "model"


def measure(folder: Path, beams: int, *, fixed: bool) -> None:
    """Print what one process sees: the first article, the next ones, a corpus, its memory."""
    began = time.perf_counter()
    model = Builtin(folder=folder, device="cpu")
    length = LENGTH if fixed else None
    generation = Generation(beams=beams, min_tokens=length, max_tokens=length)
    model.generate(requests(1), generation)
    first = time.perf_counter() - began
    warm = []
    for _ in range(5):
        began = time.perf_counter()
        model.generate(requests(1), generation)
        warm.append(time.perf_counter() - began)
    began = time.perf_counter()
    for _ in range(ARTICLES // BATCH):
        model.generate(requests(BATCH), generation)
    rate = ARTICLES / (time.perf_counter() - began)
    # Not getrusage: a new process's starts at what its parent held.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    memory = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    row = {
        "beams": beams,
        "load and first article, s": round(first, 3),
        "warm article, s (median of 5)": round(sorted(warm)[2], 3),
        "articles a second": round(rate, 1),
        "resident, MB": round(memory),
    }
    print(json.dumps(row))


def main() -> None:
    """Measure in fresh processes, so that memory and the cold start are each one's own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tokenizer", type=Path, help="make random weights for this tokenizer")
    parser.add_argument("--model", type=Path, default=FOLDER, help="a shipped model's folder")
    parser.add_argument("--fixed", action="store_true", help="write every sentence to one length")
    parser.add_argument("--one", type=int, help="measure this number of beams in this process")
    asked = parser.parse_args()
    if asked.one:
        measure(asked.model, asked.one, fixed=asked.fixed)
        return
    with tempfile.TemporaryDirectory() as folder:
        fixed = asked.fixed or asked.tokenizer is not None
        model = asked.model
        if asked.tokenizer is not None:
            model = random_model(asked.tokenizer, Path(folder))
        for beams in (1, 2, 4):
            command = [sys.executable, __file__, "--model", str(model), "--one", str(beams)]
            began = time.perf_counter()
            subprocess.run([*command, *(["--fixed"] if fixed else [])], check=True)
            print(f"            whole process {time.perf_counter() - began:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
