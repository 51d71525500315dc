"""A pack's examples as token ids: flat arrays, built once by all cores and kept on disk."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newsum.errors import CorruptModel, InputError
from newsum.languages import Language
from newsum.models.folders import sha256
from newsum.models.protect import COPIES
from newsum.training.augment import Copier
from newsum.training.examples import Example, Task, find, read, read_pack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Tokens with a fixed id in every tokenizer of the built-in model.
SPECIALS: Final = ("<s>", "<pad>", "</s>", "<unk>", "<en>", "<zh>", "<translate>", "<headline>")
PAD: Final = 1
END: Final = 2
#: What starts the decoder, and what starts the source.
START: Final[dict[Language, int]] = {"en": 4, "zh": 5}
TASK: Final[dict[Task, int]] = {"translate": 6, "headline": 7}

#: The examples of a pack, and those added to it later (back-translations), beside it.
EXAMPLES: Final = "examples.tsv"
TERMS: Final = "terms.tsv"
_CHUNK: Final = 4000
#: A pair with copy tokens takes this share of its pair's weight. At run time figures always are
#: copy tokens, but a model that seldom saw one written out could not fall back on that.
_COPIED: Final = 0.6


@dataclass(frozen=True)
class Store:
    """Every text of a pack as ids, two for each example.

    Args:
        ids: All ids of all texts, one text after the other.
        offsets: Where each text starts, and at last where the last one ends.
        languages: Start token of each text's language.
        tasks: Task token of each example.
        weights: Weight forward and backward of each example, shape (examples, 2).
    """

    ids: NDArray[np.uint16]
    offsets: NDArray[np.int64]
    languages: NDArray[np.int8]
    tasks: NDArray[np.int8]
    weights: NDArray[np.float32]

    def save(self, folder: Path, mark: str) -> None:
        """Write the arrays and, last, what they were made from."""
        import numpy as np

        folder.mkdir(parents=True, exist_ok=True)
        for name in self.__dataclass_fields__:
            np.save(folder / f"{name}.npy", getattr(self, name))
        (folder / "mark.json").write_text(mark, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Store:
        """Read what `save` wrote."""
        import numpy as np

        names = cls.__dataclass_fields__
        return cls(**{name: np.load(folder / f"{name}.npy") for name in names})


def load_tokenizer(folder: Path) -> Any:
    """Return the tokenizer of the model in *folder*; a token's name in a text stays text.

    Raises:
        CorruptModel: It is not a tokenizer of the built-in model.
    """
    from tokenizers import Tokenizer

    path = folder / "tokenizer.json"
    if not path.is_file():
        raise CorruptModel(
            f"{path} is missing: this is not the folder of a model that can be trained."
        )
    tokenizer = Tokenizer.from_file(str(path))
    if [tokenizer.token_to_id(name) for name in SPECIALS] != list(range(len(SPECIALS))):
        raise CorruptModel(
            f"{path} is not a tokenizer of newsum's own model: its first tokens should be "
            f"{' '.join(SPECIALS)}."
        )
    tokenizer.encode_special_tokens = True
    return tokenizer


def encode(tokenizer: Any, texts: Sequence[str]) -> list[list[int]]:
    """Return the ids of each text, with no special token."""
    return [each.ids for each in tokenizer.encode_batch(list(texts), add_special_tokens=False)]


def tokenize(
    pack: Path,
    tokenizer: Path,
    cache: Path,
    *,
    extra: Sequence[Path] = (),
    limit: int = 0,
    workers: int = 1,
    terms_weight: float = 0.3,
) -> Store:
    """Return the store of a pack, from *cache* if that was made from the same files.

    Args:
        pack: What `newsum.training.prepare.prepare` wrote.
        tokenizer: The folder of the tokenizer.
        cache: Where to keep the store.
        extra: More parallel files, normalized already.
        limit: Examples to take at most, evenly spread; 0 takes all.
        workers: Processes; 1 stays in this one.
        terms_weight: Weight of a dictionary entry.

    Raises:
        InputError: There is not one example.
        CorruptModel: There is no tokenizer, or another model's.
    """
    load_tokenizer(tokenizer)  # or say so now, not after minutes in a process of a pool
    files = _files(pack, extra)
    mark = json.dumps(
        [
            [[path.name, path.stat().st_size, sha256(path)] for path in files],
            sha256(tokenizer / "tokenizer.json"),
            limit,
            terms_weight,
        ]
    )
    known = cache / "mark.json"
    if not (known.is_file() and known.read_text(encoding="utf-8") == mark):
        store = _build(files, tokenizer, limit, workers, terms_weight)
        store.save(cache, mark)
    return Store.load(cache)


def examples_of(pack: Path) -> Path:
    """Return the file with a pack's examples.

    Raises:
        InputError: *pack* is not a prepared pack.
    """
    path = find(pack, EXAMPLES)
    if path is None:
        raise InputError(
            f"{pack} is not a prepared pack: {EXAMPLES} is missing. `newsum train prepare` makes "
            "one."
        )
    return path


def _files(pack: Path, extra: Sequence[Path]) -> list[Path]:
    terms = find(pack, TERMS)
    return [examples_of(pack), *([terms] if terms else []), *extra]


def _examples(files: Sequence[Path], terms_weight: float) -> Iterator[Example]:
    for path in files:
        if path.name.startswith(EXAMPLES):
            yield from read_pack(path)
        elif path.name.startswith(TERMS):
            for each in read(path):
                yield replace(each, forward=terms_weight, backward=terms_weight)
        else:
            yield from read(path)


def _thinned(examples: Iterable[Example], limit: int) -> Iterator[Example]:
    if not limit:
        yield from examples
        return
    everything = list(examples)
    step = max(1, len(everything) // limit)
    yield from everything[::step][:limit]


def _chunks(examples: Iterator[Example]) -> Iterator[list[Example]]:
    while chunk := list(islice(examples, _CHUNK)):
        yield chunk


def _build(
    files: Sequence[Path], tokenizer: Path, limit: int, workers: int, terms_weight: float
) -> Store:
    import numpy as np

    chunks = _chunks(iter(_thinned(_examples(files, terms_weight), limit)))
    terms = next((path for path in files if path.name.startswith(TERMS)), None)
    if workers > 1:
        # Processes are started afresh: one forked after torch has started its threads may hang.
        context = multiprocessing.get_context("spawn")
        with context.Pool(workers, _start, (tokenizer, terms)) as pool:
            parts = list(pool.imap(_encode, chunks))
    else:
        worker = _Worker(tokenizer, terms)
        parts = [worker.encode(chunk) for chunk in chunks]
    if not parts:
        raise InputError(f"There is not one example in {', '.join(map(str, files))}.")
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    ids, lengths, languages, tasks, weights = columns
    offsets = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    return Store(ids, offsets, languages, tasks, weights)


class _Worker:
    """Turns examples into arrays, those with something to copy twice."""

    def __init__(self, tokenizer: Path, terms: Path | None) -> None:
        self._tokenizer = load_tokenizer(tokenizer)
        self._copier = None
        if self._tokenizer.token_to_id(COPIES[0]) is not None:
            pairs = ((each.one, each.other) for each in read(terms)) if terms else ()
            self._copier = Copier(pairs)

    def encode(self, chunk: Sequence[Example]) -> tuple[NDArray[Any], ...]:
        """Return ids, lengths, languages, tasks and weights."""
        import numpy as np

        examples = list(self._copied(chunk))
        texts = [text for each in examples for text in (each.one, each.other)]
        rows = encode(self._tokenizer, texts)
        return (
            np.fromiter((token for row in rows for token in row), np.uint16),
            np.array([len(row) for row in rows], np.int32),
            np.array([START[code] for each in examples for code in each.languages], np.int8),
            np.array([TASK[each.task] for each in examples], np.int8),
            np.array([(each.forward, each.backward) for each in examples], np.float32),
        )

    def _copied(self, examples: Iterable[Example]) -> Iterator[Example]:
        for each in examples:
            pair = None
            if self._copier and each.task == "translate" and each.languages == ("en", "zh"):
                pair = self._copier.copy(each.one, each.other)
            if pair is None:
                yield each
                continue
            rest = 1 - _COPIED
            yield replace(each, forward=rest * each.forward, backward=rest * each.backward)
            yield replace(
                each,
                one=pair[0],
                other=pair[1],
                forward=_COPIED * each.forward,
                backward=_COPIED * each.backward,
            )


_worker: _Worker | None = None


def _start(tokenizer: Path, terms: Path | None) -> None:
    global _worker  # a pool hands its workers nothing else
    # In this process alone: one thread each, there is a process for every core.
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    _worker = _Worker(tokenizer, terms)


def _encode(chunk: Sequence[Example]) -> tuple[NDArray[Any], ...]:
    if _worker is None:
        raise RuntimeError("the worker was not started")
    return _worker.encode(chunk)
