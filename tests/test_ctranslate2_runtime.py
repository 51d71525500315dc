"""CTranslate2 against transformers: the same log-probabilities, the same greedy texts."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import checkpoints
import pytest

from newsum.errors import CannotWrite, CorruptModel, ModelError
from newsum.languages import Language
from newsum.machine import cores
from newsum.models import folders, load
from newsum.models.base import Generation, Request
from newsum.models.ctranslate2_runtime import (
    CTranslate2Model,
    pick_compute_type,
    pick_device,
    share_threads,
)
from newsum.models.runtime import Precision, Runtime, Source, batches

Checkpoint = Callable[[str], Path]
Pair = tuple[Runtime, Runtime]

FAMILIES = [name for name in checkpoints.BUILDERS if not name.startswith("t5gemma")]
GREEDY = Generation(beams=1, max_tokens=24, no_repeat_ngram=0)
TEXTS = {"en": checkpoints.ENGLISH, "zh": checkpoints.CHINESE}


def directions(model: Runtime) -> Iterator[tuple[Language, Language]]:
    codes: tuple[Language, ...] = ("en", "zh")
    return ((s, t) for s in codes for t in codes if model.writes(s, t))


def pairs_of(model: Runtime) -> tuple[list[Request], list[str]]:
    """Ten texts in each direction, with answers to score."""
    requests, answers = [], []
    for source, target in directions(model):
        for text, answer in zip(TEXTS[source], TEXTS[target], strict=True):
            requests.append(Request(text, source, target))
            answers.append(answer)
    return requests, answers


@pytest.fixture
def both(loaded: Callable[..., Runtime]) -> Callable[[str], Pair]:
    def load_both(name: str) -> Pair:
        return (
            loaded(name, runtime="transformers", precision="float32"),
            loaded(name, runtime="ctranslate2", precision="float32", trim=False),
        )

    return load_both


@pytest.mark.parametrize("name", FAMILIES)
def test_the_same_scores_and_the_same_greedy_texts(both: Callable[[str], Pair], name: str) -> None:
    reference, converted = both(name)
    requests, answers = pairs_of(reference)
    assert len(requests) >= 10
    expected = reference.score(requests, answers)
    found = converted.score(requests, answers)
    for theirs, ours in zip(expected, found, strict=True):
        assert ours == pytest.approx(theirs, abs=1e-3)
    texts = [[each.text for each in found] for found in reference.generate(requests, GREEDY)]
    assert [
        [each.text for each in found] for found in converted.generate(requests, GREEDY)
    ] == texts


@pytest.mark.parametrize("name", FAMILIES)
def test_the_same_sentence_vectors(both: Callable[[str], Pair], name: str) -> None:
    reference, converted = both(name)
    for language in sorted({source for source, _ in directions(reference)}):
        texts = TEXTS[language]
        expected = reference.embed(texts, language)
        assert expected.shape[0] == len(texts)
        assert converted.embed(texts, language) == pytest.approx(expected, abs=1e-4)
        # Neither what it is batched with counts, nor what it is padded with.
        for model in (reference, converted):
            alone = model.embed(texts[:1], language)
            assert alone == pytest.approx(expected[:1], abs=1e-4)
        assert abs(expected[0] - expected[1]).max() > 0.05


def test_a_sentence_over_the_budget_is_cut_to_it(both: Callable[[str], Pair]) -> None:
    for model in both("newsum"):
        long = " ".join(TEXTS["en"] * 8)
        assert model.count(long) > model.budget
        found = model.embed([long, f"{long} {TEXTS['en'][3]}"], "en")
        assert found[0] == pytest.approx(found[1], abs=1e-4)


def test_a_language_it_does_not_read_has_no_vectors(both: Callable[[str], Pair]) -> None:
    for model in both("marian"):
        with pytest.raises(CannotWrite, match="reads no text in Chinese"):
            model.embed(["降息。"], "zh")


def test_int8_vectors_are_near_those_of_float32(loaded: Callable[..., Runtime]) -> None:
    exact = loaded("m2m100", runtime="transformers", precision="float32")
    rounded = loaded("m2m100", runtime="ctranslate2")
    expected, found = exact.embed(TEXTS["zh"], "zh"), rounded.embed(TEXTS["zh"], "zh")
    for theirs, ours in zip(expected, found, strict=True):
        cosine = theirs @ ours / (theirs @ theirs * (ours @ ours)) ** 0.5
        assert cosine > 0.99


#: Where each family names its target, and the token of another target.
STEERED = [
    pytest.param("crosssum", "start", "▁<extra_id_69>", id="crosssum"),
    pytest.param("madlad", "tokens", "<2en>", id="madlad"),
    pytest.param("mbart50", "first", "en_XX", id="mbart50"),
    pytest.param("m2m100", "first", "__en__", id="m2m100"),
    pytest.param("nllb", "first", "zho_Hant", id="nllb"),
    pytest.param("marian", "tokens", ">>cmn_Hant<<", id="marian"),
    pytest.param("newsum", "start", "<en>", id="newsum"),
]


@pytest.mark.parametrize(("name", "place", "token"), STEERED)
def test_the_language_token_is_what_steers(
    both: Callable[[str], Pair], name: str, place: str, token: str
) -> None:
    """Swapped alone, it changes every score, and on both engines alike."""
    found: list[list[list[float]]] = []
    for model in both(name):
        asked = model._source(Request(TEXTS["en"][0], "en", "zh"), Generation(max_tokens=8))
        change: Any = (token, *asked.tokens[1:]) if place == "tokens" else token
        other = replace(asked, **{place: change})
        assert other != asked
        answers = [model.target_tokens(TEXTS["zh"][0])] * 2
        found.append(model._score(model._ready(), [asked, other], answers))
    for theirs, ours in zip(*found, strict=True):
        assert ours == pytest.approx(theirs, abs=1e-3)
    zh, swapped = found[0]
    assert max(abs(a - b) for a, b in zip(zh, swapped, strict=True)) > 0.1


def test_a_trained_model_writes_the_script_it_is_asked_for(both: Callable[[str], Pair]) -> None:
    for model in both("trained"):
        for source in ("en", "zh"):
            requests = [
                Request(TEXTS[source][3], source, "en"),
                Request(TEXTS[source][3], source, "zh"),
            ]
            english, chinese = (found[0].text for found in model.generate(requests, GREEDY))
            assert english.startswith("Heavy rain is expected")
            assert chinese.startswith("气象局表示")


def test_beam_search_agrees_where_weights_are_trained(both: Callable[[str], Pair]) -> None:
    reference, converted = both("trained")
    requests, _ = pairs_of(reference)
    search = Generation(beams=4, hypotheses=2, no_repeat_ngram=0)
    expected, found = reference.generate(requests, search), converted.generate(requests, search)
    for theirs, ours in zip(expected, found, strict=True):
        assert len(theirs) == len(ours) == 2
        assert ours[0].text == theirs[0].text
        assert ours[0].score == pytest.approx(theirs[0].score, abs=0.02)
        assert ours[0].finished


@pytest.mark.parametrize("beams", [1, 3])
def test_the_score_is_the_mean_log_probability(both: Callable[[str], Pair], beams: int) -> None:
    """What the search reports is what `score` gives the same text."""
    for model in both("trained"):
        request = Request(TEXTS["zh"][0], "zh", "en")
        search = Generation(beams=beams, length_penalty=0.6, no_repeat_ngram=0)
        (best,) = model.generate([request], search)[0]
        (scores,) = model.score([request], [best.text])
        assert best.finished
        assert best.score == pytest.approx(sum(scores) / len(scores), abs=1e-3)


def test_int8_stays_close(loaded: Callable[..., Runtime]) -> None:
    reference = loaded("trained", runtime="transformers")
    model = loaded("trained")
    assert isinstance(model, CTranslate2Model)
    assert model.compute_type == "int8"
    requests, answers = pairs_of(model)
    for theirs, ours in zip(
        reference.score(requests, answers), model.score(requests, answers), strict=True
    ):
        assert sum(ours) / len(ours) == pytest.approx(sum(theirs) / len(theirs), abs=0.1)
    texts = [found[0].text for found in model.generate(requests, GREEDY)]
    assert texts == [found[0].text for found in reference.generate(requests, GREEDY)]


@pytest.mark.parametrize("runtime", ["transformers", "ctranslate2"])
@pytest.mark.parametrize("name", ["mbart50", "m2m100", "marian"])
def test_no_text_grows_past_the_models_positions(
    loaded: Callable[..., Runtime], name: str, runtime: str
) -> None:
    found = loaded(name, runtime=runtime)
    assert found.family.positions == 128
    texts = [" ".join(TEXTS["en"][:2]), TEXTS["en"][0]]
    requests = [Request(text, "en", "zh") for text in texts]
    endless = Generation(beams=2, hypotheses=2, max_tokens=400, min_tokens=120)
    for hypotheses in found.generate(requests, endless):
        assert all(not each.finished for each in hypotheses)
    fits, over = TEXTS["zh"][0], "".join(TEXTS["zh"]) * 3
    assert found.score(requests[1:], [fits])[0]
    with pytest.raises(ModelError, match=r"over the 128 that .* writes: '央行"):
        found.score(requests[1:], [over])


@pytest.fixture
def model(loaded: Callable[..., Runtime]) -> Runtime:
    return loaded("trained")


def test_requests_of_mixed_language_and_length_keep_their_order(model: Runtime) -> None:
    requests = [
        Request(text * (1 + at % 3), source, target)
        for at, (en, zh) in enumerate(zip(*TEXTS.values(), strict=True))
        for text, source, target in ((en, "en", "zh"), (zh, "zh", "en"), (zh, "zh", "zh"))
    ]
    together = [found[0].text for found in model.generate(requests, GREEDY)]
    alone = [model.generate([request], GREEDY)[0][0].text for request in requests]
    assert together == alone
    assert len(set(together)) > 10


def test_nothing_asked_nothing_done(model: Runtime) -> None:
    assert model.generate([]) == []


def test_count_and_budget(model: Runtime) -> None:
    assert model.count("") == 1  # </s>
    assert model.count(TEXTS["en"][0]) > 10
    joined = model.count("".join(TEXTS["zh"]))
    assert joined <= sum(map(model.count, TEXTS["zh"])) - 9
    assert model.budget == 512
    with pytest.raises(ModelError, match="over the 512"):
        model.generate([Request("央" * 600, "zh", "en")])


def test_a_limit_that_ends_a_text_is_told(model: Runtime) -> None:
    (found,) = model.generate([Request(TEXTS["en"][0], "en", "en")], Generation(max_tokens=5))
    assert not found[0].finished
    assert "central bank cut its".startswith(found[0].text.removeprefix("The ").strip())


def test_refuses_a_direction(loaded: Callable[..., Runtime]) -> None:
    model = loaded("xlsum", runtime="transformers")
    with pytest.raises(CannotWrite, match="Chinese"):
        model.generate([Request(TEXTS["en"][0], "en", "zh")])


def test_own_script_bans_the_other(both: Callable[[str], Pair]) -> None:
    """Random weights mix scripts freely; held to one, they cannot."""
    for model in both("crosssum"):
        requests = [Request(TEXTS["en"][0], "en", "en")]
        search = Generation(beams=2, max_tokens=40, no_repeat_ngram=2)
        free = model.generate(requests, search)[0][0].text
        held = model.generate(requests, Generation(beams=2, max_tokens=40, own_script=True))
        assert any("\u4e00" <= letter <= "\u9fff" for letter in free)
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in held[0][0].text)


def test_traditional_is_converted(loaded: Callable[..., Runtime]) -> None:
    translator = loaded("m2m100", runtime="ctranslate2", precision="float32", trim=False)
    assert translator.writes("en", "zh-Hant")
    requests = [Request(TEXTS["en"][0], "en", "zh"), Request(TEXTS["en"][0], "en", "zh-Hant")]
    simplified, traditional = (found[0].text for found in translator.generate(requests, GREEDY))
    from newsum.languages import to_traditional

    assert traditional == to_traditional(simplified)


@pytest.mark.parametrize("runtime", ["ctranslate2", "transformers"])
def test_threads_share_a_model(loaded: Callable[..., Runtime], runtime: str) -> None:
    model = loaded("trained", runtime=runtime)
    requests, _ = pairs_of(model)
    expected = [found[0].text for found in model.generate(requests, GREEDY)]
    results: list[list[str]] = []

    def work() -> None:
        results.append([found[0].text for found in model.generate(requests, GREEDY)])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4


def test_close_and_use_again(model: Runtime) -> None:
    request = Request(TEXTS["en"][0], "en", "en")
    before = model.generate([request], GREEDY)
    model.close()
    model.close()
    assert model.generate([request], GREEDY) == before


def test_signature_names_what_can_change_the_output(model: Runtime) -> None:
    parts = model.signature.split("|")
    assert parts[0] == model.name
    kinds = {part.partition(":")[0] for part in parts[1:]}
    assert {"family", "ctranslate2", "precision", "revision", "trimmed"} <= kinds


CPU = ("int8", "int8_float32", "float32")
AMPERE = (*CPU, "int8_float16", "int8_bfloat16", "float16", "bfloat16")
TURING = (*CPU, "int8_float16", "float16")
PASCAL = CPU


@pytest.mark.parametrize(
    ("precision", "device", "available", "overflows", "expected"),
    [
        pytest.param("auto", "cpu", CPU, True, "int8", id="cpu"),
        pytest.param("auto", "cpu", ("float32",), True, "float32", id="cpu-without-int8"),
        pytest.param("float32", "cpu", CPU, True, "float32", id="cpu-float32"),
        pytest.param("auto", "cuda", AMPERE, True, "int8_bfloat16", id="t5-on-ampere"),
        pytest.param("auto", "cuda", AMPERE, False, "int8_float16", id="nllb-on-ampere"),
        pytest.param("auto", "cuda", TURING, True, "int8_float32", id="t5-on-turing"),
        pytest.param("auto", "cuda", TURING, False, "int8_float16", id="nllb-on-turing"),
        pytest.param("auto", "cuda", PASCAL, False, "int8_float32", id="nllb-on-pascal"),
        pytest.param("int8", "cuda", AMPERE, True, "int8_bfloat16", id="int8-is-int8-on-a-gpu-too"),
        pytest.param("bfloat16", "cuda", AMPERE, True, "bfloat16", id="as-asked"),
        pytest.param("float16", "cuda", AMPERE, False, "float16", id="half"),
    ],
)
def test_compute_types(
    precision: Precision, device: str, available: tuple[str, ...], overflows: bool, expected: str
) -> None:
    assert pick_compute_type(precision, device, available, overflows) == expected


def test_compute_types_that_do_not_do() -> None:
    with pytest.raises(ModelError, match=r"no bfloat16 on this cuda; it has .*int8_float32"):
        pick_compute_type("bfloat16", "cuda", PASCAL, overflows=True)


def test_devices() -> None:
    assert pick_device("cpu") == ("cpu", 0)
    assert pick_device("auto")[0] in ("cpu", "cuda")
    with pytest.raises(ModelError, match="runtime='transformers'"):
        pick_device("mps")
    with pytest.raises(ModelError, match="'cuda:x'"):
        pick_device("cuda:x")
    with pytest.raises(ModelError, match="no device 'cuda:99'"):
        pick_device("cuda:99")


def test_float16_is_refused_for_t5_kinds(checkpoint: Checkpoint) -> None:
    with pytest.raises(ModelError, match="bfloat16"):
        load(checkpoint("crosssum"), device="cpu", precision="float16")


def test_a_fixed_start_token_is_refused(model: Runtime, tmp_path: Path) -> None:
    assert isinstance(model, CTranslate2Model)
    shutil.copytree(model.folder, tmp_path / "copy")
    path = tmp_path / "copy" / "config.json"
    settings = json.loads(path.read_text())
    path.write_text(json.dumps({**settings, "decoder_start_token": "<pad>"}))
    model = CTranslate2Model(path.parent, model.family, name="copy", device="cpu")
    with pytest.raises(CorruptModel, match="start token"):
        model.generate([Request("A text.", "en", "en")])


@pytest.mark.parametrize("trim", [True, False], ids=["trimmed", "whole"])
def test_a_wrong_conversion_is_thrown_away(
    checkpoint: Checkpoint, monkeypatch: pytest.MonkeyPatch, trim: bool
) -> None:
    """CTranslate2's own way with mT5 under transformers 5: an output scaled by d_model ** -0.5."""
    from ctranslate2.converters.transformers import T5Loader

    right = T5Loader.get_model_spec

    def wrong(self: T5Loader, network: Any) -> Any:
        network.config.tie_word_embeddings = True
        return right(self, network)

    monkeypatch.setattr(T5Loader, "get_model_spec", wrong)
    with pytest.raises(CorruptModel, match="apart from the original"):
        load(checkpoint("crosssum"), device="cpu", trim=trim)
    assert not list((folders.home() / "converted").glob("*/*/model.bin"))


def test_batches_hold_like_lengths_limits_and_scripts() -> None:
    def source(length: int, limit: int, script: str | None = None) -> Source:
        return Source(("a",) * length, "s", None, limit, script)

    sources = [source(9, 64), source(2, 64), source(10, 64), source(3, 128), source(2, 64, "en")]
    assert list(batches(sources, 20)) == [[3], [2, 0], [1], [4]]
    assert list(batches([], 20)) == []
    twice = [replace(source(5, 64), tokens=tuple(text)) for text in ("abcde", "vwxyz") * 2]
    assert list(batches(twice, 10)) == [[0, 2], [1, 3]]
    assert list(batches([source(50, 1)], 20)) == [[0]]  # over the size, but it has to go somewhere


@pytest.mark.parametrize(
    ("asked", "shares"),
    [
        pytest.param("1", (1, 1), id="one"),
        pytest.param("2", (2, 1), id="two"),
        pytest.param("16", (4, 4), id="many"),
        pytest.param("6,2", (4, 1), id="nested"),
        pytest.param("0", (1, 1), id="none"),
    ],
)
def test_threads_are_shared_among_replicas(
    monkeypatch: pytest.MonkeyPatch, asked: str, shares: tuple[int, int]
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", asked)
    assert share_threads() == shares


def test_by_default_every_core_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    replicas, threads = share_threads()
    assert 1 <= replicas * threads <= cores()
    assert replicas == min(cores(), 4)


@pytest.mark.parametrize("name", ["crosssum", "m2m100"])
def test_replicas_write_what_one_writes(
    monkeypatch: pytest.MonkeyPatch, checkpoint: Checkpoint, name: str
) -> None:
    requests = [Request(" ".join(checkpoints.ENGLISH[:n]), "en", "zh") for n in (1, 2, 3, 1, 2)]
    written = []
    for asked in ("1", "2"):
        monkeypatch.setenv("OMP_NUM_THREADS", asked)
        model = load(checkpoint(name), device="cpu", runtime="ctranslate2", precision="float32")
        answers = model.generate(requests, Generation(beams=2, max_tokens=8))
        written.append([[each.text for each in found] for found in answers])
        model.close()
    assert written[0] == written[1]
