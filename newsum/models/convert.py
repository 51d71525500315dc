"""Conversion of a checkpoint to CTranslate2: once, into the cache, checked against the original."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean, pstdev
from typing import Any, Final

from newsum.errors import CorruptModel, UnsupportedModel
from newsum.models import pieces as tokenizers_of
from newsum.models.base import Request
from newsum.models.ctranslate2_runtime import CTranslate2Model
from newsum.models.families import Family, family_of
from newsum.models.folders import read_json, write_manifest
from newsum.models.runtime import Precision, Runtime, check_precision
from newsum.models.transformers_runtime import TransformersModel
from newsum.models.trim import Trimmed, kept_rows, trim_sentencepiece

#: Goes up with every change here that changes a converted model: old ones are then left alone.
VERSION: Final = 2
#: The checkpoint's own ``config.json``; that name is CTranslate2's in a converted folder.
CHECKPOINT: Final = "checkpoint.json"

#: CTranslate2's loader of each architecture that it runs rightly. Of its others, version 4.8.5 was
#: tried: it leaves out T5Gemma's soft caps (scores of the test checkpoint were up to 1.05 nats
#: off), and fails to score with T5Gemma 2's merged attention.
_LOADERS: Final = {
    "bart": "BartLoader",
    "m2m_100": "M2M100Loader",
    "marian": "MarianMTLoader",
    "mbart": "MBartLoader",
    "mt5": "MT5Loader",
    "t5": "T5Loader",
}

#: The SentencePiece file of the architectures whose rows are its pieces, in its order.
_PIECES: Final = {
    "mbart": "sentencepiece.bpe.model",
    "mt5": "spiece.model",
    "t5": "spiece.model",
}


def convertible(config: Mapping[str, Any]) -> bool:
    """Tell whether CTranslate2 runs the architecture of this ``config.json`` rightly."""
    return config.get("model_type") in _LOADERS


def convert(
    folder: Path,
    out: Path,
    family: Family,
    *,
    precision: Precision = "int8",
    trim: bool = True,
    about: Mapping[str, Any] | None = None,
) -> None:
    """Write the checkpoint in *folder* to *out* in CTranslate2's format, tokenizer included.

    Args:
        folder: A Hugging Face checkpoint.
        out: An empty folder.
        family: How the checkpoint is steered.
        precision: How to hold its matrices.
        trim: Leave out the rows that only other languages than English and Chinese need.
        about: What else the manifest is to say: name, revision, license.

    Raises:
        UnsupportedModel: CTranslate2 does not run this architecture rightly.
        ModelError: The model does not do with that precision.
        CorruptModel: The weights cannot be read, or the converted model does not score texts as
            the original does.
    """
    config = read_json(folder / "config.json")
    if not convertible(config):
        raise UnsupportedModel(
            f"CTranslate2 does not run {config.get('model_type')!r} models: take "
            "runtime='transformers'."
        )
    check_precision(precision, family)
    original = TransformersModel(
        folder, family, name=str(folder), device="cpu", precision="float32"
    )
    expected = _scores(original, family)
    network = original._ready()
    rows = kept_rows(family.pieces) if trim and family.multilingual else None
    _write(network, out, family, config["model_type"], precision, rows)
    original.close()
    del network
    if said := family.config.get("newsum"):  # the catalog's word counts as the file's own
        config["newsum"] = dict(said)
    for name in (*tokenizers_of.FILES, "generation_config.json"):
        if (folder / name).is_file():
            shutil.copyfile(folder / name, out / name)
    about = {**(about or {}), "version": VERSION, "precision": precision, "family": family.name}
    if rows is not None:
        about |= {"trimmed": len(rows), "untrimmed": len(family.pieces.vocabulary)}
        if _trim_tokenizer(out, config["model_type"]):
            config["vocab_size"] = len(_vocabulary(out))
    (out / CHECKPOINT).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    # A CPU computes with int8 or float32, whatever the matrices are held in.
    computed: Precision = "int8" if precision == "int8" else "float32"
    converted = opened(out, about, name=str(out), device="cpu", precision=computed)
    found = _scores(converted, family)
    _verify(found, expected, trimmed=rows is not None)
    write_manifest(out, about)


def opened(
    folder: Path,
    about: Mapping[str, Any],
    *,
    name: str,
    device: str,
    precision: Precision = "auto",
    family: str | None = None,
) -> CTranslate2Model:
    """Return the model that was converted into *folder*, of which the manifest says *about*.

    Args:
        folder: As `convert` left it.
        about: What its manifest says.
        name: What results call it.
        device: See `CTranslate2Model`.
        precision: See `CTranslate2Model`.
        family: How it is steered, if the caller knows better than the manifest.
    """
    label = [f"{key}:{about[key]}" for key in ("revision", "trimmed", "version") if about.get(key)]
    known = family_of(read_json(folder / CHECKPOINT), folder, family=family or about.get("family"))
    if precision == "auto" and about.get("precision") != "int8":
        precision = about["precision"]
    return CTranslate2Model(
        folder,
        known,
        name=name,
        device=device,
        precision=precision,
        label="|".join(label),
        pieces=Trimmed(known.pieces, _vocabulary(folder)) if about.get("trimmed") else None,
    )


def _vocabulary(folder: Path) -> list[str]:
    """Return the tokens that have a row in the converted model, in order."""
    found: list[str] = json.loads((folder / "shared_vocabulary.json").read_text(encoding="utf-8"))
    return found


def _trim_tokenizer(folder: Path, architecture: str) -> bool:
    """Trim the tokenizer's file too, where its pieces are the model's rows; tell whether it was."""
    name = _PIECES.get(architecture)
    return name is not None and trim_sentencepiece(folder / name, frozenset(_vocabulary(folder)))


def _write(
    network: Any,
    out: Path,
    family: Family,
    architecture: str,
    precision: str,
    kept: list[int] | None,
) -> None:
    from ctranslate2.converters import transformers as loaders

    # CTranslate2's T5 loader scales the output layer by d_model ** -0.5 where embeddings are tied,
    # which transformers 5 says of every T5 and mT5. It does so itself only where this is set.
    if architecture in ("t5", "mt5"):
        network.config.tie_word_embeddings = bool(
            getattr(network.config, "scale_decoder_outputs", False)
        )
    # It asks the configuration for what transformers no longer keeps there.
    if architecture in ("bart", "mbart"):
        network.config.normalize_before = architecture == "mbart"
        network.config.normalize_embedding = True
    spec = getattr(loaders, _LOADERS[architecture])().get_model_spec(network)
    tokens = list(family.pieces.vocabulary)
    rows = spec.decoder.projection.weight.shape[0]
    tokens = tokens[:rows]
    if kept is not None:
        kept = [at for at in kept if at < len(tokens)]
        tokens = [tokens[at] for at in kept]
        _keep_rows(spec, kept)
    if len(set(tokens)) != len(tokens):
        raise CorruptModel("Two tokens of the vocabulary have one name.")
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.config.unk_token = family.pieces.unknown
    spec.config.eos_token = family.end
    spec.config.bos_token = "<s>" if "<s>" in family.pieces else family.end
    # None: the first token of each request's target prefix starts its decoder.
    spec.config.decoder_start_token = None
    spec.validate()
    spec.optimize(quantization=None if precision == "float32" else precision)
    spec.save(str(out))


def _keep_rows(spec: Any, kept: list[int]) -> None:
    """Leave only the rows *kept* of the matrices that have one for each token."""
    cut: dict[int, Any] = {}  # matrices may be one and the same
    for part in (*spec.encoder.embeddings, spec.decoder.embeddings, spec.decoder.projection):
        for field in ("weight", "bias"):
            value = getattr(part, field, None)
            if value is None or isinstance(value, str):
                continue
            cut.setdefault(id(value), value[kept])
            setattr(part, field, cut[id(value)])


#: Said in both languages, so that every direction of a model has a source and an answer.
_SAMPLES: Final = {
    "en": "The central bank cut its interest rate by 0.25 points on Monday.",
    "zh": "央行周一将利率下调0.25个百分点。",
}


def _pairs(family: Family) -> tuple[list[Request], list[str]]:
    pairs = [
        (Request(_SAMPLES[source], source, target), _SAMPLES[target])
        for source in ("en", "zh")
        for target in ("en", "zh")
        if family.writes(source, target)
    ]
    return [request for request, _ in pairs], [answer for _, answer in pairs]


def _scores(model: Runtime, family: Family) -> list[float]:
    requests, answers = _pairs(family)
    return [each for scores in model.score(requests, answers) for each in scores]


def _verify(found: Sequence[float], expected: Sequence[float], *, trimmed: bool) -> None:
    """Compare the log-probabilities of known texts, token by token, with the original's.

    Raises:
        CorruptModel: They are not the same but for rounding. A trimmed model may find all tokens
            likelier, by what its lost rows took.
    """
    gains = [a - b for a, b in zip(found, expected, strict=True)]
    spread = max(pstdev(expected), 1.0)
    drift = fmean(gains)
    rounding = pstdev(gains)
    if (
        rounding > _ROUNDING * spread
        or (drift if not trimmed else min(drift, 0.0)) ** 2 > (_ROUNDING * spread) ** 2
    ):
        raise CorruptModel(
            f"The converted model scores texts {drift:+.2f} ± {rounding:.2f} nats a token apart "
            "from the original: it was thrown away. Take runtime='transformers', and please "
            "report it."
        )


#: In standard deviations of the original's log-probabilities. int8 came to at most 0.09 on the test
#: checkpoints (random weights, the hardest), an mT5 of wrong scale to at least 0.81.
_ROUNDING: Final = 0.4
