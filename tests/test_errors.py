from __future__ import annotations

import copy
import inspect
import pickle

import pytest

from newsum import errors


def classes() -> list[type[errors.NewsumError]]:
    return [
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, errors.NewsumError)
    ]


def test_the_docstring_draws_the_whole_tree() -> None:
    assert {c.__name__ for c in classes()} == {
        word for word in (errors.__doc__ or "").split() if word in vars(errors)
    }


def test_all_lists_every_error() -> None:
    assert set(errors.__all__) == {c.__name__ for c in classes()} | {"require"}


def test_an_unknown_model_names_the_nearest() -> None:
    assert "Did you mean 'crosssum'?" in str(errors.UnknownModel("crosum", ["crosssum", "nllb"]))


MADE_OF = {"UnknownModel": ("crosum", ["crosssum"]), "MissingExtra": ("jieba", "eval")}


@pytest.mark.parametrize(
    "again", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy], ids=["pickled", "copied"]
)
@pytest.mark.parametrize("name", [name for name in errors.__all__ if name != "require"])
def test_an_error_comes_back_from_another_process(name: str, again) -> None:
    error = getattr(errors, name)(*MADE_OF.get(name, ("What is wrong.",)))
    error.add_note("While reading a1.")
    back = again(error)
    assert (type(back), str(back), repr(back)) == (type(error), str(error), repr(error))
    assert (vars(back), getattr(back, "name", "")) == (vars(error), getattr(error, "name", ""))


def test_a_missing_extra_names_the_extra() -> None:
    with pytest.raises(errors.MissingExtra, match=r"newsum\[eval\]"):
        errors.require("no_such_module_anywhere", extra="eval")


def test_a_broken_module_keeps_its_own_error(tmp_path, monkeypatch) -> None:
    (tmp_path / "broken_module.py").write_text("import no_such_dependency")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ModuleNotFoundError, match="no_such_dependency") as raised:
        errors.require("broken_module", extra="eval")
    assert not isinstance(raised.value, errors.MissingExtra)


def test_require_returns_the_module() -> None:
    assert errors.require("json", extra="eval").loads("1") == 1
