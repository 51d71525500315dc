"""Quantities read alike in both languages."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from fractions import Fraction
from typing import get_args

import pytest
from challenge import HELD_OUT, SEEN
from hypothesis import given
from hypothesis import strategies as st

from newsum.languages import Language
from newsum.numerals import agrees, quantities
from newsum.numerals.calendar import Rule
from newsum.numerals.chinese_calendar import CHINESE
from newsum.numerals.english_calendar import ENGLISH
from newsum.numerals.units import ENGLISH_MONEY, ENGLISH_UNITS


def show(text: str, language: Language) -> list[str]:
    """Write the claims of a text, compactly: kind, value, unit."""
    found = []
    for q in quantities(text, language):
        if q.loose:
            continue
        value = "-".join(map(str, q.date)) if any(q.date) else str(q.value)
        found.append(" ".join(part for part in (q.kind, value, q.unit) if part))
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("five billion yuan", ["money 5000000000 CNY"], id="words-money"),
        pytest.param("5bn yuan", ["money 5000000000 CNY"], id="short-scale"),
        pytest.param("$5m", ["money 5000000 $"], id="dollar-m"),
        pytest.param("US$1.2 billion", ["money 1200000000 USD"], id="us-dollar"),
        pytest.param("RMB1,499", ["money 1499 CNY"], id="code-glued"),
        pytest.param("500,000 Hong Kong dollars", ["money 500000 HKD"], id="hong-kong"),
        pytest.param("50 cents", ["money 1/2 $"], id="cents"),
        pytest.param("5-7 million pounds", ["money 5000000 GBP", "money 7000000 GBP",
                                            "unit 7000000 pound"], id="range-money"),
        pytest.param("one-third", ["number 1/3"], id="third"),
        pytest.param("three-quarters", ["number 3/4"], id="quarters"),
        pytest.param("two hundred and five thousand", ["number 205000"], id="and"),
        pytest.param("half a million", ["number 500000"], id="half-million"),
        pytest.param("two dozen eggs", ["number 24"], id="dozen"),
        pytest.param("two and a half hours", ["unit 5/2 hour"], id="and-a-half"),
        pytest.param("1,300 homes", ["number 1300"], id="comma"),
        pytest.param("2.5 percentage points", ["percent 5/2 pp"], id="points"),
        pytest.param("25 basis points", ["percent 1/4 pp"], id="basis-points"),
        pytest.param("30 per cent", ["percent 30 %"], id="per-cent"),
        pytest.param("Sept 9, 2019", ["date 2019-9-9 day"], id="date"),
        pytest.param("9 September", ["date 0-9-9 day"], id="day-first"),
        pytest.param("29 to 30 May", ["date 0-5-29 day", "date 0-5-30 day"], id="day-range"),
        pytest.param("September 29 and 30, 2018", ["date 2018-9-29 day", "date 2018-9-30 day"], id="two-days"),
        pytest.param("Sept. 9 and 12 people", ["date 0-9-9 day", "number 12"], id="a-day-and-people"),
        pytest.param("on Sept 9 and 9 May", ["date 0-9-9 day", "date 0-5-9 day"], id="two-dates"),
        pytest.param("the 6-foot-6 forward", ["unit 13/2 foot", "unit 6 foot"], id="feet-and-inches"),
        pytest.param("220 2/3 innings", ["number 662/3"], id="mixed-fraction"),
        pytest.param("the class of '87", ["date 1987-0-0 day"], id="short-year"),
        pytest.param("in May 2018", ["date 2018-5-0 day"], id="month-year"),
        pytest.param("it may fall and march on", [], id="not-months"),
        pytest.param("the 1990s", ["date 1990 decade"], id="decade"),
        pytest.param("the '90s", ["date 1990 decade"], id="short-decade"),
        pytest.param("the 21st century", ["date 21 century"], id="century"),
        pytest.param("Q3", ["date 3 quarter"], id="quarter"),
        pytest.param("last Tuesday", ["date 2 weekday"], id="weekday"),
        pytest.param("half past three", ["time 210"], id="half-past"),
        pytest.param("3:30 p.m.", ["time 930 pm"], id="pm"),
        pytest.param("quarter to four", ["time 225"], id="quarter-to"),
        pytest.param("six in the morning", ["time 360 am"], id="morning"),
        pytest.param("the 21st floor", ["ordinal 21"], id="ordinal"),
        pytest.param("twenty-first", ["ordinal 21"], id="ordinal-words"),
        pytest.param("No. 5", ["ordinal 5"], id="numero"),
        pytest.param("26 miles", ["unit 26 mile"], id="miles"),
        pytest.param("100 sq km", ["unit 100 square km"], id="area"),
        pytest.param("a 28-year-old man", ["unit 28 year"], id="age"),
        pytest.param("a magnitude-6.1 quake, 104F", ["number 61/10", "number 104"], id="measures"),
        pytest.param("GPT-4.5, an F-20A", [], id="models"),
        pytest.param("Covid-19, the G20 and an F-16", [], id="names-with-digits"),
        pytest.param("no one, both, twice, the first time", [], id="no-claims"),
        pytest.param("nineteen ninety-eight", ["number 1998"], id="year-in-words"),
    ],
)  # fmt: skip
def test_english(text: str, expected: list[str]) -> None:
    assert show(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("50亿元", ["money 5000000000 元"], id="yi-yuan"),
        pytest.param("人民币5亿元", ["money 500000000 CNY"], id="renminbi"),
        pytest.param("3.5万亿美元", ["money 3500000000000 USD"], id="wan-yi"),
        pytest.param("4个亿", ["number 400000000"], id="ge-yi"),
        pytest.param("十三亿人口", ["number 1300000000"], id="words"),
        pytest.param("一点三亿人", ["number 130000000"], id="point-words"),
        pytest.param("一千零九十七万人", ["number 10970000"], id="ling"),
        pytest.param("1万3千", ["number 13000"], id="mixed"),
        pytest.param("3000多万元", ["money 30000000 元"], id="scale-after-duo"),
        pytest.param("5至7亿元", ["money 500000000 元", "money 700000000 元"], id="range"),
        pytest.param("三到十万元", ["money 30000 元", "money 100000 元"], id="range-words"),
        pytest.param("21家公司", ["number 21"], id="measure"),
        pytest.param("三名男子", ["number 3"], id="one-character"),
        pytest.param("三成企业", ["percent 30 %"], id="tenths"),
        pytest.param("五成半", ["percent 55 %"], id="tenths-half"),
        pytest.param("成功、成为", [], id="not-tenths"),
        pytest.param("百分之十五点五", ["percent 31/2 %"], id="percent-words"),
        pytest.param("千分之五", ["number 1/200"], id="per-mille"),
        pytest.param("2.5个百分点", ["percent 5/2 pp"], id="points"),
        pytest.param("八折", ["percent 80 %", "percent 20 %"], id="discount"),
        pytest.param("三分之一", ["number 1/3"], id="third"),
        pytest.param("9月9日", ["date 0-9-9 day"], id="date"),
        pytest.param("2017 年 12 月 28 日", ["date 2017-12-28 day"], id="spaced-date"),
        pytest.param("二〇一九年", ["date 2019-0-0 day"], id="year-words"),
        pytest.param("1-5月", ["date 0-1-0 day", "date 0-5-0 day"], id="months"),
        pytest.param("30日", ["date 0-0-30 day", "unit 30 day"], id="day-or-days"),
        pytest.param("上世纪90年代", ["date 1990 decade"], id="decade"),
        pytest.param("20世纪八十年代", ["date 1980 decade"], id="decade-words"),
        pytest.param("21世纪", ["date 21 century"], id="century"),
        pytest.param("第三季度", ["date 3 quarter"], id="quarter"),
        pytest.param("上半年", ["date 1 half"], id="half-year"),
        pytest.param("周二", ["date 2 weekday"], id="weekday"),
        pytest.param("下午三点半", ["time 930 pm"], id="half-past"),
        pytest.param("15时30分", ["time 930 pm"], id="24-hours"),
        pytest.param("凌晨2时许", ["time 120 am"], id="small-hours"),
        pytest.param("一点面粉", [], id="a-little"),
        pytest.param("第二十四届", ["ordinal 24"], id="ordinal"),
        pytest.param("两个半小时", ["unit 5/2 hour"], id="and-a-half"),
        pytest.param("28岁", ["unit 28 year"], id="age"),
        pytest.param("5千瓦", ["unit 5 kW"], id="kilowatt"),
        pytest.param("100平方公里", ["unit 100 square km"], id="area"),
        pytest.param("四川、三星、一带一路、万科、二手、双方", [], id="words-with-numerals"),
        pytest.param("几十人、数百人、上百家", [], id="vague"),
        pytest.param("大学二年级", [], id="school-year"),
        pytest.param("１２３万", ["number 1230000"], id="full-width"),
        pytest.param(
            "安倍晋三1日，三9月1日",
            ["date 0-0-1 day", "unit 1 day", "date 0-9-1 day"],
            id="name-then-day",
        ),
        pytest.param("PM2.5年均", [], id="glued"),
        pytest.param("1.开展5项工作", ["number 5"], id="list"),
        pytest.param("4，物流慢", [], id="list-with-a-comma"),
        pytest.param("学好十九大精神", ["number 19"], id="a-verb-before"),
        pytest.param("惊艳四座、三位一体、十六进制", [], id="sayings"),
        pytest.param("五台山、三里屯、三元桥", [], id="places"),
        pytest.param("五台拖拉机、三元钱", ["number 5", "money 3 元"], id="not-places"),
        pytest.param("环顾四周", [], id="all-around"),
        pytest.param("过去四周", ["unit 4 week"], id="four-weeks"),
        pytest.param("每周四天", ["unit 4 day"], id="days-of-a-week"),
        pytest.param("周四天气", ["date 4 weekday"], id="the-weather-of-a-day"),
        pytest.param("双十一、“九、一八”、90后", [], id="named-days"),
        pytest.param("七八月份", ["date 0-7-0 day", "date 0-8-0 day"], id="two-months"),
        pytest.param("晚上八九点", ["time 1200 pm", "time 1260 pm"], id="two-hours"),
        pytest.param("百分之七八十", ["percent 70 %", "percent 80 %"], id="two-tens"),
        pytest.param(
            "500ml、5kg、3mm", ["unit 500 ml", "unit 5 kg", "unit 3 mm"], id="latin-units"
        ),
        pytest.param("12年半徒刑", ["unit 25/2 year", "unit 150 month"], id="years-and-a-half"),
        pytest.param("以10秒02夺冠", ["unit 501/50 second"], id="race"),
        pytest.param("1美元兑150日元", ["money 150 JPY"], id="rate"),
        pytest.param("5，000人，300人", ["number 5000", "number 300"], id="full-width-comma"),
    ],
)
def test_chinese(text: str, expected: list[str]) -> None:
    assert show(text, "zh") == expected


def test_traditional_chinese_keeps_its_offsets() -> None:
    text = "投資五十億元，兩個半小時"
    money, time = (q for q in quantities(text, "zh-Hant") if not q.loose)
    assert (money.kind, money.value) == ("money", Fraction(5 * 10**9))
    assert text[money.start : money.end] == "五十億元"
    assert (time.unit, time.value) == ("hour", Fraction(5, 2))


@pytest.mark.parametrize(
    ("claim", "fact", "expected"),
    [
        pytest.param(("en", "about 5 billion"), ("zh", "49.8亿"), True, id="says-about"),
        pytest.param(("en", "5 billion"), ("zh", "52亿"), False, id="does-not-say-about"),
        pytest.param(("zh", "5000多人"), ("en", "5,123 people"), True, id="over"),
        pytest.param(("zh", "近5000人"), ("en", "4,950 people"), True, id="under"),
        pytest.param(("zh", "近5000人"), ("en", "5,950 people"), False, id="not-under"),
        pytest.param(("en", "4.98 billion"), ("zh", "49.76亿"), True, id="three-digits"),
        pytest.param(("en", "30 percent"), ("zh", "三成"), True, id="tenths"),
        pytest.param(("en", "one-third"), ("zh", "33%"), False, id="third-is-not-33"),
        pytest.param(("en", "half of them"), ("zh", "一半"), True, id="half"),
        pytest.param(("en", "2.5 percent"), ("zh", "2.5个百分点"), False, id="points-not-percent"),
        pytest.param(("en", "26 miles"), ("zh", "42公里"), True, id="converted"),
        pytest.param(("en", "800 miles"), ("zh", "800公里"), False, id="wrong-unit"),
        pytest.param(("zh", "27摄氏度"), ("en", "80 degrees"), True, id="fahrenheit"),
        pytest.param(("en", "500 million dollars"), ("zh", "5亿元"), False, id="wrong-currency"),
        pytest.param(("en", "$500 million"), ("zh", "5亿港元"), True, id="open-currency"),
        pytest.param(("zh", "5亿"), ("en", "500 million yuan"), True, id="currency-left-out"),
        pytest.param(("zh", "30日"), ("en", "on the 30th"), True, id="day"),
        pytest.param(("en", "September 30"), ("zh", "30日"), True, id="month-left-out"),
        pytest.param(("en", "September 30"), ("zh", "9月13日"), False, id="wrong-day"),
        pytest.param(("en", "3:30 p.m."), ("zh", "15时30分"), True, id="24-hours"),
        pytest.param(("en", "3:30 a.m."), ("zh", "15时30分"), False, id="wrong-half"),
        pytest.param(("en", "12 months"), ("zh", "一年"), True, id="a-year"),
        pytest.param(("zh", "十年"), ("en", "a decade"), True, id="decade"),
        pytest.param(("en", "threefold"), ("zh", "增长两倍"), True, id="times"),
        pytest.param(("en", "two"), ("zh", "双方"), True, id="implied"),
    ],
)
def test_agrees(claim: tuple[Language, str], fact: tuple[Language, str], expected: bool) -> None:
    claims, facts = (quantities(text, language) for language, text in (claim, fact))
    assert any(agrees(a, b) for a in claims for b in facts) is expected


def spelled(unit: tuple[str, str]) -> st.SearchStrategy[tuple[str, str]]:
    """Draw a name with a string that its pattern matches."""
    name, pattern = unit
    return st.tuples(st.just(name), st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True))


LETTERS = "0123456789,.%-/:$ 年月日点时万亿千百十一二三成分之第半个代元至twohalfandmillionpm"


@given(st.text(alphabet=LETTERS, max_size=40))
def test_any_text_is_read_and_cut_truly(text: str) -> None:
    for language in get_args(Language):
        for q in quantities(text, language):
            assert text[q.start : q.end] == q.text
            assert q.text


@pytest.mark.parametrize(
    ("rules", "texts"),
    [
        pytest.param(ENGLISH, [pair.en for pair in (*SEEN, *HELD_OUT)], id="en"),
        pytest.param(CHINESE, [pair.zh for pair in (*SEEN, *HELD_OUT)], id="zh"),
    ],
)
def test_no_gate_shuts_out_what_its_rule_reads(rules: Sequence[Rule], texts: Sequence[str]) -> None:
    read = [
        (pattern.pattern, text)
        for gate, pattern, build in rules
        for text in texts
        for match in [pattern.search(text)]
        if match and build(match) and not gate(text)
    ]
    assert read == []


@given(st.sampled_from(sorted(ENGLISH_UNITS.items())).flatmap(spelled))
def test_every_spelling_of_a_unit_is_read(unit: tuple[str, str]) -> None:
    name, word = unit
    assert name in {q.unit for q in quantities(f"It was 7 {word}.", "en")}


@given(st.sampled_from(ENGLISH_MONEY).flatmap(lambda row: spelled((row[1], row[0]))))
def test_every_spelling_of_a_currency_is_read(money: tuple[str, str]) -> None:
    code, word = money
    assert code in {q.unit for q in quantities(f"It cost 7 {word}.", "en")}


def test_what_is_kept_of_a_sentence_cannot_be_changed() -> None:
    quantities("It cost 5bn yuan.", "en").clear()
    assert show("It cost 5bn yuan.", "en") == ["money 5000000000 CNY"]


@given(st.integers(min_value=1, max_value=10**12))
def test_whole_numbers_survive_both_scales(value: int) -> None:
    english, chinese = f"{value:,} people", f"{value / 10**4:.4f}".rstrip("0").rstrip(".") + "万人"
    (one,) = (q for q in quantities(english, "en") if not q.loose)
    (other,) = (q for q in quantities(chinese, "zh") if not q.loose)
    assert one.value == value
    assert other.value == value


@pytest.mark.parametrize(
    "unit",
    [
        "9",
        "1,",
        "九",
        "十",
        "百",
        "1万",
        "one ",
        "1-",
        "1月1日至",
        "三分之",
        "三点",
        "hundred and ",
    ],
)
def test_no_text_takes_long(unit: str) -> None:
    text = unit * (6000 // len(unit))
    start = time.process_time()
    for language in get_args(Language):
        quantities(text, language)
    assert time.process_time() - start < 2
