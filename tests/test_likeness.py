from __future__ import annotations

import gc
from collections.abc import Callable, Sequence

import checkpoints
import numpy as np
import pytest
from fakes import Fake

from newsum import Failure, Result, Summarizer, verify
from newsum.checking import likeness
from newsum.checking.likeness import Likeness, probe
from newsum.errors import ModelError
from newsum.languages import Language, to_traditional
from newsum.models.base import Encoder
from newsum.models.runtime import Runtime

TEXTS: dict[Language, tuple[str, ...]] = {"en": checkpoints.ENGLISH, "zh": checkpoints.CHINESE}
ARTICLE = " ".join(checkpoints.ENGLISH)


@pytest.fixture(scope="module", params=["ctranslate2", "transformers"])
def encoder(request: pytest.FixtureRequest, loaded: Callable[..., Runtime]) -> Runtime:
    return loaded("aligned", runtime=request.param)


@pytest.mark.parametrize(("source", "target"), [("en", "zh"), ("zh", "en")])
def test_a_sentence_is_like_its_translation(
    encoder: Runtime, source: Language, target: Language
) -> None:
    found = np.array(
        Likeness(encoder)(TEXTS[target][:3], TEXTS[source], source=source, target=target)
    )
    assert found.shape == (3, 10)
    assert found.argmax(1).tolist() == [0, 1, 2]
    assert found.diagonal().min() > 0.6
    others = np.ones(found.shape, dtype=bool)
    np.fill_diagonal(others, val=False)
    assert found[others].mean() < 0.3
    assert 0 <= found.min() <= found.max() <= 1


def test_traditional_characters_are_read_as_simplified(encoder: Runtime) -> None:
    alike = Likeness(encoder)
    plain = alike(TEXTS["zh"][:2], TEXTS["en"], source="en", target="zh")
    traditional = [to_traditional(text) for text in TEXTS["zh"][:2]]
    assert alike(traditional, TEXTS["en"], source="en", target="zh-Hant") == plain


def test_nothing_to_compare(encoder: Runtime) -> None:
    alike = Likeness(encoder)
    assert alike([], TEXTS["en"], source="en", target="zh") == []
    assert alike(["降息。"], [], source="en", target="zh") == [[]]


class Counting(Fake):
    """An encoder whose vectors lie at random, and which counts what it reads."""

    read = 0

    def embed(self, texts: Sequence[str], language: Language) -> np.ndarray:
        self.read += len(texts)
        places = {text: at for at, pair in enumerate(probe()) for text in pair}
        return np.array([np.eye(32)[places.get(text, 31)] for text in texts], np.float32)


def test_a_model_reads_the_probe_once() -> None:
    model = Counting(lambda _: "译文。")
    for _ in range(3):
        verify(ARTICLE, "降息。", model=model, vectors=True)
    assert model.read == 48 + 3 * (1 + 10)
    held = len(likeness._scales)
    del model
    gc.collect()
    assert len(likeness._scales) == held - 1


def test_nothing_is_written_in_vain_for_want_of_vectors() -> None:
    model = Fake(lambda _: "降息。", kind="summarization")
    chinese = "".join(TEXTS["zh"])
    wrong, right = Summarizer(model, to="zh", vectors=True).stream([ARTICLE, chinese])
    assert isinstance(wrong, Failure)
    assert isinstance(right, Result)
    assert "gives no sentence vectors" in wrong.message
    assert right["zh"].text == "降息。"
    assert [request.source for call in model.calls for request in call] == ["zh"]


def test_an_encoder_that_knows_no_translations_is_refused(loaded: Callable[..., Runtime]) -> None:
    alike = Likeness(loaded("crosssum", runtime="ctranslate2"))
    with pytest.raises(ModelError, match=r"puts only \d+% of known sentences beside their"):
        alike(["降息。"], ["Rates fell."], source="en", target="zh")


def test_a_model_without_vectors_is_refused() -> None:
    model = Fake(lambda _: "译文。")
    assert not isinstance(model, Encoder)
    with pytest.raises(ModelError, match="fake gives no sentence vectors"):
        Summarizer(model).verify(ARTICLE, "降息。", vectors=True)
    # In one language they are not asked for.
    Summarizer(model).verify(ARTICLE, "Heavy rain is expected.", vectors=True)


@pytest.mark.parametrize("at", range(3))
def test_what_a_sentence_translates_is_its_evidence(encoder: Runtime, at: int) -> None:
    verified = Summarizer(encoder).verify(ARTICLE, TEXTS["zh"][at], vectors=True)
    assert verified.warnings == ()
    assert verified["zh"].sentences[0].evidence[0].text == TEXTS["en"][at]


@pytest.mark.parametrize(
    "invented",
    [
        pytest.param("大雪导致北方各地的学校和机场关闭。", id="heavy rain in the north"),
        pytest.param("预计央行将维持利率不变。", id="a rate that was cut"),
        pytest.param("这家新工厂被责令停止向湖中排放废料。", id="a factory that will open"),
    ],
)
def test_a_sentence_with_the_articles_words_has_no_evidence_by_vectors(
    encoder: Runtime, invented: str
) -> None:
    summarizer = Summarizer(encoder)
    by_words = summarizer.verify(ARTICLE, invented)["zh"].sentences[0]
    assert by_words.evidence
    verified = summarizer.verify(ARTICLE, invented, vectors=True)
    assert [finding.kind for finding in verified.warnings] == ["unsupported"]


def test_summaries_of_a_summarization_model_use_them(encoder: Runtime) -> None:
    summarizer = Summarizer(encoder, vectors=True, beams=1)
    for sentence in summarizer.summarize(ARTICLE, to="zh")["zh"].sentences:
        for evidence in sentence.evidence:
            assert ARTICLE[evidence.start : evidence.end] == evidence.text


def test_the_probe_is_in_both_languages() -> None:
    english, chinese = zip(*probe(), strict=True)
    assert len(set(english)) == len(set(chinese)) == 24
    assert all(text.isascii() for text in english)
    assert not any(char.isascii() for text in chinese for char in text)
