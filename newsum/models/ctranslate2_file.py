"""CTranslate2's ``model.bin``: where its variables lie, and its encoder as a model of its own.

The layout is that of ``ctranslate2.specs.ModelSpec.save``. CTranslate2 gives out the states of an
encoder only for models that have nothing else.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from math import prod
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

from newsum.errors import CorruptModel

#: Data types by their number in the file.
_KINDS: Final = ("float32", "int8", "int16", "int32", "float16", "bfloat16")
_WIDTHS: Final = (4, 1, 2, 4, 2, 2)
_VERSION: Final = 6
_ENCODER: Final = "encoder/"
#: The specification of CTranslate2's models that are an encoder, and its revision.
_ENCODER_SPEC: Final = ("TransformerEncoderSpec", 1)

Aliases = list[tuple[str, str]]  # (another name, the variable it stands for)


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the file: what is told of it begins at *entry*, its values at *start*."""

    name: str
    shape: tuple[int, ...]
    kind: str
    size: int  # of values
    entry: int
    start: int
    end: int


def read_layout(data: bytes | mmap, path: Path) -> tuple[list[Variable], Aliases]:
    """Return the variables of a model file and their aliases, without reading the values.

    Args:
        data: The file's bytes.
        path: Where it lies, for messages.

    Raises:
        CorruptModel: The file is cut short, or of another version of the format.
    """
    reader = _Reader(data)
    try:
        version = reader.number("I")
        if version != _VERSION:
            raise CorruptModel(f"{path} is of version {version} of the format, not {_VERSION}.")
        reader.text()  # the name of the specification
        reader.number("I")  # its revision
        variables = [reader.variable() for _ in range(reader.number("I"))]
        aliases = [(reader.text(), reader.text()) for _ in range(reader.number("I"))]
    except (struct.error, IndexError, ValueError, UnicodeDecodeError) as error:
        raise CorruptModel(f"{path} cannot be read: {error}") from error
    return variables, aliases


def encoder_file(path: Path) -> bytes:
    """Return the ``model.bin`` of the encoder alone of the seq2seq model in *path*.

    Raises:
        CorruptModel: The file is cut short, or of another version of the format.
    """
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        variables, aliases = read_layout(data, path)
        known = {each.name: each for each in variables}
        kept = {name: each for name, each in known.items() if name.startswith(_ENCODER)}
        # What is the same for both halves is stored once, under either's name; not so its scale.
        for alias, name in aliases:
            if alias.startswith(_ENCODER):
                kept[alias] = known[name]
                if scale := known.get(f"{name}_scale"):
                    kept[f"{alias}_scale"] = scale
        name, revision = _ENCODER_SPEC
        return b"".join(
            (
                struct.pack("<I", _VERSION),
                _text(name),
                struct.pack("<II", revision, len(kept)),
                *(_text(name) + data[each.entry : each.end] for name, each in kept.items()),
                struct.pack("<I", 0),  # no aliases
            )
        )


def _text(text: str) -> bytes:
    data = text.encode() + b"\0"
    return struct.pack("<H", len(data)) + data


class _Reader:
    def __init__(self, data: bytes | mmap) -> None:
        self._data = data
        self._at = 0

    def skip(self, size: int) -> int:
        """Go *size* bytes on, and return where that begins."""
        start = self._at
        if start + size > len(self._data):
            raise ValueError("it ends too soon")
        self._at += size
        return start

    def number(self, kind: str) -> int:
        start = self.skip(struct.calcsize(f"<{kind}"))
        number: int = struct.unpack_from(f"<{kind}", self._data, start)[0]
        return number

    def text(self) -> str:
        size = self.number("H")
        start = self.skip(size)
        return self._data[start : start + size - 1].decode()

    def variable(self) -> Variable:
        name = self.text()
        entry = self._at
        shape = tuple(self.number("I") for _ in range(self.number("B")))
        kind = self.number("B")
        size = self.number("I")
        start = self.skip(size)
        count = prod(shape)
        if count * _WIDTHS[kind] != size:
            raise ValueError(f"{name} has {size} bytes, which is not its shape {shape}")
        return Variable(name, shape, _KINDS[kind], count, entry, start, self._at)
