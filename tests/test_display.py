from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import assert_linear, repeated

from newsum.display import Card, Line, Panel, article_html, card_html, card_text, cells, join, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("中文", 4),
        ("“走”", 4),
        ("cafe\u0301", 4),
        ("，", 2),
        ("５％", 4),
        ("👩‍👩‍👧", 2),
        ("❤️", 2),
        ("\u200b", 0),
    ],
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        pytest.param("", 10, [""], id="empty"),
        pytest.param("one two three", 8, ["one two", "three"], id="words"),
        pytest.param("一二三四五，六七", 10, ["一二三四", "五，六七"], id="no-comma-first"),
        pytest.param("他说（对）的", 6, ["他说", "（对）", "的"], id="brackets"),
        pytest.param("GDP增长5.2%左右", 8, ["GDP增长", "5.2%左右"], id="number-stays-whole"),
        pytest.param("abcdefghij", 4, ["abcd", "efgh", "ij"], id="long-word"),
        pytest.param(
            "an abcdefghij end", 4, ["an", "abcd", "efgh", "ij", "end"], id="long-word-between"
        ),
        pytest.param("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"], id="marks"),
        pytest.param("他👩‍👩‍👧她❤️了", 4, ["他👩‍👩‍👧", "她❤️", "了"], id="emoji"),
    ],
)
def test_wrap(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(st.text(), st.integers(min_value=4, max_value=100))
def test_wrap_loses_nothing_but_space(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


@pytest.mark.parametrize("unit", ["x", "e\u0301", "，", "\u0301", "👩‍", "“", "一", "a "])
def test_wrapping_takes_time_in_line_with_the_text(unit: str) -> None:
    assert_linear(lambda text: wrap(text, 80), repeated(unit), 10_000)


@given(st.text(alphabet="ab 一，“。”👩\u200d\ufe0f\u0301(", max_size=40), st.integers(4, 12))
def test_no_line_is_too_wide(text: str, width: int) -> None:
    for line in wrap(text, width):
        assert cells(line) <= width


@pytest.mark.parametrize(
    ("sentences", "text"),
    [
        ([], ""),
        (["One.", "Two."], "One. Two."),
        (["一。", "“二。”", "三。"], "一。“二。”三。"),
        (["“One.”", "Two."], "“One.” Two."),
    ],
)
def test_join(sentences: list[str], text: str) -> None:
    assert join(sentences) == text


CARD = Card(
    title="<b>Prices & wages</b>",
    language="en",
    facts=("Harlow Courier", "2026-09-09"),
    panels=(
        Panel("en", "English", (Line("Prices rose 5%.", ("Prices rose 5%.",)),)),
        Panel(
            "zh",
            "中文",
            (Line("物价上涨6%。", ("Prices rose <5%>.",), ("6% is not in the article",)),),
        ),
    ),
    notes=("The article is in two languages.",),
    removed=(("cookie", "We use <cookies>."),),
    signature="newsum:0|model:x",
)


class Balanced(HTMLParser):
    """Fails on a tag that is not closed; collects the languages and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.languages: list[str | None] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.languages += [value for name, value in attrs if name == "lang"]
        assert not {name for name, _ in attrs} & {"src", "href", "onclick"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_card_html_is_escaped_balanced_and_marks_languages() -> None:
    parser = Balanced()
    parser.feed(card_html(CARD))
    assert parser.open == []
    assert {"en", "zh"} <= set(parser.languages)
    for words in (
        "<b>Prices & wages</b>",
        "Prices rose <5%>.",
        "We use <cookies>.",
        "物价上涨6%。",
    ):
        assert words in parser.text
    assert "script" not in card_html(CARD)


def test_card_text_shows_both_languages_and_what_is_wrong() -> None:
    assert card_text(CARD, width=40) == (
        "<b>Prices & wages</b>\n"
        "Harlow Courier · 2026-09-09\n\n"
        "English\n───────\nPrices rose 5%.\n\n"
        "中文\n────\n物价上涨6%。\n⚠ 6% is not in the article\n\n"
        "⚠ The article is in two languages."
    )


def test_a_warning_below_a_paragraph_names_its_sentence() -> None:
    lines = (
        Line("物价上涨6%。", (), ("Not borne out.",)),
        Line("“Wages fell,” the minister said in a long speech.", (), ("Not borne out.",)),
    )
    shown = card_text(Card("", "en", (), (Panel("en", "English", lines),)))
    assert shown.endswith(
        "\n⚠ “物价上涨6%。”: Not borne out.\n⚠ “Wages fell,” the minister said…”: Not borne out."
    )


def test_card_text_with_evidence() -> None:
    text = card_text(CARD, width=40, evidence=True, warnings=False)
    assert "• 物价上涨6%。\n    ← Prices rose <5%>." in text
    assert "⚠" not in text


def test_article_html_is_escaped() -> None:
    parser = Balanced()
    parser.feed(article_html("A & B", "en", (), ["<p>x</p>"], [("caption", "<i>y</i>")]))
    assert parser.open == []
    assert "<p>x</p>" in parser.text
    assert "<i>y</i>" in parser.text


def test_what_is_known_is_shown_without_a_title() -> None:
    card = Card(title="", language="en", facts=("Harlow Courier",), panels=CARD.panels)
    assert card_text(card).startswith("Harlow Courier\n\nEnglish")
