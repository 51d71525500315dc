"""The command line. stdout carries only the result; progress and warnings go to stderr."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from newsum import __version__
from newsum.errors import InputError, OptionError
from newsum.options import STYLES

if TYPE_CHECKING:
    from newsum.result import Result
    from newsum.source import Source

app = typer.Typer(
    name="newsum",
    help="Turn a news article, English or Chinese, into an English and a Chinese summary.\n\n"
    "`newsum FILE`, `newsum https://…` and `newsum -` (standard input) summarise one article; "
    "`newsum demo` shows one.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)

StyleName = StrEnum("StyleName", {style: style for style in STYLES})

ARTICLE: Final = typer.Argument(
    help="A file, an http(s) address, or - for standard input.", show_default=False
)
To = Annotated[
    str, typer.Option(help="Languages to write, comma-separated: en, zh, zh-Hant.", metavar="CODES")
]
Sentences = Annotated[int, typer.Option("--sentences", "-n", help="Sentences at most.")]
ModelName = Annotated[
    str, typer.Option("--model", "-m", help="A name (`newsum models`), hub id or folder.")
]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1, mps.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Private = Annotated[
    bool, typer.Option("--allow-private", help="Fetch from this machine or its own network too.")
]


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
    article: Annotated[str, ARTICLE],
    to: To = "",
    sentences: Sentences = 3,
    style: Annotated[StyleName, typer.Option(help="How a summary is laid out.")] = StyleName(
        "paragraph"
    ),
    model: ModelName = "builtin",
    device: Device = "auto",
    glossary: Annotated[
        Path | None,
        typer.Option(help="A file of fixed translations: a term, a tab, its translation a line."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Leave out sentences that fail a check.")
    ] = False,
    clean: Annotated[bool, typer.Option(help="Take page litter out first.")] = True,
    evidence: Annotated[
        bool, typer.Option("--evidence", "-e", help="Show what each sentence rests on.")
    ] = False,
    as_json: Json = False,
    allow_private: Private = False,
) -> None:
    """Summarise one article; the word `summarize` itself may be left out."""
    from newsum.source import to_article
    from newsum.summarizer import summarize as run

    source = read(article)
    if allow_private:
        source = to_article(source, clean=clean, allow_private=True)
    result = run(
        source,
        model=model,
        device=device,
        to=languages(to),
        sentences=sentences,
        style=style.value,
        glossary=read_glossary(glossary) if glossary else {},
        strict=strict,
        clean=clean,
    )
    show(result, as_json=as_json, evidence=evidence)


@app.command(rich_help_panel="Summaries")
def demo(
    language: Annotated[str, typer.Argument(help="Which sample article: en or zh.")] = "en",
    model: ModelName = "builtin",
    evidence: Annotated[
        bool, typer.Option("--evidence", "-e", help="Show what each sentence rests on.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Summarise the bundled sample article in both languages."""
    from newsum.samples import sample
    from newsum.summarizer import summarize as run

    show(run(sample(language), model=model), as_json=as_json, evidence=evidence)


@app.command(rich_help_panel="Summaries")
def clean(
    article: Annotated[str, ARTICLE], as_json: Json = False, allow_private: Private = False
) -> None:
    """Print the article without the page around it; with --json also what was removed, and why."""
    from newsum.source import to_article

    cleaned = to_article(read(article), allow_private=allow_private)
    if as_json:
        print(json.dumps(cleaned.to_dict(), ensure_ascii=False))
        return
    print("\n\n".join(filter(None, [cleaned.title, cleaned.text])))
    if cleaned.removed:
        warn(f"{len(cleaned.removed)} lines of page litter removed; --json lists them.")


def read(article: str) -> Source:
    """Return what the argument *article* stands for: standard input, an address or a file."""
    if article == "-":
        return sys.stdin.buffer.read()
    if "://" in article:
        if not article.lower().startswith(("http://", "https://")):
            raise InputError(f"Only http and https addresses can be fetched, not {article!r}.")
        return article
    return Path(article)


def languages(to: str) -> list[str] | None:
    """Return the codes of ``--to``; None where it was not given."""
    return [code.strip() for code in to.split(",") if code.strip()] or None


def read_glossary(path: Path) -> dict[str, str]:
    """Read a file of terms and translations, tab-separated, one pair a line.

    Raises:
        OptionError: The file cannot be read, or a line is not a pair.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(f"The glossary {str(path)!r} cannot be read: {error}") from error
    glossary = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        term, tab, translation = line.partition("\t")
        if not tab:
            raise OptionError(
                f"{path}, line {number}: {line!r} has no tab between term and translation."
            )
        glossary[term.strip()] = translation.strip()
    return glossary


def show(result: Result, *, as_json: bool, evidence: bool) -> None:
    """Print *result* to stdout and its warnings to stderr."""
    if as_json:
        print(result.to_json())
        return
    from shutil import get_terminal_size

    width = max(40, min(100, get_terminal_size().columns))
    print(result.to_text(width=width, evidence=evidence, warnings=False))
    for finding in result.warnings:
        where = f" ({finding.text})" if finding.text else ""
        warn(f"{finding.message}{where}")


def warn(message: str) -> None:
    """Print *message* to stderr."""
    print(f"⚠ {message}", file=sys.stderr)


#: What may stand first on the command line without meaning a file.
COMMANDS: Final = frozenset(
    name
    for command in (*app.registered_commands, *app.registered_groups)
    for name in [command.name or getattr(command.callback, "__name__", "")]
)
