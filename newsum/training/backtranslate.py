"""Sentence pairs from news in one language: the model's own translation becomes the source.

Sennrich et al. 2016, https://arxiv.org/abs/1511.06709. What is learned to be written is then text
that a person wrote, of the very kind that newsum meets.
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newsum.languages import Language, count_han
from newsum.models.figures import find as find_figures
from newsum.models.transformers_runtime import pick_device, read_network
from newsum.split import split
from newsum.training.examples import open_text, read_pack
from newsum.training.tokens import END, PAD, START, TASK, encode, examples_of, load_tokenizer

if TYPE_CHECKING:
    import torch

#: Lengths in characters of a sentence worth translating.
_LENGTHS: Final[dict[Language, tuple[int, int]]] = {"en": (25, 400), "zh": (8, 160)}
#: Source tokens of a sentence; the rest is cut.
_MOST: Final = 180
#: Sentences a part: all lengths are in each, so that a deadline cuts off no length.
_PART: Final = 20_000
_CIRCLES_ZH: Final = re.compile(r"(.{1,8}?)\1{3,}")
_CIRCLES_EN: Final = re.compile(r"\b(\w+)( \1\b){2,}")
#: Chinese characters, Latin words counting two, for each English word.
_RATIO: Final = (0.8, 4.0)


def back_translate(
    model: Path,
    pack: Path,
    out: Path,
    *,
    sentences: int = 200_000,
    seconds: float = 240.0,
    device: str = "auto",
    batch_tokens: int = 0,
    seed: int = 1,
) -> dict[str, int]:
    """Translate the sentences of a pack's articles, and write those that came out well to *out*.

    The file has rows that `newsum.training.examples.read` reads, each trained toward the side
    that a person wrote only.

    Args:
        model: A checkpoint folder.
        pack: Prepared data with articles.
        out: The ``.tsv`` file.
        sentences: The most of each language.
        seconds: Time for both languages together.
        device: "auto", "cuda", "cpu".
        batch_tokens: Source tokens a batch; 0 is what suits the device.
        seed: Of the order.

    Returns:
        How many were kept of each language, dropped for each reason, and not reached.

    Raises:
        InputError: *pack* is not a prepared pack.
    """
    import torch

    where = pick_device(device)
    half = where.startswith("cuda")
    network = read_network(model, precision="float16" if half else "float32").to(where).eval()
    tokenizer = load_tokenizer(model)
    tokens = batch_tokens or (65_536 if half else 2048)
    counts: Counter[str] = Counter()
    began = time.monotonic()
    languages: tuple[tuple[Language, Language], ...] = (("zh", "en"), ("en", "zh"))
    with open_text(out, "wt") as file, torch.inference_mode():
        for turn, (ours, other) in enumerate(languages, 1):
            texts = list(dict.fromkeys(_sentences(pack, ours)))
            random.Random(seed).shuffle(texts)  # noqa: S311 - no secret
            texts = texts[:sentences]
            deadline = began + seconds * turn / len(languages)
            for start in range(0, len(texts), _PART):
                part = texts[start : start + _PART]
                found = greedy(network, tokenizer, part, other, tokens=tokens, deadline=deadline)
                for text, translation in zip(part, found, strict=True):
                    if translation is None:
                        counts["not reached"] += 1
                        continue
                    english, chinese = (translation, text) if ours == "zh" else (text, translation)
                    why = fault(english, chinese)
                    counts[why or f"kept {ours}"] += 1
                    if not why:
                        file.write(f"{english}\t{chinese}\tback>{ours}\t1\n")
    return dict(counts)


def _sentences(pack: Path, language: Language) -> Iterator[str]:
    for each in read_pack(examples_of(pack)):
        if each.task == "headline" and each.languages[0] == language:
            for sentence in split(each.one, language):
                text = sentence.text.strip()
                if _worth(text, language):
                    yield text


def _worth(text: str, language: Language) -> bool:
    shortest, longest = _LENGTHS[language]
    if not shortest <= len(text) <= longest or "http" in text:
        return False
    if language == "zh":
        return count_han(text) >= 0.5 * len(text)
    letters = sum(char.isascii() and char.isalpha() for char in text)
    return not count_han(text) and letters >= 0.6 * len(text)


def fault(english: str, chinese: str) -> str:
    """Return why a pair is not to be learned from, or nothing.

    >>> fault("He met 25 aides in Beijing on Monday.", "他周一在北京会见了20名助手。")
    'figures'
    """
    words, han = len(english.split()), count_han(chinese)
    if words < 2 or han < 4 or han < 0.4 * len(chinese) or count_han(english):
        return "language"
    latin = len(re.findall(r"[A-Za-z0-9]+", chinese))
    if not _RATIO[0] <= (han + 2 * latin) / words <= _RATIO[1]:
        return "length"
    triples = [tuple(english.lower().split()[at : at + 3]) for at in range(words - 2)]
    if triples and len(set(triples)) < 0.7 * len(triples):
        return "repetition"
    if _CIRCLES_ZH.search(chinese) or _CIRCLES_EN.search(english):
        return "repetition"
    here = {each.figure for each in find_figures(english, "en")}
    there = {each.figure for each in find_figures(chinese, "zh")}
    # What only one side's rules can read is no fault: "three" for 3, 两百 for 200.
    return "figures" if here and there and not (here <= there or there <= here) else ""


def greedy(
    network: Any,
    tokenizer: Any,
    texts: Sequence[str],
    target: Language,
    *,
    tokens: int,
    deadline: float = 0.0,
) -> list[str | None]:
    """Translate sentences the fast way: no beams, no scores, batches as large as memory allows.

    Args:
        network: The model.
        tokenizer: Its tokenizer.
        texts: Normalized sentences.
        target: The language to write.
        tokens: Source tokens a batch.
        deadline: By `time.monotonic`, when to stop; 0 is never.

    Returns:
        A translation each, None where the deadline came first.
    """
    rows = [[TASK["translate"], *row[:_MOST], END] for row in encode(tokenizer, texts)]
    order = sorted(range(len(rows)), key=lambda at: -len(rows[at]))
    found: list[str | None] = [None] * len(rows)
    start = 0
    while start < len(order) and not (deadline and time.monotonic() > deadline):
        chosen = order[start : start + max(1, tokens // len(rows[order[start]]))]
        start += len(chosen)
        written = _decode(network, [rows[at] for at in chosen], START[target])
        for at, ids in zip(chosen, written, strict=True):
            body = ids[: ids.index(END)] if END in ids else ids
            found[at] = tokenizer.decode(body, skip_special_tokens=True).strip()
    return found


def _decode(network: Any, rows: Sequence[Sequence[int]], first: int) -> list[list[int]]:
    import torch

    width = max(map(len, rows))
    padded = [[*row, *[PAD] * (width - len(row))] for row in rows]
    ids = torch.tensor(padded, device=network.device)
    mask = (ids != PAD).long()
    states = network.get_encoder()(input_ids=ids, attention_mask=mask)
    last = torch.full((len(rows), 1), first, device=network.device)
    done = torch.zeros(len(rows), dtype=torch.bool, device=network.device)
    steps: list[torch.Tensor] = []
    cache = None
    for _ in range(2 * width + 16):
        output = network(
            encoder_outputs=states,
            attention_mask=mask,
            decoder_input_ids=last,
            past_key_values=cache,
            use_cache=True,
        )
        cache = output.past_key_values
        last = output.logits[:, -1:].argmax(-1)
        last = torch.where(done[:, None], PAD, last)
        steps.append(last)
        done |= last[:, 0] == END
        # Looking at the GPU's answer each step would make it wait for us.
        if len(steps) % 8 == 0 and bool(done.all()):
            break
    written: list[list[int]] = torch.cat(steps, 1).tolist()
    return written
