"""``newsum batch``: a corpus in, its rows out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer

from newsum.arguments import (
    Beams,
    Clean,
    Device,
    Glossary,
    ModelName,
    Runtime,
    Sentences,
    Strict,
    Style,
    To,
    Vectors,
    languages,
    one_of,
    read_glossary,
)
from newsum.corpus.files import passed_over
from newsum.corpus.output import own_files
from newsum.corpus.records import Fields
from newsum.corpus.rows import rows
from newsum.corpus.run import BATCH, Report
from newsum.corpus.run import run as run_here
from newsum.errors import OptionError
from newsum.options import OptionFields
from newsum.summarizer import Summarizer

INPUT: Final = typer.Argument(
    metavar="IN",
    help="A .jsonl (.gz, .zst) or .parquet file, a folder of those or of pages (.html, .txt), or "
    "- for JSONL on standard input.",
    show_default=False,
)


def batch(
    source: Annotated[str, INPUT],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="A .jsonl or .parquet file.", show_default=False)
    ],
    resume: Annotated[
        bool, typer.Option("--resume", help="Continue the output where it ends.")
    ] = False,
    retry_failed: Annotated[
        bool,
        typer.Option(
            "--retry-failed",
            help="Continue the output, try its failed articles again, and put the new rows in "
            "the place of the old.",
        ),
    ] = False,
    mix: Annotated[
        bool,
        typer.Option("--mix", help="Resume even if another model or other options wrote it."),
    ] = False,
    text: Annotated[str, typer.Option(help="The field with an article's text or HTML.")] = "text",
    name: Annotated[
        str,
        typer.Option(
            "--id",
            help="The field with an article's id. Without: id where a row has one, else a hash of "
            "its content.",
        ),
    ] = "",
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            "-w",
            min=1,
            help="Processes, each with its share of the cores. Default: 1; with ray, one a core.",
            show_default=False,
        ),
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            **one_of(("local", "ray")), help="ray is a cluster; the output is then a folder."
        ),
    ] = "local",
    size: Annotated[
        int, typer.Option("--batch", min=1, help="Articles that share the model's batches.")
    ] = BATCH,
    cache: Annotated[
        Path | None,
        typer.Option(
            help="The folder of results kept between runs. Default: newsum's own; none with ray."
        ),
    ] = None,
    cached: Annotated[
        bool, typer.Option("--cached/--no-cache", help="Use results kept between runs.")
    ] = True,
    with_text: Annotated[
        bool,
        typer.Option(
            "--with-text", help="Keep each article's cleaned text, which evidence points into."
        ),
    ] = False,
    to: To = "",
    sentences: Sentences = 3,
    style: Style = "paragraph",
    model: ModelName = "builtin",
    device: Device = "auto",
    runtime: Runtime = "auto",
    glossary: Glossary = None,
    strict: Strict = False,
    vectors: Vectors = False,
    beams: Beams = None,
    clean: Clean = True,
) -> None:
    """Summarize a corpus, one row an article, in order; nothing is lost when it is stopped.

    A bad article becomes a row with its error; --retry-failed tries it again. After Ctrl-C, a kill
    or a full disk run the same command with --resume to continue. Prints where the rows are.
    """
    options: OptionFields = {
        "to": languages(to),
        "sentences": sentences,
        "style": style,
        "glossary": read_glossary(glossary),
        "strict": strict,
        "vectors": vectors,
        "beams": beams,
        "clean": clean,
    }
    fields = Fields(text, name or None)
    _tell_of_others(Path(source), output)
    if engine == "ray":
        if cache is not None:
            raise OptionError(
                "--cache is for one machine: --engine ray has no cache. Leave it out."
            )
        from newsum.ray_adapter import run as run_on_ray

        report = run_on_ray(
            source,
            output,
            model=model,
            device=device,
            runtime=runtime,
            options=options,
            fields=fields,
            resume=resume,
            retry_failed=retry_failed,
            mix=mix,
            workers=workers,
            batch=size,
            with_text=with_text,
            progress=True,
        )
    else:
        report = run_here(
            source,
            output,
            partial(Summarizer, model, device=device, runtime=runtime, **options),
            fields=fields,
            resume=resume,
            retry_failed=retry_failed,
            mix=mix,
            workers=workers or 1,
            batch=size,
            cache=(cache or _own_cache()) if cached else None,
            with_text=with_text,
            progress=True,
        )
    typer.echo(report, err=True)
    typer.echo(report.output)
    _leave(report)


def _tell_of_others(source: Path, output: Path) -> None:
    """Say what a folder holds that newsum does not read."""
    if source.is_dir():
        others = passed_over(source, exclude=own_files(output))
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in others.most_common())
        if kinds:
            files = "file" if others.total() == 1 else "files"
            typer.echo(f"{others.total():,} {files} passed over: {kinds}.", err=True)


def _own_cache() -> Path:
    from newsum.models.folders import home

    return home() / "results"


def _leave(report: Report) -> None:
    """End with 1 where there is something left to do."""
    if report.interrupted:
        typer.echo("Stopped. Run the same command with --resume to continue.", err=True)
        raise typer.Exit(1)
    if report.failed and not report.done:
        why = next(row["error"]["message"] for row in rows(report.output) if "error" in row)
        typer.echo(f"Not one article could be summarized. The first: {why}", err=True)
        raise typer.Exit(1)
    if not (report.rows or report.skipped):
        typer.echo("The corpus holds no article.", err=True)
