"""Cleaning: what comes out of pasted text and pages, what is listed as removed, what is refused."""

from __future__ import annotations

import time
from collections import Counter
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsum.article import PARAGRAPH_BREAK, Article, Reason
from newsum.cleaning import clean
from newsum.cleaning.decode import decode, is_html
from newsum.cleaning.lines import visible
from newsum.errors import ArticleTooLong, EmptyArticle, NewsumError, NoArticleText, NotText

REASONS = get_args(Reason)

EN = """\
Harbor bridge to close for nine months
By Dana Whitlock | November 17, 2026
Share on Facebook
The bridge over the Aller will close to all traffic on Jan. 4, the city said on Tuesday, so that \
workers can replace 212 cables that inspectors found to be corroded.
Workers inspect a cable on the Aller bridge last month. (Photo: Luis Ortega)
“We would rather lose nine months than a bridge,” said chief engineer Ruth Albright, who has \
watched the cables since 2019.
What drivers should know
Buses will use the tunnel, and a free ferry will run every 20 minutes from six in the morning.
Ferry tickets will not be needed, the city said. We use cookies to improve your experience on our \
website. By continuing you agree to our use of cookies.
Contact the newsroom at tips@courier.example.
© 2026 The Harrow Courier. All rights reserved.
"""

ZH = """\
老粮仓变身社区图书馆
2026年11月16日08:12 来源：城南晚报
位于城南的老粮仓经过十四个月的修缮，昨天以社区图书馆的身份重新开放，首日接待读者两千三百余人。
图为修缮后的老粮仓外景。林一川 摄
老粮仓建于1956年，由六座圆筒形仓房组成，最高处十九米。2008年停用后，仓房一度被用作停车场。（责任编辑：孙楠）
一、粮食怕光，读书要光
负责修缮的设计师周慕远说，团队保留了原来的木楼梯和通风口，只在仓顶开了一圈天窗。
扫码关注城南晚报微信公众号
版权声明：未经授权禁止转载，违者将依法追究法律责任。
"""


def reasons(article: Article) -> dict[str, str]:
    return {removed.text: removed.reason for removed in article.removed}


def test_english_paste() -> None:
    article = clean(EN)
    assert article.title == "Harbor bridge to close for nine months"
    assert article.byline == "Dana Whitlock"
    assert article.date == "2026-11-17"
    paragraphs = article.text.split(PARAGRAPH_BREAK)
    assert paragraphs[0].startswith("The bridge over the Aller")
    assert "What drivers should know" in paragraphs
    assert paragraphs[-1] == "Ferry tickets will not be needed, the city said."
    assert article.captions == (
        "Workers inspect a cable on the Aller bridge last month. (Photo: Luis Ortega)",
    )
    assert {"byline", "share", "caption", "cookie", "contact", "copyright", "title"} <= set(
        reasons(article).values()
    )


def test_chinese_paste() -> None:
    article = clean(ZH)
    assert article.title == "老粮仓变身社区图书馆"
    assert article.date == "2026-11-16"
    paragraphs = article.text.split(PARAGRAPH_BREAK)
    assert paragraphs[1].endswith("仓房一度被用作停车场。")
    assert "一、粮食怕光，读书要光" in paragraphs
    assert len(paragraphs) == 4
    assert article.captions == ("图为修缮后的老粮仓外景。林一川 摄",)
    found = reasons(article)
    assert found["（责任编辑：孙楠）"] == "editor"
    assert found["扫码关注城南晚报微信公众号"] in ("share", "subscribe")
    assert found["版权声明：未经授权禁止转载，违者将依法追究法律责任。"] == "copyright"


def letters(text: str) -> Counter[str]:
    """Return the characters of *text* that are seen, white space aside."""
    return Counter("".join(visible(text).split()))


@pytest.mark.parametrize("text", [pytest.param(EN, id="en"), pytest.param(ZH, id="zh")])
def test_nothing_goes_without_a_trace(text: str) -> None:
    assert_traced(clean(text), text)


def assert_traced(article: Article, text: str) -> None:
    # The title is listed as removed, as are the byline and the date: text and removed are all.
    kept = [article.text, *(each.text for each in article.removed)]
    assert letters("".join(kept)) == letters(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("He watched the web cookies crumble, she said.", True, id="cookie-in-prose"),
        pytest.param("By Monday, all three banks had cut their rates.", True, id="by-in-prose"),
        pytest.param("Results may not be published before noon.", True, id="not-published"),
        pytest.param(
            "“We use cookies to find thieves,” the baker said.", True, id="quoted-cookies"
        ),
        pytest.param("记者在现场看到，图书馆门口排起了长队。", True, id="reporter-in-prose"),
        pytest.param("来自云南的代表说，今年的收成比去年好。", True, id="from-in-prose"),
        pytest.param("2021年5月15日，探测器着陆，全国观看了直播。", True, id="date-in-prose"),
        pytest.param("现场视频显示，他当时正在拍摄。", True, id="shooting-in-prose"),
        pytest.param("READ MORE: The bridge that never was", False, id="read-more"),
        pytest.param("Story continues below advertisement", False, id="ad"),
        pytest.param("J. Scott Applewhite / AP file", False, id="agency"),
        pytest.param("责编：张倩、李四", False, id="editor-zh"),
        pytest.param("（原标题：一座桥的来历）", False, id="original-title"),
        pytest.param("▲收割机在作业。受访者供图", False, id="caption-zh"),
        pytest.param("京ICP备00000000号", False, id="licence"),
    ],
)
def test_rules_tell_litter_from_prose(text: str, kept: bool) -> None:
    lead = "The council met on Monday and heard nine speakers before it voted to adjourn."
    lead = (
        "市议会周一开会，听取了九名代表的发言，随后表决休会。" if "一" <= text[1] <= "鿿" else lead
    )
    article = clean(f"{lead}\n{text}\n{lead[:-1]} again.")
    assert (text in article.text) is kept


@pytest.mark.parametrize(
    ("source", "title"),
    [
        pytest.param(
            "Rates fall again\n\nThe bank cut its rate on Monday.", "Rates fall again", id="en"
        ),
        pytest.param(
            "央行再次降息\n\n央行周一宣布下调基准利率，为今年以来第三次。", "央行再次降息", id="zh"
        ),
        pytest.param("The bank cut its rate.\n\nIt was the third cut of the year.", "", id="prose"),
        pytest.param("One line alone, and no more", "", id="single"),
        pytest.param("Rates fall\n\nBanks cheer\n\nMarkets rise", "", id="three-headlines"),
    ],
)
def test_title_only_when_sure(source: str, title: str) -> None:
    assert clean(source).title == title


PROSE_EN = "The central bank cut its main rate by half a point on Monday, officials said. " * 3
PROSE_ZH = "国家外汇管理局公布的数据显示，截至十二月末，我国外汇储备规模为三万亿美元。" * 3
PROSE_HANT = "國家外匯管理局公布的數據顯示，截至十二月末，我國外匯儲備規模為三萬億美元。" * 3


@pytest.mark.parametrize(
    ("text", "encoding", "head"),
    [
        pytest.param(PROSE_EN, "utf-8", "", id="utf-8"),
        pytest.param(PROSE_EN + "café, naïve", "cp1252", "", id="latin"),
        pytest.param(PROSE_EN, "utf-16", "", id="utf-16"),
        pytest.param(PROSE_EN, "utf-16-le", "", id="utf-16-no-mark"),
        pytest.param(PROSE_ZH, "utf-8-sig", "", id="bom"),
        pytest.param(PROSE_ZH, "gbk", "", id="gbk-undeclared"),
        pytest.param(PROSE_ZH, "gb18030", '<meta charset="gb2312">', id="gb-declared"),
        pytest.param(PROSE_ZH, "gbk", '<meta charset="utf-8">', id="gbk-declared-utf-8"),
        pytest.param(PROSE_ZH, "utf-8", '<meta charset="gbk">', id="utf-8-declared-gbk"),
        pytest.param(PROSE_HANT, "big5", '<meta charset="big5">', id="big5"),
        pytest.param(PROSE_HANT, "big5", '<meta charset="iso-8859-1">', id="big5-declared-latin"),
        pytest.param(PROSE_HANT, "big5", '<meta charset="no-such-thing">', id="made-up"),
    ],
)
def test_decode(text: str, encoding: str, head: str) -> None:
    assert decode((head + text).encode(encoding)) == head + text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("<!DOCTYPE html><title>T</title><p>One.", True, id="page"),
        pytest.param("<p>One.</p><p>Two.</p>", True, id="piece"),
        pytest.param("<div>" * 500 + "deep", True, id="unclosed"),
        pytest.param(
            "Put a <p> before each paragraph, and a <br> where you will.", False, id="tags"
        ),
        pytest.param("If a < b and c > d, then so be it.", False, id="less-than"),
        pytest.param("苹果 < 梨 > 桃", False, id="zh"),
    ],
)
def test_is_html(text: str, html: bool) -> None:
    assert is_html(text) is html


@pytest.mark.parametrize(
    ("source", "error"),
    [
        pytest.param("", EmptyArticle, id="empty"),
        pytest.param(b"", EmptyArticle, id="no-bytes"),
        pytest.param(" \n\t\u3000\ufeff\x00\ud800", EmptyArticle, id="nothing-visible"),
        pytest.param("😀👍" * 40, NoArticleText, id="emoji"),
        pytest.param("Accept all cookies\nSubscribe\n© 2026 X Ltd.", NoArticleText, id="litter-en"),
        pytest.param(
            "责任编辑：王某\n版权所有 未经授权不得转载\n分享到：", NoArticleText, id="litter-zh"
        ),
        pytest.param("<!-- nothing -->", NoArticleText, id="comment"),
        pytest.param(
            "<html><body><div id=app></div></body></html>", NoArticleText, id="script-page"
        ),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), NotText, id="png"),
        pytest.param(b"%PDF-1.7 " + bytes(99), NotText, id="pdf"),
        pytest.param(bytes(range(256)) * 99, NotText, id="binary"),
        pytest.param("a" * 20_000_001, ArticleTooLong, id="too-long"),
        pytest.param("One line of the many.\n" * 30_000, ArticleTooLong, id="too-many-lines"),
        pytest.param("<p>x</p>" * 30_000, ArticleTooLong, id="too-many-blocks"),
    ],
)
def test_refused(source: str | bytes, error: type[NewsumError]) -> None:
    with pytest.raises(error):
        clean(source)


def test_depth_is_named() -> None:
    deep = "<div>" * 20_000 + PROSE_EN + "</div>" * 20_000
    with pytest.raises(NoArticleText, match="too deeply"):
        clean(deep)
    assert "central bank" in clean("<div>" * 1_500 + PROSE_EN + "</div>" * 1_500).text


@pytest.mark.parametrize(
    "source",
    [
        pytest.param((PROSE_EN + "\n\n") * 19_000, id="4-mb"),
        pytest.param(PROSE_EN * 42_000, id="10-mb-in-a-line"),
        pytest.param("word" * 250_000, id="a-million-characters"),
        pytest.param("国" * 1_000_000, id="a-million-ideographs"),
        pytest.param("<div>" * 20_000 + PROSE_EN + "</div>" * 20_000, id="nested"),
        pytest.param("<table><tr><td>" * 20_000 + PROSE_EN, id="nested-tables"),
        pytest.param("<html>" + f"<p>{PROSE_EN}</p>" * 5_000, id="5000-paragraphs"),
        pytest.param("\x00".join(PROSE_EN), id="nul"),
        pytest.param(PROSE_EN + "\ud83d" + PROSE_EN, id="lone-surrogate"),
        pytest.param("<" * 300_000, id="less-than-signs"),
        pytest.param("( " * 300_000, id="brackets"),
        pytest.param('<p class="' + "a " * 500_000 + f'">{PROSE_EN}</p>', id="long-class"),
        pytest.param(
            f'<script type="application/ld+json">{"[" * 200_000}</script><p>{PROSE_EN}</p>',
            id="json",
        ),
    ],
)
def test_hostile_sources_end_soon(source: str) -> None:
    start = time.process_time()
    said = ""
    try:
        assert clean(source).text
    except NewsumError as error:
        said = str(error)
    assert time.process_time() - start < 5
    assert len(said) < 400


def assert_stable(article: Article) -> None:
    """Check that the text of a cleaned article is clean.

    A first line that reads like a headline, such as a page's summary, is a title to who sees it
    alone; it may stand on two lines.
    """
    again = clean(article.text, html=False)
    title = [each.text for each in again.removed if each.reason == "title"]
    assert PARAGRAPH_BREAK.join([*title, again.text]) == article.text
    assert len(again.removed) == len(title)
    assert len(set(title)) <= 2


def is_sound(article: Article) -> None:
    paragraphs = article.text.split(PARAGRAPH_BREAK)
    assert all(each and each == " ".join(each.split()) for each in paragraphs)
    assert [span.text for span in article.paragraphs()] == paragraphs
    assert all(article.text[span.start : span.end] == span.text for span in article.paragraphs())
    assert all(removed.text and removed.reason in REASONS for removed in article.removed)
    article.text.encode("utf-8")


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *EN.splitlines(),
                *ZH.splitlines(),
                "Read more",
                "Advertisement",
                "1",
                "<b>bold</b>",
                "分享到：",
                "A short line",
                "",
            ]
        ),
        st.text(max_size=60),
    ),
    max_size=14,
)


@settings(max_examples=120, deadline=None)
@given(LINES)
def test_cleaning_is_idempotent_and_raises_only_its_own(lines: list[str]) -> None:
    try:
        article = clean("\n".join(lines), html=False)
    except NewsumError:
        return
    is_sound(article)
    assert_traced(article, "\n".join(lines))
    assert_stable(article)


MARKUP = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<p>", "</p>", "<div class='story-body'>", "</div>", "<figure>", "<figcaption>", "<br>",
                "<a href=x>", "</a>", "<ul><li>", "<table><tr><td>", "<script>", "</script>", "<h1>",
                "<!--", "-->", "&lt;", "&#0;", "<nav>", "<aside class=related>", "<html>", "<body>",
                PROSE_EN, PROSE_ZH, EN.splitlines()[5], "Share",
            ]
        ),
        st.text(max_size=30),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(MARKUP)
def test_any_markup_cleans_or_is_refused(pieces: list[str]) -> None:
    try:
        article = clean("".join(pieces), html=True)
    except NewsumError:
        return
    is_sound(article)
    assert_stable(article)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_clean_or_are_refused(source: bytes) -> None:
    try:
        is_sound(clean(source))
    except NewsumError:
        return


def test_what_the_caller_knows_is_passed_on() -> None:
    article = clean(PROSE_EN, url="https://www.courier.example/2026/11/17/bridge", language="en")
    assert (article.url, article.site, article.language) == (
        "https://www.courier.example/2026/11/17/bridge",
        "courier.example",
        "en",
    )


PIER = """The council voted on Tuesday to close the old pier for two years so that its legs can be replaced.

Engineers found cracks in eleven of the forty legs after the storm in January.

Shopkeepers on the front fear that visitors will stay away while the pier is closed."""
PIER_ZH = """市议会周二表决，决定将旧码头关闭两年，以便更换其铁柱，工程九月开工。

工程师在一月的风暴之后发现，四十根柱子中有十一根出现裂缝。

海滨的店主担心，码头关闭期间游客不再前来。"""


@pytest.mark.parametrize(
    ("head", "body", "title", "byline", "stays"),
    [
        pytest.param(
            ["Old pier to close for two years", "Cracks in its legs, engineers say"], PIER,
            "Old pier to close for two years", "", "Cracks in its legs, engineers say", id="standfirst",
        ),
        pytest.param(
            ["The Courier", "Old pier to close for two years"], PIER,
            "Old pier to close for two years", "", "", id="paper",
        ),
        pytest.param(
            ["Local News", "Old pier to close for two years", "Ana Ruiz and Li Wei"], PIER,
            "Old pier to close for two years", "Ana Ruiz, Li Wei", "", id="section-and-writers",
        ),
        pytest.param(
            ["Old pier to close for two years", "It will be a sad summer for the town, they say.", "Ana Ruiz"],
            PIER, "Old pier to close for two years", "Ana Ruiz",
            "It will be a sad summer for the town, they say.", id="standfirst-with-a-stop",
        ),
        pytest.param(
            ["Subject: Old pier to close for two years"], PIER,
            "Old pier to close for two years", "", "", id="mail",
        ),
        pytest.param(
            ["Ana Ruiz", "A long way down"], PIER, "", "", "Ana Ruiz\n\nA long way down", id="no-echo",
        ),
        pytest.param(
            ["旧码头将关闭两年-城南网", "旧码头将关闭两年"], PIER_ZH, "旧码头将关闭两年", "", "", id="said-again-zh",
        ),
        pytest.param(
            ["旧码头将关闭两年", "工程师：柱子出现裂缝"], PIER_ZH,
            "旧码头将关闭两年", "", "工程师：柱子出现裂缝", id="standfirst-zh",
        ),
        pytest.param(
            ["Old pier to close for two", "years, council says"], PIER,
            "Old pier to close for two years, council says", "", "", id="two-lines",
        ),
        pytest.param(
            ["Journalism that matters to everyone"], PIER, "", "", "Journalism that matters to everyone", id="appeal",
        ),
        pytest.param(["2026-11-17 [Source: Courier]"], PIER, "", "", "2026-11-17 [Source: Courier]", id="stamp"),
        pytest.param(["Old pier to close and the coun-"], PIER, "", "", "Old pier to close and the coun-", id="hyphen"),
        pytest.param(
            ["旧码头将关闭两年，工程师说", "柱子出现裂缝的", "码头九月开工"], PIER_ZH,
            "旧码头将关闭两年，工程师说", "", "柱子出现裂缝的\n\n码头九月开工", id="standfirst-over-two-lines-zh",
        ),
        pytest.param(
            ["市长考察时强调", "旧码头将关闭两年"], PIER_ZH, "市长考察时强调 旧码头将关闭两年", "", "", id="two-lines-zh",
        ),
        pytest.param(
            ["城南晚报", "旧码头将关闭两年_新闻频道_城南网"], PIER_ZH,
            "旧码头将关闭两年", "", "", id="paper-and-site-zh",
        ),
    ],
)  # fmt: skip
def test_the_head_of_a_clean_paste(
    head: list[str], body: str, title: str, byline: str, stays: str
) -> None:
    article = clean("\n\n".join([*head, body]))
    assert (article.title, article.byline) == (title, byline)
    assert article.text == "\n\n".join(filter(None, [stays, body]))
    taken = [line for line in head if line not in stays.split("\n\n")]
    assert [removed.text for removed in article.removed] == taken


PIER_HANT = """市議會周二表決，決定將舊碼頭關閉兩年，以便更換其鐵柱，工程九月開工。

工程師在一月的風暴之後發現，四十根柱子中有十一根出現裂縫。

海濱的店主擔心，碼頭關閉期間遊客不再前來。"""


@pytest.mark.parametrize(
    ("head", "body", "title", "byline", "date"),
    [
        pytest.param(
            ["Old pier to close for two years", "Ana Ruiz, transport correspondent", "Nov 17, 2026"],
            PIER, "Old pier to close for two years", "Ana Ruiz", "2026-11-17", id="post",
        ),
        pytest.param(
            ["Old pier to close for two years", "LOCAL NEWS", "Ana Ruiz | The Courier | Nov 17, 2026"],
            PIER, "Old pier to close for two years", "Ana Ruiz", "2026-11-17", id="bars",
        ),
        pytest.param(
            ["The end of the pier. What now?", "By Ana Ruiz", "17 November 2026"],
            PIER, "The end of the pier. What now?", "Ana Ruiz", "2026-11-17", id="two-sentences",
        ),
        pytest.param(
            ["2026-11-16 快讯", "旧码头将关闭两年", "城南社／ 记者林一川老城7日电"],
            PIER_ZH, "旧码头将关闭两年", "林一川", "2026-11-16", id="stamp-above-zh",
        ),
        pytest.param(
            ["舊碼頭將關閉兩年", "城南報／ 記者林一川／老城即時報導", "2026-11-16 08:12"],
            PIER_HANT, "舊碼頭將關閉兩年", "林一川", "2026-11-16", id="reporter-zh-hant",
        ),
        pytest.param(
            ["（原标题：旧码头将关闭两年）", "2026年11月16日 来源：城南晚报"],
            PIER_ZH, "旧码头将关闭两年", "", "2026-11-16", id="original-title-zh",
        ),
        pytest.param(
            ["The old council and the pier", "The Council Post", "17 November 2026"],
            PIER, "The old council and the pier", "", "2026-11-17", id="account-over-the-day",
        ),
        pytest.param(
            [
                "市长在城南考察旧码头时强调 加快推进工程建设 确保九月按期开工 切实保障海滨店主的生计",
                "2026-11-16 08:12 来源：城南网",
            ],
            PIER_ZH, "市长在城南考察旧码头时强调 加快推进工程建设 确保九月按期开工 切实保障海滨店主的生计",
            "", "2026-11-16", id="long-zh",
        ),
        pytest.param(
            ["城南晚报", "这个夏天我们要再见了，老码头……", "来源：城南晚报 作者：林一川 2026-11-16"],
            PIER_ZH, "这个夏天我们要再见了，老码头……", "林一川", "2026-11-16", id="dots-zh",
        ),
    ],
)  # fmt: skip
def test_title_writer_and_day_of_a_paste(
    head: list[str], body: str, title: str, byline: str, date: str
) -> None:
    article = clean("\n\n".join([*head, body]))
    assert (article.title, article.byline, article.date) == (title, byline, date)
    assert clean(article.text).text == article.text


def test_a_headline_beats_the_short_text_of_a_picture() -> None:
    picture = "The old pier in a storm with its legs in the sea"
    head = [
        "Pier will shut for work on its legs",
        picture,
        "Luis Ortega/Getty Images",
        f"{picture}, which engineers found to be cracked in January.",
    ]
    assert clean("\n".join([*head, PIER])).title == head[0]


def test_a_long_headline_in_sentence_case_may_be_a_standfirst_and_stays() -> None:
    line = "Old pier to close for two years while cracked legs are replaced and shopkeepers fear for summer"
    cookies = "We use cookies to improve your experience on our website."
    for lines in ([line], [line, cookies]):
        article = clean("\n\n".join([*lines, PIER]))
        assert (article.title, article.text) == (line, f"{line}\n\n{PIER}")
        assert str(article) == article.text
        assert clean(article.text).text == article.text
    assert clean(f"{line.title()}\n\n{PIER}").text == PIER  # In Title Case it is a headline


def test_a_standfirst_right_above_the_headline_stays() -> None:
    standfirst = "A sad summer lies ahead for everyone who sells ice cream by the sea"
    head = [standfirst, "Old pier to close for two years", "By Ana Ruiz | November 17, 2026"]
    article = clean("\n".join(head) + f"\n\n{PIER}")
    assert article.title == "Old pier to close for two years"
    assert article.text == f"{standfirst}\n\n{PIER}"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        pytest.param("Key Takeaways", 0, id="looks-like-a-name"),
        pytest.param(
            "More information: A. Ruiz et al, Cracks in iron piers, Pier Studies (2026). "
            "DOI: 10.1000/182",
            3, id="the-study",
        ),
        pytest.param("论文信息：林一川等，《铁柱的裂缝》，码头研究，2026年", 3, id="the-study-zh"),
    ],
)  # fmt: skip
def test_the_articles_own_lines_that_look_like_litter_stay(line: str, place: int) -> None:
    paragraphs = (PIER_ZH if "论文" in line else PIER).split("\n\n")
    paragraphs.insert(place, line)
    litter = ["Share on Facebook", "We use cookies to improve your experience on our website."]
    article = clean("\n".join([*paragraphs, *litter]))
    assert line in article.text.split("\n\n")


PIER_MORE = """

The ferry to the island will leave from the other side of the harbour, the council said on Friday.

The work will cost 4.2 million pounds, of which the harbour board will pay a third, it added."""
PIER_MORE_ZH = """

市议会周五在一份声明中说，前往小岛的渡轮将改从港口的另一侧开出，每小时两班，票价不变。

工程预计耗资四百二十万元，其中三分之一由港务局承担，其余由市里分三年拨付。

市长表示，他宁愿失去两个夏天，也不愿失去这座有一百二十年历史的码头，并感谢市民的耐心。"""


@pytest.mark.parametrize(
    ("body", "around"),
    [
        pytest.param(PIER + PIER_MORE, ["Live now", "0:00 0:24:30", "Up to the minute", "Go deeper"], id="en"),
        pytest.param(
            PIER_ZH + PIER_MORE_ZH,
            ["节目预告", "请稍等", "精彩回放", "0:00 0:24:30 0:00", "下一个"], id="zh",
        ),
    ],
)  # fmt: skip
def test_lines_around_the_body_go_though_no_rule_knows_them(body: str, around: list[str]) -> None:
    body = body.replace("\n\n", "\n")
    article = clean("\n".join([body, *around]))
    assert article.text.startswith(body.replace("\n", "\n\n"))
    # What stands right below the body may be of it.
    assert {removed.text for removed in article.removed} >= set(around[1:])


FILED = "HARLOW, Nov. 17 (Courier) — " + PIER + PIER_MORE
FILED_ZH = "本报宁州11月17日电 " + PIER_ZH + PIER_MORE_ZH


@pytest.mark.parametrize(
    ("body", "end", "reason"),
    [
        pytest.param(
            FILED, ["Tram line to open in spring", "ALMEDA, Nov. 16 (Courier) — The first line of the tram will open in spring, three years after work on it..."],
            "related", id="another-report",
        ),
        pytest.param(
            FILED_ZH, ["电车线路明年春天开通", "本报阿尔梅达11月16日电 市长周一说，第一条电车线路将于明年春天开通，比原计划晚了三年，总投资也"],
            "related", id="another-report-zh",
        ),
        pytest.param(
            PIER.replace("The council", "HARLOW, Nov. 17 /PRNewswire/ -- The council") + PIER_MORE,
            ["About Harlow Piers", "Harlow Piers Ltd. has kept the piers of the county since 1904 and employs 120 people.",
             "Forward-Looking Statements", "This release contains statements about the future that may prove to be wrong."],
            "contact", id="press-release",
        ),
        pytest.param(
            PIER_ZH + PIER_MORE_ZH, ["关于哈洛码头公司", "哈洛码头公司成立于1904年，是全县最大的码头运营企业，现有员工一百二十人。", "新闻稿联系人 林一川"],
            "contact", id="press-release-zh",
        ),
    ],
)  # fmt: skip
def test_what_stands_below_a_report_goes(body: str, end: list[str], reason: str) -> None:
    article = clean("\n".join([body, *end]))
    assert article.text == body
    assert [(removed.text, removed.reason) for removed in article.removed[-len(end) :]] == [
        (line, reason) for line in end
    ]


def test_a_caption_goes_where_it_is_said_without_its_credit_too() -> None:
    caption = "Visitors walk along the old pier at dusk in August"
    article = clean(f"{caption}\n{caption} (Photo: Li Wei)\n\n{PIER}")
    assert article.text == PIER
    assert [removed.reason for removed in article.removed] == ["caption", "caption"]


def test_a_word_broken_at_a_hard_wrap_is_made_whole() -> None:
    wrapped = """\
The council voted on Tuesday to close the old pier for two years so that its cor-
roded legs can be replaced. Engineers found cracks in eleven of the forty legs of
the pier after the storm in January, and said that a second storm like it would
probably have broken at least three of them. Shopkeepers on the front fear that vis-
itors will stay away while the pier is closed, and have asked for lower rents."""
    text = clean(wrapped).text
    assert "its corroded legs" in text
    assert "that visitors will" in text
