"""The quality gate: 22 pages in the manner of real ones, and floors that may only be raised.

The pages of `tests/pages` are ours, text and layout; each stands for a kind. `NAME.txt` is the body.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from newsum.article import PARAGRAPH_BREAK, Reason
from newsum.cleaning import clean
from newsum.cleaning.extract import parse
from newsum.cleaning.layout import of_one_kind
from newsum.cleaning.page import blocks

PAGES = Path(__file__).parent / "pages"
FLOORS = {
    "en_amp": 1.0,  # AMP, its consent and ads; READ MORE and editing lines in the body
    "en_blog": 0.96,  # list items and sub-heads, affiliate notice, comments
    "en_component": 1.0,  # machine-made classes; a list of links to other articles between blocks
    "en_consent": 1.0,  # a consent dialog longer than the article
    "en_inset": 1.0,  # captions in boxes of no telling name; an "also read" line
    "en_live": 1.0,  # a live blog: posts with times and buttons
    "en_radio": 0.98,  # a player, captions with buttons, a pull quote, a producer's line
    "en_regional": 1.0,  # figures with credits, a related box, a newsletter box
    "en_script": 1.0,  # the body is only in the page's data
    "en_scholars": 0.98,  # writers and what they disclose in a column beside the text
    "en_table": 1.0,  # a picture and its caption in a table
    "en_teaser": 1.0,  # the first paragraphs in a box that is called a teaser
    "zh_arrow": 1.0,  # links to other reports behind arrows, captions in bold
    "zh_break": 1.0,  # captions below a break within the picture's paragraph
    "zh_column": 1.0,  # sub-heads, an author's note, a copyright notice
    "zh_component": 0.96,  # machine-made classes; a list next to a box of links
    "zh_hant_big5": 1.0,  # Traditional Chinese in Big5; teasers with text
    "zh_mobile": 1.0,  # original title, editors, a call to scan, a platform's notice
    "zh_office": 1.0,  # nested spans, a headline in no heading, a centred caption
    "zh_portal_gbk": 1.0,  # tables and breaks, GBK that calls itself GB 2312
    "zh_sport": 1.0,  # comments and rankings
    "zh_wire": 1.0,  # captions as paragraphs, a corrections line
}
_TOKEN = re.compile(r"[\u3400-\u9fff]|\w+")


def shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text.lower())
    return Counter(tuple(tokens[i : i + 4]) for i in range(max(1, len(tokens) - 3)))


def f1(text: str, gold: str) -> float:
    found, wanted = shingles(text), shingles(gold)
    return 2 * (found & wanted).total() / (found.total() + wanted.total())


def test_every_page_has_a_floor() -> None:
    assert sorted(FLOORS) == sorted(page.stem for page in PAGES.glob("*.html"))
    assert min(FLOORS.values()) >= 0.96


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_page(name: str) -> None:
    article = clean((PAGES / f"{name}.html").read_bytes())
    gold = (PAGES / f"{name}.txt").read_text(encoding="utf-8").strip()
    assert f1(article.text, gold) >= FLOORS[name], article.text
    assert clean(article.text, html=False).text == article.text
    # No paragraph of the body is lost silently.
    known = {*article.text.split(PARAGRAPH_BREAK), *(each.text for each in article.removed)}
    assert set(gold.split(PARAGRAPH_BREAK)) <= known


@pytest.mark.parametrize(
    ("name", "title", "byline", "date", "site"),
    [
        pytest.param(
            "en_regional",
            "Island ferry to make final crossing after 112 years",
            "Dana Whitlock",
            "2026-11-17",
            "The Harrow Courier",
            id="open-graph",
        ),
        pytest.param(
            "en_amp",
            "Port Almeda to retire diesel buses early",
            "Ken Ishida",
            "2026-11-18",
            "Almeda Times",
            id="json-ld",
        ),
        pytest.param(
            "zh_portal_gbk",
            "老粮仓变身社区图书馆 首日迎来两千读者",
            "林一川",
            "2026-11-16",
            "城南新闻网",
            id="text",
        ),
        pytest.param(
            "zh_column", "县城咖啡馆，卖的不是咖啡", "沈知微", "2026-11-12", "", id="meta"
        ),
        pytest.param(
            "en_scholars",
            "What a closed bridge tells us about the ones that are still open",
            "Ingrid Solheim, Rhys Tolland",
            "2026-11-18",
            "The Common Room",
            id="two-writers",
        ),
        pytest.param(
            "zh_break",
            "19岁牧羊姑娘首跑全马夺冠：羊就是我的教练",
            "那仁",
            "2026-11-09",
            "南江体育",
            id="house-for-author",
        ),
        pytest.param(
            "zh_office", "青澜江大桥恢复通车", "", "2026-11-21", "青澜市人民政府", id="no-h1"
        ),
    ],
)
def test_metadata(name: str, title: str, byline: str, date: str, site: str) -> None:
    article = clean((PAGES / f"{name}.html").read_bytes())
    assert (article.title, article.byline, article.date, article.site) == (
        title,
        byline,
        date,
        site,
    )


@pytest.mark.parametrize(
    ("name", "caption"),
    [
        pytest.param("en_regional", "Tom Reilly outside his store on Senn", id="en"),
        pytest.param("zh_wire", "技术人员在二期工程出水口检查闸门", id="zh"),
        pytest.param("zh_hant_big5", "陳國棟在店內檢視一座舊座鐘", id="zh-hant"),
        pytest.param("en_table", "The exercise sheets have been printed", id="en-table"),
        pytest.param("zh_break", "阿依娜冲过终点线的一刻", id="zh-break"),
        pytest.param("zh_office", "通车首日，市民骑车过桥", id="zh-centred"),
    ],
)
def test_captions(name: str, caption: str) -> None:
    article = clean((PAGES / f"{name}.html").read_bytes())
    assert any(caption in each for each in article.captions)
    assert caption not in article.text


EN = (
    "The council voted on Monday to keep the old ferry running until the new bridge opens.",
    "Some forty people spoke at the meeting, most of them against the earlier timetable.",
    "A ticket will cost two dollars, as before, and children will travel free on Sundays.",
    "The ferry was built in 1974 and has crossed the river more than a million times.",
    "Its engine was replaced last winter at a cost that was shared by three counties.",
)
ZH = (
    "市议会周一投票决定，在新桥通车之前，老渡船将继续运营，班次与现在相同。",
    "约有四十位居民在会上发言，其中多数人反对此前公布的停运时间表。",
    "船票价格维持两元不变，周日儿童可以免费乘船，学生凭证件享受半价。",
    "这艘渡船建于一九七四年，在江上往返的次数已经超过一百万次。",
    "去年冬天更换了发动机，费用由三个县共同承担，船身也重新刷了漆。",
)


def page(lines: tuple[str, ...], inside: str, *, wrap: str = "<p>{}</p>", title: str = "") -> str:
    """Return a page of *lines* with *inside* between the third and the fourth."""
    body = [wrap.format(line) for line in lines]
    return (
        f"<html><head><title>{title}</title></head><body><main><div>"
        f"{''.join(body[:3])}{inside}{''.join(body[3:])}</div></main></body></html>"
    )


@pytest.mark.parametrize(
    ("lines", "inside", "caption"),
    [
        pytest.param(
            EN,
            '<div class="x1"><div class="x2"><img></div><div class="x3">{}</div></div>',
            "Passengers wait at the north landing",
            id="box",
        ),
        pytest.param(
            EN,
            "<figure><img><div>{}</div></figure>",
            "Passengers wait for the first boat of the morning at the north landing.",
            id="figure",
        ),
        pytest.param(
            EN,
            '<p><img> <span class="caption">{}</span></p>',
            "Passengers wait for the first boat of the morning at the north landing.",
            id="span",
        ),
        pytest.param(ZH, '<p class="x"><img><br>{}</p>', "乘客在北岸码头等候头班渡船", id="break"),
        pytest.param(
            ZH,
            '<p><img></p><p style="text-align: center">{}</p>',
            "乘客在北岸码头等候头班渡船",
            id="centred",
        ),
        pytest.param(
            ZH,
            '<div class="x1" data-name="image-caption">{}</div>',
            "乘客在北岸码头等候头班渡船，船上已经没有座位。",
            id="label",
        ),
    ],
)
def test_layout_tells_a_caption(lines: tuple[str, ...], inside: str, caption: str) -> None:
    article = clean(page(lines, inside.format(caption)))
    assert article.text == PARAGRAPH_BREAK.join(lines)
    assert article.captions == (caption,)


@pytest.mark.parametrize(
    ("lines", "inside", "kept"),
    [
        pytest.param(
            EN,
            '<p><img align="left">{}</p>',
            "The captain, who has steered her for thirty years, said that she would stay.",
            id="picture-in-paragraph",
        ),
        pytest.param(
            EN,
            '<div class="x"><img><p class="t">{}</p></div>',
            "The captain, who has steered her for thirty years, said that she would stay.",
            id="picture-beside-paragraph",
        ),
        pytest.param(
            EN,
            '<div class="x"><img><div><p>{}</p></div></div>',
            "The captain, who has steered her for thirty years through fog and ice, said that she would "
            "stay until the last crossing, and then go home to plant potatoes behind the house.",
            id="long-beside-picture",
        ),
        pytest.param(
            EN,
            "<figure><blockquote>{}</blockquote></figure>",
            "I was born on this boat, and I would like to see her to the end.",
            id="quotation",
        ),
        pytest.param(
            ZH,
            '<div class="teaser-content"><p class="t">{}</p></div>',
            "船长说，他在这条船上工作了三十年，会一直开到最后一班，然后回家种菜。",
            id="misnomer",
        ),
    ],
)
def test_layout_keeps_a_paragraph(lines: tuple[str, ...], inside: str, kept: str) -> None:
    wanted = [*lines[:3], kept, *lines[3:]]
    source = page(lines, inside.format(kept), wrap='<p class="t">{}</p>')
    assert clean(source).text == PARAGRAPH_BREAK.join(wanted)


def test_a_picture_in_every_paragraph_makes_no_captions() -> None:
    wrap = '<div class="x"><img><p>{}</p></div>'
    assert clean(page(EN, "", wrap=wrap)).text == PARAGRAPH_BREAK.join(EN)


@pytest.mark.parametrize(
    ("lines", "link"),
    [
        pytest.param(EN, "Harbour town weighs second bridge after record summer", id="en"),
        pytest.param(ZH, "新桥工程为何一再推迟？一座江城的漫长等待", id="zh"),
    ],
)
def test_a_paragraph_that_is_one_link_names_another_article(
    lines: tuple[str, ...], link: str
) -> None:
    article = clean(page(lines, f'<p><strong><a href="/2">{link}</a></strong></p>'))
    assert article.text == PARAGRAPH_BREAK.join(lines)
    assert [(each.text, each.reason) for each in article.removed] == [(link, "related")]


@pytest.mark.parametrize(
    ("lines", "title", "heading", "site"),
    [
        pytest.param(
            EN,
            "Old ferry to run until bridge opens - The River Paper",
            "<h1>Old ferry to run until bridge opens</h1>",
            "The River Paper",
            id="en",
        ),
        pytest.param(
            EN,
            "The River Paper: Old ferry to run until bridge opens",
            "<p><b>Old ferry to run until bridge opens</b></p>",
            "The River Paper",
            id="en-before",
        ),
        pytest.param(
            EN,
            "Old ferry to run until bridge opens | News",
            "<h1>Old ferry to run until bridge opens</h1>",
            "",
            id="en-section",
        ),
        pytest.param(
            ZH,
            "新桥通车前老渡船继续运营_社会频道_江报网(jiangbao.example)",
            "<h1>新桥通车前老渡船继续运营</h1>",
            "江报网",
            id="zh",
        ),
        pytest.param(
            ZH,
            "江岸日报数字报-新桥通车前老渡船继续运营",
            "<div><strong>新桥通车前老渡船继续运营</strong></div>",
            "江岸日报数字报",
            id="zh-before",
        ),
    ],
)
def test_the_page_s_title_names_the_site(
    lines: tuple[str, ...], title: str, heading: str, site: str
) -> None:
    source = page(lines, "", title=title).replace("<main>", f"<main>{heading}")
    article = clean(source)
    assert article.text == PARAGRAPH_BREAK.join(lines)
    assert (article.title, article.site) == (re.sub("<[^>]*>", "", heading), site)


def test_writers_beside_one_another_are_all_named() -> None:
    signed = "".join(f'<li><a rel="author">{name}</a></li>' for name in ("Ana Ruiz", "Li Wei"))
    elsewhere = '<aside><a rel="author">Tom Hale</a></aside>'
    source = page(EN, "").replace("<main>", f"<main><ol>{signed}</ol>")
    assert clean(source.replace("</main>", f"</main>{elsewhere}")).byline == "Ana Ruiz, Li Wei"


@pytest.mark.parametrize(
    ("lines", "last", "kept"),
    [
        pytest.param(EN, "The vote does not touch the winter timetable.", True, id="en"),
        pytest.param(ZH, "冬季班次不受此次投票影响。", True, id="zh"),
        pytest.param(EN, "The winter timetable", False, id="en-no-sentence"),
        pytest.param(EN, '<a href="/2">The winter timetable is out.</a>', False, id="en-link"),
    ],
)
def test_a_short_paragraph_goes_by_its_kind(lines: tuple[str, ...], last: str, kept: bool) -> None:
    found = blocks(parse(page((*lines, last), "", wrap='<p class="t">{}</p>')), limit=99)
    reasons: list[Reason | None] = [None] * len(lines) + ["related"]
    assert of_one_kind(found, reasons) == ([len(lines)] if kept else [])
