from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsum.languages import Language
from newsum.models.normalize import normalize


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("en", "“It’s over…”", '"It\'s over..."', id="quotes"),
        pytest.param("en", "a\u00a0b\u200b  c\n", "a b c", id="spaces"),
        pytest.param("en", "café — 3–4", "café — 3–4", id="kept"),
        pytest.param("zh", "他说:“好”,走了!", "他说：“好”，走了！", id="full-width-marks"),
        pytest.param("zh", '他说:"好"', "他说：“好”", id="straight-quotes"),
        pytest.param("zh", "「走」『好』", "“走”‘好’", id="corner-quotes"),
        pytest.param("zh", "ＧＤＰ 增长 ５．２％", "GDP增长5.2%", id="half-width"),
        pytest.param("zh", "苹果(Apple)", "苹果（Apple）", id="brackets"),
        pytest.param("zh", "f(n)", "f(n)", id="latin-brackets"),
        pytest.param("zh", "3,000人,比分3:1。", "3,000人，比分3:1。", id="inside-numbers"),
        pytest.param("zh", "他走了...世界—文化", "他走了……世界——文化", id="dots-and-dashes"),
        pytest.param("zh", "央行降息 股市大涨", "央行降息 股市大涨", id="headline-halves"),
        pytest.param("zh-Hant", "臺灣發展。", "台湾发展。", id="simplified"),
        pytest.param("zh", "喜欢iPad, 也喜欢Mac.", "喜欢iPad，也喜欢Mac。", id="after-latin"),
        pytest.param("zh", "", "", id="empty"),
    ],
)
def test_normalize(language: Language, text: str, expected: str) -> None:
    assert normalize(text, language) == expected


@given(st.text(alphabet="增长。，他说A b5.,:!?\"'()（）“”…—-- <x0>", max_size=40))
def test_applying_it_twice_changes_nothing_more(text: str) -> None:
    once = normalize(text, "zh")
    assert normalize(once, "zh") == once
