from __future__ import annotations

import re
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsum.article import Sentence
from newsum.chunk import Chunk, chunk
from newsum.errors import OptionError
from newsum.languages import Language
from newsum.split import split

ENGLISH = "The bank cut its rate on Monday, after months of delay. Markets rose at once. "
CHINESE = "央行周一下调了主要利率，此前推迟了数月。市场随之上涨，债券也走高。"


def words(text: str) -> int:
    """A tokenizer with two special tokens."""
    return len(text.split()) + 2


def characters(text: str) -> int:
    return len(text) + 2


def merging(text: str) -> int:
    """One whose count of a whole is not the sum of its parts'."""
    return len(re.findall(r"\w+|[^\w\s]", text)) + 2 * len(re.findall(r"[.。]\s*\S", text)) + 1


def rebuilt(chunks: list[Chunk]) -> str:
    return "".join(sentence.text for each in chunks for sentence in each.sentences)


def test_a_text_that_fits_is_one_chunk() -> None:
    sentences = split("One is here. Two is there.\n\nThree. ", "en")
    (only,) = chunk(sentences, count=words, budget=100)
    assert only.sentences == tuple(sentences)
    assert only.text == "One is here. Two is there.\n\nThree."


def test_nothing_is_no_chunk() -> None:
    assert chunk([], count=words, budget=10) == []


@pytest.mark.parametrize(
    ("text", "language", "count", "budget"),
    [
        pytest.param(ENGLISH * 40, "en", words, 100, id="english"),
        pytest.param(CHINESE * 40, "zh", characters, 200, id="chinese"),
        pytest.param(ENGLISH * 40, "en", merging, 70, id="not-additive"),
        pytest.param((ENGLISH + "\n\n") * 40, "en", words, 100, id="paragraphs"),
    ],
)
def test_chunks_fit_are_few_and_even(
    text: str, language: Language, count: Callable[[str], int], budget: int
) -> None:
    chunks = chunk(split(text, language), count=count, budget=budget)
    sizes = [count(each.text) for each in chunks]
    assert rebuilt(chunks) == text
    assert max(sizes) <= budget
    assert min(sizes) >= 0.6 * max(sizes)
    assert len(chunks) <= 1.25 * count(text) / budget + 1


def test_chunks_begin_with_paragraphs() -> None:
    paragraph = "It is so and so it is here. " * 3 + "It ended now.\n\n"
    text = paragraph * 8
    chunks = chunk(split(text, "en"), count=words, budget=60)
    assert all(each.sentences[0].start % len(paragraph) == 0 for each in chunks)


def test_no_small_rest_is_left() -> None:
    sentences = split("Ten words are in this sentence, as you can see. " * 11, "en")
    chunks = chunk(sentences, count=words, budget=102)  # ten of them fit, one would be left
    assert [len(each.sentences) for each in chunks] in ([5, 6], [6, 5])


@pytest.mark.parametrize(
    ("text", "count", "budget", "first"),
    [
        pytest.param(
            "When the bank cut its rate, the markets rose, and bonds fell.",
            words,
            8,
            "When the bank cut its rate, ",
            id="english-clause",
        ),
        pytest.param(
            "央行下调了利率，市场随之上涨，债券走低。",
            characters,
            14,
            "央行下调了利率，",
            id="chinese-clause",
        ),
        pytest.param("one two three four five six", words, 5, "one two three ", id="words"),
        pytest.param("央行下调了利率市场上涨", characters, 7, "央行下调了", id="characters"),
    ],
)
def test_a_long_sentence_is_cut_where_it_hurts_least(
    text: str, count: Callable[[str], int], budget: int, first: str
) -> None:
    chunks = chunk([Sentence(text, 10)], count=count, budget=budget)
    assert rebuilt(chunks) == text
    assert chunks[0].sentences[0] == Sentence(first, 10)
    assert all(count(each.text) <= budget for each in chunks)
    for one, next_one in pairwise(s for each in chunks for s in each.sentences):
        assert next_one.start == one.end


def test_a_budget_that_holds_nothing() -> None:
    with pytest.raises(OptionError, match="budget of 2 does not hold"):
        chunk(split(ENGLISH, "en"), count=words, budget=2)


@given(
    st.lists(
        st.sampled_from(["One two. ", "三个字，", "Four, five; six ", "\n\n", "走。", "a" * 30])
    ),
    st.sampled_from([words, characters, merging]),
    st.integers(6, 60),
)
@settings(max_examples=300, deadline=None)
def test_chunks_rebuild_the_text_and_fit(
    parts: list[str], count: Callable[[str], int], budget: int
) -> None:
    text = "".join(parts)
    chunks = chunk(split(text, "zh"), count=count, budget=budget)
    assert rebuilt(chunks) == text
    assert all(count(each.text) <= budget for each in chunks)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ENGLISH * 6_000, id="sentences"),
        pytest.param("中" * 300_000, id="one-sentence"),
        pytest.param("word " * 60_000, id="one-sentence-of-words"),
    ],
)
def test_a_long_text_is_counted_about_once_a_sentence(text: str) -> None:
    asked = 0
    read = 0

    def count(text: str) -> int:
        nonlocal asked, read
        asked += 1
        read += len(text)
        return len(text) // 4 + 2

    begin = time.process_time()
    sentences = split(text, "en")
    chunks = chunk(sentences, count=count, budget=500)
    assert time.process_time() - begin < 3
    assert asked <= 1.1 * len(sentences) + 20 * len(chunks)
    assert read <= 20 * len(text)
