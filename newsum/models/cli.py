"""``newsum models``: what there is, what is here; pull, remove, convert."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from newsum.arguments import Json
from newsum.models import cache, catalog, hub

app = typer.Typer(
    name="models",
    help="List the models that have a short name; see, pull, remove and convert them.\n\n"
    "Any Hugging Face id (owner/name) works in place of a short name, and NAME@REVISION fixes the "
    "branch, tag or commit.",
    invoke_without_command=True,
)

Name = Annotated[str, typer.Argument(help="A short name or hub id.", show_default=False)]

_UNITS = ("bytes", "kB", "MB", "GB")


@app.callback()
def models(context: typer.Context) -> None:
    """List the models where no other command is given."""
    if context.invoked_subcommand is None:
        list_models()


@app.command("list")
def list_models(as_json: Json = False) -> None:
    """List the models that have a short name, and which are on this machine."""
    here = {each.repository for each in cache.cached()}
    if as_json:
        rows = [_row(entry, here) for entry in catalog.ENTRIES.values()]
        print(json.dumps(rows, ensure_ascii=False))
        return
    for name, entry in catalog.ENTRIES.items():
        facts = [
            "translates" if entry.kind == "translation" else "summarizes",
            human(entry.size) if entry.size else "part of the package",
            entry.license if entry.commercial else f"{entry.license}, non-commercial",
        ]
        if _row(entry, here)["here"]:
            facts.append("on this machine")
        elif name == catalog.BUILTIN:
            facts.append("its weights are not in this build")
        print(f"{name:<14} {entry.title}\n{'':<14} {' · '.join(facts)}")


@app.command()
def info(name: Name, as_json: Json = False) -> None:
    """Show all that is known of a model, without any connection."""
    about = cache.info(name)
    if as_json:
        print(json.dumps(about, ensure_ascii=False))
        return
    for key, value in about.items():
        if value in ("", [], {}):
            continue
        print(f"{key:<14}{human(value) if key in ('size', 'on disk') else _plain(value)}")


@app.command()
def pull(name: Name) -> None:
    """Fetch a model into the hub's cache; what was begun is resumed, every file is checked."""
    known = catalog.find(name.partition("@")[0])
    if known is not None:
        typer.echo(known.notice, err=True)
    with hub.bars() as progress:
        fetched = cache.pull(name, progress=progress)
    for each in fetched:
        print(each.folder)


@app.command()
def remove(name: Name) -> None:
    """Remove what newsum fetched of a model, or of its REVISION, and what was converted of it."""
    freed = cache.remove(name)
    typer.echo(f"Freed {human(freed)}.", err=True)


@app.command()
def convert(
    name: Annotated[
        str, typer.Argument(help="A short name, hub id or folder.", show_default=False)
    ],
    trim: Annotated[
        bool, typer.Option(help="Leave out what only other languages than the two need.")
    ] = True,
) -> None:
    """Convert a model for the CPU (CTranslate2, int8) now, rather than at its first use."""
    from newsum.models.loader import convert as converted

    for folder in converted(name, trim=trim):
        print(folder)


def human(size: int) -> str:
    """Return *size*, in bytes, in a unit that a person reads.

    >>> human(2_330_000_000), human(0)
    ('2.3 GB', '0 bytes')
    """
    value, unit = float(size), _UNITS[0]
    for unit in _UNITS:
        if value < 1000 or unit == _UNITS[-1]:
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit == "bytes" else f"{value:.1f} {unit}"


def _row(entry: catalog.Entry, here: set[str]) -> dict[str, Any]:
    return {
        "name": entry.name,
        "repositories": entry.repositories,
        "kind": entry.kind,
        "title": entry.title,
        "license": entry.license,
        "commercial": entry.commercial,
        "size": entry.size,
        "here": set(entry.repositories) <= here if entry.repositories else _builtin_here(),
    }


def _builtin_here() -> bool:
    from newsum.models.builtin import available

    return available()


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key} at {each}" for key, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
