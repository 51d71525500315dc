from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tiny import PAIRS, pieces, settings
from typer.testing import CliRunner

import newsum.training
from newsum.errors import CorruptModel, InputError, MissingModel, ModelError, OptionError
from newsum.models import load
from newsum.models.base import Generation, Request
from newsum.models.builtin import Builtin
from newsum.models.folders import check_manifest
from newsum.training.augment import Copier
from newsum.training.backtranslate import back_translate, fault
from newsum.training.cli import app
from newsum.training.corpus import Corpus, Limits
from newsum.training.evaluate import WAYS, evaluate, score
from newsum.training.examples import Example, read, read_pack
from newsum.training.export import export
from newsum.training.initialize import from_builtin, initialize, standardize
from newsum.training.loss import SmoothedCrossEntropy
from newsum.training.network import Shape, build
from newsum.training.prepare import prepare
from newsum.training.settings import Settings, rate
from newsum.training.tokens import END, PAD, START, TASK, Store, load_tokenizer, tokenize
from newsum.training.trainer import Trainer
from newsum.training.vocabulary import add_copy_tokens, learn, save


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Matrices this small are slower on more."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def made(tiny_builtin: Path) -> Path:
    """Everything the tiny model was made of: raw, pack, start, run, tiny."""
    return tiny_builtin.parent


def write_lines(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


# --- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        pytest.param("a.tsv", "Yes.\t是的。", Example("Yes.", "是的。"), id="pair"),
        pytest.param(
            "a.tsv",
            "Yes.\t是的。\tnews\t0.5",
            Example("Yes.", "是的。", forward=0.5, backward=0.5),
            id="weight",
        ),
        pytest.param(
            "a.tsv",
            "Yes.\t是的。\tback>zh\t2",
            Example("Yes.", "是的。", forward=2, backward=0),
            id="one-way",
        ),
        pytest.param(
            "zh_news.tsv",
            "标题\t正文很长。",
            Example("正文很长。", "标题", ("zh", "zh"), "headline", 1, 0),
            id="news",
        ),
        pytest.param(
            "a.jsonl", '{"en": "Yes.", "zh": "是的。"}', Example("Yes.", "是的。"), id="json-pair"
        ),
        pytest.param(
            "a.jsonl",
            '{"article": "It rained.\\nA lot.", "summary": "下雨了。", "weight": 3}',
            Example("It rained. A lot.", "下雨了。", ("en", "zh"), "headline", 3, 0),
            id="article-and-summary",
        ),
    ],
)
def test_read(tmp_path: Path, name: str, line: str, expected: Example) -> None:
    assert list(read(write_lines(tmp_path / name, line))) == [expected]


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        pytest.param("a.csv", "x,y", "must end in .tsv or .jsonl", id="suffix"),
        pytest.param("a.tsv", "only one", "line 1: expected at least two columns", id="column"),
        pytest.param(
            "a.jsonl", '{"en": 3, "zh": "x"}', "line 1: field 'en' is not text", id="type"
        ),
        pytest.param("a.jsonl", '{"body": "x"}', "it has body", id="field"),
        pytest.param("a.jsonl", "{", "line 1", id="json"),
        pytest.param("a.tsv", "Yes.\t是。\tx\tmuch", "line 1: could not convert", id="weight"),
    ],
)
def test_read_says_what_is_wrong(tmp_path: Path, name: str, line: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        list(read(write_lines(tmp_path / name, line)))


# --- preparing -----------------------------------------------------------------------------------


def test_prepare_normalizes_drops_and_keeps_sets_apart(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    write_lines(
        raw / "parallel.tsv",
        "It’s  on.\t开始了,好!",
        "Same.\tSame.",
        "No Chinese here.\tNone at all.",
        "One two three four five six seven eight nine ten.\t短。",
    )
    write_lines(raw / "terms.tsv", "Mars\t火星")
    write_lines(raw / "test.zh-en.tsv", "他说:“好”\tHe said “good”.")
    done = prepare([raw], tmp_path / "pack", compress=True)
    assert (done.examples, done.dropped) == (1, {"untranslated": 1, "language": 1, "length": 1})
    (kept,) = read_pack(tmp_path / "pack" / "examples.tsv.xz")
    assert (kept.one, kept.other) == ("It's on.", "开始了，好！")
    assert (tmp_path / "pack" / "test.zh-en.tsv.xz").is_file()
    assert next(read(tmp_path / "pack" / "terms.tsv.xz")).other == "火星"


def test_prepare_holds_back_a_dev_set(tmp_path: Path) -> None:
    rows = [f"Sentence number {number}.\t第{number}句话。" for number in range(40)]
    done = prepare([write_lines(tmp_path / "a.tsv", *rows)], tmp_path / "pack", dev_share=0.1)
    dev = (tmp_path / "pack" / "dev.zh-en.tsv").read_text(encoding="utf-8").splitlines()
    assert (done.examples, len(dev)) == (36, 4)
    assert dev[0].split("\t") == ["第0句话。", "Sentence number 0."]


def test_prepare_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file or folder"):
        prepare([tmp_path / "none"], tmp_path / "pack")
    with pytest.raises(InputError, match=r"No example is left.*'untranslated': 1"):
        prepare([write_lines(tmp_path / "a.tsv", "x\tx")], tmp_path / "pack")


@pytest.mark.parametrize(
    ("english", "chinese", "expected"),
    [
        pytest.param(
            "It paid $5 billion in 2020.",
            "它在2020年支付了50亿美元。",
            ("It paid <x0> in <x1>.", "它在<x1>年支付了<x0>。"),
            id="figures-in-another-order",
        ),
        pytest.param("It paid 5 yuan.", "它支付了6元。", None, id="figures-that-differ"),
        pytest.param("5 cats, 5 dogs.", "5只猫，5只狗。", None, id="which-is-which"),
        pytest.param("Sept 9 it was.", "那是9月9日。", ("<x0> it was.", "那是<x0>。"), id="date"),
        pytest.param("<x3> it was.", "那是<x3>。", None, id="copied-already"),
    ],
)
def test_copy_tokens(english: str, chinese: str, expected: tuple[str, str] | None) -> None:
    assert Copier().copy(english, chinese) == expected


def test_names_and_terms_are_copied_now_and_then() -> None:
    copier = Copier([("Mars", "火星")])
    pairs = [
        (f"The iPad saw {digit} on Mars.", f"iPad在火星看见{digit}。")
        for digit in "一二三四五六七八九十"
    ]
    copied = [copier.copy(*pair) for pair in pairs]
    texts = [pair[0] for pair in copied if pair]
    assert 0 < len(texts) < len(copied)
    assert any("iPad" not in text for text in texts)
    assert any("Mars" not in text for text in texts)


# --- tokens and batches --------------------------------------------------------------------------


def test_tokens_are_kept_until_the_pack_changes(made: Path, tmp_path: Path) -> None:
    pack, start, cache = made / "pack", made / "start", tmp_path / "cache"
    first = tokenize(pack, start, cache)
    stamp = (cache / "ids.npy").stat().st_mtime_ns
    second = tokenize(pack, start, cache)
    assert (cache / "ids.npy").stat().st_mtime_ns == stamp
    assert np.array_equal(first.ids, second.ids)
    fewer = tokenize(pack, start, cache, limit=3)
    assert len(fewer.tasks) < len(first.tasks)


def test_two_workers_make_the_same_tokens(made: Path, tmp_path: Path) -> None:
    one = tokenize(made / "pack", made / "start", tmp_path / "one")
    two = tokenize(made / "pack", made / "start", tmp_path / "two", workers=2)
    assert np.array_equal(one.ids, two.ids)
    assert np.array_equal(one.weights, two.weights)


def test_a_folder_without_our_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorruptModel, match="missing"):
        load_tokenizer(tmp_path)
    save(pieces(), tmp_path)
    path = tmp_path / "tokenizer.json"
    path.write_text(path.read_text("utf-8").replace("<headline>", "<other>"), encoding="utf-8")
    with pytest.raises(CorruptModel, match="its first tokens should be"):
        load_tokenizer(tmp_path)


def store(*rows: tuple[int, int, str, float, float]) -> Store:
    """A store of *rows*: length of each side, task, weights; ids tell text and place."""
    lengths = [length for row in rows for length in row[:2]]
    return Store(
        ids=np.concatenate([100 * at + np.arange(n) + 8 for at, n in enumerate(lengths)]).astype(
            "u2"
        ),
        offsets=np.cumsum([0, *lengths]),
        languages=np.array([START["en"], START["zh"]] * len(rows), np.int8),
        tasks=np.array([TASK[row[2]] for row in rows], np.int8),  # type: ignore[index]
        weights=np.array([row[3:] for row in rows], np.float32),
    )


def test_a_corpus_has_the_ways_that_have_weight_and_fit() -> None:
    corpus = Corpus(
        store(
            (5, 6, "translate", 1, 1),
            (5, 6, "translate", 0.5, 0),
            (5, 900, "translate", 1, 1),
            (90, 6, "headline", 1, 0),
            (90, 80, "headline", 1, 0),
        )
    )
    assert len(corpus) == 4
    shares = corpus.shares()
    assert shares["examples"] == 4
    assert shares["headline>zh"] == pytest.approx(7 / (7 + 6 + 3.5 + 7), abs=1e-4)
    assert corpus.kind == "translation"
    assert Corpus(store((90, 6, "headline", 1, 0))).kind == "summarization"


def test_batches_hold_their_limits_and_draw_by_weight() -> None:
    draw = np.random.default_rng(0)
    rows = [
        (int(a), int(b), "translate", float(w), float(w) / 2)
        for a, b, w in zip(
            draw.integers(1, 60, 80), draw.integers(1, 60, 80), draw.uniform(0, 2, 80), strict=True
        )
    ]
    corpus = Corpus(store(*rows))
    plans = [corpus.batches(epoch, 7, target_tokens=300, source_tokens=500) for epoch in (0, 0, 1)]
    for plan in plans:
        for chosen in plan:
            batch = corpus.collate(chosen)
            assert batch.decoder.size <= 300 or len(chosen) == 1
            assert batch.source.size <= 500 or len(chosen) == 1
            assert batch.source.shape[1] % 8 == 0
        times = np.bincount(np.concatenate(plan), minlength=len(corpus))
        assert (times >= np.floor(corpus.weight)).all()
        assert (times <= np.ceil(corpus.weight)).all()
    same = [np.array_equal(a, b) for a, b in zip(plans[0], plans[1], strict=True)]
    assert all(same)
    assert [len(each) for each in plans[0]] != [len(each) for each in plans[2]]


def test_a_batch_says_what_is_read_and_what_is_to_follow() -> None:
    corpus = Corpus(
        store((3, 2, "translate", 1, 0), (90, 4, "headline", 1, 0)), limits=Limits(article=10)
    )
    batch = corpus.collate(np.array([0, 1]))
    assert batch.source[0, :6].tolist() == [TASK["translate"], 8, 9, 10, END, PAD]
    assert batch.source[1, :12].tolist() == [TASK["headline"], *range(208, 218), END]
    assert batch.decoder[0, :4].tolist() == [START["zh"], 108, 109, PAD]
    assert batch.gold.tolist() == [108, 109, END, 308, 309, 310, 311, END]
    kept = batch.decoder.reshape(-1)[batch.kept].tolist()
    assert kept == [START["zh"], 108, 109, START["zh"], 308, 309, 310, 311]


# --- loss and rate -------------------------------------------------------------------------------


@pytest.mark.parametrize(("dtype", "near"), [(torch.float32, 1e-5), (torch.bfloat16, 0.05)])
def test_the_loss_is_torchs_own(dtype: torch.dtype, near: float) -> None:
    torch.manual_seed(0)
    states, table = (
        torch.randn(37, 16, requires_grad=True),
        torch.randn(101, 16, requires_grad=True),
    )
    gold = torch.randint(0, 101, (37,))
    expected = torch.nn.functional.cross_entropy(states @ table.T, gold, label_smoothing=0.1)
    wanted = torch.autograd.grad(3 * expected, (states, table))
    loss, plain = SmoothedCrossEntropy.apply(  # type: ignore[no-untyped-call]
        states, table, gold, 0.1, 8, dtype
    )
    found = torch.autograd.grad(3 * loss, (states, table))
    assert loss.item() == pytest.approx(expected.item(), abs=near)
    unsmoothed = torch.nn.functional.cross_entropy(states @ table.T, gold)
    assert plain.item() == pytest.approx(unsmoothed.item(), abs=near)
    for ours, theirs in zip(found, wanted, strict=True):
        assert float((ours - theirs).norm() / theirs.norm()) < near


@pytest.mark.parametrize(
    ("step", "progress", "expected"),
    [
        pytest.param(0, 0.0, 1 / 500, id="first"),
        pytest.param(10**6, 0.5, 0.525, id="half"),
        pytest.param(10**6, 1.0, 0.05, id="last"),
        pytest.param(9, 1 / 3, 0.05 + 0.95 * 0.75, id="few-steps-on-a-slow-machine"),
    ],
)
def test_rate(tmp_path: Path, step: int, progress: float, expected: float) -> None:
    how = Settings(pack=tmp_path, start=tmp_path, out=tmp_path)
    assert rate(step, progress, how) == pytest.approx(expected)


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"dropout": 1.0}, {"batch_tokens": -1}])
def test_settings_are_checked(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match=next(iter(wrong))):
        Settings(pack=tmp_path, start=tmp_path, out=tmp_path, **wrong)


# --- training ------------------------------------------------------------------------------------


def test_the_loss_falls(made: Path) -> None:
    rows = [json.loads(line) for line in (made / "run" / "log.jsonl").read_text().splitlines()]
    losses = [row["loss"] for row in rows if "loss" in row]
    assert losses[-1] < 0.1 * losses[0]
    end = next(row for row in rows if row.get("event") == "end")
    assert end["done"]
    assert end["en>zh"] < 0.5
    assert end["zh>en"] < 0.5


def test_an_interrupted_run_goes_on_as_if_it_had_not_been(made: Path, tmp_path: Path) -> None:
    def trainer(name: str, *, resume: bool = False, stop_at: int = -1) -> Trainer:
        def watch(row: dict[str, Any]) -> None:
            if row.get("step") == stop_at:
                found.stop()

        how = settings(
            made / "pack", made / "start", tmp_path / name, steps=8, log_every=1, dropout=0.1
        )
        found = Trainer(how, resume=resume, report=watch)
        return found

    whole = trainer("whole")
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    assert whole.run().name == "model"
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
    assert sys.float_info.min / 2 > 0  # training takes such numbers for zero; what follows does not
    halted = trainer("parts", stop_at=3)
    assert halted.run().name == "partial"
    rest = trainer("parts", resume=True)
    assert rest.run().name == "model"
    assert (halted.step, rest.step) == (3, whole.step)
    for one, other in zip(whole.network.parameters(), rest.network.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-5)
    for one, other in zip(whole.average.parameters(), rest.average.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-5)
    assert Settings.load(tmp_path / "parts").steps == 8


def test_a_gradient_that_is_not_finite_changes_nothing(made: Path, tmp_path: Path) -> None:
    trainer = Trainer(settings(made / "pack", made / "start", tmp_path))
    before = [each.detach().clone() for each in trainer.network.parameters()]
    batch = trainer.corpus.collate(np.arange(4))
    hook = trainer.network.model.shared.weight.register_hook(lambda grad: grad * float("nan"))
    trainer.train_step(batch)
    assert all(map(torch.equal, before, trainer.network.parameters()))
    hook.remove()
    trainer.train_step(batch)
    assert not all(map(torch.equal, before, trainer.network.parameters()))


def test_there_is_no_run_to_resume(tmp_path: Path) -> None:
    with pytest.raises(CorruptModel, match="no run to resume"):
        Settings.load(tmp_path)


# --- where training starts -----------------------------------------------------------------------


def test_an_encoder_is_taken_over_whole(tmp_path: Path) -> None:
    from transformers import XLMRobertaConfig, XLMRobertaModel

    torch.manual_seed(0)
    save(pieces(), tmp_path / "tokenizer")
    size = load_tokenizer(tmp_path / "tokenizer").get_vocab_size()
    config = XLMRobertaConfig(
        vocab_size=size,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=514,
        type_vocab_size=1,
        pad_token_id=PAD,
        layer_norm_eps=1e-5,
        attn_implementation="eager",
    )
    encoder = XLMRobertaModel(config, add_pooling_layer=False).eval()
    encoder.save_pretrained(str(tmp_path / "encoder"))
    save(pieces(), tmp_path / "encoder")
    network = initialize(tmp_path / "encoder", tmp_path / "tokenizer", tmp_path / "start").eval()
    ids = torch.tensor([[TASK["translate"], 20, 21, 22, END]])
    with torch.inference_mode():
        ours = network.model.encoder(input_ids=ids).last_hidden_state
        theirs = encoder(input_ids=ids).last_hidden_state
    assert torch.allclose(ours, theirs, atol=2e-3)
    assert load_tokenizer(tmp_path / "start").token_to_id("<x15>") == size - 1


def test_a_packed_encoder_is_unpacked(tmp_path: Path) -> None:
    draw = np.random.default_rng(0)
    sizes = {"hidden": 32, "enc_layers": 1, "heads": 4, "ffn": 64, "positions": 16}
    save(pieces(), tmp_path / "tokenizer")
    rows = load_tokenizer(tmp_path / "tokenizer").get_vocab_size() - 16

    def planes(name: str, blocks: int, width: int) -> dict[str, Any]:
        scale = np.full(blocks, 0.5, "<f2").view(np.uint8).reshape(-1, 2)
        codes = draw.integers(0, 256, (blocks, width)).astype(np.uint8)
        return {f"{name}/lo": scale[:, 0], f"{name}/hi": scale[:, 1], f"{name}/q": codes}

    tensors: dict[str, Any] = {"meta": np.frombuffer(json.dumps(sizes).encode(), np.uint8)}
    tensors["known"] = np.arange(rows) != 9
    tensors |= planes("emb.head", 10, 16) | planes("emb.tail", rows - 10, 8)
    tensors |= {"emb.pos": draw.standard_normal(16 * 32), "emb.type": np.zeros(32)}
    for norm in ("emb.ln", "l0.aln", "l0.oln"):
        tensors |= {f"{norm}.w": np.ones(32), f"{norm}.b": np.zeros(32)}
    for part, outputs, inputs in (
        *((p, 32, 32) for p in ("q", "k", "v", "ao")), ("fi", 64, 32), ("fo", 32, 64),
    ):  # fmt: skip
        tensors |= planes(f"l0.{part}.w", outputs * inputs // 32, 16)
        tensors[f"l0.{part}.b"] = np.zeros(outputs)
    with (tmp_path / "init.q4").open("wb") as file:
        np.savez_compressed(file, **tensors)
    network = initialize(tmp_path / "init.q4", tmp_path / "tokenizer", tmp_path / "start")
    table = network.model.shared.weight
    codes = tensors["emb.head/q"][3]
    expected = 0.5 * (np.concatenate([codes & 15, codes >> 4]).astype(np.float32) - 8)
    assert np.allclose(table[3].detach().numpy(), expected)
    codes = tensors["emb.tail/q"][0]
    expected = 0.5 * (np.concatenate([codes >> s & 3 for s in (0, 2, 4, 6)]) - 1.5)
    assert np.allclose(table[10].detach().numpy(), expected)
    assert network.model.encoder.layers[0].fc2.weight.shape == (32, 64)
    with pytest.raises(CorruptModel, match="There is no encoder"):
        initialize(tmp_path / "none", tmp_path / "tokenizer", tmp_path / "start")


def test_a_standardized_encoder_has_mean_0_and_variance_1() -> None:
    network = build(60, Shape(width=32, encoder_layers=1, decoder_layers=1, heads=4, inner=64))
    ids = np.random.default_rng(0).integers(8, 60, (40, 12))
    standardize(network, [ids])
    with torch.no_grad():
        states = network.eval().model.encoder(input_ids=torch.from_numpy(ids)).last_hidden_state
    states = states.reshape(-1, 32)
    assert float(states.mean(0).abs().max()) < 1e-3
    assert float((states.std(0) - 1).abs().max()) < 1e-2


def test_the_shipped_model_can_be_trained_on(made: Path, tmp_path: Path) -> None:
    from_builtin(tmp_path / "start", folder=made / "tiny")
    model = Builtin(folder=tmp_path / "start", device="cpu")
    (found,) = model.generate([Request(PAIRS[0][0], "en", "zh")], Generation(beams=1))
    assert found[0].text == PAIRS[0][1]
    with pytest.raises(MissingModel, match="no built-in model"):
        from_builtin(tmp_path / "again", folder=tmp_path)


def test_a_vocabulary_is_learned_and_given_its_copy_tokens_once(tmp_path: Path) -> None:
    texts = [text for pair in PAIRS for text in pair] * 5
    size = learn(texts, tmp_path, size=200)
    assert add_copy_tokens(tmp_path) == size
    words = load_tokenizer(tmp_path)
    tokens = words.encode("It cost <x3>-odd, <x15>.", add_special_tokens=False).tokens
    assert [token for token in tokens if token.startswith("<")] == ["<x3>", "<x15>"]
    ids = words.encode("耗资<x0>元 said <x1>.", add_special_tokens=False).ids
    assert words.decode(ids).startswith("耗资<x0>元 said <x1>")


# --- what comes after ----------------------------------------------------------------------------


def test_scores_say_what_made_them(made: Path) -> None:
    scores, samples = evaluate(
        Builtin(folder=made / "tiny", device="cpu"), made / "pack", split="test"
    )
    assert [each.way for each in scores] == list(WAYS)
    assert all(each.passes() and each.bleu > 90 for each in scores)
    assert "tok:zh" in scores[0].signature
    assert "tok:13a" in scores[1].signature
    assert len(samples) == 8
    assert not score(["no"], ["他来了"], ("en", "zh")).passes()
    with pytest.raises(InputError, match="has no other set"):
        evaluate(Builtin(folder=made / "tiny"), made / "pack", split="other")


def test_an_exported_model_has_a_limit(made: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="over the 1,000"):
        export(made / "run" / "model", tmp_path / "out", limit=1000)
    (tmp_path / "out" / "README.md").write_text("By hand.")
    size = export(made / "run" / "model", tmp_path / "out")  # replaces what is there
    assert (tmp_path / "out" / "README.md").read_text() == "By hand."
    assert "README.md" not in check_manifest(tmp_path / "out")["files"]
    assert size == sum(path.stat().st_size for path in (tmp_path / "out").iterdir())


def test_back_translation_keeps_what_came_out_well(made: Path, tmp_path: Path) -> None:
    english = " ".join(pair[0] for pair in PAIRS[6:12])
    chinese = "".join(pair[1] for pair in PAIRS[6:12])
    raw = tmp_path / "raw"
    raw.mkdir()
    write_lines(raw / "en_news.tsv", f"A title\t{english}")
    write_lines(raw / "zh_news.tsv", f"标题\t{chinese}")
    prepare([raw], tmp_path / "pack")
    counts = back_translate(
        made / "run" / "model", tmp_path / "pack", tmp_path / "back.tsv", device="cpu"
    )
    found = list(read(tmp_path / "back.tsv"))
    assert counts["kept zh"] + counts["kept en"] == len(found) >= 4
    pairs = dict(PAIRS)
    assert sum(pairs.get(each.one) == each.other for each in found) >= len(found) - 1
    assert {(each.forward, each.backward) for each in found} == {(1, 0), (0, 1)}


@pytest.mark.parametrize(
    ("english", "chinese", "expected"),
    [
        pytest.param("He visited Beijing with 20 aides.", "他率20名助手访问北京。", "", id="good"),
        pytest.param(
            "He visited Beijing with 25 aides.", "他率20名助手访问北京。", "figures", id="figures"
        ),
        pytest.param(
            "the cat the cat the cat the cat the cat",
            "猫猫猫猫猫猫猫猫猫猫猫",
            "repetition",
            id="circles",
        ),
        pytest.param("Hello", "他率20名助手访问北京。", "language", id="one-word"),
        pytest.param("He did come to see us all again today.", "他来了啊", "length", id="length"),
    ],
)
def test_what_is_wrong_with_a_pair(english: str, chinese: str, expected: str) -> None:
    assert fault(english, chinese) == expected


# --- the command line ----------------------------------------------------------------------------


def test_one_command_fine_tunes_on_files_of_ones_own(made: Path, tmp_path: Path) -> None:
    rows = [{"article": english * 2, "summary": chinese} for english, chinese in PAIRS]
    mine = write_lines(tmp_path / "mine.jsonl", *map(json.dumps, rows))
    run = ["run", str(mine), "--start", str(made / "start"), "--out", str(tmp_path / "run")]
    done = CliRunner().invoke(app, [*run, "--steps", "2", "--device", "cpu"])
    assert done.exit_code == 0, done.output
    model = tmp_path / "run" / "model"
    assert json.loads((model / "config.json").read_text())["newsum"]["kind"] == "summarization"
    own = load(model, device="cpu", runtime="transformers")
    assert own.kind == "summarization"
    assert own.writes("zh", "zh")
    more = CliRunner().invoke(app, ["resume", str(tmp_path / "run"), "--steps", "3"])
    assert more.exit_code == 0, more.output
    assert '"step": 3' in (tmp_path / "run" / "log.jsonl").read_text()


def test_the_commands_of_the_package_are_commands() -> None:
    from typer.main import get_command

    group = get_command(app)
    lines = re.findall(r"^    newsum train (.+)$", newsum.training.__doc__ or "", re.MULTILINE)
    assert len(lines) >= 9
    for line in lines:
        name, *arguments = line.split()
        command = group.commands[name]  # type: ignore[attr-defined]  # typer builds a group
        command.make_context(name, arguments)  # reads every argument, and runs nothing


def test_a_run_is_not_written_over(made: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    (old / "settings.json").write_text("{}")
    (old / "checkpoint.pt").write_bytes(b"hours of work")
    command = ["run", str(made / "pack"), "--start", str(made / "tiny"), "--out", str(old)]
    done = CliRunner().invoke(app, [*command, "--steps", "1", "--device", "cpu"])
    assert isinstance(done.exception, OptionError)
    assert f"`newsum train resume {old}`" in str(done.exception)
    assert sorted(path.name for path in old.iterdir()) == ["checkpoint.pt", "settings.json"]
    with pytest.raises(OptionError, match="holds a run already"):
        Trainer(Settings(pack=made / "pack", start=made / "start", out=old, device="cpu"))
    assert (old / "checkpoint.pt").read_bytes() == b"hours of work"
    assert (old / "settings.json").read_text() == "{}"


def test_it_starts_from_a_shipped_model(made: Path, tmp_path: Path) -> None:
    run = ["run", str(made / "pack"), "--start", str(made / "tiny"), "--out", str(tmp_path)]
    done = CliRunner().invoke(app, [*run, "--steps", "1", "--device", "cpu"])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "model" / "model.safetensors").is_file()


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        pytest.param("run {pack} --start {none} --out {out}", MissingModel,
                     "no model in .* to start from", id="run-start"),
        pytest.param("run {none} --start {start} --out {out}", InputError, "no file or folder",
                     id="run-data"),
        pytest.param("resume {none}", CorruptModel, "no run to resume", id="resume"),
        pytest.param("export {none} --out {out}", MissingModel, "no trained model", id="export"),
        pytest.param("evaluate {start} {none}", InputError, "has no dev set", id="evaluate"),
        pytest.param("backtranslate {start} {none} --out {out}/b.tsv", InputError,
                     "not a prepared pack", id="backtranslate"),
        pytest.param("init {none} --tokenizer {start} --out {out}", CorruptModel,
                     "There is no encoder", id="init"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(
    made: Path, tmp_path: Path, arguments: str, error: type[Exception], message: str
) -> None:
    places = {"pack": made / "pack", "start": made / "start", "none": tmp_path / "none",
              "out": tmp_path}  # fmt: skip
    done = CliRunner().invoke(app, arguments.format(**places).split())
    assert isinstance(done.exception, error)
    assert re.search(message, str(done.exception))


def test_the_gate_is_an_exit_code(made: Path, tmp_path: Path) -> None:
    command = ["evaluate", "", str(made / "pack"), "--split", "test", "--gate", "--device", "cpu"]
    out = tmp_path / "all.jsonl"
    command[1] = str(made / "tiny")
    good = CliRunner().invoke(app, [*command, "--samples", "1", "--out", str(out)])
    assert good.exit_code == 0, good.output
    assert "en→zh  BLEU" in good.output
    assert len(out.read_text(encoding="utf-8").splitlines()) == 2 + 8
    wrong = tmp_path / "wrong"
    shutil.copytree(made / "pack", wrong)
    write_lines(wrong / "test.en-zh.tsv", f"{PAIRS[0][0]}\t{PAIRS[1][1]}")
    command[2] = str(wrong)
    bad = CliRunner().invoke(app, command)
    assert bad.exit_code == 1
    assert "below the gate" in bad.output


def test_it_runs_where_only_torch_and_its_kin_are_installed(made: Path, tmp_path: Path) -> None:
    """A rented GPU machine has none of newsum's other dependencies."""
    program = textwrap.dedent(
        """
        import sys

        LACKING = {"OpenCC", "opencc", "babel", "ctranslate2", "diskcache", "langdetect",
                   "trafilatura", "jieba", "rouge_score", "ray", "spacy"}

        class Bare:
            def find_spec(self, name, path=None, target=None):
                if name.partition(".")[0] in LACKING:
                    raise ModuleNotFoundError(f"No module named {name!r}", name=name)

        sys.meta_path.insert(0, Bare())
        from newsum.training.cli import app
        for command in sys.argv[1:]:
            app(command.split(), standalone_mode=False)
        """
    )
    where, run = made.as_posix(), tmp_path / "run"
    commands = (
        f"run {where}/pack --start {where}/start --out {run} --steps 2 --device cpu",
        f"evaluate {where}/run/model {where}/pack --limit 2 --beams 1 --device cpu",
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *commands], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "zh→en  BLEU" in done.stdout
