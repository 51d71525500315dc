"""The tables of rules: each pattern is sound, fast, and hits what its row says."""

from __future__ import annotations

import re
import time
from collections import deque
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsum.article import Reason
from newsum.cleaning import rules
from newsum.cleaning.lines import OWN, PLACE, REASONS, litter
from newsum.cleaning.scorer import Road, features
from newsum.cleaning.structure import STRUCTURE
from newsum.cleaning.text import settle

SCRIPTS: tuple[rules.Script, ...] = ("latin", "han")
#: What sends a careless pattern back over a line again and again.
SEEDS = (
    "a", "Ab ", "Ab Cd ", "a | b ", "首页 | 新闻 | ", "中", "中、文、", "(", "（", "1", "12:30 ",
    "2024-01-01 ", "By Ab, ", "share this ", "facebook, ", "@a", "a@b", "a.", "read more ", ". ", "。",
    "photo ", "© ", "Ab Cd/", "记者 ", "来源：", "中 > ", '"', "- ", "分享 微博 ", "赞 1 ", " ",
)  # fmt: skip


#: The package's own patterns, wherever they stand, by where.
MODULES = (
    "bios", "decode", "extract", "head", "lines", "markdown", "metadata", "origin", "page", "rules",
    "structure", "text", "weigh", "wraps",
)  # fmt: skip
KINDS: tuple[rules.Kind, ...] = ("lines", "hints", "tails", "heads")


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every pattern of the package: the tables' one by one, their rows, the modules'."""
    found = {
        f"{script} {kind} {reason} {number}": re.compile(pattern, re.IGNORECASE)
        for script in SCRIPTS
        for kind in KINDS
        for reason, row in rules.table(script, kind).items()
        for number, pattern in enumerate(row)
    }
    for script in SCRIPTS:
        for kind in KINDS:
            for reason, word, pattern in rules.compiled(script, kind):
                found[f"{script} {kind} {reason} {word}".strip()] = pattern
        for name, pattern in zip(("subheads", "references"), rules.own(script), strict=True):
            found[f"{script} lines {name}"] = pattern
    found.update({f"mark {name}": pattern for name, pattern in rules.marks().items()})
    found.update({f"cut {reason}": pattern for reason, pattern in rules.cuts()})
    for name in MODULES:
        for key, value in vars(import_module(f"newsum.cleaning.{name}")).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found[f"{name}.{key}"] = value
    return found


PATTERNS = patterns()


def test_every_pattern_is_found() -> None:
    assert len(PATTERNS) > 300
    assert {name.split()[0] for name in PATTERNS} >= {"latin", "han", "mark", "cut"}


@pytest.mark.parametrize("seed", SEEDS)
def test_patterns_are_linear(seed: str) -> None:
    # A short line first: a pattern that goes over it again and again fails there, in time.
    for size, most in ((5_000, 0.25), (100_000, 2.0)):
        line = seed * (size // len(seed)) + "\x01"
        for name, pattern in PATTERNS.items():
            start = time.process_time()
            if " lines " in name or " heads " in name:  # tried at a line's start alone
                pattern.fullmatch(line)
            else:
                deque(pattern.finditer(line), maxlen=0)
            taken = time.process_time() - start
            assert taken < most, f"{name} on {size} characters of {seed!r}: {taken:.1f} s"
    start = time.process_time()
    settle(line)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("script", SCRIPTS)
def test_tables_give_every_reason_its_row(script: rules.Script) -> None:
    assert tuple(rules.table(script, "lines")) == REASONS
    assert set(rules.table(script, "hints")) <= set(REASONS)


def test_weights_fit_the_numbers() -> None:
    numbers: dict[Road, tuple[str, ...]] = {
        "text": (*OWN, *PLACE),
        "page": (*OWN, *PLACE, *STRUCTURE),
    }
    for road, names in numbers.items():
        assert tuple(features(road)) == names


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("We use cookies to improve your experience on our website.", "cookie"),
        pytest.param("View this email in your browser", "subscribe"),
        pytest.param("Was this email forwarded to you? Sign up here.", "subscribe"),
        pytest.param("You are receiving this newsletter because you signed up at our site.", "subscribe"),
        pytest.param("Unsubscribe | Manage preferences", "subscribe"),
        pytest.param("A MESSAGE FROM SENN BANK", "ad"),
        pytest.param("SOURCE Harlow Piers Ltd.", "editor"),
        pytest.param("- 4 -", "navigation"),
        pytest.param("window.ads = window.ads || []; document.write(x);", "navigation"),
        pytest.param("（南部日报新闻中心供稿）", "byline"),
        pytest.param("Image caption Mourners gather outside the town hall", "caption"),
        pytest.param("Locals clear the road after the storm. Photo by Ana Ruiz / AFP", "caption"),
        pytest.param("The old quay was rebuilt in two years.Ruizfoto / Getty Images", "caption"),
        pytest.param("The old quay was rebuilt in two years. Ana Ruiz, Tom Brown", "caption"),
        pytest.param("The quay, where the ferry lands. (Harrow Museum)", "caption"),
        pytest.param("Mayor Lee (left) opens the quay on Monday.", "caption"),
        pytest.param("The three founders, from left: Lee, Ruiz and Brown", "caption"),
        pytest.param("Dana Whitlock | Harrow Courier", "byline"),
        pytest.param("Almeda, AL, United States:", "dateline"),
        pytest.param("Download now!", "subscribe"),
        pytest.param("Photograph: Ana Ruiz/Reuters", "credit"),
        pytest.param("By Ana Ruiz, City Editor", "byline"),
        pytest.param("Published 10:02 AM EST Nov 19, 2019", "dateline"),
        pytest.param("Share on Facebook Share on LinkedIn Email", "share"),
        pytest.param("Sign up for our newsletter to get updates in your inbox", "subscribe"),
        pytest.param("Most Read Stories", "related"),
        pytest.param("Advertisement", "ad"),
        pytest.param("Got a tip? Email us at tips@courier.example", "contact"),
        pytest.param("© 2026 The Courier. All rights reserved.", "copyright"),
        pytest.param("(Reporting by Ana Ruiz; Editing by Tom Brown)", "editor"),
        pytest.param("Home | News | Sport | Weather", "navigation"),
        pytest.param("Get Farm Weekly delivered to your door every Friday.", "subscribe"),
        pytest.param("Thank you for reading. You have 2 free articles left.", "subscribe"),
        pytest.param("You can find this story in My Bookmarks.", "share"),
        pytest.param("For more on travel and food, please visit Coastline.", "related"),
        pytest.param("Read the original article on The Harrow Review.", "related"),
        pytest.param("To order a copy, visit harrowbooks. Delivery charges may apply.", "ad"),
        pytest.param("Prices correct at time of publication.", "ad"),
        pytest.param("This article was originally written by Dana Cole.", "byline"),
        pytest.param("This is a developing story and will be updated.", "editor"),
        pytest.param("AP writer Dana Cole in Harrow contributed.", "editor"),
        pytest.param("For reprint permission, contact us.", "copyright"),
        pytest.param("(Harrow Daily Online) 11:35, November 23, 2022", "dateline"),
        pytest.param("1、回复【公积金】查看最新政策", "subscribe"),
        pytest.param("点击菜单栏【便民服务】了解更多", "subscribe"),
        pytest.param("本站使用 cookie 以确保网站正常运行", "cookie"),
        pytest.param("资料图：市民在寒冷天气中出行。某社记者 王某 摄", "caption"),
        pytest.param("图片来源：视觉中国", "credit"),
        pytest.param("本报记者 王某某 李某", "byline"),
        pytest.param("2024年05月10日06:58", "dateline"),
        pytest.param("分享到：", "share"),
        pytest.param("关注某某日报微信公众号", "subscribe"),
        pytest.param("相关阅读", "related"),
        pytest.param("广告", "ad"),
        pytest.param("新闻热线：010-00000000", "contact"),
        pytest.param("某某网版权所有，未经许可不得转载", "copyright"),
        pytest.param("[ 责编：张倩 ]", "editor"),
        pytest.param("首页 | 新闻 | 财经 | 体育", "navigation"),
        pytest.param("Item 1 of 3 A crane lifts the old deck off the quay.", "caption"),
        pytest.param("[1/3]A crane at the quay. WIRE/Ana Ruiz Purchase Licensing Rights, opens new tab", "caption"),
        pytest.param("The quay flooded on Monday (Dan Holt/The Harrow Lantern)", "caption"),
        pytest.param("Workers clear the quay | Dan Holt for The Courier", "caption"),
        pytest.param("Portrait of Jane Roe", "caption"),
        pytest.param("PA Wire", "credit"),
        pytest.param("Dan Holt for The Courier", "credit"),
        pytest.param("BBC News, Brindle", "byline"),
        pytest.param("·1 min read", "byline"),
        pytest.param("2026 11/16 08:12:30", "dateline"),
        pytest.param("The Morning Ferry: all of Harrow in five minutes. Sign up here.", "subscribe"),
        pytest.param("Sign up for The Morning Briefing, our guide to the day", "subscribe"),
        pytest.param("The Daily Briefing", "subscribe"),
        pytest.param("- END -", "editor"),
        pytest.param("Skip to main contentSkip to navigation", "navigation"),
        pytest.param("+3", "navigation"),
        pytest.param("1 2 3 4 5", "navigation"),
        pytest.param("本網站使用相關技術提供更好的閱讀體驗", "cookie"),
        pytest.param("請同意我們的隱私權規範，才能收聽。", "cookie"),
        pytest.param("老糧倉重開首日。城南網記者 林一川 攝影", "caption"),
        pytest.param("■老糧倉重開首日。城南傳真", "caption"),
        pytest.param("點擊圖片放大", "caption"),
        pytest.param("出版：2026-11-16 08:12 更新：2026-11-16 09:00", "dateline"),
        pytest.param("文章日期：2026年11月16日", "dateline"),
        pytest.param("点击上方蓝字关注我们", "subscribe"),
        pytest.param("不用排隊 現在用APP看新聞 點我下載APP", "subscribe"),
        pytest.param("新闻推荐", "related"),
        pytest.param("關鍵詞：城南，糧倉", "related"),
        pytest.param("date 2026-11-16 我是廣告 請繼續往下閱讀", "ad"),
        pytest.param("跳至主要內容", "navigation"),
        pytest.param("聽新聞 0:00 / 3:20", "navigation"),
        pytest.param("old_quay_2.jpg", "caption"),
        pytest.param("GlobeNewswire", "byline"),
        pytest.param("Published", "dateline"),
        pytest.param("No comments yet", "share"),
        pytest.param("Follow BBC Brindle on Facebook, X and Instagram.", "share"),
        pytest.param("Turn on desktop notifications", "subscribe"),
        pytest.param("Articles (1527)", "related"),
        pytest.param("Advertisement · Scroll to continue", "ad"),
        pytest.param("Reuse this content", "copyright"),
        pytest.param("Home > Latest News > Remarks of the Spokesperson of the Harbour Office", "navigation"),
        pytest.param("You have permission to edit this article.", "navigation"),
        pytest.param("English Français Español Deutsch", "navigation"),
        pytest.param("عربي Español Русский Français 简体中文", "navigation"),
        pytest.param("攝影／林一川", "credit"),
        pytest.param("（資料照）", "caption"),
        pytest.param("〔記者林一川／台北報導〕", "byline"),
        pytest.param("台北市 / 綜合報導", "byline"),
        pytest.param("(2026年11月16日)", "dateline"),
        pytest.param("共有 12 則留言", "share"),
        pytest.param("加入LINE好友", "subscribe"),
        pytest.param("你可能也喜歡", "related"),
        pytest.param("喜欢此内容的人还喜欢", "related"),
        pytest.param("保護被害人隱私，拒絕家庭暴力，請撥打110、113", "contact"),
        pytest.param("本文不代表本報立場", "copyright"),
        pytest.param("核稿編輯：孫楠", "editor"),
        pytest.param("版面:第A1版:头版 上一篇 下一篇", "navigation"),
        pytest.param("Follow Ana Ruiz on Twitter @anaruiz", "share"),
        pytest.param("What do you think? Leave a comment below.", "share"),
        pytest.param("Follow our live coverage here.", "subscribe"),
        pytest.param("Join 9,000 readers who start their day with us.", "subscribe"),
        pytest.param("Stay informed with our daily email.", "subscribe"),
        pytest.param("Your support makes our work possible.", "subscribe"),
        pytest.param("Subscribe now to read the full report.", "subscribe"),
        pytest.param("Thanks for reading The Ledger! This post is public.", "subscribe"),
        pytest.param("Visit The Harrow Post at harrowpost.com.", "contact"),
        pytest.param("Media Contact: Jane Roe", "contact"),
        pytest.param("If you have been affected by the issues in this story, write to us.", "contact"),
        pytest.param("Distributed by Harrow Content Agency, LLC.", "copyright"),
        pytest.param("The views expressed are the author's own.", "copyright"),
        pytest.param("This article is republished from The Parley.", "copyright"),
        pytest.param("Disclosure: The author owns shares in Brightwell.", "copyright"),
        pytest.param("An earlier version of this article misstated the number of seats.", "editor"),
        pytest.param("CORRECTION: A photo in an earlier version of this story was wrong.", "editor"),
        pytest.param("This summary was generated by AI and read by an editor.", "editor"),
        pytest.param("(HARROW 24 with AFP and Reuters)", "editor"),
        pytest.param("Ruiz reported from Lisbon.", "editor"),
        pytest.param("Tom Bell is a senior reporter covering transport.", "byline"),
        pytest.param("Ana Ruiz covers ports for The Harrow Post.", "byline"),
        pytest.param("ADVERTISING", "ad"),
        pytest.param("end of list", "navigation"),
        pytest.param("该文观点仅代表作者本人，本平台仅提供信息存储空间服务。", "copyright"),
        pytest.param("特别提醒：如果我们使用了您的图片，请与本站联系。", "copyright"),
        pytest.param("订阅《城南快报》电邮，每天早晨收到要闻。", "subscribe"),
        pytest.param("城南中文有Instagram！欢迎搜寻，看更多图文报道。", "subscribe"),
        pytest.param("立即下載《城南》App，掌握第一手消息", "subscribe"),
        pytest.param("觉得不错，请点赞分享", "subscribe"),
        pytest.param("海量资讯、精准解读，尽在城南财经APP", "subscribe"),
        pytest.param("推荐进入城南数据库，可随时查阅公司股价", "related"),
        pytest.param("看更多：老碼頭關閉在即", "related"),
        pytest.param("商务合作请联系微信 chengnan01", "contact"),
        pytest.param("＊自殺不能解決問題，生命線請撥1995", "contact"),
        pytest.param("此文章的摘要由第三方AI提炼，仅供参考。", "editor"),
        pytest.param("栏目主编：赵石 文字编辑：王小水", "editor"),
        pytest.param("出品人：赵石 总监制：钱海", "editor"),
        pytest.param("林一川是城南周报驻北京记者。", "byline"),
        pytest.param("（新华社北京11月20日电）", "dateline"),
        pytest.param("全文约2000字，阅读约需5分钟", "navigation"),
    ],
)  # fmt: skip
def test_lines(line: str, reason: Reason) -> None:
    assert litter(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        "記者:新碼頭什麼時候可以通車,預算夠不夠?",
        "记者：这次改造花了多少钱？",
        "編輯:這是你的第一本書嗎?",
        "点击量是平台关注的指标。",
        "他在后台回复“收到”后离开了会场，没有再接受采访。",
        "This is a developing story of 40 homes and a river that will not go down.",
        "Milk is delivered to your door again in Harrow, and the young love it.",
        "For more than a year, residents have asked the council to visit the site.",
        "Reprints of the 1912 atlas sold for 4,000 pounds each on Friday.",
        "我是廣告公司的老闆，不是工程師",
        "關注我們身邊的老人，是社區的責任。",
        "新聞推薦系統改變了讀者的習慣。",
        "業務版圖縮小",
        "他在脸书上留言，表示感谢。",
        "攝影／錄影器材禁止入場。",
        "市府／文化局聯合報導展",
        "第3版：修訂內容說明",
        "拒絕檢查者最高可罰三千元，民眾可撥打1999檢舉。",
        "It takes ten minutes to sign up.",
        "Sign up for The Great Race before Friday.",
        "[1/3] The city has closed the quay, and here is why.",
        "Item 3 of the budget passed by one vote.",
        "Follow the river on foot for a mile.",
        "Home > away: why fans travel",
        "English and French are spoken.",
        "Fox News Host Quits Show After Row",
        "Judge, Ex-Senator Among Contenders for Harbour Post",
        "Portrait of Jane Roe and her sister, by the pier",
        "Copyright law does not protect a style, the judge said in a ruling on Monday.",
        "The material may not be published without the court's leave, the order says.",
        "Unlimited access to the park costs 4 dollars a week.",
        "Edited by his widow, the diaries will appear in spring.",
        "Photographs by the boy's father show the fence before it fell.",
        "Follow the money, investigators were told, and it led to a house in Cardiff.",
        "The summary was generated by AI and contained three errors, the court found.",
        "The views expressed in the memo were his own, the minister said, and did not reflect policy.",
        "Blue Cross covers telehealth visits for Medicare patients.",
        "Tom Bell is a reporter whose phone was tapped by the ministry for two years.",
        "An earlier version of the bill would have banned the sale of e-scooters.",
        "Stay up to date with your vaccines, the agency told travelers on Monday.",
        "Thanks for reading my book, the prime minister wrote to the boy.",
        "外交部发言人说，这一决定不代表中方立场。",
        "他强调，相关言论仅代表个人，不代表公司立场。",
        "扫码支付在乡村普及，老人也学会了。",
        "关注公众号领红包的骗局再次出现，警方提醒市民小心。",
        "特别声明：双方将停止互征关税，这是联合公报中最受关注的一句。",
        "提示：水位上涨，请勿下水，河边的牌子上这样写着。",
        "阅读全文需要付费，读者对此并不满意。",
        "风险自担的原则并不适用于老年人，法官说。",
        "摄影：一门关于等待的艺术，这是他常说的一句话。",
        "该视频由AI生成，警方周三通报称，发布者已被行政拘留。",
        "加入LINE群組後，他被騙走三百萬元。",
        "网友纷纷点赞、转发，称他是最美司机。",
        "合作请求被拒绝后，两家公司转而与对手签约。",
    ],
)
def test_prose_stays(line: str) -> None:
    assert settle(line) == (line, [])


@pytest.mark.parametrize(
    ("line", "prose", "cut"),
    [
        pytest.param(
            "The ferry runs until dusk. We use cookies to improve this site.",
            "The ferry runs until dusk.",
            "We use cookies to improve this site.",
            id="cookie",
        ),
        pytest.param(
            "The mayor said that the bridge would open in spring. Follow @courier on Twitter.",
            "The mayor said that the bridge would open in spring.",
            "Follow @courier on Twitter.",
            id="share",
        ),
        pytest.param(
            "该工程预计明年五月底前全部完工。【责任编辑：王某】",
            "该工程预计明年五月底前全部完工。",
            "【责任编辑：王某】",
            id="editor-zh",
        ),
        pytest.param(
            "该工程预计明年五月底前全部完工。（某某日报记者 王某）",
            "该工程预计明年五月底前全部完工。",
            "（某某日报记者 王某）",
            id="byline-zh",
        ),
        pytest.param(
            "该工程预计明年五月底前全部完工。（详情请点击链接：",
            "该工程预计明年五月底前全部完工。",
            "（详情请点击链接：",
            id="link-zh",
        ),
        pytest.param(
            "）该工程预计明年五月底前全部完工。",
            "该工程预计明年五月底前全部完工。",
            "）",
            id="bracket-left-over-zh",
        ),
        pytest.param(
            "老糧倉重新開放，首日接待讀者兩千人。" * 8 + "圖／城南網",
            "老糧倉重新開放，首日接待讀者兩千人。" * 8,
            "圖／城南網",
            id="picture-zh",
        ),
        pytest.param(
            "（原标题：一桥飞架）该工程预计明年五月底前全部完工。",
            "该工程预计明年五月底前全部完工。",
            "（原标题：一桥飞架）",
            id="head-zh",
        ),
        pytest.param(
            "The bridge would open in spring, the mayor said on Monday. (ANI)",
            "The bridge would open in spring, the mayor said on Monday.",
            "(ANI)",
            id="agency",
        ),
    ],
)
def test_litter_glued_to_prose(line: str, prose: str, cut: str) -> None:
    kept, removed = settle(line)
    assert (kept, [each.text for each in removed]) == (prose, [cut])


def test_words_stand_at_the_beginning_of_a_pattern() -> None:
    for script in SCRIPTS:
        for kind in KINDS:
            for row in rules.table(script, kind).values():
                assert not [each for each in row if "\n" in each or "(?#" in each[1:]]


GATED = [
    pytest.param(re.sub(r"^\(\?#[^)]+\)", "", pattern), pattern, kind, id=f"{script} {kind} {n}")
    for script in SCRIPTS
    for kind in KINDS
    for row in rules.table(script, kind).values()
    for n, pattern in enumerate(row)
    if pattern.startswith("(?#")
]


@pytest.mark.parametrize(("bare", "pattern", "kind"), GATED)
@given(data=st.data())
@settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
def test_a_pattern_matches_nothing_without_its_words(
    bare: str, pattern: str, kind: rules.Kind, data: st.DataObject
) -> None:
    compiled = re.compile(bare, re.IGNORECASE)
    text = data.draw(st.from_regex(compiled, fullmatch=True))
    words = pattern[3 : pattern.index(")")].split("|")
    assert any(word in text.lower() for word in words)
