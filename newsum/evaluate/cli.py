"""``newsum eval``: score summaries, baselines and models; compare two systems."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from newsum.arguments import Device, Json, ModelName, Runtime, Sentences, one_of
from newsum.errors import OptionError
from newsum.evaluate.baselines import BASELINES, baseline
from newsum.evaluate.data import Example, read, read_predictions
from newsum.evaluate.scores import METRICS, Scores, compare, score, table
from newsum.evaluate.tokens import TOKENIZERS, Tokenizer
from newsum.languages import Language

_HELP: Final = """Score summaries with intervals and signatures.

DATA is JSONL or Parquet with an article (`article` or `text`), its `summary` and, if need be,
`language` and `source_language`; an XL-Sum or CrossSum file; or a folder saved by the package
`datasets`. Where it is in several languages, each is scored by itself.

Metrics: rouge (all four), """

app = typer.Typer(
    help=_HELP + "; ".join(f"{name}: {about}" for name, about in METRICS.items()) + ".",
    no_args_is_help=True,
)

Data = Annotated[Path, typer.Argument(help="Articles and references.", show_default=False)]
Metrics = Annotated[str, typer.Option(help="Names, comma-separated.", metavar="NAMES")]
Tokens = Annotated[
    Tokenizer | None,
    typer.Option(
        **one_of(TOKENIZERS),
        help="What ROUGE counts; jieba is XL-Sum's manner.",
        show_default="by language",
    ),
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
    _print(_score(predictions.stem, examples, found, metrics, tokenize, stem), as_json=as_json)


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
    found = {name: baseline(name, examples, sentences=sentences) for name in _list(names)}
    scored = [
        scores
        for name, texts in found.items()
        for scores in _score(f"{name}-{sentences}", examples, texts, metrics, tokenize, stem)
    ]
    _print(sorted(scored, key=lambda scores: scores.language), as_json=as_json)


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
    names = [path.stem if ours.stem != theirs.stem else str(path) for path in (ours, theirs)]
    pairs = zip(
        *(
            _score(name, examples, read_predictions(path), metrics, tokenize, stem)
            for name, path in zip(names, (ours, theirs), strict=True)
        ),
        strict=True,
    )
    found = [(one, other, compare(one, other)) for one, other in pairs]
    if as_json:
        rows = [
            {"systems": [one.system, other.system], **each.to_dict()}
            for one, other, compared in found
            for each in compared.values()
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    for one, other, compared in found:
        shown = Table("metric", one.system, other.system, "difference", "p-value")
        for each in compared.values():
            mark = " *" if each.significant else ""
            shown.add_row(
                each.metric,
                f"{each.ours:.2f}",
                f"{each.theirs:.2f}",
                f"{each.difference:+.2f}",
                f"{each.p:.3f}{mark}",
            )
        Console().print(shown)
        for each in compared.values():
            typer.echo(each.signature)


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
    """Summarize the articles with a model and score what it writes."""
    from tqdm import tqdm

    from newsum.article import Article
    from newsum.models.loader import load
    from newsum.result import Failure
    from newsum.summarizer import Summarizer

    if output is not None and not output.absolute().parent.is_dir():
        raise OptionError(f"There is no folder for the output {str(output)!r}.")
    examples = read(data, limit=limit)
    found = [""] * len(examples)  # an article that fails scores nothing
    writer = load(model, device=device, runtime=runtime)
    for (source, target), places in _directions(examples).items():
        articles = [Article(text=examples[at].article, language=source) for at in places]
        summarizer = Summarizer(writer, to=target, sentences=sentences)
        outcomes = summarizer.stream(tqdm(articles, unit="article", disable=None))
        for at, outcome in zip(places, outcomes, strict=True):
            if isinstance(outcome, Failure):
                typer.echo(f"newsum: {examples[at].id}: {outcome.message}", err=True)
            else:
                found[at] = outcome[target].text
    if output is not None:
        lines = (json.dumps({"prediction": text}, ensure_ascii=False) for text in found)
        output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _print(_score(model, examples, found, metrics, tokenize, stem), as_json=as_json)


def _list(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _directions(examples: Sequence[Example]) -> dict[tuple[Language, Language], list[int]]:
    """Return where the examples are, by the languages of article and summary."""
    if not examples:
        raise OptionError("There is no example to score")
    found: dict[tuple[Language, Language], list[int]] = {}
    for at, example in enumerate(examples):
        found.setdefault((example.source_language, example.language), []).append(at)
    return found


def _score(
    system: str,
    examples: Sequence[Example],
    predictions: Sequence[str],
    metrics: str,
    tokenize: Tokenizer | None,
    stem: bool,
) -> list[Scores]:
    """Score each direction by itself: characters and words have no common mean."""
    if len(predictions) != len(examples):
        raise OptionError(f"{system}: {len(predictions)} predictions for {len(examples)} examples")
    directions = _directions(examples)
    return [
        score(
            [predictions[at] for at in places],
            [examples[at].reference for at in places],
            language=target,
            metrics=_list(metrics),
            sources=[examples[at].article for at in places],
            source_language=source,
            tokenize=tokenize,
            stem=stem,
            system=system if len(directions) == 1 else f"{system}, {source}>{target}",
        )
        for (source, target), places in directions.items()
    ]


def _print(systems: Sequence[Scores], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([each.to_dict() for each in systems], ensure_ascii=False))
        return
    from rich.console import Console

    Console().print(table(systems))
    for signature in dict.fromkeys(one.signature for each in systems for one in each.values()):
        typer.echo(signature)
