"""Lines below an article that say who its writer is, and people of the article who are none."""

from __future__ import annotations

import pytest

import newsum
from newsum.cleaning.bios import take_bios

EN = [
    "Every few years a minister promises that the journey to the coast will be cut by an hour.",
    "The line through Harrow was built in 1874 for coal, and its bends are those of the valley.",
    "Passengers told Lena Marsh, the regulator, that they value reliability over speed.",
    "The minister should say so in public. The voters have waited long enough for the truth.",
]
ZH = [
    "每隔几年，就有官员站在站台上承诺，到海边的路程将缩短一小时。",
    "经过河谷的铁路建于1908年，为运煤而修，弯道随山势而行。",
    "乘客告诉监管部门的李岚，他们更看重准点。",
    "官员应当公开说出这一点。站台上的人等待真话已经太久。",
]


@pytest.mark.parametrize(
    ("bio", "writer"),
    [
        pytest.param("Ana Ruiz writes on transport.", "Ana Ruiz", id="the byline"),
        pytest.param("Ms. Ruiz is the Post’s transport editor.", "Ana Ruiz", id="family name"),
        pytest.param("Dr. Ruiz teaches at Leeds.", "Ana Ruiz", id="doctor"),
        pytest.param("Ana covers rail and hosts a podcast.", "Ana", id="given name"),
        pytest.param("Ana Ruiz is a columnist for the Harrow Post.", "", id="columnist"),
        pytest.param("Ana Ruiz is an associate professor of history at Leeds.", "", id="professor"),
        pytest.param(
            "Ana Ruiz, a former official, is the author of a book on rail.", "", id="author"
        ),
        pytest.param("Ana Ruiz is a writer who lives in Leeds.", "", id="who lives"),
        pytest.param("The writer is a former minister", "", id="the writer"),
        pytest.param("作者为本报评论员。", "", id="作者为"),
        pytest.param("本文作者王明是铁路史学者", "", id="本文作者"),
        pytest.param("（作者系北方大学历史系教授）", "", id="brackets"),
        pytest.param("王明，北方大学历史系副教授。", "王明", id="the Chinese byline"),
        pytest.param("*王明，媒体人", "王明", id="star"),
    ],
)
def test_bios_go(bio: str, writer: str) -> None:
    paragraphs = [*(EN if bio.isascii() or "’" in bio else ZH), bio]
    (taken,) = take_bios(paragraphs, writer)
    assert (taken.text, taken.reason, len(paragraphs)) == (bio, "byline", 4)


@pytest.mark.parametrize(
    ("last", "writer"),
    [
        pytest.param("Lena Marsh is a scholar of law, too.", "Ana Ruiz", id="named above"),
        pytest.param("Ben Cole is the mayor of Harrow.", "Ana Ruiz", id="no trade"),
        pytest.param("Ben Cole is a historian. “It is late,” he said.", "", id="speaks"),
        pytest.param(
            "Ben Cole is a researcher and scholar who was not involved in the study.",
            "",
            id="not involved",
        ),
        pytest.param("Ben Cole is a reporter whose phone was tapped.", "", id="whose"),
        pytest.param(
            "Ben Cole is a professor of law at Leeds who advised both sides.", "", id="who advised"
        ),
        pytest.param("The author was 84.", "", id="obituary"),
        pytest.param("The writer is survived by two sons.", "", id="survived"),
        pytest.param("Ana Ruiz said so.", "Ana Ruiz", id="no bio"),
        pytest.param("王明，北方大学历史系副教授。", "", id="unknown"),
        pytest.param("李岚系北方大学教授。", "王明", id="another"),
        pytest.param("作者为“慢车”一书写了五年。", "", id="a story of an author"),
    ],
)
def test_others_stay(last: str, writer: str) -> None:
    paragraphs = [*(EN if last.isascii() or "“I" in last else ZH), last]
    assert take_bios(paragraphs, writer) == []
    assert paragraphs[-1] == last


def test_a_short_article_keeps_its_end() -> None:
    paragraphs = [*EN[:2], "Ana Ruiz is a columnist for the Harrow Post."]
    assert take_bios(paragraphs, "Ana Ruiz") == []


def test_in_text_and_page() -> None:
    bio = "Ana Ruiz is a columnist for the Harrow Post."
    text = "\n\n".join(["The case for slower trains", "By Ana Ruiz", *EN, bio])
    lines = "".join(f"<p>{each}</p>" for each in [*EN, bio])
    page = (
        "<html><head><title>The case for slower trains</title></head><body><article>"
        f"<h1>The case for slower trains</h1><p>By Ana Ruiz</p>{lines}</article></body></html>"
    )
    for source in (text, page):
        article = newsum.clean(source)
        assert article.text.endswith(EN[-1])
        assert article.removed[-1].text == bio
