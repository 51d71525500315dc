"""Training examples: what one is, and reading them from parallel and article–summary files."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Literal

from newsum.errors import InputError
from newsum.languages import Language, count_han, language

#: "translate" writes the same sentence in another language, "headline" a summary of an article.
Task = Literal["translate", "headline"]

#: Suffixes that `read` knows, each also compressed, with ``.xz`` after it.
SUFFIXES: Final = (".tsv", ".jsonl")
_SOURCES: Final = ("source", "article", "text", "document", "content")
_TARGETS: Final = ("target", "summary", "title", "headline", "highlights")


@dataclass(frozen=True, slots=True)
class Example:
    """Two texts, one of which is to be written from the other.

    Args:
        one: A sentence, or an article.
        other: Its translation, or its summary.
        languages: The languages of the two, "en" or "zh".
        task: What leads from one to the other.
        forward: How many times an epoch *other* is to be written from *one*; of a fraction, that
            share of the epochs.
        backward: The same for *one* from *other*; 0 for summaries.
    """

    one: str
    other: str
    languages: tuple[Language, Language] = ("en", "zh")
    task: Task = "translate"
    forward: float = 1.0
    backward: float = 1.0


def read(path: Path) -> Iterator[Example]:
    """Yield the examples of one file.

    A ``.tsv`` file has no header; its columns are English, Chinese and, optionally, a source label
    (one that ends in ``>zh`` or ``>en`` is trained in that direction only) and a weight. In files
    called ``*_news.tsv`` they are title and content. A ``.jsonl`` file has an object a line:
    ``{"en": …, "zh": …}`` for a sentence and its translation, or an article and its summary under
    one of the usual names (``article``, ``text`` …; ``summary``, ``title`` …), with ``weight`` if
    need be. Languages are told by the script.

    Raises:
        InputError: The file is of another kind, or a line is not as above; the message names it.
    """
    kind = path.with_suffix("").suffix if path.suffix == ".xz" else path.suffix
    if kind not in SUFFIXES:
        raise InputError(
            f"{path} is not a training file: its name must end in {' or '.join(SUFFIXES)} "
            "(.xz may follow)."
        )
    read_line = _from_json if kind == ".jsonl" else _from_columns
    for number, line in enumerate(lines(path), 1):
        if not line.strip():
            continue
        try:
            yield read_line(line, path)
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}, line {number}: {error}") from error


def lines(path: Path) -> Iterator[str]:
    r"""Yield the lines of a UTF-8 file, plain or ``.xz``. Only ``\n`` ends a line."""
    with open_text(path, "rt") as file:
        for line in file:
            yield line.rstrip("\r\n")


def write(path: Path, examples: Iterable[Example]) -> int:
    """Write *examples* to the file that `read_pack` reads; returns how many there were.

    Columns: task, the two languages, weight forward and backward, the two texts.
    """
    count = 0
    with open_text(path, "wt") as file:
        for each in examples:
            head = (each.task, *each.languages, f"{each.forward:g}", f"{each.backward:g}")
            file.write("\t".join((*head, each.one, each.other)) + "\n")
            count += 1
    return count


def read_pack(path: Path) -> Iterator[Example]:
    """Yield the examples that `write` wrote to *path*."""
    for line in lines(path):
        task, one, other, forward, backward, first, second = line.split("\t")
        yield Example(
            first,
            second,
            (language(one), language(other)),
            "headline" if task == "headline" else "translate",
            float(forward),
            float(backward),
        )


def find(folder: Path, name: str) -> Path | None:
    """Return *folder*/*name*, plain or ``.xz``, if one is there."""
    return next((p for p in (folder / name, folder / f"{name}.xz") if p.is_file()), None)


def open_text(path: Path, mode: Literal["rt", "wt"]) -> IO[str]:
    """Open a UTF-8 file, plain or ``.xz``."""
    if path.suffix == ".xz":
        if mode == "rt":
            return lzma.open(path, "rt", encoding="utf-8", newline="\n")
        # The strongest there is: what is compressed is to be sent somewhere, under a limit.
        preset = 9 | lzma.PRESET_EXTREME
        return lzma.open(path, "wt", preset=preset, encoding="utf-8", newline="\n")
    return path.open(mode, encoding="utf-8", newline="\n")


def _from_columns(line: str, path: Path) -> Example:
    columns = [column.strip() for column in line.split("\t")]
    if len(columns) < 2:
        raise ValueError("expected at least two columns, separated by a tab")
    if "_news.tsv" in path.name:
        title, content = columns[:2]
        return _summary(content, title)
    label = columns[2] if len(columns) > 2 else ""
    weight = float(columns[3]) if len(columns) > 3 and columns[3] else 1.0
    return Example(
        columns[0],
        columns[1],
        forward=0.0 if label.endswith(">en") else weight,
        backward=0.0 if label.endswith(">zh") else weight,
    )


def _from_json(line: str, path: Path) -> Example:  # noqa: ARG001 - every reader gets both
    row = json.loads(line)
    weight = float(row.get("weight", 1.0))
    if "en" in row and "zh" in row:
        return Example(_text(row, ("en",)), _text(row, ("zh",)), forward=weight, backward=weight)
    return _summary(_text(row, _SOURCES), _text(row, _TARGETS), weight)


def _text(row: dict[str, object], names: Sequence[str]) -> str:
    name = next((name for name in names if name in row), None)
    if name is None:
        raise ValueError(f"none of the fields {', '.join(names)}; it has {', '.join(row)}")
    value = row[name]
    if not isinstance(value, str):
        raise TypeError(f"field {name!r} is not text: {value!r}")
    # A tab or a line break would end a column of the pack.
    return " ".join(value.split())


def _summary(article: str, summary: str, weight: float = 1.0) -> Example:
    return Example(
        article,
        summary,
        (script(article), script(summary)),
        "headline",
        forward=weight,
        backward=0.0,
    )


def script(text: str) -> Language:
    """Tell English from Chinese by the share of ideographs.

    >>> script("GDP增长5.2%"), script("the word 中文")
    ('zh', 'en')
    """
    han = count_han(text)
    latin = sum(char.isascii() and char.isalpha() for char in text)
    # An ideograph says about as much as three Latin letters.
    return "zh" if 3 * han >= latin and han else "en"
