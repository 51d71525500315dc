"""The lexicon that alignment reads."""

from __future__ import annotations

import pytest

from newsum.checking.lexicon import lexicon, stem, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("country", "countries"),
        ("raise", "raised"),
        ("price", "prices"),
        ("class", "classes"),
        ("build", "building"),
        ("deny", "denied"),
        ("election", "elections"),
        ("rise", "rose"),
        ("child", "children"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_words_are_the_content_in_order() -> None:
    assert words("The bank's rates were cut by 5%") == ["bank", "rat", "cut"]


@pytest.mark.parametrize(
    ("word", "chinese"),
    [
        ("bank", "银行"),
        ("rate", "利率"),
        ("minister", "部长"),
        ("water", "水"),
        ("earthquake", "地震"),
        ("quarantine", "隔离"),
        ("took", "采取"),
    ],
)
def test_a_usual_translation_is_there(word: str, chinese: str) -> None:
    assert lexicon()[stem(word)][chinese] > 0.2


def test_every_weight_is_a_share() -> None:
    assert len(lexicon()) > 10_000
    assert all(0 < weight <= 1 for forms in lexicon().values() for weight in forms.values())
