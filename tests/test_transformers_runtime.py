"""The transformers runtime: what the model cards' own code gives, batched and in order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import checkpoints
import pytest
from checkpoints import CHINESE, ENGLISH

from newsum.errors import ModelError
from newsum.languages import LANGUAGES, Language
from newsum.models import load
from newsum.models.base import Generation, Request
from newsum.models.runtime import Runtime
from newsum.models.transformers_runtime import TransformersModel, pick_device, pick_precision

Checkpoint = Callable[[str], Path]
GREEDY = Generation(beams=1, max_tokens=20, no_repeat_ngram=0)
REQUESTS = [Request(text, "en", "zh") for text in ENGLISH] + [
    Request(text, "zh", "en") for text in CHINESE
]


@pytest.fixture
def model(loaded: Callable[..., Runtime]) -> Callable[..., TransformersModel]:
    def find(name: str, **options: Any) -> TransformersModel:
        found = loaded(name, runtime="transformers", **options)
        assert isinstance(found, TransformersModel)
        return found

    return find


#: What each model card does: a source language for the tokenizer, or a mark before the text; and
#: the token that its `generate` is told to start with or to force. (NLLB's network is M2M100's;
#: without a tokenizer.json transformers 5 puts <mask> before its languages, unlike the checkpoint.)
CARDS = [
    pytest.param("crosssum", None, "", {"decoder_start_token_id": "▁<extra_id_59>"}, id="crosssum"),
    pytest.param("madlad", None, "<2zh> ", {}, id="madlad"),
    pytest.param("mbart50", "en_XX", "", {"forced_bos_token_id": "zh_CN"}, id="mbart50"),
    pytest.param("m2m100", "en", "", {"forced_bos_token_id": "__zh__"}, id="m2m100"),
    pytest.param("marian", None, ">>cmn_Hans<< ", {}, id="marian"),
]


@pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")
@pytest.mark.parametrize(("name", "language", "mark", "told"), CARDS)
def test_the_model_cards_own_code_gives_the_same(
    model: Callable[..., TransformersModel],
    checkpoint: Checkpoint,
    name: str,
    language: str | None,
    mark: str,
    told: dict[str, str],
) -> None:
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    options = {"src_lang": language} if language else {}
    tokenizer = AutoTokenizer.from_pretrained(checkpoint(name), **options)
    network = AutoModelForSeq2SeqLM.from_pretrained(checkpoint(name))
    network.generation_config.forced_eos_token_id = None  # it would end what the limit ends
    tokens = {key: tokenizer.convert_tokens_to_ids(token) for key, token in told.items()}
    ours = model(name)
    texts = ENGLISH[:4]
    found = ours.generate([Request(text, "en", "zh") for text in texts], GREEDY)
    for text, hypotheses in zip(texts, found, strict=True):
        with torch.no_grad():
            ids = network.generate(
                **tokenizer(mark + text, return_tensors="pt"),
                **tokens,
                num_beams=1,
                do_sample=False,
                max_length=21 + ("forced_bos_token_id" in told),
                length_penalty=1.0,
                no_repeat_ngram_size=0,
                suppress_tokens=[tokenizer.unk_token_id],
            )[0].tolist()
        head = 1 + ("forced_bos_token_id" in told)
        names = [ours.pieces.vocabulary[at] for at in ids[head:]]
        assert hypotheses[0].text == ours.pieces.decode(names)


@pytest.mark.parametrize("name", ["t5gemma", "t5gemma2"])
def test_families_that_only_transformers_runs(
    model: Callable[..., TransformersModel], name: str
) -> None:
    ours = model(name)
    requests = [Request(ENGLISH[0], "en", target) for target in ("en", "zh")]
    english, chinese = ours.score(requests, ["利率"] * 2)
    assert len(english) == len(ours.target_tokens("利率")) + 1
    assert max(abs(a - b) for a, b in zip(english, chinese, strict=True)) > 1e-3
    for hypotheses in ours.generate(requests, Generation(beams=2, hypotheses=2, max_tokens=8)):
        assert len(hypotheses) == 2
    assert ours.budget == 8192


@pytest.mark.parametrize("name", [n for n in checkpoints.BUILDERS if not n.startswith("marian")])
def test_padding_changes_nothing(model: Callable[..., TransformersModel], name: str) -> None:
    ours = model(name)
    requests = [each for each in REQUESTS if ours.writes(each.source, each.target)]
    codes: tuple[Language, ...] = ("en", "zh")
    requests += [Request(ENGLISH[0] * 2, c, c) for c in codes if ours.writes(c, c)]
    together = ours.generate(requests, GREEDY)
    for request, hypotheses in list(zip(requests, together, strict=True))[::5]:
        (alone,) = ours.generate([request], GREEDY)
        assert alone[0].text == hypotheses[0].text
        assert alone[0].score == pytest.approx(hypotheses[0].score, abs=1e-4)


def test_both_targets_take_one_encoder_pass(model: Callable[..., TransformersModel]) -> None:
    ours = model("crosssum")
    rows: list[int] = []
    network = ours._ready()
    hook = network.get_encoder().register_forward_hook(
        lambda _, __, output: rows.append(output.last_hidden_state.shape[0])
    )
    try:
        requests = [Request(t, "en", target) for t in ENGLISH for target in ("en", "zh")]
        found = ours.generate(requests, GREEDY)
    finally:
        hook.remove()
    assert rows == [len(ENGLISH)]
    assert found[0] != found[1]


def test_bfloat16(model: Callable[..., TransformersModel]) -> None:
    import torch

    half, full = model("trained", precision="bfloat16"), model("trained")
    assert half._ready().dtype == torch.bfloat16
    requests = [Request(text, "zh", "en") for text in CHINESE]
    for a, b in zip(half.score(requests, ENGLISH), full.score(requests, ENGLISH), strict=True):
        assert sum(a) / len(a) == pytest.approx(sum(b) / len(b), abs=0.1)
    assert "bfloat16" in half.signature
    assert "float32" in full.signature


@pytest.mark.parametrize("precision", ["float16", "int8"])
def test_precisions_that_do_not_do(checkpoint: Checkpoint, precision: Any) -> None:
    with pytest.raises(ModelError, match=precision):
        load(checkpoint("crosssum"), device="cpu", runtime="transformers", precision=precision)


@pytest.mark.parametrize(
    ("device", "has_bfloat16", "name", "expected"),
    [
        pytest.param("cuda", True, "crosssum", "bfloat16", id="t5-on-ampere"),
        pytest.param("cuda:1", True, "nllb", "bfloat16", id="nllb-on-ampere"),
        pytest.param("cuda", False, "crosssum", "float32", id="t5-on-turing"),
        pytest.param("cuda", False, "t5gemma", "float32", id="t5gemma-on-turing"),
        pytest.param("cuda", False, "nllb", "float16", id="nllb-on-turing"),
        pytest.param("mps", True, "nllb", "float32", id="apple"),
        pytest.param("cpu", True, "nllb", "float32", id="cpu"),
    ],
)
def test_precision_suits_the_device(
    model: Callable[..., TransformersModel],
    monkeypatch: pytest.MonkeyPatch,
    device: str,
    has_bfloat16: bool,
    name: str,
    expected: str,
) -> None:
    monkeypatch.setattr("torch.cuda.is_bf16_supported", lambda **_: has_bfloat16)
    overflows = model(name).family.overflows
    assert pick_precision("auto", device, overflows=overflows) == expected


def test_a_count_holds_whatever_is_asked(model: Callable[..., TransformersModel]) -> None:
    """T5Gemma is asked in words, which differ from language to language."""
    ours = model("t5gemma")
    longest = max(len(ours._tokens(Request(ENGLISH[0], "en", t))) for t in LANGUAGES)
    shortest = min(len(ours._tokens(Request(ENGLISH[0], "en", t))) for t in LANGUAGES)
    assert ours.count(ENGLISH[0]) == longest > shortest


def test_devices() -> None:
    assert pick_device("cpu") == "cpu"
    assert pick_device("auto") in ("cpu", "cuda", "mps")
    with pytest.raises(ModelError, match="no device 'warp'"):
        pick_device("warp")


def test_loading_is_quiet_and_leaves_settings_alone(
    checkpoint: Checkpoint, capfd: pytest.CaptureFixture[str]
) -> None:
    from transformers.utils import logging

    before = (logging.get_verbosity(), logging.is_progress_bar_enabled())
    model = load(checkpoint("crosssum"), device="cpu", runtime="transformers")
    model.generate([REQUESTS[0]], Generation(beams=2, max_tokens=4, length_penalty=0.6))
    model.generate([REQUESTS[0]], GREEDY)
    assert (logging.get_verbosity(), logging.is_progress_bar_enabled()) == before
    assert capfd.readouterr() == ("", "")


@pytest.mark.gpu
def test_on_a_gpu(checkpoint: Checkpoint) -> None:
    on_gpu = load(checkpoint("trained"), device="cuda")
    assert isinstance(on_gpu, TransformersModel)
    found = on_gpu.generate([Request(ENGLISH[3], "en", "en")], GREEDY)
    assert found[0][0].text.startswith("Heavy rain is expected")
