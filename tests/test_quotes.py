from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsum.languages import Language
from newsum.quotes import lacking
from newsum.split import split


@pytest.mark.parametrize(
    ("language", "text", "whole"),
    [
        pytest.param(
            "en", "“We cut it. We had to,” he said. It fell.",
            ["“We cut it.”", "“We had to,” he said.", "It fell."], id="en",
        ),
        pytest.param(
            "en", '"We cut it. It was late. We had to," he said. It fell.',
            ['"We cut it."', '"It was late."', '"We had to," he said.', "It fell."], id="straight",
        ),
        pytest.param(
            "en", 'The 10" pipe burst. It fell.', ['The 10" pipe burst.', "It fell."], id="inches"
        ),
        pytest.param(
            "zh", "他说：“我们降了。必须降。”人民币走低。",
            ["他说：“我们降了。”", "“必须降。”", "人民币走低。"], id="zh",
        ),
        pytest.param(
            "zh", "他說：「我們降了。必須降。」人民幣走低。",
            ["他說：「我們降了。」", "「必須降。」", "人民幣走低。"], id="corners",
        ),
        pytest.param(
            "en", "“We cut it. We had to.\n“It fell,” he said.",
            ["“We cut it.”", "“We had to.”", "“It fell,” he said."], id="opened-again",
        ),
        pytest.param(
            "en", "“We cut it. It fell.\nIt rose.", ["“We cut it.”", "It fell.", "It rose."],
            id="never-closed",
        ),
        pytest.param(
            "en", "He said “cut it. It fell.", ["He said “cut it.”", "It fell."], id="at-the-end"
        ),
        pytest.param("en", "We cut it.” It fell.", ["We cut it.”", "It fell."], id="stray"),
        pytest.param(
            "zh", "“他喊‘来。快来。’我去了。”", ["“他喊‘来。”", "“快来。’”", "“我去了。”"], id="nested"
        ),
        pytest.param("en", "", [], id="nothing"),
    ],
)  # fmt: skip
def test_a_sentence_by_itself_has_its_marks(
    language: Language, text: str, whole: list[str]
) -> None:
    sentences = split(text, language)
    assert [
        marks.before + sentence.text.strip() + marks.after
        for sentence, marks in zip(sentences, lacking(sentences), strict=True)
    ] == whole


@given(st.text(alphabet='ab “”「」".\n', max_size=60))
def test_what_is_whole_lacks_nothing(text: str) -> None:
    sentences = split(text, "en")
    for sentence, marks in zip(sentences, lacking(sentences), strict=True):
        whole = marks.before + sentence.text.strip() + marks.after
        for opening, closing in ("“”", "「」"):
            if marks.after == closing:
                assert whole.rfind(opening) < whole.rfind(closing)
            if marks.before == opening:
                assert whole.startswith(opening)
