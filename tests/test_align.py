"""Which sentences of the article a sentence rests on."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from newsum.article import Sentence
from newsum.checking.align import align
from newsum.checking.check import check
from newsum.languages import Language
from newsum.split import split

ENGLISH = (
    "The central bank cut its benchmark interest rate on Friday. Shares in Shanghai rose 2 percent "
    "after the announcement. Farmers in the north are still waiting for rain. The government will "
    "build 300 new schools next year. Scientists found water on the moon. A court in Tokyo "
    "sentenced two former managers to prison. The airline has cancelled all flights to Europe. "
    "Doctors warned that the flu is spreading among children. The film won three prizes at the "
    "festival. Police are looking for a missing student."
)
CHINESE = (
    "央行周五下调了基准利率。消息公布后，上海股市上涨2%。北方农民仍在等待降雨。政府明年将新建300所学校。"
    "科学家在月球上发现了水。东京一家法院判处两名前经理监禁。航空公司取消了所有飞往欧洲的航班。"
    "医生警告说，流感正在儿童中传播。这部影片在电影节上获得三个奖项。警方正在寻找一名失踪的学生。"
)
TRADITIONAL = (
    "央行週五下調了基準利率。消息公布後，上海股市上漲2%。北方農民仍在等待降雨。政府明年將新建300所學校。"
    "科學家在月球上發現了水。東京一家法院判處兩名前經理監禁。航空公司取消了所有飛往歐洲的航班。"
    "醫生警告說，流感正在兒童中傳播。這部影片在電影節上獲得三個獎項。警方正在尋找一名失蹤的學生。"
)
TEXTS: dict[Language, str] = {"en": ENGLISH, "zh": CHINESE, "zh-Hant": TRADITIONAL}


def first(summary: list[str], source: Language, target: Language) -> list[int | None]:
    """Return the place in the article of each sentence's first evidence."""
    sentences = split(TEXTS[source], source)
    starts = [sentence.start for sentence in sentences]
    found = align(summary, sentences, source=source, target=target)
    return [starts.index(evidence[0].start) if evidence else None for evidence in found]


@pytest.mark.parametrize("target", TEXTS)
@pytest.mark.parametrize("source", TEXTS)
def test_every_sentence_finds_its_own(source: Language, target: Language) -> None:
    summary = [sentence.text.strip() for sentence in split(TEXTS[target], target)]
    assert first(summary, source, target) == list(range(10))


@pytest.mark.parametrize(
    ("summary", "source", "target", "expected"),
    [
        pytest.param(["Police seek student.", "Water was found."], "en", "en", [9, 4], id="en"),
        pytest.param(["警方寻找失踪学生。", "月球上有水。"], "zh", "zh", [9, 4], id="zh"),
        pytest.param(["The bank lowered rates.", "Flights to Europe are off."], "zh", "en", [0, 6],
                     id="zh-en"),
        pytest.param(["明年新建学校。", "流感在儿童中流行。"], "en", "zh", [3, 7], id="en-zh"),
        pytest.param(["Prices of copper hit a record."], "zh", "en", [None], id="nothing-en"),
        pytest.param(["铜矿工人要求涨薪。"], "en", "zh", [None], id="nothing-zh"),
    ],
)  # fmt: skip
def test_shorter_and_reworded(
    summary: list[str], source: Language, target: Language, expected: list[int | None]
) -> None:
    assert first(summary, source, target) == expected


@pytest.mark.parametrize("source", TEXTS)
def test_offsets_are_the_articles_and_the_sentence_itself_scores_one(source: Language) -> None:
    text = TEXTS[source]
    sentences = split(text, source)
    summary = [sentence.text.strip() for sentence in sentences[2:5]]
    for evidence in align(summary, sentences, source=source, target=source):
        assert evidence[0].score == 1
        for each in evidence:
            assert text[each.start : each.end] == each.text == each.text.strip()


@pytest.mark.parametrize(
    ("summary", "source", "target"),
    [
        pytest.param("央行降低基准利率，上海股市上涨2%。", "en", "zh", id="en-zh"),
        pytest.param("The bank cut its interest rate and Shanghai shares rose 2%.", "zh", "en",
                     id="zh-en"),
        pytest.param("央行下调基准利率，上海股市上涨2%。", "zh", "zh", id="zh-zh"),
    ],
)  # fmt: skip
def test_a_fused_sentence_has_both_its_sources(
    summary: str, source: Language, target: Language
) -> None:
    sentences = split(TEXTS[source], source)
    (found,) = align([summary], sentences, source=source, target=target)
    assert {each.start for each in found} == {sentences[0].start, sentences[1].start}
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    (one,) = align([summary], sentences, source=source, target=target, most=1)
    assert one == found[:1]


def test_figures_decide_between_like_sentences() -> None:
    sentences = [Sentence("一季度销售额增长5%。", 0), Sentence("二季度销售额增长8%。", 11)]
    found = align(["Sales grew 8 percent."], sentences, source="zh", target="en")
    assert found[0][0].start == 11


def test_order_decides_between_equal_sentences() -> None:
    sentences = [Sentence("He left. ", 0), Sentence("She sang. ", 9), Sentence("He left. ", 19)]
    found = align(["She sang.", "He left."], sentences, source="en", target="en")
    assert [evidence[0].start for evidence in found] == [9, 19]


def test_a_glossary_term_is_a_shared_name() -> None:
    sentences = [Sentence("蚂蚁周一发布公告。", 0), Sentence("鲸鱼周一发布公告。", 9)]
    glossary = {"Whaleco": "鲸鱼"}
    found = align(
        ["Whaleco made an announcement."], sentences, source="zh", target="en", glossary=glossary
    )
    assert found[0][0].start == 9


def test_a_name_brings_the_sentence_that_tells_it() -> None:
    article = "Bryan Kohberger sat down. He denied the charges in court on Monday."
    (found,) = align(
        ["On Monday Bryan Kohberger denied the charges in court."],
        split(article, "en"),
        source="en",
        target="en",
    )
    assert [each.text.split()[0] for each in found] == ["He", "Bryan"]


def test_nothing_to_align() -> None:
    assert align([], split(ENGLISH, "en"), source="en", target="zh") == []
    assert align(["降息。"], [], source="en", target="zh") == [()]
    (found,) = align(["。"], split(ENGLISH, "en"), source="en", target="zh")
    assert found == ()


@pytest.mark.parametrize(
    ("source", "target"), [("en", "zh"), ("zh", "en"), ("en", "en"), ("zh", "zh")]
)
def test_aligning_and_checking_three_sentences_takes_ten_milliseconds(
    source: Language, target: Language
) -> None:
    base = [each.text.strip() for each in split(TEXTS[source], source)]
    ours = [each.text.strip() for each in split(TEXTS[target], target)]
    times = []
    for turn in range(8):
        # Forty sentences of a news article's length, no two the same, and none read before.
        sentences = [
            Sentence(f"{base[at % 10]} {base[(at * 7 + 3) % 10]} ({40 * turn + at}) ", 0)
            for at in range(40)
        ]
        summary = [f"{ours[at]} ({turn})" for at in (0, 3, 8)]
        start = time.process_time()
        found = align(summary, sentences, source=source, target=target)
        for sentence, evidence in zip(summary, found, strict=True):
            check(sentence, [e.text for e in evidence], source=source, target=target)
        times.append(time.process_time() - start)
    # The best of them, without the first, which reads the tables: what the work costs, whatever
    # else the machine does. About 3 ms undisturbed.
    assert min(times[1:]) < 0.010


@pytest.mark.parametrize("target", ["en", "zh"])
@pytest.mark.parametrize("source", ["en", "zh"])
def test_long_texts_need_little_memory(source: Language, target: Language) -> None:
    # A figure each makes them differ.
    sentences = [
        Sentence(f"{each.text.strip()} ({at}) ", 0)
        for at, each in enumerate(split(TEXTS[source], source) * 20)
    ]
    summary = [
        f"{each.text.strip()} ({at})" for at, each in enumerate(split(TEXTS[target], target) * 20)
    ]
    align(summary[:1], sentences[:1], source=source, target=target)  # reads the tables
    tracemalloc.start()
    try:
        align(summary, sentences, source=source, target=target)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4_000_000
