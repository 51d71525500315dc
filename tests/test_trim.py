"""Trimming: fewer rows, the same pieces for English and Chinese, the same scores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import checkpoints
import pytest
import sentencepiece

from newsum.languages import Language
from newsum.models.base import Generation, Request
from newsum.models.families import family_of
from newsum.models.folders import read_json
from newsum.models.pieces import Pieces
from newsum.models.runtime import Runtime
from newsum.models.transformers_runtime import TransformersModel
from newsum.models.trim import WORDS, Trimmed, kept_rows, trim_sentencepiece

Checkpoint = Callable[[str], Path]
GREEDY = Generation(beams=1, max_tokens=40, no_repeat_ngram=0)
LANGUAGES: tuple[Language, ...] = ("en", "zh")
TEXTS = {"en": checkpoints.ENGLISH, "zh": checkpoints.CHINESE}
WORDS_TO_SPLIT = [
    *checkpoints.ENGLISH, *checkpoints.CHINESE, "a", "Ü", "50亿元", "2026", "“x”——y",
]  # fmt: skip
MULTILINGUAL = ["crosssum", "madlad", "mbart50", "m2m100", "nllb"]


def pairs_of(model: Runtime) -> tuple[list[Request], list[str]]:
    asked = [
        (Request(text, source, target), answer)
        for source in LANGUAGES
        for target in LANGUAGES
        if model.writes(source, target)
        for text, answer in zip(TEXTS[source], TEXTS[target], strict=True)
    ]
    return [request for request, _ in asked], [answer for _, answer in asked]


@pytest.fixture
def trimmed(checkpoint: Checkpoint) -> Callable[[str], tuple[Pieces, Trimmed]]:
    def read(name: str) -> tuple[Pieces, Trimmed]:
        folder = checkpoint(name)
        whole = family_of(read_json(folder / "config.json"), folder).pieces
        return whole, Trimmed(whole, [whole.vocabulary[at] for at in kept_rows(whole)])

    return read


@pytest.mark.parametrize("name", MULTILINGUAL)
def test_english_and_chinese_are_split_as_before(
    trimmed: Callable[[str], tuple[Pieces, Trimmed]], name: str
) -> None:
    whole, cut = trimmed(name)
    assert len(cut.vocabulary) < len(whole.vocabulary)
    for text in (*checkpoints.ENGLISH, *checkpoints.CHINESE):
        assert cut.encode(text) == whole.encode(text)
        assert cut.decode(cut.encode(text)) == whole.decode(whole.encode(text))


@pytest.mark.parametrize("name", MULTILINGUAL)
def test_control_tokens_stay(
    trimmed: Callable[[str], tuple[Pieces, Trimmed]], checkpoint: Checkpoint, name: str
) -> None:
    _, cut = trimmed(name)
    family = family_of(read_json(checkpoint(name) / "config.json"), checkpoint(name), pieces=cut)
    for target in family.codes:
        steering = family.steer("zh" if target == "en" else "en", target)
        tokens = (steering.source, steering.start, steering.first, family.end, cut.unknown)
        assert all(token in cut for token in tokens if token)


def test_a_foreign_word_is_spelled_not_lost(
    trimmed: Callable[[str], tuple[Pieces, Trimmed]],
) -> None:
    whole, cut = trimmed("trained")
    for text in ("Центральный банк", "Ставку снизил ธนาคาร"):
        assert cut.encode(text) != whole.encode(text)
        assert set(cut.encode(text)) <= set(cut.vocabulary)
        assert cut.decode(cut.encode(text)) == text


def test_ids_are_the_new_rows(trimmed: Callable[[str], tuple[Pieces, Trimmed]]) -> None:
    _, cut = trimmed("crosssum")
    tokens = cut.encode(checkpoints.CHINESE[0])
    assert [cut.vocabulary[at] for at in cut.ids(tokens)] == tokens
    assert cut.ids(["no such piece"]) == cut.ids([cut.unknown])
    assert max(cut.ids(cut.vocabulary)) == len(cut.vocabulary) - 1


@pytest.mark.parametrize("name", ["trained", "crosssum", "madlad", "mbart50"])
def test_the_tokenizer_is_trimmed_too(loaded: Callable[..., Runtime], name: str) -> None:
    """Its file lists just the model's rows, and splits what they can spell as it did before."""
    whole = loaded(name, precision="float32", trim=False).pieces
    cut = loaded(name, precision="float32")
    own = cut.family.pieces
    assert list(own.vocabulary) == list(cut.pieces.vocabulary)
    assert len(own.vocabulary) < len(whole.vocabulary)
    kept = set(own.vocabulary)
    same = [text for text in WORDS_TO_SPLIT if kept.issuperset(whole.encode(text))]
    assert len(same) > len(WORDS_TO_SPLIT) / 2
    for text in same:
        assert own.encode(text) == whole.encode(text)
        assert cut.pieces.decode(cut.pieces.encode(text)) == whole.decode(whole.encode(text))


def test_what_merges_pieces_keeps_them(tmp_path: Path) -> None:
    model = tmp_path / "bpe.model"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(checkpoints.ENGLISH), model_prefix=str(model.with_suffix("")),
        model_type="bpe", vocab_size=120, minloglevel=2,
    )  # fmt: skip
    before = model.read_bytes()
    assert not trim_sentencepiece(model, {"▁the"})
    assert model.read_bytes() == before


def test_a_trained_model_scores_and_writes_as_before(loaded: Callable[..., Runtime]) -> None:
    whole = loaded("trained", precision="float32", trim=False)
    cut = loaded("trained", precision="float32")
    requests, answers = pairs_of(whole)
    for before, after in zip(
        whole.score(requests, answers), cut.score(requests, answers), strict=True
    ):
        assert after == pytest.approx(before, abs=1e-3)
    assert [[h.text for h in found] for found in cut.generate(requests, GREEDY)] == [
        [h.text for h in found] for found in whole.generate(requests, GREEDY)
    ]


@pytest.mark.parametrize("name", MULTILINGUAL)
def test_trimmed_equals_untrimmed_but_for_the_lost_rows(
    loaded: Callable[..., Runtime], checkpoint: Checkpoint, name: str
) -> None:
    """Random weights, unlike trained ones, give lost rows a share: the whole model is denied it."""
    cut = loaded(name, precision="float32")
    family = loaded(name, precision="float32", trim=False).family
    lost = tuple(each for each in family.pieces.vocabulary if each not in cut.pieces)
    assert lost
    kept_only = type("KeptOnly", (type(family),), {"unwritten": (*family.unwritten, *lost)})
    whole = TransformersModel(
        checkpoint(name), kept_only(family.config, family.pieces), name=name, device="cpu"
    )
    requests, answers = pairs_of(whole)
    for before, after in zip(
        whole.score(requests, answers), cut.score(requests, answers), strict=True
    ):
        assert after == pytest.approx(before, abs=1e-3)
    assert [[h.text for h in found] for found in cut.generate(requests, GREEDY)] == [
        [h.text for h in found] for found in whole.generate(requests, GREEDY)
    ]


def test_a_bilingual_vocabulary_is_left_alone(loaded: Callable[..., Runtime]) -> None:
    assert "trimmed" not in loaded("newsum").signature
    assert "trimmed:" in loaded("trained").signature


def test_the_word_list_travels_with_the_package() -> None:
    assert WORDS.is_file()
    assert WORDS.stat().st_size < 400_000
