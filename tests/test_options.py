from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from newsum.errors import OptionError, UnsupportedLanguage
from newsum.options import DEFAULTS, Options, sign


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"sentences": 0}, "sentences must be a whole number from 1 to 100, not 0"),
        ({"sentences": 101}, "not 101"),
        ({"sentences": 2.5}, "not 2.5"),
        ({"sentences": True}, "not True"),
        ({"style": "haiku"}, "style must be one of paragraph, bullets, headline, not 'haiku'"),
        ({"strict": "False"}, "strict must be True or False, not 'False'"),
        ({"vectors": 1}, "vectors must be True or False, not 1"),
        ({"clean": None}, "clean must be True or False, not None"),
        ({"beams": 0}, "beams must be a whole number from 1 to 64"),
        ({"to": ()}, "to must name a language"),
        ({"to": {"en", "zh"}}, "several in a list or tuple, not {'"),
        ({"to": 5}, "not 5"),
        ({"glossary": ["Ant Group"]}, "glossary must map"),
        ({"glossary": {"Ant Group": 3}}, "text to text"),
        ({"glossary": {" ": "蚂蚁"}}, "empty entry"),
    ],
)
def test_a_wrong_value_is_named(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Options(**fields)


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(UnsupportedLanguage, match="'fr'"):
        Options(to="fr")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("sentance", "Did you mean 'sentences'"),
        ("devise", "Did you mean 'device'"),
        ("model", "There are to, sentences, style"),
        ("language", "There are to, sentences, style"),
    ],
)
def test_a_misspelled_name_is_a_type_error(name: str, hint: str) -> None:
    with pytest.raises(TypeError, match=rf"^newsum has no option '{name}' here. {hint}"):
        DEFAULTS.but(**{name: 1})


@pytest.mark.parametrize(
    ("to", "codes"),
    [
        ("zh", ("zh",)),
        (["zh-CN", "EN"], ("zh", "en")),
        (("zh", "zh-Hans", "zh-TW"), ("zh", "zh-Hant")),
    ],
)
def test_languages_are_canonical_and_single(to: Any, codes: tuple[str, ...]) -> None:
    assert Options(to=to).to == codes


def test_a_glossary_cannot_be_changed_behind_the_checks() -> None:
    given = {"Ant Group": "蚂蚁集团"}
    options = Options(glossary=given)
    given["Ant Group"] = ""
    assert options.glossary["Ant Group"] == "蚂蚁集团"
    with pytest.raises(TypeError):
        options.glossary["Ant Group"] = ""  # type: ignore[index]


def test_the_signature_tells_glossaries_apart() -> None:
    signatures = {
        sign(Options(glossary=g).signature())
        for g in ({}, {"Ant Group": "蚂蚁集团"}, {"Ant Group": "蚂蚁"})
    }
    assert len(signatures) == 3


def test_options_are_values() -> None:
    """Equal ones are one key, and they can be copied and sent to another process."""
    one, same = (
        Options(to=("zh",), glossary=g) for g in ({"a": "甲", "b": "乙"}, {"b": "乙", "a": "甲"})
    )
    assert len({one, same, Options(to=("zh",))}) == 2
    assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == one


def test_the_signature_tells_languages_that_were_named_from_those_that_were_not() -> None:
    """One that the model cannot write is left out, with a warning, or is an error."""
    named = {sign(Options(to=to).signature()) for to in (None, ("en", "zh"), ("zh", "en"), "en")}
    assert len(named) == 4
    assert "to:auto" in sign(Options().signature())


def test_options_become_plain_values() -> None:
    options = Options(to=("zh",), glossary={"Ant Group": "蚂蚁集团"})
    plain = dataclasses.asdict(options)
    assert json.loads(json.dumps(plain))["glossary"] == {"Ant Group": "蚂蚁集团"}
    assert Options(**plain) == options == dataclasses.replace(options)
    assert type(plain["glossary"]) is dict


def test_whole_numbers_of_other_kinds_are_whole_numbers() -> None:
    options = Options(sentences=np.int64(2), beams=np.int8(4))  # type: ignore[typeddict-item]
    assert options == Options(sentences=2, beams=4)
    assert type(options.sentences) is int


USER = """
import newsum
from newsum import Options, Result, Summarizer

language: str = "en"
options = Options(to="en").but(to=["zh", "en"], sentences=2)
Options(to=language, glossary={"a": "b"})
result: Result = newsum.summarize("x", to=[language], style="bullets")
newsum.verify("x", "y", vectors=True)
with Summarizer(options=options) as summarizer:
    texts: list[str] = summarizer.translate(["x"], to="zh", glossary={"a": "b"})
for outcome in Summarizer(to="en").stream(["x"], batch=2):
    outcome.to_dict()
"""
WRONG = """
from newsum import Options, verify

Options(to=5)
Options().but(sentence=2)
verify("x", "y", strict=True)
"""


def test_a_users_program_is_typed(tmp_path: Path) -> None:
    """mypy takes what newsum takes, and tells of what it does not."""
    (tmp_path / "right.py").write_text(USER, encoding="utf-8")
    (tmp_path / "wrong.py").write_text(WRONG, encoding="utf-8")
    root = Path(__file__).parent.parent
    command = [sys.executable, "-m", "mypy", "--strict", f"--config-file={root}/pyproject.toml"]
    done = subprocess.run(
        [*command, str(tmp_path / "right.py"), str(tmp_path / "wrong.py")],
        capture_output=True, text=True, timeout=300, check=False, cwd=root,
    )  # fmt: skip
    wrong = [line.rpartition("/")[2] for line in done.stdout.splitlines() if ": error: " in line]
    assert [line.split(" ")[0] for line in wrong] == ["wrong.py:4:", "wrong.py:5:", "wrong.py:6:"]
