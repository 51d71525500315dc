"""Markdown: told from plain text, read as lines, cleaned like a page's text."""

from __future__ import annotations

import pytest
from timing import assert_linear, repeated

import newsum
from newsum.cleaning.markdown import is_markdown, read_markdown

NOTE = """\
# Old pier to close for two years

*By [Ana Ruiz](https://courier.example/ana)* | November 17, 2026

![Workers on the pier](https://courier.example/p.jpg)
*Workers on the pier on Monday*

The council voted on **Tuesday** to close the [old pier](/pier) for two years so that its legs can \
be replaced.[^1]

## What engineers found

Engineers found cracks in *eleven* of the forty legs after the storm in January.

> “We would rather lose two summers than a pier,” said the mayor.

- Ferries stop in May.
- Shops stay open.

[Council to vote on tram line in spring](https://courier.example/tram)

[^1]: The vote was public.
"""
TEXT = """\
The council voted on Tuesday to close the old pier for two years so that its legs can be replaced.

What engineers found

Engineers found cracks in eleven of the forty legs after the storm in January.

“We would rather lose two summers than a pier,” said the mayor.

Ferries stop in May.

Shops stay open.

The vote was public."""
NOTE_ZH = """\
# 旧码头将关闭两年

![码头](https://courier.example/p.jpg)
*周一，工人在旧码头检查铁柱*

市议会**周二**表决，决定将[旧码头](/pier)关闭两年，以便更换其铁柱，工程九月开工。

工程师在一月的风暴之后发现，四十根柱子中有十一根出现裂缝。

[电车线路春天表决](https://courier.example/tram)
"""


def test_a_note() -> None:
    article = newsum.clean(NOTE)
    assert article.title == "Old pier to close for two years"
    assert (article.byline, article.date) == ("Ana Ruiz", "2026-11-17")
    assert article.text == TEXT
    reasons = {removed.text: removed.reason for removed in article.removed}
    assert reasons["Workers on the pier on Monday"] == "caption"
    assert reasons["Council to vote on tram line in spring"] == "related"


def test_a_chinese_note() -> None:
    article = newsum.clean(NOTE_ZH)
    assert article.title == "旧码头将关闭两年"
    assert article.text.split("\n\n") == [
        "市议会周二表决，决定将旧码头关闭两年，以便更换其铁柱，工程九月开工。",
        "工程师在一月的风暴之后发现，四十根柱子中有十一根出现裂缝。",
    ]
    assert article.captions == ("周一，工人在旧码头检查铁柱",)


@pytest.mark.parametrize(
    "front",
    [
        '---\ntitle: "Pier: to close"\nauthor: Li Wei\ndate: 2026-11-18\ndraft: no\n---\n',
        "Title: Pier: to close\nAuthor: Li Wei\nPublished Time: 2026-11-18T08\n\nMarkdown Content:",
    ],
    ids=["yaml", "reader"],
)
def test_fields_above_the_text(front: str) -> None:
    article = newsum.clean(front + NOTE.partition("\n\n")[2])
    assert (article.title, article.byline, article.date) == (
        "Pier: to close", "Li Wei", "2026-11-18",
    )  # fmt: skip
    assert article.text == TEXT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# One\n\nTwo.", False, id="one-heading"),
        pytest.param("The **bank** cut its rate.", False, id="two-stars"),
        pytest.param("#话题# 央行[doge]降息（快讯）", False, id="weibo"),
        pytest.param("He said [sic] (1) and [2](3).", False, id="brackets"),
        pytest.param("# One\n\nThe **bank** cut.", True, id="heading-and-stars"),
        pytest.param("[a](https://x.example) [b](/b)", True, id="links"),
        pytest.param("---\nA line between two rules.\n---\n", False, id="rules"),
    ],
)
def test_is_markdown(text: str, expected: bool) -> None:
    assert is_markdown(text) is expected


def test_plain_text_by_word_of_the_caller() -> None:
    assert "[old pier](/pier)" in newsum.cleaning.clean(NOTE, html=False).text


def test_an_indented_list_of_links_is_no_code() -> None:
    note = "# A\n\n  * [x](/x)\n    * [y](javascript:void)\n      * [z]( /z)\n"
    assert read_markdown(note).known == {"x": "related", "y": "related", "z": "related"}


@pytest.mark.parametrize("seed", ["[", "![", "*a ", "_a", "[a](", "> ", "|a", "`", "---\na: b\n"])
def test_marks_take_linear_time(seed: str) -> None:
    assert_linear(read_markdown, lambda size: "# A\n\n" + repeated(seed)(size), 20_000)
