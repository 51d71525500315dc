from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsum.article import Sentence
from newsum.languages import Language
from newsum.selection.select import select
from newsum.selection.words import LEANING_EN, LEANING_ZH
from newsum.split import split


def chosen(text: str, language: Language, count: int, title: str = "") -> list[str]:
    picked = select(split(text, language), language=language, count=count, title=title)
    return [sentence.text.strip() for sentence in picked]


RATE = "The central bank cut its main interest rate by a quarter of a point on Monday."
MARKETS = "Stock markets in the region rose after the central bank's interest rate cut."
GROWTH = "The bank expects growth of 4.5 percent this year, down from 5 percent."
LOANS = "Banks will pass the cut on to home loans from next month, two lenders said."
BODY = f"{RATE} {MARKETS} {GROWTH} {LOANS}"

RATE_ZH = "中国人民银行周一宣布下调主要利率二十五个基点，为一年来首次。"
MARKETS_ZH = "受央行下调利率影响，亚太地区主要股票市场当天普遍上涨。"
GROWTH_ZH = "央行预计今年经济增长百分之四点五，低于此前预测的百分之五。"
BODY_ZH = RATE_ZH + MARKETS_ZH + GROWTH_ZH


def test_news_begins_with_the_news() -> None:
    assert chosen(BODY, "en", 1) == [RATE]
    assert chosen(BODY_ZH, "zh", 1) == [RATE_ZH]


def test_a_report_tells_first_what_matters() -> None:
    vote = "Five of the nine members voted for the move."
    again = "The central bank last cut its main rate in March, when growth slowed."
    report = f"{RATE} {vote} {LOANS} {again}"
    assert chosen(report, "en", 2) == [RATE, vote]
    # A long article may be a feature: what is like the whole of it counts for more there.
    visits = " ".join(f"Reader {n} told us about street {n + 40} on a visit." for n in range(20))
    assert chosen(f"{report} {visits}", "en", 2) == [RATE, again]
    title = "A quarter of a point off on Monday"
    assert chosen(f"{report} {visits}", "en", 2, title) == [RATE, vote]


def test_an_invitation_at_the_top_is_passed_over() -> None:
    invitation = "Listen here to the news of the central bank’s interest rate."
    assert chosen(f"{invitation} {BODY}", "en", 1) == [RATE]


def test_a_day_tells_the_news_from_a_scene() -> None:
    top = "A keeper threw his cap into the wet grass behind the goal. It was his third cap."
    scene = "Two boys sang in the rain until every light had gone out."
    news = "Leaders Wend beat their rivals with a late shot from far out"
    assert scene in chosen(f"{top} {scene} {news}.", "en", 2)
    assert f"{news} on Friday." in chosen(f"{top} {scene} {news} on Friday.", "en", 2)


HABIT = "Before she makes coffee, Joan Pruitt runs the tap in her kitchen for two minutes."
PIPES = "The mayor said on Wednesday that Carver City will replace all its lead pipes by 2031."
COST = "The work will cost $580 million, to be paid for by bonds and a rise in water rates."


def test_a_scene_at_the_top_leaves_the_news_to_what_the_title_or_a_day_tells() -> None:
    rest = "Her house is one of 41,000 that still get their water so. She has told two councils."
    text = f"{HABIT} {rest} {PIPES} {COST}"
    title = "City to replace lead pipes by 2031"
    assert chosen(text, "en", 1, title) == [PIPES]
    assert HABIT not in chosen(text, "en", 2, title) + chosen(text, "en", 2)
    assert chosen(f"{HABIT} {rest} {COST}", "en", 1) == [HABIT]  # nothing says where the news is


def test_a_chinese_scene_at_the_top_does_so_too() -> None:
    habit = "晚上十一点，骑手小赵的手机仍在不停地响，他已经跑了五十八单。"
    news = "宁州市人社局5日出台办法，骑手每日接单超过十二小时将强制下线休息。"
    fine = "违反规定的平台最高可处十万元罚款，办法自下月一日起施行。"
    text = f"{habit}他说不敢停下来。{news}{fine}"
    title = "外卖骑手每日接单超过十二小时将强制下线"
    assert chosen(text, "zh", 2, title) == chosen(text, "zh", 2) == [news, fine]
    assert habit in chosen(f"{habit}他说不敢停下来。{fine}", "zh", 2)
    every = "每年秋天，数以百万计的候鸟飞越数千公里，来到湿地过冬。"
    found = (
        "某大学一个研究团队昨日公布，候鸟视网膜中的一种蛋白对地球磁场高度敏感，灵敏度是鸡的八倍。"
    )
    says = "团队负责人表示，候鸟看见磁场的能力很可能来自这种蛋白内的四个分子。"
    birds = "候鸟为什么不会迷路 科学家找到蛋白"
    assert chosen(f"{every}牠们靠什么辨认方向？{found}{says}", "zh", 1, birds) == [found]
    dated = "晚上十一点前，5日开幕的宁州车展已接待观众一万人次。"
    assert dated in chosen(dated + BODY_ZH, "zh", 1)


def test_one_chinese_sentence_is_the_news_not_what_is_general_before_it() -> None:
    general = "外卖已经成为不少人日常生活的一部分，骑手的身影在城市里随处可见。"
    news = "宁州市人社局五日出台办法，骑手每日接单超过十二小时将强制下线休息。"
    fine = "违反规定的平台最高可处十万元罚款，办法自下月一日起施行。"
    text = f"{general}{news}{fine}"
    assert chosen(text, "zh", 1, "外卖骑手每日接单超过十二小时将强制下线") == [news]
    assert chosen(text, "zh", 1, "外卖骑手在城市里随处可见") == [general]


@pytest.mark.parametrize(
    ("occasion", "passed_over"),
    [
        pytest.param("央行利率下调的消息引起广泛关注。", True, id="attention"),
        pytest.param("央行今天上午举行新闻发布会，介绍下调利率的情况。", True, id="briefing"),
        pytest.param("央行今天上午舉行記者會。", True, id="briefing-hant"),
        pytest.param("央行今天公布一季度货币政策执行报告。", True, id="figures-out"),
        pytest.param("央行今天上午举行新闻发布会，宣布下调利率。", False, id="announced"),
        pytest.param("央行今天发布关于下调利率的通知。", False, id="rules-out"),
        pytest.param("央行今天召开会议，讨论下调利率。", False, id="meeting"),
        pytest.param("央行引起关注的利率下调周一生效。", False, id="attention-within"),
    ],
)
def test_one_sentence_is_what_was_told_not_that_it_was(occasion: str, passed_over: bool) -> None:
    first = chosen(occasion + BODY_ZH, "zh", 1)[0]
    assert first == (RATE_ZH if passed_over else occasion)
    assert occasion in chosen(occasion + BODY_ZH, "zh", 3)


@pytest.mark.parametrize(
    ("second", "leans"),
    [
        pytest.param("央行还下调了存款准备金率，释放资金五千亿元。", True, id="also"),
        pytest.param("监管部门也下调了银行的存款利率上限。", True, id="too"),
        pytest.param("也门央行下调利率，货币大幅贬值。", False, id="yemen"),
        pytest.param("央行偿还了五千亿元到期的中期借款。", False, id="repaid"),
        pytest.param("央行下调利率，市场也随之上涨。", False, id="further-on"),
        pytest.param("No, rates will fall.", True, id="answer"),
        pytest.param("No bank raised its rates.", False, id="no-bank"),
    ],
)
def test_what_adds_to_the_last_sentence_leans(second: str, leans: bool) -> None:
    pattern = LEANING_EN if second.isascii() else LEANING_ZH
    assert bool(pattern.match(second)) == leans


@pytest.mark.parametrize(
    ("language", "top"),
    [
        pytest.param("en", "Home > Economy > The central bank’s interest rate", id="breadcrumb"),
        pytest.param("en", "The views expressed here are the author’s own.", id="disclaimer"),
        pytest.param("en", "Welcome to our live blog on the interest rate.", id="live-blog"),
        pytest.param("en", "Editor’s note: Banks pay us. We write of rates.", id="note"),
        pytest.param("zh", "首页 > 财经 > 央行利率", id="breadcrumb-zh"),
        pytest.param("zh", "【编者按】央行是国家的银行。利率是央行的工具。", id="note-zh"),
        pytest.param("zh", "晚报-央行下调主要利率!股市普遍上涨", id="headline-zh"),
        pytest.param("zh", "央行大楼周一的样子。（图片由央行提供）", id="caption-zh"),
    ],
)
def test_what_is_beside_the_article_is_passed_over(language: Language, top: str) -> None:
    body = {"en": BODY, "zh": BODY_ZH}[language]
    lead = {"en": RATE, "zh": RATE_ZH}[language]
    assert chosen(f"{top}\n\n{body}", language, 1) == [lead]


@pytest.mark.parametrize(
    ("language", "lead", "rest"),
    [
        pytest.param(
            "en", "“Harbour Lights” led the box office on Sunday for a third week.", BODY, id="en"
        ),
        pytest.param("zh", "“南湾灯火”连续三周位居票房榜首，观众超过百万人。", BODY_ZH, id="zh"),
        pytest.param("zh-Hant", "「南灣車展」週一開幕，展出新車超過一百輛。", BODY_ZH, id="hant"),
    ],
)
def test_a_name_in_quotation_marks_is_no_quotation(
    language: Language, lead: str, rest: str
) -> None:
    assert chosen(f"{lead}\n{rest}", language, 1) == [lead]


def test_bold_type_is_no_flaw() -> None:
    bold = RATE.replace("The central bank", "**The central bank**")
    assert chosen(f"{bold} {MARKETS} {GROWTH} {LOANS}", "en", 1) == [bold]


def test_the_order_is_that_of_the_article() -> None:
    assert chosen(BODY, "en", 3) in ([RATE, MARKETS, GROWTH], [RATE, GROWTH, LOANS])


def test_the_title_is_not_said_again() -> None:
    title = "Central bank cuts main interest rate by a quarter of a point"
    assert chosen(f"{title}\n{BODY}", "en", 1, title) == [RATE]
    title_zh = "央行下调主要利率二十五个基点"
    assert chosen(f"{title_zh}\n{BODY_ZH}", "zh", 1, title_zh) == [RATE_ZH]


def test_what_is_said_within_a_quotation_is_held_back() -> None:
    said = "The interest rate cut will lift growth and stock markets next year."
    text = f"{RATE}\n“We waited for long. {said} We saw it coming,” she said.\n{LOANS}\n{GROWTH}"
    assert said not in chosen(text, "en", 2)
    assert said in chosen(text.replace("“", "").replace("”", ""), "en", 2)


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize(
    "weak",
    [
        pytest.param("Why did it wait so long to act on the interest rate?", id="question"),
        pytest.param("“We had to cut the interest rate now,” the governor said.", id="quotation"),
        pytest.param("But it cut the interest rate of the central bank.", id="leaning"),
        pytest.param("Central bank", id="label"),
        pytest.param("An interest shock.", id="exclamation"),
        pytest.param("Central Bank Cuts Interest Rate Again: What You Need To Know", id="link"),
        pytest.param("The central bank gave three reasons for the interest rate cut:", id="colon"),
        pytest.param(", the central bank said of the interest rate cut.", id="headless"),
        pytest.param("The bank and the rate and …", id="trailing-off"),
        pytest.param("• The central bank cut its interest rate last Monday.", id="bullet"),
        pytest.param("2. The central bank cut its interest rate last Monday.", id="item"),
        pytest.param("★ The central bank cut its interest rate last Monday.", id="star"),
        pytest.param("What an interest rate cut by the central bank this is!", id="exclaimed"),
        pytest.param("Because it cut the interest rate of the central bank.", id="because"),
        pytest.param("For example, the central bank cut its interest rate.", id="example"),
        pytest.param("Two days later the central bank cut its interest rate.", id="later"),
        pytest.param("Over time, it cut the interest rate of the central bank.", id="pronoun"),
        pytest.param("After their talks, banks cut the main interest rate.", id="possessive"),
        pytest.param("Here’s what the central bank’s interest rate cut means.", id="signpost"),
        pytest.param("Sign up for news on the central bank’s interest rate.", id="invitation"),
        pytest.param("By Ann Lee on Monday at the central bank, interest rate.", id="byline"),
        pytest.param("Governor: The central bank had to cut its interest rate.", id="speaker"),
        pytest.param("Home > Economy > Central bank cuts main interest rate", id="breadcrumb"),
        pytest.param("Follow the latest on the central bank’s interest rate.", id="notice"),
        pytest.param("The Central Bank in Harbour Street on Monday.", id="fragment"),
        pytest.param("Editor’s note: The central bank cut its interest rate.", id="note"),
        pytest.param("The central bank on Monday. (Ann Lee/Reuters)", id="caption"),
    ],
)
def test_weak_english_sentences_are_held_back(weak: str, count: int) -> None:
    text = f"{RATE}\n{MARKETS}\n{weak}\n{GROWTH}\n{LOANS}"
    assert weak not in chosen(text, "en", count)


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize(
    "weak",
    [
        pytest.param("央行为什么等了这么久才下调利率？", id="question"),
        pytest.param("“我们现在必须下调主要利率。”央行行长说。", id="quotation"),
        pytest.param("但央行此前曾多次表示不会下调利率。", id="leaning"),
        pytest.param("央行利率", id="label"),
        pytest.param("央行给出了下调主要利率的三个理由：", id="colon"),
        pytest.param("央行、利率、股市……", id="trailing-off"),
        pytest.param("（二）央行此前多次下调主要利率。", id="item"),
        pytest.param("央行这次竟然下调了主要利率二十五个基点！", id="exclaimed"),
        pytest.param("两天后，央行宣布下调主要利率二十五个基点。", id="later"),
        pytest.param("在周一的会上，他宣布下调主要利率二十五个基点。", id="pronoun"),
        pytest.param("让我们一起来看央行下调主要利率的影响。", id="signpost"),
        pytest.param("央行下调主要利率的具体措施如下。", id="as-follows"),
        pytest.param("行长：央行必须下调主要利率二十五个基点。", id="speaker"),
        pytest.param("首页 > 财经 > 央行下调主要利率二十五个基点", id="breadcrumb"),
        pytest.param("【编者按】央行周一下调主要利率二十五个基点。", id="note"),
        pytest.param("央行周一下调主要利率。（图片由央行提供）", id="caption"),
        pytest.param("更多央行下调利率的消息，欢迎下载本报客户端。", id="notice"),
        pytest.param("“央行下调主要利率二十五个基点，为一年来首次。”", id="nobody-says-it"),
        pytest.param("央行行长周一在记者会后如此告诉本报记者。", id="said-before"),
        pytest.param("接警后，央行的保卫和消防等部门立即赶赴现场处置。", id="rushed-there"),
        pytest.param("央行提醒市民：请勿轻信下调利率的不实信息。", id="rumours"),
    ],
)
def test_weak_chinese_sentences_are_held_back(weak: str, count: int) -> None:
    text = f"{RATE_ZH}\n{MARKETS_ZH}\n{weak}\n{GROWTH_ZH}"
    assert weak not in chosen(text, "zh", count)


@pytest.mark.parametrize(
    ("language", "leaning", "before", "after"),
    [
        ("en", "It cited weak prices.", RATE, f"{GROWTH} {LOANS}"),
        ("zh", "这是一年来的首次下调，市场早有预期。", RATE_ZH, MARKETS_ZH + GROWTH_ZH),
    ],
)
def test_a_leaning_sentence_comes_only_after_its_support(
    language: Language, leaning: str, before: str, after: str
) -> None:
    sentences = split(f"{before}\n{leaning}\n{after}", language)
    for count in range(1, len(sentences)):
        picked = select(sentences, language=language, count=count)
        if leaning in [sentence.text.strip() for sentence in picked]:
            assert sentences[0] in picked


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param(
            "en",
            f"She added that rates may fall again.\n{RATE} {MARKETS} {GROWTH}",
            RATE,
            id="standfirst-from-below",
        ),
        pytest.param("zh", f"她补充说利率可能再降。\n{BODY_ZH}", RATE_ZH, id="standfirst-zh"),
        pytest.param(
            "en",
            "It is the first interest rate cut by the central bank in a year.\n" + LOANS,
            "It is the first interest rate cut by the central bank in a year.",
            id="expletive",
        ),
    ],
)
def test_a_leaning_first_sentence_is_seldom_the_news(
    language: Language, text: str, expected: str
) -> None:
    assert chosen(text, language, 1) == [expected]


@pytest.mark.parametrize(
    ("language", "support", "leaning", "rest"),
    [
        pytest.param(
            "en",
            "The minister visited the port on Monday.",
            "She promised new cranes, deeper docks and lower fees for ships at the port.",
            "A band played near the water. Children waved at the ferry from the pier. "
            "The mayor of the town wore a grey hat. It rained in the evening. Buses were full.",
            id="en",
        ),
        pytest.param(
            "zh",
            "交通部长周一在港口考察。",
            "她承诺为港口添置新吊机、疏浚码头并下调船舶停靠费用。",
            "一支乐队在水边演奏了几首曲子。孩子们在栈桥上向渡轮挥手致意。镇长当天戴了一顶灰色帽子。",
            id="zh",
        ),
    ],
)
def test_the_best_sentence_brings_the_one_it_leans_on(
    language: Language, support: str, leaning: str, rest: str
) -> None:
    title = {
        "en": "Minister promises cranes, docks, lower fees",
        "zh": "部长承诺新吊机下调停靠费用",
    }[language]
    text = f"{rest}\n{support} {leaning}" if language == "en" else f"{rest}\n{support}{leaning}"
    assert chosen(text, language, 2, title) == [support, leaning]


def test_an_article_is_not_read_as_a_feature_for_its_names_alone() -> None:
    lead = "More than a third of Acme’s 12,000 workers will hear this week that they have no job."
    body = "Acme said layoffs would begin on Monday. Acme fell in price last year. " + 6 * (
        "The founder of Acme left in the autumn with a large sum of money. "
        "Its offices stand empty in many towns, and rents for them are due. "
    )
    assert lead in chosen(f"{lead} {body}", "en", 2, "Major Acme layoffs begin Monday")


def test_the_same_is_not_said_twice() -> None:
    again = RATE.replace("on Monday", "this Monday")
    assert chosen(f"{RATE} {again} {MARKETS} {GROWTH} {LOANS}", "en", 2)[1] != again
    short = "The central bank cut its main interest rate on Monday."
    assert short not in chosen(f"{RATE} {short} {MARKETS} {GROWTH} {LOANS}", "en", 3)
    again_zh = RATE_ZH.replace("首次", "第一次")
    assert again_zh not in chosen(f"{RATE_ZH}{again_zh}{MARKETS_ZH}{GROWTH_ZH}", "zh", 2)


def test_the_title_draws_the_sentence_it_speaks_of() -> None:
    anecdote = (
        "Anna Berg gets up at five to feed the hens behind her grey wooden house. "
        "On most days the kettle sings before the sun is over the hill. "
        "Her dog waits at the gate with a stick between its teeth. "
    )
    news = "Rural post offices will close across the county by June, the council decided."
    rest = " Some 40 villages will lose the post offices that pay out pensions."
    title = "County council to close rural post offices"
    assert news in chosen(anecdote + news + rest, "en", 1, title)
    anecdote = (
        "清晨五点，安娜起床去屋后喂鸡。多数日子里，水壶响时太阳还没有升起。她的狗叼着棍子在门口等。"
    )
    news = "县议会决定，六月底之前关闭全县所有乡村邮局。"
    rest = "约四十个村庄将失去发放养老金的乡村邮局。"
    assert news in chosen(anecdote + news + rest, "zh", 1, "县议会将关闭乡村邮局")


def test_what_a_semicolon_strings_together_is_one_sentence() -> None:
    text = "东北地区降温六度，局地降幅达十六度；江南地区降温十度，局地有雨雪。" + BODY_ZH
    for count in (1, 2, 3):
        for sentence in select(split(text, "zh"), language="zh", count=count):
            assert not sentence.text.endswith("；")
            assert text[sentence.start : sentence.end] == sentence.text


def test_a_first_line_without_a_full_stop_may_stand() -> None:
    standfirst = "Central bank cuts its interest rate for the first time in a year as growth slows"
    assert chosen(f"{standfirst}\n\n{MARKETS} {GROWTH} {LOANS}", "en", 1) == [standfirst]


def test_the_title_is_not_chosen_out_of_the_text() -> None:
    title = "Central bank cuts its interest rate for the first time in a year as growth slows"
    text = f"{MARKETS} {GROWTH} {LOANS}"
    assert chosen(f"{title}\n\n{text}", "en", 1, title) == chosen(text, "en", 1, title)


@pytest.mark.parametrize(("language", "body"), [("en", BODY), ("zh", BODY_ZH)])
def test_what_was_said_is_left_out_though_fewer_remain(language: Language, body: str) -> None:
    once = [sentence.text.strip() for sentence in split(body, language)]
    assert chosen(f"{body}\n{body}", language, len(once) + 2) == once


def test_alone_the_lead_goes_before_a_standfirst_that_says_less_of_the_title() -> None:
    standfirst = "Governor hints that the next decision on the cost of money may come in the spring"
    title = "Central bank cuts main interest rate by a quarter of a point"
    assert chosen(f"{standfirst}\n\n{BODY}", "en", 1, title) == [RATE]
    assert standfirst in chosen(f"{standfirst}\n\n{BODY}", "en", 2, title)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n ", [], id="white-space"),
        pytest.param("Why? And so?", ["Why?"], id="only-questions"),
        pytest.param("*** \n --- \n", ["***"], id="only-marks"),
        pytest.param("--- \n Why? \n ---", ["Why?"], id="marks-and-a-word"),
        pytest.param("，，，\n", ["，，，"], id="chinese-marks"),
    ],
)
def test_there_is_always_one_where_there_is_any(text: str, expected: list[str]) -> None:
    assert chosen(text, "en", 1) == expected
    assert chosen(text, "zh", 1) == expected


SENTENCES = st.lists(
    st.sampled_from(
        [RATE, MARKETS, GROWTH, RATE_ZH, "But why?", "他说：", "一；", "\n\n", "…", "\x00", "A"]
    ),
    max_size=12,
)  # fmt: skip


@given(
    SENTENCES, st.sampled_from(["en", "zh"]), st.integers(1, 5), st.sampled_from(["", "央行 bank"])
)
@settings(max_examples=200, deadline=None)
def test_any_selection_is_sound(
    parts: list[str], language: Language, count: int, title: str
) -> None:
    text = " ".join(parts)
    sentences = split(text, language)
    picked = select(sentences, language=language, count=count, title=title)
    assert len(picked) <= count
    assert bool(picked) == bool(text.strip())
    assert [s.start for s in picked] == sorted({s.start for s in picked})
    assert all(text[s.start : s.end] == s.text for s in picked)
    assert picked == select(sentences, language=language, count=count, title=title)


@pytest.mark.parametrize(("language", "body"), [("en", BODY + " "), ("zh", BODY_ZH)])
def test_forty_sentences_take_20_milliseconds(language: Language, body: str) -> None:
    text = "".join(body.replace("4", str(i)).replace("四", str(i)) for i in range(14))
    sentences = split(text, language)[:40]
    assert len(sentences) == 40
    select(sentences, language=language, count=3, title=RATE)  # numpy is imported at the first use
    begin = time.process_time()
    for _ in range(10):
        select(sentences, language=language, count=3, title=RATE)
    assert (time.process_time() - begin) / 10 < 0.02


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", (BODY + " ") * 5_000, id="20000-sentences"),
        pytest.param("zh", BODY_ZH * 7_000, id="21000-chinese-sentences"),
        pytest.param("en", "word " * 200_000, id="a-million-characters"),
        pytest.param("zh", "央" * 1_000_000, id="a-million-ideographs"),
        pytest.param("en", "“a " * 300_000, id="open-quotes"),
        pytest.param("en", "x\n" * 100_000, id="lines"),
        pytest.param("zh", "一；" * 200_000, id="semicolons"),
        pytest.param("en", "\ud800\x00😀. A " * 50_000, id="surrogates"),
    ],
)
def test_the_work_is_bounded(language: Language, text: str) -> None:
    sentences = split(text, language)
    sentences = sentences if len(sentences) > 3 else sentences * 4
    begin = time.process_time()
    assert select([Sentence("A", 0), *sentences], language=language, count=3)
    assert time.process_time() - begin < 3
