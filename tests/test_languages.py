from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsum.errors import UnsupportedLanguage
from newsum.languages import LANGUAGES, count_han, language, to_simplified, to_traditional


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("en", "en"),
        ("EN-us", "en"),
        ("English", "en"),
        ("zh", "zh"),
        ("zh_CN", "zh"),
        ("zh-Hans", "zh"),
        ("zh-TW", "zh-Hant"),
        ("zh_hk", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
        (" zh ", "zh"),
        ("en-AU", "en"),
        ("en-Latn-GB", "en"),
        ("zh-Hans-CN", "zh"),
        ("zh_Hant_HK", "zh-Hant"),
        ("zh-Hans-TW", "zh"),
        ("zh-MY", "zh"),
        ("cmn-Hant", "zh-Hant"),
        ("中文", "zh"),
    ],
)
def test_aliases(alias: str, code: str) -> None:
    assert language(alias) == code
    assert code in LANGUAGES


@pytest.mark.parametrize("alias", ["", "fr", "fr-CN", "zh-Latn", "en-Hans", "yue", "日本語", 3])
def test_another_language_is_named_in_the_error(alias: Any) -> None:
    with pytest.raises(UnsupportedLanguage, match="Choose from: en"):
        language(alias)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("GDP增长5.2%", 2), ("二〇二六", 4), ("人々", 2), ("𠮷野家", 3), ("“，。”…—", 0)],
)
def test_count_han(text: str, count: int) -> None:
    assert count_han(text) == count


def test_script_there_and_back() -> None:
    assert to_traditional("头发长了，经济发展") == "頭髮長了，經濟發展"
    assert to_simplified("頭髮長了，經濟發展") == "头发长了，经济发展"


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("隨著颱風接近，他看著海面", "随着台风接近，他看着海面"),
        ("著名作家的專著、原著和名著", "著名作家的专著、原著和名著"),
        ("衞生署發言人敍述，牠們已接種", "卫生署发言人叙述，它们已接种"),
    ],
)
def test_to_simplified_knows_the_forms_of_taiwan_and_hong_kong(
    traditional: str, simplified: str
) -> None:
    assert to_simplified(traditional) == simplified


@pytest.mark.parametrize("convert", [to_simplified, to_traditional])
@given(st.text(st.sampled_from("报報著发發a。\0\ud800𠀀")))
def test_no_character_is_lost(convert: Callable[[str], str], text: str) -> None:
    assert len(convert(text)) == len(text)
