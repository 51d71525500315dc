"""Figures, dates, names and polarity in both languages: right translations, and planted errors.

Each `Pair` says one thing twice. Read from either language it must give no finding; each of its
wrong sentences must give one of the kind written beside it, against the other language's sentence.
`SEEN` was looked at while the checks were tuned. Of `HELD_OUT`, written at the same sitting by the
same hand, only the totals were watched: none of its misses was looked at. Before any tuning on
`SEEN` its figures had a precision of .988 and a recall of .965.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from newsum.article import FindingKind
from newsum.languages import Language


@dataclass(frozen=True)
class Pair:
    """One statement in both languages, and wrong versions of it in each."""

    en: str
    zh: str
    wrong_zh: Mapping[str, FindingKind] = field(default_factory=dict)
    wrong_en: Mapping[str, FindingKind] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A sentence, its evidence, and the kind of finding it must give: None for none."""

    evidence: str
    sentence: str
    source: Language
    target: Language
    kind: FindingKind | None


def cases(pairs: Sequence[Pair]) -> Iterator[Case]:
    """Yield every case of *pairs*: two right ones each, and the wrong ones."""
    for pair in pairs:
        yield Case(pair.en, pair.zh, "en", "zh", None)
        yield Case(pair.zh, pair.en, "zh", "en", None)
        for sentence, kind in pair.wrong_zh.items():
            yield Case(pair.en, sentence, "en", "zh", kind)
        for sentence, kind in pair.wrong_en.items():
            yield Case(pair.zh, sentence, "zh", "en", kind)


SEEN = (
    Pair(
        "The firm invested five billion yuan in the plant.",
        "该公司向工厂投资50亿元。",
        {"该公司向工厂投资5亿元。": "money", "该公司向工厂投资50亿美元。": "money"},
        {
            "The firm invested 500 million yuan in the plant.": "money",
            "The firm invested $5 billion in the plant.": "money",
        },
    ),
    Pair(
        "The project costs 5bn yuan.",
        "该项目耗资五十亿元人民币。",
        {"该项目耗资五百亿元人民币。": "money"},
        {"The project costs 50bn yuan.": "money"},
    ),
    Pair(
        "The country has 1.3 billion people.",
        "该国有十三亿人口。",
        {"该国有一点三亿人口。": "number", "该国有十三万人口。": "number"},
        {
            "The country has 13 billion people.": "number",
            "The country has 1.3 million people.": "number",
        },
    ),
    Pair(
        "Thirty percent of the shops closed.",
        "三成商店关门。",
        {"四成商店关门。": "percent"},
        {
            "Forty percent of the shops closed.": "percent",
            "Three percent of the shops closed.": "percent",
        },
    ),
    Pair(
        "Some 21 companies signed the pledge.",
        "21家公司签署了承诺书。",
        {"12家公司签署了承诺书。": "number", "二十二家公司签署了承诺书。": "number"},
        {"Some 12 companies signed the pledge.": "number"},
    ),
    Pair(
        "The law takes effect on Sept 9.",
        "该法将于9月9日生效。",
        {"该法将于9月19日生效。": "date", "该法将于8月9日生效。": "date"},
        {"The law takes effect on Sept 8.": "date", "The law takes effect on Oct 9.": "date"},
    ),
    Pair(
        "One-third of the seats were empty.",
        "三分之一的座位空着。",
        {"四分之一的座位空着。": "number"},
        {"One-fourth of the seats were empty.": "number"},
    ),
    Pair(
        "About 1,300 people attended.",
        "约1300人出席。",
        {"约13000人出席。": "number", "约1200人出席。": "number"},
        {"About 130 people attended.": "number", "About 1,800 people attended.": "number"},
    ),
    Pair(
        "The meeting began at half past three in the afternoon.",
        "会议于下午三点半开始。",
        {"会议于下午三点一刻开始。": "date"},
        {"The meeting began at 4:30 p.m.": "date"},
    ),
    Pair(
        "Prices rose by five percent.",
        "价格上涨百分之五。",
        {"价格上涨百分之六。": "percent", "价格下跌百分之五。": "direction"},
        {"Prices rose by 15 percent.": "percent", "Prices fell by five percent.": "direction"},
    ),
    Pair(
        "The rate rose 2.5 percentage points.",
        "该比率上升2.5个百分点。",
        {"该比率上升3.5个百分点。": "percent"},
        {"The rate rose 25 percentage points.": "percent"},
    ),
    Pair(
        "Sales grew in the first half of the year.",
        "上半年销售额增长。",
        {"下半年销售额增长。": "date"},
        {"Sales grew in the second half of the year.": "date"},
    ),
    Pair(
        "The minister resigned last Tuesday.",
        "部长上周二辞职。",
        {"部长上周四辞职。": "date"},
        {"The minister resigned last Friday.": "date"},
    ),
    Pair(
        "The committee did not approve the plan.",
        "委员会没有批准该计划。",
        {"委员会批准了该计划。": "negation"},
        {"The committee approved the plan.": "negation"},
    ),
    Pair(
        "Exports fell 8.1 percent in May.",
        "5月出口下降8.1%。",
        {
            "5月出口上升8.1%。": "direction",
            "5月出口下降1.8%。": "percent",
            "6月出口下降8.1%。": "date",
        },
        {
            "Exports rose 8.1 percent in May.": "direction",
            "Exports fell 8.1 percent in June.": "date",
        },
    ),
    Pair(
        "It was the first time since 1997.",
        "这是1997年以来的第一次。",
        {"这是1979年以来的第一次。": "date"},
        {"It was the first time since 1999.": "date"},
    ),
    Pair(
        "Children aged 5-7 are eligible.",
        "5至7岁的儿童符合条件。",
        {"5至9岁的儿童符合条件。": "number"},
        {"Children aged 5-8 are eligible.": "number"},
    ),
    Pair(
        "He became famous in the 1990s.",
        "他在上世纪90年代成名。",
        {"他在上世纪80年代成名。": "date"},
        {"He became famous in the 1980s.": "date"},
    ),
    Pair(
        "Nearly 21,000 homes lost power.",
        "近2.1万户家庭停电。",
        {"近21万户家庭停电。": "number"},
        {"Nearly 2,100 homes lost power.": "number"},
    ),
    Pair(
        "More than 5,000 workers went on strike.",
        "5000多名工人罢工。",
        {"500多名工人罢工。": "number"},
        {"More than 50,000 workers went on strike.": "number"},
    ),
    Pair(
        "The bridge is 55 kilometres long.",
        "这座桥长55公里。",
        {"这座桥长55米。": "number", "这座桥长65公里。": "number"},
        {"The bridge is 45 kilometres long.": "number"},
    ),
    Pair(
        "The deal is worth $3.5 trillion.",
        "该交易价值3.5万亿美元。",
        {"该交易价值3.5亿美元。": "money", "该交易价值3.5万亿日元。": "money"},
        {"The deal is worth $3.5 billion.": "money"},
    ),
    Pair(
        "She won the 24th edition of the race.",
        "她赢得了第二十四届比赛。",
        {"她赢得了第二十三届比赛。": "number"},
        {"She won the 34th edition of the race.": "number"},
    ),
    Pair(
        "Two dozen firms took part.",
        "24家企业参加。",
        {"36家企业参加。": "number"},
        {"Three dozen firms took part.": "number"},
    ),
    Pair(
        "Half a million people were moved.",
        "50万人被转移。",
        {"5万人被转移。": "number"},
        {"A million people were moved.": "number"},
    ),
    Pair(
        "The trip takes two and a half hours.",
        "行程需要两个半小时。",
        {"行程需要三个半小时。": "number"},
        {"The trip takes three and a half hours.": "number"},
    ),
    Pair(
        "Japan said it would join the talks.",
        "日本表示将参加会谈。",
        {"韩国表示将参加会谈。": "name"},
        {"South Korea said it would join the talks.": "name"},
    ),
    Pair(
        "The World Bank cut its forecast.",
        "世界银行下调了预测。",
        {"国际货币基金组织下调了预测。": "name", "世界银行上调了预测。": "direction"},
        {"The IMF cut its forecast.": "name", "The World Bank raised its forecast.": "direction"},
    ),
    Pair(
        "Shares fell to a two-year low on Monday.",
        "股价周一跌至两年来最低。",
        {"股价周一升至两年来最高。": "direction"},
        {"Shares rose to a two-year high on Monday.": "direction"},
    ),
    Pair(
        "The budget is HK$620 billion.",
        "预算为6200亿港元。",
        {"预算为620亿港元。": "money", "预算为6200亿元人民币。": "money"},
        {"The budget is HK$62 billion.": "money"},
    ),
    Pair(
        "On December 28, 2017 the price was 1,499 yuan.",
        "2017年12月28日的价格为1499元。",
        {"2016年12月28日的价格为1499元。": "date", "2017年12月28日的价格为1299元。": "money"},
        {
            "On December 28, 2018 the price was 1,499 yuan.": "date",
            "On December 18, 2017 the price was 1,499 yuan.": "date",
        },
    ),
    Pair(
        "A 28-year-old man was found on the 30th.",
        "一名28岁男子30日被发现。",
        {"一名38岁男子30日被发现。": "number"},
        {"A 28-year-old man was found on the 13th.": "date"},
    ),
    Pair(
        "Profit rose to 600 million pounds.",
        "利润增至6亿英镑。",
        {"利润增至6亿欧元。": "money", "利润降至6亿英镑。": "direction"},
        {
            "Profit rose to 60 million pounds.": "money",
            "Profit fell to 600 million pounds.": "direction",
        },
    ),
    Pair(
        "Output grew 6.9% in the third quarter.",
        "第三季度产出增长6.9%。",
        {"第四季度产出增长6.9%。": "date", "第三季度产出增长9.6%。": "percent"},
        {"Output grew 6.9% in the second quarter.": "date"},
    ),
    Pair(
        "Three out of five patients recovered.",
        "五分之三的患者康复。",
        {"五分之四的患者康复。": "number"},
        {"Four out of five patients recovered.": "number"},
    ),
    Pair(
        "Officials denied the report.",
        "官员否认了这一报道。",
        {"官员证实了这一报道。": "negation"},
        {"Officials confirmed the report.": "negation"},
    ),
)

HELD_OUT = (
    Pair(
        "The airline ordered 100 jets worth $12 billion.",
        "该航空公司订购了价值120亿美元的100架飞机。",
        {
            "该航空公司订购了价值12亿美元的100架飞机。": "money",
            "该航空公司订购了价值120亿美元的10架飞机。": "number",
        },
        {
            "The airline ordered 100 jets worth $1.2 billion.": "money",
            "The airline ordered 110 jets worth $12 billion.": "number",
        },
    ),
    Pair(
        "Unemployment stood at 5.3 percent.",
        "失业率为5.3%。",
        {"失业率为3.5%。": "percent"},
        {"Unemployment stood at 5.8 percent.": "percent"},
    ),
    Pair(
        "Two-thirds of voters backed him.",
        "三分之二的选民支持他。",
        {"三分之一的选民支持他。": "number"},
        {"Three-quarters of voters backed him.": "number"},
    ),
    Pair(
        "The quake struck at 3:12 a.m. on July 8.",
        "地震发生在7月8日凌晨3时12分。",
        {"地震发生在7月8日凌晨5时12分。": "date", "地震发生在7月18日凌晨3时12分。": "date"},
        {
            "The quake struck at 3:21 a.m. on July 8.": "date",
            "The quake struck at 3:12 a.m. on June 8.": "date",
        },
    ),
    Pair(
        "The company cut 1,500 jobs.",
        "该公司裁减1500个岗位。",
        {"该公司裁减5100个岗位。": "number"},
        {"The company cut 15,000 jobs.": "number"},
    ),
    Pair(
        "He was born in 1964 in Canada.",
        "他1964年出生在加拿大。",
        {"他1946年出生在加拿大。": "date", "他1964年出生在澳大利亚。": "name"},
        {"He was born in 1954 in Canada.": "date", "He was born in 1964 in Australia.": "name"},
    ),
    Pair(
        "Trade reached 4.2 trillion yuan, up 9.4 percent.",
        "贸易额达4.2万亿元，增长9.4%。",
        {"贸易额达4.2亿元，增长9.4%。": "money", "贸易额达4.2万亿元，下降9.4%。": "direction"},
        {
            "Trade reached 4.2 billion yuan, up 9.4 percent.": "money",
            "Trade reached 4.2 trillion yuan, up 4.9 percent.": "percent",
        },
    ),
    Pair(
        "Rainfall totalled 250 millimetres.",
        "降雨量达250毫米。",
        {"降雨量达350毫米。": "number"},
        {"Rainfall totalled 250 centimetres.": "number"},
    ),
    Pair(
        "The court rejected the appeal in 2012.",
        "法院于2012年驳回上诉。",
        {"法院于2021年驳回上诉。": "date"},
        {"The court rejected the appeal in 2002.": "date"},
    ),
    Pair(
        "Four hundred thousand tonnes were shipped.",
        "发运了40万吨。",
        {"发运了4万吨。": "number"},
        {"Four thousand tonnes were shipped.": "number"},
    ),
    Pair(
        "The fine was 30,000 to 100,000 yuan.",
        "罚款为3万至10万元。",
        {"罚款为3万至20万元。": "money"},
        {"The fine was 30,000 to 200,000 yuan.": "money"},
    ),
    Pair(
        "Temperatures will reach 38 degrees Celsius.",
        "气温将达到38摄氏度。",
        {"气温将达到28摄氏度。": "number"},
        {"Temperatures will reach 48 degrees Celsius.": "number"},
    ),
    Pair(
        "The festival runs from May 3 to May 7.",
        "电影节从5月3日持续到7日。",
        {"电影节从5月3日持续到9日。": "date"},
        {"The festival runs from May 3 to May 9.": "date"},
    ),
    Pair(
        "Seven people were killed and 12 injured.",
        "事故造成7人死亡、12人受伤。",
        {"事故造成17人死亡、12人受伤。": "number", "事故造成7人死亡、21人受伤。": "number"},
        {
            "Seven people were killed and 20 injured.": "number",
            "Nine people were killed and 12 injured.": "number",
        },
    ),
    Pair(
        "The loan carries 4.35 percent interest over ten years.",
        "贷款为期十年，利率4.35%。",
        {"贷款为期十年，利率3.45%。": "percent", "贷款为期二十年，利率4.35%。": "number"},
        {
            "The loan carries 4.53 percent interest over ten years.": "percent",
            "The loan carries 4.35 percent interest over five years.": "number",
        },
    ),
    Pair(
        "A quarter of the budget goes to schools.",
        "四分之一的预算用于学校。",
        {"三分之一的预算用于学校。": "number"},
        {"Half of the budget goes to schools.": "number"},
    ),
    Pair(
        "It is the third-largest economy in Asia.",
        "它是亚洲第三大经济体。",
        {"它是亚洲第五大经济体。": "number"},
        {"It is the fourth-largest economy in Asia.": "number"},
    ),
    Pair(
        "The yuan weakened 0.3 percent to 6.8875 per dollar.",
        "人民币贬值0.3%，至1美元兑6.8875元。",
        {"人民币贬值0.3%，至1美元兑6.7875元。": "money"},
        {"The yuan weakened 0.3 percent to 6.8785 per dollar.": "money"},
    ),
    Pair(
        "The university has 16,000 students from 90 countries.",
        "该校有来自90个国家的1.6万名学生。",
        {
            "该校有来自19个国家的1.6万名学生。": "number",
            "该校有来自90个国家的16万名学生。": "number",
        },
        {
            "The university has 16,000 students from 19 countries.": "number",
            "The university has 160,000 students from 90 countries.": "number",
        },
    ),
    Pair(
        "Germany will close the plants by 2038.",
        "德国将在2038年前关闭这些工厂。",
        {"德国将在2028年前关闭这些工厂。": "date", "法国将在2038年前关闭这些工厂。": "name"},
        {
            "Germany will close the plants by 2028.": "date",
            "France will close the plants by 2038.": "name",
        },
    ),
    Pair(
        "Nearly 60 percent of firms are private.",
        "近六成企业为民营。",
        {"近八成企业为民营。": "percent"},
        {"Nearly 80 percent of firms are private.": "percent"},
    ),
    Pair(
        "The painting sold for 450 million dollars.",
        "这幅画以4.5亿美元成交。",
        {"这幅画以45亿美元成交。": "money", "这幅画以4.5亿港元成交。": "money"},
        {
            "The painting sold for 45 million dollars.": "money",
            "The painting sold for 450 million euros.": "money",
        },
    ),
    Pair(
        "In October imports increased 14.2%.",
        "10月进口增长14.2%。",
        {"10月进口减少14.2%。": "direction", "11月进口增长14.2%。": "date"},
        {
            "In October imports decreased 14.2%.": "direction",
            "In November imports increased 14.2%.": "date",
        },
    ),
    Pair(
        "The tunnel is 3.6 miles long.",
        "隧道长3.6英里。",
        {"隧道长3.6公里。": "number"},
        {"The tunnel is 3.6 kilometres long.": "number"},
    ),
    Pair(
        "Talks with NATO will resume on Thursday.",
        "与北约的会谈将于周四恢复。",
        {"与欧盟的会谈将于周四恢复。": "name", "与北约的会谈将于周二恢复。": "date"},
        {
            "Talks with the European Union will resume on Thursday.": "name",
            "Talks with NATO will resume on Tuesday.": "date",
        },
    ),
    Pair(
        "The president has never visited the island.",
        "总统从未访问过该岛。",
        {"总统访问过该岛。": "negation"},
        {"The president has visited the island.": "negation"},
    ),
    Pair(
        "The bank cut its key rate by 25 basis points.",
        "央行将关键利率下调25个基点。",
        {"央行将关键利率下调50个基点。": "percent", "央行将关键利率上调25个基点。": "direction"},
        {
            "The bank cut its key rate by 50 basis points.": "percent",
            "The bank raised its key rate by 25 basis points.": "direction",
        },
    ),
    Pair(
        "The village is 150 hectares in size.",
        "该村面积150公顷。",
        {"该村面积150亩。": "number"},
        {"The village is 150 acres in size.": "number"},
    ),
    Pair(
        "Attendance doubled to 800,000.",
        "参观人数翻了一番，达到80万。",
        {"参观人数翻了一番，达到8万。": "number"},
        {"Attendance doubled to 80,000.": "number"},
    ),
    Pair(
        "It will take 18 months to rebuild the school.",
        "重建学校需要18个月。",
        {"重建学校需要8个月。": "number"},
        {"It will take 18 weeks to rebuild the school.": "number"},
    ),
    Pair(
        "Google was fined €4.34 billion in 2018.",
        "2018年谷歌被罚43.4亿欧元。",
        {"2018年谷歌被罚4.34亿欧元。": "money", "2018年苹果公司被罚43.4亿欧元，微软没有。": "name"},
        {
            "Google was fined €43.4 billion in 2018.": "money",
            "Microsoft was fined €4.34 billion in 2018.": "name",
        },
    ),
    Pair(
        "Only 0.5 percent of cases are severe.",
        "仅有千分之五的病例为重症。",
        {"仅有百分之五的病例为重症。": "percent"},
        {"Only five percent of cases are severe.": "percent"},
    ),
    Pair(
        "The 21st century began with a crisis.",
        "二十一世纪始于一场危机。",
        {"二十世纪始于一场危机。": "date"},
        {"The 20th century began with a crisis.": "date"},
    ),
    Pair(
        "One in ten adults cannot read.",
        "十分之一的成年人不识字。",
        {"五分之一的成年人不识字。": "number"},
        {"Some 20 percent of adults cannot read.": "percent"},
    ),
    Pair(
        "The strike lasted three weeks.",
        "罢工持续了三周。",
        {"罢工持续了五周。": "number"},
        {"The strike lasted eight weeks.": "number"},
    ),
    Pair(
        "The stadium seats eighty thousand.",
        "体育场可容纳八万人。",
        {"体育场可容纳十八万人。": "number"},
        {"The stadium seats eighteen thousand.": "number"},
    ),
    Pair(
        "He will not seek a second term.",
        "他不会寻求连任。",
        {"他将寻求连任。": "negation"},
        {"He will seek a second term.": "negation"},
    ),
    Pair(
        "The index dropped 3.2% to 27,526 points.",
        "指数下跌3.2%，报27526点。",
        {"指数上涨3.2%，报27526点。": "direction", "指数下跌3.2%，报27256点。": "number"},
        {
            "The index gained 3.2% to 27,526 points.": "direction",
            "The index dropped 2.3% to 27,526 points.": "percent",
        },
    ),
)

#: Statements full of figures, written when the checks were done. At first 6 of these 90 sentences
#: gave a finding, and 96.9 % of the digits were found when changed; the causes were then mended.
DENSE = (
    ("The central bank cut its benchmark rate by a quarter point to 4.25%.", "央行将基准利率下调25个基点至4.25%。"),
    ("Shares closed down 3.4%, wiping HK$120bn off its value.", "股价收跌3.4%，市值蒸发1200亿港元。"),
    ("At least 17 people died and more than 200 were injured.", "至少17人死亡，200多人受伤。"),
    ("The vote was 7-2.", "投票结果为7比2。"),
    ("The company will lay off about a tenth of its 24,000 staff.", "该公司将裁减2.4万名员工中的约10%。"),
    ("The trial starts at 9:30 a.m. on Friday, Oct. 3.", "审判将于10月3日星期五上午9时30分开始。"),
    ("In the third quarter of 2023 profit doubled to $2bn.", "2023年第三季度利润翻番至20亿美元。"),
    ("He is serving a 12-and-a-half-year sentence.", "他正在服12年半徒刑。"),
    ("Temperatures hit 104F (40C) in Delhi.", "德里气温达到40摄氏度（104华氏度）。"),
    ("The bridge is 1,200 metres long and 30 metres wide.", "大桥长1200米，宽30米。"),
    ("Sales fell by two-thirds between 2019 and 2022.", "2019年至2022年间，销售额下降了三分之二。"),
    ("It is the second-largest economy after the US.", "它是仅次于美国的第二大经济体。"),
    ("The fund has assets of 1.3 trillion yuan ($180 billion).", "该基金资产达1.3万亿元（约合1800亿美元）。"),
    ("Around 8 in 10 respondents supported the plan.", "约八成受访者支持该计划。"),
    ("The 19-year-old won the 100m final in 10.02 seconds.", "这名19岁的选手以10秒02的成绩赢得100米决赛。"),
    ("China's population fell by 2.08 million to 1.4097 billion in 2023.", "2023年中国人口减少208万，至14.097亿。"),
    ("The magnitude-6.1 quake struck at a depth of 10 km at 2:37 p.m.", "下午2时37分发生6.1级地震，震源深度10公里。"),
    ("The deal, worth up to $69bn, is due to close by June 2024.", "这笔价值高达690亿美元的交易定于2024年6月前完成。"),
    ("Prices were up 0.3% month on month and 2.1% year on year.", "物价环比上涨0.3%，同比上涨2.1%。"),
    ("The 27-nation bloc agreed to a price cap of $60 a barrel.", "由27个国家组成的集团同意设定每桶60美元的价格上限。"),
    ("A one-bedroom flat costs £1,500 a month.", "一居室公寓月租1500英镑。"),
    ("The law passed by 310 votes to 214 with 12 abstentions.", "该法以310票赞成、214票反对、12票弃权获得通过。"),
    ("Nearly half a million people fled in the first 48 hours.", "最初48小时内，近50万人逃离。"),
    ("He scored twice in the 23rd and 67th minutes.", "他在第23分钟和第67分钟梅开二度。"),
    ("The plant makes 3,000 cars a day, three times as many as in 2015.", "该厂日产汽车3000辆，是2015年的三倍。"),
    ("Unemployment among 16- to 24-year-olds rose to 21.3%.", "16至24岁人口的失业率升至21.3%。"),
    ("The mid-1990s crisis cost taxpayers tens of billions.", "90年代中期的危机让纳税人损失数百亿。"),
    ("The first phase, covering 45 sq km, will open on 1 May.", "一期工程占地45平方公里，将于5月1日开放。"),
    ("The yen weakened past 150 to the dollar.", "日元跌破1美元兑150日元。"),
    ("Oil fell 2.5% to $78.10 a barrel.", "油价下跌2.5%，至每桶78.10美元。"),
    ("Four of the five suspects were arrested on the night of the 14th.", "14日晚，5名嫌疑人中有4人被捕。"),
    ("The company was founded 125 years ago, in 1899.", "该公司成立于1899年，至今已有125年。"),
    ("She got 51.2% of the vote to his 46.8%.", "她得票率为51.2%，他为46.8%。"),
    ("The budget is 15% higher, at 1.67 trillion yuan.", "预算为1.67万亿元，增加15%。"),
    ("Some 1.6m tonnes of grain were shipped via 63 vessels.", "63艘船运出约160万吨粮食。"),
    ("Inflation eased for a sixth straight month.", "通胀连续第六个月放缓。"),
    ("The satellite, weighing 5.4 tons, orbits at 500 km.", "该卫星重5.4吨，在500公里高度运行。"),
    ("The hospital has 1,800 beds across two campuses.", "该医院两个院区共有1800张床位。"),
    ("Police seized 2.3kg of heroin and ¥400,000 in cash.", "警方查获海洛因2.3公斤和现金40万元。"),
    ("The Nasdaq rose 1.1 percent, or 163 points, to 14,990.", "纳斯达克指数上涨1.1%，涨163点，报14990点。"),
    ("It will take effect at midnight on New Year's Eve.", "该规定将于除夕午夜生效。"),
    ("The team lost 3-1 at home.", "球队主场1比3告负。"),
    ("The G7 met in Hiroshima on 19-21 May 2023.", "2023年5月19日至21日，七国集团在广岛举行会议。"),
    ("The share of women rose from one in ten to three in ten.", "女性占比从十分之一升至十分之三。"),
    ("The film took $1.45bn worldwide in 2023's first 8 months.", "该片在2023年前8个月全球票房达14.5亿美元。"),
)  # fmt: skip
