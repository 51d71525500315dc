"""Fetching, finding, checking and removing models: against a real server on the loopback."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import hubs
import pytest
from hubs import COMMIT, Hub

from newsum.errors import CorruptModel, MissingModel, ModelError, UnknownModel
from newsum.models import cache, catalog, folders, load
from newsum.models.hub import storage as hub_storage

Checkpoint = Callable[[str], Path]
REPOSITORY = "facebook/m2m100_418M"
PINNED = dict(catalog.ENTRIES["m2m100"].pins)[REPOSITORY]
BRANCH = f"{REPOSITORY}@main"


@pytest.fixture
def hub(checkpoint: Checkpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    place = tmp_path / "repository"
    shutil.copytree(checkpoint("m2m100"), place)
    (place / "README.md").write_text("a model card")
    (place / "tf_model.h5").write_bytes(b"another framework's")
    (place / "pytorch_model.bin").write_bytes(b"the same in a pickle")
    opus = {
        f"Helsinki-NLP/opus-mt-{way}": checkpoint(name)
        for way, name in (("en-zh", "marian"), ("zh-en", "marian-zh-en"))
    }
    with hubs.serve({REPOSITORY: place, **opus}) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        yield server


def test_pull_fetches_what_a_model_needs(hub: Hub) -> None:
    seen: list[tuple[str, int, int]] = []
    (fetched,) = cache.pull("m2m100", progress=lambda *each: seen.append(each))
    assert (fetched.repository, fetched.revision) == (REPOSITORY, PINNED)
    names = {path.name for path in fetched.folder.iterdir()}
    assert {"config.json", "model.safetensors", "sentencepiece.bpe.model", "vocab.json"} <= names
    assert not {"README.md", "tf_model.h5", "pytorch_model.bin"} & names
    assert fetched.folder.is_relative_to(folders.hub_home())
    weights = [each for each in seen if each[0] == "model.safetensors"]
    assert weights[-1][1] == weights[-1][2] == (fetched.folder / "model.safetensors").stat().st_size


def test_offline_makes_not_one_connection(hub: Hub) -> None:
    cache.pull("m2m100")
    before = len(hub.asked)
    with pytest.MonkeyPatch.context() as patch:

        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("a connection was tried")

        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        patch.setenv("HF_HUB_OFFLINE", "1")
        model = load("m2m100", device="cpu")
        assert model.name == "m2m100"
        assert model.writes("en", "zh")
        assert load(REPOSITORY, device="cpu", offline=True).count("A text.") > 1
        with pytest.raises(MissingModel, match="newsum models pull nllb"):
            load("nllb", device="cpu")
        with pytest.raises(MissingModel, match="offline"):
            cache.pull("nllb")
        assert cache.cached()[0].name == "m2m100"
        assert cache.info("nllb")["pulled"] == {}
    assert len(hub.asked) == before


def test_the_recorded_commit_is_used_from_then_on(hub: Hub) -> None:
    cache.pull(BRANCH)
    hub.commit = "f" * 40
    asked = len(hub.asked)
    assert cache.fetch(REPOSITORY).revision == COMMIT
    assert len(hub.asked) == asked
    assert cache.pull(BRANCH)[0].revision == "f" * 40
    assert cache.fetch(REPOSITORY).revision == "f" * 40


def test_a_revision_can_be_fixed(hub: Hub) -> None:
    """What is asked for by its commit stays there, whatever the branch has become."""
    first = cache.pull(f"m2m100@{COMMIT}")[0]
    hub.commit = "f" * 40
    assert cache.pull(BRANCH)[0].revision == "f" * 40
    asked = len(hub.asked)
    assert COMMIT in load(f"m2m100@{COMMIT}", device="cpu").signature
    assert "f" * 40 in load(BRANCH, device="cpu").signature
    assert cache.local(REPOSITORY, COMMIT) == first
    assert len(hub.asked) == asked
    (here,) = cache.cached()
    assert set(here.revisions) == {COMMIT, "f" * 40}
    assert len(here.converted) == 2
    assert cache.verify("m2m100") == []


def test_the_catalogs_commit_is_taken_whatever_the_branch_is(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.commit = "f" * 40
    assert cache.pull("m2m100")[0].revision == PINNED
    cache.remove("m2m100")
    cache.pull(BRANCH)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(MissingModel, match="Its branch main is here, though: name m2m100@main"):
        load("m2m100", device="cpu")
    assert "f" * 40 in load("m2m100@main", device="cpu").signature


def test_load_pulls_what_is_not_here(
    hub: Hub, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    model = load("m2m100", device="cpu")
    assert "License of the weights: MIT" in caplog.text
    out, err = capsys.readouterr()
    assert out == ""
    assert "model.safetensors: 100%" in err
    assert model.writes("zh", "en")
    assert PINNED in model.signature
    (here,) = cache.cached()
    assert len(here.converted) == 1
    assert here.size > here.fetched > 0


def test_a_pair_is_one_model(hub: Hub) -> None:
    from newsum.models.base import Generation, Request

    model = load("opus", device="cpu")
    assert (model.name, model.kind, model.budget) == ("opus", "translation", 128)
    assert model.writes("en", "zh")
    assert model.writes("zh", "en")
    assert not model.writes("en", "en")
    requests = [Request("央行降息。", "zh", "en"), Request("Rates fell.", "en", "zh")]
    found = model.generate(requests, Generation(beams=1, max_tokens=8))
    alone = [model.generate([each], Generation(beams=1, max_tokens=8))[0] for each in requests]
    assert found == alone
    assert model.count("Rates fell.") > 1
    model.close()


def test_what_the_catalog_says_of_a_model_holds_converted_too(
    hub: Hub, checkpoint: Checkpoint
) -> None:
    """A many-to-one CrossSum looks like XL-Sum; the catalog knows that it writes English only."""
    hub.repositories["csebuetnlp/mT5_m2o_english_crossSum"] = checkpoint("xlsum")
    for runtime in ("transformers", "ctranslate2", "ctranslate2"):
        model = load("crosssum-en", device="cpu", runtime=runtime)
        assert model.writes("zh", "en")
        assert not model.writes("zh", "zh")
    assert cache.info("crosssum-en")["converted"]


def test_a_broken_connection_is_made_again(hub: Hub) -> None:
    hub.break_after["model.safetensors"] = 5000
    fetched = cache.pull("m2m100")[0]
    ranges = [given for _, path, given in hub.asked if path.endswith("model.safetensors") and given]
    assert ranges == ["bytes=5000-"]
    assert cache.verify("m2m100") == []
    assert fetched.folder.is_dir()


def _begin(content: bytes, weights: bytes) -> None:
    """Leave what an interrupted download of the weights leaves."""
    blob = hubs.etag("model.safetensors", weights)
    part = hub_storage(REPOSITORY) / "blobs" / f"{blob}.incomplete"
    part.parent.mkdir(parents=True)
    part.write_bytes(content)


def test_a_download_that_was_killed_goes_on(hub: Hub) -> None:
    weights = hub.files(REPOSITORY)["model.safetensors"]
    _begin(weights[:7000], weights)
    cache.pull("m2m100")
    ranges = [given for _, path, given in hub.asked if path.endswith("model.safetensors") and given]
    assert ranges == ["bytes=7000-"]
    assert cache.verify("m2m100") == []


def test_a_server_without_ranges_begins_anew(hub: Hub) -> None:
    weights = hub.files(REPOSITORY)["model.safetensors"]
    _begin(weights[:7000], weights)
    hub.whole.add("model.safetensors")
    cache.pull("m2m100")
    assert cache.verify("m2m100") == []


@pytest.mark.parametrize("length", [7000, 10_000_000], ids=["begun", "too-long"])
def test_what_was_begun_may_be_damaged(hub: Hub, length: int) -> None:
    _begin(b"x" * length, hub.files(REPOSITORY)["model.safetensors"])
    with pytest.raises(CorruptModel, match=r"model\.safetensors is damaged"):
        cache.pull("m2m100")
    cache.pull("m2m100")
    assert cache.verify("m2m100") == []


def test_a_file_that_is_gone_is_asked_for_once(hub: Hub) -> None:
    hub.gone.add("vocab.json")
    with pytest.raises(MissingModel, match="could not be fetched"):
        cache.pull("m2m100")
    assert hub.downloads.count("vocab.json") == 1


def test_an_empty_file_is_fetched(hub: Hub) -> None:
    (hub.repositories[REPOSITORY] / "added_tokens.json").write_bytes(b"")
    (fetched,) = cache.pull("m2m100")
    assert (fetched.folder / "added_tokens.json").read_bytes() == b""


def test_a_damaged_download_is_named_and_removed(hub: Hub) -> None:
    hub.spoil.add("model.safetensors")
    with pytest.raises(CorruptModel, match=r"model\.safetensors"):
        cache.pull("m2m100")
    assert cache.local(REPOSITORY) is None
    hub.spoil.clear()
    cache.pull("m2m100")
    assert cache.verify("m2m100") == []


def test_damage_on_disk_is_found(hub: Hub) -> None:
    folder = cache.pull("m2m100")[0].folder
    weights = (folder / "model.safetensors").resolve()
    content = weights.read_bytes()
    weights.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    (fault,) = cache.verify("m2m100")
    assert "model.safetensors" in fault
    assert "hash" in fault
    weights.write_bytes(content[:-9])
    assert "bytes" in cache.verify("m2m100")[0]
    assert cache.local(REPOSITORY) is None
    cache.pull("m2m100")
    assert cache.verify("m2m100") == []


def test_a_name_outside_the_folder_is_refused(hub: Hub) -> None:
    hub.extra_names.append("../../evil.json")
    with pytest.raises(CorruptModel, match=r"\.\./\.\./evil\.json"):
        cache.pull("m2m100")


def test_a_commit_that_is_none_is_refused(hub: Hub) -> None:
    hub.commit = "../../elsewhere"
    with pytest.raises(CorruptModel, match="no commit"):
        cache.pull(BRANCH)


def test_pickles_only_where_there_is_nothing_else(hub: Hub) -> None:
    (hub.repositories[REPOSITORY] / "model.safetensors").unlink()
    cache.pull("m2m100")
    assert "pytorch_model.bin" in hub.downloads


def test_what_the_hub_does_not_have(hub: Hub) -> None:
    with pytest.raises(UnknownModel, match="nobody/nothing"):
        load("nobody/nothing", device="cpu")
    with pytest.raises(MissingModel, match="revision 'v9'"):
        cache.pull("m2m100@v9")
    hub.gated = True
    with pytest.raises(MissingModel, match="terms"):
        cache.pull("m2m100")


def test_a_repository_without_a_checkpoint(hub: Hub) -> None:
    for name in ("model.safetensors", "pytorch_model.bin"):
        (hub.repositories[REPOSITORY] / name).unlink()
    with pytest.raises(ModelError, match="no weights"):
        cache.pull("m2m100")


def test_no_hub_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{free.getsockname()[1]}")
        with pytest.raises(MissingModel, match=r"`newsum models pull m2m100` tries again\.$"):
            cache.pull("m2m100")


def _other_programs(checkpoint: Path, commit: str) -> Path:
    """Lay a download of another program in the hub's cache; return its snapshot."""
    snapshot = hub_storage(REPOSITORY) / "snapshots" / commit
    shutil.copytree(checkpoint, snapshot)
    (snapshot.parents[1] / "refs").mkdir()
    (snapshot.parents[1] / "refs" / "main").write_text(commit)
    return snapshot


def test_another_programs_download_is_used(hub: Hub, checkpoint: Checkpoint) -> None:
    snapshot = _other_programs(checkpoint("m2m100"), COMMIT)
    found = cache.fetch(REPOSITORY)
    assert (found.revision, hub.asked) == (COMMIT, [])
    (snapshot / "model.safetensors").unlink()
    assert cache.local(REPOSITORY) is None


def test_remove(hub: Hub) -> None:
    model = load("m2m100", device="cpu")
    model.close()
    before = cache.cached()[0].size
    assert cache.remove("m2m100") >= before
    assert cache.cached() == []
    assert cache.local(REPOSITORY) is None
    assert not list((folders.home() / "converted").glob("*m2m100*"))
    with pytest.raises(MissingModel, match="Nothing of m2m100"):
        cache.remove("m2m100")


def test_only_the_revision_asked_for_is_removed(hub: Hub) -> None:
    first = cache.pull(f"m2m100@{COMMIT}")[0]
    load(f"m2m100@{COMMIT}", device="cpu").close()
    hub.commit = "f" * 40
    second = cache.pull(BRANCH)[0]
    load(BRANCH, device="cpu").close()
    assert cache.remove("m2m100@main") > 0
    assert not second.folder.exists()
    assert cache.local(REPOSITORY, COMMIT) == first
    assert cache.verify("m2m100") == []  # the two had their files in common
    (here,) = cache.cached()
    assert here.revisions == (COMMIT,)
    assert [folder.name.partition("-")[0] for folder in here.converted] == [COMMIT[:12]]
    with pytest.raises(MissingModel, match=f"m2m100@main was not pulled.*{COMMIT}"):
        cache.remove("m2m100@main")
    assert cache.remove(f"m2m100@{COMMIT}") > here.fetched
    assert not hub_storage(REPOSITORY).exists()


def test_what_newsum_did_not_fetch_is_not_removed(
    hub: Hub, checkpoint: Checkpoint, caplog: pytest.LogCaptureFixture
) -> None:
    snapshot = _other_programs(checkpoint("m2m100"), "e" * 40)
    storage = str(hub_storage(REPOSITORY))
    with pytest.raises(ModelError, match="did not fetch") as caught:
        cache.remove("m2m100")
    assert storage in str(caught.value)
    (pulled,) = cache.pull("m2m100")
    load("m2m100@main", device="cpu").close()  # converts the other program's
    cache.remove("m2m100")
    assert f"{storage} stays" in caplog.text
    assert not pulled.folder.exists()
    assert (snapshot / "model.safetensors").is_file()
    assert cache.cached() == []
    assert not cache.converted_home(REPOSITORY).exists()


def test_info(hub: Hub) -> None:
    about = cache.info("nllb")
    assert "NON-COMMERCIAL" in about["notice"]
    assert about["on disk"] == 0
    assert about["revisions"] == dict(catalog.ENTRIES["nllb"].pins)
    cache.pull("m2m100")
    about = cache.info("m2m100")
    assert about["pulled"] == {REPOSITORY: PINNED}
    assert about["on disk"] > 0
    assert cache.info("someone/some-model")["name"] == "someone/some-model"


@pytest.mark.parametrize(
    "function", [cache.info, cache.remove, cache.pull], ids=["info", "remove", "pull"]
)
def test_a_misspelled_name_gets_a_hint(function: Callable[[str], object]) -> None:
    with pytest.raises(UnknownModel, match="crosssum"):
        function("crossum")


def test_a_damaged_record_is_named(hub: Hub) -> None:
    cache.pull("m2m100")
    (record,) = (folders.home() / "pulled").glob("*.json")
    record.write_text("{")
    with pytest.raises(CorruptModel, match=record.name):
        cache.cached()


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(["model.safetensors"], True, id="one-file"),
        pytest.param(["a.safetensors"], False, id="a-shard-is-missing"),
        pytest.param(["../a.safetensors"], False, id="a-shard-outside"),
    ],
)
def test_indexes_are_checked(tmp_path: Path, names: list[str], expected: bool) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"x")
    index = {"weight_map": {str(at): name for at, name in enumerate(names)}}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))
    if expected:
        folders.check_folder(tmp_path)
    else:
        with pytest.raises(CorruptModel):
            folders.check_folder(tmp_path)


def test_homes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NEWSUM_HOME", str(tmp_path / "own"))
    assert folders.home() == tmp_path / "own"
    monkeypatch.delenv("NEWSUM_HOME")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert folders.home() == tmp_path / "xdg" / "newsum"
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    assert folders.hub_home() == tmp_path / "hf" / "hub"
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    assert folders.hub_home() == tmp_path / "hub"


@pytest.mark.parametrize(
    ("said", "argument", "expected"),
    [
        ("1", None, True),
        ("", None, False),
        ("0", None, False),
        ("1", False, False),
        ("", True, True),
    ],
)
def test_offline(
    monkeypatch: pytest.MonkeyPatch, said: str, argument: bool | None, expected: bool
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", said)
    assert folders.is_offline(argument) is expected
