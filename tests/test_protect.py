from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsum.languages import Language
from newsum.models.protect import COPIES, protect, restore


def _met(word: str) -> bool:
    return word in ("It", "Jane", "Beijing", "GDP")


@pytest.mark.parametrize(
    ("source", "text", "glossary", "expected", "copies"),
    [
        pytest.param(
            "en",
            "Ant Group paid 5 billion yuan.",
            {"Ant": "蚂蚁", "Ant Group": "蚂蚁集团"},
            "<x15> paid <x0>.",
            ["蚂蚁集团", "50亿元"],
            id="longest-term-first",
        ),
        pytest.param(
            "zh",
            "蚂蚁集团支付50亿元。",
            {"Ant Group": "蚂蚁集团"},
            "<x15>支付<x0>。",
            ["Ant Group", "5 billion yuan"],
            id="glossary-the-other-way",
        ),
        pytest.param(
            "en",
            "Jane Marbaugh met Reince Priebus in Beijing.",
            {},
            "Jane <x15> met <x14> in Beijing.",
            ["Marbaugh", "Reince Priebus"],
            id="unknown-names",
        ),
        pytest.param(
            "zh",
            "GDP增长5%，Marbaugh表示，iPad 2卖得好。",
            {},
            "GDP增长<x0>，<x15>表示，<x14>卖得好。",
            ["5%", "Marbaugh", "iPad 2"],
            id="latin-in-chinese",
        ),
        pytest.param("en", "It is <x3>.", {}, "It is <x15>.", ["<x3>"], id="a-token-in-the-text"),
        pytest.param("en", "5 and 5", {}, "<x0> and <x0>", ["5"], id="twice-the-same"),
        pytest.param("en", "Antwerp", {"Ant": "蚂蚁"}, "Antwerp", [], id="whole-words"),
    ],
)
def test_protect(
    source: Language, text: str, glossary: Mapping[str, str], expected: str, copies: list[str]
) -> None:
    target: Language = "zh" if source == "en" else "en"
    known = None if "Antwerp" in text else _met
    protected = protect(text, source, target, glossary=glossary, known=known)
    assert protected.text == expected
    assert sorted(protected.copies.values()) == sorted(copies)


def test_more_figures_than_tokens_stay_as_they_are() -> None:
    text = ", ".join(f"{number} cats" for number in range(20, 40))
    protected = protect(text, "en", "zh")
    assert len(protected.copies) == len(COPIES)
    assert "39 cats" in protected.text


@pytest.mark.parametrize(
    ("text", "expected", "wrong"),
    [
        pytest.param("支付了<x0>。", "支付了50亿元。", 0, id="whole"),
        pytest.param("支付了。", "支付了。", 1, id="lost"),
        pytest.param("<x0><x7>", "50亿元", 1, id="made-up"),
    ],
)
def test_restore(text: str, expected: str, wrong: int) -> None:
    assert restore(text, {"<x0>": "50亿元"}) == (expected, wrong)


@given(st.text(alphabet="5 3.,%$元亿月日Ab<x0>to-", max_size=30), st.sampled_from(["en", "zh"]))
def test_all_but_the_copied_stays(text: str, source: Language) -> None:
    protected = protect(text, source, source)
    back, wrong = restore(protected.text, protected.copies)
    assert wrong == 0
    assert len(protected.copies) or back == text
