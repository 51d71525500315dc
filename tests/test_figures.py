from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsum.languages import Language
from newsum.models.figures import CURRENCIES, Figure, find, write

PAIRS = [
    pytest.param("5 billion yuan", "50亿元", id="yuan"),
    pytest.param("$5 billion", "50亿美元", id="dollars"),
    pytest.param("$1.25 million", "125万美元", id="decimals"),
    pytest.param("£3 million", "300万英镑", id="pounds"),
    pytest.param("HK$500", "500港元", id="hong-kong"),
    pytest.param("1,499 yuan", "1499元", id="small-money"),
    pytest.param("1.2 trillion yuan", "1.2万亿元", id="trillion"),
    pytest.param("1.3 million", "130万", id="million"),
    pytest.param("500 million", "5亿", id="hundred-million"),
    pytest.param("35,000", "3.5万", id="ten-thousands"),
    pytest.param("12,345", "12345", id="not-round"),
    pytest.param("3.258 billion yuan", "32.58亿元", id="three-decimals"),
    pytest.param("325.83 million", "3.2583亿", id="four-decimals"),
    pytest.param("2024", "2024", id="year"),
    pytest.param("21%", "21%", id="percent"),
    pytest.param("-0.3%", "-0.3%", id="negative"),
    pytest.param("5.0%", "5.0%", id="trailing-zero"),
    pytest.param("September 9", "9月9日", id="day"),
    pytest.param("September 9, 2024", "2024年9月9日", id="date"),
    pytest.param("May 2021", "2021年5月", id="month"),
    pytest.param("10:30", "10:30", id="time"),
]


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_what_one_language_says_the_other_writes(english: str, chinese: str) -> None:
    (there,) = find(f"It said {english} was so.", "en")
    (here,) = find(f"据说是{chinese}。", "zh")
    assert there.figure == here.figure
    assert (there.write("zh"), here.write("en")) == (chinese, english)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("en", "Sept. 9 and 9th May 2020", ["9月9日", "2020年5月9日"], id="dates"),
        pytest.param("en", "3.5 percent, 4 per cent", ["3.5%", "4%"], id="percent-words"),
        pytest.param("en", "US$2.5bn, RMB200, 3 euros", ["25亿美元", "200元", "3欧元"], id="money"),
        pytest.param("en", "a 5-year-old lost 5-3", ["5", "5", "3"], id="hyphens"),
        pytest.param("en", "2 percentage points", ["2"], id="points"),
        pytest.param("zh", "3月5号，人民币", ["March 5"], id="day-number"),
        pytest.param(
            "zh", "人民币50亿元，人民币200", ["5 billion yuan", "200 yuan"], id="renminbi"
        ),
        pytest.param("zh-Hant", "投資50億元", ["5 billion yuan"], id="traditional"),
        pytest.param("zh", "2个百分点，5G，iPhone15", ["2"], id="latin-beside"),
        pytest.param("en", "5 km, 50 cents, 25 basis points", ["5", "50", "25"], id="measures"),
        pytest.param("en", "5 pounds, 80 rupees, ¥90", ["5", "80", "90"], id="which-unit"),
        pytest.param("en", "2021-03-04; 5 to 7 km", ["2021年3月4日", "5", "7"], id="iso-and-range"),
        pytest.param(
            "zh", "5千米，3百，2024年，98年", ["5", "300", "2024", "98"], id="measures-zh"
        ),
        pytest.param(
            "zh", "3亿5000万元，5，000人", ["350 million yuan", "5,000"], id="long-numbers"
        ),
    ],
)
def test_find(language: Language, text: str, expected: list[str]) -> None:
    other: Language = "zh" if language == "en" else "en"
    assert [found.write(other) for found in find(text, language)] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "the 1990s, the 21st, 3rd", id="ordinals"),
        pytest.param("en", "2 to 3 million, 10-15 percent", id="ranges"),
        pytest.param("en", "COVID-19, G20, 1/3, v1.2.3, 5m, 0800", id="codes"),
        pytest.param("en", "two hundred, a dozen", id="words"),
        pytest.param("en", "220 2/3 innings, at 4.40 am", id="fractions-and-hours"),
        pytest.param("zh", "50多亿，300余人", id="and-more"),
        pytest.param("zh", "第3，20世纪90年代，80后", id="ordinals-zh"),
        pytest.param("zh", "9日，12月，10时30分，1-8月", id="clock-and-calendar"),
        pytest.param("zh", "2至3亿，20—30万，3月5日至7日，3成", id="ranges-zh"),
        pytest.param("en", "29 to 30 May, five to 7 million", id="shared-ends"),
    ],
)
def test_what_needs_its_neighbors_is_left_to_the_model(language: Language, text: str) -> None:
    assert find(text, language) == []


def test_its_place_is_told() -> None:
    (found,) = find("投资50亿元。", "zh")
    assert (found.start, found.end) == (2, 6)


def test_four_digits_keep_their_comma() -> None:
    assert [found.write("en") for found in find("1,499人，1499人", "zh")] == ["1,499", "1499"]
    assert write(Figure("number", Decimal(1499)), "zh", grouped=True) == "1499"


AMOUNTS = st.decimals(min_value=0, max_value=10**14, places=2) | st.integers(0, 10**14).map(Decimal)
FIGURES = st.one_of(
    st.builds(Figure, st.just("number"), AMOUNTS),
    st.builds(Figure, st.just("percent"), AMOUNTS),
    st.builds(Figure, st.just("money"), AMOUNTS, st.sampled_from(list(CURRENCIES))),
    st.dates(date(1000, 1, 1), date(2099, 12, 31)).map(
        lambda d: Figure("date", Decimal(f"{d:%Y%m%d}"))
    ),
    st.dates().map(lambda d: Figure("date", Decimal(f"{d:%m%d}"))),
    st.times().map(lambda t: Figure("time", Decimal(f"{t:%H%M}"))),
)


@given(FIGURES, st.booleans())
def test_what_is_written_is_found(figure: Figure, grouped: bool) -> None:
    english = f"It said {write(figure, 'en', grouped=grouped)} was so."
    chinese = f"据说是{write(figure, 'zh', grouped=grouped)}。"
    assert [found.figure for found in find(english, "en")] == [figure]
    assert [found.figure for found in find(chinese, "zh")] == [figure]
