from __future__ import annotations

import time

import pytest

from newsum.datelines import dateline_length


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("LONDON (Reuters) - ", "Britain said on Monday that talks had begun."),
        ("LONDON, Nov 3 (Reuters) - ", "Britain said on Monday that talks had begun."),
        ("WASHINGTON — ", "The Senate voted on Tuesday."),
        ("HARLOW BRIDGE, Sept. 9 — ", "A maker of batteries will build a plant."),
        ("NEW YORK (AP) — ", "“We won,” he said."),
        ("ST. LOUIS, Mo. -- ", "The river rose."),
        ("PUTRAJAYA, Nov 22 — ", "Private companies did not pay."),
        ("Beijing, Oct. 14 (Xinhua) -- ", "China launched a satellite."),
        ("Aug. 8, 2023 -- ", "Many people may now give blood."),
        ("新华社北京11月3日电（记者 王宇）", "国务院发布通知。"),
        ("本报宁州9月9日电（记者 林知夏 通讯员 周明）", "9日上午，地铁开通。"),
        ("中新网2月13日电 ", "据气象台消息，今夜有雪。"),
        ("中新社上海11月3日电 (记者 陈静)", "上海举行展览。"),
        ("本报讯（记者 李明）", "昨日，市政府召开会议。"),
        ("（法新社巴黎21日电） ", "球员昨天到场练球。"),
        ("新华社柏林7月3日体育专电（记者 王宇）", "球队三比一取胜。"),
        ("（国际）新华社柏林8月3日电（记者 王宇）", "议会三日表决。"),
        ("新华财经北京10月18日电（记者 王宇）", "央行十八日降息。"),
        ("快科技10月27日消息，", "新机型下月上市。"),
        ("参考消息网11月5日报道 ", "英国政府宣布新规。"),
        ("钛媒体App 10月27日消息，", "新机型下月上市。"),
        ("本報訊　", "市政府昨日召開會議。"),
        ("新浪财经讯 11月3日上午消息，", "央行宣布降息。"),
        ("IT新观察9月30日消息，", "一家运营商将停止服务。"),
        ("综合消息，", "冷空气将影响多地。"),
        ("北京时间5月20日晚间消息，", "一家公司公布财报。"),
        ("新华社北京4月24日电 题：", "让河水更清"),
        ("题：", "让河水更清"),
        ("〔記者王小明／台北報導〕", "市府昨日召開會議。"),
        ("（中央社記者李大華華盛頓3日專電）", "參議院通過法案。"),
        ("【大公報訊】", "市府昨日召開會議。"),
        ("江城晚报讯 记者张三报道：", "昨日，市政府召开会议。"),
        ("(CNN) — ", "The Senate voted on Tuesday."),
        ("(Reuters) - ", "The Senate voted on Tuesday."),
        ("Daily.Net - ", "The Senate voted on Tuesday."),
        ("LONDON, Nov. 3, 2019 /PRNewswire/ -- ", "A maker of toys grew."),
        ("Kabul, Afghanistan – ", "Schools opened on Monday."),
        ("Springfield, IL, United States: ", "Schools opened on Monday."),
        ("KARACHI: ", "Schools opened on Monday."),
        ("NEW DELHI: ", "“We won,” he said."),
        ("BREAKING: ", "The Senate voted on Tuesday."),
        ("EXCLUSIVE - ", "The Senate voted on Tuesday."),
        ("WARNING GRAPHIC DETAIL: ", "A court heard of the attack."),
        ("Oakland, Calif. — ", "The city voted on Tuesday."),
        ("Bend, Ore.—", "The city voted on Tuesday."),
        ("South Lake Falls, Nevada - ", "The city voted on Tuesday."),
        ("Austin, TX -- ", "The city voted — narrowly — on Tuesday."),
        ("MCLEAN, Va.--(BUSINESS WIRE)--", "A maker of toys grew."),
        ("Toronto, Ontario--(Newsfile Corp. - May 3, 2021) - ", "A maker of toys grew."),
        ("NEW YORK, NY / ACCESSWIRE / May 3, 2021 / ", "A maker of toys grew."),
        ("NEW YORK, May 3, 2021 / ACCESSWIRE / ", "A maker of toys grew."),
        ("HELSINKI, May 03, 2021 (GLOBE NEWSWIRE via COMTEX) -- ", "A maker of toys grew."),
        ("London (CNN) ", "Britain said on Monday that talks had begun."),
        ("London (CNN Business) — ", "Britain said on Monday that talks had begun."),
        ("CNN — ", "Britain said on Monday that talks had begun."),
        ("New Delhi, May 3 (PTI) ", "The court ruled on Monday."),
        ("BEIJING, July 26 (Xinhua, by Wang Yu) (Editor: Li Ming) -- ", "It rained."),
        ("Xinhua News Agency, Hanoi, July 25: ", "It rained."),
        ("Bengaluru: ", "The court ruled on Monday."),
        ("中新社 天津3月27日电 （记者 张三）", "天津举行展览。"),
        ("晚报讯 ", "昨日，市政府召开会议。"),
        ("据新华社电 ", "会议召开。"),
        ("据新华社北京3月5日电（记者 王宇）", "会议召开。"),
        ("【明報專訊】", "市府昨日召開會議。"),
        ("【on.cc東網專訊】", "市府昨日召開會議。"),
        ("(星島日報報道)", "市府昨日召開會議。"),
        ("【大公報訊】記者張三報道：", "市府昨日召開會議。"),
        ("【环球网综合报道】", "会议召开。"),
        ("[环球时报驻华盛顿特派记者 张三]", "会议召开。"),
        ("（综合11日电）", "会议召开。"),
        ("江城日报·新江城客户端7月25日讯（本报记者）", "会议召开。"),
        ("新华社科威特城7月26日电 ", "会议召开。"),
        ("IT之家 3 月 5 日消息，", "一家公司发布手机。"),
        ("每经AI快讯，", "一家公司公布财报。"),
        ("智通财经APP讯，", "一家公司公布财报。"),
        ("本台消息，", "会议召开。"),
        ("（安塔3日讯）", "总统宣布停火。"),
        ("（北海之声中文网）", "两国恢复谈判。"),
        ("《财信通讯社20日专讯》", "股市收高。"),
        ("【安塔讯】", "首相出席会议。"),
        ("【明報專訊】明報全媒體報道：", "市府昨日召開會議。"),
        ("晨報／記者王小明／台北即時報導 ", "市府昨日召開會議。"),
        ("7:05 p.m. ET: ", "The vote begins."),
        ("9:30 am — ", "Rain has stopped play."),
        ("3/14/2031 | ", "The vote begins."),
        ("2031-03-14 09:30 | ", "The vote begins."),
        ("0:20.0 | ", "The vote begins."),
        ("【14:05】", "大桥恢复通车。"),
        ("", "10:00 – 11:00 is a busy hour."),
        ("", "12:30 was too late."),
        ("", "（官网）公司发布公告。"),
        ("", "（来电）他说不去。"),
        ("", "《晨报》报道了此事。"),
        ("", "《财信通讯》杂志停刊。"),
        ("", "U.S.-Canadian ties suffered."),
        ("", "U.S.–China trade grew."),
        ("", "EU – China talks began."),
        ("", "US - Iran talks began."),
        ("", "Austin, Texas: The mayor said so."),
        ("", "June 15-July 15 deliveries rose."),
        ("", "London — the capital — voted on Monday."),
        ("", "Paris, France — The City of Light — voted on Monday."),
        ("", "Paris: a city in fear."),
        ("", "London: The mayor said so."),
        ("", "British Broadcasting Corporation (BBC) Director General Ann Lee left."),
        ("", "The paper (AP) Said so."),
        ("", "Friday, May 3: The band plays."),
        ("", "Smith, Jones — The firm rose."),
        ("", "Hyderabad: “No more,” we said. We left."),
        ("", "互联网停电，工厂停工。"),
        ("", "我真不愿意报告坏消息，但会议取消了。"),
        ("", "多关注网络安全资讯，提高意识。"),
        ("", "他们在网上看到停电（见图）的消息。"),
        ("", "天气预报称有雷电（见图）。"),
        ("", "3万度电，够用一天。"),
        ("", "据新华社电，会议召开。"),
        ("", "（记者会后）他走了。"),
        ("", "NASA: The probe is lost."),
        ("", "TAPPER: You said so."),
        ("", "Anna Berg, Norway’s minister – He left."),
        ("", "Two things, Above All: Money and time."),
        ("", "据新华社消息，会议召开。"),
        ("", "另据路透社5月3日消息，会议召开。"),
        ("", "但东部电网公司一位参与电价改革的人士认为，价格会涨。"),
        ("", "5月3日，会议召开。"),
        ("", "题目是《河》。"),
        ("本报讯　", "经调查，现初步查明原因。"),
        ("", "The UN — long divided — met on Monday."),
        ("", "GDP rose 5 percent - a record."),
        ("", "IBM - the computer maker - said sales fell."),
        ("", "A-list actors came."),
        ("", "May 5 was a Sunday."),
        ("", "He said so."),
        ("", "据新华社报道，会议召开。"),
        ("", "新华社记者走访了三个村庄。"),
        ("", "日本报告新增病例。"),
    ],
)
def test_only_the_dateline_goes(dateline: str, rest: str) -> None:
    assert (dateline + rest)[dateline_length(dateline + rest) :] == rest


@pytest.mark.parametrize(
    ("text", "elsewhere", "length"),
    [
        pytest.param("Ashcombe: Police held a man.", "A fire in Ashcombe", 10, id="colon"),
        pytest.param("Ashcombe - In a vote, we lost.", "Ashcombe school cuts", 11, id="dash"),
        pytest.param("Ashcombe: Police held a man.", "A fire in town", 0, id="named-once"),
        pytest.param("Ashcombe: We held a man.", "A fire in Ashcombe", 0, id="speaks"),
        pytest.param("Ashcombe - A Town - voted.", "Ashcombe votes", 0, id="aside"),
        pytest.param("Ashcombe: It rained.", "Rain in Ashcombe\nBarrow: It did not.", 0, id="list"),
    ],
)
def test_a_town_alone_that_the_article_names_again(text: str, elsewhere: str, length: int) -> None:
    assert dateline_length(text, f"{elsewhere}\n{text}") == length
    assert dateline_length(text) == 0


def test_a_text_is_never_emptied() -> None:
    assert dateline_length("新华社北京11月3日电") == 0


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(piece * 20_000, id=piece)
        for piece in [
            "A", "Aa ", "AA ", "Aa, ", "A.", "—", " - ", "(", "AA: “", "Paris, France — A", "May 3 ",
            "（", "【记者", "新华社", "社", "5日", "本报", "电", "据", " ",
        ]
    ],
)  # fmt: skip
def test_time_is_linear(text: str) -> None:
    begun = time.process_time()
    assert dateline_length(text) <= len(text)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("start", ["NEW DELHI: ", "Bengaluru: ", "Paris, France — A", "新华社"])
@pytest.mark.parametrize("piece", ["“", '"', " — ", "we", "A", "社"])
def test_time_is_linear_in_what_follows(start: str, piece: str) -> None:
    begun = time.process_time()
    assert dateline_length(start + piece * 100_000) < 40
    assert time.process_time() - begun < 1
