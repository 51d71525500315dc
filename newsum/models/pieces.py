"""Subword pieces: text to the token strings a checkpoint was trained on, and back.

A checkpoint's own SentencePiece model is read where it has one: transformers 5 rebuilds T5's
without byte fallback, and rare ideographs and dashes become ``<unk>``. Runtimes work with token
strings, so that a trimmed vocabulary changes no tokenization; only transformers needs ids.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Protocol

from newsum.errors import CorruptModel, UnsupportedModel
from newsum.models.folders import read_json

#: The files that make up a tokenizer, in any layout that newsum reads.
FILES: Final = (
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "spiece.model",
    "sentencepiece.bpe.model",
    "source.spm",
    "target.spm",
    "vocab.json",
    "chat_template.jinja",
)

#: fairseq put these before SentencePiece's own, whose first three they replace.
_FAIRSEQ: Final = ("<s>", "<pad>", "</s>", "<unk>")
# mBART-50's language tokens in the order of its embedding rows (Tang et al. 2020), for a
# checkpoint whose tokenizer files do not list them.
_MBART50: Final = [
    "ar_AR", "cs_CZ", "de_DE", "en_XX", "es_XX", "et_EE", "fi_FI", "fr_XX", "gu_IN", "hi_IN",
    "it_IT", "ja_XX", "kk_KZ", "ko_KR", "lt_LT", "lv_LV", "my_MM", "ne_NP", "nl_XX", "ro_RO",
    "ru_RU", "si_LK", "tr_TR", "vi_VN", "zh_CN", "af_ZA", "az_AZ", "bn_IN", "fa_IR", "he_IL",
    "hr_HR", "id_ID", "ka_GE", "km_KH", "mk_MK", "ml_IN", "mn_MN", "mr_IN", "pl_PL", "ps_AF",
    "pt_XX", "sv_SE", "sw_KE", "ta_IN", "te_IN", "th_TH", "tl_XX", "uk_UA", "ur_PK", "xh_ZA",
    "gl_ES", "sl_SI",
]  # fmt: skip
# M2M100's, likewise (Fan et al. 2020).
_M2M100: Final = [
    "af", "am", "ar", "ast", "az", "ba", "be", "bg", "bn", "br", "bs", "ca", "ceb", "cs",
    "cy", "da", "de", "el", "en", "es", "et", "fa", "ff", "fi", "fr", "fy", "ga", "gd", "gl",
    "gu", "ha", "he", "hi", "hr", "ht", "hu", "hy", "id", "ig", "ilo", "is", "it", "ja", "jv",
    "ka", "kk", "km", "kn", "ko", "lb", "lg", "ln", "lo", "lt", "lv", "mg", "mk", "ml", "mn",
    "mr", "ms", "my", "ne", "nl", "no", "ns", "oc", "or", "pa", "pl", "ps", "pt", "ro", "ru",
    "sd", "si", "sk", "sl", "so", "sq", "sr", "ss", "su", "sv", "sw", "ta", "th", "tl", "tn",
    "tr", "uk", "ur", "uz", "vi", "wo", "xh", "yi", "yo", "zh", "zu",
]  # fmt: skip

#: Never part of a text: control tokens, sentinels, language codes, turns, placeholders.
_CONTROL: Final = re.compile(
    r"</?s>|<(?:start|end)_of_turn>|<pad>|<unk>|<mask>|<eos>|<bos>|▁?<extra_id_\d+>|<2[\w-]+>|>>[\w-]+<<|__\w+__"
    r"|[a-z]{2}_[A-Z]{2}|[a-z]{3}_[A-Z][a-z]{3}|madeupword\d+|<unused\d+>|<hole_\d+>|</?\w+_of_\w+>"
    r"|<(?:en|zh|translate|headline)>"
)


def is_control(token: str) -> bool:
    """Tell whether *token* commands a model or fills its table, and is never part of a text.

    >>> is_control("</s>"), is_control("zho_Hans"), is_control("▁The")
    (True, True, False)
    """
    return _CONTROL.fullmatch(token) is not None


class Pieces(Protocol):
    """A tokenizer, without the special tokens that frame a text."""

    @property
    def unknown(self) -> str:
        """The token that stands for what the vocabulary lacks."""

    @property
    def vocabulary(self) -> Sequence[str]:
        """Every token, by id. No two are equal."""

    def encode(self, text: str) -> list[str]:
        """Split *text* into tokens. One that is not in the vocabulary stands for the unknown."""

    def encode_target(self, text: str) -> list[str]:
        """Split *text* as the target side would, where that has a tokenizer of its own."""

    def decode(self, tokens: Iterable[str]) -> str:
        """Return the text of *tokens*; control tokens and unknown ones have none."""

    def ids(self, tokens: Iterable[str]) -> list[int]:
        """Return the id of each of *tokens*."""

    def __contains__(self, token: object) -> bool:
        """Tell whether the vocabulary has *token*."""


_Layout = Callable[[list[str]], list[str]]


class _Table:
    """What every kind of pieces needs of its vocabulary."""

    unknown = "<unk>"

    @cached_property
    def vocabulary(self) -> list[str]:
        raise NotImplementedError

    @cached_property
    def _index(self) -> dict[str, int]:
        # In reverse, so that the first of two equal names keeps its row.
        return {token: at for at, token in reversed(list(enumerate(self.vocabulary)))}

    def ids(self, tokens: Iterable[str]) -> list[int]:
        """Return the id of each of *tokens*."""
        unknown = self._index[self.unknown]
        return [self._index.get(token, unknown) for token in tokens]

    def __contains__(self, token: object) -> bool:
        return token in self._index

    def _plain(self, tokens: Iterable[str]) -> list[str]:
        """Take control tokens that stand in a text for the unknown: a text commands nothing."""
        return [self.unknown if is_control(token) else token for token in tokens]


class SentencePieces(_Table):
    """SentencePiece's own model, its ids laid out as the architecture has them.

    Args:
        model: The SentencePiece file that splits the source.
        layout: Makes of that file's pieces the list of every token, by id.
        target: Another SentencePiece file that joins the output (Marian).
    """

    def __init__(self, model: Path, layout: _Layout, *, target: Path | None = None) -> None:
        self._source = _processor(model)
        self._target = _processor(target) if target is not None else self._source
        self._layout = layout

    @cached_property
    def vocabulary(self) -> list[str]:
        """Every token, by id."""
        return self._layout(list(map(self._source.id_to_piece, range(len(self._source)))))

    def encode(self, text: str) -> list[str]:
        """Split *text* into tokens."""
        return self._plain(self._source.encode(text, out_type=str))

    def encode_target(self, text: str) -> list[str]:
        """Split *text* as the target side would."""
        return self._plain(self._target.encode(text, out_type=str))

    def knows(self, text: str) -> tuple[bool, bool]:
        """Tell whether the source side, and the target side, can spell most of *text*."""
        sides = []
        for side in (self._source, self._target):
            ids: list[int] = side.encode(text)
            # An unknown run of any length is one id, so a foreign text is hardly more than that.
            sides.append(sum(at != side.unk_id() for at in ids) > len(text) / 4)
        return sides[0], sides[1]

    def decode(self, tokens: Iterable[str]) -> str:
        """Return the text of *tokens*."""
        text: str = self._target.decode_pieces([t for t in tokens if not is_control(t)])
        # A Marian vocabulary has pieces that its target side does not know.
        return text.replace("▁", " ").strip()


class T5Pieces(SentencePieces):
    """T5's and mT5's: SentencePiece's own ids, then sentinels and unused rows.

    Args:
        model: The SentencePiece file.
        rows: Of the embedding matrix.
    """

    def __init__(self, model: Path, rows: int) -> None:
        super().__init__(model, self._laid_out)
        self._rows = rows

    def __contains__(self, token: object) -> bool:
        # The list and index of 250,000 tokens take 50 MB, which a model that runs trimmed never
        # needs: ask SentencePiece first.
        known = isinstance(token, str) and self._source.piece_to_id(token) != self._source.unk_id()
        return known or token == self.unknown or super().__contains__(token)

    def _laid_out(self, names: list[str]) -> list[str]:
        # T5's 100 sentinels follow the pieces, the last one first; mT5 has them among its pieces.
        sentinels = [f"<extra_id_{at}>" for at in reversed(range(100))]
        if f"▁{sentinels[0]}" in names or sentinels[0] in names:
            sentinels = []
        return _filled(names + sentinels if self._rows >= len(names) + 100 else names, self._rows)


class JsonPieces(_Table):
    """A ``tokenizer.json``, by the tokenizers library."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        # Spell special tokens that stand in a text as far as there are pieces for it.
        tokenizer.encode_special_tokens = True

    @classmethod
    def read(cls, path: Path) -> JsonPieces:
        """Read a tokenizer file.

        Raises:
            CorruptModel: It is no tokenizer file.
        """
        from tokenizers import Tokenizer

        try:
            return cls(Tokenizer.from_file(str(path)))
        except Exception as error:  # tokenizers raises nothing narrower
            raise CorruptModel(f"{path} is not a tokenizer file: {error}") from error

    @cached_property
    def vocabulary(self) -> list[str]:
        """Every token, by id; a hole in the numbering gets a name of its own."""
        table: dict[str, int] = self._tokenizer.get_vocab(with_added_tokens=True)
        names = [f"<hole_{at}>" for at in range(max(table.values()) + 1)]
        for token, at in table.items():
            names[at] = token
        return names

    def __contains__(self, token: object) -> bool:
        return isinstance(token, str) and self._tokenizer.token_to_id(token) is not None

    def ids(self, tokens: Iterable[str]) -> list[int]:
        """Return the id of each of *tokens*."""
        unknown = self._tokenizer.token_to_id(self.unknown)
        found = (self._tokenizer.token_to_id(token) for token in tokens)
        return [unknown if at is None else at for at in found]

    def encode(self, text: str) -> list[str]:
        """Split *text* into tokens."""
        return self._plain(self._tokenizer.encode(text, add_special_tokens=False).tokens)

    def encode_target(self, text: str) -> list[str]:
        """Split *text* into tokens: both sides share them."""
        return self.encode(text)

    def decode(self, tokens: Iterable[str]) -> str:
        """Return the text of *tokens*."""
        kept = [token for token in tokens if not is_control(token)]
        ids = [at for at in map(self._tokenizer.token_to_id, kept) if at is not None]
        text: str = self._tokenizer.decode(ids, skip_special_tokens=True)
        return text.strip()


def read_pieces(config: Mapping[str, Any], folder: Path) -> Pieces:
    """Return the tokenizer of the checkpoint in *folder*, whose ``config.json`` is *config*.

    Raises:
        UnsupportedModel: The folder holds no tokenizer that newsum reads.
        CorruptModel: A tokenizer file is damaged.
    """
    architecture = config.get("model_type")
    size = config.get("vocab_size")
    rows = size if isinstance(size, int) else 0
    if (folder / "target_vocab.json").is_file():
        raise UnsupportedModel(
            f"{folder} has a vocabulary for each side; newsum reads shared ones."
        )
    if architecture == "marian" and (folder / "source.spm").is_file():
        listed = _by_id(folder / "vocab.json", ())
        return SentencePieces(folder / "source.spm", lambda _: listed, target=folder / "target.spm")
    if architecture in ("t5", "mt5") and (folder / "spiece.model").is_file():
        return T5Pieces(folder / "spiece.model", rows)
    bpe = folder / "sentencepiece.bpe.model"
    if architecture == "m2m_100" and bpe.is_file() and (folder / "vocab.json").is_file():
        codes = _listed(folder) or [f"__{code}__" for code in _M2M100]
        table = _filled(_by_id(folder / "vocab.json", codes), rows)
        return SentencePieces(bpe, lambda _: table)
    if architecture in ("mbart", "m2m_100") and bpe.is_file():
        codes = _listed(folder) or (_MBART50 if architecture == "mbart" else [])
        if codes:
            return SentencePieces(
                bpe, lambda own: _filled([*_FAIRSEQ, *own[3:], *codes, "<mask>"], rows)
            )
    if (folder / "tokenizer.json").is_file():
        return JsonPieces.read(folder / "tokenizer.json")
    there = sorted(path.name for path in folder.iterdir() if path.name in FILES)
    raise UnsupportedModel(
        f"{folder} holds no tokenizer that newsum reads for {architecture!r} "
        f"(found: {', '.join(there) or 'none'}). It needs tokenizer.json, or the SentencePiece "
        "files that the model was published with."
    )


def _filled(names: Sequence[str], rows: int) -> list[str]:
    """Name the embedding rows that no token has (matrices are padded to round sizes)."""
    return [*names, *(f"madeupword{at}" for at in range(rows - len(names)))]


def _listed(folder: Path) -> list[str]:
    """Return the language tokens that the tokenizer's files list, in the order of their rows."""
    for name in ("special_tokens_map.json", "tokenizer_config.json"):
        settings = read_json(folder / name) if (folder / name).is_file() else {}
        for key in ("additional_special_tokens", "extra_special_tokens"):
            tokens = settings.get(key)
            if isinstance(tokens, list) and tokens:
                texts = [t["content"] if isinstance(t, dict) else str(t) for t in tokens]
                return [text for text in texts if text != "<mask>"]
    return []


def _by_id(path: Path, more: Sequence[str]) -> list[str]:
    table = read_json(path)
    if sorted(table.values()) != list(range(len(table))):
        raise CorruptModel(f"{path} does not number its {len(table)} tokens from 0 on.")
    names = sorted(table, key=table.__getitem__)
    return [*names, *(token for token in more if token not in table)]


_LOADING: Final = threading.Lock()


def _processor(path: Path) -> Any:
    import sentencepiece

    try:
        with _LOADING:
            return sentencepiece.SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as error:
        raise CorruptModel(f"{path} is not a SentencePiece model: {error}") from error
