"""``newsum eval``: score summaries, baselines and models; compare two systems."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from newsum.arguments import Device, Json, ModelName, Runtime, Sentences
from newsum.errors import OptionError
from newsum.evaluate.baselines import BASELINES, baseline
from newsum.evaluate.data import Example, read, read_predictions
from newsum.evaluate.scores import METRICS, Scores, compare, score, table
from newsum.evaluate.tokens import Tokenizer

_HELP: Final = """Score summaries with intervals and signatures.

DATA is JSONL or Parquet with an article (`article` or `text`), its `summary` and, if need be,
`language` and `source_language`; an XL-Sum or CrossSum file; or a folder saved by the package
`datasets`.

Metrics: rouge (all four), """

app = typer.Typer(
    help=_HELP + "; ".join(f"{name}: {about}" for name, about in METRICS.items()) + ".",
    no_args_is_help=True,
)

Data = Annotated[Path, typer.Argument(help="Articles and references.", show_default=False)]
Metrics = Annotated[str, typer.Option(help="Names, comma-separated.", metavar="NAMES")]
Tokens = Annotated[
    Tokenizer | None,
    typer.Option(help="What ROUGE counts; jieba is XL-Sum's manner.", show_default="by language"),
]
Stem = Annotated[bool, typer.Option("--stem", help="Stem English words (Porter).")]
Limit = Annotated[int | None, typer.Option(help="Take the first examples only.", min=1)]
_DEFAULT: Final = "rouge,chrf"


@app.command("score")
def score_predictions(
    data: Data,
    predictions: Annotated[
        Path, typer.Argument(help="A summary a line, or JSONL.", show_default=False)
    ],
    metrics: Metrics = _DEFAULT,
    tokenize: Tokens = None,
    stem: Stem = False,
    as_json: Json = False,
) -> None:
    """Score a system's summaries against the references."""
    examples = read(data)
    found = read_predictions(predictions)
    _print([_score(predictions.stem, examples, found, metrics, tokenize, stem)], as_json=as_json)


@app.command()
def baselines(
    data: Data,
    names: Annotated[
        str, typer.Option(help=f"Of {', '.join(BASELINES)}, comma-separated.", metavar="NAMES")
    ] = "lead,random,oracle",
    sentences: Sentences = 3,
    limit: Limit = None,
    metrics: Metrics = _DEFAULT,
    tokenize: Tokens = None,
    stem: Stem = False,
    as_json: Json = False,
) -> None:
    """Score what every system should beat, and what none can."""
    examples = read(data, limit=limit)
    _print(
        [
            _score(
                f"{name}-{sentences}",
                examples,
                baseline(name, examples, sentences=sentences),
                metrics,
                tokenize,
                stem,
            )
            for name in _list(names)
        ],
        as_json=as_json,
    )


@app.command("compare")
def compare_systems(
    data: Data,
    ours: Annotated[Path, typer.Argument(help="One system's summaries.", show_default=False)],
    theirs: Annotated[Path, typer.Argument(help="The other's.", show_default=False)],
    metrics: Metrics = _DEFAULT,
    tokenize: Tokens = None,
    stem: Stem = False,
    as_json: Json = False,
) -> None:
    """Tell whether one system is better than another, and how likely that is chance."""
    examples = read(data)
    one, other = (
        _score(path.stem, examples, read_predictions(path), metrics, tokenize, stem)
        for path in (ours, theirs)
    )
    found = compare(one, other)
    if as_json:
        typer.echo(json.dumps([each.to_dict() for each in found.values()], ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    shown = Table("metric", one.system, other.system, "difference", "p")
    for each in found.values():
        mark = " *" if each.significant else ""
        shown.add_row(
            each.metric,
            f"{each.ours:.2f}",
            f"{each.theirs:.2f}",
            f"{each.difference:+.2f}",
            f"{each.p:.3f}{mark}",
        )
    Console().print(shown)
    typer.echo(next(iter(found.values())).signature)


@app.command()
def run(
    data: Data,
    model: ModelName = "builtin",
    sentences: Sentences = 3,
    limit: Limit = None,
    metrics: Metrics = _DEFAULT,
    tokenize: Tokens = None,
    stem: Stem = False,
    device: Device = "auto",
    runtime: Runtime = "auto",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write the summaries here too, as JSONL."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Summarise the articles with a model and score what it writes."""
    from tqdm import tqdm

    from newsum.article import Article
    from newsum.result import Failure
    from newsum.summarizer import Summarizer

    examples = read(data, limit=limit)
    language = _language(examples)
    articles = [Article(text=each.article, language=each.source_language) for each in examples]
    found = []
    with Summarizer(
        model, device=device, runtime=runtime, to=language, sentences=sentences
    ) as summarizer:
        outcomes = summarizer.stream(tqdm(articles, unit="article", disable=None))
        for example, outcome in zip(examples, outcomes, strict=True):
            if isinstance(outcome, Failure):
                typer.echo(f"newsum: {example.id}: {outcome.message}", err=True)
                found.append("")  # an article that failed scores nothing
            else:
                found.append(outcome[language].text)
    if output is not None:
        lines = (json.dumps({"prediction": text}, ensure_ascii=False) for text in found)
        output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _print([_score(model, examples, found, metrics, tokenize, stem)], as_json=as_json)


def _list(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _language(examples: Sequence[Example]) -> str:
    if not examples:
        raise OptionError("There is no example to score")
    found = sorted({example.language for example in examples})
    if len(found) > 1:
        raise OptionError(
            f"The references are in {', '.join(found)}: score each language by itself"
        )
    return found[0]


def _score(
    system: str,
    examples: Sequence[Example],
    predictions: Sequence[str],
    metrics: str,
    tokenize: Tokenizer | None,
    stem: bool,
) -> Scores:
    sources = {example.source_language for example in examples}
    if len(sources) > 1:
        raise OptionError(f"The articles are in {', '.join(sorted(sources))}: score each by itself")
    return score(
        predictions,
        [example.reference for example in examples],
        language=_language(examples),
        metrics=_list(metrics),
        sources=[example.article for example in examples],
        source_language=next(iter(sources)),
        tokenize=tokenize,
        stem=stem,
        system=system,
    )


def _print(systems: Sequence[Scores], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([each.to_dict() for each in systems], ensure_ascii=False))
        return
    from rich.console import Console

    Console().print(table(systems))
    for one in systems[0].values():
        typer.echo(one.signature)
