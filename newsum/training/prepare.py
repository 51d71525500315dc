"""From parallel and article–summary files to a pack: normalized, filtered, ready to train on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from newsum.errors import InputError
from newsum.languages import count_han
from newsum.models.carry import WORDS, write_words
from newsum.models.normalize import normalize
from newsum.training import examples as files
from newsum.training.evaluate import WAYS
from newsum.training.examples import SUFFIXES, Example
from newsum.training.tokens import EXAMPLES, TERMS

#: Characters of an article that are kept: more than the tokens that are read of it.
_ARTICLE: Final = {"en": 1600, "zh": 700}
#: Bounds on Chinese characters for each English word, for pairs of some length. The data pack
#: keeps 0.5 to 4.5; a translation outside that has left something out.
_RATIO: Final = (0.5, 4.5)
_SHORT: Final = 9
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z]*")
_DEV: Final = re.compile(r"(dev|test)\.(en-zh|zh-en)\.tsv(\.xz)?$")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a pack holds, and what was left out: reasons and how often."""

    examples: int
    dropped: dict[str, int]


def prepare(
    sources: Sequence[Path],
    out: Path,
    *,
    dev_share: float = 0.0,
    known: int = 3,
    compress: bool = False,
) -> Prepared:
    """Write a pack to the folder *out*.

    Args:
        sources: Files that `newsum.training.examples.read` reads, or folders of them. Files called
            ``dev.en-zh.tsv``, ``test.zh-en.tsv`` and so on are kept apart, as the pack's dev and
            test sets; ``terms.tsv`` as its dictionary.
        out: An empty or new folder.
        dev_share: Without a dev set, this share of the pairs becomes one, at most 500.
        known: How often a word has to be met to count as one that the model knows. On newstest2017,
            3 finds the names that a model of this size gets wrong, and hardly a word besides.
        compress: Write ``.xz`` files: a third of the size, and minutes of work.

    Raises:
        InputError: A file cannot be read as training data, or nothing is left of all of them.
    """
    out.mkdir(parents=True, exist_ok=True)
    tail = ".xz" if compress else ""
    dropped: Counter[str] = Counter()
    words: Counter[str] = Counter()
    held: list[Example] = []
    plain: list[Path] = []
    for path in _files(sources):
        if _DEV.search(path.name):
            rows = [_normalized(each) for each in _split_rows(path)]
            _write_rows(out / f"{path.name.removesuffix('.xz')}{tail}", rows)
        elif path.name.startswith("terms.tsv"):
            rows = [(each.one, each.other) for each in _kept(path, dropped, words)]
            _write_rows(out / f"{TERMS}{tail}", rows)
        else:
            plain.append(path)
    step = round(1 / dev_share) if dev_share else 0

    def training() -> Iterator[Example]:
        for path in plain:
            for number, each in enumerate(_kept(path, dropped, words)):
                dev = step and number % step == 0 and each.task == "translate" and each.forward
                if dev and len(held) < 500:
                    held.append(each)
                else:
                    yield each

    count = files.write(out / f"{EXAMPLES}{tail}", training())
    if not count:
        raise InputError(
            f"No example is left of {', '.join(map(str, sources))}; dropped: {dict(dropped)}."
        )
    for way in WAYS if held else ():
        pairs = [(e.one, e.other) if way[0] == "en" else (e.other, e.one) for e in held]
        _write_rows(out / f"dev.{way[0]}-{way[1]}.tsv{tail}", pairs)
    write_words(out / WORDS, (word for word, met in words.items() if met >= known))
    return Prepared(count, dict(dropped))


def _files(sources: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for source in sources:
        if source.is_dir():
            inner = (p for p in sorted(source.iterdir()) if _suffix(p) in SUFFIXES)
            found += inner
        elif source.is_file():
            found.append(source)
        else:
            raise InputError(f"There is no file or folder {str(source)!r}.")
    return found


def _suffix(path: Path) -> str:
    return path.with_suffix("").suffix if path.suffix == ".xz" else path.suffix


def _kept(path: Path, dropped: Counter[str], words: Counter[str]) -> Iterator[Example]:
    for each in files.read(path):
        tidy = _tidied(each)
        why = _fault(tidy)
        if why:
            dropped[why] += 1
            continue
        for text, code in zip((tidy.one, tidy.other), tidy.languages, strict=True):
            if code == "en":
                words.update({word.casefold() for word in _WORD.findall(text)})
        yield tidy


def _tidied(each: Example) -> Example:
    one, other = (
        normalize(text, code)
        for text, code in zip((each.one, each.other), each.languages, strict=True)
    )
    if each.task == "headline":
        one = _cut(one, _ARTICLE[each.languages[0]])
    return replace(each, one=one, other=other)


def _cut(text: str, most: int) -> str:
    """Cut after the last sentence that ends within *most* characters, or there."""
    if len(text) <= most:
        return text
    head = text[:most]
    ends = [match.end() for match in re.finditer(r"[.!?]\s|[。！？]", head)]
    return head[: ends[-1]].strip() if ends else head


def _fault(each: Example) -> str:
    """Return why an example is not fit to learn from, or nothing."""
    if not each.one or not each.other:
        return "empty"
    if each.one == each.other:
        return "untranslated"
    for text, code in zip((each.one, each.other), each.languages, strict=True):
        if bool(count_han(text)) != (code == "zh") and (
            code == "zh" or 3 * count_han(text) > len(text)
        ):
            return "language"
    if each.task == "translate":
        english, chinese = (
            (each.one, each.other) if each.languages[0] == "en" else (each.other, each.one)
        )
        count = len(english.split())
        if count >= _SHORT and not _RATIO[0] <= len(chinese) / count <= _RATIO[1]:
            return "length"
    return ""


def _split_rows(path: Path) -> list[tuple[str, str, bool]]:
    english_first = "en-zh" in path.name
    rows = []
    for number, line in enumerate(files.lines(path), 1):
        columns = line.split("\t")
        if len(columns) < 2:
            raise InputError(f"{path}, line {number}: expected a source and a reference.")
        rows.append((columns[0], columns[1], english_first))
    return rows


def _normalized(row: tuple[str, str, bool]) -> tuple[str, str]:
    # The reference stays as it is: BLEU is measured against what was published.
    source, reference, english = row
    return normalize(source, "en" if english else "zh"), reference.strip()


def _write_rows(path: Path, rows: Sequence[tuple[str, str]]) -> None:
    with files.open_text(path, "wt") as file:
        for one, other in rows:
            file.write(f"{one}\t{other}\n")
