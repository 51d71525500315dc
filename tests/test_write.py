"""The finished text: which hypothesis, what is mended, what is reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from fakes import Fake

from newsum.languages import Language
from newsum.models.base import Generation, Hypothesis, Kind, Request
from newsum.models.write import Written, finish, repeated, without_circles, write, wrong_script

EN = "The central bank cut its main interest rate by 0.25 points on Monday."
DEFAULTS = Generation()
ZH = "央行周一将主要利率下调0.25个百分点。"


class Scripted:
    """Answers each search with the next of its hypothesis lists, and keeps what it was asked."""

    name = signature = "scripted"
    kind: Kind = "summarization"
    budget = 512

    def __init__(self, *searches: Sequence[str | Hypothesis]) -> None:
        self.searches = list(searches)
        self.asked: list[tuple[list[Request], Generation]] = []

    def writes(self, source: Language, target: Language) -> bool:
        return True

    def count(self, text: str) -> int:
        return len(text)

    def generate(
        self, requests: Sequence[Request], generation: Generation = DEFAULTS
    ) -> list[list[Hypothesis]]:
        answers = self.searches[min(len(self.asked), len(self.searches) - 1)]
        self.asked.append((list(requests), generation))
        found = [a if isinstance(a, Hypothesis) else Hypothesis(a, -0.1) for a in answers]
        return [found for _ in requests]

    def close(self) -> None:
        return


def one(model: Scripted, target: Language = "zh", **more: Callable[[Request, str], int]) -> Written:
    (written,) = write(model, [Request(EN if target == "zh" else ZH, "en", target)], **more)
    return written


def kinds(written: Written) -> list[str]:
    return [finding.kind for finding in written.findings]


def test_a_sound_text_takes_one_search() -> None:
    model = Scripted(["央行 周一 降息 , 幅度 为 0.25 个 百分点 ."])
    assert one(model) == Written("央行周一降息，幅度为0.25个百分点。")
    assert len(model.asked) == 1


def test_order_is_kept_and_empty_requests_cost_nothing() -> None:
    model = Scripted([ZH])
    written = write(model, [Request(" ", "en", "zh"), Request(EN, "en", "zh")])
    assert [each.text for each in written] == ["", ZH]
    assert [len(requests) for requests, _ in model.asked] == [1]
    assert write(model, []) == []


def test_equal_requests_are_one_to_the_model() -> None:
    model = Fake(lambda request: f"The {request.text} opened.")
    one, two = Request("桥", "zh", "en"), Request("路", "zh", "en")
    texts = [each.text for each in write(model, [one, two, one])]
    assert texts == ["The 桥 opened.", "The 路 opened.", "The 桥 opened."]
    assert {len(call) for call in model.calls} == {2}


def test_the_judge_decides_before_the_score() -> None:
    model = Scripted(["利率下调0.52个百分点。", "利率下调0.25个百分点。"])
    assert (
        one(model, judge=lambda _, text: int("0.25" not in text)).text == "利率下调0.25个百分点。"
    )
    assert one(Scripted(["甲方胜诉。", "乙方胜诉。"])).text == "甲方胜诉。"


def test_the_judge_sees_the_finished_text() -> None:
    seen: list[str] = []
    one(Scripted(["降息 0.25 点 ."]), judge=lambda _, text: seen.append(text) or 0)
    assert seen == ["降息0.25点。"]


def test_wrong_script_takes_the_next_hypothesis() -> None:
    model = Scripted(["The central bank cut its rate.", ZH])
    assert one(model) == Written(ZH)
    assert len(model.asked) == 1


def test_wrong_script_is_searched_again_with_the_script_held() -> None:
    model = Scripted(["The central bank cut its rate."], [ZH])
    assert one(model) == Written(ZH)
    assert [generation.own_script for _, generation in model.asked] == [False, True]


def test_wrong_script_is_reported_in_the_end() -> None:
    written = one(Scripted(["The central bank cut its rate."]))
    assert kinds(written) == ["script"]
    assert "Chinese" in written.findings[0].message


def test_only_unsound_requests_are_searched_again() -> None:
    model = Scripted(["The bank cut its rate. ", "利率"], [ZH])
    model.searches[0] = ["The bank cut its main rate."]
    plain = Request(ZH, "zh", "en")
    write(model, [plain, Request(EN, "en", "zh")])
    assert [len(requests) for requests, _ in model.asked] == [2, 1]


def test_nothing_written_is_searched_again_and_reported() -> None:
    assert one(Scripted([""], [ZH])) == Written(ZH)
    assert kinds(one(Scripted([""]))) == ["empty"]


def test_beams_bound_the_choices() -> None:
    model = Scripted([ZH])
    write(model, [Request(EN, "en", "zh")], generation=Generation(beams=2))
    write(model, [Request(EN, "en", "zh")])
    assert [generation.hypotheses for _, generation in model.asked] == [2, 4]


@pytest.mark.parametrize(
    ("language", "text", "finished", "expected", "found"),
    [
        pytest.param(
            "en", "Rates fell. The bank said that it", False, "Rates fell.", [], id="en-cut"
        ),
        pytest.param("zh", "利率下调。央行表示，这是", False, "利率下调。", [], id="zh-cut"),
        pytest.param(
            "en", "Rates fell. The bank said that it", True, "Rates fell.", [], id="en-ended"
        ),
        pytest.param(
            "en",
            "The bank said that it",
            False,
            "The bank said that it",
            ["truncated"],
            id="en-no-end",
        ),
        pytest.param(
            "zh", "央行表示，这是", False, "央行表示，这是", ["truncated"], id="zh-no-end"
        ),
        pytest.param(
            "en", "Central bank cuts rates", True, "Central bank cuts rates", [], id="en-headline"
        ),
        pytest.param("zh", "央行降息，", True, "央行降息。", [], id="zh-dangling"),
        pytest.param("en", "Rates fell <unk> today.", True, "Rates fell today.", [], id="unk"),
        pytest.param("zh", "他说：“很好。”", True, "他说：“很好。”", [], id="quote-ends"),
        pytest.param(
            "en",
            "Mr. Li cut rates in the U.S. again.",
            True,
            "Mr. Li cut rates in the U.S. again.",
            [],
            id="abbreviation",
        ),
    ],
)
def test_ends(
    language: Language, text: str, finished: bool, expected: str, found: list[str]
) -> None:
    source = EN if language == "zh" else ZH
    written = finish(Request(source, "en", language), Hypothesis(text, -1.0, finished))
    assert written[0] == expected
    assert [finding.kind for finding in written[1]] == found


@pytest.mark.parametrize(
    ("language", "text", "once"),
    [
        pytest.param("zh", "利率下调利率下调利率下调利率下调。", "利率下调。", id="zh-loop"),
        pytest.param("zh", "哈哈哈哈哈哈", "哈", id="zh-character"),
        pytest.param(
            "en", "The bank said the bank said the bank said no.", "The bank said no.", id="en-loop"
        ),
        pytest.param(
            "en",
            "Rates fell on Monday. Rates fell on Monday. Shares rose.",
            "Rates fell on Monday. Shares rose.",
            id="en-sentence",
        ),
        pytest.param(
            "zh",
            "央行周一降息了。央行周一降息了。股市上涨。",
            "央行周一降息了。股市上涨。",
            id="zh-sentence",
        ),
    ],
)
def test_repetition_is_found_and_written_once(language: Language, text: str, once: str) -> None:
    assert repeated(text, language)
    assert without_circles(text, language) == once
    written = finish(Request(EN, "en", language), Hypothesis(text, -1.0))
    assert [finding.kind for finding in written[1]] == ["repetition"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("zh", "人人天天开心，1000000元，等等。", id="zh-words"),
        pytest.param("en", "It was very, very good, and 1,000,000 people came.", id="en-words"),
        pytest.param("en", "He said no. She said no.", id="en-alike"),
        pytest.param("zh", "北京北京大学", id="zh-name-twice"),
    ],
)
def test_no_repetition(language: Language, text: str) -> None:
    assert repeated(text, language) == ""


@pytest.mark.parametrize(
    ("target", "text", "source", "expected"),
    [
        pytest.param("zh", "苹果公司发布iPhone 15 Pro Max手机", EN, False, id="names-in-chinese"),
        pytest.param("zh", "iPhone 15 Pro", "iPhone 15 Pro", False, id="a-name-alone"),
        pytest.param(
            "zh", "BANK CUTS RATES AGAIN", "BANK CUTS RATES AGAIN", True, id="capitals-copied"
        ),
        pytest.param("zh", "央行 cut its main interest rate", EN, True, id="mixed"),
        pytest.param("zh", "中央銀行は金利を下げた", EN, True, id="japanese"),
        pytest.param("en", "The bank cut rates.", ZH, False, id="english"),
        pytest.param("en", "The 央行 cut rates.", ZH, True, id="ideographs-in-english"),
        pytest.param("en", "Банк снизил ставку", ZH, True, id="russian"),
        pytest.param("en", "Putin (Путин) spoke", "Путин said", False, id="as-in-the-source"),
        pytest.param("en", "Café in São Paulo", ZH, False, id="accents"),
    ],
)
def test_wrong_script(target: Language, text: str, source: str, expected: bool) -> None:
    assert wrong_script(text, target, source) is expected
