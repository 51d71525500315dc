"""Marks and spaces as a newspaper has them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsum.languages import HAN
from newsum.models.polish import polish


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("央行 下调 利率", "央行下调利率", id="spaces-between-han"),
        pytest.param("央行下调利率,市场上涨.", "央行下调利率，市场上涨。", id="comma-and-stop"),
        pytest.param("他问:真的吗?真的!", "他问：真的吗？真的！", id="colon-question-exclamation"),
        pytest.param("增长5.2%,为3,000亿元.", "增长5.2%，为3,000亿元。", id="numbers-keep-theirs"),
        pytest.param(
            "会议10:30开始;随后休会", "会议10:30开始；随后休会", id="time-keeps-its-colon"
        ),
        pytest.param("总部在Ohio.", "总部在Ohio。", id="stop-after-latin-at-the-end"),
        pytest.param("见 example.com 网站.", "见example.com网站。", id="address"),
        pytest.param('他说:"很好".', "他说：“很好”。", id="straight-quotes"),
        pytest.param("他说：“很好“。", "他说：“很好”。", id="quotes-of-one-side"),
        pytest.param('他说："很好。', '他说："很好。', id="odd-quote-is-left"),
        pytest.param("“他说‘好’”", "“他说‘好’”", id="nested"),
        pytest.param("「臺灣」發展", "“臺灣”發展", id="corner-brackets"),
        pytest.param("世界卫生组织(WHO)表示", "世界卫生组织（WHO）表示", id="brackets"),
        pytest.param("f(x) 与 g(x)", "f(x)与g(x)", id="brackets-of-a-formula"),
        pytest.param("他走了...", "他走了……", id="ellipsis"),
        pytest.param("三地—北京、上海", "三地——北京、上海", id="dash"),
        pytest.param("2020—2024年", "2020—2024年", id="range"),
        pytest.param("２０２４年ＧＤＰ", "2024年GDP", id="full-width-letters"),
        pytest.param("5％", "5%", id="full-width-percent"),
        pytest.param("唐纳德•特朗普", "唐纳德·特朗普", id="middle-dot"),
        pytest.param("这是 <unk> 猫", "这是猫", id="unk"),
        pytest.param("这是 ⁇ 猫", "这是猫", id="double-question"),
        pytest.param("，央行下调利率。。", "央行下调利率。", id="stray-marks"),
        pytest.param("iPhone 15 Pro 手机", "iPhone 15 Pro手机", id="name-keeps-its-spaces"),
        pytest.param("", "", id="empty"),
    ],
)
def test_chinese(text: str, expected: str) -> None:
    assert polish(text, "zh") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The bank ’s plan .", "The bank's plan.", id="apostrophe"),
        pytest.param("They do n't agree , he said", "They don't agree, he said", id="clitic"),
        pytest.param("“ Good ” news", '"Good" news', id="quotes"),
        pytest.param('5" pipe', '5" pipe', id="odd-quote-is-left"),
        pytest.param(
            "Rates fell，he said。Shares rose。",
            "Rates fell, he said. Shares rose.",
            id="wide-marks",
        ),
        pytest.param("Rates rose by ５％", "Rates rose by 5%", id="wide-digits"),
        pytest.param("( WHO ) said", "(WHO) said", id="brackets"),
        pytest.param("It cost 1,000.50 at 10:30 .", "It cost 1,000.50 at 10:30.", id="numbers"),
        pytest.param("And then…", "And then...", id="ellipsis"),
        pytest.param("A <unk> cat", "A cat", id="unk"),
        pytest.param(", he said,, again..", "he said, again.", id="stray-marks"),
        pytest.param("up .5 points", "up .5 points", id="decimal-point"),
        pytest.param("rock 'n' roll", "rock 'n' roll", id="apostrophes-of-a-phrase"),
    ],
)
def test_english(text: str, expected: str) -> None:
    assert polish(text, "en") == expected


_ANY = st.text(
    st.sampled_from([*"央行下调利率的了abcXYZ019 ,.:;!?\"'()-—…·，。：；！？“”‘’（）《》、%％"]),
    max_size=24,
)


@settings(max_examples=400, deadline=None)
@given(text=_ANY, language=st.sampled_from(["en", "zh"]))
def test_polish_is_stable_and_keeps_words(text: str, language: str) -> None:
    once = polish(text, "zh" if language == "zh" else "en")
    assert polish(once, "zh" if language == "zh" else "en") == once
    assert _words(once) == _words(text)


def _words(text: str) -> str:
    return "".join(c for c in text if c.isalnum() and (c.isascii() or c in HAN or c.isalpha()))
