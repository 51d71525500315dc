"""Title, writer and day of a pasted page: what the lines around the body tell."""

from __future__ import annotations

import pytest

from newsum.cleaning import clean
from newsum.cleaning.origin import author, byline, iso_date, signs, told, writers

BODY_EN = """\
The bridge over the Aller will close to all traffic on Jan. 4, the city said on Tuesday, so that \
workers can replace 212 cables that inspectors found to be corroded.
“We would rather lose nine months than a bridge,” said chief engineer Ruth Albright, who has \
watched the harbor bridge and its cables since 2019.
Buses will use the tunnel, and a free ferry will run every 20 minutes from six in the morning.\
"""
BODY_ZH = """\
位于城南的老粮仓经过十四个月的修缮，昨天以社区图书馆的身份重新开放，首日接待读者两千三百余人。
老粮仓建于1956年，由六座圆筒形仓房组成，最高处十九米。2008年停用后，仓房一度被用作停车场。
负责修缮的设计师周慕远说，团队保留了原来的木楼梯和通风口，只在仓顶开了一圈天窗。\
"""


@pytest.mark.parametrize(
    ("above", "below", "title", "writer", "day"),
    [
        pytest.param(
            f"Subscribe\nSign in\nHome\nMenu\nHarbor bridge to close for nine months\n"
            f"By Dana Whitlock and Luis de Souza | November 17, 2026\nShare\n{BODY_EN}",
            "Advertisement\n© 2026 The Harrow Courier. All rights reserved.",
            "Harbor bridge to close for nine months",
            "Dana Whitlock, Luis de Souza",
            "2026-11-17",
            id="en",
        ),
        pytest.param(
            f"Harbor bridge to close for nine months\nBy\nDana Whitlock\n3 hours ago\n{BODY_EN}",
            "Most Read\nSign up for our newsletter",
            "Harbor bridge to close for nine months",
            "Dana Whitlock",
            "",
            id="by-alone",
        ),
        pytest.param(
            f"登录 注册\n首页 > 本地 > 正文\n城南老粮仓变身社区图书馆_城南新闻网\n"
            f"2026年11月16日08:12 来源：城南晚报 作者：林一川\n分享到：\n{BODY_ZH}",
            "责任编辑：孙楠\n版权声明：未经授权禁止转载。",
            "城南老粮仓变身社区图书馆",
            "林一川",
            "2026-11-16",
            id="zh",
        ),
        pytest.param(
            f"城南老粮仓变身社区图书馆\n2026-11-16 08:12\n新华社城南11月16日电（记者林一川、孙楠）{BODY_ZH}",
            "责任编辑：周正",
            "城南老粮仓变身社区图书馆",
            "林一川, 孙楠",
            "2026-11-16",
            id="agency",
        ),
    ],
)
def test_pasted_page(above: str, below: str, title: str, writer: str, day: str) -> None:
    article = clean(f"{above}\n{below}")
    assert (article.title, article.byline, article.date) == (title, writer, day)
    assert title not in article.text.split("\n")


MENU = "\n".join(("Sign in", "Subscribe", "Home", "Menu", "Search", "Share") * 5)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        pytest.param(
            f"Free Ferry Cables\n{MENU}\nAller crossing to shut on Jan. 4 for months, city says",
            "Aller crossing to shut on Jan. 4 for months, city says",
            id="menu-far-above",
        ),
        pytest.param(
            "Engineer on harbor bridge and its cables: “We would rather lose nine months”",
            "Engineer on harbor bridge and its cables: “We would rather lose nine months”",
            id="ends-in-a-quotation",
        ),
        pytest.param(
            "Harbor bridge over the Aller will close, says Gov. Ruth Albright",
            "Harbor bridge over the Aller will close, says Gov. Ruth Albright",
            id="abbreviated-office",
        ),
        pytest.param(
            "What nine months without the bridge mean for U.S. steel cables",
            "What nine months without the bridge mean for U.S. steel cables",
            id="abbreviated-country",
        ),
        pytest.param(
            "New policy on corroded cables closes harbor bridge\nFree ferry to run all winter",
            "New policy on corroded cables closes harbor bridge",
            id="policy",
        ),
        pytest.param(
            "Will the harbor bridge really close for nine months?\n"
            "(It will, the city said on Tuesday.)",
            "",
            id="followed-by-an-aside",
        ),
        pytest.param("Ana Ruiz, University of Aller Bridge", "", id="scholar"),
        pytest.param(
            "老粮仓重开当日：“粮食怕光，读书要光”", "老粮仓重开当日：“粮食怕光，读书要光”", id="ends-in-a-quotation-zh"
        ),
        pytest.param(
            "城南老粮仓重新开放，逛展读书两不误(图)\n馆内同步展出摄影作品", "城南老粮仓重新开放，逛展读书两不误", id="fewer-echoes-zh"
        ),
        pytest.param(
            "城南老粮仓会见中外记者代表团\n关键词：城南，粮仓，老粮仓，读书，摄影，展览", "城南老粮仓会见中外记者代表团", id="reporters-zh"
        ),
    ],
)  # fmt: skip
def test_which_line_is_the_headline(head: str, title: str) -> None:
    chinese = "老" in head
    page = (
        f"登录 注册\n{head}\n2026-11-16 08:12\n分享到：\n{BODY_ZH}\n责任编辑：孙楠"
        if chinese
        else f"{head}\n{BODY_EN}\nSign up for our newsletter\nAdvertisement"
    )
    article = clean(page)
    assert article.title == title
    if not title:
        assert article.text.startswith(head.partition("\n")[0])


def test_a_line_right_above_the_writer_is_the_headline_though_nothing_repeats_it() -> None:
    headline = "Stocks slide as yields hit 16-month high"
    article = clean(f"{headline}\nBy Jane Holloway\n\n{BODY_EN}")
    assert (article.title, article.byline) == (headline, "Jane Holloway")


def test_standfirst_stays() -> None:
    page = (
        "<html><head><title>Harbor bridge to close for nine months</title></head><body><article>"
        "<h1>Harbor bridge to close for nine months</h1>"
        "<p class='standfirst'>City blames corroded cables and promises a free ferry</p>"
        + "".join(f"<p>{line}</p>" for line in BODY_EN.splitlines())
        + "</article></body></html>"
    )
    article = clean(page)
    assert article.title == "Harbor bridge to close for nine months"
    assert article.text.startswith("City blames corroded cables")


@pytest.mark.parametrize(
    ("first", "title", "goes", "writer"),
    [
        pytest.param(
            "新华社城南11月16日电 题：城南老粮仓变身社区图书馆", "城南老粮仓变身社区图书馆", "title", "",
            id="dateline-and-title",
        ),
        pytest.param(
            "本文原标题：《城南老粮仓变身社区图书馆》", "城南老粮仓变身社区图书馆", "title", "",
            id="original-title",
        ),
        pytest.param(
            "半岛谈记者 林一川", "城南老粮仓变身社区图书馆", "byline", "林一川", id="reporter"
        ),
        pytest.param(
            "城南新闻网老城频道 记者 林一川 孙楠", "城南老粮仓变身社区图书馆", "byline", "林一川, 孙楠",
            id="channel-and-reporters",
        ),
        pytest.param("新华社记者", "城南老粮仓变身社区图书馆", "byline", "", id="nameless"),
        pytest.param(
            "By Dana Whitlock on Tuesday, November 17th, 2026 at 11:04 a.m.",
            "Harbor bridge to close for nine months", "byline", "Dana Whitlock", id="by-and-when",
        ),
        pytest.param(
            "Harbor bridge to close for nine months, the city said.",
            "Harbor bridge to close for nine months", "", "", id="sentence-that-says-the-title",
        ),
        pytest.param(
            "记者上周走进了城南老粮仓。", "城南老粮仓变身社区图书馆", "", "", id="reporter-in-prose"
        ),
    ],
)  # fmt: skip
def test_what_stands_above_the_lead_goes(first: str, title: str, goes: str, writer: str) -> None:
    body = BODY_EN if title.isascii() else BODY_ZH
    article = clean(
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{first}</p>"
        + "".join(f"<p>{line}</p>" for line in body.splitlines())
        + "</article></body></html>"
    )
    assert (article.title, article.byline) == (title, writer)
    assert [each.reason for each in article.removed if each.text == first] == [goes] * bool(goes)
    assert article.text.startswith(body[:20] if goes else first)


def test_a_site_is_no_title() -> None:
    page = (
        "<html><head><title>Welcome to the Harrow Courier online</title></head><body>"
        "<div class='head'>City bridge over the Aller to close in January</div><div class='content'>"
        + "".join(f"<p>{line}</p>" for line in BODY_EN.splitlines())
        + "</div></body></html>"
    )
    assert clean(page).title == "City bridge over the Aller to close in January"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("By Ana de Souza and Li Wei, City Editor", "Ana de Souza, Li Wei", id="two"),
        pytest.param("Written by Ana Ruiz | Nov. 4, 2026", "Ana Ruiz", id="written"),
        pytest.param("By Ana Ruiz for the Courier", "Ana Ruiz", id="for"),
        pytest.param("By Monday, all three banks had cut their rates.", "", id="prose"),
        pytest.param("By all accounts the vote was close", "", id="idiom"),
        pytest.param("作者：林一川 责任编辑：孙楠", "林一川", id="zh"),
        pytest.param("城南晚报记者 林一川 孙楠", "林一川, 孙楠", id="reporters"),
        pytest.param("本报记者 林一川 通讯员 孙楠", "林一川, 孙楠", id="correspondent"),
        pytest.param("本报记者 林一川 摄影报道", "林一川", id="photographs"),
        pytest.param("文/林一川", "林一川", id="slash"),
        pytest.param("王文：持久战怎么打", "", id="speaker"),
        pytest.param("记者在现场看到，门口排起了长队。", "", id="prose-zh"),
        pytest.param("**By** *Ana Ruiz*", "Ana Ruiz", id="emphasis"),
        pytest.param("By Ana AlbrightThe Courier", "Ana Albright", id="glued-paper"),
        pytest.param("Ana AlbrightTravel News Reporter", "Ana Albright", id="glued-post"),
        pytest.param("Ana Ruiz, transport correspondent", "Ana Ruiz", id="post"),
        pytest.param(
            "Ana McAllister Senior Politics Reporter", "Ana McAllister", id="title-case-post"
        ),
        pytest.param(
            "Ana Ruiz | The Courier | Nov 17, 2026 | 4 Comments", "Ana Ruiz", id="paper-and-day"
        ),
        pytest.param("Ana Ruiz and Li Wei · 5 hours ago", "Ana Ruiz, Li Wei", id="hours-ago"),
        pytest.param("Senn Times | Nov 17, 2026", "", id="paper-alone"),
        pytest.param("Ana Ruiz, a reporter, fell on Monday.", "", id="sentence"),
        pytest.param("作者 | Ana Ruiz", "Ana Ruiz", id="latin-in-zh"),
        pytest.param("Ana Ruiz 2026-11-17 10:22 发布于 城南", "Ana Ruiz", id="latin-and-day-in-zh"),
        pytest.param("文/城南网 林一川", "林一川", id="paper-and-reporter"),
        pytest.param("作者：城南晚报", "", id="paper-zh"),
        pytest.param("林一川/城南晚报", "林一川", id="reporter-and-paper-zh"),
        pytest.param("城南网/城南晚报", "", id="two-papers-zh"),
        pytest.param("城南報／ 記者林一川／老城即時報導", "林一川", id="slashes-zh-hant"),
        pytest.param("中央社／記者林一川、孫楠／綜合報導", "林一川, 孫楠", id="two-zh-hant"),
        pytest.param("（城南社記者林一川老城7日電）", "林一川", id="place-and-day-glued"),
        pytest.param("城南网记者孙楠老城报道", "孙楠", id="place-glued"),
        pytest.param("記者林一川老城報導", "林一川", id="place-glued-zh-hant"),
        pytest.param("林一川, 老城報道", "林一川", id="no-reporter"),
        pytest.param("城南网记者林一川 老城 2026-11-16 10:46", "林一川", id="place-and-date"),
    ],
)
def test_author(line: str, expected: str) -> None:
    assert author(line) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        pytest.param("Ana Ruiz , Li Wei on Monday, November 18th, 2026 at 11:08 a.m.", "Ana Ruiz, Li Wei", id="day"),
        pytest.param("ana-ruiz", "Ana Ruiz", id="slug"),
        pytest.param("Center for Land Research", "Center for Land Research", id="for"),
        pytest.param("www.courier.example,城南晚报", "城南晚报", id="host"),
        pytest.param('size="20" 来源：', "", id="attribute"),
        pytest.param("name, email@mail.example", "", id="template"),
        pytest.param("104363", "", id="number"),
        pytest.param("文章来源：城南网", "", id="source"),
    ],
)  # fmt: skip
def test_byline(stated: str, expected: str) -> None:
    assert byline(stated) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2026年11月16日08:12", "2026-11-16", id="zh"),
        pytest.param("Nov. 17, 2026, 6:02 p.m.", "2026-11-17", id="us"),
        pytest.param("17th November 2026", "2026-11-17", id="uk"),
        pytest.param("2026/1/7", "2026-01-07", id="slashes"),
        pytest.param("November 2026", "2026-11", id="month"),
        pytest.param("Chapter 2026-99", "", id="no-month"),
        pytest.param("2026-11", "2026-11", id="numbered-month"),
        pytest.param("2026年11月 第3期", "2026-11", id="month-zh"),
        pytest.param("17 November 2026 - 10:20", "2026-11-17", id="clock-after-a-dash"),
        pytest.param("17. listopada 2026 - 12:40PM", "", id="clock-is-no-month"),
        pytest.param("Decision 2026: the pier vote", "", id="no-december"),
        pytest.param("Marketing 2026 awards", "", id="no-march"),
        pytest.param("Junction 2026 to close", "", id="no-june"),
        pytest.param("Sept. 3rd, 2026", "2026-09-03", id="sept"),
        pytest.param("the 3rd of May 2026", "2026-05-03", id="of"),
        pytest.param("November 17, 20266:02 PM EST", "2026-11-17", id="glued-clock"),
        pytest.param("PublishedNovember 17, 2026", "2026-11-17", id="glued-label"),
        pytest.param("2026-11-1608:12", "2026-11-16", id="glued-clock-zh"),
        pytest.param("11/16/2026 8:12 AM", "2026-11-16", id="us-numbers"),
        pytest.param("16.11.2026", "2026-11-16", id="european-numbers"),
        pytest.param("4/5/2026", "", id="either"),
        pytest.param("the 2010-11 season", "", id="season"),
        pytest.param("2010/11赛季", "", id="season-zh"),
        pytest.param("2026 11/16 08:12:30", "2026-11-16", id="blank-after-the-year"),
        pytest.param("出版：2026-11-16 08:12 更新：2026-11-17 09:00", "2026-11-16", id="two"),
        pytest.param("May 2026, updated 2026-06-02", "2026-06-02", id="day-before-month"),
    ],
)
def test_iso_date(text: str, expected: str) -> None:
    assert iso_date(text) == expected


@pytest.mark.parametrize(
    ("lead", "writer"),
    [
        pytest.param(
            "新华社北京5月19日电（记者刘启文、杨艺）专家19日说，", "刘启文, 杨艺", id="reporters"
        ),
        pytest.param(
            "新华社北京5月19日电（刘启文、杨艺）专家19日说，", "刘启文, 杨艺", id="names-alone"
        ),
        pytest.param("新华社北京5月19日电（综合）专家19日说，", "", id="no-name"),
        pytest.param("专家19日在北京（刘启文家中）说，", "", id="no-dateline"),
        pytest.param("Ana M. Ruiz, University of Senn", "Ana M. Ruiz", id="scholar"),
        pytest.param("Ana Ruiz, Almeda State College", "Ana Ruiz", id="college"),
        pytest.param("Ana Ruiz, who teaches at a college, said so.", "", id="no-signature"),
    ],
)
def test_who_signs_the_first_line(lead: str, writer: str) -> None:
    assert told([], lead, []) == (writer, "")


@pytest.mark.parametrize(
    ("above", "lead", "beside", "expected"),
    [
        pytest.param(
            ["Nov. 20, 2026", "Old pier to close", "Nov. 17, 2026", "Share"], "", [], ("", "2026-11-17"),
            id="nearest-above",
        ),
        pytest.param(
            ["Old pier to close"], "", ["Ana Ruiz", "Published Nov 17, 2026"], ("Ana Ruiz", "2026-11-17"),
            id="below-the-standfirst",
        ),
        pytest.param(
            ["Nov. 17, 2026"], "", ["Updated Nov. 18, 2026"], ("", "2026-11-17"), id="above-before-below"
        ),
        pytest.param(
            [], "", ["The pier in a storm on Jan. 3, 2026"], ("", ""), id="picture-below"
        ),
        pytest.param(["Ana Ruiz", "Share"], "", [], ("", ""), id="name-without-a-day"),
        pytest.param(["Al Aller Network", "Nov. 17, 2026"], "", [], ("", "2026-11-17"), id="house"),
        pytest.param(["Image:", "Ana Ruiz, Senn University"], "", [], ("", ""), id="photographer"),
        pytest.param(
            [], "SENN, Nov. 17, 2026 /Newswire/ -- Aller Inc. will build a plant.", [],
            ("", "2026-11-17"), id="release",
        ),
        pytest.param(
            [], "更新：2026-11-16 08:12【文/城南网 林一川】老粮仓昨天重新开放。", [],
            ("林一川", "2026-11-16"), id="stamp-in-the-lead-zh",
        ),
        pytest.param(
            [], "（城南社記者林一川老城16日電）老糧倉昨天重新開放。", [], ("林一川", ""),
            id="reporter-in-the-lead-zh-hant",
        ),
        pytest.param(
            ["老粮仓重新开放"], "", ["来源：城南晚报 2026-11-16", "2026年1月3日的老粮仓"],
            ("", "2026-11-16"), id="source-below-zh",
        ),
    ],
)  # fmt: skip
def test_who_and_when_around_an_article(
    above: list[str], lead: str, beside: list[str], expected: tuple[str, str]
) -> None:
    assert told(above, lead, [], beside) == expected


def test_a_bracket_before_the_lead_is_no_signature() -> None:
    assert signs("2026-11-16 08:12【文/城南网 林一川】")
    assert not signs(
        "2026-11-16 08:12【文/城南网 林一川】老粮仓昨天以社区图书馆的身份重新开放，读者两千人"
    )


@pytest.mark.parametrize(
    ("stated", "found", "below", "expected"),
    [
        pytest.param("林一川", "", ["责任编辑：孙楠"], "林一川", id="stated"),
        pytest.param("孙楠", "林一川", ["[ 责编：孙楠 ]"], "林一川", id="editor"),
        pytest.param("城南网孙楠", "", ["编辑：孙楠 责任编辑：周慕远"], "", id="editor-with-desk"),
        pytest.param("林一川, 孙楠", "", ["编辑:孙楠"], "林一川", id="one-of-two"),
        pytest.param("城南报业集团, 城南网", "林一川", [], "林一川", id="house"),
        pytest.param("城南晚报", "", [], "城南晚报", id="house-alone"),
        pytest.param("Ana Ruiz, City Desk", "", [], "Ana Ruiz", id="desk"),
        pytest.param("Press Office", "Ana Ruiz", [], "Ana Ruiz", id="office"),
    ],
)
def test_writers(stated: str, found: str, below: list[str], expected: str) -> None:
    assert writers(stated, found, below) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("明星挨打事件回顾(图)", "明星挨打事件回顾", id="picture"),
        pytest.param("老粮仓重开（组图）", "老粮仓重开（组图）", id="too-little-left"),
        pytest.param(
            "How bridges rewire a small town | Opinion", "How bridges rewire a small town",
            id="section",
        ),
    ],
)  # fmt: skip
def test_what_a_desk_hangs_on_a_title_goes(title: str, expected: str) -> None:
    page = f"<h1>{title}</h1><p>{BODY_ZH}</p><title>{title}</title>"
    assert clean(f"<html><body>{page}</body></html>").title == expected
