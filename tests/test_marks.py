"""The marks of Chinese, in tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsum.languages import Language, to_simplified, to_traditional
from newsum.models.marks import bracketed, rescripted, widened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("增长6.4%,与上年持平", "增长6.4%，与上年持平"),
        ("11月16日晚,2026年", "11月16日晚，2026年"),
        ("增长5%.", "增长5%。"),
        ("“好”,他说:走!", "“好”，他说：走！"),
        ("1,000亿元,10:30开市", "1,000亿元，10:30开市"),
        ("见 http://x.y,第3页", "见 http://x.y，第3页"),
        ("4:1击败,4:1", "4:1击败，4:1"),
        ("GDP,CPI,PPI增长", "GDP,CPI,PPI增长"),
        ("Example Inc.宣布", "Example Inc.宣布"),
        ("It rose, he said", "It rose, he said"),
    ],
)
def test_widened(text: str, expected: str) -> None:
    assert widened(text) == expected
    assert widened(expected) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("世界卫生组织(WHO)表示", "世界卫生组织（WHO）表示"),
        ("银行( 总部 )", "银行（总部）"),
        ("f(x) 与 g(x)", "f(x) 与 g(x)"),
        ("（WHO） said", "(WHO) said"),
    ],
)
def test_bracketed(text: str, expected: str) -> None:
    assert bracketed(text) == expected


@pytest.mark.parametrize(
    ("target", "text", "expected"),
    [
        pytest.param("zh", "他說：「走『吧』。」", "他说：“走‘吧’。”", id="simplified"),
        pytest.param("zh", "「臺灣", "“台湾", id="one-side"),
        pytest.param("zh", "臺灣說“好”", "台湾说“好”", id="already"),
        pytest.param("zh-Hant", "他说：“走‘吧’。”", "他說：「走『吧』。」", id="traditional"),
        pytest.param("zh-Hant", "他叫O’Neill，‘好’", "他叫O’Neill，『好』", id="apostrophe"),
        pytest.param("zh-Hant", '他说"好"', '他說"好"', id="straight"),
    ],
)
def test_rescripted(target: Language, text: str, expected: str) -> None:
    assert rescripted(text, target) == expected


@given(st.text(alphabet="他说說「」『』“”‘’a'", max_size=20), st.sampled_from(["zh", "zh-Hant"]))
def test_offsets_stay_true(text: str, target: Language) -> None:
    shown = rescripted(text, target)
    assert len(shown) == len(text)
    convert = to_traditional if target == "zh-Hant" else to_simplified
    assert [c for c in shown if c.isalpha()] == [c for c in convert(text) if c.isalpha()]
