"""The quality gate: twelve pages in the manner of real ones, and floors that may only be raised.

The pages of `tests/pages` are ours, text and layout; each stands for a kind. `NAME.txt` is the body.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from newsum.article import PARAGRAPH_BREAK
from newsum.cleaning import clean

PAGES = Path(__file__).parent / "pages"
FLOORS = {
    "en_amp": 1.0,  # AMP, its consent and ads; READ MORE and editing lines in the body
    "en_blog": 0.96,  # list items and sub-heads, affiliate notice, comments
    "en_consent": 1.0,  # a consent dialog longer than the article
    "en_live": 1.0,  # a live blog: posts with times and buttons
    "en_regional": 1.0,  # figures with credits, a related box, a newsletter box
    "en_script": 1.0,  # the body is only in the page's data
    "zh_column": 1.0,  # sub-heads, an author's note, a copyright notice
    "zh_hant_big5": 1.0,  # Traditional Chinese in Big5; teasers with text
    "zh_mobile": 1.0,  # original title, editors, a call to scan, a platform's notice
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
            "",
            id="text",
        ),
        pytest.param(
            "zh_column", "县城咖啡馆，卖的不是咖啡", "沈知微", "2026-11-12", "", id="meta"
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
    ],
)
def test_captions(name: str, caption: str) -> None:
    article = clean((PAGES / f"{name}.html").read_bytes())
    assert any(caption in each for each in article.captions)
    assert caption not in article.text
