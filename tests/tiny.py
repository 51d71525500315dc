"""A built-in model small enough to be trained in a test: the true architecture, a dozen sentences.

It knows these by heart, in both directions, and nothing else. They are a toy article: its figures
and names go through the model as copy tokens.
"""

from __future__ import annotations

from pathlib import Path

from newsum.training.export import export, save_checkpoint
from newsum.training.network import Shape, build
from newsum.training.prepare import prepare
from newsum.training.settings import Settings
from newsum.training.trainer import Trainer
from newsum.training.vocabulary import save

#: English and Chinese, sentence by sentence.
PAIRS = (
    ("The river rose overnight.", "河水一夜之间上涨。"),
    ("The city closed 12 schools on Monday.", "该市周一关闭了12所学校。"),
    ("Officials said repairs will cost 5 billion yuan.", "官员表示，维修将耗资50亿元。"),
    ("More than 1.3 million people lost power.", "超过130万人停电。"),
    ("Prices rose 21% in September.", "九月份价格上涨21%。"),
    ("Rain is expected until September 9.", "预计降雨将持续到9月9日。"),
    ("Residents were told to stay at home.", "居民被告知留在家中。"),
    ("The bridge will reopen next week.", "大桥将于下周重新开放。"),
    ("The mayor thanked the volunteers.", "市长感谢了志愿者。"),
    ("Trains are running again.", "列车已恢复运行。"),
    ("No one was hurt.", "无人受伤。"),
    ("Shops opened late.", "商店推迟开门。"),
)
#: What teaches it to carry a name.
NAMED = (
    ("<x15> thanked the volunteers.", "<x15>感谢了志愿者。"),
    ("<x15> opened late.", "<x15>推迟开门。"),
)
SHAPE = Shape(width=64, encoder_layers=2, decoder_layers=2, heads=4, inner=128, positions=256)


def write_pack(folder: Path) -> Path:
    """Write the toy pairs as a prepared pack, the first few its dev and test set too."""
    source = folder / "raw"
    source.mkdir(parents=True)
    rows = "".join(f"{english}\t{chinese}\n" for english, chinese in PAIRS + NAMED)
    (source / "parallel.tsv").write_text(rows, encoding="utf-8")
    for split in ("dev", "test"):
        for way, order in (("en-zh", 1), ("zh-en", -1)):
            few = "".join("\t".join(pair[::order]) + "\n" for pair in PAIRS[:4])
            (source / f"{split}.{way}.tsv").write_text(few, encoding="utf-8")
    prepare([source], folder / "pack", known=1)
    return folder / "pack"


def pieces() -> list[tuple[str, float]]:
    """Return a vocabulary of every English word and every character of the toy pairs."""
    words = {f"▁{word.strip('.')}" for english, _ in PAIRS for word in english.split()}
    characters = {char for pair in PAIRS for text in pair for char in text if char != " "}
    digits = set("0123456789%")
    ordered = sorted(words), sorted(characters | digits | {"▁"} - words)
    return [(word, -1.0) for word in ordered[0]] + [(char, -5.0) for char in ordered[1]]


def write_start(folder: Path) -> Path:
    """Write a network with random weights and the toy vocabulary."""
    size = save(pieces(), folder)
    save_checkpoint(build(size, SHAPE), folder, folder)
    return folder


def settings(pack: Path, start: Path, out: Path, **changes: object) -> Settings:
    """Return settings under which the toy pairs are learned in seconds."""
    toy: dict[str, object] = {
        "minutes": 5.0,
        "steps": 170,
        "batch_tokens": 600,
        "encoder_rate": 4e-3,
        "decoder_rate": 4e-3,
        "warmup": 20,
        "smoothing": 0.0,
        "dropout": 0.0,
        "average": 0.9,
        "device": "cpu",
        "workers": 1,
        "evaluate_every": 1e9,
        "save_every": 1e9,
    }
    return Settings(pack=pack, start=start, out=out, **(toy | changes))  # type: ignore[arg-type]


def build_tiny(folder: Path) -> Path:
    """Train the toy model and write it as newsum ships one; returns its folder."""
    import torch

    pack, start = write_pack(folder), write_start(folder / "start")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # matrices this small are slower on more
    try:
        model = Trainer(settings(pack, start, folder / "run")).run()
    finally:
        torch.set_num_threads(threads)
    export(model, folder / "tiny", about={"name": "tiny", "revision": "0"})
    return folder / "tiny"
