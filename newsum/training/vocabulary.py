"""The tokenizer of a model to be trained: learned from texts, or given the copy tokens it lacks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from newsum.models.protect import COPIES
from newsum.training.tokens import SPECIALS

_SETTINGS: Final = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "bos_token": "<s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "model_max_length": 512,
    "clean_up_tokenization_spaces": False,
}
#: Score of what no text is to be split into.
_NEVER: Final = -100.0


def learn(texts: Iterable[str], out: Path, *, size: int) -> int:
    """Learn a unigram vocabulary (Kudo 2018) of about *size* pieces, and write it to *out*.

    The built-in model's own is cut from XLM-R's pieces instead, to go with its encoder.

    Returns:
        How many tokens it has, special and copy tokens included.
    """
    from tokenizers import trainers

    tokenizer = _tokenizer([])
    trainer = trainers.UnigramTrainer(
        vocab_size=size,
        special_tokens=list(SPECIALS),
        unk_token="<unk>",  # noqa: S106 - no password
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    learned = json.loads(tokenizer.to_str())["model"]["vocab"]
    return save([(piece, score) for piece, score in learned if piece not in SPECIALS], out)


def save(pieces: Sequence[tuple[str, float]], out: Path) -> int:
    """Write the tokenizer with *pieces*, each with its log-probability, to *out*.

    Returns:
        How many tokens it has, special and copy tokens included.
    """
    out.mkdir(parents=True, exist_ok=True)
    _tokenizer([*((token, _NEVER) for token in SPECIALS), *pieces]).save(
        str(out / "tokenizer.json")
    )
    (out / "tokenizer_config.json").write_text(json.dumps(_SETTINGS, indent=1), encoding="utf-8")
    return add_copy_tokens(out)


def _tokenizer(vocabulary: Sequence[tuple[str, float]]) -> Any:
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers
    from tokenizers import pre_tokenizers as pre

    unknown = SPECIALS.index("<unk>")
    model = models.Unigram(list(vocabulary), unk_id=unknown) if vocabulary else models.Unigram()
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre.Sequence(
        [pre.WhitespaceSplit(), pre.Metaspace(replacement="▁", prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    if vocabulary:
        special = [AddedToken(token, special=True, normalized=False) for token in SPECIALS]
        tokenizer.add_special_tokens(special)
    return tokenizer


def add_copy_tokens(folder: Path) -> int:
    """Give the tokenizer in *folder* the copy tokens, unless it has them.

    They are pieces like others, not special tokens, so that the space around them is written and
    read as it is around words. Their score makes the text "<x0>" always that one piece.

    Returns:
        How many tokens it has.
    """
    path = folder / "tokenizer.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    vocabulary = content["model"]["vocab"]
    if COPIES[0] not in {piece for piece, _ in vocabulary}:
        vocabulary += [[token, 0.0] for token in COPIES]
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return len(vocabulary)
