from __future__ import annotations

import time

import pytest

from newsum.languages import Language
from newsum.selection.headline import headline


@pytest.mark.parametrize(
    ("language", "kept", "gone"),
    [
        pytest.param(
            "en",
            "Engineers closed the old iron bridge over the Wend to lorries on Tuesday morning",
            ", after divers found that two of its piers had been undermined by the floods of March.",
            id="after",
        ),
        pytest.param(
            "en",
            "The museum will return eleven carved masks to the island in the spring",
            ", the largest gift that it has ever made, its director Ann Lee said on Friday.",
            id="apposition",
        ),
        pytest.param(
            "en",
            "Three climbers were lifted off the north face of Mount Garrow by helicopter",
            ", the mountain rescue team of the valley said in a short statement on Sunday night.",
            id="attribution",
        ),
        pytest.param(
            "en",
            "Shares in the shipbuilder Norvik fell by a tenth within an hour of the announcement",
            " as it cut the forecast for the third time in a year that had begun so well.",
            id="as-it",
        ),
        pytest.param(
            "en",
            "In a narrow vote, the school board rejected a plan to shut two village schools",
            ", sending the proposal back to the officials who had worked on it since the summer.",
            id="participle",
        ),
        pytest.param(
            "zh",
            "市政府决定自下月起关闭运营了四十年的北岸渡口",
            "，受此影响的二十二名职工将由公交公司安置，乘客可以改乘新开的过江专线。",
            id="clause-zh",
        ),
        pytest.param(
            "zh-Hant",
            "市政府決定自下月起關閉營運了四十年的北岸渡口",
            "，受此影響的二十二名職工將由公車公司安置，乘客可以改乘新開的過江專線。",
            id="clause-hant",
        ),
    ],
)
def test_a_long_sentence_ends_where_it_is_whole(language: Language, kept: str, gone: str) -> None:
    assert headline(kept + gone, language) == kept


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "The bridge closed on Tuesday, after divers found damage.", id="short"),
        pytest.param(
            "en",
            "Ann Lee, who led the museum through the war and the long years of rebuilding that "
            "came after it, has died at her home in the old town of Wend.",
            id="inserted",
        ),
        pytest.param(
            "en",
            "The minister said on Tuesday evening in the capital, after a long meeting with the "
            "unions of the port, that the strike was over and that no one would lose a job.",
            id="what-was-said",
        ),
        pytest.param(
            "en",
            "The mayor of the northern port of Wend will leave her post by the end of the month, "
            "unless the council withdraws its plan to sell the old harbour to a foreign buyer.",
            id="unless",
        ),
        pytest.param(
            "en",
            "The paper said the harbour had been sold in secret to a foreign company in the spring, "
            "which the mayor and both of her deputies denied when they were asked on Monday.",
            id="denied",
        ),
        pytest.param(
            "en",
            "The council of Wend must close the old bridge before the winter and should build a new "
            "one below the mill by next spring, the harbour master said.",
            id="an-opinion",
        ),
        pytest.param(
            "en",
            "The captain of the Wend side has denied that he walked off the field in the second "
            "half because of a quarrel with the trainer over the captain's pay.",
            id="denied-because",
        ),
        pytest.param(
            "en",
            "The head of the bank of Wend told a meeting of the town's traders that despite the loan, "
            "a second currency will in the end be cheaper for all who buy abroad.",
            id="a-clause",
        ),
        pytest.param(
            "en",
            "“We closed it, after the divers had been down, because we could not say for certain "
            "that it would hold until the end of the year,” said the engineer.",
            id="quotation",
        ),
        pytest.param(
            "zh",
            "暴雨过后，北岸渡口的工作人员、附近两个村庄的村民和赶来的二十多名志愿者，"
            "连夜用沙袋和木板加固堤岸，直到凌晨水位回落。",
            id="subject-zh",
        ),
        pytest.param(
            "zh",
            "网上流传的一段视频称北岸大桥发生坍塌并造成多人受伤，市交通局核查后表示该消息不实，"
            "大桥通行一切正常，发布者已被警方传唤。",
            id="untrue-zh",
        ),
        pytest.param(
            "zh",
            "市交通局在周一下午举行的新闻发布会上宣布，自下月一日起对过江的货车收取通行费，"
            "标准为每车次二十元，为期三年。",
            id="announced-zh",
        ),
        pytest.param(
            "zh",
            "运营了四十年的北岸渡口既见证了两岸居民往来方式的变化和全市交通建设的发展，"
            "也承载着几代船工的记忆与不舍。",
            id="both-zh",
        ),
    ],
)
def test_a_sentence_that_cannot_be_cut_stays(language: Language, text: str) -> None:
    assert headline(text, language) == text


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        pytest.param(
            "en",
            "On Tuesday, the council of Wend approved a plan to build four hundred homes on the "
            "land of the old paper mill beside the river.",
            "The council of Wend approved a plan to build four hundred homes on the land of the "
            "old paper mill beside the river.",
            id="day",
        ),
        pytest.param(
            "zh",
            "据北岸晚报报道，3月1日上午，全长四公里的北岸大桥正式通车，"
            "两岸之间的车程由四十分钟缩短到八分钟。",
            "全长四公里的北岸大桥正式通车，两岸之间的车程由四十分钟缩短到八分钟。",
            id="source-and-day-zh",
        ),
    ],
)
def test_source_and_day_go_first(language: Language, text: str, shown: str) -> None:
    assert headline(text, language) == shown


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "piece", ["a, the ", "was ", ", after ", " said, ", "，", "据", "升，降", "“"]
)
def test_time_is_linear(language: Language, piece: str) -> None:
    begun = time.process_time()
    headline(piece * 5_000, language)
    assert time.process_time() - begun < 2
