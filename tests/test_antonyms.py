from __future__ import annotations

import pytest

from newsum.checking.antonyms import clash
from newsum.checking.check import check
from newsum.languages import Language, is_chinese

#: What the source says, and a sentence that turns it round: in either language.
OPPOSED = [
    pytest.param("The firm lost $2.5 million.", "公司盈利250万美元。", id="loss"),
    pytest.param("The mill made a profit in May.", "工厂五月亏损。", id="profit"),
    pytest.param("Imports of rice were halted.", "大米出口已停止。", id="import"),
    pytest.param("The town has a budget deficit.", "该镇预算有盈余。", id="deficit"),
    pytest.param("A man was seen near the bridge.", "有人看到一名女子在桥边。", id="man"),
    pytest.param("The storm hit the northern coast.", "风暴袭击了南部海岸。", id="north"),
    pytest.param("Police arrested the driver.", "司机被释放。", id="arrest"),
    pytest.param("The jury acquitted her.", "陪审团认定她有罪。", id="acquittal"),
    pytest.param("The crash injured a cyclist.", "车祸造成一名骑车人死亡。", id="injury"),
    pytest.param("The launch was a success.", "发射失败。", id="success"),
    pytest.param("The council approved the plan.", "议会否决了该计划。", id="approval"),
    pytest.param("Residents opposed the plan.", "居民支持该计划。", id="opposition"),
    pytest.param("A majority chose the bridge.", "少数人选择了大桥。", id="majority"),
    pytest.param("Sales beat forecasts in May.", "五月销售额不及预期。", id="beat"),
    pytest.param("Rents are lower than last spring.", "租金高于去年春天。", id="lower"),
    pytest.param("The museum was closed in June.", "博物馆六月重新开放。", id="closed"),
    pytest.param("Air quality improved in the valley.", "谷地空气质量恶化。", id="improved"),
    pytest.param("Harbury won the away game.", "哈伯里队主场获胜。", id="away"),
    pytest.param("Large trucks pay a toll.", "小型卡车须缴通行费。", id="large"),
    pytest.param("Two hikers were taken to hospital.", "两名徒步者死亡。", id="hospital"),
    pytest.param("The pilot survived.", "飞行员遇难。", id="survived"),
    pytest.param("Dogs are banned from the beach.", "允许带狗进入海滩。", id="banned"),
    pytest.param("Ferry services resumed.", "轮渡服务暂停。", id="resumed"),
    pytest.param("The festival was cancelled.", "电影节延长。", id="cancelled"),
    pytest.param("The story is a rumour.", "该说法属实。", id="rumour"),
    pytest.param("The bank tightened lending.", "该银行放宽贷款。", id="tightened"),
    pytest.param("The island joined the bloc.", "该岛退出集团。", id="joined"),
    pytest.param("Copper hit a record high.", "铜价创新低。", id="high"),
    pytest.param("Helmets are mandatory.", "头盔可自愿佩戴。", id="mandatory"),
]
ALIKE = [
    pytest.param("The firm made a net loss.", "公司出现亏损。", id="loss"),
    pytest.param("Both imports and exports fell.", "进出口双双下降。", id="both"),
    pytest.param("Take the western exit of the station.", "从车站西出口出站。", id="exit"),
    pytest.param("She was hurt when a man fell.", "一名男子摔倒，该女子受伤。", id="she"),
    pytest.param("South Korea opposed the move.", "韩国反对此举。", id="a-name"),
    pytest.param("He released a report on arrests.", "他发布了一份关于逮捕的报告。", id="report"),
    pytest.param("The jury found him not guilty.", "陪审团裁定他无罪。", id="not-guilty"),
    pytest.param("The council did not approve it.", "议会否决了它。", id="denied"),
    pytest.param("It was not a failure.", "这是一次成功。", id="denied-failure"),
    pytest.param("They fought for the vote.", "他们支持投票权。", id="nothing-opposite"),
    pytest.param("The injured were taken to hospital.", "伤者已送医。", id="injured-in-hospital"),
    pytest.param("Sales topped forecasts.", "销售额超出预期。", id="above"),
    pytest.param(
        "The shop shut in May and has reopened.", "商店五月关闭后已重新开放。", id="reopened"
    ),
    pytest.param("Entry is not allowed.", "禁止入内。", id="not-allowed"),
]


def both_ways(english: str, chinese: str) -> list[tuple[str, str, Language, Language]]:
    return [(english, chinese, "en", "zh"), (chinese, english, "zh", "en")]


@pytest.mark.parametrize(("english", "chinese"), OPPOSED)
def test_an_opposite_is_found(english: str, chinese: str) -> None:
    for evidence, sentence, source, target in both_ways(english, chinese):
        found = clash(sentence, [evidence], source=source, target=target)
        assert found
        assert found.word in sentence
        assert found.rival in evidence


@pytest.mark.parametrize(("english", "chinese"), ALIKE)
def test_what_is_no_opposite_is_left_alone(english: str, chinese: str) -> None:
    for evidence, sentence, source, target in both_ways(english, chinese):
        assert clash(sentence, [evidence], source=source, target=target) is None


@pytest.mark.parametrize(
    ("evidence", "sentence", "language"),
    [
        pytest.param("The council approved the plan.", "The council rejected it.", "en", id="en"),
        pytest.param("议会批准了该计划。", "议会否决了计划。", "zh", id="zh"),
        pytest.param("議會批准了該計劃。", "議會否決了計劃。", "zh-Hant", id="zh-Hant"),
    ],
)
def test_within_a_language(evidence: str, sentence: str, language: Language) -> None:
    (finding,) = check(sentence, [evidence], source=language, target=language)
    assert finding.kind == "antonym"
    assert finding.text == ("否决" if is_chinese(language) else "rejected")


@pytest.mark.parametrize(
    ("sentence", "evidence", "language"),
    [
        pytest.param(
            "The town hall was closed on Friday.",
            [
                "The town hall reopened on Friday.",
                "Its doors had been shut, and some closed early.",
            ],
            "en",
            id="en",
        ),
        pytest.param(
            "该镇的图书馆周五关闭。",
            ["该镇的图书馆周五重新开放。", "开馆前停车场封闭。"],
            "zh",
            id="zh",
        ),
    ],
)
def test_a_sentence_that_keeps_its_source_is_compared_with_that(
    sentence: str, evidence: list[str], language: Language
) -> None:
    assert clash(sentence, evidence, source=language, target=language)
    both = [evidence[0], sentence.replace("Friday", "Monday").replace("周五", "周一")]
    assert clash(sentence, both, source=language, target=language) is None


def test_another_sentence_of_the_evidence_excuses() -> None:
    evidence = ["The council approved the plan.", "It turned down a second one."]
    assert clash("议会否决了计划。", evidence[:1], source="en", target="zh")
    assert clash("议会否决了计划。", evidence, source="en", target="zh") is None
