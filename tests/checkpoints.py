"""Tiny checkpoints of the true architectures, with real tokenizer files, weights random.

Each function writes one into a folder. The texts that the tokenizers learn from are written here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ENGLISH = (
    "The central bank cut its main interest rate by a quarter of a point on Monday.",
    "Officials said that 12 people were rescued from the river after the storm.",
    "The company will open a new factory in Ohio next year, its chief executive said.",
    "Heavy rain is expected across the north of the country, the weather office said.",
    "Researchers in Beijing found that the new battery lasts twice as long.",
    "The minister resigned after the report; the party will choose a new leader in May.",
    "Ticket prices rose by 5.2% in 2025, the largest rise in ten years.",
    "Two teams from the south won the final of the school football cup.",
    "A court ruled that the city must pay for repairs to the old bridge.",
    "Farmers welcomed the plan, but asked the government for more time and money.",
)
CHINESE = (
    "央行周一将主要利率下调0.25个百分点。",
    "官员表示，暴风雨过后，12人从河中获救。",
    "该公司首席执行官说，明年将在俄亥俄州开设一家新工厂。",
    "气象局表示，预计全国北部地区将有大雨。",
    "北京的研究人员发现，新电池的使用寿命延长了一倍。",
    "报告公布后，部长辞职；该党将在五月选出新领导人。",
    "2025年票价上涨5.2%，为十年来最大涨幅。",
    "来自南方的两支球队赢得了学校足球杯决赛。",
    "法院裁定，该市必须支付旧桥的维修费用。",
    "农民们欢迎这项计划，但要求政府提供更多的时间和资金。",
)
#: Neither: what trimming is to take out.
OTHERS = (
    "Центральный банк в понедельник снизил основную процентную ставку.",
    "Местные власти сообщили о спасении двенадцати человек после бури.",
    "أعلن البنك المركزي خفض سعر الفائدة الرئيسي يوم الاثنين.",
    "ธนาคารกลางปรับลดอัตราดอกเบี้ยนโยบายเมื่อวันจันทร์",
)


_OTHER = "[\u0400-\u04ff\u0600-\u06ff\u0e00-\u0e7f]"


def train_pieces(
    texts: Sequence[str], path: Path, size: int, *, model_type: str = "unigram", **more: Any
) -> Path:
    """Train a SentencePiece model of about *size* pieces."""
    import sentencepiece

    settings: dict[str, Any] = {
        "vocab_size": size,
        "model_type": model_type,
        "character_coverage": 1.0,
        "hard_vocab_limit": False,
        "minloglevel": 2,
        "num_threads": 1,
        **more,
    }
    with path.open("wb") as file:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter([*texts] * 3), model_writer=file, **settings
        )
    return path


def _save(network: Any, folder: Path, *, zero_row: int | None = None, **config: Any) -> Path:
    """Save weights and configuration, all random weights apart and large enough to matter."""
    import torch

    generator = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for name, weight in sorted(network.named_parameters()):
            if weight.dim() > 1:
                scale = 0.6 if "relative" in name or "position" in name else 1.0
                weight.normal_(0, scale * weight.shape[-1] ** -0.5, generator=generator)
        if zero_row is not None:
            network.get_input_embeddings().weight[zero_row] = 0.0
    network.save_pretrained(folder)
    path = folder / "config.json"
    own = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**own, **config}, indent=1), encoding="utf-8")
    (folder / "generation_config.json").unlink(missing_ok=True)
    return folder


def _tokenizer_files(folder: Path, kind: str, **settings: Any) -> None:
    text = json.dumps({"tokenizer_class": kind, **settings}, ensure_ascii=False)
    (folder / "tokenizer_config.json").write_text(text, encoding="utf-8")
    if "additional_special_tokens" in settings:
        names = json.dumps({"additional_special_tokens": settings["additional_special_tokens"]})
        (folder / "special_tokens_map.json").write_text(names, encoding="utf-8")


def extend_pieces(path: Path, names: Sequence[str]) -> None:
    """Append pieces to a SentencePiece model, as mT5's has its sentinels."""
    from sentencepiece import sentencepiece_model_pb2 as schema

    model = schema.ModelProto.FromString(path.read_bytes())
    for name in names:
        piece = model.pieces.add()
        piece.piece, piece.score, piece.type = (
            name,
            0.0,
            schema.ModelProto.SentencePiece.USER_DEFINED,
        )
    path.write_bytes(model.SerializeToString())


def untie(folder: Path) -> None:
    """Give the checkpoint an output layer of its own, which `save_pretrained` takes for tied."""
    import torch
    from safetensors.torch import load_file, save_file

    path = folder / "model.safetensors"
    weights = load_file(path)
    shared = weights["shared.weight"]
    generator = torch.Generator().manual_seed(8)
    weights["lm_head.weight"] = (
        torch.randn(shared.shape, generator=generator) * 2.4 * shared.shape[1] ** -0.5
    )
    save_file(weights, path, metadata={"format": "pt"})


SHAPE: dict[str, Any] = {
    "d_model": 32, "encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 4,
    "decoder_attention_heads": 4, "encoder_ffn_dim": 64, "decoder_ffn_dim": 64,
    "max_position_embeddings": 128, "dropout": 0.0, "attention_dropout": 0.0,
}  # fmt: skip
T5_SHAPE: dict[str, Any] = {
    "d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 2, "num_decoder_layers": 2, "num_heads": 4,
    "dropout_rate": 0.0,
}  # fmt: skip
LANGIDS = {
    "english": [12, "▁<extra_id_69>"],
    "chinese_simplified": [7, "▁<extra_id_59>"],
    "chinese_traditional": [8, "▁<extra_id_55>"],
}


def mt5(
    folder: Path, *, cross: bool = True, others: Sequence[str] = OTHERS, size: int = 700
) -> Path:
    """mT5 as CrossSum publishes it: ``spiece.model`` only, langid_map, distinct lm_head."""
    from transformers import MT5Config, MT5ForConditionalGeneration

    folder.mkdir(parents=True, exist_ok=True)
    model = train_pieces(
        (*ENGLISH, *CHINESE, *others), folder / "spiece.model", size,
        pad_id=0, eos_id=1, unk_id=2, bos_id=-1, byte_fallback=True,
    )  # fmt: skip
    extend_pieces(model, [f"▁<extra_id_{at}>" for at in reversed(range(100))])
    _tokenizer_files(folder, "T5Tokenizer")
    rows = -(-_count(model) // 16) * 16
    network = MT5ForConditionalGeneration(MT5Config(vocab_size=rows, **T5_SHAPE))
    more: dict[str, Any] = {"task_specific_params": {"langid_map": LANGIDS}} if cross else {}
    _save(
        network, folder, tie_word_embeddings=False, max_length=84, num_beams=4, length_penalty=0.6,
        no_repeat_ngram_size=2, **more,
    )  # fmt: skip
    untie(folder)
    return folder


def madlad(folder: Path) -> Path:
    """MADLAD-400: T5 without scaling, decoder started by id 0, languages as source tokens."""
    from transformers import T5Config, T5ForConditionalGeneration

    folder.mkdir(parents=True, exist_ok=True)
    model = train_pieces(
        (*ENGLISH, *CHINESE, *OTHERS), folder / "spiece.model", 600, byte_fallback=True,
        user_defined_symbols=["<2en>", "<2zh>", "<2zh_Hant>", "<2ru>"],
    )  # fmt: skip
    _tokenizer_files(folder, "T5Tokenizer")
    config = T5Config(
        vocab_size=_count(model), feed_forward_proj="gated-gelu", tie_word_embeddings=False,
        pad_token_id=1, eos_token_id=2, decoder_start_token_id=0, **T5_SHAPE,
    )  # fmt: skip
    _save(T5ForConditionalGeneration(config), folder, tie_word_embeddings=False)
    untie(folder)
    return folder


def t5(folder: Path) -> Path:
    """T5 as first published: tied and scaled output, sentinels after the pieces, English only."""
    from transformers import T5Config, T5ForConditionalGeneration

    folder.mkdir(parents=True, exist_ok=True)
    model = train_pieces(
        ENGLISH, folder / "spiece.model", 300, pad_id=0, eos_id=1, unk_id=2, bos_id=-1
    )
    _tokenizer_files(folder, "T5Tokenizer", extra_ids=100)
    config = T5Config(vocab_size=_count(model) + 128, **T5_SHAPE)
    tasks = {"summarization": {"prefix": "summarize: ", "max_length": 200}}
    _save(T5ForConditionalGeneration(config), folder, task_specific_params=tasks)
    return folder


def mbart50(folder: Path) -> Path:
    """mBART-50 many-to-many: fairseq's ids, 52 language tokens, a mask."""
    from transformers import MBartConfig, MBartForConditionalGeneration
    from transformers.models.mbart50.tokenization_mbart50 import FAIRSEQ_LANGUAGE_CODES

    folder.mkdir(parents=True, exist_ok=True)
    model = train_pieces((*ENGLISH, *CHINESE, *OTHERS), folder / "sentencepiece.bpe.model", 500)
    _tokenizer_files(folder, "MBart50Tokenizer", additional_special_tokens=FAIRSEQ_LANGUAGE_CODES)
    config = MBartConfig(
        vocab_size=_count(model) + 1 + 52 + 1, decoder_start_token_id=2, scale_embedding=True,
        **SHAPE,
    )  # fmt: skip
    return _save(MBartForConditionalGeneration(config), folder, tokenizer_class="MBart50Tokenizer")


def m2m100(folder: Path) -> Path:
    """M2M100: ids in ``vocab.json``, 100 language tokens after them, eight made-up rows."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration
    from transformers.models.m2m_100.tokenization_m2m_100 import FAIRSEQ_LANGUAGE_CODES

    folder.mkdir(parents=True, exist_ok=True)
    model = train_pieces((*ENGLISH, *CHINESE, *OTHERS), folder / "sentencepiece.bpe.model", 500)
    names = ["<s>", "<pad>", "</s>", "<unk>", *_pieces(model)[3:]]
    (folder / "vocab.json").write_text(
        json.dumps({name: at for at, name in enumerate(names)}, ensure_ascii=False), "utf-8"
    )
    codes = [f"__{code}__" for code in FAIRSEQ_LANGUAGE_CODES["m2m100"]]
    _tokenizer_files(folder, "M2M100Tokenizer", additional_special_tokens=codes)
    config = M2M100Config(
        vocab_size=len(names) + 100 + 8, decoder_start_token_id=2, scale_embedding=True, **SHAPE
    )
    return _save(M2M100ForConditionalGeneration(config), folder)


def nllb(folder: Path) -> Path:
    """NLLB-200: M2M100's architecture, fairseq's ids, languages with their scripts."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration

    folder.mkdir(parents=True, exist_ok=True)
    model = train_pieces(
        (*ENGLISH, *CHINESE, *OTHERS), folder / "sentencepiece.bpe.model", 600, model_type="bpe"
    )
    codes = ["ace_Arab", "eng_Latn", "fra_Latn", "rus_Cyrl", "yue_Hant", "zho_Hans", "zho_Hant"]
    _tokenizer_files(folder, "NllbTokenizer", additional_special_tokens=codes)
    config = M2M100Config(
        vocab_size=_count(model) + 1 + len(codes) + 1 + 2, decoder_start_token_id=2,
        scale_embedding=True, **SHAPE,
    )  # fmt: skip
    return _save(M2M100ForConditionalGeneration(config), folder, max_length=200)


def marian(folder: Path, source: str = "en", target: str = "zh") -> Path:
    """OPUS-MT: two SentencePiece models, one vocabulary, <pad> its last and the start."""
    from transformers import MarianConfig, MarianMTModel

    folder.mkdir(parents=True, exist_ok=True)
    texts = {"en": ENGLISH, "zh": CHINESE}
    sides = [
        train_pieces(texts[code], folder / f"{side}.spm", 300)
        for side, code in (("source", source), ("target", target))
    ]
    scripts = [">>cmn_Hans<<", ">>cmn_Hant<<", ">>yue<<"] if target == "zh" else []
    pieces = dict.fromkeys([*_pieces(sides[0])[3:], *_pieces(sides[1])[3:]])
    names = ["</s>", "<unk>", *pieces, *scripts, "<pad>"]
    (folder / "vocab.json").write_text(
        json.dumps({name: at for at, name in enumerate(names)}, ensure_ascii=False), "utf-8"
    )
    _tokenizer_files(folder, "MarianTokenizer", source_lang=source, target_lang=target)
    pad = len(names) - 1
    config = MarianConfig(
        vocab_size=len(names), pad_token_id=pad, eos_token_id=0, decoder_start_token_id=pad,
        forced_eos_token_id=0, scale_embedding=True, static_position_embeddings=True,
        normalize_embedding=False, activation_function="swish", **SHAPE,
    )  # fmt: skip
    # The row of <pad> is zero, and stays so: the decoder starts from it.
    _save(
        MarianMTModel(config),
        folder,
        zero_row=pad,
        bad_words_ids=[[pad]],
        max_length=512,
        num_beams=4,
    )
    return folder


def newsum(folder: Path) -> Path:
    """newsum's own architecture: BART, its tokenizer a ``tokenizer.json``."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers
    from transformers import BartConfig, BartForConditionalGeneration

    folder.mkdir(parents=True, exist_ok=True)
    model = train_pieces((*ENGLISH, *CHINESE), folder / "trained.model", 500)
    special = ["<s>", "<pad>", "</s>", "<unk>", "<en>", "<zh>", "<translate>", "<headline>"]
    scored = [(name, -100.0) for name in special] + _scored(model)[3:]
    tokenizer = Tokenizer(models.Unigram(scored, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Strip()])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.add_special_tokens(
        [AddedToken(name, special=True, normalized=False) for name in special]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    model.unlink()
    config = BartConfig(
        vocab_size=len(scored), decoder_start_token_id=5, scale_embedding=False,
        forced_eos_token_id=None, **SHAPE,
    )  # fmt: skip
    return _save(BartForConditionalGeneration(config), folder)


def t5gemma(folder: Path, *, chat: bool = True) -> Path:
    """T5Gemma: Gemma's byte-level BPE with its turns, soft caps, a sliding window."""
    from transformers import T5GemmaConfig, T5GemmaForConditionalGeneration, T5GemmaModuleConfig

    folder.mkdir(parents=True, exist_ok=True)
    rows = _gemma_tokenizer(folder)
    side: dict[str, Any] = {
        "vocab_size": rows, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2,
        "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8, "sliding_window": 16,
        "query_pre_attn_scalar": 8, "bos_token_id": 2, "eos_token_id": 1, "pad_token_id": 0,
    }  # fmt: skip
    config = T5GemmaConfig(
        encoder=T5GemmaModuleConfig(**side),
        decoder=T5GemmaModuleConfig(**side, is_decoder=True, cross_attention_hidden_size=32),
        vocab_size=rows, bos_token_id=2, eos_token_id=1, pad_token_id=0,
    )  # fmt: skip
    _save(T5GemmaForConditionalGeneration(config), folder)
    if chat:
        (folder / "chat_template.jinja").write_text("{{ bos_token }}...", "utf-8")
    return folder


def t5gemma2(folder: Path) -> Path:
    """T5Gemma 2: one attention over both sides, local and global layers, an unused image side."""
    from transformers import (
        SiglipVisionConfig,
        T5Gemma2Config,
        T5Gemma2DecoderConfig,
        T5Gemma2EncoderConfig,
        T5Gemma2ForConditionalGeneration,
        T5Gemma2TextConfig,
    )  # fmt: skip

    folder.mkdir(parents=True, exist_ok=True)
    rows = _gemma_tokenizer(folder) + 8
    side: dict[str, Any] = {
        "vocab_size": rows, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2,
        "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8, "sliding_window": 16,
        "query_pre_attn_scalar": 8, "bos_token_id": 2, "eos_token_id": 1, "pad_token_id": 0,
        "layer_types": ["sliding_attention", "full_attention"],
    }  # fmt: skip
    vision = SiglipVisionConfig(
        hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2,
        image_size=28, patch_size=14,
    )  # fmt: skip
    config = T5Gemma2Config(
        encoder=T5Gemma2EncoderConfig(
            text_config=T5Gemma2TextConfig(**side), vision_config=vision, mm_tokens_per_image=4,
            image_token_index=rows - 1, boi_token_index=rows - 2, eoi_token_index=rows - 3,
        ),
        decoder=T5Gemma2DecoderConfig(**side),
        image_token_index=rows - 1,
    )  # fmt: skip
    return _save(T5Gemma2ForConditionalGeneration(config), folder)


def _gemma_tokenizer(folder: Path) -> int:
    from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, trainers

    special = ["<pad>", "<eos>", "<bos>", "<unk>", "<start_of_turn>", "<end_of_turn>"]
    names = [*special, "\n", "▁", *(f"<0x{at:02X}>" for at in range(256))]
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]
    )
    trainer = trainers.BpeTrainer(vocab_size=700, special_tokens=names, show_progress=False)
    tokenizer.train_from_iterator([*ENGLISH, *CHINESE], trainer)
    # The trainer takes every name it is given for special; Gemma's bytes are not.
    data = json.loads(tokenizer.to_str())
    data["added_tokens"] = [t for t in data["added_tokens"] if t["content"] in special]
    tokenizer = Tokenizer.from_str(json.dumps(data))
    tokenizer.add_special_tokens([AddedToken(n, special=True, normalized=False) for n in special])
    tokenizer.save(str(folder / "tokenizer.json"))
    return int(tokenizer.get_vocab_size())


def trained(folder: Path, *, steps: int = 100) -> Path:
    """mT5 as CrossSum's, taught its ten sentences in both languages by their start tokens.

    Its vocabulary has the pieces of other languages too, and it never writes them.
    """
    import torch

    from newsum.models.families import family_of
    from newsum.models.transformers_runtime import read_network

    mt5(folder, size=900)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    family = family_of(config, folder)
    network = read_network(folder)
    pairs = [
        (source, target, start)
        for sources in (ENGLISH, CHINESE)
        for targets, start in ((ENGLISH, "english"), (CHINESE, "chinese_simplified"))
        for source, target in zip(sources, targets, strict=True)
    ]
    ids = family.pieces.ids
    sources = _padded([ids([*family.pieces.encode(s), "</s>"]) for s, _, _ in pairs])
    answers = [ids([*family.pieces.encode(t), "</s>"]) for _, t, _ in pairs]
    starts = [ids([LANGIDS[start][1]]) for _, _, start in pairs]
    targets = _padded([[*head, *rest] for head, rest in zip(starts, answers, strict=True)])
    foreign = [at for at, piece in enumerate(family.pieces.vocabulary) if re.search(_OTHER, piece)]
    torch.manual_seed(9)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-2)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total_iters=steps)
    network.train()
    for _ in range(steps):
        logits = network(
            input_ids=sources,
            attention_mask=(sources != 0).long(),
            decoder_input_ids=targets[:, :-1],
        ).logits
        chances = logits.log_softmax(-1)
        loss = torch.nn.functional.nll_loss(
            chances.flatten(0, 1), targets[:, 1:].flatten(), ignore_index=0
        )
        # A trained model gives other scripts next to nothing; a few steps alone would not.
        loss = loss + 10 * chances[..., foreign].exp().sum(-1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    from safetensors.torch import save_file

    weights = {name: value.contiguous() for name, value in network.state_dict().items()}
    for alias in ("encoder.embed_tokens.weight", "decoder.embed_tokens.weight"):
        weights.pop(alias, None)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


def aligned(folder: Path, *, steps: int = 60) -> Path:
    """mT5 as CrossSum's, its encoder taught to put known sentences beside their translations."""
    import torch
    from safetensors.torch import load_file, save_file

    from newsum.checking.likeness import probe
    from newsum.models.families import family_of
    from newsum.models.transformers_runtime import read_network

    mt5(folder, others=[text for pair in probe() for text in pair], size=1200)
    family = family_of(json.loads((folder / "config.json").read_text("utf-8")), folder)
    encoder = read_network(folder).get_encoder()
    pairs = [*probe(), *zip(ENGLISH, CHINESE, strict=True)]
    sides = [
        _padded([family.pieces.ids([*family.pieces.encode(text), "</s>"]) for text in side])
        for side in zip(*pairs, strict=True)
    ]
    optimizer = torch.optim.Adam(encoder.parameters(), lr=1e-2)
    for _ in range(steps):
        vectors = []
        for ids in sides:
            mask = (ids != 0).long()
            states = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
            mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            vectors.append(torch.nn.functional.normalize(mean - mean.mean(0)))
        cosines = vectors[0] @ vectors[1].T / 0.1
        own = torch.arange(len(pairs))
        loss = torch.nn.functional.cross_entropy(cosines, own)
        loss = loss + torch.nn.functional.cross_entropy(cosines.T, own)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    weights = load_file(folder / "model.safetensors")
    taught = {f"encoder.{name}": value for name, value in encoder.state_dict().items()}
    taught["shared.weight"] = taught["encoder.embed_tokens.weight"]
    weights |= {name: taught[name].contiguous() for name in weights.keys() & taught.keys()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


def _padded(rows: Sequence[Sequence[int]]) -> Any:
    import torch

    width = max(map(len, rows))
    return torch.tensor([[*row, *[0] * (width - len(row))] for row in rows])


def _pieces(path: Path) -> list[str]:
    return [name for name, _ in _scored(path)]


def _scored(path: Path) -> list[tuple[str, float]]:
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return [
        (processor.id_to_piece(at), processor.get_score(at))
        for at in range(processor.get_piece_size())
    ]


def _count(path: Path) -> int:
    return len(_pieces(path))


#: A builder for each family, by the name of the family it is to be recognized as.
BUILDERS = {
    "crosssum": mt5,
    "xlsum": lambda folder: mt5(folder, cross=False),
    "t5": t5,
    "madlad": madlad,
    "mbart50": mbart50,
    "m2m100": m2m100,
    "nllb": nllb,
    "marian": marian,
    "marian-zh-en": lambda folder: marian(folder, "zh", "en"),
    "t5gemma": t5gemma,
    "t5gemma2": t5gemma2,
    "newsum": newsum,
}
#: Those that took some training, by name.
TRAINED = {"trained": trained, "aligned": aligned}
