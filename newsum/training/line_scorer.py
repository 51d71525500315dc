"""Train the judge of lines that `newsum.cleaning.scorer` runs.

::

    python -m newsum.training.line_scorer SET              # train, and write the data file
    python -m newsum.training.line_scorer SET --fold 0 --out FILE   # leave a fifth of it out
    python -m newsum.training.line_scorer SET --rules      # what each rule hits in SET instead

*SET* is a folder of labeled news pages: ``index.jsonl`` with a page a line (``id``, ``lang``,
``publisher``, ``url``, and the files ``html``, ``gold``, ``labels``), the body of each page as text
(``gold``), and the lines of each page as a reader copies it (``labels``: JSON lines with ``text``,
``label`` keep, drop, mixed or title, and the scopes ``core`` and ``region`` it is part of). Pages
belong to their publishers: the set is not part of newsum, and only weights come out of it.

Folds are by publisher, so that no layout is judged by weights that have seen it.
"""

from __future__ import annotations

import argparse
import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from newsum.cleaning import extract, rules, text, weigh
from newsum.cleaning.lines import OWN, PLACE, Line, own, place, plain, script
from newsum.cleaning.metadata import metadata, untagged
from newsum.cleaning.page import blocks
from newsum.cleaning.scorer import FAR, LIMIT, NEAR, Road
from newsum.cleaning.structure import STRUCTURE, structure
from newsum.languages import HAN

if TYPE_CHECKING:
    import torch

FOLDS: Final = 5
SEED: Final = 0
HIDDEN: Final = 12
#: How many networks, alike but for the seed, are asked: their mean strays less on strange pages.
MEMBERS: Final = 3
FEATURES: Final[dict[Road, tuple[str, ...]]] = {
    "text": (*OWN, *PLACE),
    "page": (*OWN, *PLACE, *STRUCTURE),
}


class Recipe(NamedTuple):
    """How a road's networks are trained. Chosen by cross-validation."""

    epochs: int  # passes over the pages
    drop_inputs: float  # share of the inputs dropped: a page has few blocks, a class name few pages
    drop_hidden: float  # share of the hidden numbers dropped
    #: How far from 0 and 1 the scorer is taught to stay: labels are wrong at times, and a page
    #: unlike any that it knows should not be judged with certainty.
    smoothing: float


RECIPE: Final[dict[Road, Recipe]] = {
    "text": Recipe(9, 0.25, 0.1, 0.05),
    "page": Recipe(15, 0.3, 0.1, 0.1),
}
WEIGHT_DECAY: Final = 0.05
#: Copies of a page that are made up beside a hasty one, the article's surroundings and all of it:
#: how many, how many lines more than the body they take on either side, and the share of the
#: litter that is left out. No reader copies just what another did.
COPIES: Final = 6
MARGINS: Final = (3, 8, 20, 60, 150)
THINNED: Final = (0.0, 0.3, 0.6)
_TOKEN: Final = re.compile(rf"[{HAN}]|[A-Za-z0-9]+(?:['’][A-Za-z]+)?|[^\W_]+")


@dataclass(slots=True)
class Page:
    """One page, or one part of it, ready to learn from."""

    id: str
    language: str
    publisher: str
    rows: NDArray[np.float32]  # (lines, numbers)
    wanted: NDArray[np.float32]  # (lines,): how much of each line is body, 0 to 1
    weight: NDArray[np.float32]  # (lines,): how much each line counts


def tokens(line: str) -> tuple[str, ...]:
    """Return *line* as words and ideographs, for comparing with a gold text."""
    return tuple(each.lower().replace("’", "'") for each in _TOKEN.findall(line))


def _grams(sequence: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(sequence, sequence[1:], sequence[2:], strict=False))


def _index(folder: Path) -> Iterator[dict[str, Any]]:
    for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def text_pages(folder: Path) -> list[Page]:
    """Read the pasted texts of the set, each in the copies that a reader may make of it.

    What the rules take for an article without a page around it is left out: the scorer is never
    asked about it.
    """
    pages = []
    known = publishers(folder)
    generator = np.random.default_rng(SEED)
    counts = {"mixed": 0.0, "title": 0.3}
    for entry in _index(folder):
        lines = (folder / entry["labels"]).read_text(encoding="utf-8").splitlines()
        for part in _copies([json.loads(line) for line in lines], generator):
            page = [Line(" ".join(each["text"].split())) for each in part]
            found = sum(bool(text.settle(line.text)[1]) for line in page)
            if not found or not weigh.is_page(page, found):
                continue
            weight = [
                counts.get(each["label"], 1.0) * _importance(line)
                for each, line in zip(part, page, strict=True)
            ]
            pages.append(
                Page(
                    entry["id"],
                    entry["lang"],
                    known[entry["id"]],
                    np.concatenate([own(page), place(page)], axis=1),
                    np.array([each["label"] == "keep" for each in part], dtype=np.float32),
                    np.array(weight, dtype=np.float32),
                )
            )
    return pages


def _copies(
    labeled: Sequence[dict[str, Any]], generator: np.random.Generator
) -> Iterator[Sequence[dict[str, Any]]]:
    for scope in ("core", "region"):
        yield [each for each in labeled if each[scope]]
    yield labeled
    kept = [index for index, each in enumerate(labeled) if each["label"] == "keep"]
    for _ in range(COPIES if kept else 0):
        above, below = generator.choice(MARGINS, 2)
        thinned = generator.choice(THINNED)
        yield [
            each
            for each in labeled[max(0, kept[0] - above) : kept[-1] + 1 + below]
            if each["label"] != "drop" or generator.random() >= thinned
        ]


def _importance(line: Line) -> float:
    # A score counts words, a reader lines.
    return 1.0 + min(line.weight, 60.0) / 20


def html_pages(folder: Path) -> list[Page]:
    """Read the pages of the set; a block is body as far as the gold text has its trigrams."""
    pages = []
    known = publishers(folder)
    for entry in _index(folder):
        root = extract.parse((folder / entry["html"]).read_text(encoding="utf-8"))
        gold = (folder / entry["gold"]).read_text(encoding="utf-8")
        data = metadata(root, entry.get("url", ""))
        page = blocks(root, limit=extract.MOST_BLOCKS)
        stated = plain(untagged(data.body))
        stated = stated if len(stated) >= extract.STATED_LEAST else ""
        pages.append(
            Page(
                entry["id"],
                entry["lang"],
                known[entry["id"]],
                np.concatenate(
                    [own(page, data.title), place(page), structure(page, stated)], axis=1
                ),
                _wanted([block.text for block in page], gold, data.title),
                np.array([_importance(block) for block in page], dtype=np.float32),
            )
        )
    return pages


def _wanted(lines: Sequence[str], gold: str, title: str) -> NDArray[np.float32]:
    """Return how much of each line is in *gold*; the title and repeats are not."""
    golden = Counter(tokens(line) for line in gold.split("\n"))
    grams = _grams(tokens(gold))
    flat = f" {' '.join(tokens(gold))} "
    wanted = np.zeros(len(lines), dtype=np.float32)
    words = [tokens(line) for line in lines]
    for index, line in enumerate(words):
        if len(line) >= 4:
            own_grams = _grams(line)
            wanted[index] = len(own_grams & grams) / len(own_grams)
        elif line:
            wanted[index] = 1.0 if line in golden else 0.5 * (f" {' '.join(line)} " in flat)
    low, high = _stretch(words, wanted)
    for index, line in enumerate(words):
        # A word of the body that stands alone, far from it, is a link of the page.
        if len(line) < 4 and not low - 4 <= index <= high + 4:
            wanted[index] = 0.0
    used: Counter[tuple[str, ...]] = Counter()
    inside = range(low, high + 1)
    for index in [*inside, *(i for i in range(len(lines)) if i not in inside)]:
        line = words[index]
        if line and line == tokens(title):
            wanted[index] = 0.0
        elif wanted[index] > 0.7 and len(line) > 2:
            used[line] += 1
            if used[line] > max(1, golden[line]):
                wanted[index] = 0.0
    return wanted


def _stretch(words: Sequence[Sequence[str]], wanted: NDArray[np.float32]) -> tuple[int, int]:
    best, low, high, start, total = 0.0, 0, len(words) - 1, 0, 0.0
    for index, line in enumerate(words):
        total += min(len(line), 60) * float(wanted[index]) if wanted[index] > 0.7 else -3
        if total <= 0:
            start, total = index + 1, 0.0
        elif total > best:
            best, low, high = total, start, index
    return low, high


_HOST: Final = re.compile(r"""(?:href|content)=["']?(?:https?:)?//([\w.-]{4,80})""", re.IGNORECASE)
_GENERIC_WORDS: Final = """
www m com net org gov edu co uk cn hk tw eu in news new finance health js j en the
"""
_GENERIC: Final = frozenset(_GENERIC_WORDS.split())
#: A page that links to one host this often is of that host.
_OWN_LINKS: Final = 5


def publishers(folder: Path) -> dict[str, str]:
    """Return the publisher of each page of the set, by the page's id.

    A set gathers pages from several collections, which name one publisher differently ("Wired",
    "wired.com") or not at all. Pages that share a name, or the host of their address or of most of
    their links, are one publisher's.
    """
    group: dict[str, str] = {}

    def root(name: str) -> str:
        while group.setdefault(name, name) != name:
            name = group[name]
        return name

    found = {}
    for entry in _index(folder):
        source = (folder / entry["html"]).read_text(encoding="utf-8")
        hosts = Counter(_label(host) for host in _HOST.findall(source))
        names = [_label(entry["publisher"]), _label(urlsplit(entry.get("url", "")).hostname or "")]
        names += [host for host, count in hosts.most_common(1) if count >= _OWN_LINKS]
        names = [name for name in names if name] or [entry["id"]]
        for name in names[1:]:
            group[root(name)] = root(names[0])
        found[entry["id"]] = names[0]
    return {page: root(name) for page, name in found.items()}


def _label(name: str) -> str:
    """Return what tells a publisher's name or host from others: "guardian" of "theguardian.com"."""
    parts = [part for part in name.lower().split(".") if part not in _GENERIC]
    return (parts[-1] if parts else "").replace(" ", "").removeprefix("the")


def fold(publisher: str) -> int:
    """Return the fold that a publisher's pages are in, the same on every machine."""
    return int(md5(publisher.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def fit(pages: Sequence[Page], road: Road) -> dict[str, NDArray[np.float32]]:
    """Train on *pages* and return the weights by the names that `newsum.cleaning.scorer` reads."""
    stacked = np.concatenate([page.rows for page in pages])
    mean, deviation = stacked.mean(0), stacked.std(0) + 1e-3
    inputs = [np.clip((page.rows - mean) / deviation, -LIMIT, LIMIT) for page in pages]
    members = [_fit_one(pages, inputs, road, SEED + member) for member in range(MEMBERS)]
    weights = {name: np.stack([each[name] for each in members]) for name in members[0]}
    return {"mean": mean, "deviation": deviation, **weights}


def _fit_one(
    pages: Sequence[Page], inputs: Sequence[NDArray[np.float32]], road: Road, seed: int
) -> dict[str, NDArray[np.float32]]:
    import torch
    from torch import nn

    epochs, drop_inputs, drop_hidden, smoothing = RECIPE[road]
    torch.manual_seed(seed)
    # The matrices are small: threads would only wait for each other.
    torch.set_num_threads(1)
    generator = np.random.default_rng(seed)
    own_layer = nn.Linear(inputs[0].shape[1], HIDDEN)
    near_layer = nn.Linear(HIDDEN * len(NEAR), HIDDEN)
    far_layer = nn.Linear(HIDDEN * len(FAR) + HIDDEN, 1)
    layers = nn.ModuleList([own_layer, near_layer, far_layer])
    optimizer = torch.optim.AdamW(layers.parameters(), lr=3e-3, weight_decay=WEIGHT_DECAY)
    batch = 4
    steps = epochs * -(-len(pages) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 6e-3, total_steps=steps + 1)
    wanted = [
        torch.from_numpy(page.wanted * np.float32(1 - smoothing) + np.float32(smoothing / 2))
        for page in pages
    ]
    for _ in range(epochs):
        order = generator.permutation(len(pages))
        for at in range(0, len(order), batch):
            optimizer.zero_grad()
            for index in order[at : at + batch]:
                page, x = pages[index], torch.from_numpy(inputs[index])
                x = nn.functional.dropout(x, drop_inputs) + 0.05 * torch.randn_like(x)
                h = nn.functional.dropout(torch.relu(own_layer(x)), drop_hidden)
                g = torch.relu(near_layer(_around(h, NEAR)))
                g = nn.functional.dropout(g, drop_hidden)
                z = far_layer(torch.cat([_around(g, FAR), h], dim=1))[:, 0]
                loss = nn.functional.binary_cross_entropy_with_logits(
                    z, wanted[index], reduction="none"
                )
                weight = torch.from_numpy(page.weight)
                # By the root of a page's weight: long pages count for more, not for all.
                ((loss * weight).sum() / weight.sum().clamp(min=1).sqrt() / 10).backward()  # type: ignore[no-untyped-call] # torch leaves it untyped
            nn.utils.clip_grad_norm_(layers.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    weights = {}
    for name, layer in (("own", own_layer), ("near", near_layer), ("far", far_layer)):
        weights[name] = layer.weight.detach().numpy().T
        weights[f"{name}_bias"] = layer.bias.detach().numpy()
    return weights


def _around(values: torch.Tensor, offsets: Sequence[int]) -> torch.Tensor:
    import torch

    n, reach = len(values), max(map(abs, offsets))
    padded = torch.nn.functional.pad(values, (0, 0, reach, reach))
    return torch.cat([padded[reach + o : reach + o + n] for o in offsets], dim=1)


def pack(weights: Mapping[str, NDArray[np.float32]]) -> dict[str, dict[str, Any]]:
    """Return *weights* as JSON can hold them: half precision, base 64."""
    return {
        name: {
            "shape": list(tensor.shape),
            "data": b64encode(np.ascontiguousarray(tensor, dtype="<f2").tobytes()).decode(),
        }
        for name, tensor in weights.items()
    }


def write(
    path: Path, trained: Mapping[Road, Mapping[str, NDArray[np.float32]]], about: str
) -> None:
    """Write the data file of `newsum.cleaning.scorer`."""
    data: dict[str, Any] = {"about": about}
    for road, weights in trained.items():
        data[road] = {"features": list(FEATURES[road]), "weights": pack(weights)}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def report_rules(folder: Path) -> Iterator[str]:
    """Yield, for each pattern for whole lines, how many labeled lines it hits, by label."""
    lines = {
        (label, " ".join(each["text"].split()))
        for entry in _index(folder)
        for raw in (folder / entry["labels"]).read_text(encoding="utf-8").splitlines()
        if (label := (each := json.loads(raw))["label"]) in ("keep", "drop")
    }
    scripts: tuple[rules.Script, ...] = ("latin", "han")
    for which in scripts:
        own_lines = [(label, line) for label, line in lines if script(line) == which]
        for reason, patterns in rules.table(which, "lines").items():
            for number, pattern in enumerate(patterns):
                compiled = re.compile(pattern, re.IGNORECASE)
                hits = [
                    (label, line)
                    for label, line in own_lines
                    if len(line) <= rules.WINDOW and compiled.fullmatch(line)
                ]
                count = Counter(label for label, _ in hits)
                hit = f"drop {count['drop']:4}  keep {count['keep']}"
                yield f"{which:5} {reason:10} {number:2}  {hit}"
                yield from (
                    f"        keep: {line[:100]}" for label, line in hits if label == "keep"
                )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("set", type=Path, help="folder of the labeled pages")
    parser.add_argument("--rules", action="store_true", help="report what each rule hits, and stop")
    parser.add_argument("--fold", type=int, help="leave this fold out, for cross-validation")
    parser.add_argument(
        "--out", type=Path, default=Path(text.__file__).parent / "data" / "line_scorer.json"
    )
    options = parser.parse_args(arguments)
    if options.rules:
        print("\n".join(report_rules(options.set)))  # noqa: T201 - this is the command's output
        return
    trained: dict[Road, dict[str, NDArray[np.float32]]] = {}
    sizes = []
    sets: dict[Road, list[Page]] = {
        "text": text_pages(options.set),
        "page": html_pages(options.set),
    }
    for road, pages in sets.items():
        used = [page for page in pages if fold(page.publisher) != options.fold]
        trained[road] = fit(used, road)
        sizes.append(f"{len({page.id for page in used})} pages for {road}")
    names = len(set(publishers(options.set).values()))
    about = f"Trained by newsum.training.line_scorer: {', '.join(sizes)}, {names} publishers."
    write(options.out, trained, about)


if __name__ == "__main__":
    main()
