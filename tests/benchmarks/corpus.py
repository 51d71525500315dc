"""How fast a corpus goes, how much memory it takes, and what a kill costs.

    python -m tests.benchmarks.corpus [--articles 4000] [--model builtin] [--ray] [--pages DIR]

Prints, for articles of ordinary length made up here:

- articles a second: the library in a loop, `newsum batch` with one worker, with two, on Ray;
- the ratios that the README claims (two workers to one, batch to loop, Ray to two workers);
- with ``--pages DIR``, a folder with HTML pages (in any depth): articles a second, what ten million
  such pages cost, and peak memory at 100 and at 1,000 pages, each in a process of its own; the
  thousand are a hundred, repeated under other names.

Each figure is the best of ``--rounds``, taken in turn, the start of processes and of Ray left out:
it is paid once. Core-hours are of CPU time, which other work on the machine disturbs the least.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from newsum.corpus import Record
from newsum.corpus.engines import Local
from newsum.corpus.output import Output
from newsum.corpus.run import BATCH
from newsum.corpus.workers import Workers
from newsum.summarizer import Summarizer

#: Articles of a part on Ray, so that a run has dozens.
PART = 100

_EN = (
    "The council of Harrow voted on Monday to spend ${n} million on {n} new buses for suburbs.",
    "Line {n} will run from the harbour to the airport every {n} minutes, from five a.m.",
    "Mayor Ellen Ward said the route had waited {n} years for its money, and thanked the state.",
    "Critics called the plan late, and pointed to {n} letters from residents of northern wards.",
    "Tickets will cost no more than they do now, the operator said in a statement on its site.",
    "The first of the buses is due in the spring of next year, if the tender is not challenged.",
)
_ZH = (
    "宁州市政府周一决定投入{n}亿元，购置{n}辆新公交车，用于连接北部各区。",
    "{n}路公交车将从港口开往机场，每{n}分钟一班，首班车清晨五点发车。",
    "市长沈玉兰表示，这条线路已经等了{n}年，并对省里的支持表示感谢。",
    "有居民写了{n}封信，批评计划来得太晚，要求公开招标文件。",
    "运营方在网站上发表声明称，票价不会高于现在的水平。",
    "如果招标没有异议，首批车辆预计明年春天投入使用。",
)


def article(number: int) -> str:
    """24 sentences, English or Chinese in turn: about 2,200 characters or 750."""
    sentences, joint = (_ZH, "") if number % 2 else (_EN, " ")
    paragraphs = (
        joint.join(sentence.format(n=number + 2 + each) for sentence in sentences)
        for each in range(4)
    )
    return "\n\n".join(paragraphs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--model", default="builtin")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--pages", type=Path)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="newsum-"))
    try:
        throughput(
            folder, arguments.articles, arguments.model, rounds=arguments.rounds, ray=arguments.ray
        )
        if arguments.pages:
            pages(folder, arguments.pages)
    finally:
        shutil.rmtree(folder)


def throughput(folder: Path, count: int, model: str, *, rounds: int, ray: bool) -> None:
    source = folder / "in.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for n in range(count):
            file.write(json.dumps({"id": f"a{n}", "text": article(n)}, ensure_ascii=False) + "\n")
    make = partial(Summarizer, model)
    ways: dict[str, Callable[[], float]] = {
        "the library, stream()": lambda: by_hand(source, make),
        "newsum batch": lambda: batch(source, folder, make, 1),
        "newsum batch --workers 2": lambda: batch(source, folder, make, 2),
    }
    if ray:
        ways["newsum batch --engine ray"] = lambda: on_ray(source, folder, model)
    rates = dict.fromkeys(ways, 0.0)
    costs = dict.fromkeys(ways, float("inf"))
    for _ in range(rounds):  # in turn, so that a disturbance meets them all
        for name, way in ways.items():
            begun = time.process_time()
            rates[name] = max(rates[name], way())
            costs[name] = min(costs[name], time.process_time() - begun)
    print(f"{count:,} articles, model {model}:")
    for name, rate in rates.items():
        print(f"  {name:<28}{rate:8.1f} articles/s")
    loop, one, two, *rest = rates.values()
    print(f"  {'batch over stream(), time':<28}{loop / one - 1:8.1%}")
    loop_cost, one_cost, *_ = costs.values()
    print(f"  {'batch over stream(), CPU':<28}{one_cost / loop_cost - 1:8.1%}")
    print(f"  {'CPU of batch':<28}{1000 * one_cost / count:8.2f} ms an article")
    print(f"  {'two workers to one':<28}{two / one:8.2f}")
    print(f"  {'ten million articles':<28}{1e7 * one_cost / count / 3600:8.1f} core-hours")
    for rate in rest:
        print(f"  {'Ray to two workers':<28}{rate / two:8.2f}")


def by_hand(source: Path, make: Callable[[], Summarizer]) -> float:
    """What a careful user would write: read, summarize, write, nothing else."""
    summarizer = make()
    warm(lambda: list(summarizer.stream([article(0), article(1)])))
    begun = time.perf_counter()
    with source.open(encoding="utf-8") as lines, (source.parent / "hand").open("w") as out:
        texts = (json.loads(line)["text"] for line in lines)
        done = 0
        for outcome in summarizer.stream(texts, batch=BATCH):
            out.write(json.dumps(outcome.to_dict(), ensure_ascii=False) + "\n")
            done += 1
    return done / (time.perf_counter() - begun)


def warm(call: Callable[[], object]) -> None:
    """Leave what is loaded at the first use out of the figure."""
    call()


def batch(source: Path, folder: Path, make: Callable[[], Summarizer], workers: int) -> float:
    """As `run` does it, the start of the processes left out."""
    from newsum.corpus.progress import Silent
    from newsum.corpus.records import read
    from newsum.corpus.run import Stop, _run

    engine = Workers(make, workers) if workers > 1 else Local(make())
    groups = [[Record(str(n), article(n))] for n in range(4 * workers)]
    warm(lambda: list(engine.run(groups)))
    out = folder / "out.jsonl"
    try:
        with Output(out, signature=engine.signature) as output:
            report = _run(read(source), output, None, engine, BATCH, Silent(), Stop())
    finally:
        engine.close()
        for path in folder.glob("out.jsonl*"):
            path.unlink()
    return report.rate


def on_ray(source: Path, folder: Path, model: str) -> float:
    """Articles a second once both actors work: by when the parts were written."""
    from newsum import ray_adapter

    out = folder / "ray.jsonl"
    ray_adapter.run(source, out, model=model, workers=2, part=PART)
    written = sorted(part.stat().st_mtime for part in out.glob("part-*"))
    shutil.rmtree(out)
    begun = len(written) // 4
    return PART * (len(written) - 1 - begun) / (written[-1] - written[begun])


_PEAK = """
import sys, time
from functools import partial
from pathlib import Path
from newsum.corpus import run
from newsum.summarizer import Summarizer
report = run(sys.argv[1], sys.argv[2], partial(Summarizer, "builtin"))
# Not getrusage: a new process's peak starts at what its parent held.
peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(peak, report.done, report.failed.total(), time.process_time())
"""


def pages(folder: Path, place: Path) -> None:
    found = sorted(path for path in place.rglob("*") if path.suffix.lower() in (".html", ".htm"))
    print(f"pages of {place} ({len(found):,}), one worker:")
    # The same hundred in both, so that only the number differs: a long article takes more memory.
    chosen = random.Random(1).sample(found, min(100, len(found)))
    peaks, costs = [], []
    for count in (100, 1000):
        corpus = folder / f"{count}"
        corpus.mkdir()
        for number in range(count):
            page = chosen[number % len(chosen)]
            (corpus / f"{number:04}.html").symlink_to(page.resolve())
        done = subprocess.run(
            [sys.executable, "-c", _PEAK, str(corpus), str(folder / f"{count}.jsonl")],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        peak, good, failed, cost = map(float, done.stdout.split())
        peaks.append(peak)
        costs.append(cost)
        print(
            f"  {count:>5,} pages: {peak / 1024:.0f} MB at most, "
            f"{good:,.0f} summarized, {failed:,.0f} failed"
        )
    cost = (costs[1] - costs[0]) / 900  # without the start
    print(f"  {'memory, 1,000 to 100':<28}{peaks[1] / peaks[0]:8.2f}")
    print(f"  {'CPU of batch':<28}{1000 * cost:8.2f} ms a page")
    print(f"  {'pages a second and core':<28}{1 / cost:8.1f}")
    print(f"  {'ten million pages':<28}{1e7 * cost / 3600:8.1f} core-hours")


if __name__ == "__main__":
    main()
