"""Quantities in Chinese text (Simplified; the door converts Traditional first)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

from newsum.languages import HAN
from newsum.numerals.calendar import apply
from newsum.numerals.chinese_calendar import CHINESE
from newsum.numerals.hanzi import DIGITS, value_of
from newsum.numerals.quantity import Hedge, Kind, Quantity
from newsum.numerals.ranges import Reading, settle
from newsum.numerals.units import CHINESE_MONEY, CHINESE_UNITS, CURRENCY_SIGNS, either

# One character for one, so that offsets stay true.
_HALF_WIDTH: Final = str.maketrans("０１２３４５６７８９．％：／", "0123456789.%:/")
_WIDE = re.compile("[％．-：]")  # any of those
# Some type a number's comma as they type all others: 5，000.
_COMMA = re.compile(r"，(?<=\d，)(?=\d{3}(?!\d))")
_HAN_DIGIT = "零一二三四五六七八九〇两壹贰叁肆伍陆柒捌玖"
# 千 before a unit that it belongs to (千瓦, 千克) is no scale.
_SMALL_SCALE = r"[十百拾佰仟]|千(?![瓦克米卡伏赫帕焦])"
_BIG_SCALE = r"个?[万亿](?!里无|万|科|达|豪|能|物|圣)|兆(?=[元日韩美])"
# Every repeat is bounded: a run of ten thousand digits must not take a second.
_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,8}(?!\d)|\d{1,30})(?:\.\d{1,12})?[½¼¾]?"
_HAN_RUN = rf"[{_HAN_DIGIT}]{{1,12}}"
# Nothing is read out of 几十, 数百, 十几: no number is meant.
_VAGUE: Final = frozenset("几数好上成")
_SCALE_WORDS: Final = frozenset("十百千万亿")
_SCALED = rf"(?:{_DIGITS}|{_HAN_RUN}(?:点{_HAN_RUN})?)(?:{_SMALL_SCALE}|{_BIG_SCALE}){{1,3}}"
_NUMBER = re.compile(
    rf"十?(?:{_SCALED})"
    rf"(?:零?(?:{_SCALED}|(?<=[万亿])\d{{1,4}}(?![\d.,%])|[{_HAN_DIGIT}](?![{_HAN_DIGIT}]|[点分]))|十(?:{_BIG_SCALE})?){{0,8}}"
    rf"|十(?:{_BIG_SCALE}){{1,2}}|十[{_HAN_DIGIT}]?(?:{_BIG_SCALE}){{0,2}}"
    rf"|{_DIGITS}|{_HAN_RUN}点{_HAN_RUN}|{_HAN_RUN}"
)
_NUMBER_STARTS = re.compile(rf"[\d十{_HAN_DIGIT}]")
_FRACTION = re.compile(
    rf"(?P<whole>{_DIGITS}|[十百千万{_HAN_DIGIT}]{{1,8}})分之"
    rf"(?P<part>{_DIGITS}|[十百千点{_HAN_DIGIT}]{{1,8}})"
)
_TENTHS = re.compile(
    r"(?P<n>[1-9](?:\.\d)?|[一二两三四五六七八九])成(?P<more>半|[一二三四五六七八九](?![成]))?"
    r"(?![为功都员立绩果本长人交熟型效因就品分群堆家年语千套])"
)
_NOT_UNITS: Final = frozenset({"年级", "年代", "天津", "周刊", "里路", "克拉", "米兰", "斤斤"})
_IN_WORD = re.compile("(?<=[A-Za-z])[A-Za-z]")
_SLASH = re.compile(r"/([2-9]|10)(?![\d/年月])")
_OFF = re.compile(r"(?P<n>[1-9](?:\.\d|\d)?|[一二三四五六七八九])折(?![线叠腾磨扣断返射戟])")
_DOUBLE = re.compile(r"翻(?P<n>[一二两三四]|\d)?[番倍]")
_HALVES = re.compile(
    r"(?:(?P<n>[\d一二两三四五六七八九十]{1,6})个?)?"
    r"半(?P<unit>年|个月|小时|个小时|天|个世纪|月|米|公里|公斤|斤|吨)"
    r"|(?P<n2>[\d一二两三四五六七八九十]{1,6})(?P<unit2>年|个月|小时|个小时|天)半"
)
# 10秒02 of a race
_SECONDS = re.compile(r"(?<!\d)(?P<whole>\d{1,3})秒(?P<part>\d{1,2})(?!\d)")
_HALF = re.compile(r"一半|半数|[过近超]半(?!年)|对半|减半")
_IMPLIED = re.compile(
    "[双俩对仨首唯单再独兆一二两三四五六七八九十百千万亿次](?:(?<=[千百])[万亿])?"
)
# 十几 is what English calls a dozen; 十四五 the fourteenth five-year plan.
_HIDDEN = re.compile(r"(?P<some>十[几多来余])|十(?P<plan>[一二三四五])五(?![十百千万亿])")
_IMPLIED_VALUES: Final = {
    "俩": 2, "对": 2, "双": 2, "仨": 3, "首": 1, "唯": 1, "单": 1, "再": 2, "独": 1, "次": 2,
    "十": 10,
    "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12,
}  # fmt: skip
_PERCENT = re.compile(r"\s?(?P<sign>%|个百分点|百分点|个?基本?点)")
_HEDGES: Final[dict[str, Hedge]] = {
    **dict.fromkeys(
        ("超过", "超", "逾", "多于", "高于", "突破", "不少于", "至少", "大于", "高达", "不止"),
        "over",
    ),
    **dict.fromkeys(
        ("近", "接近", "将近", "不到", "不足", "少于", "低于", "至多", "最多", "小于", "未满",
         "不满"),
        "under",
    ),
    **dict.fromkeys(("约", "约为", "大概", "估计", "左右"), "about"),
}  # fmt: skip
_REACH: Final = max(map(len, _HEDGES))
_AFTER = re.compile(r"(?P<over>多|余|以上|出头|有余|之多)|(?P<about>左右|上下|许)")
_SCALES: Final = {"万亿": 10**12, "亿": 10**8, "万": 10**4}
_SCALE = re.compile(either(_SCALES))
_MEASURES: Final = (
    "个名人位家只场次项条座所辆艘架件台届届期支部幅首份头户套种类层栋间口本张篇块届枚颗棵株匹把"
    "段轮批组队对处起例局分步"
)
_UNIT = re.compile(either(CHINESE_UNITS))
_MONEY = re.compile(either(CHINESE_MONEY))
_SIGN = re.compile(rf"(?:({either(CURRENCY_SIGNS)})|(人民币))\s?$")
_SIGN_ENDS: Final = frozenset(["币", *(sign[-1] for sign in CURRENCY_SIGNS)])
# The 19 of Covid-19, the 2.5 of PM2.5.
_GLUED = re.compile(r"[A-Za-z_@#]$|[A-Za-z][-–]$")
# "1.…", "一、…": the first of a list.
_LISTED = re.compile(r"[.、)）](?!\d)|(?<!\d\d\d)[，,](?!\d)")
# Single numerals that are part of a word; such a word claims no number.
_WORDS = re.compile(
    r"三(?=位一体|头六臂|起三落|步并|番|星|农|峡|亚|角|军|文鱼|明治|包|思|维|观|轮车)|四(?=川|处|周|季)"
    r"|五(?=四运动|粮|环|角|一|洲|谷|彩|星级)|六(?=安|合|一|神)|七(?=夕|匹狼)"
    r"|八(?=卦|达岭|路军|方|一)|九(?=江|寨|龙|州)|二(?=手|维码|线|战|氧|胎|孩|话|十四节气)"
    r"|十(?=分(?!之|钟)|足|字|堰)|两(?=岸|会|栖|翼)"
    r"|(?<=[惊艳动])四(?=座)|(?<=[声烟光言云火疑闻议])四(?=起)|四(?=分五裂|分卫)|(?:[二八]|十六?)(?=进制)"
)
# A unit or a coin in a place's name, or in a saying, counts nothing.
_NAMED = re.compile(
    "三(?:元[桥里区]|里[屯河桥庄]|台县|天两头)|五(?:家渠|台山|台县)|七(?:台河|里河)|八里[屯桥庄]|九台[区市]|六里桥"
)
# 四周 is "all around" unless something says that it is a time.
_ALL_AROUND = re.compile("(?<![期去近约续来达了第前年月])四周(?![后内前以时来间之年岁])")

# "7 月 25 日": some houses put a space between digits and characters.
_SPACES: Final = (" ", "\u00a0", "\u2009")
_SPACE = re.compile(rf"(?<=[0-9%])[ \u00a0\u2009](?=[{HAN}%])|(?<=[{HAN}])[ \u00a0\u2009](?=[0-9])")


def read(text: str) -> list[Quantity]:
    """Return the quantities of a Chinese *text*, in reading order."""
    plain = _half_width(text)
    gaps: list[int] = []
    if any(space in plain for space in _SPACES):
        gaps = [match.start() for match in _SPACE.finditer(plain)]
    found = _read(_SPACE.sub("", plain) if gaps else plain)
    if not gaps and plain == text:
        return found
    place = [at for at in range(len(text)) if at not in set(gaps)]
    return [
        replace(q, start=place[q.start], text=text[place[q.start] : place[q.end - 1] + 1])
        for q in found
    ]


def in_digits(text: str, start: int) -> tuple[Fraction, int] | None:
    """Read digits at *start* with their scale: what they are worth, and where they end.

    >>> in_digits("人民币3亿5000万元", 3)
    (Fraction(350000000, 1), 10)
    """
    plain = _half_width(text)
    match = _NUMBER.match(plain, start)
    if not match or not plain[start].isdigit():
        return None
    value = _amount(match.group())
    return None if value is None else (value, match.end())


def _half_width(text: str) -> str:
    if _WIDE.search(text):
        text = text.translate(_HALF_WIDTH)
    return _COMMA.sub(",", text)


def _read(text: str) -> list[Quantity]:
    readings = [Reading(q) for q in apply(CHINESE, text)]
    taken = bytearray(len(text))

    def take(start: int, end: int) -> None:
        taken[start:end] = b"\1" * (end - start)

    for reading in readings:
        take(reading.quantity.start, reading.quantity.end)
    for mark, pattern, build in _RULES:
        if mark not in text:
            continue
        for match in pattern.finditer(text):
            if 1 not in taken[match.start() : match.end()]:
                new = build(match)
                if new:
                    take(match.start(), match.end())
                    readings += [Reading(q) for q in new]
    for match in _numbers(text):
        start, end = match.span()
        if 1 not in taken[start:end]:
            new_readings, end = _in_context(text, start, end)
            if new_readings:
                take(start, end)
                readings += new_readings
    for match in _HIDDEN.finditer(text) if "十" in text else ():
        values = [12] if match["some"] else [10 + DIGITS[match["plan"]], 5]
        readings += [Reading(_one(match, "number", Fraction(v), loose=True)) for v in values]
    for match in _IMPLIED.finditer(text):
        if not taken[match.start()]:
            word = match.group()
            known = _IMPLIED_VALUES.get(word) or DIGITS.get(word)
            value = Fraction(known) if known else value_of("一" + word)
            if value:
                readings.append(Reading(_one(match, "number", value, loose=True)))
    return settle(text, readings)


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Yield the numbers of *text*: as `finditer` would, tried only where one can start."""
    start = _NUMBER_STARTS.search(text)
    while start:
        match = _NUMBER.match(text, start.start())
        if match:
            yield match
        start = _NUMBER_STARTS.search(text, (match or start).end())


def _one(
    match: re.Match[str], kind: Kind, value: Fraction, unit: str = "", *, loose: bool = False
) -> Quantity:
    return Quantity(kind, value, unit, match.group(), match.start(), loose=loose)


def _amount(word: str) -> Fraction | None:
    return value_of(word.replace(",", "").replace("个", ""))


_TENS_OF_PERCENT = re.compile("([一二两三四五六七八])([二两三四五六七八九])十")


def _fraction(match: re.Match[str]) -> list[Quantity]:
    pair = _TENS_OF_PERCENT.fullmatch(match["part"])
    if pair and match["whole"] == "百":  # 百分之七八十
        return [_one(match, "percent", Fraction(10 * DIGITS[n]), "%") for n in pair.groups()]
    below = {"百": Fraction(100), "千": Fraction(1000), "万": Fraction(10_000)}.get(
        match["whole"]
    ) or _amount(match["whole"])
    part = Fraction(100) if match["part"] == "百" else _amount(match["part"])
    if not below or part is None:
        return []
    hedge = _hedge(match.string, match.start(), match.end())
    if below == 100:
        unit = "%"
        return [Quantity("percent", part, unit, match.group(), match.start(), hedge=hedge)]
    return [Quantity("number", part / below, "", match.group(), match.start(), hedge=hedge)]


def _tenths(match: re.Match[str]) -> list[Quantity]:
    value = _amount(match["n"])
    if value is None:
        return []
    more = match["more"] or ""
    extra = Fraction(1, 2) if more == "半" else Fraction(DIGITS.get(more, 0), 10)
    hedge = _hedge(match.string, match.start(), match.end())
    return [
        Quantity("percent", (value + extra) * 10, "%", match.group(), match.start(), hedge=hedge)
    ]


def _discount(match: re.Match[str]) -> list[Quantity]:
    value = _amount(match["n"])
    if value is None:
        return []
    price = value * 10 if value < 10 else value
    # "八折" is 80 percent of the price, which English calls 20 percent off.
    return [_one(match, "percent", price, "%"), _one(match, "percent", 100 - price, "%")]


def _multiple(match: re.Match[str]) -> list[Quantity]:
    n = int(_amount(match["n"] or "一") or 1)
    value = Fraction(n + 1 if match.group().endswith("倍") else 2**n)
    return [_one(match, "unit", value, "times", loose=True)]


def _with_half(match: re.Match[str]) -> list[Quantity]:
    word, unit = match["n"] or match["n2"], match["unit"] or match["unit2"]
    value = (_amount(word) or Fraction(0)) if word else Fraction(0)
    name = CHINESE_UNITS.get(unit, "month")  # 一个半月
    found = [_one(match, "unit", value + Fraction(1, 2), name, loose=not word)]
    if name == "year":
        found.append(_one(match, "unit", (value + Fraction(1, 2)) * 12, "month", loose=not word))
    return found


def _seconds(match: re.Match[str]) -> list[Quantity]:
    part = match["part"]
    value = Fraction(match["whole"]) + Fraction(int(part), 10 ** len(part))
    return [_one(match, "unit", value, "second")]


def _half(match: re.Match[str]) -> list[Quantity]:
    return [_one(match, "number", Fraction(1, 2), loose=True)]


_NEIGHBORS = re.compile(
    r"([一二两三四五六七八])([二两三四五六七八九])(?=十|百|千|万|亿|[^点月日成分])([十百千万亿]{0,3})"
)


def _neighbors(match: re.Match[str]) -> list[Quantity]:
    """Read 六七级 and 四五千年: two numbers that follow each other."""
    if DIGITS[match[2]] != DIGITS[match[1]] + 1:
        return []
    values = [_amount(digit + match[3]) for digit in (match[1], match[2])]
    return [_one(match, "number", value, loose=True) for value in values if value]


# What each reads stands beside its mark: looking for that is many times quicker than the pattern.
_RULES: Final = (
    ("分之", _FRACTION, _fraction), ("成", _TENTHS, _tenths), ("折", _OFF, _discount),
    ("翻", _DOUBLE, _multiple), ("半", _HALVES, _with_half), ("半", _HALF, _half),
    ("秒", _SECONDS, _seconds), ("", _NEIGHBORS, _neighbors),
)  # fmt: skip


def _in_context(text: str, start: int, end: int) -> tuple[list[Reading], int]:
    """Say what the number counts, from the characters on both sides of it."""
    word = text[start:end]
    value = _amount(word)
    after = text[end : end + 1]
    if word[-1].isdigit() and (after.isdigit() or text[start - 1 : start].isdigit()):
        return [], end
    if value is None or (word == "十" and after in ("几", "来")):
        return [], end
    before = text[start - 1 : start]
    if before in _VAGUE and _SCALE_WORDS.issuperset(word):
        return [], end
    if named := _NAMED.match(text, start) or _ALL_AROUND.match(text, start):
        return [Reading(_one(named, "number", value, loose=True))], named.end()
    written = word[0] not in "0123456789"
    scale = _SCALES.get(word[-2:]) or _SCALES.get(word[-1], 1)
    hedge = _hedge(text, start, end)
    stop = end
    if after in ("多", "余"):
        stop = end + 1
        # "3000多万": the scale comes after.
        larger = _SCALE.match(text, stop)
        if larger and scale == 1:
            scale = _SCALES[larger.group()]
            value, stop = value * scale, larger.end()

    def reading(
        kind: Kind, value: Fraction, unit: str, begin: int, end: int, *, loose: bool = False
    ) -> Reading:
        q = Quantity(kind, value, unit, text[begin:end], begin, hedge=hedge, loose=loose)
        return Reading(q, scale=scale, core=(start, stop))

    if before == "第":
        # A list is counted off: 第四，.
        listed = after in ("，", "、")
        # 第二天, 第三年 are "the next day", "two years later".
        loose = value == 1 or listed or (value <= 3 and after in "天年日国方者")
        return [reading("ordinal", value, "", start - 1, end, loose=loose)], end
    below = _SLASH.match(text, end) if after == "/" else None
    if below and value < int(below[1]):
        part = value / int(below[1])
        return [reading("number", part, "", start, below.end())], below.end()
    last = text[start - 2 : start - 1] if before.isspace() else before
    if last in _SIGN_ENDS and (sign := _SIGN.search(text, max(0, start - 4), start)):
        code = CURRENCY_SIGNS[sign[1]] if sign[1] else "CNY"
        stop += text[stop : stop + 1] == "元"
        return [reading("money", value, code, sign.start(), stop)], stop
    if percent := _PERCENT.match(text, stop):
        unit = "%" if percent["sign"] == "%" else "pp"
        if "基" in percent["sign"]:
            value /= 100
        return [reading("percent", value, unit, start, percent.end())], percent.end()
    money = _MONEY.match(text, stop)
    unit_match = _UNIT.match(text, stop)
    if money and not _is_word(text, money):
        code, worth = CHINESE_MONEY[money.group()]
        # 一块 is a piece of anything, 一分钱 a saying, 八角 a shape, 二元 a pair.
        small = (value == 1 and money.group() in ("块", "分钱", "毛钱")) or money.group() == "角"
        loose = written and (small or text[start : money.end()] == "二元")
        # 1美元兑150日元 says one rate.
        loose = loose or (value == 1 and text[money.end() : money.end() + 1] in ("兑", "折"))
        found = [reading("money", value * worth, code, start, money.end(), loose=loose)]
        if unit_match:
            found.append(
                reading("unit", value, CHINESE_UNITS[unit_match.group()], start, unit_match.end())
            )
        return found, money.end()
    if (
        unit_match
        and not _is_glued(text, start)  # PM2.5年均
        and (unit_match.group() + text[unit_match.end() : unit_match.end() + 1]) not in _NOT_UNITS
        and not _IN_WORD.match(text, unit_match.end())
    ):
        unit = CHINESE_UNITS[unit_match.group()]
        if unit == "degree" and scale > 1:
            unit = "kWh"  # 14亿度 is electricity
        loose = written and value <= 1
        found = [reading("unit", value, unit, start, unit_match.end(), loose=loose)]
        if unit == "times":
            # 增长两倍 is strictly threefold; writers mean both.
            found.append(reading("unit", value + 1, unit, start, unit_match.end(), loose=loose))
        return found, unit_match.end()
    loose = _is_loose(text, start, end, stop, value, written=written)
    return [reading("number", value, "", start, stop, loose=loose)], stop


def _is_glued(text: str, start: int) -> bool:
    before = text[start - 1 : start]
    # Most stand after an ideograph.
    return before < "一" and bool(_GLUED.search(text, max(0, start - 2), start))


def _is_word(text: str, money: re.Match[str]) -> bool:
    """Tell whether what looks like a currency starts another word: 元旦, 块头, 角度."""
    after = text[money.end() : money.end() + 1]
    return (money.group() + after) in {
        "元旦",
        "元素",
        "角度",
        "角色",
        "角落",
        "元首",
        "圆桌",
        "元年",
    }


def _is_loose(
    text: str, start: int, end: int, stop: int, value: Fraction, *, written: bool
) -> bool:
    if not start and _LISTED.match(text, end):
        return True
    if not written:
        return _is_glued(text, start)
    word = text[start:end]
    if value <= 1:
        return True
    if _WORDS.match(text, start):
        return True
    if len(word) == 1:
        # A numeral of one character counts only before a measure word.
        after = text[stop : stop + 1]
        return not after or after not in _MEASURES or (value == 2 and after in "人者国家岸端")
    # A run of bare digits is no number: 三五, 七八, 二三线.
    return not any(char in "十百千万亿" for char in word)


def _hedge(text: str, start: int, end: int) -> Hedge:
    for reach in range(min(_REACH, start), 0, -1):
        if hedge := _HEDGES.get(text[start - reach : start]):
            return hedge
    if match := _AFTER.match(text, end):
        return "over" if match["over"] else "about"
    return ""
