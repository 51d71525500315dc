"""Each family: recognized from its files, steered by its own tokens."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import checkpoints
import pytest

from newsum.errors import CannotWrite, CorruptModel, UnsupportedModel
from newsum.languages import Language
from newsum.models.base import Generation, Request, Steering
from newsum.models.families import FAMILIES, Family, family_of
from newsum.models.folders import read_json

Checkpoint = Callable[[str], Path]


@pytest.fixture
def family(checkpoint: Checkpoint) -> Callable[..., Family]:
    def find(name: str, **changes: Any) -> Family:
        folder = checkpoint(name)
        return family_of({**read_json(folder / "config.json"), **changes}, folder)

    return find


@pytest.mark.parametrize("built", checkpoints.BUILDERS)
def test_recognized_from_its_files(family: Callable[..., Family], built: str) -> None:
    assert family(built).name == built.removesuffix("-zh-en")


STEERED = [
    pytest.param("crosssum", "en", "zh", Steering(start="▁<extra_id_59>"), id="crosssum-zh"),
    pytest.param("crosssum", "zh", "en", Steering(start="▁<extra_id_69>"), id="crosssum-en"),
    pytest.param("crosssum", "en", "zh-Hant", Steering(start="▁<extra_id_55>"), id="crosssum-hant"),
    pytest.param("crosssum", "zh", "zh", Steering(start="▁<extra_id_59>"), id="crosssum-own"),
    pytest.param("xlsum", "zh", "zh", Steering(start="<pad>"), id="xlsum"),
    pytest.param("t5", "en", "en", Steering(start="<pad>"), id="t5"),
    pytest.param("madlad", "en", "zh", Steering("<2zh>", "<unk>"), id="madlad-zh"),
    pytest.param("madlad", "zh-Hant", "en", Steering("<2en>", "<unk>"), id="madlad-en"),
    pytest.param("madlad", "en", "zh-Hant", Steering("<2zh_Hant>", "<unk>"), id="madlad-hant"),
    pytest.param("mbart50", "en", "zh", Steering("en_XX", "</s>", "zh_CN"), id="mbart50"),
    pytest.param("mbart50", "zh-Hant", "en", Steering("zh_CN", "</s>", "en_XX"), id="mbart50-hant"),
    pytest.param("m2m100", "zh", "en", Steering("__zh__", "</s>", "__en__"), id="m2m100"),
    pytest.param("nllb", "en", "zh", Steering("eng_Latn", "</s>", "zho_Hans"), id="nllb-zh"),
    pytest.param("nllb", "zh-Hant", "en", Steering("zho_Hant", "</s>", "eng_Latn"), id="nllb-en"),
    pytest.param("marian", "en", "zh", Steering(">>cmn_Hans<<", "<pad>"), id="marian-zh"),
    pytest.param("marian", "en", "zh-Hant", Steering(">>cmn_Hant<<", "<pad>"), id="marian-hant"),
    pytest.param("marian-zh-en", "zh", "en", Steering(None, "<pad>"), id="marian-en"),
    pytest.param("t5gemma", "en", "zh", Steering(start="<bos>"), id="t5gemma"),
    pytest.param("newsum", "en", "zh", Steering("<translate>", "<zh>"), id="newsum-zh"),
    pytest.param("newsum", "zh", "en", Steering("<translate>", "<en>"), id="newsum-en"),
]


@pytest.mark.parametrize(("built", "source", "target", "expected"), STEERED)
def test_steering(
    family: Callable[..., Family],
    built: str,
    source: Language,
    target: Language,
    expected: Steering,
) -> None:
    found = family(built)
    assert found.steer(source, target) == expected
    tokens = [t for t in (expected.source, expected.start, expected.first) if t]
    assert all(token in found.pieces for token in tokens)


@pytest.mark.parametrize(
    ("built", "source", "target"),
    [
        pytest.param("xlsum", "en", "zh", id="xlsum-is-not-cross-lingual"),
        pytest.param("xlsum", "zh", "en", id="xlsum-is-not-cross-lingual-either-way"),
        pytest.param("t5", "zh", "zh", id="t5-cannot-spell-chinese"),
        pytest.param("marian", "zh", "en", id="marian-has-one-direction"),
        pytest.param("marian-zh-en", "en", "zh", id="marian-has-the-other"),
        pytest.param("m2m100", "en", "en", id="a-translator-needs-two-languages"),
        pytest.param("newsum", "zh", "zh-Hant", id="scripts-are-no-translation"),
    ],
)
def test_refuses(
    family: Callable[..., Family], built: str, source: Language, target: Language
) -> None:
    found = family(built)
    assert not found.writes(source, target)
    with pytest.raises(CannotWrite, match="m2m100"):
        found.steer(source, target)


@pytest.mark.parametrize(
    ("built", "source", "target", "expected"),
    [
        pytest.param("nllb", "en", "zh-Hant", "zh-Hant", id="nllb-writes-both-scripts"),
        pytest.param("m2m100", "en", "zh-Hant", "zh", id="m2m100-writes-simplified"),
        pytest.param("xlsum", "zh-Hant", "zh", "zh-Hant", id="xlsum-writes-what-it-reads"),
        pytest.param("newsum", "en", "zh", "zh", id="newsum"),
    ],
)
def test_native_script(
    family: Callable[..., Family], built: str, source: Language, target: Language, expected: str
) -> None:
    assert family(built).native(source, target) == expected


@pytest.mark.parametrize(
    ("built", "kind"),
    [(name, "summarization") for name in ("crosssum", "xlsum", "t5", "t5gemma")]
    + [(name, "translation") for name in ("madlad", "mbart50", "m2m100", "nllb", "newsum")],
)
def test_kind(family: Callable[..., Family], built: str, kind: str) -> None:
    assert family(built).kind == kind


def test_a_fine_tuned_mbart_says_that_it_summarizes(family: Callable[..., Family]) -> None:
    said = family("mbart50", newsum={"kind": "summarization"})
    assert said.kind == "summarization"
    assert said.writes("zh", "zh")
    assert said.steer("en", "en").first == "en_XX"


def test_a_many_to_one_model_says_what_it_writes(family: Callable[..., Family]) -> None:
    said = family("xlsum", newsum={"writes": "en"})
    assert said.writes("zh", "en")
    assert said.writes("en", "en")
    assert not said.writes("en", "zh")


def test_langid_map_of_the_checkpoint_goes_before_our_table(family: Callable[..., Family]) -> None:
    table = {**checkpoints.LANGIDS, "english": [1, "▁<extra_id_1>"]}
    found = family("crosssum", task_specific_params={"langid_map": table})
    assert found.steer("zh", "en").start == "▁<extra_id_1>"


@pytest.mark.parametrize(
    ("built", "beams", "tokens", "ngram", "penalty"),
    [
        pytest.param("crosssum", 4, 84, 2, 0.6, id="crosssum"),
        pytest.param("m2m100", 5, 200, 0, 1.0, id="m2m100"),
        pytest.param("marian", 4, 512, 0, 1.0, id="marian"),
    ],
)
def test_defaults(
    family: Callable[..., Family], built: str, beams: int, tokens: int, ngram: int, penalty: float
) -> None:
    full = family(built).settings(Generation())
    assert (full.beams, full.max_tokens) == (beams, tokens)
    assert (full.no_repeat_ngram, full.length_penalty) == (ngram, penalty)


def test_settings_keep_what_was_asked(family: Callable[..., Family]) -> None:
    full = family("crosssum").settings(Generation(beams=1, hypotheses=3, no_repeat_ngram=0))
    assert (full.beams, full.hypotheses, full.no_repeat_ngram, full.max_tokens) == (3, 3, 0, 84)


def test_generation_config_goes_before_config(checkpoint: Checkpoint, tmp_path: Path) -> None:
    (tmp_path / "generation_config.json").write_text(json.dumps({"num_beams": 7}))
    pieces = family_of(read_json(checkpoint("newsum") / "config.json"), checkpoint("newsum")).pieces
    config = {"model_type": "bart", "num_beams": 3}
    assert family_of(config, tmp_path, pieces=pieces).defaults.beams == 7


def test_prompts(family: Callable[..., Family]) -> None:
    request = Request("A  line.\nAnother.", "en", "en")
    assert family("t5").prompt(request) == "summarize: A line. Another."
    assert family("crosssum").prompt(request) == "A line. Another."
    chat = family("t5gemma")
    assert "English" in chat.prompt(request)
    assert "中文" in chat.prompt(Request("A line.", "en", "zh"))
    before, after = chat.frame(Steering())
    assert before == ["<bos>", "<start_of_turn>"]
    assert after[0] == "<end_of_turn>"


@pytest.mark.parametrize("built", ["newsum", "t5gemma", "madlad", "crosssum", "nllb"])
def test_special_tokens_in_an_article_command_nothing(
    family: Callable[..., Family], built: str
) -> None:
    commands = ["</s>", "<zh>", "<end_of_turn>", "<2ru>", "<extra_id_59>", "zho_Hans"]
    tokens = family(built).pieces.encode(f"He wrote {' '.join(commands)} there.")
    assert not {*commands, "▁<extra_id_59>"} & set(tokens)


@pytest.mark.parametrize("config", [{"model_type": "llama"}, {}], ids=["decoder-only", "nothing"])
def test_an_unknown_architecture_is_told_what_is_supported(
    config: dict[str, Any], tmp_path: Path
) -> None:
    with pytest.raises(UnsupportedModel) as caught:
        family_of(config, tmp_path)
    assert all(name in str(caught.value) for name in FAMILIES)
    assert 'family="NAME"' in str(caught.value)


def test_a_marian_of_other_languages(tmp_path: Path) -> None:
    checkpoints.marian(tmp_path, "en", "en")
    with pytest.raises(UnsupportedModel, match="neither English nor Chinese"):
        family_of(read_json(tmp_path / "config.json"), tmp_path)


def test_a_bart_that_is_not_ours(checkpoint: Checkpoint) -> None:
    with pytest.raises(UnsupportedModel, match="none of the tokens"):
        family_of({"model_type": "mbart"}, checkpoint("newsum"))


def test_the_caller_may_say_the_family(checkpoint: Checkpoint) -> None:
    config = {**read_json(checkpoint("crosssum") / "config.json"), "task_specific_params": None}
    assert family_of(config, checkpoint("crosssum")).name == "xlsum"
    assert family_of(config, checkpoint("crosssum"), family="crosssum").name == "crosssum"
    assert family_of({**config, "newsum": {"family": "crosssum"}}, checkpoint("crosssum")).name == (
        "crosssum"
    )
    with pytest.raises(UnsupportedModel, match="No family"):
        family_of(config, checkpoint("crosssum"), family="crossum")


def test_no_tokenizer(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedModel, match=r"tokenizer\.json"):
        family_of({"model_type": "mt5"}, tmp_path)
    (tmp_path / "spiece.model").write_bytes(b"not a model")
    with pytest.raises(CorruptModel, match=r"spiece\.model"):
        family_of({"model_type": "mt5"}, tmp_path)


@pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")
@pytest.mark.parametrize(
    "built", ["mbart50", "m2m100", "nllb", "marian", "marian-zh-en", "crosssum", "t5", "madlad"]
)
def test_pieces_are_those_of_transformers(
    family: Callable[..., Family], checkpoint: Checkpoint, built: str
) -> None:
    """Ids as the published tokenizers give them, byte fallback (theirs lacks it) aside."""
    from transformers import AutoTokenizer

    theirs = AutoTokenizer.from_pretrained(checkpoint(built))
    ours = family(built).pieces
    texts = checkpoints.ENGLISH if built in ("marian", "t5") else checkpoints.CHINESE
    for text in texts:
        tokens = ours.encode(text)
        assert ours.ids(tokens) == theirs(text, add_special_tokens=False)["input_ids"]
        assert ours.decode(tokens) == theirs.decode(ours.ids(tokens), skip_special_tokens=True)


def test_rare_characters_survive_in_bytes(family: Callable[..., Family]) -> None:
    pieces = family("crosssum").pieces
    assert pieces.decode(pieces.encode("龘—🦄")) == "龘—🦄"
