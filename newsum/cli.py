"""The command line. stdout carries only the result; progress and warnings go to stderr."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated, Final

import typer

from newsum import __version__
from newsum.arguments import (
    ArticleSource,
    Beams,
    Clean,
    Device,
    Evidence,
    Glossary,
    Json,
    ModelName,
    Private,
    Runtime,
    Sentences,
    Strict,
    Style,
    To,
    Vectors,
    languages,
    read_glossary,
)
from newsum.arguments import language as code
from newsum.corpus.cli import batch
from newsum.display import hang
from newsum.errors import InputError
from newsum.evaluate.cli import app as evaluate
from newsum.models.cli import app as models
from newsum.training.cli import app as train

if TYPE_CHECKING:
    from newsum.result import Result
    from newsum.source import Source

app = typer.Typer(
    name="newsum",
    help="Turn a news article, English or Chinese, into an English and a Chinese summary.\n\n"
    "`newsum FILE`, `newsum https://…` and `newsum -` (standard input) summarize one article; "
    "`newsum demo` shows one.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        print(f"newsum {__version__}")
        raise typer.Exit


@app.callback()
def newsum(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Hold what is common to all commands."""


@app.command(rich_help_panel="Summaries")
def summarize(
    article: ArticleSource,
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
    evidence: Evidence = False,
    as_json: Json = False,
    allow_private: Private = False,
) -> None:
    """Summarize one article; the word `summarize` itself may be left out."""
    from newsum import source as sources
    from newsum.api import summarize as run

    source = read(article)
    if allow_private:
        source = sources.take(source, clean=clean, allow_private=True)
    result = run(
        source,
        model=model,
        device=device,
        runtime=runtime,
        to=languages(to),
        sentences=sentences,
        style=style,
        glossary=read_glossary(glossary),
        strict=strict,
        vectors=vectors,
        beams=beams,
        clean=clean,
    )
    show(result, as_json=as_json, evidence=evidence)


@app.command(rich_help_panel="Summaries")
def verify(
    article: ArticleSource,
    summary: Annotated[
        str, typer.Argument(help="A file, or - for standard input.", show_default=False)
    ],
    model: ModelName = "builtin",
    device: Device = "auto",
    runtime: Runtime = "auto",
    glossary: Glossary = None,
    vectors: Vectors = False,
    clean: Clean = True,
    as_json: Json = False,
    allow_private: Private = False,
) -> None:
    """Check a summary that somebody else wrote: what it rests on, what the article does not say."""
    from newsum import source as sources
    from newsum.api import verify as run
    from newsum.cleaning.decode import decode

    if article == summary == "-":
        raise InputError("Only one of the two can come from standard input.")
    given = _standard_input() if summary == "-" else sources.read_file(Path(summary))
    source = read(article)
    if allow_private:
        source = sources.take(source, clean=clean, allow_private=True)
    result = run(
        source,
        decode(given),
        model=model,
        device=device,
        runtime=runtime,
        glossary=read_glossary(glossary),
        vectors=vectors,
        clean=clean,
    )
    show(result, as_json=as_json, evidence=True)


@app.command(rich_help_panel="Summaries")
def demo(
    language: Annotated[str, typer.Argument(help="Which sample article: en or zh.")] = "en",
    model: ModelName = "builtin",
    evidence: Evidence = False,
    as_json: Json = False,
) -> None:
    """Summarize the bundled sample article in both languages."""
    from newsum.api import summarize as run
    from newsum.samples import sample

    show(run(sample(code(language)), model=model), as_json=as_json, evidence=evidence)


@app.command(rich_help_panel="Summaries")
def clean(article: ArticleSource, as_json: Json = False, allow_private: Private = False) -> None:
    """Print the article without the page around it; with --json also what was removed, and why."""
    from newsum.source import clean

    cleaned = clean(read(article), allow_private=allow_private)
    if as_json:
        print(json.dumps(cleaned.to_dict(), ensure_ascii=False))
        return
    print(cleaned)
    if cleaned.removed:
        warn(f"{len(cleaned.removed)} lines of page litter removed; --json lists them.")


app.command(rich_help_panel="Summaries")(batch)
app.add_typer(models, name="models", rich_help_panel="Models")
app.add_typer(evaluate, name="eval", rich_help_panel="Models")
app.add_typer(train, name="train", rich_help_panel="Models")


def read(article: str) -> Source:
    """Return what the argument *article* stands for: standard input, an address or a file."""
    if article == "-":
        return _standard_input()
    from newsum.source import is_address, refuse_name

    if is_address(article):
        return article
    if "://" in article:
        refuse_name(article)
    if not article:  # an unset variable of the shell's; Path takes it for this folder
        raise InputError(
            "The article has no name. Give a file, an address, or - for standard input."
        )
    return Path(article)


def _standard_input() -> bytes:
    from newsum.source import read_bounded

    return read_bounded(sys.stdin.buffer, "Standard input")


def show(result: Result, *, as_json: bool, evidence: bool) -> None:
    """Print *result* to stdout and its warnings to stderr."""
    if as_json:
        print(result.to_json())
        return
    print(result.to_text(width=_width(), evidence=evidence, warnings=False))
    for finding in result.warnings:
        where = f" ({finding.text})" if finding.text not in finding.message else ""
        warn(f"{finding.message}{where}")


def warn(message: str) -> None:
    """Print *message* to stderr: in a terminal wrapped to it, else in one line."""
    rows = hang(message, "⚠ ", _width()) if sys.stderr.isatty() else [f"⚠ {message}"]
    print(*rows, sep="\n", file=sys.stderr)


def _width() -> int:
    """Return how many cells of the terminal to use: lines of over 100 are hard to read."""
    return max(40, min(100, get_terminal_size().columns))


#: What may stand first on the command line without meaning a file.
COMMANDS: Final = frozenset(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # typer builds a group
