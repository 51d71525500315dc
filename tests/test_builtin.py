from __future__ import annotations

from pathlib import Path

import pytest

from newsum.errors import MissingModel
from newsum.models.base import Request, Seq2Seq
from newsum.models.builtin import Builtin, load_builtin


def test_without_weights_it_loads_and_writes_nothing(tmp_path: Path) -> None:
    model = load_builtin(folder=tmp_path)
    assert isinstance(model, Seq2Seq)
    assert (model.name, model.kind) == ("builtin", "translation")
    assert not model.writes("en", "zh")
    assert not model.writes("zh-Hant", "en")
    assert model.embed(["text"], "en") is None
    model.close()


def test_without_weights_an_answer_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    model = Builtin(folder=tmp_path)
    assert model.generate([]) == []
    with pytest.raises(MissingModel, match=r"model\.bin.*model='m2m100'.*article's own language"):
        model.generate([Request("Hello.", "en", "zh")])
    with pytest.raises(MissingModel):
        model.count("Hello.")
