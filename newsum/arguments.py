"""What several commands take: their arguments and options, and how those are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from newsum.errors import OptionError, UnsupportedLanguage
from newsum.languages import Language
from newsum.languages import language as canonical
from newsum.options import STYLES
from newsum.options import Style as StyleName


def one_of(names: Sequence[str]) -> dict[str, Any]:
    """Return what makes a `typer.Option` take one of *names*: typer's own message is pydantic's."""

    def parse(value: str) -> str:
        if value not in names:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(names)}.")
        return value

    return {"parser": parse, "metavar": f"[{'|'.join(names)}]"}


ArticleSource = Annotated[
    str,
    typer.Argument(help="A file, an http(s) address, or - for standard input.", show_default=False),
]
To = Annotated[
    str, typer.Option(help="Languages to write, comma-separated: en, zh, zh-Hant.", metavar="CODES")
]
Sentences = Annotated[int, typer.Option("--sentences", "-n", help="Sentences at most.")]
Style = Annotated[StyleName, typer.Option(**one_of(STYLES), help="How a summary is laid out.")]
ModelName = Annotated[
    str, typer.Option("--model", "-m", help="A name (`newsum models`), hub id or folder.")
]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1, mps.")]
Runtime = Annotated[str, typer.Option(help="auto, ctranslate2, transformers.")]
Glossary = Annotated[
    Path | None,
    typer.Option(help="A file of fixed translations: a term, a tab, its translation a line."),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Replace sentences that fail a check, or leave them out.")
]
Vectors = Annotated[
    bool, typer.Option("--vectors", help="Find evidence by the model's sentence vectors too.")
]
Beams = Annotated[
    int | None,
    typer.Option(
        help="Beams of the model's search. Default: what its authors recommend.", show_default=False
    ),
]
Clean = Annotated[bool, typer.Option(help="Take page litter out first.")]
Evidence = Annotated[
    bool, typer.Option("--evidence", "-e", help="Show what each sentence rests on.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Private = Annotated[
    bool, typer.Option("--allow-private", help="Fetch from this machine or its own network too.")
]


def languages(to: str) -> list[Language] | None:
    """Return the languages of ``--to``; None where it was not given.

    Raises:
        OptionError: newsum does not write one of them.
    """
    return [language(code) for code in to.split(",") if code.strip()] or None


def language(code: str) -> Language:
    """Return the language that an argument names.

    Raises:
        OptionError: It names none: the usage is wrong, not an article.
    """
    try:
        return canonical(code)
    except UnsupportedLanguage as error:
        raise OptionError(str(error)) from None


def read_glossary(path: Path | None) -> dict[str, str]:
    """Read a file of terms and translations, tab-separated, one pair a line; none is empty.

    Raises:
        OptionError: The file cannot be read, or a line is not a pair.
    """
    if path is None:
        return {}
    try:
        # splitlines() would also cut at U+2028, which may stand within a pasted term.
        lines = path.read_text("utf-8-sig").split("\n")
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
