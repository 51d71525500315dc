"""English–Chinese vocabulary trimming: fewer rows in the embedding and output matrices.

A multilingual vocabulary has about 250,000 pieces, and multiplying by its output matrix is most of
each decoding step. English and Chinese text needs under a quarter of them: every ideograph and
mark, single letters, and the Latin pieces that English words are made of. Which those are is asked
of the model's own tokenizer, with the 103,298 words of ``english.txt.xz`` (those that came twice or
more in the training data of newsum's own model, both sides).

Measured on XLM-R's 250,002 pieces: 54,000 to 55,000 stay. On newstest2019 (9,994 lines, both
languages) 99.93% of the pieces of running text are among them and 97.7% of the lines are split just
as before. The other lines hold a rare name or a foreign word: what lost its row is spelled with
shorter pieces that kept theirs, so nothing becomes unknown that was not.

The tokenizer itself is trimmed where that changes no split (`trim_sentencepiece`): mT5's 250,000
pieces take more memory than the model has embeddings for English and Chinese.
"""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from newsum.languages import IDEOGRAPH
from newsum.models.pieces import Pieces, is_control

WORDS: Final = Path(__file__).with_name("english.txt.xz")

#: Scripts whose single letters stay: names in them turn up in the news of both languages.
_SCRIPTS: Final = ("LATIN", "GREEK", "CYRILLIC", "HIRAGANA", "KATAKANA", "FULLWIDTH")
#: Short Latin pieces all stay, so that any name can be spelled with few of them.
_SHORT: Final = 3
#: Sentinels and rows without a token: nothing in a text needs them.
_PLACEHOLDER: Final = re.compile(r"madeupword\d+|<unused\d+>|<hole_\d+>")
_WORDS_A_LINE: Final = 1000


def kept_rows(pieces: Pieces) -> list[int]:
    """Return the ids of the tokens that English and Chinese text needs, ascending.

    Control tokens, language codes and byte pieces all stay.
    """
    asked = _needed(pieces)
    return [at for at, token in enumerate(pieces.vocabulary) if token in asked or _always(token)]


def _always(token: str) -> bool:
    if is_control(token) or (token.startswith("<0x") and len(token) == 6):
        return not _PLACEHOLDER.fullmatch(token)
    body = token.lstrip("▁")
    letters = [letter for letter in body if letter.isalpha() and not IDEOGRAPH.match(letter)]
    if not letters:
        return True
    if len(body) == 1:
        return unicodedata.name(body, "").startswith(_SCRIPTS)
    return len(body) <= _SHORT and all(letter.isascii() for letter in letters)


@cache
def _words() -> tuple[str, ...]:
    with lzma.open(WORDS, "rt", encoding="utf-8") as file:
        return tuple(file.read().split())


def _needed(pieces: Pieces) -> set[str]:
    """Return the pieces of English words, at the start of a word and after a mark."""
    words = _words()
    found: set[str] = set()
    for at in range(0, len(words), _WORDS_A_LINE):
        group = words[at : at + _WORDS_A_LINE]
        found.update(pieces.encode(" ".join(group)))
        found.update(pieces.encode(" ".join(word.capitalize() for word in group)))
        found.update(pieces.encode(" ".join(f"-{word}" for word in group)))
    return found


def trim_sentencepiece(model: Path, kept: Set[str]) -> bool:
    """Take the pieces that are not *kept* out of a SentencePiece file; tell whether it was done.

    It is done to unigram models: the best of all splits of a text is the best of those into kept
    pieces too, if it is one of them. BPE reaches a piece by way of others, which it would lack.
    """
    from sentencepiece import sentencepiece_model_pb2 as schema

    if not model.is_file():
        return False
    proto = schema.ModelProto.FromString(model.read_bytes())
    if proto.trainer_spec.model_type != proto.trainer_spec.UNIGRAM:
        return False
    normal = schema.ModelProto.SentencePiece.NORMAL
    left = [each for each in proto.pieces if each.type != normal or each.piece in kept]
    del proto.pieces[:]
    proto.pieces.extend(left)
    model.write_bytes(proto.SerializeToString())
    return True


class Trimmed:
    """A tokenizer whose vocabulary has lost rows. Implements `newsum.models.pieces.Pieces`.

    Args:
        pieces: The whole tokenizer.
        vocabulary: The tokens that kept a row, in the order of the new ids.
    """

    def __init__(self, pieces: Pieces, vocabulary: Sequence[str]) -> None:
        self._pieces = pieces
        self._kept = frozenset(vocabulary)
        self.vocabulary = vocabulary
        self._longest = max(map(len, vocabulary))

    @property
    def unknown(self) -> str:
        """The token that stands for what the vocabulary lacks."""
        return self._pieces.unknown

    def encode(self, text: str) -> list[str]:
        """Split *text* as the whole tokenizer does, and further where a piece lost its row."""
        return list(self._respelled(self._pieces.encode(text)))

    def encode_target(self, text: str) -> list[str]:
        """Split *text* as the target side would."""
        return list(self._respelled(self._pieces.encode_target(text)))

    def decode(self, tokens: Iterable[str]) -> str:
        """Return the text of *tokens*."""
        return self._pieces.decode(tokens)

    def ids(self, tokens: Iterable[str]) -> list[int]:
        """Return the new id of each of *tokens*."""
        unknown = self._index[self.unknown]
        return [self._index.get(token, unknown) for token in tokens]

    @cached_property
    def _index(self) -> dict[str, int]:
        return {token: at for at, token in enumerate(self.vocabulary)}

    def __contains__(self, token: object) -> bool:
        return token in self._kept

    def _respelled(self, tokens: Iterable[str]) -> Iterator[str]:
        for token in tokens:
            if token in self._kept:
                yield token
            else:
                yield from self._spelled(token)

    def _spelled(self, token: str) -> Iterator[str]:
        """Yield the longest kept pieces that make up *token*, else a character's bytes."""
        at = 0
        while at < len(token):
            end = min(len(token), at + self._longest)
            while end > at and token[at:end] not in self._kept:
                end -= 1
            if end > at:
                yield token[at:end]
                at = end
                continue
            in_bytes = [f"<0x{byte:02X}>" for byte in token[at].encode()]
            yield from in_bytes if in_bytes[0] in self._kept else (self.unknown,)
            at += 1
