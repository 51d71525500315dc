from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny import PAIRS

from newsum.errors import CannotWrite, CorruptModel, MissingModel, OptionError
from newsum.languages import Language
from newsum.models import load
from newsum.models.base import Generation, Request, Seq2Seq
from newsum.models.builtin import Builtin
from newsum.models.carry import read_words, write_words

BOTH = [Request(english, "en", "zh") for english, _ in PAIRS] + [
    Request(chinese, "zh", "en") for _, chinese in PAIRS
]
EXPECTED = [chinese for _, chinese in PAIRS] + [english for english, _ in PAIRS]


@pytest.fixture(scope="module")
def model(tiny_builtin: Path) -> Iterator[Builtin]:
    model = Builtin(folder=tiny_builtin, device="cpu")
    yield model
    model.close()


def test_without_weights_it_loads_and_writes_nothing(tmp_path: Path) -> None:
    model = Builtin(folder=tmp_path)
    assert isinstance(model, Seq2Seq)
    assert (model.name, model.kind) == ("builtin", "translation")
    assert not model.writes("en", "zh")
    assert not model.writes("zh-Hant", "en")
    assert model.signature == "builtin|weights:none"
    model.close()


def test_without_weights_an_answer_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    model = Builtin(folder=tmp_path)
    assert model.generate([]) == []
    with pytest.raises(MissingModel, match=r"model\.bin.*such as m2m100.*article's own language"):
        model.generate([Request("Hello.", "en", "zh")])
    with pytest.raises(MissingModel):
        model.count("Hello.")


def test_an_unknown_runtime_is_refused() -> None:
    with pytest.raises(OptionError, match="'onnx'"):
        Builtin(runtime="onnx")


def test_it_translates_both_ways_in_one_batch(model: Builtin) -> None:
    assert [hypotheses[0].text for hypotheses in model.generate(BOTH)] == EXPECTED


def test_both_runtimes_write_the_same(model: Builtin, tiny_builtin: Path) -> None:
    other = Builtin(folder=tiny_builtin, device="cpu", runtime="transformers")
    greedy = Generation(beams=1)
    ours, theirs = model.generate(BOTH, greedy), other.generate(BOTH, greedy)
    assert [each[0].text for each in ours] == [each[0].text for each in theirs]
    assert [each[0].score for each in ours] == pytest.approx(
        [each[0].score for each in theirs], abs=0.05
    )
    assert "ctranslate2" in model.signature
    assert "transformers" in other.signature


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        pytest.param(
            "en",
            "The city closed 37 schools on Monday.",
            "该市周一关闭了37所学校。",
            id="another-number",
        ),
        pytest.param(
            "en",
            "Officials said repairs will cost $2.5 million.",
            "官员表示，维修将耗资250万美元。",
            id="another-currency",
        ),
        pytest.param(
            "zh", "超过3.5万人停电。", "More than 35,000 people lost power.", id="ten-thousands"
        ),
        pytest.param(
            "zh",
            "預計降雨將持續到12月24日。",
            "Rain is expected until December 24.",
            id="another-date-in-traditional",
        ),
    ],
)
def test_figures_it_never_met_come_out_exact(
    model: Builtin, source: Language, text: str, expected: str
) -> None:
    target: Language = "zh" if source == "en" else "en"
    assert model.generate([Request(text, source, target)])[0][0].text == expected


def test_a_glossary_is_heeded(model: Builtin) -> None:
    terms = (("Ant Group", "蚂蚁集团"),)
    here = Request("Ant Group thanked the volunteers.", "en", "zh", terms)
    there = Request("蚂蚁集团推迟开门。", "zh", "en", terms)
    assert [each[0].text for each in model.generate([here, there])] == [
        "蚂蚁集团感谢了志愿者。",
        "Ant Group opened late.",
    ]


def test_a_name_it_never_met_keeps_its_letters(model: Builtin) -> None:
    request = Request("Marbaugh thanked the volunteers.", "en", "zh")
    assert model.generate([request])[0][0].text == "Marbaugh感谢了志愿者。"


def test_traditional_characters_are_written_where_asked(model: Builtin) -> None:
    request = Request("More than 1.3 million people lost power.", "en", "zh-Hant")
    assert model.generate([request])[0][0].text == "超過130萬人停電。"


def test_hypotheses_come_as_many_as_asked(model: Builtin) -> None:
    (found,) = model.generate(BOTH[:1], Generation(beams=3, hypotheses=3))
    assert len(found) == 3
    assert found[0].text == EXPECTED[0]


@pytest.mark.parametrize(("source", "target"), [("en", "en"), ("zh", "zh-Hant")])
def test_one_language_is_no_translation(model: Builtin, source: Language, target: Language) -> None:
    assert not model.writes(source, target)
    with pytest.raises(CannotWrite, match="between English and Chinese"):
        model.generate([Request("x", source, target)])


def test_a_sentence_that_just_fits_is_not_made_too_long(model: Builtin) -> None:
    text = "12 " * 200  # a piece each; "<x0>" needs another for the space before it
    assert model.count(text) <= model.budget < model.count(text.replace("12", "<x0>"))
    assert model.generate([Request(text, "en", "zh")], Generation(beams=1, max_tokens=4))


def test_it_counts_what_it_reads(model: Builtin) -> None:
    assert model.count("No one was hurt.") == 2 + 5
    assert model.budget == 256


def test_closed_it_reads_its_weights_again(model: Builtin) -> None:
    model.close()
    assert model.generate(BOTH[:1])[0][0].text == EXPECTED[0]


def test_damaged_weights_are_told(tiny_builtin: Path, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(tiny_builtin, folder)
    data = bytearray((folder / "model.bin").read_bytes())
    data[-100] ^= 1
    (folder / "model.bin").write_bytes(data)
    with pytest.raises(CorruptModel, match=r"model\.bin"):
        Builtin(folder=folder).generate(BOTH[:1])
    (folder / "newsum.json").unlink()
    (folder / "model.bin").write_bytes(data[:2000])
    with pytest.raises(CorruptModel, match=r"model\.bin"):
        Builtin(folder=folder, runtime="transformers", device="cpu").generate(BOTH[:1])


def test_known_words(tmp_path: Path) -> None:
    write_words(tmp_path / "words.txt", ["Jane", "the"])
    known = read_words(tmp_path / "words.txt")
    assert known is not None
    assert [known(word) for word in ("Jane", "Jane's", "The", "Marbaugh")] == [
        True,
        True,
        True,
        False,
    ]
    assert read_words(tmp_path / "none.txt") is None


def test_a_model_of_ones_own_carries_figures_too(
    tiny_builtin: Path,
) -> None:
    request = Request("The city closed 37 schools on Monday.", "en", "zh")
    for folder in (tiny_builtin, tiny_builtin.parent / "run" / "model"):
        own = load(folder, device="cpu")
        assert own.generate([request])[0][0].text == "该市周一关闭了37所学校。"
        assert own.name == str(folder)
        own.close()
