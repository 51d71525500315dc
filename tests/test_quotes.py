from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsum.article import Sentence
from newsum.languages import Language
from newsum.selection.quotes import lacking
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
            "zh", "“他喊‘来。快来。’我去了。”", ["“他喊‘来。’”", "“‘快来。’”", "“我去了。”"], id="nested"
        ),
        pytest.param(
            "zh-Hant", "「他喊『來。快來。』我去了。」他說『走。走吧。』",
            ["「他喊『來。』」", "「『快來。』」", "「我去了。」", "他說『走。』", "『走吧。』"],
            id="corners-nested",
        ),
        pytest.param(
            "en", "‘We cut it. It’s late. We had to,’ Ms Lee told the BBC’s show. It fell.",
            ["‘We cut it.’", "‘It’s late.’", "‘We had to,’ Ms Lee told the BBC’s show.", "It fell."],
            id="british",
        ),
        pytest.param(
            "en", "'We cut it. It's late. We had to,' he said. It fell.",
            ["'We cut it.'", "'It's late.'", "'We had to,' he said.", "It fell."],
            id="british-straight",
        ),
        pytest.param(
            "en", "He said: ‘The workers’ union won, goin’ on. We must go’, and left. It fell.",
            ["He said: ‘The workers’ union won, goin’ on.’", "‘We must go’, and left.", "It fell."],
            id="possessive-within",
        ),
        pytest.param(
            "en", "‘We cut it. It fell.\n‘It rose,’ he said.",
            ["‘We cut it.’", "‘It fell.’", "‘It rose,’ he said."], id="british-opened-again",
        ),
        pytest.param(
            "en", "“I told him: ‘Go. Leave now,’ and he did. It fell,” he said.",
            ["“I told him: ‘Go.’”", "“‘Leave now,’ and he did.”", "“It fell,” he said."],
            id="american-nested",
        ),
        pytest.param(
            "en", "‘He said “go. Leave now.” I did. It fell,’ she said.",
            ["‘He said “go.”’", "‘“Leave now.”’", "‘I did.’", "‘It fell,’ she said."],
            id="british-nested",
        ),
        pytest.param(
            "en", "“The ‘boss came. He left.\n“Go on. Now,” he said.",
            ["“The ‘boss came.”", "“He left.”", "“Go on.”", "“Now,” he said."],
            id="opened-again-without-what-was-nested",
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


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("’Tis late.|The workers’ union won.|It’s the ’90s’ way.|It fell.", id="curly"),
        pytest.param(
            "'Tis the '90s.|Rock 'n' roll won in '08.|Salt 'N Sons', too.|It's so.", id="straight"
        ),
        pytest.param("‘Tis late.|The boss of the ‘90s left the boys’.|It’s over.", id="misprinted"),
        pytest.param("‘Tšo left the gang.|The ol’ man fell.|It rose.", id="in-a-name"),
        pytest.param("They ‘paid’ him.|It’s ‘fun’.|The ‘boss’ fell.|‘Go’ is a game.", id="words"),
        pytest.param("The Joneses' 6' door fell.|It's 5'2\".|He cut '5 or 6.|It fell.", id="feet"),
    ],
)
def test_an_apostrophe_is_no_mark(marked: str) -> None:
    sentences = split(marked.replace("|", " "), "en")
    assert [sentence.text.strip() for sentence in sentences] == marked.split("|")
    assert {*lacking(sentences)} == {("", "")}


@pytest.mark.parametrize(
    "paragraph",
    [
        pytest.param(piece * 20_000, id=ascii(piece))
        for piece in ["“‘", "‘a. ", "'a. ", "s’ ", "「『", "」a", "“a. ‘b. ”", "‘‘’’", "’  "]
    ],
)
def test_time_is_linear(paragraph: str) -> None:
    sentences = [Sentence(piece, 0) for piece in re.findall(r".+?(?:\. |\Z)", paragraph)]
    begun = time.process_time()
    assert len(lacking(sentences)) == len(sentences)
    assert time.process_time() - begun < 2


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
