"""What people really paste: every kind keeps its lines, and loses its litter."""

from __future__ import annotations

import pytest

from newsum.article import PARAGRAPH_BREAK
from newsum.cleaning import clean

WRAP = """\
HARBOUR BRIDGE TO SHUT FOR NINE MONTHS

ALMEDA -- The bridge over the Aller will close to all traffic in January
so that workers can replace 212 cables that inspectors found corroded,
the city said on Tuesday.

"We would rather lose nine months than a bridge," said Ruth Albright,
the chief engineer, who has watched the cables since 2019. She added
that the work would cost 41 million dollars.

Buses will use the tunnel, and a free ferry will run every 20 minutes
from six in the morning.
"""

WRAP_INDENT = """\
    The bridge over the Aller will close to all traffic in January so
that workers can replace 212 cables that inspectors found corroded, the
city said on Tuesday.
    Buses will use the tunnel, and a free ferry will run every 20 minutes
from six in the morning, said Ruth Albright, the chief engineer of the
city.
"""

WRAP_ZH = """\
　　老粮仓图书馆16日正式开放。这座建于1936年的
粮仓闲置了二十余年，改造历时三年，耗资4200万元，
原有的木梁和磅秤都保留了下来，连墙上的标语也没有动。
　　馆长周慕远说，粮食怕光，读书要光，所以改造中最难
的是开窗。设计师在北墙上开了112个小窗，从早到晚没
有一处直射的阳光，书架就立在当年的粮囤里。
　　读者凭身份证即可入馆，每周一闭馆。
"""

MD = """\
# Harbour bridge to shut for nine months

*By Dana Whitlock*

The bridge over the Aller will close to all traffic in January, the city said on Tuesday.

## What drivers should know

- Buses will use the tunnel.
- A free ferry will run every 20 minutes.
- Cyclists may use the [old bridge](https://example.org/old).

> “We would rather lose nine months than a bridge,” said Ruth Albright.
"""

TWEET = """\
Harbour bridge to shut for nine months
By Dana Whitlock
Share
The mayor announced the closing on Twitter on Tuesday morning.
We will close the Aller bridge on Jan. 4. It is not safe. More at noon. pic.twitter.com/abc
— Mayor Lee (@mayorlee) November 17, 2026
The post was shared 4,000 times within an hour, and drew angry replies from shop owners on Senn Street.
“No one asked us,” wrote one of them.
Advertisement
The council will meet on Friday to discuss aid for the shops, a spokesman said.
Sign up for our newsletter
"""

QA_ZH = """\
对话周慕远：粮食怕光，读书要光
2026-11-16 08:12 来源：城南晚报
城南晚报记者近日与老粮仓改造设计师周慕远进行了对话。
问：为什么要保留木楼梯？
答：因为它是粮仓的一部分，拆了就不是粮仓了。
问：花了多少钱？
答：一共一千二百万元，其中一半来自捐赠。
城南晚报：最难的是什么？
周慕远：防潮。粮食怕潮，书也怕潮。
责任编辑：孙楠
版权声明：未经授权禁止转载。
"""

QA_EN = """\
‘We would rather lose nine months than a bridge’
By Dana Whitlock
Advertisement
The city’s chief engineer, Ruth Albright, spoke with the Courier about the closing of the Aller bridge.
Q: Why now?
A: Because the cables will not wait.
Q: What will it cost?
A: About 41 million dollars, most of it from the state.
Courier: Were you afraid?
Albright: Every night.
© 2026 The Harrow Courier. All rights reserved.
"""

RECIPE = """\
Pumpkin soup with ginger
By Ana Ruiz
Print
Jump to recipe
This soup takes half an hour and keeps for three days in the fridge.
Ingredients
1 small pumpkin, about 1 kg
2 onions, chopped
1 tbsp ginger, grated
500 ml vegetable stock
Salt and pepper
Method
1. Heat the oven to 200 C.
2. Roast the pumpkin for 25 minutes, until it is soft.
3. Fry the onions and the ginger, add the pumpkin and the stock, and blend.
Serve with bread.
Share this recipe
"""

SPORT = """\
Rovers climb to third with late win
By Tom Reilly
Follow us on Facebook
Harrow Rovers beat Port Almeda 2-1 on Saturday with a goal in the last minute.
Ken Ishida scored from 20 metres after Almeda had lost the ball in midfield.
Results
Harrow 2, Port Almeda 1
Senn Town 0, Aller United 0
Kings 3, Greys 2
Standings
1. Kings 31
2. Aller United 28
3. Harrow 27
Harrow play Kings next Saturday at 3 p.m.
Advertisement
"""

POEM_ZH = """\
秋天的书
林一川
分享到：
秋天是一本旧书
风翻到哪一页
哪一页就落下来
我把名字夹在里面
等下一个读它的人
责任编辑：孙楠
"""

PRESS = """\
HARROW, Nov. 17, 2026 /PRNewswire/ -- Almeda Foods, a maker of frozen soups, today said that it will open a plant in Harrow next spring and hire 140 people there, its first outside the state, at a cost of 22 million dollars. Contact: press@almeda.example
"""

SOCIAL = """\
刚刚看到粮仓图书馆开门了！真的好美，推荐大家周末去。#老粮仓# @城南发布
地铁七号线城南站B口出来走五分钟就到，凭身份证进，不要钱。
排队的人不少，建议早点去～
"""

SOCIAL_EN = """\
Just saw the new ferry leave Senn pier. 112 years, and this was the last one. #harrow @harrowcourier
I took it to school every day. My dad worked on it.
If you have photos of the old boat, post them below!
"""


LIST = """\
Aller transport office recalls ticket machines
By Dana Whitlock
November 17, 2026
Share
The Aller transport office said on Tuesday that it would recall several kinds of ticket machines after a fault left riders without change for a week.
Travelers do not need to do anything, the office said, and refunds are paid at any counter.
The fault was found in these machines:
Metro 400, coin slot
Metro 400, card only
Metro 600
Metro 600 R2
Ferry Desk 2019
Ferry Desk 2016
Advertisement
A repair is expected before the new year, engineers said, and the older machines will be sold for parts.
Sign up for our newsletter
Related
Harbour bridge to shut for nine months
Council backs longer library hours
"""

ACCOUNT_ZH = """\
周末去哪儿
不如去城南看一座老粮仓
六座圆筒，十九米高
站在天桥上就能望见
上周六，修缮了十四个月的老粮仓以社区图书馆的身份重新开放，首日接待读者两千三百余人。
▲图/林一川
一楼
是孩子们的阅览区
书架只有一米高
垫子随便坐
二楼
留给安静看书的人
靠窗有一排长桌
每个座位都有灯
▲图/林一川
负责修缮的设计师周慕远说，团队保留了原来的木楼梯和通风口，只在仓顶开了一圈天窗。
三楼
是一间小剧场
每月放四场老电影
票在现场领
先到先得
▲图/孙楠
怎么去
地铁七号线城南站B口
出来走五分钟就到
开车的朋友
停车场在仓库北侧
前两小时不收费
开放时间
周二到周日，早九点到晚九点
周一休馆
带上身份证
就能办借书卡
城南晚报出品
责任编辑：孙楠
版权声明：未经授权禁止转载。
"""


@pytest.mark.parametrize(
    ("source", "title", "gone"),
    [
        pytest.param(WRAP, "HARBOUR BRIDGE TO SHUT FOR NINE MONTHS", [], id="72-columns"),
        pytest.param(WRAP_INDENT, "", [], id="72-columns-indented"),
        pytest.param(
            TWEET,
            "Harbour bridge to shut for nine months",
            ["By Dana Whitlock", "Share", "Advertisement", "Sign up for our newsletter"],
            id="tweet-quoted",
        ),
        pytest.param(
            QA_ZH,
            "对话周慕远：粮食怕光，读书要光",
            ["2026-11-16 08:12 来源：城南晚报", "责任编辑：孙楠", "版权声明：未经授权禁止转载。"],
            id="interview-zh",
        ),
        pytest.param(
            QA_EN,
            "‘We would rather lose nine months than a bridge’",
            [
                "By Dana Whitlock",
                "Advertisement",
                "© 2026 The Harrow Courier. All rights reserved.",
            ],
            id="interview-en",
        ),
        pytest.param(
            RECIPE,
            "Pumpkin soup with ginger",
            ["By Ana Ruiz", "Print", "Jump to recipe", "Share this recipe"],
            id="recipe",
        ),
        pytest.param(
            SPORT,
            "Rovers climb to third with late win",
            ["By Tom Reilly", "Follow us on Facebook", "Advertisement"],
            id="results",
        ),
        pytest.param(POEM_ZH, "", ["分享到：", "责任编辑：孙楠"], id="verse-zh"),
        pytest.param(
            LIST,
            "Aller transport office recalls ticket machines",
            [
                "By Dana Whitlock",
                "November 17, 2026",
                "Share",
                "Advertisement",
                "Sign up for our newsletter",
                "Related",
                "Harbour bridge to shut for nine months",
                "Council backs longer library hours",
            ],
            id="list-of-names",
        ),
        pytest.param(
            ACCOUNT_ZH,
            "",
            [
                "▲图/林一川",
                "▲图/林一川",
                "▲图/孙楠",
                "城南晚报出品",
                "责任编辑：孙楠",
                "版权声明：未经授权禁止转载。",
            ],
            id="short-lines-zh",
        ),
        pytest.param(
            "The bank cut its rate. It was the third cut this year.", "", [], id="two-sentences"
        ),
        pytest.param("央行周一宣布降息。这是今年第三次。", "", [], id="two-sentences-zh"),
        pytest.param(PRESS, "", ["Contact: press@almeda.example"], id="press-release"),
        pytest.param(SOCIAL, "", [], id="post-zh"),
        pytest.param(SOCIAL_EN, "", [], id="post-en"),
    ],
)
def test_what_goes(source: str, title: str, gone: list[str]) -> None:
    article = clean(source)
    assert article.title == title
    assert [each.text for each in article.removed if each.reason != "title"] == gone
    # All the rest stays, in order, however its lines were broken.
    rest = source
    for line in (*gone, *(each.text for each in article.removed if each.reason == "title")):
        rest = rest.replace(line, "", 1)
    assert article.text.split() == rest.split()


def test_markdown() -> None:
    article = clean(MD)
    assert article.title == "Harbour bridge to shut for nine months"
    assert [each.text for each in article.removed[1:]] == ["By Dana Whitlock"]
    assert "Cyclists may use the old bridge." in article.text.split("\n\n")


def test_wraps_are_undone_between_menus() -> None:
    """Lines of a list must not hide that the prose around them was broken at a width."""
    menu = "Home\nNews\nSport\nMost Read\nShare\nAdvertisement\nWeather\n"
    source = "\n".join(
        (menu, WRAP.replace("\n\n", "\n"), menu, "Standings\n1. Kings 31\n2. Aller 28")
    )
    article = clean(source)
    for sentence in (
        "so that workers can replace 212 cables that inspectors found corroded, the city said",
        "She added that the work would cost 41 million dollars.",
        "a free ferry will run every 20 minutes from six in the morning.",
    ):
        assert sentence in article.text
    assert "Advertisement" not in article.text


WRAP_LONG_WORD = """The harbour board said on Tuesday that the Aller Pier Company
(ALR) and its owner of many years
(MRN:MRSHLSE:Nasdaq:LSE:MRSHY:TSX:MRSH) have agreed to the sale
of the old pier, damaged in a storm.
The companies expect to close the deal in the second week of May
and to begin the repair of its legs in September of this year."""


COLUMN = """Councillors last night voted to build a
£40 million flood wall along the River
Tarrow, more than ten years after the
flood of 2015 left 900 homes under
water.
The wall will run for two miles from
the old mill to the railway bridge, and
work should begin in the spring."""
COLUMN_ZH = """市议会昨晚投票决定，沿塔罗河修建一
道造价四千万元的防洪墙，距二〇一五
年洪水淹没九百户人家已过去十年。
防洪墙将从老磨坊延伸到铁路桥，全长
约三公里，工程预计明年春天动工，市
议会负责人李岚说：“大家已经等得太
久了。”磨坊巷的居民担心，墙体会挡
住河景，而且造价会超出议会的承诺。"""
VERSE = """The gulls go over in a line,
The water holds the sky,
A boat that was for years not mine
Is slowly drifting by.
The lamps come on along the wall,
The tide is nearly in."""


@pytest.mark.parametrize(
    ("source", "paragraphs"),
    [
        pytest.param(COLUMN, 2, id="a-narrow-column"),
        pytest.param(COLUMN_ZH, 1, id="a-narrow-column-of-ideographs"),
        pytest.param(VERSE, 6, id="verse-stays"),
        pytest.param(WRAP, 3, id="blank-lines"),
        pytest.param(WRAP_INDENT, 2, id="indents"),
        pytest.param(WRAP_LONG_WORD, 2, id="a-long-word"),
        pytest.param(WRAP_ZH, 3, id="ideographs"),
        pytest.param(WRAP_ZH.replace("\n\u3000\u3000", "\n\n"), 3, id="ideographs-blank-lines"),
        pytest.param(RECIPE, 12, id="short-lines-stay"),
    ],
)
def test_hard_wraps_are_undone(source: str, paragraphs: int) -> None:
    assert len(clean(source).text.split(PARAGRAPH_BREAK)) == paragraphs
