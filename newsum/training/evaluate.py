"""BLEU and chrF on a dev or test set, both directions, and the gate that a model must pass."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from newsum.errors import InputError, require
from newsum.languages import Language
from newsum.models.base import Generation, Request, Seq2Seq
from newsum.training.examples import find, lines

Way = tuple[Language, Language]
WAYS: Final[tuple[Way, ...]] = (("en", "zh"), ("zh", "en"))

#: BLEU on newstest2019 below which a model does not become the one that newsum ships.
GATE: Final[Mapping[Way, float]] = {("en", "zh"): 20.0, ("zh", "en"): 14.0}
#: Source sentences that are handed to the model at a time.
_PART: Final = 512


@dataclass(frozen=True, slots=True)
class Score:
    """How a model did in one direction.

    Args:
        way: Source and target language.
        bleu: With sacrebleu's tokenizer "zh" for Chinese and "13a" for English.
        chrf: Character F-score.
        ratio: Length of what it wrote over that of the references, in characters.
        signature: What else the numbers depend on.
        count: Sentences.
        seconds: How long it took.
    """

    way: Way
    bleu: float
    chrf: float
    ratio: float
    signature: str
    count: int
    seconds: float

    def passes(self) -> bool:
        """Tell whether it is at or over the gate."""
        return self.bleu >= GATE[self.way]

    def __str__(self) -> str:
        return (
            f"{self.way[0]}→{self.way[1]}  BLEU {self.bleu:5.2f}  chrF {self.chrf:5.2f}  "
            f"length {self.ratio:.2f}  {self.count} sentences in {self.seconds:.0f} s  "
            f"[{self.signature}]"
        )


@dataclass(frozen=True, slots=True)
class Sample:
    """One translation beside its reference."""

    way: Way
    source: str
    hypothesis: str
    reference: str


def read_split(pack: Path, split: str, way: Way) -> list[tuple[str, str]]:
    """Return source and reference of each row of a pack's *split*; nothing where it has none."""
    path = find(pack, f"{split}.{way[0]}-{way[1]}.tsv")
    if path is None:
        return []
    rows = (line.split("\t") for line in lines(path))
    return [(row[0], row[1]) for row in rows if len(row) > 1 and row[0] and row[1]]


def evaluate(
    model: Seq2Seq,
    pack: Path,
    *,
    split: str = "dev",
    limit: int = 0,
    beams: int = 4,
) -> tuple[list[Score], list[Sample]]:
    """Translate a split in both directions and score it.

    Args:
        model: Any model that translates.
        pack: The prepared data.
        split: Which of its sets, "dev" or "test".
        limit: Sentences of each direction, evenly spread; 0 takes all.
        beams: Of the search.

    Returns:
        A score for each direction that the split has, and every translation.

    Raises:
        InputError: The pack has no such split.
        MissingExtra: sacrebleu is not installed.
    """
    scores: list[Score] = []
    samples: list[Sample] = []
    for way in WAYS:
        rows = read_split(pack, split, way)
        rows = rows[:: max(1, len(rows) // limit)][:limit] if limit else rows
        if not rows:
            continue
        began = time.monotonic()
        requests = [Request(source, *way) for source, _ in rows]
        texts = translate(model, requests, Generation(beams=beams))
        scores.append(score(texts, [r for _, r in rows], way, seconds=time.monotonic() - began))
        samples += [
            Sample(way, source, text, reference)
            for (source, reference), text in zip(rows, texts, strict=True)
        ]
    if not scores:
        raise InputError(f"{pack} has no {split} set.")
    return scores, samples


def translate(model: Seq2Seq, requests: Sequence[Request], generation: Generation) -> list[str]:
    """Return the best translation of each request; of one over the budget, of what fits it."""
    fitting = [_fitted(model, request) for request in requests]
    found: list[str] = []
    for start in range(0, len(fitting), _PART):
        part = model.generate(fitting[start : start + _PART], generation)
        found += [hypotheses[0].text for hypotheses in part]
    return found


def _fitted(model: Seq2Seq, request: Request) -> Request:
    text = request.text
    while model.count(text) > model.budget:
        text = text[: int(0.9 * len(text))]
    return request if text is request.text else Request(text, request.source, request.target)


def score(
    hypotheses: Sequence[str], references: Sequence[str], way: Way, *, seconds: float = 0.0
) -> Score:
    """Score translations against one reference each.

    Raises:
        MissingExtra: sacrebleu is not installed.
    """
    metrics = require("sacrebleu.metrics", extra="train")
    bleu = metrics.BLEU(tokenize="zh" if way[1] == "zh" else "13a")
    written, wanted = sum(map(len, hypotheses)), sum(map(len, references))
    return Score(
        way=way,
        bleu=round(bleu.corpus_score(hypotheses, [references]).score, 2),
        chrf=round(metrics.CHRF().corpus_score(hypotheses, [references]).score, 2),
        ratio=round(written / max(1, wanted), 3),
        signature=str(bleu.get_signature()),
        count=len(hypotheses),
        seconds=round(seconds, 1),
    )
