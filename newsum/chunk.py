"""Chunks of whole sentences that fit a model's token budget."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from newsum.article import Sentence
from newsum.errors import OptionError

Count = Callable[[str], int]

#: Where an over-long sentence is best cut: after a clause mark, else after white space.
_CLAUSE = re.compile(r"[,;:](?=\s)\s+|[，；：、]+|\s*[—–]+\s*")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Neighboring sentences, or stretches of an over-long one."""

    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The sentences joined, without the white space around them."""
        return _text(self.sentences)


def chunk(sentences: Sequence[Sentence], *, count: Count, budget: int) -> list[Chunk]:
    """Pack *sentences*, in order, into as few chunks as fit, even in size.

    Every chunk holds ``count(chunk.text) <= budget``. A chunk begins with a paragraph where one is
    near and that costs no further chunk. A sentence over the budget is cut at clause marks, else
    between words, else between characters. *count* is called about once a sentence
    and twice a chunk.

    Args:
        sentences: As `split` returns them: they follow on one another.
        count: Counts the tokens of a text, special tokens included.
        budget: The most tokens a chunk may have.

    Raises:
        OptionError: The budget does not hold even one character.
    """
    pieces: list[Sentence] = []
    weights: list[int] = []
    fixed = count("")  # special tokens, paid once a chunk
    for sentence in sentences:
        tokens = count(sentence.text.strip())
        if tokens <= budget:
            pieces.append(sentence)
            weights.append(max(tokens - fixed, 0))
        else:
            for piece in _cut(sentence, tokens, count, budget):
                pieces.append(piece)
                weights.append(max(count(piece.text.strip()) - fixed, 0))
    if not pieces:
        return []
    borders = _plan(pieces, weights, budget - fixed)
    excess = _excess(pieces, weights, borders, count, budget - fixed)
    if excess > 1:
        # Sentences take more tokens side by side than alone: plan with that in mind.
        borders = _plan(pieces, weights, max(int((budget - fixed) / excess), 1))
    chunks: list[Chunk] = []
    for start, end in pairwise(borders):
        chunks.extend(_checked(tuple(pieces[start:end]), count, budget))
    return chunks


def fitting(text: str, *, count: Count, budget: int) -> list[str]:
    """Cut *text* at clause marks into parts within *budget*; most sentences are one."""
    if count(text) <= budget:
        return [text]
    return [each.text for each in chunk([Sentence(text, 0)], count=count, budget=budget)]


def _excess(
    pieces: Sequence[Sentence],
    weights: Sequence[int],
    borders: Sequence[int],
    count: Count,
    room: int,
) -> float:
    """Return by what factor the worst chunk over the budget has more tokens than was added up."""
    fixed = count("")
    worst = 1.0
    for start, end in pairwise(borders):
        tokens = count(_text(pieces[start:end])) - fixed
        if tokens > room:
            worst = max(worst, tokens / max(sum(weights[start:end]), 1))
    return worst


def _text(sentences: Sequence[Sentence]) -> str:
    return "".join(sentence.text for sentence in sentences).strip()


def _plan(pieces: Sequence[Sentence], weights: Sequence[int], room: int) -> list[int]:
    """Return the borders of as few even chunks as fit, 0 and ``len(pieces)`` included.

    Each border is put where what is left would be evenly shared, or at the start of a paragraph
    near there, as far as this chunk and those to come still fit.
    """
    sums = [0, *accumulate(weights)]
    paragraphs = [i + 1 for i, piece in enumerate(pieces) if piece.text.endswith("\n")]
    earliest = _pack_back(sums, room)  # no further chunk is needed if the borders are not before
    borders = [0]
    for i in range(1, len(earliest) - 1):
        start = borders[-1]
        left = len(earliest) - i  # chunks, this one included
        share = (sums[-1] - sums[start]) / left
        first = max(earliest[i], start + 1)
        fitting = bisect_right(sums, sums[start] + room) - 1
        last = max(min(fitting, len(pieces) - left + 1), first)
        even = _nearest(sums, sums[start] + share, range(first, last + 1))
        near = paragraphs[bisect_left(paragraphs, first) : bisect_right(paragraphs, last)]
        paragraph = _nearest(sums, sums[even], near) if near else even
        close = abs(sums[paragraph] - sums[even]) <= share / 4
        borders.append(paragraph if close else even)
    return [*borders, len(pieces)]


def _pack_back(sums: Sequence[int], room: int) -> list[int]:
    """Fill chunk after chunk from the end, and return the borders."""
    borders = [len(sums) - 1]
    while borders[-1] > 0:
        end = borders[-1]
        borders.append(min(bisect_left(sums, sums[end] - room), end - 1))
    return borders[::-1]


def _nearest(sums: Sequence[int], target: float, places: Sequence[int]) -> int:
    """Return which of *places*, in order, has its sum nearest to *target*."""
    at = bisect_left(places, target, key=lambda place: sums[place])
    return min(places[max(at - 1, 0) : at + 1], key=lambda place: abs(sums[place] - target))


def _checked(sentences: tuple[Sentence, ...], count: Count, budget: int) -> list[Chunk]:
    # Count the joined text, not the sum: a subword tokenizer may encode a sentence differently
    # once it has a left neighbor.
    whole = Chunk(sentences)
    if len(sentences) == 1 or count(whole.text) <= budget:
        return [whole]
    half = len(sentences) // 2
    return [
        *_checked(sentences[:half], count, budget),
        *_checked(sentences[half:], count, budget),
    ]


def _cut(sentence: Sentence, tokens: int, count: Count, budget: int) -> list[Sentence]:
    """Cut an over-long sentence into stretches that fit, as near to the budget as clauses allow."""
    text = sentence.text
    pieces: list[Sentence] = []
    start = 0
    guess = max(len(text) * budget // tokens, 1)  # characters that may fit
    while start < len(text):
        size = _longest(text, start, guess, count, budget)
        guess = size
        end = start + size
        if end < len(text):
            end = _border(text, start, end)
            while end - start > 1 and count(text[start:end].strip()) > budget:
                end -= 1  # rare: a shorter text can take more tokens than a longer one
        pieces.append(Sentence(text[start:end], sentence.start + start))
        start = end
    return pieces


def _longest(text: str, start: int, guess: int, count: Count, budget: int) -> int:
    """Return how many characters from *start* on fit: gallop from *guess*, then halve."""
    most = len(text) - start

    def fits(size: int) -> bool:
        return count(text[start : start + size].strip()) <= budget

    low, step = min(guess, most), max(guess // 8, 1)
    if fits(low):
        high = low + step
        while high < most and fits(high):
            low, step = high, step * 2
            high = low + step
        if high >= most:
            if fits(most):
                return most
            high = most
    else:
        high, low = low, max(low - step, 0)
        while low and not fits(low):
            high, step = low, step * 2
            low = max(low - step, 0)
    while high - low > 1:
        middle = (low + high) // 2
        if fits(middle):
            low = middle
        else:
            high = middle
    if not low:
        raise OptionError(
            f"The token budget of {budget} does not hold even one character, "
            f"{text[start]!r} takes {count(text[start])}. Raise the budget."
        )
    return low


def _border(text: str, start: int, end: int) -> int:
    """Return the last good border in ``text[start:end]``, or *end* if its later half has none."""
    floor = start + (end - start) // 2
    for mark in (_CLAUSE, _SPACE):
        borders = [m.end() for m in mark.finditer(text, floor, end) if m.end() > start]
        if borders:
            return borders[-1]
    return end
