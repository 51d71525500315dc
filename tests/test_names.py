"""Names of both languages: read where they are unmistakable, borne out by any of their forms."""

from __future__ import annotations

import pytest

from newsum.languages import Language
from newsum.names import Source, mentions, names


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("Japan and South Korea met the U.N.", "en", ["Japan", "South Korea", "U.N."],
                     id="countries"),
        pytest.param("日本、韩国与联合国会谈", "zh", ["日本", "韩国", "联合国"], id="zh"),
        pytest.param("联合国安理会开会", "zh", ["联合国安理会"], id="longest"),
        pytest.param("印度尼西亚", "zh", ["印度尼西亚"], id="not-india"),
        pytest.param("The president of Ghana's party", "en", ["Ghana"], id="possessive"),
        pytest.param("It rained in us and turkey", "en", [], id="small-letters"),
        pytest.param("Jordan scored for Chad", "en", [], id="people"),
        pytest.param("苏丹王、大众、苹果", "zh", [], id="common-words"),
        pytest.param("马里兰州、印度洋", "zh", ["马里兰州", "印度洋"], id="longer-names"),
        pytest.param("Addis Ababa", "en", ["Addis Ababa"], id="cldr-city"),
        pytest.param("From Leeds to Las Vegas, Nevada", "en", ["Leeds", "Las Vegas", "Nevada"],
                     id="cities-and-a-state"),
        pytest.param("花莲、东莞与旺角", "zh", ["花莲", "东莞", "旺角"], id="counties-and-districts"),
        pytest.param("汉堡和米兰达在后台中央", "zh", [], id="words-that-hold-a-city"),
    ],
)  # fmt: skip
def test_mentions(text: str, language: Language, expected: list[str]) -> None:
    found = mentions(text, language)
    assert [mention.text for mention in found] == expected
    assert all(text.startswith(mention.text, mention.start) for mention in found)


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        pytest.param("日本", "Tokyo said it would wait.", True, id="capital"),
        pytest.param("日本", "The Japanese side", True, id="adjective"),
        pytest.param("日本", "South Korea", False, id="another"),
        pytest.param("United States", "中美双方会谈", True, id="one-character"),
        pytest.param("Cambodia", "中柬两国、柬方表示", True, id="side"),
        pytest.param("US", "Let us wait", False, id="pronoun"),
        pytest.param("United States", "the U.S. Senate", True, id="dots"),
        pytest.param("World Bank", "世行下调预测", True, id="short-form"),
        pytest.param("伊利诺伊", "MILLBROOK, Ill. — A man is held.", True, id="ill"),
        pytest.param("New Jersey", "She was born in Camden, N.J., in 1935.", True, id="n.j."),
        pytest.param("New Jersey", "She was born in Ithaca, N.Y., in 1935.", False, id="n.y."),
    ],
)
def test_source_has(name: str, source: str, expected: bool) -> None:
    language: Language = "zh" if name[0] >= "\u4e00" else "en"
    (mention,) = mentions(name, language)
    assert Source(source).has(mention.name) is expected


@pytest.mark.parametrize(
    ("word", "source", "expected"),
    [
        pytest.param("NATO", "the North Atlantic Treaty Organization", True, id="initials"),
        pytest.param("NATO", "the European Union", False, id="no-initials"),
        pytest.param("L’Oreal", "L'Oreal's shares", True, id="apostrophe"),
        pytest.param("AM", "Some AMs objected", True, id="plural"),
        pytest.param("Marks&Spencer", "Marks & Spencer", True, id="ampersand"),
        pytest.param("Smith", "Ms. Smith-Jones", True, id="hyphen"),
        pytest.param("Smith", "Ms. Jones", False, id="other"),
        pytest.param("COVID-19", "Covid-19 spread", True, id="number"),
        pytest.param("COVID-39", "Covid-19 spread", False, id="other-number"),
        pytest.param("iPhone15", "the iPhone 15 Pro", True, id="number-apart"),
        pytest.param("Covid19", "COVID-19 spread", True, id="number-joined"),
    ],
)
def test_source_has_word(word: str, source: str, expected: bool) -> None:
    assert Source(source).has_word(word) is expected


def test_the_tables_are_whole() -> None:
    every = names()
    assert len(every) > 900
    assert all(name.english and name.chinese for name in every)
    assert not [form for name in every for form in name.forms if form != form.strip() or not form]
