"""What changed places: figures and their owners, and who did what to whom."""

from __future__ import annotations

import pytest

from newsum.checking.binding import exchanged, turned
from newsum.checking.check import check
from newsum.checking.figures import Figures
from newsum.languages import Language

LEAD_EN = "Moreau of the farmers' party won 41 percent and Castellan of the greens 27 percent."
LEAD_ZH = "农民党的莫罗得票41%领先，绿党的卡斯特兰得票27%居次。"


@pytest.mark.parametrize(
    ("sentence", "evidence", "source", "target", "expected"),
    [
        pytest.param("Moreau won 27 percent and Castellan 41 percent.", LEAD_EN, "en", "en", True, id="en"),
        pytest.param("Moreau won 41 percent and Castellan 27 percent.", LEAD_EN, "en", "en", False,
                     id="en-right"),
        pytest.param("Castellan won 27 percent, behind Moreau's 41 percent.", LEAD_EN, "en", "en", False,
                     id="en-other-order"),
        pytest.param("莫罗以27%领先，卡斯特兰以41%居次。", LEAD_ZH, "zh", "zh", True, id="zh"),
        pytest.param("莫罗以41%领先，卡斯特兰以27%居次。", LEAD_ZH, "zh", "zh", False, id="zh-right"),
        pytest.param("卡斯特兰得27%，落后于41%的莫罗。", LEAD_ZH, "zh", "zh", False, id="zh-other-order"),
        pytest.param("The rate rose to 41 percent in June from 27 percent in May.",
                     "The rate rose from 27 percent in May to 41 percent in June.", "en", "en", False,
                     id="from-and-to"),
        pytest.param("180名船员中有32人获救。", "Some 32 sailors of a crew of 180 were rescued.", "en", "zh",
                     False, id="the-other-language's-order"),
        pytest.param("托儿所有30名男孩、50名女孩。", "The nursery has 50 boys and 30 girls.", "en", "zh", True,
                     id="what-is-counted"),
        pytest.param("托儿所有30名女孩、50名男孩。", "The nursery has 50 boys and 30 girls.", "en", "zh", False,
                     id="what-is-counted-right"),
        pytest.param("They are aged 15 to 39 years.", "他们的年龄在15岁至39岁之间。", "zh", "en", False,
                     id="one-range"),
        pytest.param("Turnout was 27 percent.", LEAD_EN, "en", "en", False, id="one-figure"),
    ],
)  # fmt: skip
def test_exchanged(
    sentence: str, evidence: str, source: Language, target: Language, expected: bool
) -> None:
    found = exchanged(Figures.of(sentence, target), [Figures.of(evidence, source)])
    assert bool(found) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("Brazil beat Japan 3-1 on Sunday.", True, id="en"),
        pytest.param("Brazil were beaten 3-1 by Japan.", False, id="en-passive"),
        pytest.param("Japan were beaten by Brazil.", True, id="en-passive-wrong"),
        pytest.param("Brazil lost 3-1 to Japan.", False, id="en-lost"),
        pytest.param("Japan lost 3-1 to Brazil.", True, id="en-lost-wrong"),
        pytest.param("A late header gave Brazil a 3-1 win over Japan.", True, id="en-noun"),
        pytest.param("Japan, led by a new coach, beat Brazil.", False, id="en-right"),
        pytest.param("巴西队3比1击败日本队。", True, id="zh"),
        pytest.param("巴西队被日本队3比1击败。", False, id="zh-passive"),
        pytest.param("日本队被巴西队击败。", True, id="zh-passive-wrong"),
        pytest.param("巴西队1比3不敌日本队。", False, id="zh-lost"),
        pytest.param("日本队负于巴西队。", True, id="zh-lost-wrong"),
        pytest.param("日本队战胜巴西队。", False, id="zh-right"),
    ],
)
def test_turned(sentence: str, expected: bool) -> None:
    target: Language = "en" if sentence.isascii() else "zh"
    evidence: list[tuple[str, Language]] = [
        ("Japan beat Brazil 3-1 in the final on Sunday.", "en"),
        ("日本队周日在决赛中以3比1战胜巴西队。", "zh"),
    ]
    for text, source in evidence:
        assert bool(turned(sentence, [text], source=source, target=target)) is expected


@pytest.mark.parametrize(
    ("sentence", "evidence", "language", "expected"),
    [
        pytest.param("海川公司起诉乐鸣公司。", "乐鸣公司上周起诉了海川公司侵权。", "zh", True, id="zh-sued"),
        pytest.param("乐鸣公司起诉海川公司。", "乐鸣公司上周起诉了海川公司侵权。", "zh", False, id="zh-right"),
        pytest.param("Orvane sued Lumeck.", "On Friday Lumeck Ltd sued Orvane Group.", "en", True, id="en-sued"),
        pytest.param("Orvane Group was sued by Lumeck.", "On Friday Lumeck Ltd sued Orvane Group.", "en",
                     False, id="en-was-sued"),
        pytest.param("Orvane sued Lumeck.", "Lumeck bought a stake in Orvane Group.", "en", False,
                     id="another-deed"),
    ],
)  # fmt: skip
def test_turned_within_a_language(
    sentence: str, evidence: str, language: Language, expected: bool
) -> None:
    assert bool(turned(sentence, [evidence], source=language, target=language)) is expected


def test_both_are_findings() -> None:
    (figures,) = check("莫罗以27%领先，卡斯特兰以41%居次。", [LEAD_ZH], source="zh", target="zh")
    assert (figures.kind, figures.text, figures.evidence) == ("percent", "27%", "41%")
    (names,) = check("Brazil beat Japan.", ["日本队战胜巴西队。"], source="zh", target="en")
    assert (names.kind, names.text, names.evidence) == ("name", "beat", "战胜")


def test_another_sentence_that_says_so_excuses() -> None:
    evidence = ["Japan beat Brazil in May.", "Brazil beat Japan in June."]
    assert turned("Brazil beat Japan.", evidence[:1], source="en", target="en")
    assert turned("Brazil beat Japan.", evidence, source="en", target="en") is None
