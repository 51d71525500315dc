"""On a real Ray cluster, of this machine: two cores, no dashboard, no telemetry."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from corpora import Deadly, Patchy, article, page, write_jsonl

from newsum import ray_adapter
from newsum.corpus import Fields, rows
from newsum.corpus import run as run_here
from newsum.errors import CorpusError, OptionError
from newsum.ray_adapter import RaySummarizer, run
from newsum.summarizer import Summarizer

MAKE = partial(Summarizer, "builtin")


def by_hand(count: int) -> list[dict[str, Any]]:
    summarizer = MAKE()
    return [
        {"id": f"a{n}", **summarizer.summarize(article(n)).to_dict(text=False)}
        for n in range(count)
    ]


# Without a cluster


@pytest.mark.parametrize(
    "batch",
    [
        pytest.param(lambda columns: pa.table(columns), id="arrow"),
        pytest.param(lambda columns: pa.table(columns).to_pandas(), id="pandas"),
        pytest.param(
            lambda columns: {k: np.array(v, object) for k, v in columns.items()}, id="numpy"
        ),
    ],
)
def test_a_stage_takes_any_batch(batch: Any) -> None:
    columns = {"id": [f"a{n}" for n in range(3)], "text": [article(n) for n in range(3)]}
    columns["id"].append("bad")
    columns["text"].append(" ")
    table = RaySummarizer()(batch(columns))
    *found, bad = ray_adapter.tables.from_table(table)
    assert found == by_hand(3)
    assert bad["error"]["kind"] == "EmptyArticle"


def test_a_stage_takes_its_own_columns_and_options() -> None:
    stage = RaySummarizer(text="body", id="key", options={"sentences": 1}, with_text=True)
    (row,) = ray_adapter.tables.from_table(stage(pa.table({"key": [5], "body": [article(0)]})))
    assert row["text"] == MAKE().summarize(article(0)).article.text
    assert row["id"] == "5"
    assert len(row["summaries"]["en"]["sentences"]) == 1


def test_standard_input_is_for_one_machine(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="standard input"):
        run("-", tmp_path / "out.jsonl")


# With one


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    import ray

    # Ray reads these when it starts; its workers import what the tests import.
    paths = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_AUTH_MODE", "disabled")
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
        yield
        ray.shutdown()


ON_RAY = [
    pytest.mark.enable_socket,  # its processes speak over this machine's own address
    pytest.mark.filterwarnings("default:::ray"),  # what it raises against itself
    pytest.mark.usefixtures("cluster"),
]


class TestOnACluster:
    pytestmark = ON_RAY

    def test_the_same_rows_as_on_one_machine(self, tmp_path: Path) -> None:
        corpus = tmp_path / "corpus"
        corpus.mkdir()
        write_jsonl(corpus / "a.jsonl", 40)
        with (corpus / "a.jsonl").open("ab") as file:
            file.write(b"{oops\n" + json.dumps({"id": "e", "text": ""}).encode() + b"\n")
        for number in range(3):
            (corpus / f"{number}.html").write_text(page(number), encoding="utf-8")
        run_here(corpus, tmp_path / "one.jsonl", MAKE)
        expected = list(rows(tmp_path / "one.jsonl"))
        report = run(corpus, tmp_path / "out.parquet", workers=2, part=10, progress=False)
        assert (report.done, report.failed) == (43, {"BadRow": 1, "EmptyArticle": 1})
        assert list(rows(tmp_path / "out.parquet")) == expected

        # Killed half-way: some parts are missing, one is torn.
        out = tmp_path / "out.parquet"
        parts = sorted(out.glob("part-*"))
        assert len(parts) == 6
        kept = {path: path.read_bytes() for path in parts}
        parts[1].rename(out / f"{parts[1].name}.tmp")
        parts[4].unlink()
        report = run(corpus, out, workers=2, part=10, resume=True, progress=False)
        assert (report.rows, report.skipped) == (20, 25)
        assert list(rows(out)) == expected
        assert all(path.read_bytes() == kept[path] for path in parts if path not in parts[1:5:3])
        assert [path.name for path in out.iterdir() if path.suffix != ".parquet"] == [
            "_newsum.json"
        ]

        # What may not be gone on with.
        with pytest.raises(CorpusError, match="there already"):
            run(corpus, out, part=10)
        with pytest.raises(CorpusError, match=r"sentences:3.*--mix"):
            run(corpus, out, part=10, resume=True, options={"sentences": 1})
        with pytest.raises(CorpusError, match="has changed, or was cut"):
            run(corpus, out, part=11, resume=True)
        with pytest.raises(OptionError, match="--text"):
            run(corpus / "a.jsonl", tmp_path / "new.jsonl", fields=Fields("body"))

    @pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
    def test_failed_rows_are_replaced_in_their_place(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        source, out = write_jsonl(tmp_path / "in.jsonl", 22), tmp_path / name
        lines = source.read_bytes().splitlines(keepends=True)
        source.write_bytes(b"".join([*lines[:21], b'{"id": "e", "text": ""}\n', lines[21]]))
        with monkeypatch.context() as patch:
            patch.setattr(ray_adapter, "Summarizer", Patchy)
            report = run(source, out, workers=2, part=5, batch=4)
        assert report.failed == {"FetchError": 8, "EmptyArticle": 1}
        part = sorted(out.glob("part-*"))[1]
        part.unlink()  # a missing part, as after a kill, has its failures too
        report = run(source, out, workers=2, part=5, batch=4, retry_failed=True)
        assert (report.done, report.failed, report.retried) == (11, {"EmptyArticle": 1}, 7)
        assert report.rows + report.skipped == 23
        *found, empty, last = rows(out)
        assert [*found, last] == by_hand(22)
        assert empty["error"]["kind"] == "EmptyArticle"
        assert run(source, out, part=5, resume=True).skipped == 23

    def test_an_article_that_kills_actors_is_a_failure(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ray_adapter, "Summarizer", Deadly)
        source = write_jsonl(tmp_path / "in.jsonl", 12)
        lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
        lines[5] = json.dumps({"id": "deadly", "text": "KILL"}) + "\n"
        source.write_text("".join(lines), encoding="utf-8")
        report = run(source, tmp_path / "out.jsonl", workers=1, batch=4, progress=False)
        found = list(rows(tmp_path / "out.jsonl"))
        assert [row["id"] for row in found if "error" in row] == ["deadly"]
        assert found[5]["error"]["kind"] == "WorkerDied"
        assert report.failed == {"WorkerDied": 1}
        expected = by_hand(12)
        assert found[:5] + found[6:] == expected[:5] + expected[6:]

    def test_a_stage_of_a_pipeline(self) -> None:
        import ray

        data = ray.data.from_items([{"id": f"a{n}", "text": article(n)} for n in range(8)])
        found = data.map_batches(
            RaySummarizer,
            fn_constructor_kwargs={"options": {"to": "en"}},
            batch_size=4,
            compute=ray.data.ActorPoolStrategy(size=1),
        ).take_all()
        assert sorted(row["id"] for row in found) == [f"a{n}" for n in range(8)]
        english = [row for row in found if row["language"] == "en"]
        assert len(english) == 4
        assert all(row["summaries"]["en"]["text"] for row in english)
