"""What is beside an article, in tables."""

from __future__ import annotations

import time

import pytest

from newsum.languages import Language
from newsum.selection.asides import beside, is_notice, is_signpost
from newsum.split import split


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Home > Latest News > Remarks of the Chairman of the Harbour Authority"),
        ("en", "Home » Harbour"),
        ("en", "News / Local / Harbour"),
        ("en", "Town | Harbour | Ferries"),
        ("en", "Follow all the latest, breaking news right here."),
        ("en", "Follow the latest on the harbour strike."),
        ("en", "Thank you so much for tuning in to the harbour debate."),
        ("en", "Thanks for following our day at the pier."),
        ("en", "The views expressed here are the author’s own and not those of this paper."),
        ("en", "The opinions of the author are her own."),
        ("en", "Welcome to our live blog on the harbour vote."),
        ("en", "This live blog is now closed."),
        ("en", "The Harbour Post brings you live updates as the town votes on its pier."),
        ("en", "We will be providing running coverage throughout the day."),
        ("en", "Catch up on a night of votes at the harbour."),
        ("en", "This page is being updated."),
        ("en", "You have permission to edit this article."),
        ("en", "Item 1 of 3 The old pier before the storm of March."),
        ("en", "Get all the latest harbour news on your phone."),
        ("en", "Download the Harbour Post app for alerts."),
        ("en", "Our newsletter comes every Friday."),
        ("en", "The best of the week, straight to your inbox."),
        ("en", "The Latest on the fire at the pier (all times local):"),
        ("en", "Voting at Harbour View Primary School in Westport, CT."),
        ("en", "The Old Pier in the Town of Westport."),
        ("zh", "首页 > 新闻中心 > 港务局主席讲话"),
        ("zh", "首页>港口"),
        ("zh-Hant", "當前位置：首頁 > 新聞"),
        ("zh", "欢迎关注港口晚报微信公众号。"),
        ("zh", "请下载港口晚报客户端。"),
        ("zh-Hant", "更多港口新聞，歡迎下載港口晚報APP。"),
        ("zh", "更多消息请点击这里。"),
        ("zh", "感谢您的收看。"),
        ("zh", "文章仅代表作者本人观点。"),
        ("zh-Hant", "以上言論不代表本台立場。"),
        ("zh", "欢迎来到港口投票直播间的直播。"),
        ("zh", "本场直播到此结束。"),
        ("zh", "您没有权限编辑此文。"),
    ],
)
def test_notices(language: Language, text: str) -> None:
    assert is_notice(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Visitors follow the latest rules at the harbour."),
        ("en", "The views from the old pier draw thousands."),
        ("en", "“Follow us to the pier,” the mayor told the crowd."),
        ("en", "The bank said its app and newsletter had been attacked."),
        ("en", "Voting at the school was slow in the morning."),
        ("en", "Harbour View won."),
        ("en", "Jesus wept."),
        ("en", "Why?"),
        ("en", "Profit > loss was the rule of the chairman."),
        ("en", "He finished in 18 / 24 / 36 seconds."),
        ("en", "The newsroom hosts a live and/or taped debate."),
        ("zh", "市民微信付款可以免费乘坐渡轮。"),
        ("zh", "港务局感谢市民的支持。"),
        ("zh", "专家的观点代表了多数人。"),
        ("zh", "市长说：“请关注我们的公众号。”"),
        ("zh-Hant", "記者會以直播方式舉行。"),
    ],
)
def test_news_is_no_notice(language: Language, text: str) -> None:
    assert not is_notice(text, language)
    assert not is_signpost(text, language)


LEAD = {"en": "The pier closes on Monday.", "zh": "栈桥周一关闭。"}
NEWS = {"en": "Repairs cost $4 million.", "zh": "维修耗资四百万元。"}


@pytest.mark.parametrize(
    ("language", "paragraph", "expected"),
    [
        pytest.param("en", "Editor’s note: Our reporter is a member. He sails.", 2, id="note"),
        pytest.param("en", "EDITOR'S NOTE: Our reporter is a member.", 1, id="note-in-capitals"),
        pytest.param("en", "[Editor's note] Our reporter sails.", 1, id="note-in-brackets"),
        pytest.param("en", "Editor’s notes of 1920 were sold.", 0, id="notes-of-editors"),
        pytest.param("en", "The editor’s note cost him his post.", 0, id="a-note-in-the-news"),
        pytest.param("en", "The old pier in March. (AP Photo/Ann Lee)", 2, id="photo"),
        pytest.param("en", "The old pier. (Ann Lee/Reuters)", 2, id="agency-photo"),
        pytest.param("en", "Ships wait outside the harbour of the town", 0, id="a-line"),
        pytest.param("en", "Ann Lee smiles at the harbour on Monday.", 1, id="shown"),
        pytest.param("en", "Ann Lee speaks at the harbour on 3 May 2031.", 1, id="shown-speaking"),
        pytest.param(
            "en", "Ann Lee smiles\n\nAnn Lee smiles in the rain on Monday.", 2, id="shown-twice"
        ),
        pytest.param("en", "Ann Lee speaks at the harbour on Monday.", 0, id="speaks"),
        pytest.param("en", "A boy rides to the harbour on May 3, 2031.", 1, id="shown-unnamed"),
        pytest.param("en", "A ferry leaves the harbour on Monday.", 0, id="leaves"),
        pytest.param("en", "Ann Lee speaks for the town's fishermen.", 0, id="speaks-for"),
        pytest.param("en", "(Reporting by Ann Lee)", 1, id="in-brackets"),
        pytest.param("en", "Good morning! Grab a coffee.", 2, id="greeting"),
        pytest.param("en", "Hello Kitty came to the harbour.", 0, id="hello"),
        pytest.param("en", "About Harbour Works\n\nIt is a leading builder.", 1, id="about"),
        pytest.param("zh", "（港口晚报新闻中心供稿）", 1, id="in-brackets-zh"),
        pytest.param("zh", "大家好，欢迎收看。", 1, id="greeting-zh"),
        pytest.param("zh", "【编者按】港口是城市的窗口。本报走访港口。", 2, id="note-zh"),
        pytest.param("zh", "編者按：港口是城市的窗口。", 1, id="note-hant"),
        pytest.param("zh", "编者按照惯例作了删改。", 0, id="a-word-that-begins-so"),
        pytest.param("zh", "【编前语】栈桥周一起关闭。", 0, id="an-introduction"),
        pytest.param("zh", "改建后的栈桥。（图片由港务局提供）", 2, id="photo-zh"),
        pytest.param("zh", "渡轮驶入港口。港口晚报记者 林知夏 摄影", 2, id="photographer"),
        pytest.param("zh", "渡輪駛入港口。圖／港務局", 2, id="photo-hant"),
        pytest.param("zh", "镇长后来爱上了摄影。", 0, id="photography"),
    ],
)
def test_paragraphs(language: Language, paragraph: str, expected: int) -> None:
    text = f"{LEAD[language]}\n\n{paragraph}\n\n{NEWS[language]}"
    found = beside([sentence.text for sentence in split(text, language)], language, "")
    assert (found[0], sum(found), found[-1]) == (False, expected, False)


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        pytest.param("港口晚报-栈桥周一关闭!市民惊讶\n", "", 2, id="two-sentences"),
        pytest.param("栈桥周一关闭\n维修两年\n", "", 2, id="two-lines"),
        pytest.param("文件：栈桥周一关闭（晚报）\n", "栈桥周一关闭", 1, id="the-title-again"),
        pytest.param("镇长说，栈桥要修两年\n", "栈桥周一关闭", 0, id="a-standfirst"),
        pytest.param("栈桥周一关闭。\n", "", 0, id="a-sentence"),
        pytest.param("栈桥要修。它已百年：\n", "", 0, id="an-introduction"),
    ],
)
def test_a_headline_above_a_chinese_article(text: str, title: str, expected: int) -> None:
    sentences = [s.text for s in split(f"{text}\n栈桥周一关闭。维修两年", "zh")]
    found = beside(sentences, "zh", title)
    assert sum(found) == expected
    assert not any(found[-2:])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("编者按\n港口百年。\n它要修。\n新华社南湾9月9日电 栈桥关闭。\n", 3, id="dateline"),
        pytest.param("编者按\n港口百年。\n栈桥关闭。\n", 2, id="none"),
    ],
)  # fmt: skip
def test_a_note_under_its_own_heading_runs_to_the_dateline(text: str, expected: int) -> None:
    assert sum(beside([s.text for s in split(text, "zh")], "zh", "栈桥")) == expected


@pytest.mark.parametrize(
    "text", ["> " * 500_000, "请" * 500_000, "Get the " * 100_000, "（" * 300_000]
)
def test_the_work_is_bounded(text: str) -> None:
    begin = time.process_time()
    for language in ("en", "zh"):
        is_notice(text, language)
        is_signpost(text, language)
        beside([text], language, "")
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    ("language", "above", "filed", "held"),
    [
        pytest.param("en", "Old ferry sails on.", "ASHCOMBE, May 3 (AP) — It rained.", 1, id="en"),
        pytest.param("en", "Sails on.\n\nWho won?", "ASHCOMBE (AP) — It rained.", 2, id="two"),
        pytest.param("en", "One. Two. Three. Four. Five.", "ASHCOMBE — It rained.", 0, id="much"),
        pytest.param("en", "It rained.", "BREAKFAST at the harbour was late.", 0, id="no-dateline"),
        pytest.param("zh", "渡轮又开了。", "新华社安塔5月3日电 大雨停了。", 1, id="zh"),
        pytest.param(
            "zh", "渡轮又开了。\n\n聚焦港口（晚报记者 林知夏）", "大雨停了。", 2, id="writer-zh"
        ),
        pytest.param("zh", "渡轮又开了。", "【导读】大雨停了。", 0, id="introduction-zh"),
    ],
)
def test_what_stands_above_the_dateline(
    language: Language, above: str, filed: str, held: int
) -> None:
    texts = [s.text for s in split(f"{above}\n\n{filed}\n\n{NEWS[language]}", language)]
    found = beside(texts, language, "")
    assert found == [True] * held + [False] * (len(texts) - held)


@pytest.mark.parametrize(
    ("language", "words", "held"),
    [
        pytest.param("en", "We need you. Please give what you can.", True, id="appeal"),
        pytest.param("en", "We saw the harbour and its ferry close.", False, id="on-the-news"),
        pytest.param("en", "“We need you,” said a sign nobody read.", False, id="quoted"),
        pytest.param("en", "“It rains. We need you,” said a sign.", False, id="quoted-on"),
        pytest.param("zh", "依规定标示，详见 www.example.org 说明。", True, id="address-zh"),
        pytest.param("zh", "读者可以在港口乘坐渡轮。", False, id="on-the-news-zh"),
    ],
)
def test_the_papers_own_words(language: Language, words: str, held: bool) -> None:
    news = {
        "en": "The harbour of the town closes its ferry on day {}.",
        "zh": "港口的渡轮在第{}天停航，乘客可以在港口乘坐大巴。",
    }[language]
    text = "\n\n".join([words, *(news.format(day) for day in range(6))])
    found = beside([s.text for s in split(text, language)], language, "")
    assert (found[0], any(found[-6:])) == (held, False)
