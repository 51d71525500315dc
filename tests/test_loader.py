"""From a name to a model; and what a hostile or broken folder comes to."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import Fake

from newsum import models
from newsum.errors import CorruptModel, ModelError, OptionError, UnknownModel, UnsupportedModel
from newsum.models import folders, load
from newsum.models.base import Generation, Request, Seq2Seq
from newsum.models.ctranslate2_runtime import CTranslate2Model
from newsum.models.loader import convert
from newsum.models.runtime import Runtime
from newsum.models.transformers_runtime import TransformersModel

Checkpoint = Callable[[str], Path]
REQUEST = Request("The bank cut rates.", "en", "zh")
GREEDY = Generation(beams=1, max_tokens=8)


@pytest.fixture
def copy(checkpoint: Checkpoint, tmp_path: Path) -> Callable[[str], Path]:
    def make(name: str) -> Path:
        return Path(shutil.copytree(checkpoint(name), tmp_path / name))

    return make


def test_a_model_is_returned_as_it_is() -> None:
    fake = Fake(answer=lambda request: request.text)
    assert load(fake) is fake


def test_builtin() -> None:
    assert load("builtin").name == "builtin"


@pytest.mark.parametrize("device", ["gpu", "CUDA", "cuda:", "cuda:x", ""])
def test_what_is_no_device_is_said_before_one_is_needed(device: str) -> None:
    with pytest.raises(OptionError, match="device must be auto, cpu, cuda"):
        load("builtin", device=device)


@pytest.mark.parametrize("name", ["crossum", "no-such-model", "./nowhere", "a/b/c"])
def test_unknown_names(name: str) -> None:
    with pytest.raises(UnknownModel, match="newsum models"):
        load(name)


def test_a_path_that_is_not_there() -> None:
    with pytest.raises(UnknownModel):
        load(Path("owner/name"))


def test_runtimes(checkpoint: Checkpoint) -> None:
    folder = checkpoint("newsum")
    assert isinstance(load(folder, device="cpu"), CTranslate2Model)
    assert isinstance(load(str(folder), device="cpu", runtime="transformers"), TransformersModel)
    with pytest.raises(OptionError, match="onnx"):
        load(folder, runtime="onnx")
    with pytest.raises(ModelError, match="cuda:99"):
        load(folder, device="cuda:99", runtime="transformers")


def test_batch_size(checkpoint: Checkpoint) -> None:
    folder = checkpoint("newsum")
    for runtime in ("ctranslate2", "transformers"):
        model = load(folder, device="cpu", runtime=runtime, batch_tokens=64)
        assert isinstance(model, Runtime)
        assert model.batch_tokens == 64
        own = load(folder, device="cpu", runtime=runtime)
        assert isinstance(own, Runtime)
        assert own.batch_tokens > 64
        requests = [REQUEST] * 9
        assert model.generate(requests, GREEDY) == own.generate(requests, GREEDY)


def test_a_converted_folder_is_not_for_transformers(checkpoint: Checkpoint) -> None:
    (folder,) = convert(checkpoint("newsum"))
    with pytest.raises(UnsupportedModel, match="converted for CTranslate2"):
        load(folder, runtime="transformers")


def test_what_ctranslate2_does_not_run_goes_to_transformers(checkpoint: Checkpoint) -> None:
    assert isinstance(load(checkpoint("t5gemma"), device="cpu"), TransformersModel)
    with pytest.raises(UnsupportedModel, match="runtime='transformers'"):
        load(checkpoint("t5gemma"), device="cpu", runtime="ctranslate2")


def test_a_converted_folder_is_loaded_as_it_is(checkpoint: Checkpoint, tmp_path: Path) -> None:
    first = load(checkpoint("crosssum"), device="cpu")
    assert isinstance(first, CTranslate2Model)
    moved = Path(shutil.copytree(first.folder, tmp_path / "elsewhere"))
    again = load(moved, device="cpu")
    assert again.generate([REQUEST], GREEDY) == first.generate([REQUEST], GREEDY)
    assert {*again.signature.split("|")[1:]} == {*first.signature.split("|")[1:]}


def test_converted_once_for_each_way(checkpoint: Checkpoint) -> None:
    folder = checkpoint("crosssum")
    first = load(folder, device="cpu")
    assert isinstance(first, CTranslate2Model)
    stamp = (first.folder / "model.bin").stat().st_mtime_ns
    second = load(folder, device="cpu")
    assert isinstance(second, CTranslate2Model)
    assert second.folder == first.folder
    assert (second.folder / "model.bin").stat().st_mtime_ns == stamp
    whole = load(folder, device="cpu", trim=False)
    assert isinstance(whole, CTranslate2Model)
    assert whole.folder != first.folder


def test_convert_ahead(checkpoint: Checkpoint, caplog: pytest.LogCaptureFixture) -> None:
    (folder,) = convert(checkpoint("newsum"))
    assert caplog.messages == [f"Converting {checkpoint('newsum')} for CTranslate2, once."]
    model = load(checkpoint("newsum"), device="cpu")
    assert isinstance(model, CTranslate2Model)
    assert model.folder == folder
    assert convert(folder) == [folder]
    assert len(caplog.messages) == 1
    with pytest.raises(UnsupportedModel):
        convert(checkpoint("t5gemma"))


def test_convert_for_a_gpu(checkpoint: Checkpoint) -> None:
    """Held in bfloat16, verified in what this CPU computes with."""
    (folder,) = convert(checkpoint("crosssum"), precision="bfloat16")
    assert "bfloat16" in folder.name
    with pytest.raises(ModelError, match="no bfloat16 on this cpu"):
        load(folder, device="cpu")
    assert load(folder, device="cpu", precision="float32").generate([REQUEST], GREEDY)
    with pytest.raises(ModelError, match="float16 overflows in mT5/CrossSum"):
        convert(checkpoint("crosssum"), precision="float16")
    assert not list((folders.home() / "converted").glob("*/*-float16-*/model.bin"))


def test_the_callers_family_holds_for_that_call_only(checkpoint: Checkpoint) -> None:
    folder = checkpoint("xlsum")
    assert load(folder, device="cpu", family="crosssum").writes("en", "zh")
    assert not load(folder, device="cpu").writes("en", "zh")


def test_a_changed_checkpoint_is_converted_anew(copy: Callable[[str], Path]) -> None:
    folder = copy("newsum")
    first = load(folder, device="cpu")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "num_beams": 2}))
    second = load(folder, device="cpu")
    assert isinstance(first, CTranslate2Model)
    assert isinstance(second, CTranslate2Model)
    assert second.folder != first.folder


def test_the_package_hands_it_out() -> None:
    assert models.load is load
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        models.lode  # noqa: B018  # the look-up is what is tested
    code = "import sys, newsum.models; print('newsum.models.loader' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_two_processes_convert_at_once(checkpoint: Checkpoint) -> None:
    code = (
        "import sys; from newsum.models import load; from newsum.models.base import *; "
        "m = load(sys.argv[1], device='cpu'); "
        "print(m.generate([Request('The bank cut rates.', 'en', 'zh')], "
        "Generation(beams=1, max_tokens=8))[0][0].text.encode())"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(checkpoint("newsum"))],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0, 0], outputs
    assert outputs[0][0] == outputs[1][0] != b""
    (place,) = (folders.home() / "converted").iterdir()
    assert [path.name for path in place.iterdir() if path.is_dir()] == [
        path.name.removesuffix(".lock") for path in place.glob("*.lock")
    ]


@pytest.mark.parametrize("name", ["model.bin", "config.json", "tokenizer.json", "checkpoint.json"])
def test_a_damaged_conversion_is_named(checkpoint: Checkpoint, tmp_path: Path, name: str) -> None:
    model = load(checkpoint("newsum"), device="cpu")
    assert isinstance(model, CTranslate2Model)
    folder = Path(shutil.copytree(model.folder, tmp_path / "converted"))
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(CorruptModel, match=rf"{name}.*SHA-256"):
        load(folder, device="cpu")
    (folder / name).write_bytes(content[:-5])
    with pytest.raises(CorruptModel, match=rf"{name}.*bytes"):
        load(folder, device="cpu")
    (folder / name).unlink()
    with pytest.raises(CorruptModel, match=f"{name} is missing"):
        load(folder, device="cpu")


def test_a_manifest_may_not_reach_out(checkpoint: Checkpoint, tmp_path: Path) -> None:
    model = load(checkpoint("newsum"), device="cpu")
    assert isinstance(model, CTranslate2Model)
    folder = Path(shutil.copytree(model.folder, tmp_path / "converted"))
    about = json.loads((folder / folders.MANIFEST).read_text())
    about["files"]["../secret"] = {"size": 1, "sha256": ""}
    (folder / folders.MANIFEST).write_text(json.dumps(about))
    with pytest.raises(CorruptModel, match=r"\.\./secret"):
        load(folder, device="cpu")


class _Bomb:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.path,))


@pytest.mark.parametrize("runtime", ["ctranslate2", "transformers"])
def test_a_pickle_with_code_is_refused_and_not_run(
    copy: Callable[[str], Path], tmp_path: Path, runtime: str
) -> None:
    folder = copy("newsum")
    (folder / "model.safetensors").unlink()
    with (folder / "pytorch_model.bin").open("wb") as file:
        bomb = {"model.shared.weight": _Bomb(tmp_path / "exploded")}
        pickle.dump(bomb, file, protocol=2)
    with pytest.raises(CorruptModel):
        load(folder, device="cpu", runtime=runtime).generate([REQUEST], GREEDY)
    assert not (tmp_path / "exploded").exists()


def test_a_pickle_of_numbers_is_read(copy: Callable[[str], Path], checkpoint: Checkpoint) -> None:
    import torch
    from safetensors.torch import load_file

    folder = copy("newsum")
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    expected = load(checkpoint("newsum"), device="cpu", runtime="transformers")
    found = load(folder, device="cpu", runtime="transformers")
    assert found.generate([REQUEST], GREEDY) == expected.generate([REQUEST], GREEDY)


def _cut(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1000])


def _garble(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"\x00" * 64)


def _lose_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


def _lose_layers(folder: Path) -> None:
    from safetensors.torch import load_file, save_file

    weights = load_file(folder / "model.safetensors")
    kept = {name: value for name, value in weights.items() if "decoder.layers.1" not in name}
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})


def _reach_out(folder: Path) -> None:
    index = {"metadata": {}, "weight_map": {"model.shared.weight": "../../etc/weights.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))


def _garble_config(folder: Path) -> None:
    (folder / "config.json").write_text("[1, 2")


def _garble_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{}")


@pytest.mark.parametrize(
    "harm",
    [_cut, _garble, _lose_weights, _lose_layers, _reach_out, _garble_config, _garble_tokenizer],
)
@pytest.mark.parametrize("runtime", ["ctranslate2", "transformers"])
def test_a_broken_checkpoint(
    copy: Callable[[str], Path], harm: Callable[[Path], None], runtime: str
) -> None:
    folder = copy("newsum")
    harm(folder)
    with pytest.raises(CorruptModel, match="newsum"):
        load(folder, device="cpu", runtime=runtime).generate([REQUEST], GREEDY)
    assert not list((folders.home() / "converted").glob("*/*/model.bin"))


def test_code_in_a_repository_is_not_run(copy: Callable[[str], Path], tmp_path: Path) -> None:
    folder = copy("newsum")
    config = json.loads((folder / "config.json").read_text())
    config["auto_map"] = {"AutoModelForSeq2SeqLM": "evil.Model", "AutoConfig": "evil.Config"}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "evil.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')")
    model = load(folder, device="cpu", runtime="transformers")
    assert model.generate([REQUEST], GREEDY)
    assert not (tmp_path / "run").exists()


def test_a_folder_without_a_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedModel, match=r"config\.json"):
        load(tmp_path)


def test_loaded_models_are_seq2seq(checkpoint: Checkpoint) -> None:
    for runtime in ("ctranslate2", "transformers"):
        model = load(checkpoint("newsum"), device="cpu", runtime=runtime)
        assert isinstance(model, Seq2Seq)
