"""Sentences by themselves, in tables."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsum.languages import Language
from newsum.selection.standalone import detached, leads_on, tidy, unmarked


@pytest.mark.parametrize(
    ("tied", "free"),
    [
        ("But the roof leaks.", "The roof leaks."),
        ("And then it rained.", "Then it rained."),
        ("However, the bank rose.", "The bank rose."),
        ("At the same time, 40 ships left.", "40 ships left."),
        ("In addition, $5 was paid.", "$5 was paid."),
        ("But iPhone sales rose.", "iPhone sales rose."),
        ("That is why the bank rose.", "The bank rose."),
        ("It is for that reason that the bank rose.", "The bank rose."),
        ("The courts, however, ruled.", "The courts ruled."),
        ("In May, however, the bank rose.", "In May, the bank rose."),
        ("Last year, though, Ann left.", "Last year, Ann left."),
        ("At the same time, however, ships left.", "Ships left."),
        ("It is late, though, and we left.", "It is late, and we left."),
        ("But for rain, all was well.", "But for rain, all was well."),
        ("And so it went.", "And so it went."),
        ("Yet another ship left.", "Yet another ship left."),
        ("So many came.", "So many came."),
        ("Still life sold well.", "Still life sold well."),
        ("For example, a ship left.", "For example, a ship left."),
        ("Otherwise, ships leave.", "Otherwise, ships leave."),
        ("“But we paid,” he said.", "“But we paid,” he said."),
        ("Button shops opened.", "Button shops opened."),
        ("But", "But"),
    ],
)
def test_english(tied: str, free: str) -> None:
    assert detached(tied, "en") == free


@pytest.mark.parametrize(
    ("tied", "free"),
    [
        ("但银行上涨。", "银行上涨。"),
        ("但是银行上涨。", "银行上涨。"),
        ("但是，另一方面，银行上涨。", "银行上涨。"),
        ("然而，银行上涨。", "银行上涨。"),
        ("与此同时，银行上涨。", "银行上涨。"),
        ("而银行上涨。", "银行上涨。"),
        ("对此，专家表示乐观。", "专家表示乐观。"),
        ("两天之后的1月6日，银行上涨。", "1月6日，银行上涨。"),
        ("但app商店上涨。", "app商店上涨。"),
        ("但愿银行上涨。", "但愿银行上涨。"),
        ("但凡银行上涨。", "但凡银行上涨。"),
        ("而是银行上涨。", "而是银行上涨。"),
        ("而后银行上涨。", "而后银行上涨。"),
        ("例如，银行上涨。", "例如，银行上涨。"),
        ("同时银行上涨。", "同时银行上涨。"),
        ("另外三家银行上涨。", "另外三家银行上涨。"),
        ("“但银行上涨。”他说。", "“但银行上涨。”他说。"),
        ("两天之后，银行上涨。", "两天之后，银行上涨。"),
        ("但。", "但。"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "zh-Hant"])
def test_chinese(tied: str, free: str, language: Language) -> None:
    assert detached(tied, language) == free


@pytest.mark.parametrize(
    ("language", "raw", "shown"),
    [
        pytest.param("en", "THE bank rose.", "The bank rose.", id="the"),
        pytest.param("en", "IT’s late.", "It’s late.", id="it-is"),
        pytest.param("en", "IT spending rose.", "IT spending rose.", id="it-department"),
        pytest.param("en", "US officials left.", "US officials left.", id="us"),
        pytest.param("en", "A BBC team left.", "A BBC team left.", id="acronym-after"),
        pytest.param("en", "• Ships left", "Ships left.", id="bullet"),
        pytest.param("en", "-5 degrees was the low.", "-5 degrees was the low.", id="minus"),
        pytest.param("en", "It rose (by 5%)", "It rose (by 5%).", id="bracket"),
        pytest.param("en", "He said “no.”", "He said “no.”", id="quoted-stop"),
        pytest.param("zh", "★银行上涨", "银行上涨。", id="star"),
        pytest.param("zh", "银行说:“好”,然后上涨!", "银行说：“好”，然后上涨！", id="marks"),
        pytest.param("zh", "10:30开市,涨1,000点", "10:30开市，涨1,000点。", id="figures"),
        pytest.param("zh", "银行(总部)与 f(x)", "银行（总部）与 f(x)。", id="brackets"),
        pytest.param("zh", "Ｃｏｖａ餐厅", "Cova餐厅。", id="wide-letters"),
        pytest.param("zh", "增长５％。", "增长5％。", id="wide-figures"),
        pytest.param("en", "1. The pier closes.", "The pier closes.", id="item"),
        pytest.param("en", "(2) The pier closes.", "The pier closes.", id="item-in-brackets"),
        pytest.param("en", "• 3) The pier closes.", "The pier closes.", id="item-and-bullet"),
        pytest.param("en", "10.5 metres of pier fell.", "10.5 metres of pier fell.", id="decimal"),
        pytest.param("en", "40 ships left.", "40 ships left.", id="a-figure"),
        pytest.param("en", "2026. It rained.", "2026. It rained.", id="a-year"),
        pytest.param("en", "# Pier closes", "Pier closes.", id="heading"),
        pytest.param("en", "> The pier closes.", "The pier closes.", id="markdown-quotation"),
        pytest.param("en", "- **1. Pier**: it closes.", "Pier: it closes.", id="all-of-them"),
        pytest.param("en", "The pier closes,", "The pier closes.", id="cut-off"),
        pytest.param("zh", "栈桥周一关闭，", "栈桥周一关闭。", id="cut-off-zh"),
        pytest.param("en", "| The pier | closes. |", "The pier | closes.", id="bars"),
        pytest.param("zh", "1.栈桥关闭。", "栈桥关闭。", id="item-zh"),
        pytest.param("zh", "（二）栈桥关闭。", "栈桥关闭。", id="item-in-brackets-zh"),
        pytest.param("zh", "三、栈桥关闭。", "栈桥关闭。", id="item-han"),
        pytest.param("zh", "1、2号线停运。", "1、2号线停运。", id="two-lines"),
        pytest.param("zh", "一、二审均败诉。", "一、二审均败诉。", id="two-trials"),
        pytest.param("zh", "3.15晚会开幕。", "3.15晚会开幕。", id="a-date"),
        pytest.param("zh", "（23）日栈桥关闭。", "（23）日栈桥关闭。", id="a-day"),
        pytest.param("zh", "**栈桥**周一关闭。", "栈桥周一关闭。", id="bold-zh"),
        pytest.param("zh", "同比增长6.4%,与上年持平", "同比增长6.4%，与上年持平。", id="percent"),
        pytest.param(
            "zh", "11月16日晚,2026世界杯开幕。", "11月16日晚，2026世界杯开幕。", id="date"
        ),
        pytest.param("zh", "增长5%.", "增长5%。", id="stop"),
        pytest.param("zh", '他说"好",然后走了。', '他说"好"，然后走了。', id="straight-quotes"),
        pytest.param("zh", "GDP (初值)为1,000亿元", "GDP（初值）为1,000亿元。", id="bracket-zh"),
        pytest.param("zh", "国内生产总值(GDP)增长", "国内生产总值（GDP）增长。", id="acronym"),
        pytest.param("zh", "It rose, he said.", "It rose, he said.", id="english-in-chinese"),
        pytest.param("zh", "强调 彰显特色", "强调 彰显特色。", id="a-headline-keeps-its-spaces"),
    ],
)
def test_tidy(language: Language, raw: str, shown: str) -> None:
    assert tidy(raw, language) == shown


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**The pier** closes.", "The pier closes."),
        ("The *Harbour Post* left.", "The Harbour Post left."),
        ("***Old*** pier", "Old pier"),
        ("**The pier closes.", "The pier closes."),
        ("It stays shut.**", "It stays shut."),
        ("It closes on [Monday](http://x.y).", "It closes on Monday."),
        ('See [the plan](/plan.html "Plan").', "See the plan."),
        ("![pier](https://x.y/p.jpg) It closes.", " It closes."),
        ("**栈桥**[周一](https://x.y)关闭", "栈桥周一关闭"),
        ("He said f**k and s**t.", "He said f**k and s**t."),
        ("2 * 3 * 4 is 24", "2 * 3 * 4 is 24"),
        ("Rated 5* and 4*", "Rated 5* and 4*"),
        ("He [the mayor] (of Westport) left.", "He [the mayor] (of Westport) left."),
    ],
)
def test_markdown(marked: str, plain: str) -> None:
    assert unmarked(marked) == plain


@given(st.text(alphabet="But, nthe但而，。 however“”(（)A1•.*#[]二、", max_size=40))
def test_nothing_is_lost_but_connectives(text: str) -> None:
    for language in ("en", "zh"):
        assert len(detached(text, language)) <= len(text)
        assert tidy(tidy(text, language), language) == tidy(text, language)


@pytest.mark.parametrize(
    "text",
    [
        *("But " * 100_000, "但" * 300_000, "a" * 300_000, "(" * 300_000, " " * 300_000),
        *("•" * 300_000, "1. " * 100_000, "**a " * 80_000, "[a](" * 80_000, "(a)," * 80_000 + "但"),
    ],
)
def test_the_work_is_bounded(text: str) -> None:
    begin = time.process_time()
    for language in ("en", "zh"):
        leads_on(text, language)
        detached(text, language)
        tidy(text, language)
    assert time.process_time() - begin < 2
