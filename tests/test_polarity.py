"""Denials and directions in both languages, and the words that only look like them."""

from __future__ import annotations

import pytest

from newsum.checking.polarity import denials, directions, leanings, may_deny
from newsum.languages import Language


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("He did not resign.", "en", True, id="not"),
        pytest.param("He didn't resign.", "en", True, id="n't"),
        pytest.param("No permit will be issued.", "en", True, id="no"),
        pytest.param("Not only he but she resigned.", "en", False, id="not-only"),
        pytest.param("There is no doubt.", "en", False, id="no-doubt"),
        pytest.param("She left No 10 early.", "en", False, id="number-ten"),
        pytest.param("It was nothing but luck.", "en", False, id="nothing-but"),
        pytest.param("Nothing was left.", "en", True, id="nothing"),
        pytest.param("More often than not he wins.", "en", False, id="than-not"),
        pytest.param("他是不是走了？", "zh", False, id="zh-question"),
        pytest.param("规模前所未有。", "zh", False, id="unprecedented"),
        pytest.param("这不是真的。", "zh", True, id="zh-is-not"),
        pytest.param("他没有辞职。", "zh", True, id="zh"),
        pytest.param("协议未获通过。", "zh", True, id="wei"),
        pytest.param("他们不得再次离开。", "zh", True, id="may-not"),
        pytest.param("他们不得不再次离开。", "zh", False, id="have-to"),
        pytest.param("她功不可没。", "zh", False, id="merit"),
        pytest.param("未来不仅不断发展，而且非常好。", "zh", False, id="words"),
    ],
)
def test_denials(text: str, language: Language, expected: bool) -> None:
    assert bool(denials(text, language)) is expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("They left without a deal.", "en", True, id="without"),
        pytest.param("The talks were unsuccessful.", "en", True, id="prefix"),
        pytest.param("He resigned on Monday.", "en", False, id="plain"),
        pytest.param("他周一辞职。", "zh", False, id="zh-plain"),
        pytest.param("双方不欢而散。", "zh", True, id="zh"),
    ],
)
def test_may_deny(text: str, language: Language, expected: bool) -> None:
    assert may_deny(text, language) is expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("Guests are unable to enter.", "en", (True, True), id="prefix"),
        pytest.param("The storm is still over the sea.", "en", (True, False), id="loose"),
        pytest.param(
            "Industry is important under the union.", "en", (False, False), id="no-prefix"
        ),
        pytest.param("居民无家可归。", "zh", (True, True), id="zh"),
        pytest.param("风暴尚在海上。", "zh", (True, False), id="zh-loose"),
    ],
)
def test_what_may_deny_and_what_likely_does(
    text: str, language: Language, expected: tuple[bool, bool]
) -> None:
    assert (may_deny(text, language), may_deny(text, language, likely=True)) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("Exports fell while imports rose.", "en", ["down", "up"], id="both"),
        pytest.param("Shares were up 5 percent.", "en", ["up"], id="up-with-a-figure"),
        pytest.param("He got up and sat down.", "en", [], id="up-without"),
        pytest.param("出口下降，进口上升。", "zh", ["down", "up"], id="zh"),
        pytest.param("减肥、减灾", "zh", [], id="words"),
    ],
)
def test_directions(text: str, language: Language, expected: list[str]) -> None:
    found = directions(text, language)
    assert [word.direction for word in found] == expected
    assert all(text[word.start : word.end] == word.text for word in found)


def test_leanings_are_wider_than_directions() -> None:
    assert leanings("The economy slowed.", "en") == {"down"}
    assert leanings("经济放缓", "zh") == {"down"}
    assert directions("The economy slowed.", "en") == []
